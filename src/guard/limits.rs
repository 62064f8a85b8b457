//! How much one request may ask for.

use std::time::Duration;

/// How much one request may ask for. Every number is inclusive: a document that reaches it is still served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Length of the document. Unit: bytes.
    pub query_bytes: usize,
    /// How deep `{`, `(` and `[` may nest in the document's text, whatever they mean. Keeps the parser's stack small.
    pub bracket_nesting: usize,
    /// Operations in one document; one of them is executed.
    pub operations: u64,
    /// Fragment definitions in one document.
    pub fragments: u64,
    /// Fields below fields; a field of the operation itself has depth 1.
    pub depth: u64,
    /// Fields after every fragment spread is expanded.
    pub fields: u64,
    /// Fields of the operation itself after expansion: each is a question of its own.
    pub root_fields: u64,
    /// Aliased fields after expansion.
    pub aliases: u64,
    /// Directives after expansion.
    pub directives: u64,
    /// Fields of the answer: the fields after expansion, times the lengths of the lists that they are in.
    pub complexity: u64,
    /// Fields of the schema's description of itself, estimated: see [`super::Cost::introspection`].
    pub introspection: u64,
    /// Length that is counted for a connection asked without `first` and `last`. Unit: items.
    pub default_page_size: u64,
    /// Longest page that the schema serves. What is asked beyond it is not counted, because the schema refuses it with a
    /// better explanation. Unit: items.
    pub max_page_size: u64,
    /// How long an admitted request may execute.
    pub execution_time: Duration,
}

impl Default for Limits {
    /// Room for the introspection query of common tools (depth 15, about 300 fields, estimated at 200,000 fields of answer) and for a page of 100 plans with
    /// their names, goals and theme profiles (complexity about 11,000); far below what would strain a small server.
    fn default() -> Self {
        Self {
            query_bytes: 64 * 1024,
            bracket_nesting: 64,
            operations: 10,
            fragments: 50,
            depth: 15,
            fields: 1_000,
            root_fields: 20,
            aliases: 30,
            directives: 50,
            complexity: 20_000,
            introspection: 300_000,
            default_page_size: 20,
            max_page_size: 100,
            execution_time: Duration::from_secs(10),
        }
    }
}
