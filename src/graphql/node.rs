//! Anything by its global id.

use std::sync::Arc;

use async_graphql::{Context, ID, Interface, Object};

use super::{
    alignment::Alignment,
    element::PlanElement,
    error::{ApiError, ApiResult, Nullable, nullable},
    evidence::SourceDocument,
    id::{self, NodeType},
    indicator::{Indicator, Observation, PlanIndicator},
    innovation_case::InnovationCase,
    institution::Institution,
    period::PlanningPeriod,
    plan::Plan,
    session::session,
    study::Study,
    theme::Theme,
};
use crate::domain::id::{
    AlignmentId, DocumentId, ElementId, IndicatorId, InnovationCaseId, InstitutionId, ObservationId, PeriodId, PlanId,
    PlanIndicatorId, StudyId, ThemeId,
};

#[derive(Default)]
pub(super) struct NodeQuery;

/// Anything that has a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Global id."))]
enum Node {
    Alignment(Alignment),
    Indicator(Indicator),
    InnovationCase(InnovationCase),
    Institution(Institution),
    Observation(Observation),
    Plan(Plan),
    PlanElement(PlanElement),
    PlanIndicator(PlanIndicator),
    PlanningPeriod(PlanningPeriod),
    SourceDocument(SourceDocument),
    Study(Study),
    Theme(Theme),
}

#[Object]
impl NodeQuery {
    /// Anything by its global id; null when there is nothing of this id.
    ///
    /// Errors: `BAD_USER_INPUT` when the id is not one of this registry's.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The `id` of an earlier answer.")] id: ID,
    ) -> Nullable<Node> {
        nullable(async { find(ctx, &id).await }).await
    }

    /// Anything by global ids, at most 100, in their order; null where there is nothing of an id, and null with an error
    /// where an id is not one of this registry's.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most 100 ids of earlier answers.")] ids: Vec<ID>,
    ) -> ApiResult<Vec<Nullable<Node>>> {
        const N_IDS: usize = 100;
        if ids.len() > N_IDS {
            return Err(ApiError::bad_input(format!(
                "{} ids are given, and at most {N_IDS} are answered: ask in parts",
                ids.len()
            )));
        }
        // Side by side, so that loaders fetch records of one type together.
        Ok(futures_util::future::join_all(ids.iter().map(|id| nullable(find(ctx, id)))).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> ApiResult<Option<Node>> {
    let (node, uuid) = id::decode(id)?;
    let session = session(ctx)?;
    let at = session.now().await?;
    Ok(match node {
        NodeType::Alignment => session
            .alignment(AlignmentId(uuid), at)
            .await?
            .map(|alignment| Node::Alignment(Alignment { alignment, at })),
        NodeType::Indicator => session
            .indicator(IndicatorId(uuid), at)
            .await?
            .map(|indicator| Node::Indicator(Indicator { indicator, at })),
        NodeType::InnovationCase => session
            .innovation_case(InnovationCaseId(uuid), at)
            .await?
            .map(|case| Node::InnovationCase(InnovationCase { case, at })),
        NodeType::Institution => session
            .institution(InstitutionId(uuid), at)
            .await?
            .map(|institution| Node::Institution(Institution { institution, at })),
        NodeType::Observation => {
            let id = ObservationId(uuid);
            let Some((plan, indicator)) = session.owner_of_observation(id, at).await? else { return Ok(None) };
            let owner = plan_indicator(ctx, plan, indicator).await?;
            owner.and_then(|owner| owner.observation(id)).map(Node::Observation)
        }
        NodeType::Plan => session.plan(PlanId(uuid), at).await?.map(|plan| Node::Plan(Plan { plan, at })),
        NodeType::PlanElement => {
            let id = ElementId(uuid);
            let Some(plan) = session.plan_of_element(id).await? else { return Ok(None) };
            let Some(plan) = session.plan(plan, at).await? else { return Ok(None) };
            let content = session.content(&plan, at).await?;
            PlanElement::find(&plan, &content, id, at).map(Node::PlanElement)
        }
        NodeType::PlanIndicator => {
            let id = PlanIndicatorId(uuid);
            let Some(plan) = session.plan_of_plan_indicator(id).await? else { return Ok(None) };
            plan_indicator(ctx, plan, id).await?.map(Node::PlanIndicator)
        }
        NodeType::PlanningPeriod => {
            session.period(PeriodId(uuid), at).await?.map(|period| Node::PlanningPeriod(PlanningPeriod { period, at }))
        }
        NodeType::SourceDocument => session
            .document(DocumentId(uuid))
            .await?
            .map(|document: Arc<_>| Node::SourceDocument(SourceDocument(document))),
        NodeType::Study => session.study(StudyId(uuid), at).await?.map(|study| Node::Study(Study { study, at })),
        NodeType::Theme => {
            let Some(codebook) = session.codebook_if_any(at).await? else { return Ok(None) };
            let id = ThemeId(uuid);
            codebook.theme(id).is_some().then(|| Node::Theme(Theme::new(codebook.clone(), id)))
        }
    })
}

async fn plan_indicator(ctx: &Context<'_>, plan: PlanId, id: PlanIndicatorId) -> ApiResult<Option<PlanIndicator>> {
    let session = session(ctx)?;
    let at = session.now().await?;
    let Some(plan) = session.plan(plan, at).await? else { return Ok(None) };
    let content = session.content(&plan, at).await?;
    Ok(PlanIndicator::find(&plan, &content, id, at))
}
