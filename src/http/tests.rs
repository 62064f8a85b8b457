//! The addresses as clients meet them, over a schema just large enough.
#![expect(clippy::panic, reason = "a resolver that panics is what one of the tests is about")]

mod caching;
mod connections;
mod persisted_queries;

use std::{future::ready, time::Duration};

use async_graphql::{Context, EmptySubscription, Object, Schema};
use poem::{
    Request, RequestBuilder,
    http::{Method, StatusCode, header},
};
use serde_json::{Value as Json, json};

use super::*;
use crate::guard::Limits;

struct Query;

#[Object]
impl Query {
    async fn number(&self, plus: Option<i32>) -> i32 {
        plus.unwrap_or_default()
    }

    async fn inner(&self) -> Query {
        Query
    }

    async fn long(&self) -> String {
        "规划 plan ".repeat(1_000)
    }

    async fn languages(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<String>> {
        Ok(ctx.data::<AcceptLanguage>()?.0.iter().map(ToString::to_string).collect())
    }

    async fn marker(&self, ctx: &Context<'_>) -> async_graphql::Result<i32> {
        ctx.data::<i32>().copied()
    }

    async fn never(&self) -> i32 {
        std::future::pending().await
    }

    async fn broken(&self) -> i32 {
        break_down()
    }
}

fn break_down() -> i32 {
    panic!("this resolver is broken")
}

struct Mutation;

#[Object]
impl Mutation {
    async fn touch(&self) -> bool {
        true
    }
}

fn app_with(settings: HttpSettings, ready_answer: Result<(), String>) -> impl Endpoint<Output = Response> {
    let schema = Schema::new(Query, Mutation, EmptySubscription);
    let sdl = schema.sdl();
    let limits = Limits { execution_time: Duration::from_millis(50), ..Limits::default() };
    let executor = GuardedExecutor::new(schema, limits);
    app(executor, sdl, move || ready(ready_answer.clone()), settings)
}

fn default_app() -> impl Endpoint<Output = Response> {
    app_with(HttpSettings { moments: moments(|| Ok(1)), ..HttpSettings::default() }, Ok(()))
}

/// Moments of a registry whose newest revision `newest` gives.
fn moments(newest: impl Fn() -> Result<i64, NoMoment> + Send + Sync + 'static) -> Moments {
    Arc::new(move |seen| {
        let moment = newest().and_then(|revision| {
            let context: RequestContext = Arc::new(move |_, data| {
                data.insert(7_i32);
                data.insert(revision);
            });
            match seen.is_some_and(|seen| seen > revision) {
                true => Err(NoMoment::Behind { newest: revision }),
                false => Ok(Moment { revision, state: format!("{revision}@0").into(), context }),
            }
        });
        ready(moment).boxed()
    })
}

fn request(method: Method, address: &str) -> RequestBuilder {
    Request::builder().method(method).uri_str(address)
}

async fn get(app: &impl Endpoint<Output = Response>, address: &str) -> Response {
    app.get_response(request(Method::GET, address).finish()).await
}

async fn get_with(
    app: &impl Endpoint<Output = Response>,
    address: &str,
    header: impl AsRef<str>,
    value: &str,
) -> Response {
    app.get_response(request(Method::GET, address).header(header.as_ref(), value).finish()).await
}

const NEWER: &str = "application/graphql-response+json";

async fn post(accept: &str, body: Json) -> (StatusCode, Json) {
    let reply = default_app()
        .get_response(
            request(Method::POST, "/graphql")
                .header(header::ACCEPT, accept)
                .content_type("application/json")
                .body(body.to_string()),
        )
        .await;
    read(reply).await
}

async fn read(reply: Response) -> (StatusCode, Json) {
    let status = reply.status();
    let text = reply.into_body().into_string().await.unwrap_or_default();
    (status, serde_json::from_str(&text).unwrap_or(Json::String(text)))
}

fn code(answer: &Json) -> &str {
    answer.pointer("/errors/0/extensions/code").and_then(Json::as_str).unwrap_or("none")
}

#[tokio::test]
async fn queries_are_answered() {
    let query = "query($n: Int) { number(plus: $n) marker }";
    let (status, answer) = post(NEWER, json!({ "query": query, "variables": { "n": 5 } })).await;
    assert_eq!((status, answer), (StatusCode::OK, json!({ "data": { "number": 5, "marker": 7 } })));
}

#[tokio::test]
async fn every_error_has_a_code_and_a_status() {
    let deep = format!("{}number{}", "{ inner ".repeat(15) + "{ ", "}".repeat(16));
    for (status, expected, query) in [
        (400, "GRAPHQL_PARSE_FAILED", "{"),
        (400, "GRAPHQL_VALIDATION_FAILED", "{ absent }"),
        (400, "QUERY_TOO_DEEP", deep.as_str()),
        (400, "BAD_USER_INPUT", "query($n: Int!) { number(plus: $n) }"),
        (400, "BAD_USER_INPUT", "subscription { absent }"),
        (400, "OPERATION_RESOLUTION_FAILURE", "query a { number } query b { number }"),
        (504, "TIMEOUT", "{ never }"),
        (500, "INTERNAL", "{ broken }"),
    ] {
        let (found, answer) = post(NEWER, json!({ "query": query })).await;
        assert_eq!((found.as_u16(), code(&answer)), (status, expected), "{query}: {answer}");
        assert_eq!(answer.get("data"), None, "{query}");
        let (found, answer) = post("application/json", json!({ "query": query })).await;
        let expected_status = if status == 500 { 500 } else { 200 };
        assert_eq!((found.as_u16(), code(&answer)), (expected_status, expected), "{query}: {answer}");
    }
}

#[tokio::test]
async fn get_serves_queries_only() {
    let app = default_app();
    let reply = get(&app, "/graphql?query=query%20A%20%7Bnumber%7D&operationName=A").await;
    assert_eq!(read(reply).await, (StatusCode::OK, json!({ "data": { "number": 0 } })));

    let reply = get(&app, "/graphql?query=mutation%20%7Btouch%7D").await;
    assert_eq!(reply.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(reply.header(header::ALLOW), Some("POST"));

    let reply = app.get_response(request(Method::DELETE, "/graphql").finish()).await;
    assert_eq!(reply.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(reply.header(header::ALLOW), Some("GET, POST"));
    assert_eq!(get(&app, "/graphql").await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(get(&app, "/graphql?query=a&query=b").await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn only_plain_json_is_read() {
    let body = json!({ "query": "mutation { touch }" }).to_string();
    for (content_type, status) in [
        ("application/json", StatusCode::OK),
        ("Application/JSON; charset=\"UTF-8\"", StatusCode::OK),
        ("application/json; charset=utf-16", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("text/plain", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("multipart/form-data; boundary=x", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("application/x-www-form-urlencoded", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let reply = default_app()
            .get_response(request(Method::POST, "/graphql").content_type(content_type).body(body.clone()))
            .await;
        assert_eq!(reply.status(), status, "{content_type}");
    }
    let (status, answer) = post(NEWER, json!([{ "query": "{ number }" }])).await;
    assert_eq!((status, code(&answer)), (StatusCode::BAD_REQUEST, "BAD_REQUEST"));
    let (status, answer) = post("text/html", json!({ "query": "{ number }" })).await;
    assert_eq!((status, code(&answer)), (StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE"));

    let limit = HttpSettings::default().body_bytes;
    let query = json!({ "query": "{ number }" }).to_string();
    let fitting = query.clone() + &" ".repeat(limit - query.len());
    for (body, status) in [(fitting.clone(), StatusCode::OK), (fitting + " ", StatusCode::PAYLOAD_TOO_LARGE)] {
        let reply = default_app()
            .get_response(request(Method::POST, "/graphql").content_type("application/json").body(body))
            .await;
        assert_eq!(reply.status(), status);
    }
}

#[tokio::test]
async fn resolvers_know_the_readers_languages() {
    let reply =
        get_with(&default_app(), "/graphql?query=%7Blanguages%7D", header::ACCEPT_LANGUAGE, "en;q=0.3, zh-TW").await;
    assert_eq!(read(reply).await.1, json!({ "data": { "languages": ["zh-Hant", "en"] } }));
}

#[tokio::test]
async fn the_cost_is_told_on_request() {
    let reply = get_with(&default_app(), "/graphql?query=%7Binner%7Bnumber%7D%7D", COST_HEADER, "1").await;
    let (_, answer) = read(reply).await;
    assert_eq!(answer.pointer("/extensions/cost/complexity"), Some(&json!(2)));
    assert_eq!(answer.pointer("/extensions/cost/limits/depth"), Some(&json!(15)));
    let (_, answer) = post(NEWER, json!({ "query": "{ number }", "extensions": { "cost": true } })).await;
    assert_eq!(answer.pointer("/extensions/cost/fields"), Some(&json!(1)));
    let (_, answer) = post(NEWER, json!({ "query": "{ number }" })).await;
    assert_eq!(answer.get("extensions"), None);
}

#[tokio::test]
async fn long_answers_are_compressed() {
    for (accepted, encoding) in [("gzip", Some("gzip")), ("br", Some("br")), ("identity", None)] {
        let reply = get_with(&default_app(), "/graphql?query=%7Blong%7D", header::ACCEPT_ENCODING, accepted).await;
        assert_eq!(reply.header(header::CONTENT_ENCODING), encoding, "{accepted}");
        let vary: Vec<_> =
            reply.headers().get_all(header::VARY).iter().filter_map(|value| value.to_str().ok()).collect();
        assert_eq!(vary.join(", ").matches("accept-encoding").count(), 1, "{vary:?}");
    }
    let reply = get_with(&default_app(), "/graphql?query=%7Bnumber%7D", header::ACCEPT_ENCODING, "gzip").await;
    assert_eq!(reply.header(header::CONTENT_ENCODING), None);
}

#[tokio::test]
async fn the_schema_is_sent_once() {
    let app = default_app();
    let reply = get(&app, "/schema.graphql").await;
    let tag = reply.header(header::ETAG).unwrap_or_default().to_owned();
    let (status, sdl) = read(reply).await;
    assert_eq!(status, StatusCode::OK);
    assert!(sdl.as_str().is_some_and(|sdl| sdl.contains("type Query")));
    let known = format!("\"other\", {tag}");
    let reply = get_with(&app, "/schema.graphql", header::IF_NONE_MATCH, &known).await;
    assert_eq!(reply.status(), StatusCode::NOT_MODIFIED);
    let reply = get_with(&app, "/schema.graphql", header::IF_NONE_MATCH, "\"other\"").await;
    assert_eq!(reply.status(), StatusCode::OK);
}

#[tokio::test]
async fn the_explorer_needs_nothing_from_elsewhere() {
    let (status, page) = read(get(&default_app(), "/").await).await;
    let page = page.as_str().unwrap_or_default();
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("comparePlans(plans: $plans)"), "the example query is there");
    assert!(page.contains("\"slug\""), "the example's variables are there");
    assert!(!page.contains("http://") && !page.contains("https://"), "nothing is loaded from another host");
    assert!(serde_json::from_str::<Json>(EXAMPLE_VARIABLES).is_ok());
    assert_eq!(get(&default_app(), "/graphiql").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn health_tells_the_reason() {
    assert_eq!(get(&default_app(), "/health/live").await.status(), StatusCode::OK);
    assert_eq!(get(&default_app(), "/health/ready").await.status(), StatusCode::OK);
    let unready = app_with(HttpSettings::default(), Err("the database does not answer".to_owned()));
    assert_eq!(get(&unready, "/health/live").await.status(), StatusCode::OK);
    let (status, answer) = read(get(&unready, "/health/ready").await).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.get("reason"), Some(&json!("the database does not answer")));
}

#[tokio::test]
async fn unknown_addresses_are_explained_in_json() {
    let app = default_app();
    let reply = get(&app, "/absent").await;
    assert_eq!(reply.header(header::X_CONTENT_TYPE_OPTIONS), Some("nosniff"));
    let (status, answer) = read(reply).await;
    assert_eq!((status, code(&answer)), (StatusCode::NOT_FOUND, "NOT_FOUND"));
    let (status, answer) = read(app.get_response(request(Method::POST, "/schema.graphql").finish()).await).await;
    assert_eq!((status, code(&answer)), (StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED"));
}

#[tokio::test]
async fn requests_have_an_id() {
    let app = default_app();
    let reply = get_with(&app, "/health/live", REQUEST_ID_HEADER, "job-7_a.b").await;
    assert_eq!(reply.header(REQUEST_ID_HEADER), Some("job-7_a.b"));
    for bad in ["a b", "", &"x".repeat(65), "a\"b"] {
        let reply = get_with(&app, "/health/live", REQUEST_ID_HEADER, bad).await;
        let id = reply.header(REQUEST_ID_HEADER).unwrap_or_default();
        assert!(id != bad && id.len() == 36, "{bad}: {id}");
    }
}

#[tokio::test]
async fn other_sites_read_only_what_they_may() {
    let listed = CorsOrigins::Listed(vec!["https://a.example".to_owned()]);
    for (cors, origin, expected) in [
        (CorsOrigins::None, "https://a.example", None),
        (CorsOrigins::Any, "https://a.example", Some("*")),
        (listed.clone(), "https://a.example", Some("https://a.example")),
        (listed, "https://b.example", None),
    ] {
        let app = app_with(HttpSettings { cors, ..HttpSettings::default() }, Ok(()));
        let reply = get_with(&app, "/graphql?query=%7Bnumber%7D", header::ORIGIN, origin).await;
        assert_eq!(reply.status(), StatusCode::OK);
        assert_eq!(reply.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), expected, "{origin}");
        let reply = app
            .get_response(
                request(Method::OPTIONS, "/graphql")
                    .header(header::ORIGIN, origin)
                    .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
                    .finish(),
            )
            .await;
        assert_eq!(reply.status(), StatusCode::NO_CONTENT);
        assert_eq!(reply.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), expected, "{origin}");
        assert_eq!(reply.headers().contains_key(header::ACCESS_CONTROL_ALLOW_METHODS), expected.is_some());
    }
}

#[tokio::test]
async fn a_probe_tells_a_healthy_server_from_another() -> Result<(), Box<dyn std::error::Error>> {
    async fn start(answer: Result<(), String>) -> Result<String, Box<dyn std::error::Error>> {
        let listener = listen("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let schema = Schema::new(Query, Mutation, EmptySubscription);
        let executor = GuardedExecutor::new(schema, Limits::default());
        let app = app(executor, String::new(), move || ready(answer.clone()), HttpSettings::default());
        tokio::spawn(serve(listener, app, ServerSettings::default()));
        Ok(address)
    }
    let address = start(Ok(())).await?;
    probe(&address).await?;
    probe(&format!("http://{address}/")).await?;
    assert!(matches!(probe(&format!("http://{address}/absent")).await, Err(ProbeError::Unhealthy { .. })));
    let taken = listen(&address).await.map_err(|error| error.to_string()).err();
    assert_eq!(
        taken,
        Some(format!("cannot listen on {address}: the port is taken by another program; choose another with --listen"))
    );

    let address = start(Err("no database".to_owned())).await?;
    let sick = probe(&address).await.map_err(|error| error.to_string()).err();
    assert!(sick.as_ref().is_some_and(|reason| reason.contains("503") && reason.contains("no database")), "{sick:?}");

    for bad in ["", "localhost", "https://a.example:1/", "a:b", "127.0.0.1:1/\r\nX: y"] {
        assert!(matches!(probe(bad).await, Err(ProbeError::Address { .. })), "{bad}");
    }
    Ok(())
}
