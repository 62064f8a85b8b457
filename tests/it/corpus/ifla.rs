//! IFLA Strategy 2024-2029 in Chinese: bullets, and tables whose cells hold lists.

use insta::assert_snapshot;
use plan_registry::domain::{element::ElementKind, plan::PlanLevel};

use super::{counts, document, read_text, structure};
use crate::support::{
    TestResult,
    drafts::{institution, lines, period_years, text},
};

pub(super) const NAME: &str = "ifla-strategy-2024-2029.zh.txt";

/// The lines of each goal with its introduction, of its actions, its statement of success, and of its outcomes with the
/// number of indicators in each.
type Goal = ((i32, i32), (i32, i32), (i32, i32), &'static [(i32, usize)]);

const GOALS: [Goal; 4] = [
    (
        (53, 57),
        (61, 65),
        (67, 69),
        &[
            (74, 2),
            (75, 1),
            (76, 2),
            (77, 1),
            (78, 1),
            (79, 1),
            (80, 2),
            (81, 2),
            (82, 1),
            (83, 3),
            (84, 1),
            (85, 3),
            (86, 2),
        ],
    ),
    (
        (88, 92),
        (96, 99),
        (101, 103),
        &[(108, 2), (109, 2), (110, 2), (111, 2), (112, 3), (113, 2), (114, 2), (115, 2), (116, 1)],
    ),
    ((118, 122), (126, 128), (130, 132), &[(137, 5), (138, 6), (139, 2), (140, 4)]),
    ((142, 146), (150, 153), (155, 157), &[(162, 2), (163, 1), (164, 2), (165, 2), (166, 2)]),
];

#[test]
fn areas_with_actions_success_outcomes_and_indicators() -> TestResult {
    let Some(source) = document(NAME)? else { return Ok(()) };
    let draft = read_text(NAME, &source)?.draft;
    assert_eq!((period_years(&draft), draft.level), (Some((2024, 2029)), PlanLevel::International));
    assert_eq!(text(&draft.title), source.lines().nth(4).unwrap_or_default());
    assert!(text(&draft.title).starts_with(institution(&draft)), "{}", institution(&draft));

    let goals: Vec<_> = draft.elements.iter().filter(|element| element.kind == ElementKind::Goal).collect();
    assert_eq!(
        goals.iter().map(|goal| goal.number.as_deref()).collect::<Vec<_>>(),
        [Some("1"), Some("2"), Some("3"), None]
    );
    for (goal, (own, (first_action, last_action), success, outcomes)) in goals.iter().zip(GOALS) {
        assert_eq!(lines(goal.evidence.as_ref()), own);
        assert!(!goal.body.is_empty(), "line {}: the introduction", own.0);
        let mut expected: Vec<(ElementKind, (i32, i32), usize)> =
            (first_action..=last_action).map(|line| (ElementKind::Action, (line, line), 0)).collect();
        expected.push((ElementKind::SuccessStatement, success, 0));
        expected.extend(outcomes.iter().map(|&(line, n)| (ElementKind::Outcome, (line, line), n)));
        let found: Vec<_> = goal
            .children
            .iter()
            .map(|child| (child.kind, lines(child.evidence.as_ref()), child.plan_indicators.len()))
            .collect();
        assert_eq!(found, expected, "line {}", own.0);
        for outcome in &goal.children {
            for indicator in &outcome.plan_indicators {
                assert_eq!(lines(indicator.evidence.as_ref()), lines(outcome.evidence.as_ref()));
                assert!(!text(&indicator.text).contains(['<', '>', '•', '●']), "{}", text(&indicator.text));
            }
        }
    }
    assert_eq!(draft.elements.iter().filter(|element| element.kind == ElementKind::Vision).count(), 1);
    let counts = counts(&draft);
    let of = |kind| counts.get(&kind).copied().unwrap_or_default();
    assert_eq!(
        [ElementKind::Action, ElementKind::SuccessStatement, ElementKind::Outcome].map(of),
        [16, 4, 31],
        "{counts:?}"
    );
    assert_snapshot!("ifla", structure(&draft));
    Ok(())
}
