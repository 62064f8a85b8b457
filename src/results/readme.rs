//! What a table rests on, in rows that stand before it.

use serde_json::{Map, Value};

/// One thing to know of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadmeEntry {
    /// What is said.
    pub name: &'static str,
    /// It.
    pub value: String,
}

/// What a table rests on: enough to cite it, and to ask for the same numbers again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readme(pub Vec<ReadmeEntry>);

impl Readme {
    pub(super) fn say(&mut self, name: &'static str, value: impl Into<String>) {
        self.0.push(ReadmeEntry { name, value: value.into() });
    }

    /// As an object of JSON.
    pub fn object(&self) -> Map<String, Value> {
        self.0.iter().map(|entry| (entry.name.to_owned(), Value::String(entry.value.clone()))).collect()
    }
}
