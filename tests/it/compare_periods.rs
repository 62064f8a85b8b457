//! `comparePeriods`: the made-up city library from the 14th to the 15th five-year plan.

use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
};

const COMPARE: &str = include_str!("queries/compare-periods.graphql");

fn periods(institution: &str, from: &str, to: &str) -> Value {
    json!({ "institution": { "slug": institution }, "from": { "slug": from }, "to": { "slug": to } })
}

async fn compare(app: &TestApp) -> TestResult<Value> {
    let answer = app.query(COMPARE, periods("synthetic-city-library", "cn-fyp-14", "cn-fyp-15")).await?;
    Ok(answer["comparePeriods"].clone())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

on_both_catalogues! {
    async fn what_became_of_each_goal(app: TestApp) -> TestResult {
        let comparison = compare(&app).await?;
        let told: Vec<String> = list(&comparison["changes"])
            .iter()
            .map(|change| {
                let titles = |side: &str| texts(&change[side], "/title/text").join(" + ");
                let score = change["score"].as_f64().map_or("–".to_owned(), |score| format!("{score:.3}"));
                format!("{} {} {score}: {} → {}", text(&change["kind"]), text(&change["method"]), titles("from"), titles("to"))
            })
            .collect();
        insta::assert_snapshot!("changes_of_goals", told.join("\n"));
        let kinds = texts(&comparison["changes"], "/kind");
        for kind in ["CONTINUED", "REVISED", "SPLIT", "MERGED", "NEW", "DROPPED"] {
            assert!(kinds.contains(&kind.to_owned()), "no goal is {kind}: {kinds:?}");
        }
        // People vouch for two of them, and their word is worth 1.
        let curated: Vec<&Value> = list(&comparison["changes"]).iter().filter(|change| change["method"] == "CURATED").collect();
        assert_eq!(curated.len(), 2);
        assert!(curated.iter().all(|change| change["kind"] == "CONTINUED" && change["score"] == json!(1.0)));
        Ok(())
    }

    async fn figures_worked_out_by_hand(app: TestApp) -> TestResult {
        let comparison = compare(&app).await?;
        let change = |slug: &str| {
            let changes = list(&comparison["indicatorChanges"]);
            changes.iter().find(|change| change["indicator"]["slug"] == slug).cloned().ok_or(format!("no change of {slug}"))
        };
        // Branch libraries: at least 60 by 2025, 63 reached; at least 80 by 2030. The review in the later plan repeats the
        // 63 and is no target.
        let branches = change("branch-libraries")?;
        assert_eq!(branches["from"]["key"], "branch-libraries");
        assert_eq!(branches["to"]["key"], "branch-libraries");
        assert_eq!(branches["attainment"], json!(63.0 / 60.0));
        assert_eq!(branches["targetRatio"], json!(80.0 / 60.0));
        // Visits: 260 万 a year promised, 251 万 came; 320 万 promised.
        let visits = change("visits")?;
        assert_eq!(visits["attainment"], json!(251.0 / 260.0));
        assert_eq!(visits["targetRatio"], json!(320.0 / 260.0));
        // Events: 5,120 of 5,000 over five years; 6,500 over the next five.
        let events = change("events")?;
        assert_eq!(events["attainment"], json!(5120.0 / 5000.0));
        assert_eq!(events["targetRatio"], json!(6500.0 / 5000.0));
        // Only the later plan counts all urban book rooms.
        let rooms = change("urban-book-rooms")?;
        assert_eq!((&rooms["from"], &rooms["targetRatio"], &rooms["attainment"]), (&Value::Null, &Value::Null, &Value::Null));
        Ok(())
    }

    async fn the_rest_of_the_answer(app: TestApp) -> TestResult {
        let mut comparison = compare(&app).await?;
        if let Some(members) = comparison.as_object_mut() {
            members.remove("changes");
        }
        insta::assert_yaml_snapshot!("period_comparison", comparison);
        Ok(())
    }

    async fn scores_decide_between_the_kinds(app: TestApp) -> TestResult {
        let query = "query($continued: Float!, $split: Float!) {
            comparePeriods(institution: { slug: \"synthetic-city-library\" }, from: { slug: \"cn-fyp-14\" }, to: { slug: \"cn-fyp-15\" }) {
                changes(continuedScore: $continued, splitScore: $split) { kind method }
            }
        }";
        let strict = app.query(query, json!({ "continued": 1.0, "split": 1.0 })).await?;
        let changes = list(&strict["comparePeriods"]["changes"]);
        assert!(changes.iter().all(|change| !["SPLIT", "MERGED"].contains(&text(&change["kind"]).as_str())), "{strict}");
        let by_text = |change: &&Value| change["kind"] == "CONTINUED" && change["method"] == "TEXT";
        assert_eq!(changes.iter().filter(by_text).count(), 0, "{strict}");
        let loose = app.query(query, json!({ "continued": 0.0, "split": 0.5 })).await?;
        assert!(!texts(&loose["comparePeriods"]["changes"], "/kind").contains(&"REVISED".to_owned()), "{loose}");
        Ok(())
    }

    async fn a_missing_plan_is_a_caveat(app: TestApp) -> TestResult {
        let answer = app.query(COMPARE, periods("shenzhen-library", "cn-fyp-14", "cn-fyp-15")).await?;
        let comparison = &answer["comparePeriods"];
        assert_eq!(comparison["from"]["slug"], "shenzhen-library-14fyp");
        assert_eq!(comparison["to"], Value::Null);
        for part in ["changes", "themeShifts", "indicatorChanges", "unlinkedIndicatorChanges"] {
            assert_eq!(comparison[part], json!([]), "{part}");
        }
        let caveats = &comparison["caveats"];
        assert_eq!(texts(caveats, "/code").first().map(String::as_str), Some("NO_PLAN"));
        assert!(text(&caveats[0]["message"]["text"]).contains("shenzhen-library"), "{caveats}");

        let neither = app.query(COMPARE, periods("shenzhen-library", "cn-fyp-12", "cn-fyp-13")).await?;
        assert_eq!((&neither["comparePeriods"]["from"], &neither["comparePeriods"]["to"]), (&Value::Null, &Value::Null));
        assert_eq!(texts(&neither["comparePeriods"]["caveats"], "/code"), ["NO_PLAN", "NO_PLAN"]);
        Ok(())
    }

    async fn the_earlier_period_comes_first(app: TestApp) -> TestResult {
        for (from, to) in [("cn-fyp-15", "cn-fyp-14"), ("cn-fyp-14", "cn-fyp-14")] {
            let (code, message) = app.error(COMPARE, periods("synthetic-city-library", from, to)).await?;
            assert_eq!(code, "BAD_USER_INPUT");
            assert!(message.contains("give the earlier period first"), "{message}");
        }
        let (code, message) = app.error(COMPARE, periods("synthetic-city-library", "cn-fyp-14", "cn-fyp-16")).await?;
        assert_eq!(code, "NOT_FOUND");
        assert!(message.contains("`cn-fyp-16`; did you mean"), "{message}");
        Ok(())
    }
}
