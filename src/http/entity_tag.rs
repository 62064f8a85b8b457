//! Entity tags: what a client has already need not be sent again.

use data_encoding::HEXLOWER;
use poem::{
    Request, Response,
    http::{HeaderValue, StatusCode, header},
};
use sha2::{Digest, Sha256};

/// Names one state of a body. Weak, because its compressed forms share it.
pub(super) struct EntityTag(String);

impl EntityTag {
    pub(super) fn of(body: &[u8]) -> Self {
        let digest = HEXLOWER.encode(&Sha256::digest(body));
        Self(format!("W/\"{}\"", digest.get(..32).unwrap_or(&digest)))
    }

    /// The response, or 304 in its place for whoever has it. Weak comparison, as RFC 9110 asks for `If-None-Match`.
    pub(super) fn answer(&self, request: &Request, response: impl FnOnce() -> Response) -> Response {
        let strong = self.0.trim_start_matches("W/");
        let is_known =
            request.headers().get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).any(
                |tags| tags.trim() == "*" || tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == strong),
            );
        let mut response =
            if is_known { Response::builder().status(StatusCode::NOT_MODIFIED).finish() } else { response() };
        if let Ok(entity_tag) = HeaderValue::try_from(&self.0) {
            response.headers_mut().insert(header::ETAG, entity_tag);
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        response
    }
}
