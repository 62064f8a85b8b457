//! The first things that plans say: their topmost elements of one layer, read without the rest.

use std::collections::{HashMap, HashSet};

use entity::plan_element_revision;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{
    Store,
    error::{Doing, StoreError},
    plan_content::{self, ELEMENT_COLUMNS, ElementRow, ElementTextRow},
    rows,
};
use crate::domain::{
    element::{ElementKind, PlanLayer},
    id::PlanId,
    plan::{Plan, PlanContent},
};

impl Store {
    /// Of each plan its topmost elements of a layer, as a content that has nothing else, in two statements however many
    /// plans. Left out are plans in which such elements stand under elements of other layers: which of them are topmost
    /// shows in the whole tree alone.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn leading_elements(
        &self,
        plans: &[&Plan],
        layer: PlanLayer,
    ) -> Result<HashMap<PlanId, PlanContent>, StoreError> {
        use plan_element_revision::Column;
        const DOING: &str = "read the topmost elements of plans";
        let revisions = || plans.iter().map(|plan| plan.revision.id);
        let of_layer = || {
            let kinds = ElementKind::ALL.iter().filter(|kind| kind.layer() == layer);
            Column::Kind.is_in(kinds.map(|kind| kind.code()))
        };
        let elements: Vec<ElementRow> = plan_element_revision::Entity::find()
            .select_only()
            .columns(ELEMENT_COLUMNS)
            .filter(rows::among(&self.database, Column::RevisionId, revisions()))
            .filter(of_layer())
            .into_model()
            .all(&self.database)
            .await
            .doing(DOING)?;
        let texts: Vec<ElementTextRow> = plan_content::select_texts_beside_elements()
            .filter(rows::among(&self.database, Column::RevisionId, revisions()))
            .filter(of_layer())
            .filter(Column::ParentOrdinal.is_null())
            .into_model()
            .all(&self.database)
            .await
            .doing(DOING)?;
        let mut elements = plan_content::by_owner(elements, |row| row.revision, |row| row.ordinal);
        let mut texts = plan_content::by_owner(texts, |row| row.revision, |row| row.ordinal);
        let mut contents = HashMap::with_capacity(plans.len());
        for plan in plans {
            let revision = plan.revision.id.0;
            let rows = elements.remove(&revision).unwrap_or_default();
            if let Some(topmost) = topmost(rows) {
                let elements = plan_content::elements(topmost, texts.remove(&revision).unwrap_or_default())?;
                let tree = plan_content::tree(elements, revision)?;
                contents.insert(plan.id, PlanContent { tree, indicators: Vec::new() });
            }
        }
        Ok(contents)
    }
}

/// The roots among the rows of a layer. `None` where one stands under an element of another layer, which may stand under
/// one of this layer again.
fn topmost(mut rows: Vec<ElementRow>) -> Option<Vec<ElementRow>> {
    let ordinals: HashSet<i32> = rows.iter().map(|row| row.ordinal).collect();
    let is_told = |row: &ElementRow| row.parent.is_none_or(|parent| ordinals.contains(&parent));
    if !rows.iter().all(is_told) {
        return None;
    }
    rows.retain(|row| row.parent.is_none());
    Some(rows)
}
