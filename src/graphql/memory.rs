//! What a request finds in memory before it asks the rows.

use std::sync::Arc;

use super::{
    cohort_source::SharedCohort,
    plan_cache::{PlanCache, PlanState},
};
use crate::{
    domain::{cohort::CohortFilter, id::PlanId, revision::RegistryRevision},
    index::RegistryIndex,
};

/// What a request finds in memory before it asks the rows.
#[derive(Clone, Default)]
pub(super) struct Memory {
    /// The head of the revision that the request is answered from.
    pub(super) index: Option<Arc<RegistryIndex>>,
    /// Plans that earlier requests read.
    pub(super) plans: Option<PlanCache>,
}

impl Memory {
    /// The head of a revision, if it is that revision that is in memory.
    pub(super) fn at(&self, revision: RegistryRevision) -> Option<&Arc<RegistryIndex>> {
        self.index.as_ref().filter(|index| index.revision() == revision)
    }

    /// The state that a plan is in at a revision.
    pub(super) fn state(&self, plan: PlanId, at: RegistryRevision) -> PlanState {
        let changed = self.at(at).and_then(|index| index.changed(plan));
        PlanState { plan, changed: changed.unwrap_or(at) }
    }

    /// What is kept of a plan as it is at a revision.
    pub(super) fn kept<T>(
        &self,
        plan: PlanId,
        at: RegistryRevision,
        part: impl FnOnce(&PlanCache, PlanState) -> Option<T>,
    ) -> Option<T> {
        part(self.plans.as_ref()?, self.state(plan, at))
    }

    /// The cohort that a filter means among the plans of the index.
    pub(super) fn cohort(&self, index: &RegistryIndex, filter: &Arc<CohortFilter>) -> Arc<SharedCohort> {
        let at = index.revision();
        let kept = self.plans.as_ref().and_then(|plans| plans.cohort(at, filter));
        kept.unwrap_or_else(|| {
            let cohort = Arc::new(SharedCohort::of(index, filter));
            if let Some(plans) = &self.plans {
                plans.keep_cohort(at, filter, &cohort);
            }
            cohort
        })
    }
}
