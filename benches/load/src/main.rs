//! `load`: measures a registry. See `benches/README.md`.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::Parser;
use load::{
    Question,
    campaign::Campaign,
    cell::Pace,
    report::{Report, Stage},
};

/// Start a registry on filled databases, ask it, and say how fast it answers.
#[derive(Debug, Parser)]
struct Arguments {
    /// The program that is measured, built for release.
    #[arg(long, value_name = "PATH", default_value = "target/release/plan-registry")]
    server: PathBuf,

    /// The program with the ceilings; without it there are no ratios.
    #[arg(long, value_name = "PATH")]
    ceilings: Option<PathBuf>,

    /// A database that is filled already. May be repeated: PostgreSQL first, then SQLite.
    #[arg(long = "database-url", value_name = "URL", required_unless_present = "running")]
    database_urls: Vec<String>,

    /// A server that is running already, in place of those that are started. May be repeated, for servers of one registry:
    /// connections go to each in turn.
    #[arg(long = "running", value_name = "ADDRESS:PORT", conflicts_with = "database_urls")]
    running: Vec<SocketAddr>,

    /// Only these questions.
    #[arg(long, value_delimiter = ',', default_values_t = Question::ALL.map(Question::name).map(str::to_owned))]
    questions: Vec<String>,

    /// Only these stages.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Stage::ALL)]
    stages: Vec<Stage>,

    /// Numbers of connections, each with one request in flight.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 16, 64])]
    connections: Vec<usize>,

    /// How long each measurement takes, in seconds.
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,

    /// How long is asked before each measurement, in seconds.
    #[arg(long, default_value_t = 1.0)]
    warm_up: f64,

    /// At most so many requests for each measurement.
    #[arg(long, default_value_t = 500_000)]
    most_requests: usize,

    /// What variables are drawn by.
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// Variables that are asked again and again where plans are in the cache.
    #[arg(long, default_value_t = 64)]
    small_set: usize,

    /// Variables that are asked in turn elsewhere.
    #[arg(long, default_value_t = 5_000)]
    large_set: usize,

    /// A report of a run over fewer plans, to tell growth by.
    #[arg(long, value_name = "FILE")]
    before: Option<PathBuf>,

    /// Where the report is written.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

// The client has one core at most, so that the server has the rest.
#[tokio::main(flavor = "current_thread")]
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
    let questions = arguments.questions.iter().map(|name| name.parse()).collect::<Result<Vec<Question>, String>>();
    let before = arguments.before.as_deref().map(Report::read).transpose()?;
    let campaign = Campaign {
        server: arguments.server,
        ceilings: arguments.ceilings,
        database_urls: arguments.database_urls,
        running: arguments.running,
        questions: questions.map_err(anyhow::Error::msg)?,
        stages: arguments.stages,
        connections: arguments.connections,
        pace: Pace {
            warm_up_seconds: arguments.warm_up,
            measured_seconds: arguments.seconds,
            most_requests: arguments.most_requests,
        },
        seed: arguments.seed,
        small_set: arguments.small_set,
        large_set: arguments.large_set,
    };
    let report = campaign.run(before.as_ref()).await?;
    println!("\n{}", report.verdict_table());
    if let Some(path) = arguments.out {
        report.write(&path)?;
        println!("The report is in {}.", path.display());
    }
    Ok(())
}
