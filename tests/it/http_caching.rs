//! Answers over HTTP that were given before: the same bytes, no statements, and never out of date.

use std::{collections::BTreeSet, fs, path::Path};

use plan_registry::http::{HttpSettings, REVISION_HEADER};
use poem::{
    Request, Response,
    http::{Method, StatusCode, header},
};
use serde_json::{Value, json};

use crate::support::{TestResult, app::TestApp, plan_file, server::TestServer};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Variables for each file of `tests/it/queries`.
fn variables(name: &str) -> TestResult<Value> {
    let slug = |slug: &str| json!({ "slug": slug });
    Ok(match name {
        "compare-cohort-periods" => json!({
            "cohort": { "includeSynthetic": true }, "from": slug("cn-fyp-14"), "to": slug("cn-fyp-15"),
        }),
        "compare-periods" => json!({
            "institution": slug("synthetic-city-library"), "from": slug("cn-fyp-14"), "to": slug("cn-fyp-15"),
        }),
        "compare-plans" => json!({ "plans": [slug("ifla-strategy-2019-2024"), slug("ifla-strategy-2024-2029")] }),
        "framework-alignment" => {
            json!({ "plan": slug("shenzhen-library-14fyp"), "framework": slug("ifla-strategy-2024-2029") })
        }
        "impact-map" => json!({
            "plan": slug("synthetic-university-library-15fyp"), "parent": slug("synthetic-university-15fyp"),
        }),
        "indicator-benchmark" => json!({
            "indicator": slug("visits"), "of": slug("synthetic-city-library"), "cohort": { "includeSynthetic": true },
        }),
        "introspection" => json!({}),
        "plans" => json!({ "first": 20 }),
        "progress" => json!({ "plan": slug("synthetic-city-library-14fyp") }),
        "search" => json!({ "query": "library", "first": 10 }),
        "theme-coverage" => {
            json!({ "cohort": { "includeSynthetic": true }, "groupBy": ["PERIOD", "INSTITUTION_KIND"] })
        }
        other => return Err(format!("the query {other} needs variables here").into()),
    })
}

/// Every query that the tests and the README ask, as bodies of requests.
fn questions() -> TestResult<Vec<(String, Value)>> {
    let mut questions = Vec::new();
    for file in fs::read_dir(Path::new(ROOT).join("tests/it/queries"))? {
        let path = file?.path();
        let name = path.file_stem().and_then(|name| name.to_str()).ok_or("a file without a name")?.to_owned();
        questions.push((name.clone(), json!({ "query": fs::read_to_string(&path)?, "variables": variables(&name)? })));
    }
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md"))?;
    for (number, block) in readme.split("```graphql\n").skip(1).enumerate() {
        let query = block.split("```").next().unwrap_or_default();
        questions.push((format!("README {number}"), json!({ "query": query })));
    }
    assert!(questions.len() >= 17, "{}", questions.len());
    Ok(questions)
}

fn post(body: &Value) -> Request {
    let request = Request::builder().method(Method::POST).uri_str("/graphql").content_type("application/json");
    request.header("accept-language", "en").body(body.to_string())
}

fn get(query: &str, headers: &[(&str, &str)]) -> Request {
    let query = query.replace(' ', "%20").replace('"', "%22").replace('{', "%7B").replace('}', "%7D");
    let request = Request::builder().uri_str(format!("/graphql?query={query}"));
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).finish()
}

async fn bytes(response: Response) -> TestResult<Vec<u8>> {
    Ok(response.into_body().into_vec().await?)
}

async fn json_of(response: Response) -> TestResult<Value> {
    Ok(serde_json::from_slice(&bytes(response).await?)?)
}

fn entity_tag(response: &Response) -> TestResult<String> {
    Ok(response.header(header::ETAG).ok_or("no entity tag")?.to_owned())
}

on_both_catalogues! {
    async fn answers_are_the_same_bytes_with_caches_on_and_off(app: TestApp) -> TestResult {
        let off = app.server(HttpSettings { response_cache_bytes: 0, ..HttpSettings::default() }).await?;
        let on = app.server(HttpSettings::default()).await?;
        for (name, body) in questions()? {
            let expected = bytes(off.send(post(&body)).await).await?;
            let text = String::from_utf8_lossy(&expected).into_owned();
            assert!(text.starts_with("{\"data\":"), "{name} is answered: {}", text.chars().take(500).collect::<String>());
            for time in ["first", "second"] {
                app.statements()?;
                let found = bytes(on.send(post(&body)).await).await?;
                assert!(found == expected, "{name} is answered otherwise the {time} time");
                if time == "second" {
                    assert_eq!(app.statements()?, [""; 0], "{name}");
                }
            }
        }
        Ok(())
    }

    async fn what_a_client_has_takes_no_statement(app: TestApp) -> TestResult {
        // The answer itself is not kept by the server.
        let server = app.server(HttpSettings { response_cache_bytes: 0, ..HttpSettings::default() }).await?;
        let query = "{ plans(first: 3) { totalCount nodes { slug title { text } } } }";
        let reply = server.send(get(query, &[("accept-language", "en")])).await;
        let tag = entity_tag(&reply)?;
        let answer = bytes(reply).await?;
        app.statements()?;
        for method in [Method::GET, Method::HEAD] {
            let mut request = get(query, &[("accept-language", "en"), ("if-none-match", &tag)]);
            request.set_method(method);
            let reply = server.send(request).await;
            assert_eq!((reply.status(), entity_tag(&reply)?), (StatusCode::NOT_MODIFIED, tag.clone()));
            assert!(bytes(reply).await?.is_empty());
        }
        assert_eq!(app.statements()?, [""; 0]);
        // Another server of the same program gives the same tag.
        let other = app.server(HttpSettings::default()).await?;
        assert_eq!(entity_tag(&other.send(get(query, &[("accept-language", "en")])).await)?, tag);

        // Readers of other languages have answers of their own.
        let reply = server.send(get(query, &[("accept-language", "zh-Hans"), ("if-none-match", &tag)])).await;
        assert_eq!(reply.status(), StatusCode::OK);
        assert_ne!(bytes(reply).await?, answer);
        Ok(())
    }

    async fn each_language_is_answered_in_itself(app: TestApp) -> TestResult {
        let off = app.server(HttpSettings { response_cache_bytes: 0, ..HttpSettings::default() }).await?;
        let on = app.server(HttpSettings::default()).await?;
        let query = "{ plans(first: 5) { nodes { slug title { lang text } institution { name { text } } } } }";
        let mut answers = BTreeSet::new();
        for _ in 0..2 {
            for languages in ["en", "zh-Hans", "zh-TW"] {
                let ask = || get(query, &[("accept-language", languages)]);
                let found = bytes(on.send(ask()).await).await?;
                assert_eq!(found, bytes(off.send(ask()).await).await?, "{languages}");
                answers.insert(found);
            }
        }
        assert!(answers.len() >= 2, "languages differ");
        Ok(())
    }
}

async fn plan_count(server: &TestServer, headers: &[(&str, &str)]) -> TestResult<(Response, Value)> {
    let query = "{ registry { revision planCount } }";
    let reply = server.send(get(query, headers)).await;
    let copy = server.send(get(query, &[])).await;
    Ok((reply, json_of(copy).await?["data"]["registry"].clone()))
}

on_both_databases! {
    async fn a_publication_changes_the_answer_and_its_tag(database: TestDatabase) -> TestResult {
        let app = TestApp::empty(database).await?;
        let server = app.server(HttpSettings::default()).await?;
        let (reply, before) = plan_count(&server, &[]).await?;
        let tag = entity_tag(&reply)?;
        assert_eq!((reply.header(REVISION_HEADER), &before["planCount"]), (Some("0"), &json!(0)));

        app.import(plan_file::TEXT).await?;
        // Who knows of the publication is not answered from before it.
        let (reply, _) = plan_count(&server, &[(REVISION_HEADER, "1")]).await?;
        assert_eq!((reply.status(), reply.header(header::RETRY_AFTER)), (StatusCode::SERVICE_UNAVAILABLE, Some("1")));
        assert_eq!(json_of(reply).await?["errors"][0]["extensions"]["code"], "REVISION_NOT_REACHED");

        server.take_in().await?;
        let (reply, after) = plan_count(&server, &[(REVISION_HEADER, "1"), ("if-none-match", &tag)]).await?;
        assert_eq!((reply.status(), reply.header(REVISION_HEADER)), (StatusCode::OK, Some("1")));
        assert_ne!(entity_tag(&reply)?, tag);
        assert_eq!(after, json!({ "revision": "1", "planCount": 1 }));
        Ok(())
    }
}
