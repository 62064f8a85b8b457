//! What holds for any figures.

use proptest::prelude::*;
use time::macros::date;

use super::{judgement::Travel, *};
use crate::{
    comparison::testing::{figure, sample_plan},
    domain::indicator::{Comparator, Dimension, Figure, ObservationBasis},
};

fn values() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => (-20_i32..200).prop_map(|tenths| f64::from(tenths) / 10.0),
        1 => prop::num::f64::NORMAL | prop::num::f64::ZERO | prop::num::f64::SUBNORMAL,
        1 => prop::sample::select(vec![f64::MAX, f64::MIN, f64::MIN_POSITIVE, f64::NAN, f64::INFINITY]),
    ]
}

fn figures() -> impl Strategy<Value = Vec<Figure>> {
    // Mostly what compares: figures at random seldom do.
    let units = vec!["10^4 visit", "loan", "%", "pp", "ratio", "unknown"];
    let units = prop_oneof![2 => Just("visit"), 1 => prop::sample::select(units)];
    let bases = prop_oneof![2 => Just(ObservationBasis::Point), 1 => prop::sample::select(ObservationBasis::ALL)];
    let years = || prop::option::weighted(0.8, 2019..2027);
    let span = (years(), years(), prop::option::of(2018..2022));
    let parts = (
        prop::sample::select(ObservationRole::ALL),
        prop::sample::select(Comparator::ALL),
        (values(), prop::option::of(values())),
        units,
        bases,
        span,
        prop::bool::weighted(0.1),
    );
    let drawn = parts.prop_map(|(role, comparator, (value, upper), unit, basis, (start, end, reference), is_part)| {
        let part = Dimension { name: "branch".to_owned(), value: "north".to_owned() };
        Figure {
            comparator,
            upper,
            start_year: start,
            end_year: end,
            reference_year: reference,
            basis,
            dimensions: is_part.then_some(part).into_iter().collect(),
            ..figure(role, value, unit, 2025)
        }
    });
    prop::collection::vec(drawn, 0..12)
}

fn directions() -> impl Strategy<Value = Option<IndicatorDirection>> {
    prop::option::of(prop::sample::select(IndicatorDirection::ALL))
}

fn days() -> impl Strategy<Value = Option<Date>> {
    prop::option::of(prop::sample::select(vec![date!(2019 - 01 - 01), date!(2023 - 07 - 01), date!(2027 - 12 - 31)]))
}

fn indicator(figures: Vec<Figure>) -> PlanIndicator {
    sample_plan("plan", &[]).with_indicator("Visits", true, figures).content.indicators[0].clone()
}

fn years() -> YearSpan {
    YearSpan::new(2021, 2025).unwrap_or_else(|error| unreachable!("{error}"))
}

/// A target and an actual of one part, unit and basis, and a baseline perhaps.
fn comparable() -> impl Strategy<Value = Vec<Figure>> {
    let value = (0_i32..400).prop_map(|tenths| f64::from(tenths) / 10.0);
    let comparators: Vec<_> =
        Comparator::ALL.iter().copied().filter(|comparator| *comparator != Comparator::Qualitative).collect();
    let bases = vec![ObservationBasis::Point, ObservationBasis::Annual, ObservationBasis::Cumulative];
    let parts = (prop::option::of(value.clone()), value.clone(), value.clone(), value, 2021..2026);
    (parts, prop::sample::select(comparators), prop::sample::select(bases)).prop_map(
        |((from, to, width, now, year), comparator, basis)| {
            let target = Figure {
                comparator,
                upper: (comparator == Comparator::Between).then_some(to + width),
                ..figure(ObservationRole::Target, to, "visit", 2025)
            };
            let figures = [
                from.map(|from| figure(ObservationRole::Baseline, from, "visit", 2020)),
                Some(target),
                Some(figure(ObservationRole::Actual, now, "visit", year)),
            ];
            figures.into_iter().flatten().map(|figure| Figure { basis, ..figure }).collect()
        },
    )
}

proptest! {
    #[test]
    fn every_number_is_finite_and_every_gap_has_its_reason(
        figures in figures(), direction in directions(), at in days(),
    ) {
        let indicator = indicator(figures);
        let n_targets = indicator.of_role(ObservationRole::Target).count();
        let progress = target_progress(&indicator, direction, years(), at);
        prop_assert_eq!(progress.len(), n_targets);
        for found in progress {
            let is_unknown = found.status == ProgressStatus::NotAvailable;
            prop_assert_eq!(is_unknown, found.reason.is_some());
            prop_assert_eq!(is_unknown, found.method == ProgressMethod::None);
            prop_assert_eq!(found.ratio.is_some(), found.expected.is_some());
            prop_assert!(is_unknown || found.actual.is_some());
            let has_way = matches!(found.method, ProgressMethod::LinearFromBaseline | ProgressMethod::CumulativeFromZero);
            prop_assert_eq!(has_way, found.ratio.is_some());
            let ProgressValues { target, baseline, actual } = found.values;
            let expected = found.expected.map(|expected| expected.ratio);
            for number in [found.ratio, expected, target, baseline, actual].into_iter().flatten() {
                prop_assert!(number.is_finite(), "{:?}", found);
            }
            prop_assert!(expected.is_none_or(|expected| (0.0..=1.0).contains(&expected)));
            prop_assert!(found.status != ProgressStatus::Regressed || found.ratio.is_some_and(|ratio| ratio < 0.0));
        }
    }

    #[test]
    fn no_figures_are_too_large_or_too_near(from in values(), to in values(), now in values()) {
        let figures = vec![
            figure(ObservationRole::Baseline, from, "visit", 2020),
            figure(ObservationRole::Target, to, "visit", 2025),
            figure(ObservationRole::Actual, now, "10^4 visit", 2025),
        ];
        for found in target_progress(&indicator(figures), None, years(), None) {
            prop_assert!(found.ratio.is_none_or(f64::is_finite), "{:?}", found);
        }
    }

    #[test]
    fn the_order_of_observations_changes_nothing(
        (figures, order) in figures().prop_flat_map(|figures| {
            let order = Just((0..figures.len()).collect::<Vec<_>>()).prop_shuffle();
            (Just(figures), order)
        }),
        direction in directions(),
        at in days(),
    ) {
        let forth = indicator(figures);
        let mut back = forth.clone();
        back.observations = order.iter().map(|&place| forth.observations[place].clone()).collect();
        // Places differ; what stands in them does not.
        let told = |indicator: &PlanIndicator| {
            let id = |place: usize| indicator.observations[place].id;
            let mut told: Vec<_> = target_progress(indicator, direction, years(), at)
                .into_iter()
                .map(|found| {
                    let places = (id(found.target), found.baseline.map(id), found.actual.map(id));
                    let ProgressValues { target, baseline, actual } = found.values;
                    let numbers = [found.ratio, target, baseline, actual].map(|number| number.map(f64::to_bits));
                    (places, numbers, found.status, found.method, found.reason)
                })
                .collect();
            told.sort_by_key(|(places, ..)| *places);
            told
        };
        prop_assert_eq!(told(&forth), told(&back));
    }

    #[test]
    fn achieved_means_that_the_comparator_holds(figures in comparable()) {
        let indicator = indicator(figures.clone());
        let found = &target_progress(&indicator, None, years(), None)[0];
        let [.., target, actual] = figures.as_slice() else { return Ok(()) };
        let (to, now) = (target.value.unwrap_or_default(), actual.value.unwrap_or_default());
        let upper = target.upper.unwrap_or(to);
        let is_sum = target.basis == ObservationBasis::Cumulative;
        let from = if is_sum { Some(0.0) } else { (figures.len() == 3).then(|| figures[0].value.unwrap_or_default()) };
        // Tenths, so that nothing here is a matter of rounding but 10 %.
        let holds = match target.comparator {
            Comparator::AtLeast => now >= to,
            Comparator::MoreThan => now > to,
            Comparator::AtMost => now <= to,
            Comparator::LessThan => now < to,
            Comparator::Between => now >= to && now <= upper,
            Comparator::Approximately => (now - to).abs() <= 0.1 * to + 1e-9,
            Comparator::Equal => match from {
                Some(from) if from < to => now >= to,
                Some(from) if from > to => now <= to,
                _ => now == to,
            },
            Comparator::Qualitative => false,
        };
        let only_at_end = matches!(target.comparator, Comparator::AtMost | Comparator::LessThan)
            || is_sum && matches!(target.comparator, Comparator::Between | Comparator::Approximately);
        let is_due = actual.end_year == Some(2025);
        prop_assert_eq!(found.status == ProgressStatus::Achieved, holds && (is_due || !only_at_end), "{:?}", found);
    }

    #[test]
    fn powers_of_ten_change_nothing(figures in comparable(), moved in prop::collection::vec(any::<bool>(), 3)) {
        let in_ten_thousands = |figure: &Figure| Figure {
            value: figure.value.map(|value| value / 1e4),
            upper: figure.upper.map(|upper| upper / 1e4),
            unit: "10^4 visit".parse().ok(),
            ..figure.clone()
        };
        let other = figures.iter().zip(&moved).map(|(figure, moved)| {
            if *moved { in_ten_thousands(figure) } else { figure.clone() }
        }).collect();
        let one = target_progress(&indicator(figures), None, years(), None);
        let other = target_progress(&indicator(other), None, years(), None);
        for (one, other) in one.iter().zip(&other) {
            prop_assert_eq!((one.status, one.method, one.reason), (other.status, other.method, other.reason));
            prop_assert_eq!((one.baseline, one.actual), (other.baseline, other.actual));
            prop_assert_eq!(one.ratio.is_some(), other.ratio.is_some());
            for (one, other) in one.ratio.iter().zip(&other.ratio) {
                prop_assert!((one - other).abs() <= 1e-9 * one.abs().max(1.0), "{} and {}", one, other);
            }
        }
    }

    #[test]
    fn a_mirror_turns_up_into_down(from in 0_i32..100, to in 0_i32..100, now in 0_i32..100, year in 2021..2026) {
        // Below the line everything is the same the other way round, as bounds that only the end tells are left out.
        let case = |sign: f64| {
            let value = |value: i32| sign * f64::from(value);
            let figures = vec![
                figure(ObservationRole::Baseline, value(from), "visit", 2020),
                figure(ObservationRole::Target, value(to), "visit", 2025),
                figure(ObservationRole::Actual, value(now), "visit", year),
            ];
            let found = target_progress(&indicator(figures), None, years(), None)[0].clone();
            (found.status, found.method, found.ratio.map(|ratio| (ratio * 1e9).round()))
        };
        prop_assert_eq!(case(1.0), case(-1.0));
    }
}

#[test]
fn a_goal_in_words_never_holds() {
    let goal = Goal { comparator: Comparator::Qualitative, low: 0.0, high: 0.0, is_sum: false };
    assert!(!goal.holds(0.0, Comparator::Equal, Travel::Unknown));
}
