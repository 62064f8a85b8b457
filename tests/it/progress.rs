//! Progress towards targets: of plan indicators, elements and plans.

use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
    progress_plan,
};

const PROGRESS: &str = include_str!("queries/progress.graphql");
const CITY_PLAN: &str = include_str!("../../data/plans/synthetic-city-library-14fyp.yaml");

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

async fn progress(app: &TestApp, plan: &str, at: Option<&str>) -> TestResult<Value> {
    let answer = app.query(PROGRESS, json!({ "plan": { "slug": plan }, "at": at })).await?;
    Ok(answer["plan"]["progress"].clone())
}

fn number(value: &Value) -> String {
    value.as_f64().map_or("–".to_owned(), |number| format!("{number:.3}"))
}

/// A target's progress on one line: `key: STATUS ratio of expected, METHOD` or `key: REASON`.
fn line(target: &Value) -> String {
    let told = match target["reason"].as_str() {
        Some(reason) => reason.to_owned(),
        None => format!(
            "{} {} of {} by {}, {}",
            text(&target["status"]),
            number(&target["ratio"]),
            number(&target["expectedRatio"]),
            target["at"].as_str().unwrap_or("–"),
            text(&target["method"])
        ),
    };
    format!("{}: {told}", text(&target["planIndicator"]["key"]))
}

fn lines(progress: &Value) -> Vec<String> {
    list(&progress["targets"]).iter().map(line).collect()
}

/// The counts that are not 0.
fn counts(counts: &Value, name: &str) -> Vec<(String, u64)> {
    let told = list(counts).iter().map(|entry| (text(&entry[name]), entry["count"].as_u64().unwrap_or_default()));
    told.filter(|(_, count)| *count > 0).collect()
}

fn owned(counts: &[(&str, u64)]) -> Vec<(String, u64)> {
    counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

on_both_catalogues! {
    async fn the_city_library_at_the_end_of_its_plan(app: TestApp) -> TestResult {
        insta::assert_yaml_snapshot!("city_library", progress(&app, "synthetic-city-library-14fyp", None).await?);
        Ok(())
    }

    async fn days_before_and_after(app: TestApp) -> TestResult {
        let at = async |day: &str| -> TestResult<(String, Vec<(String, u64)>)> {
            let found = progress(&app, "synthetic-city-library-14fyp", Some(day)).await?;
            let branches = lines(&found).into_iter().find(|line| line.starts_with("branch-libraries"));
            Ok((branches.ok_or("no branch libraries")?, counts(&found["byStatus"], "status")))
        };
        let (branches, statuses) = at("2020-12-30").await?;
        assert_eq!((branches.as_str(), statuses), ("branch-libraries: NOT_YET_DUE", owned(&[("NOT_AVAILABLE", 12)])));
        let (branches, _) = at("2021-06-30").await?;
        assert_eq!(branches, "branch-libraries: NO_ACTUAL");
        // 42 → 51 of 60 after three years of five, and half a year later.
        let (branches, _) = at("2023-12-31").await?;
        assert_eq!(branches, "branch-libraries: BEHIND 0.500 of 0.600 by 2023-12-31, LINEAR_FROM_BASELINE");
        let (branches, _) = at("2024-07-01").await?;
        assert_eq!(branches, "branch-libraries: BEHIND 0.500 of 0.700 by 2024-07-01, LINEAR_FROM_BASELINE");
        let (branches, statuses) = at("2025-12-31").await?;
        assert_eq!(branches, "branch-libraries: ACHIEVED 1.167 of 1.000 by 2025-12-31, LINEAR_FROM_BASELINE");
        assert_eq!(statuses, owned(&[("ACHIEVED", 8), ("BEHIND", 3), ("REGRESSED", 1)]));
        let (after, same) = at("2049-10-01").await?;
        assert_eq!((after, same), (branches.replace("2025-12-31", "2049-10-01"), statuses));
        Ok(())
    }

    async fn a_plan_that_has_only_begun_knows_nothing_yet(app: TestApp) -> TestResult {
        let found = progress(&app, "synthetic-city-library-15fyp", None).await?;
        assert_eq!((&found["achievedShare"], &found["onTrackShare"]), (&Value::Null, &Value::Null));
        assert_eq!(found["reason"], "NO_KNOWN_PROGRESS");
        // The reviews of the last five years count as indicators, and towards no target.
        assert_eq!((&found["indicatorCount"], &found["targetCount"]), (&json!(19), &json!(17)));
        assert_eq!(counts(&found["byReason"], "reason"), owned(&[("NO_ACTUAL", 16), ("QUALITATIVE_TARGET", 1)]));
        Ok(())
    }

    async fn indicators_elements_and_plans_agree(app: TestApp) -> TestResult {
        let query = "{ plan(ref: { slug: \"synthetic-city-library-14fyp\" }) {
            progress { targetCount targets { target { id } status } }
            planIndicators(first: 100) { nodes { key progress { target { id } status planIndicator { key } } } }
            outline { key depth progress { indicatorCount targetCount reason targets { target { id } status } } }
        } }";
        let plan = app.query(query, Value::Null).await?["plan"].clone();
        let whole = list(&plan["progress"]["targets"]).to_vec();
        let mut of_indicators = Vec::new();
        for indicator in list(&plan["planIndicators"]["nodes"]) {
            for found in list(&indicator["progress"]) {
                assert_eq!(found["planIndicator"]["key"], indicator["key"]);
                of_indicators.push(json!({ "target": found["target"], "status": found["status"] }));
            }
        }
        assert_eq!(of_indicators, whole);
        // Every indicator of this plan measures an element, so that the roots have all of them.
        let roots = list(&plan["outline"]).iter().filter(|element| element["depth"] == 0);
        let of_roots: Vec<Value> = roots.flat_map(|element| list(&element["progress"]["targets"]).to_vec()).collect();
        assert_eq!(of_roots, whole);
        let vision = list(&plan["outline"]).iter().find(|element| element["key"] == "vision").ok_or("no vision")?;
        assert_eq!(vision["progress"], json!({ "indicatorCount": 0, "targetCount": 0, "reason": "NO_INDICATOR", "targets": [] }));
        Ok(())
    }

    async fn what_is_no_day_is_refused(app: TestApp) -> TestResult {
        let ask = |field: &str, at: &str| format!("{{ plan(ref: {{ slug: \"synthetic-city-library-14fyp\" }}) {{ {} }} }}", field.replace("AT", at));
        for field in [
            "progress(at: AT) { targetCount }",
            "outline { progress(at: AT) { targetCount } }",
            "planIndicators { nodes { progress(at: AT) { status } } }",
        ] {
            for at in ["\"2026-02-30\"", "\"yesterday\"", "\"\"", "\"2026-3-1\"", "\"2026\"", "\"2026-03-01T00:00:00Z\""] {
                let reply = app.reply(&ask(field, at), Value::Null).await?;
                let errors = list(&reply["errors"]);
                assert!(!errors.is_empty(), "{field} at {at}: {reply}");
                for error in errors {
                    assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{field} at {at}: {error}");
                    assert!(text(&error["message"]).contains("is not a date: write one such as 2026-03-01"), "{error}");
                }
            }
        }
        let (code, message) = app.error(PROGRESS, json!({ "plan": { "slug": "synthetic-city-library-14fyp" }, "at": "soon" })).await?;
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(message.contains("`soon` is not a date"), "{message}");
        Ok(())
    }
}

on_both_databases! {
    async fn each_case_is_told(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.import(progress_plan::TEXT).await?;
        let found = progress(&app, progress_plan::SLUG, None).await?;
        insta::assert_snapshot!("each_case", lines(&found).join("\n"));
        assert_eq!(
            counts(&found["byStatus"], "status"),
            owned(&[("ACHIEVED", 4), ("ON_TRACK", 4), ("BEHIND", 4), ("REGRESSED", 1), ("NOT_AVAILABLE", 7)])
        );
        // Every status and reason is listed, also those that there are none of.
        assert_eq!((list(&found["byStatus"]).len(), list(&found["byReason"]).len()), (5, 7));
        assert_eq!((&found["indicatorCount"], &found["targetCount"]), (&json!(19), &json!(20)));
        assert_eq!(found["achievedShare"], json!(4.0 / 13.0));
        assert_eq!(found["onTrackShare"], json!(8.0 / 13.0));
        Ok(())
    }

    async fn elements_add_up_what_stands_below_them(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.import(progress_plan::TEXT).await?;
        let query = "query($slug: String!) { plan(ref: { slug: $slug }) { outline {
            key progress(at: \"2025-12-31\") { indicatorCount targetCount achievedShare onTrackShare reason targets { planIndicator { key } } }
        } } }";
        let answer = app.query(query, json!({ "slug": progress_plan::SLUG })).await?;
        let of = |key: &str| {
            let found = list(&answer["plan"]["outline"]).iter().find(|element| element["key"] == key);
            found.map(|element| element["progress"].clone()).ok_or(format!("no element {key}"))
        };
        assert_eq!(
            texts(&of("reach")?["targets"], "/planIndicator/key"),
            ["on-track", "behind-in-ten-thousands", "achieved-downwards", "regressed"]
        );
        assert_eq!(texts(&of("reach.quick")?["targets"], "/planIndicator/key"), ["achieved-downwards", "regressed"]);
        assert_eq!(texts(&of("reach.quick.complaints")?["targets"], "/planIndicator/key"), ["regressed"]);
        assert_eq!((&of("reach.quick")?["achievedShare"], &of("reach.quick")?["onTrackShare"]), (&json!(0.5), &json!(0.5)));
        // At the end 52 of 60 branches are no longer on track.
        assert_eq!(of("reach")?["onTrackShare"], json!(0.25));
        let unknown = of("unknown")?;
        assert_eq!((&unknown["indicatorCount"], &unknown["targetCount"]), (&json!(7), &json!(6)));
        assert_eq!((&unknown["achievedShare"], &unknown["reason"]), (&Value::Null, &json!("NO_KNOWN_PROGRESS")));
        assert_eq!((&of("bare")?["indicatorCount"], &of("bare")?["reason"]), (&json!(0), &json!("NO_INDICATOR")));
        Ok(())
    }

    async fn progress_of_then_is_told_again(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        let compare = "query($asOf: String) { comparePlans(
            plans: [{ slug: \"synthetic-city-library-14fyp\" }, { slug: \"synthetic-city-library-15fyp\" }], asOf: $asOf
        ) { plans { slug progress { computedFrom { revision codebookVersion methodVersion } achievedShare onTrackShare targets { status ratio actual { id value } } } } } }";
        let ask = async |as_of: Option<&str>| -> TestResult<Value> { Ok(app.query(compare, json!({ "asOf": as_of })).await?["comparePlans"].clone()) };
        let before = ask(None).await?;
        assert_eq!(before["plans"][0]["progress"]["computedFrom"]["revision"], "1");
        // A year later the statistics are mended: 58 branches, not 63.
        let mended = CITY_PLAN.replacen("value: 63, unit: branch", "value: 58, unit: branch", 1);
        assert_ne!(mended, CITY_PLAN);
        assert!(app.import(&mended).await?.changed);
        let now = ask(None).await?;
        assert_eq!(now["plans"][0]["progress"]["computedFrom"]["revision"], "2");
        assert_eq!(now["plans"][0]["progress"]["targets"][0]["status"], "BEHIND");
        assert_ne!(now["plans"][0]["progress"]["achievedShare"], before["plans"][0]["progress"]["achievedShare"]);
        assert_eq!(ask(Some("1")).await?, before);
        // So does the plan's own first revision.
        let first = app.query(PROGRESS, json!({ "plan": { "slug": "synthetic-city-library-14fyp" }, "revision": 1 })).await?;
        assert_eq!(first["plan"]["progress"]["achievedShare"], before["plans"][0]["progress"]["achievedShare"]);
        Ok(())
    }

    async fn the_definition_of_then_says_which_way_is_better(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        // A bare figure without a baseline is reached from the side that the catalogue calls better.
        let definition = |direction: &str| {
            format!("format: catalogue/1\nindicators:\n  - {{ slug: synthetic-waiting, name: Synthetic waiting time, measure: COUNT, unit: day, direction: {direction} }}\n")
        };
        let plan = "format: plan/1
slug: synthetic-waiting-plan
institution: { slug: synthetic-waiting-library, kind: PUBLIC_LIBRARY, name: Synthetic Waiting Library, country: CN }
period: cn-fyp-14
level: PUBLIC
status: ADOPTED
isSynthetic: true
language: en
title: Synthetic plan about waiting
elements: [{ key: goal, kind: GOAL, title: Wait less }]
planIndicators:
  - key: waiting
    text: Days
    indicator: synthetic-waiting
    observations: [{ role: TARGET, value: 3, unit: day, endYear: 2025 }, { role: ACTUAL, value: 2, unit: day, endYear: 2024 }]
";
        app.import(&definition("LOWER_IS_BETTER")).await?;
        app.import(plan).await?;
        let status = async |revision: Option<&str>| -> TestResult<String> {
            let query = "query($asOf: String) { comparePlans(plans: [{ slug: \"synthetic-waiting-plan\" }, { slug: \"synthetic-city-library-14fyp\" }], asOf: $asOf) {
                plans { planIndicators(first: 1) { nodes { progress { status } } } } } }";
            let answer = app.query(query, json!({ "asOf": revision })).await?;
            Ok(text(&answer["comparePlans"]["plans"][0]["planIndicators"]["nodes"][0]["progress"][0]["status"]))
        };
        assert_eq!(status(None).await?, "ACHIEVED");
        let revision = app.revision().await?;
        assert!(app.import(&definition("HIGHER_IS_BETTER")).await?.changed);
        assert_eq!(status(None).await?, "NOT_AVAILABLE");
        assert_eq!(status(Some(&revision)).await?, "ACHIEVED");
        Ok(())
    }

    async fn a_registry_without_a_codebook_knows_progress(database: TestDatabase) -> TestResult {
        let app = TestApp::empty(database).await?;
        let period = "format: catalogue/1\nperiods:\n  - { slug: cn-fyp-14, scheme: cn-fyp, ordinal: 14, name: Synthetic period, startYear: 2021, endYear: 2025 }\n";
        app.import(period).await?;
        app.import(&progress_plan::TEXT.replace("        indicator: visits\n", "")).await?;
        let found = progress(&app, progress_plan::SLUG, None).await?;
        assert_eq!((&found["computedFrom"], &found["achievedShare"]), (&Value::Null, &json!(4.0 / 13.0)));
        Ok(())
    }
}
