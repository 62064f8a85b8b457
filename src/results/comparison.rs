//! The questions of the API that have tables.

use super::{definitions, table::Table};
use crate::questions::{Argument, Question};

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
    /// Where its caveats are, found as the rows of a table are.
    pub caveats: &'static [&'static [&'static str]],
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
        self.question().arguments()
    }

    /// What is asked.
    pub(super) fn question(&self) -> Question {
        Question { name: self.name, document: self.document }
    }

    /// Whether the document has lists that come in pages.
    pub(super) fn has_pages(&self) -> bool {
        self.question().takes(Question::ROWS)
    }

    /// Whether the question can be asked as of an earlier registry revision.
    pub fn takes_as_of(&self) -> bool {
        self.question().takes("asOf")
    }
}
