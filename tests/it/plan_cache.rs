//! Answers with the cache of decoded plans: the same bytes as without it, whatever is published.

use plan_registry::graphql::PlanCache;
use serde_json::{Value, json};

use crate::support::{TestResult, app::TestApp, databases::TestDatabase, many_plans};

const WHOLE: &str = "query($plan: PlanRef!) { plan(ref: $plan) {
    id slug title { lang text } institution { slug name { text } } period { slug }
    outline { id key kind layer number depth parentId position title { lang text } body { text } themes { method matched theme { slug label { text } } judgements { coder present } } children { key } planIndicators { key } evidence { locator document { title } } }
    planIndicators(first: 100) { totalCount nodes { id key nature text { text } indicator { slug } element { key } baseline { value unit { code label { text } } } targets { normalizedValue evidence { startLine } } actuals { value } } }
    goals(first: 2) { key alignments { id } }
} }";
const LIST: &str = "{ plans(first: 50, filter: { query: \"Synthetic plan\" }) { totalCount nodes {
    slug institution { slug } ...Goals aliased: title { text } title { lang } title { origin }
} pageInfo { endCursor } } } fragment Goals on Plan { goals(first: 3) { __typename ... on PlanElement { key plan { slug } } title { lang text } } }";
const PLANS: &str = include_str!("queries/compare-plans.graphql");
const PERIODS: &str = include_str!("queries/compare-periods.graphql");

/// Themes and figures over cohorts, and pages of a search.
const COHORTS: &str = "query($asOf: String, $year: Int, $basis: ObservationBasis) {
    byKind: themeCoverage(cohort: { includeSynthetic: true }, groupBy: [INSTITUTION_KIND], asOf: $asOf) { ...Coverage association { test pValue caveats { code message { text } } } }
    byKindAndPeriod: themeCoverage(cohort: { includeSynthetic: true }, groupBy: [INSTITUTION_KIND, PERIOD], asOf: $asOf) { ...Coverage }
    some: themeCoverage(cohort: { includeSynthetic: true, kinds: [PUBLIC_LIBRARY, PUBLIC_LIBRARY] }, groupBy: [INSTITUTION_KIND], asOf: $asOf) { ...Coverage }
    themeTrend(cohort: { includeSynthetic: true }, periods: [{ slug: \"cn-fyp-14\" }, { slug: \"cn-fyp-15\" }], asOf: $asOf) { rows { points { share } } }
    indicatorBenchmark(indicator: { slug: \"visits\" }, year: $year, basis: $basis, cohort: { includeSynthetic: true }, asOf: $asOf) {
        count basis entries(first: 50) { nodes { value rank plan { slug } } } caveats { code plans { slug } }
    }
}
fragment Coverage on ThemeCoverage {
    cohort { planCount institutionCount caveats { code plans { slug } } }
    groups { key { value } planCount codedPlanCount cells { theme { slug } planCount share meanShare } }
}";
const SEARCH: &str = "query($after: String) {
    search(query: \"library\", first: 3, after: $after) { pageInfo { endCursor } nodes { lang node { ... on Plan { slug } ... on PlanElement { key title { text } } } } }
    counted: search(query: \"goal library\", first: 2) { totalCount nodes { node { ... on PlanElement { key children { key } } } } }
}";

const N_PLANS: usize = 5;

/// What an annotation file adds: nothing but codes.
const CODES: &str = "
format: annotations/1
codings:
  - plan: synthetic-1-plan
    coder: synthetic coder
    method: MANUAL
    layers: [GOAL]
    judgements: [{ element: goal-0, theme: reading-promotion, present: true }]
";

/// What an annotation file adds: nothing but a link.
const LINK: &str = "
format: annotations/1
alignments:
  - source: { plan: synthetic-1-plan, element: goal-0 }
    target: { plan: synthetic-2-plan, element: goal-4 }
    relation: CORRESPONDS
    coder: synthetic coder
";

struct Cached {
    app: TestApp,
    cache: Option<PlanCache>,
}

impl Cached {
    async fn of(database: TestDatabase) -> TestResult<Self> {
        let app = TestApp::catalogue(database).await?;
        for number in 0..N_PLANS {
            app.import_plan(number, &many_plans::plan(number)).await?;
        }
        Ok(Self { app, cache: PlanCache::new(64 << 20) })
    }

    /// Asks without the cache, then twice with it, and wants the same bytes each time.
    async fn ask(&self, query: &str, variables: Value) -> TestResult<String> {
        let plain = self.app.answer(None, query, variables.clone()).await?;
        assert!(!plain.contains("\"errors\""), "{plain}");
        for _ in 0..2 {
            assert_eq!(plain, self.app.answer(self.cache.as_ref(), query, variables.clone()).await?);
        }
        Ok(plain)
    }

    /// The answers to every question, as of now or of a revision where that can be asked.
    async fn ask_all(&self, as_of: Option<&str>) -> TestResult<Vec<String>> {
        let plans: Vec<Value> = (0..4).map(|number| json!({ "slug": format!("synthetic-{number}-plan") })).collect();
        let mut answers = vec![
            self.ask(PLANS, json!({ "plans": plans, "asOf": as_of })).await?,
            self.ask(
                PERIODS,
                json!({
                    "institution": { "slug": "synthetic-city-library" },
                    "from": { "slug": "cn-fyp-14" },
                    "to": { "slug": "cn-fyp-15" },
                    "asOf": as_of,
                }),
            )
            .await?,
        ];
        if as_of.is_none() {
            answers.push(self.ask(WHOLE, json!({ "plan": plans[1] })).await?);
            answers.push(self.ask(LIST, Value::Null).await?);
        }
        Ok(answers)
    }
}

on_both_databases! {
    async fn the_same_bytes_whatever_is_published(database: TestDatabase) -> TestResult {
        let cached = Cached::of(database).await?;
        let first_revision = cached.app.revision().await?;
        let first = cached.ask_all(None).await?;
        let first_as_of = cached.ask_all(Some(&first_revision)).await?;

        // Another revision of a plan: another goal and another figure.
        let changed = many_plans::plan(1).replace("Goal 0 of library 1", "Another goal 0").replace("value: 40", "value: 41");
        cached.app.import_plan(1, &changed).await?;
        let republished = cached.ask_all(None).await?;
        assert!(!first[2].contains("Another goal 0") && !first[3].contains("Another goal 0"));
        assert!(republished[2].contains("Another goal 0") && republished[3].contains("Another goal 0"));

        // Codes alone, then a link alone: no plan has another revision.
        cached.app.import(CODES).await?;
        let coded = cached.ask_all(None).await?;
        assert_ne!(republished[0], coded[0]);
        assert!(!republished[2].contains("synthetic coder") && coded[2].contains("synthetic coder"));
        cached.app.import(LINK).await?;
        let linked = cached.ask_all(None).await?;
        assert_ne!(coded[2], linked[2]);
        assert!(!coded[0].contains("CURATED") && linked[0].contains("CURATED"));

        assert_eq!(first_as_of, cached.ask_all(Some(&first_revision)).await?);
        Ok(())
    }

    async fn cohorts_and_searches_are_those_of_their_revision(database: TestDatabase) -> TestResult {
        let cached = Cached::of(database).await?;
        let app = &cached.app;
        let first_revision = app.revision().await?;
        // The app asks the rows, then the index twice: once to keep, once what is kept.
        let ask = async |as_of: Option<&str>, year: Option<i32>, basis: Option<&str>| {
            app.query(COHORTS, json!({ "asOf": as_of, "year": year, "basis": basis })).await
        };
        let first = ask(None, None, None).await?;
        assert!(first["indicatorBenchmark"]["count"].as_i64() > Some(0), "{first:#}");
        assert_ne!(first["indicatorBenchmark"], ask(None, Some(1999), None).await?["indicatorBenchmark"]);
        assert_ne!(first["byKind"]["groups"], first["some"]["groups"]);
        let page = app.query(SEARCH, Value::Null).await?;
        let after = page["search"]["pageInfo"]["endCursor"].clone();
        assert_ne!(page["search"]["nodes"], app.query(SEARCH, json!({ "after": after })).await?["search"]["nodes"]);

        let changed = many_plans::plan(1).replace("value: 40", "value: 41");
        app.import_plan(1, &changed).await?;
        app.import_plan(N_PLANS, &many_plans::plan(N_PLANS)).await?;
        let second = ask(None, None, None).await?;
        for answer in ["byKind", "byKindAndPeriod", "indicatorBenchmark"] {
            assert_ne!(first[answer], second[answer], "{answer}");
        }
        assert_ne!(page["counted"]["totalCount"], app.query(SEARCH, Value::Null).await?["counted"]["totalCount"]);
        // Of an earlier revision the rows tell, though the index of it was asked and kept.
        assert_eq!(first, ask(Some(&first_revision), None, None).await?);
        Ok(())
    }

    async fn a_plan_that_is_kept_is_not_read_again(database: TestDatabase) -> TestResult {
        let cached = Cached::of(database).await?;
        let read = async |plan: &str| -> TestResult<usize> {
            let (answer, statements) =
                cached.app.counted_with(cached.cache.as_ref(), WHOLE, json!({ "plan": { "slug": plan } })).await?;
            assert!(answer.contains("goal-4"), "{answer}");
            let of_content = ["\"plan_element_", "\"plan_indicator_", "\"observation\"", "\"coding_"];
            Ok(statements.iter().filter(|sql| of_content.iter().any(|table| sql.contains(table))).count())
        };
        assert!(read("synthetic-1-plan").await? > 0);
        assert_eq!(read("synthetic-1-plan").await?, 0);
        assert!(read("synthetic-2-plan").await? > 0);
        Ok(())
    }
}

on_both_catalogues! {
    async fn goals_read_alone_are_those_of_the_whole_plan(app: TestApp) -> TestResult {
        // What stands below a goal is in the whole plan alone.
        let query = "{ plans(first: 100) { nodes {
            alone: goals { id key kind number depth position title { lang text } body { text } }
            whole: goals { id key kind number depth position title { lang text } body { text } children { key } }
        } } }";
        let mut n_goals = 0;
        for plan in app.query(query, Value::Null).await?["plans"]["nodes"].as_array().ok_or("no plans")? {
            let mut whole = plan["whole"].clone();
            for goal in whole.as_array_mut().ok_or("no goals")? {
                goal.as_object_mut().ok_or("no goal")?.remove("children");
                n_goals += 1;
            }
            assert_eq!(plan["alone"], whole);
        }
        assert!(n_goals > 0);
        Ok(())
    }
}

#[test]
fn nothing_is_kept_in_no_bytes() {
    assert!(PlanCache::new(0).is_none());
    assert!(PlanCache::new(1).is_some());
}
