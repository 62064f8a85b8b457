//! Publishing what plans refer to: a record replaces the one of the same slug if it says something else.

use std::collections::HashMap;

use entity::{
    OPEN, codebook_version, indicator, indicator_standard_code, indicator_text, indicator_version, innovation_case,
    innovation_case_text, innovation_case_theme, innovation_case_version, institution, institution_statistic,
    institution_text, institution_version, planning_period, planning_period_text, planning_period_version, theme,
    theme_text, theme_version,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{
    codebook, documents,
    error::{Doing, PublishError, Refusal, StoreError},
    indicators, innovation_cases, institutions, periods,
    publication::Publication,
    rows, search,
    slugs::{Named, ids_by_slug, similar_slug},
};
use crate::{
    domain::{
        id::{IndicatorId, InnovationCaseId, InstitutionId, PeriodId, ThemeId},
        publication::{
            CatalogueRecord, CodebookRecord, IndicatorRecord, InnovationCaseRecord, InstitutionRecord, PeriodRecord,
        },
        records,
        text::Texts,
    },
    linguistics::{collation_key, normalize},
};

/// The text that something is sorted by: Chinese where there is Chinese, so that one list has one order.
pub(super) fn sort_key(texts: &Texts, source: Option<&crate::domain::language::LanguageTag>) -> Vec<u8> {
    let wanted = [crate::domain::language::LanguageTag::simplified_chinese()];
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

    async fn keep_documents(&mut self, given: &[crate::domain::source::SourceDocument]) -> Result<(), StoreError> {
        let ids: Vec<_> = given.iter().map(|document| document.id).collect();
        let known = documents::by_id(&self.transaction, &ids).await?;
        if given.iter().any(|document| !known.contains_key(&document.id)) {
            documents::keep(&self.transaction, given).await?;
            self.changed = true;
        }
        Ok(())
    }

    /// The ids of slugs, giving an id to each that is new.
    async fn identities<T: From<Uuid> + Copy>(
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
            self.changed = true;
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

    pub(super) async fn institutions(&mut self, records: &[InstitutionRecord]) -> Result<(), PublishError> {
        const DOING: &str = "publish institutions";
        if records.is_empty() {
            return Ok(());
        }
        let records: &[InstitutionRecord] =
            &records.iter().cloned().map(InstitutionRecord::canonical).collect::<Vec<_>>();
        let identities: HashMap<String, (InstitutionId, bool)> =
            self.identities(Named::Institution, "institution", records.iter().map(|record| &record.slug)).await?;
        let parents: Vec<String> = records.iter().filter_map(|record| record.parent.clone()).collect();
        let mut ids: HashMap<String, InstitutionId> = ids_by_slug(&self.transaction, Named::Institution, &parents)
            .await?
            .into_iter()
            .map(|(slug, id)| (slug, InstitutionId(id)))
            .collect();
        ids.extend(identities.iter().map(|(slug, (id, _))| (slug.clone(), *id)));
        let mut refusals = Vec::new();
        for (index, record) in records.iter().enumerate() {
            if let Some(parent) = record.parent.as_ref().filter(|parent| !ids.contains_key(*parent)) {
                let field = format!("institutions[{index}].parent");
                refusals.push(self.unknown(Named::Institution, parent, field, "").await?);
            }
        }
        if !refusals.is_empty() {
            return Err(PublishError::Refused(refusals));
        }
        let known_ids: Vec<InstitutionId> =
            identities.values().filter(|(_, is_new)| !is_new).map(|(id, _)| *id).collect();
        let current = institutions::by_id(&self.transaction, &known_ids, self.revision).await?;
        let slugs: HashMap<InstitutionId, String> = ids.iter().map(|(slug, id)| (*id, slug.clone())).collect();
        let new_identities = records
            .iter()
            .filter_map(|record| match identities.get(&record.slug) {
                Some((id, true)) => Some(institution::ActiveModel { id: Set(id.0), slug: Set(record.slug.clone()) }),
                _ => None,
            })
            .collect();
        rows::insert_all(&self.transaction, new_identities, DOING).await?;
        for (index, record) in records.iter().enumerate() {
            let Some((id, _)) = identities.get(&record.slug) else { continue };
            let known = current.get(id);
            let known_record = match known {
                Some(known) => {
                    // The parent that it had may be one that this file does not name.
                    let mut slugs = slugs.clone();
                    if let Some(parent) = known.parent.filter(|parent| !slugs.contains_key(parent)) {
                        let found = institutions::by_id(&self.transaction, &[parent], self.revision).await?;
                        slugs.extend(found.into_values().map(|parent| (parent.id, parent.slug)));
                    }
                    Some(records::institution_record(known, &slugs))
                }
                None => None,
            };
            if known_record.as_ref() == Some(record) {
                continue;
            }
            self.changed = true;
            self.refuse_taken_identifiers(index, *id, record).await?;
            institution_version::Entity::update_many()
                .col_expr(institution_version::Column::ValidTo, Expr::value(self.revision.0))
                .filter(institution_version::Column::InstitutionId.eq(id.0))
                .filter(rows::still_valid(institution_version::Column::ValidTo))
                .exec(&self.transaction)
                .await
                .doing(DOING)?;
            let version: Uuid = self.ids.id("institution-version", &format!("{}@{}", record.slug, self.revision));
            institution_version::Entity::insert(institution_version::ActiveModel {
                id: Set(version),
                institution_id: Set(id.0),
                valid_from: Set(self.revision.0),
                valid_to: Set(OPEN),
                kind: Set(record.kind.code().to_owned()),
                country: Set(record.country.clone()),
                subdivision: Set(record.subdivision.clone()),
                isil: Set(record.isil.clone()),
                ror: Set(record.ror.clone()),
                wikidata: Set(record.wikidata.clone()),
                parent_id: Set(record.parent.as_ref().and_then(|slug| ids.get(slug)).map(|id| id.0)),
                sort_key: Set(sort_key(&record.names, None)),
            })
            .exec_without_returning(&self.transaction)
            .await
            .doing(DOING)?;
            let names = record
                .names
                .iter()
                .map(|name| institution_text::ActiveModel {
                    version_id: Set(version),
                    lang: Set(name.lang.to_string()),
                    text: Set(name.text.clone()),
                    normalized: Set(normalize(&name.text)),
                    origin: Set(name.origin.code().to_owned()),
                })
                .collect();
            rows::insert_all(&self.transaction, names, DOING).await?;
            if known_record.as_ref().map(|known| &known.statistics) != Some(&record.statistics) {
                self.statistics(*id, record).await?;
            }
        }
        Ok(())
    }

    /// Refuses an identifier that another institution carries.
    async fn refuse_taken_identifiers(
        &self,
        index: usize,
        id: InstitutionId,
        record: &InstitutionRecord,
    ) -> Result<(), PublishError> {
        use institution_version::Column;
        for (column, field, value) in [
            (Column::Isil, "isil", &record.isil),
            (Column::Ror, "ror", &record.ror),
            (Column::Wikidata, "wikidata", &record.wikidata),
        ] {
            let Some(value) = value else { continue };
            let taken = institution_version::Entity::find()
                .filter(column.eq(value.as_str()))
                .filter(Column::InstitutionId.ne(id.0))
                .filter(rows::still_valid(Column::ValidTo))
                .one(&self.transaction)
                .await
                .doing("look for an identifier")?;
            if let Some(taken) = taken {
                let other = InstitutionId(taken.institution_id);
                let found = institutions::by_id(&self.transaction, &[other], self.revision).await?;
                let other = found.get(&other).map_or("another institution", |other| &other.slug);
                return Err(PublishError::refused(
                    format!("institutions[{index}].{field}"),
                    format!("`{value}` is the identifier of `{other}` already: correct one of the two"),
                ));
            }
        }
        Ok(())
    }

    async fn statistics(&self, id: InstitutionId, record: &InstitutionRecord) -> Result<(), StoreError> {
        const DOING: &str = "publish the statistics of an institution";
        institution_statistic::Entity::update_many()
            .col_expr(institution_statistic::Column::ValidTo, Expr::value(self.revision.0))
            .filter(institution_statistic::Column::InstitutionId.eq(id.0))
            .filter(rows::still_valid(institution_statistic::Column::ValidTo))
            .exec(&self.transaction)
            .await
            .doing(DOING)?;
        let statistics = record
            .statistics
            .iter()
            .map(|statistic| institution_statistic::ActiveModel {
                institution_id: Set(id.0),
                measure: Set(statistic.measure.clone()),
                year: Set(statistic.year),
                valid_from: Set(self.revision.0),
                valid_to: Set(OPEN),
                value: Set(statistic.value),
                source: Set(statistic.source.clone()),
            })
            .collect();
        rows::insert_all(&self.transaction, statistics, DOING).await
    }

    async fn indicators(&mut self, records: &[IndicatorRecord]) -> Result<(), PublishError> {
        const DOING: &str = "publish indicator definitions";
        if records.is_empty() {
            return Ok(());
        }
        let records: &[IndicatorRecord] = &records.iter().cloned().map(IndicatorRecord::canonical).collect::<Vec<_>>();
        let identities: HashMap<String, (IndicatorId, bool)> =
            self.identities(Named::Indicator, "indicator", records.iter().map(|record| &record.slug)).await?;
        let ids: Vec<IndicatorId> = identities.values().map(|(id, _)| *id).collect();
        let current = indicators::by_id(&self.transaction, &ids, self.revision).await?;
        for record in records {
            let Some((id, is_new)) = identities.get(&record.slug) else { continue };
            if current.get(id).map(records::indicator_record).as_ref() == Some(record) {
                continue;
            }
            self.changed = true;
            if *is_new {
                indicator::Entity::insert(indicator::ActiveModel { id: Set(id.0), slug: Set(record.slug.clone()) })
                    .exec_without_returning(&self.transaction)
                    .await
                    .doing(DOING)?;
            }
            indicator_version::Entity::update_many()
                .col_expr(indicator_version::Column::ValidTo, Expr::value(self.revision.0))
                .filter(indicator_version::Column::IndicatorId.eq(id.0))
                .filter(rows::still_valid(indicator_version::Column::ValidTo))
                .exec(&self.transaction)
                .await
                .doing(DOING)?;
            let version: Uuid = self.ids.id("indicator-version", &format!("{}@{}", record.slug, self.revision));
            indicator_version::Entity::insert(indicator_version::ActiveModel {
                id: Set(version),
                indicator_id: Set(id.0),
                valid_from: Set(self.revision.0),
                valid_to: Set(OPEN),
                measure: Set(record.measure.code().to_owned()),
                unit: Set(record.unit.map(|unit| unit.to_string())),
                direction: Set(record.direction.code().to_owned()),
                sort_key: Set(sort_key(&record.names, None)),
            })
            .exec_without_returning(&self.transaction)
            .await
            .doing(DOING)?;
            let texts = [(indicators::NAME, &record.names), (indicators::DEFINITION, &record.definition)]
                .into_iter()
                .flat_map(|(field, texts)| texts.iter().map(move |text| (field, text)))
                .map(|(field, text)| indicator_text::ActiveModel {
                    version_id: Set(version),
                    field: Set(field.to_owned()),
                    lang: Set(text.lang.to_string()),
                    text: Set(text.text.clone()),
                    normalized: Set(normalize(&text.text)),
                    origin: Set(text.origin.code().to_owned()),
                })
                .collect();
            rows::insert_all(&self.transaction, texts, DOING).await?;
            let codes = record
                .standard_codes
                .iter()
                .map(|code| indicator_standard_code::ActiveModel {
                    version_id: Set(version),
                    standard: Set(code.standard.clone()),
                    code: Set(code.code.clone()),
                })
                .collect();
            rows::insert_all(&self.transaction, codes, DOING).await?;
            search::index_indicator(&self.transaction, *id, &record.names, &record.definition).await?;
        }
        Ok(())
    }

    async fn codebook(&mut self, record: &CodebookRecord) -> Result<(), PublishError> {
        const DOING: &str = "publish a codebook";
        let published = codebook_version::Entity::find()
            .filter(codebook_version::Column::Version.eq(&record.version))
            .one(&self.transaction)
            .await
            .doing(DOING)?;
        if let Some(published) = published {
            let known = codebook::read(&self.transaction, &published).await?;
            let known = records::codebook_record(known.version(), known.themes(), known.frequencies());
            if known == record.clone().canonical() {
                return Ok(());
            }
            return Err(PublishError::refused(
                "codebook.version",
                format!(
                    "version `{}` was published with other content, and a published version never changes: give the changed codebook a new version",
                    record.version
                ),
            ));
        }
        self.changed = true;
        codebook_version::Entity::update_many()
            .col_expr(codebook_version::Column::ValidTo, Expr::value(self.revision.0))
            .filter(rows::still_valid(codebook_version::Column::ValidTo))
            .exec(&self.transaction)
            .await
            .doing(DOING)?;
        let version_id: Uuid = self.ids.id("codebook-version", &record.version);
        codebook_version::Entity::insert(codebook_version::ActiveModel {
            id: Set(version_id),
            version: Set(record.version.clone()),
            valid_from: Set(self.revision.0),
            valid_to: Set(OPEN),
            frequencies: Set(rows::to_json(&record.frequencies)),
        })
        .exec_without_returning(&self.transaction)
        .await
        .doing(DOING)?;
        let identities: HashMap<String, (ThemeId, bool)> =
            self.identities(Named::Theme, "theme", record.themes.iter().map(|theme| &theme.slug)).await?;
        let new_themes = record
            .themes
            .iter()
            .filter_map(|theme| match identities.get(&theme.slug) {
                Some((id, true)) => Some(theme::ActiveModel {
                    id: Set(id.0),
                    slug: Set(theme.slug.clone()),
                    scheme: Set(theme.scheme.clone()),
                }),
                _ => None,
            })
            .collect();
        rows::insert_all(&self.transaction, new_themes, DOING).await?;
        let mut versions = Vec::with_capacity(record.themes.len());
        let mut texts = Vec::new();
        for (position, theme) in record.themes.iter().enumerate() {
            let Some((id, _)) = identities.get(&theme.slug) else { continue };
            let version: Uuid = self.ids.id("theme-version", &format!("{}@{}", theme.slug, record.version));
            versions.push(theme_version::ActiveModel {
                id: Set(version),
                codebook_version_id: Set(version_id),
                theme_id: Set(id.0),
                position: Set(position as i32),
                broader_id: Set(theme.broader.as_ref().and_then(|slug| identities.get(slug)).map(|(id, _)| id.0)),
            });
            let fields = [
                (codebook::LABEL, theme.labels.iter().collect::<Vec<_>>()),
                (codebook::DEFINITION, theme.definition.iter().collect()),
                (codebook::ALT_LABEL, theme.alt_labels.iter().collect()),
            ];
            for (field, localized) in fields {
                for (place, text) in localized.into_iter().enumerate() {
                    texts.push(theme_text::ActiveModel {
                        version_id: Set(version),
                        field: Set(field.to_owned()),
                        lang: Set(text.lang.to_string()),
                        position: Set(place as i32),
                        text: Set(text.text.clone()),
                        origin: Set(text.origin.code().to_owned()),
                    });
                }
            }
        }
        rows::insert_all(&self.transaction, versions, DOING).await?;
        rows::insert_all(&self.transaction, texts, DOING).await?;
        self.codebook = None;
        if let Some((version, codebook)) = self.codebook_in_force().await? {
            self.code_all_plans(version, &codebook).await?;
        }
        Ok(())
    }

    async fn innovation_cases(&mut self, records: &[InnovationCaseRecord]) -> Result<(), PublishError> {
        const DOING: &str = "publish innovation cases";
        if records.is_empty() {
            return Ok(());
        }
        let identities: HashMap<String, (InnovationCaseId, bool)> = self
            .identities(Named::InnovationCase, "innovation-case", records.iter().map(|record| &record.slug))
            .await?;
        let institution_slugs: Vec<String> = records.iter().map(|record| record.institution.clone()).collect();
        let institutions = ids_by_slug(&self.transaction, Named::Institution, &institution_slugs).await?;
        let theme_slugs: Vec<String> =
            records.iter().flat_map(|record| record.focuses.iter().chain(&record.strategies)).cloned().collect();
        let themes = ids_by_slug(&self.transaction, Named::Theme, &theme_slugs).await?;
        let mut refusals = Vec::new();
        for (index, record) in records.iter().enumerate() {
            if !institutions.contains_key(&record.institution) {
                let field = format!("innovationCases[{index}].institution");
                refusals.push(self.unknown(Named::Institution, &record.institution, field, "").await?);
            }
            for (name, slugs) in [("focuses", &record.focuses), ("strategies", &record.strategies)] {
                for slug in slugs.iter().filter(|slug| !themes.contains_key(*slug)) {
                    let field = format!("innovationCases[{index}].{name}");
                    refusals.push(self.unknown(Named::Theme, slug, field, "").await?);
                }
            }
        }
        if !refusals.is_empty() {
            return Err(PublishError::Refused(refusals));
        }
        let current = innovation_cases::all(&self.transaction, self.revision).await?;
        let current: HashMap<InnovationCaseId, _> = current.into_iter().map(|case| (case.id, case)).collect();
        let institution_slugs: HashMap<InstitutionId, String> =
            institutions.iter().map(|(slug, id)| (InstitutionId(*id), slug.clone())).collect();
        let theme_slugs: HashMap<ThemeId, String> =
            themes.iter().map(|(slug, id)| (ThemeId(*id), slug.clone())).collect();
        for record in records {
            let Some((id, is_new)) = identities.get(&record.slug) else { continue };
            if let Some(case) = current.get(id) {
                let ids: Vec<_> = case.evidence.iter().map(|evidence| evidence.document).collect();
                let known_documents = documents::by_id(&self.transaction, &ids).await?;
                let known = records::innovation_case_record(case, &institution_slugs, &theme_slugs, &known_documents);
                if known.as_ref() == Some(record) {
                    continue;
                }
            }
            self.changed = true;
            documents::keep(&self.transaction, &record.document).await?;
            if *is_new {
                innovation_case::Entity::insert(innovation_case::ActiveModel {
                    id: Set(id.0),
                    slug: Set(record.slug.clone()),
                })
                .exec_without_returning(&self.transaction)
                .await
                .doing(DOING)?;
            }
            innovation_case_version::Entity::update_many()
                .col_expr(innovation_case_version::Column::ValidTo, Expr::value(self.revision.0))
                .filter(innovation_case_version::Column::CaseId.eq(id.0))
                .filter(rows::still_valid(innovation_case_version::Column::ValidTo))
                .exec(&self.transaction)
                .await
                .doing(DOING)?;
            let version: Uuid = self.ids.id("innovation-case-version", &format!("{}@{}", record.slug, self.revision));
            let (document, evidence) = documents::evidence_columns(record.evidence.as_ref());
            innovation_case_version::Entity::insert(innovation_case_version::ActiveModel {
                id: Set(version),
                case_id: Set(id.0),
                valid_from: Set(self.revision.0),
                valid_to: Set(OPEN),
                institution_id: Set(institutions.get(&record.institution).copied().unwrap_or_default()),
                year: Set(record.year),
                evidence_document_id: Set(document),
                evidence: Set(evidence),
                sort_key: Set(sort_key(&record.title, None)),
            })
            .exec_without_returning(&self.transaction)
            .await
            .doing(DOING)?;
            let titles = record
                .title
                .iter()
                .map(|title| innovation_case_text::ActiveModel {
                    version_id: Set(version),
                    lang: Set(title.lang.to_string()),
                    text: Set(title.text.clone()),
                    origin: Set(title.origin.code().to_owned()),
                })
                .collect();
            rows::insert_all(&self.transaction, titles, DOING).await?;
            let carried =
                [(innovation_cases::FOCUS, &record.focuses), (innovation_cases::STRATEGY, &record.strategies)]
                    .into_iter()
                    .flat_map(|(role, slugs)| slugs.iter().enumerate().map(move |(place, slug)| (role, place, slug)))
                    .filter_map(|(role, place, slug)| {
                        Some(innovation_case_theme::ActiveModel {
                            version_id: Set(version),
                            role: Set(role.to_owned()),
                            position: Set(place as i32),
                            theme_id: Set(*themes.get(slug)?),
                        })
                    })
                    .collect();
            rows::insert_all(&self.transaction, carried, DOING).await?;
        }
        Ok(())
    }
}
