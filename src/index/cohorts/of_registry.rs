//! The plans of a registry's head, as cohorts see them.

use super::CohortIndex;
use crate::{
    domain::{cohort::CohortPlan, theme::THEME_SCHEME},
    index::{IndexedPlan, RegistryIndex},
};

impl RegistryIndex {
    /// The plans for questions about cohorts. Made when first asked for.
    pub fn cohorts(&self) -> &CohortIndex {
        self.cohorts.get_or_init(|| {
            let listed: Vec<(CohortPlan, &IndexedPlan)> =
                self.plans.iter().filter_map(|plan| Some((self.in_cohort(plan)?, plan))).collect();
            let (plans, indexed): (Vec<CohortPlan>, Vec<&IndexedPlan>) = listed.into_iter().unzip();
            let summaries = indexed.into_iter().map(|plan| plan.summary.as_deref());
            let n_themes = self.codebook.as_ref().map_or(0, |codebook| codebook.in_scheme(THEME_SCHEME).count());
            CohortIndex::build(plans.into(), summaries, n_themes, &self.periods)
        })
    }

    /// The plan as a cohort lists it; `None` without its institution or period.
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
