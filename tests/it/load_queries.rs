//! The questions of the load runner: the guard admits them, and both databases answer them without errors.

use plan_registry::{
    clock::Clock,
    domain::id::IdSource,
    import::{Prepared, publish_together},
};
use serde_json::{Value, json};

use crate::support::{app::TestApp, cohort_plans::PLANS, many_plans};

/// A question, its variables, and a place that an answer fills.
fn questions() -> Vec<(&'static str, Value, &'static str)> {
    let slug = |slug: &str| json!({ "slug": slug });
    let periods = json!({ "periods": [slug("cn-fyp-14"), slug("cn-fyp-15")] });
    vec![
        (
            include_str!("../../benches/load/queries/q1-plan.graphql"),
            json!({ "plan": slug("synthetic-0-plan") }),
            "/plan/planIndicators/nodes/4/targets/0/unit/code",
        ),
        (
            include_str!("../../benches/load/queries/q2-plans.graphql"),
            json!({ "kind": "PUBLIC_LIBRARY", "period": slug("cn-fyp-15"), "theme": slug("smart-library") }),
            "/plans/nodes/5/goals/4/title/text",
        ),
        (
            include_str!("../../benches/load/queries/q3-compare-plans.graphql"),
            json!({ "plans": many_plans::slugs(4).iter().map(|name| slug(name)).collect::<Vec<_>>() }),
            "/comparePlans/themes/0/cells/3/presence",
        ),
        (
            include_str!("../../benches/load/queries/q4-theme-coverage.graphql"),
            periods.clone(),
            "/themeCoverage/groups/1/cells/0/share",
        ),
        (
            include_str!("../../benches/load/queries/q4a-association.graphql"),
            periods.clone(),
            "/themeCoverage/association/0/test",
        ),
        (
            include_str!("../../benches/load/queries/q4b-by-period-and-kind.graphql"),
            periods,
            "/themeCoverage/groups/3/cells/0/share",
        ),
        (
            include_str!("../../benches/load/queries/q5-benchmark.graphql"),
            json!({ "indicator": slug("visits"), "period": slug("cn-fyp-15"), "institution": slug("synthetic-0") }),
            "/indicatorBenchmark/position/rank",
        ),
        (include_str!("../../benches/load/queries/q6-typename.graphql"), json!({}), "/__typename"),
        (
            include_str!("../../benches/load/queries/q7-search.graphql"),
            json!({ "chinese": "智慧图书馆", "english": "smart library" }),
            "/english/nodes/0/node/__typename",
        ),
        (
            include_str!("../../benches/load/queries/q8-compare-periods.graphql"),
            json!({ "institution": slug("synthetic-a"), "from": slug("cn-fyp-14"), "to": slug("cn-fyp-15") }),
            "/comparePeriods/changes/0/kind",
        ),
        (
            include_str!("../../benches/load/queries/vocabulary.graphql"),
            json!({}),
            "/indicators/nodes/0/usedBy/totalCount",
        ),
        (
            include_str!("../../benches/load/queries/plans-page.graphql"),
            json!({ "after": null }),
            "/plans/nodes/0/period/startYear",
        ),
    ]
}

on_both_databases! {
    async fn the_questions_of_the_load_runner_are_answered(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        let mut files = Vec::new();
        for number in 0..6 {
            let mut plan = Prepared::read("plan.yaml", many_plans::plan(number).as_bytes())?;
            plan.take_documents(|_| Ok(many_plans::document(number).into_bytes()))?;
            files.push(plan);
        }
        for plan in PLANS {
            files.push(Prepared::read("plan.yaml", plan.file().as_bytes())?);
        }
        publish_together(&app.store, &Clock::System, IdSource::FromName, "plans to ask about", &files).await?;
        for (query, variables, place) in questions() {
            let data = app.query(query, variables).await.map_err(|error| format!("{error}\n{query}"))?;
            let found = data.pointer(place).unwrap_or(&Value::Null);
            assert!(!found.is_null(), "nothing at {place} of {data:#}\n{query}");
        }
        Ok(())
    }
}
