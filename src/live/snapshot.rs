//! One state of the registry, ready to answer from.

use std::sync::Arc;

use time::OffsetDateTime;

use super::loading;
use crate::{
    domain::revision::RegistryRevision,
    index::RegistryIndex,
    store::{Store, StoreError},
};

/// One state of the registry, ready to answer from. It never changes.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The registry revision that it is of.
    pub revision: RegistryRevision,
    /// When that revision was published; 1970 for a registry that holds nothing.
    pub published_at: OffsetDateTime,
    /// Names the state: a database that was restored may come to the same revision another way.
    pub state: Arc<str>,
    /// What that revision holds beside the contents of plans.
    pub index: Arc<RegistryIndex>,
}

impl Snapshot {
    /// The registry's newest state.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub(super) async fn load(store: &Store) -> Result<Self, StoreError> {
        let revision = store.current_revision().await?;
        Self::of(store, Arc::new(loading::load(store, revision).await?)).await
    }

    /// A later state, by what was published since.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub(super) async fn advance(&self, store: &Store, to: RegistryRevision) -> Result<Self, StoreError> {
        Self::of(store, Arc::new(loading::advance(&self.index, store, to).await?)).await
    }

    async fn of(store: &Store, index: Arc<RegistryIndex>) -> Result<Self, StoreError> {
        let revision = index.revision();
        let published_at = store.published_at(revision).await?;
        let state = format!("{revision}@{}", published_at.unix_timestamp_nanos()).into();
        Ok(Self { revision, published_at, state, index })
    }
}
