//! A schema behind the guard.

use std::{future::Future, sync::Arc};

use async_graphql::{
    Data, ErrorExtensionValues, Executor, Request, Response, ServerError, Value,
    futures_util::stream::{self, BoxStream, StreamExt},
    parser::{parse_query, types::OperationType},
    value,
};

use super::{Cost, Limits, answer_order::AnswerOrder, check, check_text, check_variables, cost::choose, syntax};

/// The request extension (`"extensions": { "cost": true }`) that asks for `extensions.cost` in the answer.
pub const REPORT_COST: &str = "cost";

/// An executor that serves only what its [`Limits`] allow, within their time, and whose every error carries a code.
///
/// A document that cannot be parsed gets `GRAPHQL_PARSE_FAILED`. An error that the schema left without `extensions.code`
/// gets `GRAPHQL_VALIDATION_FAILED` (no path: refused before execution) or `BAD_USER_INPUT` (a path: an argument that
/// could not be read; resolvers name their own codes).
#[derive(Clone)]
pub struct GuardedExecutor<E> {
    executor: E,
    limits: Arc<Limits>,
}

/// A request that was parsed and found within the limits.
#[derive(Debug)]
pub struct Admitted {
    request: Request,
    cost: Cost,
    operation_type: OperationType,
    operation_name: Option<String>,
    order: AnswerOrder,
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
    pub fn operation_name(&self) -> Option<&str> {
        self.operation_name.as_deref()
    }
}

impl<E: Executor> GuardedExecutor<E> {
    /// Puts the guard in front of an executor.
    pub fn new(executor: E, limits: Limits) -> Self {
        Self { executor, limits: Arc::new(limits) }
    }

    /// Parses a request and checks it against the limits, without executing anything.
    ///
    /// # Errors
    /// A syntax error or a [`super::Refusal`] in the shape that clients see.
    pub fn admit(&self, mut request: Request) -> Result<Admitted, ServerError> {
        check_text(&request.query, &self.limits)?;
        check_variables(&request.variables)?;
        let document = parse_query(&request.query).map_err(syntax::explain)?;
        let operation_name = request.operation_name.as_deref();
        let cost = check(&document, operation_name, &request.variables, &self.limits)?;
        let (operation_name, operation) = choose(&document, operation_name)?;
        let operation_name = operation_name.map(ToString::to_string);
        let operation_type = operation.node.ty;
        let order = AnswerOrder::of(&document, &operation.node);
        request.set_parsed_query(document);
        Ok(Admitted { request, cost, operation_type, operation_name, order })
    }

    /// Executes an admitted query or mutation, for at most [`Limits::execution_time`].
    pub async fn run(&self, admitted: Admitted) -> Response {
        let Admitted { request, cost, operation_type, operation_name: _, order } = admitted;
        if operation_type == OperationType::Subscription {
            let error = ServerError::new("subscriptions are not served here: send a query or a mutation", None);
            return refused(with_code(error, "BAD_USER_INPUT"));
        }
        let reports_cost = asks_for_cost(&request);
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
            Ok(admitted) => self.executor.execute_stream(admitted.request, session_data).map(name_codes).boxed(),
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
    response
}

fn with_code(mut error: ServerError, code: &str) -> ServerError {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code);
    error
}
