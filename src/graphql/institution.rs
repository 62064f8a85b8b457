//! Institutions.

use std::sync::Arc;

use async_graphql::{Context, Description, Enum, ID, Object, SimpleObject};

use super::{
    direct::{Direct, DirectList},
    error::{ApiError, ApiResult, Nullable, nullable},
    filter::{InstitutionFilter, PlanFilter},
    id::{self, NodeType},
    paging::{self, Paged, Paging},
    peers::PeerGroup,
    plan::{Plan, PlanOrder, list_plans_of},
    reference::InstitutionRef,
    scalars::LanguageTag,
    session::session,
    text::{self, LocalizedText, Text},
    vocabularies::InstitutionKind,
};
use crate::{
    domain::{id::InstitutionId, institution, revision::RegistryRevision, text::Texts},
    store,
};

#[derive(Default)]
pub(super) struct InstitutionQuery;

/// How institutions are ordered.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
enum InstitutionOrder {
    /// By name; Chinese names by pinyin, before names in Latin letters.
    #[default]
    NameAsc,
    /// By name, backwards.
    NameDesc,
}

#[Object]
impl InstitutionQuery {
    /// One institution; null when there is none of this name.
    async fn institution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The institution's id or slug.")] r#ref: InstitutionRef,
        #[graphql(
            desc = "A registry revision: the institution and all that is computed of it as they were then. Default: now."
        )]
        as_of: Option<String>,
    ) -> Nullable<Institution> {
        nullable(async {
            let session = session(ctx)?;
            let at = session.as_of(as_of.as_deref()).await?;
            let Some(id) = session.look_up(&r#ref).await? else { return Ok(None) };
            Ok(session.institution(id, at).await?.map(|institution| Institution { institution, at }))
        })
        .await
    }

    /// The institutions that match, 20 a page unless `first` or `last` (at most 100) says otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn institutions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which institutions; default: all.")] filter: Option<InstitutionFilter>,
        #[graphql(desc = "Default: by name.")] order_by: Option<InstitutionOrder>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<Institution>> {
        const ORDER: &str = "institutions:bu:";
        let session = session(ctx)?;
        let at = session.now().await?;
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let order = match order_by.unwrap_or_default() {
            InstitutionOrder::NameAsc => store::InstitutionOrder::NameAscending,
            InstitutionOrder::NameDesc => store::InstitutionOrder::NameDescending,
        };
        let filter = filter.unwrap_or_default().checked()?;
        let page = session.store.institutions(&filter, order, &request, at).await?;
        Ok(paging::connection(page.map(|institution| Institution { institution: Arc::new(institution), at }), ORDER))
    }
}

/// A library, or a body that libraries belong to.
#[derive(Description, Clone)]
pub(super) struct Institution {
    pub(super) institution: Arc<institution::Institution>,
    pub(super) at: RegistryRevision,
}

impl Institution {
    /// The institution of something that always has one.
    pub(super) async fn of(ctx: &Context<'_>, id: InstitutionId, at: RegistryRevision) -> ApiResult<Self> {
        match session(ctx)?.institution(id, at).await? {
            Some(institution) => Ok(Self { institution, at }),
            None => Err(ApiError::internal(&MissingInstitution(id.0))),
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the institution {0} is missing")]
struct MissingInstitution(uuid::Uuid);

#[Object(use_type_description)]
impl Institution {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id::encode(NodeType::Institution, self.institution.id)
    }

    /// Readable name in addresses and files.
    async fn slug(&self) -> &str {
        &self.institution.slug
    }

    /// What kind of body it is.
    async fn kind(&self) -> InstitutionKind {
        self.institution.kind.into()
    }

    /// Its name.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        text::required(ctx, &self.institution.names, &lang, None)
    }

    /// Its names in every language known, ordered by language tag.
    async fn names(&self) -> DirectList<Text<'_>> {
        text::all(&self.institution.names)
    }

    /// ISO 3166-1 alpha-2. Null: not known.
    async fn country(&self) -> Option<&str> {
        self.institution.country.as_deref()
    }

    /// ISO 3166-2, such as `CN-JL`. Null: not known, or the body is not tied to one.
    async fn subdivision(&self) -> Option<&str> {
        self.institution.subdivision.as_deref()
    }

    /// Macro-region, derived from the subdivision. Null: the subdivision is not known or lies in no region.
    async fn region(&self) -> Option<Direct<Region>> {
        self.institution.region().map(Region).map(Direct)
    }

    /// International Standard Identifier for Libraries (ISO 15511). Null: not known.
    async fn isil(&self) -> Option<&str> {
        self.institution.isil.as_deref()
    }

    /// Research Organization Registry id, such as `0064kty71`. Null: not known.
    async fn ror(&self) -> Option<&str> {
        self.institution.ror.as_deref()
    }

    /// Wikidata item, such as `Q732353`. Null: not known.
    async fn wikidata(&self) -> Option<&str> {
        self.institution.wikidata.as_deref()
    }

    /// The body it belongs to, such as a library's university. Null: none, or not known.
    async fn parent(&self, ctx: &Context<'_>) -> ApiResult<Option<Direct<Institution>>> {
        let Some(parent) = self.institution.parent else { return Ok(None) };
        let institution = session(ctx)?.institution(parent, self.at).await?;
        Ok(institution.map(|institution| Direct(Institution { institution, at: self.at })))
    }

    /// Yearly figures that comparisons divide by, by measure and year; empty when none are known.
    async fn statistics(&self) -> DirectList<InstitutionStatistic> {
        self.institution.statistics.iter().cloned().map(Into::into).collect()
    }

    /// The institutions that it is best set beside when nobody says which. As a cohort: `CohortInput.peersOf`.
    async fn peers(&self, ctx: &Context<'_>) -> ApiResult<PeerGroup> {
        PeerGroup::of(session(ctx)?, &self.institution, self.at).await
    }

    /// Its plans, 20 a page unless `first` or `last` (at most 100) says otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of its plans; default: all.")] filter: Option<PlanFilter>,
        #[graphql(desc = "Default: by title.")] order_by: Option<PlanOrder>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<Plan>> {
        let filter = filter.unwrap_or_default().checked(session(ctx)?).await?;
        let paging = Paging { first, after, last, before };
        list_plans_of(ctx, self.institution.id, filter, order_by, paging, self.at).await
    }
}

/// A macro-region of a country, by which statistics are commonly reported.
#[derive(Description)]
pub(super) struct Region(pub(super) institution::Region);

#[Object(use_type_description)]
impl Region {
    /// `cn-east`, `cn-central`, `cn-west` or `cn-northeast`. Source: National Bureau of Statistics of China.
    async fn code(&self) -> &str {
        self.0.code
    }

    /// Its name.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        text::required(ctx, &Texts::editorial(self.0.label_en, self.0.label_zh_hans), &lang, None).map(text::owned)
    }
}

/// A yearly figure of an institution.
#[derive(SimpleObject)]
pub(super) struct InstitutionStatistic {
    /// What is counted: `population`, `students`, or another word.
    measure: String,
    /// The year the figure is of.
    year: i32,
    /// The figure.
    value: f64,
    /// Where it is from, in words. Null: not recorded.
    source: Option<String>,
}

impl From<institution::InstitutionStatistic> for InstitutionStatistic {
    fn from(statistic: institution::InstitutionStatistic) -> Self {
        let institution::InstitutionStatistic { measure, year, value, source } = statistic;
        Self { measure, year, value, source }
    }
}
