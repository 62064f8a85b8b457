//! Matching across languages: the same forty statements, in Chinese in one plan and in English in the other.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text},
    databases::TestDatabase,
};

const COMPARE: &str = include_str!("queries/compare-plans.graphql");

#[derive(Deserialize)]
struct Pair {
    zh: String,
    en: String,
}

/// A plan of goals that are keyed by their place.
fn plan(slug: &str, language: &str, goals: impl Iterator<Item = String>) -> String {
    let elements: Vec<Value> = goals
        .enumerate()
        .map(|(place, goal)| json!({ "key": format!("goal-{place}"), "kind": "GOAL", "title": goal }))
        .collect();
    let institution =
        json!({ "slug": format!("{slug}-library"), "kind": "PUBLIC_LIBRARY", "name": slug, "country": "CN" });
    let plan = json!({
        "format": "plan/1", "slug": slug, "institution": institution, "period": "cn-fyp-15", "variant": "main",
        "level": "PUBLIC", "status": "ADOPTED", "isSynthetic": true, "language": language, "textOrigin": "EDITORIAL",
        "title": slug, "elements": elements,
    });
    plan.to_string()
}

#[tokio::test]
async fn statements_find_their_counterparts_in_the_other_language() -> TestResult {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples/bilingual-pairs.yaml");
    let pairs: Vec<Pair> = serde_saphyr::from_str(&std::fs::read_to_string(path)?)?;
    assert_eq!(pairs.len(), 40);
    let app = TestApp::catalogue(TestDatabase::sqlite()?).await?;
    app.import(&plan("chinese", "zh-Hans", pairs.iter().map(|pair| pair.zh.clone()))).await?;
    app.import(&plan("english", "en", pairs.iter().map(|pair| pair.en.clone()))).await?;
    let plans = json!([{ "slug": "chinese" }, { "slug": "english" }]);
    let reply = app.query(COMPARE, json!({ "plans": plans })).await?;
    let matches = reply["comparePlans"]["matches"].as_array().ok_or("no matches")?;
    let is_right = |found: &&Value| {
        let elements = found["elements"].as_array().map(Vec::as_slice).unwrap_or_default();
        matches!(elements, [a, b] if text(&a["key"]) == text(&b["key"]))
    };
    let n_right = matches.iter().filter(is_right).count();
    assert!(n_right * 10 >= pairs.len() * 7, "{n_right} of {} pairs are matched", pairs.len());
    Ok(())
}
