//! The plans of a registry's head, as cohorts and benchmarks see them.

use std::collections::HashMap;

use super::CohortIndex;
use crate::{
    domain::{cohort::CohortPlan, id::PeriodId, period::PlanningPeriod, plan::Plan, theme::THEME_SCHEME},
    index::{IndexedPlan, RegistryIndex, benchmarks::BenchmarkIndex},
};

impl RegistryIndex {
    /// Makes what questions about cohorts and figures are answered from, so that the first of them need not.
    pub fn prepare(&self) {
        self.cohorts();
        self.benchmarks();
    }

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
        let periods: HashMap<PeriodId, &PlanningPeriod> =
            self.periods.iter().map(|period| (period.id, period.as_ref())).collect();
        self.plans.iter().filter_map(move |indexed| {
            let period = periods.get(&indexed.head.period)?;
            Some((self.in_cohort(&indexed.head, period)?, indexed))
        })
    }

    fn in_cohort(&self, plan: &Plan, period: &PlanningPeriod) -> Option<CohortPlan> {
        let institution = self.institution(plan.institution)?;
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
