//! Plans: one institution's statements for one period, published in immutable revisions.

use time::OffsetDateTime;

use super::{
    element::ElementTree,
    id::{DocumentId, InstitutionId, PeriodId, PlanId, PlanRevisionId},
    indicator::PlanIndicator,
    language::LanguageTag,
    revision::RegistryRevision,
    text::Texts,
    vocabulary::vocabulary,
};

vocabulary! {
    /// Whose plan it is.
    PlanLevel {
        /// A plan for libraries of the world, such as IFLA's.
        International = "INTERNATIONAL",
        /// A plan for a nation's libraries, or of its national library.
        National = "NATIONAL",
        /// A public library's plan.
        Public = "PUBLIC",
        /// An academic library's plan.
        Academic = "ACADEMIC",
        /// The plan of the body a library belongs to: a university's, a city's.
        Parent = "PARENT",
    }
}

vocabulary! {
    /// How far a plan has come.
    PlanStatus {
        /// Recommended by somebody; nobody has adopted it.
        Proposal = "PROPOSAL",
        /// A draft for comments.
        Consultation = "CONSULTATION",
        /// In force.
        Adopted = "ADOPTED",
        /// Replaced by another.
        Superseded = "SUPERSEDED",
    }
}

/// The variant of a plan that is the only one of its institution and period.
pub const MAIN_VARIANT: &str = "main";

/// The head of a plan in one of its revisions: everything but its elements and indicators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Stays the same through the plan's revisions.
    pub id: PlanId,
    /// Names it in addresses and files.
    pub slug: String,
    /// Whose plan it is.
    pub institution: InstitutionId,
    /// For which period.
    pub period: PeriodId,
    /// Tells a draft from its adopted form, or two proposals apart.
    pub variant: String,
    /// The level it speaks for.
    pub level: PlanLevel,
    /// How far it has come.
    pub status: PlanStatus,
    /// Made up for examples or load tests.
    pub is_synthetic: bool,
    /// Its title in each language known.
    pub title: Texts,
    /// The language of the source document.
    pub language: LanguageTag,
    /// The document it is from.
    pub source: Option<DocumentId>,
    /// Which revision of the plan this is.
    pub revision: PlanRevision,
}

/// One publication of a plan. Immutable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRevision {
    /// Names this revision.
    pub id: PlanRevisionId,
    /// From 1.
    pub number: i32,
    /// When it was published.
    pub published_at: OffsetDateTime,
    /// The registry revision that brought it.
    pub registry_revision: RegistryRevision,
    /// Why it was published.
    pub note: Option<String>,
}

/// What a plan says: its elements, and its indicators with their figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanContent {
    /// The statements.
    pub tree: ElementTree,
    /// The indicators, in document order.
    pub indicators: Vec<PlanIndicator>,
}

/// The head of a plan with what lists of plans are ordered by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanHead {
    /// The plan.
    pub plan: Plan,
    /// Sorts by the title in the plan's own language; compared as bytes.
    pub sort_key: Vec<u8>,
}
