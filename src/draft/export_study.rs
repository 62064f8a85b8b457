//! From a study's record to the draft of its file.

use serde_json::Value;

use super::{
    accept_study::text_rules,
    export::texts_draft,
    study_file::{StudyDraft, StudyFormat, StudyQuestionDraft},
};
use crate::domain::study::{Arguments, StudyQuestion, StudyRecord};

/// The draft of a study.
pub fn study_draft(record: &StudyRecord) -> StudyDraft {
    let StudyRecord { slug, title, description, note, registry_revision, codebook_version, cohort, questions } = record;
    let rules = text_rules();
    StudyDraft {
        format: StudyFormat::Version1,
        slug: slug.clone(),
        title: texts_draft(title, &rules),
        description: texts_draft(description, &rules),
        note: note.clone(),
        registry_revision: registry_revision.as_ref().map(|named| named.number.0),
        registry_revision_published_at: registry_revision.as_ref().and_then(|named| named.published_at),
        codebook_version: codebook_version.clone(),
        cohort: shortened(cohort),
        questions: questions
            .iter()
            .map(|StudyQuestion { key, title, comparison, cohort, arguments }| StudyQuestionDraft {
                key: key.clone(),
                comparison: comparison.clone(),
                title: texts_draft(title, &rules),
                cohort: cohort.as_ref().map(shortened),
                arguments: shortened(arguments),
            })
            .collect(),
    }
}

/// Arguments as people write them: a slug for a reference.
fn shortened(arguments: &Arguments) -> Arguments {
    arguments.iter().map(|(name, value)| (name.clone(), short(value))).collect()
}

fn short(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(short).collect()),
        Value::Object(fields) => match fields.get("slug") {
            Some(slug @ Value::String(_)) if fields.len() == 1 => slug.clone(),
            _ => Value::Object(shortened(fields)),
        },
        value => value.clone(),
    }
}
