//! `Plan.similarPlans` and `Institution.peers`: what a plan and an institution are best set beside.

use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
    databases::TestDatabase,
    libraries,
};

const SIMILAR: &str = "query($plan: PlanRef!, $first: Int! = 50, $cohort: CohortInput) { plan(ref: $plan) { similarPlans(first: $first, cohort: $cohort) {
    computedFrom { revision codebookVersion methodVersion }
    plan { slug institution { slug } } themeCosine themeJaccard matchedGoalShare score sharedThemes { slug } caveats { code plans { slug } }
} } }";

const PEERS: &str =
    "query($institution: InstitutionRef!, $first: Int, $after: String) { institution(ref: $institution) { peers {
    rule message(lang: [\"en\"]) { text } chinese: message(lang: [\"zh-Hans\"]) { text } kind region { code } country
    institutions(first: $first, after: $after) { totalCount nodes { slug } pageInfo { hasNextPage endCursor } }
} } }";

/// Plans of every status and level, made up or not.
fn every_plan() -> Value {
    json!({
        "includeSynthetic": true,
        "statuses": ["PROPOSAL", "CONSULTATION", "ADOPTED", "SUPERSEDED"],
        "levels": ["INTERNATIONAL", "NATIONAL", "PUBLIC", "ACADEMIC", "PARENT"],
    })
}

async fn similar(app: &TestApp, plan: &str, cohort: Value) -> TestResult<Vec<Value>> {
    let answer = app.query(SIMILAR, json!({ "plan": { "slug": plan }, "cohort": cohort })).await?;
    Ok(answer["plan"]["similarPlans"].as_array().cloned().unwrap_or_default())
}

async fn registry(database: TestDatabase) -> TestResult<TestApp> {
    let app = TestApp::catalogue(database).await?;
    for file in libraries::files() {
        app.import(&file).await?;
    }
    Ok(app)
}

async fn peers(app: &TestApp, institution: &str) -> TestResult<Value> {
    let answer = app.query(PEERS, json!({ "institution": { "slug": institution } })).await?;
    Ok(answer["institution"]["peers"].clone())
}

on_both_catalogues! {
    async fn the_same_numbers_as_compare_plans(app: TestApp) -> TestResult {
        const PLAN: &str = "synthetic-city-library-15fyp";
        let found = similar(&app, PLAN, every_plan()).await?;
        assert!(found.len() >= 10, "{}", found.len());
        let mut last = f64::INFINITY;
        for other in &found {
            let slug = text(&other["plan"]["slug"]);
            assert_ne!(other["plan"]["institution"]["slug"], "synthetic-city-library", "{slug} is of the same institution");
            let compare = "query($plans: [PlanRef!]!) { comparePlans(plans: $plans) { similarity { themeCosine themeJaccard matchedGoalShare } caveats { code plans { slug } } } }";
            let answer = app.query(compare, json!({ "plans": [{ "slug": PLAN }, { "slug": slug }] })).await?;
            let pair = &answer["comparePlans"]["similarity"][0];
            for number in ["themeCosine", "themeJaccard", "matchedGoalShare"] {
                assert_eq!(other[number], pair[number], "{number} of {slug}");
            }
            assert_eq!(other["caveats"], answer["comparePlans"]["caveats"], "{slug}");
            let known: Vec<f64> = ["themeCosine", "matchedGoalShare"].iter().filter_map(|number| other[*number].as_f64()).collect();
            let score = other["score"].as_f64().ok_or("no score")?;
            assert!((score - known.iter().sum::<f64>() / known.len() as f64).abs() < 1e-12, "{slug}");
            assert!(score <= last + 1e-9, "{slug} is out of order");
            last = score;
            // The other way round it is the same.
            let back = similar(&app, &slug, every_plan()).await?;
            let back = back.iter().find(|found| found["plan"]["slug"] == PLAN).ok_or(format!("{slug} does not find the plan"))?;
            assert_eq!((&back["score"], &back["sharedThemes"]), (&other["score"], &other["sharedThemes"]), "{slug}");
        }
        Ok(())
    }

    async fn as_many_as_are_asked_for(app: TestApp) -> TestResult {
        let plan = json!({ "slug": "synthetic-city-library-15fyp" });
        let all = similar(&app, "synthetic-city-library-15fyp", every_plan()).await?;
        for (first, n) in [(0, 0), (3, 3), (50, all.len())] {
            let answer = app.query(SIMILAR, json!({ "plan": plan, "cohort": every_plan(), "first": first })).await?;
            assert_eq!(answer["plan"]["similarPlans"], json!(all[..n]));
        }
        for first in [-1, 51] {
            let (code, message) = app.error(SIMILAR, json!({ "plan": plan, "first": first })).await?;
            assert_eq!((code.as_str(), message.contains("give a number from 0 to 50")), ("BAD_USER_INPUT", true), "{message}");
        }
        let (code, message) = app.error(SIMILAR, json!({ "plan": plan, "cohort": { "regions": ["cn-west", "cn-souht"] } })).await?;
        assert_eq!((code.as_str(), message.contains("no region has the code")), ("BAD_USER_INPUT", true), "{message}");
        // The default cohort: adopted plans that nobody made up.
        for found in similar(&app, "synthetic-city-library-15fyp", Value::Null).await? {
            let head = app.query("query($plan: PlanRef!) { plan(ref: $plan) { status isSynthetic } }", json!({ "plan": { "slug": found["plan"]["slug"] } })).await?;
            assert_eq!(head["plan"], json!({ "status": "ADOPTED", "isSynthetic": false }));
        }
        Ok(())
    }

    async fn peers_are_looked_for_near_by_first(app: TestApp) -> TestResult {
        // One other public library in the north-east, five in the country.
        let city = peers(&app, "synthetic-city-library").await?;
        assert_eq!((&city["rule"], &city["country"], &city["region"]), (&json!("SAME_KIND_AND_COUNTRY"), &json!("CN"), &Value::Null));
        assert_eq!(city["institutions"]["totalCount"], json!(5));
        assert_eq!(
            city["message"]["text"],
            "Public libraries in CN, because fewer than 5 others (1) are in North-eastern China: the registry has 5 besides this one."
        );
        assert_eq!(city["chinese"]["text"], "CN的公共图书馆（东北地区仅有1家，不足5家）：登记库中另有5家。");
        assert!(!texts(&city["institutions"]["nodes"], "/slug").contains(&"synthetic-city-library".to_owned()));
        let ifla = peers(&app, "ifla").await?;
        assert_eq!(ifla["rule"], "SAME_KIND");
        Ok(())
    }
}

on_both_databases! {
    async fn a_region_with_enough_libraries(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        let one = peers(&app, "one").await?;
        assert_eq!((&one["rule"], &one["region"]["code"], &one["country"]), (&json!("SAME_KIND_AND_REGION"), &json!("cn-northeast"), &Value::Null));
        let mut expected = vec!["two", "three", "early", "late", "gap", "changchun-library", "synthetic-city-library"];
        let mut found = texts(&one["institutions"]["nodes"], "/slug");
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected);
        assert_eq!(one["message"]["text"], "Public libraries in North-eastern China: the registry has 7 besides this one.");

        // Page by page, by name.
        let all = texts(&one["institutions"]["nodes"], "/slug");
        let first = app.query(PEERS, json!({ "institution": { "slug": "one" }, "first": 4 })).await?["institution"]["peers"]["institutions"].clone();
        let after = &first["pageInfo"]["endCursor"];
        let rest = app.query(PEERS, json!({ "institution": { "slug": "one" }, "first": 4, "after": after })).await?["institution"]["peers"]["institutions"].clone();
        assert_eq!([texts(&first["nodes"], "/slug"), texts(&rest["nodes"], "/slug")].concat(), all);
        assert_eq!(rest["pageInfo"]["hasNextPage"], json!(false));
        Ok(())
    }

    async fn peers_are_a_cohort(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        let query = "query($cohort: CohortInput, $asOf: String) {
            compareCohortPeriods(cohort: $cohort, from: { slug: \"cn-fyp-14\" }, to: { slug: \"cn-fyp-15\" }, asOf: $asOf) {
                computedFrom { revision } pairCount institutions { nodes { institution { slug } } }
            }
        }";
        let cohort = json!({ "includeSynthetic": true, "peersOf": { "slug": "one" } });
        let before = app.query(query, json!({ "cohort": cohort })).await?["compareCohortPeriods"].clone();
        // The institution itself is one of them, and the capital is not.
        assert_eq!(texts(&before["institutions"]["nodes"], "/institution/slug"), ["one", "synthetic-city-library", "three", "two"]);
        let narrowed = json!({ "includeSynthetic": true, "peersOf": { "slug": "one" }, "subdivisions": ["CN-LN"] });
        assert_eq!(app.query(query, json!({ "cohort": narrowed })).await?["compareCohortPeriods"]["pairCount"], json!(3));
        // Peers are those of the revision asked for.
        app.import("
format: catalogue/1
institutions:
  - slug: one
    kind: ACADEMIC_LIBRARY
    name: Synthetic one
    country: CN
    subdivision: CN-LN
").await?;
        let now = app.query(query, json!({ "cohort": cohort })).await?["compareCohortPeriods"].clone();
        assert_eq!(texts(&now["institutions"]["nodes"], "/institution/slug"), ["one"]);
        let then = json!({ "cohort": cohort, "asOf": before["computedFrom"]["revision"] });
        assert_eq!(app.query(query, then).await?["compareCohortPeriods"], before);
        Ok(())
    }

    async fn similar_plans_among_peers(database: TestDatabase) -> TestResult {
        let app = registry(database).await?;
        let cohort = json!({ "includeSynthetic": true, "periods": [{ "slug": "cn-fyp-15" }], "peersOf": { "slug": "one" } });
        let found = similar(&app, "one-15fyp", cohort.clone()).await?;
        let slugs: Vec<String> = found.iter().map(|found| text(&found["plan"]["slug"])).collect();
        // one: S D. gap and two: S, cosine √½, goals 2 ÷ 3. three: S R, cosine ½, goals ½. late: V, nothing in common.
        assert_eq!(slugs[..3], ["gap-15fyp", "two-15fyp", "three-15fyp"]);
        let score = |slug: &str| found.iter().find(|found| found["plan"]["slug"] == slug).and_then(|found| found["score"].as_f64()).unwrap_or(-1.0);
        assert!((score("gap-15fyp") - (0.5_f64.sqrt() + 2.0 / 3.0) / 2.0).abs() < 1e-12, "{found:#?}");
        assert!((score("three-15fyp") - 0.5).abs() < 1e-12, "{found:#?}");
        assert_eq!(score("late-15fyp"), 0.0);
        let shared = found.iter().find(|found| found["plan"]["slug"] == "three-15fyp").map(|found| texts(&found["sharedThemes"], "/slug"));
        assert_eq!(shared, Some(vec!["smart-library".to_owned()]));
        // A plan without a theme is near to nobody, and nobody to it.
        app.import(&libraries::plan("silent", 15, "")).await?;
        assert_eq!(similar(&app, "silent-15fyp", cohort.clone()).await?, Vec::<Value>::new());
        let again = similar(&app, "one-15fyp", cohort).await?;
        assert!(again.iter().all(|found| found["plan"]["slug"] != "silent-15fyp"));
        Ok(())
    }
}
