//! The plans of a registry's head, as cohorts and benchmarks see them.

use super::CohortIndex;
use crate::{
    domain::{cohort::CohortPlan, theme::THEME_SCHEME},
    index::{IndexedPlan, RegistryIndex, benchmarks::BenchmarkIndex},
};

impl RegistryIndex {
    /// The plans for questions about cohorts. Made when first asked for.
    pub fn cohorts(&self) -> &CohortIndex {
        self.cohorts.get_or_init(|| {
            let (plans, summaries): (Vec<CohortPlan>, Vec<_>) =
                self.listed().map(|(plan, indexed)| (plan, indexed.summary.as_deref())).unzip();
            let n_themes = self.codebook.as_ref().map_or(0, |codebook| codebook.in_scheme(THEME_SCHEME).count());
            CohortIndex::build(plans.into(), summaries, n_themes, &self.periods)
        })
    }

    /// The figures for benchmarks, by the places of [`Self::cohorts`]. Made when first asked for; `None` where the index
    /// holds none.
    pub fn benchmarks(&self) -> Option<&BenchmarkIndex> {
        let build = || BenchmarkIndex::build(self.listed().map(|(_, indexed)| indexed.figures.clone()).collect());
        self.holds_figures.then(|| self.benchmarks.get_or_init(build))
    }

    /// The plans as a cohort lists them, by slug; without those of no known institution or period, which the rows join away,
    /// too.
    fn listed(&self) -> impl Iterator<Item = (CohortPlan, &IndexedPlan)> {
        self.plans.iter().filter_map(|indexed| Some((self.in_cohort(indexed)?, indexed)))
    }

    fn in_cohort(&self, indexed: &IndexedPlan) -> Option<CohortPlan> {
        let plan = &indexed.head;
        let institution = self.institution(plan.institution)?;
        let period = self.periods.iter().find(|period| period.id == plan.period)?;
        Some(CohortPlan {
            plan: plan.id,
            revision: plan.revision.id,
            published: plan.revision.registry_revision,
            slug: plan.slug.clone(),
            variant: plan.variant.clone(),
            institution: institution.id,
            kind: institution.kind,
            country: institution.country.clone(),
            subdivision: institution.subdivision.clone(),
            period: period.id,
            years: period.years,
            level: plan.level,
            status: plan.status,
            is_synthetic: plan.is_synthetic,
        })
    }
}
