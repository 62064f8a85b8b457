//! JSON Schemas of the files, for editors and for people's own tools.

use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;

use super::{
    annotation_file::AnnotationDraft, catalogue_file::CatalogueDraft, plan_file::PlanDraft, study_file::StudyDraft,
};

/// The JSON Schema (draft 2020-12) of a plan file.
pub fn plan_file_schema() -> Value {
    schema_of::<PlanDraft>("Plan file")
}

/// The JSON Schema (draft 2020-12) of a catalogue file.
pub fn catalogue_file_schema() -> Value {
    schema_of::<CatalogueDraft>("Catalogue file")
}

/// The JSON Schema (draft 2020-12) of an annotation file.
pub fn annotation_file_schema() -> Value {
    schema_of::<AnnotationDraft>("Annotation file")
}

/// The JSON Schema (draft 2020-12) of a study file.
pub fn study_file_schema() -> Value {
    schema_of::<StudyDraft>("Study file")
}

fn schema_of<T: JsonSchema>(title: &str) -> Value {
    let generator = SchemaGenerator::new(SchemaSettings::draft2020_12());
    let mut schema = generator.into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema.to_value()
}
