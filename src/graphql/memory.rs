//! What a request finds in memory before it asks the rows.

use std::sync::Arc;

use super::{
    cohort_source::SharedCohort,
    error::ApiResult,
    plan_cache::{Keepable, Key, PlanCache, PlanState},
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
    /// What earlier requests read and worked out.
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

    /// What is kept under a key.
    pub(super) fn kept<T: Keepable>(&self, key: &Key) -> Option<Arc<T>> {
        self.plans.as_ref()?.get(key)
    }

    /// What is kept of a plan as it is at a revision.
    pub(super) fn kept_of<T: Keepable>(
        &self,
        plan: PlanId,
        at: RegistryRevision,
        key: impl FnOnce(PlanState) -> Key,
    ) -> Option<Arc<T>> {
        // Without a cache the state need not be looked up.
        self.plans.as_ref()?.get(&key(self.state(plan, at)))
    }

    /// Keeps something, if anything is kept.
    pub(super) fn keep<T: Keepable>(&self, key: Key, value: &Arc<T>) {
        if let Some(plans) = &self.plans {
            plans.keep(key, value);
        }
    }

    /// What is kept under a key, or else what is worked out, which is kept from then on. A failure is not.
    pub(super) async fn kept_or<T: Keepable>(
        &self,
        key: Key,
        work_out: impl Future<Output = ApiResult<T>>,
    ) -> ApiResult<Arc<T>> {
        if let Some(kept) = self.kept(&key) {
            return Ok(kept);
        }
        let value = Arc::new(work_out.await?);
        self.keep(key, &value);
        Ok(value)
    }

    /// The cohort that a filter means among the plans of the index.
    pub(super) fn cohort(&self, index: &RegistryIndex, filter: &Arc<CohortFilter>) -> Arc<SharedCohort> {
        let key = Key::Cohort(index.revision(), filter.clone());
        self.kept(&key).unwrap_or_else(|| {
            let cohort = Arc::new(SharedCohort::of(index, filter));
            self.keep(key, &cohort);
            cohort
        })
    }
}
