//! Reading the registry's head from its rows: all of it once, and after each publication what that changed.

use std::{collections::HashMap, sync::Arc};

use crate::{
    coding::CodingSummary,
    domain::{id::PlanId, plan::PlanHead, revision::RegistryRevision},
    index::{IndexParts, RegistryIndex, benchmarks::PlanFigures},
    store::{Changes, Store, StoreError},
};

/// The index of a revision.
pub(super) async fn load(store: &Store, at: RegistryRevision) -> Result<RegistryIndex, StoreError> {
    let ids = store.plan_ids(at).await?;
    let (some, others) = ids.split_at(ids.len() / 2);
    // Side by side: the database finds rows while others are decoded here.
    let (codebook, periods, institutions, indicators, of_plans, of_others) = tokio::try_join!(
        codebook(store, at),
        store.periods(at),
        store.all_institutions(at),
        store.all_indicators(at),
        OfPlans::load(store, some, at),
        OfPlans::load(store, others, at),
    )?;
    let OfPlans { heads: plans, summaries, figures } = of_plans.and(of_others);
    let parts = IndexParts { codebook, periods, institutions, indicators, plans, summaries, figures: Some(figures) };
    built(at, move || RegistryIndex::new(at, parts)).await
}

/// The index of a later revision than that of an index.
pub(super) async fn advance(
    index: &Arc<RegistryIndex>,
    store: &Store,
    to: RegistryRevision,
) -> Result<RegistryIndex, StoreError> {
    let Changes { plans, institutions, periods, indicators, codebook: is_coded_anew } =
        store.changes(index.revision(), to).await?;
    if is_coded_anew {
        return load(store, to).await;
    }
    let ids: Vec<PlanId> = plans.into_iter().collect();
    let institutions = store.institutions_by_id(&institutions.into_iter().collect::<Vec<_>>(), to).await?;
    let indicators = store.indicators_by_id(&indicators.into_iter().collect::<Vec<_>>(), to).await?;
    let OfPlans { heads, summaries, figures } = OfPlans::load(store, &ids, to).await?;
    let parts = IndexParts {
        codebook: None,
        periods: if periods.is_empty() { Vec::new() } else { store.periods(to).await? },
        institutions: institutions.into_values().collect(),
        indicators: indicators.into_values().collect(),
        plans: heads,
        summaries,
        figures: Some(figures),
    };
    let index = index.clone();
    built(to, move || index.advanced(to, parts)).await
}

/// What an index holds of plans.
#[derive(Default)]
struct OfPlans {
    heads: Vec<PlanHead>,
    summaries: HashMap<PlanId, CodingSummary>,
    figures: HashMap<PlanId, PlanFigures>,
}

impl OfPlans {
    /// Reads a few plans at a time: the rows of a large registry take many times the memory of what is kept of them.
    async fn load(store: &Store, plans: &[PlanId], at: RegistryRevision) -> Result<Self, StoreError> {
        const N_PLANS_AT_ONCE: usize = 500;
        let mut all = Self::default();
        for plans in plans.chunks(N_PLANS_AT_ONCE) {
            all.heads.extend(store.plan_heads(plans, at).await?);
            all.summaries.extend(store.coding_summaries(plans, at).await?);
            for (plan, uses) in store.plan_indicator_uses(plans, at).await? {
                all.figures.insert(plan, PlanFigures::of(uses.iter().map(|(indicator, used)| (*indicator, used))));
            }
        }
        Ok(all)
    }

    fn and(mut self, other: Self) -> Self {
        let Self { heads, summaries, figures } = other;
        self.heads.extend(heads);
        self.summaries.extend(summaries);
        self.figures.extend(figures);
        self
    }
}

async fn codebook(store: &Store, at: RegistryRevision) -> Result<Option<Arc<crate::coding::Codebook>>, StoreError> {
    match store.codebook(at).await {
        Ok(codebook) => Ok(Some(codebook)),
        Err(StoreError::NoCodebook { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Builds where it holds up no request: a large registry takes a while.
async fn built(
    at: RegistryRevision,
    build: impl FnOnce() -> RegistryIndex + Send + 'static,
) -> Result<RegistryIndex, StoreError> {
    let prepared = move || {
        let index = build();
        index.prepare();
        index
    };
    tokio::task::spawn_blocking(prepared).await.map_err(|error| StoreError::Inconsistent {
        table: "registry",
        row: at.to_string(),
        source: error.into(),
    })
}
