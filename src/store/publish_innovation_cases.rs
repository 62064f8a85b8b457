//! Publishing cases of service innovation.

use std::collections::{HashMap, HashSet};

use entity::{OPEN, innovation_case, innovation_case_text, innovation_case_theme, innovation_case_version};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{
    documents,
    error::{Doing, PublishError, Refusal, StoreError},
    innovation_cases,
    publication::Publication,
    publish_catalogue::sort_key,
    rows,
    slugs::{Named, ids_by_slug},
};
use crate::domain::{
    id::{DocumentId, InnovationCaseId, InstitutionId, ThemeId},
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
        let mut told = Told::default();
        let mut refusals = Vec::new();
        for (index, record) in records.iter().enumerate() {
            if !institutions.contains_key(&record.institution) {
                let field = format!("innovationCases[{index}].institution");
                refusals.push(told.unknown(self, Named::Institution, &record.institution, field).await?);
            }
            for (name, slugs) in [("focuses", &record.focuses), ("strategies", &record.strategies)] {
                for slug in slugs.iter().filter(|slug| !themes.contains_key(*slug)) {
                    let field = format!("innovationCases[{index}].{name}");
                    refusals.push(told.unknown(self, Named::Theme, slug, field).await?);
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
        let evidence = current.values().filter_map(|case| case.evidence.as_ref().map(|evidence| evidence.document));
        let document_ids: HashSet<DocumentId> = evidence.collect();
        let mut known_documents = HashMap::new();
        for ids in document_ids.into_iter().collect::<Vec<_>>().chunks(PART) {
            known_documents.extend(documents::by_id(&self.transaction, ids).await?);
        }
        let is_known = |id: &InnovationCaseId, record: &InnovationCaseRecord| {
            let Some(case) = current.get(id) else { return false };
            // Only what the records name has a slug here: a case that carries more has lost it.
            let mut themes = case.focuses.iter().chain(&case.strategies);
            let known = records::innovation_case_record(case, &institution_slugs, &theme_slugs, &known_documents);
            themes.all(|theme| theme_slugs.contains_key(theme)) && known.as_ref() == Some(record)
        };
        let changed: Vec<(&InnovationCaseRecord, InnovationCaseId, bool)> = records
            .iter()
            .filter_map(|record| {
                let (id, is_new) = identities.get(&record.slug)?;
                (!is_known(id, record)).then_some((record, *id, *is_new))
            })
            .collect();
        if changed.is_empty() {
            return Ok(());
        }
        self.changed = true;
        documents::keep(&self.transaction, changed.iter().filter_map(|(record, ..)| record.document.as_ref())).await?;

        let ids: Vec<Uuid> = changed.iter().map(|(_, id, _)| id.0).collect();
        for ids in ids.chunks(PART) {
            innovation_case_version::Entity::update_many()
                .col_expr(innovation_case_version::Column::ValidTo, Expr::value(self.revision.0))
                .filter(innovation_case_version::Column::CaseId.is_in(ids.iter().copied()))
                .filter(rows::still_valid(innovation_case_version::Column::ValidTo))
                .exec(&self.transaction)
                .await
                .doing(DOING)?;
        }
        let mut written = Written::default();
        for (record, id, is_new) in changed {
            if is_new {
                written.cases.push(innovation_case::ActiveModel { id: Set(id.0), slug: Set(record.slug.clone()) });
            }
            let version: Uuid = self.ids.id("innovation-case-version", &format!("{}@{}", record.slug, self.revision));
            let (document, evidence) = documents::evidence_columns(record.evidence.as_ref());
            written.versions.push(innovation_case_version::ActiveModel {
                id: Set(version),
                case_id: Set(id.0),
                valid_from: Set(self.revision.0),
                valid_to: Set(OPEN),
                institution_id: Set(institutions.get(&record.institution).copied().unwrap_or_default()),
                year: Set(record.year),
                evidence_document_id: Set(document),
                evidence: Set(evidence),
                sort_key: Set(sort_key(&record.title, None)),
            });
            written.texts.extend(record.title.iter().map(|title| innovation_case_text::ActiveModel {
                version_id: Set(version),
                lang: Set(title.lang.to_string()),
                text: Set(title.text.clone()),
                origin: Set(title.origin.code().to_owned()),
            }));
            let carried =
                [(innovation_cases::FOCUS, &record.focuses), (innovation_cases::STRATEGY, &record.strategies)]
                    .into_iter()
                    .flat_map(|(role, slugs)| slugs.iter().enumerate().map(move |(place, slug)| (role, place, slug)));
            written.themes.extend(carried.filter_map(|(role, place, slug)| {
                Some(innovation_case_theme::ActiveModel {
                    version_id: Set(version),
                    role: Set(role.to_owned()),
                    position: Set(place as i32),
                    theme_id: Set(*themes.get(slug)?),
                })
            }));
        }
        let Written { cases, versions, texts, themes } = written;
        rows::insert_all(&self.transaction, cases, DOING).await?;
        rows::insert_all(&self.transaction, versions, DOING).await?;
        rows::insert_all(&self.transaction, texts, DOING).await?;
        rows::insert_all(&self.transaction, themes, DOING).await?;
        Ok(())
    }
}

/// How many ids a statement names at a time; both databases take more.
const PART: usize = 5_000;

/// Rows to be inserted together.
#[derive(Default)]
struct Written {
    cases: Vec<innovation_case::ActiveModel>,
    versions: Vec<innovation_case_version::ActiveModel>,
    texts: Vec<innovation_case_text::ActiveModel>,
    themes: Vec<innovation_case_theme::ActiveModel>,
}

/// What was told of slugs that lead nowhere. One slip may stand in every row of a table, and what was meant by it is looked
/// for once.
#[derive(Default)]
struct Told(HashMap<(Named, String), String>);

impl Told {
    async fn unknown(
        &mut self,
        publication: &Publication,
        named: Named,
        slug: &str,
        field: String,
    ) -> Result<Refusal, StoreError> {
        let key = (named, slug.to_owned());
        if let Some(message) = self.0.get(&key) {
            return Ok(Refusal { field, message: message.clone() });
        }
        let mend = match named {
            Named::Institution => "Import a catalogue file with the institution first if it is new.",
            _ => "Name a concept of the codebook, which `themes` lists.",
        };
        let refusal = publication.unknown(named, slug, field, mend).await?;
        self.0.insert(key, refusal.message.clone());
        Ok(refusal)
    }
}
