//! The registry measured in turn with its ceilings: on a machine whose throughput has two states, two measurements one after
//! the other tell the states apart more than the programs.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::json;

use super::{Campaign, again, ceilings, first_of};
use crate::{
    Question, cell,
    client::Connection,
    program::Program,
    report::{Answerer, Cell, DatabaseKind, Report, Stage},
    requests::{self, Expected, Requests},
    sample::{Sample, Variables},
    targets::CONNECTIONS,
};

/// Times that each is measured.
const ROUNDS: usize = 5;

/// What is measured in turn.
pub(super) struct Turns<'a> {
    pub(super) campaign: &'a Campaign,
    pub(super) stage: Stage,
    /// Started over PostgreSQL as the stage wants it.
    pub(super) server: &'a Program,
    pub(super) ceilings: &'a Path,
    pub(super) url: &'a str,
    pub(super) variables: &'a Variables,
}

impl Turns<'_> {
    /// Measures every question of the stage.
    pub(super) async fn measure(&self, report: &mut Report) -> Result<()> {
        let small = self.campaign.small(self.variables);
        let ceilings = ceilings::start(self.ceilings, self.url, &small).await?;
        let asked = self.campaign.questions.iter().copied();
        let of_ceilings: Vec<Question> = asked.filter(|question| Question::OF_CEILINGS.contains(question)).collect();
        match self.stage {
            Stage::WarmTurns => {
                for question in of_ceilings {
                    let ours = registry(self.server, DatabaseKind::Postgres, question, &small);
                    cell::ask_each(self.server.address, &ours.requests, usize::MAX).await?;
                    let ceiling = Side::ceiling(&ceilings, Answerer::InMemoryGraphql, question, &small)?;
                    self.in_turn(question.name(), &[ours, ceiling], report).await?;
                }
                Ok(())
            }
            Stage::ColdTurns => {
                let on_sqlite = self.on_sqlite(report).await?;
                for question in of_ceilings {
                    let mut sides = vec![
                        registry(self.server, DatabaseKind::Postgres, question, self.variables),
                        Side::ceiling(&ceilings, Answerer::Sql, question, self.variables)?,
                    ];
                    sides.extend(
                        on_sqlite
                            .as_ref()
                            .map(|(server, variables)| registry(server, DatabaseKind::Sqlite, question, variables)),
                    );
                    self.in_turn(question.name(), &sides, report).await?;
                }
                Ok(())
            }
            _ => self.answers_without_work(&ceilings, report).await,
        }
    }

    /// The same server over the first SQLite file, with what it is asked.
    async fn on_sqlite(&self, report: &Report) -> Result<Option<(Program, Variables)>> {
        let mut urls = self.campaign.database_urls.iter();
        let Some(url) = urls.find(|url| DatabaseKind::of(url) == DatabaseKind::Sqlite) else { return Ok(None) };
        let stages = &report.settings.stages;
        let options = stages.iter().find(|(stage, _)| *stage == self.stage).map(|(_, options)| options.as_slice());
        let server = self.campaign.start(url, options.unwrap_or_default()).await?;
        let target = server.target("/graphql");
        let sample = Sample::draw(&target, self.campaign.seed, self.campaign.large_set).await?;
        Ok(Some((server, sample.variables)))
    }

    /// q6 of a server that keeps no answers, and the same question again of one as it is usually started.
    async fn answers_without_work(&self, ceilings: &Program, report: &mut Report) -> Result<()> {
        if self.campaign.questions.contains(&Question::Q6) {
            let asking = |server: &Program, path| Requests::asking(&server.target(path), Question::Q6, &[json!({})]);
            let sides = [
                Side::of(self.server, Answerer::Registry, asking(self.server, "/graphql")),
                Side::of(ceilings, Answerer::BareGraphql, asking(ceilings, "/bare/graphql")),
            ];
            self.in_turn("q6", &sides, report).await?;
        }
        let usual = self.campaign.start(self.url, &[]).await?;
        let variables = first_of(self.variables, Question::Q2)?;
        let [(name, requests), ..] = again::requests(&usual.target("/graphql"), Question::Q2, variables).await?;
        let length = Connection::open(usual.address).await?.send(requests.next()).await?.body.len();
        let get = requests::get(&ceilings.target(&format!("/static/{length}")), &[], None);
        let sides = [
            Side::of(&usual, Answerer::Registry, requests),
            Side::of(ceilings, Answerer::Static, Requests::new(vec![get], Expected::Success)),
        ];
        self.in_turn(name, &sides, report).await
    }

    /// Of each side the round with the middle throughput, at the number of connections that ratios are taken at.
    async fn in_turn(&self, question: &str, sides: &[Side<'_>], report: &mut Report) -> Result<()> {
        if !self.campaign.connections.contains(&CONNECTIONS) {
            return Ok(());
        }
        let mut rounds: Vec<Vec<_>> = sides.iter().map(|_| Vec::with_capacity(ROUNDS)).collect();
        for _ in 0..ROUNDS {
            for (side, rounds) in sides.iter().zip(&mut rounds) {
                let (servers, program) = ([side.program.address], Some(side.program));
                let pace = &self.campaign.pace;
                rounds.push(cell::measure(&servers, &side.requests, CONNECTIONS, pace, program).await?);
            }
        }
        for (side, mut rounds) in sides.iter().zip(rounds) {
            rounds.sort_by(|a, b| a.requests_per_second.total_cmp(&b.requests_per_second));
            let cell = Cell {
                answerer: side.answerer,
                database: side.database,
                stage: self.stage,
                question: question.to_owned(),
                measured: rounds.into_iter().nth(ROUNDS / 2).context("no round was measured")?,
                resident_bytes: Some(side.program.resident_bytes()?),
                statements_per_request: None,
            };
            println!("{}", cell.row());
            report.cells.push(cell);
        }
        Ok(())
    }
}

struct Side<'a> {
    answerer: Answerer,
    database: DatabaseKind,
    program: &'a Program,
    requests: Requests,
}

impl<'a> Side<'a> {
    fn of(program: &'a Program, answerer: Answerer, requests: Requests) -> Self {
        Self { answerer, database: DatabaseKind::Postgres, program, requests }
    }

    fn ceiling(program: &'a Program, answerer: Answerer, question: Question, variables: &Variables) -> Result<Self> {
        Ok(Self::of(program, answerer, ceilings::requests(program, answerer, question, variables)?))
    }
}

fn registry<'a>(program: &'a Program, database: DatabaseKind, question: Question, variables: &Variables) -> Side<'a> {
    let variables = variables.get(&question).map(Vec::as_slice).unwrap_or_default();
    let requests = Requests::asking(&program.target("/graphql"), question, variables);
    Side { answerer: Answerer::Registry, database, program, requests }
}
