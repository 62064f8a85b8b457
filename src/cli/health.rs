//! `plan-registry health`.

use std::process::ExitCode;

use clap::Args;
use plan_registry::http::probe;

/// Ask a running server whether it can answer. Exit code 0: it can; 1: it cannot, or nobody is there.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The address to ask.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080/health/ready")]
    url: String,
}

pub(super) async fn run(Arguments { url }: Arguments) -> anyhow::Result<ExitCode> {
    probe(&url).await?;
    Ok(ExitCode::SUCCESS)
}
