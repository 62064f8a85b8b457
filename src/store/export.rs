//! The way back: whole records, as they were published.

use std::collections::HashMap;

use entity::{plan_element_revision, plan_revision};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    Store, codebook,
    error::{Doing, StoreError},
    indicators, innovation_cases, institutions, periods, plan_content, plans, rows,
    slugs::Named,
};
use crate::domain::{
    id::{ElementId, IndicatorId, InstitutionId, PlanId, ThemeId},
    plan::Plan,
    publication::{AnnotationRecord, CatalogueRecord, CodebookRecord, PlanRecord},
    records::{self, ElementNames, PlanReferences},
    revision::RegistryRevision,
};

impl Store {
    /// Every plan of a revision, by slug: its id and slug.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn plan_slugs(&self, at: RegistryRevision) -> Result<Vec<(PlanId, String)>, StoreError> {
        use entity::plan::{Column, Entity};
        let to_revision =
            Entity::belongs_to(plan_revision::Entity).from(Column::Id).to(plan_revision::Column::PlanId).into();
        let pairs: Vec<(Uuid, String)> = Entity::find()
            .join(sea_orm::JoinType::InnerJoin, to_revision)
            .filter(rows::valid_at(plan_revision::Column::ValidFrom, plan_revision::Column::ValidTo, at))
            .order_by_asc(Column::Slug)
            .select_only()
            .columns([Column::Id, Column::Slug])
            .into_tuple()
            .all(&self.database)
            .await
            .doing("list plans")?;
        Ok(pairs.into_iter().map(|(id, slug)| (PlanId(id), slug)).collect())
    }

    /// One plan as the record that would publish it.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn plan_record(&self, plan: &Plan, at: RegistryRevision) -> Result<PlanRecord, StoreError> {
        let database = &self.database;
        let content = plan_content::read(database, &[plan], at).await?.remove(&plan.id).unwrap_or_default();
        let institution = institutions::by_id(database, &[plan.institution], at).await?.remove(&plan.institution);
        let period = periods::all(database, at).await?.into_iter().find(|period| period.id == plan.period);
        let indicator_ids: Vec<IndicatorId> =
            content.indicators.iter().filter_map(|indicator| indicator.indicator).collect();
        let indicators = indicators::by_id(database, &indicator_ids, at).await?;
        let revision = plan.revision.id;
        let documents = plans::documents_of(database, &[revision]).await?.remove(&revision);
        let references = PlanReferences {
            institution: institution.map(|institution| institution.slug).unwrap_or_default(),
            period: period.map(|period| period.slug).unwrap_or_default(),
            documents: documents.unwrap_or_default(),
            indicators: indicators.into_iter().map(|(id, indicator)| (id, indicator.slug)).collect(),
        };
        Ok(records::plan_record(plan, &content, references))
    }

    /// What plans refer to, as the record that would publish it.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn catalogue_record(&self, at: RegistryRevision) -> Result<CatalogueRecord, StoreError> {
        let database = &self.database;
        let institutions = institutions::all(database, at).await?;
        let slugs: HashMap<InstitutionId, String> =
            institutions.iter().map(|institution| (institution.id, institution.slug.clone())).collect();
        let codebook = match self.codebook(at).await {
            Ok(codebook) => Some(codebook),
            Err(StoreError::NoCodebook { .. }) => None,
            Err(error) => return Err(error),
        };
        let cases = innovation_cases::all(database, at).await?;
        let documents = self.all_documents().await?;
        let documents_by_id: HashMap<_, _> = documents.iter().map(|document| (document.id, document.clone())).collect();
        let themes: HashMap<ThemeId, String> = codebook
            .iter()
            .flat_map(|codebook| codebook.themes())
            .map(|theme| (theme.id, theme.slug.clone()))
            .collect();
        Ok(CatalogueRecord {
            periods: records::period_records(&periods::all(database, at).await?),
            institutions: institutions
                .iter()
                .map(|institution| records::institution_record(institution, &slugs))
                .collect(),
            indicators: indicators::all(database, at).await?.iter().map(records::indicator_record).collect(),
            codebook: codebook.map(|codebook| {
                records::codebook_record(
                    codebook.version(),
                    codebook.themes(),
                    codebook.frequencies(),
                    codebook.quality(),
                )
            }),
            innovation_cases: cases
                .iter()
                .filter_map(|case| records::innovation_case_record(case, &slugs, &themes, &documents_by_id))
                .collect(),
            documents,
        })
    }

    /// What people added to plans, as the record that would publish it. What hangs on elements that are gone from the
    /// current revisions has no name any more and is left out.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn annotation_record(&self, at: RegistryRevision) -> Result<AnnotationRecord, StoreError> {
        let passes = self.manual_passes(at).await?;
        let alignments = self.all_alignments(at).await?;
        let ratings = self.all_impact_ratings(at).await?;
        let plans: Vec<PlanId> = passes
            .iter()
            .map(|pass| pass.plan)
            .chain(alignments.iter().flat_map(|link| [link.source.plan, link.target.plan]))
            .chain(ratings.iter().flat_map(|rating| [rating.focus.plan, rating.contribution.plan]))
            .collect();
        let names = ElementNames {
            plans: self.plans_by_id(&plans, at).await?.into_iter().map(|(id, plan)| (id, plan.slug)).collect(),
            elements: self.element_keys_of(&plans, at).await?,
            themes: self.theme_slugs().await?,
        };
        let mut record = AnnotationRecord {
            codings: passes.iter().filter_map(|pass| names.coding(pass)).collect(),
            alignments: alignments.iter().filter_map(|alignment| names.alignment(alignment)).collect(),
            impact_ratings: ratings.iter().filter_map(|rating| names.impact_rating(rating)).collect(),
        };
        // Ids differ from registry to registry; names do not.
        for coding in &mut record.codings {
            coding.judgements.sort_by(|a, b| (&a.element, &a.theme).cmp(&(&b.element, &b.theme)));
        }
        record.codings.sort_by(|a, b| (&a.plan, a.method, &a.coder).cmp(&(&b.plan, b.method, &b.coder)));
        record.alignments.sort_by(|a, b| {
            (&a.source, &a.target, a.relation, &a.coder).cmp(&(&b.source, &b.target, b.relation, &b.coder))
        });
        record
            .impact_ratings
            .sort_by(|a, b| (&a.focus, &a.contribution, &a.rater).cmp(&(&b.focus, &b.contribution, &b.rater)));
        Ok(record)
    }

    /// The versions of the codebook that were in force before the one of a revision, oldest first: codings may rest on them.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn earlier_codebooks(&self, at: RegistryRevision) -> Result<Vec<CodebookRecord>, StoreError> {
        use entity::codebook_version::{Column, Entity};
        let versions = Entity::find()
            .filter(Column::ValidTo.lte(at.0))
            .order_by_asc(Column::ValidFrom)
            .all(&self.database)
            .await
            .doing("list the versions of the codebook")?;
        let mut records = Vec::with_capacity(versions.len());
        for version in &versions {
            let codebook = codebook::read(&self.database, version).await?;
            records.push(records::codebook_record(
                codebook.version(),
                codebook.themes(),
                codebook.frequencies(),
                codebook.quality(),
            ));
        }
        Ok(records)
    }

    /// The slugs of every concept of every version.
    async fn theme_slugs(&self) -> Result<HashMap<ThemeId, String>, StoreError> {
        let rows = entity::theme::Entity::find().all(&self.database).await.doing("read the slugs of themes")?;
        Ok(rows.into_iter().map(|row| (ThemeId(row.id), row.slug)).collect())
    }

    async fn element_keys_of(
        &self,
        plans: &[PlanId],
        at: RegistryRevision,
    ) -> Result<HashMap<ElementId, String>, StoreError> {
        use plan_element_revision::{Column, Entity};
        let to_revision =
            Entity::belongs_to(plan_revision::Entity).from(Column::RevisionId).to(plan_revision::Column::Id).into();
        let pairs: Vec<(Uuid, String)> = Entity::find()
            .join(sea_orm::JoinType::InnerJoin, to_revision)
            .filter(rows::among(&self.database, plan_revision::Column::PlanId, plans.iter().copied()))
            .filter(rows::valid_at(plan_revision::Column::ValidFrom, plan_revision::Column::ValidTo, at))
            .select_only()
            .columns([Column::ElementId, Column::Key])
            .into_tuple()
            .all(&self.database)
            .await
            .doing("read the keys of elements")?;
        Ok(pairs.into_iter().map(|(id, key)| (ElementId(id), key)).collect())
    }

    /// One plan by slug.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn plan_by_slug(&self, slug: &str, at: RegistryRevision) -> Result<Option<Plan>, StoreError> {
        let slug = slug.to_owned();
        let ids = self.ids_by_slug(Named::Plan, std::slice::from_ref(&slug)).await?;
        let Some(id) = ids.get(&slug).copied().map(PlanId) else { return Ok(None) };
        Ok(self.plans_by_id(&[id], at).await?.remove(&id))
    }
}
