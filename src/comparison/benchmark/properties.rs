//! What holds for any cohort.

use proptest::prelude::*;

use super::{
    Benchmark, BenchmarkQuestion, BenchmarkValue,
    tests::{Sample, TARGET, plan, question},
};
use crate::{
    comparison::testing::{figure, visits},
    domain::{
        indicator::{Comparator, Figure, Indicator, IndicatorDirection, ObservationBasis, ObservationRole},
        unit::Unit,
    },
};

fn figures() -> impl Strategy<Value = Figure> {
    let role = prop::sample::select(vec![TARGET, TARGET, TARGET, ObservationRole::Baseline]);
    let basis = prop::sample::select(vec![ObservationBasis::Point, ObservationBasis::Point, ObservationBasis::Annual]);
    let unit = prop::sample::select(vec!["visit", "visit", "visit", "loan"]);
    // Few values, so that there are ties, and some that machines cannot write down exactly.
    let value = (-3_i32..30).prop_map(|value| f64::from(value) * 1.005);
    (role, basis, unit, value, 2024..2032, prop::option::weighted(0.2, 0_i32..9)).prop_map(
        |(role, basis, unit, value, year, width)| Figure {
            basis,
            comparator: if width.is_some() { Comparator::Between } else { Comparator::Equal },
            upper: width.map(|width| value + f64::from(width)),
            ..figure(role, value, unit, year)
        },
    )
}

/// Plans of eight institutions, some of them of several periods, and another order of the plans.
fn samples() -> impl Strategy<Value = (Sample, Vec<usize>)> {
    let uses = prop::collection::vec(prop::collection::vec(figures(), 0..4), 0..3);
    prop::collection::vec((0..8, 0..3, uses), 0..16).prop_flat_map(|drafts| {
        let sample =
            drafts.iter().enumerate().fold(Sample::default(), |sample, (place, (institution, period, uses))| {
                let start = 2016 + 5 * period;
                let plan = plan(&format!("i{institution}"), &format!("p{place:02}"), (start, start + 4));
                sample.with_plan(plan, &uses.iter().map(Vec::as_slice).collect::<Vec<_>>())
            });
        let order = Just((0..sample.plans.len()).collect::<Vec<_>>()).prop_shuffle();
        (Just(sample), order)
    })
}

fn questions() -> impl Strategy<Value = (Indicator, BenchmarkValue, Option<i32>)> {
    let direction = prop::sample::select(IndicatorDirection::ALL);
    let value = prop::sample::select(vec![BenchmarkValue::Figure, BenchmarkValue::RelativeChange]);
    (direction, any::<bool>(), value, prop::option::weighted(0.3, 2024..2032)).prop_map(
        |(direction, has_unit, value, year)| {
            let unit = visits().unit.filter(|_| has_unit);
            (Indicator { direction, unit, ..visits() }, value, year)
        },
    )
}

/// Everything an answer says, by slugs in place of indexes; numbers to the last bit.
fn told(sample: &Sample, found: &Benchmark) -> String {
    let slug = |plan: usize| sample.plans[plan].slug.clone();
    let slugs = |plans: &mut dyn Iterator<Item = usize>| {
        let mut slugs: Vec<String> = plans.map(slug).collect();
        slugs.sort();
        slugs
    };
    let mut lines = vec![format!("{:?} {:?} {:?}", found.basis, found.unit, found.summary)];
    for entry in &found.entries {
        let bits = entry.value.to_bits();
        lines.push(format!("{} {bits} {:?} {:?}", slug(entry.plan), entry.rank, entry.percentile_rank));
        lines.push(format!("{:?} {:?} {:?}", entry.plan_indicator, entry.observation, entry.baseline));
    }
    let missing = found.missing.iter().map(|missing| {
        format!("{} {:?}", missing.reason, slugs(&mut missing.plans.iter().map(|place| place as usize)))
    });
    lines.extend(missing);
    let caveats = found.caveats.iter().map(|caveat| format!("{} {:?}", caveat.code, slugs(&mut caveat.plans.iter())));
    lines.extend(caveats);
    for place in 0..found.entries.len() {
        let near = found.nearest(place, 3, &sample.plans);
        lines.push(format!("{:?}", near.iter().map(|&place| slug(found.entries[place].plan)).collect::<Vec<_>>()));
    }
    lines.join("\n")
}

proptest! {
    #[test]
    fn every_institution_has_a_value_or_a_reason((sample, _) in samples(), (indicator, value, year) in questions()) {
        let found = sample.ask(&BenchmarkQuestion { value, year, ..question(&indicator) });
        let institutions: std::collections::BTreeSet<_> = sample.plans.iter().map(|plan| plan.institution).collect();
        prop_assert_eq!(found.entries.len() + found.n_missing(), institutions.len());
        let mut plans: Vec<usize> = found.entries.iter().map(|entry| entry.plan).collect();
        plans.extend(found.missing.iter().flat_map(|missing| &missing.plans).map(|place| place as usize));
        let seen: std::collections::BTreeSet<_> = plans.iter().map(|&plan| sample.plans[plan].institution).collect();
        prop_assert_eq!(seen, institutions);
        prop_assert!(found.missing.iter().all(|missing| !missing.plans.is_empty()));
        prop_assert!(found.missing.windows(2).all(|pair| pair[0].reason < pair[1].reason));
        prop_assert!(found.caveats.windows(2).all(|pair| pair[0].code < pair[1].code));
    }

    #[test]
    fn numbers_lie_between_the_least_and_the_greatest(
        (sample, _) in samples(), (indicator, value, year) in questions(), p in 0.0..=1.0
    ) {
        let found = sample.ask(&BenchmarkQuestion { value, year, ..question(&indicator) });
        let numbers = found.summary;
        prop_assert_eq!(numbers.min.is_some(), !found.entries.is_empty());
        prop_assert_eq!(numbers.standard_deviation.is_some(), found.entries.len() > 1);
        if let (Some(min), Some(max)) = (numbers.min, numbers.max) {
            // The mean may lose a little in adding up.
            let slack = 1e-12 * (1.0 + min.abs().max(max.abs()));
            let inside = |value: f64| min - slack <= value && value <= max + slack;
            prop_assert!(found.entries.iter().all(|entry| min <= entry.value && entry.value <= max));
            let quantile = found.quantile(p);
            for number in [numbers.q1, numbers.median, numbers.q3, numbers.mean, quantile] {
                prop_assert!(number.is_some_and(inside), "{:?} of {:?}", number, numbers);
            }
            prop_assert!(numbers.q1 <= numbers.median && numbers.median <= numbers.q3);
        }
    }

    #[test]
    fn ranks_follow_the_values((sample, _) in samples(), (indicator, value, year) in questions()) {
        let found = sample.ask(&BenchmarkQuestion { value, year, ..question(&indicator) });
        let is_better = |a: f64, b: f64| match indicator.direction {
            IndicatorDirection::LowerIsBetter => a < b,
            IndicatorDirection::HigherIsBetter | IndicatorDirection::Neutral => a > b,
        };
        for (place, entry) in found.entries.iter().enumerate() {
            let n_better = found.entries.iter().filter(|other| is_better(other.value, entry.value)).count();
            let n_worse = found.entries.iter().filter(|other| is_better(entry.value, other.value)).count();
            prop_assert!(n_better <= place, "best first");
            if indicator.direction == IndicatorDirection::Neutral {
                prop_assert_eq!((entry.rank, entry.percentile_rank), (None, None));
            } else {
                let n = found.entries.len();
                let n_equal = n - n_better - n_worse;
                prop_assert_eq!(entry.rank, Some(n_better as u32 + 1));
                let expected = (n_worse as f64 + n_equal as f64 / 2.0) / n as f64;
                prop_assert!(entry.percentile_rank.is_some_and(|rank| (rank - expected).abs() < 1e-12));
            }
        }
    }

    #[test]
    fn the_order_of_plans_changes_nothing((sample, order) in samples(), (indicator, value, year) in questions()) {
        let question = BenchmarkQuestion { value, year, ..question(&indicator) };
        let mut moved = sample.clone();
        moved.plans = order.iter().map(|&place| sample.plans[place].clone()).collect();
        prop_assert_eq!(told(&sample, &sample.ask(&question)), told(&moved, &moved.ask(&question)));
    }

    #[test]
    fn the_power_of_ten_of_a_unit_changes_nothing((sample, _) in samples(), (indicator, value, year) in questions()) {
        let question = BenchmarkQuestion { value, year, ..question(&indicator) };
        let mut written = sample.clone();
        for used in written.uses.values_mut().flatten() {
            // Every other figure, so that both ways of writing stand beside each other.
            for observation in used.observations.iter_mut().step_by(2) {
                let figure = &mut observation.figure;
                figure.unit = figure.unit.and_then(|unit| Unit::new(4, unit.base().code).ok());
                figure.value = figure.value.map(|value| value / 1e4);
                figure.upper = figure.upper.map(|upper| upper / 1e4);
            }
        }
        prop_assert_eq!(told(&sample, &sample.ask(&question)), told(&written, &written.ask(&question)));
    }

    #[test]
    fn more_of_everything_keeps_the_order(values in prop::collection::vec(-1e6..1e6, 1..20), factor in 1_i32..9) {
        let visits = visits();
        let places = |sample: &Sample| sample.ask(&question(&visits)).entries.iter().map(|entry| (entry.plan, entry.rank)).collect::<Vec<_>>();
        let larger: Vec<f64> = values.iter().map(|value: &f64| value * f64::from(1 << factor)).collect();
        prop_assert_eq!(places(&Sample::of_targets(&values)), places(&Sample::of_targets(&larger)));
    }
}
