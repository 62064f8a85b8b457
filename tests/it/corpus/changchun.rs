//! Changchun Library, 14th Five-Year Plan (draft), machine-translated: lost headings, split numerals, masked words.

use insta::assert_snapshot;
use plan_registry::{
    domain::{element::ElementKind, indicator::ObservationRole, plan::PlanStatus},
    draft::PlanDraft,
};

use super::{counts, damage, document, first_lines, numbers, read_text, structure};
use crate::support::{
    TestResult,
    drafts::{figure_line, figures, lines, period_years, placed},
};

pub(super) const NAME: &str = "changchun-library-14fyp.machine-english.txt";

/// The figures in a role, each once, with the line that the indicator stands on.
fn figures_of(draft: &PlanDraft, role: ObservationRole) -> Vec<String> {
    let of_role = figures(draft).into_iter().filter(|(figure, _)| figure.role == role);
    let mut told: Vec<String> =
        of_role.map(|(figure, evidence)| format!("{} @{}", figure_line(figure), lines(evidence).0)).collect();
    told.sort();
    told.dedup();
    told
}

#[test]
fn a_draft_for_comments() -> TestResult {
    let Some(source) = document(NAME)? else { return Ok(()) };
    let draft = read_text(NAME, &source)?.draft;
    assert_eq!(period_years(&draft), Some((2021, 2025)));
    assert_eq!((draft.status, draft.language.as_str()), (PlanStatus::Consultation, "en"));
    assert_snapshot!("changchun", structure(&draft));
    Ok(())
}

#[test]
fn from_the_review_to_the_actions() -> TestResult {
    let Some(source) = document(NAME)? else { return Ok(()) };
    let draft = read_text(NAME, &source)?.draft;
    let counts = counts(&draft);
    for (kind, n) in [
        (ElementKind::Context, 1),
        (ElementKind::Vision, 1),
        (ElementKind::Mission, 5),
        (ElementKind::Value, 1),
        (ElementKind::Principle, 6),
        (ElementKind::Objective, 2),
        (ElementKind::Strategy, 7),
        (ElementKind::Action, 25),
    ] {
        assert_eq!(counts.get(&kind), Some(&n), "{kind}: {counts:?}");
    }
    // Service objectives and overall objectives.
    assert_eq!(first_lines(&draft, ElementKind::Goal), [39, 48]);
    assert_eq!(numbers(&draft, ElementKind::Principle), ["1", "2", "3", "4", "5", "6"]);
    assert_eq!(numbers(&draft, ElementKind::Strategy), ["1", "2", "3", "4", "5", "6", "7"]);
    let actions: Vec<String> = (1..=25)
        .flat_map(|number| {
            vec![format!("({number})"); [1, 2, 0][usize::from(number == 6) + 2 * usize::from(number == 10)]]
        })
        .collect();
    assert_eq!(numbers(&draft, ElementKind::Action), actions);
    let elements = placed(&draft.elements);
    for placed in elements.iter().filter(|placed| placed.element.kind == ElementKind::Action) {
        let around = placed.parent.and_then(|place| elements.get(place)).map(|parent| parent.element.kind);
        assert_eq!(around, Some(ElementKind::Strategy), "{:?}", placed.element.number);
    }
    Ok(())
}

#[test]
fn results_of_the_last_period() -> TestResult {
    let Some(source) = document(NAME)? else { return Ok(()) };
    let found = figures_of(&read_text(NAME, &source)?.draft, ObservationRole::Actual);
    assert_eq!(
        found,
        [
            "ACTUAL 1.524 10^6 visit ANNUAL_AVERAGE 2016-2020 @17",
            "ACTUAL 17 brand 2020 @17",
            "ACTUAL 34 TB 2019 @9",
            "ACTUAL 390000 volume CUMULATIVE 2016-2019 @9",
            "ACTUAL 448000 volume CUMULATIVE 2016-2019 @9",
            "ACTUAL 604 event ANNUAL_AVERAGE 2016-2020 @17",
            "ACTUAL 71 % CHANGE_RELATIVE 2020 against 2015 @17",
            "ACTUAL 930000 download ANNUAL_AVERAGE 2016-2020 @17",
            "ACTUAL 947000 loan ANNUAL_AVERAGE 2016-2020 @17",
            "ACTUAL MORE_THAN 100 item 2020 @15",
            "ACTUAL MORE_THAN 100 site 2020 @11",
        ]
    );
    Ok(())
}

#[test]
fn targets_of_the_plan() -> TestResult {
    let Some(source) = document(NAME)? else { return Ok(()) };
    let found = figures_of(&read_text(NAME, &source)?.draft, ObservationRole::Target);
    assert_eq!(
        found,
        [
            "TARGET 30 room 2025 @76",
            "TARGET BETWEEN 3 to 5 room ANNUAL_AVERAGE 2021-2025 @76",
            "TARGET MORE_THAN 40 branch 2025 @76",
        ]
    );
    Ok(())
}

#[test]
fn damage_is_told_where_it_is() -> TestResult {
    let Some(source) = document(NAME)? else { return Ok(()) };
    let draft = read_text(NAME, &source)?.draft;
    assert_eq!(damage(&draft, &["REPEATED_NUMBER", "MISSING_NUMBER"]), ["REPEATED_NUMBER 58", "MISSING_NUMBER 64"]);
    // A chapter's number without its words, the first objective and its first strategy.
    assert_eq!(damage(&draft, &["LOST_HEADING"]), ["LOST_HEADING 50"; 3]);
    let split = damage(&draft, &["SPLIT_NUMERAL"]);
    for line in [2, 27, 38, 39, 41, 44, 48, 50, 75, 79, 83, 84] {
        assert!(split.contains(&format!("SPLIT_NUMERAL {line}")), "line {line}: {split:?}");
    }
    Ok(())
}
