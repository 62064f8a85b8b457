//! Progress worked out by hand: every status, method, reason and comparator. The plan is for 2021 to 2025.

use time::macros::date;

use super::*;
use crate::{
    comparison::testing::{figure, sample_plan},
    domain::indicator::{Comparator, Dimension, Figure, ObservationBasis},
};

use ProgressMethod::{ComparatorOnly, CumulativeFromZero, LinearFromBaseline};
use ProgressStatus::{Achieved, Behind, NotAvailable, OnTrack, Regressed};
use ProgressUnavailable::{
    BasesDiffer, NoActual, NoBaseline, NoTargetValue, NotYetDue, QualitativeTarget, UnitsDiffer,
};

const UP: Option<IndicatorDirection> = Some(IndicatorDirection::HigherIsBetter);
const DOWN: Option<IndicatorDirection> = Some(IndicatorDirection::LowerIsBetter);

fn baseline(value: f64, year: i32) -> Figure {
    figure(ObservationRole::Baseline, value, "visit", year)
}

fn target(comparator: Comparator, value: f64, year: i32) -> Figure {
    Figure { comparator, ..figure(ObservationRole::Target, value, "visit", year) }
}

fn at_least(value: f64, year: i32) -> Figure {
    target(Comparator::AtLeast, value, year)
}

fn actual(value: f64, year: i32) -> Figure {
    figure(ObservationRole::Actual, value, "visit", year)
}

fn of_basis(basis: ObservationBasis, figure: Figure) -> Figure {
    Figure { basis, ..figure }
}

fn in_unit(unit: &str, figure: Figure) -> Figure {
    Figure { unit: unit.parse().ok(), ..figure }
}

/// Summed from a year on.
fn sum(start: i32, figure: Figure) -> Figure {
    Figure { basis: ObservationBasis::Cumulative, start_year: Some(start), ..figure }
}

/// A relative change against 2020, in per cent.
fn growth(figure: Figure) -> Figure {
    Figure { basis: ObservationBasis::ChangeRelative, reference_year: Some(2020), ..in_unit("%", figure) }
}

fn years() -> YearSpan {
    YearSpan::new(2021, 2025).unwrap_or_else(|error| unreachable!("{error}"))
}

fn all(figures: Vec<Figure>, direction: Option<IndicatorDirection>, at: Option<Date>) -> Vec<TargetProgress> {
    let plan = sample_plan("plan", &[]).with_indicator("Visits", true, figures);
    target_progress(&plan.content.indicators[0], direction, years(), at)
}

fn one(figures: Vec<Figure>, direction: Option<IndicatorDirection>, at: Option<Date>) -> TargetProgress {
    let progress = all(figures, direction, at);
    assert_eq!(progress.len(), 1);
    progress[0].clone()
}

/// Status, method, ratio and expected ratio.
type Told = (ProgressStatus, ProgressMethod, Option<f64>, Option<f64>);

fn told_of(progress: &TargetProgress) -> Told {
    let expected = progress.expected.map(|expected| expected.ratio);
    assert_eq!(progress.reason, None);
    assert_eq!(progress.ratio.is_some(), expected.is_some());
    // What is told can be worked out again from the numbers told.
    if let (Some(ratio), ProgressValues { target: Some(t), baseline: Some(b), actual: Some(a) }) =
        (progress.ratio, progress.values)
    {
        assert_eq!(ratio.to_bits(), ((a - b) / (t - b)).to_bits());
    }
    (progress.status, progress.method, progress.ratio, expected)
}

fn told(figures: Vec<Figure>) -> Told {
    told_of(&one(figures, None, None))
}

fn reason(figures: Vec<Figure>) -> ProgressUnavailable {
    reason_at(figures, None)
}

fn reason_at(figures: Vec<Figure>, at: Option<Date>) -> ProgressUnavailable {
    let progress = one(figures, None, at);
    assert_eq!((progress.status, progress.method), (NotAvailable, ProgressMethod::None));
    assert_eq!((progress.ratio, progress.expected), (None, None));
    progress.reason.unwrap_or_else(|| unreachable!("a status that is not available has a reason"))
}

fn line(status: ProgressStatus, ratio: f64, expected: f64) -> Told {
    (status, LinearFromBaseline, Some(ratio), Some(expected))
}

#[test]
fn the_way_from_baseline_to_target_is_held_against_time() {
    // From 40 at the end of 2020 to 60 at the end of 2025.
    let case = |value, year| told(vec![baseline(40.0, 2020), at_least(60.0, 2025), actual(value, year)]);
    assert_eq!(case(52.0, 2023), line(OnTrack, 0.6, 0.6));
    assert_eq!(case(51.9, 2023).0, Behind);
    assert_eq!(case(51.0, 2023), line(Behind, 0.55, 0.6));
    assert_eq!(case(40.0, 2023), line(Behind, 0.0, 0.6));
    assert_eq!(case(38.0, 2023), line(Regressed, -0.1, 0.6));
    assert_eq!(case(60.0, 2023), line(Achieved, 1.0, 0.6));
    assert_eq!(case(64.0, 2025), line(Achieved, 1.2, 1.0));
    assert_eq!(case(59.0, 2025), line(Behind, 0.95, 1.0));
}

#[test]
fn less_is_more_by_its_signs() {
    // From 8 days to at most 3: only 2025 can tell that it stays so.
    let case =
        |value, year| told(vec![baseline(8.0, 2020), target(Comparator::AtMost, 3.0, 2025), actual(value, year)]);
    assert_eq!(case(5.0, 2023), line(OnTrack, 0.6, 0.6));
    assert_eq!(case(6.0, 2023), line(Behind, 0.4, 0.6));
    assert_eq!(case(9.0, 2023), line(Regressed, -0.2, 0.6));
    assert_eq!(case(3.0, 2023), line(OnTrack, 1.0, 0.6));
    assert_eq!(case(3.0, 2025), line(Achieved, 1.0, 1.0));
    assert_eq!(case(4.0, 2025), line(Behind, 0.8, 1.0));
}

#[test]
fn comparators_say_when_a_target_is_reached() {
    use Comparator::{Approximately, AtLeast, AtMost, Equal, LessThan, MoreThan};
    for (comparator, from, reached, missed) in [
        (AtLeast, 10.0, vec![20.0, 21.0], vec![19.9]),
        (MoreThan, 10.0, vec![20.1], vec![20.0]),
        (AtMost, 30.0, vec![20.0, 19.0], vec![20.1]),
        (LessThan, 30.0, vec![19.9], vec![20.0]),
        // Reached or passed, whichever way leads from the baseline.
        (Equal, 10.0, vec![20.0, 25.0], vec![19.9]),
        (Equal, 30.0, vec![20.0, 15.0], vec![20.1]),
        (Approximately, 10.0, vec![18.0, 20.0, 22.0], vec![17.9, 22.1]),
    ] {
        let status = |value| told(vec![baseline(from, 2020), target(comparator, 20.0, 2025), actual(value, 2025)]).0;
        for value in reached {
            assert_eq!(status(value), Achieved, "{comparator} 20 from {from}: {value}");
        }
        for value in missed {
            assert_ne!(status(value), Achieved, "{comparator} 20 from {from}: {value}");
        }
    }
    // An actual may itself be said to be more than a figure.
    let more_than = Figure { comparator: MoreThan, ..actual(20.0, 2025) };
    assert_eq!(told(vec![baseline(10.0, 2020), target(MoreThan, 20.0, 2025), more_than]).0, Achieved);
    let less_than = Figure { comparator: LessThan, ..actual(20.0, 2025) };
    assert_eq!(told(vec![baseline(30.0, 2020), target(LessThan, 20.0, 2025), less_than]).0, Achieved);
}

#[test]
fn a_range_is_reached_at_the_end_that_is_nearer() {
    let range = || Figure { upper: Some(30.0), ..target(Comparator::Between, 20.0, 2025) };
    let case = |from, value| told(vec![baseline(from, 2020), range(), actual(value, 2023)]);
    assert_eq!(case(10.0, 15.0), line(Behind, 0.5, 0.6));
    assert_eq!(case(10.0, 20.0), line(Achieved, 1.0, 0.6));
    assert_eq!(case(10.0, 30.0), line(Achieved, 2.0, 0.6));
    // Out at the other side: not what was asked for, and not behind either.
    assert_eq!(case(10.0, 31.0), line(OnTrack, 2.1, 0.6));
    assert_eq!(case(40.0, 33.0), line(OnTrack, 0.7, 0.6));
    assert_eq!(case(40.0, 30.0), line(Achieved, 1.0, 0.6));
    // Inside from the start: a state to keep.
    assert_eq!(case(25.0, 28.0), (Achieved, ComparatorOnly, None, None));
    assert_eq!(case(25.0, 19.0), (Behind, ComparatorOnly, None, None));
    // An actual that is a range counts as its midpoint.
    let between = Figure { comparator: Comparator::Between, upper: Some(20.0), ..actual(12.0, 2023) };
    assert_eq!(told(vec![baseline(10.0, 2020), range(), between]), line(OnTrack, 0.6, 0.6));
}

#[test]
fn what_the_baseline_meets_is_to_be_kept() {
    use Comparator::{AtLeast, AtMost, Equal, MoreThan};
    let case = |comparator, from, value, year| {
        told(vec![baseline(from, 2020), target(comparator, 20.0, 2025), actual(value, year)])
    };
    let alone = |status| (status, ComparatorOnly, None, None);
    // The target is the baseline.
    assert_eq!(case(AtLeast, 20.0, 20.0, 2023), alone(Achieved));
    assert_eq!(case(AtLeast, 20.0, 19.0, 2023), alone(Behind));
    assert_eq!(case(MoreThan, 20.0, 20.0, 2023), alone(Behind));
    assert_eq!(case(Equal, 20.0, 20.0, 2023), alone(Achieved));
    assert_eq!(case(Equal, 20.0, 21.0, 2023), alone(Behind));
    // A floor that the baseline stands above: falling through it is no progress, though every step led towards it.
    assert_eq!(case(AtLeast, 30.0, 25.0, 2023), alone(Achieved));
    assert_eq!(case(AtLeast, 30.0, 15.0, 2023), alone(Behind));
    // A ceiling that the baseline stands below: coming near it is not asked for.
    assert_eq!(case(AtMost, 10.0, 11.0, 2023), alone(OnTrack));
    assert_eq!(case(AtMost, 10.0, 21.0, 2023), alone(Behind));
    assert_eq!(case(AtMost, 10.0, 19.0, 2025), alone(Achieved));
    // Where there is no way to tell the direction by, the catalogue tells it.
    let level = |direction, value| {
        let figures = vec![baseline(20.0, 2020), target(Equal, 20.0, 2025), actual(value, 2025)];
        one(figures, direction, None).status
    };
    assert_eq!((level(UP, 21.0), level(UP, 19.0)), (Achieved, Behind));
    assert_eq!((level(DOWN, 21.0), level(DOWN, 19.0)), (Behind, Achieved));
    assert_eq!(level(Some(IndicatorDirection::Neutral), 21.0), Behind);
}

#[test]
fn a_sum_begins_at_nothing() {
    let from_zero = |status, ratio, expected| (status, CumulativeFromZero, Some(ratio), Some(expected));
    let case = |comparator, value, year| {
        told(vec![sum(2021, target(comparator, 500.0, 2025)), sum(2021, actual(value, year))])
    };
    assert_eq!(case(Comparator::AtLeast, 300.0, 2023), from_zero(OnTrack, 0.6, 0.6));
    assert_eq!(case(Comparator::AtLeast, 299.0, 2023), from_zero(Behind, 0.598, 0.6));
    assert_eq!(case(Comparator::AtLeast, 500.0, 2024), from_zero(Achieved, 1.0, 0.8));
    assert_eq!(case(Comparator::Equal, 510.0, 2024), from_zero(Achieved, 1.02, 0.8));
    assert_eq!(case(Comparator::AtLeast, -5.0, 2023), from_zero(Regressed, -0.01, 0.6));
    // A cap: what is used up, against the time gone by; only the end tells whether it was kept.
    assert_eq!(case(Comparator::AtMost, 300.0, 2023), from_zero(OnTrack, 0.6, 0.6));
    assert_eq!(case(Comparator::AtMost, 350.0, 2023), from_zero(Behind, 0.7, 0.6));
    assert_eq!(case(Comparator::AtMost, 550.0, 2024), from_zero(Behind, 1.1, 0.8));
    assert_eq!(case(Comparator::AtMost, 500.0, 2025), from_zero(Achieved, 1.0, 1.0));
    assert_eq!(case(Comparator::LessThan, 500.0, 2025), from_zero(Behind, 1.0, 1.0));
    // What is near enough in 2024 may have left it behind by 2025.
    assert_eq!(case(Comparator::Approximately, 480.0, 2024), from_zero(OnTrack, 0.96, 0.8));
    assert_eq!(case(Comparator::Approximately, 480.0, 2025), from_zero(Achieved, 0.96, 1.0));
    // Sums that begin in other years are other sums; one that does not say begins where the target does.
    assert_eq!(reason(vec![sum(2021, at_least(500.0, 2025)), sum(2022, actual(300.0, 2023))]), BasesDiffer);
    let unsaid = Figure { start_year: None, ..sum(2021, actual(300.0, 2023)) };
    assert_eq!(told(vec![sum(2021, at_least(500.0, 2025)), unsaid]), from_zero(OnTrack, 0.6, 0.6));
    // 2022 to 2023 of 2022 to 2025, whatever baseline is given.
    let late = vec![sum(2022, at_least(500.0, 2025)), sum(2022, actual(300.0, 2023)), sum(2022, baseline(90.0, 2020))];
    assert_eq!(told(late), from_zero(OnTrack, 0.6, 0.5));
}

#[test]
fn a_change_begins_at_nothing_in_its_reference_year() {
    let direct = one(vec![growth(at_least(20.0, 2025)), growth(actual(12.0, 2023))], None, None);
    assert_eq!(told_of(&direct), line(OnTrack, 0.6, 0.6));
    assert_eq!((direct.baseline, direct.values.baseline), (None, Some(0.0)));
    // Against another year it is another change.
    let other = Figure { reference_year: Some(2019), ..growth(actual(12.0, 2023)) };
    assert_eq!(reason(vec![growth(at_least(20.0, 2025)), other]), BasesDiffer);
    // A change that the baseline had come to already.
    let started = vec![growth(baseline(5.0, 2022)), growth(at_least(20.0, 2025)), growth(actual(11.0, 2023))];
    assert_eq!(told(started), line(OnTrack, 0.4, 1.0 / 3.0));
    // A fall of a fifth.
    let fall = vec![growth(target(Comparator::AtMost, -20.0, 2025)), growth(actual(-9.0, 2023))];
    assert_eq!(told(fall), line(Behind, 0.45, 0.6));
}

#[test]
fn a_change_is_worked_out_of_two_levels() {
    let annual = |figure| of_basis(ObservationBasis::Annual, figure);
    // 1,800 in 2020 and 2,160 in 2023 are 20 % more.
    let derived = one(
        vec![annual(baseline(1800.0, 2020)), growth(at_least(25.0, 2025)), annual(actual(2160.0, 2023))],
        None,
        None,
    );
    assert_eq!(told_of(&derived), line(OnTrack, 0.8, 0.6));
    assert_eq!((derived.baseline, derived.actual), (Some(0), Some(2)));
    assert_eq!(derived.values, ProgressValues { target: Some(25.0), baseline: Some(0.0), actual: Some(20.0) });
    // Levels in other powers of ten, and a target that is a ratio.
    let ratio = in_unit("ratio", growth(at_least(0.25, 2025)));
    let levels = [annual(in_unit("10^4 visit", baseline(0.18, 2020))), annual(actual(2160.0, 2023))];
    let [from, to] = levels.clone();
    assert_eq!(told(vec![from, ratio, to]).0, OnTrack);
    // A difference of shares is in percentage points, and in nothing else.
    let points = |unit| {
        let change = Figure { basis: ObservationBasis::ChangeAbsolute, ..growth(at_least(10.0, 2025)) };
        vec![in_unit("%", baseline(40.0, 2020)), in_unit(unit, change), in_unit("%", actual(46.0, 2023))]
    };
    assert_eq!(told(points("pp")), line(OnTrack, 0.6, 0.6));
    assert_eq!(reason(points("%")), UnitsDiffer);
    // A stated change goes before one that is worked out.
    let both = vec![growth(actual(10.0, 2022)), annual(baseline(1800.0, 2020)), growth(at_least(25.0, 2025))];
    let [_, to] = levels.clone();
    assert_eq!(told([both, vec![to]].concat()), line(OnTrack, 0.4, 0.4));
    // Levels that do not stand for the change.
    let [from, to] = levels;
    let without = |from: Figure, to: Figure| reason(vec![from, growth(at_least(25.0, 2025)), to]);
    assert_eq!(without(Figure { end_year: Some(2019), ..from.clone() }, to.clone()), BasesDiffer);
    assert_eq!(without(of_basis(ObservationBasis::Point, from.clone()), to.clone()), BasesDiffer);
    assert_eq!(without(in_unit("loan", from.clone()), to.clone()), UnitsDiffer);
    assert_eq!(without(Figure { value: Some(0.0), ..from.clone() }, to.clone()), NoBaseline);
    let unsaid = Figure { reference_year: None, ..growth(at_least(25.0, 2025)) };
    assert_eq!(reason(vec![from, unsaid, to]), BasesDiffer);
}

#[test]
fn each_reason_has_its_case() {
    let in_words = Figure { value: None, ..target(Comparator::Qualitative, 0.0, 2025) };
    assert_eq!(reason(vec![in_words, actual(1.0, 2023)]), QualitativeTarget);
    assert_eq!(reason(vec![Figure { value: None, ..at_least(0.0, 2025) }, actual(1.0, 2023)]), NoTargetValue);
    assert_eq!(reason(vec![at_least(f64::NAN, 2025), actual(1.0, 2023)]), NoTargetValue);
    assert_eq!(reason(vec![target(Comparator::Between, 1.0, 2025), actual(1.0, 2023)]), NoTargetValue);
    assert_eq!(reason(vec![baseline(40.0, 2020), at_least(60.0, 2025)]), NoActual);
    assert_eq!(reason(vec![at_least(60.0, 2025), actual(50.0, 2023)]), NoBaseline);
    assert_eq!(reason(vec![at_least(60.0, 2025), in_unit("loan", actual(50.0, 2023))]), UnitsDiffer);
    assert_eq!(reason(vec![at_least(60.0, 2025), Figure { unit: None, ..actual(50.0, 2023) }]), UnitsDiffer);
    let without_unit = |figure| Figure { unit: None, ..figure };
    let nobody_knows = [baseline(40.0, 2020), at_least(60.0, 2025), actual(50.0, 2023)].map(without_unit);
    assert_eq!(reason(nobody_knows.into()), UnitsDiffer);
    let yearly = |figure| of_basis(ObservationBasis::Annual, figure);
    assert_eq!(reason(vec![at_least(60.0, 2025), yearly(actual(50.0, 2023))]), BasesDiffer);
    // A baseline that does not compare is told from none.
    assert_eq!(reason(vec![yearly(baseline(40.0, 2020)), at_least(60.0, 2025), actual(50.0, 2023)]), BasesDiffer);
    assert_eq!(
        reason(vec![in_unit("loan", baseline(40.0, 2020)), at_least(60.0, 2025), actual(50.0, 2023)]),
        UnitsDiffer
    );
    // What stays below so far is not achieved before the end, and without a baseline nothing more can be said.
    let at_most = |value, year| vec![target(Comparator::AtMost, 60.0, 2025), actual(value, year)];
    assert_eq!(reason(at_most(50.0, 2023)), NotYetDue);
    assert_eq!(reason(at_most(70.0, 2023)), NoBaseline);
    assert_eq!(reason(at_most(70.0, 2025)), NoBaseline);
    assert_eq!(told(at_most(50.0, 2025)), (Achieved, ComparatorOnly, None, None));
}

#[test]
fn without_a_baseline_a_target_is_reached_or_nothing_is_known() {
    assert_eq!(told(vec![at_least(60.0, 2025), actual(60.0, 2023)]), (Achieved, ComparatorOnly, None, None));
    let plain = |direction, value| {
        one(vec![target(Comparator::Equal, 60.0, 2025), actual(value, 2023)], direction, None).status
    };
    assert_eq!((plain(UP, 61.0), plain(DOWN, 61.0), plain(None, 61.0)), (Achieved, NotAvailable, NotAvailable));
    assert_eq!((plain(UP, 59.0), plain(DOWN, 59.0), plain(None, 60.0)), (NotAvailable, Achieved, Achieved));
    let known = one(vec![at_least(60.0, 2025), actual(50.0, 2023)], None, None);
    assert_eq!((known.target, known.baseline, known.actual), (0, None, Some(1)));
    assert_eq!(known.values, ProgressValues { target: Some(60.0), baseline: None, actual: Some(50.0) });
}

#[test]
fn actuals_count_in_the_span_of_their_target() {
    let target = || vec![baseline(40.0, 2020), at_least(60.0, 2025)];
    let chosen = |actuals: Vec<Figure>| {
        let progress = one([target(), actuals].concat(), None, None);
        progress.values.actual.ok_or(progress.reason)
    };
    // A review of the last period, what came after the target, and what nobody knows the year of.
    assert_eq!(chosen(vec![actual(50.0, 2020)]), Err(Some(NoActual)));
    assert_eq!(chosen(vec![actual(50.0, 2026)]), Err(Some(NoActual)));
    assert_eq!(chosen(vec![Figure { end_year: None, ..actual(50.0, 2023) }]), Err(Some(NoActual)));
    assert_eq!(chosen(vec![actual(50.0, 2022), actual(70.0, 2026), actual(45.0, 2021)]), Ok(50.0));
    // The latest that compares, past one that does not.
    assert_eq!(chosen(vec![actual(50.0, 2022), in_unit("loan", actual(9.0, 2023))]), Ok(50.0));
    // Of one year the exact figure.
    let about = Figure { comparator: Comparator::Approximately, ..actual(51.0, 2022) };
    assert_eq!(chosen(vec![about, actual(50.0, 2022)]), Ok(50.0));
    // Nothing from before a baseline that was taken on the way.
    let later = vec![baseline(45.0, 2022), at_least(60.0, 2025), actual(44.0, 2021)];
    assert_eq!(reason(later.clone()), NoActual);
    assert_eq!(told([later, vec![actual(50.0, 2023)]].concat()), line(OnTrack, 1.0 / 3.0, 1.0 / 3.0));
    // Averages over years of two periods belong to neither.
    let average = |start, figure| Figure { basis: ObservationBasis::AnnualAverage, start_year: Some(start), ..figure };
    assert_eq!(reason(vec![average(2021, at_least(3.0, 2025)), average(2019, actual(4.0, 2023))]), NoActual);
    assert_eq!(told(vec![average(2021, at_least(3.0, 2025)), average(2021, actual(4.0, 2023))]).0, Achieved);
}

#[test]
fn baselines_are_the_latest_before_the_target() {
    let chosen = |baselines: Vec<Figure>| {
        let progress = one([vec![at_least(60.0, 2025), actual(50.0, 2024)], baselines].concat(), None, None);
        progress.values.baseline.zip(progress.expected.map(|expected| expected.ratio))
    };
    assert_eq!(chosen(vec![baseline(40.0, 2020), baseline(30.0, 2019)]), Some((40.0, 0.8)));
    assert_eq!(chosen(vec![baseline(40.0, 2025)]), None);
    // Without a year it stands at the start of the period.
    assert_eq!(chosen(vec![Figure { end_year: None, ..baseline(40.0, 2020) }]), Some((40.0, 0.8)));
    assert_eq!(chosen(vec![baseline(30.0, 2015)]), Some((30.0, 0.9)));
}

#[test]
fn each_target_is_measured_by_its_own_part_and_year() {
    let of = |audience: &str, figure| Figure {
        dimensions: vec![
            Dimension { name: "audience".to_owned(), value: audience.to_owned() },
            Dimension { name: "branch".to_owned(), value: "north".to_owned() },
        ],
        ..figure
    };
    let mut children = of("children", actual(9.0, 2023));
    children.dimensions.reverse();
    let progress = all(
        vec![
            baseline(40.0, 2020),
            at_least(50.0, 2023),
            at_least(60.0, 2025),
            actual(46.0, 2022),
            actual(55.0, 2024),
            of("children", baseline(0.0, 2020)),
            of("children", at_least(10.0, 2025)),
            of("adults", at_least(10.0, 2025)),
            children,
        ],
        None,
        None,
    );
    let told: Vec<_> =
        progress.iter().map(|found| (found.target, found.baseline, found.actual, found.ratio, found.reason)).collect();
    assert_eq!(
        told,
        [
            // The milestone of 2023 knows nothing of 2024.
            (1, Some(0), Some(3), Some(0.6), None),
            (2, Some(0), Some(4), Some(0.75), None),
            (6, Some(5), Some(8), Some(0.9), None),
            (7, None, None, None, Some(NoActual)),
        ]
    );
}

#[test]
fn a_day_looks_back_at_what_was_known_by_then() {
    let figures = || vec![baseline(40.0, 2020), at_least(60.0, 2025), actual(46.0, 2022), actual(62.0, 2024)];
    let at = |day| told_of(&one(figures(), None, Some(day)));
    assert_eq!(at(date!(2022 - 12 - 31)), line(Behind, 0.3, 0.4));
    assert_eq!(at(date!(2024 - 12 - 30)).0, Behind);
    assert_eq!(at(date!(2024 - 12 - 31)), line(Achieved, 1.1, 0.8));
    assert_eq!(at(date!(2030 - 01 - 01)), line(Achieved, 1.1, 1.0));
    assert_eq!(reason_at(figures(), Some(date!(2022 - 12 - 30))), NoActual);
    assert_eq!(reason_at(figures(), Some(date!(2020 - 12 - 31))), NoActual);
    assert_eq!(reason_at(figures(), Some(date!(2020 - 12 - 30))), NotYetDue);
    // A sum that begins later begins to be due later.
    let sums = vec![sum(2023, at_least(10.0, 2025)), sum(2023, actual(4.0, 2023))];
    assert_eq!(reason_at(sums.clone(), Some(date!(2022 - 06 - 30))), NotYetDue);
    assert_eq!(told(sums).0, OnTrack);
    // Without a day, that of the latest actual.
    let expected = one(figures(), None, None).expected;
    let (start, due) = (date!(2020 - 12 - 31), date!(2025 - 12 - 31));
    assert_eq!(expected, Some(ExpectedProgress { ratio: 0.8, at: date!(2024 - 12 - 31), start, due }));
}

#[test]
fn targets_without_a_year_are_due_with_the_plan() {
    let open = Figure { end_year: None, ..at_least(60.0, 2025) };
    assert_eq!(told(vec![baseline(40.0, 2020), open, actual(52.0, 2023)]), line(OnTrack, 0.6, 0.6));
    assert!(all(vec![baseline(40.0, 2020), actual(52.0, 2023)], None, None).is_empty());
}

#[test]
fn shares_are_of_targets_with_known_progress() {
    let reached = all(vec![baseline(1.0, 2020), at_least(2.0, 2025), actual(2.0, 2023)], None, None);
    let on_track = all(vec![baseline(1.0, 2020), at_least(2.0, 2025), actual(1.9, 2023)], None, None);
    let behind = all(vec![baseline(1.0, 2020), at_least(2.0, 2025), actual(1.1, 2023)], None, None);
    let unknown = all(vec![at_least(2.0, 2024), at_least(2.0, 2025)], None, None);
    let review = all(vec![actual(1.0, 2020)], None, None);
    let summary = progress_summary([&reached, &on_track, &behind, &unknown, &review].map(Vec::as_slice));
    assert_eq!((summary.n_indicators, summary.n_targets), (5, 5));
    assert_eq!(summary.by_status, [(Achieved, 1), (OnTrack, 1), (Behind, 1), (Regressed, 0), (NotAvailable, 2)]);
    assert_eq!(summary.by_reason.len(), ProgressUnavailable::ALL.len());
    for (reason, n) in summary.by_reason {
        assert_eq!(n, if reason == NoActual { 2 } else { 0 }, "{reason}");
    }
    assert_eq!((summary.achieved_share, summary.on_track_share), (Some(1.0 / 3.0), Some(2.0 / 3.0)));
    assert_eq!(summary.reason, None);

    let why = |indicators: &[&Vec<TargetProgress>]| {
        let summary = progress_summary(indicators.iter().map(|progress| progress.as_slice()));
        assert_eq!((summary.achieved_share, summary.on_track_share), (None, None));
        summary.reason
    };
    assert_eq!(why(&[]), Some(SharesUnavailable::NoIndicator));
    assert_eq!(why(&[&review]), Some(SharesUnavailable::NoTarget));
    assert_eq!(why(&[&review, &unknown]), Some(SharesUnavailable::NoKnownProgress));
}
