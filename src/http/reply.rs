//! How answers and errors look on the wire: media type, status and body.
//!
//! Source: GraphQL over HTTP, "Response". The draft still moves, so all of its statuses are chosen in [`status`].

use async_graphql::{Name, Response as GraphQLResponse, ServerError, Value};
use bytes::Bytes;
use poem::{
    Body, Response,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use serde::Serialize;

use super::{answers::Answer, problem::Problem, quality::weighted};

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MediaType {
    /// `application/json`: the form from before GraphQL had a media type of its own. Every well-formed request gets
    /// status 200, whatever became of it.
    Json,
    /// `application/graphql-response+json`: the status says whether the request was executed.
    GraphQLResponse,
}

impl MediaType {
    const JSON: &str = "application/json";
    const GRAPHQL_RESPONSE: &str = "application/graphql-response+json";

    /// Chooses by `Accept`; `None` if the client takes neither form. Whoever takes anything gets `application/json`;
    /// whoever names both alike gets the newer.
    pub(super) fn negotiate(headers: &HeaderMap) -> Option<Self> {
        if !headers.contains_key(header::ACCEPT) {
            return Some(Self::Json);
        }
        let accepted = weighted(headers, &header::ACCEPT);
        // How well a form is taken: by weight, then by how exactly it was named.
        let rank = |media_type: &str| {
            let specificity = |item: &str| {
                [("*/*", 0_u8), ("application/*", 1), (media_type, 2)]
                    .into_iter()
                    .find(|(range, _)| item.eq_ignore_ascii_case(range))
                    .map(|(_, specificity)| specificity)
            };
            accepted
                .iter()
                .filter_map(|weighted| specificity(weighted.item).map(|specificity| (specificity, weighted.quality)))
                .max()
                .filter(|&(_, quality)| quality > 0)
                .map(|(specificity, quality)| (quality, specificity))
        };
        match (rank(Self::JSON), rank(Self::GRAPHQL_RESPONSE)) {
            (None, None) => None,
            (json, newer) if newer > json => Some(Self::GraphQLResponse),
            (json, newer) if newer == json && newer.is_some_and(|(_, specificity)| specificity == 2) => {
                Some(Self::GraphQLResponse)
            }
            _ => Some(Self::Json),
        }
    }

    /// The value of `Content-Type`.
    pub(super) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphQLResponse => "application/graphql-response+json; charset=utf-8",
        })
    }
}

/// Whether a request was refused before any of it was executed, so that the answer has no `data` at all.
fn is_request_error(response: &GraphQLResponse) -> bool {
    response.data == Value::Null
        && !response.errors.is_empty()
        && response.errors.iter().all(|error| error.path.is_empty())
}

/// The HTTP status of a well-formed GraphQL request's answer.
pub(super) fn status(media_type: MediaType, response: &GraphQLResponse) -> StatusCode {
    match media_type {
        MediaType::Json => StatusCode::OK,
        MediaType::GraphQLResponse if !is_request_error(response) => StatusCode::OK,
        MediaType::GraphQLResponse if response.errors.iter().any(|error| has_code(error, "TIMEOUT")) => {
            StatusCode::GATEWAY_TIMEOUT
        }
        MediaType::GraphQLResponse => StatusCode::BAD_REQUEST,
    }
}

fn has_code(error: &ServerError, code: &str) -> bool {
    let found = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
    matches!(found, Some(Value::String(found)) if found == code)
}

/// The body of an answer: errors first, so that they are seen, and `data` only after an execution.
#[derive(Serialize)]
struct AnswerBody<'response> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'response [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'response Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<&'response std::collections::BTreeMap<String, Value>>,
}

/// A GraphQL answer as it is sent, uncompressed.
pub(super) fn encode(media_type: MediaType, response: &GraphQLResponse, operation: Option<Name>) -> Answer {
    let body = AnswerBody {
        errors: &response.errors,
        data: (!is_request_error(response)).then_some(&response.data),
        extensions: (!response.extensions.is_empty()).then_some(&response.extensions),
    };
    let (status, body, n_errors) = match serde_json::to_vec(&body) {
        Ok(body) => (status(media_type, response), body, response.errors.len()),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "an answer could not be written as JSON");
            let problem = Problem::internal();
            (problem.status, problem.body().into_bytes(), 1)
        }
    };
    Answer { status, body: Bytes::from(body), coding: None, operation, n_errors }
}

/// An answer as an HTTP response.
pub(super) fn answer(media_type: MediaType, answer: Answer) -> Response {
    let Answer { status, body, coding, .. } = answer;
    let mut response = in_full(status, media_type.content_type(), body);
    if let Some(coding) = coding {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    }
    response
}

/// A response whose length is known, which lets compression leave short ones alone.
pub(super) fn in_full(status: StatusCode, content_type: HeaderValue, bytes: impl Into<Bytes>) -> Response {
    let bytes = bytes.into();
    let length = HeaderValue::from(bytes.len());
    let mut response = Response::builder().status(status).body(Body::from_bytes(bytes));
    let headers = response.headers_mut();
    // Room for all that is added on the way out, at once.
    headers.reserve(16);
    headers.insert(header::CONTENT_TYPE, content_type);
    headers.insert(header::CONTENT_LENGTH, length);
    response
}

#[cfg(test)]
mod tests {
    use async_graphql::{PathSegment, value};

    use super::*;
    use MediaType::{GraphQLResponse as Newer, Json};

    #[test]
    fn the_form_of_an_answer_is_negotiated() {
        for (accept, expected) in [
            (None, Some(Json)),
            (Some("*/*"), Some(Json)),
            (Some("application/*"), Some(Json)),
            (Some("application/json"), Some(Json)),
            (Some("application/graphql-response+json"), Some(Newer)),
            (Some("application/graphql-response+json, application/json"), Some(Newer)),
            (Some("application/json, application/graphql-response+json"), Some(Newer)),
            (Some("application/json, application/graphql-response+json;q=0.9"), Some(Json)),
            (Some("application/graphql-response+json;charset=utf-8, application/json;q=0.9"), Some(Newer)),
            (Some("text/html, application/xhtml+xml, */*;q=0.8"), Some(Json)),
            (Some("*/*, application/json;q=0"), Some(Newer)),
            (Some("APPLICATION/JSON"), Some(Json)),
            (Some("text/html"), None),
            (Some("application/json;q=0"), None),
        ] {
            let headers: HeaderMap =
                accept.into_iter().map(|accept| (header::ACCEPT, HeaderValue::from_static(accept))).collect();
            assert_eq!(MediaType::negotiate(&headers), expected, "{accept:?}");
        }
    }

    #[test]
    fn the_status_says_whether_a_request_was_executed() {
        let error = |code: &str, path: &[&str]| {
            let mut error = ServerError::new("…", None);
            error.extensions.get_or_insert_with(Default::default).set("code", code);
            error.with_path(path.iter().map(|&name| PathSegment::Field(name.to_owned())).collect())
        };
        let failed = |error| GraphQLResponse::from_errors(vec![error]);
        let mut partial = GraphQLResponse::new(value!({ "a": 1 }));
        partial.errors.push(error("NOT_FOUND", &["b"]));
        for (response, newer) in [
            (GraphQLResponse::new(value!({ "a": 1 })), 200),
            (partial, 200),
            (failed(error("INTERNAL", &["a"])), 200),
            (failed(error("GRAPHQL_VALIDATION_FAILED", &[])), 400),
            (failed(error("QUERY_TOO_DEEP", &[])), 400),
            (failed(error("TIMEOUT", &[])), 504),
        ] {
            assert_eq!(status(Json, &response), 200, "{response:?}");
            assert_eq!(status(Newer, &response), newer, "{response:?}");
        }
    }
}
