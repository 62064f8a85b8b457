//! Benchmarks worked out by hand.

use std::collections::HashMap;

use super::{Benchmark, BenchmarkData, BenchmarkMissing, BenchmarkQuestion, BenchmarkValue, benchmark};
use crate::comparison::{LatestOrder, PlanSet, UsesByRevision, all_places};
use crate::{
    comparison::{
        caveat::CaveatCode,
        testing::{figure, visits},
    },
    domain::{
        cohort::CohortPlan,
        id::{InstitutionId, PlanRevisionId, id_from_name},
        indicator::{
            Comparator, Dimension, Figure, Indicator, IndicatorDirection, IndicatorUse, Observation, ObservationBasis,
            ObservationRole,
        },
        institution::{InstitutionKind, InstitutionStatistic},
        period::YearSpan,
        plan::{MAIN_VARIANT, PlanLevel, PlanStatus},
        revision::RegistryRevision,
    },
    statistics::Summary,
};

pub(super) const TARGET: ObservationRole = ObservationRole::Target;
const BASELINE: ObservationRole = ObservationRole::Baseline;
const ACTUAL: ObservationRole = ObservationRole::Actual;

/// A cohort with what its plans say of visits.
#[derive(Clone, Debug, Default)]
pub(super) struct Sample {
    pub(super) plans: Vec<CohortPlan>,
    pub(super) uses: HashMap<PlanRevisionId, Vec<IndicatorUse>>,
    pub(super) statistics: HashMap<InstitutionId, Vec<InstitutionStatistic>>,
}

pub(super) fn plan(institution: &str, slug: &str, (start, end): (i32, i32)) -> CohortPlan {
    CohortPlan {
        plan: id_from_name("plan", slug),
        revision: id_from_name("plan revision", slug),
        published: RegistryRevision(1),
        slug: slug.to_owned(),
        variant: MAIN_VARIANT.to_owned(),
        institution: id_from_name("institution", institution),
        kind: InstitutionKind::PublicLibrary,
        country: None,
        subdivision: None,
        period: id_from_name("period", &format!("{start}-{end}")),
        years: YearSpan::new(start, end).unwrap_or_else(|error| unreachable!("{error}")),
        level: PlanLevel::Public,
        status: PlanStatus::Adopted,
        is_synthetic: true,
    }
}

impl Sample {
    /// Adds an institution with one plan of the same name, which uses the indicator once for each list of figures.
    pub(super) fn with(self, name: &str, uses: &[&[Figure]]) -> Self {
        self.with_plan(plan(name, name, (2026, 2030)), uses)
    }

    pub(super) fn with_plan(mut self, plan: CohortPlan, uses: &[&[Figure]]) -> Self {
        let observation = |key: &str, place: usize, figure: &Figure| Observation {
            id: id_from_name("observation", &format!("{key}/{place}")),
            figure: figure.clone(),
        };
        let used = |(place, figures): (usize, &&[Figure])| {
            let key = format!("{}/{place}", plan.slug);
            IndicatorUse {
                plan_indicator: id_from_name("plan indicator", &key),
                observations: figures.iter().enumerate().map(|(at, figure)| observation(&key, at, figure)).collect(),
            }
        };
        if !uses.is_empty() {
            self.uses.insert(plan.revision, uses.iter().enumerate().map(used).collect());
        }
        self.plans.push(plan);
        self
    }

    /// One institution with one target for each number.
    pub(super) fn of_targets(values: &[f64]) -> Self {
        let name = |place: usize| format!("library-{place:02}");
        values
            .iter()
            .enumerate()
            .fold(Self::default(), |sample, (place, value)| sample.with(&name(place), &[&[target(*value)]]))
    }

    fn with_statistic(mut self, institution: &str, measure: &str, year: i32, value: f64) -> Self {
        self.statistics.entry(id_from_name("institution", institution)).or_default().push(InstitutionStatistic {
            measure: measure.to_owned(),
            year,
            value,
            source: None,
        });
        self
    }

    pub(super) fn ask(&self, question: &BenchmarkQuestion<'_>) -> Benchmark {
        let latest = LatestOrder::of(&self.plans).latest_among(&all_places(self.plans.len()));
        let uses = UsesByRevision { plans: &self.plans, uses: &self.uses };
        let statistics = &self.statistics;
        benchmark(question, &BenchmarkData { plans: &self.plans, latest: &latest, uses: &uses, statistics })
    }

    /// Slug, value and rank of each entry.
    fn told(&self, question: &BenchmarkQuestion<'_>) -> Vec<(&str, f64, Option<u32>)> {
        let slug = |plan: usize| self.plans.get(plan).map_or("", |plan| plan.slug.as_str());
        self.ask(question).entries.iter().map(|entry| (slug(entry.plan), entry.value, entry.rank)).collect()
    }

    /// Reason and slugs of those without a value.
    fn missing(&self, question: &BenchmarkQuestion<'_>) -> Vec<(BenchmarkMissing, Vec<&str>)> {
        let slugs = |plans: &PlanSet| plans.iter().map(|plan| self.plans[plan as usize].slug.as_str()).collect();
        self.ask(question).missing.iter().map(|missing| (missing.reason, slugs(&missing.plans))).collect()
    }

    /// Code and slugs of each caveat but that about few values.
    fn caveats(&self, question: &BenchmarkQuestion<'_>) -> Vec<(CaveatCode, Vec<&str>)> {
        let caveats = self.ask(question).caveats;
        let caveats = caveats.iter().filter(|caveat| caveat.code != CaveatCode::SmallCohort);
        let slug = |plan: usize| self.plans[plan].slug.as_str();
        caveats.map(|caveat| (caveat.code, caveat.plans.iter().map(slug).collect())).collect()
    }
}

pub(super) fn question(indicator: &Indicator) -> BenchmarkQuestion<'_> {
    BenchmarkQuestion { indicator, role: TARGET, value: BenchmarkValue::Figure, basis: None, year: None }
}

pub(super) fn target(value: f64) -> Figure {
    figure(TARGET, value, "visit", 2030)
}

fn baseline(value: f64, year: i32) -> Figure {
    figure(BASELINE, value, "visit", year)
}

#[test]
fn five_values() {
    // Sorted 10, 20, 20, 30, 60. numpy.quantile(…, [0.25, 0.5, 0.75]) = 20, 20, 30; mean 28;
    // numpy.std(…, ddof=1) = √(1480 ÷ 4) = 19.235384061671343.
    // scipy.stats.rankdata(−x, "min") = 5, 3, 3, 2, 1; percentile (worse + ½ equal) ÷ 5 = 0.1, 0.4, 0.4, 0.7, 0.9.
    let sample = Sample::of_targets(&[20.0, 60.0, 10.0, 20.0, 30.0]);
    let visits = visits();
    let found = sample.ask(&question(&visits));
    let expected = Summary {
        n: 5,
        min: Some(10.0),
        q1: Some(20.0),
        median: Some(20.0),
        q3: Some(30.0),
        max: Some(60.0),
        mean: Some(28.0),
        standard_deviation: Some(19.235_384_061_671_343),
    };
    assert_eq!(found.summary, expected);
    assert_eq!(
        sample.told(&question(&visits)),
        [
            ("library-01", 60.0, Some(1)),
            ("library-04", 30.0, Some(2)),
            ("library-00", 20.0, Some(3)),
            ("library-03", 20.0, Some(3)),
            ("library-02", 10.0, Some(5)),
        ]
    );
    let percentiles: Vec<Option<f64>> = found.entries.iter().map(|entry| entry.percentile_rank).collect();
    assert_eq!(percentiles, [0.9, 0.7, 0.4, 0.4, 0.1].map(Some));
    assert_eq!((found.quantile(0.9), found.quantile(-0.1), found.quantile(f64::NAN)), (Some(48.0), None, None));
    // From 30: 20 and 20 at 10, then 10 at 20, then 60 at 30.
    let slugs = |places: Vec<usize>| -> Vec<&str> {
        places.into_iter().map(|place| sample.plans[found.entries[place].plan].slug.as_str()).collect()
    };
    assert_eq!(slugs(found.nearest(1, 3, &sample.plans)), ["library-00", "library-03", "library-02"]);
    assert_eq!(found.nearest(1, 100, &sample.plans).len(), 4);
    assert!(found.nearest(9, 3, &sample.plans).is_empty() && found.nearest(0, 0, &sample.plans).is_empty());
    assert_eq!((found.basis, found.unit), (Some(ObservationBasis::Point), visits.unit));
}

#[test]
fn which_way_is_better_decides_the_order() {
    let sample = Sample::of_targets(&[2.0, 1.0, 2.0]);
    let lower = Indicator { direction: IndicatorDirection::LowerIsBetter, ..visits() };
    assert_eq!(
        sample.told(&question(&lower)),
        [("library-01", 1.0, Some(1)), ("library-00", 2.0, Some(2)), ("library-02", 2.0, Some(2))]
    );
    let neutral = Indicator { direction: IndicatorDirection::Neutral, ..visits() };
    assert_eq!(
        sample.told(&question(&neutral)),
        [("library-00", 2.0, None), ("library-02", 2.0, None), ("library-01", 1.0, None)]
    );
    assert!(sample.ask(&question(&neutral)).entries.iter().all(|entry| entry.percentile_rank.is_none()));
}

#[test]
fn few_values_leave_numbers_out() {
    let visits = visits();
    let none = Sample::default().ask(&question(&visits));
    assert_eq!((none.summary.mean, none.n_missing(), none.quantile(0.5)), (None, 0, None));
    assert!(none.caveats.is_empty() && none.basis.is_none());
    let one = Sample::of_targets(&[7.0]).ask(&question(&visits));
    assert_eq!((one.summary.median, one.summary.standard_deviation), (Some(7.0), None));
    assert_eq!(one.entries[0].percentile_rank, Some(0.5));
    let equal = Sample::of_targets(&[7.0; 3]).ask(&question(&visits));
    assert_eq!(equal.summary.standard_deviation, Some(0.0));
    assert!(equal.entries.iter().all(|entry| entry.rank == Some(1) && entry.percentile_rank == Some(0.5)));
    assert_eq!(equal.caveats.iter().map(|caveat| caveat.code).collect::<Vec<_>>(), [CaveatCode::SmallCohort]);
    assert!(Sample::of_targets(&[7.0; 10]).ask(&question(&visits)).caveats.is_empty());
}

#[test]
fn the_first_reason_that_leaves_nothing_is_told() {
    let in_words = Figure { value: None, comparator: Comparator::Qualitative, ..target(0.0) };
    let of_children = Dimension { name: "audience".to_owned(), value: "children".to_owned() };
    let part = Figure { dimensions: vec![of_children], ..target(1.0) };
    let yearly = Figure { basis: ObservationBasis::Annual, ..target(4.0) };
    let sample = Sample::of_targets(&[1.0, 2.0])
        .with("no-use", &[])
        .with("no-figure", &[&[], &[baseline(3.0, 2025), figure(ACTUAL, 1.0, "visit", 2025)]])
        .with("part", &[&[part]])
        .with("words", &[&[in_words]])
        .with("loans", &[&[figure(TARGET, 5.0, "loan", 2030)]])
        .with("furlongs", &[&[figure(TARGET, 5.0, "furlong", 2030)]])
        .with("yearly", &[&[yearly]]);
    let visits = visits();
    assert_eq!(
        sample.missing(&question(&visits)),
        [
            (BenchmarkMissing::NoPlanIndicator, vec!["no-use"]),
            (BenchmarkMissing::NoFigure, vec!["no-figure", "part"]),
            (BenchmarkMissing::Qualitative, vec!["words"]),
            (BenchmarkMissing::UnitDiffers, vec!["loans", "furlongs"]),
            (BenchmarkMissing::BasisDiffers, vec!["yearly"]),
        ]
    );
    assert_eq!(
        sample.caveats(&question(&visits)),
        [(CaveatCode::UnitsDiffer, vec!["loans", "furlongs"]), (CaveatCode::BasesDiffer, vec!["yearly"])]
    );
    assert_eq!(sample.ask(&question(&visits)).n_missing(), 7);
    // Who asks for the basis gets it, and the others are of another.
    let asked = BenchmarkQuestion { basis: Some(ObservationBasis::Annual), ..question(&visits) };
    assert_eq!(sample.told(&asked), [("yearly", 4.0, Some(1))]);
    let cumulative = BenchmarkQuestion { basis: Some(ObservationBasis::Cumulative), ..question(&visits) };
    assert_eq!(sample.ask(&cumulative).basis, Some(ObservationBasis::Cumulative));
    assert!(sample.told(&cumulative).is_empty());
}

#[test]
fn the_basis_that_most_institutions_have_counts() {
    let yearly = |value| Figure { basis: ObservationBasis::Annual, ..target(value) };
    // Annual three times, of which twice in one plan, against a point in time twice: a tie, and POINT comes first.
    let sample = Sample::of_targets(&[1.0])
        .with("both", &[&[yearly(5.0), yearly(6.0), target(2.0)]])
        .with("yearly", &[&[yearly(7.0)]]);
    let visits = visits();
    assert_eq!(sample.told(&question(&visits)), [("both", 2.0, Some(1)), ("library-00", 1.0, Some(2))]);
    let more = sample.with("more", &[&[yearly(8.0)]]);
    assert_eq!(
        more.told(&question(&visits)),
        [("more", 8.0, Some(1)), ("yearly", 7.0, Some(2)), ("both", 5.0, Some(3))]
    );
}

#[test]
fn the_latest_figure_counts_unless_a_year_is_asked_for() {
    let of = |value, year| figure(TARGET, value, "visit", year);
    let undated = Figure { end_year: None, ..target(9.0) };
    let sample = Sample::default()
        .with("steps", &[&[of(1.0, 2027), of(3.0, 2030)], &[of(4.0, 2030), of(2.0, 2028)]])
        .with("early", &[&[undated.clone(), of(5.0, 2028)]])
        .with("undated", &[&[undated]]);
    let visits = visits();
    // Of two figures of 2030 the first in the document.
    assert_eq!(
        sample.told(&question(&visits)),
        [("undated", 9.0, Some(1)), ("early", 5.0, Some(2)), ("steps", 3.0, Some(3))]
    );
    assert_eq!(sample.caveats(&question(&visits)), [(CaveatCode::YearsDiffer, vec!["steps", "early", "undated"])]);
    let asked = BenchmarkQuestion { year: Some(2028), ..question(&visits) };
    assert_eq!(sample.told(&asked), [("early", 5.0, Some(1)), ("steps", 2.0, Some(2))]);
    assert_eq!(sample.missing(&asked), [(BenchmarkMissing::YearDiffers, vec!["undated"])]);
    assert_eq!(sample.caveats(&asked), [(CaveatCode::YearsDiffer, vec!["undated"])]);
    let never = BenchmarkQuestion { year: Some(i32::MIN), ..question(&visits) };
    assert_eq!(sample.missing(&never), [(BenchmarkMissing::YearDiffers, vec!["steps", "early", "undated"])]);
}

#[test]
fn sums_over_other_spans_are_of_other_years() {
    let sum = |start, value| Figure {
        basis: ObservationBasis::Cumulative,
        start_year: Some(start),
        ..figure(TARGET, value, "visit", 2030)
    };
    let visits = visits();
    let alike = Sample::default().with("a", &[&[sum(2026, 1.0)]]).with("b", &[&[sum(2026, 2.0)]]);
    assert!(alike.caveats(&question(&visits)).is_empty());
    let apart = alike.with("c", &[&[sum(2021, 3.0)]]);
    assert_eq!(apart.caveats(&question(&visits)), [(CaveatCode::YearsDiffer, vec!["a", "b", "c"])]);
}

#[test]
fn one_plan_stands_for_an_institution() {
    let targets = |value| [target(value)];
    let sample = Sample::default()
        .with_plan(plan("library", "library-13", (2016, 2020)), &[&targets(1.0)])
        .with_plan(plan("library", "library-15", (2026, 2030)), &[])
        .with_plan(plan("library", "library-14", (2021, 2025)), &[&targets(2.0)])
        .with_plan(plan("other", "other-long", (2021, 2030)), &[&targets(3.0)])
        .with_plan(plan("other", "other-short", (2026, 2030)), &[&targets(4.0)])
        .with_plan(
            CohortPlan { status: PlanStatus::Proposal, ..plan("third", "third-a", (2026, 2030)) },
            &[&targets(5.0)],
        )
        .with_plan(plan("third", "third-b", (2026, 2030)), &[&targets(6.0)]);
    let visits = visits();
    // The latest plan counts even where it says nothing of the indicator.
    assert_eq!(sample.missing(&question(&visits)), [(BenchmarkMissing::NoPlanIndicator, vec!["library-15"])]);
    assert_eq!(sample.told(&question(&visits)), [("third-b", 6.0, Some(1)), ("other-short", 4.0, Some(2))]);
    assert_eq!(
        sample.caveats(&question(&visits)),
        [(CaveatCode::RepeatedInstitutions, vec!["library-13", "library-14", "other-long", "third-a"])]
    );
}

#[test]
fn bounds_and_ranges_become_values() {
    let range = Figure { upper: Some(3.0), comparator: Comparator::Between, ..figure(TARGET, 1.0, "10^4 visit", 2030) };
    let at_least = Figure { comparator: Comparator::AtLeast, ..target(15_000.0) };
    let sample = Sample::of_targets(&[10_050.0])
        .with("range", &[&[range]])
        .with("at-least", &[&[at_least]])
        // 1.005 × 10⁴ is 10049.999999999998 as machines multiply.
        .with("ten-thousands", &[&[figure(TARGET, 1.005, "10^4 visit", 2030)]]);
    let visits = visits();
    assert_eq!(
        sample.told(&question(&visits)),
        [
            ("range", 20_000.0, Some(1)),
            ("at-least", 15_000.0, Some(2)),
            ("library-00", 10_050.0, Some(3)),
            ("ten-thousands", 10_050.0, Some(3)),
        ]
    );
    assert_eq!(sample.caveats(&question(&visits)), [(CaveatCode::BoundTakenAsValue, vec!["range", "at-least"])]);
}

#[test]
fn an_indicator_without_a_unit_takes_the_quantity_of_most() {
    let indicator = Indicator { unit: None, ..visits() };
    let of = |value, unit| [figure(TARGET, value, unit, 2030)];
    let sample = Sample::default()
        .with("a", &[&of(2.0, "TB")])
        .with("b", &[&of(500.0, "GB")])
        .with("c", &[&of(9.0, "visit")])
        .with("d", &[&of(9.0, "furlong")]);
    assert_eq!(sample.told(&question(&indicator)), [("a", 2_000_000.0, Some(1)), ("b", 500_000.0, Some(2))]);
    assert_eq!(sample.ask(&question(&indicator)).unit.map(|unit| unit.to_string()).as_deref(), Some("MB"));
    assert_eq!(sample.missing(&question(&indicator)), [(BenchmarkMissing::UnitDiffers, vec!["c", "d"])]);
    // A basis that nobody has says so, not that the units differ.
    let asked = BenchmarkQuestion { basis: Some(ObservationBasis::Annual), ..question(&indicator) };
    assert_eq!(
        sample.missing(&asked),
        [(BenchmarkMissing::UnitDiffers, vec!["c", "d"]), (BenchmarkMissing::BasisDiffers, vec!["a", "b"])]
    );
}

#[test]
fn a_relative_change_starts_from_the_baseline_of_the_same_use() {
    let sum = |role, value, start, end| Figure {
        basis: ObservationBasis::Cumulative,
        start_year: Some(start),
        ..figure(role, value, "visit", end)
    };
    let sample = Sample::default()
        // (1.2 − 1) ÷ 1, in other units; the baseline of 2020 is not the latest.
        .with("fifth", &[&[baseline(5.0, 2020), figure(BASELINE, 1.0, "10^4 visit", 2025), target(12_000.0)]])
        // (−1 − −2) ÷ |−2|: upwards, whatever the signs.
        .with("below-0", &[&[baseline(-2.0, 2025), target(-1.0)]])
        .with("less", &[&[baseline(8.0, 2025), target(6.0)]])
        .with("elsewhere", &[&[target(6.0)], &[baseline(8.0, 2025)]])
        .with("too-late", &[&[baseline(8.0, 2030), target(6.0)]])
        .with("zero", &[&[baseline(0.0, 2025), target(6.0)]])
        .with("loans", &[&[figure(BASELINE, 1.0, "loan", 2025), target(6.0)]]);
    let visits = visits();
    let asked = BenchmarkQuestion { value: BenchmarkValue::RelativeChange, ..question(&visits) };
    assert_eq!(sample.told(&asked), [("below-0", 0.5, Some(1)), ("fifth", 0.2, Some(2)), ("less", -0.25, Some(3))]);
    assert_eq!(
        sample.missing(&asked),
        [
            (BenchmarkMissing::NoBaseline, vec!["elsewhere", "too-late", "loans"]),
            (BenchmarkMissing::ZeroBaseline, vec!["zero"]),
        ]
    );
    let found = sample.ask(&asked);
    assert_eq!(found.entries[1].baseline, Some(id_from_name("observation", "fifth/0/1")));
    assert_eq!(found.entries[1].observation, id_from_name("observation", "fifth/0/2"));
    // Sums start from a sum over as many years.
    let sums = Sample::default()
        .with("alike", &[&[sum(BASELINE, 4.0, 2021, 2025), sum(TARGET, 5.0, 2026, 2030)]])
        .with("apart", &[&[sum(BASELINE, 4.0, 2025, 2025), sum(TARGET, 5.0, 2026, 2030)]]);
    assert_eq!(sums.told(&asked), [("alike", 0.25, Some(1))]);
    assert_eq!(sums.missing(&asked), [(BenchmarkMissing::NoBaseline, vec!["apart"])]);
}

#[test]
fn figures_are_divided_by_the_statistic_of_their_year() {
    let sample = Sample::default()
        .with("many", &[&[target(300.0)]])
        .with("few", &[&[target(80.0)]])
        .with("empty", &[&[target(80.0)]])
        .with("other-year", &[&[target(80.0)]])
        .with("undated", &[&[Figure { end_year: None, ..target(1.0) }]])
        .with_statistic("many", "population", 2029, 1.0)
        .with_statistic("many", "population", 2030, 200.0)
        .with_statistic("few", "population", 2030, 20.0)
        .with_statistic("empty", "population", 2030, 0.0)
        .with_statistic("other-year", "population", 2031, 10.0)
        .with_statistic("undated", "population", 2030, 10.0);
    let visits = visits();
    let asked = BenchmarkQuestion { value: BenchmarkValue::PerCapita, ..question(&visits) };
    assert_eq!(sample.told(&asked), [("few", 4.0, Some(1)), ("many", 1.5, Some(2))]);
    let without = vec!["empty", "other-year", "undated"];
    assert_eq!(sample.missing(&asked), [(BenchmarkMissing::NoDenominator, without.clone())]);
    assert_eq!(sample.caveats(&asked), [(CaveatCode::NoDenominator, without)]);
    let denominator = sample.ask(&asked).entries[1].denominator.clone();
    assert_eq!(denominator.map(|statistic| (statistic.year, statistic.value)), Some((2030, 200.0)));
    assert_eq!(
        (BenchmarkValue::PerCapita.denominator(), BenchmarkValue::PerStudent.denominator()),
        (Some("population"), Some("students"))
    );
}

#[test]
fn no_number_is_beyond_numbers() {
    let sample = Sample::of_targets(&[f64::NAN, f64::INFINITY, f64::MAX, -f64::MAX, -0.0])
        .with("overflows", &[&[figure(TARGET, f64::MAX, "10^8 visit", 2030)]])
        .with("tiny", &[&[baseline(f64::from_bits(1), 2025), target(1.0)]]);
    let visits = visits();
    let found = sample.ask(&question(&visits));
    assert!(found.entries.iter().all(|entry| entry.value.is_finite()));
    assert_eq!(
        sample.missing(&question(&visits)),
        [
            (BenchmarkMissing::Qualitative, vec!["library-00", "library-01"]),
            (BenchmarkMissing::UnitDiffers, vec!["overflows"]),
        ]
    );
    let Summary { n: _, min, q1, median, q3, max, mean, standard_deviation } = found.summary;
    for number in [min, q1, median, q3, max, mean, standard_deviation, found.quantile(0.1)].into_iter().flatten() {
        assert!(number.is_finite(), "{number}");
    }
    let zero = found.entries.iter().find(|entry| entry.value == 0.0);
    assert!(zero.is_some_and(|entry| entry.value.is_sign_positive()));
    let change = BenchmarkQuestion { value: BenchmarkValue::RelativeChange, ..question(&visits) };
    assert!(sample.missing(&change).contains(&(BenchmarkMissing::ZeroBaseline, vec!["tiny"])));
}
