//! What became of one library's elements and themes from one period to the next.

use std::{cmp::Reverse, sync::Arc};

use super::{
    ComparedPlan, ComparisonContext, ElementRef,
    element_matches::MatchMethod,
    groups::{Group, groups},
    matching::Thresholds,
    passages::Passages,
    score::billionths,
    themes::theme_shares,
};
use crate::domain::{
    element::PlanLayer,
    id::{PeriodId, ThemeId},
    plan::{MAIN_VARIANT, Plan, PlanStatus},
    vocabulary::vocabulary,
};

vocabulary! {
    /// What became of an element.
    ChangeKind {
        /// One to one, and much the same; or a person vouches for it.
        Continued = "CONTINUED",
        /// One to one, in other words; or several to as many.
        Revised = "REVISED",
        /// The later plan makes more of it.
        Split = "SPLIT",
        /// The later plan makes fewer of them.
        Merged = "MERGED",
        /// The earlier plan has nothing like it.
        New = "NEW",
        /// The later plan has nothing like it.
        Dropped = "DROPPED",
    }
}

/// Which of an institution's plans stands for a period, as in [`super::Cohort::resolve`]: the adopted one, then the one
/// published last, then the main variant, then the first by slug.
pub fn plan_for_period(plans: &[Arc<Plan>], period: PeriodId) -> Option<&Arc<Plan>> {
    let precedence = |plan: &&Arc<Plan>| {
        let published = Reverse(plan.revision.registry_revision);
        (plan.status != PlanStatus::Adopted, published, plan.variant != MAIN_VARIANT, plan.slug.clone())
    };
    plans.iter().filter(|plan| plan.period == period).min_by_key(precedence)
}

/// What became of one element, or of several that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct ElementChange {
    /// What became of it.
    pub kind: ChangeKind,
    /// Elements of the earlier plan, in document order; empty for [`ChangeKind::New`].
    pub from: Vec<ElementRef>,
    /// Elements of the later plan, in document order; empty for [`ChangeKind::Dropped`].
    pub to: Vec<ElementRef>,
    /// Mean score of every two elements from different plans, 0..1; `None` where one side is empty.
    pub score: Option<f64>,
    /// What the match rests on.
    pub method: MatchMethod,
}

/// What became of the topmost elements of a layer. Every one of them is in exactly one change.
///
/// Pairs below `min_score` are not matched; a leftover joins its best matched counterpart from `split_score` on. All
/// three scores are 0..1.
///
/// Told by the shape of the group: one to one [`ChangeKind::Continued`] (from `continued_score` on, or curated) or
/// [`ChangeKind::Revised`]; more on the later side [`ChangeKind::Split`], more on the earlier side [`ChangeKind::Merged`],
/// however many there are on the other; several to as many [`ChangeKind::Revised`], because the whole was reworked without
/// becoming more or fewer. Ordered as in the earlier plan, then what is new, as in the later plan.
pub fn element_changes(
    from: &ComparedPlan<'_>,
    to: &ComparedPlan<'_>,
    context: &ComparisonContext<'_>,
    layer: PlanLayer,
    min_score: f64,
    split_score: f64,
    continued_score: f64,
) -> Vec<ElementChange> {
    let passages = Passages::of_layer(&[*from, *to], context, layer);
    let mut changes: Vec<ElementChange> = groups(&passages, Thresholds { min_score, split_score })
        .iter()
        .map(|group| element_change(group, &passages, continued_score))
        .collect();
    changes.sort_by(|a, b| (a.from.is_empty(), &a.from, &a.to).cmp(&(b.from.is_empty(), &b.from, &b.to)));
    changes
}

fn element_change(group: &Group, passages: &Passages, continued_score: f64) -> ElementChange {
    let (from, to): (Vec<_>, Vec<_>) = group.places(passages).into_iter().partition(|place| place.plan == 0);
    let kind = match (from.len(), to.len()) {
        (0, _) => ChangeKind::New,
        (_, 0) => ChangeKind::Dropped,
        (1, 1) if group.curated || billionths(group.score) >= billionths(continued_score) => ChangeKind::Continued,
        (n_from, n_to) if n_from < n_to => ChangeKind::Split,
        (n_from, n_to) if n_from > n_to => ChangeKind::Merged,
        _ => ChangeKind::Revised,
    };
    let matched = !from.is_empty() && !to.is_empty();
    ElementChange { kind, from, to, score: matched.then_some(group.score), method: group.method() }
}

/// The weight of a theme then and now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThemeShift {
    /// The theme.
    pub theme: ThemeId,
    /// Share in the earlier plan, 0..1; `None` where it is not coded.
    pub from_share: Option<f64>,
    /// Share in the later plan, 0..1; `None` where it is not coded.
    pub to_share: Option<f64>,
    /// `to_share` − `from_share`, −1..1; `None` where either is.
    pub delta: Option<f64>,
}

/// The themes that either plan addresses, over [`crate::coding::PROFILE_LAYERS`]: the largest shift first, either way, and those
/// without a known shift last; ties in the codebook's order.
pub fn theme_shifts(
    from: &ComparedPlan<'_>,
    to: &ComparedPlan<'_>,
    context: &ComparisonContext<'_>,
) -> Vec<ThemeShift> {
    let (from, to) = (theme_shares(from, context), theme_shares(to, context));
    let Some(known) = from.as_ref().or(to.as_ref()) else { return Vec::new() };
    let share = |shares: &Option<Vec<(ThemeId, f64)>>, place: usize| {
        shares.as_ref().and_then(|shares| shares.get(place)).map(|&(_, share)| share)
    };
    let mut shifts: Vec<ThemeShift> = known
        .iter()
        .enumerate()
        .map(|(place, &(theme, _))| {
            let (from_share, to_share) = (share(&from, place), share(&to, place));
            let delta = from_share.zip(to_share).map(|(from, to)| to - from);
            ThemeShift { theme, from_share, to_share, delta }
        })
        .filter(|shift| [shift.from_share, shift.to_share].into_iter().flatten().any(|share| share > 0.0))
        .collect();
    shifts.sort_by_key(|shift| Reverse(shift.delta.map(|delta| billionths(delta.abs()))));
    shifts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        comparison::testing::{SampleElement, SamplePlan, alignment, codebook, context, goal, sample_plan, theme},
        domain::annotation::Alignment,
    };

    type Shape = (ChangeKind, Vec<usize>, Vec<usize>, MatchMethod);

    fn shapes(from: &SamplePlan, to: &SamplePlan, alignments: &[Alignment]) -> Vec<Shape> {
        let codebook = codebook();
        let context = context(&codebook, alignments, &[]);
        let places = |places: &[ElementRef]| places.iter().map(|place| place.element).collect();
        element_changes(&from.compared(), &to.compared(), &context, PlanLayer::Goal, 0.35, 0.5, 0.75)
            .iter()
            .map(|change| (change.kind, places(&change.from), places(&change.to), change.method))
            .collect()
    }

    fn whole() -> SamplePlan {
        sample_plan("whole", &[goal("w", "alpha beta gamma delta", &["smart"]), goal("x", "river", &["staff"])])
    }

    /// Each part shares the theme and half the words with the whole: ½ + ½ · 2 ÷ √8 = 0.854.
    fn parts() -> SamplePlan {
        sample_plan(
            "parts",
            &[goal("n", "stone", &[]), goal("p", "alpha beta", &["smart"]), goal("q", "gamma delta", &["smart"])],
        )
    }

    #[test]
    fn one_goal_becomes_two_and_two_become_one() {
        use ChangeKind::{Dropped, Merged, New, Split};
        assert_eq!(
            shapes(&whole(), &parts(), &[]),
            [
                (Split, vec![0], vec![1, 2], MatchMethod::Text),
                (Dropped, vec![1], vec![], MatchMethod::None),
                (New, vec![], vec![0], MatchMethod::None),
            ]
        );
        assert_eq!(
            shapes(&parts(), &whole(), &[]),
            [
                (Dropped, vec![0], vec![], MatchMethod::None),
                (Merged, vec![1, 2], vec![0], MatchMethod::Text),
                (New, vec![], vec![1], MatchMethod::None),
            ]
        );
    }

    #[test]
    fn a_leftover_stays_alone_below_the_split_score() {
        let codebook = codebook();
        let context = context(&codebook, &[], &[]);
        let changes =
            element_changes(&whole().compared(), &parts().compared(), &context, PlanLayer::Goal, 0.35, 0.86, 0.86);
        let kinds: Vec<ChangeKind> = changes.iter().map(|change| change.kind).collect();
        assert_eq!(kinds, [ChangeKind::Revised, ChangeKind::Dropped, ChangeKind::New, ChangeKind::New]);
    }

    #[test]
    fn people_decide_what_belongs_together() {
        use ChangeKind::{Continued, Merged, New, Revised};
        let (whole, parts) = (whole(), parts());
        // The word of a person outweighs the text, and frees nobody for a second match.
        let linked = [alignment((&parts, "n"), (&whole, "w"))];
        assert_eq!(
            shapes(&whole, &parts, &linked),
            [
                (ChangeKind::Split, vec![0], vec![0, 1, 2], MatchMethod::Curated),
                (ChangeKind::Dropped, vec![1], vec![], MatchMethod::None),
            ]
        );
        let both = [alignment((&whole, "w"), (&parts, "p")), alignment((&whole, "x"), (&parts, "q"))];
        assert_eq!(
            shapes(&whole, &parts, &both),
            [
                (Continued, vec![0], vec![1], MatchMethod::Curated),
                (Continued, vec![1], vec![2], MatchMethod::Curated),
                (New, vec![], vec![0], MatchMethod::None),
            ]
        );
        let crossed = [
            alignment((&whole, "w"), (&parts, "p")),
            alignment((&whole, "x"), (&parts, "p")),
            alignment((&whole, "x"), (&parts, "q")),
        ];
        assert_eq!(shapes(&whole, &parts, &crossed)[0], (Revised, vec![0, 1], vec![1, 2], MatchMethod::Curated));
        assert_eq!(shapes(&whole, &parts, &crossed[..2])[0].0, Revised, "q still joins w by its words");
        let merged = [alignment((&whole, "w"), (&parts, "n")), alignment((&whole, "x"), (&parts, "n"))];
        let lone = sample_plan("parts", &[goal("n", "stone", &[])]);
        assert_eq!(shapes(&whole, &lone, &merged), [(Merged, vec![0, 1], vec![0], MatchMethod::Curated)]);
    }

    #[test]
    fn an_objective_inside_a_goal_is_not_matched_by_itself() {
        let nested = SampleElement { parent: Some(0), ..goal("o", "alpha beta", &["smart"]) };
        let plan = sample_plan("nested", &[goal("g", "river", &[]), nested]);
        assert_eq!(shapes(&plan, &parts(), &[])[0], (ChangeKind::Dropped, vec![0], vec![], MatchMethod::None));
    }

    #[test]
    fn shifts_of_a_plan_that_nobody_coded_are_unknown() {
        let codebook = codebook();
        let context = context(&codebook, &[], &[]);
        let mut uncoded = parts();
        uncoded.codes.coded_layers.clear();
        let expected = ThemeShift { theme: theme("smart"), from_share: Some(0.5), to_share: None, delta: None };
        assert_eq!(theme_shifts(&whole().compared(), &uncoded.compared(), &context)[0], expected);
        assert!(theme_shifts(&uncoded.compared(), &uncoded.compared(), &context).is_empty());
    }
}
