//! Puts load on a registry and says how fast it answers.
//!
//! A [`Question`] is a GraphQL document with a set of variables, drawn from what the registry holds. [`cell::measure`] asks
//! one over so many connections for so long; a [`campaign`] is all of these for one registry, with the ceilings beside it.
//! What is measured and how is told in `benches/README.md`.

pub mod campaign;
pub mod cell;
pub mod client;
pub mod latencies;
pub mod machine;
pub mod program;
pub mod questions;
pub mod report;
pub mod requests;
pub mod sample;
pub mod statements;
pub mod targets;

pub use questions::Question;
