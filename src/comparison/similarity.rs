//! How alike two plans are, in three numbers.

use std::ops::Range;

use super::{
    ComparedPlan, ComparisonContext, DEFAULT_MIN_SCORE, DEFAULT_SPLIT_SCORE,
    matching::{Thresholds, match_plans},
    passages::Passages,
    themes::theme_shares,
};
use crate::domain::element::PlanLayer;

/// How alike two plans are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlanSimilarity {
    /// Index of one plan.
    pub a: usize,
    /// Index of the other; `a` < `b`.
    pub b: usize,
    /// Cosine of the theme shares over the default layers, 0..1. `None` unless both are coded and each has a theme.
    pub theme_cosine: Option<f64>,
    /// Themes that both have ÷ themes that either has, 0..1. `None` where one is not coded or neither has a theme.
    pub theme_jaccard: Option<f64>,
    /// 2 m ÷ (|A| + |B|) for m goals matched one to one, 0..1. `None` where neither has goals.
    pub matched_goal_share: Option<f64>,
}

/// What the similarity of plans is computed from, made ready once for all of them.
pub(super) struct Likeness {
    goals: Passages,
    // One range for each plan, looked up by the plan's place in the input.
    goals_of_plan: Vec<Range<usize>>,
    shares: Vec<Option<Vec<f64>>>,
}

impl Likeness {
    pub(super) fn of(plans: &[ComparedPlan<'_>], context: &ComparisonContext<'_>) -> Self {
        let goals = Passages::of_layer(plans, context, PlanLayer::Goal);
        let mut goals_of_plan = vec![0..0; plans.len()];
        for range in goals.plans() {
            if let Some(first) = goals.all().get(range.start).filter(|_| !range.is_empty()) {
                goals_of_plan[first.place.plan] = range.clone();
            }
        }
        let shares = plans
            .iter()
            .map(|plan| theme_shares(plan, context).map(|shares| shares.into_iter().map(|(_, share)| share).collect()))
            .collect();
        Self { goals, goals_of_plan, shares }
    }

    /// The shares of the themes in a plan, in the codebook's order; `None` where nothing counts.
    pub(super) fn shares(&self, plan: usize) -> Option<&[f64]> {
        self.shares.get(plan)?.as_deref()
    }

    /// How alike two different plans are.
    pub(super) fn similarity(&self, a: usize, b: usize) -> PlanSimilarity {
        let both = self.shares(a).zip(self.shares(b));
        PlanSimilarity {
            a,
            b,
            theme_cosine: both.and_then(|(a, b)| cosine(a, b)),
            theme_jaccard: both.and_then(|(a, b)| jaccard(a, b)),
            matched_goal_share: self.matched_goal_share(a, b),
        }
    }

    fn matched_goal_share(&self, a: usize, b: usize) -> Option<f64> {
        let (mut left, mut right) = (self.goals_of_plan.get(a)?, self.goals_of_plan.get(b)?);
        if right.start < left.start {
            std::mem::swap(&mut left, &mut right);
        }
        let n_goals = left.len() + right.len();
        let thresholds = Thresholds { min_score: DEFAULT_MIN_SCORE, split_score: DEFAULT_SPLIT_SCORE };
        let n_matched = match_plans(&self.goals, left, right, thresholds).iter().filter(|link| link.one_to_one).count();
        (n_goals > 0).then(|| (2 * n_matched) as f64 / n_goals as f64)
    }
}

/// Every two of the plans, in the order of the plans.
pub fn similarities(plans: &[ComparedPlan<'_>], context: &ComparisonContext<'_>) -> Vec<PlanSimilarity> {
    let likeness = Likeness::of(plans, context);
    (0..plans.len())
        .flat_map(|a| (a + 1..plans.len()).map(move |b| (a, b)))
        .map(|(a, b)| likeness.similarity(a, b))
        .collect()
}

pub(super) fn cosine(a: &[f64], b: &[f64]) -> Option<f64> {
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let lengths = (product(a, a) * product(b, b)).sqrt();
    (lengths > 0.0).then(|| (product(a, b) / lengths).clamp(0.0, 1.0))
}

fn jaccard(a: &[f64], b: &[f64]) -> Option<f64> {
    let n_both = a.iter().zip(b).filter(|&(&a, &b)| a > 0.0 && b > 0.0).count();
    let n_either = a.iter().zip(b).filter(|&(&a, &b)| a > 0.0 || b > 0.0).count();
    (n_either > 0).then(|| n_both as f64 / n_either as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::testing::{SamplePlan, codebook, context, goal, sample_plan};

    fn similarity(a: &SamplePlan, b: &SamplePlan) -> [Option<f64>; 3] {
        let codebook = codebook();
        let found = similarities(&[a.compared(), b.compared()], &context(&codebook, &[], &[]));
        [found[0].theme_cosine, found[0].theme_jaccard, found[0].matched_goal_share]
    }

    #[test]
    fn what_cannot_be_known_is_not_0() {
        let smart = sample_plan("smart", &[goal("g", "robot", &["smart"])]);
        let themeless = sample_plan("themeless", &[goal("g", "stone", &[])]);
        let empty = sample_plan("empty", &[]);
        let mut uncoded = smart.clone();
        uncoded.codes.coded_layers.clear();
        assert_eq!(similarity(&smart, &smart), [Some(1.0); 3]);
        assert_eq!(similarity(&smart, &themeless), [None, Some(0.0), Some(0.0)]);
        assert_eq!(similarity(&themeless, &themeless), [None, None, Some(1.0)]);
        assert_eq!(similarity(&smart, &uncoded), [None, None, Some(1.0)]);
        assert_eq!(similarity(&smart, &empty), [None, None, Some(0.0)]);
        assert_eq!(similarity(&empty, &empty), [None; 3]);
    }

    #[test]
    fn a_goal_counts_as_matched_once() {
        // One goal of the earlier plan is split in two; 2 · 1 ÷ (1 + 2).
        let whole = sample_plan("whole", &[goal("w", "alpha beta", &["smart"])]);
        let parts = sample_plan("parts", &[goal("p", "alpha", &["smart"]), goal("q", "beta", &["smart"])]);
        assert_eq!(similarity(&whole, &parts)[2], Some(2.0 / 3.0));
    }
}
