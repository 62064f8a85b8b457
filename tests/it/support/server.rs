//! The server's endpoint as `serve` builds it, with what it keeps from request to request, without a port.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use async_graphql::Data;
use plan_registry::{
    clock::Clock,
    graphql::{self, PlanCache, SchemaExecutor, Session},
    guard::GuardedExecutor,
    http::{self, AcceptLanguage, HttpSettings, Moment, Moments, NoMoment},
    live::{Live, LiveSettings},
    results::Exports,
    store::Store,
};
use poem::{Endpoint, EndpointExt, Request, Response, endpoint::BoxEndpoint};
use tokio::sync::OnceCell;

use super::TestResult;

/// A server that takes in what was published when it is told to.
pub struct TestServer {
    store: Store,
    live: OnceCell<Live>,
    plan_cache: Option<PlanCache>,
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
        Self { store: store.clone(), live: OnceCell::new(), plan_cache: PlanCache::new(1 << 26), newest, endpoint }
    }

    /// Takes in what was published.
    pub async fn take_in(&self) -> TestResult {
        const LONG: Duration = Duration::from_secs(60);
        let settings = LiveSettings { poll_every: LONG * 60, patience: LONG, ..LiveSettings::default() };
        let live = self.live.get_or_try_init(|| Live::start(self.store.clone(), settings)).await?;
        let snapshot = live.at_least(self.store.current_revision().await?, LONG).await?;
        let plan_cache = self.plan_cache.clone();
        let (revision, state, store) = (snapshot.revision.0, snapshot.state.clone(), self.store.clone());
        let context = Arc::new(move |AcceptLanguage(languages): &AcceptLanguage, data: &mut Data| {
            let session = Session::new(store.clone(), languages.clone());
            data.insert(session.with_index(snapshot.index.clone()).with_plan_cache(plan_cache.clone()));
        });
        *self.newest.write().unwrap_or_else(PoisonError::into_inner) = Some(Moment { revision, state, context });
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
