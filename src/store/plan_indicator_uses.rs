//! The uses of indicator definitions in plans, whatever the definition.

use std::collections::HashMap;

use entity::{observation, plan_indicator_revision, plan_revision};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    Store,
    error::{Doing, StoreError},
    indicator_uses::{FIGURE_COLUMNS, FigureRow},
    rows,
};
use crate::domain::{
    id::{IndicatorId, PlanId, PlanIndicatorId},
    indicator::{IndicatorUse, Observation},
    revision::RegistryRevision,
};

const DOING: &str = "read the figures of plans";

/// The uses of indicator definitions in a plan, in document order.
type UsesOfPlan = Vec<(IndicatorId, IndicatorUse)>;

impl Store {
    /// The uses of indicator definitions in plans, with their figures, as they are at a revision; plans without uses are left
    /// out. Words and passages of figures are not read.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn plan_indicator_uses(
        &self,
        plans: &[PlanId],
        at: RegistryRevision,
    ) -> Result<HashMap<PlanId, UsesOfPlan>, StoreError> {
        let mut observations: HashMap<Uuid, Vec<Observation>> = HashMap::new();
        for row in self.observations(plans, at).await? {
            observations.entry(row.plan_indicator_id).or_default().push(row.observation()?);
        }
        let mut of_plans: HashMap<PlanId, UsesOfPlan> = HashMap::with_capacity(plans.len());
        for (plan, plan_indicator, indicator) in self.uses(plans, at).await? {
            let used = IndicatorUse {
                plan_indicator: PlanIndicatorId(plan_indicator),
                observations: observations.remove(&plan_indicator).unwrap_or_default(),
            };
            of_plans.entry(PlanId(plan)).or_default().push((IndicatorId(indicator), used));
        }
        Ok(of_plans)
    }

    /// Plan, plan indicator and definition of each use, in document order.
    async fn uses(&self, plans: &[PlanId], at: RegistryRevision) -> Result<Vec<(Uuid, Uuid, Uuid)>, StoreError> {
        use plan_indicator_revision::{Column, Entity};
        let to_plan =
            Entity::belongs_to(plan_revision::Entity).from(Column::RevisionId).to(plan_revision::Column::Id).into();
        Entity::find()
            .join(JoinType::InnerJoin, to_plan)
            .filter(rows::valid_at(plan_revision::Column::ValidFrom, plan_revision::Column::ValidTo, at))
            .filter(Column::IndicatorId.is_not_null())
            .filter(rows::among(&self.database, plan_revision::Column::PlanId, plans.iter().copied()))
            .select_only()
            .column(plan_revision::Column::PlanId)
            .columns([Column::PlanIndicatorId, Column::IndicatorId])
            .order_by_asc(Column::RevisionId)
            .order_by_asc(Column::Ordinal)
            .into_tuple()
            .all(&self.database)
            .await
            .doing(DOING)
    }

    async fn observations(&self, plans: &[PlanId], at: RegistryRevision) -> Result<Vec<FigureRow>, StoreError> {
        use observation::{Column, Entity};
        Entity::find()
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .filter(rows::among(&self.database, Column::PlanId, plans.iter().copied()))
            .select_only()
            .columns(FIGURE_COLUMNS)
            .order_by_asc(Column::PlanIndicatorId)
            .order_by_asc(Column::Position)
            .order_by_asc(Column::Id)
            .into_model()
            .all(&self.database)
            .await
            .doing(DOING)
    }
}
