//! `plan-registry serve`.

use std::{
    io::{self, Write},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use async_graphql::Data;
use clap::{Args, ValueEnum};
use plan_registry::{
    catalogue,
    clock::Clock,
    config::DEFAULT_LISTEN,
    domain::revision::RegistryRevision,
    graphql::{self, PlanCache, Session},
    guard::{DOCUMENT_BYTES, GuardedExecutor, Limits},
    http::{self, AcceptLanguage, CorsOrigins, HttpSettings, Moment, Moments, NoMoment, ServerSettings},
    live::{Behind, Live, LiveSettings},
    results::Exports,
    store::Published,
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

    /// A streaming replica of a PostgreSQL database, to read from; the database itself is read where no replica can be.
    /// May be repeated.
    #[arg(
        long = "read-database-url",
        value_name = "URL",
        env = "READ_DATABASE_URLS",
        hide_env_values = true,
        value_delimiter = ','
    )]
    read_database_urls: Vec<String>,

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

    /// Memory for plans that were read before, finished comparisons and pages of searches, in bytes; 0 keeps none.
    #[arg(long, value_name = "BYTES", env = "PLAN_CACHE_BYTES", default_value_t = PlanCache::DEFAULT_BYTES)]
    plan_cache_bytes: u64,

    /// Memory for answers that are kept to be given again, in bytes; 0 keeps none.
    #[arg(long, value_name = "BYTES", default_value_t = HttpSettings::default().response_cache_bytes)]
    response_cache_bytes: u64,

    /// Memory for queries that are kept parsed, persisted ones among them, in bytes; 0 keeps none.
    #[arg(long, value_name = "BYTES", default_value_t = DOCUMENT_BYTES)]
    query_cache_bytes: u64,

    /// How long browsers and proxies may give an answer again without asking whether it is still current, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = HttpSettings::default().cache_max_age.as_secs())]
    cache_max_age: u64,
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
        read_database_urls,
        no_catalogue,
        cors_origins,
        log_format,
        max_body,
        max_depth,
        max_complexity,
        max_execution_time,
        plan_cache_bytes,
        response_cache_bytes,
        query_cache_bytes,
        cache_max_age,
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
    let store = database.open_with_replicas(&read_database_urls).await?;
    if !no_catalogue {
        match catalogue::load(&store, &Clock::System).await? {
            Published::Revision(RegistryRevision(revision)) => {
                tracing::info!(registry.revision = revision, "loaded the bundled catalogue");
            }
            Published::Unchanged => tracing::debug!("the bundled catalogue was loaded before"),
        }
    }
    let live = Live::start(store.clone(), LiveSettings::default()).await?;
    let settings = HttpSettings {
        body_bytes: max_body,
        cors,
        moments: moments(&live, PlanCache::new(plan_cache_bytes)),
        response_cache_bytes,
        cache_max_age: Duration::from_secs(cache_max_age),
        exports: Some(Exports::of(live.clone(), Clock::System)),
        ..HttpSettings::default()
    };
    let ready = live.clone();
    let readiness = move || {
        let live = ready.clone();
        async move { readiness(&live).await }
    };
    let executor = GuardedExecutor::new(graphql::executor(), limits).with_document_bytes(query_cache_bytes);
    let app = http::app(executor, graphql::sdl(), readiness, settings);
    io::stdout().write_all(welcome::text(address)?.as_bytes())?;
    http::serve(listener, app, ServerSettings::default()).await?;
    live.stop().await;
    store.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// Whether requests can be answered, or why not.
async fn readiness(live: &Live) -> Result<(), String> {
    if live.is_abandoned() {
        let revision = live.snapshot().revision;
        return Err(format!("the database no longer holds registry revision {revision}: restart the server"));
    }
    live.store().ping().await.map_err(|error| error.to_string())
}

/// Answers every request from the newest state that the server has taken in, in a session of its own.
fn moments(live: &Live, plan_cache: Option<PlanCache>) -> Moments {
    /// How long a client waits for a revision that it has seen elsewhere.
    const PATIENCE: Duration = Duration::from_secs(3);
    let live = live.clone();
    Arc::new(move |seen| {
        let (live, plan_cache) = (live.clone(), plan_cache.clone());
        Box::pin(async move {
            let seen = seen.map_or(RegistryRevision::EMPTY, RegistryRevision);
            let snapshot = live.at_least(seen, PATIENCE).await.map_err(|behind| match behind {
                Behind::NotYet { newest, .. } => NoMoment::Behind { newest: newest.0 },
                Behind::NoSuchRevision { newest, .. } => NoMoment::NoSuchRevision { newest: newest.0 },
            })?;
            let (revision, state) = (snapshot.revision.0, snapshot.state.clone());
            let context = Arc::new(move |AcceptLanguage(languages): &AcceptLanguage, data: &mut Data| {
                let session = Session::new(live.store().clone(), languages.clone());
                data.insert(session.with_index(snapshot.index.clone()).with_plan_cache(plan_cache.clone()));
            });
            Ok(Moment { revision, state, context })
        })
    })
}
