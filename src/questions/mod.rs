//! The questions that can be kept and asked again: every comparison as a GraphQL document, and what its arguments may be.
//!
//! Pure: documents and the schema's text are read at compile time, nothing is asked. [`crate::results`] asks them and makes
//! tables of the answers; studies are checked with them before they are stored.

/// Arguments as people write them, in the form that the schema wants.
mod arguments;

/// Arguments of studies, checked whole.
mod check;

/// What only the values of a cohort say.
mod cohort;

mod input_types;

mod question;

mod study;

pub use self::{
    arguments::{InvalidArgument, from_texts, from_values},
    check::{Checked, Misfit, PathStep, check_arguments, check_cohort},
    question::{Argument, Question, questions},
    study::{export_path, variables},
};
