//! Publishing the indicators of a plan.

use std::collections::{HashMap, HashSet};

use entity::{plan_indicator, plan_indicator_revision, plan_indicator_text, plan_revision};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    documents,
    error::{Doing, StoreError},
    publication::Publication,
    rows,
};
use crate::domain::{
    id::{IndicatorId, PlanId, PlanIndicatorId},
    plan::Plan,
    publication::PlanIndicatorRecord,
};

impl Publication {
    async fn indicator_keys(&self, plan: PlanId) -> Result<HashMap<String, PlanIndicatorId>, StoreError> {
        let to_revision = plan_indicator_revision::Entity::belongs_to(plan_revision::Entity)
            .from(plan_indicator_revision::Column::RevisionId)
            .to(plan_revision::Column::Id)
            .into();
        let pairs: Vec<(String, Uuid)> = plan_indicator_revision::Entity::find()
            .join(JoinType::InnerJoin, to_revision)
            .filter(plan_revision::Column::PlanId.eq(plan.0))
            .select_only()
            .columns([plan_indicator_revision::Column::Key, plan_indicator_revision::Column::PlanIndicatorId])
            .order_by_asc(plan_revision::Column::Number)
            .into_tuple()
            .all(&self.transaction)
            .await
            .doing("read the keys of a plan's indicators")?;
        Ok(pairs.into_iter().map(|(key, id)| (key, PlanIndicatorId(id))).collect())
    }

    pub(super) async fn insert_indicators(
        &self,
        plan: &Plan,
        indicators: &[PlanIndicatorRecord],
        definitions: &HashMap<String, IndicatorId>,
        is_new: bool,
    ) -> Result<Vec<PlanIndicatorId>, StoreError> {
        const DOING: &str = "publish the indicators of a plan";
        let known = if is_new { HashMap::new() } else { self.indicator_keys(plan.id).await? };
        let new_id = |key: &str| self.ids.id::<PlanIndicatorId>("plan-indicator", &format!("{}#{key}", plan.slug));
        let ids: Vec<PlanIndicatorId> = indicators
            .iter()
            .map(|indicator| known.get(&indicator.key).copied().unwrap_or_else(|| new_id(&indicator.key)))
            .collect();
        let known_ids: HashSet<PlanIndicatorId> = known.values().copied().collect();
        let identities = ids
            .iter()
            .filter(|id| !known_ids.contains(id))
            .map(|id| plan_indicator::ActiveModel {
                id: Set(id.0),
                plan_id: Set(plan.id.0),
                institution_id: Set(plan.institution.0),
            })
            .collect();
        rows::insert_all(&self.transaction, identities, DOING).await?;
        let mut indicator_rows = Vec::with_capacity(ids.len());
        let mut texts = Vec::new();
        for (ordinal, (indicator, id)) in indicators.iter().zip(&ids).enumerate() {
            let (document, evidence) = documents::evidence_columns(indicator.evidence.as_ref());
            let definition = indicator.indicator.as_ref().and_then(|slug| definitions.get(slug));
            indicator_rows.push(plan_indicator_revision::ActiveModel {
                revision_id: Set(plan.revision.id.0),
                ordinal: Set(ordinal as i32),
                plan_indicator_id: Set(id.0),
                institution_id: Set(plan.institution.0),
                key: Set(indicator.key.clone()),
                element_ordinal: Set(indicator.element.map(|element| element as i32)),
                indicator_id: Set(definition.map(|id| id.0)),
                nature: Set(indicator.nature.code().to_owned()),
                evidence_document_id: Set(document),
                evidence: Set(evidence),
            });
            texts.extend(indicator.text.iter().map(|text| plan_indicator_text::ActiveModel {
                revision_id: Set(plan.revision.id.0),
                ordinal: Set(ordinal as i32),
                lang: Set(text.lang.to_string()),
                institution_id: Set(plan.institution.0),
                text: Set(text.text.clone()),
                origin: Set(text.origin.code().to_owned()),
            }));
        }
        rows::insert_all(&self.transaction, indicator_rows, DOING).await?;
        rows::insert_all(&self.transaction, texts, DOING).await?;
        Ok(ids)
    }
}
