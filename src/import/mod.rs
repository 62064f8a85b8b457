//! From a file's bytes to the registry: read, accept, publish, whole or not at all. The one story that GraphQL, the command
//! line and the bundled catalogue share.
//!
//! [`Prepared::read`], [`Prepared::read_case_table`] and [`ReadDocument::read`] need no registry; [`import`] publishes one file, [`publish_together`]
//! several as one publication, [`Rehearsal`] tries files out and leaves no trace.

mod case_table;
mod document;
mod file_form;
mod kept;
mod known;
mod prepared;
mod publish;
mod refusals;
mod rehearsal;

pub use document::ReadDocument;
pub use file_form::{DOCUMENT_ENDINGS, FileForm, REGISTRY_ENDINGS, TABLE_ENDINGS, file_form};
pub use kept::no_folder;
pub use known::{known_from, known_to};
pub use prepared::{FileKind, PlanCounts, Prepared};
pub use publish::{import, import_bytes, publish_together};
pub use rehearsal::Rehearsal;

use crate::{
    domain::{id::PlanId, revision::RegistryRevision},
    draft::{FileError, Finding},
    store::StoreError,
};

/// What came of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// What the file holds, as the registry knows it now.
    pub what: ImportedFile,
    /// Whether the registry holds anything that it did not hold before.
    pub changed: bool,
    /// What is odd about the file but was no reason to refuse it.
    pub findings: Vec<Finding>,
    /// The registry revision at which the content stands.
    pub registry_revision: RegistryRevision,
}

/// What a file holds, as the registry knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportedFile {
    /// A plan.
    Plan {
        /// The plan.
        id: PlanId,
        /// Its slug.
        slug: String,
        /// Number of its current revision, from 1.
        revision: i32,
    },
    /// Records that many plans share.
    Catalogue,
    /// A table of innovation cases.
    CaseTable {
        /// How many cases it has.
        n_cases: usize,
    },
    /// What people add to plans.
    Annotations,
    /// A study.
    Study {
        /// Its slug.
        slug: String,
        /// Number of its current revision, from 1.
        revision: i32,
    },
}

/// Why a file was not stored.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file has problems. Made to be shown to the person who wrote it.
    #[error(transparent)]
    File(#[from] FileError),
    /// The store failed; the file may be sound.
    #[error("could not store {file}")]
    Store {
        /// The file's name.
        file: String,
        /// Why.
        source: StoreError,
    },
    /// The reader of files gave up, which no file should make it do.
    #[error("could not read {file}: please report this file")]
    Reader {
        /// The file's name.
        file: String,
        /// Why.
        source: tokio::task::JoinError,
    },
}
