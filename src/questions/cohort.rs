//! What only the values of a cohort say: codes that are none, years that run backwards, lists that name nothing.

use serde_json::Value;

use super::{
    arguments::meant,
    check::{COHORT, PathStep, Walk},
    input_types::field,
};
use crate::domain::{
    institution::{Region, check_country, check_subdivision},
    period::YearSpan,
    study::Arguments,
};

pub(super) fn check(walk: &mut Walk, cohort: &Arguments) {
    // A field that there is not is told as such.
    for (name, value) in cohort.iter().filter(|(name, _)| field(COHORT, name).is_some()) {
        walk.path.push(PathStep::Field(name.clone()));
        match value {
            Value::Array(items) if items.is_empty() => {
                walk.misfit("the list is empty: name something, or leave it out");
            }
            Value::Array(items) => {
                if name == "overlapsYears" {
                    years(walk, items);
                }
                for (index, item) in items.iter().enumerate() {
                    walk.path.push(PathStep::Index(index));
                    code(walk, name, item);
                    walk.path.pop();
                }
            }
            item => code(walk, name, item),
        }
        walk.path.pop();
    }
}

fn years(walk: &mut Walk, years: &[Value]) {
    let numbers: Option<Vec<i32>> =
        years.iter().map(|year| year.as_i64().and_then(|year| i32::try_from(year).ok())).collect();
    match numbers.as_deref() {
        // What is no year is told by its type.
        None | Some([_]) => {}
        Some(&[from, to]) => {
            if let Err(error) = YearSpan::new(from, to) {
                walk.misfit(error.to_string());
            }
        }
        Some(_) => walk.misfit("write one year, or the first and the last"),
    }
}

fn code(walk: &mut Walk, name: &str, item: &Value) {
    let Some(code) = item.as_str() else { return };
    let message = match name {
        "regions" if Region::of_code(code).is_none() => {
            let codes: Vec<&str> = Region::ALL.iter().map(|region| region.code).collect();
            Some(format!("no region has the code `{code}`; {}", meant(code, &codes)))
        }
        "countries" => check_country(code).err().map(|error| error.to_string()),
        "subdivisions" => check_subdivision(code, None).err().map(|error| error.to_string()),
        _ => None,
    };
    if let Some(message) = message {
        walk.misfit(message);
    }
}
