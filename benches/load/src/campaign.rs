//! All measurements of one run.

mod again;
mod ceilings;
mod turns;

use std::{net::SocketAddr, path::PathBuf};

use anyhow::{Context, Result, bail};

use self::turns::Turns;
use crate::{
    Question,
    cell::{self, Pace},
    client::Connection,
    machine::Machine,
    program::{self, Program},
    report::{self, Answerer, Cell, DatabaseKind, MeasuredDatabase, Report, Settings, Stage, Start},
    requests::{self, Requests, Target},
    sample::{Sample, Variables},
    statements::StatementCount,
    targets,
};

/// What is measured.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// The program that is measured.
    pub server: PathBuf,
    /// The program with the ceilings; without it there are no ratios.
    pub ceilings: Option<PathBuf>,
    /// Filled databases.
    pub database_urls: Vec<String>,
    /// Servers of one registry that are running already; connections go to each in turn.
    pub running: Vec<SocketAddr>,
    /// The questions.
    pub questions: Vec<Question>,
    /// The stages.
    pub stages: Vec<Stage>,
    /// Numbers of connections.
    pub connections: Vec<usize>,
    /// How long each measurement takes.
    pub pace: Pace,
    /// What variables are drawn by.
    pub seed: u64,
    /// Variables of a small set.
    pub small_set: usize,
    /// Variables of a large set, at most.
    pub large_set: usize,
}

/// Requests that statements are counted over.
const COUNTED_REQUESTS: usize = 100;

impl Campaign {
    /// Measures everything and prints each line as it is known.
    ///
    /// # Errors
    /// The first answer that is not what it must be, or what keeps a server from running.
    pub async fn run(&self, before: Option<&Report>) -> Result<Report> {
        let mut missing_options = Vec::new();
        let started = if self.database_urls.is_empty() { &[][..] } else { &[ANSWERS, PLANS] };
        for option in started {
            if !program::knows(&self.server, option)? {
                println!("The program has no {option}: there is nothing to turn off.");
                missing_options.push((*option).to_owned());
            }
        }
        let stages =
            self.stages.iter().map(|stage| (*stage, stage_options(*stage, &missing_options))).collect::<Vec<_>>();
        let settings = Settings {
            pace: self.pace.clone(),
            seed: self.seed,
            small_set: self.small_set,
            large_set: self.large_set,
            stages,
            missing_options,
        };
        let mut report = Report {
            machine: Machine::here()?,
            settings,
            databases: Vec::new(),
            starts: Vec::new(),
            cells: Vec::new(),
            verdicts: Vec::new(),
        };
        for url in &self.database_urls {
            self.measure_database(url, &mut report).await.with_context(|| format!("measuring {url}"))?;
        }
        if let Some(first) = self.running.first() {
            let target = Target { address: *first, path: "/graphql".to_owned() };
            self.measure_running(&target, &mut report).await?;
        }
        report.verdicts = targets::judge(&report, before);
        Ok(report)
    }

    async fn measure_database(&self, url: &str, report: &mut Report) -> Result<()> {
        let database = DatabaseKind::of(url);
        let statements = StatementCount::of(url).await?;
        let mut large = None;
        for (stage, options) in report.settings.stages.clone() {
            if stage.is_in_turn() && (self.ceilings.is_none() || database != DatabaseKind::Postgres) {
                continue;
            }
            let server = self.start(url, &options).await?;
            report.starts.push(Start {
                database,
                stage,
                ready_seconds: server.ready_seconds,
                resident_bytes: server.resident_bytes()?,
            });
            let target = server.target("/graphql");
            if large.is_none() {
                let sample = Sample::draw(&target, self.seed, self.large_set).await?;
                report.databases.push(MeasuredDatabase {
                    kind: database,
                    version: statements.database_version().await?,
                    size: sample.size,
                    statements_unknown: match &statements {
                        StatementCount::Postgres(_) => None,
                        StatementCount::Unknown(reason) => Some(reason.clone()),
                    },
                });
                if let (Some(path), DatabaseKind::Postgres) = (&self.ceilings, database) {
                    ceilings::check(path, url, &self.small(&sample.variables))?;
                }
                large = Some(sample.variables);
            }
            let Some(large) = &large else { continue };
            println!("\n{}", report::table_head());
            let place = Place {
                servers: &[server.address],
                program: Some(&server),
                database,
                stage,
                answerer: Answerer::Registry,
            };
            match stage {
                Stage::Again => {
                    let variables = first_of(large, Question::Q2)?;
                    for (name, requests) in again::requests(&target, Question::Q2, variables).await? {
                        self.measure(&place, name, &requests, &statements, report).await?;
                    }
                }
                Stage::Turns | Stage::WarmTurns | Stage::ColdTurns => {
                    if let Some(ceilings) = &self.ceilings {
                        let turns = Turns { campaign: self, stage, server: &server, ceilings, url, variables: large };
                        turns.measure(report).await?;
                    }
                }
                Stage::Usual | Stage::Warm | Stage::Cold => {
                    let small = self.small(large);
                    let variables = if stage == Stage::Warm { &small } else { large };
                    self.ask_all(&place, &target, variables, &statements, report).await?;
                }
            }
        }
        if let (Some(path), Some(large), DatabaseKind::Postgres) = (&self.ceilings, &large, database) {
            ceilings::measure(self, path, url, large, &self.small(large), report).await?;
        }
        Ok(())
    }

    /// What was started by others is measured as it is: nothing is known of its database and its memory.
    async fn measure_running(&self, target: &Target, report: &mut Report) -> Result<()> {
        let sample = Sample::draw(target, self.seed, self.large_set).await?;
        let reason = "the servers were running already".to_owned();
        report.databases.push(MeasuredDatabase {
            kind: DatabaseKind::Unknown,
            version: None,
            size: sample.size,
            statements_unknown: Some(reason.clone()),
        });
        let (servers, stage) = (self.running.as_slice(), Stage::Usual);
        let place =
            Place { servers, program: None, database: DatabaseKind::Unknown, stage, answerer: Answerer::Registry };
        println!("\n{}", report::table_head());
        self.ask_all(&place, target, &sample.variables, &StatementCount::Unknown(reason), report).await
    }

    /// Every question of a stage.
    async fn ask_all(
        &self,
        place: &Place<'_>,
        target: &Target,
        variables: &Variables,
        statements: &StatementCount,
        report: &mut Report,
    ) -> Result<()> {
        for question in self.questions.iter().copied() {
            check_one(target, question, first_of(variables, question)?).await?;
            let asked = variables.get(&question).map(Vec::as_slice).unwrap_or_default();
            let requests = Requests::asking(target, question, asked);
            if place.stage == Stage::Warm {
                cell::ask_each(target.address, &requests, usize::MAX).await?;
            }
            self.measure(place, question.name(), &requests, statements, report).await?;
        }
        Ok(())
    }

    async fn start(&self, url: &str, options: &[String]) -> Result<Program> {
        let mut arguments = vec!["serve".to_owned(), "--database-url".to_owned(), url.to_owned()];
        arguments.extend_from_slice(options);
        Program::start(&self.server, &arguments).await
    }

    /// A question at each number of connections, and the statements that it takes.
    async fn measure(
        &self,
        place: &Place<'_>,
        question: &str,
        requests: &Requests,
        statements: &StatementCount,
        report: &mut Report,
    ) -> Result<()> {
        let Place { servers, program, database, stage, answerer } = *place;
        let first = *servers.first().context("no server is to be asked")?;
        let before = statements.now().await?;
        let n_asked = cell::ask_each(first, requests, COUNTED_REQUESTS).await?;
        let after = statements.now().await?;
        let statements_per_request = before.zip(after).map(|(before, after)| (after - before) as f64 / n_asked as f64);
        for connections in &self.connections {
            let measured = cell::measure(servers, requests, *connections, &self.pace, program).await?;
            let cell = Cell {
                answerer,
                database,
                stage,
                question: question.to_owned(),
                measured,
                resident_bytes: program.map(Program::resident_bytes).transpose()?,
                statements_per_request,
            };
            println!("{}", cell.row());
            report.cells.push(cell);
        }
        Ok(())
    }

    fn small(&self, large: &Variables) -> Variables {
        large
            .iter()
            .map(|(question, variables)| (*question, variables.iter().take(self.small_set).cloned().collect()))
            .collect()
    }
}

/// Where a measurement is made.
#[derive(Clone, Copy)]
struct Place<'a> {
    servers: &'a [SocketAddr],
    /// Whose memory is measured.
    program: Option<&'a Program>,
    database: DatabaseKind,
    stage: Stage,
    answerer: Answerer,
}

const ANSWERS: &str = "--response-cache-bytes";
const PLANS: &str = "--plan-cache-bytes";

/// Turns off the caches that would answer in the place of what a stage measures.
fn stage_options(stage: Stage, missing: &[String]) -> Vec<String> {
    let off: &[&str] = match stage {
        Stage::Usual | Stage::Again => &[],
        Stage::Warm | Stage::Turns | Stage::WarmTurns => &[ANSWERS],
        Stage::Cold | Stage::ColdTurns => &[ANSWERS, PLANS],
    };
    let known = off.iter().filter(|option| !missing.iter().any(|missing| missing == *option));
    known.flat_map(|option| [(*option).to_owned(), "0".to_owned()]).collect()
}

fn first_of(variables: &Variables, question: Question) -> Result<&serde_json::Value> {
    let first = variables.get(&question).and_then(|variables| variables.first());
    first.with_context(|| format!("the registry holds nothing to ask {} about: fill it first", question.name()))
}

/// Reads one answer whole, so that nulls and empty lists do not pass for answers.
async fn check_one(target: &Target, question: Question, variables: &serde_json::Value) -> Result<()> {
    let mut connection = Connection::open(target.address).await?;
    let answer = connection.send(&requests::post(target, question.document(), variables)).await?;
    let body: serde_json::Value = serde_json::from_slice(answer.body)?;
    if answer.status != 200 || body.get("errors").is_some() || !question.is_answered(&body["data"]) {
        bail!("{} with {variables} is not answered: status {}, {body}", question.name(), answer.status);
    }
    Ok(())
}
