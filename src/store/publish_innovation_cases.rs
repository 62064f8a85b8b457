//! Publishing cases of service innovation.

use std::collections::HashMap;

use entity::{OPEN, innovation_case, innovation_case_text, innovation_case_theme, innovation_case_version};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{
    documents,
    error::{Doing, PublishError},
    innovation_cases,
    publication::Publication,
    publish_catalogue::sort_key,
    rows,
    slugs::{Named, ids_by_slug},
};
use crate::domain::{
    id::{InnovationCaseId, InstitutionId, ThemeId},
    publication::InnovationCaseRecord,
    records,
};

impl Publication {
    pub(super) async fn innovation_cases(&mut self, records: &[InnovationCaseRecord]) -> Result<(), PublishError> {
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
