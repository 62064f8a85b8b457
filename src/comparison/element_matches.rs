//! Groups of corresponding elements across plans.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{
    ComparedPlan, ComparisonContext, DEFAULT_SPLIT_SCORE, ElementRef,
    groups::{Group, groups},
    matching::Thresholds,
    passages::Passages,
    score::billionths,
    shared::{shared_terms, shared_themes},
};
use crate::domain::{element::PlanLayer, id::ThemeId, vocabulary::vocabulary};

vocabulary! {
    /// What a match rests on.
    MatchMethod {
        /// A person vouches for at least one of the links.
        Curated = "CURATED",
        /// Concepts and words.
        Text = "TEXT",
        /// The element stands alone.
        None = "NONE",
    }
}

/// Elements of the plans that correspond, or one that stands alone.
#[derive(Clone, Debug, PartialEq)]
pub struct ElementMatch {
    /// By plan, then in document order; never empty.
    pub elements: Vec<ElementRef>,
    /// How many of the plans have an element here; at least 1.
    pub plans_covered: usize,
    /// Mean score of every two elements from different plans, 0..1; 0 for an element that stands alone.
    pub score: f64,
    /// What the match rests on.
    pub method: MatchMethod,
    /// Themes that elements of at least two plans carry, in the codebook's order.
    pub shared_themes: Vec<ThemeId>,
    /// Words that elements of at least two plans share: at most ten, the rarest first.
    pub shared_terms: Vec<String>,
}

impl Group {
    pub(super) fn method(&self) -> MatchMethod {
        if self.curated {
            MatchMethod::Curated
        } else if self.members.len() > 1 {
            MatchMethod::Text
        } else {
            MatchMethod::None
        }
    }

    /// Where the members stand in the input, by plan and then in document order.
    pub(super) fn places(&self, passages: &Passages) -> Vec<ElementRef> {
        let mut places: Vec<ElementRef> = self.members.iter().map(|&member| passages.all()[member].place).collect();
        places.sort_unstable();
        places
    }
}

/// Groups of corresponding elements: every topmost element of the layer is in exactly one of them.
///
/// Pairs below `min_score` are not matched; leftovers are attached from [`DEFAULT_SPLIT_SCORE`] on. Ordered by score,
/// highest first, then by plans covered, most first, then by the first element.
pub fn element_matches(
    plans: &[ComparedPlan<'_>],
    context: &ComparisonContext<'_>,
    layer: PlanLayer,
    min_score: f64,
) -> Vec<ElementMatch> {
    let passages = Passages::of_layer(plans, context, layer);
    let thresholds = Thresholds { min_score, split_score: DEFAULT_SPLIT_SCORE };
    let mut matches: Vec<ElementMatch> = groups(&passages, thresholds)
        .into_iter()
        .map(|group| {
            let elements = group.places(&passages);
            ElementMatch {
                plans_covered: elements.iter().map(|place| place.plan).collect::<BTreeSet<_>>().len(),
                elements,
                score: group.score,
                method: group.method(),
                shared_themes: shared_themes(plans, context, &passages, &group.members),
                shared_terms: shared_terms(plans, context, &passages, &group.members),
            }
        })
        .collect();
    matches.sort_by(|a, b| {
        let key = |group: &ElementMatch| Reverse((billionths(group.score), group.plans_covered));
        key(a).cmp(&key(b)).then_with(|| a.elements.cmp(&b.elements))
    });
    matches
}
