//! The documents that the registry keeps, as texts in lines.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};

use super::{
    error::{ApiError, ApiResult},
    session::session,
};
use crate::domain::document_content::{self as content, KeptDocument, LinesOf};

/// Lines of a document unless more are asked for.
pub(super) const DEFAULT_LINES: i32 = 20;
/// Lines of a document in one answer at most: as long as a page of a list.
const MAX_LINES: i32 = 100;

/// A document that the registry keeps as it was received, read as text.
#[derive(Description)]
pub(super) struct DocumentContent {
    pub(super) sha256: String,
    pub(super) kept: KeptDocument,
}

#[Object(use_type_description)]
impl DocumentContent {
    /// Length of the document as received.
    ///
    /// Unit: bytes.
    async fn byte_size(&self) -> i32 {
        // Documents above 64 MiB are not kept.
        i32::try_from(self.kept.n_bytes).unwrap_or(i32::MAX)
    }

    /// Lines of its text.
    async fn line_count(&self) -> i32 {
        self.kept.n_lines
    }

    /// Lines of its text, in order; fewer than asked for where the text ends, none behind its end. Lines above 16,384
    /// characters are cut there.
    ///
    /// Errors: `BAD_USER_INPUT` for `first` outside 0 to 100, or `from` below 1.
    async fn lines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many lines, at most 100.", default_with = "DEFAULT_LINES")] first: i32,
        #[graphql(desc = "The line to begin with, from 1.", default = 1)] from: i32,
    ) -> ApiResult<Vec<SourceLine>> {
        if from < 1 {
            return Err(ApiError::bad_input(format!("`from` is {from}: lines count from 1")));
        }
        let last = from.saturating_add(line_number(first)? - 1);
        let wanted = LinesOf { sha256: self.sha256.clone(), first: from, last };
        Ok(session(ctx)?.lines(wanted).await?.map(|lines| shown(&lines)).unwrap_or_default())
    }
}

/// Checks how many lines are asked for.
pub(super) fn line_number(first: i32) -> ApiResult<i32> {
    if (0..=MAX_LINES).contains(&first) {
        return Ok(first);
    }
    Err(ApiError::bad_input(format!(
        "`first` is {first}, and an answer has 0 to {MAX_LINES} lines of a document: ask for up to {MAX_LINES}, and go on with `lines(from: …)` of the document's `content`"
    )))
}

/// Lines as an answer shows them.
pub(super) fn shown(lines: &Arc<Vec<content::SourceLine>>) -> Vec<SourceLine> {
    lines.iter().cloned().map(Into::into).collect()
}

/// One line of a document's text.
#[derive(SimpleObject)]
pub(super) struct SourceLine {
    /// Its number in the document, from 1.
    number: i32,
    /// The line without its end.
    text: String,
}

impl From<content::SourceLine> for SourceLine {
    fn from(line: content::SourceLine) -> Self {
        let content::SourceLine { number, text } = line;
        Self { number, text }
    }
}
