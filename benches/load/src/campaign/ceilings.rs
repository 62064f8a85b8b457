//! The ceilings, measured beside the registry over the same database.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::{Campaign, Place};
use crate::{
    Question,
    program::Program,
    report::{Answerer, DatabaseKind, Report, Stage},
    requests::{self, Expected, Requests, Target},
    sample::Variables,
    statements::StatementCount,
};

/// Makes sure that the ceilings give the registry's own answers: a ceiling that answers something else is none.
pub(super) fn check(path: &Path, url: &str, small: &Variables) -> Result<()> {
    let (file, arguments) = arguments(url, small)?;
    let checked = Command::new(path).args(&arguments).arg("--check").status();
    std::fs::remove_file(&file)?;
    if !checked.with_context(|| format!("cannot start {}: build it first", path.display()))?.success() {
        bail!("the ceilings do not give the registry's own answers");
    }
    Ok(())
}

/// What the ceilings are started with, and the file that tells them what will be asked.
fn arguments(url: &str, small: &Variables) -> Result<(PathBuf, Vec<String>)> {
    let file = std::env::temp_dir().join(format!("plan-registry-load-{}.json", std::process::id()));
    std::fs::write(&file, serde_json::to_vec(small)?).with_context(|| format!("cannot write {}", file.display()))?;
    let arguments = ["--database-url", url, "--variables", &file.to_string_lossy()].map(str::to_owned).to_vec();
    Ok((file, arguments))
}

/// Starts the ceilings.
pub(super) async fn start(path: &Path, url: &str, small: &Variables) -> Result<Program> {
    let (file, arguments) = arguments(url, small)?;
    let server = Program::start(path, &arguments).await;
    std::fs::remove_file(&file)?;
    server
}

/// Measures each ceiling as the registry was measured: those in memory with the small set, SQL with the large one.
pub(super) async fn measure(
    campaign: &Campaign,
    path: &Path,
    url: &str,
    large: &Variables,
    small: &Variables,
    report: &mut Report,
) -> Result<()> {
    let server = start(path, url, small).await?;
    let servers = [server.address];
    let uncounted = StatementCount::Unknown("the ceilings are not counted".to_owned());
    let place = |stage, answerer| Place {
        servers: &servers,
        program: Some(&server),
        database: DatabaseKind::Postgres,
        stage,
        answerer,
    };
    let asked = campaign.questions.iter().copied();
    for question in asked.filter(|question| Question::OF_CEILINGS.contains(question)) {
        for (answerer, stage, set) in [
            (Answerer::InMemoryGraphql, Stage::Warm, small),
            (Answerer::BareGraphql, Stage::Warm, small),
            (Answerer::Json, Stage::Warm, small),
            (Answerer::Sql, Stage::Cold, large),
        ] {
            if !campaign.stages.contains(&stage) {
                continue;
            }
            let requests = requests(&server, answerer, question, set)?;
            campaign.measure(&place(stage, answerer), question.name(), &requests, &uncounted, report).await?;
        }
    }
    Ok(())
}

/// What a ceiling is asked.
pub(super) fn requests(
    server: &Program,
    answerer: Answerer,
    question: Question,
    variables: &Variables,
) -> Result<Requests> {
    let variables = variables.get(&question).map(Vec::as_slice).unwrap_or_default();
    let graphql = |path| Requests::asking(&server.target(path), question, variables);
    Ok(match answerer {
        Answerer::InMemoryGraphql => graphql("/guarded/graphql"),
        Answerer::BareGraphql => graphql("/bare/graphql"),
        Answerer::Json => named(&server.target("/json"), question, variables),
        Answerer::Sql => named(&server.target("/sql"), question, variables),
        Answerer::Registry | Answerer::Static => bail!("{} is no ceiling of {}", answerer.name(), question.name()),
    })
}

/// Requests that name their question, for answerers that read no GraphQL.
fn named(target: &Target, question: Question, variables: &[Value]) -> Requests {
    let body = |variables: &Value| json!({ "question": question.name(), "variables": variables });
    let bytes = variables.iter().map(|variables| requests::post_body(target, &body(variables))).collect();
    Requests::new(bytes, Expected::Data)
}
