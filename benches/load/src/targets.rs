//! What was to be reached, as ratios within one run on one machine.

use serde::{Deserialize, Serialize};

use crate::report::{Answerer, Cell, DatabaseKind, Report, Stage};

/// One thing to reach.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Verdict {
    /// What it is.
    pub name: String,
    /// Where the limit is.
    pub limit: f64,
    /// Whether less is better.
    pub at_most: bool,
    /// What was measured. Null: it was not.
    pub measured: Option<f64>,
    /// Whether it was reached. Null: not measured.
    pub is_reached: Option<bool>,
}

/// Connections that ratios are taken at, where nothing else is said.
pub(crate) const CONNECTIONS: usize = 16;

/// From so much on a median has grown with the number of plans: below it lies the noise of two runs.
const GROWTH: f64 = 1.25;

impl Verdict {
    fn at_least(name: impl Into<String>, limit: f64, measured: Option<f64>) -> Self {
        Self {
            name: name.into(),
            limit,
            at_most: false,
            measured,
            is_reached: measured.map(|measured| measured >= limit),
        }
    }

    fn at_most(name: impl Into<String>, limit: f64, measured: Option<f64>) -> Self {
        Self {
            name: name.into(),
            limit,
            at_most: true,
            measured,
            is_reached: measured.map(|measured| measured <= limit),
        }
    }
}

/// What was worked out before is kept, or everything is worked out anew.
const KEPT_OR_NOT: [(Stage, &str); 2] = [(Stage::Warm, "asked before"), (Stage::Cold, "worked out anew")];

/// Holds a run against what was to be reached; `before` is a run over fewer plans.
pub fn judge(report: &Report, before: Option<&Report>) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    cohorts(report, before, &mut verdicts);
    single_plans(report, &mut verdicts);
    requests_without_work(report, &mut verdicts);
    for (stage, how) in KEPT_OR_NOT {
        let search = registry(report, DatabaseKind::Postgres, stage, "q7", CONNECTIONS);
        verdicts.push(Verdict::at_most(format!("q7 median, {how}, ms"), 50.0, search.map(|cell| cell.measured.p50_ms)));
    }
    starts(report, &mut verdicts);
    verdicts
}

fn registry<'a>(
    report: &'a Report,
    database: DatabaseKind,
    stage: Stage,
    question: &str,
    connections: usize,
) -> Option<&'a Cell> {
    report.cell(Answerer::Registry, database, stage, question, connections)
}

fn ceiling<'a>(report: &'a Report, answerer: Answerer, stage: Stage, question: &str) -> Option<&'a Cell> {
    report.cell(answerer, DatabaseKind::Postgres, stage, question, CONNECTIONS)
}

fn throughput(ours: Option<&Cell>, ceiling: Option<&Cell>) -> Option<f64> {
    Some(ours?.measured.requests_per_second / ceiling?.measured.requests_per_second)
}

fn cohorts(report: &Report, before: Option<&Report>, verdicts: &mut Vec<Verdict>) {
    for (question, (stage, how)) in
        ["q4", "q5"].into_iter().flat_map(|question| KEPT_OR_NOT.map(|kept_or_not| (question, kept_or_not)))
    {
        let median =
            |report| registry(report, DatabaseKind::Postgres, stage, question, 1).map(|cell| cell.measured.p50_ms);
        let now = median(report);
        verdicts.push(Verdict::at_most(format!("{question} median at one connection, {how}, ms"), 2.0, now));
        let plans = |report: &Report| report.plan_count(DatabaseKind::Postgres).unwrap_or_default();
        if let Some(before) = before {
            let name = format!("{question} median, {how}, over {} plans ÷ over {} plans", plans(report), plans(before));
            let growth = now.zip(median(before)).map(|(now, before)| now / before);
            verdicts.push(Verdict::at_most(name, GROWTH, growth));
        }
    }
}

fn single_plans(report: &Report, verdicts: &mut Vec<Verdict>) {
    const QUESTIONS: [&str; 3] = ["q1", "q2", "q3"];
    let ours = |database, stage, question| registry(report, database, stage, question, CONNECTIONS);
    for question in QUESTIONS {
        let in_memory = ceiling(report, Answerer::InMemoryGraphql, Stage::WarmTurns, question);
        let warm = ours(DatabaseKind::Postgres, Stage::WarmTurns, question);
        verdicts.push(Verdict::at_least(
            format!("{question} warm ÷ in-memory async-graphql, requests/s"),
            0.8,
            throughput(warm, in_memory),
        ));
        let p99 = warm.zip(in_memory).map(|(warm, ceiling)| warm.measured.p99_ms / ceiling.measured.p99_ms);
        verdicts.push(Verdict::at_most(format!("{question} warm ÷ in-memory async-graphql, p99"), 1.25, p99));
    }
    for question in QUESTIONS {
        let single = ceiling(report, Answerer::Sql, Stage::ColdTurns, question);
        let cold = ours(DatabaseKind::Postgres, Stage::ColdTurns, question);
        verdicts.push(Verdict::at_least(
            format!("{question} cold ÷ single SQL statement, requests/s"),
            0.5,
            throughput(cold, single),
        ));
        verdicts.push(Verdict::at_least(
            format!("{question} cold on SQLite ÷ on PostgreSQL, requests/s"),
            0.5,
            throughput(ours(DatabaseKind::Sqlite, Stage::ColdTurns, question), cold),
        ));
    }
}

fn requests_without_work(report: &Report, verdicts: &mut Vec<Verdict>) {
    let ours = |stage, question| registry(report, DatabaseKind::Postgres, stage, question, CONNECTIONS);
    verdicts.push(Verdict::at_least(
        "q6 ÷ bare async-graphql, requests/s",
        0.9,
        throughput(ours(Stage::Turns, "q6"), ceiling(report, Answerer::BareGraphql, Stage::Turns, "q6")),
    ));
    verdicts.push(Verdict::at_least(
        "q9a (asked again by POST) ÷ static answer of the same size, requests/s",
        0.5,
        throughput(ours(Stage::Turns, "q9a"), ceiling(report, Answerer::Static, Stage::Turns, "q9a")),
    ));
    for (question, name) in [("q9b", "GET"), ("q9c", "persisted GET")] {
        let statements = ours(Stage::Again, question).and_then(|cell| cell.statements_per_request);
        // A server also asks from time to time whether there is something new.
        verdicts.push(Verdict::at_most(
            format!("{question} (304 by {name}), SQL statements a request"),
            0.01,
            statements,
        ));
    }
}

fn starts(report: &Report, verdicts: &mut Vec<Verdict>) {
    for database in [DatabaseKind::Postgres, DatabaseKind::Sqlite] {
        let starts = report.starts.iter().filter(|start| start.database == database);
        let slowest = starts.map(|start| start.ready_seconds).reduce(f64::max);
        verdicts.push(Verdict::at_most(format!("{}: ready after, seconds", database.name()), 3.0, slowest));
        // Without caches, so that what they hold does not have to be taken off.
        let cold = report.cells.iter().filter(|cell| {
            (cell.answerer, cell.database, cell.stage) == (Answerer::Registry, database, Stage::Cold)
                && cell.measured.connections <= CONNECTIONS
        });
        let most = cold.filter_map(|cell| cell.resident_bytes).map(|bytes| bytes as f64 / 1e6).reduce(f64::max);
        verdicts.push(Verdict::at_most(format!("{}: memory without caches, MB", database.name()), 300.0, most));
    }
}
