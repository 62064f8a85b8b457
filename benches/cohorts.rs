//! How long questions about cohorts take by the number of plans: making the index, `themeCoverage` of two periods by kind,
//! the same with associations, and `indicatorBenchmark` of one target over the public libraries of a period.
//!
//! The plans are made up here, alike for every run: six thousand institutions for twenty thousand plans, in the kinds and
//! regions that there are, a hundred elements a plan.
#![expect(clippy::expect_used, reason = "what is made up here is known to be right")]

use std::{collections::BTreeMap, hint::black_box, sync::Arc};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use plan_registry::{
    coding::CodingSummary,
    comparison::{BenchmarkQuestion, BenchmarkValue, CohortDimension},
    domain::{
        cohort::{CohortFilter, CohortPlan},
        element::PlanLayer,
        id::{IndicatorId, InstitutionId, ObservationId, PeriodId, PlanId, PlanIndicatorId, PlanRevisionId},
        indicator::{
            Comparator, Figure, Indicator, IndicatorDirection, IndicatorMeasure, IndicatorUse, Observation,
            ObservationBasis, ObservationRole,
        },
        institution::{InstitutionKind, Region},
        period::{PlanningPeriod, YearSpan},
        plan::{MAIN_VARIANT, PlanLevel, PlanStatus},
        revision::RegistryRevision,
        text::Texts,
    },
    index::{
        benchmarks::{BenchmarkIndex, CohortData, PlanFigures},
        cohorts::CohortIndex,
    },
};
use uuid::Uuid;

const N_THEMES: usize = 60;
const N_INDICATORS: u128 = 40;

/// Small numbers that look drawn (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn among<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len() as u64) as usize]
    }
}

fn id<T: From<Uuid>>(kind: u128, number: u128) -> T {
    Uuid::from_u128((kind << 96) | number).into()
}

fn periods() -> Vec<Arc<PlanningPeriod>> {
    (0..3_i32)
        .map(|place| {
            let slug = format!("cn-fyp-{}", 13 + place);
            let start = 2016 + 5 * place;
            Arc::new(PlanningPeriod {
                id: id::<PeriodId>(1, place as u128),
                slug: slug.clone(),
                scheme: "cn-fyp".to_owned(),
                ordinal: Some(13 + place),
                names: Texts::editorial(slug.clone(), slug),
                years: YearSpan::new(start, start + 4).expect("the first year is before the last"),
                previous: None,
            })
        })
        .collect()
}

fn indicator() -> Indicator {
    Indicator {
        id: id::<IndicatorId>(2, 0),
        slug: "visits".to_owned(),
        names: Texts::default(),
        definition: Texts::default(),
        measure: IndicatorMeasure::Count,
        unit: "visit".parse().ok(),
        direction: IndicatorDirection::HigherIsBetter,
        standard_codes: Vec::new(),
    }
}

struct Registry {
    plans: Arc<[CohortPlan]>,
    summaries: Vec<CodingSummary>,
    figures: Vec<Option<Arc<PlanFigures>>>,
}

fn registry(n_plans: usize) -> Registry {
    let mut numbers = Numbers(7);
    let periods = periods();
    let subdivisions: Vec<&str> = Region::ALL.iter().flat_map(|region| region.subdivisions).copied().collect();
    let n_institutions = n_plans * 3 / 10;
    let of_institutions: Vec<(InstitutionKind, Option<&str>)> = (0..n_institutions)
        .map(|_| {
            let kind =
                if numbers.below(3) > 0 { InstitutionKind::PublicLibrary } else { numbers.among(InstitutionKind::ALL) };
            (kind, (numbers.below(10) > 0).then(|| numbers.among(&subdivisions)))
        })
        .collect();
    let mut registry = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..n_plans {
        // Some institutions have a plan and its draft for a period.
        let owner = number % n_institutions;
        let round = number / n_institutions;
        let period = &periods[round % periods.len()];
        let (kind, subdivision) = of_institutions[owner];
        let is_draft = round >= periods.len();
        registry.0.push(CohortPlan {
            plan: id::<PlanId>(3, number as u128),
            revision: id::<PlanRevisionId>(4, number as u128),
            published: RegistryRevision(1 + round as i64),
            slug: format!("plan-{number:06}"),
            variant: if is_draft { "draft".to_owned() } else { MAIN_VARIANT.to_owned() },
            institution: id::<InstitutionId>(5, owner as u128),
            kind,
            country: Some(if subdivision.is_some() { "CN" } else { "US" }.to_owned()),
            subdivision: subdivision.map(str::to_owned),
            period: period.id,
            years: period.years,
            level: if kind == InstitutionKind::PublicLibrary { PlanLevel::Public } else { PlanLevel::Academic },
            status: if is_draft { PlanStatus::Consultation } else { PlanStatus::Adopted },
            is_synthetic: true,
        });
        registry.1.push(summary(&mut numbers));
        registry.2.push(Some(Arc::new(figures(&mut numbers, number as u128))));
    }
    Registry { plans: registry.0.into(), summaries: registry.1, figures: registry.2 }
}

fn summary(numbers: &mut Numbers) -> CodingSummary {
    let mut elements: BTreeMap<PlanLayer, Vec<Vec<u16>>> = BTreeMap::new();
    for _ in 0..100 {
        let n_themes = numbers.below(4);
        let mut themes: Vec<u16> = (0..n_themes).map(|_| numbers.below(N_THEMES as u64) as u16).collect();
        themes.sort_unstable();
        themes.dedup();
        elements.entry(numbers.among(PlanLayer::ALL)).or_default().push(themes);
    }
    CodingSummary::new(&PlanLayer::ALL.iter().copied().collect(), &elements)
}

fn figures(numbers: &mut Numbers, plan: u128) -> PlanFigures {
    let uses: Vec<(IndicatorId, IndicatorUse)> = (0..10_u128)
        .map(|place| {
            let observation = |(at, role): (u128, ObservationRole)| Observation {
                id: id::<ObservationId>(6, (plan << 16) | (place << 8) | at),
                figure: Figure {
                    role,
                    comparator: numbers.among(&[Comparator::Equal, Comparator::Equal, Comparator::AtLeast]),
                    value: Some(numbers.below(4_000) as f64 / 10.0),
                    upper: None,
                    unit: numbers.among(&["visit", "10^4 visit", "10^4 visit"]).parse().ok(),
                    basis: numbers.among(&[
                        ObservationBasis::Point,
                        ObservationBasis::Annual,
                        ObservationBasis::Annual,
                    ]),
                    start_year: None,
                    end_year: Some(numbers.among(&[2025, 2030, 2030])),
                    reference_year: None,
                    dimensions: Vec::new(),
                    text: None,
                    evidence: None,
                },
            };
            let observations = [(0, ObservationRole::Baseline), (1, ObservationRole::Target)].map(observation).to_vec();
            let used = IndicatorUse { plan_indicator: id::<PlanIndicatorId>(7, (plan << 8) | place), observations };
            let number = (place * 4 + plan) % N_INDICATORS;
            (id::<IndicatorId>(2, number), used)
        })
        .collect();
    PlanFigures::of(uses.iter().map(|(indicator, used)| (*indicator, used)))
}

fn build(registry: &Registry) -> CohortIndex {
    CohortIndex::build(registry.plans.clone(), registry.summaries.iter().map(Some), N_THEMES, &periods())
}

fn of_periods(places: &[usize]) -> CohortFilter {
    let periods = periods();
    CohortFilter {
        include_synthetic: true,
        periods: Some(places.iter().map(|&place| periods[place].id).collect()),
        ..CohortFilter::default()
    }
}

fn questions(criterion: &mut Criterion) {
    for n_plans in [2_000, 20_000] {
        let registry = registry(n_plans);
        let mut group = criterion.benchmark_group("cohorts");
        group.sample_size(20);
        let named = |name: &str| BenchmarkId::new(name, n_plans);

        group.bench_function(named("build"), |bencher| bencher.iter(|| build(black_box(&registry))));
        let index = build(&registry);

        let two_periods = of_periods(&[0, 1]);
        let coverage = |dimensions: &[CohortDimension], with_associations: bool| {
            let members = index.resolve(black_box(&two_periods));
            let facts = index.facts(&members, true).caveats_of(index.plans());
            let groups = index.groups(&members, dimensions);
            let associations = with_associations.then(|| index.associations(&groups, dimensions));
            (index.n_institutions(&members), facts, index.coverage(&groups), associations)
        };
        let by_kind = [CohortDimension::InstitutionKind];
        let by_kind_and_period = [CohortDimension::InstitutionKind, CohortDimension::Period];
        group.bench_function(named("coverage by kind"), |bencher| bencher.iter(|| coverage(&by_kind, false)));
        group.bench_function(named("coverage by kind and period"), |bencher| {
            bencher.iter(|| coverage(&by_kind_and_period, false))
        });
        group.bench_function(named("coverage by kind, with associations"), |bencher| {
            bencher.iter(|| coverage(&by_kind, true))
        });
        group.bench_function(named("coverage by period, with associations"), |bencher| {
            bencher.iter(|| coverage(&[CohortDimension::Period], true))
        });
        group.bench_function(named("coverage by subdivision"), |bencher| {
            bencher.iter(|| coverage(&[CohortDimension::Subdivision], false))
        });

        let figures = BenchmarkIndex::build(registry.figures.clone());
        let public = CohortFilter { kinds: Some(vec![InstitutionKind::PublicLibrary]), ..of_periods(&[1]) };
        let indicator = indicator();
        let question = |year: Option<i32>| BenchmarkQuestion {
            indicator: &indicator,
            role: ObservationRole::Target,
            value: BenchmarkValue::Figure,
            basis: None,
            year,
        };
        let benchmark = |question: &BenchmarkQuestion<'_>| {
            let members = index.resolve(black_box(&public));
            let latest = index.latest(&members);
            let data = CohortData { plans: index.plans(), latest: &latest, statistics: &Default::default() };
            let found = figures.benchmark(question, &data);
            assert!(!found.entries.is_empty(), "there is something to rank");
            found
        };
        group.bench_function(named("benchmark"), |bencher| bencher.iter(|| benchmark(&question(None))));
        group.bench_function(named("benchmark of a year"), |bencher| bencher.iter(|| benchmark(&question(Some(2030)))));
        group.finish();
    }
}

criterion_group!(benches, questions);
criterion_main!(benches);
