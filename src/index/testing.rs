//! Registries drawn at random, and cohorts of them as the store would find them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use proptest::prelude::*;

use super::{benchmarks::PlanFigures, cohorts::CohortIndex};
use crate::{
    coding::CodingSummary,
    domain::{
        cohort::{CohortFilter, CohortPlan, PeerCriteria},
        element::PlanLayer,
        id::{IndicatorId, PeriodId, id_from_name},
        indicator::{Comparator, Dimension, Figure, IndicatorUse, Observation, ObservationBasis, ObservationRole},
        institution::{InstitutionKind, Region},
        period::{PlanningPeriod, YearSpan},
        plan::{MAIN_VARIANT, PlanLevel, PlanStatus},
        revision::RegistryRevision,
        text::Texts,
    },
};

pub(super) const N_THEMES: usize = 5;
const KINDS: [InstitutionKind; 2] = [InstitutionKind::PublicLibrary, InstitutionKind::AcademicLibrary];
const SUBDIVISIONS: [&str; 3] = ["CN-JL", "CN-BJ", "US-NY"];

/// A plan of a drawn registry.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    pub(super) plan: CohortPlan,
    pub(super) summary: Option<CodingSummary>,
    pub(super) uses: Vec<IndicatorUse>,
}

fn span(start: i32, end: i32) -> YearSpan {
    YearSpan::new(start, end).unwrap_or_else(|error| unreachable!("{error}"))
}

/// Two periods of one length, one of another, and one that begins like the first.
pub(super) fn periods() -> Vec<Arc<PlanningPeriod>> {
    [("p13", 2016, 2020), ("p14", 2021, 2025), ("p15", 2026, 2030), ("long", 2016, 2030)]
        .map(|(slug, start, end)| {
            Arc::new(PlanningPeriod {
                id: id_from_name("period", slug),
                slug: slug.to_owned(),
                scheme: "own".to_owned(),
                ordinal: None,
                years: span(start, end),
                names: Texts::editorial(slug.to_owned(), slug.to_owned()),
                previous: None,
            })
        })
        .to_vec()
}

fn period_ids() -> Vec<PeriodId> {
    periods().iter().map(|period| period.id).collect()
}

fn summaries() -> impl Strategy<Value = Option<CodingSummary>> {
    // One theme more than the codebook has.
    let element = prop::collection::btree_set(0..=N_THEMES as u16, 0..4).prop_map(|set| set.into_iter().collect());
    let elements = prop::collection::vec(element, 1..6);
    let layers = prop::collection::btree_map(prop::sample::select(PlanLayer::ALL), elements, 0..4);
    let coded = prop::collection::btree_set(prop::sample::select(PlanLayer::ALL), 3..6);
    let summary =
        (coded, layers).prop_map(|(coded, layers): (BTreeSet<PlanLayer>, BTreeMap<PlanLayer, Vec<Vec<u16>>>)| {
            CodingSummary::new(&coded, &layers)
        });
    prop::option::weighted(0.9, summary)
}

fn figures() -> impl Strategy<Value = Figure> {
    use ObservationBasis::{Annual, ChangeRelative, Cumulative, Point};
    use ObservationRole::{Baseline, Target};
    let role = prop::sample::select(vec![Target, Target, Target, Baseline]);
    let basis = prop::sample::select(vec![Point, Point, Annual, Cumulative, ChangeRelative]);
    let unit = prop::sample::select(vec!["visit", "visit", "10^4 visit", "loan", "furlong"]);
    let value = prop::option::weighted(0.9, (-3_i32..30).prop_map(|value| f64::from(value) * 1.005));
    let years = (prop::option::weighted(0.8, 2018..2031_i32), prop::option::of(2015..2018_i32));
    let width = prop::option::weighted(0.2, 0_i32..9);
    (role, basis, unit, value, years, width, prop::bool::weighted(0.1)).prop_map(
        |(role, basis, unit, value, (end_year, start_year), width, is_part)| Figure {
            role,
            comparator: if width.is_some() { Comparator::Between } else { Comparator::Equal },
            value,
            upper: width.and_then(|width| Some(value? + f64::from(width))),
            unit: unit.parse().ok(),
            basis,
            start_year,
            end_year,
            reference_year: start_year,
            dimensions: if is_part {
                vec![Dimension { name: "audience".to_owned(), value: "children".to_owned() }]
            } else {
                Vec::new()
            },
            text: None,
            evidence: None,
        },
    )
}

prop_compose! {
    fn drawn()(
        number in 0..200_u32,
        owner in 0..40_u32,
        // Most plans are alike, so that some have counts kept ready.
        place in prop::sample::select(vec![0_usize, 0, 1, 1, 1, 2, 3]),
        kind in prop::sample::select(vec![KINDS[0], KINDS[0], KINDS[0], KINDS[1]]),
        subdivision in prop::sample::select(vec![Some(0_usize), Some(0), Some(0), Some(1), Some(2), None]),
        level in prop::sample::select(vec![PlanLevel::Public, PlanLevel::Public, PlanLevel::Academic, PlanLevel::Parent]),
        status in prop::sample::select(vec![PlanStatus::Adopted, PlanStatus::Adopted, PlanStatus::Adopted, PlanStatus::Consultation]),
        published in 1..4_i64,
        is_main in any::<bool>(),
        is_synthetic in prop::bool::weighted(0.2),
        summary in summaries(),
        uses in prop::collection::vec(prop::collection::vec(figures(), 0..4), 0..3),
    ) -> Drawn {
        let slug = format!("plan-{number:03}");
        let period = periods()[place].clone();
        let subdivision = subdivision.map(|place| SUBDIVISIONS[place].to_owned());
        let used = |(place, figures): (usize, Vec<Figure>)| {
            let key = format!("{slug}/{place}");
            let observation = |(at, figure)| Observation { id: id_from_name("observation", &format!("{key}/{at}")), figure };
            IndicatorUse {
                plan_indicator: id_from_name("plan indicator", &key),
                observations: figures.into_iter().enumerate().map(observation).collect(),
            }
        };
        Drawn {
            uses: uses.into_iter().enumerate().map(used).collect(),
            plan: CohortPlan {
                plan: id_from_name("plan", &slug),
                revision: id_from_name("plan revision", &slug),
                published: RegistryRevision(published),
                variant: if is_main { MAIN_VARIANT.to_owned() } else { "other".to_owned() },
                institution: id_from_name("institution", &owner.to_string()),
                kind,
                country: subdivision.as_ref().map(|code| code[..2].to_owned()),
                subdivision,
                period: period.id,
                years: period.years,
                level,
                status,
                is_synthetic,
                slug,
            },
            summary,
        }
    }
}

/// The plans of a registry, by slug.
pub(super) fn registries() -> impl Strategy<Value = Vec<Drawn>> {
    prop::collection::vec(drawn(), 0..120).prop_map(|mut drawn| {
        drawn.sort_by(|a, b| a.plan.slug.cmp(&b.plan.slug));
        drawn.dedup_by(|a, b| a.plan.slug == b.plan.slug);
        drawn
    })
}

fn some<T: Clone + std::fmt::Debug + 'static>(values: Vec<T>) -> impl Strategy<Value = Option<Vec<T>>> {
    let n_values = values.len();
    prop::option::weighted(0.2, prop::sample::subsequence(values, 1..=n_values))
}

fn ids<T: Clone + std::fmt::Debug + From<uuid::Uuid> + 'static>(
    kind: &'static str,
    names: Vec<String>,
    share: f64,
) -> impl Strategy<Value = Option<Vec<T>>> {
    let n_names = names.len();
    let some = prop::sample::subsequence(names, 0..=n_names.min(60));
    prop::option::weighted(
        share,
        some.prop_map(move |names| names.iter().map(|name| id_from_name(kind, name)).collect()),
    )
}

/// Filters of every kind, most of which let many plans pass.
pub(super) fn filters() -> impl Strategy<Value = CohortFilter> {
    // Some that there are not.
    let plans: Vec<String> = (0..210).map(|number| format!("plan-{number:03}")).collect();
    let institutions: Vec<String> = (0..42).map(|number| number.to_string()).collect();
    let subdivisions = SUBDIVISIONS.map(str::to_owned).to_vec();
    let peers =
        (prop::sample::select(KINDS.to_vec()), any::<bool>(), any::<bool>()).prop_map(|(kind, region, country)| {
            PeerCriteria {
                kind,
                region: if region { Region::of_code("cn-northeast") } else { None },
                country: country.then(|| "CN".to_owned()),
            }
        });
    (
        (prop::bool::weighted(0.7), ids("plan", plans.clone(), 0.2), ids("plan", plans, 0.2)),
        (ids("institution", institutions, 0.1), some(KINDS.to_vec()), some(PlanLevel::ALL.to_vec())),
        (some(PlanStatus::ALL.to_vec()), some(period_ids()), prop::option::weighted(0.1, 2014..2032_i32)),
        (some(vec!["cn-east".to_owned(), "cn-northeast".to_owned()]), some(vec!["CN".to_owned(), "US".to_owned()])),
        (some(subdivisions), prop::option::weighted(0.1, peers)),
    )
        .prop_map(
            |(
                (include_synthetic, plans, exclude),
                (institutions, kinds, levels),
                (statuses, periods, year),
                (regions, countries),
                (subdivisions, peers),
            )| CohortFilter {
                include_synthetic,
                exclude: exclude.unwrap_or_default(),
                overlaps_years: year.map(|year| span(year, year + 1)),
                plans,
                institutions,
                kinds,
                levels,
                statuses,
                periods,
                regions,
                countries,
                subdivisions,
                peers,
            },
        )
}

/// Whether a plan is among the candidates for a cohort, as the store's statement has it.
pub(super) fn is_candidate(plan: &CohortPlan, filter: &CohortFilter) -> bool {
    fn among<T: PartialEq>(wanted: Option<&[T]>, value: &T) -> bool {
        wanted.is_none_or(|wanted| wanted.contains(value))
    }
    let in_region =
        |region: &Region| plan.subdivision.as_deref().is_some_and(|code| region.subdivisions.contains(&code));
    let is_peer = |peers: &PeerCriteria| {
        plan.kind == peers.kind
            && peers.region.as_ref().is_none_or(in_region)
            && peers.country.as_ref().is_none_or(|country| plan.country.as_ref() == Some(country))
    };
    let of_place = |wanted: Option<&Vec<String>>, code: &Option<String>| {
        wanted.is_none_or(|wanted| code.as_ref().is_some_and(|code| wanted.contains(code)))
    };
    among(filter.plans.as_deref(), &plan.plan)
        && !filter.exclude.contains(&plan.plan)
        && among(filter.institutions.as_deref(), &plan.institution)
        && among(filter.kinds.as_deref(), &plan.kind)
        && among(filter.levels_wanted(), &plan.level)
        && among(filter.statuses_wanted(), &plan.status)
        && among(filter.periods.as_deref(), &plan.period)
        && filter
            .overlaps_years
            .is_none_or(|years| plan.years.start() <= years.end() && years.start() <= plan.years.end())
        && filter
            .regions
            .as_ref()
            .is_none_or(|codes| codes.iter().filter_map(|code| Region::of_code(code)).any(|region| in_region(&region)))
        && of_place(filter.countries.as_ref(), &plan.country)
        && of_place(filter.subdivisions.as_ref(), &plan.subdivision)
        && filter.peers.as_ref().is_none_or(is_peer)
}

pub(super) fn cohort_index(registry: &[Drawn]) -> CohortIndex {
    let plans: Vec<CohortPlan> = registry.iter().map(|drawn| drawn.plan.clone()).collect();
    CohortIndex::build(plans.into(), registry.iter().map(|drawn| drawn.summary.as_ref()), N_THEMES, &periods())
}

/// The figures of plans, which all use one indicator, and another one in between.
pub(super) fn figures_of(registry: &[Drawn], indicator: IndicatorId) -> Vec<Option<Arc<PlanFigures>>> {
    let other: IndicatorId = id_from_name("indicator", "other");
    let of = |drawn: &Drawn| {
        let uses = drawn.uses.iter().flat_map(|used| [(indicator, used), (other, used)]);
        (!drawn.uses.is_empty()).then(|| Arc::new(PlanFigures::of(uses)))
    };
    registry.iter().map(of).collect()
}
