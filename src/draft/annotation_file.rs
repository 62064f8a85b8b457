//! The annotation file: what people add to plans.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::values;
use crate::domain::{
    annotation::{AlignmentRelation, ImpactLevel},
    element::PlanLayer,
};

/// The format of an annotation file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum AnnotationFormat {
    /// The first and only version.
    #[default]
    #[serde(rename = "annotations/1")]
    Version1,
}

/// What people add to plans: codings, alignments, impact ratings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Annotations")]
pub struct AnnotationDraft {
    /// Says that this is an annotation file.
    pub format: AnnotationFormat,
    /// Coders' ways through plans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codings: Vec<CodingDraft>,
    /// Links between elements that people vouch for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alignments: Vec<AlignmentDraft>,
    /// Experts' codes in the cells of Library Impact Maps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub impact_ratings: Vec<ImpactRatingDraft>,
}

/// How people code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum CodingMethodDraft {
    /// A person coded.
    #[serde(rename = "MANUAL")]
    Manual,
    /// A person decided between coders.
    #[serde(rename = "ADJUDICATED")]
    Adjudicated,
}

/// One coder's way through one plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Coding")]
pub struct CodingDraft {
    /// The slug of the plan.
    pub plan: String,
    /// Who coded.
    pub coder: String,
    /// How.
    pub method: CodingMethodDraft,
    /// The version of the codebook used; left out, the current one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codebook_version: Option<String>,
    /// What the coder went through: silence inside these layers means absent. A MANUAL coding has at least one; an
    /// ADJUDICATED one may have none, and decides only what it says in so many words then.
    #[serde(serialize_with = "values::serialize_on_one_line")]
    pub layers: Vec<PlanLayer>,
    /// When (RFC 3339).
    #[serde(default, with = "values::time_of_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub coded_at: Option<OffsetDateTime>,
    /// What was found.
    #[serde(default, serialize_with = "values::serialize_on_lines", skip_serializing_if = "Vec::is_empty")]
    pub judgements: Vec<JudgementDraft>,
}

/// One coder's word on one theme in one element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Judgement")]
pub struct JudgementDraft {
    /// The key of the element.
    pub element: String,
    /// The slug of the theme.
    pub theme: String,
    /// Whether the element addresses the theme.
    pub present: bool,
    /// When (RFC 3339); left out, the coding's own time.
    #[serde(default, with = "values::time_of_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub judged_at: Option<OffsetDateTime>,
}

/// An element of a plan, named by the plan's slug and the element's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "ElementName")]
pub struct ElementNameDraft {
    /// The slug of the plan.
    pub plan: String,
    /// The key of the element.
    pub element: String,
}

/// A link between elements that a person vouches for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Alignment")]
pub struct AlignmentDraft {
    /// Where it starts.
    #[serde(serialize_with = "values::serialize_on_a_line")]
    pub source: ElementNameDraft,
    /// Where it leads.
    #[serde(serialize_with = "values::serialize_on_a_line")]
    pub target: ElementNameDraft,
    /// How the two relate, read from source to target.
    pub relation: AlignmentRelation,
    /// Who vouches for it.
    pub coder: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One expert's code in one cell of a Library Impact Map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "ImpactRating")]
pub struct ImpactRatingDraft {
    /// The focus of the parent organization's plan.
    #[serde(serialize_with = "values::serialize_on_a_line")]
    pub focus: ElementNameDraft,
    /// The element of the library's plan.
    #[serde(serialize_with = "values::serialize_on_a_line")]
    pub contribution: ElementNameDraft,
    /// The code.
    pub level: ImpactLevel,
    /// Who rated.
    pub rater: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When (RFC 3339).
    #[serde(default, with = "values::time_of_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub rated_at: Option<OffsetDateTime>,
}
