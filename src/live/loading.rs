//! Reading the registry's head from its rows: all of it once, and after each publication what that changed.

use std::{collections::HashMap, sync::Arc};

use crate::{
    domain::{id::PlanId, revision::RegistryRevision},
    index::{IndexParts, RegistryIndex, benchmarks::PlanFigures},
    store::{Changes, Store, StoreError},
};

/// The index of a revision.
pub(super) async fn load(store: &Store, at: RegistryRevision) -> Result<RegistryIndex, StoreError> {
    let plans = store.all_plan_heads(at).await?;
    let ids: Vec<PlanId> = plans.iter().map(|head| head.plan.id).collect();
    let (some, others) = ids.split_at(ids.len() / 2);
    // Side by side: the database finds rows while others are decoded here.
    let (codebook, periods, institutions, indicators, summaries, mut figures, more_figures) = tokio::try_join!(
        codebook(store, at),
        store.periods(at),
        store.all_institutions(at),
        store.all_indicators(at),
        store.all_coding_summaries(at),
        figures(store, some, at),
        figures(store, others, at),
    )?;
    figures.extend(more_figures);
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
    let parts = IndexParts {
        codebook: None,
        periods: if periods.is_empty() { Vec::new() } else { store.periods(to).await? },
        institutions: institutions.into_values().collect(),
        indicators: indicators.into_values().collect(),
        plans: store.plan_heads(&ids, to).await?,
        summaries: store.coding_summaries(&ids, to).await?,
        figures: Some(figures(store, &ids, to).await?),
    };
    let index = index.clone();
    built(to, move || index.advanced(to, parts)).await
}

/// The figures of plans. They are packed a few plans at a time: unpacked, those of a large registry take six times the memory.
async fn figures(
    store: &Store,
    plans: &[PlanId],
    at: RegistryRevision,
) -> Result<HashMap<PlanId, PlanFigures>, StoreError> {
    const N_PLANS_AT_ONCE: usize = 2_000;
    let mut figures = HashMap::with_capacity(plans.len());
    for plans in plans.chunks(N_PLANS_AT_ONCE) {
        for (plan, uses) in store.plan_indicator_uses(plans, at).await? {
            figures.insert(plan, PlanFigures::of(uses.iter().map(|(indicator, used)| (*indicator, used))));
        }
    }
    Ok(figures)
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
