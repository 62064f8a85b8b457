//! The registry revision and what the registry holds at it.

use std::{sync::atomic::Ordering, time::Duration};

use entity::{indicator_version, institution_version, plan_revision, registry, registry_revision};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::ExprTrait,
};
use time::OffsetDateTime;

use super::{
    Store,
    error::{Doing, StoreError},
    rows,
};
use crate::domain::revision::{RegistryRevision, RegistrySummary};

impl Store {
    /// The newest registry revision.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn current_revision(&self) -> Result<RegistryRevision, StoreError> {
        let newest = self.newest_revision().await?;
        self.read_from(newest, Duration::ZERO).await;
        Ok(newest)
    }

    /// The newest registry revision, for whoever takes it in first and calls [`Store::read_from`] before reading anything
    /// of it.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn newest_revision(&self) -> Result<RegistryRevision, StoreError> {
        let row = registry::Entity::find_by_id(1)
            .one(&self.database.on_primary())
            .await
            .doing("read the registry revision")?;
        Ok(row.map_or(RegistryRevision::EMPTY, |row| RegistryRevision(row.revision)))
    }

    /// From now on nothing is read from a replica that has not reached this revision. Waits a little for replicas that are
    /// about to reach it.
    pub async fn read_from(&self, revision: RegistryRevision, wait: Duration) {
        self.database.read_from(revision, wait).await;
    }

    /// The revision asked for, if the registry has reached it.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRevision`] if not.
    pub async fn revision(&self, asked: RegistryRevision) -> Result<RegistryRevision, StoreError> {
        let current = self.current_revision().await?;
        if (RegistryRevision::EMPTY..=current).contains(&asked) {
            Ok(asked)
        } else {
            Err(StoreError::NoSuchRevision { asked, current })
        }
    }

    /// When a revision was published; 1970 for one that never was.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn published_at(&self, revision: RegistryRevision) -> Result<OffsetDateTime, StoreError> {
        let row = registry_revision::Entity::find_by_id(revision.0).one(&self.database).await;
        match row.doing("read when a registry revision was published")? {
            Some(row) => rows::time(row.published_at, "registry_revision", revision),
            None => Ok(OffsetDateTime::UNIX_EPOCH),
        }
    }

    /// The newest revision that was published through this store or a clone of it.
    pub fn committed(&self) -> RegistryRevision {
        RegistryRevision(self.committed.load(Ordering::Acquire))
    }

    /// Whether a revision was published with exactly this note.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn has_revision_with_note(&self, note: &str) -> Result<bool, StoreError> {
        let found = registry_revision::Entity::find()
            .filter(registry_revision::Column::Note.eq(note))
            .count(&self.database)
            .await
            .doing("look for a registry revision")?;
        Ok(found > 0)
    }

    /// The first revision whose note does not begin so; revisions without a note are among them.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn first_revision_without_note(&self, beginning: &str) -> Result<Option<RegistryRevision>, StoreError> {
        use registry_revision::Column;
        let other = Condition::any().add(Column::Note.not_like(format!("{beginning}%"))).add(Column::Note.is_null());
        let found = registry_revision::Entity::find()
            .filter(other)
            .order_by_asc(Column::Number)
            .one(&self.database)
            .await
            .doing("look for a registry revision")?;
        Ok(found.map(|row| RegistryRevision(row.number)))
    }

    /// What the registry holds at a revision.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn summary(&self, at: RegistryRevision) -> Result<RegistrySummary, StoreError> {
        const DOING: &str = "count what the registry holds";
        let database = &self.database;
        let updated_at = self.published_at(at).await?;
        let plans = plan_revision::Entity::find()
            .filter(rows::valid_at(plan_revision::Column::ValidFrom, plan_revision::Column::ValidTo, at))
            .select_only()
            .column_as(plan_revision::Column::PlanId.count(), "n_plans")
            .column_as(plan_revision::Column::NElements.sum().cast_as("bigint"), "n_elements")
            .into_tuple::<(i64, Option<i64>)>()
            .one(database)
            .await
            .doing(DOING)?;
        let (n_plans, n_elements) = plans.unwrap_or_default();
        let n_institutions = institution_version::Entity::find()
            .filter(rows::valid_at(institution_version::Column::ValidFrom, institution_version::Column::ValidTo, at))
            .count(database)
            .await
            .doing(DOING)?;
        let n_indicators = indicator_version::Entity::find()
            .filter(rows::valid_at(indicator_version::Column::ValidFrom, indicator_version::Column::ValidTo, at))
            .count(database)
            .await
            .doing(DOING)?;
        Ok(RegistrySummary {
            revision: at,
            updated_at,
            n_institutions,
            n_plans: n_plans.unsigned_abs(),
            n_elements: n_elements.unwrap_or_default().unsigned_abs(),
            n_indicators,
        })
    }
}
