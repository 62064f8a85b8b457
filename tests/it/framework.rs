//! `frameworkAlignment`: bundled plans held against IFLA's strategy, bad input, and as of a while ago.

use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
    plan_file,
};

const ALIGN: &str = include_str!("queries/framework-alignment.graphql");
const IFLA: &str = "ifla-strategy-2024-2029";
const SHENZHEN: &str = "shenzhen-library-14fyp";

fn variables(plan: &str, framework: &str, more: Value) -> Value {
    let mut variables = json!({ "plan": { "slug": plan }, "framework": { "slug": framework } });
    if let (Some(all), Some(more)) = (variables.as_object_mut(), more.as_object()) {
        all.extend(more.clone());
    }
    variables
}

async fn align(app: &TestApp, plan: &str, framework: &str, more: Value) -> TestResult<Value> {
    Ok(app.query(ALIGN, variables(plan, framework, more)).await?["frameworkAlignment"].clone())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// An answer in lines that people can read.
fn told(found: &Value) -> String {
    let mut lines = vec![
        format!("computed from {}", found["computedFrom"]),
        format!("{} of {} parts are addressed", found["addressedCount"], found["partCount"]),
    ];
    for part in list(&found["parts"]) {
        lines.push(format!(
            "{} {}: {} {}, {} passages, share {}",
            text(&part["part"]["key"]),
            text(&part["part"]["title"]["text"]),
            text(&part["presence"]),
            part["strength"],
            part["passageCount"],
            part["planShare"]
        ));
        lines.push(format!(
            "  themes {}: {}; not {}",
            part["themeShare"],
            texts(&part["addressedThemes"], "/slug").join(" "),
            texts(&part["missingThemes"], "/slug").join(" ")
        ));
        for passage in list(&part["passages"]) {
            lines.push(format!(
                "  {} {} {} = {} by {} and {}",
                text(&passage["method"]),
                passage["score"],
                text(&passage["element"]["title"]["text"]),
                text(&passage["frameworkElement"]["title"]["text"]),
                texts(&passage["sharedThemes"], "/slug").join(" "),
                texts(&passage["sharedTerms"], "").join(" ")
            ));
        }
    }
    lines.push(format!("unaligned: {}", texts(&found["unalignedElements"], "/key").join(" ")));
    for caveat in list(&found["caveats"]) {
        lines.push(format!("caveat {} of {}", text(&caveat["code"]), texts(&caveat["plans"], "/slug").join(" ")));
    }
    lines.join("\n")
}

/// A plan in German without anything that the codebook knows, and a goal that an editor aligns with an area of IFLA's.
const APART: &str = "
format: plan/1
slug: example-bibliothek
institution: { slug: example-bibliothek, kind: PUBLIC_LIBRARY, name: Synthetic example library in German, country: DE }
period: { slug: example-2026, scheme: example, ordinal: 1, name: Example period, startYear: 2026, endYear: 2030 }
level: PUBLIC
status: ADOPTED
isSynthetic: true
language: de
title: Beispielplan
elements:
  - { key: ziel-1, kind: GOAL, title: Ruhige Zimmer }
  - { key: ziel-2, kind: GOAL, title: Offene Gärten }
";

const VOUCHED: &str = "
format: annotations/1
alignments:
  - source: { plan: example-bibliothek, element: ziel-2 }
    target: { plan: ifla-strategy-2024-2029, element: area-3 }
    relation: SUPPORTS
    coder: synthetic coder
";

on_both_catalogues! {
    async fn a_city_library_and_ifla_in_lines(app: TestApp) -> TestResult {
        let found = align(&app, SHENZHEN, IFLA, json!({ "first": 3 })).await?;
        insta::assert_snapshot!("shenzhen_and_ifla", told(&found));
        Ok(())
    }

    async fn a_plan_is_its_own_framework_whole(app: TestApp) -> TestResult {
        for slug in [IFLA, SHENZHEN, "changchun-library-14fyp-draft", "ifla-strategy-2019-2024"] {
            let found = align(&app, slug, slug, json!({ "first": 1, "minScore": 1.0 })).await?;
            assert!(found["partCount"].as_i64() > Some(0), "{slug}");
            assert_eq!(found["addressedCount"], found["partCount"], "{slug}");
            for part in list(&found["parts"]) {
                assert_eq!((&part["presence"], &part["strength"]), (&json!("ADDRESSED"), &json!(1.0)), "{part}");
                assert_eq!((&part["missingThemes"], part["themeShare"].as_f64().unwrap_or(1.0)), (&json!([]), 1.0), "{part}");
                let best = &part["passages"][0];
                assert_eq!(best["element"]["key"], best["frameworkElement"]["key"], "{best}");
            }
        }
        Ok(())
    }

    async fn parts_are_of_the_layers_asked_for(app: TestApp) -> TestResult {
        let outcomes = align(&app, SHENZHEN, IFLA, json!({ "partLayers": ["OUTCOME"] })).await?;
        assert_eq!(list(&outcomes["parts"]).len(), 35, "31 outcomes and 4 statements of success");
        assert_eq!(outcomes["partCount"], 35);
        // An area is addressed wherever anything under it is.
        let areas = align(&app, SHENZHEN, IFLA, json!({ "first": 100 })).await?;
        let outcome = list(&outcomes["parts"]).iter().find(|part| part["presence"] == "ADDRESSED").ok_or("no outcome is addressed")?;
        let key = text(&outcome["part"]["key"]);
        let area = list(&areas["parts"]).iter().find(|part| key.starts_with(&text(&part["part"]["key"]))).ok_or("no area holds it")?;
        assert_eq!(area["presence"], "ADDRESSED");
        assert!(area["strength"].as_f64() >= outcome["strength"].as_f64());
        let elements = texts(&area["passages"], "/element/key");
        for element in texts(&outcome["passages"], "/element/key") {
            assert!(elements.contains(&element), "{element} addresses {key} and not its area: {elements:?}");
        }
        // No layer of that kind: no part, and nothing is known.
        let none = align(&app, IFLA, SHENZHEN, json!({ "partLayers": ["OUTCOME"] })).await?;
        assert_eq!((&none["partCount"], &none["addressedCount"], &none["unalignedElements"]), (&json!(0), &Value::Null, &Value::Null));
        Ok(())
    }

    async fn a_higher_threshold_finds_less(app: TestApp) -> TestResult {
        let mut last = i64::MAX;
        for min_score in [0.0, 0.2, 0.35, 0.6, 1.0] {
            let found = align(&app, "changchun-library-14fyp-draft", IFLA, json!({ "minScore": min_score, "first": 100 })).await?;
            let n_passages: i64 = list(&found["parts"]).iter().filter_map(|part| part["passageCount"].as_i64()).sum();
            assert!(n_passages <= last, "{n_passages} from {min_score}, after {last}");
            last = n_passages;
            for part in list(&found["parts"]) {
                assert_eq!(part["passageCount"].as_u64(), Some(list(&part["passages"]).len() as u64), "{part}");
                assert!(list(&part["passages"]).iter().all(|passage| passage["score"].as_f64() >= Some(min_score)));
                assert_eq!(part["presence"] == "ADDRESSED", part["passageCount"] != 0);
                // What is too weak to count is told all the same.
                assert!(part["strength"].is_number());
            }
        }
        Ok(())
    }

    async fn bad_input_is_explained(app: TestApp) -> TestResult {
        for (plan, framework, more, code, hint) in [
            ("shenzen-library-14fyp", IFLA, Value::Null, "NOT_FOUND", "did you mean `shenzhen-library-14fyp`?"),
            (SHENZHEN, "ifla-strategy-2024-2092", Value::Null, "NOT_FOUND", "did you mean `ifla-strategy-2024-2029`?"),
            (SHENZHEN, IFLA, json!({ "partLayers": [] }), "BAD_USER_INPUT", "`partLayers` is empty"),
            (SHENZHEN, IFLA, json!({ "minScore": -0.1 }), "BAD_USER_INPUT", "`minScore` is -0.1"),
            (SHENZHEN, IFLA, json!({ "asOf": "9" }), "BAD_USER_INPUT", "there is no revision 9"),
        ] {
            let (found, message) = app.error(ALIGN, variables(plan, framework, more)).await?;
            assert_eq!((found.as_str(), message.contains(hint)), (code, true), "{message}");
        }
        for first in [-1, 101] {
            // Every part has its own list.
            let reply = app.reply(ALIGN, variables(SHENZHEN, IFLA, json!({ "first": first }))).await?;
            for error in list(&reply["errors"]) {
                assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT");
                assert_eq!(error["message"], json!(format!("`first` is {first}: give a number from 0 to 100")));
            }
            assert!(!list(&reply["errors"]).is_empty(), "{first}");
        }
        let reply = app.reply(ALIGN, variables("nowhere", IFLA, Value::Null)).await?;
        assert_eq!(reply["data"], json!({ "frameworkAlignment": null }), "only this field is null");
        Ok(())
    }

    async fn an_answer_costs_the_same_however_large_the_plans(app: TestApp) -> TestResult {
        app.query(ALIGN, variables(SHENZHEN, IFLA, Value::Null)).await?;
        let (few, small) = app.counted(ALIGN, variables(IFLA, SHENZHEN, json!({ "first": 1 }))).await?;
        let (many, large) = app.counted(ALIGN, variables("changchun-library-14fyp-draft", IFLA, json!({ "partLayers": ["OUTCOME"], "first": 50, "minScore": 0.0 }))).await?;
        let n_passages = |answer: &Value| list(&answer["frameworkAlignment"]["parts"]).iter().map(|part| list(&part["passages"]).len()).sum::<usize>();
        assert!(n_passages(&many) > 20 * n_passages(&few).max(1), "{} and {}", n_passages(&many), n_passages(&few));
        println!("an alignment with a framework: {} statements", large.len());
        assert_eq!(small.len(), large.len(), "{small:#?}\n{large:#?}");
        assert!(large.len() <= 31, "{large:#?}");
        Ok(())
    }
}

on_both_databases! {
    async fn as_of_a_while_ago(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.import(plan_file::TEXT).await?;
        let before = align(&app, plan_file::SLUG, IFLA, Value::Null).await?;
        let revision = text(&before["computedFrom"]["revision"]);
        let changed = plan_file::TEXT.replacen("Build a smart library for all", "Lively global professional communities connect and energise libraries", 1);
        assert!(app.import(&changed).await?.changed);
        let now = align(&app, plan_file::SLUG, IFLA, Value::Null).await?;
        assert_ne!(now["parts"], before["parts"], "the new edition is not seen");
        assert!(now["parts"][0]["strength"].as_f64() > before["parts"][0]["strength"].as_f64());
        assert_eq!(align(&app, plan_file::SLUG, IFLA, json!({ "asOf": revision })).await?, before);
        let (code, message) = app.error(ALIGN, variables(plan_file::SLUG, IFLA, json!({ "asOf": "1" }))).await?;
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(message.contains("was not published yet at registry revision 1"), "{message}");
        Ok(())
    }

    async fn absence_means_nothing_where_plans_cannot_meet(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.import(APART).await?;
        let before = align(&app, "example-bibliothek", IFLA, Value::Null).await?;
        for part in list(&before["parts"]) {
            assert_eq!(
                (&part["presence"], &part["strength"], &part["passageCount"], &part["planShare"]),
                (&json!("NOT_CODED"), &Value::Null, &Value::Null, &Value::Null),
                "{part}"
            );
            assert_eq!((&part["themeShare"], &part["missingThemes"]), (&Value::Null, &Value::Null), "{part}");
        }
        assert_eq!((&before["addressedCount"], &before["unalignedElements"]), (&Value::Null, &Value::Null));
        let codes = texts(&before["caveats"], "/code");
        assert!(codes.contains(&"NO_SHARED_LANGUAGE".to_owned()) && codes.contains(&"NOT_CODED".to_owned()), "{codes:?}");

        // What a person vouches for is known, whatever the language; the rest stays unknown.
        app.import(VOUCHED).await?;
        let now = align(&app, "example-bibliothek", IFLA, Value::Null).await?;
        let part = list(&now["parts"]).iter().find(|part| part["part"]["key"] == "area-3").ok_or("no area 3")?;
        assert_eq!((&part["presence"], &part["strength"], &part["planShare"]), (&json!("ADDRESSED"), &json!(1.0), &json!(0.5)));
        assert_eq!((&part["passages"][0]["element"]["key"], &part["passages"][0]["method"]), (&json!("ziel-2"), &json!("CURATED")));
        assert_eq!(now["addressedCount"], Value::Null);
        assert_eq!(align(&app, "example-bibliothek", IFLA, json!({ "asOf": text(&before["computedFrom"]["revision"]) })).await?, before);
        Ok(())
    }
}
