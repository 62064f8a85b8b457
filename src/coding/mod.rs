//! Themes found in text, and what coders make of them.
//!
//! [`Codebook`] is a version of the codebook made ready to find its labels in texts; [`effective_codes`] settles what each
//! element of a plan addresses when the registry's own finds and people's codes are put together. Everything here is a
//! function of its arguments: nothing is loaded or stored.

/// Labels of two parts that may stand apart.
mod apart;

mod lexicon;

mod codebook;
mod effective;
mod frequencies;
mod profile;
mod summary;

pub use codebook::{Codebook, LabelHit, lexicon_judgements};
pub use effective::{Assignment, CoderJudgement, ElementCodes, PlanCodes, effective_codes};
pub use frequencies::count_frequencies;
pub use profile::{PROFILE_LAYERS, ThemeWeight, theme_profile, theme_weights};
pub use summary::{CodingSummary, Counted};

#[cfg(test)]
mod tests;
