//! Studies asked again: the tables of their questions, as of the registry revision that they are pinned to.

use serde_json::{Map, Value, json};

use super::{
    exports::Exports,
    file::{ExportError, ExportOptions, ExportRequest, ExportedFile, FileFormat, Results},
    readme::ReadmeEntry,
    write,
};
use crate::{
    domain::{
        id::StudyId,
        language::LanguageTag,
        study::{Study, StudyQuestion},
        text::Texts,
    },
    questions::{self, InvalidArgument},
    store::Named,
    suggestion,
};

impl Exports {
    /// A study, or an earlier revision of it.
    ///
    /// # Errors
    /// [`ExportError::Unknown`] with what there is.
    pub async fn study(&self, slug: &str, revision: Option<i32>) -> Result<Study, ExportError> {
        let store = self.store();
        let at = self.now().await?;
        let id = store.ids_by_slug(Named::Study, &[slug.to_owned()]).await?.get(slug).copied().map(StudyId);
        let Some(id) = id else {
            let similar = store.similar_slug(Named::Study, slug).await?;
            let meant = similar.map(|similar| format!("; did you mean `{similar}`?")).unwrap_or_default();
            return Err(ExportError::Unknown(format!("no study has the slug `{slug}`{meant}")));
        };
        let found = match revision {
            None => store.studies_by_id(&[id], at).await?.remove(&id),
            Some(number) => store.study_revision(id, number, at).await?,
        };
        if let Some(study) = found {
            return Ok(study);
        }
        let n_revisions = store.study_revisions(&[id], at).await?.remove(&id).map_or(0, |revisions| revisions.len());
        let number = revision.map(|number| format!(" {number}")).unwrap_or_default();
        let known = if n_revisions == 1 {
            "it has revision 1".to_owned()
        } else {
            format!("it has revisions 1 to {n_revisions}")
        };
        Err(ExportError::Unknown(format!("the study `{slug}` has no revision{number}: {known}")))
    }

    /// Answers one question of a study.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn study_question(
        &self,
        study: &Study,
        key: &str,
        languages: &[LanguageTag],
    ) -> Result<Results, ExportError> {
        let Some(asked) = study.questions.iter().find(|question| question.key == key) else {
            let keys: Vec<&str> = study.questions.iter().map(|question| question.key.as_str()).collect();
            let meant = match suggestion::nearest(key, keys.iter().copied()) {
                Some(similar) => format!("did you mean `{similar}`?"),
                None => format!("there are {}", keys.join(", ")),
            };
            return Err(ExportError::Unknown(format!("the study `{}` has no question `{key}`; {meant}", study.slug)));
        };
        self.answer_question(study, asked, languages).await
    }

    /// Answers every question of a study, in its order.
    ///
    /// # Errors
    /// [`ExportError`] of the first question that cannot be answered.
    pub async fn study_questions(
        &self,
        study: &Study,
        languages: &[LanguageTag],
    ) -> Result<Vec<(StudyQuestion, Results)>, ExportError> {
        let mut answered = Vec::with_capacity(study.questions.len());
        for asked in &study.questions {
            answered.push((asked.clone(), self.answer_question(study, asked, languages).await?));
        }
        Ok(answered)
    }

    async fn answer_question(
        &self,
        study: &Study,
        asked: &StudyQuestion,
        languages: &[LanguageTag],
    ) -> Result<Results, ExportError> {
        let comparison = Self::comparison(&asked.comparison)?;
        let variables = questions::variables(study, asked).unwrap_or_default();
        let mut results = self.results_of_values(comparison, variables, languages).await?;
        let entries = [
            ("study", study.slug.clone()),
            ("study_revision", study.revision.number.to_string()),
            ("question", asked.key.clone()),
            ("citation", in_english(&study.citation())),
        ];
        let entries = entries.map(|(name, value)| ReadmeEntry { name, value });
        results.readme.0.splice(0..0, entries);
        Ok(results)
    }

    /// The file of a study that a request asks for: `SLUG.json`, or `SLUG/QUESTION.csv` or `.json`.
    pub(super) async fn study_file(
        &self,
        name: &str,
        format: FileFormat,
        options: &ExportOptions,
        (arguments, request): (&[(String, String)], &ExportRequest),
    ) -> Result<ExportedFile, ExportError> {
        let revision = revision(arguments)?;
        let Some((slug, key)) = name.split_once('/') else {
            let study = self.study(name, revision).await?;
            if format == FileFormat::Csv {
                let keys: Vec<&str> = study.questions.iter().map(|question| question.key.as_str()).collect();
                return Err(ExportError::Unknown(format!(
                    "a CSV file holds one table, and a study asks several questions: ask for `studies/{name}.json`, or for `studies/{name}/QUESTION.csv` with one of {}",
                    keys.join(", ")
                )));
            }
            return self.whole_study(&study, options, &request.languages).await;
        };
        let study = self.study(slug, revision).await?;
        self.study_question(&study, key, &request.languages).await?.file_of_study(&study, key, format, options)
    }

    /// All questions of a study with their tables.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn whole_study(
        &self,
        study: &Study,
        options: &ExportOptions,
        languages: &[LanguageTag],
    ) -> Result<ExportedFile, ExportError> {
        if let Some(table) = &options.table {
            let message = format!(
                "`table={table}` is of one question: ask for `studies/{}/QUESTION.json`, or leave it out",
                study.slug
            );
            return Err(ExportError::Refused { code: "BAD_USER_INPUT".to_owned(), message });
        }
        let mut questions = Vec::with_capacity(study.questions.len());
        for (asked, results) in self.study_questions(study, languages).await? {
            let readme = options.readme.then_some(&results.readme);
            let mut question = Map::new();
            question.insert("key".to_owned(), asked.key.into());
            question.insert("title".to_owned(), by_language(&asked.title));
            if let Value::Object(tables) = write::json(results.comparison, &results.tables, readme) {
                question.extend(tables);
            }
            questions.push(Value::Object(question));
        }
        let document = json!({
            "study": study.slug,
            "revision": study.revision.number,
            "title": by_language(&study.title),
            "description": by_language(&study.description),
            "registryRevision": study.registry_revision.to_string(),
            "codebookVersion": study.codebook_version,
            "citation": by_language(&study.citation()),
            "questions": questions,
        });
        let bytes = format!("{document}\n").into_bytes();
        Ok(ExportedFile { name: format!("{}.json", study.slug), format: FileFormat::Json, bytes })
    }
}

impl Results {
    /// The results as a file that is named after the question of a study.
    ///
    /// # Errors
    /// As [`Results::file`].
    pub fn file_of_study(
        &self,
        study: &Study,
        key: &str,
        format: FileFormat,
        options: &ExportOptions,
    ) -> Result<ExportedFile, ExportError> {
        let file = self.file(format, options)?;
        let rest = file.name.strip_prefix(self.comparison).unwrap_or(&file.name).to_owned();
        Ok(ExportedFile { name: format!("{}-{key}{rest}", study.slug), ..file })
    }
}

/// The one argument of a study.
fn revision(arguments: &[(String, String)]) -> Result<Option<i32>, ExportError> {
    match arguments {
        [] => Ok(None),
        [(name, value)] if name == "revision" => match value.trim().parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(ExportError::Argument(InvalidArgument::Mistyped {
                name: name.clone(),
                value: value.clone(),
                expected: "the number of a revision of the study".to_owned(),
            })),
        },
        [(name, _), ..] => {
            let message = format!(
                "`{name}` cannot be given: what a study asks is laid down, and `revision` alone chooses among its revisions"
            );
            Err(ExportError::Refused { code: "BAD_USER_INPUT".to_owned(), message })
        }
    }
}

fn in_english(texts: &Texts) -> String {
    texts.choose(&[LanguageTag::english()], None).map(|text| text.text.clone()).unwrap_or_default()
}

/// Texts by language tag; null where there is none.
fn by_language(texts: &Texts) -> Value {
    if texts.is_empty() {
        return Value::Null;
    }
    Value::Object(texts.iter().map(|text| (text.lang.to_string(), text.text.clone().into())).collect())
}
