//! The plan file: one plan, whole, as people and document readers write it down.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::{
    catalogue_file::{InstitutionDraft, PeriodDraft},
    finding::Severity,
    reference::Reference,
    texts::DraftTexts,
    values,
};
use crate::domain::{
    element::ElementKind,
    indicator::{Comparator, Dimension, ObservationBasis, ObservationRole, TargetNature},
    language::LanguageTag,
    plan::{PlanLevel, PlanStatus},
    source::{QuoteAbsence, TextRepair},
    text::TextOrigin,
    unit::Unit,
};

/// The format of a plan file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum PlanFormat {
    /// The first and only version.
    #[default]
    #[serde(rename = "plan/1")]
    Version1,
}

/// One plan, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Plan")]
pub struct PlanDraft {
    /// Says that this is a plan file.
    #[serde(default)]
    pub format: PlanFormat,
    /// Names the plan in addresses, files and queries: lower-case letters, digits and single hyphens.
    #[schemars(regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"), length(max = 120))]
    pub slug: String,
    /// The slug of the institution, or the institution itself if it is new.
    pub institution: Reference<InstitutionDraft>,
    /// The slug of the planning period, or the period itself if it is new.
    pub period: Reference<PeriodDraft>,
    /// Tells a draft from the adopted plan, or two proposals apart; left out, `main`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// The level the plan speaks for.
    pub level: PlanLevel,
    /// How far the plan has come.
    pub status: PlanStatus,
    /// True for data that is made up.
    #[serde(default, skip_serializing_if = "values::is_false")]
    pub is_synthetic: bool,
    /// The language of the source document, and of texts that do not say theirs.
    pub language: LanguageTag,
    /// Where texts come from that do not say so; left out, SOURCE in the plan's language and TRANSLATION in any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_origin: Option<TextOrigin>,
    /// Why this revision is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The plan's title.
    pub title: DraftTexts,
    /// Key of the plan's own document among `documents`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The documents that the plan's records rest on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentDraft>,
    /// The statements of the plan, in document order.
    #[schemars(length(min = 1))]
    pub elements: Vec<ElementDraft>,
    /// Indicators that measure no one element.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plan_indicators: Vec<PlanIndicatorDraft>,
    /// What the reader of a document was in doubt about; not stored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<FindingDraft>,
}

/// A document that records rest on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Document")]
pub struct DocumentDraft {
    /// Names the document in this file.
    #[schemars(regex(pattern = "^[a-z0-9]+([-._][a-z0-9]+)*$"), length(max = 200))]
    pub key: String,
    /// Its title as printed.
    pub title: String,
    /// Who published it, with year, place and pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Such as `application/pdf`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// SHA-256 of its bytes: 64 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The document itself, to be kept: the path of a file from the folder of this file on. Only together with `sha256`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Its language; left out, the language of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<LanguageTag>,
    /// Its licence, as an SPDX identifier or in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// When it was fetched (RFC 3339).
    #[serde(default, with = "values::time_of_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub retrieved_at: Option<OffsetDateTime>,
    /// The day it was published, as in 2026-02-20.
    #[serde(default, with = "values::day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub published_on: Option<Date>,
}

/// One statement of a plan, with the statements under it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Element")]
pub struct ElementDraft {
    /// Unique among the elements of the plan and kept through its revisions; left out, one is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^[a-z0-9]+([-._][a-z0-9]+)*$"), length(max = 200))]
    pub key: Option<String>,
    /// What the statement is.
    pub kind: ElementKind,
    /// Its number as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The plan's own word for the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_term: Option<String>,
    /// The heading, or the statement itself.
    pub title: DraftTexts,
    /// What stands under the heading.
    #[serde(default, skip_serializing_if = "DraftTexts::is_empty")]
    pub body: DraftTexts,
    /// The passage it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceDraft>,
    /// The indicators that measure it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plan_indicators: Vec<PlanIndicatorDraft>,
    /// The statements under it, in order; 64 levels at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<ElementDraft>,
}

/// An indicator as the plan states it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "PlanIndicator")]
pub struct PlanIndicatorDraft {
    /// Unique among the indicators of the plan and kept through its revisions; left out, one is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^[a-z0-9]+([-._][a-z0-9]+)*$"), length(max = 200))]
    pub key: Option<String>,
    /// The plan's words.
    pub text: DraftTexts,
    /// The slug of its definition in the catalogue; left out while it is not linked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// How binding its targets are; left out, UNSPECIFIED.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<TargetNature>,
    /// The passage it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceDraft>,
    /// Its figures.
    #[serde(default, serialize_with = "values::serialize_on_lines", skip_serializing_if = "Vec::is_empty")]
    pub observations: Vec<ObservationDraft>,
}

/// A figure: a baseline, a target or an actual.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Observation")]
pub struct ObservationDraft {
    /// What the figure is for.
    pub role: ObservationRole,
    /// How the figure bounds the quantity; left out, EQUAL, QUALITATIVE without `value`, BETWEEN with `upper`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparator: Option<Comparator>,
    /// The figure, or the lower end of a range.
    #[serde(default, serialize_with = "values::serialize_optional_number", skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The upper end of a range; only with BETWEEN.
    #[serde(default, serialize_with = "values::serialize_optional_number", skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
    /// What is counted.
    // A text here, so that a document's reader can hand on what it found and every unknown unit of a file is told at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Unit>")]
    pub unit: Option<String>,
    /// What span or change the figure is of; left out, POINT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<ObservationBasis>,
    /// First year of the span.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_year: Option<i32>,
    /// Last year of the span, counted; a point in time has it alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_year: Option<i32>,
    /// The year a change is against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_year: Option<i32>,
    /// The part of the whole that the figure is of; left out, it is the headline figure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<Dimension>,
    /// The figure as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The passage it rests on, if other than the indicator's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceDraft>,
}

/// The passage of a document that a record rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Evidence")]
pub struct EvidenceDraft {
    /// Key of the document; left out, the plan's `source`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Where in the document, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
    /// First line of the passage in the document's text, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_line: Option<i32>,
    /// Last line of the passage, counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_line: Option<i32>,
    /// Page, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<i32>,
    /// First character (code point) of the passage in the document's text, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_offset: Option<i32>,
    /// The character behind the passage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_offset: Option<i32>,
    /// The words of the passage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Why there is no quotation; left out without one, NO_STORED_TEXT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote_absence: Option<QuoteAbsence>,
    /// What was mended in the passage.
    #[serde(default, serialize_with = "values::serialize_on_lines", skip_serializing_if = "Vec::is_empty")]
    pub repairs: Vec<TextRepair>,
}

/// A doubt of the reader of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Finding")]
pub struct FindingDraft {
    /// A word that programs tell findings apart by.
    pub code: String,
    /// How much it weighs; left out, WARNING.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// What is in doubt.
    pub message: String,
    /// Line of the document, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}
