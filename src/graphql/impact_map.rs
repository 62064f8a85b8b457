//! `impactMap`: the foci of a parent organization's plan against what its library's plan contributes.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};

use super::{
    caveat::Caveat,
    compare_plans::score,
    compared::Compared,
    element::PlanElement,
    error::{ApiError, ApiResult, Nullable, nullable},
    filter, paging,
    plan::Plan,
    reference::PlanRef,
    registry::ComputedFrom,
    scalars::{DateTime, count},
    session::session,
    theme::Theme,
    vocabularies::{ImpactLevel, MatchMethod, PlanLayer},
};
use crate::{
    comparison::{self, ElementRef, ImpactSides},
    domain::annotation,
};

/// Where the two plans stand among the compared ones.
const PLAN: usize = 0;
const PARENT: usize = 1;

/// Cells without a rating that an answer lists at most.
const MAX_UNRATED_CELLS: usize = 10_000;

/// Suggestions that an answer lists unless more or fewer are asked for.
const DEFAULT_SUGGESTIONS: i32 = 100;

#[derive(Default)]
pub(super) struct ImpactMapQuery;

#[Object]
impl ImpactMapQuery {
    /// Library Impact Map: the foci of the parent organization's plan (rows) against the contributions of the library's plan
    /// (columns), with what several raters say of each cell.
    ///
    /// Rows and columns are topmost elements of some layers: of those asked for; unless asked, of those that the ratings of
    /// this pair use; where nothing is rated, of GOAL, else of PRIORITY. What is rated is always in the map.
    ///
    /// Errors: `NOT_FOUND` for a plan that there is not; `BAD_USER_INPUT` for a plan that is its own parent, for an empty list
    /// of layers and for a plan that was not there yet `asOf`; `NOT_READY` while the registry has no codebook. Method:
    /// docs/impact-maps.md.
    async fn impact_map(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The library's plan: what it contributes.")] plan: PlanRef,
        #[graphql(desc = "The plan of the body that the library belongs to: what it contributes to.")] parent: PlanRef,
        #[graphql(desc = "The layers whose topmost elements are the rows; default: see the field.")]
        focus_layers: Option<Vec<PlanLayer>>,
        #[graphql(desc = "The layers whose topmost elements are the columns; default: see the field.")]
        contribution_layers: Option<Vec<PlanLayer>>,
        #[graphql(desc = "A registry revision: the answer as it was then. Default: now.")] as_of: Option<String>,
    ) -> Nullable<ImpactMap> {
        nullable(async {
            let focus_layers = filter::layers_named("focusLayers", focus_layers)?;
            let contribution_layers = filter::layers_named("contributionLayers", contribution_layers)?;
            let session = session(ctx)?;
            let compared = Compared::of(session, &[plan, parent], as_of.as_deref()).await?;
            let [of_library, of_parent] = compared.plans.as_slice() else { return Ok(None) };
            if of_library.plan.id == of_parent.plan.id {
                return Err(ApiError::bad_input(format!(
                    "`plan` and `parent` are both `{}`: give the plan of the body that the library belongs to as `parent`",
                    of_library.plan.slug
                )));
            }
            let ratings = session
                .store
                .impact_ratings_between(of_library.plan.id, of_parent.plan.id, compared.at)
                .await?;
            let map = match sides(&compared) {
                Some(sides) => comparison::impact_map(
                    &sides,
                    &ratings,
                    focus_layers.as_deref(),
                    contribution_layers.as_deref(),
                ),
                None => return Ok(None),
            };
            Ok(Some(ImpactMap { compared, ratings: Arc::new(ratings), map: Arc::new(map) }))
        })
        .await
    }
}

fn sides(compared: &Compared) -> Option<ImpactSides<'_>> {
    let plans = compared.sides();
    Some(ImpactSides { plan: *plans.get(PLAN)?, parent: *plans.get(PARENT)? })
}

/// The foci of a parent organization's plan against the contributions of its library's plan.
#[derive(Description)]
struct ImpactMap {
    compared: Arc<Compared>,
    ratings: Arc<Vec<annotation::ImpactRating>>,
    map: Arc<comparison::ImpactMap>,
}

impl ImpactMap {
    fn focus(&self, element: usize) -> PlanElement {
        self.compared.element(ElementRef { plan: PARENT, element })
    }

    fn contribution(&self, element: usize) -> PlanElement {
        self.compared.element(ElementRef { plan: PLAN, element })
    }

    fn rated_cell(&self, cell: &comparison::ImpactCell) -> ImpactCell {
        let ratings = cell.ratings.iter().filter_map(|&index| self.ratings.get(index));
        ImpactCell {
            focus: self.focus(cell.focus),
            contribution: self.contribution(cell.contribution),
            ratings: ratings.map(ImpactRating::from).collect(),
            consensus: Some(cell.consensus.into()),
        }
    }
}

#[Object(use_type_description)]
impl ImpactMap {
    /// What the answer was computed from.
    async fn computed_from(&self) -> ComputedFrom {
        ComputedFrom::new(self.compared.at, self.compared.codebook.version())
    }

    /// The library's plan.
    async fn plan(&self) -> Plan {
        self.compared.plan(PLAN)
    }

    /// The plan of the body that the library belongs to.
    async fn parent(&self) -> Plan {
        self.compared.plan(PARENT)
    }

    /// The rows: elements of the parent's plan, in document order. Empty: it has no element in the layers.
    async fn foci(&self) -> Vec<PlanElement> {
        self.map.foci.iter().map(|&focus| self.focus(focus)).collect()
    }

    /// The columns: elements of the library's plan, in document order. Empty: it has no element in the layers.
    async fn contributions(&self) -> Vec<PlanElement> {
        self.map.contributions.iter().map(|&contribution| self.contribution(contribution)).collect()
    }

    /// The cells of the map, by row and then by column: those with at least one rating, unless others are asked for.
    ///
    /// Errors: `BAD_USER_INPUT` where more than 10,000 unrated cells would be listed.
    async fn cells(
        &self,
        #[graphql(
            default_with = "Some(true)",
            desc = "True: the cells that somebody has rated. False: those that nobody has. Null: all of them."
        )]
        rated: Option<bool>,
    ) -> ApiResult<Vec<ImpactCell>> {
        let mut cells: Vec<((usize, usize), ImpactCell)> = Vec::new();
        if rated != Some(false) {
            cells.extend(self.map.cells.iter().map(|cell| ((cell.focus, cell.contribution), self.rated_cell(cell))));
        }
        if rated != Some(true) {
            let n_unrated = self.map.n_unrated();
            if n_unrated > MAX_UNRATED_CELLS {
                return Err(ApiError::bad_input(format!(
                    "{n_unrated} cells of this map have no rating, and at most {MAX_UNRATED_CELLS} are listed: ask for fewer `focusLayers` or `contributionLayers`"
                )));
            }
            cells.extend(self.map.unrated_cells().map(|place| {
                let (focus, contribution) = (self.focus(place.0), self.contribution(place.1));
                (place, ImpactCell { focus, contribution, ratings: Vec::new(), consensus: None })
            }));
        }
        cells.sort_by_key(|(place, _)| *place);
        Ok(cells.into_iter().map(|(_, cell)| cell).collect())
    }

    /// The whole map in a few numbers.
    async fn summary(&self) -> ImpactSummary {
        let map = &self.map;
        ImpactSummary {
            rated: count(map.cells.len()),
            unrated: count(map.n_unrated()),
            counts: counts(&map.counts),
            agreement: map.agreement,
            rating_count: count(map.n_ratings),
            rater_count: count(map.n_raters),
            compared_cell_count: count(map.n_compared_cells),
        }
    }

    /// What the library contributes to each focus: one line for each row, in their order.
    async fn by_focus(&self) -> Vec<FocusImpact> {
        let line = |line: &comparison::ImpactLine| FocusImpact {
            focus: self.focus(line.element),
            rated: count(line.n_rated),
            unrated: count(line.n_unrated),
            counts: counts(&line.counts),
            best: line.best.map(Into::into),
        };
        self.map.by_focus.iter().map(line).collect()
    }

    /// What each contribution contributes to: one line for each column, in their order.
    async fn by_contribution(&self) -> Vec<ContributionImpact> {
        let line = |line: &comparison::ImpactLine| ContributionImpact {
            contribution: self.contribution(line.element),
            rated: count(line.n_rated),
            unrated: count(line.n_unrated),
            counts: counts(&line.counts),
            best: line.best.map(Into::into),
        };
        self.map.by_contribution.iter().map(line).collect()
    }

    /// Foci without a consensus of BELIEVED or above in any cell. Those that nobody has rated are among them; `byFocus`
    /// tells which (`rated` is 0), and the caveat NOT_RATED says so.
    async fn uncovered_foci(&self) -> Vec<PlanElement> {
        self.map.uncovered_foci.iter().map(|&focus| self.focus(focus)).collect()
    }

    /// Contributions without a consensus of BELIEVED or above in any cell. Those that nobody has rated are among them;
    /// `byContribution` tells which (`rated` is 0), and the caveat NOT_RATED says so.
    async fn unaligned_contributions(&self) -> Vec<PlanElement> {
        self.map.unaligned_contributions.iter().map(|&contribution| self.contribution(contribution)).collect()
    }

    /// Unrated cells whose texts have something in common, best first: where raters may want to look next. A suggestion is no
    /// rating and counts nowhere.
    ///
    /// Errors: `BAD_USER_INPUT` for a score outside 0..1 and for more than 100 suggestions.
    async fn suggestions(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "comparison::DEFAULT_MIN_SCORE", desc = "Cells below this score are left out; 0..1.")]
        min_score: f64,
        #[graphql(default_with = "DEFAULT_SUGGESTIONS", desc = "So many of the best, at most 100.")] first: i32,
    ) -> ApiResult<Vec<ImpactSuggestion>> {
        let min_score = score("minScore", min_score)?;
        let first = paging::best_of(ctx, first)?;
        let map = self.map.clone();
        let found = self
            .compared
            .compute(move |compared| {
                let Some(sides) = sides(compared) else { return Vec::new() };
                let context = compared.context();
                let mut found = comparison::impact_suggestions(&sides, &context, &map, min_score);
                found.truncate(first);
                let pairs: Vec<(ElementRef, ElementRef)> = found
                    .iter()
                    .map(|found| {
                        (
                            ElementRef { plan: PLAN, element: found.contribution },
                            ElementRef { plan: PARENT, element: found.focus },
                        )
                    })
                    .collect();
                let shared = comparison::shared_by(&compared.sides(), &context, &pairs);
                found.into_iter().zip(shared).collect()
            })
            .await?;
        Ok(found
            .into_iter()
            .map(|(found, shared)| ImpactSuggestion {
                focus: self.focus(found.focus),
                contribution: self.contribution(found.contribution),
                score: found.score,
                method: found.method.into(),
                shared_themes: shared.themes.into_iter().map(|theme| self.compared.theme(theme)).collect(),
                shared_terms: shared.terms,
            })
            .collect())
    }

    /// Ratings of this pair of plans that are left out, because the focus or the contribution that they rate is gone from
    /// the plan as it stands; the caveat UNPLACED_RATINGS says from which.
    async fn unplaced_ratings(&self) -> i32 {
        count(self.map.unplaced.n_ratings)
    }

    /// What makes the map less certain than it looks; empty when nothing is known to.
    async fn caveats(&self) -> Vec<Caveat> {
        let plans: Arc<[Option<Plan>]> = [PLAN, PARENT].map(|index| Some(self.compared.plan(index))).into();
        let found = sides(&self.compared).map(|sides| comparison::impact_caveats(&sides, &self.map));
        Caveat::list(found.unwrap_or_default(), &plans)
    }
}

fn counts(counts: &[comparison::ImpactCount]) -> Vec<ImpactCount> {
    let count = |count: &comparison::ImpactCount| ImpactCount {
        level: count.level.into(),
        count: super::scalars::count(count.n_cells),
        share: count.share,
    };
    counts.iter().map(count).collect()
}

/// What one contribution does for one focus, as its raters see it.
#[derive(SimpleObject)]
struct ImpactCell {
    /// The row.
    focus: PlanElement,
    /// The column.
    contribution: PlanElement,
    /// What each rater says, by rater; empty where nobody has rated the cell.
    ratings: Vec<ImpactRating>,
    /// The lower median of the ratings, in the order N < CB < Y < Y+ < Y++: of an even number, the lower of the two middle
    /// ones. Null: nobody has rated the cell.
    consensus: Option<ImpactLevel>,
}

/// One rater's code in one cell.
#[derive(SimpleObject)]
struct ImpactRating {
    /// The code.
    level: ImpactLevel,
    /// Who rated.
    rater: String,
    /// Why, or what would show it. Null: the rater said nothing.
    note: Option<String>,
    /// When.
    rated_at: DateTime,
}

impl From<&annotation::ImpactRating> for ImpactRating {
    fn from(rating: &annotation::ImpactRating) -> Self {
        let annotation::ImpactRating { id: _, focus: _, contribution: _, level, rater, note, rated_at } = rating;
        Self { level: (*level).into(), rater: rater.clone(), note: note.clone(), rated_at: DateTime(*rated_at) }
    }
}

/// A map in a few numbers.
#[derive(SimpleObject)]
struct ImpactSummary {
    /// Cells with at least one rating.
    rated: i32,
    /// Cells without one: foci × contributions, less `rated`.
    unrated: i32,
    /// How often each level is the consensus, best first. Empty: no cell is rated.
    counts: Vec<ImpactCount>,
    /// How far the raters agree: Krippendorff's alpha, ordinal, over the cells with two or more ratings. Unit: 1 is full
    /// agreement, 0 what chance gives, below 0 is less than that. Null: it is not defined, because no cell has two ratings
    /// (`comparedCellCount` is 0) or all of them are the same level.
    agreement: Option<f64>,
    /// Ratings in the cells.
    rating_count: i32,
    /// People who rated any of the cells.
    rater_count: i32,
    /// Cells with two or more ratings: what `agreement` rests on.
    compared_cell_count: i32,
}

/// How often a level is the consensus.
#[derive(SimpleObject)]
struct ImpactCount {
    /// The level.
    level: ImpactLevel,
    /// Rated cells with this consensus.
    count: i32,
    /// `count` ÷ rated cells. Unit: share, 0..1.
    share: f64,
}

/// What the library contributes to one focus.
#[derive(SimpleObject)]
struct FocusImpact {
    /// The focus.
    focus: PlanElement,
    /// Cells of the row with at least one rating.
    rated: i32,
    /// Cells of the row without one.
    unrated: i32,
    /// How often each level is the consensus in the row, best first. Empty: no cell of the row is rated.
    counts: Vec<ImpactCount>,
    /// The best consensus in the row. Null: no cell of the row is rated.
    best: Option<ImpactLevel>,
}

/// What one contribution contributes to.
#[derive(SimpleObject)]
struct ContributionImpact {
    /// The contribution.
    contribution: PlanElement,
    /// Cells of the column with at least one rating.
    rated: i32,
    /// Cells of the column without one.
    unrated: i32,
    /// How often each level is the consensus in the column, best first. Empty: no cell of the column is rated.
    counts: Vec<ImpactCount>,
    /// The best consensus in the column. Null: no cell of the column is rated.
    best: Option<ImpactLevel>,
}

/// An unrated cell whose focus and contribution have something in common. It is no rating.
#[derive(SimpleObject)]
struct ImpactSuggestion {
    /// The row.
    focus: PlanElement,
    /// The column.
    contribution: PlanElement,
    /// How much the two say the same. Unit: score, 0..1.
    score: f64,
    /// CURATED: a person has aligned the two; TEXT: their themes and words are alike.
    method: MatchMethod,
    /// Themes that both address, in the codebook's order.
    shared_themes: Vec<Theme>,
    /// Words that both use, the rarest first, at most 10.
    shared_terms: Vec<String>,
}
