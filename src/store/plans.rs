//! Heads of plans: rows into values.

use std::collections::HashMap;

use entity::{plan, plan_document, plan_revision, plan_text, plan_theme};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    Store, documents,
    error::{Doing, StoreError},
    rows::{self, TextRow},
};
use crate::{
    coding::ThemeWeight,
    domain::{
        id::{DocumentId, InstitutionId, PeriodId, PlanId, PlanRevisionId, ThemeId},
        plan::{Plan, PlanRevision},
        publication::PlanDocument,
        revision::RegistryRevision,
    },
};

const TABLE: &str = "plan_revision";

/// The publication that a revision row tells of.
pub(super) fn publication_of(row: &plan_revision::Model) -> Result<PlanRevision, StoreError> {
    Ok(PlanRevision {
        id: PlanRevisionId(row.id),
        number: row.number,
        published_at: rows::time(row.published_at, TABLE, row.id)?,
        registry_revision: RegistryRevision(row.valid_from),
        note: row.note.clone(),
    })
}

/// Heads of plans from their revision rows, in the order given.
pub(super) async fn assemble(
    connection: &impl ConnectionTrait,
    revisions: Vec<plan_revision::Model>,
) -> Result<Vec<Plan>, StoreError> {
    const DOING: &str = "read plans";
    if revisions.is_empty() {
        return Ok(Vec::new());
    }
    let plans: HashMap<Uuid, plan::Model> = plan::Entity::find()
        .filter(rows::among(connection, plan::Column::Id, revisions.iter().map(|revision| revision.plan_id)))
        .all(connection)
        .await
        .doing(DOING)?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let titles = plan_text::Entity::find()
        .filter(rows::among(connection, plan_text::Column::RevisionId, revisions.iter().map(|revision| revision.id)))
        .all(connection)
        .await
        .doing(DOING)?
        .into_iter()
        .map(|row| {
            let text = TextRow { lang: &row.lang, text: row.text, origin: &row.origin };
            Ok((row.revision_id, text.localized("plan_text", row.revision_id)?))
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    let mut titles = rows::texts_by(titles);
    revisions
        .into_iter()
        .map(|revision| {
            let plan = plans.get(&revision.plan_id).ok_or_else(|| StoreError::Inconsistent {
                table: TABLE,
                row: revision.id.to_string(),
                source: "its plan is missing".into(),
            })?;
            Ok(Plan {
                id: PlanId(plan.id),
                slug: plan.slug.clone(),
                institution: InstitutionId(plan.institution_id),
                period: PeriodId(plan.period_id),
                variant: plan.variant.clone(),
                level: rows::value(&revision.level, TABLE, revision.id)?,
                status: rows::value(&revision.status, TABLE, revision.id)?,
                is_synthetic: revision.is_synthetic,
                title: titles.remove(&revision.id).unwrap_or_default(),
                language: rows::value(&revision.language, TABLE, revision.id)?,
                source: revision.source_document_id.map(DocumentId),
                revision: publication_of(&revision)?,
            })
        })
        .collect()
}

/// Plans by id, as a revision knows them; ids unknown then are left out.
pub(super) async fn by_id(
    connection: &impl ConnectionTrait,
    ids: &[PlanId],
    at: RegistryRevision,
) -> Result<HashMap<PlanId, Plan>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let revisions = plan_revision::Entity::find()
        .filter(rows::among(connection, plan_revision::Column::PlanId, ids.iter().copied()))
        .filter(rows::valid_at(plan_revision::Column::ValidFrom, plan_revision::Column::ValidTo, at))
        .all(connection)
        .await
        .doing("read plans")?;
    Ok(assemble(connection, revisions).await?.into_iter().map(|plan| (plan.id, plan)).collect())
}

/// The documents of revisions of plans, in the order of their files.
pub(super) async fn documents_of(
    connection: &impl ConnectionTrait,
    revisions: &[PlanRevisionId],
) -> Result<HashMap<PlanRevisionId, Vec<PlanDocument>>, StoreError> {
    let links = plan_document::Entity::find()
        .filter(rows::among(connection, plan_document::Column::RevisionId, revisions.iter().copied()))
        .order_by_asc(plan_document::Column::RevisionId)
        .order_by_asc(plan_document::Column::Position)
        .all(connection)
        .await
        .doing("read the documents of plans")?;
    let ids: Vec<DocumentId> = links.iter().map(|link| DocumentId(link.document_id)).collect();
    let found = documents::by_id(connection, &ids).await?;
    let mut documents: HashMap<PlanRevisionId, Vec<PlanDocument>> = HashMap::new();
    for link in links {
        if let Some(document) = found.get(&DocumentId(link.document_id)) {
            documents
                .entry(PlanRevisionId(link.revision_id))
                .or_default()
                .push(PlanDocument { key: link.key, document: document.clone() });
        }
    }
    Ok(documents)
}

impl Store {
    /// Plans by id, as a revision knows them; ids unknown then are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn plans_by_id(&self, ids: &[PlanId], at: RegistryRevision) -> Result<HashMap<PlanId, Plan>, StoreError> {
        by_id(&self.database, ids, at).await
    }

    /// Every plan of each institution, by slug.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn plans_of_institutions(
        &self,
        institutions: &[InstitutionId],
        at: RegistryRevision,
    ) -> Result<HashMap<InstitutionId, Vec<Plan>>, StoreError> {
        use plan_revision::Column;
        let revisions = plan_revision::Entity::find()
            .filter(rows::among(&self.database, Column::InstitutionId, institutions.iter().copied()))
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .all(&self.database)
            .await
            .doing("read the plans of institutions")?;
        let mut plans: HashMap<InstitutionId, Vec<Plan>> = HashMap::new();
        for plan in assemble(&self.database, revisions).await? {
            plans.entry(plan.institution).or_default().push(plan);
        }
        for plans in plans.values_mut() {
            plans.sort_by(|a, b| a.slug.cmp(&b.slug));
        }
        Ok(plans)
    }

    /// The publications of each plan up to a revision, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn plan_revisions(
        &self,
        plans: &[PlanId],
        at: RegistryRevision,
    ) -> Result<HashMap<PlanId, Vec<PlanRevision>>, StoreError> {
        let rows = plan_revision::Entity::find()
            .filter(rows::among(&self.database, plan_revision::Column::PlanId, plans.iter().copied()))
            .filter(plan_revision::Column::ValidFrom.lte(at.0))
            .order_by_asc(plan_revision::Column::Number)
            .all(&self.database)
            .await
            .doing("read the revisions of plans")?;
        let mut revisions: HashMap<PlanId, Vec<PlanRevision>> = HashMap::new();
        for row in rows {
            revisions.entry(PlanId(row.plan_id)).or_default().push(publication_of(&row)?);
        }
        Ok(revisions)
    }

    /// The theme profile of each plan, the heaviest theme first, ties by the theme's id; from the summary that every
    /// publication keeps current.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn theme_profiles(
        &self,
        plans: &[PlanId],
        at: RegistryRevision,
    ) -> Result<HashMap<PlanId, Vec<ThemeWeight>>, StoreError> {
        let rows = plan_theme::Entity::find()
            .filter(rows::among(&self.database, plan_theme::Column::PlanId, plans.iter().copied()))
            .filter(rows::valid_at(plan_theme::Column::ValidFrom, plan_theme::Column::ValidTo, at))
            .order_by_desc(plan_theme::Column::NElements)
            .order_by_asc(plan_theme::Column::ThemeId)
            .all(&self.database)
            .await
            .doing("read theme profiles")?;
        let mut profiles: HashMap<PlanId, Vec<ThemeWeight>> = HashMap::new();
        for row in rows {
            profiles.entry(PlanId(row.plan_id)).or_default().push(ThemeWeight {
                theme: ThemeId(row.theme_id),
                n_elements: row.n_elements.unsigned_abs(),
                share: row.share,
            });
        }
        Ok(profiles)
    }
}
