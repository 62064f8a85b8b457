//! `plan-registry import`.

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use plan_registry::{
    catalogue,
    clock::Clock,
    draft::{FileError, Finding, Severity},
    import::{self, ImportError, Imported, ImportedFile, Prepared, Rehearsal},
    store::{Published, Store},
};

use super::{
    database::DatabaseArguments,
    error,
    files::{self, Dead, Source},
};

/// Store plan files, catalogue files and annotation files: each whole or not at all.
///
/// Builds the tables and loads the bundled catalogue where that has not been done, as `serve` does. A file that is refused
/// does not stop the others. Exit code 0: every file was stored or unchanged; 1: a file failed.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files, folders with all *.yaml, *.yml and *.json files below them, or `-` for standard input. Catalogue files are
    /// taken first, then plans, then annotations.
    #[arg(required = true, value_name = "FILE|FOLDER")]
    paths: Vec<PathBuf>,

    /// Check everything and say what would happen, but store nothing.
    #[arg(long)]
    dry_run: bool,

    /// Do not load the bundled catalogue: files can name only what the registry or another file holds.
    #[arg(long)]
    no_catalogue: bool,

    #[command(flatten)]
    database: DatabaseArguments,
}

pub(super) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Arguments { paths, dry_run, no_catalogue, database } = arguments;
    let to = if dry_run {
        Destination::rehearsal(&database.open_or_imagine().await?, !no_catalogue).await?
    } else {
        Destination::registry(database.open().await?, !no_catalogue).await?
    };
    let (sources, dead) = files::sources(&paths);
    let mut report = Report::new(sources.len(), dry_run);
    for Dead { name, why } in dead {
        report.failed(&name, &[format!("error: {name}: {why}")])?;
    }
    for source in &sources {
        match one(&to, source).await {
            Ok(imported) => report.imported(&source.name, &imported)?,
            Err(lines) => report.failed(&source.name, &lines)?,
        }
    }
    report.finish()
}

enum Destination {
    Registry(Store),
    Rehearsal(Rehearsal),
}

impl Destination {
    async fn registry(store: Store, with_catalogue: bool) -> anyhow::Result<Self> {
        if with_catalogue && let Published::Revision(revision) = catalogue::load(&store, &Clock::System).await? {
            writeln!(io::stdout(), "bundled catalogue: stored (registry revision {revision})")?;
        }
        Ok(Self::Registry(store))
    }

    async fn rehearsal(store: &Store, with_catalogue: bool) -> anyhow::Result<Self> {
        // Asked first: a rehearsal keeps the only connection to a database in memory.
        let lacks_catalogue = with_catalogue && !catalogue::is_loaded(store).await?;
        let rehearsal = Rehearsal::begin(store, &Clock::System).await?;
        if lacks_catalogue {
            catalogue::rehearse(&rehearsal).await?;
            writeln!(io::stdout(), "bundled catalogue: would be stored")?;
        }
        Ok(Self::Rehearsal(rehearsal))
    }
}

/// One file: what came of it, or the lines that say why nothing did.
async fn one(to: &Destination, source: &Source) -> Result<Imported, Vec<String>> {
    let bytes = source
        .read()
        .map_err(|error| vec![format!("error: {}: {}", source.name, error::without_number(&error.to_string()))])?;
    let file = Prepared::read(&source.name, &bytes).map_err(|error| problem_lines(&error))?;
    drop(bytes);
    let imported = match to {
        Destination::Registry(store) => import::import(store, &Clock::System, &file).await,
        Destination::Rehearsal(rehearsal) => rehearsal.import(&file).await,
    };
    imported.map_err(|failure| match failure {
        ImportError::File(problems) => problem_lines(&problems),
        other => vec![format!("error: {}", error::one_line(&other.into()))],
    })
}

fn problem_lines(error: &FileError) -> Vec<String> {
    let mut lines: Vec<String> = error.problems().iter().map(|problem| format!("error: {problem}")).collect();
    if error.n_more() > 0 {
        lines.push(format!("error: and {} more", error.n_more()));
    }
    lines
}

fn finding_line(finding: &Finding) -> String {
    let weight = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    format!("{weight}: {finding}")
}

/// What is told while files are imported: outcomes on standard output, remarks on standard error.
struct Report {
    bar: ProgressBar,
    is_dry_run: bool,
    n_stored: usize,
    n_unchanged: usize,
    n_failed: usize,
}

impl Report {
    fn new(n_files: usize, is_dry_run: bool) -> Self {
        let bar = if n_files > 1 && io::stderr().is_terminal() {
            let bar = ProgressBar::new(n_files as u64);
            match ProgressStyle::with_template("{bar:30} {pos}/{len} files, {eta} left") {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        } else {
            ProgressBar::hidden()
        };
        Self { bar, is_dry_run, n_stored: 0, n_unchanged: 0, n_failed: 0 }
    }

    fn imported(&mut self, name: &str, imported: &Imported) -> io::Result<()> {
        let Imported { what, changed, findings, registry_revision } = imported;
        let what = match what {
            ImportedFile::Plan { slug, revision, .. } => format!("plan `{slug}`, revision {revision}"),
            ImportedFile::Catalogue => "catalogue records".to_owned(),
            ImportedFile::Annotations => "annotations".to_owned(),
        };
        let outcome = match (changed, self.is_dry_run) {
            (true, false) => format!("stored: {what} (registry revision {registry_revision})"),
            (true, true) => format!("would be stored: {what}"),
            (false, _) => format!("unchanged: {what}"),
        };
        if *changed {
            self.n_stored += 1;
        } else {
            self.n_unchanged += 1;
        }
        let remarks: Vec<String> = findings.iter().map(finding_line).collect();
        self.tell(name, &outcome, &remarks)
    }

    fn failed(&mut self, name: &str, lines: &[String]) -> io::Result<()> {
        self.n_failed += 1;
        self.tell(name, "failed", lines)
    }

    fn tell(&self, name: &str, outcome: &str, remarks: &[String]) -> io::Result<()> {
        self.bar.inc(1);
        self.bar.suspend(|| {
            for remark in remarks {
                writeln!(io::stderr(), "{remark}")?;
            }
            writeln!(io::stdout(), "{name}: {outcome}")
        })
    }

    fn finish(self) -> anyhow::Result<ExitCode> {
        let Self { bar, is_dry_run, n_stored, n_unchanged, n_failed } = self;
        bar.finish_and_clear();
        let n_files = n_stored + n_unchanged + n_failed;
        let files = if n_files == 1 { "file" } else { "files" };
        let stored = if is_dry_run { "would be stored" } else { "stored" };
        writeln!(io::stdout(), "{n_files} {files}: {n_stored} {stored}, {n_unchanged} unchanged, {n_failed} failed")?;
        Ok(if n_failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
