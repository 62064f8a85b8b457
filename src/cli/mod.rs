//! The command line: one file for each command.

mod compare;
mod database;
mod demo_data;
mod document_arguments;
mod error;
mod export;
mod files;
mod findings;
mod health;
mod import;
mod migrate;
mod parse;
mod schema;
mod serve;
mod welcome;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Holds libraries' strategic plans under one schema and compares them.
#[derive(Debug, Parser)]
#[command(name = "plan-registry", version, arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

// What each command does is said with its arguments.
#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Arguments),
    Parse(parse::Arguments),
    Import(import::Arguments),
    Export(export::Arguments),
    Compare(compare::Arguments),
    Schema(schema::Arguments),
    DemoData(demo_data::Arguments),
    Migrate(migrate::Arguments),
    Health(health::Arguments),
}

/// Does what the command line says. 0: all is well; 1: something failed; 2: the command line makes no sense.
pub(crate) async fn run() -> ExitCode {
    let CommandLine { command } = CommandLine::parse();
    let outcome = match command {
        Command::Serve(arguments) => serve::run(arguments).await,
        Command::Parse(arguments) => parse::run(arguments),
        Command::Import(arguments) => import::run(arguments).await,
        Command::Export(arguments) => export::run(arguments).await,
        Command::Compare(arguments) => compare::run(arguments).await,
        Command::Schema(arguments) => schema::run(arguments),
        Command::DemoData(arguments) => demo_data::run(arguments).await,
        Command::Migrate(arguments) => migrate::run(arguments).await,
        Command::Health(arguments) => health::run(arguments).await,
    };
    match outcome {
        Ok(code) => code,
        // Whoever reads our output has heard enough, as `head` does.
        Err(error) if error::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", error::one_line(&error));
            ExitCode::FAILURE
        }
    }
}
