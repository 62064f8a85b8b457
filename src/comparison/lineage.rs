//! One element through all periods of its institution.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    ComparedPlan, ComparisonContext, DEFAULT_CONTINUED_SCORE, DEFAULT_MIN_SCORE, DEFAULT_SPLIT_SCORE, ElementRef,
    caveat::Caveat,
    caveats::plan_caveats,
    periods::{ElementChange, element_changes, plan_for_period},
};
use crate::domain::{
    element::{ElementTree, PlanLayer},
    id::PeriodId,
    period::PlanningPeriod,
    plan::Plan,
};

/// An institution's plans that an element of one of them is followed through, in the order of time: one for each period of
/// the plan's scheme that there is a plan for. The plan itself stands for its own period; for others the plan is taken that
/// comparisons of periods take.
pub fn lineage_plans(own: &Arc<Plan>, plans: &[Arc<Plan>], periods: &[Arc<PlanningPeriod>]) -> Vec<Arc<Plan>> {
    let period_of = |id: PeriodId| periods.iter().find(|period| period.id == id);
    let Some(own_period) = period_of(own.period) else { return vec![own.clone()] };
    let mut chosen: Vec<(i32, bool, &str, Arc<Plan>)> = periods
        .iter()
        .filter(|period| period.scheme == own_period.scheme)
        .filter_map(|period| {
            let is_own = period.id == own.period;
            let plan = if is_own { own } else { plan_for_period(plans, period.id)? };
            Some((period.years.start(), !is_own, period.slug.as_str(), plan.clone()))
        })
        .collect();
    chosen.sort_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)));
    // Of periods that begin together none is the earlier one.
    chosen.dedup_by_key(|(start_year, ..)| *start_year);
    chosen.into_iter().map(|(.., plan)| plan).collect()
}

/// Years between two plans of a lineage for which the registry has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineageGap {
    /// Place of the plan before the gap among the plans of the lineage.
    pub after: usize,
    /// First year without a plan.
    pub start_year: i32,
    /// Last year without a plan.
    pub end_year: i32,
    /// The periods passed over, in the order of time, as far as the chain of periods says; may be empty.
    pub periods: Vec<PeriodId>,
}

/// Where periods are passed over between the plans of a lineage.
pub fn lineage_gaps(plans: &[Arc<Plan>], periods: &[Arc<PlanningPeriod>]) -> Vec<LineageGap> {
    let period_of = |id: PeriodId| periods.iter().find(|period| period.id == id);
    let gap = |after: usize, earlier: &PlanningPeriod, later: &PlanningPeriod| {
        let mut between = Vec::new();
        let mut next = later.previous;
        // A chain that runs in circles ends with the periods that there are.
        while let Some(period) = next.and_then(period_of).filter(|period| period.id != earlier.id) {
            if between.contains(&period.id) || period.years.start() <= earlier.years.start() {
                break;
            }
            between.push(period.id);
            next = period.previous;
        }
        between.reverse();
        let (start_year, end_year) = (earlier.years.end().saturating_add(1), later.years.start().saturating_sub(1));
        (start_year <= end_year).then_some(LineageGap { after, start_year, end_year, periods: between })
    };
    plans
        .windows(2)
        .enumerate()
        .filter_map(|(after, pair)| match pair {
            [earlier, later] => gap(after, period_of(earlier.period)?, period_of(later.period)?),
            _ => None,
        })
        .collect()
}

/// The topmost element of the layer of an element that holds it: the element itself, or the one highest above it.
pub fn lineage_subject(tree: &ElementTree, element: usize) -> usize {
    let layer = |index: usize| tree.get(index).map(|element| element.layer());
    tree.ancestors(element).filter(|&ancestor| layer(ancestor) == layer(element)).last().unwrap_or(element)
}

/// What became of the topmost elements of a layer from each plan to the next, as [`element_changes`] tells it with its
/// default scores: one list less than there are plans. Plans are named by their places.
pub fn lineage_changes(
    plans: &[ComparedPlan<'_>],
    context: &ComparisonContext<'_>,
    layer: PlanLayer,
) -> Vec<Vec<ElementChange>> {
    let between = |(place, pair): (usize, &[ComparedPlan<'_>])| {
        let [from, to] = pair else { return Vec::new() };
        let mut changes =
            element_changes(from, to, context, layer, DEFAULT_MIN_SCORE, DEFAULT_SPLIT_SCORE, DEFAULT_CONTINUED_SCORE);
        for place_of in changes.iter_mut().flat_map(|change| change.from.iter_mut().chain(&mut change.to)) {
            place_of.plan += place;
        }
        changes
    };
    plans.windows(2).enumerate().map(between).collect()
}

/// What stands in one plan for the element that is followed.
#[derive(Clone, Debug, PartialEq)]
pub struct LineageStep {
    /// Place of the plan among the plans of the lineage.
    pub plan: usize,
    /// Elements in document order; empty where the lineage has ended.
    pub elements: Vec<ElementRef>,
    /// What became of the elements of the step before, and what is new here; empty where there is no plan before.
    pub links: Vec<ElementChange>,
}

/// The elements of a change that are of the earlier plan, or of the later one.
type Side = fn(&ElementChange) -> &[ElementRef];

/// Follows an element backward and forward through the changes between plans, in the order of time: from plan to plan to
/// every element that belongs to one change with those reached so far. Ends at the first plan that has nothing like them:
/// after the last elements stands one step without elements whose link says that they were dropped.
pub fn lineage(subject: ElementRef, changes: &[Vec<ElementChange>]) -> Vec<LineageStep> {
    let touching = |changes: &[ElementChange], side: Side, of: &BTreeSet<ElementRef>| {
        let touches = |change: &&ElementChange| side(change).iter().any(|place| of.contains(place));
        changes.iter().filter(touches).cloned().collect::<Vec<_>>()
    };
    let earlier: Side = |change| &change.from;
    let later: Side = |change| &change.to;

    let mut reached = BTreeSet::from([subject]);
    let mut steps: Vec<LineageStep> = Vec::new();
    // Backward: each step learns here what links it to the plan before.
    for plan in (0..=subject.plan).rev() {
        let before = plan.checked_sub(1).and_then(|before| changes.get(before));
        let links = before.map(|changes| touching(changes, later, &reached)).unwrap_or_default();
        let elements = reached.iter().copied().collect();
        reached = links.iter().flat_map(|change| change.from.iter().copied()).collect();
        steps.push(LineageStep { plan, elements, links });
        if reached.is_empty() {
            break;
        }
    }
    steps.reverse();

    let mut reached = BTreeSet::from([subject]);
    for (place, changes) in changes.iter().enumerate().skip(subject.plan) {
        let links = touching(changes, earlier, &reached);
        reached = links.iter().flat_map(|change| change.to.iter().copied()).collect();
        steps.push(LineageStep { plan: place + 1, elements: reached.iter().copied().collect(), links });
        if reached.is_empty() {
            break;
        }
    }
    steps
}

/// What makes the plans of a lineage less comparable than they look. That their periods differ is the question, not a
/// caveat.
pub fn lineage_caveats(plans: &[ComparedPlan<'_>]) -> Vec<Caveat> {
    let mut found = plan_caveats(plans);
    found.sort_by_key(|caveat| caveat.code);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::{
        ChangeKind,
        testing::{SampleElement, SamplePlan, codebook, context, goal, period, sample_plan},
    };

    /// A goal is split, and then one of its parts goes; another stays for two periods.
    fn plans() -> [SamplePlan; 3] {
        [
            sample_plan(
                "first",
                &[goal("w", "alpha beta gamma delta", &["smart", "reading"]), goal("s", "stone", &["staff"])],
            ),
            sample_plan(
                "second",
                &[
                    goal("p", "alpha beta", &["smart"]),
                    goal("q", "gamma delta", &["reading"]),
                    goal("s", "stone", &["staff"]),
                ],
            ),
            sample_plan("third", &[goal("n", "river", &["cooperation"]), goal("p", "alpha beta", &["smart"])]),
        ]
    }

    fn changes(plans: &[SamplePlan]) -> Vec<Vec<ElementChange>> {
        let codebook = codebook();
        let sides: Vec<_> = plans.iter().map(SamplePlan::compared).collect();
        lineage_changes(&sides, &context(&codebook, &[], &[]), PlanLayer::Goal)
    }

    /// The steps as `plan: elements (kinds of links)`.
    fn told(plan: usize, element: usize) -> Vec<String> {
        let plans = plans();
        let key = |place: &ElementRef| plans[place.plan].content.tree.elements()[place.element].key.clone();
        let changes = changes(&plans);
        lineage(ElementRef { plan, element }, &changes)
            .iter()
            .map(|step| {
                let elements: Vec<String> = step.elements.iter().map(key).collect();
                let kinds: Vec<&str> = step.links.iter().map(|change| change.kind.code()).collect();
                format!("{}: {} ({})", step.plan, elements.join(" "), kinds.join(" "))
            })
            .collect()
    }

    #[test]
    fn an_element_is_followed_both_ways() {
        assert_eq!(told(0, 0), ["0: w ()", "1: p q (SPLIT)", "2: p (CONTINUED DROPPED)"]);
        // Seen from a part, the other part is no part of the way, but stands in the change.
        assert_eq!(told(1, 0), ["0: w ()", "1: p (SPLIT)", "2: p (CONTINUED)"]);
        assert_eq!(told(1, 1), ["0: w ()", "1: q (SPLIT)", "2:  (DROPPED)"]);
        assert_eq!(told(2, 1), ["0: w ()", "1: p (SPLIT)", "2: p (CONTINUED)"]);
        assert_eq!(told(2, 0), ["2: n (NEW)"]);
        assert_eq!(told(0, 1), ["0: s ()", "1: s (CONTINUED)", "2:  (DROPPED)"]);
    }

    #[test]
    fn changes_name_plans_by_their_places() {
        let changes = changes(&plans());
        assert_eq!(changes.len(), 2);
        let kept = changes[1].iter().find(|change| change.kind == ChangeKind::Continued);
        assert_eq!(
            kept.map(|change| (change.from.clone(), change.to.clone())),
            Some((vec![ElementRef { plan: 1, element: 0 }], vec![ElementRef { plan: 2, element: 1 }]))
        );
        assert!(self::changes(&plans()[..1]).is_empty());
    }

    #[test]
    fn what_stands_inside_is_followed_by_what_holds_it() {
        let inside = |key: &str, parent, kind| SampleElement { parent: Some(parent), kind, ..goal(key, "lamp", &[]) };
        use crate::domain::element::ElementKind::{Action, Objective};
        let plan = sample_plan(
            "nested",
            &[
                goal("g", "stone", &[]),
                inside("o", 0, Objective),
                inside("oo", 1, Objective),
                inside("a", 2, Action),
                inside("aa", 3, Action),
            ],
        );
        let tree = &plan.content.tree;
        let subjects: Vec<usize> = (0..5).map(|element| lineage_subject(tree, element)).collect();
        assert_eq!(subjects, [0, 0, 0, 3, 3]);
    }

    fn chained(ordinals: &[i32]) -> Vec<Arc<PlanningPeriod>> {
        let of = |ordinal: i32| period(&format!("cn-fyp-{ordinal}"), 1951 + 5 * ordinal, 1955 + 5 * ordinal);
        let previous = |ordinal: i32| ordinals.contains(&(ordinal - 1)).then(|| of(ordinal - 1).id);
        ordinals
            .iter()
            .map(|&ordinal| Arc::new(PlanningPeriod { previous: previous(ordinal), ..of(ordinal) }))
            .collect()
    }

    fn head(slug: &str, ordinal: i32) -> Arc<Plan> {
        let start = 1951 + 5 * ordinal;
        Arc::new(sample_plan(slug, &[]).for_period(&format!("cn-fyp-{ordinal}"), start, start + 4).plan)
    }

    #[test]
    fn plans_come_in_time_order_and_the_plan_stands_for_its_own_period() {
        let mut periods = chained(&[12, 13, 14, 15]);
        let mut other = period("other", 2022, 2024);
        other.scheme = "own".to_owned();
        periods.push(Arc::new(other));
        let draft = head("draft-14", 14);
        let in_other = Arc::new(sample_plan("other", &[]).for_period("other", 2022, 2024).plan);
        let plans =
            [head("b-15", 15), head("a-15", 15), head("plan-14", 14), draft.clone(), head("plan-12", 12), in_other];
        let chosen = lineage_plans(&draft, &plans, &periods);
        let slugs: Vec<&str> = chosen.iter().map(|plan| plan.slug.as_str()).collect();
        assert_eq!(slugs, ["plan-12", "draft-14", "a-15"]);
        let thirteenth = periods[1].id;
        assert_eq!(
            lineage_gaps(&chosen, &periods),
            [LineageGap { after: 0, start_year: 2016, end_year: 2020, periods: vec![thirteenth] }]
        );
    }

    #[test]
    fn gaps_are_told_without_a_chain_and_circles_end() {
        let unchained: Vec<_> = chained(&[12, 13, 14])
            .iter()
            .map(|period| Arc::new(PlanningPeriod { previous: None, ..PlanningPeriod::clone(period) }))
            .collect();
        let plans = [head("a", 12), head("b", 14)];
        let gap = LineageGap { after: 0, start_year: 2016, end_year: 2020, periods: vec![] };
        assert_eq!(lineage_gaps(&plans, &unchained), [gap]);
        let mut circle = chained(&[12, 13, 14]);
        let thirteenth = circle[1].clone();
        circle[1] = Arc::new(PlanningPeriod { previous: Some(thirteenth.id), ..PlanningPeriod::clone(&thirteenth) });
        assert_eq!(lineage_gaps(&plans, &circle).len(), 1);
        assert_eq!(lineage_gaps(&[head("a", 12), head("b", 13)], &chained(&[12, 13])), []);
    }
}
