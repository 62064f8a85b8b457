//! What can go wrong in the store.

use sea_orm::DbErr;

use crate::domain::revision::RegistryRevision;

/// Why the store could not do what it was asked. None of these is for a client's eyes: they may hold SQL.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or is gone.
    #[error("could not {doing}")]
    Database {
        /// What was being done.
        doing: &'static str,
        /// Why it failed.
        source: DbErr,
    },
    /// The connection broke while a publication was being committed.
    #[error(
        "the connection to the database broke while registry revision {revision} was being committed, so whether it was published is not known"
    )]
    CommitUnknown {
        /// The revision that it would have made.
        revision: RegistryRevision,
        /// Why.
        source: DbErr,
    },
    /// A row that no version of the registry writes.
    #[error("the row {row} of table {table} makes no sense")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The row's key.
        row: String,
        /// What is wrong with it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The address of the database cannot be used.
    #[error("`{url}` is no address of a database: give sqlite://FILE or postgres://USER@HOST/NAME")]
    Address {
        /// The address, without its password.
        url: String,
    },
    /// The address of a replica cannot be used.
    #[error(
        "`{url}` cannot take reads: replicas are PostgreSQL's (postgres://USER@HOST/NAME), beside a primary that is PostgreSQL's"
    )]
    ReadAddress {
        /// The address, without its password.
        url: String,
    },
    /// The database was made by a newer version of this program.
    #[error("the database holds steps that this version does not know ({steps}): use the newer version that made it")]
    NewerDatabase {
        /// The unknown steps.
        steps: String,
    },
    /// A registry revision that has not been reached.
    #[error("the registry is at revision {current}; there is no revision {asked}")]
    NoSuchRevision {
        /// The revision asked for.
        asked: RegistryRevision,
        /// The newest there is.
        current: RegistryRevision,
    },
    /// A revision at which no codebook was in force.
    #[error("no codebook was in force at registry revision {at}")]
    NoCodebook {
        /// The revision asked for.
        at: RegistryRevision,
    },
}

/// Says what was being done when the database refused.
pub(super) trait Doing<T> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError>;
}

impl<T> Doing<T> for Result<T, DbErr> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::Database { doing, source })
    }
}

/// Why a record was not published. Made to be shown to the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The field of the record, as its file spells it.
    pub field: String,
    /// What is wrong, and how to mend it.
    pub message: String,
}

/// Why a publication failed: the record was refused, or the store failed.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The record does not fit what the registry holds.
    #[error("the record does not fit what the registry holds ({} problems)", .0.len())]
    Refused(Vec<Refusal>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PublishError {
    /// One refusal.
    pub(super) fn refused(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Refused(vec![Refusal { field: field.into(), message: message.into() }])
    }
}
