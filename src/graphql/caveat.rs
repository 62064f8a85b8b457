//! Caveats: what makes an answer less comparable than it looks.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};

use super::{
    cohort::LoadedCohort,
    error::{ApiError, ApiResult},
    plan::Plan,
    scalars::{LanguageTag, count},
    session::session,
    text::{self, LocalizedText},
    vocabularies::CaveatCode,
};
use crate::{
    comparison,
    domain::{id::PlanId, revision::RegistryRevision},
};

/// Plans that a caveat of a large cohort shows.
const MOST_PLANS: usize = 100;

/// The plans that the indexes of a caveat count through.
#[derive(Clone)]
enum Among {
    /// Those compared; a period without a plan has none.
    Loaded(Arc<[Option<Plan>]>),
    /// Those of a cohort, by their indexes.
    Ids(Arc<[PlanId]>, RegistryRevision),
    /// Those of a cohort, by their places.
    Cohort(Arc<LoadedCohort>),
}

/// Something to keep in mind when reading an answer.
#[derive(Description)]
pub(super) struct Caveat {
    caveat: comparison::Caveat,
    among: Among,
}

impl Caveat {
    /// Caveats of a comparison of these plans.
    pub(super) fn list(caveats: Vec<comparison::Caveat>, plans: &Arc<[Option<Plan>]>) -> Vec<Self> {
        caveats.into_iter().map(|caveat| Self { caveat, among: Among::Loaded(plans.clone()) }).collect()
    }

    /// Caveats of a question about a cohort.
    pub(super) fn list_by_id(
        caveats: Vec<comparison::Caveat>,
        plans: &Arc<[PlanId]>,
        at: RegistryRevision,
    ) -> Vec<Self> {
        caveats.into_iter().map(|caveat| Self { caveat, among: Among::Ids(plans.clone(), at) }).collect()
    }

    /// Caveats of a question about a cohort that is answered by places.
    pub(super) fn list_of_cohort(caveats: Vec<comparison::Caveat>, cohort: &Arc<LoadedCohort>) -> Vec<Self> {
        caveats.into_iter().map(|caveat| Self { caveat, among: Among::Cohort(cohort.clone()) }).collect()
    }
}

#[Object(use_type_description)]
impl Caveat {
    /// What it is.
    async fn code(&self) -> CaveatCode {
        self.caveat.code.into()
    }

    /// Says it in a sentence.
    async fn message(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        text::required(ctx, &self.caveat.message, &lang, None)
    }

    /// How many plans it is about.
    async fn plan_count(&self) -> i32 {
        count(self.caveat.plans.len())
    }

    /// The plans that it is about; of more than 100 the first 100, by slug.
    async fn plans(&self, ctx: &Context<'_>) -> ApiResult<Vec<Plan>> {
        let concerned = self.caveat.plans.iter();
        match &self.among {
            Among::Loaded(plans) => Ok(concerned.filter_map(|index| plans.get(index).cloned().flatten()).collect()),
            Among::Ids(ids, at) => shown(ctx, concerned.filter_map(|index| ids.get(index).copied()), *at).await,
            Among::Cohort(cohort) => shown(ctx, concerned.filter_map(|place| cohort.plan_at(place)), cohort.at).await,
        }
    }
}

/// The first plans of a large cohort.
async fn shown(
    ctx: &Context<'_>,
    concerned: impl Iterator<Item = PlanId>,
    at: RegistryRevision,
) -> ApiResult<Vec<Plan>> {
    let ids: Vec<PlanId> = concerned.take(MOST_PLANS).collect();
    let plans = session(ctx)?.plans(&ids, at).await?;
    ids.iter()
        .map(|id| {
            let plan = plans.get(id).cloned().ok_or_else(|| ApiError::internal(&MissingPlan(id.0)))?;
            Ok(Plan { plan, at })
        })
        .collect()
}

#[derive(Debug, thiserror::Error)]
#[error("the plan {0} of a cohort is missing")]
struct MissingPlan(uuid::Uuid);
