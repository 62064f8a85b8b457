//! `comparePlans`: two or more plans side by side.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};

use super::{
    caveat::Caveat,
    compared::Compared,
    direct::{Direct, DirectList},
    element::PlanElement,
    error::{ApiError, ApiResult, Nullable, nullable},
    filter,
    indicator::{Indicator, PlanIndicator},
    plan::Plan,
    plan_cache::Question,
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
            Ok(Some(PlanComparison(compared)))
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
    async fn plans(&self) -> DirectList<Plan> {
        (0..self.0.plans.len()).map(|index| self.0.plan(index)).collect()
    }

    /// Every theme of the codebook, in its order, with one cell for each plan.
    async fn themes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The layers to count in; default: all but SITUATION.")] layers: Option<Vec<PlanLayer>>,
    ) -> ApiResult<DirectList<ThemeRow<'_>>> {
        let layers: Option<Vec<domain::element::PlanLayer>> = filter::layers(layers)?;
        let rows = self.0.find_at_once(session(ctx)?, Question::Themes(layers.clone()), |compared| {
            comparison::theme_rows(&compared.sides(), &compared.context(), layers.as_deref())
        });
        let places = 0..rows.len();
        Ok(places.map(|row| ThemeRow { compared: &self.0, rows: rows.clone(), row }).collect())
    }

    /// Groups of corresponding elements across the plans, best match first; an element without a counterpart stands alone.
    async fn matches(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "PlanLayer::Goal", desc = "The layer whose topmost elements are matched.")]
        layer: PlanLayer,
        #[graphql(default_with = "comparison::DEFAULT_MIN_SCORE", desc = "Pairs below this score are no match; 0..1.")]
        min_score: f64,
    ) -> ApiResult<DirectList<ElementMatch<'_>>> {
        let min_score = score("minScore", min_score)?;
        let question = Question::Matches { layer: layer.into(), min_score: min_score.to_bits() };
        let work = move |compared: &Compared| {
            comparison::element_matches(&compared.sides(), &compared.context(), layer.into(), min_score)
        };
        let matches = self.0.find(session(ctx)?, question, work).await?;
        let places = 0..matches.len();
        Ok(places.map(|place| ElementMatch { compared: &self.0, matches: matches.clone(), place }).collect())
    }

    /// Indicators side by side: first those linked to the catalogue, by slug, then those that no plan has linked.
    async fn indicators(&self) -> DirectList<IndicatorRow> {
        let compared = &self.0;
        let plans: Arc<[Option<Plan>]> = (0..compared.plans.len()).map(|index| Some(compared.plan(index))).collect();
        comparison::indicator_rows(&compared.sides(), &compared.context())
            .into_iter()
            .map(|row| IndicatorRow {
                indicator: row.indicator.and_then(|id| compared.indicator(id)).map(Direct),
                cells: row
                    .cells
                    .into_iter()
                    .map(|cell| IndicatorCell {
                        plan: Direct(compared.plan(cell.plan)),
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
    async fn similarity(&self, ctx: &Context<'_>) -> ApiResult<DirectList<PlanSimilarity>> {
        let work = |compared: &Compared| comparison::similarities(&compared.sides(), &compared.context());
        let pairs = self.0.find(session(ctx)?, Question::Similarities, work).await?;
        Ok(pairs
            .iter()
            .map(|pair| PlanSimilarity {
                a: Direct(self.0.plan(pair.a)),
                b: Direct(self.0.plan(pair.b)),
                theme_cosine: pair.theme_cosine,
                theme_jaccard: pair.theme_jaccard,
                matched_goal_share: pair.matched_goal_share,
            })
            .collect())
    }

    /// What makes the plans less comparable than they look; empty when nothing is known to.
    async fn caveats(&self, ctx: &Context<'_>) -> ApiResult<Vec<Caveat>> {
        let caveats =
            self.0.find_at_once(session(ctx)?, Question::Caveats, |compared| comparison::caveats(&compared.sides()));
        let plans: Arc<[Option<Plan>]> = (0..self.0.plans.len()).map(|index| Some(self.0.plan(index))).collect();
        Ok(Caveat::list(caveats.to_vec(), &plans))
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
#[derive(Description)]
struct ThemeRow<'a> {
    compared: &'a Compared,
    rows: Arc<Vec<comparison::ThemeRow>>,
    // Invariant: an index into the rows.
    row: usize,
}

#[Object(use_type_description)]
impl ThemeRow<'_> {
    /// The theme.
    async fn theme(&self) -> Direct<Theme> {
        Direct(self.compared.theme(self.rows[self.row].theme))
    }

    /// One cell for each plan, in the order of the plans.
    async fn cells(&self) -> DirectList<ThemeCell<'_>> {
        self.rows[self.row].cells.iter().map(|cell| ThemeCell { compared: self.compared, cell }).collect()
    }
}

/// One theme in one plan.
#[derive(Description)]
struct ThemeCell<'a> {
    compared: &'a Compared,
    cell: &'a comparison::ThemeCell,
}

#[Object(use_type_description)]
impl ThemeCell<'_> {
    /// The plan.
    async fn plan(&self) -> Direct<Plan> {
        Direct(self.compared.plan(self.cell.plan))
    }

    /// Whether the plan addresses the theme, and if not, what that means.
    async fn presence(&self) -> Presence {
        self.cell.presence.into()
    }

    /// Topmost elements of the layers asked for that address the theme. Null: not coded, or not applicable.
    async fn element_count(&self) -> Option<i32> {
        self.cell.element_count.map(|n| n as i32)
    }

    /// `elementCount` ÷ topmost elements of those layers. Unit: share, 0..1. Null: as `elementCount`.
    async fn share(&self) -> Option<f64> {
        self.cell.share
    }

    /// The elements counted, in document order.
    async fn elements(&self) -> DirectList<PlanElement> {
        self.compared.elements(&self.cell.elements)
    }
}

/// Elements of several plans that correspond to each other.
#[derive(Description)]
struct ElementMatch<'a> {
    compared: &'a Compared,
    matches: Arc<Vec<comparison::ElementMatch>>,
    // Invariant: an index into the matches.
    place: usize,
}

impl ElementMatch<'_> {
    fn found(&self) -> &comparison::ElementMatch {
        &self.matches[self.place]
    }
}

#[Object(use_type_description)]
impl ElementMatch<'_> {
    /// The elements, by plan in the order asked for, then in document order.
    async fn elements(&self) -> DirectList<PlanElement> {
        self.compared.elements(&self.found().elements)
    }

    /// How many of the plans have an element in the group.
    async fn plans_covered(&self) -> i32 {
        self.found().plans_covered as i32
    }

    /// Mean score of the group's pairs across plans, 0..1; 0 for an element that stands alone.
    async fn score(&self) -> f64 {
        self.found().score
    }

    /// Whether people vouch for the group, or the texts do; NONE for an element that stands alone.
    async fn method(&self) -> MatchMethod {
        self.found().method.into()
    }

    /// Themes that elements of at least two plans address, in the codebook's order.
    async fn shared_themes(&self) -> DirectList<Theme> {
        self.found().shared_themes.iter().map(|&theme| self.compared.theme(theme)).collect()
    }

    /// Words that elements of at least two plans share, the rarest first, at most 10.
    async fn shared_terms(&self) -> &[String] {
        &self.found().shared_terms
    }
}

/// One indicator across the plans.
#[derive(SimpleObject)]
struct IndicatorRow {
    /// The definition. Null: the plans have not linked it to the catalogue.
    indicator: Option<Direct<Indicator>>,
    /// One cell for each plan, in the order of the plans.
    cells: DirectList<IndicatorCell>,
    /// Whether at least two plans have figures of one role, basis and quantity.
    comparable: bool,
    /// Why figures cannot be compared as they stand; empty when nothing is known to hinder.
    caveats: Vec<Caveat>,
}

/// One indicator in one plan.
#[derive(SimpleObject)]
struct IndicatorCell {
    /// The plan.
    plan: Direct<Plan>,
    /// Its uses of the indicator; empty when it has none.
    plan_indicators: DirectList<PlanIndicator>,
}

/// How alike two plans are, in three numbers.
#[derive(SimpleObject)]
struct PlanSimilarity {
    /// One plan.
    a: Direct<Plan>,
    /// The other plan.
    b: Direct<Plan>,
    /// Cosine of the plans' theme shares, 0..1. Null: one of them is not coded or addresses no theme.
    theme_cosine: Option<f64>,
    /// Themes that both address ÷ themes that either addresses, 0..1. Null: one is not coded, or neither addresses any.
    theme_jaccard: Option<f64>,
    /// Goals matched one to one (score at least 0.35), times two ÷ the goals of both, 0..1. Null: neither states goals.
    matched_goal_share: Option<f64>,
}
