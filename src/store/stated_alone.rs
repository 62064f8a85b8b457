//! Single things that plans state, read without the plans around them: what a search finds.

use std::collections::HashMap;

use entity::{plan_element_revision, plan_indicator_revision, plan_indicator_text};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect,
    sea_query::{ExprTrait, SimpleExpr},
};
use uuid::Uuid;

use super::{
    Store,
    error::{Doing, StoreError},
    plan_content::{
        self, ELEMENT_COLUMNS, ElementRow, ElementTextRow, INDICATOR_COLUMNS, INDICATOR_TEXT_COLUMNS, IndicatorRow,
        IndicatorTextRow,
    },
    rows,
};
use crate::domain::{
    element::ElementTree,
    id::{ElementId, PlanIndicatorId},
    plan::{Plan, PlanContent},
};

impl Store {
    /// Elements of plans, each as a content that has nothing else: neither what it stands under nor what stands under it.
    /// Two statements, however many; elements that the plans' revisions do not have are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn elements_alone(
        &self,
        plans: &[&Plan],
        elements: &[ElementId],
    ) -> Result<HashMap<ElementId, PlanContent>, StoreError> {
        use plan_element_revision::Column;
        const DOING: &str = "read elements of plans";
        if elements.is_empty() {
            return Ok(HashMap::new());
        }
        let wanted = || self.stated((Column::ElementId, elements), (Column::RevisionId, plans));
        let found: Vec<ElementRow> = plan_element_revision::Entity::find()
            .select_only()
            .columns(ELEMENT_COLUMNS)
            .filter(wanted())
            .into_model()
            .all(&self.database)
            .await
            .doing(DOING)?;
        let texts: Vec<ElementTextRow> = plan_content::select_texts_beside_elements()
            .filter(wanted())
            .into_model()
            .all(&self.database)
            .await
            .doing(DOING)?;
        let mut texts = by_place(texts, |row| (row.revision, row.ordinal));
        let content = |mut row: ElementRow| {
            let (id, revision) = (ElementId(row.element), row.revision);
            let texts = texts.remove(&(revision, row.ordinal)).unwrap_or_default();
            row.parent = None;
            let tree = plan_content::tree(plan_content::elements(vec![row], texts)?, revision)?;
            Ok((id, PlanContent { tree, indicators: Vec::new() }))
        };
        found.into_iter().map(content).collect()
    }

    /// Plan indicators, each as a content that has nothing else: neither its element nor its figures. Two statements, however
    /// many; those that the plans' revisions do not have are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn plan_indicators_alone(
        &self,
        plans: &[&Plan],
        indicators: &[PlanIndicatorId],
    ) -> Result<HashMap<PlanIndicatorId, PlanContent>, StoreError> {
        use plan_indicator_revision::Column;
        const DOING: &str = "read indicators of plans";
        if indicators.is_empty() {
            return Ok(HashMap::new());
        }
        let wanted = || self.stated((Column::PlanIndicatorId, indicators), (Column::RevisionId, plans));
        let found: Vec<IndicatorRow> = plan_indicator_revision::Entity::find()
            .select_only()
            .columns(INDICATOR_COLUMNS)
            .filter(wanted())
            .into_model()
            .all(&self.database)
            .await
            .doing(DOING)?;
        let to_indicator = plan_indicator_text::Entity::belongs_to(plan_indicator_revision::Entity)
            .from((plan_indicator_text::Column::RevisionId, plan_indicator_text::Column::Ordinal))
            .to((Column::RevisionId, Column::Ordinal))
            .into();
        let texts: Vec<IndicatorTextRow> = plan_indicator_text::Entity::find()
            .join(JoinType::InnerJoin, to_indicator)
            .select_only()
            .columns(INDICATOR_TEXT_COLUMNS)
            .filter(wanted())
            .into_model()
            .all(&self.database)
            .await
            .doing(DOING)?;
        let mut texts = by_place(texts, |row| (row.revision, row.ordinal));
        let content = |row: IndicatorRow| {
            let id = PlanIndicatorId(row.plan_indicator);
            let texts = texts.remove(&(row.revision, row.ordinal)).unwrap_or_default();
            let tree = ElementTree::default();
            let indicators = plan_content::indicators(vec![row], texts, &mut HashMap::new(), &tree)?;
            Ok((id, PlanContent { tree, indicators }))
        };
        found.into_iter().map(content).collect()
    }

    /// Rows of these ids, in the revisions that the plans are in.
    fn stated<C: ColumnTrait>(
        &self,
        (id, ids): (C, &[impl Copy + Into<Uuid>]),
        (revision, plans): (C, &[&Plan]),
    ) -> SimpleExpr {
        let revisions = rows::among(&self.database, revision, plans.iter().map(|plan| plan.revision.id));
        rows::among(&self.database, id, ids.iter().copied()).and(revisions)
    }
}

/// Rows by the place of what they belong to.
fn by_place<R>(rows: Vec<R>, place: impl Fn(&R) -> (Uuid, i32)) -> HashMap<(Uuid, i32), Vec<R>> {
    let mut placed: HashMap<(Uuid, i32), Vec<R>> = HashMap::new();
    for row in rows {
        placed.entry(place(&row)).or_default().push(row);
    }
    placed
}
