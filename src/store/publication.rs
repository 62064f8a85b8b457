//! Publishing: one transaction, one registry revision.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use entity::{registry, registry_revision};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, ExprTrait as _, QueryFilter,
    TransactionTrait, sea_query::Expr,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    Store,
    changes::ChangedSubject,
    diagnosis::is_outage,
    error::{Doing, StoreError},
    rows,
};
use crate::{
    coding::Codebook,
    domain::{id::IdSource, revision::RegistryRevision},
};

/// A publication under way: everything in it becomes visible together, or nothing does. Dropped without
/// [`Publication::commit`], it leaves no trace.
pub struct Publication {
    pub(super) transaction: DatabaseTransaction,
    /// The revision that this publication makes, if it changes anything.
    pub(super) revision: RegistryRevision,
    pub(super) now: OffsetDateTime,
    pub(super) ids: IdSource,
    pub(super) changed: bool,
    pub(super) changes: BTreeSet<(ChangedSubject, Uuid)>,
    pub(super) codebook: Option<(Uuid, Arc<Codebook>)>,
    /// The store's newest revision of its own making.
    committed: Arc<AtomicI64>,
}

impl std::fmt::Debug for Publication {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Publication").field("revision", &self.revision).finish_non_exhaustive()
    }
}

/// When, as which revision and under which ids something is published: what the rows of a publication share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stamp {
    pub(super) revision: RegistryRevision,
    pub(super) now: OffsetDateTime,
    pub(super) ids: IdSource,
}

/// What came of a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// It made this revision.
    Revision(RegistryRevision),
    /// The registry held all of it already.
    Unchanged,
}

impl Store {
    /// Begins a publication. Publications take turns: this waits for the one under way.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn begin(
        &self,
        now: OffsetDateTime,
        ids: IdSource,
        note: Option<&str>,
    ) -> Result<Publication, StoreError> {
        let transaction = self.database.begin_writing().await.doing("begin a publication")?;
        let revision = take_revision(&transaction, now, note).await?;
        let committed = self.committed.clone();
        Ok(Publication::new(transaction, revision, now, ids, committed))
    }
}

/// Takes the next registry revision inside a transaction. Others who want one wait until the transaction ends; if it is
/// rolled back, so is the revision.
pub(super) async fn take_revision(
    transaction: &impl ConnectionTrait,
    now: OffsetDateTime,
    note: Option<&str>,
) -> Result<RegistryRevision, StoreError> {
    const DOING: &str = "begin a publication";
    // The row lock that this takes is what makes publications take turns on PostgreSQL.
    registry::Entity::update_many()
        .col_expr(registry::Column::Revision, Expr::col(registry::Column::Revision).add(1))
        .filter(registry::Column::Id.eq(1))
        .exec(transaction)
        .await
        .doing(DOING)?;
    let row = registry::Entity::find_by_id(1).one(transaction).await.doing(DOING)?;
    let revision = row.map(|row| RegistryRevision(row.revision)).ok_or_else(|| StoreError::Inconsistent {
        table: "registry",
        row: "1".to_owned(),
        source: "the row is missing".into(),
    })?;
    registry_revision::Entity::insert(registry_revision::ActiveModel {
        number: Set(revision.0),
        published_at: Set(rows::milliseconds(now)),
        note: Set(note.map(str::to_owned)),
    })
    .exec_without_returning(transaction)
    .await
    .doing(DOING)?;
    Ok(revision)
}

impl Publication {
    fn new(
        transaction: DatabaseTransaction,
        revision: RegistryRevision,
        now: OffsetDateTime,
        ids: IdSource,
        committed: Arc<AtomicI64>,
    ) -> Self {
        let (changed, changes, codebook) = (false, BTreeSet::new(), None);
        Self { transaction, revision, now, ids, changed, changes, codebook, committed }
    }

    pub(super) fn stamp(&self) -> Stamp {
        Stamp { revision: self.revision, now: self.now, ids: self.ids }
    }

    /// The registry revision that this publication makes, if it changes anything.
    pub fn revision(&self) -> RegistryRevision {
        self.revision
    }

    /// A part of this publication that sees what went before in it and is kept or dropped on its own. What a part changes
    /// becomes visible only if the whole is committed and changed something itself, so parts are for trying things out.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn part(&self) -> Result<Self, StoreError> {
        let transaction = self.transaction.begin().await.doing("begin a part of a publication")?;
        let Self { revision, now, ids, .. } = *self;
        // A part alone publishes nothing.
        Ok(Self::new(transaction, revision, now, ids, Arc::default()))
    }

    /// Makes the publication visible; if it changed nothing, the registry stays at the revision it had.
    ///
    /// # Errors
    /// [`StoreError::Database`]; nothing is published then. [`StoreError::CommitUnknown`]; it may be published.
    pub async fn commit(mut self) -> Result<Published, StoreError> {
        const DOING: &str = "commit a publication";
        if self.changed {
            self.keep_changes().await?;
            self.announce().await.doing(DOING)?;
            let revision = self.revision;
            self.transaction.commit().await.map_err(|source| match is_outage(&source) {
                true => StoreError::CommitUnknown { revision, source },
                false => StoreError::Database { doing: DOING, source },
            })?;
            self.committed.fetch_max(self.revision.0, Ordering::AcqRel);
            Ok(Published::Revision(self.revision))
        } else {
            self.transaction.rollback().await.doing(DOING)?;
            Ok(Published::Unchanged)
        }
    }
}
