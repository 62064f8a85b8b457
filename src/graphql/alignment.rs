//! Alignments between elements of plans.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};

use super::{
    element::PlanElement,
    error::{ApiError, ApiResult},
    id::{self, NodeType},
    session::session,
    vocabularies::AlignmentRelation,
};
use crate::domain::{annotation, annotation::ElementOfPlan, revision::RegistryRevision};

/// A link that a person vouches for between elements of two plans.
#[derive(Description, Clone)]
pub(super) struct Alignment {
    pub(super) alignment: Arc<annotation::Alignment>,
    pub(super) at: RegistryRevision,
}

impl Alignment {
    async fn element(&self, ctx: &Context<'_>, element: ElementOfPlan) -> ApiResult<PlanElement> {
        let session = session(ctx)?;
        let gone = || {
            ApiError::not_ready(
                "this side of the alignment is gone from the current revision of its plan; ask for the plan's earlier revision",
            )
        };
        let plan = session.plan(element.plan, self.at).await?.ok_or_else(gone)?;
        let content = session.content(&plan, self.at).await?;
        PlanElement::find(&plan, &content, element.element, self.at).ok_or_else(gone)
    }
}

#[Object(use_type_description)]
impl Alignment {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id::encode(NodeType::Alignment, self.alignment.id)
    }

    /// The element that the link starts from.
    async fn source(&self, ctx: &Context<'_>) -> ApiResult<PlanElement> {
        self.element(ctx, self.alignment.source).await
    }

    /// The element that it leads to.
    async fn target(&self, ctx: &Context<'_>) -> ApiResult<PlanElement> {
        self.element(ctx, self.alignment.target).await
    }

    /// How the two relate, read from source to target.
    async fn relation(&self) -> AlignmentRelation {
        self.alignment.relation.into()
    }

    /// Why. Null: nobody said.
    async fn note(&self) -> Option<&str> {
        self.alignment.note.as_deref()
    }

    /// Who vouches for it.
    async fn coder(&self) -> &str {
        &self.alignment.coder
    }
}
