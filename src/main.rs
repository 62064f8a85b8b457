//! The program `plan-registry`: the command line of the library of the same name.

mod cli;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    cli::run().await
}
