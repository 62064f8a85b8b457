//! `indicatorBenchmark`, over made-up libraries with figures of every kind.

use std::fmt::Write;

use plan_registry::{
    clock::Clock,
    domain::id::IdSource,
    import::{Prepared, publish_together},
};
use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
    databases::TestDatabase,
};

const BENCHMARK: &str = include_str!("queries/indicator-benchmark.graphql");

/// Libraries `library-a` to `library-l`, of a kind that no other institution of the catalogue is, some with statistics.
fn institutions(kind_of_d: &str, population_of_a: u32) -> String {
    let statistics =
        |name: char| match name {
            'a' => format!("{{ measure: population, year: 2030, value: {population_of_a}, source: Made up }}"),
            'b' => "{ measure: population, year: 2030, value: 300000 }, { measure: students, year: 2030, value: 9000 }"
                .into(),
            'c' => "{ measure: population, year: 2030, value: 250000 }".into(),
            'e' => "{ measure: population, year: 2029, value: 100000 }".into(),
            'f' => "{ measure: population, year: 2030, value: 80000 }, { measure: population, year: 2025, value: 1 }"
                .into(),
            _ => String::new(),
        };
    ('a'..='l').fold("format: catalogue/1\ninstitutions:\n".to_owned(), |mut file, name| {
        let kind = if name == 'd' { kind_of_d } else { "SCHOOL_LIBRARY" };
        // Writing to a string cannot fail.
        let _ = writeln!(
            file,
            "  - {{ slug: library-{name}, kind: {kind}, name: {{ en: Synthetic library {name} }}, country: CN, statistics: [{}] }}",
            statistics(name)
        );
        file
    })
}

/// A made-up plan with these figures of one indicator, one to a line.
fn plan(name: char, period: &str, indicator: &str, figures: &str) -> String {
    let observations: String = figures.lines().map(|figure| format!("          - {{ {} }}\n", figure.trim())).collect();
    format!(
        "\
format: plan/1
slug: library-{name}-{period}
institution: library-{name}
period: {period}
level: PUBLIC
status: ADOPTED
isSynthetic: true
language: en
textOrigin: EDITORIAL
title: Synthetic plan of library {name}
source: plan
documents:
  - {{ key: plan, title: Synthetic document of library {name} }}
elements:
  - key: goal
    kind: GOAL
    title: Be visited
    planIndicators:
      - key: indicator
        text: Visits a year
        indicator: {indicator}
        evidence: {{ locator: Table 1, quoteAbsence: NO_STORED_TEXT }}
        observations:
{observations}"
    )
}

const TARGET_OF_E: &str = "role: BASELINE, value: 300000, unit: visit, basis: ANNUAL, endYear: 2025
role: TARGET, value: 300000, unit: visit, basis: ANNUAL, endYear: 2030";

/// Sorted targets: 200,000 (f), 300,000 (e), 450,000 (l), 500,000 (c), 900,000 (b, d), 1,200,000 (a).
fn plans() -> Vec<String> {
    let plan15 = |name, figures| plan(name, "cn-fyp-15", "visits", figures);
    vec![
        plan15(
            'a',
            "role: BASELINE, value: 100, unit: 10^4 visit, basis: ANNUAL, endYear: 2025
role: ACTUAL, value: 100, unit: 10^4 visit, basis: ANNUAL, endYear: 2025
role: TARGET, value: 1, unit: visit, basis: ANNUAL, endYear: 2030, dimensions: [{ name: audience, value: children }]
role: TARGET, value: 120, unit: 10^4 visit, basis: ANNUAL, endYear: 2030, text: 120万人次",
        ),
        plan15(
            'b',
            "role: BASELINE, value: 600000, unit: visit, basis: ANNUAL, endYear: 2025
role: TARGET, comparator: AT_LEAST, value: 900000, unit: visit, basis: ANNUAL, endYear: 2030",
        ),
        plan15(
            'c',
            "role: TARGET, value: 40, upper: 60, comparator: BETWEEN, unit: 10^4 visit, basis: ANNUAL, endYear: 2030",
        ),
        plan15(
            'd',
            "role: BASELINE, value: 0, unit: visit, basis: ANNUAL, endYear: 2025
role: TARGET, value: 900000, unit: visit, basis: ANNUAL, endYear: 2030",
        ),
        plan15('e', TARGET_OF_E),
        plan(
            'f',
            "cn-fyp-14",
            "visits",
            "role: TARGET, value: 100000, unit: visit, basis: ANNUAL, endYear: 2025
role: ACTUAL, value: 250000, unit: visit, basis: ANNUAL, endYear: 2025",
        ),
        plan15(
            'f',
            "role: BASELINE, value: 250000, unit: visit, basis: ANNUAL, endYear: 2025
role: TARGET, value: 200000, unit: visit, basis: ANNUAL, endYear: 2030",
        ),
        plan('g', "cn-fyp-15", "loans", "role: TARGET, value: 5, unit: loan, basis: ANNUAL, endYear: 2030"),
        plan15('h', "role: TARGET, value: 5, unit: loan, basis: ANNUAL, endYear: 2030"),
        plan15('i', "role: TARGET, value: 500, unit: 10^4 visit, basis: CUMULATIVE, startYear: 2026, endYear: 2030"),
        plan15('j', "role: TARGET, comparator: QUALITATIVE, text: many more"),
        plan15('k', "role: ACTUAL, value: 21, unit: 10^4 visit, basis: ANNUAL, endYear: 2025"),
        plan15('l', "role: TARGET, value: 450000, unit: visit, basis: ANNUAL, endYear: 2028"),
    ]
}

async fn filled(database: TestDatabase) -> TestResult<TestApp> {
    let app = TestApp::catalogue(database).await?;
    let mut files = vec![Prepared::read("institutions.yaml", institutions("SCHOOL_LIBRARY", 400_000).as_bytes())?];
    for plan in plans() {
        files.push(Prepared::read("plan.yaml", plan.as_bytes())?);
    }
    publish_together(&app.store, &Clock::System, IdSource::FromName, "made-up libraries", &files).await?;
    Ok(app)
}

/// The made-up libraries.
fn cohort() -> Value {
    json!({ "includeSynthetic": true, "kinds": ["SCHOOL_LIBRARY"] })
}

/// The answer to a question; what it leaves out is about visits to the made-up libraries, and about `library-c`.
async fn ask(app: &TestApp, mut asked: Value) -> TestResult<Value> {
    let defaults =
        [("indicator", json!({ "slug": "visits" })), ("cohort", cohort()), ("of", json!({ "slug": "library-c" }))];
    for (name, value) in defaults {
        if asked.get(name).is_none() {
            asked[name] = value;
        }
    }
    Ok(app.query(BENCHMARK, asked).await?["indicatorBenchmark"].clone())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Library, value and rank of each entry.
fn entries(benchmark: &Value) -> Vec<(String, f64, Option<i64>)> {
    list(&benchmark["entries"]["nodes"])
        .iter()
        .map(|entry| {
            (text(&entry["institution"]["slug"]), entry["value"].as_f64().unwrap_or(f64::NAN), entry["rank"].as_i64())
        })
        .collect()
}

fn values(benchmark: &Value) -> Vec<(String, f64)> {
    entries(benchmark).into_iter().map(|(library, value, _)| (library, value)).collect()
}

fn named(values: &[(&str, f64)]) -> Vec<(String, f64)> {
    values.iter().map(|(name, value)| (format!("library-{name}"), *value)).collect()
}

/// Each reason with the plans that it is about.
fn reasons(benchmark: &Value) -> Vec<(String, Vec<String>)> {
    list(&benchmark["missingReasons"])
        .iter()
        .map(|missing| (text(&missing["reason"]), texts(&missing["plans"]["nodes"], "/slug")))
        .collect()
}

fn expected(reasons: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    reasons
        .iter()
        .map(|(reason, slugs)| ((*reason).to_owned(), slugs.iter().map(|&slug| slug.to_owned()).collect()))
        .collect()
}

/// A benchmark in lines that people can read.
fn told(benchmark: &Value) -> String {
    let part =
        |names: &[&str]| names.iter().map(|name| format!("{name} {}", benchmark[name])).collect::<Vec<_>>().join(", ");
    let mut lines = vec![
        part(&["role", "value", "basis", "year", "unit"]),
        part(&["count", "missing"]),
        part(&["min", "q1", "median", "q3", "max", "quantile"]),
        part(&["mean", "standardDeviation"]),
    ];
    for entry in list(&benchmark["entries"]["nodes"]) {
        lines.push(format!(
            "{} {} {} of {} from {} in {}, {}",
            entry["rank"],
            entry["percentileRank"],
            entry["value"],
            text(&entry["institution"]["slug"]),
            text(&entry["plan"]["slug"]),
            text(&entry["observation"]["evidence"]["document"]["title"]),
            text(&entry["observation"]["evidence"]["locator"]),
        ));
    }
    for missing in list(&benchmark["missingReasons"]) {
        lines.push(format!(
            "{} {}: {}",
            text(&missing["reason"]),
            missing["count"],
            texts(&missing["plans"]["nodes"], "/slug").join(" ")
        ));
    }
    lines.push(format!("position {}", benchmark["position"]));
    lines.push(format!("nearest {}", texts(&benchmark["nearest"], "/institution/slug").join(" ")));
    for caveat in list(&benchmark["caveats"]) {
        lines.push(format!("caveat {}: {}", text(&caveat["code"]), text(&caveat["message"]["text"])));
    }
    for caveat in list(&benchmark["cohort"]["caveats"]) {
        lines.push(format!("caveat of the cohort {}", text(&caveat["code"])));
    }
    lines.join("\n")
}

on_both_databases! {
    async fn a_benchmark_in_lines(database: TestDatabase) -> TestResult {
        let app = filled(database).await?;
        let found = ask(&app, json!({})).await?;
        // numpy.quantile([200000, 300000, 450000, 500000, 900000, 900000, 1200000], [0, .25, .5, .75, 1, .9]) =
        // 200000, 375000, 500000, 900000, 1200000, 1020000; mean 635714.2857142857; std(ddof=1) 368232.5869545471;
        // scipy.stats.rankdata(-x, "min") = 7, 6, 5, 4, 2, 2, 1; percentileofscore(x, v, "mean") ÷ 100 = 1/14, 3/14, 5/14, 7/14,
        // 10/14, 10/14, 13/14.
        let near = |name: &str, expected: f64| {
            let value = found[name].as_f64().unwrap_or(f64::NAN);
            assert!((value - expected).abs() <= 1e-12 * expected, "{name}: {value}");
        };
        for (name, expected) in [("min", 200_000.0), ("q1", 375_000.0), ("median", 500_000.0), ("q3", 900_000.0), ("max", 1_200_000.0), ("quantile", 1_020_000.0)] {
            near(name, expected);
        }
        near("mean", 635_714.285_714_285_7);
        near("standardDeviation", 368_232.586_954_547_1);
        assert_eq!(
            entries(&found).iter().map(|(library, _, rank)| (library.as_str(), *rank)).collect::<Vec<_>>(),
            [("library-a", Some(1)), ("library-b", Some(2)), ("library-d", Some(2)), ("library-c", Some(4)), ("library-l", Some(5)), ("library-e", Some(6)), ("library-f", Some(7))]
        );
        assert_eq!((&found["count"], &found["missing"], &found["cohort"]["institutionCount"]), (&json!(7), &json!(5), &json!(12)));
        assert_eq!(found["position"], json!({ "rank": 4, "percentileRank": 0.5, "value": 500_000.0 }));
        insta::assert_snapshot!("benchmark", told(&found));
        Ok(())
    }

    async fn who_asks_for_a_year_or_basis_gets_it(database: TestDatabase) -> TestResult {
        let app = filled(database).await?;
        let of_2028 = ask(&app, json!({ "year": 2028 })).await?;
        assert_eq!(entries(&of_2028), [("library-l".to_owned(), 450_000.0, Some(1))]);
        assert_eq!((&of_2028["standardDeviation"], &of_2028["median"]), (&Value::Null, &json!(450_000.0)));
        assert_eq!(reasons(&of_2028)[3].0, "YEAR_DIFFERS");
        let summed = ask(&app, json!({ "basis": "CUMULATIVE" })).await?;
        assert_eq!(entries(&summed), [("library-i".to_owned(), 5_000_000.0, Some(1))]);
        // Actuals of a year, from reviews as well; of the latest plan of each library.
        let actuals = ask(&app, json!({ "role": "ACTUAL", "year": 2025 })).await?;
        assert_eq!(values(&actuals), named(&[("a", 1_000_000.0), ("k", 210_000.0)]));
        let earlier = json!({ "includeSynthetic": true, "kinds": ["SCHOOL_LIBRARY"], "periods": [{ "slug": "cn-fyp-14" }] });
        let of_period = ask(&app, json!({ "role": "ACTUAL", "year": 2025, "cohort": earlier })).await?;
        assert_eq!(values(&of_period), named(&[("f", 250_000.0)]));
        assert_eq!(of_period["position"], Value::Null);
        assert_eq!(list(&of_period["nearest"]).len(), 0);
        for year in [0, -1, i32::MAX, i32::MIN] {
            let never = ask(&app, json!({ "year": year })).await?;
            assert_eq!((&never["count"], &never["missing"], &never["mean"]), (&json!(0), &json!(12), &Value::Null));
            assert_eq!((&never["basis"], &never["unit"]["code"]), (&Value::Null, &json!("visit")));
        }
        Ok(())
    }

    async fn changes_and_figures_for_each_inhabitant(database: TestDatabase) -> TestResult {
        let app = filled(database).await?;
        let change = ask(&app, json!({ "value": "RELATIVE_CHANGE" })).await?;
        assert_eq!(values(&change), named(&[("b", 0.5), ("a", 0.2), ("e", 0.0), ("f", -0.2)]));
        assert_eq!(change["unit"], Value::Null);
        assert_eq!(change["entries"]["nodes"][1]["baseline"]["value"], json!(100.0));
        assert_eq!(change["entries"]["nodes"][1]["observation"]["text"], "120万人次");
        assert_eq!(
            reasons(&change),
            expected(&[
                ("NO_PLAN_INDICATOR", &["library-g-cn-fyp-15"]),
                ("NO_FIGURE", &["library-k-cn-fyp-15"]),
                ("QUALITATIVE", &["library-j-cn-fyp-15"]),
                ("UNIT_DIFFERS", &["library-h-cn-fyp-15"]),
                ("BASIS_DIFFERS", &["library-i-cn-fyp-15"]),
                ("NO_BASELINE", &["library-c-cn-fyp-15", "library-l-cn-fyp-15"]),
                ("ZERO_BASELINE", &["library-d-cn-fyp-15"]),
            ])
        );
        let divided = ask(&app, json!({ "value": "PER_CAPITA" })).await?;
        // Ties by the slug of the plan.
        assert_eq!(
            entries(&divided),
            [("library-a", 3.0, Some(1)), ("library-b", 3.0, Some(1)), ("library-f", 2.5, Some(3)), ("library-c", 2.0, Some(4))]
                .map(|(library, value, rank)| (library.to_owned(), value, rank))
        );
        assert_eq!(
            divided["entries"]["nodes"][0]["denominator"],
            json!({ "measure": "population", "year": 2030, "value": 400_000.0, "source": "Made up" })
        );
        assert!(texts(&divided["caveats"], "/code").contains(&"NO_DENOMINATOR".to_owned()));
        let students = ask(&app, json!({ "value": "PER_STUDENT" })).await?;
        assert_eq!(values(&students), named(&[("b", 100.0)]));
        Ok(())
    }

    async fn entries_come_in_pages(database: TestDatabase) -> TestResult {
        let app = filled(database).await?;
        let whole = ask(&app, json!({})).await?;
        assert_eq!(whole["entries"]["totalCount"], json!(7));
        let mut seen = Vec::new();
        let mut after = Value::Null;
        for _ in 0..9 {
            let page = ask(&app, json!({ "first": 3, "after": after })).await?;
            seen.extend(values(&page));
            if page["entries"]["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
            after = page["entries"]["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(seen, values(&whole));
        let (code, message) = app.error(BENCHMARK, json!({ "indicator": { "slug": "visits" }, "of": { "slug": "library-a" }, "first": 101 })).await?;
        assert_eq!((code.as_str(), message.contains("at most 100")), ("BAD_USER_INPUT", true), "{message}");
        Ok(())
    }

    async fn what_was_answered_is_answered_again(database: TestDatabase) -> TestResult {
        let app = filled(database).await?;
        let both = async |as_of: Option<&str>| -> TestResult<[Value; 2]> {
            let figure = ask(&app, json!({ "asOf": as_of })).await?;
            Ok([figure, ask(&app, json!({ "asOf": as_of, "value": "PER_CAPITA" })).await?])
        };
        let before = both(None).await?;
        let revision = text(&before[0]["computedFrom"]["revision"]);
        let changed = plan('e', "cn-fyp-15", "visits", &TARGET_OF_E.replacen("TARGET, value: 300000", "TARGET, value: 350000", 1));
        let without_d = institutions("SPECIAL_LIBRARY", 400_000);
        let fewer_people = institutions("SPECIAL_LIBRARY", 300_000);
        let renamed = "format: catalogue/1\nindicators:\n  - { slug: visits, name: { en: Visits }, measure: COUNT, unit: 10^4 visit, direction: LOWER_IS_BETTER }\n";
        let mut last = before.clone();
        for (file, what, places) in [(changed.as_str(), "figure", &[0][..]), (&without_d, "kind", &[0]), (&fewer_people, "statistic", &[1]), (renamed, "definition", &[0, 1])] {
            assert!(app.import(file).await?.changed, "{what}");
            let now = both(None).await?;
            for place in places {
                let part = |answers: &[Value; 2]| (values(&answers[*place]), reasons(&answers[*place]));
                assert_ne!(part(&now), part(&last), "the new {what} is not seen");
            }
            last = now;
            assert_eq!(both(Some(&revision)).await?, before, "as of then, after the new {what}");
        }
        assert_eq!(values(&last[0])[0], ("library-f".to_owned(), 20.0));
        // The plans were not there at first, and the indicator was not there before that.
        assert_eq!(ask(&app, json!({ "asOf": "1" })).await?["count"], json!(0));
        let new = "format: catalogue/1\nindicators:\n  - { slug: synthetic-indicator, name: { en: Synthetic }, measure: COUNT, unit: visit, direction: NEUTRAL }\n";
        app.import(new).await?;
        let asked = json!({ "indicator": { "slug": "synthetic-indicator" }, "of": { "slug": "library-a" }, "asOf": revision });
        let (code, message) = app.error(BENCHMARK, asked).await?;
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(message.contains("`synthetic-indicator` was not defined yet at registry revision"), "{message}");
        Ok(())
    }
}

on_both_catalogues! {
    async fn nothing_to_compare_is_an_answer(app: TestApp) -> TestResult {
        let nobody = json!({ "indicator": { "slug": "collection-turnover" }, "of": { "slug": "shenzhen-library" }, "cohort": { "includeSynthetic": true } });
        let unused = ask(&app, nobody).await?;
        assert_eq!(unused["count"], json!(0));
        assert_eq!(texts(&unused["missingReasons"], "/reason"), ["NO_PLAN_INDICATOR"]);
        assert_eq!(unused["missing"], unused["cohort"]["institutionCount"]);
        assert_eq!((&unused["min"], &unused["quantile"], &unused["position"]), (&Value::Null, &Value::Null, &Value::Null));
        let empty = ask(&app, json!({ "cohort": { "countries": ["AQ"] }, "of": { "slug": "shenzhen-library" } })).await?;
        assert_eq!((&empty["count"], &empty["missing"], &empty["entries"]["totalCount"]), (&json!(0), &json!(0), &json!(0)));
        assert_eq!(texts(&empty["cohort"]["caveats"], "/code"), ["EMPTY_COHORT"]);
        assert_eq!(list(&empty["missingReasons"]).len(), 0);
        Ok(())
    }

    async fn the_made_up_library_of_the_catalogue(app: TestApp) -> TestResult {
        let named = json!({ "includeSynthetic": true, "plans": [{ "slug": "synthetic-city-library-14fyp" }] });
        let asked = json!({ "role": "ACTUAL", "value": "PER_CAPITA", "cohort": named, "of": { "slug": "synthetic-city-library" } });
        let found = ask(&app, asked).await?;
        // 251 万 ÷ 2,050,000 of 2025, the latest of three actuals.
        assert_eq!(found["position"]["value"], json!(1.224_390_243_9));
        Ok(())
    }

    async fn bad_questions_say_what_is_wrong(app: TestApp) -> TestResult {
        let ask = "query($indicator: IndicatorRef!, $role: ObservationRole! = TARGET, $value: BenchmarkValue! = FIGURE, $cohort: CohortInput, $asOf: String) {
            indicatorBenchmark(indicator: $indicator, role: $role, value: $value, cohort: $cohort, asOf: $asOf) { count }
        }";
        let visits = json!({ "slug": "visits" });
        for (asked, code, hint) in [
            (json!({ "indicator": { "slug": "vists" } }), "NOT_FOUND", "did you mean `visits`?"),
            (json!({ "indicator": visits, "role": "ACTUAL", "value": "RELATIVE_CHANGE" }), "BAD_USER_INPUT", "`role` is ACTUAL: leave `role` out"),
            (json!({ "indicator": { "slug": "visits-per-capita" }, "value": "PER_CAPITA" }), "BAD_USER_INPUT", "is of measure RATIO: ask for FIGURE"),
            (json!({ "indicator": visits, "cohort": { "kinds": [] } }), "BAD_USER_INPUT", "`kinds` is empty"),
            (json!({ "indicator": visits, "cohort": { "institutions": [{ "slug": "shenzen-library" }] } }), "NOT_FOUND", "did you mean `shenzhen-library`?"),
            (json!({ "indicator": visits, "asOf": "soon" }), "BAD_USER_INPUT", "is not a registry revision"),
            (json!({ "indicator": { "id": "x" } }), "BAD_USER_INPUT", "id"),
        ] {
            let (found, message) = app.error(ask, asked.clone()).await?;
            assert_eq!(found, code, "{asked}: {message}");
            assert!(message.contains(hint), "{asked}: {message}");
        }
        // Only the field itself is null.
        let parts = "query($first: Int!) { indicatorBenchmark(indicator: { slug: \"visits\" }) {
            count good: quantile(p: 0.5) bad: quantile(p: 1.5) position(institution: { slug: \"shenzen-library\" }) { value }
            nearest(institution: { slug: \"shenzhen-library\" }, first: $first) { value }
        } }";
        let reply = app.reply(parts, json!({ "first": 5 })).await?;
        assert_eq!(reply["data"]["indicatorBenchmark"]["count"].as_i64().map(|count| count >= 0), Some(true), "{reply}");
        let errors = list(&reply["errors"]);
        let told: Vec<(String, String)> = errors.iter().map(|error| (text(&error["path"][1]), text(&error["extensions"]["code"]))).collect();
        assert_eq!(told.len(), 2, "{reply}");
        assert!(told.contains(&("bad".to_owned(), "BAD_USER_INPUT".to_owned())));
        assert!(told.contains(&("position".to_owned(), "NOT_FOUND".to_owned())));
        let one = "query($first: Int!) { indicatorBenchmark(indicator: { slug: \"visits\" }) { nearest(institution: { slug: \"shenzhen-library\" }, first: $first) { value } } }";
        for first in [-1, 101] {
            let (code, message) = app.error(one, json!({ "first": first })).await?;
            assert_eq!((code.as_str(), message.contains("give a number from 0 to 100")), ("BAD_USER_INPUT", true), "{message}");
        }
        Ok(())
    }
}
