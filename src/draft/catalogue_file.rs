//! The catalogue file: periods, institutions, indicator definitions, a codebook, innovation cases.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    plan_file::{DocumentDraft, EvidenceDraft},
    texts::{ByLanguage, DraftText, DraftTexts},
    values,
};
use crate::domain::{
    indicator::{IndicatorDirection, IndicatorMeasure, StandardCode},
    institution::InstitutionKind,
    language::LanguageTag,
    publication::Frequencies,
    quality::CodingQuality,
    text::TextOrigin,
    unit::Unit,
};

/// The format of a catalogue file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum CatalogueFormat {
    /// The first and only version.
    #[default]
    #[serde(rename = "catalogue/1")]
    Version1,
}

/// Records that many plans share.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Catalogue")]
pub struct CatalogueDraft {
    /// Says that this is a catalogue file.
    pub format: CatalogueFormat,
    /// Where texts come from that do not say so; left out, EDITORIAL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_origin: Option<TextOrigin>,
    /// The language of texts that do not say theirs; left out, `en`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<LanguageTag>,
    /// Documents that the records rest on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentDraft>,
    /// Planning periods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<PeriodDraft>,
    /// Institutions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub institutions: Vec<InstitutionDraft>,
    /// Indicator definitions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<IndicatorDraft>,
    /// A version of the codebook, whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codebook: Option<CodebookDraft>,
    /// Cases of service innovation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub innovation_cases: Vec<InnovationCaseDraft>,
}

/// A planning period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Period")]
pub struct PeriodDraft {
    /// Names the period: lower-case letters, digits and single hyphens.
    #[schemars(regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"), length(max = 120))]
    pub slug: String,
    /// The series it belongs to, such as `cn-fyp`.
    pub scheme: String,
    /// Its number in the series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordinal: Option<i32>,
    /// Its name.
    pub name: DraftTexts,
    /// First year.
    pub start_year: i32,
    /// Last year, counted.
    pub end_year: i32,
    /// The slug of the period before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
}

/// An institution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Institution")]
pub struct InstitutionDraft {
    /// Names the institution: lower-case letters, digits and single hyphens.
    #[schemars(regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"), length(max = 120))]
    pub slug: String,
    /// What kind of body it is.
    pub kind: InstitutionKind,
    /// Its name.
    pub name: DraftTexts,
    /// Country code (ISO 3166-1 alpha-2), such as CN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Subdivision code (ISO 3166-2), such as CN-JL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subdivision: Option<String>,
    /// International Standard Identifier for Libraries (ISO 15511).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub isil: Option<String>,
    /// Research Organization Registry id, the nine characters alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ror: Option<String>,
    /// Wikidata item, such as Q193563.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wikidata: Option<String>,
    /// The slug of the body it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Yearly figures that comparisons divide by.
    #[serde(default, serialize_with = "values::serialize_on_lines", skip_serializing_if = "Vec::is_empty")]
    pub statistics: Vec<StatisticDraft>,
}

/// A yearly figure of an institution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Statistic")]
pub struct StatisticDraft {
    /// What is counted: `population`, `students`, or another word in the form of a slug.
    pub measure: String,
    /// The year the figure is of.
    pub year: i32,
    /// The figure.
    #[serde(serialize_with = "values::serialize_number")]
    pub value: f64,
    /// Where the figure is from, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// An indicator definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Indicator")]
pub struct IndicatorDraft {
    /// Names the definition: lower-case letters, digits and single hyphens.
    #[schemars(regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"), length(max = 120))]
    pub slug: String,
    /// Its name.
    pub name: DraftTexts,
    /// What is measured and how.
    #[serde(default, skip_serializing_if = "DraftTexts::is_empty")]
    pub definition: DraftTexts,
    /// What kind of number it is.
    pub measure: IndicatorMeasure,
    /// The unit that figures are brought to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Unit>")]
    pub unit: Option<String>,
    /// Which way is better.
    pub direction: IndicatorDirection,
    /// Where standards define it.
    #[serde(default, serialize_with = "values::serialize_on_lines", skip_serializing_if = "Vec::is_empty")]
    pub standard_codes: Vec<StandardCode>,
}

/// A version of the codebook, whole. A version that was published never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Codebook")]
pub struct CodebookDraft {
    /// Names the version, such as "2026.1".
    pub version: String,
    /// Every concept of every scheme, in order.
    #[schemars(length(min = 1))]
    pub themes: Vec<ThemeDraft>,
    /// How often words and concepts stand in the bundled catalogue, frozen with the version.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub frequencies: Frequencies,
    /// How well the labels find themes in a sample that was labelled by hand, measured with the version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<CodingQuality>,
}

fn is_empty(frequencies: &Frequencies) -> bool {
    *frequencies == Frequencies::default()
}

/// A concept of the codebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Theme")]
pub struct ThemeDraft {
    /// Names the concept: lower-case letters, digits and single hyphens.
    #[schemars(regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"), length(max = 120))]
    pub slug: String,
    /// The vocabulary it belongs to, such as `library-themes`.
    pub scheme: String,
    /// Its preferred label.
    pub label: DraftTexts,
    /// Other labels that texts may hold, several for each language.
    #[serde(default, skip_serializing_if = "ByLanguage::is_empty")]
    pub alt_labels: ByLanguage<Vec<DraftText>>,
    /// What belongs to it and what does not.
    #[serde(default, skip_serializing_if = "DraftTexts::is_empty")]
    pub definition: DraftTexts,
    /// The slug of the wider concept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broader: Option<String>,
}

/// A case of service innovation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "InnovationCase")]
pub struct InnovationCaseDraft {
    /// Names the case: lower-case letters, digits and single hyphens.
    #[schemars(regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"), length(max = 120))]
    pub slug: String,
    /// Its name.
    pub title: DraftTexts,
    /// The slug of the institution.
    pub institution: String,
    /// The year it was recorded.
    pub year: i32,
    /// Slugs of what it is about.
    #[serde(default, serialize_with = "values::serialize_on_one_line", skip_serializing_if = "Vec::is_empty")]
    pub focuses: Vec<String>,
    /// Slugs of the ways it goes.
    #[serde(default, serialize_with = "values::serialize_on_one_line", skip_serializing_if = "Vec::is_empty")]
    pub strategies: Vec<String>,
    /// The passage it rests on; here `document` must be given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceDraft>,
}
