//! Cases of service innovation.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};

use super::{
    direct::Direct,
    error::ApiResult,
    evidence::Evidence,
    filter::InnovationCaseFilter,
    id::{self, NodeType},
    institution::Institution,
    paging::{self, Paged, Paging},
    scalars::LanguageTag,
    session::session,
    text::{self, LocalizedText},
    theme::Theme,
};
use crate::domain::{id::ThemeId, innovation_case, revision::RegistryRevision};

#[derive(Default)]
pub(super) struct InnovationCaseQuery;

#[Object]
impl InnovationCaseQuery {
    /// The cases that match, by title, 20 a page unless `first` or `last` (at most 100) says otherwise.
    async fn innovation_cases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which cases; default: all.")] filter: Option<InnovationCaseFilter>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<InnovationCase>> {
        const ORDER: &str = "innovationCases:bu:";
        let session = session(ctx)?;
        let at = session.now().await?;
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let filter = filter.unwrap_or_default().checked(session).await?;
        let page = session.store.innovation_cases(&filter, &request, at).await?;
        Ok(paging::connection(page.map(|case| InnovationCase { case: Arc::new(case), at }), ORDER))
    }
}

/// Something new that a library offered, as a study or an award recorded it.
#[derive(Description, Clone)]
pub(super) struct InnovationCase {
    pub(super) case: Arc<innovation_case::InnovationCase>,
    pub(super) at: RegistryRevision,
}

impl InnovationCase {
    async fn themes(&self, ctx: &Context<'_>, ids: &[ThemeId]) -> ApiResult<Vec<Theme>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let codebook = session(ctx)?.codebook(self.at).await?;
        let known = ids.iter().filter(|id| codebook.theme(**id).is_some());
        Ok(known.map(|id| Theme::new(codebook.clone(), *id)).collect())
    }
}

#[Object(use_type_description)]
impl InnovationCase {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id::encode(NodeType::InnovationCase, self.case.id)
    }

    /// Readable name in addresses and files.
    async fn slug(&self) -> &str {
        &self.case.slug
    }

    /// Its name.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        text::required(ctx, &self.case.title, &lang, None)
    }

    /// Whose it is.
    async fn institution(&self, ctx: &Context<'_>) -> ApiResult<Institution> {
        Institution::of(ctx, self.case.institution, self.at).await
    }

    /// The year it was recorded.
    async fn year(&self) -> i32 {
        self.case.year
    }

    /// What it is about: concepts of the scheme `innovation-focus` or themes.
    async fn focuses(&self, ctx: &Context<'_>) -> ApiResult<Vec<Theme>> {
        self.themes(ctx, &self.case.focuses).await
    }

    /// The ways it goes: concepts of the scheme `innovation-strategy` or themes.
    async fn strategies(&self, ctx: &Context<'_>) -> ApiResult<Vec<Theme>> {
        self.themes(ctx, &self.case.strategies).await
    }

    /// The passage that it rests on. Null: not recorded.
    async fn evidence(&self) -> Option<Direct<Evidence<'_>>> {
        self.case.evidence.as_ref().map(Evidence).map(Direct)
    }
}
