//! Source documents and the passages that records rest on.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object, SimpleObject};

use super::{
    direct::{Direct, DirectList},
    document_content::{DEFAULT_LINES, DocumentContent, SourceLine, line_number, shown},
    error::{ApiError, ApiResult, Nullable, nullable},
    id::{self, NodeType},
    scalars::{Date, DateTime, LanguageTag, Url},
    session::session,
    vocabularies::{QuoteAbsence, RepairKind},
};
use crate::domain::{document_content::LinesOf, source};

/// The passage of a source document that a record rests on.
#[derive(Description)]
pub(super) struct Evidence<'a>(pub(super) &'a source::Evidence);

#[derive(Debug, thiserror::Error)]
#[error("the source document {0} is missing")]
struct MissingDocument(uuid::Uuid);

#[Object(use_type_description)]
impl Evidence<'_> {
    /// The document.
    async fn document(&self, ctx: &Context<'_>) -> ApiResult<Direct<SourceDocument>> {
        let id = self.0.document;
        let document = session(ctx)?.document(id).await?;
        document.map(SourceDocument).map(Direct).ok_or_else(|| ApiError::internal(&MissingDocument(id.0)))
    }

    /// Where in the document, in words: "p. 12", "section 3". Null: not recorded.
    async fn locator(&self) -> Option<&str> {
        self.0.locator.as_deref()
    }

    /// First line of the passage in the stored text, from 1. Null: no text is stored, or the place is not known.
    async fn start_line(&self) -> Option<i32> {
        self.0.start_line
    }

    /// Last line of the passage, counted. Null: as `startLine`.
    async fn end_line(&self) -> Option<i32> {
        self.0.end_line
    }

    /// Page, from 1. Null: not known.
    async fn page(&self) -> Option<i32> {
        self.0.page
    }

    /// First code point of the passage in the stored text, from 0. Null: as `startLine`.
    async fn start_offset(&self) -> Option<i32> {
        self.0.start_offset
    }

    /// Code point behind the passage. Null: as `startLine`.
    async fn end_offset(&self) -> Option<i32> {
        self.0.end_offset
    }

    /// The words of the passage. Null: `quoteAbsence` says why.
    async fn quote(&self) -> Option<&str> {
        self.0.quote.as_deref()
    }

    /// Why there is no quotation. Null where there is one.
    async fn quote_absence(&self) -> Option<QuoteAbsence> {
        self.0.quote_absence.map(Into::into)
    }

    /// The lines of the document from `startLine` to `endLine`, as it was received, so that the reader can see what the record
    /// rests on. Lines above 16,384 characters are cut there.
    ///
    /// Null: the registry does not keep the document, or the place is not known. Errors: `BAD_USER_INPUT` for `first`
    /// outside 0 to 100.
    async fn passage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many lines at most, 0 to 100.", default_with = "DEFAULT_LINES")] first: i32,
    ) -> Nullable<Vec<SourceLine>> {
        let passage = async {
            let length = line_number(first)?;
            let Some(start) = self.0.start_line else { return Ok(None) };
            let session = session(ctx)?;
            let Some(sha256) = session.document(self.0.document).await?.and_then(|found| found.sha256.clone()) else {
                return Ok(None);
            };
            // Asked for even where no line is wanted: whether the document is kept shows in its lines.
            let last = self.0.end_line.unwrap_or(start).min(start.saturating_add(length.max(1) - 1));
            let Some(lines) = session.lines(LinesOf { sha256, first: start, last }).await? else { return Ok(None) };
            let mut lines = shown(&lines);
            lines.truncate(usize::try_from(length).unwrap_or_default());
            Ok(Some(lines))
        };
        nullable(passage).await
    }

    /// What was mended in the passage before it was read; empty when nothing was.
    async fn repairs(&self) -> DirectList<TextRepair> {
        self.0.repairs.iter().cloned().map(Into::into).collect()
    }
}

/// One repair of a damaged text, with the text before and after.
#[derive(SimpleObject)]
struct TextRepair {
    /// What was mended.
    kind: RepairKind,
    /// The text as it came.
    before: String,
    /// The text as it was read.
    after: String,
}

impl From<source::TextRepair> for TextRepair {
    fn from(repair: source::TextRepair) -> Self {
        let source::TextRepair { kind, before, after } = repair;
        Self { kind: kind.into(), before, after }
    }
}

/// A document that records rest on.
#[derive(Description, Clone)]
pub(super) struct SourceDocument(pub(super) Arc<source::SourceDocument>);

#[Object(use_type_description)]
impl SourceDocument {
    /// Global id, made from the fields below: a document with other content is another document.
    pub(super) async fn id(&self) -> ID {
        id::encode(NodeType::SourceDocument, self.0.id)
    }

    /// The title as printed; a title in square brackets was supplied by the editors.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Who published it, with year and pages: what a citation needs beyond the title. Null: not recorded.
    async fn publisher(&self) -> Option<&str> {
        self.0.publisher.as_deref()
    }

    /// Where it can be read. Null: not recorded.
    async fn url(&self) -> Option<Url> {
        self.0.url.clone().map(Url)
    }

    /// IANA media type, such as `application/pdf`. Null: not recorded.
    async fn media_type(&self) -> Option<&str> {
        self.0.media_type.as_deref()
    }

    /// SHA-256 of the bytes as received, in lower-case hexadecimal. Null: the bytes were not at hand.
    async fn sha256(&self) -> Option<&str> {
        self.0.sha256.as_deref()
    }

    /// The language of the document.
    async fn language(&self) -> LanguageTag {
        LanguageTag(self.0.language.clone())
    }

    /// Under what licence it may be used: an SPDX identifier or words. Null: not recorded.
    async fn license(&self) -> Option<&str> {
        self.0.license.as_deref()
    }

    /// When it was fetched. Null: not recorded.
    async fn retrieved_at(&self) -> Option<DateTime> {
        self.0.retrieved_at.map(DateTime)
    }

    /// When it was published. Null: the full date is not known.
    async fn published_on(&self) -> Option<Date> {
        self.0.published_on.map(Date)
    }

    /// The document itself. Null: the registry does not keep it.
    async fn content(&self, ctx: &Context<'_>) -> Nullable<DocumentContent> {
        let content = async {
            let Some(sha256) = self.0.sha256.clone() else { return Ok(None) };
            let kept = session(ctx)?.kept_document(&sha256).await?;
            Ok(kept.map(|kept| DocumentContent { sha256, kept }))
        };
        nullable(content).await
    }
}
