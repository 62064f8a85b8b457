//! Entity tags: what a client has already need not be sent again.

use data_encoding::HEXLOWER;
use poem::{
    Request, Response,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use sha2::{Digest, Sha256};

/// Names one state of a body. Weak, because its compressed forms share it.
pub(super) struct EntityTag(String);

impl EntityTag {
    /// The tag of a body by its content.
    pub(super) fn of(body: &[u8]) -> Self {
        Self::from_digest(&Sha256::digest(body))
    }

    /// The tag of a body that a hash names; half of a SHA-256 is enough to tell bodies apart.
    pub(super) fn from_digest(digest: &[u8]) -> Self {
        let half = digest.get(..16).unwrap_or(digest);
        Self(format!("W/\"{}\"", HEXLOWER.encode(half)))
    }

    /// Whether the client names this very state among those it has. Weak comparison, as RFC 9110 asks for
    /// `If-None-Match`.
    pub(super) fn is_held(&self, headers: &HeaderMap) -> bool {
        let strong = opaque(&self.0);
        held(headers).any(|tags| tags.split(',').any(|tag| opaque(tag.trim()) == strong))
    }

    /// The response, or 304 in its place for whoever has it, or whatever there is (`*`).
    pub(super) fn answer(&self, request: &Request, response: impl FnOnce() -> Response) -> Response {
        let headers = request.headers();
        let mut response = if self.is_held(headers) || anything_is_held(headers) { not_modified() } else { response() };
        self.mark(&mut response);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        response
    }

    /// Adds the header.
    pub(super) fn mark(&self, response: &mut Response) {
        if let Ok(entity_tag) = HeaderValue::try_from(&self.0) {
            response.headers_mut().insert(header::ETAG, entity_tag);
        }
    }
}

/// Whether the client has something and asks no further (`*`).
pub(super) fn anything_is_held(headers: &HeaderMap) -> bool {
    held(headers).any(|tags| tags.trim() == "*")
}

/// What a client sends back to ask whether it is still current.
fn held(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok())
}

fn opaque(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

/// Status 304.
pub(super) fn not_modified() -> Response {
    Response::builder().status(StatusCode::NOT_MODIFIED).finish()
}
