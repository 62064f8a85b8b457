//! `comparePlans`, over the bundled catalogue.

use std::collections::{BTreeMap, BTreeSet};

use plan_registry::http::{EXAMPLE_QUERY, EXAMPLE_VARIABLES};
use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
};

const COMPARE: &str = include_str!("queries/compare-plans.graphql");
const PERIOD_14: &str = "synthetic-city-library-14fyp";
const PERIOD_15: &str = "synthetic-city-library-15fyp";

async fn compare(app: &TestApp, slugs: &[&str]) -> TestResult<Value> {
    let plans: Vec<Value> = slugs.iter().map(|slug| json!({ "slug": slug })).collect();
    Ok(app.query(COMPARE, json!({ "plans": plans })).await?["comparePlans"].clone())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Whatever the order of the plans: matches, by their elements.
fn matches(comparison: &Value) -> BTreeMap<Vec<String>, (String, BTreeSet<String>)> {
    let key = |found: &Value| {
        let mut elements: Vec<String> = list(&found["elements"])
            .iter()
            .map(|element| format!("{}#{}", text(&element["plan"]["slug"]), text(&element["key"])))
            .collect();
        elements.sort();
        elements
    };
    list(&comparison["matches"])
        .iter()
        .map(|found| {
            (key(found), (found["score"].to_string(), texts(&found["sharedThemes"], "/slug").into_iter().collect()))
        })
        .collect()
}

/// Whatever the order of the plans: each theme's share and presence in each plan.
fn shares(comparison: &Value) -> BTreeMap<(String, String), String> {
    list(&comparison["themes"])
        .iter()
        .flat_map(|row| list(&row["cells"]).iter().map(move |cell| (row, cell)))
        .map(|(row, cell)| {
            let place = (text(&row["theme"]["slug"]), text(&cell["plan"]["slug"]));
            (place, format!("{} {} {}", cell["presence"], cell["elementCount"], cell["share"]))
        })
        .collect()
}

fn similarity(comparison: &Value) -> BTreeMap<BTreeSet<String>, String> {
    list(&comparison["similarity"])
        .iter()
        .map(|pair| {
            let plans = [text(&pair["a"]["slug"]), text(&pair["b"]["slug"])].into();
            (plans, format!("{} {} {}", pair["themeCosine"], pair["themeJaccard"], pair["matchedGoalShare"]))
        })
        .collect()
}

/// A comparison in lines that people can read: what is there, and nothing of what is not.
fn told(comparison: &Value) -> String {
    let mut lines = vec![format!("computed from {}", comparison["computedFrom"])];
    for pair in list(&comparison["similarity"]) {
        lines.push(format!(
            "cosine {} jaccard {} goals {}",
            pair["themeCosine"], pair["themeJaccard"], pair["matchedGoalShare"]
        ));
    }
    for row in list(&comparison["themes"]) {
        let cells = list(&row["cells"]);
        if cells.iter().any(|cell| cell["presence"] != "NOT_MENTIONED") {
            let cells = cells.iter().map(|cell| {
                format!("{} {} {}", text(&cell["presence"]), cell["share"], texts(&cell["elements"], "/key").join(" "))
            });
            lines.push(format!("theme {}: {}", text(&row["theme"]["slug"]), cells.collect::<Vec<_>>().join(" | ")));
        }
    }
    for found in list(&comparison["matches"]) {
        let (themes, terms) = (texts(&found["sharedThemes"], "/slug"), texts(&found["sharedTerms"], ""));
        let titles = texts(&found["elements"], "/title/text").join(" = ");
        lines.push(format!(
            "match {} {} by {} and {}: {titles}",
            text(&found["method"]),
            found["score"],
            themes.join(" "),
            terms.join(" ")
        ));
    }
    for row in list(&comparison["indicators"]) {
        let cells = list(&row["cells"]).iter().map(|cell| texts(&cell["planIndicators"], "/key").join(" "));
        let cells = cells.collect::<Vec<_>>().join(" | ");
        let caveats = texts(&row["caveats"], "/code").join(" ");
        lines.push(format!("indicator {} {} {}: {cells}", text(&row["indicator"]["slug"]), row["comparable"], caveats));
    }
    for caveat in list(&comparison["caveats"]) {
        lines.push(format!("caveat {}: {}", text(&caveat["code"]), text(&caveat["message"]["text"])));
    }
    lines.join("\n")
}

on_both_catalogues! {
    async fn a_comparison_in_lines(app: TestApp) -> TestResult {
        let comparison = compare(&app, &["shenzhen-library-14fyp", PERIOD_15]).await?;
        insta::assert_snapshot!("two_plans", told(&comparison));
        Ok(())
    }

    async fn the_order_of_plans_only_permutes(app: TestApp) -> TestResult {
        let forth = compare(&app, &["shenzhen-library-14fyp", PERIOD_15, PERIOD_14]).await?;
        let back = compare(&app, &[PERIOD_14, "shenzhen-library-14fyp", PERIOD_15]).await?;
        assert_eq!(texts(&back["plans"], "/slug"), [PERIOD_14, "shenzhen-library-14fyp", PERIOD_15]);
        assert!(matches(&forth).keys().any(|elements| elements.len() > 1), "nothing matches");
        assert_eq!(matches(&forth), matches(&back));
        assert_eq!(shares(&forth), shares(&back));
        assert_eq!(similarity(&forth), similarity(&back));
        assert_eq!(similarity(&forth).len(), 3);
        let codes = |comparison: &Value| texts(&comparison["caveats"], "/code");
        assert_eq!(codes(&forth), codes(&back));
        Ok(())
    }

    async fn a_plan_beside_itself_matches_in_every_element(app: TestApp) -> TestResult {
        let comparison = compare(&app, &[PERIOD_15, PERIOD_15]).await?;
        let matches = list(&comparison["matches"]);
        assert_eq!(matches.len(), 8, "the plan has eight goals");
        for found in matches {
            assert_eq!(found["score"], json!(1.0), "{found}");
            let keys: BTreeSet<String> = texts(&found["elements"], "/key").into_iter().collect();
            assert_eq!((list(&found["elements"]).len(), keys.len()), (2, 1), "{found}");
        }
        assert_eq!(
            comparison["similarity"],
            json!([{ "a": { "slug": PERIOD_15 }, "b": { "slug": PERIOD_15 }, "themeCosine": 1.0, "themeJaccard": 1.0, "matchedGoalShare": 1.0 }])
        );
        Ok(())
    }

    async fn themes_are_counted_in_the_layers_asked_for(app: TestApp) -> TestResult {
        let query = "query($plans: [PlanRef!]!, $layers: [PlanLayer!]) {
            comparePlans(plans: $plans) { themes(layers: $layers) { theme { slug } cells { presence elementCount share elements { layer key } } } }
        }";
        let plans = json!([{ "slug": PERIOD_14 }, { "slug": "ifla-strategy-2024-2029" }]);
        let cells = |answer: &Value, theme: &str| {
            let rows = list(&answer["comparePlans"]["themes"]);
            rows.iter().find(|row| row["theme"]["slug"] == theme).map(|row| row["cells"].clone()).unwrap_or_default()
        };
        let goals = app.query(query, json!({ "plans": plans, "layers": ["GOAL"] })).await?;
        // Seven goals, of which one is about staff: its coder said so.
        let staff = cells(&goals, "staff-development");
        assert_eq!(staff[0]["presence"], "ADDRESSED");
        assert_eq!(staff[0]["elementCount"], 1);
        assert_eq!(staff[0]["share"], json!(1.0 / 7.0));
        assert_eq!(staff[0]["elements"], json!([{ "layer": "GOAL", "key": "goal-staff" }]));
        // Somebody looked for it there, and the coder's silence means absent.
        assert_eq!(cells(&goals, "party-building")[0]["presence"], "NOT_MENTIONED");
        // The plan has no element of layer OUTCOME.
        let outcomes = app.query(query, json!({ "plans": plans, "layers": ["OUTCOME"] })).await?;
        let cell = &cells(&outcomes, "staff-development")[0];
        assert_eq!((&cell["presence"], &cell["share"], &cell["elementCount"]), (&json!("NOT_APPLICABLE"), &Value::Null, &Value::Null));
        assert_eq!(list(&goals["comparePlans"]["themes"]).len(), 42, "every theme of the codebook has a row");
        let (code, message) = app.error(query, json!({ "plans": plans, "layers": [] })).await?;
        assert_eq!((code.as_str(), message.contains("`layers` is empty")), ("BAD_USER_INPUT", true));
        Ok(())
    }

    async fn indicators_compare_where_unit_and_basis_do(app: TestApp) -> TestResult {
        let comparison = compare(&app, &[PERIOD_14, PERIOD_15]).await?;
        let row = |slug: &str| {
            let rows = list(&comparison["indicators"]);
            rows.iter().find(|row| row["indicator"]["slug"] == slug).cloned().ok_or(format!("no row {slug}"))
        };
        let branches = row("branch-libraries")?;
        assert_eq!(branches["comparable"], json!(true));
        assert_eq!(texts(&branches["cells"][1]["planIndicators"], "/key"), ["review-branch-libraries", "branch-libraries"]);
        // 260 万 visits.
        assert_eq!(row("visits")?["cells"][0]["planIndicators"][0]["targets"][0]["normalizedValue"], json!(2_600_000.0));
        // Only one of the plans uses it.
        let rooms = row("urban-book-rooms")?;
        assert_eq!((&rooms["comparable"], list(&rooms["cells"][0]["planIndicators"]).len()), (&json!(false), 0));
        // Unlinked ones come last, and say so.
        let unlinked: Vec<&Value> = list(&comparison["indicators"]).iter().skip_while(|row| !row["indicator"].is_null()).collect();
        assert!(!unlinked.is_empty() && unlinked.iter().all(|row| row["indicator"].is_null()));
        for row in unlinked {
            assert!(texts(&row["caveats"], "/code").contains(&"INDICATOR_UNLINKED".to_owned()), "{row}");
        }
        Ok(())
    }

    async fn caveats_say_what_does_not_compare(app: TestApp) -> TestResult {
        let comparison = compare(&app, &["ifla-strategy-2024-2029", "changchun-library-14fyp-draft", PERIOD_15]).await?;
        let found: BTreeMap<String, Vec<String>> = list(&comparison["caveats"])
            .iter()
            .map(|caveat| (text(&caveat["code"]), texts(&caveat["plans"], "/slug")))
            .collect();
        let all = ["ifla-strategy-2024-2029", "changchun-library-14fyp-draft", PERIOD_15];
        assert_eq!(found.get("DIFFERENT_LEVELS").map(Vec::as_slice), Some(&all.map(str::to_owned)[..]));
        assert_eq!(found.get("DIFFERENT_PERIODS").map(Vec::as_slice), Some(&all.map(str::to_owned)[..]));
        assert_eq!(found.get("NOT_ADOPTED").map(Vec::as_slice), Some(&["changchun-library-14fyp-draft".to_owned()][..]));
        assert_eq!(found.get("INCOMPLETE_SOURCE").map(Vec::as_slice), Some(&["changchun-library-14fyp-draft".to_owned()][..]));
        assert_eq!(found.get("SYNTHETIC").map(Vec::as_slice), Some(&[PERIOD_15.to_owned()][..]));
        assert_eq!(found.get("NOT_CODED"), None);
        Ok(())
    }

    async fn two_to_twenty_plans_are_compared(app: TestApp) -> TestResult {
        for n_plans in [1, 21] {
            let plans = vec![json!({ "slug": PERIOD_14 }); n_plans];
            let (code, message) = app.error(COMPARE, json!({ "plans": plans })).await?;
            assert_eq!(code, "BAD_USER_INPUT");
            assert!(message.contains(&format!("{n_plans} plans are named, and a comparison takes 2 to 20")), "{message}");
        }
        let query = "query($plans: [PlanRef!]!) { comparePlans(plans: $plans) { similarity { themeCosine } } }";
        let plans = vec![json!({ "slug": PERIOD_14 }); 20];
        let answer = app.query(query, json!({ "plans": plans })).await?;
        assert_eq!(list(&answer["comparePlans"]["similarity"]).len(), 190);
        let (code, message) = app.error(COMPARE, json!({ "plans": [{ "slug": PERIOD_14 }, { "slug": PERIOD_15 }], "minScore": 1.5 })).await?;
        assert_eq!((code.as_str(), message.contains("minScore")), ("BAD_USER_INPUT", true), "{message}");
        Ok(())
    }

    async fn the_example_that_the_server_shows_gives_an_answer(app: TestApp) -> TestResult {
        let variables: Value = serde_json::from_str(EXAMPLE_VARIABLES)?;
        let answer = app.query(EXAMPLE_QUERY, variables).await?;
        let comparison = &answer["comparePlans"];
        assert_eq!(texts(&comparison["plans"], "/slug"), ["ifla-strategy-2019-2024", "ifla-strategy-2024-2029"]);
        let cosine = comparison["similarity"][0]["themeCosine"].as_f64().ok_or("no similarity")?;
        assert!(cosine > 0.0 && cosine < 1.0, "{cosine}");
        Ok(())
    }
}
