//! Studies: rows into values, and lists of them.

use std::collections::HashMap;

use entity::{codebook_version, registry_revision, study, study_version};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde::{Deserialize, Serialize};

use super::{
    Store,
    error::{Doing, StoreError},
    paging::{self, Cursor, CursorValue, Keys, Page, PageRequest},
    rows::{self, TextRow},
};
use crate::domain::{
    id::StudyId,
    revision::RegistryRevision,
    study::{Arguments, Study, StudyQuestion, StudyRecord, StudyRevision},
    text::Texts,
};

const TABLE: &str = "study_version";

/// What `study_version.content` holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Content {
    title: Vec<ContentText>,
    description: Vec<ContentText>,
    cohort: Arguments,
    questions: Vec<ContentQuestion>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ContentText {
    lang: String,
    text: String,
    origin: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ContentQuestion {
    key: String,
    title: Vec<ContentText>,
    comparison: String,
    cohort: Option<Arguments>,
    arguments: Arguments,
}

impl Content {
    pub(super) fn of(record: &StudyRecord) -> Self {
        Self {
            title: content_texts(&record.title),
            description: content_texts(&record.description),
            cohort: record.cohort.clone(),
            questions: record
                .questions
                .iter()
                .map(|question| ContentQuestion {
                    key: question.key.clone(),
                    title: content_texts(&question.title),
                    comparison: question.comparison.clone(),
                    cohort: question.cohort.clone(),
                    arguments: question.arguments.clone(),
                })
                .collect(),
        }
    }

    pub(super) fn read(row: &study_version::Model) -> Result<Self, StoreError> {
        rows::json(&row.content, TABLE, row.id)
    }
}

fn content_texts(texts: &Texts) -> Vec<ContentText> {
    let texts = texts.iter().map(|text| ContentText {
        lang: text.lang.to_string(),
        text: text.text.clone(),
        origin: text.origin.code().to_owned(),
    });
    texts.collect()
}

fn texts(of_content: Vec<ContentText>, row: &study_version::Model) -> Result<Texts, StoreError> {
    of_content
        .into_iter()
        .map(|ContentText { lang, text, origin }| {
            TextRow { lang: &lang, text, origin: &origin }.localized(TABLE, row.id)
        })
        .collect()
}

fn revision_of(row: &study_version::Model) -> Result<StudyRevision, StoreError> {
    Ok(StudyRevision {
        number: row.number,
        registry_revision: RegistryRevision(row.valid_from),
        published_at: rows::time(row.published_at, TABLE, row.id)?,
        note: row.note.clone(),
    })
}

async fn assemble(
    connection: &impl ConnectionTrait,
    versions: Vec<study_version::Model>,
) -> Result<HashMap<StudyId, Study>, StoreError> {
    const DOING: &str = "read studies";
    if versions.is_empty() {
        return Ok(HashMap::new());
    }
    let slugs = study::Entity::find()
        .filter(rows::among(connection, study::Column::Id, versions.iter().map(|version| version.study_id)))
        .all(connection)
        .await
        .doing(DOING)?;
    let mut slugs: HashMap<_, _> = slugs.into_iter().map(|row| (row.id, row.slug)).collect();
    let codebooks = codebook_version::Entity::find()
        .filter(rows::among(
            connection,
            codebook_version::Column::Id,
            versions.iter().map(|version| version.codebook_version_id),
        ))
        .all(connection)
        .await
        .doing(DOING)?;
    let codebooks: HashMap<_, _> = codebooks.into_iter().map(|row| (row.id, row.version)).collect();
    let revisions = registry_revision::Entity::find()
        .filter(registry_revision::Column::Number.is_in(versions.iter().map(|version| version.registry_revision)))
        .all(connection)
        .await
        .doing(DOING)?;
    let revisions: HashMap<i64, i64> = revisions.into_iter().map(|row| (row.number, row.published_at)).collect();
    versions
        .into_iter()
        .map(|row| {
            let id = StudyId(row.study_id);
            let Content { title, description, cohort, questions } = Content::read(&row)?;
            let questions = questions.into_iter().map(|question| {
                let ContentQuestion { key, title, comparison, cohort, arguments } = question;
                Ok(StudyQuestion { key, title: texts(title, &row)?, comparison, cohort, arguments })
            });
            let published_at = revisions.get(&row.registry_revision).copied().unwrap_or_default();
            let study = Study {
                id,
                slug: slugs.remove(&id.0).unwrap_or_default(),
                revision: revision_of(&row)?,
                title: texts(title, &row)?,
                description: texts(description, &row)?,
                registry_revision: RegistryRevision(row.registry_revision),
                registry_revision_published_at: rows::time(published_at, "registry_revision", row.registry_revision)?,
                codebook_version: codebooks.get(&row.codebook_version_id).cloned().unwrap_or_default(),
                cohort,
                questions: questions.collect::<Result<_, StoreError>>()?,
            };
            Ok((id, study))
        })
        .collect()
}

impl Store {
    /// Studies by id, as a revision knows them; ids unknown then are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn studies_by_id(
        &self,
        ids: &[StudyId],
        at: RegistryRevision,
    ) -> Result<HashMap<StudyId, Study>, StoreError> {
        use study_version::Column;
        let versions = study_version::Entity::find()
            .filter(rows::among(&self.database, Column::StudyId, ids.iter().copied()))
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .all(&self.database)
            .await
            .doing("read studies")?;
        assemble(&self.database, versions).await
    }

    /// A revision of a study by its number, if it was published by then.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn study_revision(
        &self,
        id: StudyId,
        number: i32,
        at: RegistryRevision,
    ) -> Result<Option<Study>, StoreError> {
        use study_version::Column;
        let versions = study_version::Entity::find()
            .filter(Column::StudyId.eq(id.0))
            .filter(Column::Number.eq(number))
            .filter(Column::ValidFrom.lte(at.0))
            .all(&self.database)
            .await
            .doing("read a study")?;
        Ok(assemble(&self.database, versions).await?.remove(&id))
    }

    /// Every revision of each study, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn study_revisions(
        &self,
        ids: &[StudyId],
        at: RegistryRevision,
    ) -> Result<HashMap<StudyId, Vec<StudyRevision>>, StoreError> {
        use study_version::Column;
        let rows = study_version::Entity::find()
            .filter(rows::among(&self.database, Column::StudyId, ids.iter().copied()))
            .filter(Column::ValidFrom.lte(at.0))
            .order_by_asc(Column::Number)
            .all(&self.database)
            .await
            .doing("read the revisions of studies")?;
        let mut revisions: HashMap<StudyId, Vec<StudyRevision>> = HashMap::new();
        for row in rows {
            revisions.entry(StudyId(row.study_id)).or_default().push(revision_of(&row)?);
        }
        Ok(revisions)
    }

    /// A page of the studies, by slug.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn studies(&self, request: &PageRequest, at: RegistryRevision) -> Result<Page<Study>, StoreError> {
        use study_version::Column;
        let select = study_version::Entity::find().filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at));
        let keys = Keys { columns: vec![Expr::col(Column::SortKey), Expr::col(Column::StudyId)], descending: false };
        let place = |row: &study_version::Model| {
            Cursor(vec![CursorValue::Bytes(row.sort_key.clone()), CursorValue::Id(row.study_id)])
        };
        let page = paging::fetch(&self.database, select, keys, request, place, "list studies").await?;
        let versions = page.items.iter().map(|(_, row)| row.clone()).collect();
        let mut studies = assemble(&self.database, versions).await?;
        paging::replaced(page, |row| studies.remove(&row.study_id.into()))
    }

    /// Every study of a revision, by slug.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn all_studies(&self, at: RegistryRevision) -> Result<Vec<Study>, StoreError> {
        use study_version::Column;
        let versions = study_version::Entity::find()
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .all(&self.database)
            .await
            .doing("list studies")?;
        let mut studies: Vec<Study> = Vec::with_capacity(versions.len());
        for versions in versions.chunks(5_000) {
            studies.extend(assemble(&self.database, versions.to_vec()).await?.into_values());
        }
        studies.sort_by(|a, b| a.slug.cmp(&b.slug));
        Ok(studies)
    }
}
