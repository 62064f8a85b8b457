//! Cohorts, their groups and their themes: small cases worked out by hand, and what holds for any.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use proptest::prelude::*;

use super::{
    AssociationData, AssociationTest, CaveatCode, CoOccurrenceUnit, Cohort, CohortDimension, CoverageCounts,
    CoverageGroup, LatestOrder, ThemeAssociation, ThemesOfPlans, co_occurrences, groups_of_plans,
    testing::{institution, period},
    theme_associations,
};
use crate::{
    coding::{CodingSummary, PROFILE_LAYERS},
    domain::{
        cohort::{CohortFilter, CohortPlan},
        element::PlanLayer,
        id::{PlanId, id_from_name},
        institution::InstitutionKind,
        period::PlanningPeriod,
        plan::{MAIN_VARIANT, PlanLevel, PlanStatus},
        revision::RegistryRevision,
    },
};

const N_THEMES: usize = 4;

fn periods() -> Vec<Arc<PlanningPeriod>> {
    [("cn-fyp-13", 2016), ("cn-fyp-14", 2021), ("cn-fyp-15", 2026)]
        .map(|(slug, start)| Arc::new(period(slug, start, start + 4)))
        .to_vec()
}

/// An adopted plan of a public library for the 14th period.
fn plan(slug: &str, owner: &str) -> CohortPlan {
    let [_, fourteenth, _] = &periods()[..] else { unreachable!("there are three") };
    CohortPlan {
        plan: id_from_name("plan", slug),
        revision: id_from_name("plan revision", slug),
        published: RegistryRevision(1),
        slug: slug.to_owned(),
        variant: MAIN_VARIANT.to_owned(),
        institution: institution(owner).id,
        kind: InstitutionKind::PublicLibrary,
        country: Some("CN".to_owned()),
        subdivision: None,
        period: fourteenth.id,
        years: fourteenth.years,
        level: PlanLevel::Public,
        status: PlanStatus::Adopted,
        is_synthetic: false,
    }
}

fn for_period(place: usize, plan: CohortPlan) -> CohortPlan {
    let period = periods()[place].clone();
    CohortPlan { period: period.id, years: period.years, ..plan }
}

/// A plan coded in every layer, whose goals address these themes.
fn coded(goals: &[&[u16]]) -> CodingSummary {
    let goals = goals.iter().map(|themes| themes.to_vec()).collect();
    CodingSummary::new(&PlanLayer::ALL.iter().copied().collect(), &BTreeMap::from([(PlanLayer::Goal, goals)]))
}

fn uncoded(n_goals: usize) -> CodingSummary {
    CodingSummary::new(&BTreeSet::new(), &BTreeMap::from([(PlanLayer::Goal, vec![Vec::new(); n_goals])]))
}

/// What of a cohort addresses each theme, counted plan by plan.
struct ThemeCoverage {
    groups: Vec<CoverageGroup>,
    members: Vec<Vec<u32>>,
    association: Vec<ThemeAssociation>,
}

fn theme_coverage(
    plans: &[CohortPlan],
    summaries: &HashMap<PlanId, CodingSummary>,
    n_themes: usize,
    dimensions: &[CohortDimension],
    periods: &[Arc<PlanningPeriod>],
) -> ThemeCoverage {
    let themes = ThemesOfPlans::of(plans.iter().map(|plan| summaries.get(&plan.plan)), n_themes);
    let groups = groups_of_plans(plans, dimensions, periods);
    let data = AssociationData { plans, order: &LatestOrder::of(plans), themes: &themes };
    ThemeCoverage {
        members: groups.iter().map(|group| group.plans.iter().collect()).collect(),
        association: theme_associations(&data, &groups, dimensions),
        groups: super::theme_coverage(&groups, |plans| CoverageCounts::of(plans, &themes)),
    }
}

fn slugs(plans: &[CohortPlan]) -> Vec<&str> {
    plans.iter().map(|plan| plan.slug.as_str()).collect()
}

#[test]
fn the_latest_plan_of_an_institution_and_period_counts() {
    let published = |number, plan| CohortPlan { published: RegistryRevision(number), ..plan };
    let draft = CohortPlan { status: PlanStatus::Consultation, variant: "draft".to_owned(), ..plan("a-draft", "a") };
    let candidates = || {
        vec![
            published(9, draft.clone()),
            plan("a", "a"),
            published(2, CohortPlan { variant: "second".to_owned(), ..plan("a-second", "a") }),
            for_period(2, plan("a-15", "a")),
            CohortPlan { is_synthetic: true, ..plan("made-up", "b") },
        ]
    };
    let cohort = Cohort::resolve(candidates(), &CohortFilter::default());
    assert_eq!(slugs(&cohort.plans), ["a-15", "a-second"]);
    assert!(cohort.synthetic_left_out.is_empty(), "nobody named it");

    let named = CohortFilter { plans: Some(Vec::new()), ..CohortFilter::default() };
    let cohort = Cohort::resolve(candidates(), &named);
    assert_eq!(slugs(&cohort.plans), ["a", "a-15", "a-draft", "a-second"]);
    assert_eq!(slugs(&cohort.synthetic_left_out), ["made-up"]);
    let codes: Vec<CaveatCode> = cohort.caveats(None).iter().map(|caveat| caveat.code).collect();
    assert_eq!(
        codes,
        [CaveatCode::DifferentPeriods, CaveatCode::NotAdopted, CaveatCode::SmallCohort, CaveatCode::SyntheticLeftOut]
    );
    let left_out = cohort.caveats(None).pop().map(|caveat| caveat.plans.iter().collect::<Vec<_>>());
    assert_eq!(left_out, Some(vec![4]), "behind the plans of the cohort");

    let with_made_up = CohortFilter { include_synthetic: true, ..CohortFilter::default() };
    assert_eq!(slugs(&Cohort::resolve(candidates(), &with_made_up).plans), ["a-15", "a-second", "made-up"]);
    assert_eq!(Cohort::resolve(Vec::new(), &named).caveats(None)[0].code, CaveatCode::EmptyCohort);
}

#[test]
fn unknown_values_are_a_group_of_their_own_and_come_last() {
    let plans = [
        plan("a", "a"),
        CohortPlan { subdivision: Some("CN-JL".to_owned()), ..plan("b", "b") },
        CohortPlan { subdivision: Some("CN-BJ".to_owned()), kind: InstitutionKind::AcademicLibrary, ..plan("c", "c") },
    ];
    let groups = groups_of_plans(&plans, &[CohortDimension::Region, CohortDimension::InstitutionKind], &periods());
    let values: Vec<(Vec<Option<&str>>, Vec<u32>)> = groups
        .iter()
        .map(|group| (group.key.iter().map(|key| key.value.as_deref()).collect(), group.plans.iter().collect()))
        .collect();
    assert_eq!(
        values,
        [
            (vec![Some("cn-east"), Some("ACADEMIC_LIBRARY")], vec![2]),
            (vec![Some("cn-northeast"), Some("PUBLIC_LIBRARY")], vec![1]),
            (vec![None, Some("PUBLIC_LIBRARY")], vec![0]),
        ]
    );
    assert_eq!(groups_of_plans(&plans, &[], &periods()).len(), 1);
    assert!(groups_of_plans(&[], &[CohortDimension::Period], &periods()).is_empty());
}

#[test]
fn shares_are_of_coded_plans() {
    let plans = [plan("a", "a"), plan("b", "b"), plan("c", "c"), plan("d", "d")];
    let summaries = HashMap::from([
        (plans[0].plan, coded(&[&[0], &[0, 1], &[], &[]])),
        (plans[1].plan, coded(&[&[1]])),
        (plans[2].plan, uncoded(3)),
        (plans[3].plan, CodingSummary::default()),
    ]);
    let found = theme_coverage(&plans, &summaries, N_THEMES, &[], &periods());
    let [group] = &found.groups[..] else { unreachable!("all plans are one group") };
    assert_eq!((group.n_coded, group.n_not_coded, group.n_not_applicable), (2, 1, 1));
    let numbers: Vec<_> =
        group.cells.iter().map(|cell| (cell.n_plans, cell.share, cell.n_elements, cell.mean_share)).collect();
    assert_eq!(
        numbers,
        [
            (1, Some(0.5), 2, Some(0.25)),
            // (1/4 + 1) ÷ 2
            (2, Some(1.0), 2, Some(0.625)),
            (0, Some(0.0), 0, Some(0.0)),
            (0, Some(0.0), 0, Some(0.0)),
        ]
    );
    // Wilson for 1 of 2: R, binom::binom.wilson(1, 2).
    assert!((group.cells[0].low.unwrap_or_default() - 0.094_531_205_734_230_8).abs() < 1e-12);
    assert!((group.cells[0].high.unwrap_or_default() - 0.905_468_794_265_769_2).abs() < 1e-12);
    // One group has nothing to go together with.
    assert!(found.association.iter().all(|found| found.test == AssociationTest::None && found.p_value.is_none()));

    let nobody = theme_coverage(&plans[2..], &summaries, N_THEMES, &[], &periods());
    assert!(nobody.groups[0].cells.iter().all(|cell| cell.share.is_none() && cell.low.is_none() && cell.n_plans == 0));
}

#[test]
fn kinds_are_compared_by_fishers_test_when_they_are_few() {
    // Theme 0: 8 of 10 public, 1 of 6 academic libraries, as in scipy's page on fisher_exact.
    let mut plans = Vec::new();
    let mut summaries = HashMap::new();
    let mut add = |kind, addresses: bool| {
        let name = format!("p{}", plans.len());
        let plan = CohortPlan { kind, ..plan(&name, &name) };
        summaries.insert(plan.plan, if addresses { coded(&[&[0]]) } else { coded(&[&[1]]) });
        plans.push(plan);
    };
    for number in 0..10 {
        add(InstitutionKind::PublicLibrary, number < 8);
    }
    for number in 0..6 {
        add(InstitutionKind::AcademicLibrary, number < 1);
    }
    let found = theme_coverage(&plans, &summaries, N_THEMES, &[CohortDimension::InstitutionKind], &periods());
    let first = &found.association[0];
    assert_eq!((first.test, first.n, first.statistic, first.is_exact), (AssociationTest::FisherExact, 16, None, true));
    // scipy.stats.fisher_exact([[8, 2], [1, 5]]): 0.03496503496503495
    assert!((first.p_value.unwrap_or_default() - 0.034_965_034_965_034_95).abs() < 1e-12);
    // Two themes are tested, with the same table turned round: the adjustment changes nothing.
    assert_eq!(first.adjusted_p_value, first.p_value);
    assert_eq!(found.association[2].test, AssociationTest::None, "nobody addresses it");
    assert_eq!(found.association[2].adjusted_p_value, None);
    assert!(first.caveats.is_empty());
}

#[test]
fn an_institution_counts_once_in_a_test_of_kinds() {
    let mut plans: Vec<CohortPlan> = Vec::new();
    let mut summaries = HashMap::new();
    for number in 0..4 {
        let name = format!("p{number}");
        let kind = if number < 2 { InstitutionKind::PublicLibrary } else { InstitutionKind::AcademicLibrary };
        for (place, themes) in [(1, &[1_u16][..]), (2, &[0][..])] {
            let plan = for_period(place, CohortPlan { kind, ..plan(&format!("{name}-{place}"), &name) });
            // Only the public libraries keep the theme in the later period.
            summaries.insert(plan.plan, coded(&[if number < 2 { themes } else { &[1] }]));
            plans.push(plan);
        }
    }
    let found = theme_coverage(&plans, &summaries, N_THEMES, &[CohortDimension::InstitutionKind], &periods());
    let first = &found.association[0];
    assert_eq!((first.test, first.n), (AssociationTest::FisherExact, 4));
    // [[2, 0], [0, 2]]
    assert!((first.p_value.unwrap_or_default() - 1.0 / 3.0).abs() < 1e-12);
    let codes: Vec<CaveatCode> = first.caveats.iter().map(|caveat| caveat.code).collect();
    assert_eq!(codes, [CaveatCode::RepeatedInstitutions]);
    assert_eq!(first.caveats[0].plans.iter().collect::<Vec<_>>(), [0, 2, 4, 6], "the earlier plans are set aside");
}

/// Institutions with a plan in each of the first so many periods, which address theme 0 or not.
fn panel(rows: &[&[bool]]) -> (Vec<CohortPlan>, HashMap<PlanId, CodingSummary>) {
    let mut plans = Vec::new();
    let mut summaries = HashMap::new();
    for (number, row) in rows.iter().enumerate() {
        for (place, addresses) in row.iter().enumerate() {
            let plan = for_period(place, plan(&format!("p{number}-{place}"), &format!("p{number}")));
            summaries.insert(plan.plan, coded(&[if *addresses { &[0] } else { &[1] }]));
            plans.push(plan);
        }
    }
    (plans, summaries)
}

#[test]
fn periods_are_compared_within_institutions() {
    use AssociationTest::{CochranQ, McNemar};
    let by_period = |rows: &[&[bool]]| {
        let (plans, summaries) = panel(rows);
        theme_coverage(&plans, &summaries, N_THEMES, &[CohortDimension::Period], &periods()).association[0].clone()
    };
    // Six gained it, none lost it: exact McNemar, 2 · 0.5⁶ = 0.03125.
    let gained: &[bool] = &[false, true];
    let two = by_period(&[gained, gained, gained, gained, gained, gained, &[true, true]]);
    assert_eq!((two.test, two.n, two.is_exact, two.p_value), (McNemar, 7, true, Some(0.031_25)));
    // statsmodels.stats.contingency_tables.cochrans_q of these rows: Q = 4.666666666666667, 2 degrees of freedom.
    let three = by_period(&[&[true, true, true], &[false, true, true], &[false, false, true], &[false, true, true]]);
    assert_eq!((three.test, three.n, three.degrees_of_freedom), (CochranQ, 4, Some(2)));
    assert!((three.statistic.unwrap_or_default() - 14.0 / 3.0).abs() < 1e-12);

    // Nobody has a plan in both periods.
    let (mut plans, summaries) = panel(&[&[true, false], &[false, true]]);
    plans.retain(|plan| ["p0-0", "p1-1"].contains(&plan.slug.as_str()));
    let apart = theme_coverage(&plans, &summaries, N_THEMES, &[CohortDimension::Period], &periods());
    assert!(apart.association.iter().all(|found| found.p_value.is_none() && found.test == AssociationTest::None));
    assert_eq!(apart.association[0].caveats[0].code, CaveatCode::RepeatedInstitutions);
}

#[test]
fn themes_stand_together_in_elements_or_in_plans() {
    let plans = [plan("a", "a"), plan("b", "b"), plan("c", "c")];
    let summaries = HashMap::from([
        (plans[0].plan, coded(&[&[0, 1], &[0], &[1]])),
        (plans[1].plan, coded(&[&[0], &[2]])),
        (plans[2].plan, uncoded(2)),
    ]);
    let elements = co_occurrences(&plans, &summaries, N_THEMES, CoOccurrenceUnit::Element);
    assert_eq!((elements.n_units, elements.n_addressing.as_slice()), (5, &[3, 2, 1, 0][..]));
    let [pair] = &elements.pairs[..] else { unreachable!("two themes stand together once") };
    // 1 ÷ (3 + 2 − 1); log₂(5 · 1 ÷ (3 · 2)).
    assert_eq!((pair.a, pair.b, pair.n_both, pair.jaccard), (0, 1, 1, Some(0.25)));
    assert!((pair.pmi.unwrap_or_default() - (5.0_f64 / 6.0).log2()).abs() < 1e-12);

    let whole = co_occurrences(&plans, &summaries, N_THEMES, CoOccurrenceUnit::Plan);
    assert_eq!(whole.n_units, 2);
    let pairs: Vec<_> = whole.pairs.iter().map(|pair| (pair.a, pair.b, pair.n_both)).collect();
    assert_eq!(pairs, [(0, 1, 1), (0, 2, 1)]);
}

type Layers = (BTreeSet<PlanLayer>, BTreeMap<PlanLayer, Vec<Vec<u16>>>);

fn any_layers() -> impl Strategy<Value = Layers> {
    let element = prop::collection::btree_set(0..N_THEMES as u16, 0..3).prop_map(|set| set.into_iter().collect());
    let elements = prop::collection::vec(element, 0..5);
    let layers = prop::collection::btree_map(prop::sample::select(PlanLayer::ALL), elements, 0..4);
    let coded = prop::collection::btree_set(prop::sample::select(PlanLayer::ALL), 0..6);
    (layers, coded).prop_map(|(mut elements, coded_layers)| {
        elements.retain(|_, elements: &mut Vec<Vec<u16>>| !elements.is_empty());
        (coded_layers, elements)
    })
}

fn any_summary() -> impl Strategy<Value = Option<CodingSummary>> {
    prop::option::weighted(0.9, any_layers().prop_map(|(coded, elements)| CodingSummary::new(&coded, &elements)))
}

prop_compose! {
    fn any_plan()(
        number in 0..40_u32,
        owner in 0..12_u32,
        place in 0..3_usize,
        kind in prop::sample::select(InstitutionKind::ALL),
        subdivision in prop::option::of(prop::sample::select(vec!["CN-JL", "CN-BJ", "US-NY"])),
        summary in any_summary(),
    ) -> (CohortPlan, Option<CodingSummary>) {
        let plan = plan(&format!("p{number}"), &format!("i{owner}"));
        let plan = CohortPlan { kind, subdivision: subdivision.map(str::to_owned), ..plan };
        (for_period(place, plan), summary)
    }
}

proptest! {
    #[test]
    fn groups_partition_the_cohort_and_shares_lie_between_0_and_1(
        drawn in prop::collection::vec(any_plan(), 0..30),
        dimensions in prop::sample::subsequence(CohortDimension::ALL.to_vec(), 0..4),
    ) {
        let mut seen = BTreeSet::new();
        let drawn: Vec<_> = drawn.into_iter().filter(|(plan, _)| seen.insert(plan.plan)).collect();
        let summaries: HashMap<PlanId, CodingSummary> =
            drawn.iter().filter_map(|(plan, summary)| Some((plan.plan, summary.clone()?))).collect();
        let candidates: Vec<CohortPlan> = drawn.into_iter().map(|(plan, _)| plan).collect();
        let cohort = Cohort::resolve(candidates.clone(), &CohortFilter::default());
        let found = theme_coverage(&cohort.plans, &summaries, N_THEMES, &dimensions, &periods());

        let mut members: Vec<u32> = found.members.concat();
        members.sort_unstable();
        prop_assert_eq!(members, (0..cohort.plans.len() as u32).collect::<Vec<_>>());
        for group in &found.groups {
            prop_assert_eq!(group.n_coded + group.n_not_coded + group.n_not_applicable, group.n_plans);
            for cell in &group.cells {
                prop_assert!(cell.n_plans <= group.n_coded);
                prop_assert_eq!(cell.share.is_none(), group.n_coded == 0);
                for share in [cell.share, cell.low, cell.high, cell.mean_share].into_iter().flatten() {
                    prop_assert!((0.0..=1.0).contains(&share), "{share}");
                }
                if let (Some(low), Some(share), Some(high)) = (cell.low, cell.share, cell.high) {
                    prop_assert!(low <= share && share <= high);
                }
            }
        }
        for association in &found.association {
            for p_value in [association.p_value, association.adjusted_p_value].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&p_value));
            }
            prop_assert!(association.adjusted_p_value >= association.p_value);
            prop_assert!(association.statistic.is_none_or(f64::is_finite));
            prop_assert!(association.cramers_v.is_none_or(|v| (0.0..=1.0).contains(&v)));
        }
        // The order in which plans come in changes nothing.
        let mut turned = candidates;
        turned.reverse();
        let again = Cohort::resolve(turned, &CohortFilter::default());
        prop_assert_eq!(&again, &cohort);
    }

    #[test]
    fn the_coverage_of_one_plan_is_1_for_the_themes_of_its_profile(
        (coded, elements) in any_layers()
    ) {
        let plans = [plan("only", "owner")];
        let summaries = HashMap::from([(plans[0].plan, CodingSummary::new(&coded, &elements))]);
        let found = theme_coverage(&plans, &summaries, N_THEMES, &[CohortDimension::Level], &periods());
        let profile: BTreeSet<u16> = elements
            .iter()
            .filter(|(layer, _)| PROFILE_LAYERS.contains(layer) && coded.contains(layer))
            .flat_map(|(_, elements)| elements.iter().flatten().copied())
            .collect();
        for (theme, cell) in found.groups[0].cells.iter().enumerate() {
            let expected = profile.contains(&(theme as u16));
            prop_assert_eq!(cell.share == Some(1.0), expected);
            prop_assert!(expected || matches!(cell.share, None | Some(0.0)));
        }
    }
}
