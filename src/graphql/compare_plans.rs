//! `comparePlans`: two or more plans side by side.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};

use super::{
    caveat::Caveat,
    compared::Compared,
    element::PlanElement,
    error::{ApiError, ApiResult, Nullable, nullable},
    filter,
    indicator::{Indicator, PlanIndicator},
    plan::Plan,
    reference::PlanRef,
    registry::ComputedFrom,
    session::session,
    theme::Theme,
    vocabularies::{MatchMethod, PlanLayer, Presence},
};
use crate::{comparison, domain};

#[derive(Default)]
pub(super) struct ComparePlansQuery;

#[Object]
impl ComparePlansQuery {
    /// Two or more plans side by side.
    ///
    /// Errors: `NOT_FOUND` for a plan that there is not, `BAD_USER_INPUT` for fewer than 2 or more than 20 plans, `NOT_READY`
    /// while the registry has no codebook. Method: docs/comparisons.md.
    async fn compare_plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "2 to 20 plans; the answer keeps their order.")] plans: Vec<PlanRef>,
        #[graphql(desc = "A registry revision: the answer as it was then. Default: now.")] as_of: Option<String>,
    ) -> Nullable<PlanComparison> {
        nullable(async {
            const N_PLANS: std::ops::RangeInclusive<usize> = 2..=20;
            if !N_PLANS.contains(&plans.len()) {
                return Err(ApiError::bad_input(format!(
                    "{} plans are named, and a comparison takes {} to {}",
                    plans.len(),
                    N_PLANS.start(),
                    N_PLANS.end()
                )));
            }
            let compared = Compared::of(session(ctx)?, &plans, as_of.as_deref()).await?;
            Ok(Some(PlanComparison(Arc::new(compared))))
        })
        .await
    }
}

/// Two or more plans side by side.
#[derive(Description)]
struct PlanComparison(Arc<Compared>);

#[Object(use_type_description)]
impl PlanComparison {
    /// What the answer was computed from.
    async fn computed_from(&self) -> ComputedFrom {
        ComputedFrom::new(self.0.at, self.0.codebook.version())
    }

    /// The plans, in the order asked for.
    async fn plans(&self) -> Vec<Plan> {
        (0..self.0.plans.len()).map(|index| self.0.plan(index)).collect()
    }

    /// Every theme of the codebook, in its order, with one cell for each plan.
    async fn themes(
        &self,
        #[graphql(desc = "The layers to count in; default: all but SITUATION.")] layers: Option<Vec<PlanLayer>>,
    ) -> ApiResult<Vec<ThemeRow>> {
        let layers: Option<Vec<domain::element::PlanLayer>> = filter::layers(layers)?;
        let compared = &self.0;
        let rows = comparison::theme_rows(&compared.sides(), &compared.context(), layers.as_deref());
        Ok(rows
            .into_iter()
            .map(|row| ThemeRow {
                theme: compared.theme(row.theme),
                cells: row.cells.into_iter().map(|cell| theme_cell(compared, cell)).collect(),
            })
            .collect())
    }

    /// Groups of corresponding elements across the plans, best match first; an element without a counterpart stands alone.
    async fn matches(
        &self,
        #[graphql(default_with = "PlanLayer::Goal", desc = "The layer whose topmost elements are matched.")]
        layer: PlanLayer,
        #[graphql(default_with = "comparison::DEFAULT_MIN_SCORE", desc = "Pairs below this score are no match; 0..1.")]
        min_score: f64,
    ) -> ApiResult<Vec<ElementMatch>> {
        let min_score = score("minScore", min_score)?;
        let matches = self
            .0
            .compute(move |compared| {
                comparison::element_matches(&compared.sides(), &compared.context(), layer.into(), min_score)
            })
            .await?;
        Ok(matches
            .into_iter()
            .map(|found| ElementMatch {
                elements: self.0.elements(&found.elements),
                plans_covered: found.plans_covered as i32,
                score: found.score,
                method: found.method.into(),
                shared_themes: found.shared_themes.into_iter().map(|theme| self.0.theme(theme)).collect(),
                shared_terms: found.shared_terms,
            })
            .collect())
    }

    /// Indicators side by side: first those linked to the catalogue, by slug, then those that no plan has linked.
    async fn indicators(&self) -> Vec<IndicatorRow> {
        let compared = &self.0;
        let plans: Arc<[Option<Plan>]> = (0..compared.plans.len()).map(|index| Some(compared.plan(index))).collect();
        comparison::indicator_rows(&compared.sides(), &compared.context())
            .into_iter()
            .map(|row| IndicatorRow {
                indicator: row.indicator.and_then(|id| compared.indicator(id)),
                cells: row
                    .cells
                    .into_iter()
                    .map(|cell| IndicatorCell {
                        plan: compared.plan(cell.plan),
                        plan_indicators: cell
                            .plan_indicators
                            .into_iter()
                            .map(|index| compared.plan_indicator(cell.plan, index))
                            .collect(),
                    })
                    .collect(),
                comparable: row.comparable,
                caveats: Caveat::list(row.caveats, &plans),
            })
            .collect()
    }

    /// How alike each two of the plans are.
    async fn similarity(&self) -> ApiResult<Vec<PlanSimilarity>> {
        let pairs = self.0.compute(|compared| comparison::similarities(&compared.sides(), &compared.context())).await?;
        Ok(pairs
            .into_iter()
            .map(|pair| PlanSimilarity {
                a: self.0.plan(pair.a),
                b: self.0.plan(pair.b),
                theme_cosine: pair.theme_cosine,
                theme_jaccard: pair.theme_jaccard,
                matched_goal_share: pair.matched_goal_share,
            })
            .collect())
    }

    /// What makes the plans less comparable than they look; empty when nothing is known to.
    async fn caveats(&self) -> Vec<Caveat> {
        let plans: Arc<[Option<Plan>]> = (0..self.0.plans.len()).map(|index| Some(self.0.plan(index))).collect();
        Caveat::list(comparison::caveats(&self.0.sides()), &plans)
    }
}

fn theme_cell(compared: &Compared, cell: comparison::ThemeCell) -> ThemeCell {
    ThemeCell {
        plan: compared.plan(cell.plan),
        presence: cell.presence.into(),
        element_count: cell.element_count.map(|n| n as i32),
        share: cell.share,
        elements: compared.elements(&cell.elements),
    }
}

/// A score that an argument gives.
pub(super) fn score(name: &str, value: f64) -> ApiResult<f64> {
    if (0.0..=1.0).contains(&value) {
        Ok(value)
    } else {
        Err(ApiError::bad_input(format!("`{name}` is {value}: give a score from 0 to 1")))
    }
}

/// One theme across the plans.
#[derive(SimpleObject)]
struct ThemeRow {
    /// The theme.
    theme: Theme,
    /// One cell for each plan, in the order of the plans.
    cells: Vec<ThemeCell>,
}

/// One theme in one plan.
#[derive(SimpleObject)]
struct ThemeCell {
    /// The plan.
    plan: Plan,
    /// Whether the plan addresses the theme, and if not, what that means.
    presence: Presence,
    /// Topmost elements of the layers asked for that address the theme. Null: not coded, or not applicable.
    element_count: Option<i32>,
    /// `elementCount` ÷ topmost elements of those layers. Unit: share, 0..1. Null: as `elementCount`.
    share: Option<f64>,
    /// The elements counted, in document order.
    elements: Vec<PlanElement>,
}

/// Elements of several plans that correspond to each other.
#[derive(SimpleObject)]
struct ElementMatch {
    /// The elements, by plan in the order asked for, then in document order.
    elements: Vec<PlanElement>,
    /// How many of the plans have an element in the group.
    plans_covered: i32,
    /// Mean score of the group's pairs across plans, 0..1; 0 for an element that stands alone.
    score: f64,
    /// Whether people vouch for the group, or the texts do; NONE for an element that stands alone.
    method: MatchMethod,
    /// Themes that elements of at least two plans address, in the codebook's order.
    shared_themes: Vec<Theme>,
    /// Words that elements of at least two plans share, the rarest first, at most 10.
    shared_terms: Vec<String>,
}

/// One indicator across the plans.
#[derive(SimpleObject)]
struct IndicatorRow {
    /// The definition. Null: the plans have not linked it to the catalogue.
    indicator: Option<Indicator>,
    /// One cell for each plan, in the order of the plans.
    cells: Vec<IndicatorCell>,
    /// Whether at least two plans have figures of one role, basis and quantity.
    comparable: bool,
    /// Why figures cannot be compared as they stand; empty when nothing is known to hinder.
    caveats: Vec<Caveat>,
}

/// One indicator in one plan.
#[derive(SimpleObject)]
struct IndicatorCell {
    /// The plan.
    plan: Plan,
    /// Its uses of the indicator; empty when it has none.
    plan_indicators: Vec<PlanIndicator>,
}

/// How alike two plans are, in three numbers.
#[derive(SimpleObject)]
struct PlanSimilarity {
    /// One plan.
    a: Plan,
    /// The other plan.
    b: Plan,
    /// Cosine of the plans' theme shares, 0..1. Null: one of them is not coded or addresses no theme.
    theme_cosine: Option<f64>,
    /// Themes that both address ÷ themes that either addresses, 0..1. Null: one is not coded, or neither addresses any.
    theme_jaccard: Option<f64>,
    /// Goals matched one to one (score at least 0.35), times two ÷ the goals of both, 0..1. Null: neither states goals.
    matched_goal_share: Option<f64>,
}
