//! Comparisons by name, with their documents.

use std::sync::LazyLock;

use async_graphql::parser::{parse_query, types::Type};
use include_dir::{Dir, include_dir};

use crate::suggestion;

/// One GraphQL document for each comparison, named after it.
static DOCUMENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/results/queries");

static ALL: LazyLock<Vec<Question>> = LazyLock::new(|| {
    let mut all: Vec<Question> = DOCUMENTS
        .files()
        .filter_map(|file| {
            let name = file.path().file_stem()?.to_str()?;
            Some(Question { name, document: file.contents_utf8()? })
        })
        .collect();
    all.sort_by_key(|question| question.name);
    all
});

/// A comparison, as what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Names it in addresses, commands and files.
    pub name: &'static str,
    /// The GraphQL document; its variables are the arguments, named and meant as in the API.
    pub document: &'static str,
}

/// An argument of a question.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its type in the API.
    pub kind: Type,
    /// Whether it must be given.
    pub is_required: bool,
}

/// Every question, by name.
pub fn questions() -> &'static [Question] {
    &ALL
}

impl Question {
    /// The variable of a document that says how long its lists may be: no argument, but the business of whoever asks.
    pub const ROWS: &'static str = "rows";

    /// The question of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        questions().iter().find(|question| question.name == name).copied()
    }

    /// What somebody may have meant by a name that no question has, or what names there are.
    pub fn meant(name: &str) -> String {
        let names: Vec<&str> = questions().iter().map(|question| question.name).collect();
        match suggestion::nearest(name, names.iter().copied()) {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => format!("there are {}", names.join(", ")),
        }
    }

    /// The variables of the document, in its order.
    pub fn variables(self) -> Vec<Argument> {
        // The documents are the program's own, and a test parses every one of them.
        let Ok(document) = parse_query(self.document) else { return Vec::new() };
        document
            .operations
            .iter()
            .flat_map(|(_, operation)| &operation.node.variable_definitions)
            .map(|definition| {
                let definition = &definition.node;
                Argument {
                    name: definition.name.node.to_string(),
                    is_required: !definition.var_type.node.nullable && definition.default_value.is_none(),
                    kind: definition.var_type.node.clone(),
                }
            })
            .collect()
    }

    /// The arguments, in the document's order.
    pub fn arguments(self) -> Vec<Argument> {
        self.variables().into_iter().filter(|variable| variable.name != Self::ROWS).collect()
    }

    /// Whether it has an argument of this name.
    pub fn takes(self, name: &str) -> bool {
        self.variables().iter().any(|variable| variable.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_can_be_read() {
        assert!(questions().len() >= 5, "{:?}", questions());
        for question in questions() {
            assert!(!question.arguments().is_empty(), "{}", question.name);
            assert!(question.takes("asOf"), "{} cannot be asked again as of a revision", question.name);
        }
    }

    #[test]
    fn slips_are_understood() {
        assert_eq!(Question::meant("theme-covrage"), "did you mean `theme-coverage`?");
        assert!(Question::meant("weather").starts_with("there are coder-agreement, compare-cohort-periods"));
    }
}
