//! `plan-registry migrate`.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{Args, Subcommand};

use super::database::DatabaseArguments;

/// Build, update or take back the tables of the database. Every other command brings them up to date by itself.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    direction: Option<Direction>,

    #[command(flatten)]
    database: DatabaseArguments,
}

#[derive(Debug, Subcommand)]
enum Direction {
    /// Take every step that the database has not taken (the default).
    Up,
    /// Take the newest steps back. What their tables hold is lost.
    Down {
        /// How many steps.
        #[arg(long, value_name = "N", default_value_t = 1)]
        steps: u32,
    },
    /// List the steps and whether the database has taken them. Changes nothing.
    Status,
}

pub(super) async fn run(Arguments { direction, database }: Arguments) -> anyhow::Result<ExitCode> {
    let store = database.connect().await?;
    match direction.unwrap_or(Direction::Up) {
        Direction::Up => store.migrate().await?,
        Direction::Down { steps } => store.migrate_down(Some(steps)).await?,
        Direction::Status => {}
    }
    for step in store.migration_steps().await? {
        let state = if step.is_taken { "taken" } else { "not taken" };
        writeln!(io::stdout(), "{}: {state}", step.name)?;
    }
    store.close().await?;
    Ok(ExitCode::SUCCESS)
}
