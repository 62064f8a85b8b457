//! From a study file's draft to its record: everything that can be checked without a registry.

use super::{
    checks::{Checks, TextRules, optional},
    controls::check_controls,
    finding::{FileError, Finding},
    places::{At, FieldPath, Places},
    study_file::{StudyDraft, StudyQuestionDraft},
};
use crate::{
    domain::{
        language::LanguageTag,
        revision::RegistryRevision,
        study::{Arguments, NamedRevision, StudyQuestion, StudyRecord, StudyReference},
        text::TextOrigin,
    },
    questions::{Checked, Misfit, PathStep, Question, check_arguments, check_cohort},
};

/// What a study file brings.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyFileContent {
    /// The study.
    pub study: StudyRecord,
    /// What it names by slug, for whoever knows the registry.
    pub references: Vec<StudyReference>,
    /// What is odd but no reason to refuse the file.
    pub findings: Vec<Finding>,
}

/// Checks a study file's draft and turns it into a record.
///
/// # Errors
/// [`FileError`] with every problem of the draft.
pub fn accept_study(draft: StudyDraft, places: &Places) -> Result<StudyFileContent, FileError> {
    let at = At::ROOT;
    let mut checks = Checks::default();
    check_controls(&mut checks, &draft);
    let StudyDraft {
        format: _,
        slug,
        title,
        description,
        note,
        registry_revision,
        registry_revision_published_at,
        codebook_version,
        cohort,
        questions,
    } = draft;
    let rules = text_rules();
    let registry_revision = registry_revision.map(|number| {
        if number < 1 {
            checks.error(
                "INVALID_NUMBER",
                &at.field("registryRevision"),
                format_args!(
                    "registry revisions count from 1: write the `revision` of an answer in place of {number}, or leave the field out"
                ),
            );
        }
        NamedRevision { number: RegistryRevision(number), published_at: registry_revision_published_at }
    });
    if registry_revision.is_none() && registry_revision_published_at.is_some() {
        checks.error(
            "MISSING_FIELD",
            &at.field("registryRevisionPublishedAt"),
            "this tells when `registryRevision` was published, which is not there: add it, or take this out",
        );
    }
    let list = at.field("questions");
    if questions.is_empty() {
        checks.error("NO_QUESTIONS", &list, "the study asks nothing: write at least one question");
    }
    checks.unique("key", &list, questions.iter().map(|question| question.key.as_str()));
    let mut walk = Walk { checks, rules, references: Vec::new() };
    let slug = walk.checks.slug(slug, &at.field("slug"));
    let title = walk.checks.texts(title, &walk.rules, true, &at.field("title"));
    let description = walk.checks.texts(description, &walk.rules, false, &at.field("description"));
    let cohort = walk.take(check_cohort(cohort), &at.field("cohort"));
    let questions =
        questions.into_iter().enumerate().map(|(index, draft)| walk.question(draft, &list.index(index))).collect();
    let Walk { checks, references, .. } = walk;
    let findings = checks.finish(places)?;
    let study = StudyRecord {
        slug,
        title,
        description,
        note: optional(note),
        registry_revision,
        codebook_version: optional(codebook_version),
        cohort,
        questions,
    };
    Ok(StudyFileContent { study, references, findings })
}

/// Texts of a study are its editors' own; a plain string is English.
pub(super) fn text_rules() -> TextRules {
    TextRules { language: LanguageTag::english(), origin: Some(TextOrigin::Editorial) }
}

struct Walk {
    checks: Checks,
    rules: TextRules,
    references: Vec<StudyReference>,
}

impl Walk {
    fn question(&mut self, draft: StudyQuestionDraft, at: &At<'_>) -> StudyQuestion {
        let StudyQuestionDraft { key, comparison, title, cohort, arguments } = draft;
        let key = self.checks.slug(key, &at.field("key"));
        let title = self.checks.texts(title, &self.rules, false, &at.field("title"));
        let has_cohort = cohort.is_some();
        let cohort = cohort.map(|cohort| self.take(check_cohort(cohort), &at.field("cohort")));
        let arguments = match Question::of_name(&comparison) {
            None => {
                let message = format!("no comparison is called `{comparison}`; {}", Question::meant(&comparison));
                self.checks.error("UNKNOWN_COMPARISON", &at.field("comparison"), message);
                arguments
            }
            Some(question) => {
                self.check_cohort_of(question, has_cohort, cohort.as_ref(), &at.field("cohort"));
                self.take(check_arguments(question, arguments), &at.field("arguments"))
            }
        };
        StudyQuestion { key, title, comparison, cohort, arguments }
    }

    /// Whether a question can have a cohort of its own, and this one.
    fn check_cohort_of(&mut self, question: Question, is_given: bool, cohort: Option<&Arguments>, at: &At<'_>) {
        if is_given && !question.takes("cohort") {
            self.checks.error(
                "NO_COHORT_HERE",
                at,
                format_args!(
                    "`{}` is not about a cohort: take this out, and name the plans in `arguments`",
                    question.name
                ),
            );
        }
        if question.takes("periods") && cohort.is_some_and(|cohort| cohort.contains_key("periods")) {
            self.checks.error(
                "REPEATED_NAME",
                &at.field("periods"),
                format_args!("`{}` takes `periods` among its arguments: name the periods there alone", question.name),
            );
        }
    }

    fn take(&mut self, outcome: Result<Checked, Vec<Misfit>>, at: &At<'_>) -> Arguments {
        match outcome {
            Ok(Checked { values, references }) => {
                self.references.extend(references.into_iter().map(|(kind, slug, path)| {
                    let field = inside(at, path).to_string();
                    StudyReference { kind, slug, field }
                }));
                values
            }
            Err(misfits) => {
                for Misfit { path, message } in misfits {
                    self.checks.error_at("INVALID_ARGUMENT", inside(at, path), message);
                }
                Arguments::new()
            }
        }
    }
}

fn inside(at: &At<'_>, path: Vec<PathStep>) -> FieldPath {
    path.into_iter().fold(at.path(), |path, step| match step {
        PathStep::Field(name) => path.field(name),
        PathStep::Index(index) => path.index(index),
    })
}
