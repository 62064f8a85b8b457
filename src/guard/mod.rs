//! What a GraphQL document costs, and the refusal of one that costs too much, before it is validated or executed.
//!
//! A schema's own limits come too late: validation expands every fragment spread, so a few hundred bytes of fragments
//! that double each other keep a processor busy for seconds before a limit is looked at. The guard reads the text once
//! ([`check_text`]) and walks the parsed document once ([`check`]), adding up each fragment a single time. It knows
//! GraphQL and nothing of the schema.
//!
//! [`GuardedExecutor`] puts it in front of a schema, for every transport alike, and remembers what it has read.

mod answer_order;
mod cost;
mod document;
mod executor;
mod fragments;
mod limits;
mod refusal;
mod syntax;
mod text;

pub use cost::{Cost, check};
pub use document::{DocumentHash, InvalidHash};
pub use executor::{Admitted, DOCUMENT_BYTES, GuardedExecutor, REPORT_COST};
pub use limits::Limits;
pub use refusal::{Measure, Refusal};
pub use text::{check_text, check_variables};

#[cfg(test)]
mod tests;
