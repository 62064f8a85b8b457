//! Keys for elements and plan indicators that have none.

use std::collections::HashSet;

use super::plan_file::{ElementDraft, PlanDraft, PlanIndicatorDraft};
use crate::domain::{element::ElementKind, id::check_key};

/// The keys of one plan that are taken, so that made-up ones differ from them.
#[derive(Debug, Default)]
pub(super) struct TakenKeys {
    elements: HashSet<String>,
    indicators: HashSet<String>,
}

impl TakenKeys {
    /// The keys that a draft gives.
    pub(super) fn of(draft: &PlanDraft) -> Self {
        let mut taken = Self::default();
        taken.add_indicators(&draft.plan_indicators);
        let mut waiting: Vec<&ElementDraft> = draft.elements.iter().collect();
        while let Some(element) = waiting.pop() {
            taken.elements.extend(element.key.clone());
            taken.add_indicators(&element.plan_indicators);
            waiting.extend(&element.children);
        }
        taken
    }

    fn add_indicators(&mut self, indicators: &[PlanIndicatorDraft]) {
        self.indicators.extend(indicators.iter().filter_map(|indicator| indicator.key.clone()));
    }

    /// A key for an element from its kind and its place among its siblings of that kind: `goal-1.strategy-2`.
    pub(super) fn element_key(&mut self, parent: Option<&str>, kind: ElementKind, ordinal: usize) -> String {
        let kind = kind.code().to_ascii_lowercase().replace('_', "-");
        make(&mut self.elements, parent, &kind, ordinal)
    }

    /// A key for a plan indicator from what it measures and its place there: `goal-1.indicator-2`.
    pub(super) fn indicator_key(&mut self, element: Option<&str>, ordinal: usize) -> String {
        make(&mut self.indicators, element, "indicator", ordinal)
    }
}

fn make(taken: &mut HashSet<String>, parent: Option<&str>, stem: &str, ordinal: usize) -> String {
    // Deep down, the whole path would be longer than a key may be.
    let prefix = parent
        .map(|parent| format!("{parent}."))
        .filter(|prefix| check_key(&format!("{prefix}{stem}-{}", u32::MAX)).is_ok())
        .unwrap_or_default();
    let mut number = ordinal;
    loop {
        let key = format!("{prefix}{stem}-{number}");
        if taken.insert(key.clone()) {
            return key;
        }
        number += 1;
    }
}
