//! `plan-registry compare`.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context, anyhow};
use clap::{Args, ValueEnum};
use plan_registry::{
    clock::Clock,
    domain::language::LanguageTag,
    results::{self, ExportOptions, Exports, FileFormat, comparisons},
};

use super::{database::DatabaseArguments, files::write_whole};

/// Answer a comparison with tables: what the API answers, as /export gives it.
///
/// Without a comparison, list what there is. Arguments are those of the API: a slug names a plan, words between commas make a
/// list, `cohort.periods=cn-fyp-14,cn-fyp-15` sets a field, and JSON is taken as it is.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Which comparison, such as theme-coverage.
    #[arg(value_name = "COMPARISON")]
    comparison: Option<String>,

    /// Its arguments, such as groupBy=PERIOD.
    #[arg(value_name = "ARGUMENT=VALUE")]
    arguments: Vec<String>,

    /// How the tables are written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// One table alone; as CSV the comparison's main one if left out.
    #[arg(long, value_name = "NAME")]
    table: Option<String>,

    /// Write into a file rather than to the terminal.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// For spreadsheets: a byte order mark in front of CSV, and an apostrophe in front of texts that look like formulas.
    #[arg(long)]
    bom: bool,

    /// Leave out what the table rests on: revision, versions, date and query.
    #[arg(long)]
    no_readme: bool,

    /// Wanted languages of titles and names, best first.
    #[arg(long = "lang", value_name = "TAG", value_delimiter = ',')]
    languages: Vec<LanguageTag>,

    #[command(flatten)]
    database: DatabaseArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Csv,
    Json,
}

pub(super) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Arguments { comparison, arguments, format, table, out, bom, no_readme, languages, database } = arguments;
    let Some(comparison) = comparison else {
        io::stdout().write_all(list().as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    };
    let arguments: Vec<(String, String)> = arguments
        .iter()
        .map(|argument| {
            let (name, value) = argument
                .split_once('=')
                .ok_or_else(|| anyhow!("`{argument}` is no argument: write NAME=VALUE, as in groupBy=PERIOD"))?;
            Ok((name.trim().to_owned(), value.to_owned()))
        })
        .collect::<anyhow::Result<_>>()?;
    let exports = Exports::new(database.open_existing().await?, Clock::System);
    let found = match comparison.as_str() {
        "columns" => results::columns(),
        name => exports.results(Exports::comparison(name)?, &arguments, &languages).await?,
    };
    let options = ExportOptions { table, for_spreadsheets: bom, readme: !no_readme };
    let bytes = match format {
        Format::Csv => found.file(FileFormat::Csv, &options)?.bytes,
        Format::Json => found.file(FileFormat::Json, &options)?.bytes,
        Format::Text => {
            let tables = match &options.table {
                Some(_) => vec![found.table(options.table.as_deref())?.clone()],
                None => found.tables.clone(),
            };
            results::text(&tables, options.readme.then_some(&found.readme)).into_bytes()
        }
    };
    match out {
        Some(path) => write_whole(&path, &bytes).with_context(|| format!("could not write {}", path.display()))?,
        None => io::stdout().write_all(&bytes)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The comparisons, their arguments and their tables.
fn list() -> String {
    let mut text = String::new();
    for comparison in comparisons() {
        let arguments: Vec<String> = comparison
            .arguments()
            .into_iter()
            .map(|(name, is_required)| if is_required { name } else { format!("[{name}]") })
            .collect();
        let tables: Vec<&str> = comparison.tables.iter().map(|table| table.name).collect();
        text.push_str(&format!(
            "{}: {}\n    arguments: {}\n    tables: {}, caveats\n",
            comparison.name,
            comparison.description,
            arguments.join(" "),
            tables.join(", ")
        ));
    }
    text
}
