//! The plans of a registry, ready for questions about cohorts: which plans a filter means, what makes them less alike than
//! they look, and how many address each theme.
//!
//! Nothing here says anything else than `comparison` says of the cohort's plans alone; it is only found by sets and by counts
//! that are kept ready.

mod of_registry;
mod places;
mod precedence;
mod strata;

use std::sync::Arc;

use self::{places::PlacesByValue, precedence::Contests, strata::Strata};
use crate::{
    coding::CodingSummary,
    comparison::{
        AssociationData, Cohort, CohortDimension, CohortFacts, CohortGroup, CoverageCounts, CoverageGroup,
        DimensionValues, LatestOrder, LatestPlans, PlanSet, ThemeAssociation, ThemeFacts, ThemesOfPlans, cohort_groups,
        theme_associations, theme_coverage,
    },
    domain::{
        cohort::{CohortFilter, CohortPlan},
        id::PlanId,
        listing::PlanFilter,
        period::PlanningPeriod,
    },
};

/// The plans of one revision of a registry, for questions about cohorts. A plan's place is its index among all plans by slug.
#[derive(Debug)]
pub struct CohortIndex {
    plans: Arc<[CohortPlan]>,
    by_value: PlacesByValue,
    contests: Contests,
    order: LatestOrder,
    /// One for each dimension, in the order of the vocabulary.
    dimensions: Vec<DimensionValues>,
    themes: ThemesOfPlans,
    strata: Strata,
}

/// The plans that a cohort is made up of, by place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Members {
    /// The plans of the cohort.
    pub plans: PlanSet,
    /// Made-up plans that were named and left out.
    pub synthetic_left_out: PlanSet,
}

impl CohortIndex {
    /// The index of plans in the order of slugs, with what the codes of each come to, and every period.
    pub fn build<'a>(
        plans: Arc<[CohortPlan]>,
        summaries: impl IntoIterator<Item = Option<&'a CodingSummary>>,
        n_themes: usize,
        periods: &[Arc<PlanningPeriod>],
    ) -> Self {
        let themes = ThemesOfPlans::of(summaries, n_themes);
        let contests = Contests::of(&plans);
        Self {
            by_value: PlacesByValue::of(&plans),
            order: LatestOrder::of(&plans),
            dimensions: CohortDimension::ALL
                .iter()
                .map(|&dimension| DimensionValues::of(&plans, dimension, periods))
                .collect(),
            strata: Strata::of(&plans, &contests, &themes),
            contests,
            themes,
            plans,
        }
    }

    /// Every plan, by place.
    pub fn plans(&self) -> &Arc<[CohortPlan]> {
        &self.plans
    }

    /// The plan at a place.
    pub fn plan(&self, place: u32) -> Option<&CohortPlan> {
        self.plans.get(place as usize)
    }

    /// Which plans come later than which of the same institution.
    pub fn order(&self) -> &LatestOrder {
        &self.order
    }

    /// The plans that make up a cohort, as [`Cohort::resolve`] takes them from the candidates.
    pub fn resolve(&self, filter: &CohortFilter) -> Members {
        let mut plans = self.by_value.candidates(filter, &self.order);
        let synthetic = self.by_value.synthetic();
        let mut synthetic_left_out = PlanSet::new();
        if !filter.include_synthetic {
            // Of made-up plans that nobody named nothing is said.
            if filter.plans.is_some() {
                synthetic_left_out = &plans & synthetic;
            }
            plans -= synthetic;
        }
        if filter.plans.is_none() {
            self.contests.settle(&mut plans);
        }
        Members { plans, synthetic_left_out }
    }

    /// The plans that a filter of lists means, but for what it says of themes, languages and words.
    pub fn listed(&self, filter: &PlanFilter) -> PlanSet {
        self.by_value.listed(filter, &self.order)
    }

    /// Coded plans that address each theme, by the theme's place in the codebook.
    pub fn addressing(&self) -> &[PlanSet] {
        self.themes.addressing()
    }

    /// The cohort with its plans copied.
    pub fn cohort(&self, members: &Members) -> Cohort {
        let plans = |places: &PlanSet| places.iter().filter_map(|place| self.plan(place).cloned()).collect();
        Cohort { plans: plans(&members.plans), synthetic_left_out: plans(&members.synthetic_left_out) }
    }

    /// The ids of plans, by place.
    pub fn ids<'a>(&'a self, plans: &'a PlanSet) -> impl Iterator<Item = PlanId> + 'a {
        plans.iter().filter_map(|place| self.plan(place)).map(|plan| plan.plan)
    }

    /// Institutions that have a plan in the cohort.
    pub fn n_institutions(&self, members: &Members) -> usize {
        self.order.n_institutions_of(&members.plans)
    }

    /// The latest plan of each institution of the cohort.
    pub fn latest(&self, members: &Members) -> LatestPlans {
        self.order.latest_among(&members.plans)
    }

    /// What makes the plans of the cohort less alike than they look.
    pub fn facts(&self, members: &Members, counts_themes: bool) -> CohortFacts {
        let Members { plans, synthetic_left_out } = members;
        CohortFacts {
            levels_differ: self.by_value.levels_differ(plans),
            periods_differ: self.by_value.periods_differ(plans),
            lengths_differ: self.by_value.lengths_differ(plans),
            not_adopted: self.by_value.not_adopted() & plans,
            synthetic: self.by_value.synthetic() & plans,
            left_out: synthetic_left_out.clone(),
            themes: counts_themes.then(|| ThemeFacts::of(plans, &self.themes)),
            members: plans.clone(),
        }
    }

    /// The plans of the cohort in groups.
    pub fn groups(&self, members: &Members, dimensions: &[CohortDimension]) -> Vec<CohortGroup> {
        let values: Vec<&DimensionValues> = dimensions
            .iter()
            .filter_map(|asked| {
                let place = CohortDimension::ALL.iter().position(|dimension| dimension == asked)?;
                self.dimensions.get(place)
            })
            .collect();
        cohort_groups(members.plans.clone(), &values)
    }

    /// The coverage of every theme in each group.
    pub fn coverage(&self, groups: &[CohortGroup]) -> Vec<CoverageGroup> {
        theme_coverage(groups, |plans| self.count(plans))
    }

    fn count(&self, plans: &PlanSet) -> CoverageCounts {
        self.strata.count(plans, &self.themes)
    }

    /// The association of every theme with the groups.
    pub fn associations(&self, groups: &[CohortGroup], dimensions: &[CohortDimension]) -> Vec<ThemeAssociation> {
        let data = AssociationData { plans: &self.plans, order: &self.order, themes: &self.themes };
        theme_associations(&data, groups, dimensions)
    }
}
