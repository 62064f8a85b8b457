//! Progress towards targets: of an indicator, of an element, of a plan.

use std::{collections::HashSet, sync::Arc};

use async_graphql::{Context, Description, Object, SimpleObject};

use super::{
    error::ApiResult,
    indicator::{Observation, PlanIndicator},
    period::PlanningPeriod,
    registry::ComputedFrom,
    scalars::{Date, count},
    session::{Session, session},
    vocabularies::{ProgressMethod, ProgressStatus, ProgressUnavailable, SharesUnavailable},
};
use crate::{
    comparison,
    domain::{
        id::{ElementId, IndicatorId},
        plan::{self, PlanContent},
        revision::RegistryRevision,
    },
};

/// The progress of plan indicators, in their order: of each of them towards its targets.
async fn load(
    ctx: &Context<'_>,
    indicators: &[PlanIndicator],
    at: Option<Date>,
) -> ApiResult<Vec<Vec<comparison::TargetProgress>>> {
    let Some(PlanIndicator { plan, at: revision, .. }) = indicators.first() else { return Ok(Vec::new()) };
    let years = PlanningPeriod::of(ctx, plan.period, *revision).await?.period.years;
    let linked: HashSet<IndicatorId> = indicators.iter().filter_map(|found| found.stated().indicator).collect();
    let definitions = session(ctx)?.indicators(linked.into_iter(), *revision).await?;
    let progress = indicators.iter().map(|found| {
        let definition = found.stated().indicator.and_then(|id| definitions.get(&id));
        let direction = definition.map(|definition| definition.direction);
        comparison::target_progress(found.stated(), direction, years, at.map(|at| at.0))
    });
    Ok(progress.collect())
}

/// The progress of one plan indicator.
pub(super) async fn of_indicator(
    ctx: &Context<'_>,
    indicator: &PlanIndicator,
    at: Option<Date>,
) -> ApiResult<Vec<TargetProgress>> {
    let progress = load(ctx, std::slice::from_ref(indicator), at).await?;
    Ok(progress.into_iter().flatten().map(|progress| TargetProgress::new(indicator, progress)).collect())
}

/// Whose progress is added up.
pub(super) struct Measured<'a> {
    pub(super) plan: &'a Arc<plan::Plan>,
    pub(super) content: &'a Arc<PlanContent>,
    /// The registry revision that the plan is read at.
    pub(super) at: RegistryRevision,
}

impl Measured<'_> {
    /// Every indicator of the plan.
    pub(super) async fn whole(&self, ctx: &Context<'_>, at: Option<Date>) -> ApiResult<ProgressSummary> {
        let indicators = (0..self.content.indicators.len()).map(|index| self.indicator(index)).collect();
        self.summary(ctx, indicators, at).await
    }

    /// The indicators that measure an element or one below it.
    pub(super) async fn below(
        &self,
        ctx: &Context<'_>,
        element: usize,
        at: Option<Date>,
    ) -> ApiResult<ProgressSummary> {
        let tree = &self.content.tree;
        let below: HashSet<ElementId> =
            (element..tree.subtree_end(element)).filter_map(|index| tree.get(index)).map(|found| found.id).collect();
        let measures = |index: &usize| {
            let of = self.content.indicators.get(*index).and_then(|indicator| indicator.element);
            of.is_some_and(|element| below.contains(&element))
        };
        let indexes = (0..self.content.indicators.len()).filter(measures);
        self.summary(ctx, indexes.map(|index| self.indicator(index)).collect(), at).await
    }

    fn indicator(&self, index: usize) -> PlanIndicator {
        PlanIndicator { plan: self.plan.clone(), content: self.content.clone(), index, at: self.at }
    }

    async fn summary(
        &self,
        ctx: &Context<'_>,
        indicators: Vec<PlanIndicator>,
        at: Option<Date>,
    ) -> ApiResult<ProgressSummary> {
        let progress = load(ctx, &indicators, at).await?;
        let summary = comparison::progress_summary(progress.iter().map(Vec::as_slice));
        let targets = indicators.iter().zip(progress).flat_map(|(indicator, progress)| {
            progress.into_iter().map(move |progress| TargetProgress::new(indicator, progress))
        });
        Ok(ProgressSummary { targets: targets.collect(), summary, revision: self.at })
    }
}

/// How far an indicator has come towards one target; NOT_AVAILABLE comes with the reason, every other status with its
/// inputs. Method: docs/progress.md.
#[derive(Description, Clone)]
pub(super) struct TargetProgress {
    owner: PlanIndicator,
    // Invariant: its places are indexes into the owner's observations.
    progress: comparison::TargetProgress,
}

impl TargetProgress {
    fn new(owner: &PlanIndicator, progress: comparison::TargetProgress) -> Self {
        Self { owner: owner.clone(), progress }
    }

    fn observation(&self, place: usize) -> Observation {
        Observation { owner: self.owner.clone(), place }
    }
}

#[Object(use_type_description)]
impl TargetProgress {
    /// The plan indicator whose target it is.
    async fn plan_indicator(&self) -> PlanIndicator {
        self.owner.clone()
    }

    /// The target.
    async fn target(&self) -> Observation {
        self.observation(self.progress.target)
    }

    /// The figure that the way is measured from: the latest baseline before the target, of its basis and dimensions, in a
    /// unit that converts. Towards a change that is worked out of two levels, the level of the reference year. Null: there
    /// is none, or the way begins at 0, as that of a sum.
    async fn baseline(&self) -> Option<Observation> {
        self.progress.baseline.map(|place| self.observation(place))
    }

    /// The figure that was reached: the latest actual inside the target's span that is known at `at`, of the target's basis
    /// and dimensions, in a unit that converts. Reviews of the last period never count. Null: there is none such.
    async fn actual(&self) -> Option<Observation> {
        self.progress.actual.map(|place| self.observation(place))
    }

    /// How far the indicator has come.
    async fn status(&self) -> ProgressStatus {
        self.progress.status.into()
    }

    /// (actualValue − baselineValue) ÷ (targetValue − baselineValue). Unit: share of the way, 0 at the baseline and 1 at
    /// the target; below 0 where the indicator moved away, above 1 where it went beyond. Null: not known, or the status
    /// rests on the comparator alone.
    async fn ratio(&self) -> Option<f64> {
        self.progress.ratio
    }

    /// What even progress would have come to at `at`: the time since `startDate` ÷ the time between `startDate` and
    /// `dueDate`. Unit: share, 0..1. Null: `ratio` is.
    async fn expected_ratio(&self) -> Option<f64> {
        self.progress.expected.map(|expected| expected.ratio)
    }

    /// The date that `expectedRatio` is for: the one asked for, else the last day of the actual's year. Null: there is no
    /// `expectedRatio`.
    async fn at(&self) -> Option<Date> {
        self.progress.expected.map(|expected| Date(expected.at))
    }

    /// Time counts from the end of this day: the last of the baseline's year, or the one before the plan's period (for a
    /// sum, before its first year; for a change without a baseline, the last of its reference year). Null: there is no
    /// `expectedRatio`.
    async fn start_date(&self) -> Option<Date> {
        self.progress.expected.map(|expected| Date(expected.start))
    }

    /// The day at the end of which the target is due: the last of its year, or of the plan's period where it names none.
    /// Null: there is no `expectedRatio`.
    async fn due_date(&self) -> Option<Date> {
        self.progress.expected.map(|expected| Date(expected.due))
    }

    /// What the status rests on.
    async fn method(&self) -> ProgressMethod {
        self.progress.method.into()
    }

    /// Why progress is not known. Null: it is.
    async fn reason(&self) -> Option<ProgressUnavailable> {
        self.progress.reason.map(Into::into)
    }

    /// The number of the target that was reckoned with; of a range the end that is nearer to the baseline, the lower
    /// one where there is none. Unit: that of `target`. Null: the target names no figure.
    async fn target_value(&self) -> Option<f64> {
        self.progress.values.target
    }

    /// The number of the baseline that was reckoned with; 0 for a sum, and for a change unless a baseline of that change is
    /// given. Unit: that of `target`. Null: there is none.
    async fn baseline_value(&self) -> Option<f64> {
        self.progress.values.baseline
    }

    /// The number of the actual that was reckoned with; a range counts as its midpoint, a bound as its value, and two levels
    /// as the change between them where the target is a change. Unit: that of `target`. Null: there is none.
    async fn actual_value(&self) -> Option<f64> {
        self.progress.values.actual
    }
}

/// Progress of several indicators, added up. Every target counts once, whatever its weight in the plan: milestones, parts of
/// a whole, binding targets and expected ones alike.
#[derive(Description)]
pub(super) struct ProgressSummary {
    targets: Vec<TargetProgress>,
    summary: comparison::ProgressSummary,
    revision: RegistryRevision,
}

#[Object(use_type_description)]
impl ProgressSummary {
    /// What the numbers were computed from. Null: the registry has no codebook yet, which no number here rests on.
    async fn computed_from(&self, ctx: &Context<'_>) -> ApiResult<Option<ComputedFrom>> {
        let session: &Session = session(ctx)?;
        let codebook = session.codebook_if_any(self.revision).await?;
        Ok(codebook.map(|codebook| ComputedFrom::new(self.revision, codebook.version())))
    }

    /// Plan indicators, those without a target among them.
    async fn indicator_count(&self) -> i32 {
        count(self.summary.n_indicators)
    }

    /// Targets of all of them; the sum of the counts of `byStatus`.
    async fn target_count(&self) -> i32 {
        count(self.summary.n_targets)
    }

    /// How many targets have each status. All statuses are listed, in their order, also those that no target has.
    async fn by_status(&self) -> Vec<ProgressStatusCount> {
        let counts = self.summary.by_status.iter();
        counts.map(|&(status, n)| ProgressStatusCount { status: status.into(), count: count(n) }).collect()
    }

    /// How many targets have no known progress for each reason; together they are the targets NOT_AVAILABLE. All reasons are
    /// listed, in their order, also those that no target has.
    async fn by_reason(&self) -> Vec<ProgressReasonCount> {
        let counts = self.summary.by_reason.iter();
        counts.map(|&(reason, n)| ProgressReasonCount { reason: reason.into(), count: count(n) }).collect()
    }

    /// Targets ACHIEVED ÷ targets with known progress, which are those of every status but NOT_AVAILABLE. Unit: share, 0..1.
    /// Null: progress is known towards none, for the `reason` given.
    async fn achieved_share(&self) -> Option<f64> {
        self.summary.achieved_share
    }

    /// Targets ACHIEVED or ON_TRACK ÷ targets with known progress. Unit: share, 0..1. Null: as `achievedShare`.
    async fn on_track_share(&self) -> Option<f64> {
        self.summary.on_track_share
    }

    /// Why there are no shares. Null: there are.
    async fn reason(&self) -> Option<SharesUnavailable> {
        self.summary.reason.map(Into::into)
    }

    /// The progress behind the numbers: by plan indicator in document order, then by target. As long as the plan has
    /// targets; empty when none is set.
    async fn targets(&self) -> Vec<TargetProgress> {
        self.targets.clone()
    }
}

/// How many targets have a status.
#[derive(SimpleObject)]
struct ProgressStatusCount {
    /// The status.
    status: ProgressStatus,
    /// Targets that have it.
    count: i32,
}

/// How many targets have no known progress for a reason.
#[derive(SimpleObject)]
struct ProgressReasonCount {
    /// The reason.
    reason: ProgressUnavailable,
    /// Targets that it holds for.
    count: i32,
}
