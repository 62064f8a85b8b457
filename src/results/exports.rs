//! Asking the registry's own schema, and writing down what it answers.

use std::sync::Arc;

use async_graphql::{Executor, Request, Response, Variables};
use serde_json::{Map, Value};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use tokio::sync::Semaphore;

use super::{
    codebook,
    comparison::{Comparison, comparisons},
    definitions::caveats,
    file::{ExportError, ExportOptions, ExportRequest, ExportedFile, FileFormat, LONGEST, Results, columns, index},
    readme::Readme,
    table::FilledTable,
};
use crate::{
    clock::Clock,
    domain::{language::LanguageTag, revision::RegistryRevision},
    graphql::{self, SchemaExecutor, Session},
    live::Live,
    questions::{self, InvalidArgument, Question},
    store::{Named, Store, StoreError},
    suggestion,
};

/// The argument that asks for an earlier registry revision.
const AS_OF: &str = "asOf";

/// How many exports may go on at once; others wait.
const AT_ONCE: usize = 4;

/// Asks the comparisons of a registry.
#[derive(Clone)]
pub struct Exports {
    store: Store,
    // Without it every request asks the database what the newest revision is.
    live: Option<Live>,
    clock: Clock,
    executor: SchemaExecutor,
    // Exports are not held to the guard's limits, so only a few go on at once.
    at_once: Arc<Semaphore>,
}

impl std::fmt::Debug for Exports {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Exports").finish_non_exhaustive()
    }
}

/// What `computedFrom` says, wherever in the answer it stands.
struct Basis {
    revision: Option<String>,
    codebook_version: Option<String>,
    method_version: Option<String>,
}

impl Basis {
    fn of(answer: &Value) -> Self {
        /// The first in the order of the answer: all of them say the same.
        fn find(value: &Value) -> Option<&Value> {
            match value {
                Value::Object(fields) => fields
                    .get("computedFrom")
                    .filter(|found| !found.is_null())
                    .or_else(|| fields.values().find_map(find)),
                Value::Array(items) => items.iter().find_map(find),
                _ => None,
            }
        }
        let found = find(answer);
        let text = |name: &str| found?.get(name)?.as_str().map(str::to_owned);
        Self {
            revision: text("revision"),
            codebook_version: text("codebookVersion"),
            method_version: text("methodVersion"),
        }
    }
}

impl Exports {
    /// Exports of a registry. `clock` dates them.
    pub fn new(store: Store, clock: Clock) -> Self {
        Self { store, live: None, clock, executor: graphql::executor(), at_once: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// Exports of a registry that is being served.
    pub fn of(live: Live, clock: Clock) -> Self {
        Self { live: Some(live.clone()), ..Self::new(Store::clone(live.store()), clock) }
    }

    /// The revision that a request is answered from, unless it names another.
    pub(super) async fn now(&self) -> Result<RegistryRevision, ExportError> {
        Ok(match &self.live {
            Some(live) => live.current().await?.revision,
            None => self.store.current_revision().await?,
        })
    }

    /// A session for one request, and the revision that it is answered from.
    async fn session(&self, languages: &[LanguageTag]) -> Result<(RegistryRevision, Session), ExportError> {
        let (store, languages) = (self.store.clone(), languages.to_vec());
        let (now, session) = match &self.live {
            Some(live) => {
                let snapshot = live.current().await?;
                (snapshot.revision, Session::new(store, languages).with_index(snapshot.index.clone()))
            }
            None => (self.store.current_revision().await?, Session::new(store, languages)),
        };
        Ok((now, session.with_whole_lists()))
    }

    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    /// The file that a request asks for.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn answer(&self, request: &ExportRequest) -> Result<ExportedFile, ExportError> {
        let (options, arguments) = ExportOptions::from_parameters(&request.parameters)?;
        if request.path.is_empty() {
            return Ok(index());
        }
        let (name, format) = match request.path.rsplit_once('.') {
            Some((name, "csv")) => (name, FileFormat::Csv),
            Some((name, "json")) => (name, FileFormat::Json),
            _ => {
                let message = format!(
                    "`{}` is no file of results: ask for NAME.csv or NAME.json, as in `theme-coverage.csv`; /export lists them",
                    request.path
                );
                return Err(ExportError::Unknown(message));
            }
        };
        if let Some(study) = name.strip_prefix("studies/") {
            return self.study_file(study, format, &options, (&arguments, request)).await;
        }
        let results = match name {
            "columns" => columns(),
            "codebook" => self.codebook(as_of(&arguments)?).await?,
            _ => self.results(Self::comparison(name)?, &arguments, &request.languages).await?,
        };
        results.file(format, &options)
    }

    /// The comparison of a name.
    ///
    /// # Errors
    /// [`ExportError::Unknown`] with what there is.
    pub fn comparison(name: &str) -> Result<&'static Comparison, ExportError> {
        Comparison::of_name(name).ok_or_else(|| {
            let names: Vec<&str> = comparisons().iter().map(|comparison| comparison.name).collect();
            let meant = match suggestion::nearest(name, names.iter().copied()) {
                Some(similar) => format!("did you mean `{similar}`?"),
                None => format!("there are {}", names.join(", ")),
            };
            ExportError::Unknown(format!("no comparison is called `{name}`; {meant}"))
        })
    }

    /// Answers a comparison, with arguments as people write them.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn results(
        &self,
        comparison: &'static Comparison,
        arguments: &[(String, String)],
        languages: &[LanguageTag],
    ) -> Result<Results, ExportError> {
        self.ask(comparison, questions::from_texts(comparison.question(), arguments)?, languages).await
    }

    /// Answers a comparison, with arguments as values.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn results_of_values(
        &self,
        comparison: &'static Comparison,
        arguments: Map<String, Value>,
        languages: &[LanguageTag],
    ) -> Result<Results, ExportError> {
        self.ask(comparison, questions::from_values(comparison.question(), arguments)?, languages).await
    }

    async fn ask(
        &self,
        comparison: &'static Comparison,
        variables: Map<String, Value>,
        languages: &[LanguageTag],
    ) -> Result<Results, ExportError> {
        let (now, session) = self.session(languages).await?;
        let mut sent = variables.clone();
        if comparison.has_pages() {
            sent.insert(Question::ROWS.to_owned(), i32::MAX.into());
        }
        // The answer may hold nothing that says its revision, so it is asked for by name.
        let mut pinned = None;
        if comparison.takes_as_of() && !sent.contains_key(AS_OF) {
            let now = now.to_string();
            sent.insert(AS_OF.to_owned(), now.as_str().into());
            pinned = Some(now);
        }
        let request =
            Request::new(comparison.document).variables(Variables::from_json(Value::Object(sent))).data(session);
        let response = tokio::time::timeout(LONGEST, async {
            // The semaphore is never closed.
            let _place = self.at_once.acquire().await;
            self.executor.execute(request).await
        })
        .await;
        let answer = data(response.map_err(|_| ExportError::TimedOut)?)?;
        if is_nothing(&answer) {
            return Err(self.missing(&variables).await?);
        }
        let dimensions: Vec<String> = variables
            .get("groupBy")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|dimension| dimension.as_str().map(str::to_owned))
            .collect();
        let mut basis = Basis::of(&answer);
        basis.revision = basis.revision.or(pinned);
        let readme = self.readme(comparison, &variables, &basis).await?;
        let mut tables: Vec<FilledTable> =
            comparison.tables.iter().map(|table| table.fill(&answer, &dimensions)).collect();
        tables.push(caveats(comparison, &answer));
        Ok(Results { comparison: comparison.name, readme, tables })
    }

    /// The error for a question about something that there is not, which the API answers with null.
    async fn missing(&self, variables: &Map<String, Value>) -> Result<ExportError, ExportError> {
        let slug = variables.values().find_map(|value| value.get("slug")?.as_str()).unwrap_or_default();
        let meant = match self.store.similar_slug(Named::Plan, slug).await? {
            Some(similar) => format!("; did you mean `{similar}`?"),
            None => String::new(),
        };
        Ok(ExportError::Refused {
            code: "NOT_FOUND".to_owned(),
            message: format!("no plan has the slug `{slug}`, or had it at the registry revision asked for{meant}"),
        })
    }

    async fn readme(
        &self,
        comparison: &Comparison,
        variables: &Map<String, Value>,
        basis: &Basis,
    ) -> Result<Readme, ExportError> {
        let mut readme = Readme::default();
        readme.say("comparison", format!("{}: {}", comparison.name, comparison.description));
        if let Some(revision) = &basis.revision {
            readme.say("revision", revision.as_str());
            if let Ok(number) = revision.parse() {
                let summary = self.store.summary(RegistryRevision(number)).await?;
                readme.say("revision_published", date_time(summary.updated_at));
            }
        }
        if let Some(version) = &basis.codebook_version {
            readme.say("codebook_version", version.as_str());
        }
        if let Some(version) = &basis.method_version {
            readme.say("method_version", version.as_str());
        }
        readme.say("date", self.clock.now().date().to_string());
        readme.say("query", comparison.document);
        readme.say("variables", Value::Object(variables.clone()).to_string());
        if let Some(revision) = basis.revision.as_ref().filter(|_| comparison.takes_as_of()) {
            readme.say(
                "again",
                format!(
                    "the same query with `asOf` {revision} gives the same numbers; the API gives lists in pages of 100"
                ),
            );
        }
        Ok(readme)
    }

    /// The codebook in force at a registry revision, the newest if none is named.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn codebook(&self, as_of: Option<&str>) -> Result<Results, ExportError> {
        let at = match as_of {
            None => self.now().await?,
            Some(text) => {
                let number = text.trim().parse().map_err(|_| InvalidArgument::Mistyped {
                    name: "asOf".to_owned(),
                    value: text.to_owned(),
                    expected: "a registry revision".to_owned(),
                })?;
                self.store.revision(RegistryRevision(number)).await.map_err(refused)?
            }
        };
        let found = self.store.codebook(at).await.map_err(refused)?;
        let mut readme = Readme::default();
        readme.say("comparison", "codebook: The concepts that plans are coded with.");
        readme.say("revision", at.to_string());
        readme.say("revision_published", date_time(self.store.summary(at).await?.updated_at));
        readme.say("codebook_version", found.version());
        readme.say("date", self.clock.now().date().to_string());
        Ok(Results { comparison: "codebook", readme, tables: vec![codebook::table(&found)] })
    }
}

/// The one argument of the codebook.
fn as_of(arguments: &[(String, String)]) -> Result<Option<&str>, ExportError> {
    match arguments {
        [] => Ok(None),
        [(name, value)] if name == "asOf" => Ok(Some(value)),
        _ => Err(ExportError::Unknown("the codebook takes `asOf` and no other argument".to_owned())),
    }
}

fn date_time(time: OffsetDateTime) -> String {
    time.format(&Rfc3339).unwrap_or_default()
}

/// What the store refuses because of what was asked.
fn refused(error: StoreError) -> ExportError {
    let code = match &error {
        StoreError::NoSuchRevision { .. } => "BAD_USER_INPUT",
        StoreError::NoCodebook { .. } => "NOT_READY",
        _ => return ExportError::Store(error),
    };
    ExportError::Refused { code: code.to_owned(), message: error.to_string() }
}

/// The data of an answer, or its first error.
fn data(response: Response) -> Result<Value, ExportError> {
    if let Some(error) = response.errors.first() {
        let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
        let code = match code {
            Some(async_graphql::Value::String(code)) => code.clone(),
            // What the schema itself refuses, such as a word that an enum does not have.
            _ => "BAD_USER_INPUT".to_owned(),
        };
        return Err(ExportError::Refused { code, message: error.message.clone() });
    }
    response
        .data
        .into_json()
        .map_err(|error| ExportError::Refused { code: "INTERNAL".to_owned(), message: error.to_string() })
}

/// Whether every field of an answer is null.
fn is_nothing(answer: &Value) -> bool {
    answer.as_object().is_none_or(|fields| fields.values().all(Value::is_null))
}
