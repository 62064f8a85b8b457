//! The rows that one revision of a plan comes to: made here once, for every way in which they are written.

use std::collections::HashMap;

use entity::{
    OPEN, observation, plan, plan_document, plan_element, plan_element_revision, plan_element_text, plan_indicator,
    plan_indicator_revision, plan_indicator_text, plan_revision, plan_text,
};

use super::{documents, error::StoreError, plan_content, publication::Stamp, publish_catalogue::sort_key, rows};
use crate::{
    domain::{
        element::{Element, ElementTree},
        id::{
            ElementId, IdSource, IndicatorId, InstitutionId, ObservationId, PeriodId, PlanId, PlanIndicatorId,
            id_from_name,
        },
        indicator::Figure,
        plan::{Plan, PlanRevision},
        publication::{ElementRecord, PlanIndicatorRecord, PlanRecord},
    },
    linguistics::normalize,
};

/// The head of a plan's revision of this number.
pub(super) fn plan_head(
    record: &PlanRecord,
    id: PlanId,
    (institution, period): (InstitutionId, PeriodId),
    number: i32,
    stamp: &Stamp,
) -> Plan {
    Plan {
        id,
        slug: record.slug.clone(),
        institution,
        period,
        variant: record.variant.clone(),
        level: record.level,
        status: record.status,
        is_synthetic: record.is_synthetic,
        title: record.title.clone(),
        language: record.language.clone(),
        source: record.source.and_then(|index| record.documents.get(index)).map(|document| document.document.id),
        revision: PlanRevision {
            id: stamp.ids.id("plan-revision", &format!("{}@{number}", record.slug)),
            number,
            published_at: stamp.now,
            registry_revision: stamp.revision,
            note: record.note.clone(),
        },
    }
}

/// The row of a plan itself.
pub(super) fn plan_row(plan: &Plan) -> plan::Model {
    plan::Model {
        id: plan.id.0,
        slug: plan.slug.clone(),
        institution_id: plan.institution.0,
        period_id: plan.period.0,
        variant: plan.variant.clone(),
    }
}

/// The rows of a revision's head.
pub(super) struct HeadRows {
    pub(super) revision: plan_revision::Model,
    pub(super) titles: Vec<plan_text::Model>,
    pub(super) documents: Vec<plan_document::Model>,
}

/// The rows of a revision's head.
pub(super) fn head_rows(plan: &Plan, record: &PlanRecord) -> HeadRows {
    let revision = plan_revision::Model {
        id: plan.revision.id.0,
        plan_id: plan.id.0,
        institution_id: plan.institution.0,
        number: plan.revision.number,
        valid_from: plan.revision.registry_revision.0,
        valid_to: OPEN,
        level: plan.level.code().to_owned(),
        status: plan.status.code().to_owned(),
        is_synthetic: plan.is_synthetic,
        language: plan.language.to_string(),
        source_document_id: plan.source.map(|id| id.0),
        published_at: rows::milliseconds(plan.revision.published_at),
        note: plan.revision.note.clone(),
        n_elements: record.elements.len() as i32,
        sort_key: sort_key(&plan.title, Some(&plan.language)),
    };
    let titles = plan.title.iter().map(|title| plan_text::Model {
        revision_id: plan.revision.id.0,
        institution_id: plan.institution.0,
        lang: title.lang.to_string(),
        text: title.text.clone(),
        normalized: normalize(&title.text),
        origin: title.origin.code().to_owned(),
    });
    let documents = record.documents.iter().enumerate().map(|(position, document)| plan_document::Model {
        revision_id: plan.revision.id.0,
        position: position as i32,
        institution_id: plan.institution.0,
        key: document.key.clone(),
        document_id: document.document.id.0,
    });
    HeadRows { titles: titles.collect(), documents: documents.collect(), revision }
}

/// The id of an element whose key is new to its plan.
pub(super) fn new_element_id(ids: IdSource, plan_slug: &str, key: &str) -> ElementId {
    ids.id("plan-element", &format!("{plan_slug}#{key}"))
}

/// The id of an indicator whose key is new to its plan.
pub(super) fn new_indicator_id(ids: IdSource, plan: &Plan, key: &str) -> PlanIndicatorId {
    ids.id("plan-indicator", &format!("{}#{key}", plan.slug))
}

/// The row of an element itself.
pub(super) fn element_row(plan: &Plan, id: ElementId) -> plan_element::Model {
    plan_element::Model { id: id.0, plan_id: plan.id.0, institution_id: plan.institution.0 }
}

/// The rows of what a revision says in its elements.
pub(super) struct ElementRows {
    pub(super) revisions: Vec<plan_element_revision::Model>,
    pub(super) texts: Vec<plan_element_text::Model>,
}

/// The elements of a revision as rows, and as the tree that they are.
pub(super) fn element_rows(
    plan: &Plan,
    elements: &[ElementRecord],
    ids: &[ElementId],
) -> Result<(ElementRows, ElementTree), StoreError> {
    let mut n_children: HashMap<Option<usize>, u32> = HashMap::new();
    let mut assembled = Vec::with_capacity(elements.len());
    let mut revisions = Vec::with_capacity(elements.len());
    let mut texts = Vec::new();
    for (ordinal, (element, id)) in elements.iter().zip(ids).enumerate() {
        let position = n_children.entry(element.parent).or_default();
        let (document, evidence) = documents::evidence_columns(element.evidence.as_ref());
        revisions.push(plan_element_revision::Model {
            revision_id: plan.revision.id.0,
            ordinal: ordinal as i32,
            element_id: id.0,
            institution_id: plan.institution.0,
            parent_ordinal: element.parent.map(|parent| parent as i32),
            position: *position as i32,
            key: element.key.clone(),
            kind: element.kind.code().to_owned(),
            number: element.number.clone(),
            source_term: element.source_term.clone(),
            evidence_document_id: document,
            evidence,
        });
        for (field, localized) in [(plan_content::TITLE, &element.title), (plan_content::BODY, &element.body)] {
            texts.extend(localized.iter().map(|text| plan_element_text::Model {
                revision_id: plan.revision.id.0,
                ordinal: ordinal as i32,
                field: field.to_owned(),
                lang: text.lang.to_string(),
                institution_id: plan.institution.0,
                text: text.text.clone(),
                origin: text.origin.code().to_owned(),
            }));
        }
        assembled.push(Element {
            id: *id,
            key: element.key.clone(),
            kind: element.kind,
            number: element.number.clone(),
            source_term: element.source_term.clone(),
            title: element.title.clone(),
            body: element.body.clone(),
            parent: element.parent,
            depth: 0,
            position: *position,
            evidence: element.evidence.clone(),
        });
        *position += 1;
    }
    let tree = ElementTree::new(assembled).map_err(|source| StoreError::Inconsistent {
        table: "plan_element_revision",
        row: plan.slug.clone(),
        source: source.into(),
    })?;
    Ok((ElementRows { revisions, texts }, tree))
}

/// The row of a plan indicator itself.
pub(super) fn indicator_row(plan: &Plan, id: PlanIndicatorId) -> plan_indicator::Model {
    plan_indicator::Model { id: id.0, plan_id: plan.id.0, institution_id: plan.institution.0 }
}

/// The rows of what a revision says in its indicators, figures aside.
pub(super) struct IndicatorRows {
    pub(super) revisions: Vec<plan_indicator_revision::Model>,
    pub(super) texts: Vec<plan_indicator_text::Model>,
}

/// The indicators of a revision as rows.
pub(super) fn indicator_rows(
    plan: &Plan,
    indicators: &[PlanIndicatorRecord],
    ids: &[PlanIndicatorId],
    definitions: &HashMap<String, IndicatorId>,
) -> IndicatorRows {
    let mut revisions = Vec::with_capacity(ids.len());
    let mut texts = Vec::new();
    for (ordinal, (indicator, id)) in indicators.iter().zip(ids).enumerate() {
        let (document, evidence) = documents::evidence_columns(indicator.evidence.as_ref());
        let definition = indicator.indicator.as_ref().and_then(|slug| definitions.get(slug));
        revisions.push(plan_indicator_revision::Model {
            revision_id: plan.revision.id.0,
            ordinal: ordinal as i32,
            plan_indicator_id: id.0,
            institution_id: plan.institution.0,
            key: indicator.key.clone(),
            element_ordinal: indicator.element.map(|element| element as i32),
            indicator_id: definition.map(|id| id.0),
            nature: indicator.nature.code().to_owned(),
            evidence_document_id: document,
            evidence,
        });
        texts.extend(indicator.text.iter().map(|text| plan_indicator_text::Model {
            revision_id: plan.revision.id.0,
            ordinal: ordinal as i32,
            lang: text.lang.to_string(),
            institution_id: plan.institution.0,
            text: text.text.clone(),
            origin: text.origin.code().to_owned(),
        }));
    }
    IndicatorRows { revisions, texts }
}

/// Every figure of a plan's indicators as a row of the plan's registry revision.
pub(super) fn observation_rows(
    plan: &Plan,
    indicators: &[PlanIndicatorRecord],
    ids: &[PlanIndicatorId],
) -> Vec<observation::Model> {
    let mut made = Vec::new();
    for (indicator, owner) in indicators.iter().zip(ids) {
        let mut n_alike: HashMap<ObservationId, u32> = HashMap::new();
        for (position, figure) in indicator.observations.iter().enumerate() {
            let (document, evidence) = documents::evidence_columns(figure.evidence.as_ref());
            made.push(observation::Model {
                id: observation_id(*owner, figure, &mut n_alike).0,
                valid_from: plan.revision.registry_revision.0,
                valid_to: OPEN,
                plan_indicator_id: owner.0,
                plan_id: plan.id.0,
                institution_id: plan.institution.0,
                position: position as i32,
                role: figure.role.code().to_owned(),
                comparator: figure.comparator.code().to_owned(),
                value: figure.value,
                upper: figure.upper,
                unit: figure.unit.map(|unit| unit.to_string()),
                basis: figure.basis.code().to_owned(),
                start_year: figure.start_year,
                end_year: figure.end_year,
                reference_year: figure.reference_year,
                dimensions: rows::to_json(&figure.dimensions),
                text: figure.text.clone(),
                evidence_document_id: document,
                evidence,
            });
        }
    }
    made
}

/// The id of a figure: made from its owner and content, and its number among figures that say the same.
fn observation_id(owner: PlanIndicatorId, figure: &Figure, n_alike: &mut HashMap<ObservationId, u32>) -> ObservationId {
    let dimensions: Vec<(&str, &str)> =
        figure.dimensions.iter().map(|side| (side.name.as_str(), side.value.as_str())).collect();
    let (document, passage) = documents::evidence_columns(figure.evidence.as_ref());
    let content = format!(
        "{}/{:?}",
        owner.0,
        (
            (figure.role.code(), figure.comparator.code(), figure.basis.code()),
            (figure.value, figure.upper, figure.unit.map(|unit| unit.to_string())),
            (figure.start_year, figure.end_year, figure.reference_year),
            (dimensions, &figure.text, document, passage),
        )
    );
    let same: ObservationId = id_from_name("observation", &content);
    let number = n_alike.entry(same).or_default();
    *number += 1;
    if *number == 1 { same } else { id_from_name("observation", &format!("{content}#{number}")) }
}
