//! The endpoints, each a few lines.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

use poem::{
    Body, Endpoint, Request, Response, Result,
    error::{BadRequest, InternalServerError},
    http::{StatusCode, header},
};

use crate::{
    Schema,
    loaded::{Loaded, NamedRequest},
    sql::Database,
};

/// The longest body that is read. Unit: bytes.
const BODY_BYTES: usize = 256 * 1024;

fn json(bytes: Vec<u8>) -> Response {
    // A body of a known length is sent whole, with Content-Length, as the registry sends its own.
    Response::builder()
        .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
        .header(header::CONTENT_LENGTH, bytes.len())
        .body(Body::from_vec(bytes))
}

async fn body(mut request: Request) -> Result<Vec<u8>> {
    Ok(request.take_body().into_bytes_limit(BODY_BYTES).await?.to_vec())
}

fn failed(error: anyhow::Error) -> poem::Error {
    poem::Error::from_string(format!("{error:#}"), StatusCode::BAD_REQUEST)
}

/// async-graphql without anything around it.
pub(crate) struct BareGraphQL {
    pub(crate) schema: Schema,
}

impl Endpoint for BareGraphQL {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let request: async_graphql::Request = serde_json::from_slice(&body(request).await?).map_err(BadRequest)?;
        let response = self.schema.execute(request).await;
        Ok(json(serde_json::to_vec(&response).map_err(InternalServerError)?))
    }
}

/// JSON made by hand from values in memory.
pub(crate) struct HandWritten {
    pub(crate) loaded: Arc<Loaded>,
}

impl Endpoint for HandWritten {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let NamedRequest { question, variables } = serde_json::from_slice(&body(request).await?).map_err(BadRequest)?;
        let answer = self.loaded.answer(question, &variables).map_err(failed)?;
        Ok(json(serde_json::to_vec(&answer).map_err(InternalServerError)?))
    }
}

/// JSON made by the database.
pub(crate) struct SingleStatement {
    pub(crate) database: Database,
}

impl Endpoint for SingleStatement {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let NamedRequest { question, variables } = serde_json::from_slice(&body(request).await?).map_err(BadRequest)?;
        let data = self.database.answer(question, &variables).await.map_err(failed)?;
        Ok(json(format!("{{\"data\":{data}}}").into_bytes()))
    }
}

/// An answer of so many bytes that is always the same.
pub(crate) struct Static {
    pub(crate) made: RwLock<HashMap<usize, Arc<[u8]>>>,
}

impl Endpoint for Static {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let length: usize = request.path_params()?;
        let length = length.min(BODY_BYTES * 16);
        let made = self.made.read().ok().and_then(|made| made.get(&length).cloned());
        let bytes = made.unwrap_or_else(|| {
            let bytes: Arc<[u8]> = vec![b' '; length].into();
            if let Ok(mut made) = self.made.write() {
                made.insert(length, bytes.clone());
            }
            bytes
        });
        Ok(json(bytes.to_vec()))
    }
}

/// Says that the ceilings are loaded: they listen no sooner.
pub(crate) struct Ready;

impl Endpoint for Ready {
    type Output = Response;

    async fn call(&self, _: Request) -> Result<Response> {
        Ok(Response::builder().finish())
    }
}
