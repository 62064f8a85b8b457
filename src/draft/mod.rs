//! Plan files, catalogue files, annotation files, study files and tables of cases: what people and document readers write
//! down, before it is a record.
//!
//! [`read`] turns bytes into a draft with the places of its fields; [`accept_plan`], [`accept_catalogue`],
//! [`accept_annotations`] and [`accept_study`] check a draft and turn it into records; [`export`] is the way back.
//! [`accept_case_table`] does both for a table of innovation cases. Knows no registry: whether a slug exists is for those who
//! store the records, who can tell its line by [`Places`].

mod annotation_file;
mod case_columns;
mod catalogue_file;
mod plan_file;
mod reference;
mod study_file;
mod texts;
mod values;

mod document_places;
mod finding;
mod places;
mod read;
mod read_error;
mod table;

mod accept;
mod accept_annotations;
mod accept_case_table;
mod accept_catalogue;
mod accept_evidence;
mod accept_figure;
mod accept_study;
mod checks;
mod controls;
mod keys;

pub mod export;
mod export_annotations;
mod export_catalogue;
mod export_study;
mod schema;

#[cfg(test)]
pub(crate) mod tests;

pub use accept::{PlanFileContent, accept_plan};
pub use accept_annotations::{AnnotationFileContent, accept_annotations};
pub use accept_case_table::{MAX_CASES, accept_case_table, begins_like_a_case_table};
pub use accept_catalogue::{CatalogueFileContent, accept_catalogue};
pub use accept_evidence::DocumentFile;
pub use accept_study::{StudyFileContent, accept_study};
pub use annotation_file::{
    AlignmentDraft, AnnotationDraft, AnnotationFormat, CodingDraft, CodingMethodDraft, ElementNameDraft,
    ImpactRatingDraft, JudgementDraft,
};
pub use catalogue_file::{
    CatalogueDraft, CatalogueFormat, CodebookDraft, IndicatorDraft, InnovationCaseDraft, InstitutionDraft, PeriodDraft,
    StatisticDraft, ThemeDraft,
};
pub use finding::{FileError, Finding, Severity};
pub use places::{FieldPath, Places};
pub use plan_file::{
    DocumentDraft, ElementDraft, EvidenceDraft, FindingDraft, ObservationDraft, PlanDraft, PlanFormat,
    PlanIndicatorDraft,
};
pub use read::{ReadFile, RegistryFile, read};
pub use reference::Reference;
pub use schema::{annotation_file_schema, catalogue_file_schema, plan_file_schema, study_file_schema};
pub use study_file::{StudyDraft, StudyFormat, StudyQuestionDraft};
pub use texts::{ByLanguage, DraftText, DraftTexts};
