//! What a run says: a table for people, JSON for the repository.

use std::{fmt::Write, path::Path};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::{
    cell::{Measured, Pace},
    machine::Machine,
    sample::Size,
    targets::Verdict,
};

/// A whole run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// Where and when.
    pub machine: Machine,
    /// How it was measured.
    pub settings: Settings,
    /// The databases, in the order measured.
    pub databases: Vec<MeasuredDatabase>,
    /// Every start of a server.
    pub starts: Vec<Start>,
    /// Every measurement.
    pub cells: Vec<Cell>,
    /// What was to be reached, and whether it was.
    pub verdicts: Vec<Verdict>,
}

/// How it was measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// Seconds and requests of each measurement.
    pub pace: Pace,
    /// What variables were drawn by.
    pub seed: u64,
    /// Variables of a small set.
    pub small_set: usize,
    /// Variables of a large set, at most.
    pub large_set: usize,
    /// Options of the server in each stage; those that it does not know are left out and stand in `missing_options`.
    pub stages: Vec<(Stage, Vec<String>)>,
    /// Options that the server does not have, so that there is nothing to turn off.
    pub missing_options: Vec<String>,
}

/// How a registry is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// As it is started without options, with a large set of variables.
    Usual,
    /// A small set of variables, with the cache of plans and without that of answers.
    Warm,
    /// A large set of variables without either cache.
    Cold,
    /// The same question again.
    Again,
    /// Where an answer costs next to nothing: the registry and its ceiling in turn, several rounds, the middle one counts.
    /// Which of two processors a thread wakes on would otherwise decide. For q6 no answers are kept; for q9a the server is
    /// started without options.
    Turns,
    /// As warm, the registry and its ceiling in turn.
    WarmTurns,
    /// As cold, the registry on each database and its ceiling in turn.
    ColdTurns,
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Warm, Self::Cold, Self::Usual, Self::Again, Self::Turns, Self::WarmTurns, Self::ColdTurns];

    /// Whether the registry is measured in turn with its ceilings.
    pub fn is_in_turn(self) -> bool {
        matches!(self, Self::Turns | Self::WarmTurns | Self::ColdTurns)
    }

    /// Its name in tables and files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Warm => "warm",
            Self::Cold => "cold",
            Self::Again => "again",
            Self::Turns => "turns",
            Self::WarmTurns => "warm-turns",
            Self::ColdTurns => "cold-turns",
        }
    }
}

/// What answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answerer {
    /// The program that is measured.
    Registry,
    /// async-graphql over data in memory, behind the registry's own endpoint and guard.
    InMemoryGraphql,
    /// async-graphql over data in memory, behind an endpoint of a few lines.
    BareGraphql,
    /// JSON written by hand from data in memory.
    Json,
    /// One SQL statement that gives the JSON.
    Sql,
    /// An answer that is always the same, as long as the registry's.
    Static,
}

impl Answerer {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::InMemoryGraphql => "in-memory graphql",
            Self::BareGraphql => "bare graphql",
            Self::Json => "json by hand",
            Self::Sql => "single sql",
            Self::Static => "static",
        }
    }
}

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DatabaseKind {
    /// PostgreSQL.
    Postgres,
    /// SQLite.
    Sqlite,
    /// That of servers which were running already.
    Unknown,
}

impl DatabaseKind {
    /// By the address.
    pub fn of(url: &str) -> Self {
        if url.starts_with("sqlite:") { Self::Sqlite } else { Self::Postgres }
    }

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Sqlite => "sqlite",
            Self::Unknown => "unknown",
        }
    }
}

/// A database that was measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MeasuredDatabase {
    /// Which.
    pub kind: DatabaseKind,
    /// Version of the server. Null: it is part of the program.
    pub version: Option<String>,
    /// What the registry holds.
    pub size: Size,
    /// Why statements are not counted. Null: they are.
    pub statements_unknown: Option<String>,
}

/// A start of a server on a filled database.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Start {
    /// The database.
    pub database: DatabaseKind,
    /// What it was started for.
    pub stage: Stage,
    /// From its start until it said that it can answer. Unit: seconds.
    pub ready_seconds: f64,
    /// Memory once it could. Unit: bytes.
    pub resident_bytes: u64,
}

/// One measurement.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cell {
    /// What answered.
    pub answerer: Answerer,
    /// Over which database.
    pub database: DatabaseKind,
    /// How.
    pub stage: Stage,
    /// Which question: `q1` to `q8`, `q9a` (by POST), `q9b` (GET with the answer's tag), `q9c` (the same, persisted).
    pub question: String,
    /// What came of it.
    #[serde(flatten)]
    pub measured: Measured,
    /// Memory of the server after it. Unit: bytes. Null: it was not started by the runner.
    pub resident_bytes: Option<u64>,
    /// SQL statements for each request. Null: not counted.
    pub statements_per_request: Option<f64>,
}

impl Report {
    /// The measurement of a question, if it was made.
    pub fn cell(
        &self,
        answerer: Answerer,
        database: DatabaseKind,
        stage: Stage,
        question: &str,
        connections: usize,
    ) -> Option<&Cell> {
        self.cells.iter().find(|cell| {
            (cell.answerer, cell.database, cell.stage, cell.measured.connections)
                == (answerer, database, stage, connections)
                && cell.question == question
        })
    }

    /// Plans of the registry measured on a database.
    pub fn plan_count(&self, database: DatabaseKind) -> Option<u64> {
        self.databases.iter().find(|measured| measured.kind == database).map(|measured| measured.size.plan_count)
    }

    /// Reads a report.
    ///
    /// # Errors
    /// When the file is none.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_slice(&bytes).with_context(|| format!("{} is no report of a run", path.display()))
    }

    /// Writes it down.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let text = serde_json::to_string_pretty(self)? + "\n";
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    /// The table of verdicts.
    pub fn verdict_table(&self) -> String {
        let mut text = format!("{:<74} {:>11} {:>11}\n", "what was to be reached", "limit", "measured");
        for verdict in &self.verdicts {
            let mark = match verdict.is_reached {
                Some(true) => "reached",
                Some(false) => "NOT REACHED",
                None => "not measured",
            };
            let measured = verdict.measured.map_or_else(|| "-".to_owned(), |measured| format!("{measured:.3}"));
            let limit = format!("{} {}", if verdict.at_most { "≤" } else { "≥" }, verdict.limit);
            // Writing to a string does not fail.
            let _ = writeln!(text, "{:<74} {limit:>11} {measured:>11}  {mark}", verdict.name);
        }
        text
    }
}

/// The head of the table of measurements.
pub fn table_head() -> String {
    format!(
        "{:<9} {:<10} {:<18} {:<5} {:>5} {:>10} {:>9} {:>9} {:>9} {:>8} {:>10} {:>9}",
        "database",
        "stage",
        "answerer",
        "what",
        "conn",
        "requests/s",
        "p50 ms",
        "p99 ms",
        "cpu ms",
        "RSS MB",
        "statements",
        "bytes"
    )
}

impl Cell {
    /// A row of the table of measurements.
    pub fn row(&self) -> String {
        let Measured { connections, requests_per_second, p50_ms, p99_ms, mean_body_bytes, .. } = &self.measured;
        let resident = self.resident_bytes.map_or_else(|| "-".to_owned(), |bytes| format!("{:.1}", bytes as f64 / 1e6));
        let processor = self.measured.processor_ms.map_or_else(|| "-".to_owned(), |time| format!("{time:.4}"));
        let statements = self.statements_per_request.map_or_else(|| "-".to_owned(), |count| format!("{count:.2}"));
        format!(
            "{:<9} {:<10} {:<18} {:<5} {connections:>5} {requests_per_second:>10.0} {p50_ms:>9.3} {p99_ms:>9.3} {processor:>9} {resident:>8} {statements:>10} {mean_body_bytes:>9}",
            self.database.name(),
            self.stage.name(),
            self.answerer.name(),
            self.question,
        )
    }
}
