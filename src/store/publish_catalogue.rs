//! Publishing what plans refer to: a record replaces the one of the same slug if it says something else.

use std::collections::HashMap;

use entity::{OPEN, planning_period, planning_period_text, planning_period_version};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{
    changes::ChangedSubject,
    documents,
    error::{Doing, PublishError, Refusal, StoreError},
    periods,
    publication::Publication,
    rows,
    slugs::{Named, ids_by_slug, similar_slug},
};
use crate::{
    domain::{
        id::PeriodId,
        language::LanguageTag,
        publication::{CatalogueRecord, PeriodRecord},
        records,
        source::SourceDocument,
        text::Texts,
    },
    linguistics::collation_key,
};

/// The text that something is sorted by: Chinese where there is Chinese, so that one list has one order.
pub(super) fn sort_key(texts: &Texts, source: Option<&LanguageTag>) -> Vec<u8> {
    let wanted = [LanguageTag::simplified_chinese()];
    let text = match source {
        Some(source) => texts.choose(std::slice::from_ref(source), None),
        None => texts.choose(&wanted, None),
    };
    collation_key(text.map_or("", |text| &text.text))
}

impl Publication {
    /// Publishes the records of one catalogue file.
    ///
    /// # Errors
    /// [`PublishError::Refused`] for references that lead nowhere and for a codebook version that was published with
    /// other content; nothing of the publication may be committed then.
    pub async fn catalogue(&mut self, record: &CatalogueRecord) -> Result<(), PublishError> {
        let CatalogueRecord { documents, periods, institutions, indicators, codebook, innovation_cases } = record;
        self.keep_documents(documents).await?;
        self.periods(periods).await?;
        self.institutions(institutions).await?;
        self.indicators(indicators).await?;
        if let Some(codebook) = codebook {
            self.codebook(codebook).await?;
        }
        self.innovation_cases(innovation_cases).await
    }

    async fn keep_documents(&mut self, given: &[SourceDocument]) -> Result<(), StoreError> {
        let ids: Vec<_> = given.iter().map(|document| document.id).collect();
        let known = documents::by_id(&self.transaction, &ids).await?;
        if given.iter().any(|document| !known.contains_key(&document.id)) {
            documents::keep(&self.transaction, given).await?;
            self.changed = true;
        }
        Ok(())
    }

    /// The ids of slugs, giving an id to each that is new.
    pub(super) async fn identities<T: From<Uuid> + Copy>(
        &self,
        named: Named,
        kind: &'static str,
        slugs: impl Iterator<Item = &String>,
    ) -> Result<HashMap<String, (T, bool)>, StoreError> {
        let slugs: Vec<String> = slugs.cloned().collect();
        let known = ids_by_slug(&self.transaction, named, &slugs).await?;
        Ok(slugs
            .into_iter()
            .map(|slug| {
                let identity = match known.get(&slug) {
                    Some(id) => (T::from(*id), false),
                    None => (self.ids.id(kind, &slug), true),
                };
                (slug, identity)
            })
            .collect())
    }

    /// A refusal for a slug that leads nowhere.
    pub(super) async fn unknown(
        &self,
        named: Named,
        slug: &str,
        field: String,
        mend: &str,
    ) -> Result<Refusal, StoreError> {
        let similar = similar_slug(&self.transaction, named, slug).await?;
        let noun = named.noun();
        let message = match similar {
            Some(similar) => format!("no {noun} has the slug `{slug}`; did you mean `{similar}`? {mend}"),
            None => format!("no {noun} has the slug `{slug}`. {mend}"),
        };
        Ok(Refusal { field, message: message.trim_end().to_owned() })
    }

    pub(super) async fn periods(&mut self, records: &[PeriodRecord]) -> Result<(), PublishError> {
        const DOING: &str = "publish planning periods";
        if records.is_empty() {
            return Ok(());
        }
        let current = periods::all(&self.transaction, self.revision).await?;
        let known: HashMap<String, PeriodRecord> =
            records::period_records(&current).into_iter().map(|record| (record.slug.clone(), record)).collect();
        let identities: HashMap<String, (PeriodId, bool)> =
            self.identities(Named::Period, "planning-period", records.iter().map(|record| &record.slug)).await?;
        let mut ids: HashMap<&str, PeriodId> = current.iter().map(|period| (period.slug.as_str(), period.id)).collect();
        ids.extend(identities.iter().map(|(slug, (id, _))| (slug.as_str(), *id)));
        let mut refusals = Vec::new();
        for (index, record) in records.iter().enumerate() {
            if let Some(previous) = record.previous.as_ref().filter(|previous| !ids.contains_key(previous.as_str())) {
                let field = format!("periods[{index}].previous");
                refusals.push(self.unknown(Named::Period, previous, field, "").await?);
            }
        }
        if !refusals.is_empty() {
            return Err(PublishError::Refused(refusals));
        }
        // Identities first: a period may name one that stands further down.
        for record in records {
            if let Some((id, true)) = identities.get(&record.slug) {
                planning_period::Entity::insert(planning_period::ActiveModel {
                    id: Set(id.0),
                    slug: Set(record.slug.clone()),
                })
                .exec_without_returning(&self.transaction)
                .await
                .doing(DOING)?;
            }
        }
        for record in records {
            let Some((id, _)) = identities.get(&record.slug) else { continue };
            if known.get(&record.slug) == Some(record) {
                continue;
            }
            self.change(ChangedSubject::Period, *id);
            planning_period_version::Entity::update_many()
                .col_expr(planning_period_version::Column::ValidTo, Expr::value(self.revision.0))
                .filter(planning_period_version::Column::PeriodId.eq(id.0))
                .filter(rows::still_valid(planning_period_version::Column::ValidTo))
                .exec(&self.transaction)
                .await
                .doing(DOING)?;
            let version: Uuid = self.ids.id("planning-period-version", &format!("{}@{}", record.slug, self.revision));
            planning_period_version::Entity::insert(planning_period_version::ActiveModel {
                id: Set(version),
                period_id: Set(id.0),
                valid_from: Set(self.revision.0),
                valid_to: Set(OPEN),
                scheme: Set(record.scheme.clone()),
                ordinal: Set(record.ordinal),
                start_year: Set(record.years.start()),
                end_year: Set(record.years.end()),
                previous_id: Set(record.previous.as_deref().and_then(|slug| ids.get(slug)).map(|id| id.0)),
            })
            .exec_without_returning(&self.transaction)
            .await
            .doing(DOING)?;
            let names = record
                .names
                .iter()
                .map(|name| planning_period_text::ActiveModel {
                    version_id: Set(version),
                    lang: Set(name.lang.to_string()),
                    text: Set(name.text.clone()),
                    origin: Set(name.origin.code().to_owned()),
                })
                .collect();
            rows::insert_all(&self.transaction, names, DOING).await?;
        }
        Ok(())
    }
}
