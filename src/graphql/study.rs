//! Studies: what is asked of which plans, to be cited and asked again.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, InputType, Object, SimpleObject};

use super::{
    cohort::{Cohort, CohortInput, LoadedCohort},
    error::{ApiError, ApiResult, Nullable, nullable},
    id::{self, NodeType},
    paging::{self, Paged, Paging},
    reference::StudyRef,
    scalars::{DateTime, LanguageTag},
    session::session,
    text::{self, LocalizedText},
};
use crate::{
    domain::{
        id::StudyId,
        revision::RegistryRevision,
        study::{self, Arguments},
    },
    questions::{self, Question},
};

#[derive(Default)]
pub(super) struct StudyQuery;

#[Object]
impl StudyQuery {
    /// One study; null when there is none of this name, or no such revision of it.
    async fn study(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The study's id or slug.")] r#ref: StudyRef,
        #[graphql(desc = "An earlier revision of the study, by number; default: the current one.")] revision: Option<
            i32,
        >,
    ) -> Nullable<Study> {
        nullable(async {
            let session = session(ctx)?;
            let at = session.now().await?;
            let Some(id) = session.look_up::<_, StudyId>(&r#ref).await? else { return Ok(None) };
            let study = match revision {
                None => session.study(id, at).await?,
                Some(number) => session.store.study_revision(id, number, at).await?.map(Arc::new),
            };
            Ok(study.map(|study| Study { study, at }))
        })
        .await
    }

    /// The studies, by slug, 20 a page unless `first` or `last` (at most 100) says otherwise.
    async fn studies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<Study>> {
        const ORDER: &str = "studies:bu:";
        let session = session(ctx)?;
        let at = session.now().await?;
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let page = session.store.studies(&request, at).await?;
        Ok(paging::connection(page.map(|study| Study { study: Arc::new(study), at }), ORDER))
    }
}

/// What is asked of which plans, pinned to a registry revision and a version of the codebook: asked again, it gives the same
/// numbers, whatever was published since.
#[derive(Description, Clone)]
pub(super) struct Study {
    pub(super) study: Arc<study::Study>,
    /// The revision that the request is answered from.
    pub(super) at: RegistryRevision,
}

#[Object(use_type_description)]
impl Study {
    /// Global id, the same through all revisions.
    pub(super) async fn id(&self) -> ID {
        id::encode(NodeType::Study, self.study.id)
    }

    /// Readable name in addresses and files.
    async fn slug(&self) -> &str {
        &self.study.slug
    }

    /// Its title.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        text::required(ctx, &self.study.title, &lang, None)
    }

    /// What it is about. Null: not written down.
    async fn description(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<Option<LocalizedText<'_>>> {
        text::optional(ctx, &self.study.description, &lang, None)
    }

    /// Which revision of the study this is.
    async fn revision(&self) -> StudyRevision {
        StudyRevision::from(&self.study.revision)
    }

    /// Every revision of the study, oldest first. None of them ever changes.
    async fn revisions(&self, ctx: &Context<'_>) -> ApiResult<Vec<StudyRevision>> {
        let revisions = session(ctx)?.study_revisions(self.study.id, self.at).await?;
        Ok(revisions.iter().map(StudyRevision::from).collect())
    }

    /// The registry revision that its questions are asked as of.
    async fn registry_revision(&self) -> String {
        self.study.registry_revision.to_string()
    }

    /// The version of the codebook in force at that revision.
    async fn codebook_version(&self) -> &str {
        &self.study.codebook_version
    }

    /// Its plans, as of `registryRevision`. A question may have a cohort of its own: see its `variables`.
    async fn cohort(&self, ctx: &Context<'_>) -> ApiResult<Cohort> {
        let session = session(ctx)?;
        let value = async_graphql::Value::from_json(self.study.cohort.clone().into());
        let value = value.map_err(|error| ApiError::internal(&error))?;
        let input = CohortInput::parse(Some(value)).map_err(|_| {
            ApiError::bad_input(format!(
                "the cohort of the study `{}` cannot be read by this version of the registry: import the study anew",
                self.study.slug
            ))
        })?;
        let at = self.study.registry_revision.to_string();
        LoadedCohort::load(session, Some(input), Some(&at)).await?.described(session, true).await
    }

    /// Which plans, as it was laid down: a `CohortInput` as JSON.
    async fn cohort_definition(&self) -> String {
        json(&self.study.cohort)
    }

    /// What it asks, in order; never empty.
    async fn questions(&self) -> Vec<StudyQuestion> {
        let n_questions = self.study.questions.len();
        (0..n_questions).map(|index| StudyQuestion { study: self.study.clone(), index }).collect()
    }

    /// A line to cite this revision of the study by: title, slug, revision, registry revision and version of the codebook.
    async fn citation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        text::required(ctx, &self.study.citation(), &lang, None).map(text::owned)
    }
}

/// One publication of a study.
#[derive(SimpleObject)]
struct StudyRevision {
    /// Counts from 1.
    number: i32,
    /// When it was published.
    published_at: DateTime,
    /// Why. Null: nobody said.
    note: Option<String>,
}

impl From<&study::StudyRevision> for StudyRevision {
    fn from(revision: &study::StudyRevision) -> Self {
        let study::StudyRevision { number, registry_revision: _, published_at, note } = revision;
        Self { number: *number, published_at: DateTime(*published_at), note: note.clone() }
    }
}

/// One question of a study, ready to be asked again.
#[derive(Description, Clone)]
struct StudyQuestion {
    study: Arc<study::Study>,
    index: usize,
}

impl StudyQuestion {
    fn question(&self) -> ApiResult<&study::StudyQuestion> {
        self.study.questions.get(self.index).ok_or_else(|| ApiError::internal(&MissingQuestion))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("a study has fewer questions than it had")]
struct MissingQuestion;

#[Object(use_type_description)]
impl StudyQuestion {
    /// Names it in the study.
    async fn key(&self) -> ApiResult<&str> {
        Ok(&self.question()?.key)
    }

    /// What it asks, in words. Null: not written down.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<Option<LocalizedText<'_>>> {
        text::optional(ctx, &self.question()?.title, &lang, None)
    }

    /// The comparison that answers it, as `/export` names it: `theme-coverage`.
    async fn comparison(&self) -> ApiResult<&str> {
        Ok(&self.question()?.comparison)
    }

    /// The GraphQL document to send. Null: this version of the registry no longer has the comparison.
    async fn document(&self) -> ApiResult<Option<&str>> {
        Ok(Question::of_name(&self.question()?.comparison).map(|question| question.document))
    }

    /// The variables to send with `document`, as JSON: the arguments, the cohort, and `asOf` with the registry revision that
    /// the study is pinned to. Null: as `document`.
    async fn variables(&self) -> ApiResult<Option<String>> {
        Ok(questions::variables(&self.study, self.question()?).as_ref().map(json))
    }

    /// Where its tables are, from this server's address on; `.json` in place of `.csv` gives all of them at once.
    async fn export_path(&self) -> ApiResult<String> {
        Ok(questions::export_path(&self.study, self.question()?))
    }
}

fn json(arguments: &Arguments) -> String {
    serde_json::Value::Object(arguments.clone()).to_string()
}
