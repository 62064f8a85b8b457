//! `plan-registry serve`.

use std::{
    io::{self, Write},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use clap::{Args, ValueEnum};
use plan_registry::{
    catalogue,
    clock::Clock,
    config::DEFAULT_LISTEN,
    domain::revision::RegistryRevision,
    graphql::{self, PlanCache, Session},
    guard::{GuardedExecutor, Limits},
    http::{self, AcceptLanguage, CorsOrigins, HttpSettings, RequestContext, ServerSettings},
    results::Exports,
    store::{Published, Store},
    telemetry::{self, LogFormat},
};

use super::{database::DatabaseArguments, welcome};

/// Answer GraphQL queries over HTTP.
///
/// Builds the tables and loads the bundled catalogue where that has not been done. Logs go to standard error; RUST_LOG
/// says what is logged.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Where to listen; port 0 chooses a free one.
    #[arg(long, value_name = "HOST:PORT", env = "LISTEN", default_value = DEFAULT_LISTEN)]
    listen: String,

    #[command(flatten)]
    database: DatabaseArguments,

    /// Do not load the bundled catalogue: an empty database stays empty.
    #[arg(long)]
    no_catalogue: bool,

    /// An origin whose pages may read the registry, such as https://library.example, or * for all. May be repeated.
    #[arg(long = "cors-origin", value_name = "ORIGIN", env = "CORS_ORIGINS", value_delimiter = ',')]
    cors_origins: Vec<String>,

    /// The form of log lines.
    #[arg(long, value_enum, env = "LOG_FORMAT", default_value_t = Format::Text)]
    log_format: Format,

    /// Longest request body that is read, in bytes.
    #[arg(long, value_name = "BYTES", default_value_t = HttpSettings::default().body_bytes)]
    max_body: usize,

    /// How deep a query may go.
    #[arg(long, value_name = "N", default_value_t = Limits::default().depth)]
    max_depth: u64,

    /// How many fields the answer to a query may come to.
    #[arg(long, value_name = "N", default_value_t = Limits::default().complexity)]
    max_complexity: u64,

    /// How long a query may execute, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().execution_time.as_secs())]
    max_execution_time: u64,

    /// How much memory may hold plans that were read and comparisons that were worked out, in bytes; 0 keeps none.
    #[arg(long, value_name = "BYTES", env = "PLAN_CACHE_BYTES", default_value_t = PlanCache::DEFAULT_BYTES)]
    plan_cache_bytes: u64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Arguments {
        listen,
        database,
        no_catalogue,
        cors_origins,
        log_format,
        max_body,
        max_depth,
        max_complexity,
        max_execution_time,
        plan_cache_bytes,
    } = arguments;
    let log_format = match log_format {
        Format::Text => LogFormat::Text,
        Format::Json => LogFormat::Json,
    };
    telemetry::init(log_format, std::env::var("RUST_LOG").ok().as_deref())?;
    let cors = CorsOrigins::parse(&cors_origins)?;
    let limits = Limits {
        depth: max_depth,
        complexity: max_complexity,
        execution_time: Duration::from_secs(max_execution_time),
        ..Limits::default()
    };
    // A taken port is the likeliest mistake, and the quickest to find.
    let listener = http::listen(&listen).await?;
    let address = listener.local_addr()?;
    let store = database.open().await?;
    if !no_catalogue {
        match catalogue::load(&store, &Clock::System).await? {
            Published::Revision(RegistryRevision(revision)) => {
                tracing::info!(registry.revision = revision, "loaded the bundled catalogue");
            }
            Published::Unchanged => tracing::debug!("the bundled catalogue was loaded before"),
        }
    }
    let settings = HttpSettings {
        body_bytes: max_body,
        cors,
        context: sessions(&store, PlanCache::new(plan_cache_bytes)),
        exports: Some(Exports::new(store.clone(), Clock::System)),
        ..HttpSettings::default()
    };
    let ready = store.clone();
    let readiness = move || {
        let store = ready.clone();
        async move { store.ping().await.map_err(|error| error.to_string()) }
    };
    let executor = GuardedExecutor::new(graphql::executor(), limits);
    let app = http::app(executor, graphql::sdl(), readiness, settings);
    io::stdout().write_all(welcome::text(address)?.as_bytes())?;
    http::serve(listener, app, ServerSettings::default()).await?;
    store.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// Gives every request a session of its own.
fn sessions(store: &Store, plan_cache: Option<PlanCache>) -> RequestContext {
    let store = store.clone();
    Arc::new(move |request: &poem::Request, data: &mut async_graphql::Data| {
        let AcceptLanguage(languages) = AcceptLanguage::from_headers(request.headers());
        data.insert(Session::new(store.clone(), languages).with_plan_cache(plan_cache.clone()));
    })
}
