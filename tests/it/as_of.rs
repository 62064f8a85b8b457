//! Answers of a while ago: `asOf` gives them again, whatever was published since.

use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text},
};

const PLANS: &str = include_str!("queries/compare-plans.graphql");
const PERIODS: &str = include_str!("queries/compare-periods.graphql");
const PLAN: &str = include_str!("../../data/plans/synthetic-city-library-15fyp.yaml");

/// The library's kind, which comparisons of periods show.
const INSTITUTION: &str = "
format: catalogue/1
institutions:
  - slug: synthetic-city-library
    kind: SPECIAL_LIBRARY
    name: { en: Synthetic City Library under another name }
    country: CN
    subdivision: CN-JL
";

/// A version with one theme, so that every share changes.
const CODEBOOK: &str = "
format: catalogue/1
codebook:
  version: synthetic-1
  themes:
    - slug: smart-library
      scheme: library-themes
      label: { zh-Hans: 智慧图书馆, en: Smart library }
";

/// Another coder's word on the later plan, and a link that takes another one's place.
const ANNOTATIONS: &str = "
format: annotations/1
codings:
  - plan: synthetic-city-library-15fyp
    coder: another synthetic coder
    method: ADJUDICATED
    layers: [GOAL]
    codedAt: 2026-03-03T09:00:00Z
    judgements:
      - { element: goal-reading, theme: smart-library, present: true }
alignments:
  - source: { plan: synthetic-city-library-15fyp, element: goal-safety }
    target: { plan: synthetic-city-library-14fyp, element: goal-new-building }
    relation: CONTINUES
    coder: another synthetic coder
";

struct Answers {
    plans: Value,
    periods: Value,
}

async fn ask(app: &TestApp, as_of: Option<&str>) -> TestResult<Answers> {
    let plans = json!([{ "slug": "synthetic-city-library-14fyp" }, { "slug": "synthetic-city-library-15fyp" }]);
    let periods = json!({
        "institution": { "slug": "synthetic-city-library" },
        "from": { "slug": "cn-fyp-14" },
        "to": { "slug": "cn-fyp-15" },
        "asOf": as_of,
    });
    Ok(Answers {
        plans: app.query(PLANS, json!({ "plans": plans, "asOf": as_of })).await?["comparePlans"].clone(),
        periods: app.query(PERIODS, periods).await?["comparePeriods"].clone(),
    })
}

on_both_databases! {
    async fn what_was_answered_is_answered_again(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        let before = ask(&app, None).await?;
        let revision = text(&before.plans["computedFrom"]["revision"]);
        assert_eq!(revision, "1");

        // Each publication changes something in an answer of now, and nothing in the answer as of then.
        let changed_plan = PLAN.replacen("en: Build a smart library\n", "en: Quiet rooms for everybody\n", 1).replacen("value: 80, unit: branch", "value: 90, unit: branch", 1);
        assert_ne!(changed_plan, PLAN);
        let mut last = before.plans.clone();
        let mut last_periods = before.periods.clone();
        for (file, what) in [(changed_plan.as_str(), "plan"), (INSTITUTION, "institution"), (ANNOTATIONS, "annotations"), (CODEBOOK, "codebook")] {
            assert!(app.import(file).await?.changed, "{what}");
            let now = ask(&app, None).await?;
            assert_ne!(now.periods, last_periods, "the new {what} is not seen");
            (last, last_periods) = (now.plans, now.periods);
            let then = ask(&app, Some(&revision)).await?;
            assert_eq!(then.plans, before.plans, "as of then, after the new {what}");
            assert_eq!(then.periods, before.periods, "as of then, after the new {what}");
        }
        assert_eq!(app.revision().await?, "5");
        assert_eq!(last["computedFrom"]["revision"], "5");
        assert_eq!(last["computedFrom"]["codebookVersion"], "synthetic-1");
        assert_eq!(before.plans["computedFrom"]["codebookVersion"], "2026.2");
        assert_eq!(last["computedFrom"]["methodVersion"], before.plans["computedFrom"]["methodVersion"]);
        assert_ne!(last["similarity"], before.plans["similarity"]);
        assert_ne!(last["themes"], before.plans["themes"]);
        assert_eq!(last_periods["institution"]["kind"], "SPECIAL_LIBRARY");
        assert_eq!(before.periods["institution"]["kind"], "PUBLIC_LIBRARY");
        // The plan itself keeps its revisions.
        let revisions = "query($number: Int) { plan(ref: { slug: \"synthetic-city-library-15fyp\" }, revision: $number) {
            revision { number registryRevision } revisions { number registryRevision }
            planIndicators(first: 3) { nodes { key targets { value } } }
        } }";
        let now = app.query(revisions, json!({ "number": null })).await?["plan"].clone();
        let first = app.query(revisions, json!({ "number": 1 })).await?["plan"].clone();
        assert_eq!(now["revisions"], json!([{ "number": 1, "registryRevision": "1" }, { "number": 2, "registryRevision": "2" }]));
        assert_eq!(first["revisions"], now["revisions"]);
        assert_eq!((&first["revision"]["number"], &now["revision"]["number"]), (&json!(1), &json!(2)));
        assert_eq!(first["planIndicators"]["nodes"][2], json!({ "key": "branch-libraries", "targets": [{ "value": 80.0 }] }));
        assert_eq!(now["planIndicators"]["nodes"][2], json!({ "key": "branch-libraries", "targets": [{ "value": 90.0 }] }));
        assert_eq!(app.query(revisions, json!({ "number": 3 })).await?["plan"], Value::Null);
        Ok(())
    }

    async fn a_plan_that_came_later_was_not_there(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.import(crate::support::plan_file::TEXT).await?;
        let plans = json!([{ "slug": "synthetic-city-library-14fyp" }, { "slug": crate::support::plan_file::SLUG }]);
        assert_eq!(app.query(PLANS, json!({ "plans": plans })).await?["comparePlans"]["computedFrom"]["revision"], "2");
        let (code, message) = app.error(PLANS, json!({ "plans": plans, "asOf": "1" })).await?;
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(message.contains("was not published yet at registry revision 1"), "{message}");
        Ok(())
    }

    async fn revisions_that_are_not_there_are_errors(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        let plans = json!([{ "slug": "synthetic-city-library-14fyp" }, { "slug": "synthetic-city-library-15fyp" }]);
        for (as_of, hint) in [
            ("2", "the registry is at revision 1; there is no revision 2"),
            ("99999999999999999999999", "is not a registry revision"),
            ("-1", "no revision -1"),
            ("yesterday", "`yesterday` is not a registry revision"),
            ("", "is not a registry revision"),
        ] {
            let (code, message) = app.error(PLANS, json!({ "plans": plans, "asOf": as_of })).await?;
            assert_eq!(code, "BAD_USER_INPUT", "{as_of}: {message}");
            assert!(message.contains(hint), "{as_of}: {message}");
        }
        // Nothing was there at the very start, not even a codebook.
        let (code, message) = app.error(PLANS, json!({ "plans": plans, "asOf": "0" })).await?;
        assert!(["NOT_READY", "BAD_USER_INPUT"].contains(&code.as_str()), "{code}: {message}");
        Ok(())
    }

    async fn an_empty_registry_says_what_is_missing(database: TestDatabase) -> TestResult {
        let app = TestApp::empty(database).await?;
        let answer = app.query("{ registry { revision updatedAt planCount } plans { totalCount } themes { slug } }", Value::Null).await?;
        assert_eq!(
            answer,
            json!({
                "registry": { "revision": "0", "updatedAt": "1970-01-01T00:00:00Z", "planCount": 0 },
                "plans": { "totalCount": 0 },
                "themes": [],
            })
        );
        app.import(crate::support::plan_file::TEXT).await?;
        let plans = json!([{ "slug": crate::support::plan_file::SLUG }, { "slug": crate::support::plan_file::SLUG }]);
        let (code, message) = app.error(PLANS, json!({ "plans": plans })).await?;
        assert_eq!(code, "NOT_READY");
        assert!(message.contains("import a catalogue file with a codebook"), "{message}");
        Ok(())
    }
}
