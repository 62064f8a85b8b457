//! Tests of the module as a whole.

mod accepting;
mod case_tables;
mod controls;
mod documents;
mod messages;
mod reading;
mod round_trip;
pub(crate) mod strategies;
mod studies;

use super::{
    Places, PlanDraft, PlanFileContent, ReadFile, RegistryFile, accept_annotations, accept_catalogue, accept_plan,
    accept_study, read,
};

/// The plan of docs/plan-file.md, shortened: what most tests begin with.
pub(crate) const PLAN: &str = include_str!("plan.yaml");

/// What the module says of a file: the problems that keep it out, or its findings, one a line.
fn said_of(file_name: &str, text: &str) -> String {
    let findings = match read(file_name, text.as_bytes()) {
        Err(error) => return error.to_string(),
        Ok(ReadFile { content: RegistryFile::Plan(draft), places }) => {
            accept_plan(*draft, &places).map(|content| content.findings)
        }
        Ok(ReadFile { content: RegistryFile::Catalogue(draft), places }) => {
            accept_catalogue(*draft, &places).map(|content| content.findings)
        }
        Ok(ReadFile { content: RegistryFile::Annotations(draft), places }) => {
            accept_annotations(*draft, &places).map(|content| content.findings)
        }
        Ok(ReadFile { content: RegistryFile::Study(draft), places }) => {
            accept_study(*draft, &places).map(|content| content.findings)
        }
    };
    match findings {
        Err(error) => error.to_string(),
        Ok(findings) => findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

/// A plan's draft, or why there is none.
pub(crate) fn draft_of(text: &str) -> Result<PlanDraft, String> {
    match read("plan.yaml", text.as_bytes()).map_err(|error| error.to_string())?.content {
        RegistryFile::Plan(draft) => Ok(*draft),
        other => Err(format!("not a plan: {other:?}")),
    }
}

/// A plan's content, or why there is none.
fn plan_of(text: &str) -> Result<PlanFileContent, String> {
    let places = Places::of_text("plan.yaml", text);
    accept_plan(draft_of(text)?, &places).map_err(|error| error.to_string())
}

/// The places of a program's own draft.
fn nowhere() -> Places {
    Places::unknown("draft")
}
