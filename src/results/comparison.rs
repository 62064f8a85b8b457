//! The questions of the API that have tables.

use async_graphql::parser::{parse_query, types::Type};

use super::{definitions, table::Table};

/// One question of the API, and the tables that its answer gives.
#[derive(Clone, Copy, Debug)]
pub struct Comparison {
    /// Names it in addresses and commands.
    pub name: &'static str,
    /// What it answers, in a sentence.
    pub description: &'static str,
    /// The GraphQL document; its variables are the arguments, named and meant as in the API.
    pub document: &'static str,
    /// The tables, the main one first; never empty.
    pub tables: &'static [Table],
    /// Where its caveats are: JSON pointers into the answer.
    pub caveats: &'static [&'static str],
}

/// The variable of a document that says how long its lists may be: the exports' own business.
pub(super) const ROWS: &str = "rows";

/// An argument of a comparison.
#[derive(Clone, Debug)]
pub(super) struct Argument {
    pub(super) name: String,
    pub(super) kind: Type,
    pub(super) is_required: bool,
}

/// Every comparison, in the order of the documentation.
pub fn comparisons() -> &'static [Comparison] {
    definitions::ALL
}

impl Comparison {
    /// The comparison of a name.
    pub fn of_name(name: &str) -> Option<&'static Self> {
        comparisons().iter().find(|comparison| comparison.name == name)
    }

    /// The names of the arguments, in the document's order, and whether they must be given.
    pub fn arguments(&self) -> Vec<(String, bool)> {
        self.typed_arguments().into_iter().map(|argument| (argument.name, argument.is_required)).collect()
    }

    pub(super) fn typed_arguments(&self) -> Vec<Argument> {
        self.variables().into_iter().filter(|argument| argument.name != ROWS).collect()
    }

    /// Whether the document has lists that come in pages.
    pub(super) fn has_pages(&self) -> bool {
        self.variables().iter().any(|argument| argument.name == ROWS)
    }

    fn variables(&self) -> Vec<Argument> {
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

    /// Whether the question can be asked as of an earlier registry revision.
    pub fn takes_as_of(&self) -> bool {
        self.arguments().iter().any(|(name, _)| name == "asOf")
    }
}
