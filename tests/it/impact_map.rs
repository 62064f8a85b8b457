//! `impactMap`: over the bundled example, without ratings, with bad input, and as of a while ago.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
    plan_file,
};

const MAP: &str = include_str!("queries/impact-map.graphql");
const LIBRARY: &str = "synthetic-university-library-15fyp";
const UNIVERSITY: &str = "synthetic-university-15fyp";
const LIBRARY_PLAN: &str = include_str!("../../data/plans/synthetic-university-library-15fyp.yaml");

async fn map(app: &TestApp, plan: &str, parent: &str, more: Value) -> TestResult<Value> {
    Ok(app.query(MAP, variables(plan, parent, more)).await?["impactMap"].clone())
}

fn variables(plan: &str, parent: &str, more: Value) -> Value {
    let mut variables = json!({ "plan": { "slug": plan }, "parent": { "slug": parent } });
    if let (Some(all), Some(more)) = (variables.as_object_mut(), more.as_object()) {
        all.extend(more.clone());
    }
    variables
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn counts(counts: &Value) -> String {
    let told =
        list(counts).iter().map(|count| format!("{} {} ({})", text(&count["level"]), count["count"], count["share"]));
    told.collect::<Vec<_>>().join(", ")
}

/// A map in lines that people can read.
fn told(map: &Value) -> String {
    let mut lines = vec![
        format!("computed from {}", map["computedFrom"]),
        format!("rows: {}", texts(&map["foci"], "/key").join(" ")),
        format!("columns: {}", texts(&map["contributions"], "/key").join(" ")),
    ];
    for cell in list(&map["cells"]) {
        let ratings = list(&cell["ratings"]).iter().map(|rating| {
            let note = rating["note"].as_str().map(|note| format!(" ({note})")).unwrap_or_default();
            format!("{} {}{note}", text(&rating["rater"]), text(&rating["level"]))
        });
        lines.push(format!(
            "cell {} × {}: {} from {}",
            text(&cell["focus"]["key"]),
            text(&cell["contribution"]["key"]),
            text(&cell["consensus"]),
            ratings.collect::<Vec<_>>().join(", ")
        ));
    }
    let summary = &map["summary"];
    lines.push(format!("{} rated, {} unrated: {}", summary["rated"], summary["unrated"], counts(&summary["counts"])));
    lines.push(format!(
        "agreement {} over {} cells, {} ratings by {} raters, {} unplaced",
        summary["agreement"],
        summary["comparedCellCount"],
        summary["ratingCount"],
        summary["raterCount"],
        map["unplacedRatings"]
    ));
    for (name, side) in [("byFocus", "focus"), ("byContribution", "contribution")] {
        for line in list(&map[name]) {
            lines.push(format!(
                "{side} {}: {} rated, {} unrated, best {}: {}",
                text(&line[side]["key"]),
                line["rated"],
                line["unrated"],
                text(&line["best"]),
                counts(&line["counts"])
            ));
        }
    }
    lines.push(format!("uncovered: {}", texts(&map["uncoveredFoci"], "/key").join(" ")));
    lines.push(format!("unaligned: {}", texts(&map["unalignedContributions"], "/key").join(" ")));
    for found in list(&map["suggestions"]) {
        lines.push(format!(
            "look at {} × {}: {} {} by {} and {}",
            text(&found["focus"]["key"]),
            text(&found["contribution"]["key"]),
            text(&found["method"]),
            found["score"],
            texts(&found["sharedThemes"], "/slug").join(" "),
            texts(&found["sharedTerms"], "").join(" ")
        ));
    }
    for caveat in list(&map["caveats"]) {
        lines.push(format!(
            "caveat {} of {}: {}",
            text(&caveat["code"]),
            texts(&caveat["plans"], "/slug").join(" "),
            text(&caveat["message"]["text"])
        ));
    }
    lines.join("\n")
}

/// A rating of a focus that the library's plan already serves.
fn rating(level: &str, rater: &str) -> String {
    format!(
        "
format: annotations/1
impactRatings:
  - focus: {{ plan: {UNIVERSITY}, element: goal-green }}
    contribution: {{ plan: {LIBRARY}, element: learning-spaces }}
    level: {level}
    rater: {rater}
    ratedAt: 2026-04-01T09:00:00Z
"
    )
}

on_both_catalogues! {
    async fn the_bundled_example_in_lines(app: TestApp) -> TestResult {
        let map = map(&app, LIBRARY, UNIVERSITY, Value::Null).await?;
        insta::assert_snapshot!("synthetic_university", told(&map));
        assert_eq!((&map["plan"]["isSynthetic"], &map["parent"]["isSynthetic"]), (&json!(true), &json!(true)));
        // The same by the Python package krippendorff 0.8, level "ordinal".
        let agreement = map["summary"]["agreement"].as_f64().ok_or("no agreement")?;
        assert!((agreement - 0.5466125827136213).abs() < 1e-12, "{agreement}");
        Ok(())
    }

    async fn every_cell_is_rated_or_not(app: TestApp) -> TestResult {
        let query = "query($plan: PlanRef!, $parent: PlanRef!, $rated: Boolean) {
            impactMap(plan: $plan, parent: $parent) { cells(rated: $rated) { focus { key } contribution { key } consensus ratings { rater } } }
        }";
        let cells = async |rated: Value| -> TestResult<Vec<Value>> {
            let answer = app.query(query, variables(LIBRARY, UNIVERSITY, json!({ "rated": rated }))).await?;
            Ok(list(&answer["impactMap"]["cells"]).to_vec())
        };
        let (rated, unrated, all) = (cells(json!(true)).await?, cells(json!(false)).await?, cells(Value::Null).await?);
        assert_eq!((rated.len(), unrated.len(), all.len()), (23, 17, 40));
        assert!(rated.iter().all(|cell| cell["consensus"].is_string() && !list(&cell["ratings"]).is_empty()));
        assert!(unrated.iter().all(|cell| cell["consensus"].is_null() && list(&cell["ratings"]).is_empty()));
        let places: BTreeSet<String> = rated.iter().chain(&unrated).map(|cell| format!("{}{}", cell["focus"], cell["contribution"])).collect();
        assert_eq!(places.len(), 40, "a cell stands twice");
        Ok(())
    }

    async fn layers_can_be_asked_for_and_what_is_rated_stays(app: TestApp) -> TestResult {
        let found = map(&app, LIBRARY, UNIVERSITY, json!({ "focusLayers": ["PRIORITY"], "contributionLayers": ["GOAL"] })).await?;
        let foci = texts(&found["foci"], "/key");
        assert_eq!(foci[..3], ["goal-teaching", "goal-teaching.courses", "goal-teaching.competence"], "rated goals stay, in the plan's order");
        assert_eq!((foci.len(), list(&found["contributions"]).len()), (5 + 7, 4 + 8));
        assert_eq!((&found["summary"]["rated"], &found["summary"]["unrated"]), (&json!(23), &json!(144 - 23)));
        // Nobody has rated a strategy.
        assert!(texts(&found["caveats"], "/code").contains(&"NOT_RATED".to_owned()));
        assert!(texts(&found["uncoveredFoci"], "/key").contains(&"goal-teaching.courses".to_owned()));
        Ok(())
    }

    async fn what_nobody_rated_is_not_known(app: TestApp) -> TestResult {
        // A city library and a university: nobody has rated them, and neither are they a pair.
        let found = map(&app, "synthetic-city-library-15fyp", UNIVERSITY, json!({ "minScore": 0.1 })).await?;
        assert_eq!((list(&found["foci"]).len(), list(&found["contributions"]).len()), (5, 8), "their goals");
        assert_eq!(
            found["summary"],
            json!({ "rated": 0, "unrated": 40, "counts": [], "agreement": null, "ratingCount": 0, "raterCount": 0, "comparedCellCount": 0 })
        );
        for line in list(&found["byFocus"]).iter().chain(list(&found["byContribution"])) {
            assert_eq!((&line["best"], &line["counts"], &line["rated"]), (&Value::Null, &json!([]), &json!(0)), "{line}");
        }
        assert_eq!(list(&found["cells"]).len(), 0);
        let caveats = list(&found["caveats"]);
        let not_rated = caveats.iter().find(|caveat| caveat["code"] == "NOT_RATED").ok_or("no caveat")?;
        assert_eq!(texts(&not_rated["plans"], "/slug"), ["synthetic-city-library-15fyp", UNIVERSITY]);
        let suggestions = list(&found["suggestions"]);
        assert!(!suggestions.is_empty(), "nothing is suggested");
        for pair in suggestions.windows(2) {
            assert!(pair[0]["score"].as_f64() >= pair[1]["score"].as_f64());
        }
        assert!(suggestions.iter().all(|found| found["score"].as_f64() >= Some(0.1)));
        Ok(())
    }

    async fn bad_input_is_explained(app: TestApp) -> TestResult {
        for (plan, parent, more, code, hint) in [
            ("synthetic-university-libary-15fyp", UNIVERSITY, Value::Null, "NOT_FOUND", "did you mean `synthetic-university-library-15fyp`?"),
            (LIBRARY, "synthetic-universty-15fyp", Value::Null, "NOT_FOUND", "did you mean `synthetic-university-15fyp`?"),
            (LIBRARY, LIBRARY, Value::Null, "BAD_USER_INPUT", "give the plan of the body that the library belongs to as `parent`"),
            (LIBRARY, UNIVERSITY, json!({ "focusLayers": [] }), "BAD_USER_INPUT", "`focusLayers` is empty"),
            (LIBRARY, UNIVERSITY, json!({ "contributionLayers": [] }), "BAD_USER_INPUT", "`contributionLayers` is empty"),
            (LIBRARY, UNIVERSITY, json!({ "minScore": 1.5 }), "BAD_USER_INPUT", "`minScore` is 1.5"),
            (LIBRARY, UNIVERSITY, json!({ "asOf": "yesterday" }), "BAD_USER_INPUT", "is not a registry revision"),
        ] {
            let (found, message) = app.error(MAP, variables(plan, parent, more)).await?;
            assert_eq!((found.as_str(), message.contains(hint)), (code, true), "{message}");
        }
        let many = "query($plan: PlanRef!, $parent: PlanRef!) { impactMap(plan: $plan, parent: $parent) { suggestions(first: 101) { score } } }";
        let (code, message) = app.error(many, variables(LIBRARY, UNIVERSITY, Value::Null)).await?;
        assert_eq!((code.as_str(), message.contains("a number from 0 to 100")), ("BAD_USER_INPUT", true), "{message}");
        let reply = app.reply(MAP, variables("nowhere", UNIVERSITY, Value::Null)).await?;
        assert_eq!(reply["data"], json!({ "impactMap": null }), "only this field is null");
        Ok(())
    }

    async fn a_map_costs_the_same_however_much_is_rated(app: TestApp) -> TestResult {
        app.query(MAP, variables(LIBRARY, UNIVERSITY, Value::Null)).await?;
        let (rated, much) = app.counted(MAP, variables(LIBRARY, UNIVERSITY, Value::Null)).await?;
        // The other way round nobody has rated them.
        let (unrated, nothing) = app.counted(MAP, variables(UNIVERSITY, LIBRARY, Value::Null)).await?;
        assert_eq!((&rated["impactMap"]["summary"]["rated"], &unrated["impactMap"]["summary"]["rated"]), (&json!(23), &json!(0)));
        println!("an impact map: {} statements", much.len());
        assert_eq!(much.len(), nothing.len(), "{much:#?}\n{nothing:#?}");
        assert!(much.len() <= 31, "{much:#?}");
        assert_eq!(much.iter().filter(|sql| sql.contains("impact_rating")).count(), 1, "{much:#?}");
        Ok(())
    }
}

on_both_databases! {
    async fn as_of_a_while_ago(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        let before = map(&app, LIBRARY, UNIVERSITY, Value::Null).await?;
        let revision = text(&before["computedFrom"]["revision"]);
        let cell = |map: &Value| {
            let cells = list(&map["cells"]).iter();
            let found = cells.clone().find(|cell| cell["focus"]["key"] == "goal-green" && cell["contribution"]["key"] == "learning-spaces");
            found.map(|cell| cell["consensus"].clone()).unwrap_or_default()
        };
        assert_eq!(cell(&before), "NONE");

        // CB, N, N, then a fourth rater's Y++: of four the lower of the middle ones is still N; a fifth makes it CB.
        assert!(app.import(&rating("EVIDENCED_AND_COMMUNICATED", "synthetic rater D")).await?.changed);
        let four = map(&app, LIBRARY, UNIVERSITY, Value::Null).await?;
        assert_eq!((cell(&four), &four["summary"]["raterCount"]), (json!("NONE"), &json!(4)));
        assert!(app.import(&rating("EVIDENCED", "synthetic rater E")).await?.changed);
        let five = map(&app, LIBRARY, UNIVERSITY, Value::Null).await?;
        assert_eq!(cell(&five), "COULD_BE");
        // A rater who rates again is heard once.
        assert!(app.import(&rating("BELIEVED", "synthetic rater A")).await?.changed);
        let again = map(&app, LIBRARY, UNIVERSITY, Value::Null).await?;
        assert_eq!((cell(&again), &again["summary"]["ratingCount"]), (json!("BELIEVED"), &json!(58)));
        assert_eq!(texts(&again["uncoveredFoci"], "/key"), Vec::<String>::new());

        // A new edition of the library's plan without the task: its ratings have no place any more, and say so.
        let start = LIBRARY_PLAN.find("      - key: learning-spaces").ok_or("no such task")?;
        let end = LIBRARY_PLAN[start..].find("  - key: goal-research").map(|length| start + length).ok_or("no next goal")?;
        let shorter = format!("{}{}", &LIBRARY_PLAN[..start], &LIBRARY_PLAN[end..]);
        assert!(app.import(&shorter).await?.changed);
        let now = map(&app, LIBRARY, UNIVERSITY, Value::Null).await?;
        assert_eq!((cell(&now), list(&now["contributions"]).len()), (Value::Null, 7));
        // 3 for teaching, 1 for research, 5 for the campus.
        assert_eq!((&now["unplacedRatings"], &now["summary"]["ratingCount"]), (&json!(9), &json!(49)));
        assert_eq!(texts(&now["uncoveredFoci"], "/key"), ["goal-green"]);
        let caveat = list(&now["caveats"]).iter().find(|caveat| caveat["code"] == "UNPLACED_RATINGS").ok_or("no caveat")?;
        assert_eq!(texts(&caveat["plans"], "/slug"), [LIBRARY]);

        let then = map(&app, LIBRARY, UNIVERSITY, json!({ "asOf": revision })).await?;
        assert_eq!(then, before);
        let between = map(&app, LIBRARY, UNIVERSITY, json!({ "asOf": text(&five["computedFrom"]["revision"]) })).await?;
        assert_eq!(between, five);
        Ok(())
    }

    async fn a_plan_without_goals_gives_its_priorities(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.import(&plan_file::TEXT.replace("kind: GOAL", "kind: KEY_TASK")).await?;
        let priorities = map(&app, LIBRARY, plan_file::SLUG, Value::Null).await?;
        assert_eq!(texts(&priorities["foci"], "/key"), ["goal-smart", "goal-reading"]);
        assert_eq!(list(&priorities["contributions"]).len(), 4, "the library's goals");
        // Without either there is nothing to map, which is no error.
        app.import(&plan_file::TEXT.replace("kind: GOAL", "kind: PRINCIPLE")).await?;
        let nothing = map(&app, LIBRARY, plan_file::SLUG, Value::Null).await?;
        assert_eq!((&nothing["foci"], &nothing["byFocus"], &nothing["suggestions"]), (&json!([]), &json!([]), &json!([])));
        assert_eq!((&nothing["summary"]["rated"], &nothing["summary"]["unrated"]), (&json!(0), &json!(0)));
        Ok(())
    }

    async fn plans_that_were_not_there_yet_are_refused(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.import(plan_file::TEXT).await?;
        let (code, message) = app.error(MAP, variables(plan_file::SLUG, UNIVERSITY, json!({ "asOf": "1" }))).await?;
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(message.contains("was not published yet at registry revision 1"), "{message}");
        Ok(())
    }
}
