//! Studies.

use proptest::{collection::vec, option, prelude::*, sample::select};
use serde_json::{Value, json};

use super::{moment, numbered, slug, text, texts};
use crate::domain::{
    revision::RegistryRevision,
    study::{Arguments, NamedRevision, StudyQuestion, StudyRecord},
};

fn fields(value: Value) -> Arguments {
    match value {
        Value::Object(fields) => fields,
        _ => Arguments::new(),
    }
}

/// A cohort in the form that the schema wants.
fn cohort() -> impl Strategy<Value = Arguments> {
    (any::<bool>(), vec(slug(), 0..3), option::of(1990..2040_i32), any::<bool>()).prop_map(
        |(synthetic, plans, year, has_statuses)| {
            let mut cohort = Arguments::new();
            if synthetic {
                cohort.insert("includeSynthetic".to_owned(), true.into());
            }
            if !plans.is_empty() {
                let plans = plans.iter().map(|slug| json!({ "slug": slug }));
                cohort.insert("plans".to_owned(), plans.collect());
            }
            if let Some(year) = year {
                cohort.insert("overlapsYears".to_owned(), json!([year, year + 4]));
            }
            if has_statuses {
                // Norway's code is a word that some readers of YAML take for no.
                cohort.insert("statuses".to_owned(), json!(["ADOPTED", "PROPOSAL"]));
                cohort.insert("countries".to_owned(), json!(["NO", "CN"]));
                cohort.insert("subdivisions".to_owned(), json!(["CN-11"]));
            }
            cohort
        },
    )
}

fn question() -> impl Strategy<Value = StudyQuestion> {
    let asked = (slug(), slug(), 0_u32..1000).prop_flat_map(|(one, other, thousandths)| {
        let score = f64::from(thousandths) / 1000.0;
        select(vec![
            ("theme-coverage", true, json!({ "groupBy": ["PERIOD", "LEVEL"] })),
            ("theme-trend", true, json!({ "periods": [{ "slug": one }, { "slug": other }] })),
            (
                "compare-periods",
                false,
                json!({ "institution": { "slug": one }, "from": { "slug": one }, "to": { "slug": other }, "minScore": score, "layer": "ACTION" }),
            ),
        ])
    });
    (slug(), texts(0), asked, option::of(cohort())).prop_map(
        |(key, title, (comparison, has_cohort, arguments), cohort)| StudyQuestion {
            key,
            title,
            comparison: comparison.to_owned(),
            cohort: cohort.filter(|_| has_cohort),
            arguments: fields(arguments),
        },
    )
}

/// A study.
pub(crate) fn study() -> impl Strategy<Value = StudyRecord> {
    let named = (1..1_000_000_i64, option::of(moment()))
        .prop_map(|(number, published_at)| NamedRevision { number: RegistryRevision(number), published_at });
    let head = (slug(), texts(1), texts(0), option::of(text()));
    (head, option::of(named), option::of(text()), cohort(), vec(question(), 1..4)).prop_map(
        |((slug, title, description, note), registry_revision, codebook_version, cohort, questions)| StudyRecord {
            slug,
            title,
            description,
            note,
            registry_revision,
            codebook_version,
            cohort,
            questions: questions
                .into_iter()
                .enumerate()
                .map(|(index, question)| StudyQuestion { key: numbered(index, &question.key), ..question })
                .collect(),
        },
    )
}
