//! The program `plan-registry`: the command line of the library of the same name.

// async-graphql nests the futures of a query's fields.
#![recursion_limit = "256"]

mod cli;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    cli::run().await
}
