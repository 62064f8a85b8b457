//! `plan-registry import`.

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context;
use clap::{Args, error::ErrorKind};
use indicatif::{ProgressBar, ProgressStyle};
use plan_registry::{
    catalogue,
    clock::Clock,
    document::Known,
    domain::revision::RegistryRevision,
    draft::{Finding, Severity},
    import::{
        self, FileForm, ImportError, Imported, ImportedFile, PlanCounts, Prepared, ReadDocument, Rehearsal, known_to,
    },
    store::{Published, Store, StoreError},
};

use super::{
    database::DatabaseArguments,
    document_arguments::DocumentArguments,
    error,
    files::{self, Dead, Source},
    findings::{counted, finding_line, number_of, problem_lines},
};

/// Store plan documents, plan files, catalogue files, annotation files, study files and tables of innovation cases: each whole
/// or not at all.
///
/// Builds the tables and loads the bundled catalogue where that has not been done, as `serve` does. A document is read into
/// a plan as `parse` reads it, and kept: its text can be read over the API. A file that is refused does not stop the
/// others. Exit code 0: every file was stored or unchanged; 1: a file failed; 2: the command line makes no sense.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files, folders with all below them, or `-` for standard input. Files of the registry's own end in .yaml, .yml or
    /// .json, or begin as such a file does. Tables of innovation cases end in .csv or .tsv, or begin with their header: slug,
    /// title:LANGUAGE, institution, year and, where known, focuses, strategies, source title, source publisher, source url,
    /// source language, source license, locator, page and quote, in any order. All others are documents. From folders come
    /// files of the registry's own, tables with such a header, and what ends in .txt, .text, .md, .markdown, .html, .htm,
    /// .xhtml or .xht; README and LICENSE texts, and folders called `documents`, where `export` writes what plan files name,
    /// are left out. Catalogue files are taken first, then documents and plan files, then annotations and tables, then
    /// studies.
    #[arg(required = true, value_name = "FILE|FOLDER")]
    paths: Vec<PathBuf>,

    /// Check everything and say what would happen, but store nothing.
    #[arg(long)]
    dry_run: bool,

    /// Refuse documents in which something is lost or wrong (findings of weight `error`) in place of storing what could be
    /// read of them.
    #[arg(long)]
    strict: bool,

    /// Do not load the bundled catalogue: files can name only what the registry or another file holds.
    #[arg(long)]
    no_catalogue: bool,

    #[command(flatten)]
    document: DocumentArguments,

    #[command(flatten)]
    database: DatabaseArguments,
}

pub(super) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Arguments { paths, dry_run, strict, no_catalogue, document, database } = arguments;
    let (sources, dead) = files::sources(&paths);
    let n_documents = sources.iter().filter(|source| source.form == FileForm::Document).count();
    // Where no file was found at all, that is the thing to say.
    if let Err(message) = document.check(n_documents)
        && !sources.is_empty()
    {
        Arguments::augment_args(clap::Command::new("plan-registry import"))
            .error(ErrorKind::ArgumentConflict, message)
            .exit();
    }
    let to = if dry_run {
        Destination::rehearsal(&database.open_or_imagine().await?, !no_catalogue).await?
    } else {
        let store = database.open().await.context(NOTHING_PUBLISHED)?;
        Destination::registry(store, !no_catalogue).await?
    };
    let mut report = Report::new(sources.len(), dry_run);
    for Dead { name, why } in dead {
        report.failed(&name, &[format!("error: {name}: {why}")])?;
    }
    let mut import = Import { to, document, strict, known: None, is_cut_off: false };
    for source in &sources {
        if import.is_cut_off {
            // Each would be waited for in vain.
            report.failed(&source.name, &[format!("error: {}: not tried", source.name)])?;
            continue;
        }
        match import.one(source).await {
            Ok((imported, counts)) => report.imported(&source.name, &imported, counts)?,
            Err(lines) => report.failed(&source.name, &lines)?,
        }
    }
    report.finish()
}

/// What is said in front of why the database cannot be used at all.
const NOTHING_PUBLISHED: &str = "nothing was published, and the same can be tried again";

/// An import of several files.
struct Import {
    to: Destination,
    document: DocumentArguments,
    strict: bool,
    /// What documents are recognised by; `None` when it has to be asked for.
    known: Option<Known>,
    /// Whether the database is gone.
    is_cut_off: bool,
}

impl Import {
    /// One file: what came of it, and how much a document says, or the lines that say why nothing came of it.
    async fn one(&mut self, source: &Source) -> Result<(Imported, Option<PlanCounts>), Vec<String>> {
        let failed =
            |error: io::Error| vec![format!("error: {}: {}", source.name, error::without_number(&error.to_string()))];
        let (file, counts) = match source.form {
            FileForm::Registry(_) => {
                let bytes = source.read().map_err(failed)?;
                let mut file = Prepared::read(&source.name, &bytes).map_err(|problems| problem_lines(&problems))?;
                file.take_documents(|path| source.read_beside(path)).map_err(|problems| problem_lines(&problems))?;
                (file, None)
            }
            FileForm::CaseTable => {
                let bytes = source.read().map_err(failed)?;
                let file =
                    Prepared::read_case_table(&source.name, &bytes).map_err(|problems| problem_lines(&problems))?;
                (file, None)
            }
            FileForm::Document => {
                let bytes = source.read().map_err(failed)?;
                let file = self.read_document(&source.name, bytes).await?;
                let counts = file.counts();
                (file, counts)
            }
        };
        let imported = match &self.to {
            Destination::Registry(store) => import::import(store, &Clock::System, &file).await,
            Destination::Rehearsal(rehearsal) => rehearsal.import(&file).await,
        };
        let imported = imported.map_err(|failure| {
            let failure = match failure {
                ImportError::File(problems) => problem_lines(&problems),
                ImportError::Store { file, source } if source.is_unavailable() => {
                    self.is_cut_off = true;
                    vec![cut_off(&file, source)]
                }
                other => vec![format!("error: {}", error::one_line(&other.into()))],
            };
            // What was found in a document may name the option that mends it.
            let found = if counts.is_some() { file.findings() } else { &[] };
            found.iter().map(finding_line).chain(failure).collect::<Vec<_>>()
        })?;
        if imported.changed {
            self.known = None;
        }
        Ok((imported, counts))
    }

    async fn read_document(&mut self, name: &str, bytes: Vec<u8>) -> Result<Prepared, Vec<String>> {
        let known = match self.known.take() {
            Some(known) => known,
            None => {
                let known = self.to.known().await;
                known.map_err(|failure| vec![format!("error: {}", error::one_line(&failure.into()))])?
            }
        };
        let given = self.document.given(known);
        let read = ReadDocument::read(name, bytes, &given);
        self.known = Some(given.known);
        let read = read.map_err(|problems| problem_lines(&problems))?;
        let found: Vec<String> = read.findings().iter().map(finding_line).collect();
        let file = read.prepare().map_err(|problems| {
            // What keeps the plan out may be among what was found: it is told once.
            let more = problem_lines(&problems).into_iter().filter(|line| !found.contains(line));
            found.iter().cloned().chain(more.collect::<Vec<_>>()).collect::<Vec<_>>()
        })?;
        let is_wrong = |finding: &Finding| finding.severity == Severity::Error;
        if self.strict && file.findings().iter().any(is_wrong) {
            let mut lines: Vec<String> = file.findings().iter().map(finding_line).collect();
            lines.push(format!(
                "error: {name}: refused because of --strict; write the plan file with `plan-registry parse`, mend it and import that, or leave --strict out"
            ));
            return Err(lines);
        }
        Ok(file)
    }
}

/// What is said of a file that could not be published because the database is gone.
fn cut_off(file: &str, source: StoreError) -> String {
    let outcome = match &source {
        // Says so itself.
        StoreError::CommitUnknown { .. } => "",
        _ => "nothing of it was published, and it can be tried again: ",
    };
    format!("error: {file}: {outcome}{}", error::one_line(&source.into()))
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

    /// What documents are recognised by.
    async fn known(&self) -> Result<Known, StoreError> {
        match self {
            Self::Registry(store) => known_to(store).await,
            Self::Rehearsal(rehearsal) => rehearsal.known().await,
        }
    }
}

/// What is told while files are imported: outcomes on standard output, remarks on standard error.
struct Report {
    bar: ProgressBar,
    is_dry_run: bool,
    n_stored: usize,
    n_unchanged: usize,
    n_failed: usize,
    /// The registry revision at which all that was imported stands.
    revision: Option<RegistryRevision>,
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
        Self { bar, is_dry_run, n_stored: 0, n_unchanged: 0, n_failed: 0, revision: None }
    }

    fn imported(&mut self, name: &str, imported: &Imported, counts: Option<PlanCounts>) -> io::Result<()> {
        let Imported { what, changed, findings, registry_revision } = imported;
        let what = match what {
            ImportedFile::Plan { slug, revision, .. } => format!("plan `{slug}`, revision {revision}"),
            ImportedFile::Catalogue => "catalogue records".to_owned(),
            ImportedFile::CaseTable { n_cases } => format!("a table of {}", number_of(*n_cases, "innovation case")),
            ImportedFile::Annotations => "annotations".to_owned(),
            ImportedFile::Study { slug, revision } => format!("study `{slug}`, revision {revision}"),
        };
        let outcome = match (changed, self.is_dry_run) {
            (true, false) => format!("stored: {what} (registry revision {registry_revision})"),
            (true, true) => format!("would be stored: {what}"),
            (false, _) => format!("unchanged: {what}"),
        };
        let read = counts.map(|counts| format!("; {}", read_in_words(counts, findings))).unwrap_or_default();
        if *changed {
            self.n_stored += 1;
        } else {
            self.n_unchanged += 1;
        }
        let remarks: Vec<String> = findings.iter().map(finding_line).collect();
        self.revision = self.revision.max(Some(*registry_revision));
        self.tell(name, &format!("{outcome}{read}"), &remarks)
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
        let Self { bar, is_dry_run, n_stored, n_unchanged, n_failed, revision } = self;
        bar.finish_and_clear();
        let n_files = n_stored + n_unchanged + n_failed;
        let stored = if is_dry_run { "would be stored" } else { "stored" };
        let files = number_of(n_files, "file");
        writeln!(io::stdout(), "{files}: {n_stored} {stored}, {n_unchanged} unchanged, {n_failed} failed")?;
        // In a line of its own, for programs: whoever asks a server next can ask it for no less.
        if let Some(revision) = revision.filter(|_| !is_dry_run) {
            writeln!(io::stdout(), "registry revision {revision}")?;
        }
        Ok(if n_failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// What was read in a document, and what is odd about it.
fn read_in_words(counts: PlanCounts, findings: &[Finding]) -> String {
    let PlanCounts { n_elements, n_indicators, n_figures } = counts;
    format!(
        "read {}, {} and {}, with {}",
        number_of(n_elements, "element"),
        number_of(n_indicators, "indicator"),
        number_of(n_figures, "figure"),
        counted(findings)
    )
}
