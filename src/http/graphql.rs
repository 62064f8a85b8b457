//! `/graphql`: GraphQL over HTTP, without batches, uploads or mutations by GET.
//!
//! Mutations are taken only as `application/json` by POST, which a browser never sends to another site without asking
//! first (a preflight), so a foreign page cannot make a reader's browser change the registry.

use std::time::Duration;

use async_graphql::{Executor, Name, Response as GraphQLResponse, parser::types::OperationType};
use poem::{
    Endpoint, Request, Response, Result,
    error::ReadBodyError,
    http::{HeaderValue, Method, StatusCode, header},
};

use super::{
    accept_language::AcceptLanguage,
    answers::{Answer, Answers},
    compression::Coding,
    entity_tag::{EntityTag, anything_is_held, not_modified},
    moment::{self, Moment, Moments, REVISION_HEADER},
    parameters::{self, Asked, InvalidParameters, QueryString},
    problem::Problem,
    question::{Namer, QuestionName},
    reply::{self, MediaType},
};
use crate::guard::GuardedExecutor;

/// The request header that asks for `extensions.cost` in the answer, with any value but `0`.
pub const COST_HEADER: &str = "x-query-cost";

/// The request headers that an answer depends on.
const VARY: &str = "accept, accept-language, accept-encoding, x-query-cost, registry-revision";

/// What the access log says of a GraphQL request.
#[derive(Clone, Debug)]
pub(super) struct Summary {
    pub(super) operation: Option<Name>,
    pub(super) n_errors: usize,
    /// Whether the answer was known already, to the server or to the client.
    pub(super) is_known: bool,
}

/// The endpoint that executes GraphQL requests.
pub(super) struct GraphQLEndpoint<E> {
    pub(super) executor: GuardedExecutor<E>,
    pub(super) moments: Moments,
    pub(super) namer: Namer,
    /// The answers that are kept; none if none are to be.
    pub(super) answers: Option<Answers>,
    /// The value of `Cache-Control` for answers that may be kept elsewhere.
    pub(super) cache_control: HeaderValue,
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
        let answered = self.answer(media_type, &mut request).await;
        Ok(answered.unwrap_or_else(|problem| problem.response(media_type)))
    }
}

impl<E: Executor> GraphQLEndpoint<E> {
    async fn answer(&self, media_type: MediaType, request: &mut Request) -> Result<Response, Problem> {
        let mut asked = match *request.method() {
            Method::POST => self.read_post(request).await?,
            Method::GET | Method::HEAD => read_get(request)?,
            _ => {
                let message = "send queries by GET or POST and mutations by POST";
                return Err(Problem::method_not_allowed("GET, POST", message));
            }
        };
        asked.reports_cost |= request.header(COST_HEADER).is_some_and(|value| value != "0");
        let moment = (self.moments)(moment::seen(request.headers())?).await?;
        let mut response = self.answer_at(&moment, media_type, asked, request).await?;
        let headers = response.headers_mut();
        headers.insert(REVISION_HEADER, moment::header_value(&moment));
        headers.insert(header::VARY, HeaderValue::from_static(VARY));
        Ok(response)
    }

    /// Answers from what the client has, from what is kept, or anew, whichever is there first.
    async fn answer_at(
        &self,
        moment: &Moment,
        media_type: MediaType,
        asked: Asked,
        request: &Request,
    ) -> Result<Response, Problem> {
        let headers = request.headers();
        let languages = AcceptLanguage::from_headers(headers);
        // RFC 9110 lets answers to GET and HEAD be revalidated; what POST answers is kept by nobody.
        let is_revalidated = *request.method() != Method::POST;
        let name = || self.namer.name(&asked, &languages, media_type, &moment.state);
        let question = (is_revalidated || self.answers.is_some()).then(name);
        let entity_tag = question.filter(|_| is_revalidated).map(QuestionName::entity_tag);
        // The tag names the question and the state of the registry, and only answers without errors carry one. So whoever
        // sends it back has the answer, or made the tag up and is told nothing.
        if let Some(entity_tag) = entity_tag.as_ref().filter(|tag| tag.is_held(headers)) {
            let summary = Summary { operation: None, n_errors: 0, is_known: true };
            return Ok(self.mark(not_modified(), Some(entity_tag), summary));
        }
        let coding = Coding::negotiate(headers);
        let kept = match (&self.answers, question) {
            (Some(answers), Some(question)) => answers.get(question, coding).await,
            _ => None,
        };
        let is_known = kept.is_some();
        let answer = match kept {
            Some(answer) => answer,
            None => self.execute(moment, media_type, asked, languages, question, request).await?,
        };
        let summary = Summary { operation: answer.operation.clone(), n_errors: answer.n_errors, is_known };
        let entity_tag = entity_tag.filter(|_| answer.n_errors == 0);
        let response = match &entity_tag {
            Some(_) if anything_is_held(headers) => not_modified(),
            _ => reply::answer(media_type, answer),
        };
        Ok(self.mark(response, entity_tag.as_ref(), summary))
    }

    /// Says who may keep a response: with an entity tag everybody, without one nobody.
    fn mark(&self, mut response: Response, entity_tag: Option<&EntityTag>, summary: Summary) -> Response {
        let cache_control = match entity_tag {
            Some(entity_tag) => {
                entity_tag.mark(&mut response);
                self.cache_control.clone()
            }
            None => HeaderValue::from_static("no-store"),
        };
        response.headers_mut().insert(header::CACHE_CONTROL, cache_control);
        response.set_data(summary);
        response
    }

    async fn read_post(&self, request: &mut Request) -> Result<Asked, Problem> {
        if !is_json(request.content_type()) {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "UNSUPPORTED_MEDIA_TYPE",
                "send the request as `Content-Type: application/json` in UTF-8",
            ));
        }
        let body = request.take_body().into_bytes_limit(self.body_bytes);
        match tokio::time::timeout(self.body_time, body).await {
            Ok(Ok(bytes)) => parameters::from_body(&bytes).map_err(unreadable),
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
        moment: &Moment,
        media_type: MediaType,
        asked: Asked,
        languages: AcceptLanguage,
        question: Option<QuestionName>,
        request: &Request,
    ) -> Result<Answer, Problem> {
        let document = asked.document;
        let is_sent = asked.text.is_some();
        let mut received = asked.into_request();
        (moment.context)(&languages, &mut received.data);
        received.data.insert(languages);
        let admitted = if is_sent {
            self.executor.admit_text(document, received)
        } else {
            self.executor.admit_known(document, received)
        };
        let admitted = match admitted {
            Ok(admitted) => admitted,
            Err(error) => return Ok(reply::encode(media_type, &GraphQLResponse::from_errors(vec![error]), None)),
        };
        let is_query = admitted.operation_type() == OperationType::Query;
        if !is_query && *request.method() != Method::POST {
            let message = "GET serves queries only: send this operation by POST";
            return Err(Problem::method_not_allowed("POST", message));
        }
        let operation = admitted.operation_name().cloned();
        let executor = self.executor.clone();
        let answering = async move { reply::encode(media_type, &executor.run(admitted).await, operation) };
        Ok(match (&self.answers, question) {
            (Some(answers), Some(question)) if is_query => {
                answers.answer(question, Coding::negotiate(request.headers()), answering).await
            }
            _ => answering.await,
        })
    }
}

fn read_get(request: &Request) -> Result<Asked, Problem> {
    let parameters = request.params::<QueryString>().map_err(|_| {
        Problem::bad_request("the address's parameters could not be read: give each of them once, percent-encoded")
    })?;
    parameters::from_query_string(parameters).map_err(unreadable)
}

fn unreadable(error: InvalidParameters) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, error.code(), error.to_string())
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
