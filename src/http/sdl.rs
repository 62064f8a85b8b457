//! `/schema.graphql`: the schema in the words of its own language.

use data_encoding::HEXLOWER;
use poem::{
    Endpoint, Request, Response, Result,
    http::{HeaderValue, StatusCode, header},
};
use sha2::{Digest, Sha256};

use super::reply::in_full;

/// Serves one text that changes only with the program, and answers 304 to whoever has it already.
pub(super) struct SchemaEndpoint {
    sdl: String,
    entity_tag: String,
}

impl SchemaEndpoint {
    pub(super) fn new(sdl: String) -> Self {
        let digest = HEXLOWER.encode(&Sha256::digest(sdl.as_bytes()));
        // Weak, because the compressed forms share it.
        let entity_tag = format!("W/\"{}\"", digest.get(..32).unwrap_or(&digest));
        Self { sdl, entity_tag }
    }

    /// Weak comparison, as RFC 9110 asks for `If-None-Match`.
    fn is_known(&self, request: &Request) -> bool {
        let strong = self.entity_tag.trim_start_matches("W/");
        request
            .headers()
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .any(|tags| tags.trim() == "*" || tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == strong))
    }
}

impl Endpoint for SchemaEndpoint {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let content_type = HeaderValue::from_static("text/plain; charset=utf-8");
        let mut response = if self.is_known(&request) {
            Response::builder().status(StatusCode::NOT_MODIFIED).finish()
        } else {
            in_full(StatusCode::OK, content_type, self.sdl.as_bytes())
        };
        if let Ok(entity_tag) = HeaderValue::try_from(&self.entity_tag) {
            response.headers_mut().insert(header::ETAG, entity_tag);
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        Ok(response)
    }
}
