//! Publishing the figures of a plan.

use std::collections::HashMap;

use entity::observation;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{
    error::{Doing, StoreError},
    plan_rows::observation_rows,
    publication::Publication,
    rows,
};
use crate::domain::{id::PlanIndicatorId, plan::Plan, publication::PlanIndicatorRecord};

impl Publication {
    /// Ends the figures that the record no longer has, and begins those that are new; the rest stay as they are.
    pub(super) async fn replace_observations(
        &self,
        plan: &Plan,
        indicators: &[PlanIndicatorRecord],
        ids: &[PlanIndicatorId],
    ) -> Result<(), StoreError> {
        const DOING: &str = "publish the figures of a plan";
        let current = observation::Entity::find()
            .filter(observation::Column::PlanId.eq(plan.id.0))
            .filter(rows::still_valid(observation::Column::ValidTo))
            .all(&self.transaction)
            .await
            .doing(DOING)?;
        let mut current: HashMap<Uuid, i32> = current.into_iter().map(|row| (row.id, row.position)).collect();
        let mut moved = Vec::new();
        let mut new_rows = observation_rows(plan, indicators, ids);
        new_rows.retain(|row| match current.remove(&row.id) {
            Some(position) if position == row.position => false,
            Some(_) => {
                moved.push(row.id);
                true
            }
            None => true,
        });
        let ended: Vec<Uuid> = current.into_keys().chain(moved).collect();
        for ended in ended.chunks(5_000) {
            observation::Entity::update_many()
                .col_expr(observation::Column::ValidTo, Expr::value(self.revision.0))
                .filter(observation::Column::Id.is_in(ended.iter().copied()))
                .filter(rows::still_valid(observation::Column::ValidTo))
                .exec(&self.transaction)
                .await
                .doing(DOING)?;
        }
        rows::insert_whole(&self.transaction, new_rows, DOING).await
    }
}
