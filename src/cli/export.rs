//! `plan-registry export`.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use clap::{Args, ValueEnum, error::ErrorKind};
use plan_registry::{
    domain::revision::RegistryRevision,
    export::{Export, ExportFormat},
};

use super::{database::DatabaseArguments, files::write_whole};

/// Write what the registry holds as files that `import` reads.
///
/// Into a folder: `catalogue/`, `plans/SLUG.yaml` and `annotations/`, or only the plans that are named. Imported with
/// `--no-catalogue` into an empty registry, the whole folder gives the same content.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Plans to export; without any, everything.
    #[arg(value_name = "PLAN-SLUG")]
    plans: Vec<String>,

    /// The folder to write into. Without it, one plan is printed.
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
            let files = if n_files == 1 { "file" } else { "files" };
            writeln!(
                io::stdout(),
                "{}: {n_files} {files} of registry revision {}",
                folder.display(),
                export.revision()
            )?;
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
    let mut n_files = 0;
    let mut write = |name: String, text: String| -> anyhow::Result<()> {
        let path = folder.join(format!("{name}.{extension}"));
        write_whole(&path, &text).with_context(|| format!("could not write {}", path.display()))?;
        n_files += 1;
        Ok(())
    };
    let all_plans;
    let plans = if plans.is_empty() {
        // Their names sort before the catalogue's, as they are imported.
        for (place, text) in export.earlier_codebooks().await?.into_iter().enumerate() {
            write(format!("catalogue/{place:03}-codebook"), text)?;
        }
        if let Some(text) = export.catalogue().await? {
            write("catalogue/catalogue".to_owned(), text)?;
        }
        if let Some(text) = export.annotations().await? {
            write("annotations/annotations".to_owned(), text)?;
        }
        all_plans = export.plan_slugs().await?;
        &all_plans
    } else {
        plans
    };
    for slug in plans {
        write(format!("plans/{slug}"), export.plan(slug).await?)?;
    }
    Ok(n_files)
}
