//! Trying files out: everything is done but kept.

use super::{ImportError, Imported, known::known, prepared::Prepared, publish::publish_in};
use crate::{
    clock::Clock,
    document::Known,
    domain::id::IdSource,
    store::{Publication, Published, Store, StoreError},
};

/// A publication that is never committed. Files see those that went before them, so a plan can be tried out together with
/// the catalogue file that it needs.
///
/// Other publications at the same database wait until the rehearsal is dropped.
#[derive(Debug)]
pub struct Rehearsal {
    publication: Publication,
}

impl Rehearsal {
    /// Begins.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn begin(store: &Store, clock: &Clock) -> Result<Self, StoreError> {
        Ok(Self { publication: store.begin(clock.now(), IdSource::New, None).await? })
    }

    /// What the registry would know after the files so far.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn known(&self) -> Result<Known, StoreError> {
        Ok(known(self.publication.known_names().await?))
    }

    /// What importing a file would come to. The registry revision is the one that importing all files of the rehearsal
    /// together would make.
    ///
    /// # Errors
    /// As [`super::import()`]; later files are not disturbed.
    pub async fn import(&self, file: &Prepared) -> Result<Imported, ImportError> {
        let failed = |source| ImportError::Store { file: file.file_name().to_owned(), source };
        let mut part = self.publication.part().await.map_err(failed)?;
        let (what, findings) = publish_in(&mut part, file).await?;
        let registry_revision = part.revision();
        let changed = part.commit().await.map_err(failed)? != Published::Unchanged;
        Ok(Imported { what, changed, findings, registry_revision })
    }
}
