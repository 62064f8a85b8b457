//! What the schema says of inputs and vocabularies: read from the committed text, which a test holds current.

use std::{collections::HashMap, sync::LazyLock};

use async_graphql::parser::{
    parse_schema,
    types::{Type, TypeKind, TypeSystemDefinition},
};

use crate::domain::study::ReferencedKind;

/// A field of an input.
#[derive(Clone, Debug)]
pub(super) struct InputField {
    pub(super) kind: Type,
    pub(super) is_required: bool,
}

#[derive(Default)]
struct Types {
    /// The fields of every input, by the input's name.
    inputs: HashMap<String, Vec<(String, InputField)>>,
    /// The words of every vocabulary, by its name.
    words: HashMap<String, Vec<String>>,
}

static TYPES: LazyLock<Types> = LazyLock::new(|| {
    let mut types = Types::default();
    let Ok(schema) = parse_schema(include_str!("../../schema.graphql")) else { return types };
    for definition in schema.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let name = definition.node.name.node.to_string();
        match definition.node.kind {
            TypeKind::InputObject(input) => {
                let fields = input.fields.into_iter().map(|field| {
                    let field = field.node;
                    let is_required = !field.ty.node.nullable && field.default_value.is_none();
                    (field.name.node.to_string(), InputField { kind: field.ty.node, is_required })
                });
                types.inputs.insert(name, fields.collect());
            }
            TypeKind::Enum(vocabulary) => {
                let words = vocabulary.values.into_iter().map(|value| value.node.value.node.to_string());
                types.words.insert(name, words.collect());
            }
            _ => {}
        }
    }
    types
});

/// The fields of an input, in the schema's order.
pub(super) fn input(name: &str) -> Option<&'static [(String, InputField)]> {
    TYPES.inputs.get(name).map(Vec::as_slice)
}

/// The type of a field of an input.
pub(super) fn field(of_input: &str, name: &str) -> Option<&'static Type> {
    input(of_input)?.iter().find(|(known, _)| known == name).map(|(_, field)| &field.kind)
}

/// The words of a vocabulary.
pub(super) fn words(name: &str) -> Option<&'static [String]> {
    TYPES.words.get(name).map(Vec::as_slice)
}

/// Whether an input names one thing by id or slug.
pub(super) fn is_reference(name: &str) -> bool {
    input(name).is_some_and(|fields| fields.len() == 2 && field(name, "id").is_some() && field(name, "slug").is_some())
}

/// What kind of thing an input names.
pub(super) fn referenced(name: &str) -> Option<ReferencedKind> {
    match name {
        "InstitutionRef" => Some(ReferencedKind::Institution),
        "PeriodRef" => Some(ReferencedKind::Period),
        "PlanRef" => Some(ReferencedKind::Plan),
        "ThemeRef" => Some(ReferencedKind::Theme),
        "IndicatorRef" => Some(ReferencedKind::Indicator),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_read() {
        assert!(words("PlanLevel").is_some_and(|words| words.iter().any(|word| word == "PUBLIC")));
        assert!(field("CohortInput", "periods").is_some() && field("CohortInput", "perods").is_none());
        assert!(is_reference("PlanRef") && !is_reference("CohortInput"));
        // Every reference that arguments of today have is one whose slugs can be looked up.
        for question in super::super::questions() {
            for argument in question.arguments() {
                let kind = argument.kind.to_string();
                let name = kind.trim_matches(['[', ']', '!']);
                assert!(!is_reference(name) || referenced(name).is_some(), "{}: {name}", question.name);
            }
        }
    }
}
