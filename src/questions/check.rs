//! Arguments of studies, checked against the types of the API: all that is wrong with them, each with its place.

use async_graphql::parser::types::{BaseType, Type};
use serde_json::Value;

use super::{
    arguments::meant,
    cohort,
    input_types::{input, is_reference, referenced, words},
    question::Question,
};
use crate::{
    domain::{
        id::check_slug,
        study::{Arguments, ReferencedKind},
    },
    suggestion,
};

/// The input that cohorts are.
pub(super) const COHORT: &str = "CohortInput";

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// To a field.
    Field(String),
    /// To an item, from 0.
    Index(usize),
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Where it stands.
    pub path: Vec<PathStep>,
    /// What is wrong, and how to mend it.
    pub message: String,
}

/// Values in the form that the schema wants.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// The values; what was null is left out.
    pub values: Arguments,
    /// What they name by slug, and where.
    pub references: Vec<(ReferencedKind, String, Vec<PathStep>)>,
}

/// Checks a cohort as a study file has it.
///
/// # Errors
/// Everything that is wrong with it.
pub fn check_cohort(given: Arguments) -> Result<Checked, Vec<Misfit>> {
    let mut walk = Walk::default();
    cohort::check(&mut walk, &given);
    let values = walk.fields(COHORT, given);
    walk.finish(values)
}

/// Checks the arguments of a question as a study file has them. What the study itself says, they may not.
///
/// # Errors
/// Everything that is wrong with them.
pub fn check_arguments(question: Question, given: Arguments) -> Result<Checked, Vec<Misfit>> {
    let mut walk = Walk::default();
    let known = question.arguments();
    let is_of_study = |name: &str| ["asOf", "cohort"].contains(&name);
    for argument in known.iter().filter(|argument| argument.is_required && !is_of_study(&argument.name)) {
        if given.get(&argument.name).is_none_or(Value::is_null) {
            let message = format!("`{}` needs the argument `{}`: add it", question.name, argument.name);
            walk.misfit(message);
        }
    }
    let mut values = Arguments::new();
    for (name, value) in given {
        walk.path.push(PathStep::Field(name.clone()));
        match (name.as_str(), known.iter().find(|argument| argument.name == name)) {
            ("asOf", _) => walk.misfit("the study says as of when, in `registryRevision`: take this out"),
            ("cohort", _) => walk.misfit(
                "the study says which plans: take this out, or, if this question is about others, write it beside `arguments` as the question's own `cohort`",
            ),
            (_, Some(_)) if value.is_null() => {}
            (_, Some(argument)) => {
                let value = walk.value(&argument.kind, value);
                values.insert(name, value);
            }
            (_, None) => {
                let names: Vec<&str> =
                    known.iter().map(|argument| argument.name.as_str()).filter(|name| !is_of_study(name)).collect();
                walk.misfit(format!("`{}` has no argument `{name}`; {}", question.name, meant(&name, &names)));
            }
        }
        walk.path.pop();
    }
    walk.finish(values)
}

/// What a walk through values has found so far.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) path: Vec<PathStep>,
    misfits: Vec<Misfit>,
    references: Vec<(ReferencedKind, String, Vec<PathStep>)>,
}

impl Walk {
    pub(super) fn misfit(&mut self, message: impl Into<String>) {
        self.misfits.push(Misfit { path: self.path.clone(), message: message.into() });
    }

    fn finish(self, values: Arguments) -> Result<Checked, Vec<Misfit>> {
        if self.misfits.is_empty() { Ok(Checked { values, references: self.references }) } else { Err(self.misfits) }
    }

    /// The fields of an input.
    fn fields(&mut self, of_input: &str, given: Arguments) -> Arguments {
        let known = input(of_input).unwrap_or_default();
        for (name, field) in known {
            if field.is_required && given.get(name).is_none_or(Value::is_null) {
                self.misfit(format!("the field `{name}` is missing: add it"));
            }
        }
        let mut fields = Arguments::new();
        for (name, value) in given {
            self.path.push(PathStep::Field(name.clone()));
            match known.iter().find(|(known, _)| *known == name) {
                Some(_) if value.is_null() => {}
                Some((_, field)) => {
                    let value = self.value(&field.kind, value);
                    fields.insert(name, value);
                }
                None => {
                    let names: Vec<&str> = known.iter().map(|(known, _)| known.as_str()).collect();
                    self.misfit(format!("there is no field `{name}` here; {}", meant(&name, &names)));
                }
            }
            self.path.pop();
        }
        fields
    }

    /// A value in the form of a type: a text for a reference is its slug, and one thing for a list is a list of it.
    fn value(&mut self, kind: &Type, value: Value) -> Value {
        match (&kind.base, value) {
            (_, Value::Null) => {
                if !kind.nullable {
                    self.misfit("there is no value: write one");
                }
                Value::Null
            }
            (BaseType::List(kind), Value::Array(items)) => {
                let items = items.into_iter().enumerate().map(|(index, item)| {
                    self.path.push(PathStep::Index(index));
                    let item = self.value(kind, item);
                    self.path.pop();
                    item
                });
                Value::Array(items.collect())
            }
            (BaseType::List(kind), value) => Value::Array(vec![self.value(kind, value)]),
            (BaseType::Named(word), value) if is_reference(word) => self.reference(word, value),
            (BaseType::Named(word), Value::Object(fields)) if input(word).is_some() => {
                Value::Object(self.fields(word, fields))
            }
            (BaseType::Named(word), value) => {
                if let Err(message) = check_scalar(word, &value) {
                    self.misfit(message);
                }
                match value {
                    // Revisions are texts, and YAML takes digits for a number.
                    Value::Number(number) if word == "String" => Value::String(number.to_string()),
                    value => value,
                }
            }
        }
    }

    /// Something named by its slug.
    fn reference(&mut self, word: &str, value: Value) -> Value {
        let slug = match &value {
            Value::String(slug) => Some(slug),
            Value::Object(fields) if fields.contains_key("id") => {
                self.misfit("ids differ from registry to registry: name this by its slug");
                return value;
            }
            Value::Object(fields) if fields.len() == 1 => match fields.get("slug") {
                Some(Value::String(slug)) => Some(slug),
                _ => None,
            },
            _ => None,
        };
        let Some(slug) = slug.cloned() else {
            self.misfit(format!("`{value}` names nothing: write a slug, such as `cn-fyp-14`"));
            return value;
        };
        if let Err(error) = check_slug(&slug) {
            self.misfit(error.to_string());
        } else if let Some(kind) = referenced(word) {
            self.references.push((kind, slug.clone(), self.path.clone()));
        }
        Value::Object(Arguments::from_iter([("slug".to_owned(), Value::String(slug))]))
    }
}

fn check_scalar(word: &str, value: &Value) -> Result<(), String> {
    let expected = |what: &str| Err(format!("`{value}` is not {what}"));
    if let Some(known) = words(word) {
        let Some(given) = value.as_str() else { return expected(&format!("one of {}", known.join(", "))) };
        if known.iter().any(|known| known == given) {
            return Ok(());
        }
        let lower: Vec<String> = known.iter().map(|word| word.to_lowercase()).collect();
        let near = suggestion::nearest(given, lower.iter().map(String::as_str));
        let meant = near.map(|near| format!("; did you mean `{}`?", near.to_uppercase())).unwrap_or_default();
        return Err(format!("`{given}` is none of {}{meant}", known.join(", ")));
    }
    match word {
        _ if input(word).is_some() => expected("fields such as `name: value`"),
        "Int" if value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()) => Ok(()),
        "Int" => expected("a whole number"),
        "Float" if value.as_f64().is_some_and(f64::is_finite) => Ok(()),
        "Float" => expected("a number"),
        "Boolean" if value.is_boolean() => Ok(()),
        "Boolean" => expected("true or false"),
        "String" if value.is_string() || value.is_number() => Ok(()),
        _ if value.is_string() => Ok(()),
        _ => expected("a text"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn arguments(value: Value) -> Arguments {
        match value {
            Value::Object(fields) => fields,
            _ => Arguments::new(),
        }
    }

    fn said(outcome: Result<Checked, Vec<Misfit>>) -> Vec<String> {
        let shown = |path: &[PathStep]| {
            let steps = path.iter().map(|step| match step {
                PathStep::Field(name) => format!(".{name}"),
                PathStep::Index(index) => format!("[{index}]"),
            });
            steps.collect::<String>()
        };
        let misfits = outcome.err().unwrap_or_default();
        misfits.iter().map(|misfit| format!("{}: {}", shown(&misfit.path), misfit.message)).collect()
    }

    #[test]
    fn short_forms_become_what_the_schema_wants() {
        let cohort =
            json!({ "periods": ["cn-fyp-14"], "statuses": "ADOPTED", "includeSynthetic": true, "plans": null });
        let checked = check_cohort(arguments(cohort)).unwrap_or_default();
        let expected =
            json!({ "periods": [{ "slug": "cn-fyp-14" }], "statuses": ["ADOPTED"], "includeSynthetic": true });
        assert_eq!(Value::Object(checked.values.clone()), expected);
        let place = vec![PathStep::Field("periods".to_owned()), PathStep::Index(0)];
        assert_eq!(checked.references, [(ReferencedKind::Period, "cn-fyp-14".to_owned(), place)]);
        // What is in form already stays as it is.
        assert_eq!(check_cohort(checked.values.clone()), Ok(checked));
    }

    #[test]
    fn everything_that_is_wrong_is_told() {
        let cohort = json!({
            "perods": [], "levels": ["PUBLIK", 3], "periods": [{ "id": "x" }, "Not a slug", { "slug": 3 }], "includeSynthetic": "yes",
            "plans": [], "regions": ["cn-eats"], "countries": ["china"], "subdivisions": ["JL"], "overlapsYears": [2021, 2022, 2023],
        });
        insta::assert_snapshot!(said(check_cohort(arguments(cohort))).join("\n"), @r#"
.plans: the list is empty: name something, or leave it out
.regions[0]: no region has the code `cn-eats`; did you mean `cn-east`?
.countries[0]: `china` is not a country code (ISO 3166-1 alpha-2): two capital letters, as in `CN`
.subdivisions[0]: `JL` is not a subdivision code (ISO 3166-2): the country's code, a hyphen and up to three capital letters or digits, as in `CN-JL`
.overlapsYears: write one year, or the first and the last
.perods: there is no field `perods` here; did you mean `periods`?
.levels[0]: `PUBLIK` is none of INTERNATIONAL, NATIONAL, PUBLIC, ACADEMIC, PARENT; did you mean `PUBLIC`?
.levels[1]: `3` is not one of INTERNATIONAL, NATIONAL, PUBLIC, ACADEMIC, PARENT
.periods[0]: ids differ from registry to registry: name this by its slug
.periods[1]: `Not a slug` is not a slug: use 1 to 120 lower-case letters a-z, digits and single hyphens between them, as in `example-city-library-15fyp`
.periods[2]: `{"slug":3}` names nothing: write a slug, such as `cn-fyp-14`
.includeSynthetic: `"yes"` is not true or false
"#);
        let given = json!({ "groupby": "PERIOD", "asOf": "3", "cohort": {} });
        let coverage = Question::of_name("theme-coverage").map(|question| check_arguments(question, arguments(given)));
        insta::assert_snapshot!(said(coverage.unwrap_or_else(|| Ok(Checked::default()))).join("\n"), @"
: `theme-coverage` needs the argument `groupBy`: add it
.groupby: `theme-coverage` has no argument `groupby`; did you mean `groupBy`?
.asOf: the study says as of when, in `registryRevision`: take this out
.cohort: the study says which plans: take this out, or, if this question is about others, write it beside `arguments` as the question's own `cohort`
");
        let given =
            json!({ "institution": null, "from": "cn-fyp-14", "to": ["a"], "layer": "GAOL", "minScore": "high" });
        let periods = Question::of_name("compare-periods").map(|question| check_arguments(question, arguments(given)));
        insta::assert_snapshot!(said(periods.unwrap_or_else(|| Ok(Checked::default()))).join("\n"), @r#"
: `compare-periods` needs the argument `institution`: add it
.to: `["a"]` names nothing: write a slug, such as `cn-fyp-14`
.layer: `GAOL` is none of DIRECTION, SITUATION, GOAL, PRIORITY, ACTION, OUTCOME; did you mean `GOAL`?
.minScore: `"high"` is not a number
"#);
    }
}
