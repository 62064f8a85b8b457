//! `plan-registry schema`.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::Args;
use plan_registry::{
    draft::{annotation_file_schema, catalogue_file_schema, plan_file_schema, study_file_schema},
    graphql,
};

/// Print the schema of the API (GraphQL), or the JSON Schema of a kind of file.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    file: FileArguments,
}

#[derive(Debug, Args)]
#[group(multiple = false)]
struct FileArguments {
    /// The JSON Schema of plan files.
    #[arg(long)]
    plan_file: bool,

    /// The JSON Schema of catalogue files.
    #[arg(long)]
    catalogue_file: bool,

    /// The JSON Schema of annotation files.
    #[arg(long)]
    annotation_file: bool,

    /// The JSON Schema of study files.
    #[arg(long)]
    study_file: bool,
}

pub(super) fn run(Arguments { file }: Arguments) -> anyhow::Result<ExitCode> {
    let FileArguments { plan_file, catalogue_file, annotation_file, study_file } = file;
    let schema = match (plan_file, catalogue_file, annotation_file, study_file) {
        (true, _, _, _) => Some(plan_file_schema()),
        (_, true, _, _) => Some(catalogue_file_schema()),
        (_, _, true, _) => Some(annotation_file_schema()),
        (_, _, _, true) => Some(study_file_schema()),
        _ => None,
    };
    let text = match schema {
        Some(schema) => serde_json::to_string_pretty(&schema)? + "\n",
        None => graphql::sdl(),
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
