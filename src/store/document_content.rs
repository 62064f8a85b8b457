//! Documents that are kept: their bytes, and their text in blocks of lines, so that a passage of a long document costs no
//! more than one of a short one.

use std::collections::{BTreeSet, HashMap, HashSet};

use entity::{document_content, document_text};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, QueryFilter, QuerySelect,
    sea_query::{Asterisk, Expr, OnConflict, Query},
};

use super::{
    Store,
    error::{Doing, StoreError},
    publication::Publication,
    rows,
};
use crate::domain::document_content::{DocumentContent, KeptDocument, LinesOf, SourceLine};

/// Lines in a block.
const BLOCK_LINES: i32 = 50;

/// Where a long line is cut before it is shown: a document may be one line. Unit: characters.
const LINE_CHARACTERS: usize = 16_384;

/// Blocks asked for in one statement at most.
const BLOCKS_AT_ONCE: usize = 10_000;

/// Which of these documents are kept.
async fn kept(
    connection: &impl ConnectionTrait,
    sha256s: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, KeptDocument>, StoreError> {
    use document_content::{Column, Entity};
    let sha256s: Vec<String> = sha256s.into_iter().collect();
    if sha256s.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, i64, i32)> = Entity::find()
        .filter(Column::Sha256.is_in(sha256s))
        .select_only()
        .columns([Column::Sha256, Column::NBytes, Column::NLines])
        .into_tuple()
        .all(connection)
        .await
        .doing("look for kept documents")?;
    Ok(rows.into_iter().map(|(sha256, n_bytes, n_lines)| (sha256, KeptDocument { n_bytes, n_lines })).collect())
}

impl Publication {
    /// Keeps documents. One that is kept already is the same, since it is named by its content.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn keep_contents(&mut self, contents: &[DocumentContent]) -> Result<(), StoreError> {
        // Asked first, so that long documents are not sent again.
        let mut known: HashSet<String> =
            kept(&self.transaction, contents.iter().map(|content| content.sha256().to_owned()))
                .await?
                .into_keys()
                .collect();
        for content in contents {
            if known.insert(content.sha256().to_owned()) {
                self.keep_document(content).await?;
                self.changed = true;
            }
        }
        Ok(())
    }

    async fn keep_document(&self, content: &DocumentContent) -> Result<(), StoreError> {
        const DOING: &str = "keep a document";
        let sha256 = content.sha256();
        let lines: Vec<&str> = content.lines().map(cut).collect();
        document_content::Entity::insert(document_content::ActiveModel {
            sha256: Set(sha256.to_owned()),
            n_bytes: Set(content.bytes().len() as i64),
            n_lines: Set(lines.len() as i32),
            bytes: Set(content.bytes().to_vec()),
        })
        .on_conflict(OnConflict::column(document_content::Column::Sha256).do_nothing().to_owned())
        .exec_without_returning(&self.transaction)
        .await
        .doing(DOING)?;
        let blocks = lines
            .chunks(BLOCK_LINES as usize)
            .zip(0..)
            .map(|(lines, block)| document_text::ActiveModel {
                sha256: Set(sha256.to_owned()),
                block: Set(block),
                text: Set(lines.join("\n")),
            })
            .collect();
        rows::insert_all(&self.transaction, blocks, DOING).await
    }
}

/// A line as it is shown.
fn cut(line: &str) -> &str {
    match line.char_indices().nth(LINE_CHARACTERS) {
        Some((end, _)) => line.get(..end).unwrap_or(line),
        None => line,
    }
}

impl Store {
    /// What is known of the documents with these hashes that are kept; the others are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn kept_documents(&self, sha256s: &[String]) -> Result<HashMap<String, KeptDocument>, StoreError> {
        kept(&self.database, sha256s.iter().cloned()).await
    }

    /// The bytes of a document; `None` if it is not kept.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn document_bytes(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let row = document_content::Entity::find_by_id(sha256).one(&self.database).await;
        Ok(row.doing("read a kept document")?.map(|row| row.bytes))
    }

    /// Lines of documents, in order. Lines above 16,384 characters are cut there; lines behind a document's end, and
    /// documents that are not kept, are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn document_lines(&self, wanted: &[LinesOf]) -> Result<HashMap<LinesOf, Vec<SourceLine>>, StoreError> {
        let blocks: BTreeSet<(String, i32)> = wanted.iter().flat_map(blocks_of).collect();
        let blocks: Vec<(String, i32)> = blocks.into_iter().collect();
        let mut texts: HashMap<(String, i32), String> = HashMap::new();
        for blocks in blocks.chunks(BLOCKS_AT_ONCE) {
            let rows = document_text::Entity::find().filter(is_one_of(blocks)).all(&self.database).await;
            let rows = rows.doing("read the text of kept documents")?;
            texts.extend(rows.into_iter().map(|row| ((row.sha256, row.block), row.text)));
        }
        let found = wanted.iter().map(|wanted| {
            let lines: Vec<SourceLine> = blocks_of(wanted)
                .filter_map(|block| Some((block.1, texts.get(&block)?)))
                .flat_map(|(block, text)| (block * BLOCK_LINES + 1..).zip(text.split('\n')))
                .filter(|(number, _)| (wanted.first..=wanted.last).contains(number))
                .map(|(number, text)| SourceLine { number, text: text.to_owned() })
                .collect();
            (wanted.clone(), lines)
        });
        Ok(found.filter(|(_, lines)| !lines.is_empty()).collect())
    }
}

/// The blocks that hold lines.
fn blocks_of(LinesOf { sha256, first, last }: &LinesOf) -> impl Iterator<Item = (String, i32)> {
    let block = |line: &i32| (Ord::max(*line, 1) - 1) / BLOCK_LINES;
    let blocks = if first <= last { block(first)..block(last) + 1 } else { 0..0 };
    blocks.map(|block| (sha256.clone(), block))
}

/// The rows of these blocks. A list of values, because SQLite compares pairs with nothing else.
fn is_one_of(blocks: &[(String, i32)]) -> sea_orm::sea_query::SimpleExpr {
    use document_text::Column;
    let wanted = Query::select().column(Asterisk).from_values(blocks.iter().cloned(), "wanted").to_owned();
    Expr::tuple([Expr::col(Column::Sha256), Expr::col(Column::Block)]).in_subquery(wanted)
}
