//! Executes requests so that records asked for side by side are fetched together.
//!
//! A loader gathers keys until its batch begins. Begun as a task of its own, a batch may run on another thread while the
//! request is still asking, and a list of fifty then takes more statements than a list of five. Here a request's batches
//! are polled by the request's own task, after all that could go on without them has.

use std::{
    future::poll_fn,
    mem,
    pin::pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use async_graphql::{
    Data, Executor, Name, Request, Response, Value as ConstValue,
    futures_util::{
        future::BoxFuture,
        stream::{BoxStream, FuturesUnordered, StreamExt},
        task::AtomicWaker,
    },
};

use super::Schema;

type Batches = Arc<Mutex<Vec<BoxFuture<'static, ()>>>>;

tokio::task_local! {
    /// The batches that the request has asked for and nobody has begun.
    static BATCHES: Batches;
}

/// Leaves a batch to the request that asks for it.
pub(super) fn begin_later(batch: BoxFuture<'static, ()>) {
    match BATCHES.try_with(Arc::clone) {
        Ok(batches) => batches.lock().unwrap_or_else(PoisonError::into_inner).push(batch),
        // Asked outside a request that is executed here.
        Err(_) => drop(tokio::spawn(batch)),
    }
}

/// Remembers whether the fields of a request can go on, and wakes the request's task.
#[derive(Default)]
struct FieldWaker {
    can_go_on: AtomicBool,
    task: AtomicWaker,
}

impl Wake for FieldWaker {
    fn wake(self: Arc<Self>) {
        self.can_go_on.store(true, Ordering::Release);
        self.task.wake();
    }
}

/// The schema, ready to execute requests.
#[derive(Clone)]
pub struct SchemaExecutor(Schema);

impl SchemaExecutor {
    /// Executes requests on a schema.
    pub fn new(schema: Schema) -> Self {
        Self(schema)
    }
}

impl Executor for SchemaExecutor {
    async fn execute(&self, mut request: Request) -> Response {
        fill_in_defaults(&mut request);
        let asked = Batches::default();
        let mut execution = pin!(BATCHES.scope(asked.clone(), self.0.execute(request)));
        let mut begun = FuturesUnordered::new();
        let fields = Arc::new(FieldWaker::default());
        let waker = Waker::from(fields.clone());
        poll_fn(|context| {
            fields.task.register(context.waker());
            fields.can_go_on.store(false, Ordering::Release);
            if let Poll::Ready(response) = execution.as_mut().poll(&mut Context::from_waker(&waker)) {
                return Poll::Ready(response);
            }
            // Long lists of fields stop halfway and have themselves woken, to be fair to other tasks.
            if fields.can_go_on.load(Ordering::Acquire) {
                return Poll::Pending;
            }
            begun.extend(mem::take(&mut *asked.lock().unwrap_or_else(PoisonError::into_inner)));
            // A batch that ends wakes the fields that wait for it, and with them this task.
            while let Poll::Ready(Some(())) = begun.poll_next_unpin(context) {}
            Poll::Pending
        })
        .await
    }

    fn execute_stream(&self, request: Request, session_data: Option<Arc<Data>>) -> BoxStream<'static, Response> {
        Executor::execute_stream(&self.0, request, session_data)
    }
}

/// Gives variables that were not sent their defaults. async-graphql does so for arguments, but not where a variable decides
/// whether a field is included.
fn fill_in_defaults(request: &mut Request) {
    let wanted = request.operation_name.clone();
    // What cannot be parsed is told by whoever executes it.
    let Ok(document) = request.parsed_query() else { return };
    let mut operations = document.operations.iter();
    let chosen = match &wanted {
        Some(wanted) => operations.find(|(name, _)| name.is_some_and(|name| name == wanted)),
        None => operations.next(),
    };
    let defaults: Vec<(Name, ConstValue)> = chosen
        .into_iter()
        .flat_map(|(_, operation)| &operation.node.variable_definitions)
        .filter_map(|definition| {
            let definition = &definition.node;
            Some((definition.name.node.clone(), definition.default_value.as_ref()?.node.clone()))
        })
        .collect();
    for (name, value) in defaults {
        request.variables.entry(name).or_insert(value);
    }
}
