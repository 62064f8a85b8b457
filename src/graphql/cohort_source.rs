//! Where the plans of a cohort come from: the rows of a revision, or the index of the newest one. What is asked of either is
//! answered alike.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use crate::{
    coding::CodingSummary,
    comparison::{
        self, AssociationData, Caveat, CohortDimension, CohortGroup, CoverageCounts, CoverageGroup, LatestOrder,
        LatestPlans, PlanSet, ThemeAssociation, ThemesOfPlans, all_places,
    },
    domain::{
        cohort::{CohortFilter, CohortPlan},
        id::{InstitutionId, PlanId},
        period::PlanningPeriod,
    },
    index::{RegistryIndex, cohorts::Members},
};

/// What codes of plans come to, by plan.
pub(super) type Summaries = HashMap<PlanId, CodingSummary>;

/// The plans of a cohort. They and those left out of it have places: from the rows their indexes among the cohort's plans and
/// then those left out, from the index their places in the registry.
pub(super) enum CohortSource {
    Rows(Box<CohortOfRows>),
    Index(Box<CohortOfIndex>),
}

pub(super) struct CohortOfRows {
    cohort: comparison::Cohort,
    order: OnceLock<LatestOrder>,
    latest: OnceLock<LatestPlans>,
    themes: OnceLock<ThemesOfPlans>,
}

pub(super) struct CohortOfIndex {
    index: Arc<RegistryIndex>,
    shared: Arc<SharedCohort>,
    cohort: OnceLock<comparison::Cohort>,
}

/// A cohort among the plans of an index, with what most questions about it ask first. Requests share it.
pub(super) struct SharedCohort {
    members: Members,
    n_institutions: OnceLock<usize>,
    latest: OnceLock<LatestPlans>,
    caveats: OnceLock<Vec<Caveat>>,
    caveats_of_themes: OnceLock<Vec<Caveat>>,
}

impl SharedCohort {
    /// The cohort that a filter means.
    pub(super) fn of(index: &RegistryIndex, filter: &CohortFilter) -> Self {
        Self {
            members: index.cohorts().resolve(filter),
            n_institutions: OnceLock::new(),
            latest: OnceLock::new(),
            caveats: OnceLock::new(),
            caveats_of_themes: OnceLock::new(),
        }
    }

    /// The bytes that it takes at most, when everything was asked for; roughly.
    pub(super) fn bytes(&self) -> usize {
        // The members, the latest and the others, and what either list of caveats is about.
        const SETS: usize = 11;
        // Of either list, in two languages, with the slugs of up to twenty plans.
        const SENTENCES: usize = 60_000;
        let Members { plans, synthetic_left_out } = &self.members;
        size_of::<Self>() + SETS * (plans.serialized_size() + synthetic_left_out.serialized_size()) + SENTENCES
    }
}

impl CohortOfIndex {
    fn members(&self) -> &Members {
        &self.shared.members
    }
}

impl CohortOfRows {
    fn order(&self) -> &LatestOrder {
        self.order.get_or_init(|| LatestOrder::of(&self.cohort.plans))
    }

    fn themes(&self, summaries: &Summaries, n_themes: usize) -> &ThemesOfPlans {
        self.themes
            .get_or_init(|| ThemesOfPlans::of(self.cohort.plans.iter().map(|plan| summaries.get(&plan.plan)), n_themes))
    }
}

impl CohortSource {
    pub(super) fn of_rows(candidates: Vec<CohortPlan>, filter: &CohortFilter) -> Self {
        let cohort = comparison::Cohort::resolve(candidates, filter);
        Self::Rows(Box::new(CohortOfRows {
            cohort,
            order: OnceLock::new(),
            latest: OnceLock::new(),
            themes: OnceLock::new(),
        }))
    }

    /// A cohort of an index's plans.
    pub(super) fn of_index(index: Arc<RegistryIndex>, shared: Arc<SharedCohort>) -> Self {
        Self::Index(Box::new(CohortOfIndex { index, shared, cohort: OnceLock::new() }))
    }

    /// Whether questions are answered from what is in memory already.
    pub(super) fn is_indexed(&self) -> bool {
        matches!(self, Self::Index(_))
    }

    /// The index that the plans are of.
    pub(super) fn index(&self) -> Option<&Arc<RegistryIndex>> {
        match self {
            Self::Rows(_) => None,
            Self::Index(cohort) => Some(&cohort.index),
        }
    }

    /// The cohort with copies of its plans: for questions that look at plans one by one.
    pub(super) fn cohort(&self) -> &comparison::Cohort {
        match self {
            Self::Rows(rows) => &rows.cohort,
            Self::Index(cohort) => cohort.cohort.get_or_init(|| cohort.index.cohorts().cohort(cohort.members())),
        }
    }

    /// The list in which plans of the cohort have their places.
    pub(super) fn plans(&self) -> &[CohortPlan] {
        match self {
            Self::Rows(rows) => &rows.cohort.plans,
            Self::Index(cohort) => cohort.index.cohorts().plans(),
        }
    }

    /// The plan at a place, one that was left out among them.
    pub(super) fn plan(&self, place: usize) -> Option<&CohortPlan> {
        match self {
            Self::Rows(rows) => rows.cohort.plans.iter().chain(&rows.cohort.synthetic_left_out).nth(place),
            Self::Index(cohort) => cohort.index.cohorts().plans().get(place),
        }
    }

    /// The places of the cohort's plans.
    pub(super) fn members(&self) -> PlanSet {
        match self {
            Self::Rows(rows) => all_places(rows.cohort.plans.len()),
            Self::Index(cohort) => cohort.members().plans.clone(),
        }
    }

    pub(super) fn n_plans(&self) -> usize {
        match self {
            Self::Rows(rows) => rows.cohort.plans.len(),
            Self::Index(cohort) => cohort.members().plans.len() as usize,
        }
    }

    pub(super) fn n_institutions(&self) -> usize {
        match self {
            Self::Rows(rows) => rows.cohort.n_institutions(),
            Self::Index(cohort) => {
                let count = || cohort.index.cohorts().n_institutions(cohort.members());
                *cohort.shared.n_institutions.get_or_init(count)
            }
        }
    }

    /// What makes the plans less alike than they look. `summaries` are given where the question counts themes.
    pub(super) fn caveats(&self, summaries: Option<&Summaries>, counts_themes: bool) -> Vec<Caveat> {
        match self {
            Self::Rows(rows) => rows.cohort.caveats(summaries),
            Self::Index(cohort) => {
                let SharedCohort { caveats, caveats_of_themes, .. } = &*cohort.shared;
                let kept = if counts_themes { caveats_of_themes } else { caveats };
                let cohorts = cohort.index.cohorts();
                let find = || cohorts.facts(cohort.members(), counts_themes).caveats_of(cohorts.plans());
                kept.get_or_init(find).clone()
            }
        }
    }

    /// What the codes of the plans come to, if it need not be loaded.
    pub(super) fn summaries(&self) -> Option<Summaries> {
        let cohort = match self {
            Self::Rows(_) => return None,
            Self::Index(cohort) => cohort,
        };
        let summary = |id: PlanId| Some((id, cohort.index.coding_summary(id)?.as_ref().clone()));
        Some(cohort.index.cohorts().ids(&cohort.members().plans).filter_map(summary).collect())
    }

    /// The latest plan of each institution.
    pub(super) fn latest(&self) -> &LatestPlans {
        match self {
            Self::Rows(rows) => rows.latest.get_or_init(|| rows.order().latest_among(&self.members())),
            Self::Index(cohort) => {
                let find = || cohort.index.cohorts().latest(cohort.members());
                cohort.shared.latest.get_or_init(find)
            }
        }
    }

    /// The places of an institution's plans in the list, be they of the cohort or not.
    pub(super) fn plans_of(&self, institution: InstitutionId) -> &[u32] {
        match self {
            Self::Rows(rows) => rows.order().plans_of(institution),
            Self::Index(cohort) => cohort.index.cohorts().order().plans_of(institution),
        }
    }

    /// The plans in groups.
    pub(super) fn groups(&self, dimensions: &[CohortDimension], periods: &[Arc<PlanningPeriod>]) -> Vec<CohortGroup> {
        match self {
            Self::Rows(rows) => comparison::groups_of_plans(&rows.cohort.plans, dimensions, periods),
            Self::Index(cohort) => cohort.index.cohorts().groups(cohort.members(), dimensions),
        }
    }

    /// The coverage of each of so many themes in groups.
    pub(super) fn coverage(
        &self,
        groups: &[CohortGroup],
        summaries: &Summaries,
        n_themes: usize,
    ) -> Vec<CoverageGroup> {
        match self {
            Self::Rows(rows) => {
                let themes = rows.themes(summaries, n_themes);
                comparison::theme_coverage(groups, |plans| CoverageCounts::of(plans, themes))
            }
            Self::Index(cohort) => cohort.index.cohorts().coverage(groups),
        }
    }

    /// The association of each theme with groups.
    pub(super) fn associations(
        &self,
        groups: &[CohortGroup],
        dimensions: &[CohortDimension],
        summaries: &Summaries,
        n_themes: usize,
    ) -> Vec<ThemeAssociation> {
        match self {
            Self::Rows(rows) => {
                let themes = rows.themes(summaries, n_themes);
                let data = AssociationData { plans: &rows.cohort.plans, order: rows.order(), themes };
                comparison::theme_associations(&data, groups, dimensions)
            }
            Self::Index(cohort) => cohort.index.cohorts().associations(groups, dimensions),
        }
    }
}
