//! Publishing the elements of a plan.

use std::collections::{HashMap, HashSet};

use entity::{plan_element, plan_element_revision, plan_element_text, plan_revision};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    documents,
    error::{Doing, StoreError},
    plan_content,
    publication::Publication,
    rows,
};
use crate::{
    domain::{
        element::{Element, ElementTree},
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
        let new_id = |key: &str| self.ids.id::<ElementId>("plan-element", &format!("{}#{key}", plan.slug));
        let ids: Vec<ElementId> = elements
            .iter()
            .map(|element| known.get(&element.key).copied().unwrap_or_else(|| new_id(&element.key)))
            .collect();
        let known_ids: HashSet<ElementId> = known.values().copied().collect();
        let identities = ids
            .iter()
            .filter(|id| !known_ids.contains(id))
            .map(|id| plan_element::ActiveModel {
                id: Set(id.0),
                plan_id: Set(plan.id.0),
                institution_id: Set(plan.institution.0),
            })
            .collect();
        rows::insert_all(&self.transaction, identities, DOING).await?;
        let mut n_children: HashMap<Option<usize>, u32> = HashMap::new();
        let mut assembled = Vec::with_capacity(elements.len());
        let mut element_rows = Vec::with_capacity(elements.len());
        let mut texts = Vec::new();
        for (ordinal, (element, id)) in elements.iter().zip(&ids).enumerate() {
            let position = n_children.entry(element.parent).or_default();
            let (document, evidence) = documents::evidence_columns(element.evidence.as_ref());
            element_rows.push(plan_element_revision::ActiveModel {
                revision_id: Set(plan.revision.id.0),
                ordinal: Set(ordinal as i32),
                element_id: Set(id.0),
                institution_id: Set(plan.institution.0),
                parent_ordinal: Set(element.parent.map(|parent| parent as i32)),
                position: Set(*position as i32),
                key: Set(element.key.clone()),
                kind: Set(element.kind.code().to_owned()),
                number: Set(element.number.clone()),
                source_term: Set(element.source_term.clone()),
                evidence_document_id: Set(document),
                evidence: Set(evidence),
            });
            for (field, localized) in [(plan_content::TITLE, &element.title), (plan_content::BODY, &element.body)] {
                texts.extend(localized.iter().map(|text| plan_element_text::ActiveModel {
                    revision_id: Set(plan.revision.id.0),
                    ordinal: Set(ordinal as i32),
                    field: Set(field.to_owned()),
                    lang: Set(text.lang.to_string()),
                    institution_id: Set(plan.institution.0),
                    text: Set(text.text.clone()),
                    origin: Set(text.origin.code().to_owned()),
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
        rows::insert_all(&self.transaction, element_rows, DOING).await?;
        rows::insert_all(&self.transaction, texts, DOING).await?;
        let tree = ElementTree::new(assembled).map_err(|source| StoreError::Inconsistent {
            table: "plan_element_revision",
            row: plan.slug.clone(),
            source: source.into(),
        })?;
        Ok((tree, carried))
    }
}
