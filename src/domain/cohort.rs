//! Cohorts: the sets of plans that questions are about.

use super::{
    each_once,
    id::{InstitutionId, PeriodId, PlanId, PlanRevisionId},
    institution::{InstitutionKind, Region},
    period::YearSpan,
    plan::{PlanLevel, PlanStatus},
    revision::RegistryRevision,
};

/// Which plans: all that match every field given; a field left out matches all, but for what [`CohortFilter::levels_wanted`]
/// and its like say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CohortFilter {
    /// Made-up plans, too.
    pub include_synthetic: bool,
    /// Not these.
    pub exclude: Vec<PlanId>,
    /// For periods that have at least one of these years.
    pub overlaps_years: Option<YearSpan>,
    /// Any of these. Naming plans lifts the defaults of level and status, and takes every plan named, not the latest alone.
    pub plans: Option<Vec<PlanId>>,
    /// Of any of these institutions.
    pub institutions: Option<Vec<InstitutionId>>,
    /// Of institutions of any of these kinds.
    pub kinds: Option<Vec<InstitutionKind>>,
    /// Of any of these levels; left out, [`CohortFilter::DEFAULT_LEVELS`].
    pub levels: Option<Vec<PlanLevel>>,
    /// Of any of these statuses; left out, [`CohortFilter::DEFAULT_STATUSES`].
    pub statuses: Option<Vec<PlanStatus>>,
    /// For any of these periods.
    pub periods: Option<Vec<PeriodId>>,
    /// Of institutions in any of these macro-regions, by code.
    pub regions: Option<Vec<String>>,
    /// Of institutions in any of these countries.
    pub countries: Option<Vec<String>>,
    /// Of institutions in any of these subdivisions.
    pub subdivisions: Option<Vec<String>>,
    /// Of institutions that are alike in this way, besides all that is said above.
    pub peers: Option<PeerCriteria>,
}

/// What institutions have in common that are set beside each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PeerCriteria {
    /// Their kind.
    pub kind: InstitutionKind,
    /// The macro-region that they are in, if it counts.
    pub region: Option<Region>,
    /// The country that they are in, if it counts.
    pub country: Option<String>,
}

impl PeerCriteria {
    /// Whether an institution of the kind is in the right place.
    pub fn meets_place(&self, institution: &InstitutionOfKind) -> bool {
        let subdivision = institution.subdivision.as_deref();
        self.region.is_none_or(|region| subdivision.is_some_and(|code| region.subdivisions.contains(&code)))
            && self.country.as_ref().is_none_or(|country| institution.country.as_ref() == Some(country))
    }
}

/// An institution whose kind is known from where it stands, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstitutionOfKind {
    /// The institution.
    pub institution: InstitutionId,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// ISO 3166-2.
    pub subdivision: Option<String>,
    /// Whether it has plans, and all of them are made up.
    pub is_synthetic: bool,
}

impl CohortFilter {
    /// The levels of libraries' own plans.
    pub const DEFAULT_LEVELS: &'static [PlanLevel] = &[PlanLevel::National, PlanLevel::Public, PlanLevel::Academic];

    /// What is in force.
    pub const DEFAULT_STATUSES: &'static [PlanStatus] = &[PlanStatus::Adopted];

    /// The same filter with each list in order and each of its items once: filters that mean the same become equal.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        let Self {
            include_synthetic: _,
            exclude,
            overlaps_years: _,
            plans,
            institutions,
            kinds,
            levels,
            statuses,
            periods,
            regions,
            countries,
            subdivisions,
            peers: _,
        } = &mut self;
        exclude.sort_unstable();
        exclude.dedup();
        each_once(plans);
        each_once(institutions);
        each_once(kinds);
        each_once(levels);
        each_once(statuses);
        each_once(periods);
        for codes in [regions, countries, subdivisions] {
            each_once(codes);
        }
        self
    }

    /// The levels that count; `None` for all.
    pub fn levels_wanted(&self) -> Option<&[PlanLevel]> {
        self.levels.as_deref().or(self.plans.is_none().then_some(Self::DEFAULT_LEVELS))
    }

    /// The statuses that count; `None` for all.
    pub fn statuses_wanted(&self) -> Option<&[PlanStatus]> {
        self.statuses.as_deref().or(self.plans.is_none().then_some(Self::DEFAULT_STATUSES))
    }
}

/// A plan of a cohort, with what plans are grouped by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortPlan {
    /// The plan.
    pub plan: PlanId,
    /// Its revision.
    pub revision: PlanRevisionId,
    /// The registry revision that brought that revision.
    pub published: RegistryRevision,
    /// Names the plan.
    pub slug: String,
    /// Tells plans of the same institution and period apart.
    pub variant: String,
    /// Whose it is.
    pub institution: InstitutionId,
    /// What kind of body that is.
    pub kind: InstitutionKind,
    /// Where it is (ISO 3166-1 alpha-2).
    pub country: Option<String>,
    /// Where in the country (ISO 3166-2).
    pub subdivision: Option<String>,
    /// For which period.
    pub period: PeriodId,
    /// The years of that period.
    pub years: YearSpan,
    /// The level it speaks for.
    pub level: PlanLevel,
    /// How far it has come.
    pub status: PlanStatus,
    /// Made up.
    pub is_synthetic: bool,
}

impl CohortPlan {
    /// The macro-region of the institution.
    pub fn region(&self) -> Option<Region> {
        self.subdivision.as_deref().and_then(Region::of_subdivision)
    }
}
