//! `compareCohortPeriods`: many institutions from one period to the next.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};
use tokio::sync::OnceCell;

use super::{
    caveat::Caveat,
    cohort::{Cohort, CohortInput, LoadedCohort},
    cohort_changes::{CohortChanges, ElementScores},
    compare_periods::{PeriodComparison, earlier_and_later},
    compare_plans::score,
    compared::Compared,
    error::{ApiError, ApiResult, Nullable, nullable},
    paging::{self, Paged, Paging},
    period::PlanningPeriod,
    plan::Plan,
    reference::PeriodRef,
    registry::ComputedFrom,
    scalars::count,
    session::{Session, session},
    theme::Theme,
    vocabularies::{PlanLayer, ShiftTestUnavailable},
};
use crate::{
    comparison::{self, CaveatCode, PairedPeriods, PlanPair},
    domain::{cohort::CohortFilter, id::PlanId, period},
    store::{Page, PageRequest},
};

#[derive(Default)]
pub(super) struct CompareCohortPeriodsQuery;

#[Object]
impl CompareCohortPeriodsQuery {
    /// What became of the goals, priorities and themes of many institutions from one period to the next. An institution
    /// counts with the plans that stand in the cohort for the two periods; institutions that have a plan for one of them
    /// alone are told apart.
    ///
    /// Errors: `NOT_FOUND` for a period or whatever else the cohort names that there is not, `BAD_USER_INPUT` for periods in
    /// the wrong order, a cohort that leaves one of the periods out, and one that names several plans of an institution for
    /// one of the periods, `NOT_READY` while the registry has no codebook. Method: docs/periods-and-peers.md.
    async fn compare_cohort_periods(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose plans; default: the default cohort. Leave `periods` out: `from` and `to` say which.")]
        cohort: Option<CohortInput>,
        #[graphql(desc = "The earlier period.")] from: PeriodRef,
        #[graphql(desc = "The later period.")] to: PeriodRef,
        #[graphql(desc = "A registry revision: the answer as it was then. Default: now.")] as_of: Option<String>,
    ) -> Nullable<CohortPeriodComparison> {
        nullable(async {
            let session = session(ctx)?;
            let at = session.as_of(as_of.as_deref()).await?;
            let [from, to] = earlier_and_later(session, [&from, &to], at).await?;
            let filter = of_both(cohort.unwrap_or_default().checked(session, at).await?, [&from, &to])?;
            let loaded = LoadedCohort::shared(session, filter, at).await?;
            let paired = comparison::pair_periods(loaded.cohort(), from.id, to.id).map_err(|several| {
                ApiError::bad_input(format!(
                    "the cohort names several plans of one institution for one period, `{}` and `{}`: name one of them",
                    several.one, several.other
                ))
            })?;
            Ok(Some(CohortPeriodComparison {
                loaded,
                from,
                to,
                paired: Arc::new(paired),
                theme_shifts: OnceCell::new(),
            }))
        })
        .await
    }
}

/// The filter narrowed to two periods, which it must let in.
fn of_both(mut filter: CohortFilter, periods: [&Arc<period::PlanningPeriod>; 2]) -> ApiResult<CohortFilter> {
    for period in periods {
        if filter.periods.as_ref().is_some_and(|named| !named.contains(&period.id)) {
            return Err(ApiError::bad_input(format!(
                "`cohort.periods` leaves out `{}`: leave `periods` out of the cohort, `from` and `to` say which",
                period.slug
            )));
        }
        let overlaps =
            |years: period::YearSpan| period.years.start() <= years.end() && period.years.end() >= years.start();
        if filter.overlaps_years.is_some_and(|years| !overlaps(years)) {
            return Err(ApiError::bad_input(format!(
                "`cohort.overlapsYears` leaves out `{}`: leave it out of the cohort, `from` and `to` say which periods",
                period.slug
            )));
        }
    }
    filter.periods = Some(periods.map(|period| period.id).to_vec());
    filter.overlaps_years = None;
    Ok(filter)
}

/// Many institutions' plans for two periods, set against each other.
#[derive(Description)]
pub(super) struct CohortPeriodComparison {
    loaded: Arc<LoadedCohort>,
    from: Arc<period::PlanningPeriod>,
    to: Arc<period::PlanningPeriod>,
    paired: Arc<PairedPeriods>,
    theme_shifts: OnceCell<comparison::CohortThemeShifts>,
}

impl CohortPeriodComparison {
    fn plan(&self, place: usize) -> Option<PlanId> {
        self.loaded.cohort().plans.get(place).map(|plan| plan.plan)
    }

    fn ids(&self, pair: PlanPair) -> Option<[PlanId; 2]> {
        Some([self.plan(pair.from)?, self.plan(pair.to)?])
    }

    /// A page of plans that stand in no pair.
    async fn alone(&self, session: &Session, places: &[usize], request: &PageRequest) -> ApiResult<Page<Plan>> {
        let page = Page::of_slice(places, request).filter_map(|place| self.plan(place));
        let ids: Vec<PlanId> = page.items.iter().map(|(_, id)| *id).collect();
        let at = self.loaded.at;
        let plans = session.plans(&ids, at).await?;
        Ok(page.filter_map(|id| Some(Plan { plan: plans.get(&id)?.clone(), at })))
    }

    /// What the pairs come to theme by theme, counted once for all fields that tell of it.
    async fn counted_themes(&self, session: &Session) -> ApiResult<&comparison::CohortThemeShifts> {
        let count = async || {
            let summaries = self.loaded.summaries(session).await?;
            let paired = self.paired.clone();
            let shifts = move |loaded: &LoadedCohort| {
                comparison::cohort_theme_shifts(&loaded.cohort().plans, &paired.pairs, &summaries, &loaded.codebook)
            };
            self.loaded.compute(shifts).await
        };
        self.theme_shifts.get_or_try_init(count).await
    }
}

#[Object(use_type_description)]
impl CohortPeriodComparison {
    /// What the answer was computed from.
    async fn computed_from(&self) -> ComputedFrom {
        self.loaded.computed_from()
    }

    /// The plans for either period, as the cohort was resolved. That there are two periods is the question, not a caveat;
    /// how few pairs there are stands in `caveats`.
    async fn cohort(&self, ctx: &Context<'_>) -> ApiResult<Cohort> {
        let answered = [CaveatCode::DifferentPeriods, CaveatCode::SmallCohort];
        self.loaded.described_but_for(session(ctx)?, &answered).await
    }

    /// The earlier period.
    async fn from_period(&self) -> PlanningPeriod {
        PlanningPeriod { period: self.from.clone(), at: self.loaded.at }
    }

    /// The later period.
    async fn to_period(&self) -> PlanningPeriod {
        PlanningPeriod { period: self.to.clone(), at: self.loaded.at }
    }

    /// Institutions with a plan for both periods: those that everything below counts.
    async fn pair_count(&self) -> i32 {
        count(self.paired.pairs.len())
    }

    /// Those of the pairs whose plans are both coded: those that `themeShifts` counts.
    async fn coded_pair_count(&self, ctx: &Context<'_>) -> ApiResult<i32> {
        Ok(count(self.counted_themes(session(ctx)?).await?.n_coded_pairs))
    }

    /// Institutions with a plan for the earlier period alone. They stand in no pair.
    async fn only_from_count(&self) -> i32 {
        count(self.paired.only_from.len())
    }

    /// Institutions with a plan for the later period alone. They stand in no pair.
    async fn only_to_count(&self) -> i32 {
        count(self.paired.only_to.len())
    }

    /// The plans of institutions that have one for the earlier period alone, by slug, 20 a page unless `first` or `last` (at
    /// most 100) says otherwise.
    async fn only_from(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<Plan>> {
        const ORDER: &str = "cohortPeriods.onlyFrom:n:";
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let page = self.alone(session(ctx)?, &self.paired.only_from, &request).await?;
        Ok(paging::connection(page, ORDER))
    }

    /// The plans of institutions that have one for the later period alone, by slug, 20 a page unless `first` or `last` (at
    /// most 100) says otherwise.
    async fn only_to(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<Plan>> {
        const ORDER: &str = "cohortPeriods.onlyTo:n:";
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let page = self.alone(session(ctx)?, &self.paired.only_to, &request).await?;
        Ok(paging::connection(page, ORDER))
    }

    /// What became of the topmost elements of a layer, added up over all pairs: each element of the earlier plans, and each
    /// of the later ones, is in exactly one change.
    ///
    /// Errors: `BAD_USER_INPUT` for more than 500 pairs, because every plan of them has to be read and matched: narrow the
    /// cohort, or page through `institutions`.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "PlanLayer::Goal", desc = "The layer whose topmost elements are matched.")]
        layer: PlanLayer,
        #[graphql(default_with = "comparison::DEFAULT_MIN_SCORE", desc = "Pairs below this score are no match; 0..1.")]
        min_score: f64,
        #[graphql(
            default_with = "comparison::DEFAULT_SPLIT_SCORE",
            desc = "From this score a leftover joins the pair of its best counterpart; 0..1."
        )]
        split_score: f64,
        #[graphql(
            default_with = "comparison::DEFAULT_CONTINUED_SCORE",
            desc = "From this score a pair is CONTINUED rather than REVISED; 0..1."
        )]
        continued_score: f64,
    ) -> ApiResult<CohortChanges> {
        let scores = ElementScores {
            min_score: score("minScore", min_score)?,
            split_score: score("splitScore", split_score)?,
            continued_score: score("continuedScore", continued_score)?,
        };
        let pairs: Vec<[PlanId; 2]> = self.paired.pairs.iter().filter_map(|&pair| self.ids(pair)).collect();
        CohortChanges::of(session(ctx)?, &self.loaded, pairs, layer.into(), scores).await
    }

    /// The institutions with a plan for both periods, each with its two plans set against each other as `comparePeriods` sets
    /// them, by slug of the earlier plan, 20 a page unless `first` or `last` (at most 100) says otherwise.
    async fn institutions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<PeriodComparison>> {
        const ORDER: &str = "cohortPeriods.institutions:n:";
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let session = session(ctx)?;
        let page = Page::of_slice(&self.paired.pairs, &request).filter_map(|pair| self.ids(pair));
        let ids: Vec<PlanId> = page.items.iter().flat_map(|(_, pair)| pair).copied().collect();
        let heads = session.plans(&ids, self.loaded.at).await?;
        let heads: Vec<_> = ids.iter().filter_map(|id| heads.get(id).cloned()).collect();
        let compared = Compared::load(session, &heads, self.loaded.at).await?;
        let mut pairs = compared.split(2).into_iter();
        let page = page.filter_map(|_| pairs.next().and_then(PeriodComparison::of_pair));
        Ok(paging::connection(page, ORDER))
    }

    /// How many institutions took each theme up, kept it and gave it up, over pairs whose plans are both coded: every theme
    /// of the codebook, the greatest change first, either way; ties in the codebook's order.
    async fn theme_shifts(&self, ctx: &Context<'_>) -> ApiResult<Vec<CohortThemeShift>> {
        let shifts = self.counted_themes(session(ctx)?).await?;
        Ok(shifts
            .shifts
            .iter()
            .map(|shift| {
                let comparison::CohortThemeShift {
                    theme,
                    n_from,
                    n_to,
                    n_kept,
                    n_gained,
                    n_lost,
                    from_share,
                    to_share,
                    delta,
                    mean_from_share,
                    mean_to_share,
                    test,
                } = *shift;
                CohortThemeShift {
                    theme: Theme::new(self.loaded.codebook.clone(), theme),
                    from_count: count(n_from),
                    to_count: count(n_to),
                    kept: count(n_kept),
                    gained: count(n_gained),
                    lost: count(n_lost),
                    from_share,
                    to_share,
                    delta,
                    mean_from_share,
                    mean_to_share,
                    statistic: test.ok().and_then(|test| test.statistic),
                    exact: test.ok().map(|test| test.exact),
                    p_value: test.ok().map(|test| test.p_value),
                    adjusted_p_value: test.ok().map(|test| test.adjusted_p_value),
                    reason: test.err().map(Into::into),
                }
            })
            .collect())
    }

    /// What to keep in mind besides the caveats of `cohort`; those of a single institution stand with it in `institutions`.
    async fn caveats(&self) -> Vec<Caveat> {
        self.loaded.caveats_by_index(self.paired.caveats(self.loaded.cohort()))
    }
}

/// How institutions took one theme up, kept it and gave it up. An institution addresses a theme if at least one topmost
/// element of its plan does, in any layer but SITUATION.
#[derive(SimpleObject)]
struct CohortThemeShift {
    /// The theme.
    theme: Theme,
    /// Institutions whose earlier plan addresses it: `kept` + `lost`.
    from_count: i32,
    /// Institutions whose later plan addresses it: `kept` + `gained`.
    to_count: i32,
    /// Institutions both of whose plans address it.
    kept: i32,
    /// Institutions whose later plan alone addresses it.
    gained: i32,
    /// Institutions whose earlier plan alone addresses it.
    lost: i32,
    /// `fromCount` ÷ coded pairs. Unit: share, 0..1. Null: there is no coded pair.
    from_share: Option<f64>,
    /// `toCount` ÷ coded pairs. Unit: share, 0..1. Null: there is no coded pair.
    to_share: Option<f64>,
    /// `toShare` − `fromShare`, -1..1. Null: there is no coded pair.
    delta: Option<f64>,
    /// How much room the theme takes: the mean, over coded pairs, of the share of the earlier plan's topmost elements that
    /// address it. Unit: share, 0..1. Null: there is no coded pair.
    mean_from_share: Option<f64>,
    /// The same mean over the later plans. Unit: share, 0..1. Null: there is no coded pair.
    mean_to_share: Option<f64>,
    /// McNemar's statistic, with one degree of freedom. Null: the test is exact, or was not made.
    statistic: Option<f64>,
    /// Whether the test is the exact binomial one, which few changes call for. Null: no test was made.
    exact: Option<bool>,
    /// The probability that `gained` and `lost` differ as much if a theme is as likely to be taken up as given up (McNemar,
    /// two-sided), 0..1. Null: no test was made; `reason` says why.
    p_value: Option<f64>,
    /// `pValue` adjusted for the number of themes tested (Benjamini and Hochberg), 0..1. Null: as `pValue`.
    adjusted_p_value: Option<f64>,
    /// Why no test was made. Null: one was.
    reason: Option<ShiftTestUnavailable>,
}
