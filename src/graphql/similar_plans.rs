//! Which plans of a cohort are most like one plan.

use std::sync::Arc;

use async_graphql::{Description, Object};

use super::{
    caveat::Caveat,
    cohort::{CohortInput, LoadedCohort},
    compared::Compared,
    error::{ApiError, ApiResult},
    plan::Plan,
    registry::ComputedFrom,
    session::Session,
    theme::Theme,
};
use crate::{
    coding::CodingSummary,
    comparison::{self, MOST_MATCHED_PLANS},
};

/// Another plan, and how it is like the one asked about.
#[derive(Description)]
pub(super) struct SimilarPlan {
    compared: Arc<Compared>,
    found: comparison::SimilarPlan,
}

/// The plans of a cohort that are most like a plan.
pub(super) async fn similar_plans(
    session: &Session,
    plan: &Plan,
    first: i32,
    cohort: Option<CohortInput>,
) -> ApiResult<Vec<SimilarPlan>> {
    let first = usize::try_from(first).ok().filter(|first| *first <= MOST_MATCHED_PLANS).ok_or_else(|| {
        ApiError::bad_input(format!("`first` is {first}: give a number from 0 to {MOST_MATCHED_PLANS}"))
    })?;
    let at = plan.at;
    let filter = cohort.unwrap_or_default().checked(session, at).await?;
    let loaded = LoadedCohort::shared(session, filter, at).await?;
    let summaries = loaded.summaries(session).await?;
    let (content, codes) = (session.content(&plan.plan, at).await?, session.codes(&plan.plan, at).await?);
    let own = CodingSummary::of(&content.tree, &codes, &loaded.codebook);
    let nearest = comparison::nearest_by_themes(
        plan.plan.institution,
        &own,
        &loaded.cohort().plans,
        &summaries,
        &loaded.codebook,
    );
    let heads = session.plans(&nearest, at).await?;
    let near = nearest.iter().filter_map(|id| heads.get(id).cloned());
    let plans: Vec<_> = std::iter::once(plan.plan.clone()).chain(near).collect();
    let compared = Arc::new(Compared::load(session, &plans, at).await?);
    let similar =
        compared.compute(|compared| comparison::similar_plans(&compared.sides(), &compared.context())).await?;
    let similar = similar.into_iter().take(first);
    Ok(similar.map(|found| SimilarPlan { compared: compared.clone(), found }).collect())
}

#[Object(use_type_description)]
impl SimilarPlan {
    /// What the numbers were computed from.
    async fn computed_from(&self) -> ComputedFrom {
        ComputedFrom::new(self.compared.at, self.compared.codebook.version())
    }

    /// The other plan.
    async fn plan(&self) -> Plan {
        self.compared.plan(self.found.similarity.b)
    }

    /// Mean of `themeCosine` and `matchedGoalShare`, of those that are known, 0..1; the same from either plan's side.
    async fn score(&self) -> f64 {
        self.found.score
    }

    /// Cosine of the plans' theme shares, 0..1, as `comparePlans` gives it. Null: one of them is not coded or addresses no
    /// theme.
    async fn theme_cosine(&self) -> Option<f64> {
        self.found.similarity.theme_cosine
    }

    /// Themes that both address ÷ themes that either addresses, 0..1, as `comparePlans` gives it. Null: one is not coded, or
    /// neither addresses any.
    async fn theme_jaccard(&self) -> Option<f64> {
        self.found.similarity.theme_jaccard
    }

    /// Goals matched one to one (score at least 0.35), times two ÷ the goals of both, 0..1, as `comparePlans` gives it. Null:
    /// neither states goals.
    async fn matched_goal_share(&self) -> Option<f64> {
        self.found.similarity.matched_goal_share
    }

    /// Themes that both address, in the codebook's order.
    async fn shared_themes(&self) -> Vec<Theme> {
        self.found.shared_themes.iter().map(|theme| self.compared.theme(*theme)).collect()
    }

    /// What makes the two plans less comparable than they look; empty when nothing is known to.
    async fn caveats(&self) -> Vec<Caveat> {
        let places = [self.found.similarity.a, self.found.similarity.b];
        let sides = self.compared.sides();
        let sides: Vec<_> = places.iter().filter_map(|&place| sides.get(place).copied()).collect();
        let plans: Arc<[Option<Plan>]> = places.iter().map(|&place| Some(self.compared.plan(place))).collect();
        Caveat::list(comparison::caveats(&sides), &plans)
    }
}
