//! An error in the form that GraphQL clients read, for requests that never became a GraphQL request.

use std::borrow::Cow;

use poem::{
    Response,
    http::{HeaderValue, StatusCode, header},
};

use super::reply::{MediaType, in_full};

/// Why a request was not served.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) message: Cow<'static, str>,
    allow: Option<&'static str>,
    retry_after_seconds: Option<u32>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, code, message: message.into(), allow: None, retry_after_seconds: None }
    }

    /// Status 400.
    pub(super) fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
    }

    /// Status 405, with the methods that are served.
    pub(super) fn method_not_allowed(allow: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        let problem = Self::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message);
        Self { allow: Some(allow), ..problem }
    }

    /// Status 500. What went wrong is in the log, never in an answer.
    pub(super) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "The registry could not answer. Try again later.")
    }

    /// The same problem, which may be gone after some seconds.
    pub(super) fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after_seconds: Some(seconds), ..self }
    }

    /// The problem as a GraphQL answer.
    pub(super) fn body(&self) -> String {
        serde_json::json!({ "errors": [{ "message": self.message, "extensions": { "code": self.code } }] }).to_string()
    }

    /// The problem as an HTTP response.
    pub(super) fn response(&self, media_type: MediaType) -> Response {
        let mut response = in_full(self.status, media_type.content_type(), self.body());
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(methods) = self.allow {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(methods));
        }
        if let Some(seconds) = self.retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
