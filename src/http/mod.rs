//! The registry over HTTP: every address as one endpoint, and the server that listens for it.
//!
//! `/graphql` answers, `/` and `/graphiql` help to ask, `/schema.graphql` says what can be asked, `/health/live` and
//! `/health/ready` say whether anybody is there, `/export` gives results as files. Nothing here knows what a plan is.

mod accept_language;
mod compression;
mod cors;
mod entity_tag;
mod explorer;
mod export;
mod graphql;
mod health;
mod observe;
mod parameters;
mod problem;
mod quality;
mod reply;
mod sdl;
mod server;

use std::{future::Future, sync::Arc, time::Duration};

use async_graphql::{Data, Executor};
use poem::{Endpoint, EndpointExt, Request, Response, Route, get, middleware::CatchPanic};

pub use accept_language::AcceptLanguage;
pub use cors::{CorsOrigins, InvalidOrigin};
pub use explorer::{EXAMPLE_QUERY, EXAMPLE_VARIABLES};
pub use graphql::{COST_HEADER, RequestContext};
pub use health::{ProbeError, probe};
pub use observe::REQUEST_ID_HEADER;
pub use server::{ListenError, ServerSettings, listen, serve};

use crate::{guard::GuardedExecutor, results::Exports};
use export::ExportEndpoint;
use graphql::GraphQLEndpoint;
use health::HealthEndpoint;
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
    /// Adds what resolvers need of a request.
    pub context: RequestContext,
    /// Gives results as files; without it `/export` is not served.
    pub exports: Option<Exports>,
}

impl Default for HttpSettings {
    /// 256 KiB within ten seconds, for this server's own pages, with [`AcceptLanguage`] for the resolvers and no more.
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            body_time: Duration::from_secs(10),
            cors: CorsOrigins::None,
            context: Arc::new(|_: &Request, _: &mut Data| {}),
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
    let HttpSettings { body_bytes, body_time, cors, context, exports } = settings;
    let cors = Arc::new(cors);
    Route::new()
        .at("/graphql", GraphQLEndpoint { executor, context, body_bytes, body_time })
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

#[cfg(test)]
mod tests;
