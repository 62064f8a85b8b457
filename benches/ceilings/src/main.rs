//! `ceilings`: what the registry's speed is held against.
//!
//! It answers the questions Q1, Q2 and Q3 of `benches/load` with as little work as can be: from finished answers in memory,
//! as async-graphql types (`/guarded/graphql` behind the registry's own endpoint and guard, `/bare/graphql` behind a few
//! lines) and as JSON (`/json`); and from the database by one SQL statement (`/sql`). `/static/N` is an answer of N bytes.

// async-graphql nests the futures of a query's fields.
#![recursion_limit = "256"]

mod answers;
mod check;
mod endpoints;
mod loaded;
mod schema;
mod sql;

use std::{collections::BTreeMap, io::Write, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::{Context, Result};
use async_graphql::{EmptyMutation, EmptySubscription};
use clap::Parser;
use load::sample::Variables;
use plan_registry::{
    guard::{GuardedExecutor, Limits},
    http::{self, HttpSettings, ServerSettings},
    store::{ConnectOptions, Store},
    telemetry::{self, LogFormat},
};
use poem::{EndpointExt, Route, get, post};

use endpoints::{BareGraphQL, HandWritten, Ready, SingleStatement, Static};
use loaded::Loaded;
use sql::Database;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Answer the questions that the load runner asks, with as little work as can be.
#[derive(Debug, Parser)]
struct Arguments {
    /// A filled registry on PostgreSQL.
    #[arg(long, value_name = "URL")]
    database_url: String,

    /// The variables that will be asked about: a JSON object with a list for each question.
    #[arg(long, value_name = "FILE")]
    variables: PathBuf,

    /// Where to listen; port 0 chooses a free one.
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:0")]
    listen: String,

    /// Compare every answer with that of the registry's own schema instead of serving, and fail where they differ.
    #[arg(long)]
    check: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<()> {
    telemetry::init(LogFormat::Text, std::env::var("RUST_LOG").ok().as_deref())?;
    let variables = std::fs::read(&arguments.variables)
        .with_context(|| format!("cannot read {}", arguments.variables.display()))?;
    let variables: Variables = serde_json::from_slice(&variables)?;
    let store = Store::connect(ConnectOptions::new(&arguments.database_url)).await?;
    let answers = loaded::ask(&store, &variables).await?;
    let database = Database::connect(&arguments.database_url).await?;
    let loaded = Arc::new(Loaded::of(&answers)?);
    if arguments.check {
        return check::run(&answers, loaded, &database).await;
    }
    drop(answers);
    store.close().await?;
    serve(&arguments.listen, loaded, database).await
}

async fn serve(listen: &str, loaded: Arc<Loaded>, database: Database) -> Result<()> {
    let schema = schema::build(loaded.clone());
    let guarded = http::app(
        GuardedExecutor::new(schema.clone(), Limits::default()),
        schema.sdl(),
        || async { Ok(()) },
        // A ceiling that gave kept answers again would be one of the cache alone.
        HttpSettings { response_cache_bytes: 0, ..HttpSettings::default() },
    );
    let app = Route::new()
        .nest("/guarded", guarded)
        .at("/bare/graphql", post(BareGraphQL { schema }))
        .at("/json", post(HandWritten { loaded }))
        .at("/sql", post(SingleStatement { database }))
        .at("/static/:bytes", get(Static { made: Default::default() }))
        .at("/health/ready", get(Ready))
        .boxed();
    let listener = http::listen(listen).await?;
    writeln!(std::io::stdout(), "http://{}", listener.local_addr()?)?;
    http::serve(listener, app, ServerSettings::default()).await?;
    Ok(())
}

/// The schema of the ceilings.
type Schema = async_graphql::Schema<schema::Query, EmptyMutation, EmptySubscription>;

/// The registry's own answers, by question and variables.
type Answers = BTreeMap<load::Question, Vec<(serde_json::Value, serde_json::Value)>>;
