//! Which unrated cells of a Library Impact Map deserve a look: those whose texts have something in common. A suggestion is
//! never a rating.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

use super::{
    ComparisonContext, ElementRef,
    element_matches::MatchMethod,
    impact_map::{ImpactMap, ImpactSides},
    pairs::method,
    passages::Passages,
    score::billionths,
};

/// An unrated cell whose focus and contribution speak of the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ImpactSuggestion {
    /// The row, as a place in the parent's tree.
    pub focus: usize,
    /// The column, as a place in the library's tree.
    pub contribution: usize,
    /// How much the two say the same, 0..1.
    pub score: f64,
    /// Whether a person vouches for the link, or the texts do.
    pub method: MatchMethod,
}

/// The unrated cells that score at least `min_score` and above 0: best first, then in the order of the map.
pub fn impact_suggestions(
    sides: &ImpactSides<'_>,
    context: &ComparisonContext<'_>,
    map: &ImpactMap,
    min_score: f64,
) -> Vec<ImpactSuggestion> {
    let unrated: Vec<(usize, usize)> = map.unrated_cells().collect();
    // Whole rows and columns may be rated.
    let foci: BTreeSet<usize> = unrated.iter().map(|cell| cell.0).collect();
    let contributions: BTreeSet<usize> = unrated.iter().map(|cell| cell.1).collect();
    let elements = [contributions.into_iter().collect(), foci.into_iter().collect()];
    let passages = Passages::of_elements(&[sides.plan, sides.parent], context, &elements);
    let by_place: HashMap<ElementRef, usize> =
        passages.all().iter().enumerate().map(|(index, passage)| (passage.place, index)).collect();
    let mut found: Vec<ImpactSuggestion> = unrated
        .into_iter()
        .filter_map(|(focus, contribution)| {
            let a = *by_place.get(&ElementRef { plan: 0, element: contribution })?;
            let b = *by_place.get(&ElementRef { plan: 1, element: focus })?;
            let score = passages.score(a, b);
            let is_near = billionths(score) > 0 && billionths(score) >= billionths(min_score);
            is_near.then(|| ImpactSuggestion { focus, contribution, score, method: method(&passages, a, b) })
        })
        .collect();
    found.sort_by_key(|found| (Reverse(billionths(found.score)), found.focus, found.contribution));
    found
}
