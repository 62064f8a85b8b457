//! Cases of service innovation.

use super::{
    id::{InnovationCaseId, InstitutionId, ThemeId},
    institution::InstitutionKind,
    source::Evidence,
    text::Texts,
};

/// Something new that a library offered, as a study or an award recorded it.
#[derive(Clone, Debug, PartialEq)]
pub struct InnovationCase {
    /// Stays the same when the record is mended.
    pub id: InnovationCaseId,
    /// Names it in addresses and files.
    pub slug: String,
    /// Its name in each language known.
    pub title: Texts,
    /// Whose it is.
    pub institution: InstitutionId,
    /// The year it was recorded.
    pub year: i32,
    /// What it is about.
    pub focuses: Vec<ThemeId>,
    /// The ways it goes.
    pub strategies: Vec<ThemeId>,
    /// The passage it rests on.
    pub evidence: Option<Evidence>,
}

/// What a case is counted by, and nothing else of it: of these there can be very many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedCase {
    /// The year it was recorded.
    pub year: i32,
    /// The kind of its institution.
    pub kind: InstitutionKind,
    /// The institution's country (ISO 3166-1 alpha-2).
    pub country: Option<String>,
    /// The institution's subdivision (ISO 3166-2).
    pub subdivision: Option<String>,
    /// Slugs of what it is about.
    pub focuses: Vec<String>,
    /// Slugs of the ways it goes.
    pub strategies: Vec<String>,
}
