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
    domain::{language::LanguageTag, study::Study},
    results::{self, ExportOptions, Exports, FileFormat, Results, comparisons},
};

use super::{database::DatabaseArguments, files::write_whole};

/// Answer a comparison with tables: what the API answers, as /export gives it.
///
/// Without a comparison, list what there is. Arguments are those of the API: a slug names a plan, words between commas make a
/// list, `cohort.periods=cn-fyp-14,cn-fyp-15` sets a field, and JSON is taken as it is.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Which comparison, such as theme-coverage; with --study, which question of it, or all.
    #[arg(value_name = "COMPARISON|QUESTION")]
    comparison: Option<String>,

    /// Its arguments, such as groupBy=PERIOD.
    #[arg(value_name = "ARGUMENT=VALUE")]
    arguments: Vec<String>,

    /// Ask the questions of a study again, as of the registry revision that it is pinned to.
    #[arg(long, value_name = "SLUG", conflicts_with = "arguments")]
    study: Option<String>,

    /// An earlier revision of the study.
    #[arg(long, value_name = "NUMBER", requires = "study")]
    study_revision: Option<i32>,

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
    let Arguments {
        comparison,
        arguments,
        study,
        study_revision,
        format,
        table,
        out,
        bom,
        no_readme,
        languages,
        database,
    } = arguments;
    let options = ExportOptions { table, for_spreadsheets: bom, readme: !no_readme };
    if let Some(slug) = study {
        let exports = Exports::new(database.open_existing().await?, Clock::System);
        let study = exports.study(&slug, study_revision).await?;
        let bytes = study_bytes(&exports, &study, comparison.as_deref(), (format, &options), &languages).await?;
        return write(out, &bytes);
    }
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
    write(out, &bytes(&found, format, &options)?)
}

/// One comparison's tables.
fn bytes(found: &Results, format: Format, options: &ExportOptions) -> anyhow::Result<Vec<u8>> {
    Ok(match format {
        Format::Csv => found.file(FileFormat::Csv, options)?.bytes,
        Format::Json => found.file(FileFormat::Json, options)?.bytes,
        Format::Text => {
            let tables = match &options.table {
                Some(_) => vec![found.table(options.table.as_deref())?.clone()],
                None => found.tables.clone(),
            };
            results::text(&tables, options.readme.then_some(&found.readme)).into_bytes()
        }
    })
}

/// The tables of one question of a study, or of all.
async fn study_bytes(
    exports: &Exports,
    study: &Study,
    question: Option<&str>,
    (format, options): (Format, &ExportOptions),
    languages: &[LanguageTag],
) -> anyhow::Result<Vec<u8>> {
    if let Some(key) = question {
        return bytes(&exports.study_question(study, key, languages).await?, format, options);
    }
    if format == Format::Json {
        return Ok(exports.whole_study(study, options, languages).await?.bytes);
    }
    if format == Format::Csv || options.table.is_some() {
        let keys: Vec<&str> = study.questions.iter().map(|question| question.key.as_str()).collect();
        return Err(anyhow!("name one question of the study for one table: {}", keys.join(", ")));
    }
    let mut text = Vec::new();
    for (asked, results) in exports.study_questions(study, languages).await? {
        if !text.is_empty() {
            text.push(b'\n');
        }
        text.extend(format!("# {}\n", asked.key).into_bytes());
        text.extend(bytes(&results, format, options)?);
    }
    Ok(text)
}

fn write(out: Option<PathBuf>, bytes: &[u8]) -> anyhow::Result<ExitCode> {
    match out {
        Some(path) => write_whole(&path, bytes).with_context(|| format!("could not write {}", path.display()))?,
        None => io::stdout().write_all(bytes)?,
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
