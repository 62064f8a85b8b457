//! What became of each indicator from one period to the next.

use std::iter::once;

use super::{
    ComparedPlan, ComparisonContext,
    figures::{headline_figures, looks_back, ratio},
    indicators::{IndicatorGroup, indicator_groups},
};
use crate::domain::{
    id::IndicatorId,
    indicator::{Figure, ObservationRole, PlanIndicator},
    period::YearSpan,
};

/// One indicator then and now.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorChange {
    /// The catalogue's definition; `None` where nobody has linked the indicators to one.
    pub indicator: Option<IndicatorId>,
    /// Index among the earlier plan's indicators; `None` where it has none.
    pub from: Option<usize>,
    /// Index among the later plan's indicators; `None` where it has none.
    pub to: Option<usize>,
    /// The later target ÷ the earlier one, of one basis and in one unit. Where a plan has several targets that compare,
    /// the latest. `None` where none compare, or the earlier target is 0.
    pub target_ratio: Option<f64>,
    /// How much of the earlier target was attained: actual ÷ target, with the latest actual of a year of the earlier period
    /// that compares with a target. `None` where there is none, or the target is 0.
    pub attainment: Option<f64>,
}

/// What became of each indicator: those linked to the catalogue by slug, then those with the same text.
///
/// Several uses of one definition pair in document order. An indicator that only looks back at the years before its plan is
/// a review: it yields actuals of the earlier period, and stands in no pair.
pub fn indicator_changes(
    from: &ComparedPlan<'_>,
    to: &ComparedPlan<'_>,
    context: &ComparisonContext<'_>,
) -> Vec<IndicatorChange> {
    indicator_groups(&[*from, *to], context)
        .iter()
        .flat_map(|group| {
            let [from_uses, to_uses] = group_uses(group, from, to);
            let pairs = pairs(&from_uses, &to_uses);
            let attainment = |pair: &Pair<'_>| {
                // With several uses of one definition it is not known which of them a figure elsewhere is about.
                let elsewhere: Vec<&Use<'_>> = if pairs.iter().filter(|pair| pair.from.is_some()).count() == 1 {
                    from_uses.iter().chain(&to_uses).collect()
                } else {
                    pair.to.into_iter().collect()
                };
                let own = pair.from?;
                attainment(own, once(own).chain(elsewhere), from.period.years)
            };
            pairs
                .iter()
                .map(|pair| IndicatorChange {
                    indicator: group.indicator,
                    from: pair.from.map(|indicator| indicator.place),
                    to: pair.to.map(|indicator| indicator.place),
                    target_ratio: pair.from.zip(pair.to).and_then(|(from, to)| target_ratio(from, to)),
                    attainment: attainment(pair),
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// One plan's use of an indicator.
#[derive(Clone, Copy)]
struct Use<'a> {
    place: usize,
    indicator: &'a PlanIndicator,
    is_review: bool,
}

struct Pair<'p> {
    from: Option<&'p Use<'p>>,
    to: Option<&'p Use<'p>>,
}

fn group_uses<'a>(group: &IndicatorGroup, from: &ComparedPlan<'a>, to: &ComparedPlan<'a>) -> [Vec<Use<'a>>; 2] {
    let uses_in = |plan: &ComparedPlan<'a>, side: usize| -> Vec<Use<'a>> {
        let places = group.uses.get(side).into_iter().flatten();
        places
            .filter_map(|&place| {
                let indicator = plan.content.indicators.get(place)?;
                Some(Use { place, indicator, is_review: is_review(indicator, plan.period.years) })
            })
            .collect()
    };
    [uses_in(from, 0), uses_in(to, 1)]
}

/// It sets no target, and all its actuals are of years before the plan's own.
fn is_review(indicator: &PlanIndicator, years: YearSpan) -> bool {
    let mut actuals = indicator.of_role(ObservationRole::Actual).peekable();
    indicator.of_role(ObservationRole::Target).next().is_none()
        && actuals.peek().is_some()
        && actuals.all(|actual| looks_back(&actual.figure, years))
}

fn pairs<'p>(from: &'p [Use<'p>], to: &'p [Use<'p>]) -> Vec<Pair<'p>> {
    let mut from = from.iter().filter(|indicator| !indicator.is_review);
    let mut to = to.iter().filter(|indicator| !indicator.is_review);
    std::iter::from_fn(|| match (from.next(), to.next()) {
        (None, None) => None,
        (from, to) => Some(Pair { from, to }),
    })
    .collect()
}

fn target_ratio(from: &Use<'_>, to: &Use<'_>) -> Option<f64> {
    let from_targets = targets(from.indicator);
    targets(to.indicator).into_iter().find_map(|to| from_targets.iter().find_map(|from| ratio(to, from)))
}

fn targets(indicator: &PlanIndicator) -> Vec<&Figure> {
    latest_first(headline_figures(indicator, ObservationRole::Target))
}

fn attainment<'p>(of: &Use<'_>, sources: impl Iterator<Item = &'p Use<'p>>, years: YearSpan) -> Option<f64> {
    let actuals = latest_first(
        sources
            .flat_map(|source| headline_figures(source.indicator, ObservationRole::Actual))
            .filter(|actual| actual.end_year.is_some_and(|year| years.contains(year))),
    );
    targets(of.indicator).into_iter().find_map(|target| actuals.iter().find_map(|actual| ratio(actual, target)))
}

/// By end year; of one year, and of none, in the order given.
fn latest_first<'f>(figures: impl Iterator<Item = &'f Figure>) -> Vec<&'f Figure> {
    let mut figures: Vec<&Figure> = figures.collect();
    figures.sort_by_key(|figure| std::cmp::Reverse(figure.end_year));
    figures
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        comparison::testing::{SamplePlan, codebook, context, figure, sample_plan, visits},
        domain::indicator::ObservationBasis,
    };

    const TARGET: ObservationRole = ObservationRole::Target;
    const ACTUAL: ObservationRole = ObservationRole::Actual;

    fn earlier() -> SamplePlan {
        sample_plan("earlier", &[])
    }

    fn later() -> SamplePlan {
        sample_plan("later", &[]).for_period("cn-fyp-15", 2026, 2030)
    }

    type Row = (Option<usize>, Option<usize>, Option<f64>, Option<f64>);

    fn changes(from: &SamplePlan, to: &SamplePlan) -> Vec<Row> {
        let (codebook, catalogue) = (codebook(), [visits()]);
        indicator_changes(&from.compared(), &to.compared(), &context(&codebook, &[], &catalogue))
            .iter()
            .map(|change| (change.from, change.to, change.target_ratio, change.attainment))
            .collect()
    }

    #[test]
    fn actuals_count_for_the_period_they_are_of() {
        let target = vec![figure(TARGET, 100.0, "visit", 2025)];
        let before = earlier()
            .with_indicator("Review", true, vec![figure(ACTUAL, 10.0, "visit", 2020)])
            .with_indicator("Visits", true, target);
        // 2020 was before the earlier period, 2026 is after it.
        let after = later().with_indicator(
            "Visits",
            true,
            vec![figure(TARGET, 200.0, "visit", 2030), figure(ACTUAL, 120.0, "visit", 2026)],
        );
        assert_eq!(changes(&before, &after), [(Some(1), Some(0), Some(2.0), None)]);
        let reviewed = after.with_indicator("Review", true, vec![figure(ACTUAL, 80.0, "visit", 2025)]);
        assert_eq!(changes(&before, &reviewed), [(Some(1), Some(0), Some(2.0), Some(0.8))]);
    }

    #[test]
    fn what_does_not_compare_has_no_ratio() {
        let before = |figure: Figure| earlier().with_indicator("Visits", true, vec![figure]);
        let after = |figure: Figure| later().with_indicator("Visits", true, vec![figure]);
        let visits = |value| figure(TARGET, value, "visit", 2025);
        let yearly = Figure { basis: ObservationBasis::Annual, ..visits(1.0) };
        let none = [(Some(0), Some(0), None, None)];
        assert_eq!(changes(&before(visits(0.0)), &after(visits(1.0))), none);
        assert_eq!(changes(&before(visits(1.0)), &after(yearly)), none);
        assert_eq!(changes(&before(visits(1.0)), &after(figure(TARGET, 1.0, "loan", 2030))), none);
        assert_eq!(changes(&before(visits(f64::MIN_POSITIVE)), &after(visits(f64::MAX))), none);
        assert_eq!(changes(&before(visits(f64::NAN)), &after(visits(1.0))), none);
        let range = Figure { upper: Some(6.0), ..visits(2.0) };
        assert_eq!(changes(&before(range), &after(visits(2.0))), [(Some(0), Some(0), Some(0.5), None)]);
    }

    #[test]
    fn the_latest_targets_are_compared() {
        let before = earlier().with_indicator(
            "Visits",
            true,
            vec![
                figure(TARGET, 10.0, "visit", 2025),
                figure(TARGET, 5.0, "visit", 2023),
                figure(ACTUAL, 9.0, "visit", 2023),
            ],
        );
        let after = later().with_indicator(
            "Visits",
            true,
            vec![figure(TARGET, 15.0, "visit", 2028), figure(TARGET, 20.0, "visit", 2030)],
        );
        assert_eq!(changes(&before, &after), [(Some(0), Some(0), Some(2.0), Some(0.9))]);
    }

    #[test]
    fn several_uses_pair_in_order_and_others_stand_alone() {
        let target = |value| vec![figure(TARGET, value, "visit", 2025)];
        let before = earlier()
            .with_indicator("Visits to the main library", true, target(10.0))
            .with_indicator("Visits to branches", true, target(20.0))
            .with_indicator("Old", false, target(1.0))
            .with_indicator("Rooms", false, target(4.0));
        let after = later()
            .with_indicator("rooms", false, target(8.0))
            .with_indicator("Visits", true, target(30.0))
            .with_indicator("Review", true, vec![figure(ACTUAL, 5.0, "visit", 2025)]);
        assert_eq!(
            changes(&before, &after),
            [
                // The review does not say which of the two it is about.
                (Some(0), Some(1), Some(3.0), None),
                (Some(1), None, None, None),
                (Some(2), None, None, None),
                (Some(3), Some(0), Some(2.0), None),
            ]
        );
    }
}
