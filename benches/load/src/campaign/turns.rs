//! Answers that cost next to nothing, measured in turn with their ceilings.

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
    sample::Variables,
};

/// Times that each is measured.
const ROUNDS: usize = 5;

/// Measures a server that keeps no answers with q6, and one as it is usually started with the same question again.
pub(super) async fn measure(
    campaign: &Campaign,
    server: &Program,
    ceilings: &Path,
    url: &str,
    large: &Variables,
    report: &mut Report,
) -> Result<()> {
    let ceilings = ceilings::start(ceilings, url, &campaign.small(large)).await?;
    if campaign.questions.contains(&Question::Q6) {
        let asking = |server: &Program, path| Requests::asking(&server.target(path), Question::Q6, &[json!({})]);
        let sides = [
            Side { answerer: Answerer::Registry, program: server, requests: asking(server, "/graphql") },
            Side { answerer: Answerer::BareGraphql, program: &ceilings, requests: asking(&ceilings, "/bare/graphql") },
        ];
        in_turn(campaign, "q6", &sides, report).await?;
    }
    let usual = campaign.start(url, &[]).await?;
    let [(name, requests), ..] =
        again::requests(&usual.target("/graphql"), Question::Q2, first_of(large, Question::Q2)?).await?;
    let length = Connection::open(usual.address).await?.send(requests.next()).await?.body.len();
    let get = requests::get(&ceilings.target(&format!("/static/{length}")), &[], None);
    let sides = [
        Side { answerer: Answerer::Registry, program: &usual, requests },
        Side { answerer: Answerer::Static, program: &ceilings, requests: Requests::new(vec![get], Expected::Success) },
    ];
    in_turn(campaign, name, &sides, report).await
}

struct Side<'a> {
    answerer: Answerer,
    program: &'a Program,
    requests: Requests,
}

/// Of each side the round with the middle throughput.
async fn in_turn(campaign: &Campaign, question: &str, sides: &[Side<'_>; 2], report: &mut Report) -> Result<()> {
    for connections in &campaign.connections {
        let mut rounds = [Vec::with_capacity(ROUNDS), Vec::with_capacity(ROUNDS)];
        for _ in 0..ROUNDS {
            for (side, rounds) in sides.iter().zip(&mut rounds) {
                let servers = [side.program.address];
                let program = Some(side.program);
                rounds.push(cell::measure(&servers, &side.requests, *connections, &campaign.pace, program).await?);
            }
        }
        for (side, mut rounds) in sides.iter().zip(rounds) {
            rounds.sort_by(|a, b| a.requests_per_second.total_cmp(&b.requests_per_second));
            let cell = Cell {
                answerer: side.answerer,
                database: DatabaseKind::Postgres,
                stage: Stage::Turns,
                question: question.to_owned(),
                measured: rounds.into_iter().nth(ROUNDS / 2).context("no round was measured")?,
                resident_bytes: Some(side.program.resident_bytes()?),
                statements_per_request: None,
            };
            println!("{}", cell.row());
            report.cells.push(cell);
        }
    }
    Ok(())
}
