//! `/schema.graphql`: the schema in the words of its own language.

use bytes::Bytes;
use poem::{
    Endpoint, Request, Response, Result,
    http::{HeaderValue, StatusCode},
};

use super::{entity_tag::EntityTag, reply::in_full};

/// Serves one text that changes only with the program.
pub(super) struct SchemaEndpoint {
    sdl: Bytes,
    entity_tag: EntityTag,
}

impl SchemaEndpoint {
    pub(super) fn new(sdl: String) -> Self {
        let entity_tag = EntityTag::of(sdl.as_bytes());
        Self { sdl: Bytes::from(sdl), entity_tag }
    }
}

impl Endpoint for SchemaEndpoint {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let content_type = HeaderValue::from_static("text/plain; charset=utf-8");
        Ok(self.entity_tag.answer(&request, || in_full(StatusCode::OK, content_type, self.sdl.clone())))
    }
}
