//! The steps that build the registry's tables, the same on SQLite and PostgreSQL.
//!
//! A step is SQL that both databases read, with four words in braces for the types that they name differently; see
//! [`sql::for_backend`]. Published steps never change: a change of the tables is a new step.

mod m20261121_000001_registry;
mod m20261121_000002_catalogue;
mod m20261121_000003_plans;
mod m20261121_000004_annotations;
mod m20261121_000005_search;
mod m20261122_000006_documents;
mod m20261122_000007_coding_quality;
mod m20261122_000008_coding_summary;
mod m20261122_000009_studies;
mod m20261122_000010_changes;
mod sql;

use std::collections::HashSet;

use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseConnection, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use sea_orm_migration::prelude::*;

/// All steps, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_registry::Migration),
            Box::new(m20261121_000002_catalogue::Migration),
            Box::new(m20261121_000003_plans::Migration),
            Box::new(m20261121_000004_annotations::Migration),
            Box::new(m20261121_000005_search::Migration),
            Box::new(m20261122_000006_documents::Migration),
            Box::new(m20261122_000007_coding_quality::Migration),
            Box::new(m20261122_000008_coding_summary::Migration),
            Box::new(m20261122_000009_studies::Migration),
            Box::new(m20261122_000010_changes::Migration),
        ]
    }
}

/// Why the tables could not be brought up to date.
#[derive(Debug)]
pub enum MigrateError {
    /// The database holds steps that this program does not know: a newer version made it.
    NewerDatabase {
        /// The steps it holds beyond ours.
        steps: Vec<String>,
    },
    /// The database refused.
    Database(DbErr),
}

impl From<DbErr> for MigrateError {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

/// Any number that no other program takes on the same PostgreSQL database.
const ADVISORY_LOCK: i64 = 0x706c_616e_7265_6769;

/// Takes every step that the database has not taken. Servers that start at once take turns: one migrates, the others find
/// nothing to do.
///
/// # Errors
/// [`MigrateError::NewerDatabase`] when a newer version made the database, [`MigrateError::Database`] when it refuses; the
/// database is then as it was before.
pub async fn migrate_up(database: &DatabaseConnection) -> Result<(), MigrateError> {
    let transaction = begin_locked(database).await?;
    refuse_newer(&transaction).await?;
    Migrator::up(&transaction, None).await?;
    transaction.commit().await?;
    Ok(())
}

/// Undoes steps, newest first; all of them without a number.
///
/// # Errors
/// As [`migrate_up`].
pub async fn migrate_down(database: &DatabaseConnection, steps: Option<u32>) -> Result<(), MigrateError> {
    let transaction = begin_locked(database).await?;
    refuse_newer(&transaction).await?;
    Migrator::down(&transaction, steps).await?;
    transaction.commit().await?;
    Ok(())
}

/// One step, and whether the database has taken it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationStep {
    /// The step's name.
    pub name: String,
    /// Whether the database has taken it.
    pub is_taken: bool,
}

/// The steps of this program, oldest first. Changes nothing.
///
/// # Errors
/// As [`migrate_up`].
pub async fn status(database: &DatabaseConnection) -> Result<Vec<MigrationStep>, MigrateError> {
    // Reading makes the table of taken steps where there is none: the transaction is never committed.
    let transaction = begin_locked(database).await?;
    refuse_newer(&transaction).await?;
    let taken: HashSet<String> =
        Migrator::get_migration_models(&transaction).await?.into_iter().map(|taken| taken.version).collect();
    transaction.rollback().await?;
    let steps = Migrator::migrations();
    Ok(steps
        .iter()
        .map(|step| MigrationStep { name: step.name().to_owned(), is_taken: taken.contains(step.name()) })
        .collect())
}

async fn begin_locked(database: &DatabaseConnection) -> Result<sea_orm::DatabaseTransaction, DbErr> {
    // SeaORM takes no lock of its own, and two servers may start at once.
    let transaction = database
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        })
        .await?;
    if transaction.get_database_backend() == DatabaseBackend::Postgres {
        // Building an index may take longer than a query may.
        transaction.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
        transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")).await?;
    }
    Ok(transaction)
}

async fn refuse_newer(database: &impl ConnectionTrait) -> Result<(), MigrateError> {
    let known: HashSet<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let steps: Vec<String> = Migrator::get_migration_models(database)
        .await?
        .into_iter()
        .map(|taken| taken.version)
        .filter(|version| !known.contains(version))
        .collect();
    if steps.is_empty() { Ok(()) } else { Err(MigrateError::NewerDatabase { steps }) }
}
