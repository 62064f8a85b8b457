//! What a request costs the database: as many statements for fifty things as for five.

use plan_registry::{
    clock::Clock,
    domain::id::IdSource,
    import::{Prepared, publish_together},
};
use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, texts},
    databases::TestDatabase,
    many_plans,
};

const FEW: usize = 5;
const MANY: usize = 50;

/// The catalogue's vocabularies with many plans, and as many innovation cases.
async fn crowded(database: TestDatabase) -> TestResult<TestApp> {
    let app = TestApp::catalogue(database).await?;
    let mut files = Vec::new();
    for number in 0..MANY {
        let mut plan = Prepared::read("plan.yaml", many_plans::plan(number).as_bytes())?;
        plan.take_documents(|_| Ok(many_plans::document(number).into_bytes()))?;
        files.push(plan);
    }
    files.push(Prepared::read("cases.yaml", many_plans::innovation_cases(MANY).as_bytes())?);
    files.push(Prepared::read("codings.yaml", many_plans::codings(MANY).as_bytes())?);
    files.extend(
        many_plans::studies(MANY)
            .iter()
            .map(|study| Prepared::read("study.yaml", study.as_bytes()))
            .collect::<Result<Vec<_>, _>>()?,
    );
    publish_together(&app.store, &Clock::System, IdSource::FromName, "many plans", &files).await?;
    Ok(app)
}

/// A query, what its variables are for so many things, and how many statements it may take.
struct Request {
    name: &'static str,
    query: &'static str,
    most: usize,
    few: Value,
    many: Value,
    /// Where the answer holds a list of the things.
    list: &'static str,
}

fn first(query: &'static str, name: &'static str, most: usize, list: &'static str) -> Request {
    Request { name, query, most, few: json!({ "first": FEW }), many: json!({ "first": MANY }), list }
}

fn requests() -> Vec<Request> {
    let references = |n_plans| json!({ "plans": many_plans::slugs(n_plans).iter().map(|slug| json!({ "slug": slug })).collect::<Vec<_>>() });
    let years = |n_years: usize| json!({ "years": (1950..1950 + n_years).collect::<Vec<_>>() });
    let benchmark = |n_plans| {
        json!({
            "indicator": { "slug": "visits" },
            "of": { "slug": "synthetic-0" },
            "value": "RELATIVE_CHANGE",
            "cohort": { "includeSynthetic": true, "plans": references(n_plans)["plans"] },
            "first": 100,
        })
    };
    vec![
        first(include_str!("queries/plans.graphql"), "plans", 20, "/plans/nodes"),
        first(
            "query($first: Int) { plans(first: $first) { nodes {
                slug revisions { number } previous { slug } next { slug }
                outline { key title { text } themes { theme { slug } judgements { coder } } alignments { id } evidence { document { title } } }
                planIndicators(first: 5) { nodes { indicator { slug } targets { normalizedValue evidence { document { title } } } } }
            } } }",
            "plans in depth",
            28,
            "/plans/nodes",
        ),
        first(
            "query($first: Int) { plans(first: $first) { nodes {
                slug progress(at: \"2030-12-31\") {
                    computedFrom { revision } targetCount byStatus { status count } achievedShare
                    targets { planIndicator { key indicator { slug } } target { normalizedValue } actual { value } status ratio }
                }
                goals { progress { onTrackShare reason } }
                planIndicators(first: 5) { nodes { progress { status reason baseline { value } } } }
            } } }",
            "progress",
            18,
            "/plans/nodes",
        ),
        first(
            "query($first: Int) { plans(first: $first, filter: { query: \"Synthetic plan\" }) { nodes {
                goals { evidence { document { title } passage { number text } } }
            } } }",
            "passages",
            12,
            "/plans/nodes",
        ),
        first(
            "query($first: Int) { plans(first: $first, filter: { query: \"Synthetic plan\" }) { nodes {
                source { content { lineCount lines(first: 2) { text } } }
            } } }",
            "documents",
            8,
            "/plans/nodes",
        ),
        first(
            "query($first: Int) { institutions(first: $first) { nodes { slug name { text } parent { slug } statistics { value } } } }",
            "institutions",
            9,
            "/institutions/nodes",
        ),
        first(
            "query($first: Int) { innovationCases(first: $first) { nodes { slug institution { name { text } } focuses { slug } strategies { slug } } } }",
            "innovation cases",
            10,
            "/innovationCases/nodes",
        ),
        Request {
            name: "distribution of innovation cases",
            query: "query($years: [Int!]) { innovationCaseDistribution(groupBy: [YEAR, FOCUS], filter: { years: $years, regions: [\"cn-east\"] }) {
                groups { key { value label { text } } caseCount } margins { groups { key { label { text } } } }
            } }",
            most: 6,
            few: years(FEW),
            many: years(MANY),
            list: "/innovationCaseDistribution/groups",
        },
        first(
            "query($first: Int) { studies(first: $first) { nodes { slug codebookVersion registryRevision revisions { number } citation { text } questions { variables } } } }",
            "studies",
            8,
            "/studies/nodes",
        ),
        first(
            "query($first: Int) { indicator(ref: { slug: \"visits\" }) { usedBy(first: $first) { nodes {
                key text { text } plan { slug institution { slug } } element { title { text } } targets { normalizedValue }
            } } } }",
            "uses of an indicator",
            19,
            "/indicator/usedBy/nodes",
        ),
        first(
            "query($first: Int) { search(query: \"library\", first: $first) { totalCount nodes { node {
                ... on Plan { slug institution { slug } }
                ... on PlanElement { key plan { slug institution { slug } } }
                ... on PlanIndicator { key plan { slug } }
            } } } }",
            "search",
            13,
            "/search/nodes",
        ),
        first(
            "query($first: Int) { institutions(first: $first) { nodes {
                slug plans(first: 2, filter: { periods: [{ slug: \"cn-fyp-14\" }, { slug: \"cn-fyp-15\" }] }) { totalCount nodes { slug } }
            } } }",
            "plans of institutions",
            12,
            "/institutions/nodes",
        ),
        first(
            "query($first: Int) { indicators(first: $first) { nodes { slug usedBy(first: 2) { totalCount nodes { key plan { slug } } } } } }",
            "uses of indicators",
            18,
            "/indicators/nodes",
        ),
        first(
            "query($first: Int) { plans(first: $first, filter: { query: \"Synthetic plan\" }) { nodes {
                codingPasses(includeReplaced: true) { coder judgementCount validTo }
                outline { key codingHistory { theme { slug } coder present validTo } }
            } } }",
            "who coded what",
            16,
            "/plans/nodes",
        ),
        Request {
            name: "agreement of coders",
            query: "query($plans: [PlanRef!]!) { coderAgreement(cohort: { plans: $plans, includeSynthetic: true }) {
                overall { unitCount cohenKappa } byTheme { theme { slug } figures { krippendorffAlpha } } byPair { a b figures { cohenKappa } }
                coders { name judgementCount } caveats { code plans { slug } } cohort { planCount caveats { code } }
                byPlan(first: 100) { nodes { plan { title { text } } figures { unitCount } } }
                disagreements(first: 100) { nodes { element { title { text } plan { slug institution { slug } } } theme { slug } judgements { coder present } decision { coder } } }
            } }",
            most: 24,
            few: references(FEW),
            many: references(MANY),
            list: "/coderAgreement/disagreements/nodes",
        },
        first(
            "query($first: Int) { plans(first: $first, filter: { query: \"Synthetic plan\" }) { nodes {
                outline { lineage { subject { key } steps { plan { slug } elements { key } links { kind } } gaps { startYear } caveats { code } } }
            } } }",
            "lineages",
            30,
            "/plans/nodes",
        ),
        Request {
            // Each plan is matched with fifty others.
            name: "similar plans",
            query: "query($first: Int) { plans(first: $first, filter: { query: \"Synthetic plan\" }) { nodes {
                similarPlans(first: 3, cohort: { includeSynthetic: true }) { score plan { slug institution { slug } } caveats { code } }
            } } }",
            most: 43,
            few: json!({ "first": 2 }),
            many: json!({ "first": 10 }),
            list: "/plans/nodes",
        },
        first(
            "query($first: Int) { institutions(first: $first) { nodes { slug peers {
                rule message { text } institutions(first: 2) { totalCount nodes { slug } }
            } } } }",
            "peers",
            12,
            "/institutions/nodes",
        ),
        Request {
            name: "comparison",
            query: include_str!("queries/compare-plans.graphql"),
            most: 31,
            few: references(2),
            many: references(10),
            list: "/comparePlans/plans",
        },
        Request {
            name: "benchmark",
            // What `nearest` leads to is left out: whether it is fetched with the entries or behind them is a race.
            query: "query($indicator: IndicatorRef!, $of: InstitutionRef!, $value: BenchmarkValue!, $cohort: CohortInput, $first: Int) {
                indicatorBenchmark(indicator: $indicator, value: $value, cohort: $cohort) {
                    count mean cohort { institutionCount caveats { code } } missingReasons { count plans { nodes { slug } } }
                    position(institution: $of) { rank } nearest(institution: $of) { value }
                    entries(first: $first) { nodes {
                        value institution { slug name { text } } plan { slug } planIndicator { key indicator { slug } }
                        observation { normalizedValue evidence { document { title } } } baseline { value } denominator { value }
                    } }
                }
            }",
            most: 27,
            few: benchmark(FEW),
            many: benchmark(MANY),
            list: "/indicatorBenchmark/entries/nodes",
        },
    ]
}

on_both_databases! {
    async fn as_many_for_fifty_as_for_five(database: TestDatabase) -> TestResult {
        let app = crowded(database).await?;
        for Request { name, query, most, few, many, list } in requests() {
            // The first request of all makes the codebook ready, once for all that follow.
            app.query(query, few.clone()).await?;
            let (small, few_statements) = app.counted(query, few).await?;
            let (large, many_statements) = app.counted(query, many).await?;
            let length = |answer: &Value| answer.pointer(list).and_then(Value::as_array).map_or(0, Vec::len);
            assert!(length(&small) >= 2 && length(&large) >= 5 * length(&small), "{name}: {} and {}", length(&small), length(&large));
            println!("{name}: {} statements for {}, {} for {}", few_statements.len(), length(&small), many_statements.len(), length(&large));
            let told = |statements: &[String]| statements.iter().map(|sql| sql.chars().take(160).collect::<String>()).collect::<Vec<_>>().join("\n");
            assert_eq!(few_statements.len(), many_statements.len(), "{name}:\n{}\n\nthen:\n{}", told(&few_statements), told(&many_statements));
            assert!(few_statements.len() <= most, "{name} takes {}:\n{}", few_statements.len(), told(&few_statements));
            assert!(!few_statements.is_empty(), "{name} was not counted");
        }
        Ok(())
    }

    async fn nodes_of_every_type_are_fetched_together(database: TestDatabase) -> TestResult {
        let app = crowded(database).await?;
        let ids = "{
            plans(first: 20, filter: { query: \"Synthetic plan\" }) { nodes { id goals(first: 1) { id } planIndicators(first: 1) { nodes { id targets { id } } } } }
            institutions(first: 20) { nodes { id } }
            indicators(first: 20) { nodes { id } }
            innovationCases(first: 20) { nodes { id } }
        }";
        let answer = app.query(ids, Value::Null).await?;
        let of = |pointer: &str, inside: &str| answer.pointer(pointer).map(|list| texts(list, inside)).unwrap_or_default();
        let kinds = [
            of("/plans/nodes", "/id"),
            of("/plans/nodes", "/goals/0/id"),
            of("/plans/nodes", "/planIndicators/nodes/0/id"),
            of("/plans/nodes", "/planIndicators/nodes/0/targets/0/id"),
            of("/institutions/nodes", "/id"),
            of("/indicators/nodes", "/id"),
            of("/innovationCases/nodes", "/id"),
        ];
        for ids in &kinds {
            assert_eq!(ids.len(), 20);
            let ask = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
            let (two, few) = app.counted(ask, json!({ "ids": ids[..2] })).await?;
            let (_, many) = app.counted(ask, json!({ "ids": ids })).await?;
            println!("{} nodes of one type: {} statements, two of them: {}", ids.len(), many.len(), few.len());
            assert_eq!(few.len(), many.len(), "{two}: {many:#?}");
            assert!(many.len() <= 10, "{two}: {many:#?}");
        }
        Ok(())
    }
}
