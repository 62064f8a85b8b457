//! Publishing a plan: a new immutable revision if it says anything new.

use std::collections::HashMap;

use entity::{
    OPEN, observation, plan, plan_document, plan_element, plan_element_revision, plan_element_text, plan_indicator,
    plan_indicator_revision, plan_indicator_text, plan_revision, plan_text,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    documents,
    error::{Doing, PublishError, Refusal, StoreError},
    indicators, institutions, periods, plan_content, plans,
    publication::Publication,
    publish_catalogue::sort_key,
    rows, search,
    slugs::{Named, ids_by_slug},
};
use crate::{
    domain::{
        element::{Element, ElementTree},
        id::{
            DocumentId, ElementId, IndicatorId, InstitutionId, ObservationId, PeriodId, PlanId, PlanIndicatorId,
            PlanRevisionId, id_from_name,
        },
        indicator::Figure,
        plan::{Plan, PlanContent, PlanRevision},
        publication::{ElementRecord, PlanIndicatorRecord, PlanRecord},
        records::{self, PlanReferences},
    },
    identity::{Carried, carry_over},
    linguistics::normalize,
};

/// What came of publishing a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanPublished {
    /// The plan.
    pub id: PlanId,
    /// Its current revision.
    pub revision: i32,
    /// Whether this publication made that revision.
    pub changed: bool,
    /// Elements that kept their identity under a new key, or perhaps should have.
    pub carried: Vec<Carried>,
}

/// What a plan refers to, found.
struct Found {
    institution: InstitutionId,
    period: PeriodId,
    indicators: HashMap<String, IndicatorId>,
}

/// A plan as it stands before a publication.
struct Before {
    plan: Plan,
    content: PlanContent,
}

impl Publication {
    /// Publishes a plan: a new revision if anything but its note has changed.
    ///
    /// # Errors
    /// [`PublishError::Refused`] for references that lead nowhere, for a slug that belongs to another institution, period
    /// or variant, and for an institution, period and variant that have another slug; nothing of the publication may be
    /// committed then.
    pub async fn plan(&mut self, record: &PlanRecord) -> Result<PlanPublished, PublishError> {
        let found = self.references(record).await?;
        let before = self.before(record, &found).await?;
        if let Some(before) = &before
            && self.says_the_same(before, record).await?
        {
            return Ok(PlanPublished {
                id: before.plan.id,
                revision: before.plan.revision.number,
                changed: false,
                carried: Vec::new(),
            });
        }
        self.changed = true;
        documents::keep(&self.transaction, record.documents.iter().map(|document| &document.document)).await?;
        let plan = self.insert_head(record, &found, before.as_ref()).await?;
        let (tree, carried) = self.insert_elements(&plan, &record.elements, before.as_ref()).await?;
        let indicator_ids = self.insert_indicators(&plan, record, &found, before.as_ref()).await?;
        self.replace_observations(&plan, &record.indicators, &indicator_ids).await?;
        if let Some((version, codebook)) = self.codebook_in_force().await? {
            self.code_by_lexicon(&plan, &tree, version, &codebook).await?;
            self.summarize_themes(&plan, &tree, &codebook).await?;
        }
        let texts = indicator_ids.iter().copied().zip(record.indicators.iter().map(|indicator| &indicator.text));
        search::index_plan(&self.transaction, &plan, &tree, texts).await?;
        Ok(PlanPublished { id: plan.id, revision: plan.revision.number, changed: true, carried })
    }

    async fn references(&self, record: &PlanRecord) -> Result<Found, PublishError> {
        let one = |slug: &String| [slug.clone()];
        let institutions = ids_by_slug(&self.transaction, Named::Institution, &one(&record.institution)).await?;
        let periods = ids_by_slug(&self.transaction, Named::Period, &one(&record.period)).await?;
        let slugs: Vec<String> = record.indicators.iter().filter_map(|indicator| indicator.indicator.clone()).collect();
        let indicators = ids_by_slug(&self.transaction, Named::Indicator, &slugs).await?;
        let mut refusals: Vec<Refusal> = Vec::new();
        let institution = institutions.get(&record.institution);
        if institution.is_none() {
            let mend = "Give the institution itself here (slug, kind, name …) or import a catalogue file that has it.";
            let refusal = self.unknown(Named::Institution, &record.institution, "institution".to_owned(), mend).await?;
            refusals.push(refusal);
        }
        let period = periods.get(&record.period);
        if period.is_none() {
            let mend = "Give the period itself here (slug, scheme, name, startYear, endYear) or import a catalogue file that has it.";
            refusals.push(self.unknown(Named::Period, &record.period, "period".to_owned(), mend).await?);
        }
        for indicator in &record.indicators {
            if let Some(slug) = indicator.indicator.as_ref().filter(|slug| !indicators.contains_key(*slug)) {
                let field = format!("planIndicators[key={}].indicator", indicator.key);
                let mend = "Leave `indicator` out while it is not linked.";
                refusals.push(self.unknown(Named::Indicator, slug, field, mend).await?);
            }
        }
        match (institution, period) {
            (Some(institution), Some(period)) if refusals.is_empty() => Ok(Found {
                institution: InstitutionId(*institution),
                period: PeriodId(*period),
                indicators: indicators.into_iter().map(|(slug, id)| (slug, IndicatorId(id))).collect(),
            }),
            _ => Err(PublishError::Refused(refusals)),
        }
    }

    async fn before(&self, record: &PlanRecord, found: &Found) -> Result<Option<Before>, PublishError> {
        const DOING: &str = "look for the plan";
        let by_slug = plan::Entity::find()
            .filter(plan::Column::Slug.eq(&record.slug))
            .one(&self.transaction)
            .await
            .doing(DOING)?;
        let by_identity = plan::Entity::find()
            .filter(plan::Column::InstitutionId.eq(found.institution.0))
            .filter(plan::Column::PeriodId.eq(found.period.0))
            .filter(plan::Column::Variant.eq(&record.variant))
            .one(&self.transaction)
            .await
            .doing(DOING)?;
        match (by_slug, by_identity) {
            (None, None) => Ok(None),
            (None, Some(other)) => Err(PublishError::refused(
                "slug",
                format!(
                    "the registry has this institution's plan for this period and variant `{}` under the slug `{}`: use that slug to publish a new revision, or another `variant` for another plan",
                    record.variant, other.slug
                ),
            )),
            (Some(plan), identity) if identity.as_ref().map(|other| other.id) != Some(plan.id) => {
                Err(PublishError::refused(
                    "slug",
                    format!(
                        "the slug `{}` belongs to the plan of another institution, period or variant (`{}`), which never change: choose another slug",
                        record.slug, plan.variant
                    ),
                ))
            }
            (Some(row), _) => {
                let id = PlanId(row.id);
                let plan = plans::by_id(&self.transaction, &[id], self.revision).await?.remove(&id);
                let Some(plan) = plan else { return Ok(None) };
                let content = plan_content::read(&self.transaction, &[&plan], self.revision).await?.remove(&id);
                Ok(Some(Before { plan, content: content.unwrap_or_default() }))
            }
        }
    }

    async fn says_the_same(&self, before: &Before, record: &PlanRecord) -> Result<bool, StoreError> {
        let revision = before.plan.revision.id;
        let documents = plans::documents_of(&self.transaction, &[revision]).await?.remove(&revision);
        let ids: Vec<IndicatorId> =
            before.content.indicators.iter().filter_map(|indicator| indicator.indicator).collect();
        let indicators = indicators::by_id(&self.transaction, &ids, self.revision).await?;
        let references = PlanReferences {
            institution: record.institution.clone(),
            period: record.period.clone(),
            documents: documents.unwrap_or_default(),
            indicators: indicators.into_iter().map(|(id, indicator)| (id, indicator.slug)).collect(),
        };
        let mut known = records::plan_record(&before.plan, &before.content, references);
        known.note.clone_from(&record.note);
        Ok(known == *record)
    }

    async fn insert_head(
        &self,
        record: &PlanRecord,
        found: &Found,
        before: Option<&Before>,
    ) -> Result<Plan, StoreError> {
        const DOING: &str = "publish the head of a plan";
        let id: PlanId = before.map_or_else(|| self.ids.id("plan", &record.slug), |before| before.plan.id);
        let number = before.map_or(1, |before| before.plan.revision.number + 1);
        let revision_id: PlanRevisionId = self.ids.id("plan-revision", &format!("{}@{number}", record.slug));
        let source = record.source.and_then(|index| record.documents.get(index)).map(|document| document.document.id);
        if before.is_none() {
            plan::Entity::insert(plan::ActiveModel {
                id: Set(id.0),
                slug: Set(record.slug.clone()),
                institution_id: Set(found.institution.0),
                period_id: Set(found.period.0),
                variant: Set(record.variant.clone()),
            })
            .exec_without_returning(&self.transaction)
            .await
            .doing(DOING)?;
        }
        plan_revision::Entity::update_many()
            .col_expr(plan_revision::Column::ValidTo, Expr::value(self.revision.0))
            .filter(plan_revision::Column::PlanId.eq(id.0))
            .filter(rows::still_valid(plan_revision::Column::ValidTo))
            .exec(&self.transaction)
            .await
            .doing(DOING)?;
        plan_revision::Entity::insert(plan_revision::ActiveModel {
            id: Set(revision_id.0),
            plan_id: Set(id.0),
            institution_id: Set(found.institution.0),
            number: Set(number),
            valid_from: Set(self.revision.0),
            valid_to: Set(OPEN),
            level: Set(record.level.code().to_owned()),
            status: Set(record.status.code().to_owned()),
            is_synthetic: Set(record.is_synthetic),
            language: Set(record.language.to_string()),
            source_document_id: Set(source.map(|id: DocumentId| id.0)),
            published_at: Set(rows::milliseconds(self.now)),
            note: Set(record.note.clone()),
            n_elements: Set(record.elements.len() as i32),
            sort_key: Set(sort_key(&record.title, Some(&record.language))),
        })
        .exec_without_returning(&self.transaction)
        .await
        .doing(DOING)?;
        let titles = record
            .title
            .iter()
            .map(|title| plan_text::ActiveModel {
                revision_id: Set(revision_id.0),
                institution_id: Set(found.institution.0),
                lang: Set(title.lang.to_string()),
                text: Set(title.text.clone()),
                normalized: Set(normalize(&title.text)),
                origin: Set(title.origin.code().to_owned()),
            })
            .collect();
        rows::insert_all(&self.transaction, titles, DOING).await?;
        let documents = record
            .documents
            .iter()
            .enumerate()
            .map(|(position, document)| plan_document::ActiveModel {
                revision_id: Set(revision_id.0),
                position: Set(position as i32),
                institution_id: Set(found.institution.0),
                key: Set(document.key.clone()),
                document_id: Set(document.document.id.0),
            })
            .collect();
        rows::insert_all(&self.transaction, documents, DOING).await?;
        Ok(Plan {
            id,
            slug: record.slug.clone(),
            institution: found.institution,
            period: found.period,
            variant: record.variant.clone(),
            level: record.level,
            status: record.status,
            is_synthetic: record.is_synthetic,
            title: record.title.clone(),
            language: record.language.clone(),
            source,
            revision: PlanRevision {
                id: revision_id,
                number,
                published_at: self.now,
                registry_revision: self.revision,
                note: record.note.clone(),
            },
        })
    }

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

    async fn insert_elements(
        &self,
        plan: &Plan,
        elements: &[ElementRecord],
        before: Option<&Before>,
    ) -> Result<(ElementTree, Vec<Carried>), StoreError> {
        const DOING: &str = "publish the elements of a plan";
        let mut known = match before {
            Some(_) => self.element_keys(plan.id).await?,
            None => HashMap::new(),
        };
        let carried = before.map_or_else(Vec::new, |before| carry_over(&before.content.tree, elements, &known));
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
        let known_ids: std::collections::HashSet<ElementId> = known.values().copied().collect();
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

    async fn insert_indicators(
        &self,
        plan: &Plan,
        record: &PlanRecord,
        found: &Found,
        before: Option<&Before>,
    ) -> Result<Vec<PlanIndicatorId>, StoreError> {
        const DOING: &str = "publish the indicators of a plan";
        let known = match before {
            Some(_) => self.indicator_keys(plan.id).await?,
            None => HashMap::new(),
        };
        let new_id = |key: &str| self.ids.id::<PlanIndicatorId>("plan-indicator", &format!("{}#{key}", plan.slug));
        let ids: Vec<PlanIndicatorId> = record
            .indicators
            .iter()
            .map(|indicator| known.get(&indicator.key).copied().unwrap_or_else(|| new_id(&indicator.key)))
            .collect();
        let known_ids: std::collections::HashSet<PlanIndicatorId> = known.values().copied().collect();
        let identities = ids
            .iter()
            .filter(|id| !known_ids.contains(id))
            .map(|id| plan_indicator::ActiveModel {
                id: Set(id.0),
                plan_id: Set(plan.id.0),
                institution_id: Set(plan.institution.0),
            })
            .collect();
        rows::insert_all(&self.transaction, identities, DOING).await?;
        let mut indicator_rows = Vec::with_capacity(ids.len());
        let mut texts = Vec::new();
        for (ordinal, (indicator, id)) in record.indicators.iter().zip(&ids).enumerate() {
            let (document, evidence) = documents::evidence_columns(indicator.evidence.as_ref());
            let definition = indicator.indicator.as_ref().and_then(|slug| found.indicators.get(slug));
            indicator_rows.push(plan_indicator_revision::ActiveModel {
                revision_id: Set(plan.revision.id.0),
                ordinal: Set(ordinal as i32),
                plan_indicator_id: Set(id.0),
                institution_id: Set(plan.institution.0),
                key: Set(indicator.key.clone()),
                element_ordinal: Set(indicator.element.map(|element| element as i32)),
                indicator_id: Set(definition.map(|id| id.0)),
                nature: Set(indicator.nature.code().to_owned()),
                evidence_document_id: Set(document),
                evidence: Set(evidence),
            });
            texts.extend(indicator.text.iter().map(|text| plan_indicator_text::ActiveModel {
                revision_id: Set(plan.revision.id.0),
                ordinal: Set(ordinal as i32),
                lang: Set(text.lang.to_string()),
                institution_id: Set(plan.institution.0),
                text: Set(text.text.clone()),
                origin: Set(text.origin.code().to_owned()),
            }));
        }
        rows::insert_all(&self.transaction, indicator_rows, DOING).await?;
        rows::insert_all(&self.transaction, texts, DOING).await?;
        Ok(ids)
    }

    /// Ends the figures that the record no longer has, and begins those that are new; the rest stay as they are.
    async fn replace_observations(
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
        let mut new_rows = Vec::new();
        let mut moved = Vec::new();
        for (indicator, owner) in indicators.iter().zip(ids) {
            let mut n_alike: HashMap<ObservationId, u32> = HashMap::new();
            for (position, figure) in indicator.observations.iter().enumerate() {
                let position = position as i32;
                let id = observation_id(*owner, figure, &mut n_alike);
                match current.remove(&id.0) {
                    Some(known) if known == position => continue,
                    Some(_) => moved.push(id.0),
                    None => {}
                }
                let (document, evidence) = documents::evidence_columns(figure.evidence.as_ref());
                new_rows.push(observation::ActiveModel {
                    id: Set(id.0),
                    valid_from: Set(self.revision.0),
                    valid_to: Set(OPEN),
                    plan_indicator_id: Set(owner.0),
                    plan_id: Set(plan.id.0),
                    institution_id: Set(plan.institution.0),
                    position: Set(position),
                    role: Set(figure.role.code().to_owned()),
                    comparator: Set(figure.comparator.code().to_owned()),
                    value: Set(figure.value),
                    upper: Set(figure.upper),
                    unit: Set(figure.unit.map(|unit| unit.to_string())),
                    basis: Set(figure.basis.code().to_owned()),
                    start_year: Set(figure.start_year),
                    end_year: Set(figure.end_year),
                    reference_year: Set(figure.reference_year),
                    dimensions: Set(rows::to_json(&figure.dimensions)),
                    text: Set(figure.text.clone()),
                    evidence_document_id: Set(document),
                    evidence: Set(evidence),
                });
            }
        }
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
        rows::insert_all(&self.transaction, new_rows, DOING).await
    }

    /// Publishes the institution and the period that a plan file brings along, unless the registry has them.
    ///
    /// # Errors
    /// As [`Publication::catalogue`].
    pub async fn plan_context(
        &mut self,
        institution: Option<&crate::domain::publication::InstitutionRecord>,
        period: Option<&crate::domain::publication::PeriodRecord>,
    ) -> Result<ContextPublished, PublishError> {
        let mut outcome = ContextPublished::default();
        if let Some(institution) = institution {
            let slug = [institution.slug.clone()];
            match ids_by_slug(&self.transaction, Named::Institution, &slug).await?.remove(&institution.slug) {
                None => self.institutions(std::slice::from_ref(institution)).await?,
                Some(id) => {
                    let id = InstitutionId(id);
                    let known = institutions::by_id(&self.transaction, &[id], self.revision).await?.remove(&id);
                    let same = known.is_some_and(|known| {
                        known.kind == institution.kind
                            && known.names == institution.names
                            && known.country == institution.country
                            && known.subdivision == institution.subdivision
                    });
                    outcome.institution_differs = !same;
                }
            }
        }
        if let Some(period) = period {
            let slug = [period.slug.clone()];
            match ids_by_slug(&self.transaction, Named::Period, &slug).await?.remove(&period.slug) {
                None => self.periods(std::slice::from_ref(period)).await?,
                Some(id) => {
                    let known = periods::all(&self.transaction, self.revision).await?;
                    outcome.period_differs = !known
                        .iter()
                        .any(|known| known.id.0 == id && known.years == period.years && known.names == period.names);
                }
            }
        }
        Ok(outcome)
    }
}

/// Where what a plan file says of its institution and period is not what the registry holds, the registry's word stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContextPublished {
    /// The registry knows the institution otherwise.
    pub institution_differs: bool,
    /// The registry knows the period otherwise.
    pub period_differs: bool,
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
