//! `plan-registry export`.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use clap::{Args, ValueEnum, error::ErrorKind};
use plan_registry::{
    domain::revision::RegistryRevision,
    export::{DOCUMENTS, Export, ExportFormat, ExportedFile},
};

use super::{database::DatabaseArguments, files::write_whole, findings::number_of};

/// Write what the registry holds as files that `import` reads.
///
/// Into a folder: `catalogue/`, `plans/SLUG.yaml`, `annotations/`, `studies/SLUG.yaml` and, as they were received, the documents that are kept
/// in `documents/`, which the other files name; or only the plans that are named, with their documents. Imported with
/// `--no-catalogue` into an empty registry, the whole folder gives the same content.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Plans to export; without any, everything.
    #[arg(value_name = "PLAN-SLUG")]
    plans: Vec<String>,

    /// The folder to write into. Without it, one plan is printed, without its documents.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,

    /// How files are written.
    #[arg(long, value_enum, default_value_t = Format::Yaml)]
    format: Format,

    /// The registry revision to export; the newest if left out.
    #[arg(long, value_name = "REVISION")]
    as_of: Option<i64>,

    #[command(flatten)]
    database: DatabaseArguments,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Yaml,
    Json,
}

pub(super) async fn run(Arguments { plans, out, format, as_of, database }: Arguments) -> anyhow::Result<ExitCode> {
    let format = match format {
        Format::Yaml => ExportFormat::Yaml,
        Format::Json => ExportFormat::Json,
    };
    if out.is_none() && plans.len() != 1 {
        let message = "name a folder to write into with --out FOLDER, or one plan to print";
        Arguments::augment_args(clap::Command::new("plan-registry export"))
            .error(ErrorKind::MissingRequiredArgument, message)
            .exit();
    }
    let export = Export::new(database.open_existing().await?, as_of.map(RegistryRevision), format).await?;
    match (out, plans.as_slice()) {
        (Some(folder), plans) => {
            let n_files = into_folder(&export, &folder, plans, format.extension()).await?;
            let files = number_of(n_files, "file");
            writeln!(io::stdout(), "{}: {files} of registry revision {}", folder.display(), export.revision())?;
        }
        (None, plans) => {
            for plan in plans {
                io::stdout().write_all(export.plan(plan).await?.as_bytes())?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn into_folder(export: &Export, folder: &Path, plans: &[String], extension: &str) -> anyhow::Result<usize> {
    let mut files = Files { folder, extension, n_files: 0, documents: BTreeMap::new() };
    let all_plans;
    let is_whole = plans.is_empty();
    let plans = if is_whole {
        all_plans = export.plan_slugs().await?;
        &all_plans
    } else {
        plans
    };
    for slug in plans {
        files.write_naming(&format!("plans/{slug}"), export.plan_for_folder(slug).await?)?;
    }
    if is_whole {
        // Their names sort before the catalogue's, as they are imported.
        for (place, text) in export.earlier_codebooks().await?.into_iter().enumerate() {
            files.write(&format!("catalogue/{place:03}-codebook"), &text)?;
        }
        if let Some(catalogue) = export.catalogue(&files.documents).await? {
            files.write_naming("catalogue/catalogue", catalogue)?;
        }
        if let Some(text) = export.annotations().await? {
            files.write("annotations/annotations", &text)?;
        }
        for (slug, text) in export.studies().await? {
            files.write(&format!("studies/{slug}"), &text)?;
        }
    }
    for (name, sha256) in std::mem::take(&mut files.documents) {
        files.write_bytes(&format!("{DOCUMENTS}/{name}"), &export.document(&sha256).await?)?;
    }
    Ok(files.n_files)
}

/// The files of an export.
struct Files<'a> {
    folder: &'a Path,
    extension: &'a str,
    n_files: usize,
    /// The documents that files name, to be written when all of them are known: many files may name one.
    documents: BTreeMap<String, String>,
}

impl Files<'_> {
    fn write_naming(&mut self, name: &str, file: ExportedFile) -> anyhow::Result<()> {
        let ExportedFile { text, documents } = file;
        self.documents.extend(documents);
        self.write(name, &text)
    }

    fn write(&mut self, name: &str, text: &str) -> anyhow::Result<()> {
        self.write_bytes(&format!("{name}.{}", self.extension), text.as_bytes())
    }

    fn write_bytes(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let path = self.folder.join(name);
        write_whole(&path, bytes).with_context(|| format!("could not write {}", path.display()))?;
        self.n_files += 1;
        Ok(())
    }
}
