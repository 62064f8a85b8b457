//! `/graphql`: GraphQL over HTTP, without batches, uploads or mutations by GET.
//!
//! Mutations are taken only as `application/json` by POST, which a browser never sends to another site without asking
//! first (a preflight), so a foreign page cannot make a reader's browser change the registry.

use std::{sync::Arc, time::Duration};

use async_graphql::{
    Data, Executor, Request as GraphQLRequest, Response as GraphQLResponse, parser::types::OperationType,
};
use poem::{
    Endpoint, Request, Response, Result,
    error::ReadBodyError,
    http::{Method, StatusCode},
};

use super::{
    accept_language::AcceptLanguage,
    parameters::{self, QueryString},
    problem::Problem,
    reply::{self, MediaType},
};
use crate::guard::{GuardedExecutor, REPORT_COST};

/// The request header that asks for `extensions.cost` in the answer, with any value but `0`.
pub const COST_HEADER: &str = "x-query-cost";

/// Adds what resolvers need of a request, such as loaders that live as long as it does.
///
/// [`AcceptLanguage`] is there already.
pub type RequestContext = Arc<dyn Fn(&Request, &mut Data) + Send + Sync>;

/// What the access log says of a GraphQL request.
#[derive(Clone, Debug, Default)]
pub(super) struct Summary {
    pub(super) operation: Option<String>,
    pub(super) n_errors: usize,
}

/// The endpoint that executes GraphQL requests.
pub(super) struct GraphQLEndpoint<E> {
    pub(super) executor: GuardedExecutor<E>,
    pub(super) context: RequestContext,
    /// Longest body that is read. Unit: bytes.
    pub(super) body_bytes: usize,
    /// How long a client may take to send its body.
    pub(super) body_time: Duration,
}

impl<E: Executor> Endpoint for GraphQLEndpoint<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let Some(media_type) = MediaType::negotiate(request.headers()) else {
            let message = "answers come as `application/graphql-response+json` or `application/json`: accept either";
            let problem = Problem::new(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", message);
            return Ok(problem.response(MediaType::Json));
        };
        let received = match *request.method() {
            Method::POST => self.read_post(&mut request).await,
            Method::GET | Method::HEAD => read_get(&request),
            _ => Err(Problem::method_not_allowed("GET, POST", "send queries by GET or POST and mutations by POST")),
        };
        let answered = match received {
            Ok(received) => self.execute(media_type, received, &request).await,
            Err(problem) => Err(problem),
        };
        Ok(answered.unwrap_or_else(|problem| problem.response(media_type)))
    }
}

impl<E: Executor> GraphQLEndpoint<E> {
    async fn read_post(&self, request: &mut Request) -> Result<GraphQLRequest, Problem> {
        if !is_json(request.content_type()) {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "UNSUPPORTED_MEDIA_TYPE",
                "send the request as `Content-Type: application/json` in UTF-8",
            ));
        }
        let body = request.take_body().into_bytes_limit(self.body_bytes);
        match tokio::time::timeout(self.body_time, body).await {
            Ok(Ok(bytes)) => parameters::from_body(&bytes).map_err(|error| Problem::bad_request(error.to_string())),
            Ok(Err(ReadBodyError::PayloadTooLarge)) => Err(Problem::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "PAYLOAD_TOO_LARGE",
                format!("the body is longer than {} bytes: send less at once", self.body_bytes),
            )),
            Ok(Err(_)) => Err(Problem::bad_request("the body could not be read to its end")),
            Err(_) => {
                Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", "the body took too long to arrive"))
            }
        }
    }

    async fn execute(
        &self,
        media_type: MediaType,
        mut received: GraphQLRequest,
        request: &Request,
    ) -> Result<Response, Problem> {
        if request.header(COST_HEADER).is_some_and(|value| value != "0") {
            received.extensions.insert(REPORT_COST.to_owned(), true.into());
        }
        received.data.insert(AcceptLanguage::from_headers(request.headers()));
        (self.context)(request, &mut received.data);

        let mut summary = Summary::default();
        let response = match self.executor.admit(received) {
            Err(error) => GraphQLResponse::from_errors(vec![error]),
            Ok(admitted) => {
                if admitted.operation_type() != OperationType::Query && *request.method() != Method::POST {
                    let message = "GET serves queries only: send this operation by POST";
                    return Err(Problem::method_not_allowed("POST", message));
                }
                summary.operation = admitted.operation_name().map(ToOwned::to_owned);
                self.executor.run(admitted).await
            }
        };
        summary.n_errors = response.errors.len();
        let mut answer = reply::answer(media_type, response);
        answer.set_data(summary);
        Ok(answer)
    }
}

fn read_get(request: &Request) -> Result<GraphQLRequest, Problem> {
    let parameters = request.params::<QueryString>().map_err(|_| {
        Problem::bad_request("the address's parameters could not be read: give each of them once, percent-encoded")
    })?;
    parameters::from_query_string(parameters).map_err(|error| Problem::bad_request(error.to_string()))
}

/// Whether a body is JSON in UTF-8, which is also what it is without a `charset`.
fn is_json(content_type: Option<&str>) -> bool {
    let mut parts = content_type.unwrap_or_default().split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
    let is_utf8 = parts.filter_map(|parameter| parameter.split_once('=')).all(|(name, value)| {
        let value = value.trim().trim_matches('"');
        !name.trim().eq_ignore_ascii_case("charset")
            || value.eq_ignore_ascii_case("utf-8")
            || value.eq_ignore_ascii_case("utf8")
    });
    is_json && is_utf8
}
