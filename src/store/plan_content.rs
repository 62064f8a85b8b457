//! What plans say: element and indicator rows into trees.

use std::collections::HashMap;

use entity::{observation, plan_element_revision, plan_element_text, plan_indicator_revision, plan_indicator_text};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    Store, documents,
    error::{Doing, StoreError},
    rows::{self, TextRow},
};
use crate::domain::{
    element::{Element, ElementTree},
    id::{ElementId, IndicatorId, ObservationId, PlanId, PlanIndicatorId},
    indicator::{Figure, Observation, PlanIndicator},
    plan::{Plan, PlanContent},
    revision::RegistryRevision,
    text::{LocalizedText, Texts},
};

pub(super) const TITLE: &str = "TITLE";
pub(super) const BODY: &str = "BODY";

/// A row's place: the revision and the place in it.
type Place = (Uuid, i32);

fn figure(row: &observation::Model) -> Result<Figure, StoreError> {
    const TABLE: &str = "observation";
    Ok(Figure {
        role: rows::value(&row.role, TABLE, row.id)?,
        comparator: rows::value(&row.comparator, TABLE, row.id)?,
        value: row.value,
        upper: row.upper,
        unit: row.unit.as_deref().map(|unit| rows::value(unit, TABLE, row.id)).transpose()?,
        basis: rows::value(&row.basis, TABLE, row.id)?,
        start_year: row.start_year,
        end_year: row.end_year,
        reference_year: row.reference_year,
        dimensions: rows::json(&row.dimensions, TABLE, row.id)?,
        text: row.text.clone(),
        evidence: documents::evidence(row.evidence_document_id, row.evidence.as_deref(), TABLE, row.id)?,
    })
}

/// The contents of revisions of plans, with the figures that a registry revision knows. Always the same number of
/// statements, however many plans.
pub(super) async fn read(
    connection: &impl ConnectionTrait,
    plans: &[&Plan],
    at: RegistryRevision,
) -> Result<HashMap<PlanId, PlanContent>, StoreError> {
    const DOING: &str = "read the contents of plans";
    if plans.is_empty() {
        return Ok(HashMap::new());
    }
    let revision_ids: Vec<Uuid> = plans.iter().map(|plan| plan.revision.id.0).collect();

    let mut titles: HashMap<Place, Vec<LocalizedText>> = HashMap::new();
    let mut bodies: HashMap<Place, Vec<LocalizedText>> = HashMap::new();
    let texts = plan_element_text::Entity::find()
        .filter(plan_element_text::Column::RevisionId.is_in(revision_ids.iter().copied()))
        .all(connection)
        .await
        .doing(DOING)?;
    for row in texts {
        let text = TextRow { lang: &row.lang, text: row.text, origin: &row.origin };
        let text = text.localized("plan_element_text", row.revision_id)?;
        let owner = if row.field == TITLE { &mut titles } else { &mut bodies };
        owner.entry((row.revision_id, row.ordinal)).or_default().push(text);
    }
    let element_rows = plan_element_revision::Entity::find()
        .filter(plan_element_revision::Column::RevisionId.is_in(revision_ids.iter().copied()))
        .order_by_asc(plan_element_revision::Column::RevisionId)
        .order_by_asc(plan_element_revision::Column::Ordinal)
        .all(connection)
        .await
        .doing(DOING)?;
    let mut elements: HashMap<Uuid, Vec<Element>> = HashMap::new();
    for row in element_rows {
        const TABLE: &str = "plan_element_revision";
        let place = (row.revision_id, row.ordinal);
        let evidence = documents::evidence(row.evidence_document_id, row.evidence.as_deref(), TABLE, row.element_id)?;
        elements.entry(row.revision_id).or_default().push(Element {
            id: ElementId(row.element_id),
            key: row.key,
            kind: rows::value(&row.kind, TABLE, row.element_id)?,
            number: row.number,
            source_term: row.source_term,
            title: titles.remove(&place).map(Texts::new).unwrap_or_default(),
            body: bodies.remove(&place).map(Texts::new).unwrap_or_default(),
            parent: row.parent_ordinal.map(|ordinal| ordinal.unsigned_abs() as usize),
            depth: 0, // Set from the parents when the tree is built.
            position: row.position.unsigned_abs(),
            evidence,
        });
    }

    let texts = plan_indicator_text::Entity::find()
        .filter(plan_indicator_text::Column::RevisionId.is_in(revision_ids.iter().copied()))
        .all(connection)
        .await
        .doing(DOING)?
        .into_iter()
        .map(|row| {
            let text = TextRow { lang: &row.lang, text: row.text, origin: &row.origin };
            Ok(((row.revision_id, row.ordinal), text.localized("plan_indicator_text", row.revision_id)?))
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    let mut indicator_texts = rows::texts_by(texts);
    let mut observations: HashMap<Uuid, Vec<Observation>> = HashMap::new();
    let found = observation::Entity::find()
        .filter(observation::Column::PlanId.is_in(plans.iter().map(|plan| plan.id.0)))
        .filter(rows::valid_at(observation::Column::ValidFrom, observation::Column::ValidTo, at))
        .order_by_asc(observation::Column::Position)
        .all(connection)
        .await
        .doing(DOING)?;
    for row in found {
        let observation = Observation { id: ObservationId(row.id), figure: figure(&row)? };
        observations.entry(row.plan_indicator_id).or_default().push(observation);
    }
    let mut indicators: HashMap<Uuid, Vec<PlanIndicator>> = HashMap::new();
    let indicator_rows = plan_indicator_revision::Entity::find()
        .filter(plan_indicator_revision::Column::RevisionId.is_in(revision_ids))
        .order_by_asc(plan_indicator_revision::Column::RevisionId)
        .order_by_asc(plan_indicator_revision::Column::Ordinal)
        .all(connection)
        .await
        .doing(DOING)?;
    for row in indicator_rows {
        const TABLE: &str = "plan_indicator_revision";
        let element = row
            .element_ordinal
            .and_then(|ordinal| Some(elements.get(&row.revision_id)?.get(ordinal.unsigned_abs() as usize)?.id));
        let evidence =
            documents::evidence(row.evidence_document_id, row.evidence.as_deref(), TABLE, row.plan_indicator_id)?;
        indicators.entry(row.revision_id).or_default().push(PlanIndicator {
            id: PlanIndicatorId(row.plan_indicator_id),
            key: row.key,
            element,
            text: indicator_texts.remove(&(row.revision_id, row.ordinal)).unwrap_or_default(),
            indicator: row.indicator_id.map(IndicatorId),
            nature: rows::value(&row.nature, TABLE, row.plan_indicator_id)?,
            evidence,
            observations: observations.remove(&row.plan_indicator_id).unwrap_or_default(),
        });
    }

    plans
        .iter()
        .map(|plan| {
            let revision = plan.revision.id.0;
            let tree = ElementTree::new(elements.remove(&revision).unwrap_or_default()).map_err(|source| {
                StoreError::Inconsistent {
                    table: "plan_element_revision",
                    row: revision.to_string(),
                    source: source.into(),
                }
            })?;
            Ok((plan.id, PlanContent { tree, indicators: indicators.remove(&revision).unwrap_or_default() }))
        })
        .collect()
}

impl Store {
    /// What plans say, each in the revision of its head.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn plan_contents(
        &self,
        plans: &[&Plan],
        at: RegistryRevision,
    ) -> Result<HashMap<PlanId, PlanContent>, StoreError> {
        read(&self.database, plans, at).await
    }

    /// The plans that elements belong to; elements unknown are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn plans_of_elements(&self, elements: &[ElementId]) -> Result<HashMap<ElementId, PlanId>, StoreError> {
        use entity::plan_element::{Column, Entity};
        let pairs: Vec<(Uuid, Uuid)> = Entity::find()
            .filter(Column::Id.is_in(elements.iter().map(|id| id.0)))
            .select_only()
            .columns([Column::Id, Column::PlanId])
            .into_tuple()
            .all(&self.database)
            .await
            .doing("find the plans of elements")?;
        Ok(pairs.into_iter().map(|(element, plan)| (ElementId(element), PlanId(plan))).collect())
    }

    /// The plans that plan indicators belong to; indicators unknown are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn plans_of_plan_indicators(
        &self,
        indicators: &[PlanIndicatorId],
    ) -> Result<HashMap<PlanIndicatorId, PlanId>, StoreError> {
        use entity::plan_indicator::{Column, Entity};
        let pairs: Vec<(Uuid, Uuid)> = Entity::find()
            .filter(Column::Id.is_in(indicators.iter().map(|id| id.0)))
            .select_only()
            .columns([Column::Id, Column::PlanId])
            .into_tuple()
            .all(&self.database)
            .await
            .doing("find the plans of plan indicators")?;
        Ok(pairs.into_iter().map(|(indicator, plan)| (PlanIndicatorId(indicator), PlanId(plan))).collect())
    }

    /// The plan indicators that observations belong to, with their plans; observations unknown are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn owners_of_observations(
        &self,
        observations: &[ObservationId],
        at: RegistryRevision,
    ) -> Result<HashMap<ObservationId, (PlanId, PlanIndicatorId)>, StoreError> {
        use observation::Column;
        let found: Vec<(Uuid, Uuid, Uuid)> = observation::Entity::find()
            .filter(Column::Id.is_in(observations.iter().map(|id| id.0)))
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .select_only()
            .columns([Column::Id, Column::PlanId, Column::PlanIndicatorId])
            .into_tuple()
            .all(&self.database)
            .await
            .doing("find the owners of observations")?;
        Ok(found
            .into_iter()
            .map(|(id, plan, indicator)| (ObservationId(id), (PlanId(plan), PlanIndicatorId(indicator))))
            .collect())
    }
}
