//! What the questions of a study ask.

use serde_json::Value;

use super::question::Question;
use crate::domain::study::{Arguments, Study, StudyQuestion};

/// The variables of a question of a study, whole: its arguments, its cohort, and the registry revision that the study is
/// pinned to. `None`: this program has no such comparison.
///
/// The cohort is the question's own, or the study's; the study's without its periods where the comparison takes `periods` of
/// its own, because these say which.
pub fn variables(study: &Study, asked: &StudyQuestion) -> Option<Arguments> {
    let question = Question::of_name(&asked.comparison)?;
    let mut variables = asked.arguments.clone();
    if question.takes("cohort") {
        let cohort = asked.cohort.clone().unwrap_or_else(|| {
            let mut cohort = study.cohort.clone();
            if question.takes("periods") {
                cohort.shift_remove("periods");
            }
            cohort
        });
        variables.insert("cohort".to_owned(), Value::Object(cohort));
    }
    if question.takes("asOf") {
        variables.insert("asOf".to_owned(), study.registry_revision.to_string().into());
    }
    Some(variables)
}

/// Where the tables of a question of a study are, from the registry's own address on.
pub fn export_path(study: &Study, asked: &StudyQuestion) -> String {
    format!("/export/studies/{}/{}.csv?revision={}", study.slug, asked.key, study.revision.number)
}
