//! Source documents, named by their content.

use std::collections::HashMap;

use entity::source_document;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::OnConflict};
use time::{Date, macros::format_description};

use super::{
    Store,
    error::{Doing, StoreError},
    rows,
};
use crate::domain::{
    id::DocumentId,
    source::{Evidence, QuoteAbsence, SourceDocument, TextRepair},
};

const DAY: &[time::format_description::BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// What a row holds of a passage beside its document.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Passage {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    locator: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start_line: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end_line: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    page: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start_offset: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end_offset: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quote: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quote_absence: Option<QuoteAbsence>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    repairs: Vec<TextRepair>,
}

/// The two columns that hold a passage.
pub(super) fn evidence_columns(evidence: Option<&Evidence>) -> (Option<uuid::Uuid>, Option<String>) {
    let Some(evidence) = evidence.cloned() else { return (None, None) };
    let Evidence {
        document,
        locator,
        start_line,
        end_line,
        page,
        start_offset,
        end_offset,
        quote,
        quote_absence,
        repairs,
    } = evidence;
    let passage =
        Passage { locator, start_line, end_line, page, start_offset, end_offset, quote, quote_absence, repairs };
    (Some(document.0), Some(rows::to_json(&passage)))
}

/// A passage from its two columns.
pub(super) fn evidence(
    document: Option<uuid::Uuid>,
    passage: Option<&str>,
    table: &'static str,
    row: impl std::fmt::Display,
) -> Result<Option<Evidence>, StoreError> {
    let (Some(document), Some(passage)) = (document, passage) else { return Ok(None) };
    let Passage { locator, start_line, end_line, page, start_offset, end_offset, quote, quote_absence, repairs } =
        rows::json(passage, table, row)?;
    Ok(Some(Evidence {
        document: DocumentId(document),
        locator,
        start_line,
        end_line,
        page,
        start_offset,
        end_offset,
        quote,
        quote_absence,
        repairs,
    }))
}

/// Keeps documents. One that is there already is the same, since its id is its content.
pub(super) async fn keep(
    connection: &impl ConnectionTrait,
    documents: impl IntoIterator<Item = &SourceDocument>,
) -> Result<(), StoreError> {
    let mut models: HashMap<uuid::Uuid, source_document::ActiveModel> = HashMap::new();
    for document in documents {
        models.insert(document.id.0, document_row(document).into_active_model());
    }
    let models: Vec<source_document::ActiveModel> = models.into_values().collect();
    // SQLite takes 32,766 parameters in a statement.
    for models in models.chunks(1_000) {
        source_document::Entity::insert_many(models.to_vec())
            .on_conflict(OnConflict::column(source_document::Column::Id).do_nothing().to_owned())
            .exec_without_returning(connection)
            .await
            .doing("keep source documents")?;
    }
    Ok(())
}

/// The row of a document.
pub(super) fn document_row(document: &SourceDocument) -> source_document::Model {
    let SourceDocument { id, title, publisher, url, media_type, sha256, language, license, retrieved_at, published_on } =
        document.clone();
    source_document::Model {
        id: id.0,
        title,
        publisher,
        url,
        media_type,
        sha256,
        language: language.to_string(),
        license,
        retrieved_at: retrieved_at.map(rows::milliseconds),
        published_on: published_on.and_then(|date| date.format(DAY).ok()),
    }
}

fn document(row: source_document::Model) -> Result<SourceDocument, StoreError> {
    const TABLE: &str = "source_document";
    let published_on = row
        .published_on
        .as_deref()
        .map(|day| {
            Date::parse(day, DAY).map_err(|source| StoreError::Inconsistent {
                table: TABLE,
                row: row.id.to_string(),
                source: source.into(),
            })
        })
        .transpose()?;
    Ok(SourceDocument {
        id: DocumentId(row.id),
        title: row.title,
        publisher: row.publisher,
        url: row.url,
        media_type: row.media_type,
        sha256: row.sha256,
        language: rows::value(&row.language, TABLE, row.id)?,
        license: row.license,
        retrieved_at: row.retrieved_at.map(|milliseconds| rows::time(milliseconds, TABLE, row.id)).transpose()?,
        published_on,
    })
}

/// The documents with these ids.
pub(super) async fn by_id(
    connection: &impl ConnectionTrait,
    ids: &[DocumentId],
) -> Result<HashMap<DocumentId, SourceDocument>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    source_document::Entity::find()
        .filter(rows::among(connection, source_document::Column::Id, ids.iter().copied()))
        .all(connection)
        .await
        .doing("read source documents")?
        .into_iter()
        .map(|row| Ok((DocumentId(row.id), document(row)?)))
        .collect()
}

impl Store {
    /// The documents with these ids.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn documents(&self, ids: &[DocumentId]) -> Result<HashMap<DocumentId, SourceDocument>, StoreError> {
        by_id(&self.database, ids).await
    }

    /// Every document, by title: for exports.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn all_documents(&self) -> Result<Vec<SourceDocument>, StoreError> {
        let rows = source_document::Entity::find().all(&self.database).await.doing("read source documents")?;
        let mut documents = rows.into_iter().map(document).collect::<Result<Vec<_>, _>>()?;
        documents.sort_by(|a, b| (&a.title, a.id).cmp(&(&b.title, b.id)));
        Ok(documents)
    }
}
