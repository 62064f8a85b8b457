//! What the plans of the bundled catalogue hold, counted once by hand from their sources.

use std::collections::BTreeMap;

use plan_registry::{catalogue, domain::publication::PlanRecord, import::Prepared};

use crate::support::TestResult;

/// A plan as "ACTION 16, GOAL 4 … | plan indicators | figures".
fn counts(plan: &PlanRecord) -> String {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for element in &plan.elements {
        *kinds.entry(element.kind.code()).or_default() += 1;
    }
    let kinds: Vec<String> = kinds.into_iter().map(|(kind, n)| format!("{kind} {n}")).collect();
    let n_figures: usize = plan.indicators.iter().map(|indicator| indicator.observations.len()).sum();
    format!("{} | {} | {n_figures}", kinds.join(", "), plan.indicators.len())
}

#[test]
fn plans_hold_what_their_sources_hold() -> TestResult {
    let expected = [
        (
            "changchun-library-14fyp-draft",
            "ACTION 25, CONTEXT 5, GOAL 2, MISSION 5, OBJECTIVE 2, PRINCIPLE 6, REVIEW 7, STRATEGY 7, VALUE 1, VISION 1 | 16 | 17",
        ),
        ("ifla-strategy-2019-2024", "CONTEXT 1, GOAL 4, KEY_TASK 15, MISSION 1, VISION 1 | 0 | 0"),
        ("ifla-strategy-2024-2029", "ACTION 16, CONTEXT 8, GOAL 4, OUTCOME 31, SUCCESS_STATEMENT 4, VISION 1 | 66 | 0"),
        ("shenzhen-library-14fyp", "CONTEXT 1, GOAL 5, KEY_TASK 5, PRINCIPLE 1, SUPPORT_MEASURE 5, VALUE 1 | 1 | 1"),
    ];
    let files = catalogue::prepare()?;
    let plans: Vec<&PlanRecord> = files.iter().filter_map(Prepared::plan).collect();
    for (slug, counted) in expected {
        let plan = plans.iter().find(|plan| plan.slug == slug).ok_or(slug)?;
        assert_eq!(counts(plan), counted, "{slug}");
    }
    assert_eq!(plans.len(), 18);
    Ok(())
}

/// Actions, outcomes and indicators under each impact area and the driver, as the strategy prints them.
#[test]
fn every_area_of_the_ifla_strategy_is_whole() -> TestResult {
    let files = catalogue::prepare()?;
    let plan = files.iter().filter_map(Prepared::plan).find(|plan| plan.slug == "ifla-strategy-2024-2029");
    let plan = plan.ok_or("the strategy is missing")?;
    for (area, expected) in
        [("area-1", [5, 13, 22]), ("area-2", [4, 9, 18]), ("area-3", [3, 4, 17]), ("driver", [4, 5, 9])]
    {
        let below = |key: &str| key.strip_prefix(area).is_some_and(|rest| rest.starts_with('.'));
        let of_kind =
            |kind| plan.elements.iter().filter(|element| below(&element.key) && element.kind.code() == kind).count();
        let n_indicators = plan.indicators.iter().filter(|indicator| below(&indicator.key)).count();
        assert_eq!([of_kind("ACTION"), of_kind("OUTCOME"), n_indicators], expected, "{area}");
    }
    Ok(())
}
