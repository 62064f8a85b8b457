//! Keeps the ceilings honest: each answer must be the registry's own.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use async_graphql::{Request, Variables};
use load::Question;
use serde_json::Value;

use crate::{Answers, loaded::Loaded, schema, sql::Database};

/// Compares the data of every answer. Q3 by SQL is left out: it reads what is to be compared, and compares nothing.
pub(crate) async fn run(answers: &Answers, loaded: Arc<Loaded>, database: &Database) -> Result<()> {
    let schema = schema::build(loaded.clone());
    let mut n_compared = 0;
    for (question, answered) in answers {
        for (variables, expected) in answered {
            let request = Request::new(question.document()).variables(Variables::from_json(variables.clone()));
            let response = schema.execute(request).await;
            if !response.errors.is_empty() {
                bail!("{} with {variables}: {:?}", question.name(), response.errors);
            }
            let by_hand = serde_json::to_value(loaded.answer(*question, variables)?)?;
            let mut found = vec![
                ("async-graphql", serde_json::to_value(&response.data)?),
                ("JSON by hand", by_hand.get("data").cloned().unwrap_or_default()),
            ];
            let by_sql = database.answer(*question, variables).await?;
            if *question != Question::Q3 {
                found.push(("SQL", serde_json::from_str(&by_sql).context("SQL gives no JSON")?));
            }
            for (name, found) in found {
                if let Some(place) = difference(expected, &found, String::new()) {
                    bail!(
                        "{} with {variables} by {name} differs from the registry's answer at {place}",
                        question.name()
                    );
                }
                n_compared += 1;
            }
        }
    }
    println!("{n_compared} answers are the registry's own.");
    Ok(())
}

/// The first place where two answers differ. Numbers are compared as numbers: PostgreSQL writes 5 for 5.0, and reading a
/// number from JSON may miss its last bit.
fn difference(expected: &Value, found: &Value, place: String) -> Option<String> {
    match (expected, found) {
        (Value::Object(a), Value::Object(b)) if a.len() == b.len() => {
            a.iter().find_map(|(name, a)| difference(a, b.get(name).unwrap_or(&Value::Null), format!("{place}/{name}")))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(index, (a, b))| difference(a, b, format!("{place}/{index}")))
        }
        (Value::Number(a), Value::Number(b)) if are_equal(a.as_f64(), b.as_f64()) => None,
        (a, b) if a == b => None,
        (a, b) => Some(format!("{place}: {a} became {b}")),
    }
}

fn are_equal(a: Option<f64>, b: Option<f64>) -> bool {
    a.zip(b).is_some_and(|(a, b)| (a - b).abs() <= 2.0 * f64::EPSILON * a.abs())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn differences_are_found_with_their_place() {
        let expected = json!({ "a": [{ "b": 5.0 }, null] });
        assert_eq!(difference(&expected, &json!({ "a": [{ "b": 5 }, null] }), String::new()), None);
        for (other, place) in [
            (json!({ "a": [{ "b": 6 }, null] }), "/a/0/b: 5.0 became 6"),
            (json!({ "a": [{ "b": 5 }] }), "/a: [{\"b\":5.0},null] became [{\"b\":5}]"),
            (json!({ "a": [{ "b": 5 }, 1] }), "/a/1: null became 1"),
        ] {
            assert_eq!(difference(&expected, &other, String::new()).as_deref(), Some(place));
        }
    }
}
