//! Publishing the elements of a plan.

use std::collections::{HashMap, HashSet};

use entity::{plan_element_revision, plan_revision};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    error::{Doing, StoreError},
    plan_rows::{ElementRows, element_row, element_rows, new_element_id},
    publication::Publication,
    rows,
};
use crate::{
    domain::{
        element::ElementTree,
        id::{ElementId, PlanId},
        plan::Plan,
        publication::ElementRecord,
    },
    identity::{Carried, carry_over},
};

impl Publication {
    /// Every key that an element of the plan ever had, with the element's id; the newest use of a key counts.
    async fn element_keys(&self, plan: PlanId) -> Result<HashMap<String, ElementId>, StoreError> {
        let to_revision = plan_element_revision::Entity::belongs_to(plan_revision::Entity)
            .from(plan_element_revision::Column::RevisionId)
            .to(plan_revision::Column::Id)
            .into();
        let pairs: Vec<(String, Uuid)> = plan_element_revision::Entity::find()
            .join(JoinType::InnerJoin, to_revision)
            .filter(plan_revision::Column::PlanId.eq(plan.0))
            .select_only()
            .columns([plan_element_revision::Column::Key, plan_element_revision::Column::ElementId])
            .order_by_asc(plan_revision::Column::Number)
            .into_tuple()
            .all(&self.transaction)
            .await
            .doing("read the keys of a plan's elements")?;
        Ok(pairs.into_iter().map(|(key, id)| (key, ElementId(id))).collect())
    }

    pub(super) async fn insert_elements(
        &self,
        plan: &Plan,
        elements: &[ElementRecord],
        before: Option<&ElementTree>,
    ) -> Result<(ElementTree, Vec<Carried>), StoreError> {
        const DOING: &str = "publish the elements of a plan";
        let mut known = match before {
            Some(_) => self.element_keys(plan.id).await?,
            None => HashMap::new(),
        };
        let carried = before.map_or_else(Vec::new, |before| carry_over(before, elements, &known));
        for carried in carried.iter().filter(|carried| carried.is_certain) {
            if let Some(id) = known.get(&carried.old_key).copied() {
                known.insert(carried.new_key.clone(), id);
            }
        }
        let new_id = |key: &str| new_element_id(self.ids, &plan.slug, key);
        let ids: Vec<ElementId> = elements
            .iter()
            .map(|element| known.get(&element.key).copied().unwrap_or_else(|| new_id(&element.key)))
            .collect();
        let known_ids: HashSet<ElementId> = known.values().copied().collect();
        let new = ids.iter().filter(|id| !known_ids.contains(id)).map(|id| element_row(plan, *id)).collect();
        rows::insert_whole(&self.transaction, new, DOING).await?;
        let (ElementRows { revisions, texts }, tree) = element_rows(plan, elements, &ids)?;
        rows::insert_whole(&self.transaction, revisions, DOING).await?;
        rows::insert_whole(&self.transaction, texts, DOING).await?;
        Ok((tree, carried))
    }
}
