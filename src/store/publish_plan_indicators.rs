//! Publishing the indicators of a plan.

use std::collections::{HashMap, HashSet};

use entity::{plan_indicator_revision, plan_revision};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    error::{Doing, StoreError},
    plan_rows::{IndicatorRows, indicator_row, indicator_rows, new_indicator_id},
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
        let new_id = |key: &str| new_indicator_id(self.ids, plan, key);
        let ids: Vec<PlanIndicatorId> = indicators
            .iter()
            .map(|indicator| known.get(&indicator.key).copied().unwrap_or_else(|| new_id(&indicator.key)))
            .collect();
        let known_ids: HashSet<PlanIndicatorId> = known.values().copied().collect();
        let new = ids.iter().filter(|id| !known_ids.contains(id)).map(|id| indicator_row(plan, *id)).collect();
        rows::insert_whole(&self.transaction, new, DOING).await?;
        let IndicatorRows { revisions, texts } = indicator_rows(plan, indicators, &ids, definitions);
        rows::insert_whole(&self.transaction, revisions, DOING).await?;
        rows::insert_whole(&self.transaction, texts, DOING).await?;
        Ok(ids)
    }
}
