//! Arguments as people write them in addresses, commands and study files, in the form that the schema wants.
//!
//! A value is JSON, as a GraphQL variable, or shorter: a slug stands for a reference, words between commas for a list, and
//! `cohort.periods=cn-fyp-14,cn-fyp-15` for a field of an input.

use async_graphql::parser::types::{BaseType, Type};
use serde_json::{Map, Value};

use super::{
    input_types::{field, input, is_reference},
    question::{Argument, Question},
};
use crate::suggestion;

/// An argument that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidArgument {
    /// The comparison has no such argument.
    #[error("`{comparison}` has no argument `{name}`; {meant}")]
    Unknown {
        /// The comparison.
        comparison: &'static str,
        /// The name given.
        name: String,
        /// What it may have been meant for.
        meant: String,
    },
    /// An argument must be given.
    #[error("`{comparison}` needs the argument `{name}`")]
    Missing {
        /// The comparison.
        comparison: &'static str,
        /// The argument.
        name: String,
    },
    /// The value is of another type.
    #[error("the argument `{name}` is `{value}`: give {expected}")]
    Mistyped {
        /// The argument.
        name: String,
        /// The value given.
        value: String,
        /// What it should be.
        expected: String,
    },
    /// The argument is given twice.
    #[error("the argument `{name}` is given twice: separate values by commas")]
    Repeated {
        /// The argument.
        name: String,
    },
}

/// The variables of a comparison from pairs of names and texts.
///
/// # Errors
/// [`InvalidArgument`].
pub fn from_texts(comparison: Question, given: &[(String, String)]) -> Result<Map<String, Value>, InvalidArgument> {
    let arguments = comparison.arguments();
    let mut variables = Map::new();
    for (name, text) in given {
        let (head, inner) = name.split_once('.').map_or((name.as_str(), None), |(head, inner)| (head, Some(inner)));
        let argument = find(comparison, &arguments, head)?;
        match inner {
            None => {
                add(&mut variables, name, head, read(name, &argument.kind, text)?)?;
            }
            Some(inner) => {
                let kind = field_kind(comparison, argument, inner)?;
                let value = read(name, &kind, text)?;
                let input = variables.entry(head.to_owned()).or_insert_with(|| Value::Object(Map::new()));
                let Value::Object(input) = input else {
                    return Err(InvalidArgument::Repeated { name: head.to_owned() });
                };
                add(input, name, inner, value)?;
            }
        }
    }
    complete(comparison, &arguments, variables)
}

/// The variables of a comparison from values as a study file has them.
///
/// # Errors
/// [`InvalidArgument`].
pub fn from_values(comparison: Question, given: Map<String, Value>) -> Result<Map<String, Value>, InvalidArgument> {
    let arguments = comparison.arguments();
    let mut variables = Map::new();
    for (name, value) in given {
        let argument = find(comparison, &arguments, &name)?;
        variables.insert(name.clone(), conform(&name, &argument.kind, value)?);
    }
    complete(comparison, &arguments, variables)
}

/// Adds a value; a list that is given in parts is put together.
fn add(values: &mut Map<String, Value>, name: &str, field: &str, value: Value) -> Result<(), InvalidArgument> {
    match (values.get_mut(field), value) {
        (None, value) => drop(values.insert(field.to_owned(), value)),
        (Some(Value::Array(known)), Value::Array(more)) => known.extend(more),
        (Some(_), _) => return Err(InvalidArgument::Repeated { name: name.to_owned() }),
    }
    Ok(())
}

fn complete(
    comparison: Question,
    arguments: &[Argument],
    variables: Map<String, Value>,
) -> Result<Map<String, Value>, InvalidArgument> {
    let missing = arguments.iter().find(|argument| argument.is_required && !variables.contains_key(&argument.name));
    match missing {
        Some(argument) => Err(InvalidArgument::Missing { comparison: comparison.name, name: argument.name.clone() }),
        None => Ok(variables),
    }
}

fn find<'a>(comparison: Question, arguments: &'a [Argument], name: &str) -> Result<&'a Argument, InvalidArgument> {
    arguments.iter().find(|argument| argument.name == name).ok_or_else(|| {
        let known: Vec<&str> = arguments.iter().map(|argument| argument.name.as_str()).collect();
        InvalidArgument::Unknown { comparison: comparison.name, name: name.to_owned(), meant: meant(name, &known) }
    })
}

pub(super) fn meant(name: &str, known: &[&str]) -> String {
    match suggestion::nearest(name, known.iter().copied()) {
        Some(similar) => format!("did you mean `{similar}`?"),
        None => format!("there are {}", known.join(", ")),
    }
}

fn field_kind(comparison: Question, argument: &Argument, of_input: &str) -> Result<Type, InvalidArgument> {
    let kind = match &argument.kind.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(_) => "",
    };
    field(kind, of_input).cloned().ok_or_else(|| {
        let fields = input(kind).unwrap_or_default();
        let mut known: Vec<String> = fields.iter().map(|(known, _)| format!("{}.{known}", argument.name)).collect();
        known.sort();
        let name = format!("{}.{of_input}", argument.name);
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        InvalidArgument::Unknown { comparison: comparison.name, meant: meant(&name, &known), name }
    })
}

/// A value from a text.
fn read(name: &str, kind: &Type, text: &str) -> Result<Value, InvalidArgument> {
    let text = text.trim();
    if text.starts_with(['{', '[', '"']) {
        let value = serde_json::from_str(text).map_err(|_| mistyped(name, text, "JSON"))?;
        return conform(name, kind, value);
    }
    match &kind.base {
        BaseType::List(kind) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Ok(Value::Array(items.map(|item| read(name, kind, item)).collect::<Result<_, _>>()?))
        }
        BaseType::Named(word) => match word.as_str() {
            "Int" => text.parse::<i32>().map(Value::from).map_err(|_| mistyped(name, text, "a whole number")),
            "Float" => {
                let number = text.parse::<f64>().ok().and_then(serde_json::Number::from_f64);
                number.map(Value::Number).ok_or_else(|| mistyped(name, text, "a number"))
            }
            "Boolean" => text.parse::<bool>().map(Value::Bool).map_err(|_| mistyped(name, text, "true or false")),
            _ => conform(name, kind, Value::String(text.to_owned())),
        },
    }
}

/// A value in the form of a type: a text for a reference is its slug, and one thing for a list is a list of it.
pub(super) fn conform(name: &str, kind: &Type, value: Value) -> Result<Value, InvalidArgument> {
    match (&kind.base, value) {
        (_, Value::Null) => Ok(Value::Null),
        (BaseType::List(items), Value::Array(values)) => {
            let values = values.into_iter().map(|value| conform(name, items, value));
            Ok(Value::Array(values.collect::<Result<_, _>>()?))
        }
        (BaseType::List(items), value) => Ok(Value::Array(vec![conform(name, items, value)?])),
        (BaseType::Named(word), Value::String(text)) if is_reference(word) => {
            Ok(Value::Object(Map::from_iter([("slug".to_owned(), Value::String(text))])))
        }
        (BaseType::Named(word), Value::Object(fields)) => {
            if input(word).is_none() {
                return Err(mistyped(name, &Value::Object(fields).to_string(), "one value"));
            }
            let fields = fields.into_iter().map(|(inner, value)| {
                let place = format!("{name}.{inner}");
                match field(word, &inner) {
                    Some(kind) => Ok((inner, conform(&place, kind, value)?)),
                    // The schema says what is wrong with it.
                    None => Ok((inner, value)),
                }
            });
            Ok(Value::Object(fields.collect::<Result<_, _>>()?))
        }
        (BaseType::Named(word), value) if input(word).is_some() => {
            let expected = format!("JSON as in the API, or `{name}.FIELD=VALUE`");
            Err(mistyped(name, &value.to_string(), &expected))
        }
        // Revisions and ids are texts, and YAML takes digits for a number.
        (BaseType::Named(word), Value::Number(number)) if matches!(word.as_str(), "String" | "ID") => {
            Ok(Value::String(number.to_string()))
        }
        (BaseType::Named(_), value) => Ok(value),
    }
}

fn mistyped(name: &str, value: &str, expected: &str) -> InvalidArgument {
    InvalidArgument::Mistyped { name: name.to_owned(), value: value.to_owned(), expected: expected.to_owned() }
}
