//! Studies: a cohort and the questions asked of it, kept so that they can be cited and asked again.

use serde_json::{Map, Value};
use time::OffsetDateTime;

use super::{id::StudyId, language::LanguageTag, revision::RegistryRevision, text::Texts};

/// Arguments of a question by name, and fields of an input: JSON as variables of the API.
pub type Arguments = Map<String, Value>;

/// One revision of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// Stays the same through the revisions.
    pub id: StudyId,
    /// Names it in addresses and files.
    pub slug: String,
    /// Which revision.
    pub revision: StudyRevision,
    /// Its title.
    pub title: Texts,
    /// What it is about.
    pub description: Texts,
    /// The registry revision that its questions are asked as of.
    pub registry_revision: RegistryRevision,
    /// When that revision was published.
    pub registry_revision_published_at: OffsetDateTime,
    /// The version of the codebook in force at that revision.
    pub codebook_version: String,
    /// Which plans: a `CohortInput` of the API.
    pub cohort: Arguments,
    /// What is asked, in order.
    pub questions: Vec<StudyQuestion>,
}

/// When a study was published, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudyRevision {
    /// Counts from 1.
    pub number: i32,
    /// The registry revision that brought it.
    pub registry_revision: RegistryRevision,
    /// When.
    pub published_at: OffsetDateTime,
    /// Why.
    pub note: Option<String>,
}

/// One question of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyQuestion {
    /// Unique in the study.
    pub key: String,
    /// What it asks, in words.
    pub title: Texts,
    /// The comparison that answers it.
    pub comparison: String,
    /// Which plans, where they are not the study's.
    pub cohort: Option<Arguments>,
    /// The comparison's other arguments.
    pub arguments: Arguments,
}

/// A registry revision that a file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedRevision {
    /// Its number.
    pub number: RegistryRevision,
    /// When it was published. The same number of another registry was published at another time.
    pub published_at: Option<OffsetDateTime>,
}

/// One study, whole, as it is handed to the registry to be published.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyRecord {
    /// Names it.
    pub slug: String,
    /// Its title.
    pub title: Texts,
    /// What it is about.
    pub description: Texts,
    /// Why this revision is published. Not part of the content: a new note alone makes no new revision.
    pub note: Option<String>,
    /// What the questions are asked as of; `None` for the revision that brings the study.
    pub registry_revision: Option<NamedRevision>,
    /// The version of the codebook; `None` for the one in force.
    pub codebook_version: Option<String>,
    /// Which plans.
    pub cohort: Arguments,
    /// What is asked.
    pub questions: Vec<StudyQuestion>,
}

/// The kinds of things that questions name by slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReferencedKind {
    /// Institutions.
    Institution,
    /// Planning periods.
    Period,
    /// Plans.
    Plan,
    /// Concepts of the codebook.
    Theme,
    /// Indicator definitions.
    Indicator,
}

/// Something that a study names by its slug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudyReference {
    /// What kind of thing.
    pub kind: ReferencedKind,
    /// Its slug.
    pub slug: String,
    /// Where the study's file names it.
    pub field: String,
}

impl Study {
    /// The study as the record that would publish it. Its note is of this publication, and its registry revision is known
    /// again by the time of its own.
    pub fn record(&self) -> StudyRecord {
        let Self { slug, revision, title, description, codebook_version, cohort, questions, .. } = self;
        StudyRecord {
            slug: slug.clone(),
            title: title.clone(),
            description: description.clone(),
            note: revision.note.clone(),
            registry_revision: Some(NamedRevision {
                number: self.registry_revision,
                published_at: Some(self.registry_revision_published_at),
            }),
            codebook_version: Some(codebook_version.clone()),
            cohort: cohort.clone(),
            questions: questions.clone(),
        }
    }

    /// A line to cite the study by, in English and Chinese.
    pub fn citation(&self) -> Texts {
        let title = |lang: LanguageTag| self.title.choose(&[lang], None).map_or("", |text| text.text.as_str());
        let Self { slug, revision, registry_revision, codebook_version, .. } = self;
        let number = revision.number;
        Texts::editorial(
            format!(
                "{}. Plan Registry, study {slug}, revision {number}; registry revision {registry_revision}, codebook {codebook_version}.",
                title(LanguageTag::english())
            ),
            format!(
                "{}。Plan Registry，研究 {slug}，第 {number} 版；登记库修订号 {registry_revision}，编码表 {codebook_version}。",
                title(LanguageTag::simplified_chinese())
            ),
        )
    }
}
