//! What a benchmark of one indicator over a cohort is made from.

use std::{collections::HashMap, sync::Arc};

use super::{
    cohort::LoadedCohort,
    error::{ApiError, ApiResult},
    plan_cache::Key,
    reference::{InstitutionRef, Reference},
    session::Session,
};
use crate::{
    comparison::{self, BenchmarkData, BenchmarkQuestion, UsesByRevision},
    domain::{
        cohort::CohortPlan,
        id::InstitutionId,
        indicator::{self, IndicatorMeasure},
    },
    index::benchmarks::CohortData,
};

/// The question besides the indicator and the cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Asked {
    pub(super) role: indicator::ObservationRole,
    pub(super) value: comparison::BenchmarkValue,
    pub(super) basis: Option<indicator::ObservationBasis>,
    pub(super) year: Option<i32>,
}

impl Asked {
    pub(super) fn check(self, definition: &indicator::Indicator) -> ApiResult<()> {
        use comparison::BenchmarkValue;
        if self.value == BenchmarkValue::RelativeChange && self.role != indicator::ObservationRole::Target {
            return Err(ApiError::bad_input(format!(
                "RELATIVE_CHANGE goes from the baseline to the target, and `role` is {}: leave `role` out, or ask for another `value`",
                self.role
            )));
        }
        if self.value.denominator().is_some() && definition.measure != IndicatorMeasure::Count {
            return Err(ApiError::bad_input(format!(
                "{} divides what is counted, and `{}` is of measure {}: ask for FIGURE, or for an indicator of measure COUNT",
                self.value, definition.slug, definition.measure
            )));
        }
        Ok(())
    }
}

/// A benchmark with what its parts lead to.
pub(super) struct LoadedBenchmark {
    pub(super) definition: Arc<indicator::Indicator>,
    pub(super) asked: Asked,
    pub(super) cohort: Arc<LoadedCohort>,
    pub(super) benchmark: Arc<comparison::Benchmark>,
}

impl LoadedBenchmark {
    /// Loads the figures of one indicator, and nothing else of the plans.
    pub(super) async fn load(
        session: &Session,
        definition: Arc<indicator::Indicator>,
        asked: Asked,
        cohort: Arc<LoadedCohort>,
    ) -> ApiResult<Self> {
        let key = |at, filter| Key::Benchmark(at, filter, definition.id, asked);
        let work_out = Box::pin(Self::work_out(session, &definition, asked, &cohort));
        let benchmark = cohort.kept_or(session, key, work_out).await?;
        Ok(Self { definition, asked, cohort, benchmark })
    }

    async fn work_out(
        session: &Session,
        definition: &indicator::Indicator,
        asked: Asked,
        cohort: &LoadedCohort,
    ) -> ApiResult<comparison::Benchmark> {
        let latest = cohort.source.latest();
        let plans = cohort.source.plans();
        let counted = || latest.latest.iter().filter_map(|place| plans.get(place as usize));
        let statistics = match asked.value.denominator() {
            Some(measure) => {
                let institutions: Vec<_> = counted().map(|plan| plan.institution).collect();
                session.store.institution_statistics(&institutions, measure, cohort.at).await?
            }
            None => HashMap::new(),
        };
        let Asked { role, value, basis, year } = asked;
        let question = BenchmarkQuestion { indicator: definition, role, value, basis, year };
        Ok(match cohort.source.index().and_then(|index| index.benchmarks()) {
            Some(benchmarks) => benchmarks.benchmark(&question, &CohortData { plans, latest, statistics: &statistics }),
            None => {
                let revisions: Vec<_> = counted().map(|plan| plan.revision).collect();
                let uses = session.store.indicator_uses(definition.id, &revisions, cohort.at).await?;
                let uses = UsesByRevision { plans, uses: &uses };
                let data = BenchmarkData { plans, latest, uses: &uses, statistics: &statistics };
                comparison::benchmark(&question, &data)
            }
        })
    }

    pub(super) fn plan_of(&self, entry: &comparison::BenchmarkEntry) -> ApiResult<&CohortPlan> {
        self.cohort.source.plan(entry.plan).ok_or_else(|| ApiError::internal(&MissingPart("the plan of a value")))
    }

    /// The place of an institution's entry; `None` where it has no comparable value.
    ///
    /// Errors: `NOT_FOUND` for an institution that there is not.
    pub(super) async fn place_of(&self, session: &Session, institution: &InstitutionRef) -> ApiResult<Option<usize>> {
        let id: InstitutionId = session.resolve(institution).await?;
        let plans = self.cohort.source.plans_of(id);
        let is_of = |entry: &comparison::BenchmarkEntry| plans.contains(&comparison::place(entry.plan));
        let place = self.benchmark.entries.iter().position(is_of);
        // An id is taken as it is. A slug that somebody has may be younger than the revision asked for.
        if place.is_none() && institution.slug().is_none() && session.institution(id, self.cohort.at).await?.is_none() {
            return Err(session.missing(institution).await?);
        }
        Ok(place)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("{0} is missing")]
pub(super) struct MissingPart(pub(super) &'static str);
