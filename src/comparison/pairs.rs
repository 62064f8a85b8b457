//! What two elements have in common, pair by pair.

use std::collections::{BTreeSet, HashMap};

use super::{
    ComparedPlan, ComparisonContext, ElementRef,
    caveats::languages_of_plan,
    element_matches::MatchMethod,
    passages::Passages,
    shared::{shared_terms, shared_themes},
};
use crate::domain::{element::PlanLayer, id::ThemeId};

/// What two elements have in common, as people read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// Themes that both carry, in the codebook's order.
    pub themes: Vec<ThemeId>,
    /// Words that both use: at most ten, the rarest first.
    pub terms: Vec<String>,
}

/// What the two elements of each pair have in common; the two are of different plans of the comparison.
///
/// Words are looked up for the pairs that are shown, not for all that were scored: finding the form in which a word stands
/// in a text costs more than scoring it.
pub fn shared_by(
    plans: &[ComparedPlan<'_>],
    context: &ComparisonContext<'_>,
    pairs: &[(ElementRef, ElementRef)],
) -> Vec<Shared> {
    let mut wanted: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); plans.len()];
    for place in pairs.iter().flat_map(|&(a, b)| [a, b]) {
        if let Some(elements) = wanted.get_mut(place.plan) {
            elements.insert(place.element);
        }
    }
    let wanted: Vec<Vec<usize>> = wanted.into_iter().map(|elements| elements.into_iter().collect()).collect();
    let passages = Passages::of_elements(plans, context, &wanted);
    let by_place: HashMap<ElementRef, usize> =
        passages.all().iter().enumerate().map(|(index, passage)| (passage.place, index)).collect();
    pairs
        .iter()
        .map(|(a, b)| match (by_place.get(a), by_place.get(b)) {
            (Some(&a), Some(&b)) => {
                // In canonical order, so that the answer is the same whichever side the pair is read from.
                let members = [a.min(b), a.max(b)];
                Shared {
                    themes: shared_themes(plans, context, &passages, &members),
                    terms: shared_terms(plans, context, &passages, &members),
                }
            }
            _ => Shared::default(),
        })
        .collect()
}

/// What the correspondence of two passages of different plans rests on.
pub(super) fn method(passages: &Passages, a: usize, b: usize) -> MatchMethod {
    if passages.curated(a, b) { MatchMethod::Curated } else { MatchMethod::Text }
}

/// The layers that are asked for, else GOAL where the plan has any, else PRIORITY.
pub(super) fn layers_or_default(plan: &ComparedPlan<'_>, asked: Option<&[PlanLayer]>) -> Vec<PlanLayer> {
    match asked {
        Some(layers) => layers.to_vec(),
        None if plan.content.tree.topmost(PlanLayer::Goal).next().is_none() => vec![PlanLayer::Priority],
        None => vec![PlanLayer::Goal],
    }
}

/// Whether two plans both say something, and never in the same language.
pub(super) fn share_no_language(a: &ComparedPlan<'_>, b: &ComparedPlan<'_>) -> bool {
    let (a, b) = (languages_of_plan(a), languages_of_plan(b));
    !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
}
