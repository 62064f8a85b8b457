//! What happens to every request: an id, one line in the access log, errors as JSON, panics caught, headers that keep
//! browsers careful.

use std::{any::Any, sync::Arc, time::Instant};

use poem::{
    Endpoint, Request, Response, Result,
    http::{HeaderName, HeaderValue, StatusCode, header},
};
use tracing::Instrument;
use uuid::Uuid;

use super::{graphql::Summary, problem::Problem, reply::MediaType};

/// The header that carries a request's id, in and out.
pub const REQUEST_ID_HEADER: &str = "x-request-id";

/// Serves one request and tells the log about it.
pub(super) async fn observe<E: Endpoint>(next: Arc<E>, request: Request) -> Result<Response> {
    let start = Instant::now();
    let id = request_id(&request);
    let method = request.method().clone();
    let path = request.original_uri().path().to_owned();
    let span = tracing::info_span!("request", request_id = %id);

    async {
        let mut response = next.get_response(request).await;
        harden(&mut response, &id);
        let status = response.status();
        let summary = response.data::<Summary>();
        // Microseconds are as exact as this gets.
        let duration_ms = start.elapsed().as_micros() as f64 / 1_000.0;
        // A probe every few seconds would bury what people did.
        if path.starts_with("/health/") && status.is_success() {
            tracing::debug!(http.method = %method, http.path = path, http.status = status.as_u16(),
                http.duration_ms = duration_ms, "{method} {path} → {}", status.as_u16());
        } else {
            tracing::info!(http.method = %method, http.path = path, http.status = status.as_u16(),
                http.duration_ms = duration_ms, graphql.operation = summary.and_then(|summary| summary.operation.as_deref()),
                graphql.n_errors = summary.map(|summary| summary.n_errors),
                graphql.is_known = summary.map(|summary| summary.is_known), "{method} {path} → {}", status.as_u16());
        }
        Ok(response)
    }
    .instrument(span)
    .await
}

/// The client's own id if it is short and plain, so that nobody writes lines of their own into the log; else a new one.
fn request_id(request: &Request) -> String {
    const MAX_LENGTH: usize = 64;
    request
        .header(REQUEST_ID_HEADER)
        .filter(|id| {
            (1..=MAX_LENGTH).contains(&id.len())
                && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        })
        .map_or_else(|| Uuid::now_v7().to_string(), ToOwned::to_owned)
}

/// The framework's own errors: unknown paths and methods, and nothing else if the endpoints are sound.
pub(super) fn explain(error: &poem::Error) -> Response {
    let problem = match error.status() {
        StatusCode::NOT_FOUND => Problem::new(
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            "there is nothing at this address: the API is at /graphql, its explorer at /, its schema at /schema.graphql",
        ),
        StatusCode::METHOD_NOT_ALLOWED => Problem::method_not_allowed("GET, HEAD", "this address serves GET only"),
        status if status.is_client_error() => Problem::new(status, "BAD_REQUEST", "the request could not be read"),
        _ => {
            tracing::error!(error = error as &dyn std::error::Error, "a request failed");
            Problem::internal()
        }
    };
    problem.response(MediaType::Json)
}

/// What a client sees when code of ours panicked; [`crate::telemetry`] logs the panic itself.
pub(super) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    Problem::internal().response(MediaType::Json)
}

fn harden(response: &mut Response, id: &str) {
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    let headers = response.headers_mut();
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert(HeaderName::from_static(REQUEST_ID_HEADER), id);
    }
}
