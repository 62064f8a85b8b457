//! A schema behind the guard.

use std::{future::Future, sync::Arc};

use async_graphql::{
    Data, ErrorExtensionValues, Executor, Name, PathSegment, Request, Response, ServerError, Value,
    futures_util::stream::{self, BoxStream, StreamExt},
    parser::{parse_query, types::OperationType},
    value,
};

use super::{
    Cost, Limits, Refusal,
    answer_order::AnswerOrder,
    check_text, check_variables,
    cost::{check_noting, choose, require_variables},
    document::{Document, DocumentHash, Documents, OperationFacts},
    syntax,
};

/// The request extension (`"extensions": { "cost": true }`) that asks for `extensions.cost` in the answer.
pub const REPORT_COST: &str = "cost";

/// How much memory kept documents take together unless told otherwise. Unit: bytes.
pub const DOCUMENT_BYTES: u64 = 16 * 1024 * 1024;

/// An executor that serves only what its [`Limits`] allow, within their time, and whose every error carries a code.
///
/// A document that cannot be parsed gets `GRAPHQL_PARSE_FAILED`. An error that the schema left without `extensions.code`
/// gets `GRAPHQL_VALIDATION_FAILED` (no path: refused before execution) or `BAD_USER_INPUT` (a path: an argument that
/// could not be read; resolvers name their own codes).
///
/// Documents that were admitted are kept, parsed, within a bound: asked again, they are not parsed again.
#[derive(Clone)]
pub struct GuardedExecutor<E> {
    executor: E,
    limits: Arc<Limits>,
    documents: Documents,
}

/// A request that was parsed and found within the limits.
#[derive(Debug)]
pub struct Admitted {
    request: Request,
    document: Arc<Document>,
    cost: Cost,
    operation_type: OperationType,
    operation_name: Option<Name>,
    order: Arc<AnswerOrder>,
}

impl Admitted {
    /// What the request asks for.
    pub fn cost(&self) -> Cost {
        self.cost
    }

    /// Whether it queries, mutates or subscribes.
    pub fn operation_type(&self) -> OperationType {
        self.operation_type
    }

    /// The name of the operation, if the document names it.
    pub fn operation_name(&self) -> Option<&Name> {
        self.operation_name.as_ref()
    }
}

impl<E: Executor> GuardedExecutor<E> {
    /// Puts the guard in front of an executor, and keeps [`DOCUMENT_BYTES`] of documents.
    pub fn new(executor: E, limits: Limits) -> Self {
        Self { executor, limits: Arc::new(limits), documents: Documents::new(DOCUMENT_BYTES) }
    }

    /// The same guard with about this much memory for documents; 0 keeps none. Unit: bytes.
    #[must_use]
    pub fn with_document_bytes(self, bytes: u64) -> Self {
        Self { documents: Documents::new(bytes), ..self }
    }

    /// How much a request may ask for.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Parses a request and checks it against the limits, without executing anything.
    ///
    /// # Errors
    /// A syntax error or a [`Refusal`] in the shape that clients see.
    pub fn admit(&self, request: Request) -> Result<Admitted, ServerError> {
        let hash = DocumentHash::of(&request.query);
        self.admit_text(hash, request)
    }

    /// As [`GuardedExecutor::admit`], for a caller who knows the hash of `request.query` already.
    ///
    /// # Errors
    /// As [`GuardedExecutor::admit`].
    pub fn admit_text(&self, hash: DocumentHash, request: Request) -> Result<Admitted, ServerError> {
        if let Some(document) = self.documents.get(&hash) {
            return self.admit_document(document, request);
        }
        check_text(&request.query, &self.limits)?;
        let document = Arc::new(Document::new(parse_query(&request.query).map_err(syntax::explain)?));
        let text_bytes = request.query.len();
        let admitted = self.admit_document(document, request)?;
        // Not before it was admitted: what is refused takes no room from what is served.
        self.documents.keep(hash, &admitted.document, text_bytes);
        Ok(admitted)
    }

    /// As [`GuardedExecutor::admit`], for a request that names its document by hash instead of sending it.
    ///
    /// # Errors
    /// [`Refusal::UnknownDocument`] if the document was not asked before or is not kept any more; else as
    /// [`GuardedExecutor::admit`].
    pub fn admit_known(&self, hash: DocumentHash, request: Request) -> Result<Admitted, ServerError> {
        let document = self.documents.get(&hash).ok_or(Refusal::UnknownDocument)?;
        self.admit_document(document, request)
    }

    fn admit_document(&self, document: Arc<Document>, request: Request) -> Result<Admitted, ServerError> {
        check_variables(&request.variables)?;
        let wanted = request.operation_name.as_deref();
        let known = choose(&document.parsed, wanted).ok().and_then(|(name, _)| document.facts(name)?.get());
        let known = known.and_then(|facts| facts.cost);
        let (cost, reads_variables) = match known {
            Some(cost) => (cost, false),
            None => check_noting(&document.parsed, wanted, &request.variables, &self.limits)?,
        };
        let (name, operation) = choose(&document.parsed, wanted)?;
        require_variables(&operation.node, &request.variables)?;
        let facts = || OperationFacts {
            order: Arc::new(AnswerOrder::of(&document.parsed, &operation.node)),
            cost: (!reads_variables).then_some(cost),
        };
        let order = match document.facts(name) {
            Some(known) => known.get_or_init(facts).order.clone(),
            None => facts().order,
        };
        let operation_type = operation.node.ty;
        let operation_name = name.cloned();
        Ok(Admitted { request, document, cost, operation_type, operation_name, order })
    }

    /// Executes an admitted query or mutation, for at most [`Limits::execution_time`].
    pub async fn run(&self, admitted: Admitted) -> Response {
        let Admitted { mut request, document, cost, operation_type, operation_name: _, order } = admitted;
        if operation_type == OperationType::Subscription {
            let error = ServerError::new("subscriptions are not served here: send a query or a mutation", None);
            return refused(with_code(error, "BAD_USER_INPUT"));
        }
        let reports_cost = asks_for_cost(&request);
        request.set_parsed_query(document.parsed.clone());
        let mut response = match tokio::time::timeout(self.limits.execution_time, self.executor.execute(request)).await
        {
            Ok(response) => name_codes(response),
            Err(_) => refused(self.timed_out()),
        };
        order.apply(&mut response.data);
        if reports_cost {
            response.extensions.insert("cost".to_owned(), self.report(cost));
        }
        response
    }

    fn timed_out(&self) -> ServerError {
        let message = format!(
            "the query was stopped after {} s: ask for shorter pages (`first`), fewer plans or fewer fields",
            self.limits.execution_time.as_secs_f32()
        );
        with_code(ServerError::new(message, None), "TIMEOUT")
    }

    /// `extensions.cost`: each count beside its limit.
    fn report(&self, cost: Cost) -> Value {
        let Cost { fields, root_fields, depth, aliases, directives, complexity, introspection } = cost;
        let limits = &self.limits;
        value!({
            "complexity": complexity,
            "fields": fields,
            "rootFields": root_fields,
            "depth": depth,
            "aliases": aliases,
            "directives": directives,
            "introspection": introspection,
            "limits": {
                "complexity": (limits.complexity),
                "fields": (limits.fields),
                "rootFields": (limits.root_fields),
                "depth": (limits.depth),
                "aliases": (limits.aliases),
                "directives": (limits.directives),
                "introspection": (limits.introspection),
            },
        })
    }
}

impl<E: Executor> Executor for GuardedExecutor<E> {
    fn execute(&self, request: Request) -> impl Future<Output = Response> + Send {
        let admitted = self.admit(request);
        async move {
            match admitted {
                Ok(admitted) => self.run(admitted).await,
                Err(error) => refused(error),
            }
        }
    }

    /// The time limit does not apply: a subscription is meant to last.
    fn execute_stream(&self, request: Request, session_data: Option<Arc<Data>>) -> BoxStream<'static, Response> {
        match self.admit(request) {
            Ok(Admitted { mut request, document, .. }) => {
                request.set_parsed_query(document.parsed.clone());
                self.executor.execute_stream(request, session_data).map(name_codes).boxed()
            }
            Err(error) => stream::iter([refused(error)]).boxed(),
        }
    }
}

fn asks_for_cost(request: &Request) -> bool {
    matches!(request.extensions.get(REPORT_COST), Some(Value::Boolean(true)))
}

fn refused(error: ServerError) -> Response {
    Response::from_errors(vec![error])
}

fn name_codes(mut response: Response) -> Response {
    for error in &mut response.errors {
        let code = if error.path.is_empty() { "GRAPHQL_VALIDATION_FAILED" } else { "BAD_USER_INPUT" };
        let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
        if extensions.get("code").is_none() {
            extensions.set("code", code);
        }
    }
    // Fields fail side by side: in the order in which they happened to, the same answer would differ from time to time.
    response.errors.sort_by(|a, b| a.locations.cmp(&b.locations).then_with(|| places(a).cmp(places(b))));
    response
}

/// The path of an error: indexes as numbers, before names.
fn places(error: &ServerError) -> impl Iterator<Item = (Option<usize>, &str)> {
    error.path.iter().map(|segment| match segment {
        PathSegment::Index(index) => (Some(*index), ""),
        PathSegment::Field(name) => (None, name.as_str()),
    })
}

fn with_code(mut error: ServerError, code: &str) -> ServerError {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code);
    error
}
