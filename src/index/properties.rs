//! The index says of any registry, for any cohort and question, what the straight computation over the cohort's plans says:
//! the same plans, the same words, and numbers to the last bit.

use std::collections::HashMap;

use proptest::prelude::*;

use super::{
    benchmarks::{BenchmarkIndex, CohortData},
    testing::{Drawn, N_THEMES, cohort_index, figures_of, filters, is_candidate, periods, registries},
};
use crate::{
    coding::CodingSummary,
    comparison::{
        AssociationData, Benchmark, BenchmarkData, BenchmarkEntry, BenchmarkQuestion, BenchmarkValue, Caveat, Cohort,
        CohortDimension, CohortGroup, CoverageCounts, LatestOrder, PlanSet, ThemeAssociation, ThemesOfPlans,
        UsesByRevision, all_places, benchmark, groups_of_plans, theme_associations, theme_coverage,
    },
    domain::{
        cohort::{CohortFilter, CohortPlan},
        id::{InstitutionId, PlanId, id_from_name},
        indicator::{Indicator, IndicatorDirection, IndicatorMeasure, ObservationBasis, ObservationRole},
        institution::InstitutionStatistic,
        text::Texts,
    },
};

fn straight_cohort(registry: &[Drawn], filter: &CohortFilter) -> Cohort {
    let candidates = registry.iter().map(|drawn| &drawn.plan).filter(|plan| is_candidate(plan, filter));
    Cohort::resolve(candidates.cloned().collect(), filter)
}

fn summaries(registry: &[Drawn]) -> HashMap<PlanId, CodingSummary> {
    registry.iter().filter_map(|drawn| Some((drawn.plan.plan, drawn.summary.clone()?))).collect()
}

/// Slugs in place of indexes.
fn slugs(plans: &[CohortPlan], indexes: impl IntoIterator<Item = usize>) -> Vec<String> {
    indexes.into_iter().map(|index| plans[index].slug.clone()).collect()
}

fn slugs_of(plans: &[CohortPlan], set: &PlanSet) -> Vec<String> {
    slugs(plans, set.iter().map(|place| place as usize))
}

fn caveats(plans: &[CohortPlan], caveats: &[Caveat]) -> Vec<String> {
    let told = caveats
        .iter()
        .map(|caveat| format!("{} {:?} {:?}", caveat.code, caveat.message, slugs(plans, caveat.plans.iter())));
    told.collect()
}

fn groups(plans: &[CohortPlan], groups: &[CohortGroup]) -> Vec<String> {
    groups.iter().map(|group| format!("{:?} {:?}", group.key, slugs_of(plans, &group.plans))).collect()
}

/// All that is said of an association; a floating-point number is written so that no other reads alike.
fn associations(plans: &[CohortPlan], found: &[ThemeAssociation]) -> Vec<String> {
    let told = found.iter().map(|association| {
        let numbers = ThemeAssociation { caveats: Vec::new(), ..association.clone() };
        format!("{numbers:?} {:?}", caveats(plans, &association.caveats))
    });
    told.collect()
}

/// All that is said of a benchmark.
fn told(plans: &[CohortPlan], found: &Benchmark) -> Vec<String> {
    let mut told = vec![format!("{:?} {:?} {:?}", found.basis, found.unit, found.summary)];
    told.extend(found.entries.iter().map(|entry| {
        let slug = &plans[entry.plan].slug;
        format!("{slug} {:?}", BenchmarkEntry { plan: 0, ..entry.clone() })
    }));
    told.extend(
        found.missing.iter().map(|missing| format!("{} {:?}", missing.reason, slugs_of(plans, &missing.plans))),
    );
    told.extend(caveats(plans, &found.caveats));
    told.push(format!("{:?} {:?}", found.quantile(0.1), found.quantile(0.77)));
    told.push(format!("{:?}", found.nearest(found.entries.len() / 2, 3, plans)));
    told
}

fn questions()
-> impl Strategy<Value = (Indicator, BenchmarkValue, ObservationRole, Option<ObservationBasis>, Option<i32>)> {
    let value = prop::sample::select(vec![
        BenchmarkValue::Figure,
        BenchmarkValue::Figure,
        BenchmarkValue::Figure,
        BenchmarkValue::RelativeChange,
        BenchmarkValue::PerCapita,
    ]);
    let role = prop::sample::select(vec![ObservationRole::Target, ObservationRole::Target, ObservationRole::Baseline]);
    let basis = prop::option::weighted(0.3, prop::sample::select(ObservationBasis::ALL));
    let direction = prop::sample::select(IndicatorDirection::ALL);
    (direction, prop::bool::weighted(0.8), value, role, basis, prop::option::weighted(0.2, 2018..2031_i32)).prop_map(
        |(direction, has_unit, value, role, basis, year)| {
            let indicator = Indicator {
                id: id_from_name("indicator", "visits"),
                slug: "visits".to_owned(),
                names: Texts::editorial("Visits".to_owned(), "到馆人次".to_owned()),
                definition: Texts::default(),
                unit: if has_unit { "visit".parse().ok() } else { None },
                direction,
                measure: IndicatorMeasure::Count,
                standard_codes: Vec::new(),
            };
            (indicator, value, role, basis, year)
        },
    )
}

proptest! {
    #[test]
    fn a_cohort_is_the_same(registry in registries(), filter in filters()) {
        let index = cohort_index(&registry);
        let members = index.resolve(&filter);
        let straight = straight_cohort(&registry, &filter);
        prop_assert_eq!(&index.cohort(&members), &straight);
        prop_assert_eq!(index.n_institutions(&members), straight.n_institutions());

        let in_order: Vec<CohortPlan> = straight.plans.iter().chain(&straight.synthetic_left_out).cloned().collect();
        let summaries = summaries(&registry);
        for summaries in [None, Some(&summaries)] {
            let found = index.facts(&members, summaries.is_some()).caveats_of(index.plans());
            prop_assert_eq!(caveats(index.plans(), &found), caveats(&in_order, &straight.caveats(summaries)));
        }
        let latest = index.latest(&members);
        let straight_latest = LatestOrder::of(&straight.plans).latest_among(&all_places(straight.plans.len()));
        prop_assert_eq!(slugs_of(index.plans(), &latest.latest), slugs_of(&straight.plans, &straight_latest.latest));
        prop_assert_eq!(slugs_of(index.plans(), &latest.set_aside), slugs_of(&straight.plans, &straight_latest.set_aside));
    }

    #[test]
    fn themes_are_counted_the_same(
        registry in registries(),
        filter in filters(),
        dimensions in prop::sample::subsequence(CohortDimension::ALL.to_vec(), 0..4).prop_shuffle(),
    ) {
        let index = cohort_index(&registry);
        let members = index.resolve(&filter);
        let found = index.groups(&members, &dimensions);

        let plans = straight_cohort(&registry, &filter).plans;
        let summaries = summaries(&registry);
        let themes = ThemesOfPlans::of(plans.iter().map(|plan| summaries.get(&plan.plan)), N_THEMES);
        let straight = groups_of_plans(&plans, &dimensions, &periods());
        prop_assert_eq!(groups(index.plans(), &found), groups(&plans, &straight));
        prop_assert_eq!(index.coverage(&found), theme_coverage(&straight, |plans| CoverageCounts::of(plans, &themes)));

        let data = AssociationData { plans: &plans, order: &LatestOrder::of(&plans), themes: &themes };
        prop_assert_eq!(
            associations(index.plans(), &index.associations(&found, &dimensions)),
            associations(&plans, &theme_associations(&data, &straight, &dimensions))
        );
    }

    #[test]
    fn benchmarks_are_the_same(
        registry in registries(),
        filter in filters(),
        (indicator, value, role, basis, year) in questions(),
    ) {
        let question = BenchmarkQuestion { indicator: &indicator, role, value, basis, year };
        let statistics: HashMap<InstitutionId, Vec<InstitutionStatistic>> = (0..30)
            .map(|owner: i32| {
                let statistic = |year: i32| InstitutionStatistic {
                    measure: "population".to_owned(),
                    year,
                    value: f64::from(owner * 100),
                    source: None,
                };
                (id_from_name("institution", &owner.to_string()), (2018..2031).map(statistic).collect())
            })
            .collect();
        let index = cohort_index(&registry);
        let figures = BenchmarkIndex::build(figures_of(&registry, indicator.id));
        let members = index.resolve(&filter);
        let latest = index.latest(&members);
        let data = CohortData { plans: index.plans(), latest: &latest, statistics: &statistics };
        let found = figures.benchmark(&question, &data);

        let plans = straight_cohort(&registry, &filter).plans;
        let latest = LatestOrder::of(&plans).latest_among(&all_places(plans.len()));
        let uses = registry.iter().map(|drawn| (drawn.plan.revision, drawn.uses.clone())).collect();
        let uses = UsesByRevision { plans: &plans, uses: &uses };
        let data = BenchmarkData { plans: &plans, latest: &latest, uses: &uses, statistics: &statistics };
        let straight = benchmark(&question, &data);
        prop_assert_eq!(told(index.plans(), &found), told(&plans, &straight));
        // Asked again, the answer comes from what was made the first time.
        let again = figures.benchmark(&question, &CohortData { plans: index.plans(), latest: &index.latest(&members), statistics: &statistics });
        prop_assert_eq!(again, found);
    }
}
