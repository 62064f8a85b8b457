//! Cases of service innovation.

use super::{
    id::{InnovationCaseId, InstitutionId, ThemeId},
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
