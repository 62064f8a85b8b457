//! `indicatorBenchmark`: one indicator over a cohort, and where one library stands.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};

use super::{
    caveat::Caveat,
    cohort::{Cohort, CohortInput, LoadedCohort},
    error::{ApiError, ApiResult, Nullable, nullable},
    indicator::{Indicator, Observation, PlanIndicator, Unit},
    institution::{Institution, InstitutionStatistic},
    loaded_benchmark::{Asked, LoadedBenchmark, MissingPart},
    paging::{self, Paged, Paging},
    plan::Plan,
    reference::{IndicatorRef, InstitutionRef, Reference},
    registry::ComputedFrom,
    scalars::count,
    session::session,
    vocabularies::{BenchmarkMissing, BenchmarkValue, ObservationBasis, ObservationRole},
};
use crate::{
    comparison,
    domain::id::{IndicatorId, ObservationId, PlanId},
    store::Page,
};

#[derive(Default)]
pub(super) struct IndicatorBenchmarkQuery;

#[Object]
impl IndicatorBenchmarkQuery {
    /// The distribution of one indicator over a cohort, one value for each institution, and where one library stands in it.
    ///
    /// The value of an institution is that of its latest plan in the cohort. Of the plan's figures without dimensions those
    /// count that have the role, year and basis asked for and a unit that converts into the indicator's; of several the one
    /// of the latest year, then the first in the document. A range counts as its midpoint, a bound as its value.
    ///
    /// Errors: `NOT_FOUND` for an indicator that there is not, or a reference of the cohort that leads nowhere;
    /// `BAD_USER_INPUT` for a role other than TARGET with RELATIVE_CHANGE, for PER_CAPITA and PER_STUDENT of an indicator
    /// that is no count, and for an indicator that was not defined yet at `asOf`; `NOT_READY` while the registry has no
    /// codebook. Method: docs/benchmarks-of-indicators.md.
    #[expect(clippy::too_many_arguments, reason = "a benchmark is asked for in one question")]
    async fn indicator_benchmark(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The indicator whose figures are compared.")] indicator: IndicatorRef,
        #[graphql(
            default_with = "ObservationRole::Target",
            desc = "Figures of this role. ACTUAL with `year` finds what a plan's review says of the last period, too."
        )]
        role: ObservationRole,
        #[graphql(default_with = "BenchmarkValue::Figure", desc = "What of the figures is compared.")]
        value: BenchmarkValue,
        #[graphql(desc = "Figures of this basis. Default: the one that most institutions have.")] basis: Option<
            ObservationBasis,
        >,
        #[graphql(
            desc = "Figures whose last year (`endYear`) is this one; of a relative change the targets. Default: the latest of each plan."
        )]
        year: Option<i32>,
        #[graphql(desc = "Which plans; default: the default cohort.")] cohort: Option<CohortInput>,
        #[graphql(desc = "A registry revision: the answer as it was then. Default: now.")] as_of: Option<String>,
    ) -> Nullable<IndicatorBenchmark> {
        nullable(async {
            let session = session(ctx)?;
            let at = session.as_of(as_of.as_deref()).await?;
            let id: IndicatorId = session.resolve(&indicator).await?;
            let definition = match session.indicator(id, at).await? {
                Some(definition) => definition,
                None if as_of.is_some() && indicator.slug().is_some() => {
                    return Err(ApiError::bad_input(format!(
                        "the indicator `{}` was not defined yet at registry revision {at}",
                        indicator.slug().unwrap_or_default()
                    )));
                }
                None => return Err(session.missing(&indicator).await?),
            };
            let asked = Asked { role: role.into(), value: value.into(), basis: basis.map(Into::into), year };
            asked.check(&definition)?;
            let cohort = LoadedCohort::load(session, cohort, as_of.as_deref()).await?;
            let loaded = LoadedBenchmark::load(session, definition, asked, cohort).await?;
            Ok(Some(IndicatorBenchmark(Arc::new(loaded))))
        })
        .await
    }
}

/// The distribution of one indicator over a cohort, one value for each institution. Every value leads to the figure, and the
/// figure to the passage that it rests on.
#[derive(Description)]
struct IndicatorBenchmark(Arc<LoadedBenchmark>);

impl IndicatorBenchmark {
    fn entry(&self, place: usize) -> BenchmarkEntry {
        BenchmarkEntry { loaded: self.0.clone(), place }
    }
}

#[Object(use_type_description)]
impl IndicatorBenchmark {
    /// What the answer was computed from.
    async fn computed_from(&self) -> ComputedFrom {
        self.0.cohort.computed_from()
    }

    /// The cohort as it was resolved, with what makes its plans less alike than they look.
    async fn cohort(&self, ctx: &Context<'_>) -> ApiResult<Cohort> {
        self.0.cohort.described(session(ctx)?, false).await
    }

    /// The indicator.
    async fn indicator(&self) -> Indicator {
        Indicator { indicator: self.0.definition.clone(), at: self.0.cohort.at }
    }

    /// The role of the figures; of a relative change TARGET, which is compared with the baseline.
    async fn role(&self) -> ObservationRole {
        self.0.asked.role.into()
    }

    /// What of the figures is compared.
    async fn value(&self) -> BenchmarkValue {
        self.0.asked.value.into()
    }

    /// The basis of the figures: the one asked for, or else the one that most institutions have. Null: none was asked for, and
    /// no institution has a figure.
    async fn basis(&self) -> Option<ObservationBasis> {
        self.0.benchmark.basis.map(Into::into)
    }

    /// The year asked for. Null: none was, and the latest figure of each plan counts.
    async fn year(&self) -> Option<i32> {
        self.0.asked.year
    }

    /// The unit of the values: the indicator's; where that has none, a unit of the quantity that most institutions have. With
    /// PER_CAPITA and PER_STUDENT the unit of what is divided: values are so many of it for each inhabitant or student. Null:
    /// values are shares (RELATIVE_CHANGE, where 0.25 is a quarter more), or there is no figure in a unit that is known.
    async fn unit(&self) -> Option<Unit> {
        let is_share = self.0.asked.value == comparison::BenchmarkValue::RelativeChange;
        self.0.benchmark.unit.filter(|_| !is_share).map(Unit)
    }

    /// Institutions with a comparable value. `count` + `missing` = the institutions of the cohort.
    async fn count(&self) -> i32 {
        count(self.0.benchmark.entries.len())
    }

    /// Institutions without a comparable value; `missingReasons` says why.
    async fn missing(&self) -> i32 {
        count(self.0.benchmark.n_missing())
    }

    /// Why institutions have no value, each under the first reason that holds; empty when all have one.
    async fn missing_reasons(&self) -> Vec<BenchmarkMissingReason> {
        let n_reasons = self.0.benchmark.missing.len();
        (0..n_reasons).map(|place| BenchmarkMissingReason { loaded: self.0.clone(), place }).collect()
    }

    /// The least value. Null: no institution has one.
    async fn min(&self) -> Option<f64> {
        self.0.benchmark.summary.min
    }

    /// The first quartile, by linear interpolation (type 7 of R). Null: no institution has a value.
    async fn q1(&self) -> Option<f64> {
        self.0.benchmark.summary.q1
    }

    /// The median. Null: no institution has a value.
    async fn median(&self) -> Option<f64> {
        self.0.benchmark.summary.median
    }

    /// The third quartile, as `q1`. Null: no institution has a value.
    async fn q3(&self) -> Option<f64> {
        self.0.benchmark.summary.q3
    }

    /// The greatest value. Null: no institution has one.
    async fn max(&self) -> Option<f64> {
        self.0.benchmark.summary.max
    }

    /// The arithmetic mean, each institution counted once. Null: no institution has a value.
    async fn mean(&self) -> Option<f64> {
        self.0.benchmark.summary.mean
    }

    /// The standard deviation of a sample (divided by `count` − 1). Null: fewer than 2 values.
    async fn standard_deviation(&self) -> Option<f64> {
        self.0.benchmark.summary.standard_deviation
    }

    /// The value below which the share `p` of the values lies, by linear interpolation (type 7 of R). Null: no institution has
    /// a value. Errors: `BAD_USER_INPUT` for a `p` outside 0 to 1.
    async fn quantile(
        &self,
        #[graphql(desc = "A share, 0 to 1: 0.9 for the value that nine tenths stay below.")] p: f64,
    ) -> Nullable<f64> {
        nullable(async {
            if !(0.0..=1.0).contains(&p) {
                return Err(ApiError::bad_input(format!("`p` is {p}: give a share from 0 to 1")));
            }
            Ok(self.0.benchmark.quantile(p))
        })
        .await
    }

    /// The values, best first by the indicator's direction, ties by the plan's slug; the largest first where neither way is
    /// better. 20 a page unless `first` or `last` (at most 100) says otherwise.
    async fn entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<BenchmarkEntry>> {
        const ORDER: &str = "benchmark.entries:n:";
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let places: Vec<usize> = (0..self.0.benchmark.entries.len()).collect();
        Ok(paging::connection(Page::of_slice(&places, &request).map(|place| self.entry(place)), ORDER))
    }

    /// Where one institution stands. Null: it has no plan in the cohort, or no comparable value; `missingReasons` says why.
    /// Errors: `NOT_FOUND` for an institution that there is not.
    async fn position(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The institution.")] institution: InstitutionRef,
    ) -> Nullable<BenchmarkEntry> {
        nullable(async {
            let place = self.0.place_of(session(ctx)?, &institution).await?;
            Ok(place.map(|place| self.entry(place)))
        })
        .await
    }

    /// The peers of one institution: those whose values differ least from its own, nearest first, ties by the plan's slug,
    /// without itself. Empty: it has no comparable value, or nobody else has. Errors: `NOT_FOUND` for an institution that there
    /// is not, `BAD_USER_INPUT` for `first` outside 0 to 100.
    async fn nearest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The institution.")] institution: InstitutionRef,
        #[graphql(default = 5, desc = "How many at most, 0 to 100.")] first: i32,
    ) -> ApiResult<Vec<BenchmarkEntry>> {
        let n = paging::best_of(ctx, first)?;
        let Some(place) = self.0.place_of(session(ctx)?, &institution).await? else { return Ok(Vec::new()) };
        let places = self.0.benchmark.nearest(place, n, self.0.cohort.source.plans());
        Ok(places.into_iter().map(|place| self.entry(place)).collect())
    }

    /// What makes the values less comparable than they look; empty when nothing is known to. What the plans have against them
    /// stands on `cohort`.
    async fn caveats(&self) -> Vec<Caveat> {
        self.0.cohort.caveats(self.0.benchmark.caveats.clone())
    }
}

/// Institutions that have no value in a benchmark, for one reason.
#[derive(Description)]
struct BenchmarkMissingReason {
    loaded: Arc<LoadedBenchmark>,
    // Invariant: an index into the benchmark's missing plans.
    place: usize,
}

impl BenchmarkMissingReason {
    fn missing(&self) -> &comparison::MissingPlans {
        &self.loaded.benchmark.missing[self.place]
    }
}

#[Object(use_type_description)]
impl BenchmarkMissingReason {
    /// Why.
    async fn reason(&self) -> BenchmarkMissing {
        self.missing().reason.into()
    }

    /// How many institutions it is; at least 1.
    async fn count(&self) -> i32 {
        count(self.missing().plans.len() as usize)
    }

    /// Their latest plans in the cohort, by slug, 20 a page unless `first` or `last` (at most 100) says otherwise.
    async fn plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<Plan>> {
        const ORDER: &str = "benchmark.missing:n:";
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let cohort = &self.loaded.cohort;
        let at = cohort.at;
        let places: Vec<u32> = self.missing().plans.iter().collect();
        let page = Page::of_slice(&places, &request).filter_map(|place| cohort.plan_at(place as usize));
        let wanted: Vec<PlanId> = page.items.iter().map(|(_, id)| *id).collect();
        let plans = session(ctx)?.plans(&wanted, at).await?;
        let page = page.filter_map(|id| Some(Plan { plan: plans.get(&id)?.clone(), at }));
        Ok(paging::connection(page, ORDER))
    }
}

/// The value of one institution in a benchmark, with what it rests on.
#[derive(Description, Clone)]
struct BenchmarkEntry {
    loaded: Arc<LoadedBenchmark>,
    // Invariant: an index into the benchmark's entries.
    place: usize,
}

impl BenchmarkEntry {
    fn entry(&self) -> &comparison::BenchmarkEntry {
        &self.loaded.benchmark.entries[self.place]
    }

    async fn load_plan(&self, ctx: &Context<'_>) -> ApiResult<Plan> {
        let at = self.loaded.cohort.at;
        let found = session(ctx)?.plan(self.loaded.plan_of(self.entry())?.plan, at).await?;
        let plan = found.ok_or_else(|| ApiError::internal(&MissingPart("the plan of a value")))?;
        Ok(Plan { plan, at })
    }

    async fn load_plan_indicator(&self, ctx: &Context<'_>) -> ApiResult<PlanIndicator> {
        let Plan { plan, at } = self.load_plan(ctx).await?;
        let content = session(ctx)?.content(&plan, at).await?;
        let found = PlanIndicator::find(&plan, &content, self.entry().plan_indicator, at);
        found.ok_or_else(|| ApiError::internal(&MissingPart("the plan indicator of a value")))
    }

    async fn load_observation(&self, ctx: &Context<'_>, id: ObservationId) -> ApiResult<Observation> {
        let found = self.load_plan_indicator(ctx).await?.observation(id);
        found.ok_or_else(|| ApiError::internal(&MissingPart("the figure of a value")))
    }
}

#[Object(use_type_description)]
impl BenchmarkEntry {
    /// Competition rank ("1224"), the best is 1: equal values have equal ranks. Null: the indicator is NEUTRAL.
    async fn rank(&self) -> Option<i32> {
        self.entry().rank.map(|rank| i32::try_from(rank).unwrap_or(i32::MAX))
    }

    /// (worse + ½ equal, itself included) ÷ `count`. Unit: share, 0..1, higher is better. Null: the indicator is NEUTRAL.
    async fn percentile_rank(&self) -> Option<f64> {
        self.entry().percentile_rank
    }

    /// The value, in the benchmark's unit; of a relative change a share: −0.1 is a tenth less.
    async fn value(&self) -> f64 {
        self.entry().value
    }

    /// The institution.
    async fn institution(&self, ctx: &Context<'_>) -> ApiResult<Institution> {
        let plan = self.loaded.plan_of(self.entry())?;
        Institution::of(ctx, plan.institution, self.loaded.cohort.at).await
    }

    /// Its latest plan in the cohort, which the figure is from.
    async fn plan(&self, ctx: &Context<'_>) -> ApiResult<Plan> {
        self.load_plan(ctx).await
    }

    /// The indicator as the plan states it.
    async fn plan_indicator(&self, ctx: &Context<'_>) -> ApiResult<PlanIndicator> {
        self.load_plan_indicator(ctx).await
    }

    /// The figure that the value was made of, with the passage that it rests on.
    async fn observation(&self, ctx: &Context<'_>) -> ApiResult<Observation> {
        self.load_observation(ctx, self.entry().observation).await
    }

    /// The figure that a relative change starts from, of the same plan indicator. Null: the value is no relative change.
    async fn baseline(&self, ctx: &Context<'_>) -> ApiResult<Option<Observation>> {
        let Some(id) = self.entry().baseline else { return Ok(None) };
        Ok(Some(self.load_observation(ctx, id).await?))
    }

    /// What the figure was divided by: the institution's population or students of the figure's year. Null: the value is not
    /// for each inhabitant or student.
    async fn denominator(&self) -> Option<InstitutionStatistic> {
        self.entry().denominator.as_deref().cloned().map(Into::into)
    }
}
