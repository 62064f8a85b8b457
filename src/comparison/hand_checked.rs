//! Two plans small enough to compare by hand, with every step written out.
//!
//! With L = ln 2 = 0.693147180559945, weights are smart 1 + 3 L, reading 1 + 2 L, cooperation 1 + L, staff 1; robot
//! 1 + 3 L = 3.079441541679836, garden 1 + 2 L = 2.386294361119891, lamp 1 + L = 1.693147180559945, stone and bridge 1.
//!
//! | earlier | words | themes | later | words | themes |
//! |---|---|---|---|---|---|
//! | a1 | robot garden | smart, reading | b1 | robot lamp | smart |
//! | a2 | lamp stone | cooperation | b2 | lamp stone bridge | cooperation, staff |
//! | a3 | river | none | b3 | River! | staff |

use crate::{
    coding::Codebook,
    comparison::{
        CaveatCode, ChangeKind, DEFAULT_CONTINUED_SCORE, DEFAULT_MIN_SCORE, DEFAULT_SPLIT_SCORE, ElementRef,
        MatchMethod, Presence, element_changes, element_matches, indicator_changes, indicator_rows, similarities,
        testing::{SampleElement, SamplePlan, codebook, context, figure, goal, sample_plan, texts, theme, visits},
        theme_rows, theme_shifts,
    },
    domain::{
        element::PlanLayer,
        indicator::{Comparator, Figure, ObservationRole},
    },
};

/// J = smart ÷ (smart + reading) = 3.079441541679836 ÷ 5.465735902799727 = 0.563408403999624.
/// Cosine = robot² ÷ (√(robot² + garden²) · √(robot² + lamp²)) = 0.692655774382319.
/// S = ½ (0.563408403999624 + 0.692655774382319).
const A1_B1: f64 = 0.628_032_089_190_971_4;

/// J = cooperation ÷ (cooperation + staff) = 1.693147180559945 ÷ 2.693147180559945 = 0.628687207584368.
/// Cosine = (lamp² + 1) ÷ (√(lamp² + 1) · √(lamp² + 2)) = √((lamp² + 1) ÷ (lamp² + 2)) = 0.891360732555474.
/// S = ½ (0.628687207584368 + 0.891360732555474).
const A2_B2: f64 = 0.760_023_970_069_921_1;

/// J = 0. Cosine = lamp² ÷ (√(lamp² + 1) · √(robot² + lamp²)) = 0.414847222352385; S is half of it.
const A2_B1: f64 = 0.207_423_611_176_192_5;

fn earlier() -> SamplePlan {
    sample_plan(
        "earlier",
        &[
            goal("a1", "robot garden", &["smart", "reading"]),
            goal("a2", "lamp stone", &["cooperation"]),
            goal("a3", "river", &[]),
        ],
    )
}

fn later() -> SamplePlan {
    let b3 = SampleElement { title: texts(&[("en", " RIVER ")]), ..goal("b3", "", &["staff"]) };
    let elements =
        [goal("b1", "robot lamp", &["smart"]), goal("b2", "lamp stone bridge", &["cooperation", "staff"]), b3];
    sample_plan("later", &elements).for_period("cn-fyp-15", 2026, 2030)
}

fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-12
}

fn place(plan: usize, element: usize) -> ElementRef {
    ElementRef { plan, element }
}

fn fixture() -> (Codebook, SamplePlan, SamplePlan) {
    (codebook(), earlier(), later())
}

#[test]
fn goals_match_with_the_scores_worked_out() {
    let (codebook, earlier, later) = fixture();
    let context = context(&codebook, &[], &[]);
    let matches =
        element_matches(&[earlier.compared(), later.compared()], &context, PlanLayer::Goal, DEFAULT_MIN_SCORE);

    // a3 and b3 are the same text but for spelling: 1, though they share no theme.
    let expected = [
        (2, 1.0, vec![], vec!["river"]),
        (1, A2_B2, vec!["cooperation"], vec!["lamp", "stone"]),
        (0, A1_B1, vec!["smart"], vec!["robot"]),
    ];
    assert_eq!(matches.len(), expected.len());
    for (found, (element, score, themes, terms)) in matches.iter().zip(expected) {
        assert_eq!(found.elements, [place(0, element), place(1, element)]);
        assert!(near(found.score, score), "{} is not {score}", found.score);
        assert_eq!((found.plans_covered, found.method), (2, MatchMethod::Text));
        assert_eq!(found.shared_themes, themes.into_iter().map(theme).collect::<Vec<_>>());
        assert_eq!(found.shared_terms, terms);
    }
}

#[test]
fn a_lower_threshold_lets_the_weaker_pair_in_when_nothing_better_is_left() {
    let codebook = codebook();
    let context = context(&codebook, &[], &[]);
    let earlier = sample_plan("earlier", &[goal("a2", "lamp stone", &["cooperation"])]);
    let later = sample_plan("later", &[goal("b1", "robot lamp", &["smart"])]);
    let plans = [earlier.compared(), later.compared()];

    let matches = element_matches(&plans, &context, PlanLayer::Goal, 0.2);
    assert_eq!(matches.len(), 1);
    assert!(near(matches[0].score, A2_B1), "{}", matches[0].score);
    let apart = element_matches(&plans, &context, PlanLayer::Goal, 0.21);
    assert_eq!(
        apart.iter().map(|alone| (alone.score, alone.method)).collect::<Vec<_>>(),
        [(0.0, MatchMethod::None), (0.0, MatchMethod::None)]
    );
}

#[test]
fn goals_change_as_their_scores_say() {
    let (codebook, earlier, later) = fixture();
    let changes = element_changes(
        &earlier.compared(),
        &later.compared(),
        &context(&codebook, &[], &[]),
        PlanLayer::Goal,
        DEFAULT_MIN_SCORE,
        DEFAULT_SPLIT_SCORE,
        DEFAULT_CONTINUED_SCORE,
    );
    let kinds: Vec<_> = changes.iter().map(|change| (change.kind, change.from.clone(), change.to.clone())).collect();
    assert_eq!(
        kinds,
        [
            (ChangeKind::Revised, vec![place(0, 0)], vec![place(1, 0)]),
            (ChangeKind::Continued, vec![place(0, 1)], vec![place(1, 1)]),
            (ChangeKind::Continued, vec![place(0, 2)], vec![place(1, 2)]),
        ]
    );
    for (change, score) in changes.iter().zip([A1_B1, A2_B2, 1.0]) {
        assert!(change.score.is_some_and(|found| near(found, score)), "{:?}", change.score);
    }
}

#[test]
fn themes_are_shares_of_three_goals() {
    let (codebook, earlier, later) = fixture();
    let context = context(&codebook, &[], &[]);
    let plans = [earlier.compared(), later.compared()];

    // smart 1 of 3 and 1 of 3; reading 1 and 0; cooperation 1 and 1; staff 0 and 2.
    let counts = [("smart", [1, 1]), ("reading", [1, 0]), ("cooperation", [1, 1]), ("staff", [0, 2])];
    let rows = theme_rows(&plans, &context, None);
    assert_eq!(rows.len(), counts.len());
    for (row, (slug, counts)) in rows.iter().zip(counts) {
        assert_eq!(row.theme, theme(slug));
        for (cell, count) in row.cells.iter().zip(counts) {
            let presence = if count > 0 { Presence::Addressed } else { Presence::NotMentioned };
            assert_eq!((cell.presence, cell.element_count), (presence, Some(count)));
            assert!(cell.share.is_some_and(|share| near(share, count as f64 / 3.0)));
            assert_eq!(cell.elements.len(), count);
        }
    }
    assert_eq!(rows[3].cells[1].elements, [place(1, 1), place(1, 2)]);

    // staff +2/3, reading −1/3, smart and cooperation 0.
    let shifts = theme_shifts(&plans[0], &plans[1], &context);
    let expected = [("staff", 2.0 / 3.0), ("reading", -1.0 / 3.0), ("smart", 0.0), ("cooperation", 0.0)];
    assert_eq!(shifts.len(), expected.len());
    for (shift, (slug, delta)) in shifts.iter().zip(expected) {
        assert_eq!(shift.theme, theme(slug));
        assert!(shift.delta.is_some_and(|found| near(found, delta)), "{shift:?}");
    }
}

#[test]
fn plans_are_as_alike_as_worked_out() {
    let (codebook, earlier, later) = fixture();
    let found = similarities(&[earlier.compared(), later.compared()], &context(&codebook, &[], &[]));
    assert_eq!(found.len(), 1);
    // (1·1 + 1·0 + 1·1 + 0·2) ÷ (√3 · √6) = 2 ÷ √18 = 0.471404520791032.
    assert!(found[0].theme_cosine.is_some_and(|cosine| near(cosine, 0.471_404_520_791_031_7)));
    // Both: smart, cooperation. Either: all four.
    assert_eq!(found[0].theme_jaccard, Some(0.5));
    // 2 · 3 ÷ (3 + 3).
    assert_eq!(found[0].matched_goal_share, Some(1.0));
}

#[test]
fn targets_and_attainment_are_as_worked_out() {
    let (codebook, earlier, later) = fixture();
    let (target, actual) = (ObservationRole::Target, ObservationRole::Actual);
    let at_least = Figure { comparator: Comparator::AtLeast, ..figure(target, 3.0, "10^4 visit", 2025) };
    let earlier = earlier.with_indicator("Visits", true, vec![at_least]);
    // The later plan looks back at the earlier period in one indicator, and ahead in another.
    let later = later
        .with_indicator(
            "Visits, 2021 to 2025",
            true,
            vec![figure(actual, 20_000.0, "visit", 2023), figure(actual, 27_000.0, "visit", 2025)],
        )
        .with_indicator("Visits", true, vec![figure(target, 45_000.0, "visit", 2030)]);
    let catalogue = [visits()];
    let context = context(&codebook, &[], &catalogue);

    let changes = indicator_changes(&earlier.compared(), &later.compared(), &context);
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].indicator, changes[0].from, changes[0].to), (Some(visits().id), Some(0), Some(1)));
    // 45 000 ÷ 30 000, and the latest actual of the earlier period 27 000 ÷ 30 000.
    assert!(changes[0].target_ratio.is_some_and(|ratio| near(ratio, 1.5)), "{changes:?}");
    assert!(changes[0].attainment.is_some_and(|ratio| near(ratio, 0.9)), "{changes:?}");

    let rows = indicator_rows(&[earlier.compared(), later.compared()], &context);
    assert_eq!(rows.len(), 1);
    assert!(rows[0].comparable);
    assert_eq!(
        rows[0].cells.iter().map(|cell| cell.plan_indicators.clone()).collect::<Vec<_>>(),
        [vec![0], vec![0, 1]]
    );
    let caveats: Vec<(CaveatCode, Vec<usize>)> =
        rows[0].caveats.iter().map(|caveat| (caveat.code, caveat.plans.iter().collect())).collect();
    assert_eq!(caveats, [(CaveatCode::BoundTakenAsValue, vec![0])]);
}
