//! One state of the registry, ready to answer from.

use time::OffsetDateTime;

use crate::{
    domain::revision::RegistryRevision,
    store::{Store, StoreError},
};

/// One state of the registry, ready to answer from. It never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The registry revision that it is of.
    pub revision: RegistryRevision,
    /// When that revision was published; 1970 for a registry that holds nothing.
    pub published_at: OffsetDateTime,
}

impl Snapshot {
    /// The registry's newest state.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub(super) async fn load(store: &Store) -> Result<Self, StoreError> {
        Self::at(store, store.current_revision().await?).await
    }

    /// A later state, by what was published since.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub(super) async fn advance(&self, store: &Store, to: RegistryRevision) -> Result<Self, StoreError> {
        Self::at(store, to).await
    }

    async fn at(store: &Store, revision: RegistryRevision) -> Result<Self, StoreError> {
        Ok(Self { revision, published_at: store.published_at(revision).await? })
    }
}
