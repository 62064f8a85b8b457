//! The names by which a document speaks of what the registry holds.

use std::collections::HashSet;

use entity::{document_content, plan, plan_revision, source_document};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::{
    Store,
    error::{Doing, StoreError},
    indicators, institutions, periods,
    publication::Publication,
    rows,
};
use crate::domain::{
    id::{InstitutionId, PeriodId},
    indicator::Indicator,
    institution::Institution,
    period::PlanningPeriod,
    revision::RegistryRevision,
};

/// What plans are told apart by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanName {
    /// Names the plan.
    pub slug: String,
    /// Its institution.
    pub institution: InstitutionId,
    /// Its period.
    pub period: PeriodId,
    /// Tells plans of the same institution and period apart.
    pub variant: String,
    /// Whether it was read from a document that is kept.
    pub is_from_document: bool,
}

/// Everything that a document may name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KnownNames {
    /// Every institution.
    pub institutions: Vec<Institution>,
    /// Every planning period.
    pub periods: Vec<PlanningPeriod>,
    /// Every plan, by slug.
    pub plans: Vec<PlanName>,
    /// Every definition of an indicator.
    pub indicators: Vec<Indicator>,
}

async fn known_names(connection: &impl ConnectionTrait, at: RegistryRevision) -> Result<KnownNames, StoreError> {
    use plan::{Column, Entity};
    let to_revision =
        Entity::belongs_to(plan_revision::Entity).from(Column::Id).to(plan_revision::Column::PlanId).into();
    let plans: Vec<(String, Uuid, Uuid, String, Option<Uuid>)> = Entity::find()
        .join(JoinType::InnerJoin, to_revision)
        .filter(rows::valid_at(plan_revision::Column::ValidFrom, plan_revision::Column::ValidTo, at))
        .order_by_asc(Column::Slug)
        .select_only()
        .columns([Column::Slug, Column::InstitutionId, Column::PeriodId, Column::Variant])
        .column(plan_revision::Column::SourceDocumentId)
        .into_tuple()
        .all(connection)
        .await
        .doing("list the names of plans")?;
    let hashes = document_content::Entity::find().select_only().column(document_content::Column::Sha256);
    let kept: HashSet<Uuid> = source_document::Entity::find()
        .filter(source_document::Column::Sha256.in_subquery(hashes.into_query()))
        .select_only()
        .column(source_document::Column::Id)
        .into_tuple()
        .all(connection)
        .await
        .doing("list the documents that are kept")?
        .into_iter()
        .collect();
    Ok(KnownNames {
        institutions: institutions::all(connection, at).await?,
        periods: periods::all(connection, at).await?,
        indicators: indicators::all(connection, at).await?,
        plans: plans
            .into_iter()
            .map(|(slug, institution, period, variant, source)| PlanName {
                slug,
                institution: InstitutionId(institution),
                period: PeriodId(period),
                variant,
                is_from_document: source.is_some_and(|id| kept.contains(&id)),
            })
            .collect(),
    })
}

impl Store {
    /// The names of everything that a revision knows.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn known_names(&self, at: RegistryRevision) -> Result<KnownNames, StoreError> {
        known_names(&self.database, at).await
    }
}

impl Publication {
    /// The names of everything that will be known once this publication is committed.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn known_names(&self) -> Result<KnownNames, StoreError> {
        known_names(&self.transaction, self.revision).await
    }
}
