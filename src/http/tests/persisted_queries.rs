//! Automatic persisted queries as Apollo's, urql's and Relay's clients send them.

use super::*;
use crate::guard::DocumentHash;

const QUERY: &str = "query Number($n: Int) { number(plus: $n) }";

fn hash_of(query: &str) -> String {
    data_encoding::HEXLOWER.encode(DocumentHash::of(query).as_bytes())
}

fn persisted(hash: &str) -> Json {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

async fn send(app: &impl Endpoint<Output = Response>, accept: &str, body: Json) -> (StatusCode, Json) {
    let request = request(Method::POST, "/graphql").header(header::ACCEPT, accept).content_type("application/json");
    read(app.get_response(request.body(body.to_string())).await).await
}

/// The address of a query that is named by its hash alone.
fn address(hash: &str) -> String {
    let extensions = persisted(hash).to_string().replace('"', "%22").replace('{', "%7B").replace('}', "%7D");
    format!("/graphql?operationName=Number&variables=%7B%22n%22:4%7D&extensions={extensions}")
}

#[tokio::test]
async fn a_query_is_named_then_sent_then_named_again() {
    for (accept, not_found) in
        [("application/json", StatusCode::OK), ("*/*", StatusCode::OK), (NEWER, StatusCode::BAD_REQUEST)]
    {
        let app = default_app();
        let hash = hash_of(QUERY);
        let named = json!({ "operationName": "Number", "variables": { "n": 4 }, "extensions": persisted(&hash) });
        let (status, answer) = send(&app, accept, named.clone()).await;
        assert_eq!((status, code(&answer)), (not_found, "PERSISTED_QUERY_NOT_FOUND"), "{accept}");
        assert_eq!(answer.pointer("/errors/0/message"), Some(&json!("PersistedQueryNotFound")), "clients look for it");
        assert_eq!(answer.get("data"), None);
        let reply = get(&app, &address(&hash)).await;
        assert_eq!(reply.header(header::CACHE_CONTROL), Some("no-store"), "it will be found soon");

        let mut sent = named.clone();
        sent["query"] = QUERY.into();
        let expected = json!({ "data": { "number": 4 } });
        assert_eq!(send(&app, accept, sent).await, (StatusCode::OK, expected.clone()));
        assert_eq!(send(&app, accept, named).await, (StatusCode::OK, expected.clone()));
        let reply = get(&app, &address(&hash)).await;
        let tag = reply.header(header::ETAG).unwrap_or_default().to_owned();
        assert_eq!(read(reply).await, (StatusCode::OK, expected));
        let reply = get_with(&app, &address(&hash), header::IF_NONE_MATCH, &tag).await;
        assert_eq!(reply.status(), StatusCode::NOT_MODIFIED);
    }
}

#[tokio::test]
async fn a_query_without_a_hash_is_known_by_its_hash_afterwards() {
    let app = default_app();
    let (status, _) = send(&app, NEWER, json!({ "query": QUERY })).await;
    assert_eq!(status, StatusCode::OK);
    let (status, answer) = read(get(&app, &address(&hash_of(QUERY))).await).await;
    assert_eq!((status, answer), (StatusCode::OK, json!({ "data": { "number": 4 } })));
}

#[tokio::test]
async fn what_is_wrong_with_a_named_query_is_told() {
    let app = default_app();
    for (persisted, status, expected) in [
        (persisted(&hash_of("{ other }")), 400, "PERSISTED_QUERY_HASH_MISMATCH"),
        (persisted("abc"), 400, "BAD_REQUEST"),
        (json!({ "persistedQuery": { "version": 9 } }), 400, "PERSISTED_QUERY_NOT_SUPPORTED"),
    ] {
        let (found, answer) = send(&app, NEWER, json!({ "query": QUERY, "extensions": persisted })).await;
        assert_eq!((found.as_u16(), code(&answer)), (status, expected), "{answer}");
    }
    let (_, answer) = send(&app, NEWER, json!({ "extensions": persisted(&hash_of(QUERY)) })).await;
    assert_eq!(code(&answer), "PERSISTED_QUERY_NOT_FOUND", "a query that was refused is not kept");
}

#[tokio::test]
async fn only_queries_within_the_limits_are_kept() {
    let app = default_app();
    let deep = format!("{}number{}", "{ inner ".repeat(15) + "{ ", "}".repeat(16));
    for (query, refusal) in [(deep.as_str(), "QUERY_TOO_DEEP"), ("{", "GRAPHQL_PARSE_FAILED")] {
        let persisted = persisted(&hash_of(query));
        let (_, answer) = send(&app, NEWER, json!({ "query": query, "extensions": persisted })).await;
        assert_eq!(code(&answer), refusal);
        let (_, answer) = send(&app, NEWER, json!({ "extensions": persisted })).await;
        assert_eq!(code(&answer), "PERSISTED_QUERY_NOT_FOUND");
    }
}
