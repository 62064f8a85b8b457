//! The registry's head in memory: what one revision of the registry holds beside the contents of plans, small enough to be
//! kept whole and quick enough to be asked by every request.
//!
//! An index is never changed. A publication makes a new one, which shares with the last what stayed as it was, so that a
//! request reads one revision however long it takes. It is a second way to what the rows say, never another answer: tests
//! hold both against each other.

mod build;
mod lists;
mod lookup;

/// Questions about figures.
pub mod benchmarks;

/// Questions about cohorts.
pub mod cohorts;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod testing;

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use self::{
    benchmarks::{BenchmarkIndex, PlanFigures},
    cohorts::CohortIndex,
    lists::PlanLists,
};
use crate::{
    coding::{Codebook, CodingSummary},
    domain::{
        id::{IndicatorId, InstitutionId, PlanId},
        indicator::Indicator,
        institution::Institution,
        period::PlanningPeriod,
        plan::{Plan, PlanHead},
        revision::RegistryRevision,
    },
};

/// What an index is made of: all of the registry's head, or what publications changed of it.
#[derive(Clone, Debug, Default)]
pub struct IndexParts {
    /// The codebook in force. Of a change: the new one, with which all plans and summaries come along.
    pub codebook: Option<Arc<Codebook>>,
    /// Every planning period, by first year, then slug. Of a change: all of them if one has changed, else none.
    pub periods: Vec<PlanningPeriod>,
    /// Institutions.
    pub institutions: Vec<Institution>,
    /// Indicator definitions.
    pub indicators: Vec<Indicator>,
    /// Heads of plans.
    pub plans: Vec<PlanHead>,
    /// What the codes of those plans come to.
    pub summaries: HashMap<PlanId, CodingSummary>,
    /// What those plans' uses of indicator definitions say; plans without uses may be left out. `None`: the index holds no
    /// figures, and benchmarks read them from the rows.
    pub figures: Option<HashMap<PlanId, PlanFigures>>,
}

/// A plan of the index.
#[derive(Clone, Debug)]
struct IndexedPlan {
    head: Arc<Plan>,
    sort_key: Arc<[u8]>,
    summary: Option<Arc<CodingSummary>>,
    figures: Option<Arc<PlanFigures>>,
    /// The revision at which anything of the plan was last seen to change: its head, content, codes or links.
    changed: RegistryRevision,
}

/// The registry's head at one revision.
#[derive(Debug)]
pub struct RegistryIndex {
    revision: RegistryRevision,
    codebook: Option<Arc<Codebook>>,
    periods: Arc<Vec<Arc<PlanningPeriod>>>,
    institutions: HashMap<InstitutionId, Arc<Institution>>,
    institution_slugs: HashMap<String, InstitutionId>,
    indicators: HashMap<IndicatorId, Arc<Indicator>>,
    indicator_slugs: HashMap<String, IndicatorId>,
    /// By slug. A plan's index here is its place.
    plans: Vec<IndexedPlan>,
    places: HashMap<PlanId, u32>,
    /// The places of the plans of each institution, ascending.
    of_institution: HashMap<InstitutionId, Vec<u32>>,
    /// Whether every plan's figures are held.
    holds_figures: bool,
    /// Made of the rest when it is first asked for.
    cohorts: OnceLock<CohortIndex>,
    /// Made of the rest when it is first asked for.
    benchmarks: OnceLock<BenchmarkIndex>,
    /// Made of the rest when they are first asked for.
    lists: OnceLock<PlanLists>,
}
