//! The bundled catalogue: the files of `data/`, inside the program, and how they come into a registry.

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use crate::{
    clock::Clock,
    domain::{id::IdSource, publication::Frequencies, quality::CodingQuality},
    draft::FileError,
    import::{ImportError, Prepared, Rehearsal, publish_together},
    store::{Published, Store, StoreError},
};

static DATA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data");

/// Where the word frequencies stand that are frozen with the bundled codebook, below `data/`.
pub const FREQUENCIES_FILE: &str = "catalogue/codebook-frequencies.json";

/// Where it stands how well the bundled codebook finds themes, below `data/`.
pub const QUALITY_FILE: &str = "catalogue/codebook-quality.json";

/// The folders, in the order in which later files refer to earlier ones.
const FOLDERS: [&str; 4] = ["catalogue", "plans", "annotations", "studies"];

/// What is frozen with the codebook, in files of its own because the program writes them.
const FROZEN_FILES: [&str; 2] = [FREQUENCIES_FILE, QUALITY_FILE];

/// The files of the folder `catalogue` in that order; others follow by name.
const CATALOGUE_FILES: [&str; 5] =
    ["periods.yaml", "institutions.yaml", "sources.yaml", "indicators.yaml", "codebook.yaml"];

/// The files of the folder `catalogue` with the institutions and periods that documents name.
const NAMING_FILES: [&str; 3] = ["catalogue/periods.yaml", "catalogue/institutions.yaml", "catalogue/indicators.yaml"];

/// One file of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BundledFile {
    /// Its path below `data/`.
    pub path: &'static str,
    /// What it holds.
    pub bytes: &'static [u8],
}

/// Why the catalogue could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A file of the catalogue has problems.
    #[error("the bundled catalogue has problems")]
    File(#[from] FileError),
    /// The frequencies cannot be read.
    #[error(
        "{FREQUENCIES_FILE} of the bundled catalogue cannot be read: run `UPDATE_FREQUENCIES=1 cargo test frequencies`"
    )]
    Frequencies {
        /// Why.
        #[source]
        source: Option<serde_json::Error>,
    },
    /// The measured quality cannot be read.
    #[error("{QUALITY_FILE} of the bundled catalogue cannot be read: run `UPDATE_QUALITY=1 cargo test coding_sample`")]
    Quality {
        /// Why.
        #[source]
        source: Option<serde_json::Error>,
    },
    /// The registry refused a record of a file.
    #[error("the bundled catalogue does not fit what the registry holds; give `--no-catalogue` to leave it out")]
    Refused(#[source] FileError),
    /// A file could not be stored, whatever it holds.
    #[error("could not load the bundled catalogue")]
    Import(#[source] ImportError),
    /// The store failed.
    #[error("could not load the bundled catalogue")]
    Store(#[from] StoreError),
}

impl From<ImportError> for CatalogueError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::File(problems) => Self::Refused(problems),
            other => Self::Import(other),
        }
    }
}

/// The files of the catalogue in the order in which they are loaded.
pub fn files() -> Vec<BundledFile> {
    let mut files: Vec<BundledFile> = FOLDERS
        .into_iter()
        .filter_map(|folder| DATA.get_dir(folder))
        .flat_map(Dir::files)
        .filter_map(|file| Some(BundledFile { path: file.path().to_str()?, bytes: file.contents() }))
        .filter(|file| is_registry_file(file.path))
        .collect();
    files.sort_by_key(|file| place(file.path));
    files
}

fn is_registry_file(path: &str) -> bool {
    (path.ends_with(".yaml") || path.ends_with(".json")) && !FROZEN_FILES.contains(&path)
}

fn place(path: &'static str) -> (usize, usize, &'static str) {
    let (folder, name) = path.split_once('/').unwrap_or(("", path));
    let folder = FOLDERS.iter().position(|known| *known == folder).unwrap_or(FOLDERS.len());
    let file = CATALOGUE_FILES.iter().position(|known| *known == name).unwrap_or(CATALOGUE_FILES.len());
    (folder, file, name)
}

/// The files of the catalogue, read and checked, the codebook with its frequencies and quality, in the order in which they
/// are loaded.
///
/// # Errors
/// [`CatalogueError::File`], [`CatalogueError::Frequencies`], [`CatalogueError::Quality`].
pub fn prepare() -> Result<Vec<Prepared>, CatalogueError> {
    let mut prepared: Vec<Prepared> =
        files().iter().map(|file| Prepared::read(file.path, file.bytes)).collect::<Result<_, _>>()?;
    let (frequencies, quality) = (frequencies()?, quality()?);
    for codebook in prepared.iter_mut().filter_map(|file| file.catalogue_mut()?.codebook.as_mut()) {
        codebook.frequencies.clone_from(&frequencies);
        codebook.quality = Some(quality.clone());
    }
    Ok(prepared)
}

/// The files of the catalogue that hold what documents are recognised by, read and checked: institutions, periods and
/// plans.
///
/// # Errors
/// [`CatalogueError::File`].
pub fn prepare_names() -> Result<Vec<Prepared>, CatalogueError> {
    let named = |path: &str| path.starts_with("plans/") || NAMING_FILES.contains(&path);
    let files = files().into_iter().filter(|file| named(file.path));
    Ok(files.map(|file| Prepared::read(file.path, file.bytes)).collect::<Result<_, _>>()?)
}

/// The frequencies that are frozen with the bundled codebook.
///
/// # Errors
/// [`CatalogueError::Frequencies`].
pub fn frequencies() -> Result<Frequencies, CatalogueError> {
    let file = DATA.get_file(FREQUENCIES_FILE).ok_or(CatalogueError::Frequencies { source: None })?;
    serde_json::from_slice(file.contents()).map_err(|source| CatalogueError::Frequencies { source: Some(source) })
}

/// How well the bundled codebook finds themes, measured on the sample of `tests/samples/themes-frozen.yaml`.
///
/// # Errors
/// [`CatalogueError::Quality`].
pub fn quality() -> Result<CodingQuality, CatalogueError> {
    let file = DATA.get_file(QUALITY_FILE).ok_or(CatalogueError::Quality { source: None })?;
    serde_json::from_slice(file.contents()).map_err(|source| CatalogueError::Quality { source: Some(source) })
}

/// Loads the catalogue in one publication. A registry that has loaded the same catalogue before is left alone, so that
/// what people have changed since stays.
///
/// # Errors
/// [`CatalogueError`]; nothing is loaded then.
pub async fn load(store: &Store, clock: &Clock) -> Result<Published, CatalogueError> {
    if is_loaded(store).await? {
        return Ok(Published::Unchanged);
    }
    Ok(publish_together(store, clock, IdSource::FromName, &note(), &prepare()?).await?)
}

/// Whether a registry has loaded this state of the catalogue.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn is_loaded(store: &Store) -> Result<bool, StoreError> {
    store.has_revision_with_note(&note()).await
}

/// Makes the catalogue part of a rehearsal, for a registry that has not loaded it.
///
/// # Errors
/// [`CatalogueError`].
pub async fn rehearse(rehearsal: &Rehearsal) -> Result<(), CatalogueError> {
    for file in prepare()? {
        rehearsal.import(&file).await?;
    }
    Ok(())
}

/// What the note of a publication that loads the catalogue begins with.
pub const NOTE: &str = "bundled catalogue ";

/// The note of the publication that loads the catalogue.
fn note() -> String {
    format!("{NOTE}{}", fingerprint())
}

/// Tells one state of the bundled files from another.
fn fingerprint() -> String {
    let mut hash = Sha256::new();
    let frozen =
        FROZEN_FILES.map(|path| (path, DATA.get_file(path).map(include_dir::File::contents).unwrap_or_default()));
    for (path, bytes) in files().iter().map(|file| (file.path, file.bytes)).chain(frozen) {
        // Lengths keep one file's end apart from the next one's beginning.
        hash.update((path.len() as u64).to_le_bytes());
        hash.update(path);
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    data_encoding::HEXLOWER.encode(hash.finalize().get(..8).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_in_the_order_in_which_they_refer_to_each_other() {
        let paths: Vec<&str> = files().iter().map(|file| file.path).collect();
        let beginning: Vec<String> = CATALOGUE_FILES.iter().map(|name| format!("catalogue/{name}")).collect();
        assert_eq!(paths.get(..5), Some(beginning.iter().map(String::as_str).collect::<Vec<_>>().as_slice()));
        assert!(NAMING_FILES.iter().all(|naming| paths.contains(naming)), "{paths:?}");
        assert!(paths.last().is_some_and(|path| path.starts_with("studies/")), "{paths:?}");
        let first = |folder: &str| paths.iter().position(|path| path.starts_with(folder));
        let (plans, annotations, studies) = (first("plans/"), first("annotations/"), first("studies/"));
        assert!(plans.is_some() && plans < annotations && annotations < studies, "{paths:?}");
    }
}
