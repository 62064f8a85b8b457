//! Arguments as people write them in addresses, commands and study files, in the form that the schema wants.
//!
//! A value is JSON, as a GraphQL variable, or shorter: a slug stands for a reference, words between commas for a list, and
//! `cohort.periods=cn-fyp-14,cn-fyp-15` for a field of an input.

use std::{collections::HashMap, sync::LazyLock};

use async_graphql::parser::{
    parse_schema,
    types::{BaseType, Type, TypeKind, TypeSystemDefinition},
};
use serde_json::{Map, Value};

use super::comparison::{Argument, Comparison};
use crate::{graphql, suggestion};

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

/// The fields of every input of the schema, by the input's name.
static INPUTS: LazyLock<HashMap<String, HashMap<String, Type>>> = LazyLock::new(|| {
    let Ok(schema) = parse_schema(graphql::sdl()) else { return HashMap::new() };
    schema
        .definitions
        .into_iter()
        .filter_map(|definition| match definition {
            TypeSystemDefinition::Type(definition) => Some(definition.node),
            _ => None,
        })
        .filter_map(|definition| match definition.kind {
            TypeKind::InputObject(input) => {
                let fields = input.fields.into_iter();
                let fields = fields.map(|field| (field.node.name.node.to_string(), field.node.ty.node)).collect();
                Some((definition.name.node.to_string(), fields))
            }
            _ => None,
        })
        .collect()
});

/// Inputs that name one thing by id or slug.
fn is_reference(name: &str) -> bool {
    INPUTS.get(name).is_some_and(|fields| fields.len() == 2 && fields.contains_key("id") && fields.contains_key("slug"))
}

/// The variables of a comparison from pairs of names and texts.
pub(super) fn from_texts(
    comparison: &Comparison,
    given: &[(String, String)],
) -> Result<Map<String, Value>, InvalidArgument> {
    let arguments = comparison.typed_arguments();
    let mut variables = Map::new();
    for (name, text) in given {
        let (head, field) = name.split_once('.').map_or((name.as_str(), None), |(head, field)| (head, Some(field)));
        let argument = find(comparison, &arguments, head)?;
        match field {
            None => {
                add(&mut variables, name, head, read(name, &argument.kind, text)?)?;
            }
            Some(field) => {
                let kind = field_kind(comparison, argument, field)?;
                let value = read(name, &kind, text)?;
                let input = variables.entry(head.to_owned()).or_insert_with(|| Value::Object(Map::new()));
                let Value::Object(input) = input else {
                    return Err(InvalidArgument::Repeated { name: head.to_owned() });
                };
                add(input, name, field, value)?;
            }
        }
    }
    complete(comparison, &arguments, variables)
}

/// The variables of a comparison from values as a study file has them.
pub(super) fn from_values(
    comparison: &Comparison,
    given: Map<String, Value>,
) -> Result<Map<String, Value>, InvalidArgument> {
    let arguments = comparison.typed_arguments();
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
    comparison: &Comparison,
    arguments: &[Argument],
    variables: Map<String, Value>,
) -> Result<Map<String, Value>, InvalidArgument> {
    let missing = arguments.iter().find(|argument| argument.is_required && !variables.contains_key(&argument.name));
    match missing {
        Some(argument) => Err(InvalidArgument::Missing { comparison: comparison.name, name: argument.name.clone() }),
        None => Ok(variables),
    }
}

fn find<'a>(comparison: &Comparison, arguments: &'a [Argument], name: &str) -> Result<&'a Argument, InvalidArgument> {
    arguments.iter().find(|argument| argument.name == name).ok_or_else(|| {
        let known: Vec<&str> = arguments.iter().map(|argument| argument.name.as_str()).collect();
        InvalidArgument::Unknown { comparison: comparison.name, name: name.to_owned(), meant: meant(name, &known) }
    })
}

fn meant(name: &str, known: &[&str]) -> String {
    match suggestion::nearest(name, known.iter().copied()) {
        Some(similar) => format!("did you mean `{similar}`?"),
        None => format!("there are {}", known.join(", ")),
    }
}

fn field_kind(comparison: &Comparison, argument: &Argument, field: &str) -> Result<Type, InvalidArgument> {
    let fields = match &argument.kind.base {
        BaseType::Named(name) => INPUTS.get(name.as_str()),
        BaseType::List(_) => None,
    };
    fields.and_then(|fields| fields.get(field)).cloned().ok_or_else(|| {
        let mut known: Vec<String> = fields
            .into_iter()
            .flat_map(|fields| fields.keys())
            .map(|known| format!("{}.{known}", argument.name))
            .collect();
        known.sort();
        let name = format!("{}.{field}", argument.name);
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
fn conform(name: &str, kind: &Type, value: Value) -> Result<Value, InvalidArgument> {
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
            let Some(known) = INPUTS.get(word.as_str()) else {
                return Err(mistyped(name, &Value::Object(fields).to_string(), "one value"));
            };
            let fields = fields.into_iter().map(|(field, value)| {
                let place = format!("{name}.{field}");
                match known.get(&field) {
                    Some(kind) => Ok((field, conform(&place, kind, value)?)),
                    // The schema says what is wrong with it.
                    None => Ok((field, value)),
                }
            });
            Ok(Value::Object(fields.collect::<Result<_, _>>()?))
        }
        (BaseType::Named(word), value) if INPUTS.contains_key(word.as_str()) => {
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
