//! The registry revision: the one counter that says as of when an answer holds.

use time::OffsetDateTime;

/// One state of the whole registry. Each publication makes the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegistryRevision(pub i64);

impl RegistryRevision {
    /// Before anything was published.
    pub const EMPTY: Self = Self(0);
}

impl std::fmt::Display for RegistryRevision {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What the registry holds at one revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrySummary {
    /// The state that the counts are of.
    pub revision: RegistryRevision,
    /// When that state was published.
    pub updated_at: OffsetDateTime,
    /// Institutions, libraries and the bodies they belong to.
    pub n_institutions: u64,
    /// Plans, each counted once however many revisions it has.
    pub n_plans: u64,
    /// Elements of the current revisions of the plans.
    pub n_elements: u64,
    /// Indicator definitions of the catalogue.
    pub n_indicators: u64,
}
