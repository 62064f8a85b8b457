//! `frameworkAlignment`: which parts of a framework a plan addresses, and where.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};

use super::{
    caveat::Caveat,
    compare_plans::score,
    compared::Compared,
    element::PlanElement,
    error::{ApiResult, Nullable, nullable},
    filter, paging,
    plan::Plan,
    reference::PlanRef,
    registry::ComputedFrom,
    scalars::count,
    session::session,
    theme::Theme,
    vocabularies::{MatchMethod, PlanLayer, Presence},
};
use crate::{
    comparison::{self, ElementRef},
    domain::id::ThemeId,
};

/// Where the two plans stand among the compared ones.
const PLAN: usize = 0;
const FRAMEWORK: usize = 1;

/// Passages of a part that an answer lists unless more or fewer are asked for.
const DEFAULT_PASSAGES: i32 = 20;

#[derive(Default)]
pub(super) struct FrameworkQuery;

#[Object]
impl FrameworkQuery {
    /// Which parts of a framework, such as the areas of IFLA's strategy, a plan addresses, how strongly, and where. Any plan
    /// can be the framework; a plan as its own framework addresses every part with strength 1.
    ///
    /// The parts are the topmost elements of the framework's layer GOAL; where it has none, of PRIORITY. A part is addressed
    /// through itself or anything under it, by any element of the plan outside the layer SITUATION.
    ///
    /// Errors: `NOT_FOUND` for a plan that there is not; `BAD_USER_INPUT` for a score outside 0..1, for an empty list of
    /// layers and for a plan that was not there yet `asOf`; `NOT_READY` while the registry has no codebook. Method:
    /// docs/impact-maps.md.
    async fn framework_alignment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The plan that is looked at.")] plan: PlanRef,
        #[graphql(desc = "The plan that it is held against.")] framework: PlanRef,
        #[graphql(desc = "The layers whose topmost elements are the parts; default: see the field.")]
        part_layers: Option<Vec<PlanLayer>>,
        #[graphql(
            default_with = "comparison::DEFAULT_MIN_SCORE",
            desc = "An element of the plan that scores below this addresses nothing; 0..1."
        )]
        min_score: f64,
        #[graphql(desc = "A registry revision: the answer as it was then. Default: now.")] as_of: Option<String>,
    ) -> Nullable<FrameworkAlignment> {
        nullable(async {
            let min_score = score("minScore", min_score)?;
            let part_layers = filter::layers_named("partLayers", part_layers)?;
            let compared = Compared::of(session(ctx)?, &[plan, framework], as_of.as_deref()).await?;
            let alignment = compared
                .compute(move |compared| match compared.sides().as_slice() {
                    [plan, framework] => Some(comparison::framework_alignment(
                        plan,
                        framework,
                        &compared.context(),
                        part_layers.as_deref(),
                        min_score,
                    )),
                    _ => None,
                })
                .await?;
            Ok(alignment.map(|alignment| FrameworkAlignment { compared, alignment }))
        })
        .await
    }
}

/// A plan held against a framework.
#[derive(Description)]
struct FrameworkAlignment {
    compared: Arc<Compared>,
    alignment: comparison::FrameworkAlignment,
}

#[Object(use_type_description)]
impl FrameworkAlignment {
    /// What the answer was computed from.
    async fn computed_from(&self) -> ComputedFrom {
        ComputedFrom::new(self.compared.at, self.compared.codebook.version())
    }

    /// The plan that is looked at.
    async fn plan(&self) -> Plan {
        self.compared.plan(PLAN)
    }

    /// The plan that it is held against.
    async fn framework(&self) -> Plan {
        self.compared.plan(FRAMEWORK)
    }

    /// The framework's parts, in document order. Empty: it has no element in the layers.
    async fn parts(&self) -> Vec<FrameworkPart> {
        let part =
            |part: &comparison::FrameworkPart| FrameworkPart { compared: self.compared.clone(), part: part.clone() };
        self.alignment.parts.iter().map(part).collect()
    }

    /// How many parts there are.
    async fn part_count(&self) -> i32 {
        count(self.alignment.parts.len())
    }

    /// How many parts the plan addresses. Null: there is no part, or of some part it is not known (NOT_CODED,
    /// NOT_APPLICABLE).
    async fn addressed_count(&self) -> Option<i32> {
        self.alignment.n_addressed.map(count)
    }

    /// The plan's topmost goals and priorities that address no part, neither themselves nor through anything under them; in
    /// document order. Null: as `addressedCount`.
    async fn unaligned_elements(&self) -> Option<Vec<PlanElement>> {
        let unaligned = self.alignment.unaligned.as_ref()?;
        Some(unaligned.iter().map(|&element| self.compared.element(ElementRef { plan: PLAN, element })).collect())
    }

    /// What makes the answer less certain than it looks; empty when nothing is known to.
    async fn caveats(&self) -> Vec<Caveat> {
        let plans: Arc<[Option<Plan>]> = [PLAN, FRAMEWORK].map(|index| Some(self.compared.plan(index))).into();
        let found = match self.compared.sides().as_slice() {
            [plan, framework] => comparison::framework_caveats(plan, framework),
            _ => Vec::new(),
        };
        Caveat::list(found, &plans)
    }
}

/// One part of a framework in a plan.
#[derive(Description)]
struct FrameworkPart {
    compared: Arc<Compared>,
    part: comparison::FrameworkPart,
}

impl FrameworkPart {
    fn is_known(&self) -> bool {
        self.part.strength.is_some()
    }

    fn themes(&self, themes: &[ThemeId]) -> Vec<Theme> {
        themes.iter().map(|&theme| self.compared.theme(theme)).collect()
    }
}

#[Object(use_type_description)]
impl FrameworkPart {
    /// The part: an element of the framework, with all that stands under it.
    async fn part(&self) -> PlanElement {
        self.compared.element(ElementRef { plan: FRAMEWORK, element: self.part.part })
    }

    /// Whether the plan addresses the part. NOT_MENTIONED: nothing in it scores high enough. NOT_CODED: the two share no
    /// language and one of them is not coded, so that absence means nothing. NOT_APPLICABLE: the plan has no element outside
    /// the layer SITUATION.
    async fn presence(&self) -> Presence {
        self.part.presence.into()
    }

    /// The best score of any element of the plan with anything of the part, also where it is below `minScore`. Unit: score,
    /// 0..1. Null: not coded, or not applicable.
    async fn strength(&self) -> Option<f64> {
        self.part.strength
    }

    /// How many elements of the plan address the part. Null: as `strength`.
    async fn passage_count(&self) -> Option<i32> {
        self.is_known().then_some(count(self.part.passages.len()))
    }

    /// How much of the plan addresses the part: topmost elements of each layer but SITUATION that are or hold a passage ÷ all
    /// of these. Unit: share, 0..1. Null: as `strength`.
    async fn plan_share(&self) -> Option<f64> {
        self.part.plan_share
    }

    /// Themes of the part that the plan takes up ÷ themes of the part, wherever in either they stand: common ground that does
    /// not rest on how alike single statements are. Unit: share, 0..1. Null: either is not coded, or the part has no theme.
    async fn theme_share(&self) -> Option<f64> {
        self.part.themes.as_ref()?.share()
    }

    /// Themes of the part that the plan addresses anywhere outside the layer SITUATION, in the codebook's order. Null: either
    /// is not coded.
    async fn addressed_themes(&self) -> Option<Vec<Theme>> {
        Some(self.themes(&self.part.themes.as_ref()?.addressed))
    }

    /// Themes of the part that the plan does not address, in the codebook's order. Null: either is not coded.
    async fn missing_themes(&self) -> Option<Vec<Theme>> {
        Some(self.themes(&self.part.themes.as_ref()?.missing))
    }

    /// The elements of the plan that address the part, each once, best first.
    ///
    /// Errors: `BAD_USER_INPUT` for more than 100.
    async fn passages(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            default_with = "DEFAULT_PASSAGES",
            desc = "So many of the best, at most 100; `passageCount` says how many there are."
        )]
        first: i32,
    ) -> ApiResult<Vec<FrameworkPassage>> {
        let first = paging::best_of(ctx, first)?;
        let shown: Vec<comparison::FrameworkPassage> = self.part.passages.iter().take(first).copied().collect();
        let pairs: Vec<(ElementRef, ElementRef)> = shown
            .iter()
            .map(|passage| {
                (
                    ElementRef { plan: PLAN, element: passage.element },
                    ElementRef { plan: FRAMEWORK, element: passage.framework_element },
                )
            })
            .collect();
        let places = pairs.clone();
        let shared = self
            .compared
            .compute(move |compared| comparison::shared_by(&compared.sides(), &compared.context(), &places))
            .await?;
        Ok(shown
            .into_iter()
            .zip(pairs)
            .zip(shared)
            .map(|((passage, (own, other)), shared)| FrameworkPassage {
                element: self.compared.element(own),
                framework_element: self.compared.element(other),
                score: passage.score,
                method: passage.method.into(),
                shared_themes: shared.themes.into_iter().map(|theme| self.compared.theme(theme)).collect(),
                shared_terms: shared.terms,
            })
            .collect())
    }
}

/// An element of a plan that addresses a part of a framework. What it rests on in the source is the element's `evidence`.
#[derive(SimpleObject)]
struct FrameworkPassage {
    /// The element of the plan.
    element: PlanElement,
    /// What of the part it scores highest with; of equals the first in document order.
    framework_element: PlanElement,
    /// How much the two say the same. Unit: score, 0..1.
    score: f64,
    /// CURATED: a person has aligned the two; TEXT: their themes and words are alike.
    method: MatchMethod,
    /// Themes that both address, in the codebook's order.
    shared_themes: Vec<Theme>,
    /// Words that both use, the rarest first, at most 10.
    shared_terms: Vec<String>,
}
