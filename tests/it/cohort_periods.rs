//! `compareCohortPeriods`: what became of the goals and themes of several made-up libraries.

use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
    databases::TestDatabase,
    libraries,
};

const COMPARE: &str = include_str!("queries/compare-cohort-periods.graphql");

async fn registry(database: TestDatabase) -> TestResult<TestApp> {
    let app = TestApp::catalogue(database).await?;
    for file in libraries::files() {
        app.import(&file).await?;
    }
    Ok(app)
}

fn all() -> Value {
    let libraries: Vec<Value> = libraries::LIBRARIES.iter().map(|(slug, _)| json!({ "slug": slug })).collect();
    json!({ "includeSynthetic": true, "institutions": libraries })
}

fn variables(cohort: Value, from: &str, to: &str) -> Value {
    json!({ "cohort": cohort, "from": { "slug": from }, "to": { "slug": to } })
}

async fn compare(app: &TestApp, cohort: Value) -> TestResult<Value> {
    Ok(app.query(COMPARE, variables(cohort, "cn-fyp-14", "cn-fyp-15")).await?["compareCohortPeriods"].clone())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn of<'a>(items: &'a Value, pointer: &str, word: &str) -> TestResult<&'a Value> {
    let found = list(items).iter().find(|item| item.pointer(pointer).is_some_and(|value| value == word));
    found.ok_or(format!("no {word} in {items:#}").into())
}

fn close(value: &Value, expected: f64) -> bool {
    value.as_f64().is_some_and(|value| (value - expected).abs() < 1e-12)
}

on_both_databases! {
    async fn who_planned_twice_and_what_became_of_it(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        let comparison = compare(&app, all()).await?;
        assert_eq!((&comparison["pairCount"], &comparison["codedPairCount"]), (&json!(3), &json!(3)));
        assert_eq!(texts(&comparison["onlyFrom"]["nodes"], "/slug"), ["early-14fyp"]);
        assert_eq!(texts(&comparison["onlyTo"]["nodes"], "/slug"), ["gap-15fyp", "late-15fyp"]);
        assert_eq!((&comparison["onlyFromCount"], &comparison["onlyToCount"]), (&json!(1), &json!(2)));
        // 4 earlier and 5 later plans; the plans for the 13th period are of another question.
        assert_eq!(comparison["cohort"]["planCount"], json!(9));
        assert_eq!(texts(&comparison["cohort"]["caveats"], "/code"), ["SYNTHETIC"]);
        assert_eq!(texts(&comparison["caveats"], "/code"), ["SMALL_COHORT", "ONE_PERIOD_ONLY"]);
        assert_eq!(texts(&comparison["caveats"][1]["plans"], "/slug"), ["early-14fyp", "gap-15fyp", "late-15fyp"]);

        // one: SRD → SD; two: R → S; three: RD → SR. Same words are continued, and nothing else is alike.
        let changes = &comparison["changes"];
        assert_eq!((&changes["fromElementCount"], &changes["toElementCount"]), (&json!(6), &json!(5)));
        let kind = |kind: &str| of(&changes["kinds"], "/kind", kind).cloned();
        let counts = |kind: &Value| {
            ["changeCount", "fromElementCount", "toElementCount", "institutionCount"].map(|field| kind[field].as_i64().unwrap_or(-1))
        };
        let continued = kind("CONTINUED")?;
        assert_eq!(counts(&continued), [3, 3, 3, 2]);
        assert!(close(&continued["shareOfEarlier"], 0.5) && close(&continued["shareOfLater"], 0.6), "{continued}");
        // Two thirds, none, one half.
        assert!(close(&continued["meanShareOfEarlier"], 7.0 / 18.0), "{continued}");
        let dropped = kind("DROPPED")?;
        assert_eq!(counts(&dropped), [3, 3, 0, 3]);
        assert_eq!(dropped["shareOfLater"], Value::Null);
        let new = kind("NEW")?;
        assert_eq!(counts(&new), [2, 0, 2, 2]);
        assert_eq!((&new["shareOfEarlier"], &new["meanShareOfEarlier"]), (&Value::Null, &Value::Null));
        for other in ["REVISED", "SPLIT", "MERGED"] {
            assert_eq!(counts(&kind(other)?), [0; 4], "{other}");
        }
        assert_eq!(texts(&changes["droppedBy"]["nodes"], "/slug"), ["one", "three", "two"]);

        let theme = |slug: &str| of(&changes["themes"], "/theme/slug", slug).cloned();
        let told = |theme: &Value| {
            ["fromElementCount", "toElementCount", "continued", "revised", "dropped", "new"].map(|field| theme[field].as_i64().unwrap_or(-1))
        };
        assert_eq!(told(&theme("smart-library")?), [1, 3, 1, 0, 0, 2]);
        assert_eq!(told(&theme("reading-promotion")?), [3, 1, 1, 0, 2, 0]);
        assert_eq!(told(&theme("digital-resources")?), [2, 1, 1, 0, 1, 0]);
        assert_eq!(texts(&changes["themes"], "/theme/slug"), ["digital-resources", "smart-library", "reading-promotion"]);

        let shift = |slug: &str| of(&comparison["themeShifts"], "/theme/slug", slug).cloned();
        let counts = |shift: &Value| ["fromCount", "toCount", "kept", "gained", "lost"].map(|field| shift[field].as_i64().unwrap_or(-1));
        let smart = shift("smart-library")?;
        assert_eq!(counts(&smart), [1, 3, 1, 2, 0]);
        assert!(close(&smart["fromShare"], 1.0 / 3.0) && close(&smart["toShare"], 1.0) && close(&smart["delta"], 2.0 / 3.0), "{smart}");
        // A third of one plan's goals; then a half, all, a half.
        assert!(close(&smart["meanFromShare"], 1.0 / 9.0) && close(&smart["meanToShare"], 2.0 / 3.0), "{smart}");
        // Exact: 2 · ½²; adjusted for the three themes that moved.
        assert!(close(&smart["pValue"], 0.5) && close(&smart["adjustedPValue"], 0.75), "{smart}");
        assert_eq!((&smart["exact"], &smart["statistic"], &smart["reason"]), (&json!(true), &Value::Null, &Value::Null));
        assert_eq!(counts(&shift("reading-promotion")?), [3, 1, 1, 0, 2]);
        assert_eq!(counts(&shift("digital-resources")?), [2, 1, 1, 0, 1]);
        let still = shift("volunteers-theme")?;
        assert_eq!((counts(&still), &still["pValue"], &still["reason"]), ([0; 5], &Value::Null, &json!("NOTHING_CHANGED")));
        let themes = app.query("{ themes { slug } }", Value::Null).await?;
        assert_eq!(list(&comparison["themeShifts"]).len(), list(&themes["themes"]).len());
        Ok(())
    }

    async fn institutions_say_what_compare_periods_says(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        let comparison = compare(&app, all()).await?;
        let nodes = list(&comparison["institutions"]["nodes"]);
        assert_eq!(texts(&comparison["institutions"]["nodes"], "/institution/slug"), ["one", "three", "two"]);
        for node in nodes {
            let single = "query($institution: InstitutionRef!) {
                comparePeriods(institution: $institution, from: { slug: \"cn-fyp-14\" }, to: { slug: \"cn-fyp-15\" }) {
                    computedFrom { revision } institution { slug kind } from { slug } to { slug }
                    changes { kind method from { key } to { key } } themeShifts { theme { slug } delta } caveats { code }
                }
            }";
            let institution = json!({ "institution": { "slug": node["institution"]["slug"] } });
            assert_eq!(node, &app.query(single, institution).await?["comparePeriods"]);
        }
        // Page by page, in the same number of statements however long the page is.
        let page = "query($cohort: CohortInput, $first: Int, $after: String) {
            compareCohortPeriods(cohort: $cohort, from: { slug: \"cn-fyp-14\" }, to: { slug: \"cn-fyp-15\" }) {
                institutions(first: $first, after: $after) { nodes { institution { slug } changes { kind } } pageInfo { hasNextPage endCursor } }
            }
        }";
        let (first, few) = app.counted(page, json!({ "cohort": all(), "first": 1 })).await?;
        let info = &first["compareCohortPeriods"]["institutions"]["pageInfo"];
        assert_eq!(info["hasNextPage"], json!(true));
        let rest = json!({ "cohort": all(), "first": 5, "after": info["endCursor"] });
        let rest = app.query(page, rest).await?["compareCohortPeriods"]["institutions"].clone();
        assert_eq!(texts(&rest["nodes"], "/institution/slug"), ["three", "two"]);
        let (_, many) = app.counted(page, json!({ "cohort": all(), "first": 3 })).await?;
        assert_eq!(few.len(), many.len(), "{many:#?}");
        Ok(())
    }

    async fn who_dropped_what(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        let query = "query($cohort: CohortInput, $kind: ChangeKind!, $theme: ThemeRef) {
            compareCohortPeriods(cohort: $cohort, from: { slug: \"cn-fyp-14\" }, to: { slug: \"cn-fyp-15\" }) {
                changes { institutions(kind: $kind, theme: $theme, first: 5) { totalCount nodes { slug } } }
            }
        }";
        let ask = async |kind: &str, theme: &str| {
            let variables = json!({ "cohort": all(), "kind": kind, "theme": { "slug": theme } });
            let answer = app.query(query, variables).await?;
            TestResult::Ok(texts(&answer["compareCohortPeriods"]["changes"]["institutions"]["nodes"], "/slug"))
        };
        assert_eq!(ask("DROPPED", "reading-promotion").await?, ["one", "two"]);
        assert_eq!(ask("DROPPED", "digital-resources").await?, ["three"]);
        assert_eq!(ask("CONTINUED", "reading-promotion").await?, ["three"]);
        assert_eq!(ask("NEW", "smart-library").await?, ["three", "two"]);
        assert_eq!(ask("SPLIT", "smart-library").await?, Vec::<String>::new());
        let unknown = json!({ "cohort": all(), "kind": "NEW", "theme": { "slug": "smart-librari" } });
        let (code, message) = app.error(query, unknown).await?;
        assert_eq!(code, "NOT_FOUND");
        assert!(message.contains("did you mean `smart-library`"), "{message}");
        Ok(())
    }

    async fn scores_and_layers_are_asked_for(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        let query = "query($cohort: CohortInput, $layer: PlanLayer! = GOAL, $min: Float! = 0.35) {
            compareCohortPeriods(cohort: $cohort, from: { slug: \"cn-fyp-14\" }, to: { slug: \"cn-fyp-15\" }) {
                changes(layer: $layer, minScore: $min) { pairCount fromElementCount kinds { kind changeCount shareOfEarlier } themes { dropped } }
            }
        }";
        let empty = app.query(query, json!({ "cohort": all(), "layer": "ACTION" })).await?["compareCohortPeriods"]["changes"].clone();
        assert_eq!((&empty["pairCount"], &empty["fromElementCount"], &empty["themes"]), (&json!(3), &json!(0), &json!([])));
        assert!(list(&empty["kinds"]).iter().all(|kind| kind["changeCount"] == 0 && kind["shareOfEarlier"].is_null()), "{empty}");
        for bad in [-0.1, 1.1] {
            let (code, message) = app.error(query, json!({ "cohort": all(), "min": bad })).await?;
            assert_eq!(code, "BAD_USER_INPUT");
            assert!(message.contains("give a score from 0 to 1"), "{message}");
        }
        Ok(())
    }

    async fn one_pair_and_none(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        let one = compare(&app, json!({ "includeSynthetic": true, "institutions": [{ "slug": "two" }] })).await?;
        assert_eq!(one["pairCount"], json!(1));
        let moved: Vec<&Value> = list(&one["themeShifts"]).iter().filter(|shift| shift["pValue"] == json!(1.0)).collect();
        assert_eq!(moved.len(), 2, "{one}");

        let alone = compare(&app, json!({ "includeSynthetic": true, "institutions": [{ "slug": "early" }] })).await?;
        assert_eq!((&alone["pairCount"], &alone["changes"]["fromElementCount"]), (&json!(0), &json!(0)));
        assert_eq!(texts(&alone["caveats"], "/code"), ["ONE_PERIOD_ONLY"]);
        assert_eq!(alone["institutions"], json!({ "totalCount": 0, "nodes": [] }));
        for shift in list(&alone["themeShifts"]) {
            assert_eq!((&shift["fromShare"], &shift["delta"], &shift["meanToShare"]), (&Value::Null, &Value::Null, &Value::Null));
            assert_eq!(shift["reason"], "NO_CODED_PAIRS");
        }

        // Made-up plans are not asked for here, and there are no others.
        let none = compare(&app, json!({ "institutions": [{ "slug": "one" }] })).await?;
        assert_eq!((&none["pairCount"], &none["cohort"]["planCount"]), (&json!(0), &json!(0)));
        assert_eq!(texts(&none["cohort"]["caveats"], "/code"), ["EMPTY_COHORT"]);
        Ok(())
    }

    async fn what_cannot_be_asked(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        let cohort = |more: Value| {
            let mut cohort = all();
            if let (Some(cohort), Some(more)) = (cohort.as_object_mut(), more.as_object()) {
                cohort.extend(more.clone());
            }
            cohort
        };
        for (cohort, from, to, code, hint) in [
            (all(), "cn-fyp-15", "cn-fyp-14", "BAD_USER_INPUT", "give the earlier period first"),
            (all(), "cn-fyp-14", "cn-fyp-14", "BAD_USER_INPUT", "give the earlier period first"),
            (all(), "cn-fyp-14", "cn-fyp-16", "NOT_FOUND", "did you mean"),
            (cohort(json!({ "periods": [{ "slug": "cn-fyp-14" }] })), "cn-fyp-14", "cn-fyp-15", "BAD_USER_INPUT", "`cohort.periods` leaves out `cn-fyp-15`"),
            (cohort(json!({ "overlapsYears": [2026, 2028] })), "cn-fyp-14", "cn-fyp-15", "BAD_USER_INPUT", "`cohort.overlapsYears` leaves out `cn-fyp-14`"),
            (cohort(json!({ "institutions": [] })), "cn-fyp-14", "cn-fyp-15", "BAD_USER_INPUT", "institutions"),
            (cohort(json!({ "peersOf": { "slug": "onne" } })), "cn-fyp-14", "cn-fyp-15", "NOT_FOUND", "no institution"),
        ] {
            let (found, message) = app.error(COMPARE, variables(cohort, from, to)).await?;
            assert_eq!(found, code, "{message}");
            assert!(message.contains(hint), "{message}");
        }
        let both = cohort(json!({ "periods": [{ "slug": "cn-fyp-13" }, { "slug": "cn-fyp-14" }, { "slug": "cn-fyp-15" }], "overlapsYears": [2021, 2030] }));
        assert_eq!(compare(&app, both).await?, compare(&app, all()).await?);

        // A second plan of the same institution and period: the cohort chooses, unless it is told both.
        let draft = libraries::plan("one", 14, "v").replace("slug: one-14fyp", "slug: one-14fyp-draft").replace("status: ADOPTED", "status: CONSULTATION\nvariant: draft");
        app.import(&draft).await?;
        let loose = compare(&app, cohort(json!({ "statuses": ["ADOPTED", "CONSULTATION"] }))).await?;
        assert!(texts(&loose["institutions"]["nodes"], "/from/slug").contains(&"one-14fyp".to_owned()), "{loose}");
        let drafts = compare(&app, cohort(json!({ "statuses": ["CONSULTATION"] }))).await?;
        assert_eq!(texts(&drafts["onlyFrom"]["nodes"], "/slug"), ["one-14fyp-draft"]);
        let plans = ["one-14fyp", "one-14fyp-draft", "one-15fyp"].map(|slug| json!({ "slug": slug }));
        let named = json!({ "includeSynthetic": true, "plans": plans });
        let (code, message) = app.error(COMPARE, variables(named, "cn-fyp-14", "cn-fyp-15")).await?;
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(message.contains("`one-14fyp` and `one-14fyp-draft`: name one of them"), "{message}");
        let named = json!({ "includeSynthetic": true, "plans": plans[1..] });
        let named = compare(&app, named).await?;
        assert_eq!(texts(&named["institutions"]["nodes"], "/from/slug"), ["one-14fyp-draft"]);
        Ok(())
    }

    async fn what_was_answered_is_answered_again(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        let before = compare(&app, all()).await?;
        let revision = text(&before["computedFrom"]["revision"]);
        app.import(&libraries::plan("two", 15, "sr")).await?;
        app.import(&libraries::plan("early", 15, "t")).await?;
        let now = compare(&app, all()).await?;
        assert_eq!(now["pairCount"], json!(4));
        assert_ne!(now["changes"], before["changes"]);
        let mut then = variables(all(), "cn-fyp-14", "cn-fyp-15");
        then["asOf"] = json!(revision);
        assert_eq!(app.query(COMPARE, then).await?["compareCohortPeriods"], before);
        Ok(())
    }
}

on_both_catalogues! {
    async fn the_bundled_city_library(app: TestApp) -> TestResult {
        let comparison = compare(&app, json!({ "includeSynthetic": true, "institutions": [{ "slug": "synthetic-city-library" }] })).await?;
        assert_eq!(comparison["pairCount"], json!(1));
        let changes = &comparison["changes"];
        insta::assert_yaml_snapshot!("changes_of_the_city_library", changes);
        // The one institution's changes, counted.
        let single = list(&comparison["institutions"]["nodes"][0]["changes"]).to_vec();
        for kind in list(&changes["kinds"]) {
            let of_kind: Vec<&Value> = single.iter().filter(|change| change["kind"] == kind["kind"]).collect();
            let n = |side: &str| of_kind.iter().map(|change| list(&change[side]).len()).sum::<usize>();
            assert_eq!(kind["changeCount"], json!(of_kind.len()));
            assert_eq!((&kind["fromElementCount"], &kind["toElementCount"]), (&json!(n("from")), &json!(n("to"))));
        }
        Ok(())
    }
}
