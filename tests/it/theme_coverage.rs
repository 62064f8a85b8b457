//! `themeCoverage`, `themeTrend` and `themeCoOccurrence`: themes over cohorts.

use insta::assert_json_snapshot;
use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
    cohort_plans::{CohortPlan, PLANS},
    databases::TestDatabase,
};

const COVERAGE: &str = include_str!("queries/theme-coverage.graphql");
const TREND: &str = "query($cohort: CohortInput, $periods: [PeriodRef!]!, $themes: [ThemeRef!], $asOf: String) {
    themeTrend(cohort: $cohort, periods: $periods, themes: $themes, asOf: $asOf) {
        computedFrom { revision }
        cohort { planCount }
        periods { slug }
        rows {
            theme { slug } change
            association { test institutionCount isExact pValue caveats { code } }
            points { period { slug } periodPlanCount codedPlanCount planCount share meanShare }
        }
    }
}";
const TOGETHER: &str =
    "query($cohort: CohortInput, $unit: CoOccurrenceUnit!, $minCount: Int! = 1, $themes: [ThemeRef!], $asOf: String) {
    themeCoOccurrence(cohort: $cohort, unit: $unit, minCount: $minCount, themes: $themes, asOf: $asOf) {
        unit unitCount pairs { a { slug } b { slug } aCount bCount count jaccard pmi normalizedPmi }
    }
}";

/// The bundled vocabularies with the made-up libraries; the catalogue's own synthetic plans are named out.
async fn libraries(database: TestDatabase) -> TestResult<TestApp> {
    let app = TestApp::catalogue(database).await?;
    for plan in PLANS {
        app.import(&plan.file()).await?;
    }
    Ok(app)
}

fn made_up(institutions: &[&str]) -> Value {
    let references: Vec<Value> = institutions.iter().map(|slug| json!({ "slug": slug })).collect();
    json!({ "includeSynthetic": true, "institutions": references })
}

fn all() -> Value {
    made_up(&["synthetic-a", "synthetic-b", "synthetic-c", "synthetic-d", "synthetic-e"])
}

/// Of each group its key's value, its counts, and the numbers of one theme.
fn of_theme(answer: &Value, slug: &str) -> Vec<Value> {
    let groups = answer["themeCoverage"]["groups"].as_array().cloned().unwrap_or_default();
    groups
        .iter()
        .map(|group| {
            let cells = group["cells"].as_array().cloned().unwrap_or_default();
            let cell = cells.iter().find(|cell| cell["theme"]["slug"] == slug).cloned().unwrap_or_default();
            let key: Vec<&Value> = group["key"].as_array().into_iter().flatten().map(|key| &key["value"]).collect();
            json!([
                key,
                group["planCount"],
                group["codedPlanCount"],
                cell["planCount"],
                cell["share"],
                cell["elementCount"],
                cell["meanShare"]
            ])
        })
        .collect()
}

fn association(answer: &Value, slug: &str) -> Value {
    let found = answer["themeCoverage"]["association"].as_array().cloned().unwrap_or_default();
    found.into_iter().find(|found| found["theme"]["slug"] == slug).unwrap_or_default()
}

on_both_databases! {
    async fn themes_are_counted_group_by_group(database: TestDatabase) -> TestResult {
        let app = libraries(database).await?;
        let ask = async |group_by: &[&str]| app.query(COVERAGE, json!({ "cohort": all(), "groupBy": group_by })).await;

        let by_period = ask(&["PERIOD"]).await?;
        assert_eq!(
            of_theme(&by_period, "smart-library"),
            [
                // a, of a, b and c; in a one of two goals.
                json!([["cn-fyp-14"], 3, 3, 1, 1.0 / 3.0, 1, 0.5 / 3.0]),
                // a, b and c, of those and d; e is not coded.
                json!([["cn-fyp-15"], 5, 4, 3, 0.75, 3, 0.5]),
            ]
        );
        // b and c gain it, a keeps it: exact McNemar of 0 against 2.
        let tested = association(&by_period, "smart-library");
        assert_eq!(tested["test"], "MC_NEMAR");
        assert_eq!(tested["institutionCount"], 3);
        assert_eq!((&tested["pValue"], &tested["isExact"], &tested["statistic"]), (&json!(0.5), &json!(true), &json!(null)));
        assert_eq!(by_period["themeCoverage"]["cohort"]["planCount"], 8);
        assert_eq!(by_period["themeCoverage"]["cohort"]["institutionCount"], 5);

        let by_region = ask(&["REGION"]).await?;
        let keys: Vec<Value> = of_theme(&by_region, "smart-library").iter().map(|group| json!([group[0], group[1], group[3]])).collect();
        assert_eq!(
            keys,
            [json!([["cn-east"], 3, 1]), json!([["cn-central"], 1, 0]), json!([["cn-northeast"], 2, 2]), json!([[null], 2, 1])],
            "libraries that nobody knows the place of stand last"
        );

        let crossed = ask(&["INSTITUTION_KIND", "PERIOD"]).await?;
        assert_eq!(texts(&crossed["themeCoverage"]["groups"], "/key/1/value"), ["cn-fyp-14", "cn-fyp-15", "cn-fyp-14", "cn-fyp-15"]);
        assert_eq!(association(&crossed, "smart-library")["test"], "NONE");
        assert_eq!(association(&crossed, "smart-library")["caveats"], json!([{ "code": "REPEATED_INSTITUTIONS" }]));

        let by_kind = ask(&["INSTITUTION_KIND"]).await?;
        let tested = association(&by_kind, "smart-library");
        // Of the latest plans a, b and c address it, d does not; e is not coded: [[1, 1], [2, 0]].
        assert_eq!((&tested["test"], &tested["institutionCount"]), (&json!("FISHER_EXACT"), &json!(4)));
        assert_eq!(tested["pValue"], 1.0);
        assert_eq!(tested["caveats"], json!([{ "code": "REPEATED_INSTITUTIONS" }]));

        let together = ask(&[]).await?;
        assert_eq!(of_theme(&together, "smart-library")[0], json!([[], 8, 7, 4, 4.0 / 7.0, 4, (0.5 + 0.5 + 0.5 + 1.0) / 7.0]));
        Ok(())
    }

    async fn the_whole_answer(database: TestDatabase) -> TestResult {
        let app = libraries(database).await?;
        let mut answer = app.query(COVERAGE, json!({ "cohort": made_up(&["synthetic-a", "synthetic-e"]), "groupBy": ["LEVEL"] })).await?;
        // Three themes show the shape.
        for list in ["/themeCoverage/groups/0/cells", "/themeCoverage/association"] {
            if let Some(Value::Array(items)) = answer.pointer_mut(list) {
                items.retain(|item| ["smart-library", "reading-promotion", "volunteers"].contains(&item["theme"]["slug"].as_str().unwrap_or_default()));
            }
        }
        assert_json_snapshot!("theme_coverage", answer);
        Ok(())
    }

    async fn a_default_cohort_is_adopted_and_real(database: TestDatabase) -> TestResult {
        let app = libraries(database).await?;
        let of = async |cohort: Value| -> TestResult<Value> {
            let answer = app.query(COVERAGE, json!({ "cohort": cohort, "groupBy": ["LEVEL"] })).await?;
            Ok(answer["themeCoverage"]["cohort"].clone())
        };
        assert_eq!(texts(&of(json!(null)).await?["plans"]["nodes"], "/slug"), ["shenzhen-library-14fyp"]);
        assert_eq!(of(json!({ "levels": ["INTERNATIONAL"] })).await?["planCount"], 2);
        assert_eq!(of(json!({ "statuses": ["PROPOSAL"], "kinds": ["PUBLIC_LIBRARY"] })).await?["planCount"], 3);
        assert_eq!(of(json!({ "plans": [{ "slug": "changchun-library-14fyp-draft" }] })).await?["planCount"], 1);
        assert_eq!(of(json!({ "levels": ["INTERNATIONAL"], "overlapsYears": [2025] })).await?["planCount"], 1);
        assert_eq!(of(json!({ "levels": ["INTERNATIONAL"], "overlapsYears": [2024, 2030] })).await?["planCount"], 2);
        assert_eq!(of(json!({ "includeSynthetic": true, "countries": ["CN"], "subdivisions": ["CN-JL"], "exclude": [{ "slug": "synthetic-a-cn-fyp-14" }] })).await?["planCount"], 3);
        // Made-up plans are never counted unless asked for, even if they are named; and that is told.
        let named = of(json!({ "plans": [{ "slug": "synthetic-a-cn-fyp-14" }, { "slug": "shenzhen-library-14fyp" }] })).await?;
        assert_eq!(named["planCount"], 1);
        let left_out = named["caveats"].as_array().cloned().unwrap_or_default().pop().unwrap_or_default();
        assert_eq!((&left_out["code"], texts(&left_out["plans"], "/slug")), (&json!("SYNTHETIC_LEFT_OUT"), vec!["synthetic-a-cn-fyp-14".to_owned()]));
        Ok(())
    }

    async fn nothing_to_count_is_no_number(database: TestDatabase) -> TestResult {
        let app = libraries(database).await?;
        let empty = app.query(COVERAGE, json!({ "cohort": { "countries": ["FR"] }, "groupBy": ["PERIOD"] })).await?;
        assert_eq!(empty["themeCoverage"]["groups"], json!([]));
        assert_eq!(texts(&empty["themeCoverage"]["cohort"]["caveats"], "/code"), ["EMPTY_COHORT"]);
        assert_eq!(association(&empty, "smart-library")["pValue"], Value::Null);
        let uncoded = app.query(COVERAGE, json!({ "cohort": made_up(&["synthetic-e"]), "groupBy": ["PERIOD"] })).await?;
        assert_eq!(of_theme(&uncoded, "smart-library"), [json!([["cn-fyp-15"], 1, 0, 0, null, 0, null])]);
        assert!(texts(&uncoded["themeCoverage"]["cohort"]["caveats"], "/code").contains(&"NOT_CODED".to_owned()));
        let alone = app.query(COVERAGE, json!({ "cohort": made_up(&["synthetic-d"]), "groupBy": ["PERIOD"] })).await?;
        let profile = app.query("{ plan(ref: { slug: \"synthetic-d-cn-fyp-15\" }) { themeProfile { theme { slug } } } }", Value::Null).await?;
        let mut covered: Vec<String> = alone["themeCoverage"]["groups"][0]["cells"].as_array().into_iter().flatten().filter(|cell| cell["share"] == 1.0).map(|cell| text(&cell["theme"]["slug"])).collect();
        let mut known = texts(&profile["plan"]["themeProfile"], "/theme/slug");
        covered.sort();
        known.sort();
        assert_eq!(covered, known, "one plan covers exactly its profile");
        assert!(!covered.is_empty());
        Ok(())
    }

    async fn bad_questions_are_explained(database: TestDatabase) -> TestResult {
        let app = libraries(database).await?;
        for (cohort, group_by, code, hint) in [
            (json!({ "periods": [] }), json!(["PERIOD"]), "BAD_USER_INPUT", "`periods` is empty"),
            (json!({ "plans": [{ "slug": "shenzhen-library" }] }), json!(["PERIOD"]), "NOT_FOUND", "did you mean `shenzhen-library-14fyp`?"),
            (json!({ "regions": ["cn-north-east"] }), json!([]), "BAD_USER_INPUT", "did you mean `cn-northeast`?"),
            (json!({ "countries": ["China"] }), json!([]), "BAD_USER_INPUT", "two capital letters"),
            (json!({ "subdivisions": ["Jilin"] }), json!([]), "BAD_USER_INPUT", "as in `CN-JL`"),
            (json!({ "overlapsYears": [2030, 2026] }), json!([]), "BAD_USER_INPUT", "run backwards"),
            (json!({ "overlapsYears": [2026, 2027, 2028] }), json!([]), "BAD_USER_INPUT", "the first and the last year"),
            (json!(null), json!(["PERIOD", "PERIOD"]), "BAD_USER_INPUT", "names PERIOD twice"),
        ] {
            let variables = json!({ "cohort": cohort, "groupBy": group_by });
            let (found, message) = app.error(COVERAGE, variables.clone()).await?;
            assert_eq!(found, code, "{variables}: {message}");
            assert!(message.contains(hint), "{variables}: {message}");
            // Only the comparison is null.
            assert_eq!(app.reply(COVERAGE, variables).await?["data"], json!({ "themeCoverage": null }));
        }
        let periods = |slugs: &[&str]| slugs.iter().map(|slug| json!({ "slug": slug })).collect::<Vec<_>>();
        for (variables, hint) in [
            (json!({ "periods": periods(&["cn-fyp-15", "cn-fyp-14"]) }), "give the earliest period first"),
            (json!({ "periods": periods(&["cn-fyp-14", "cn-fyp-14"]) }), "give the earliest period first"),
            (json!({ "periods": periods(&["cn-fyp-14"]) }), "two or more"),
            (json!({ "periods": periods(&["cn-fyp-14", "cn-fyp-15"]), "cohort": { "periods": periods(&["cn-fyp-14"]) } }), "name the periods once"),
            (json!({ "periods": periods(&["cn-fyp-14", "cn-fyp-15"]), "themes": [] }), "`themes` is empty"),
        ] {
            let (code, message) = app.error(TREND, variables).await?;
            assert_eq!(code, "BAD_USER_INPUT");
            assert!(message.contains(hint), "{message}");
        }
        // What was not there yet is not left out in silence.
        for cohort in [json!({ "plans": [{ "slug": "shenzhen-library-14fyp" }, { "slug": "synthetic-a-cn-fyp-14" }] }), made_up(&["synthetic-a"])] {
            let (code, message) = app.error(COVERAGE, json!({ "cohort": cohort, "groupBy": [], "asOf": "1" })).await?;
            assert_eq!(code, "BAD_USER_INPUT");
            assert!(message.contains("was not in the registry yet at registry revision 1"), "{message}");
        }
        let (code, message) = app.error(TOGETHER, json!({ "unit": "PLAN", "minCount": 0 })).await?;
        assert_eq!((code.as_str(), message.as_str()), ("BAD_USER_INPUT", "`minCount` is 0: give 1 or more"));
        Ok(())
    }

    async fn a_trend_has_a_point_for_each_period(database: TestDatabase) -> TestResult {
        let app = libraries(database).await?;
        let variables = json!({
            "cohort": all(),
            "periods": [{ "slug": "cn-fyp-13" }, { "slug": "cn-fyp-14" }, { "slug": "cn-fyp-15" }],
            "themes": [{ "slug": "smart-library" }],
        });
        let answer = app.query(TREND, variables).await?["themeTrend"].clone();
        assert_eq!(texts(&answer["periods"], "/slug"), ["cn-fyp-13", "cn-fyp-14", "cn-fyp-15"]);
        let row = &answer["rows"][0];
        assert_eq!(answer["rows"].as_array().map(Vec::len), Some(1));
        let points: Vec<Value> = row["points"].as_array().into_iter().flatten().map(|point| json!([point["periodPlanCount"], point["codedPlanCount"], point["planCount"], point["share"]])).collect();
        assert_eq!(points, [json!([0, 0, 0, null]), json!([3, 3, 1, 1.0 / 3.0]), json!([5, 4, 3, 0.75])]);
        assert_eq!(row["change"], Value::Null, "nobody knows the share of the first period");
        // Two of three periods could be tested, and the row is about three.
        assert_eq!((&row["association"]["test"], &row["association"]["caveats"]), (&json!("NONE"), &json!([{ "code": "REPEATED_INSTITUTIONS" }])));
        Ok(())
    }

    async fn themes_that_stand_together(database: TestDatabase) -> TestResult {
        let app = libraries(database).await?;
        let pair = |answer: &Value| {
            let pairs = answer["themeCoOccurrence"]["pairs"].as_array().cloned().unwrap_or_default();
            let is_it = |pair: &Value| [&pair["a"]["slug"], &pair["b"]["slug"]].iter().all(|slug| ["smart-library", "reading-promotion"].contains(&slug.as_str().unwrap_or_default()));
            pairs.into_iter().find(is_it).unwrap_or_default()
        };
        let plans = app.query(TOGETHER, json!({ "cohort": all(), "unit": "PLAN" })).await?;
        assert_eq!(plans["themeCoOccurrence"]["unitCount"], 7);
        // a in the 14th period and b in the 15th; smart stands in 4 plans, reading in 4 (a-14, b-14, b-15, d-15).
        let found = pair(&plans);
        assert_eq!((&found["count"], &found["jaccard"]), (&json!(2), &json!(2.0 / 6.0)));
        let pmi = found["pmi"].as_f64().ok_or("no pmi")?;
        assert!((pmi - (7.0_f64 * 2.0 / 16.0).log2()).abs() < 1e-12);
        let elements = app.query(TOGETHER, json!({ "cohort": all(), "unit": "ELEMENT" })).await?;
        assert_eq!(pair(&elements), Value::Null, "never in one goal");
        let few = app.query(TOGETHER, json!({ "cohort": all(), "unit": "PLAN", "minCount": 3 })).await?;
        assert_eq!(pair(&few), Value::Null);
        Ok(())
    }

    async fn what_was_counted_is_counted_again(database: TestDatabase) -> TestResult {
        let app = libraries(database).await?;
        let variables = |as_of: Value| json!({ "cohort": all(), "groupBy": ["INSTITUTION_KIND"], "asOf": as_of });
        let before = app.query(COVERAGE, variables(json!(null))).await?;
        let revision = text(&before["themeCoverage"]["computedFrom"]["revision"]);
        let trend = |as_of: Value| json!({ "cohort": all(), "periods": [{ "slug": "cn-fyp-14" }, { "slug": "cn-fyp-15" }], "asOf": as_of });
        let trend_before = app.query(TREND, trend(json!(null))).await?;
        let changed = CohortPlan { goals: &["Volunteers", "Become a smart library"], institution: "synthetic-d", kind: "ACADEMIC_LIBRARY", subdivision: Some("CN-HB"), period: "cn-fyp-15" };
        let mut last = before.clone();
        for (file, what) in [
            (changed.file(), "plan"),
            ("format: catalogue/1\ninstitutions:\n  - { slug: synthetic-a, kind: SPECIAL_LIBRARY, name: { en: Synthetic a } }\n".to_owned(), "institution"),
            ("format: annotations/1\ncodings:\n  - plan: synthetic-b-cn-fyp-14\n    coder: synthetic coder\n    method: MANUAL\n    layers: [GOAL]\n    codedAt: 2026-03-03T09:00:00Z\n    judgements:\n      - { element: goal-1, theme: smart-library, present: true }\n".to_owned(), "coding"),
            ("format: catalogue/1\ncodebook:\n  version: synthetic-1\n  themes:\n    - { slug: smart-library, scheme: library-themes, label: { en: Smart library } }\n".to_owned(), "codebook"),
        ] {
            assert!(app.import(&file).await?.changed, "{what}");
            let now = app.query(COVERAGE, variables(json!(null))).await?;
            assert_ne!(now["themeCoverage"]["groups"], last["themeCoverage"]["groups"], "the new {what} is not seen");
            last = now;
            assert_eq!(app.query(COVERAGE, variables(json!(revision))).await?, before, "as of then, after the new {what}");
            assert_eq!(app.query(TREND, trend(json!(revision))).await?, trend_before, "as of then, after the new {what}");
        }
        assert_eq!(last["themeCoverage"]["computedFrom"]["codebookVersion"], "synthetic-1");
        Ok(())
    }

    async fn plans_coded_before_summaries_were_kept_are_summed_up(database: TestDatabase) -> TestResult {
        use sea_orm::ConnectionTrait;
        let app = libraries(database).await?;
        app.import("format: annotations/1\ncodings:\n  - plan: synthetic-b-cn-fyp-14\n    coder: synthetic coder\n    method: MANUAL\n    layers: [GOAL]\n    codedAt: 2026-03-03T09:00:00Z\n    judgements:\n      - { element: goal-1, theme: smart-library, present: true }\n").await?;
        let cohort = json!({ "includeSynthetic": true, "periods": [{ "slug": "cn-fyp-14" }, { "slug": "cn-fyp-15" }] });
        let ask = async |as_of: &str| app.query(COVERAGE, json!({ "cohort": cohort, "groupBy": ["PERIOD"], "asOf": as_of })).await;
        let revisions = ["5", "9", "10"];
        let mut before = Vec::new();
        for revision in revisions {
            before.push(ask(revision).await?);
        }
        assert_ne!(before[1]["themeCoverage"]["groups"], before[2]["themeCoverage"]["groups"]);
        let database = sea_orm::Database::connect(&app.database.url).await?;
        database.execute_unprepared("DELETE FROM plan_coding_summary").await?;
        database.close().await?;
        assert!(app.store.refresh_coding_summaries().await? > 8);
        for (revision, before) in revisions.iter().zip(before) {
            assert_eq!(ask(revision).await?, before, "as of {revision}");
        }
        assert_eq!(app.store.refresh_coding_summaries().await?, 0);
        Ok(())
    }
}
