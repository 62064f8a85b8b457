//! Publishing very many plans at once, into a registry that is not serving yet: one transaction, one registry revision, and
//! the very rows that [`super::Publication::plan`] would write, in the order in which it would write them.
//!
//! What costs is not the rows but what is kept beside them: indexes, foreign keys, the index of words. They are taken away
//! inside the transaction and made anew at its end, so that whatever breaks it off leaves the database as it was.

mod columns;
mod group;
mod postgres;
mod sqlite;
mod workers;

use std::{collections::HashMap, sync::Arc};

use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, RuntimeErr, sqlx};
use time::OffsetDateTime;

pub use group::BulkGroup;

use self::{
    columns::Rows,
    group::Ground,
    workers::{Batch, Workers},
};
use super::{
    Store, codebook,
    error::{PublishError, StoreError},
    indicators, periods,
    publication::{Stamp, take_revision},
};
use crate::domain::{id::IdSource, revision::RegistryRevision};

/// Where the groups of a bulk publication come from. They are asked for on several threads, and each once.
pub trait BulkSource: Send + Sync + 'static {
    /// How many groups there are.
    fn n_groups(&self) -> usize;

    /// The group of a number below that. It depends on the number alone.
    fn group(&self, index: usize) -> BulkGroup;
}

/// What a bulk publication is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkStep {
    /// Writing rows.
    Rows,
    /// Making indexes and checking references.
    Indexes,
    /// Counting what the planner of queries wants to know, and marking rows as visible to all.
    Statistics,
}

/// How far a bulk publication has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BulkProgress {
    /// What it is at.
    pub step: BulkStep,
    /// Institutions written.
    pub n_institutions: usize,
    /// Plans written.
    pub n_plans: usize,
    /// Elements written.
    pub n_elements: usize,
}

/// What a bulk publication came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BulkPublished {
    /// The revision that it made.
    pub revision: RegistryRevision,
    /// Institutions published.
    pub n_institutions: usize,
    /// Plans published.
    pub n_plans: usize,
    /// Elements published.
    pub n_elements: usize,
}

/// What is published in bulk, and when.
pub struct BulkPublication {
    /// The groups.
    pub source: Arc<dyn BulkSource>,
    /// The revision that the groups were made for. Their institutions and plans are new to it.
    pub after: RegistryRevision,
    /// When it is published.
    pub now: OffsetDateTime,
    /// Why.
    pub note: String,
}

impl Store {
    /// Publishes very many plans at once, with ids made from names, and makes the database ready to serve: statistics for the
    /// planner of queries are there, and on PostgreSQL pages are marked as visible to all. Closes the store, because on
    /// SQLite nobody else may have the file open.
    ///
    /// Readers of the tables wait until it is done. Dropped in the middle, it leaves the database as it was.
    ///
    /// # Errors
    /// [`PublishError::Refused`] when something was published since the revision that the groups were made for, or when the
    /// database is in memory; [`PublishError::Store`]. Nothing is published then.
    pub async fn publish_in_bulk(
        self,
        publication: BulkPublication,
        mut progress: impl FnMut(BulkProgress),
    ) -> Result<BulkPublished, PublishError> {
        let database = self.database.primary().clone();
        match database.get_database_backend() {
            DatabaseBackend::Postgres => postgres::publish(database, &publication, &mut progress).await,
            _ => sqlite::publish(database, &publication, &mut progress).await,
        }
    }
}

impl BulkPublication {
    /// Takes the registry revision, and what the rows rest on. The connection is in the transaction.
    async fn begin(&self, connection: &impl ConnectionTrait) -> Result<Arc<Ground>, PublishError> {
        let revision = take_revision(connection, self.now, Some(&self.note)).await?;
        if revision.0 != self.after.0 + 1 {
            return Err(PublishError::refused("", "something else was published in the meantime: start again"));
        }
        let periods = periods::all(connection, revision).await?;
        let definitions = indicators::all(connection, revision).await?;
        let codebook = match codebook::version_at(connection, revision).await? {
            Some(version) => Some((version.id, Arc::new(codebook::read(connection, &version).await?))),
            None => None,
        };
        Ok(Arc::new(Ground {
            stamp: Stamp { revision, now: self.now, ids: IdSource::FromName },
            periods: periods.into_iter().map(|period| (period.slug, period.id)).collect(),
            indicators: definitions
                .into_iter()
                .map(|indicator| (indicator.slug, indicator.id))
                .collect::<HashMap<_, _>>(),
            codebook,
        }))
    }
}

/// Counts what was written.
struct Tally {
    published: BulkPublished,
}

impl Tally {
    fn new(ground: &Ground) -> Self {
        let revision = ground.stamp.revision;
        Self { published: BulkPublished { revision, n_institutions: 0, n_plans: 0, n_elements: 0 } }
    }

    fn add<R>(&mut self, batch: &Batch<R>) {
        self.published.n_institutions += batch.n_institutions;
        self.published.n_plans += batch.n_plans;
        self.published.n_elements += batch.n_elements;
    }

    fn at(&self, step: BulkStep) -> BulkProgress {
        let BulkPublished { revision: _, n_institutions, n_plans, n_elements } = self.published;
        BulkProgress { step, n_institutions, n_plans, n_elements }
    }
}

/// Writes the rows of every batch.
async fn write_all<R: Rows>(
    publication: &BulkPublication,
    ground: &Arc<Ground>,
    progress: &mut impl FnMut(BulkProgress),
    mut write: impl AsyncFnMut(R) -> Result<(), StoreError>,
) -> Result<Tally, StoreError> {
    let mut tally = Tally::new(ground);
    let mut workers = Workers::start(&publication.source, ground);
    while let Some(batch) = workers.next().await? {
        tally.add(&batch);
        write(batch.rows).await?;
        progress(tally.at(BulkStep::Rows));
    }
    Ok(tally)
}

/// A refusal of the driver as one of the store.
fn failed(doing: &'static str, error: sqlx::Error) -> StoreError {
    StoreError::Database { doing, source: DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error))) }
}
