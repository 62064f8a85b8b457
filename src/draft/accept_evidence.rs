//! Checks documents, and the passages of them that records rest on.

use std::collections::HashMap;

use super::{
    checks::{Checks, optional},
    places::{At, FieldPath},
    plan_file::{DocumentDraft, EvidenceDraft},
};
use crate::domain::{
    id::DocumentId,
    language::LanguageTag,
    publication::PlanDocument,
    source::{Evidence, QuoteAbsence, SourceDocument},
};

/// A file beside a plan file or catalogue file that holds one of its documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentFile {
    /// Its path from the folder of the file that names it on.
    pub path: String,
    /// SHA-256 that its bytes must have, in lower-case hexadecimal.
    pub sha256: String,
    /// Where it is named.
    pub place: FieldPath,
}

/// The documents of a file by key, for the evidence in it.
#[derive(Debug, Default)]
pub(super) struct DocumentKeys {
    ids: HashMap<String, DocumentId>,
    /// The document of evidence that names none.
    default: DefaultDocument,
}

/// The document of evidence that names none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum DefaultDocument {
    /// There is none: every evidence names its document.
    #[default]
    Missing,
    /// The file names one that it does not have. One error says so, not one for each evidence.
    Misnamed,
    /// This one.
    Known(DocumentId),
}

impl DocumentKeys {
    pub(super) fn new(documents: &[PlanDocument], default: DefaultDocument) -> Self {
        let ids = documents.iter().map(|document| (document.key.clone(), document.document.id)).collect();
        Self { ids, default }
    }
}

/// The documents of a file, with the ids that their content gives them, and the files that hold them.
pub(super) fn documents(
    checks: &mut Checks,
    drafts: Vec<DocumentDraft>,
    language: &LanguageTag,
    at: &At<'_>,
) -> (Vec<PlanDocument>, Vec<DocumentFile>) {
    checks.unique("key", at, drafts.iter().map(|draft| draft.key.as_str()));
    let named = drafts.iter().enumerate();
    let files = named.filter_map(|(index, draft)| document_file(checks, draft, &at.index(index))).collect();
    let documents: Vec<PlanDocument> = drafts
        .into_iter()
        .enumerate()
        .map(|(index, draft)| document(checks, draft, language, &at.index(index)))
        .collect();
    let mut seen: HashMap<DocumentId, usize> = HashMap::new();
    for (index, document) in documents.iter().enumerate() {
        let first = *seen.entry(document.document.id).or_insert(index);
        if first != index {
            checks.error(
                "REPEATED_DOCUMENT",
                &at.index(index),
                format_args!("this is the same document as {}: keep one of the two", at.index(first).path()),
            );
        }
    }
    (documents, files)
}

/// The file that holds a document. Its hash keeps a stranger's plan file from bringing in files by their names alone.
fn document_file(checks: &mut Checks, draft: &DocumentDraft, at: &At<'_>) -> Option<DocumentFile> {
    let path = optional(draft.file.clone())?;
    let at = at.field("file");
    let Some(sha256) = optional(draft.sha256.clone()) else {
        checks.warning(
            "FILE_WITHOUT_SHA256",
            &at,
            format_args!(
                "`{path}` is left aside, and the document itself is not kept: `file` is read only where `sha256` says what is in it"
            ),
        );
        return None;
    };
    Some(DocumentFile { path, sha256: sha256.to_ascii_lowercase(), place: at.path() })
}

fn document(checks: &mut Checks, draft: DocumentDraft, language: &LanguageTag, at: &At<'_>) -> PlanDocument {
    let DocumentDraft {
        key,
        title,
        publisher,
        url,
        media_type,
        sha256,
        file: _,
        language: own_language,
        license,
        retrieved_at,
        published_on,
    } = draft;
    let url = optional(url);
    if let Some(url) = &url
        && (!["https://", "http://"].iter().any(|scheme| url.starts_with(scheme)) || url.contains(char::is_whitespace))
    {
        checks.error(
            "INVALID_URL",
            &at.field("url"),
            format_args!(
                "`{url}` is not an address: write one that begins with `https://` or `http://`, without spaces"
            ),
        );
    }
    let media_type = optional(media_type);
    if let Some(media_type) = &media_type
        && !media_type.split_once('/').is_some_and(|(kind, format)| {
            !kind.is_empty() && !format.is_empty() && !media_type.contains(char::is_whitespace)
        })
    {
        checks.error(
            "INVALID_MEDIA_TYPE",
            &at.field("mediaType"),
            format_args!("`{media_type}` is not a media type: write one such as `application/pdf` or `text/html`"),
        );
    }
    let sha256 = optional(sha256).map(|sha256| sha256.to_ascii_lowercase());
    if let Some(sha256) = &sha256
        && !(sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        checks.error(
            "INVALID_SHA256",
            &at.field("sha256"),
            format_args!("`{sha256}` is not a SHA-256: it has 64 of the characters 0-9 and a-f"),
        );
    }
    PlanDocument {
        key: checks.key(key, &at.field("key")),
        document: SourceDocument {
            id: DocumentId(uuid::Uuid::nil()),
            title: checks.line(title, &at.field("title")),
            publisher: optional(publisher),
            url,
            media_type,
            sha256,
            language: own_language.unwrap_or_else(|| language.clone()),
            license: optional(license),
            retrieved_at,
            published_on,
        }
        .identified(),
    }
}

/// The passage that a record rests on.
pub(super) fn evidence(
    checks: &mut Checks,
    draft: Option<EvidenceDraft>,
    documents: &DocumentKeys,
    at: &At<'_>,
) -> Option<Evidence> {
    let EvidenceDraft {
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
    } = draft?;
    let document = match optional(document) {
        Some(key) => {
            let id = documents.ids.get(&key).copied();
            if id.is_none() {
                checks.error(
                    "UNKNOWN_DOCUMENT",
                    &at.field("document"),
                    format_args!(
                        "no document has the key `{key}`: write a key of `documents`, or add the document there"
                    ),
                );
            }
            id
        }
        None => match documents.default {
            DefaultDocument::Known(id) => Some(id),
            DefaultDocument::Misnamed => None,
            DefaultDocument::Missing => {
                checks.error(
                    "UNKNOWN_DOCUMENT",
                    at,
                    "the evidence does not say of which document: add `document` with a key of `documents`, or, in a plan, name the plan's own document once in `source`",
                );
                None
            }
        },
    };
    if let Some(page) = page
        && page < 1
    {
        checks.error("INVALID_PLACE", &at.field("page"), format_args!("{page} is not a page: pages count from 1"));
    }
    if let Some(line) = start_line
        && line < 1
    {
        checks.error("INVALID_PLACE", &at.field("startLine"), format_args!("{line} is not a line: lines count from 1"));
    }
    match (start_line, end_line) {
        (None, Some(_)) => checks.error(
            "INVALID_PLACE",
            &at.field("endLine"),
            "`endLine` needs `startLine`: a passage of one line has `startLine` alone",
        ),
        (Some(start), Some(end)) if end < start => checks.error(
            "INVALID_PLACE",
            &at.field("endLine"),
            format_args!("the lines {start} to {end} run backwards: write the earlier line in `startLine`"),
        ),
        _ => {}
    }
    match (start_offset, end_offset) {
        (None, None) => {}
        (Some(start), Some(end)) if 0 <= start && start < end => {}
        _ => checks.error(
            "INVALID_PLACE",
            &at.field(if start_offset.is_some() { "startOffset" } else { "endOffset" }),
            "`startOffset` and `endOffset` stand together, count from 0, and the second, the character behind the passage, is the greater one",
        ),
    }
    let quote = optional(quote);
    if quote.is_some() && quote_absence.is_some() {
        checks.error(
            "QUOTE_AND_ABSENCE",
            &at.field("quoteAbsence"),
            "`quoteAbsence` says why there is no quotation, but there is one: take one of the two out",
        );
    }
    Some(Evidence {
        // Where the document is unknown, the error above keeps the record from being used.
        document: document?,
        locator: optional(locator),
        start_line,
        end_line,
        page,
        start_offset,
        end_offset,
        quote_absence: if quote.is_some() { None } else { Some(quote_absence.unwrap_or(QuoteAbsence::NoStoredText)) },
        quote,
        repairs,
    })
}
