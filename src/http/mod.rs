//! The registry over HTTP: every address as one endpoint, and the server that listens for it.
//!
//! `/graphql` answers, `/` and `/graphiql` help to ask, `/schema.graphql` says what can be asked, `/health/live` and
//! `/health/ready` say whether anybody is there, `/export` gives results as files. Nothing here knows what a plan is.

mod accept_language;
mod answers;
mod compression;
mod cors;
mod entity_tag;
mod explorer;
mod export;
mod flights;
mod graphql;
mod health;
mod moment;
mod observe;
mod parameters;
mod problem;
mod quality;
mod question;
mod reply;
mod sdl;
mod server;

use std::{future::Future, sync::Arc, time::Duration};

use async_graphql::{Data, Executor, futures_util::FutureExt};
use poem::{Endpoint, EndpointExt, Response, Route, get, http::HeaderValue, middleware::CatchPanic};

pub use accept_language::AcceptLanguage;
pub use cors::{CorsOrigins, InvalidOrigin};
pub use explorer::{EXAMPLE_QUERY, EXAMPLE_VARIABLES};
pub use graphql::COST_HEADER;
pub use health::{ProbeError, probe};
pub use moment::{Moment, Moments, NoMoment, REVISION_HEADER, RequestContext};
pub use observe::REQUEST_ID_HEADER;
pub use server::{ListenError, ServerSettings, listen, serve};

use crate::{guard::GuardedExecutor, results::Exports};
use answers::Answers;
use export::ExportEndpoint;
use graphql::GraphQLEndpoint;
use health::HealthEndpoint;
use question::Namer;
use sdl::SchemaEndpoint;

/// How the registry behaves over HTTP.
#[derive(Clone)]
pub struct HttpSettings {
    /// Longest request body that is read. Unit: bytes.
    pub body_bytes: usize,
    /// How long a client may take to send its body.
    pub body_time: Duration,
    /// Which other sites' pages may read the registry.
    pub cors: CorsOrigins,
    /// Gives the state of the registry that a request is answered from.
    pub moments: Moments,
    /// How much memory answers may take that are kept to be given again; 0 keeps none. Unit: bytes.
    pub response_cache_bytes: u64,
    /// For how long others may give an answer again without asking whether it is still current.
    pub cache_max_age: Duration,
    /// Gives results as files; without it `/export` is not served.
    pub exports: Option<Exports>,
}

impl Default for HttpSettings {
    /// 256 KiB within ten seconds, for this server's own pages, with [`AcceptLanguage`] for the resolvers and no more, of
    /// a registry that never changes; 64 MiB of answers, and whoever keeps one asks whether it is still current.
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            body_time: Duration::from_secs(10),
            cors: CorsOrigins::None,
            moments: Arc::new(|_| {
                let context: RequestContext = Arc::new(|_: &AcceptLanguage, _: &mut Data| {});
                std::future::ready(Ok(Moment { revision: 0, state: "0".into(), context })).boxed()
            }),
            response_cache_bytes: 64 * 1024 * 1024,
            cache_max_age: Duration::ZERO,
            exports: None,
        }
    }
}

/// Everything the registry answers.
///
/// `sdl` is the schema's text; `readiness` finds out whether requests could be answered now, or why not.
pub fn app<E, F, Fut>(
    executor: GuardedExecutor<E>,
    sdl: String,
    readiness: F,
    settings: HttpSettings,
) -> impl Endpoint<Output = Response>
where
    E: Executor,
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), String>> + Send + 'static,
{
    let HttpSettings { body_bytes, body_time, cors, moments, response_cache_bytes, cache_max_age, exports } = settings;
    let cors = Arc::new(cors);
    let namer = Namer::new(&format!("{sdl}{:?}", executor.limits()));
    let answers = (response_cache_bytes > 0).then(|| Answers::new(response_cache_bytes));
    let cache_control = cache_control(cache_max_age);
    Route::new()
        .at("/graphql", GraphQLEndpoint { executor, moments, namer, answers, cache_control, body_bytes, body_time })
        .at("/", get(explorer::PageEndpoint::explorer()))
        .at("/graphiql", get(explorer::PageEndpoint::graphiql()))
        .at("/schema.graphql", get(SchemaEndpoint::new(sdl)))
        .at("/export", ExportEndpoint { exports: exports.clone() })
        .at("/export/*", ExportEndpoint { exports })
        .at("/health/live", get(HealthEndpoint { check: || async { Ok(()) } }))
        .at("/health/ready", get(HealthEndpoint { check: readiness }))
        .catch_all_error(|error| async move { observe::explain(&error) })
        .with(CatchPanic::new().with_handler(observe::panicked))
        .around(compression::compress)
        .around(move |next, request| {
            let cors = Arc::clone(&cors);
            async move { cors::share(&cors, next, request).await }
        })
        .around(observe::observe)
}

/// There are no accounts, so what one reader gets may be given to all.
fn cache_control(max_age: Duration) -> HeaderValue {
    match max_age.as_secs() {
        0 => HeaderValue::from_static("public, no-cache"),
        seconds => HeaderValue::try_from(format!("public, max-age={seconds}"))
            .unwrap_or_else(|_| HeaderValue::from_static("public, no-cache")),
    }
}

#[cfg(test)]
mod tests;
