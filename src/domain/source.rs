//! Source documents and the passages that records rest on.

use time::{Date, OffsetDateTime};

use super::{id::DocumentId, language::LanguageTag, vocabulary::vocabulary};

/// A document that records rest on. Its id is made from its content, so other content is another document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceDocument {
    /// Made from the fields below.
    pub id: DocumentId,
    /// The document's title as printed.
    pub title: String,
    /// Who published it, with place and pages: what a citation needs beyond the title.
    pub publisher: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Such as `application/pdf`.
    pub media_type: Option<String>,
    /// SHA-256 of the bytes as received, in lower-case hexadecimal.
    pub sha256: Option<String>,
    /// The language of the document.
    pub language: LanguageTag,
    /// Under what licence the document may be used, as an SPDX identifier or in words.
    pub license: Option<String>,
    /// When it was fetched.
    pub retrieved_at: Option<OffsetDateTime>,
    /// When it was published.
    pub published_on: Option<Date>,
}

vocabulary! {
    /// Why a record carries no quotation.
    QuoteAbsence {
        /// The registry holds no text of the document.
        NoStoredText = "NO_STORED_TEXT",
        /// The document's rights do not allow it to be repeated here.
        Rights = "RIGHTS",
        /// The words are lost in the document: a heading that only its number or its successor tells of.
        Lost = "LOST",
    }
}

vocabulary! {
    /// What was mended in a passage before it was read.
    RepairKind {
        /// A pinyin gloss injected behind a character was taken out.
        PinyinGloss = "PINYIN_GLOSS",
        /// Markup inside the text was resolved.
        Markup = "MARKUP",
        /// A numeral that had fallen apart was joined.
        SplitNumeral = "SPLIT_NUMERAL",
        /// A question mark stands where a quotation mark was lost.
        LostQuotation = "LOST_QUOTATION",
        /// A word was masked with asterisks.
        MaskedWord = "MASKED_WORD",
        /// Full-width characters were read as the usual ones.
        Width = "WIDTH",
    }
}

/// One repair, with the text before and after.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TextRepair {
    /// What was mended.
    pub kind: RepairKind,
    /// The text as it came.
    pub before: String,
    /// The text as it was read.
    pub after: String,
}

/// The passage of a source document that a record rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The document.
    pub document: DocumentId,
    /// Where in the document, in words.
    pub locator: Option<String>,
    /// First line of the passage in the stored text, from 1.
    pub start_line: Option<i32>,
    /// Last line of the passage, counted.
    pub end_line: Option<i32>,
    /// Page, from 1.
    pub page: Option<i32>,
    /// First code point of the passage in the stored text, from 0.
    pub start_offset: Option<i32>,
    /// Code point behind the passage.
    pub end_offset: Option<i32>,
    /// The words of the passage.
    pub quote: Option<String>,
    /// Why there is no quotation; set exactly where `quote` is not.
    pub quote_absence: Option<QuoteAbsence>,
    /// What was mended in the passage.
    pub repairs: Vec<TextRepair>,
}
