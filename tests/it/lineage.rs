//! `PlanElement.lineage`: one element through all periods of its institution.

use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
    databases::TestDatabase,
    libraries,
};

const OUTLINE: &str = "query($plan: PlanRef!) { plan(ref: $plan) { outline {
    key
    lineage {
        computedFrom { revision codebookVersion methodVersion }
        subject { key plan { slug } }
        steps { period { slug } plan { slug } elements { key } links { kind score method from { key } to { key } } }
        gaps { startYear endYear periods { slug } }
        caveats { code plans { slug } }
    }
} } }";

async fn registry(database: TestDatabase) -> TestResult<TestApp> {
    let app = TestApp::catalogue(database).await?;
    for file in libraries::files() {
        app.import(&file).await?;
    }
    Ok(app)
}

async fn lineage(app: &TestApp, plan: &str, key: &str) -> TestResult<Value> {
    let answer = app.query(OUTLINE, json!({ "plan": { "slug": plan } })).await?;
    let elements = answer["plan"]["outline"].as_array().cloned().unwrap_or_default();
    let found = elements.into_iter().find(|element| element["key"] == key).ok_or(format!("no {key} in {plan}"))?;
    Ok(found["lineage"].clone())
}

/// The steps as `plan: elements (kinds of links)`.
fn told(lineage: &Value) -> Vec<String> {
    let steps = lineage["steps"].as_array().cloned().unwrap_or_default();
    let told = |step: &Value| {
        let kinds = texts(&step["links"], "/kind").join(" ");
        format!("{}: {} ({kinds})", text(&step["plan"]["slug"]), texts(&step["elements"], "/key").join(" "))
    };
    steps.iter().map(told).collect()
}

on_both_databases! {
    async fn through_three_periods(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        let reading = lineage(&app, "one-14fyp", "r").await?;
        assert_eq!(told(&reading), ["one-13fyp: r ()", "one-14fyp: r (CONTINUED)", "one-15fyp:  (DROPPED)"]);
        assert_eq!(reading["steps"][1]["links"][0]["score"], json!(1.0));
        assert_eq!(texts(&reading["steps"], "/period/slug"), ["cn-fyp-13", "cn-fyp-14", "cn-fyp-15"]);
        assert_eq!((&reading["gaps"], texts(&reading["caveats"], "/code").contains(&"SYNTHETIC".to_owned())), (&json!([]), true));
        // What is new begins where it is.
        assert_eq!(told(&lineage(&app, "one-15fyp", "d").await?), ["one-14fyp: d (NEW)", "one-15fyp: d (CONTINUED)"]);
        assert_eq!(told(&lineage(&app, "two-15fyp", "s").await?), ["two-15fyp: s (NEW)"]);
        // The only plan of an institution.
        assert_eq!(told(&lineage(&app, "late-15fyp", "v").await?), ["late-15fyp: v ()"]);
        // An objective is followed by the goal that holds it.
        let objective = lineage(&app, "one-13fyp", "s.objective").await?;
        assert_eq!(objective["subject"], json!({ "key": "s", "plan": { "slug": "one-13fyp" } }));
        assert_eq!(told(&objective), ["one-13fyp: s ()", "one-14fyp: s (CONTINUED)", "one-15fyp: s (CONTINUED)"]);
        Ok(())
    }

    async fn a_gap_is_told_and_crossed(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        for plan in ["gap-13fyp", "gap-15fyp"] {
            let found = lineage(&app, plan, "s").await?;
            assert_eq!(told(&found), ["gap-13fyp: s ()", "gap-15fyp: s (CONTINUED)"]);
            assert_eq!(found["gaps"], json!([{ "startYear": 2021, "endYear": 2025, "periods": [{ "slug": "cn-fyp-14" }] }]));
        }
        // A gap that the lineage does not cross is no gap of its own.
        app.import(&libraries::plan("gap", 15, "sd")).await?;
        let new = lineage(&app, "gap-15fyp", "d").await?;
        assert_eq!((told(&new), &new["gaps"]), (vec!["gap-15fyp: d (NEW)".to_owned()], &json!([])));
        Ok(())
    }

    async fn a_draft_stands_for_its_own_period(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        let draft = libraries::plan("one", 14, "v").replace("slug: one-14fyp", "slug: one-14fyp-draft").replace("status: ADOPTED", "status: CONSULTATION\nvariant: draft");
        app.import(&draft).await?;
        assert_eq!(told(&lineage(&app, "one-14fyp-draft", "v").await?), ["one-14fyp-draft: v (NEW)", "one-15fyp:  (DROPPED)"]);
        assert_eq!(told(&lineage(&app, "one-13fyp", "s").await?)[1], "one-14fyp: s (CONTINUED)");
        let caveats = lineage(&app, "one-14fyp-draft", "v").await?["caveats"].clone();
        let not_adopted = caveats.as_array().and_then(|caveats| caveats.iter().find(|caveat| caveat["code"] == "NOT_ADOPTED").cloned());
        assert_eq!(not_adopted.map(|caveat| texts(&caveat["plans"], "/slug")), Some(vec!["one-14fyp-draft".to_owned()]));
        Ok(())
    }

    async fn people_are_believed(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        app.import("
format: annotations/1
alignments:
  - source: { plan: two-15fyp, element: s }
    target: { plan: two-14fyp, element: r }
    relation: CONTINUES
    coder: synthetic coder
").await?;
        let found = lineage(&app, "two-13fyp", "r").await?;
        assert_eq!(told(&found), ["two-13fyp: r ()", "two-14fyp: r (CONTINUED)", "two-15fyp: s (CONTINUED)"]);
        assert_eq!(found["steps"][2]["links"][0]["method"], "CURATED");
        Ok(())
    }

    async fn an_earlier_revision_keeps_its_lineage(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        let query = "query($revision: Int) { plan(ref: { slug: \"one-14fyp\" }, revision: $revision) { goals { key lineage {
            computedFrom { revision } steps { plan { slug revision { number } } elements { key } links { kind score } }
        } } } }";
        let before = app.query(query, json!({ "revision": null })).await?["plan"]["goals"].clone();
        // Published when the plans for the 13th and 14th periods were there, and the last was not.
        let first = app.query(query, json!({ "revision": 1 })).await?["plan"]["goals"].clone();
        assert_eq!(first[0]["lineage"]["steps"].as_array().map(Vec::len), Some(2));
        assert_eq!(before[0]["lineage"]["steps"].as_array().map(Vec::len), Some(3));
        app.import(&libraries::plan("one", 13, "v")).await?;
        app.import(&libraries::plan("one", 14, "srdv")).await?;
        let now = app.query(query, json!({ "revision": null })).await?["plan"]["goals"].clone();
        assert_ne!(now[0]["lineage"]["steps"], before[0]["lineage"]["steps"]);
        assert_eq!(app.query(query, json!({ "revision": 1 })).await?["plan"]["goals"], first);
        Ok(())
    }

    async fn a_list_of_elements_costs_what_one_costs(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        let query = "query($first: Int) { plan(ref: { slug: \"one-14fyp\" }) { goals(first: $first) { lineage { steps { elements { key title { text } } links { kind } } caveats { code } } } } }";
        app.query(query, json!({ "first": 1 })).await?;
        let (_, few) = app.counted(query, json!({ "first": 1 })).await?;
        let (answer, many) = app.counted(query, json!({ "first": 3 })).await?;
        assert_eq!(answer["plan"]["goals"].as_array().map(Vec::len), Some(3));
        assert_eq!(few.len(), many.len(), "{many:#?}");
        Ok(())
    }
}

on_both_catalogues! {
    async fn links_are_what_compare_periods_tells(app: TestApp) -> TestResult {
        let compare = "{ comparePeriods(institution: { slug: \"synthetic-city-library\" }, from: { slug: \"cn-fyp-14\" }, to: { slug: \"cn-fyp-15\" }) {
            changes { kind score method from { key } to { key } }
        } }";
        let changes = app.query(compare, Value::Null).await?["comparePeriods"]["changes"].as_array().cloned().unwrap_or_default();
        assert!(changes.len() > 5);
        for change in &changes {
            for (side, plan) in [("from", "synthetic-city-library-14fyp"), ("to", "synthetic-city-library-15fyp")] {
                for key in texts(&change[side], "/key") {
                    let found = lineage(&app, plan, &key).await?;
                    let steps = found["steps"].as_array().cloned().unwrap_or_default();
                    let linked = steps.iter().find(|step| step["links"] != json!([])).map(|step| step["links"].clone());
                    assert_eq!(linked, Some(json!([change])), "{key}");
                    let own = steps.iter().find(|step| step["plan"]["slug"] == plan).map(|step| step["elements"].clone());
                    assert_eq!(own, Some(json!([{ "key": key }])));
                }
            }
        }
        Ok(())
    }
}
