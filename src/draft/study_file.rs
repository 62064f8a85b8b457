//! The study file: what is asked of which plans, to be cited and asked again.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{texts::DraftTexts, values};
use crate::domain::study::Arguments;

/// The format of a study file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum StudyFormat {
    /// The first and only version.
    #[default]
    #[serde(rename = "study/1")]
    Version1,
}

/// One study: a cohort, the versions it rests on, and the questions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Study")]
pub struct StudyDraft {
    /// Says that this is a study file.
    pub format: StudyFormat,
    /// Names the study in addresses and files.
    pub slug: String,
    /// Its title; a plain string is in English.
    pub title: DraftTexts,
    /// What it is about.
    #[serde(default, skip_serializing_if = "DraftTexts::is_empty")]
    pub description: DraftTexts,
    /// Why this revision is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The registry revision that the questions are asked as of; left out, the one that brings the study.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub registry_revision: Option<i64>,
    /// When that revision was published (RFC 3339): tells it from the revision of the same number of another registry.
    #[serde(default, with = "values::time_of_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub registry_revision_published_at: Option<OffsetDateTime>,
    /// The version of the codebook in force at that revision; left out, it is looked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codebook_version: Option<String>,
    /// Which plans: the fields of `CohortInput` of the API, where a slug may stand for a reference. Left out, the default
    /// cohort.
    #[serde(default, serialize_with = "values::serialize_on_a_line", skip_serializing_if = "Arguments::is_empty")]
    pub cohort: Arguments,
    /// What is asked.
    #[schemars(length(min = 1))]
    pub questions: Vec<StudyQuestionDraft>,
}

/// One question of a study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "StudyQuestion")]
pub struct StudyQuestionDraft {
    /// Names it in the study: a slug.
    pub key: String,
    /// The comparison that answers it, such as `theme-coverage`.
    pub comparison: String,
    /// What it asks, in words.
    #[serde(default, skip_serializing_if = "DraftTexts::is_empty")]
    pub title: DraftTexts,
    /// Which plans, in place of the study's cohort.
    #[serde(default, serialize_with = "values::serialize_optional_on_a_line", skip_serializing_if = "Option::is_none")]
    pub cohort: Option<Arguments>,
    /// The arguments of the comparison, as in the API; `cohort` and `asOf` come from the study.
    #[serde(default, serialize_with = "values::serialize_on_a_line", skip_serializing_if = "Arguments::is_empty")]
    pub arguments: Arguments,
}
