//! Heads of plans: for servers that hold them in memory.

use std::collections::HashMap;

use entity::{plan, plan_revision, plan_text};
use sea_orm::{EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    Store,
    error::{Doing, StoreError},
    rows::{self, TextRow},
};
use crate::domain::{
    id::{DocumentId, InstitutionId, PeriodId, PlanId, PlanRevisionId},
    plan::{Plan, PlanHead, PlanRevision},
    revision::RegistryRevision,
    text::Texts,
};

const DOING: &str = "read the heads of plans";
const TABLE: &str = "plan_revision";

#[derive(FromQueryResult)]
struct HeadRow {
    id: Uuid,
    plan_id: Uuid,
    number: i32,
    valid_from: i64,
    level: String,
    status: String,
    is_synthetic: bool,
    language: String,
    source_document_id: Option<Uuid>,
    published_at: i64,
    note: Option<String>,
    sort_key: Vec<u8>,
    slug: String,
    institution_id: Uuid,
    period_id: Uuid,
    variant: String,
}

impl HeadRow {
    fn head(self, title: Texts) -> Result<PlanHead, StoreError> {
        let published_at: OffsetDateTime = rows::time(self.published_at, TABLE, self.id)?;
        let plan = Plan {
            id: PlanId(self.plan_id),
            slug: self.slug,
            institution: InstitutionId(self.institution_id),
            period: PeriodId(self.period_id),
            variant: self.variant,
            level: rows::value(&self.level, TABLE, self.id)?,
            status: rows::value(&self.status, TABLE, self.id)?,
            is_synthetic: self.is_synthetic,
            title,
            language: rows::value(&self.language, TABLE, self.id)?,
            source: self.source_document_id.map(DocumentId),
            revision: PlanRevision {
                id: PlanRevisionId(self.id),
                number: self.number,
                published_at,
                registry_revision: RegistryRevision(self.valid_from),
                note: self.note,
            },
        };
        Ok(PlanHead { plan, sort_key: self.sort_key })
    }
}

impl Store {
    /// The ids of all plans of a revision, ascending.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn plan_ids(&self, at: RegistryRevision) -> Result<Vec<PlanId>, StoreError> {
        use plan_revision::Column;
        let ids: Vec<Uuid> = plan_revision::Entity::find()
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .select_only()
            .column(Column::PlanId)
            .order_by_asc(Column::PlanId)
            .into_tuple()
            .all(&self.database)
            .await
            .doing(DOING)?;
        Ok(ids.into_iter().map(PlanId).collect())
    }

    /// The heads of plans, as a revision knows them, in no order; plans unknown then are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn plan_heads(&self, plans: &[PlanId], at: RegistryRevision) -> Result<Vec<PlanHead>, StoreError> {
        use plan_revision::Column;
        let valid = rows::valid_at(Column::ValidFrom, Column::ValidTo, at).add(rows::among(
            &self.database,
            Column::PlanId,
            plans.iter().copied(),
        ));
        let to_revision = plan_text::Entity::belongs_to(plan_revision::Entity)
            .from(plan_text::Column::RevisionId)
            .to(Column::Id)
            .into();
        let texts: Vec<(Uuid, String, String, String)> = plan_text::Entity::find()
            .join(JoinType::InnerJoin, to_revision)
            .filter(valid.clone())
            .select_only()
            .columns([
                plan_text::Column::RevisionId,
                plan_text::Column::Lang,
                plan_text::Column::Text,
                plan_text::Column::Origin,
            ])
            .into_tuple()
            .all(&self.database)
            .await
            .doing(DOING)?;
        let texts = texts
            .into_iter()
            .map(|(revision, lang, text, origin)| {
                let text = TextRow { lang: &lang, text, origin: &origin };
                Ok((revision, text.localized("plan_text", revision)?))
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        let mut titles: HashMap<Uuid, Texts> = rows::texts_by(texts);
        let to_plan = plan_revision::Entity::belongs_to(plan::Entity).from(Column::PlanId).to(plan::Column::Id).into();
        let rows: Vec<HeadRow> = plan_revision::Entity::find()
            .join(JoinType::InnerJoin, to_plan)
            .filter(valid)
            .select_only()
            .columns([Column::Id, Column::PlanId, Column::Number, Column::ValidFrom, Column::Level, Column::Status])
            .columns([Column::IsSynthetic, Column::Language, Column::SourceDocumentId, Column::PublishedAt])
            .columns([Column::Note, Column::SortKey])
            .columns([plan::Column::Slug, plan::Column::InstitutionId, plan::Column::PeriodId, plan::Column::Variant])
            .into_model()
            .all(&self.database)
            .await
            .doing(DOING)?;
        rows.into_iter()
            .map(|row| {
                let title = titles.remove(&row.id).unwrap_or_default();
                row.head(title)
            })
            .collect()
    }
}
