//! Reads one document into a [`PlanDraft`](crate::draft::PlanDraft).
//!
//! bytes → [`formats`] (one file per format) → blocks of [`text::DocumentText`] → `outline` (a tree of numbered and titled
//! passages) → `elements` (statements, indicators and evidence); [`figures`] reads quantities, [`identity`] who, when and
//! what. Odd content is a finding; an error is kept for what is no text, or no plan.

pub mod text;

pub mod formats;

mod pattern;

mod outline;

pub mod figures;

mod elements;

mod given;
pub mod identity;

mod linking;
mod reading;

pub use formats::{DocumentFormat, blocks};
pub use given::{Given, Known, KnownIndicator, KnownInstitution, KnownPeriod, KnownPlan};
pub use reading::{Reading, read};
