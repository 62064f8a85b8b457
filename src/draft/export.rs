//! The way back: from records to drafts, and from drafts to files.
//!
//! Accepting an exported record gives the same record.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::{
    accept_figure::default_comparator,
    checks::TextRules,
    plan_file::{
        DocumentDraft, ElementDraft, EvidenceDraft, ObservationDraft, PlanDraft, PlanFormat, PlanIndicatorDraft,
    },
    reference::Reference,
    texts::{ByLanguage, DraftText, DraftTexts},
};
use crate::domain::{
    id::DocumentId,
    indicator::{Figure, ObservationBasis, TargetNature},
    language::LanguageTag,
    plan::MAIN_VARIANT,
    publication::{ElementRecord, PlanIndicatorRecord, PlanRecord},
    source::{Evidence, QuoteAbsence, SourceDocument},
    text::{LocalizedText, TextOrigin, Texts},
};

pub use super::{export_annotations::annotation_draft, export_catalogue::catalogue_draft, export_study::study_draft};

/// Why a record cannot be written down.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Evidence rests on a document that the record does not have.
    #[error("the evidence of `{of}` rests on a document that is not among those of the record")]
    UnknownDocument {
        /// Key or slug of what the evidence is of.
        of: String,
    },
    /// An element's parent does not stand before it.
    #[error("the element `{key}` stands before its parent")]
    BrokenTree {
        /// The element's key.
        key: String,
    },
    /// The draft has a value that YAML cannot hold.
    #[error("the draft could not be written as YAML")]
    Yaml {
        /// What the writer says.
        #[from]
        source: serde_saphyr::ser::Error,
    },
    /// The draft has a value that JSON cannot hold, such as an infinite number.
    #[error("the draft could not be written as JSON")]
    Json {
        /// What the writer says.
        #[from]
        source: serde_json::Error,
    },
}

/// A draft as YAML.
///
/// # Errors
/// [`ExportError::Yaml`] when the writer refuses a value.
pub fn to_yaml<T: Serialize>(draft: &T) -> Result<String, ExportError> {
    // Texts are kept on one line each: folding would move line breaks of Chinese texts, which have no spaces to fold at.
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false, compact_list_indent: false };
    Ok(serde_saphyr::to_string_with_options(draft, options)?)
}

/// A draft as JSON, indented.
///
/// # Errors
/// [`ExportError::Json`] when the writer refuses a value.
pub fn to_json<T: Serialize>(draft: &T) -> Result<String, ExportError> {
    let mut text = serde_json::to_string_pretty(draft)?;
    text.push('\n');
    Ok(text)
}

/// The draft of a plan. Its institution and period are named by their slugs.
///
/// Indicators are expected in document order: those of an element behind those of the elements before it, and those that
/// measure no one element last.
///
/// # Errors
/// [`ExportError::UnknownDocument`] and [`ExportError::BrokenTree`] for a record that does not hold together.
pub fn plan_draft(record: &PlanRecord) -> Result<PlanDraft, ExportError> {
    let PlanRecord {
        slug,
        institution,
        period,
        variant,
        level,
        status,
        is_synthetic,
        title,
        language,
        note,
        documents,
        source,
        elements,
        indicators,
    } = record;
    let texts = elements
        .iter()
        .flat_map(|element| element.title.iter().chain(element.body.iter()))
        .chain(indicators.iter().flat_map(|indicator| indicator.text.iter()))
        .chain(title.iter());
    let defaults = TextRules { language: language.clone(), origin: None };
    let text_origin = shared_origin(texts, &defaults);
    let rules = TextRules { origin: text_origin, ..defaults };
    let keys = documents.iter().map(|document| (document.document.id, document.key.as_str()));
    let keys = DocumentNames::new(keys, source.and_then(|index| documents.get(index)).map(|found| found.document.id));

    let mut by_element: HashMap<Option<usize>, Vec<PlanIndicatorDraft>> = HashMap::new();
    for indicator in indicators {
        let draft = plan_indicator_draft(indicator, &rules, &keys)?;
        by_element.entry(indicator.element).or_default().push(draft);
    }
    Ok(PlanDraft {
        format: PlanFormat::Version1,
        slug: slug.clone(),
        institution: Reference::Slug(institution.clone()),
        period: Reference::Slug(period.clone()),
        variant: (variant != MAIN_VARIANT).then(|| variant.clone()),
        level: *level,
        status: *status,
        is_synthetic: *is_synthetic,
        language: language.clone(),
        text_origin,
        note: note.clone(),
        title: texts_draft(title, &rules),
        source: source.and_then(|index| documents.get(index)).map(|document| document.key.clone()),
        documents: documents.iter().map(|named| document_draft(&named.key, &named.document, language)).collect(),
        plan_indicators: by_element.remove(&None).unwrap_or_default(),
        elements: element_drafts(elements, by_element, &rules, &keys)?,
        findings: Vec::new(),
    })
}

/// The tree of elements, built from its leaves: taken from the back of the list, every element's children are complete
/// before it is reached.
fn element_drafts(
    elements: &[ElementRecord],
    mut indicators: HashMap<Option<usize>, Vec<PlanIndicatorDraft>>,
    rules: &TextRules,
    documents: &DocumentNames<'_>,
) -> Result<Vec<ElementDraft>, ExportError> {
    let mut children: HashMap<Option<usize>, Vec<ElementDraft>> = HashMap::new();
    for (index, element) in elements.iter().enumerate().rev() {
        let ElementRecord { key, kind, number, source_term, title, body, parent, evidence } = element;
        if parent.is_some_and(|parent| parent >= index) {
            return Err(ExportError::BrokenTree { key: key.clone() });
        }
        let mut own = children.remove(&Some(index)).unwrap_or_default();
        own.reverse();
        children.entry(*parent).or_default().push(ElementDraft {
            key: Some(key.clone()),
            kind: *kind,
            number: number.clone(),
            source_term: source_term.clone(),
            title: texts_draft(title, rules),
            body: texts_draft(body, rules),
            evidence: documents.evidence_draft(evidence.as_ref(), key)?,
            plan_indicators: indicators.remove(&Some(index)).unwrap_or_default(),
            children: own,
        });
    }
    let mut roots = children.remove(&None).unwrap_or_default();
    roots.reverse();
    Ok(roots)
}

fn plan_indicator_draft(
    record: &PlanIndicatorRecord,
    rules: &TextRules,
    documents: &DocumentNames<'_>,
) -> Result<PlanIndicatorDraft, ExportError> {
    let PlanIndicatorRecord { key, element: _, text, indicator, nature, evidence, observations } = record;
    Ok(PlanIndicatorDraft {
        key: Some(key.clone()),
        text: texts_draft(text, rules),
        indicator: indicator.clone(),
        nature: (*nature != TargetNature::Unspecified).then_some(*nature),
        evidence: documents.evidence_draft(evidence.as_ref(), key)?,
        observations: observations
            .iter()
            .map(|figure| observation_draft(figure, key, documents))
            .collect::<Result<_, _>>()?,
    })
}

fn observation_draft(
    figure: &Figure,
    indicator: &str,
    documents: &DocumentNames<'_>,
) -> Result<ObservationDraft, ExportError> {
    let Figure {
        role,
        comparator,
        value,
        upper,
        unit,
        basis,
        start_year,
        end_year,
        reference_year,
        dimensions,
        text,
        evidence,
    } = figure;
    Ok(ObservationDraft {
        role: *role,
        comparator: (*comparator != default_comparator(*value, *upper)).then_some(*comparator),
        value: *value,
        upper: *upper,
        unit: unit.map(|unit| unit.to_string()),
        basis: (*basis != ObservationBasis::Point).then_some(*basis),
        start_year: *start_year,
        end_year: *end_year,
        reference_year: *reference_year,
        dimensions: dimensions.clone(),
        text: text.clone(),
        evidence: documents.evidence_draft(evidence.as_ref(), indicator)?,
    })
}

/// A document under a key. Its language is left out where it is the file's.
pub(super) fn document_draft(key: &str, document: &SourceDocument, language: &LanguageTag) -> DocumentDraft {
    let SourceDocument {
        id: _,
        title,
        publisher,
        url,
        media_type,
        sha256,
        language: own,
        license,
        retrieved_at,
        published_on,
    } = document;
    DocumentDraft {
        key: key.to_owned(),
        title: title.clone(),
        publisher: publisher.clone(),
        url: url.clone(),
        media_type: media_type.clone(),
        sha256: sha256.clone(),
        file: None,
        language: (own != language).then(|| own.clone()),
        license: license.clone(),
        retrieved_at: *retrieved_at,
        published_on: *published_on,
    }
}

/// The keys that documents have in a file.
pub(super) struct DocumentNames<'a> {
    keys: HashMap<DocumentId, &'a str>,
    default: Option<DocumentId>,
}

impl<'a> DocumentNames<'a> {
    pub(super) fn new(keys: impl Iterator<Item = (DocumentId, &'a str)>, default: Option<DocumentId>) -> Self {
        Self { keys: keys.collect(), default }
    }

    /// The evidence of the record that `of` names.
    pub(super) fn evidence_draft(
        &self,
        evidence: Option<&Evidence>,
        of: &str,
    ) -> Result<Option<EvidenceDraft>, ExportError> {
        let Some(evidence) = evidence else { return Ok(None) };
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
        let key = self.keys.get(document).ok_or_else(|| ExportError::UnknownDocument { of: of.to_owned() })?;
        Ok(Some(EvidenceDraft {
            document: (self.default != Some(*document)).then(|| (*key).to_owned()),
            locator: locator.clone(),
            start_line: *start_line,
            end_line: *end_line,
            page: *page,
            start_offset: *start_offset,
            end_offset: *end_offset,
            quote: quote.clone(),
            quote_absence: quote_absence.filter(|absence| *absence != QuoteAbsence::NoStoredText),
            repairs: repairs.clone(),
        }))
    }
}

/// The origin to write once for a whole file: the one that all its texts share, unless the defaults say so already.
pub(super) fn shared_origin<'a>(
    mut texts: impl Iterator<Item = &'a LocalizedText>,
    defaults: &TextRules,
) -> Option<TextOrigin> {
    let first = texts.next()?;
    let mut is_default = first.origin == defaults.default_origin(&first.lang);
    for text in texts {
        if text.origin != first.origin {
            return None;
        }
        is_default &= text.origin == defaults.default_origin(&text.lang);
    }
    (!is_default).then_some(first.origin)
}

/// Texts in their shortest form.
pub(super) fn texts_draft(texts: &Texts, rules: &TextRules) -> DraftTexts {
    let mut all = texts.iter();
    if let (Some(text), None) = (all.next(), all.next())
        && text.lang == rules.language
        && text.origin == rules.default_origin(&text.lang)
    {
        return DraftTexts::Plain(text.text.clone());
    }
    DraftTexts::ByLanguage(texts.iter().map(|text| (text.lang.clone(), text_draft(text, rules))).collect())
}

fn text_draft(text: &LocalizedText, rules: &TextRules) -> DraftText {
    let is_default = text.origin == rules.default_origin(&text.lang);
    DraftText { text: text.text.clone(), origin: (!is_default).then_some(text.origin) }
}

/// Several texts for each language, in the order they have there.
pub(super) fn text_lists_draft(texts: &[LocalizedText], rules: &TextRules) -> ByLanguage<Vec<DraftText>> {
    let mut lists: BTreeMap<LanguageTag, Vec<DraftText>> = BTreeMap::new();
    for text in texts {
        lists.entry(text.lang.clone()).or_default().push(text_draft(text, rules));
    }
    ByLanguage(lists)
}
