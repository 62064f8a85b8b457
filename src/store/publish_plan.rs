//! Publishing a plan: a new immutable revision if it says anything new.

use std::collections::HashMap;

use entity::{plan, plan_revision};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{
    changes::ChangedSubject,
    documents,
    error::{Doing, PublishError, Refusal, StoreError},
    indicators, plan_content,
    plan_rows::{HeadRows, head_rows, plan_head, plan_row},
    plans,
    publication::Publication,
    rows, search,
    slugs::{Named, ids_by_slug},
};
use crate::{
    domain::{
        id::{IndicatorId, InstitutionId, PeriodId, PlanId},
        plan::{Plan, PlanContent},
        publication::PlanRecord,
        records::{self, PlanReferences},
    },
    identity::Carried,
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
        documents::keep(&self.transaction, record.documents.iter().map(|document| &document.document)).await?;
        let plan = self.insert_head(record, &found, before.as_ref()).await?;
        self.change(ChangedSubject::Plan, plan.id);
        let (tree, carried) =
            self.insert_elements(&plan, &record.elements, before.as_ref().map(|before| &before.content.tree)).await?;
        let indicator_ids =
            self.insert_indicators(&plan, &record.indicators, &found.indicators, before.is_none()).await?;
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
        let plan = plan_head(record, id, (found.institution, found.period), number, &self.stamp());
        if before.is_none() {
            rows::insert_whole(&self.transaction, vec![plan_row(&plan)], DOING).await?;
        }
        plan_revision::Entity::update_many()
            .col_expr(plan_revision::Column::ValidTo, Expr::value(self.revision.0))
            .filter(plan_revision::Column::PlanId.eq(id.0))
            .filter(rows::still_valid(plan_revision::Column::ValidTo))
            .exec(&self.transaction)
            .await
            .doing(DOING)?;
        let HeadRows { revision, titles, documents } = head_rows(&plan, record);
        rows::insert_whole(&self.transaction, vec![revision], DOING).await?;
        rows::insert_whole(&self.transaction, titles, DOING).await?;
        rows::insert_whole(&self.transaction, documents, DOING).await?;
        Ok(plan)
    }
}
