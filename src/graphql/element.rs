//! Plan elements.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};

use super::{
    alignment::Alignment,
    coding_history::CodingHistoryEntry,
    direct::{Direct, DirectList},
    error::ApiResult,
    evidence::Evidence,
    id::{self, NodeType},
    indicator::PlanIndicator,
    lineage::ElementLineage,
    plan::Plan,
    progress::{Measured, ProgressSummary},
    reference::ThemeRef,
    scalars::{Date, LanguageTag},
    session::session,
    text::{self, LocalizedText},
    theme::ThemeAssignment,
    vocabularies::{ElementKind, PlanLayer},
};
use crate::domain::{
    element::Element,
    id::{ElementId, ThemeId},
    plan::{self, PlanContent},
    revision::RegistryRevision,
};

/// One statement of a plan: a vision, a goal, a strategy, an action, an outcome.
#[derive(Description, Clone)]
pub(super) struct PlanElement {
    pub(super) plan: Arc<plan::Plan>,
    pub(super) content: Arc<PlanContent>,
    // Invariant: an index into the content's tree.
    pub(super) index: usize,
    pub(super) at: RegistryRevision,
}

impl PlanElement {
    fn element(&self) -> &Element {
        &self.content.tree.elements()[self.index]
    }

    /// Fields that tell what an element says by itself, wherever in the plan it stands.
    pub(super) const OF_ITSELF: [&str; 12] = [
        "__typename",
        "id",
        "key",
        "plan",
        "kind",
        "layer",
        "number",
        "sourceTerm",
        "title",
        "body",
        "position",
        "evidence",
    ];

    /// Whether a field asks of topmost elements only what each says by itself: then the rest of the plan need not be read.
    pub(super) fn is_asked_for_itself(ctx: &Context<'_>) -> bool {
        // Of topmost elements the depth is known, too.
        let is_of_itself = |name: &str| Self::OF_ITSELF.contains(&name) || name == "depth";
        ctx.field().selection_set().all(|field| is_of_itself(field.name()))
    }

    fn other(&self, index: usize) -> Self {
        Self { index, ..self.clone() }
    }

    /// The element of an id in a plan; `None` where the plan's revision does not have it.
    pub(super) fn find(
        plan: &Arc<plan::Plan>,
        content: &Arc<PlanContent>,
        id: ElementId,
        at: RegistryRevision,
    ) -> Option<Self> {
        let index = content.tree.index_of(id)?;
        Some(Self { plan: plan.clone(), content: content.clone(), index, at })
    }
}

#[Object(use_type_description)]
impl PlanElement {
    /// Global id; stays the same through the plan's revisions, as `key` does.
    pub(super) async fn id(&self) -> ID {
        id::encode(NodeType::PlanElement, self.element().id)
    }

    /// Name of the element in its plan's file, unique in the plan.
    async fn key(&self) -> &str {
        &self.element().key
    }

    /// The plan that states it.
    async fn plan(&self) -> Direct<Plan> {
        Direct(Plan { plan: self.plan.clone(), at: self.at })
    }

    /// What the statement is.
    async fn kind(&self) -> ElementKind {
        self.element().kind.into()
    }

    /// The common ground on which plans with other words compare; derived from `kind` by one table.
    async fn layer(&self) -> PlanLayer {
        self.element().layer().into()
    }

    /// Its number as printed: "4", "(12)", "（三）". Null: the plan gives none.
    async fn number(&self) -> Option<&str> {
        self.element().number.as_deref()
    }

    /// The plan's own word for this kind: "Impact area", "Strategy", "重点任务". Null: the plan uses none.
    async fn source_term(&self) -> Option<&str> {
        self.element().source_term.as_deref()
    }

    /// The heading, or the statement itself.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Wanted languages, best first; default: the reader's (Accept-Language), then the plan's own."
        )]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        text::required(ctx, &self.element().title, &lang, Some(&self.plan.language))
    }

    /// What stands under the heading. Null: nothing does.
    async fn body(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Wanted languages, best first; default: the reader's (Accept-Language), then the plan's own."
        )]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<Option<LocalizedText<'_>>> {
        text::optional(ctx, &self.element().body, &lang, Some(&self.plan.language))
    }

    /// The element that it stands under. Null at the root.
    async fn parent(&self) -> Option<Direct<PlanElement>> {
        self.element().parent.map(|parent| Direct(self.other(parent)))
    }

    /// Global id of the parent. Null at the root.
    async fn parent_id(&self) -> Option<ID> {
        let parent = self.content.tree.get(self.element().parent?)?;
        Some(id::encode(NodeType::PlanElement, parent.id))
    }

    /// How many elements it stands under: 0 at the root.
    async fn depth(&self) -> u32 {
        self.element().depth
    }

    /// The elements directly under it, in order.
    async fn children(&self) -> DirectList<PlanElement> {
        self.content.tree.children(self.index).map(|child| self.other(child)).collect()
    }

    /// The elements that it stands under, from the root down.
    async fn ancestors(&self) -> DirectList<PlanElement> {
        let mut ancestors: Vec<_> =
            self.content.tree.ancestors(self.index).map(|ancestor| self.other(ancestor)).collect();
        ancestors.reverse();
        ancestors.into()
    }

    /// Order among siblings, from 0.
    async fn position(&self) -> u32 {
        self.element().position
    }

    /// The themes that it addresses, in the codebook's order, with who said so; unresolved ones among them say that coders
    /// disagree.
    async fn themes(&self, ctx: &Context<'_>) -> ApiResult<DirectList<ThemeAssignment<'_>>> {
        let session = session(ctx)?;
        let codes = session.codes(&self.plan, self.at).await?;
        let Some(of_element) = codes.elements.get(self.index).filter(|codes| !codes.assignments.is_empty()) else {
            return Ok(DirectList::new());
        };
        let codebook = session.codebook(self.at).await?;
        let places = 0..of_element.assignments.len();
        Ok(places.map(|place| ThemeAssignment::new(self, codebook.clone(), codes.clone(), place)).collect())
    }

    /// Every explicit word that anybody ever said of its themes, in order of time, whether it is still in force or was
    /// replaced since. Themes that the codebook no longer has are left out.
    ///
    /// Errors: `NOT_FOUND` for a theme that there is not.
    async fn coding_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only words on this theme, which may be one of the finer terms; default: on all of `library-themes`."
        )]
        theme: Option<ThemeRef>,
    ) -> ApiResult<Vec<CodingHistoryEntry>> {
        let session = session(ctx)?;
        let theme: Option<ThemeId> = match theme {
            Some(theme) => Some(session.resolve(&theme).await?),
            None => None,
        };
        let Some(codebook) = session.codebook_if_any(self.at).await? else { return Ok(Vec::new()) };
        let events = session.judgement_history(self.plan.id, self.element().id, self.at).await?;
        Ok(CodingHistoryEntry::list(&events, &codebook, theme))
    }

    /// The indicators that measure it, in document order.
    async fn plan_indicators(&self) -> DirectList<PlanIndicator> {
        let id = self.element().id;
        let measuring = self.content.indicators.iter().enumerate().filter(|(_, found)| found.element == Some(id));
        measuring
            .map(|(index, _)| PlanIndicator {
                plan: self.plan.clone(),
                content: self.content.clone(),
                index,
                at: self.at,
            })
            .collect()
    }

    /// Progress towards the targets of the plan indicators that measure it or an element below it, added up. An indicator
    /// that measures no element counts for the plan alone. Method: docs/progress.md.
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
        let measured = Measured { plan: &self.plan, content: &self.content, at: self.at };
        measured.below(ctx, self.index, at).await
    }

    /// The links to elements of other plans that people vouch for, from or to this element.
    async fn alignments(&self, ctx: &Context<'_>) -> ApiResult<Vec<Alignment>> {
        let id = self.element().id;
        let alignments = session(ctx)?.alignments(self.plan.id, self.at).await?;
        let touching =
            alignments.iter().filter(|alignment| alignment.source.element == id || alignment.target.element == id);
        Ok(touching.map(|alignment| Alignment { alignment: alignment.clone(), at: self.at }).collect())
    }

    /// What stands for it in the plans of its institution for earlier and later periods.
    ///
    /// Errors: `NOT_READY` while the registry has no codebook. Method: docs/periods-and-peers.md.
    async fn lineage(&self, ctx: &Context<'_>) -> ApiResult<ElementLineage> {
        ElementLineage::of(session(ctx)?, self).await
    }

    /// The passage of the source document that it rests on. Null: not recorded.
    async fn evidence(&self) -> Option<Direct<Evidence<'_>>> {
        self.element().evidence.as_ref().map(Evidence).map(Direct)
    }
}
