//! Indicators across plans.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use pathfinding::undirected::connected_components::components;

use super::{
    ComparedPlan, ComparisonContext,
    caveat::{Caveat, CaveatCode, Named},
    figures::{COMPARED_ROLES, comparability},
};
use crate::{
    domain::{
        id::{IndicatorId, PlanIndicatorId},
        indicator::PlanIndicator,
    },
    linguistics,
};

/// One indicator across the plans.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorRow {
    /// The catalogue's definition; `None` for indicators that nobody has linked to one.
    pub indicator: Option<IndicatorId>,
    /// One cell a plan, in the order of the plans.
    pub cells: Vec<IndicatorCell>,
    /// Whether at least two plans have a headline figure of the same role and basis in units that convert.
    pub comparable: bool,
    /// What stands in the way of comparing, or is to be kept in mind.
    pub caveats: Vec<Caveat>,
}

/// The uses of one indicator in one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorCell {
    /// Index of the plan.
    pub plan: usize,
    /// Indexes into the plan's indicators, in document order; empty where the plan does not use it.
    pub plan_indicators: Vec<usize>,
}

/// Plan indicators that measure the same thing.
pub(super) struct IndicatorGroup {
    /// The definition; `None` where people have not linked them.
    pub(super) indicator: Option<IndicatorId>,
    /// For each plan, indexes into its indicators, in document order.
    pub(super) uses: Vec<Vec<usize>>,
}

/// One row for each catalogue indicator that any of the plans uses, by slug; then the plan indicators that are not linked
/// to the catalogue, those with the same text together, ordered by that text.
pub fn indicator_rows(plans: &[ComparedPlan<'_>], context: &ComparisonContext<'_>) -> Vec<IndicatorRow> {
    let named = Named::of_plans(plans);
    indicator_groups(plans, context)
        .into_iter()
        .map(|IndicatorGroup { indicator, uses }| {
            let users: Vec<(usize, Vec<&PlanIndicator>)> = uses
                .iter()
                .enumerate()
                .map(|(plan, uses)| {
                    (plan, uses.iter().filter_map(|&place| plans[plan].content.indicators.get(place)).collect())
                })
                .collect();
            let comparability = comparability(&users, COMPARED_ROLES, &named);
            let unlinked: BTreeSet<usize> = users
                .iter()
                .filter(|(_, uses)| indicator.is_none() && !uses.is_empty())
                .map(|&(plan, _)| plan)
                .collect();
            let mut caveats = comparability.caveats;
            caveats.extend(named.caveat(CaveatCode::IndicatorUnlinked, unlinked));
            caveats.sort_by_key(|caveat| caveat.code);
            IndicatorRow {
                indicator,
                cells: uses
                    .into_iter()
                    .enumerate()
                    .map(|(plan, plan_indicators)| IndicatorCell { plan, plan_indicators })
                    .collect(),
                comparable: comparability.comparable,
                caveats,
            }
        })
        .collect()
}

/// The plan indicators that belong together, in the order of [`indicator_rows`].
pub(super) fn indicator_groups(plans: &[ComparedPlan<'_>], context: &ComparisonContext<'_>) -> Vec<IndicatorGroup> {
    let slugs: HashMap<IndicatorId, &str> =
        context.indicators.iter().map(|indicator| (indicator.id, indicator.slug.as_str())).collect();
    // An indicator without a known slug stands behind those that have one.
    let mut linked: BTreeMap<(bool, &str, IndicatorId), Vec<Vec<usize>>> = BTreeMap::new();
    let mut unlinked: Vec<(usize, usize)> = Vec::new();
    for (plan, compared) in plans.iter().enumerate() {
        for (place, plan_indicator) in compared.content.indicators.iter().enumerate() {
            match plan_indicator.indicator {
                Some(id) => {
                    let slug = slugs.get(&id).copied();
                    let row = linked.entry((slug.is_none(), slug.unwrap_or_default(), id));
                    row.or_insert_with(|| vec![Vec::new(); plans.len()])[plan].push(place);
                }
                None => unlinked.push((plan, place)),
            }
        }
    }
    linked
        .into_iter()
        .map(|((_, _, id), uses)| IndicatorGroup { indicator: Some(id), uses })
        .chain(unlinked_groups(plans, &unlinked))
        .collect()
}

/// A normalized text with its primary language.
type TextKey = (String, String);

fn text_keys(indicator: &PlanIndicator) -> BTreeSet<TextKey> {
    indicator
        .text
        .iter()
        .map(|text| (text.lang.primary().to_owned(), linguistics::normalize(&text.text)))
        .filter(|(_, normalized)| !normalized.is_empty())
        .collect()
}

/// Puts together what has the same text in some language.
fn unlinked_groups(plans: &[ComparedPlan<'_>], unlinked: &[(usize, usize)]) -> Vec<IndicatorGroup> {
    let indicator = |(plan, place): (usize, usize)| &plans[plan].content.indicators[place];
    let keys: Vec<BTreeSet<TextKey>> = unlinked.iter().map(|&place| text_keys(indicator(place))).collect();
    let mut same_text: BTreeMap<&TextKey, Vec<usize>> = BTreeMap::new();
    for (member, keys) in keys.iter().enumerate() {
        for key in keys {
            same_text.entry(key).or_default().push(member);
        }
    }
    let alone = (0..unlinked.len()).map(|member| vec![member]);
    let edges: Vec<Vec<usize>> = same_text.into_values().chain(alone).collect();
    let mut groups: Vec<(Option<&TextKey>, Option<PlanIndicatorId>, IndicatorGroup)> = components(&edges)
        .into_iter()
        .map(|members| {
            let mut uses = vec![Vec::new(); plans.len()];
            let mut places: Vec<(usize, usize)> = members.iter().map(|&member| unlinked[member]).collect();
            places.sort_unstable();
            for &(plan, place) in &places {
                uses[plan].push(place);
            }
            let first_text = members.iter().filter_map(|&member| keys[member].first()).min();
            let first_id = places.iter().map(|&place| indicator(place).id).min();
            (first_text, first_id, IndicatorGroup { indicator: None, uses })
        })
        .collect();
    groups.sort_by_key(|(text, id, _)| (*text, *id));
    groups.into_iter().map(|(_, _, group)| group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        comparison::testing::{SamplePlan, codebook, context, figure, sample_plan, visits},
        domain::indicator::{Comparator, Dimension, Figure, ObservationBasis, ObservationRole},
    };

    const TARGET: ObservationRole = ObservationRole::Target;

    fn plan(slug: &str, figures: Vec<Figure>) -> SamplePlan {
        sample_plan(slug, &[]).with_indicator("Visits", true, figures)
    }

    fn rows(plans: &[SamplePlan]) -> Vec<IndicatorRow> {
        let compared: Vec<_> = plans.iter().map(SamplePlan::compared).collect();
        indicator_rows(&compared, &context(&codebook(), &[], &[visits()]))
    }

    /// The only row: whether it compares, and its caveats with the plans they are about.
    fn verdict(plans: &[SamplePlan]) -> (bool, Vec<(CaveatCode, Vec<usize>)>) {
        let rows = rows(plans);
        assert_eq!(rows.len(), 1);
        (
            rows[0].comparable,
            rows[0].caveats.iter().map(|caveat| (caveat.code, caveat.plans.iter().collect())).collect(),
        )
    }

    #[test]
    fn figures_compare_in_units_that_convert_and_of_one_basis() {
        use CaveatCode::{BasesDiffer, BoundTakenAsValue, UnitsDiffer};
        let visits = || figure(TARGET, 3.0, "10^4 visit", 2025);
        let yearly = || Figure { basis: ObservationBasis::Annual, ..visits() };
        let without_unit = || Figure { unit: None, ..visits() };
        let of_children = || Figure {
            dimensions: vec![Dimension { name: "audience".to_owned(), value: "children".to_owned() }],
            ..visits()
        };
        let in_words = || Figure { value: None, comparator: Comparator::Qualitative, ..visits() };
        let at_least = || Figure { comparator: Comparator::AtLeast, ..visits() };
        let two = |a: Figure, b: Figure| verdict(&[plan("a", vec![a]), plan("b", vec![b])]);

        assert_eq!(two(visits(), figure(TARGET, 5.0, "visit", 2030)), (true, vec![]));
        assert_eq!(two(visits(), figure(TARGET, 5.0, "loan", 2030)), (false, vec![(UnitsDiffer, vec![0, 1])]));
        assert_eq!(two(without_unit(), without_unit()), (false, vec![(UnitsDiffer, vec![0, 1])]));
        assert_eq!(two(visits(), yearly()), (false, vec![(BasesDiffer, vec![0, 1])]));
        assert_eq!(two(visits(), at_least()), (true, vec![(BoundTakenAsValue, vec![1])]));
        // A part of the whole, words, and a figure that only one plan has, say nothing either way.
        assert_eq!(two(visits(), of_children()), (false, vec![]));
        assert_eq!(two(visits(), in_words()), (false, vec![]));
        assert_eq!(two(visits(), figure(ObservationRole::Actual, 1.0, "visit", 2025)), (false, vec![]));
        let neither = Figure { basis: ObservationBasis::Annual, ..figure(TARGET, 5.0, "loan", 2030) };
        assert_eq!(two(visits(), neither), (false, vec![(UnitsDiffer, vec![0, 1]), (BasesDiffer, vec![0, 1])]));
    }

    #[test]
    fn two_plans_that_compare_are_enough_and_the_others_are_named() {
        let plans = [
            plan("a", vec![figure(TARGET, 1.0, "visit", 2025)]),
            plan("b", vec![figure(TARGET, 1.0, "loan", 2025)]),
            plan("c", vec![figure(TARGET, 2.0, "visit", 2025)]),
        ];
        assert_eq!(verdict(&plans), (true, vec![(CaveatCode::UnitsDiffer, vec![0, 1, 2])]));
    }

    #[test]
    fn baselines_compare_where_targets_do_not() {
        let baseline = |value| figure(ObservationRole::Baseline, value, "visit", 2020);
        let plans = [
            plan("a", vec![figure(TARGET, 1.0, "loan", 2025), baseline(1.0)]),
            plan("b", vec![figure(TARGET, 1.0, "visit", 2025), baseline(2.0)]),
        ];
        assert_eq!(verdict(&plans), (true, vec![]));
    }

    #[test]
    fn unlinked_indicators_stand_together_by_their_text() {
        let plans = [
            sample_plan("a", &[]).with_indicator("Reading rooms", false, vec![]).with_indicator("Visits", true, vec![]),
            sample_plan("b", &[]).with_indicator("Bookmobiles", false, vec![]).with_indicator(
                " reading ROOMS",
                false,
                vec![],
            ),
        ];
        let rows = rows(&plans);
        let places: Vec<Vec<Vec<usize>>> =
            rows.iter().map(|row| row.cells.iter().map(|cell| cell.plan_indicators.clone()).collect()).collect();
        assert_eq!(places, [[vec![1], vec![]], [vec![], vec![0]], [vec![0], vec![1]]]);
        let caveats: Vec<(CaveatCode, Vec<usize>)> = rows
            .iter()
            .flat_map(|row| &row.caveats)
            .map(|caveat| (caveat.code, caveat.plans.iter().collect()))
            .collect();
        assert_eq!(caveats, [(CaveatCode::IndicatorUnlinked, vec![1]), (CaveatCode::IndicatorUnlinked, vec![0, 1])]);
        assert_eq!(rows[0].indicator, Some(visits().id));
        assert_eq!(rows[1].indicator, None);
    }
}
