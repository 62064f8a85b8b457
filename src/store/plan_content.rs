//! What plans say: element and indicator rows into trees.

use std::collections::HashMap;

use entity::{observation, plan_element_revision, plan_element_text, plan_indicator_revision, plan_indicator_text};
use sea_orm::{ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, Select};
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
    text::Texts,
};

pub(super) const TITLE: &str = "TITLE";
pub(super) const BODY: &str = "BODY";

rows::row!(ElementRow {
    revision: Uuid,
    ordinal: i32,
    element: Uuid,
    parent: Option<i32>,
    position: i32,
    key: String,
    kind: String,
    number: Option<String>,
    source_term: Option<String>,
    evidence_document: Option<Uuid>,
    evidence: Option<String>,
});

pub(super) const ELEMENT_COLUMNS: [plan_element_revision::Column; 11] = {
    use plan_element_revision::Column as C;
    [
        C::RevisionId,
        C::Ordinal,
        C::ElementId,
        C::ParentOrdinal,
        C::Position,
        C::Key,
        C::Kind,
        C::Number,
        C::SourceTerm,
        C::EvidenceDocumentId,
        C::Evidence,
    ]
};

rows::row!(ElementTextRow { revision: Uuid, ordinal: i32, field: String, lang: String, text: String, origin: String });

const ELEMENT_TEXT_COLUMNS: [plan_element_text::Column; 6] = {
    use plan_element_text::Column as C;
    [C::RevisionId, C::Ordinal, C::Field, C::Lang, C::Text, C::Origin]
};

/// Texts of elements, beside the elements that they are of: conditions may be on either.
pub(super) fn select_texts_beside_elements() -> Select<plan_element_text::Entity> {
    use plan_element_revision::Column as Element;
    let to_element = plan_element_text::Entity::belongs_to(plan_element_revision::Entity)
        .from((plan_element_text::Column::RevisionId, plan_element_text::Column::Ordinal))
        .to((Element::RevisionId, Element::Ordinal))
        .into();
    plan_element_text::Entity::find().join(JoinType::InnerJoin, to_element).select_only().columns(ELEMENT_TEXT_COLUMNS)
}

rows::row!(IndicatorRow {
    revision: Uuid,
    ordinal: i32,
    plan_indicator: Uuid,
    key: String,
    element: Option<i32>,
    indicator: Option<Uuid>,
    nature: String,
    evidence_document: Option<Uuid>,
    evidence: Option<String>,
});

pub(super) const INDICATOR_COLUMNS: [plan_indicator_revision::Column; 9] = {
    use plan_indicator_revision::Column as C;
    [
        C::RevisionId,
        C::Ordinal,
        C::PlanIndicatorId,
        C::Key,
        C::ElementOrdinal,
        C::IndicatorId,
        C::Nature,
        C::EvidenceDocumentId,
        C::Evidence,
    ]
};

rows::row!(IndicatorTextRow { revision: Uuid, ordinal: i32, lang: String, text: String, origin: String });

pub(super) const INDICATOR_TEXT_COLUMNS: [plan_indicator_text::Column; 5] = {
    use plan_indicator_text::Column as C;
    [C::RevisionId, C::Ordinal, C::Lang, C::Text, C::Origin]
};

rows::row!(ObservationRow {
    id: Uuid,
    plan_indicator: Uuid,
    position: i32,
    role: String,
    comparator: String,
    value: Option<f64>,
    upper: Option<f64>,
    unit: Option<String>,
    basis: String,
    start_year: Option<i32>,
    end_year: Option<i32>,
    reference_year: Option<i32>,
    dimensions: String,
    text: Option<String>,
    evidence_document: Option<Uuid>,
    evidence: Option<String>,
});

const OBSERVATION_COLUMNS: [observation::Column; 16] = {
    use observation::Column as C;
    [
        C::Id,
        C::PlanIndicatorId,
        C::Position,
        C::Role,
        C::Comparator,
        C::Value,
        C::Upper,
        C::Unit,
        C::Basis,
        C::StartYear,
        C::EndYear,
        C::ReferenceYear,
        C::Dimensions,
        C::Text,
        C::EvidenceDocumentId,
        C::Evidence,
    ]
};

impl ElementRow {
    fn element(self, title: Texts, body: Texts) -> Result<Element, StoreError> {
        const TABLE: &str = "plan_element_revision";
        let evidence = documents::evidence(self.evidence_document, self.evidence.as_deref(), TABLE, self.element)?;
        Ok(Element {
            id: ElementId(self.element),
            kind: rows::value(&self.kind, TABLE, self.element)?,
            key: self.key,
            number: self.number,
            source_term: self.source_term,
            title,
            body,
            parent: self.parent.map(|ordinal| ordinal.unsigned_abs() as usize),
            depth: 0, // Set from the parents when the tree is built.
            position: self.position.unsigned_abs(),
            evidence,
        })
    }
}

impl ObservationRow {
    fn observation(self) -> Result<Observation, StoreError> {
        const TABLE: &str = "observation";
        let figure = Figure {
            role: rows::value(&self.role, TABLE, self.id)?,
            comparator: rows::value(&self.comparator, TABLE, self.id)?,
            value: self.value,
            upper: self.upper,
            unit: self.unit.as_deref().map(|unit| rows::value(unit, TABLE, self.id)).transpose()?,
            basis: rows::value(&self.basis, TABLE, self.id)?,
            start_year: self.start_year,
            end_year: self.end_year,
            reference_year: self.reference_year,
            dimensions: rows::list(&self.dimensions, TABLE, self.id)?,
            text: self.text,
            evidence: documents::evidence(self.evidence_document, self.evidence.as_deref(), TABLE, self.id)?,
        };
        Ok(Observation { id: ObservationId(self.id), figure })
    }
}

/// Rows by their owners, each owner's in order. The database is not asked to sort: rows of an owner lie together and in
/// order nearly always, and then this is one look at each.
pub(super) fn by_owner<R, K: Ord>(
    rows: Vec<R>,
    owner: impl Fn(&R) -> Uuid,
    place: impl Fn(&R) -> K,
) -> HashMap<Uuid, Vec<R>> {
    let mut rows = rows;
    if !rows.is_sorted_by_key(|row| (owner(row), place(row))) {
        rows.sort_by_key(|row| (owner(row), place(row)));
    }
    let mut owned: HashMap<Uuid, Vec<R>> = HashMap::new();
    let mut rows = rows.into_iter().peekable();
    while let Some(first) = rows.next() {
        let id = owner(&first);
        let mut of_owner = vec![first];
        while let Some(row) = rows.next_if(|row| owner(row) == id) {
            of_owner.push(row);
        }
        owned.insert(id, of_owner);
    }
    owned
}

/// The elements of one revision from its rows, both in document order.
pub(super) fn elements(rows: Vec<ElementRow>, texts: Vec<ElementTextRow>) -> Result<Vec<Element>, StoreError> {
    let mut texts = texts.into_iter().peekable();
    let of_row = |row: ElementRow| {
        let (mut title, mut body) = (Vec::new(), Vec::new());
        while let Some(text) = texts.next_if(|text| text.ordinal <= row.ordinal) {
            if text.ordinal < row.ordinal {
                continue;
            }
            let owner = if text.field == TITLE { &mut title } else { &mut body };
            let text = TextRow { lang: &text.lang, text: text.text, origin: &text.origin };
            owner.push(text.localized("plan_element_text", row.revision)?);
        }
        row.element(Texts::new(title), Texts::new(body))
    };
    rows.into_iter().map(of_row).collect()
}

/// The indicators of one revision from their rows, all in document order.
pub(super) fn indicators(
    rows: Vec<IndicatorRow>,
    texts: Vec<IndicatorTextRow>,
    observations: &mut HashMap<Uuid, Vec<ObservationRow>>,
    tree: &ElementTree,
) -> Result<Vec<PlanIndicator>, StoreError> {
    const TABLE: &str = "plan_indicator_revision";
    let mut texts = texts.into_iter().peekable();
    let of_row = |row: IndicatorRow| {
        let mut words = Vec::new();
        while let Some(text) = texts.next_if(|text| text.ordinal <= row.ordinal) {
            if text.ordinal == row.ordinal {
                let text = TextRow { lang: &text.lang, text: text.text, origin: &text.origin };
                words.push(text.localized("plan_indicator_text", row.revision)?);
            }
        }
        let figures = observations.remove(&row.plan_indicator).unwrap_or_default();
        Ok(PlanIndicator {
            id: PlanIndicatorId(row.plan_indicator),
            key: row.key,
            element: row.element.and_then(|ordinal| Some(tree.get(ordinal.unsigned_abs() as usize)?.id)),
            text: Texts::new(words),
            indicator: row.indicator.map(IndicatorId),
            nature: rows::value(&row.nature, TABLE, row.plan_indicator)?,
            evidence: documents::evidence(row.evidence_document, row.evidence.as_deref(), TABLE, row.plan_indicator)?,
            observations: figures.into_iter().map(ObservationRow::observation).collect::<Result<_, _>>()?,
        })
    };
    rows.into_iter().map(of_row).collect()
}

/// The elements of one revision as a tree.
pub(super) fn tree(elements: Vec<Element>, revision: Uuid) -> Result<ElementTree, StoreError> {
    ElementTree::new(elements).map_err(|source| StoreError::Inconsistent {
        table: "plan_element_revision",
        row: revision.to_string(),
        source: source.into(),
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
    let revisions = || plans.iter().map(|plan| plan.revision.id);

    let texts: Vec<ElementTextRow> = plan_element_text::Entity::find()
        .select_only()
        .columns(ELEMENT_TEXT_COLUMNS)
        .filter(rows::among(connection, plan_element_text::Column::RevisionId, revisions()))
        .into_model()
        .all(connection)
        .await
        .doing(DOING)?;
    let element_rows: Vec<ElementRow> = plan_element_revision::Entity::find()
        .select_only()
        .columns(ELEMENT_COLUMNS)
        .filter(rows::among(connection, plan_element_revision::Column::RevisionId, revisions()))
        .into_model()
        .all(connection)
        .await
        .doing(DOING)?;
    let indicator_texts: Vec<IndicatorTextRow> = plan_indicator_text::Entity::find()
        .select_only()
        .columns(INDICATOR_TEXT_COLUMNS)
        .filter(rows::among(connection, plan_indicator_text::Column::RevisionId, revisions()))
        .into_model()
        .all(connection)
        .await
        .doing(DOING)?;
    let indicator_rows: Vec<IndicatorRow> = plan_indicator_revision::Entity::find()
        .select_only()
        .columns(INDICATOR_COLUMNS)
        .filter(rows::among(connection, plan_indicator_revision::Column::RevisionId, revisions()))
        .into_model()
        .all(connection)
        .await
        .doing(DOING)?;
    let observations: Vec<ObservationRow> = observation::Entity::find()
        .select_only()
        .columns(OBSERVATION_COLUMNS)
        .filter(rows::among(connection, observation::Column::PlanId, plans.iter().map(|plan| plan.id)))
        .filter(rows::valid_at(observation::Column::ValidFrom, observation::Column::ValidTo, at))
        .into_model()
        .all(connection)
        .await
        .doing(DOING)?;

    let mut texts = by_owner(texts, |row| row.revision, |row| row.ordinal);
    let mut element_rows = by_owner(element_rows, |row| row.revision, |row| row.ordinal);
    let mut indicator_texts = by_owner(indicator_texts, |row| row.revision, |row| row.ordinal);
    let mut indicator_rows = by_owner(indicator_rows, |row| row.revision, |row| row.ordinal);
    let mut observations = by_owner(observations, |row| row.plan_indicator, |row| row.position);
    plans
        .iter()
        .map(|plan| {
            let revision = plan.revision.id.0;
            let tree = tree(
                elements(
                    element_rows.remove(&revision).unwrap_or_default(),
                    texts.remove(&revision).unwrap_or_default(),
                )?,
                revision,
            )?;
            let indicators = indicators(
                indicator_rows.remove(&revision).unwrap_or_default(),
                indicator_texts.remove(&revision).unwrap_or_default(),
                &mut observations,
                &tree,
            )?;
            Ok((plan.id, PlanContent { tree, indicators }))
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
            .filter(rows::among(&self.database, Column::Id, elements.iter().copied()))
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
            .filter(rows::among(&self.database, Column::Id, indicators.iter().copied()))
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
            .filter(rows::among(&self.database, Column::Id, observations.iter().copied()))
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
