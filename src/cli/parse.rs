//! `plan-registry parse`.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use plan_registry::{
    catalogue,
    draft::{
        PlanDraft,
        export::{to_json, to_yaml},
    },
    import::{FileForm, ReadDocument, known_from},
};

use super::{
    document_arguments::DocumentArguments,
    files::Source,
    findings::{finding_line, problem_lines, tell},
};

/// Read a plan document and write down what it seems to say, as a plan file to check, correct and import.
///
/// Reads plain text, Markdown and HTML. The plan file goes to standard output; what is odd about the document, a line for
/// each finding, to standard error. Needs no database: institutions and periods are recognised by the bundled catalogue.
/// Exit code 0: a plan was read, with or without findings; 1: the document cannot be read, or is no plan.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The document, or `-` for standard input.
    #[arg(value_name = "FILE")]
    path: PathBuf,

    /// How the plan file is written.
    #[arg(long, value_enum, default_value_t = Format::Yaml)]
    format: Format,

    #[command(flatten)]
    document: DocumentArguments,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Yaml,
    Json,
}

pub(super) fn run(Arguments { path, format, document }: Arguments) -> anyhow::Result<ExitCode> {
    let source = Source::of(&path).with_context(|| path.display().to_string())?;
    if source.form == FileForm::CaseTable {
        bail!("{}: this is a table: `plan-registry import` stores it", source.name);
    }
    if source.form != FileForm::Document {
        bail!("{}: this is one of the registry's own files already: `plan-registry import` stores it", source.name);
    }
    let bytes = source.read().with_context(|| source.name.clone())?;
    let given = document.given(known_from(&catalogue::prepare_names()?));
    let read = match ReadDocument::read(&source.name, bytes, &given) {
        Ok(read) => read,
        Err(problems) => {
            tell(&problem_lines(&problems))?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let mut draft = read.draft.clone();
    name_file(&mut draft, &source);
    let text = match format {
        Format::Yaml => to_yaml(&draft)?,
        Format::Json => to_json(&draft)?,
    };
    let found = read.findings().iter().map(finding_line).collect();
    // What importing the draft would say is as good to know now.
    let lines = match read.prepare() {
        Ok(prepared) => prepared.findings().iter().map(finding_line).collect(),
        Err(problems) => [found, problem_lines(&problems)].concat(),
    };
    tell(&lines)?;
    io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Names the file of the plan's own document, for a plan file that is saved in the folder that we are in.
fn name_file(draft: &mut PlanDraft, source: &Source) {
    let Some(path) = source.path().and_then(|path| path.to_str()) else { return };
    let own = draft.documents.iter_mut().find(|document| Some(&document.key) == draft.source.as_ref());
    if let Some(document) = own.filter(|document| document.sha256.is_some()) {
        document.file = Some(path.to_owned());
    }
}
