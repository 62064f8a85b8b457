//! The server's endpoint as `serve` builds it, with what it keeps from request to request, without a port.

use std::sync::{Arc, PoisonError, RwLock};

use async_graphql::Data;
use plan_registry::{
    clock::Clock,
    graphql::{self, SchemaExecutor, Session},
    guard::GuardedExecutor,
    http::{self, AcceptLanguage, HttpSettings, Moment, Moments, NoMoment},
    results::Exports,
    store::Store,
};
use poem::{Endpoint, EndpointExt, Request, Response, endpoint::BoxEndpoint};

use super::TestResult;

/// A server that takes in what was published when it is told to.
pub struct TestServer {
    store: Store,
    newest: Arc<RwLock<Option<Moment>>>,
    endpoint: BoxEndpoint<'static>,
}

impl TestServer {
    /// A server that has taken nothing in.
    pub fn new(store: &Store, executor: GuardedExecutor<SchemaExecutor>, settings: HttpSettings) -> Self {
        let newest = Arc::<RwLock<Option<Moment>>>::default();
        let ready = store.clone();
        let readiness = move || {
            let store = ready.clone();
            async move { store.ping().await.map_err(|error| error.to_string()) }
        };
        let exports = Some(Exports::new(store.clone(), Clock::System));
        let settings = HttpSettings { moments: moments(newest.clone()), exports, ..settings };
        let endpoint = http::app(executor, graphql::sdl(), readiness, settings).boxed();
        Self { store: store.clone(), newest, endpoint }
    }

    /// Takes in what was published.
    pub async fn take_in(&self) -> TestResult {
        let revision = self.store.current_revision().await?;
        let published_at = self.store.published_at(revision).await?;
        let store = self.store.clone();
        let context = Arc::new(move |AcceptLanguage(languages): &AcceptLanguage, data: &mut Data| {
            data.insert(Session::at(store.clone(), revision, languages.clone()));
        });
        let state = format!("{}@{}", revision.0, published_at.unix_timestamp_nanos()).into();
        let moment = Moment { revision: revision.0, state, context };
        *self.newest.write().unwrap_or_else(PoisonError::into_inner) = Some(moment);
        Ok(())
    }

    /// Answers a request.
    pub async fn send(&self, request: Request) -> Response {
        self.endpoint.get_response(request).await
    }
}

fn moments(newest: Arc<RwLock<Option<Moment>>>) -> Moments {
    Arc::new(move |seen| {
        let newest = newest.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or(NoMoment::Failed);
        let moment = newest.and_then(|moment| match seen {
            Some(seen) if seen > moment.revision => Err(NoMoment::Behind { newest: moment.revision }),
            _ => Ok(moment),
        });
        Box::pin(std::future::ready(moment))
    })
}
