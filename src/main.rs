//! The program `plan-registry`: the command line of the library of the same name.

// async-graphql nests the futures of a query's fields.
#![recursion_limit = "256"]

mod cli;

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    cli::run().await
}
