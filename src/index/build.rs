//! Making an index: from all of the registry's head, or from another index and what has changed since.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use super::{IndexParts, IndexedPlan, RegistryIndex};
use crate::domain::{
    id::{InstitutionId, PlanId},
    plan::PlanHead,
    revision::RegistryRevision,
};

impl RegistryIndex {
    /// The index of a revision.
    pub fn new(revision: RegistryRevision, parts: IndexParts) -> Self {
        Self::empty().advanced(revision, parts)
    }

    fn empty() -> Self {
        Self {
            revision: RegistryRevision::EMPTY,
            codebook: None,
            periods: Arc::default(),
            institutions: HashMap::new(),
            institution_slugs: HashMap::new(),
            indicators: HashMap::new(),
            indicator_slugs: HashMap::new(),
            plans: Vec::new(),
            places: HashMap::new(),
            of_institution: HashMap::new(),
            holds_figures: true,
            cohorts: OnceLock::new(),
            benchmarks: OnceLock::new(),
            lists: OnceLock::new(),
        }
    }

    /// The index of a later revision, given what has changed since this one's. Nothing is ever taken out of the registry, so
    /// what is not named is as it was.
    #[must_use]
    pub fn advanced(&self, revision: RegistryRevision, changed: IndexParts) -> Self {
        let IndexParts { codebook, periods, institutions, indicators, plans, mut summaries, figures } = changed;
        let holds_figures = self.holds_figures && figures.is_some();
        let mut figures = figures.unwrap_or_default();
        let periods = match periods.is_empty() {
            true => self.periods.clone(),
            false => Arc::new(periods.into_iter().map(Arc::new).collect()),
        };
        let mut all_institutions = self.institutions.clone();
        let mut institution_slugs = self.institution_slugs.clone();
        for institution in institutions {
            institution_slugs.insert(institution.slug.clone(), institution.id);
            all_institutions.insert(institution.id, Arc::new(institution));
        }
        let mut all_indicators = self.indicators.clone();
        let mut indicator_slugs = self.indicator_slugs.clone();
        for indicator in indicators {
            indicator_slugs.insert(indicator.slug.clone(), indicator.id);
            all_indicators.insert(indicator.id, Arc::new(indicator));
        }
        let mut changed: Vec<IndexedPlan> = plans
            .into_iter()
            .map(|PlanHead { plan, sort_key }| IndexedPlan {
                summary: summaries.remove(&plan.id).map(Arc::new),
                figures: figures.remove(&plan.id).map(Arc::new),
                head: Arc::new(plan),
                sort_key: sort_key.into(),
                changed: revision,
            })
            .collect();
        changed.sort_by(|a, b| a.head.slug.cmp(&b.head.slug));
        let plans = merged(&self.plans, changed);
        let places: HashMap<PlanId, u32> = plans.iter().map(|plan| plan.head.id).zip(0_u32..).collect();
        let mut of_institution: HashMap<InstitutionId, Vec<u32>> = HashMap::new();
        for (place, plan) in (0_u32..).zip(&plans) {
            of_institution.entry(plan.head.institution).or_default().push(place);
        }
        Self {
            revision,
            codebook: codebook.or_else(|| self.codebook.clone()),
            periods,
            institutions: all_institutions,
            institution_slugs,
            indicators: all_indicators,
            indicator_slugs,
            plans,
            places,
            of_institution,
            holds_figures,
            cohorts: OnceLock::new(),
            benchmarks: OnceLock::new(),
            lists: OnceLock::new(),
        }
    }
}

/// Two lists in the order of slugs as one; where both have a plan, the new one counts.
fn merged(old: &[IndexedPlan], new: Vec<IndexedPlan>) -> Vec<IndexedPlan> {
    let mut merged = Vec::with_capacity(old.len() + new.len());
    let mut old = old.iter().peekable();
    for plan in new {
        while let Some(before) = old.next_if(|before| before.head.slug < plan.head.slug) {
            merged.push(before.clone());
        }
        old.next_if(|before| before.head.slug == plan.head.slug);
        merged.push(plan);
    }
    merged.extend(old.cloned());
    merged
}
