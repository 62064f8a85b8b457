//! Plans.

use std::sync::Arc;

use async_graphql::{Context, Description, Enum, ID, Object, SimpleObject};

use super::{
    coding_history::CodingPass,
    cohort::CohortInput,
    direct::{Direct, DirectList},
    element::PlanElement,
    error::{ApiError, ApiResult, Nullable, nullable},
    evidence::SourceDocument,
    filter::{self, PlanFilter},
    id::{self, NodeType},
    indicator::PlanIndicator,
    institution::Institution,
    loaders::PlanList,
    paging::{self, Paged, Paging},
    period::PlanningPeriod,
    progress::{Measured, ProgressSummary},
    reference::{PlanRef, ThemeRef},
    scalars::{Date, DateTime, LanguageTag},
    session::{Session, session},
    similar_plans::{SimilarPlan, similar_plans},
    text::{self, LocalizedText},
    theme::{Theme, ThemeWeight},
    vocabularies::{ElementKind, PlanLayer, PlanLevel, PlanStatus},
};
use crate::{
    domain::{
        element,
        id::{InstitutionId, PeriodId, PlanId, ThemeId},
        plan::{self, PlanContent},
        revision::RegistryRevision,
    },
    store::{self, Page},
};

#[derive(Default)]
pub(super) struct PlanQuery;

/// How plans are ordered.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum PlanOrder {
    /// By title in the plan's own language; Chinese titles by pinyin, before titles in Latin letters.
    #[default]
    TitleAsc,
    /// By title, backwards.
    TitleDesc,
    /// By the first year of the period, then by title.
    PeriodAsc,
    /// The latest period first, then by title, backwards.
    PeriodDesc,
    /// By the publication of the current revision, oldest first.
    PublishedAsc,
    /// By the publication of the current revision, newest first.
    PublishedDesc,
}

impl PlanOrder {
    /// The store's order, and the name of its cursors.
    fn order(self) -> (store::PlanOrder, &'static str) {
        use store::PlanOrder as Order;
        match self {
            Self::TitleAsc => (Order::TitleAscending, "plans.title:bu:"),
            Self::TitleDesc => (Order::TitleDescending, "plans.title:bu:"),
            Self::PeriodAsc => (Order::PeriodAscending, "plans.period:nbu:"),
            Self::PeriodDesc => (Order::PeriodDescending, "plans.period:nbu:"),
            Self::PublishedAsc => (Order::PublishedAscending, "plans.published:nu:"),
            Self::PublishedDesc => (Order::PublishedDescending, "plans.published:nu:"),
        }
    }
}

/// A page of the plans of one institution. The first and last pages of many institutions are fetched together.
pub(super) async fn list_plans_of(
    ctx: &Context<'_>,
    institution: InstitutionId,
    filter: store::PlanFilter,
    order_by: Option<PlanOrder>,
    paging: Paging,
    at: RegistryRevision,
) -> ApiResult<Paged<Plan>> {
    // A filter by institutions that leaves this one out leaves nothing.
    if filter.institutions.as_ref().is_some_and(|named| !named.contains(&institution)) {
        let (_, cursors) = order_by.unwrap_or_default().order();
        return Ok(paging::connection(Page::empty(), cursors));
    }
    let (order, cursors) = order_by.unwrap_or_default().order();
    let request = paging.request(ctx, cursors)?;
    let session = session(ctx)?;
    let mine = store::PlanFilter { institutions: Some(vec![institution]), ..filter.clone() };
    let in_memory = session.memory.at(at).and_then(|index| index.list(&mine, order, &request));
    let page = match in_memory {
        Some(page) => page,
        None if request.after.is_some() || request.before.is_some() => {
            session.store.plans(&mine, order, &request, at).await?.map(Arc::new)
        }
        None => {
            let list = PlanList::new(filter, order, request.window);
            session.plans_of_each(institution, list, at).await?.map(Arc::new)
        }
    };
    Ok(paging::connection(page.map(|plan| Plan { plan, at }), cursors))
}

/// A page of plans.
async fn list_plans(
    ctx: &Context<'_>,
    filter: store::PlanFilter,
    order_by: Option<PlanOrder>,
    paging: Paging,
    at: RegistryRevision,
) -> ApiResult<Paged<Plan>> {
    let (order, cursors) = order_by.unwrap_or_default().order();
    let request = paging.request(ctx, cursors)?;
    let page = session(ctx)?.list_plans(&filter, order, &request, at).await?;
    Ok(paging::connection(page.map(|plan| Plan { plan, at }), cursors))
}

#[Object]
impl PlanQuery {
    /// One plan; null when there is none of this name.
    async fn plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The plan's id or slug.")] r#ref: PlanRef,
        #[graphql(desc = "An earlier revision of the plan, by number; default: the current one.")] revision: Option<
            i32,
        >,
        #[graphql(
            desc = "A registry revision: the plan and all that is computed of it as they were then. Default: now. Not together with `revision`."
        )]
        as_of: Option<String>,
    ) -> Nullable<Direct<Plan>> {
        nullable(async {
            let session = session(ctx)?;
            let now = session.as_of(as_of.as_deref()).await?;
            let Some(id) = session.look_up::<_, PlanId>(&r#ref).await? else { return Ok(None) };
            let at = match revision {
                None => now,
                Some(_) if as_of.is_some() => {
                    return Err(ApiError::bad_input(
                        "`revision` and `asOf` are both given: name the plan's revision or the registry's",
                    ));
                }
                Some(number) => {
                    let revisions = session.plan_revisions(id, now).await?;
                    let Some(revision) = revisions.iter().find(|revision| revision.number == number) else {
                        return Ok(None);
                    };
                    revision.registry_revision
                }
            };
            Ok(session.plan(id, at).await?.map(|plan| Direct(Plan { plan, at })))
        })
        .await
    }

    /// The plans that match, 20 a page unless `first` or `last` (at most 100) says otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which plans; default: all, made-up ones included.")] filter: Option<PlanFilter>,
        #[graphql(desc = "Default: by title.")] order_by: Option<PlanOrder>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<Plan>> {
        let session = session(ctx)?;
        let at = session.now().await?;
        let filter = filter.unwrap_or_default().checked(session).await?;
        list_plans(ctx, filter, order_by, Paging { first, after, last, before }, at).await
    }
}

/// What one institution means to do in one planning period.
#[derive(Description, Clone)]
pub(super) struct Plan {
    pub(super) plan: Arc<plan::Plan>,
    pub(super) at: RegistryRevision,
}

impl Plan {
    async fn content(&self, session: &Session) -> ApiResult<Arc<PlanContent>> {
        session.content(&self.plan, self.at).await
    }

    fn element(&self, content: &Arc<PlanContent>, index: usize) -> PlanElement {
        PlanElement { plan: self.plan.clone(), content: content.clone(), index, at: self.at }
    }

    async fn topmost(
        &self,
        ctx: &Context<'_>,
        layer: element::PlanLayer,
        first: Option<i32>,
    ) -> ApiResult<DirectList<PlanElement>> {
        let n = paging::list_length(first)?;
        let session = session(ctx)?;
        let content = if PlanElement::is_asked_for_itself(ctx) {
            session.leading(&self.plan, layer, self.at).await?
        } else {
            self.content(session).await?
        };
        Ok(content.tree.topmost(layer).take(n).map(|index| self.element(&content, index)).collect())
    }

    /// The same institution's plan for another period: the adopted one, then the one of the same variant, then the first
    /// by slug.
    async fn sibling(&self, ctx: &Context<'_>, period: Option<PeriodId>) -> ApiResult<Option<Plan>> {
        let Some(period) = period else { return Ok(None) };
        let plans = session(ctx)?.plans_of(self.plan.institution, self.at).await?;
        let best = plans.iter().filter(|plan| plan.period == period).min_by_key(|plan| {
            (plan.status != plan::PlanStatus::Adopted, plan.variant != self.plan.variant, plan.slug.clone())
        });
        Ok(best.map(|plan| Plan { plan: plan.clone(), at: self.at }))
    }
}

#[Object(use_type_description)]
impl Plan {
    /// Global id; stays the same through the plan's revisions.
    pub(super) async fn id(&self) -> ID {
        id::encode(NodeType::Plan, self.plan.id)
    }

    /// Readable name in addresses and files.
    async fn slug(&self) -> &str {
        &self.plan.slug
    }

    /// Whose plan it is.
    async fn institution(&self, ctx: &Context<'_>) -> ApiResult<Direct<Institution>> {
        Institution::of(ctx, self.plan.institution, self.at).await.map(Direct)
    }

    /// For which planning period.
    async fn period(&self, ctx: &Context<'_>) -> ApiResult<Direct<PlanningPeriod>> {
        PlanningPeriod::of(ctx, self.plan.period, self.at).await.map(Direct)
    }

    /// Tells plans of the same institution and period apart: `main`, or `draft`, `proposal-…`.
    async fn variant(&self) -> &str {
        &self.plan.variant
    }

    /// The level it speaks for.
    async fn level(&self) -> PlanLevel {
        self.plan.level.into()
    }

    /// How far it has come.
    async fn status(&self) -> PlanStatus {
        self.plan.status.into()
    }

    /// Made up for examples and load tests; never in a cohort unless asked for.
    async fn is_synthetic(&self) -> bool {
        self.plan.is_synthetic
    }

    /// The revision that these fields are of: the current one, or the one asked for.
    async fn revision(&self) -> Direct<PlanRevision> {
        Direct(self.plan.revision.clone().into())
    }

    /// Every revision published so far, oldest first.
    async fn revisions(&self, ctx: &Context<'_>) -> ApiResult<DirectList<PlanRevision>> {
        let session = session(ctx)?;
        let now = session.now().await?.max(self.at);
        Ok(session.plan_revisions(self.plan.id, now).await?.iter().cloned().map(Into::into).collect())
    }

    /// Its title.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Wanted languages, best first; default: the reader's (Accept-Language), then the plan's own."
        )]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        text::required(ctx, &self.plan.title, &lang, Some(&self.plan.language))
    }

    /// The language of the source document.
    async fn language(&self) -> LanguageTag {
        LanguageTag(self.plan.language.clone())
    }

    /// The document it is from, with hash, licence and date of retrieval. Null: not recorded.
    async fn source(&self, ctx: &Context<'_>) -> ApiResult<Option<Direct<SourceDocument>>> {
        let Some(id) = self.plan.source else { return Ok(None) };
        Ok(session(ctx)?.document(id).await?.map(SourceDocument).map(Direct))
    }

    /// Its elements in document order, 20 a page unless `first` or `last` (at most 100) says otherwise. For the whole tree
    /// at once see `outline`.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn elements(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only elements of these layers.")] layers: Option<Vec<PlanLayer>>,
        #[graphql(desc = "Only elements of these kinds.")] kinds: Option<Vec<ElementKind>>,
        #[graphql(desc = "Only elements that address any of these themes.")] themes: Option<Vec<ThemeRef>>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<PlanElement>> {
        const ORDER: &str = "elements:n:";
        let session = session(ctx)?;
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let layers = filter::layers(layers)?;
        let kinds: Option<Vec<element::ElementKind>> = filter::named("kinds", kinds)?;
        let themes: Option<Vec<ThemeId>> = match filter::named::<_, ThemeRef>("themes", themes)? {
            Some(themes) => Some(session.resolve_all(&themes).await?),
            None => None,
        };
        let content = self.content(session).await?;
        let codes = match &themes {
            Some(_) => Some(session.codes(&self.plan, self.at).await?),
            None => None,
        };
        let wanted = |index: &usize| {
            let element = &content.tree.elements()[*index];
            let carries = |themes: &Vec<ThemeId>| {
                let codes = codes.as_ref().and_then(|codes| codes.elements.get(*index));
                codes.is_some_and(|codes| themes.iter().any(|theme| codes.addresses(*theme)))
            };
            layers.as_ref().is_none_or(|layers| layers.contains(&element.layer()))
                && kinds.as_ref().is_none_or(|kinds| kinds.contains(&element.kind))
                && themes.as_ref().is_none_or(carries)
        };
        let indexes: Vec<usize> = (0..content.tree.elements().len()).filter(wanted).collect();
        let page = Page::of_slice(&indexes, &request);
        Ok(paging::connection(page.map(|index| self.element(&content, index)), ORDER))
    }

    /// The whole tree, flat, in document order: `depth` and `parentId` give the shape.
    async fn outline(&self, ctx: &Context<'_>) -> ApiResult<DirectList<PlanElement>> {
        let content = self.content(session(ctx)?).await?;
        Ok((0..content.tree.elements().len()).map(|index| self.element(&content, index)).collect())
    }

    /// Topmost elements of layer GOAL, in document order; empty when the plan states none.
    async fn goals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many; default: all.")] first: Option<i32>,
    ) -> ApiResult<DirectList<PlanElement>> {
        self.topmost(ctx, element::PlanLayer::Goal, first).await
    }

    /// Topmost elements of layer PRIORITY, in document order; empty when the plan states none.
    async fn priorities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many; default: all.")] first: Option<i32>,
    ) -> ApiResult<DirectList<PlanElement>> {
        self.topmost(ctx, element::PlanLayer::Priority, first).await
    }

    /// Its indicators in document order, 20 a page unless `first` or `last` (at most 100) says otherwise.
    async fn plan_indicators(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<PlanIndicator>> {
        const ORDER: &str = "planIndicators:n:";
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let content = self.content(session(ctx)?).await?;
        let indexes: Vec<usize> = (0..content.indicators.len()).collect();
        let page = Page::of_slice(&indexes, &request).map(|index| PlanIndicator {
            plan: self.plan.clone(),
            content: content.clone(),
            index,
            at: self.at,
        });
        Ok(paging::connection(page, ORDER))
    }

    /// Progress towards the targets of all its indicators, added up. Method: docs/progress.md.
    ///
    /// Errors: `BAD_USER_INPUT` when `at` is no date.
    async fn progress(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "What was known at the end of this day, held against the time gone by until then; a figure of a year is known from its last day on. Default: the last day of the latest actual's year, for each target by itself."
        )]
        at: Option<Date>,
    ) -> ApiResult<ProgressSummary> {
        let content = self.content(session(ctx)?).await?;
        Measured { plan: &self.plan, content: &content, at: self.at }.whole(ctx, at).await
    }

    /// The themes that its elements address, the heaviest first, over every layer but SITUATION; empty when nobody has
    /// coded the plan.
    async fn theme_profile(&self, ctx: &Context<'_>) -> ApiResult<DirectList<ThemeWeight>> {
        let session = session(ctx)?;
        let profile = session.theme_profile(self.plan.id, self.at).await?;
        if profile.is_empty() {
            return Ok(DirectList::new());
        }
        let codebook = session.codebook(self.at).await?;
        let mut weights: Vec<(u32, ThemeWeight)> = profile
            .iter()
            .filter_map(|weight| {
                let theme = codebook.theme(weight.theme)?;
                Some((theme.position, ThemeWeight::new(Theme::new(codebook.clone(), theme.id), *weight)))
            })
            .collect();
        // The store orders ties by id; readers expect the codebook's order.
        weights.sort_by(|(a_position, a), (b_position, b)| {
            b.n_elements().cmp(&a.n_elements()).then(a_position.cmp(b_position))
        });
        Ok(weights.into_iter().map(|(_, weight)| weight).collect())
    }

    /// Who went through the plan to code it: the passes that are in force, by the registry revision that brought them, then
    /// by coder. An adjudicated pass leaves those that it decides between in force. Empty when nobody has coded the plan.
    async fn coding_passes(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = false, desc = "Passes that a later one has replaced, too.")] include_replaced: bool,
    ) -> ApiResult<DirectList<CodingPass>> {
        let history = session(ctx)?.pass_history(self.plan.id, self.at).await?;
        let wanted = history.iter().filter(|pass| include_replaced || pass.validity.to.is_none());
        Ok(wanted.map(CodingPass::from).collect())
    }

    /// The plans of a cohort that are most like this one: the most similar first, ties by slug. The 50 plans of other
    /// institutions whose theme shares are nearest by cosine are matched goal by goal, and put in order by the mean of cosine
    /// and matched goal share. Plans that are not coded or address no theme are left out; empty if this one is such a plan.
    /// The cohort has plans for all periods unless it names some.
    ///
    /// Errors: `BAD_USER_INPUT` for a number below 0 or above 50, `NOT_FOUND` for what the cohort names and there is not,
    /// `NOT_READY` while the registry has no codebook. Method: docs/periods-and-peers.md.
    async fn similar_plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 10, desc = "At most so many, 0 to 50.")] first: i32,
        #[graphql(desc = "Among which plans; default: the default cohort.")] cohort: Option<CohortInput>,
    ) -> ApiResult<Vec<SimilarPlan>> {
        similar_plans(session(ctx)?, self, first, cohort).await
    }

    /// The same institution's plan for the previous period: the adopted one if there are several, then the one of the same
    /// variant. Null: the registry has none.
    async fn previous(&self, ctx: &Context<'_>) -> ApiResult<Option<Plan>> {
        let period = session(ctx)?.period(self.plan.period, self.at).await?;
        self.sibling(ctx, period.and_then(|period| period.previous)).await
    }

    /// The same institution's plan for the next period, chosen as `previous`. Null: the registry has none.
    async fn next(&self, ctx: &Context<'_>) -> ApiResult<Option<Plan>> {
        let periods = session(ctx)?.periods(self.at).await?;
        let next = periods.iter().find(|period| period.previous == Some(self.plan.period)).map(|period| period.id);
        self.sibling(ctx, next).await
    }
}

/// One publication of a plan; what it says never changes.
#[derive(SimpleObject)]
struct PlanRevision {
    /// From 1.
    number: i32,
    /// When it was published.
    published_at: DateTime,
    /// The registry revision that brought it.
    registry_revision: String,
    /// Why it was published. Null: nobody said.
    note: Option<String>,
}

impl From<plan::PlanRevision> for PlanRevision {
    fn from(revision: plan::PlanRevision) -> Self {
        let plan::PlanRevision { id: _, number, published_at, registry_revision, note } = revision;
        Self { number, published_at: DateTime(published_at), registry_revision: registry_revision.to_string(), note }
    }
}
