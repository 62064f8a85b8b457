//! What is handed to the registry to be published: whole records that name each other by slug or key, checked, and not
//! yet given ids.

use time::OffsetDateTime;

use super::{
    annotation::{AlignmentRelation, ImpactLevel},
    element::{ElementKind, PlanLayer},
    indicator::{Figure, IndicatorDirection, IndicatorMeasure, StandardCode, TargetNature},
    institution::{InstitutionKind, InstitutionStatistic},
    language::LanguageTag,
    period::YearSpan,
    plan::{PlanLevel, PlanStatus},
    quality::CodingQuality,
    source::{Evidence, SourceDocument},
    text::{LocalizedText, Texts},
    theme::PassMethod,
    unit::Unit,
};

/// One plan, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanRecord {
    /// Names the plan.
    pub slug: String,
    /// Slug of the institution.
    pub institution: String,
    /// Slug of the planning period.
    pub period: String,
    /// Tells plans of the same institution and period apart.
    pub variant: String,
    /// The level it speaks for.
    pub level: PlanLevel,
    /// How far it has come.
    pub status: PlanStatus,
    /// Made up for examples or load tests.
    pub is_synthetic: bool,
    /// Its title.
    pub title: Texts,
    /// The language of the source document.
    pub language: LanguageTag,
    /// Why this revision is published. Not part of the content: a new note alone makes no new revision.
    pub note: Option<String>,
    /// The documents that the plan's records rest on, by their key in the plan file.
    pub documents: Vec<PlanDocument>,
    /// Index into `documents` of the plan's own document.
    pub source: Option<usize>,
    /// The statements in document order: every one behind its parent, and a subtree is one run.
    pub elements: Vec<ElementRecord>,
    /// The indicators in document order.
    pub indicators: Vec<PlanIndicatorRecord>,
}

/// A source document under the key that the plan's file knows it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanDocument {
    /// Unique in the plan.
    pub key: String,
    /// The document.
    pub document: SourceDocument,
}

/// One statement of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementRecord {
    /// Unique in the plan.
    pub key: String,
    /// What it is.
    pub kind: ElementKind,
    /// As printed.
    pub number: Option<String>,
    /// The plan's own word for the kind.
    pub source_term: Option<String>,
    /// The heading or the statement.
    pub title: Texts,
    /// What stands under the heading.
    pub body: Texts,
    /// Index of the parent in the list.
    pub parent: Option<usize>,
    /// The passage it rests on.
    pub evidence: Option<Evidence>,
}

/// An indicator as a plan states it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanIndicatorRecord {
    /// Unique in the plan.
    pub key: String,
    /// Index of the element that it measures.
    pub element: Option<usize>,
    /// The plan's words.
    pub text: Texts,
    /// Slug of the catalogue's definition.
    pub indicator: Option<String>,
    /// How binding its targets are.
    pub nature: TargetNature,
    /// The passage it rests on.
    pub evidence: Option<Evidence>,
    /// Its figures.
    pub observations: Vec<Figure>,
}

/// An institution.
#[derive(Clone, Debug, PartialEq)]
pub struct InstitutionRecord {
    /// Names it.
    pub slug: String,
    /// What kind of body it is.
    pub kind: InstitutionKind,
    /// Its names.
    pub names: Texts,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// ISO 3166-2.
    pub subdivision: Option<String>,
    /// ISO 15511.
    pub isil: Option<String>,
    /// Research Organization Registry.
    pub ror: Option<String>,
    /// Wikidata item.
    pub wikidata: Option<String>,
    /// Slug of the body it belongs to.
    pub parent: Option<String>,
    /// Figures that comparisons divide by.
    pub statistics: Vec<InstitutionStatistic>,
}

/// A planning period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodRecord {
    /// Names it.
    pub slug: String,
    /// The series it belongs to.
    pub scheme: String,
    /// Its number in the series.
    pub ordinal: Option<i32>,
    /// Its names.
    pub names: Texts,
    /// Its years.
    pub years: YearSpan,
    /// Slug of the period before it.
    pub previous: Option<String>,
}

/// An indicator definition.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorRecord {
    /// Names it.
    pub slug: String,
    /// Its names.
    pub names: Texts,
    /// What is measured and how.
    pub definition: Texts,
    /// What kind of number it is.
    pub measure: IndicatorMeasure,
    /// The unit that figures are normalized to.
    pub unit: Option<Unit>,
    /// Which way is better.
    pub direction: IndicatorDirection,
    /// Where standards define it.
    pub standard_codes: Vec<StandardCode>,
}

/// A version of the codebook, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct CodebookRecord {
    /// Such as `2026.1`.
    pub version: String,
    /// Every concept of every scheme, in order.
    pub themes: Vec<ThemeRecord>,
    /// Frozen with the version: what the bundled catalogue's texts hold.
    pub frequencies: Frequencies,
    /// How well the version finds themes; `None` when nobody has measured it.
    pub quality: Option<CodingQuality>,
}

/// How often words and concepts stand in the elements of the bundled catalogue: the base of inverse document frequencies,
/// `idf = ln((N + 1) / (n + 1)) + 1`.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Frequencies {
    /// Elements counted: `N` of concepts.
    pub n_elements: u32,
    /// Elements in which a label of the concept was found, by the concept's slug.
    pub concepts: std::collections::BTreeMap<String, u32>,
    /// The same for words, by primary language.
    pub words: std::collections::BTreeMap<String, WordFrequencies>,
}

/// Word frequencies in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WordFrequencies {
    /// Elements that have a text in the language: `N` of words.
    pub n_elements: u32,
    /// Elements whose text has the word, by the word as it is matched. Words not listed stand in none.
    pub counts: std::collections::BTreeMap<String, u32>,
}

/// A concept of the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeRecord {
    /// Names it.
    pub slug: String,
    /// The vocabulary it belongs to.
    pub scheme: String,
    /// Preferred labels.
    pub labels: Texts,
    /// What belongs to it.
    pub definition: Texts,
    /// Alternative labels.
    pub alt_labels: Vec<LocalizedText>,
    /// Slug of the wider concept.
    pub broader: Option<String>,
}

/// A case of service innovation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InnovationCaseRecord {
    /// Names it.
    pub slug: String,
    /// Its name.
    pub title: Texts,
    /// Slug of the institution.
    pub institution: String,
    /// The year it was recorded.
    pub year: i32,
    /// Slugs of what it is about.
    pub focuses: Vec<String>,
    /// Slugs of the ways it goes.
    pub strategies: Vec<String>,
    /// The document that records it.
    pub document: Option<SourceDocument>,
    /// The passage it rests on.
    pub evidence: Option<Evidence>,
}

/// The records of one catalogue file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CatalogueRecord {
    /// Documents that stand for themselves, such as a study whose vocabulary is used.
    pub documents: Vec<SourceDocument>,
    /// Planning periods.
    pub periods: Vec<PeriodRecord>,
    /// Institutions.
    pub institutions: Vec<InstitutionRecord>,
    /// Indicator definitions.
    pub indicators: Vec<IndicatorRecord>,
    /// A version of the codebook.
    pub codebook: Option<CodebookRecord>,
    /// Cases of service innovation.
    pub innovation_cases: Vec<InnovationCaseRecord>,
}

/// An element named by its plan's slug and its key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ElementName {
    /// Slug of the plan.
    pub plan: String,
    /// Key of the element.
    pub element: String,
}

/// One coder's way through one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodingRecord {
    /// Slug of the plan.
    pub plan: String,
    /// Who coded.
    pub coder: String,
    /// [`PassMethod::Manual`] or [`PassMethod::Adjudicated`].
    pub method: PassMethod,
    /// The version of the codebook used; `None` for the current one.
    pub codebook_version: Option<String>,
    /// The layers gone through; silence inside them means absent.
    pub layers: Vec<PlanLayer>,
    /// When.
    pub coded_at: Option<OffsetDateTime>,
    /// What was found.
    pub judgements: Vec<JudgementRecord>,
}

/// One coder's word on one theme in one element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgementRecord {
    /// Key of the element.
    pub element: String,
    /// Slug of the theme.
    pub theme: String,
    /// Whether the element addresses the theme.
    pub present: bool,
    /// When; `None` for the pass's own time.
    pub judged_at: Option<OffsetDateTime>,
}

/// A link that a person vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlignmentRecord {
    /// Where it starts.
    pub source: ElementName,
    /// Where it leads.
    pub target: ElementName,
    /// How the two relate.
    pub relation: AlignmentRelation,
    /// Why.
    pub note: Option<String>,
    /// Who vouches for it.
    pub coder: String,
}

/// One expert's code in one cell of a Library Impact Map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImpactRatingRecord {
    /// The focus of the parent organization's plan.
    pub focus: ElementName,
    /// The element of the library's plan.
    pub contribution: ElementName,
    /// The code.
    pub level: ImpactLevel,
    /// Who rated.
    pub rater: String,
    /// Why.
    pub note: Option<String>,
    /// When.
    pub rated_at: Option<OffsetDateTime>,
}

/// The records of one annotation file.
///
/// A file replaces what the same coder said of the same plan, of the same pair, or of the same cell before; other
/// records stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnnotationRecord {
    /// Coding passes.
    pub codings: Vec<CodingRecord>,
    /// Alignments.
    pub alignments: Vec<AlignmentRecord>,
    /// Ratings of impact.
    pub impact_ratings: Vec<ImpactRatingRecord>,
}

impl SourceDocument {
    /// The document with its id made from its other fields.
    #[must_use]
    pub fn identified(mut self) -> Self {
        let Self { id: _, title, publisher, url, media_type, sha256, language, license, retrieved_at, published_on } =
            &self;
        // Debug of plain values is stable and keeps the fields apart.
        let content = format!(
            "{:?}",
            (
                (title, publisher, url, media_type, sha256),
                (language.as_str(), license),
                retrieved_at.map(OffsetDateTime::unix_timestamp_nanos),
                published_on.map(time::Date::to_julian_day),
            )
        );
        self.id = super::id::id_from_name("document", &content);
        self
    }
}
