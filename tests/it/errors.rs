//! What clients are told when something goes wrong: enough to mend it, and nothing of our insides.

use poem::{Request, http::StatusCode};
use sea_orm::{ConnectionTrait, Database};
use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text},
};

const COMPARE: &str = "query($plans: [PlanRef!]!) { comparePlans(plans: $plans) { plans { slug } } }";

/// The codes and messages of a reply's errors.
fn errors(reply: &Value) -> Vec<(String, String)> {
    let errors = reply["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.iter().map(|error| (text(&error["extensions"]["code"]), text(&error["message"]))).collect()
}

/// The global id of something.
async fn id_of(app: &TestApp, query: &str) -> TestResult<String> {
    let found = app.query(&format!("{{ found: {query} {{ id }} }}"), Value::Null).await?;
    Ok(text(&found["found"]["id"]))
}

on_both_catalogues! {
    async fn a_misspelt_slug_takes_only_its_own_field_away(app: TestApp) -> TestResult {
        let query = "{
            registry { planCount }
            comparePlans(plans: [{ slug: \"shenzhen-library-14fyp\" }, { slug: \"changchun-libary-14fyp-draft\" }]) { plans { slug } }
            comparePeriods(institution: { slug: \"synthetic-city-libary\" }, from: { slug: \"cn-fyp-14\" }, to: { slug: \"cn-fyp-15\" }) {
                institution { slug }
            }
        }";
        let reply = app.reply(query, Value::Null).await?;
        assert_eq!(reply["data"], json!({ "registry": { "planCount": 18 }, "comparePlans": null, "comparePeriods": null }));
        let mut errors = errors(&reply);
        errors.sort();
        let not_found = |noun: &str, slug: &str, meant: &str| {
            ("NOT_FOUND".to_owned(), format!("no {noun} has the slug `{slug}`; did you mean `{meant}`?"))
        };
        assert_eq!(
            errors,
            [
                not_found("institution", "synthetic-city-libary", "synthetic-city-library"),
                not_found("plan", "changchun-libary-14fyp-draft", "changchun-library-14fyp-draft"),
            ]
        );
        Ok(())
    }

    async fn what_is_asked_for_by_itself_is_null_where_there_is_none(app: TestApp) -> TestResult {
        let query = "{
            plan(ref: { slug: \"no-such-plan\" }) { slug }
            institution(ref: { slug: \"no-such-institution\" }) { slug }
            planningPeriod(ref: { slug: \"no-such-period\" }) { slug }
            theme(ref: { slug: \"no-such-theme\" }) { slug }
            indicator(ref: { slug: \"no-such-indicator\" }) { slug }
            study(ref: { slug: \"no-such-study\" }) { slug }
        }";
        assert_eq!(
            app.query(query, Value::Null).await?,
            json!({ "plan": null, "institution": null, "planningPeriod": null, "theme": null, "indicator": null, "study": null })
        );
        Ok(())
    }

    async fn input_that_cannot_be_used_says_how_to_mend_it(app: TestApp) -> TestResult {
        let plan = id_of(&app, "plan(ref: { slug: \"shenzhen-library-14fyp\" })").await?;
        let theme = id_of(&app, "theme(ref: { slug: \"smart-library\" })").await?;
        for (query, hint) in [
            (format!("{{ node(id: \"{plan}x!\") {{ id }} }}"), "is not an id of this registry"),
            ("{ node(id: \"\") { id } }".to_owned(), "is not an id of this registry"),
            (format!("{{ plan(ref: {{ id: \"{theme}\" }}) {{ id }} }}"), "is the id of a theme, not of a plan"),
            (format!("{{ theme(ref: {{ id: \"{plan}\" }}) {{ id }} }}"), "is the id of a plan, not of a theme"),
            (format!("{{ plans(filter: {{ themes: [{{ id: \"{plan}\" }}] }}) {{ totalCount }} }}"), "not of a theme"),
            ("{ plans(filter: { levels: [] }) { totalCount } }".to_owned(), "`levels` is empty"),
            ("{ plans(filter: { themes: [] }) { totalCount } }".to_owned(), "`themes` is empty"),
            ("{ plans(filter: { query: \" \" }) { totalCount } }".to_owned(), "`query` is empty"),
            ("{ institutions(filter: { kinds: [] }) { totalCount } }".to_owned(), "`kinds` is empty"),
            ("{ institutions(filter: { regions: [\"cn-eats\"] }) { totalCount } }".to_owned(), "did you mean `cn-east`?"),
            ("{ institutions(filter: { regions: [\"atlantis\"] }) { totalCount } }".to_owned(), "cn-northeast"),
            ("{ innovationCases(filter: { years: [] }) { totalCount } }".to_owned(), "`years` is empty"),
            ("{ indicators(filter: { standards: [] }) { totalCount } }".to_owned(), "`standards` is empty"),
            ("{ search(query: \"plan\", filter: { types: [] }) { totalCount } }".to_owned(), "`types` is empty"),
            (format!("{{ search(query: \"{}\") {{ totalCount }} }}", "书".repeat(201)), "201 characters"),
            ("{ themes(scheme: \"no-such-scheme\") { slug } }".to_owned(), "library-themes"),
            ("{ plan(ref: { slug: \"a\", id: \"b\" }) { id } }".to_owned(), ""),
        ] {
            let (code, message) = app.error(&query, Value::Null).await?;
            let codes = if hint.is_empty() { ["GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"] } else { ["BAD_USER_INPUT"; 2] };
            assert!(codes.contains(&code.as_str()), "{query} gave {code}: {message}");
            assert!(message.contains(hint), "{query} gave: {message}");
        }
        let ids = vec![plan; 101];
        let (code, message) = app.error("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids })).await?;
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(message.contains("101 ids"), "{message}");
        Ok(())
    }

    async fn references_in_filters_are_looked_up_with_suggestions(app: TestApp) -> TestResult {
        for (filter, expected) in [
            ("themes: [{ slug: \"smart-libary\" }]", "no theme has the slug `smart-libary`; did you mean `smart-library`?"),
            ("periods: [{ slug: \"cn-fyp-41\" }]", "no planning period has the slug `cn-fyp-41`; did you mean `cn-fyp-14`?"),
            ("institutions: [{ slug: \"shenzen-library\" }]", "no institution has the slug `shenzen-library`; did you mean `shenzhen-library`?"),
        ] {
            let (code, message) = app.error(&format!("{{ plans(filter: {{ {filter} }}) {{ totalCount }} }}"), Value::Null).await?;
            assert_eq!((code.as_str(), message.as_str()), ("NOT_FOUND", expected));
        }
        Ok(())
    }

    async fn every_error_has_a_code(app: TestApp) -> TestResult {
        for (query, variables, expected) in [
            ("{", json!({}), "GRAPHQL_PARSE_FAILED"),
            ("{ noSuchField }", json!({}), "GRAPHQL_VALIDATION_FAILED"),
            ("{ plans(first: \"many\") { totalCount } }", json!({}), "GRAPHQL_VALIDATION_FAILED"),
            ("{ plans(orderBy: SIDEWAYS) { totalCount } }", json!({}), "GRAPHQL_VALIDATION_FAILED"),
            (COMPARE, json!({}), "BAD_USER_INPUT"),
            (COMPARE, json!({ "plans": [] }), "BAD_USER_INPUT"),
            (COMPARE, json!({ "plans": [{ "slug": "a" }, { "slug": "b" }] }), "NOT_FOUND"),
            ("mutation { touch }", json!({}), "GRAPHQL_VALIDATION_FAILED"),
        ] {
            let reply = app.reply(query, variables).await?;
            let errors = errors(&reply);
            assert!(!errors.is_empty(), "{query} gave {reply}");
            for (code, message) in errors {
                assert_eq!(code, expected, "{query}: {message}");
            }
        }
        Ok(())
    }

    async fn statuses_over_http_tell_refusals_from_answers(app: TestApp) -> TestResult {
        let ask = |query: &str| {
            Request::builder()
                .method(poem::http::Method::POST)
                .uri_str("/graphql")
                .content_type("application/json")
                .header("accept", "application/graphql-response+json")
                .body(json!({ "query": query }).to_string())
        };
        for (query, status) in [
            ("{ registry { planCount } }", StatusCode::OK),
            ("{ plan(ref: { slug: \"no-such-plan\" }) { slug } }", StatusCode::OK),
            ("{ noSuchField }", StatusCode::BAD_REQUEST),
            ("{", StatusCode::BAD_REQUEST),
        ] {
            assert_eq!(app.http(ask(query)).await.status(), status, "{query}");
        }
        let ready = app.http(Request::builder().uri_str("/health/ready").finish()).await;
        assert_eq!(ready.status(), StatusCode::OK);
        Ok(())
    }
}

on_both_databases! {
    async fn a_broken_store_keeps_its_insides_to_itself(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        let breaker = Database::connect(&app.database.url).await?;
        for table in ["plan_element_text", "institution_version"] {
            breaker.execute_unprepared(&format!("ALTER TABLE {table} RENAME TO lost_{table}")).await?;
        }
        breaker.close().await?;
        for query in [
            "{ plan(ref: { slug: \"shenzhen-library-14fyp\" }) { slug outline { key } } }",
            "{ institutions { totalCount nodes { slug } } }",
            "{ comparePlans(plans: [{ slug: \"shenzhen-library-14fyp\" }, { slug: \"ifla-strategy-2024-2029\" }]) { plans { slug } } }",
            "{ plans { nodes { slug institution { slug } } } }",
        ] {
            let reply = app.reply(query, Value::Null).await?;
            let errors = errors(&reply);
            assert!(!errors.is_empty(), "{query} gave {reply}");
            for (code, message) in errors {
                assert_eq!((code.as_str(), message.as_str()), ("INTERNAL", "the registry could not answer; try again later"));
            }
            says_nothing_of_the_store(&reply.to_string());
        }
        Ok(())
    }

    async fn a_store_that_is_gone_keeps_its_insides_to_itself(database: TestDatabase) -> TestResult {
        let app = TestApp::empty(database).await?;
        app.store.clone().close().await?;
        let reply = app.reply("{ registry { planCount } }", Value::Null).await?;
        assert_eq!(errors(&reply).first().map(|(code, _)| code.as_str()), Some("UNAVAILABLE"), "{reply}");
        says_nothing_of_the_store(&reply.to_string());
        let ready = app.http(Request::builder().uri_str("/health/ready").finish()).await;
        assert_eq!(ready.status(), StatusCode::SERVICE_UNAVAILABLE);
        says_nothing_of_the_store(&ready.into_body().into_string().await?);
        Ok(())
    }
}

fn says_nothing_of_the_store(reply: &str) {
    let lower = reply.to_lowercase();
    for word in [
        "select ",
        "from ",
        "sql",
        "sqlx",
        "plan_element",
        "institution_version",
        "/tmp",
        ".db",
        "postgres",
        "connection",
    ] {
        assert!(!lower.contains(word), "the reply holds `{word}`: {reply}");
    }
}
