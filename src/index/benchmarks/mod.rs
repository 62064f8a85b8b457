//! The figures of indicators in all plans of a registry, ready for benchmarks: the distribution that
//! [`benchmark`](crate::comparison::benchmark) computes, found by walking values that are in order already.

mod column;
mod figures;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use self::column::{Column, ColumnKey};
pub use self::figures::PlanFigures;
use crate::{
    comparison::{
        Benchmark, BenchmarkData, BenchmarkFigure, BenchmarkQuestion, BenchmarkValue, IndicatorUses, LatestPlans,
        PlanSet, benchmark, better, place,
    },
    domain::{
        cohort::CohortPlan,
        id::{IndicatorId, InstitutionId},
        institution::InstitutionStatistic,
    },
};

/// The figures of one revision of a registry. Places are those of the [`CohortIndex`](super::cohorts::CohortIndex).
#[derive(Debug, Default)]
pub struct BenchmarkIndex {
    /// By place; `None` for plans that use no definition.
    figures: Vec<Option<Arc<PlanFigures>>>,
    using: HashMap<IndicatorId, PlanSet>,
    /// Made when they are first asked for: a registry has far more definitions than are asked about at one revision.
    columns: Mutex<HashMap<(IndicatorId, ColumnKey), Arc<Column>>>,
}

/// The plans that a benchmark is about.
#[derive(Clone, Copy, Debug)]
pub struct CohortData<'a> {
    /// Every plan of the registry, by place.
    pub plans: &'a [CohortPlan],
    /// Which of the cohort's plans count.
    pub latest: &'a LatestPlans,
    /// The statistics of their institutions that figures are divided by.
    pub statistics: &'a HashMap<InstitutionId, Vec<InstitutionStatistic>>,
}

/// The uses of one definition.
struct Uses<'a> {
    index: &'a BenchmarkIndex,
    indicator: IndicatorId,
}

impl IndicatorUses for Uses<'_> {
    fn figures(&self, place: u32) -> Option<Vec<BenchmarkFigure>> {
        self.index.figures.get(place as usize)?.as_ref()?.of_indicator(self.indicator)
    }
}

impl BenchmarkIndex {
    /// The index of the figures of plans, by place.
    pub fn build(figures: Vec<Option<Arc<PlanFigures>>>) -> Self {
        let mut using: HashMap<IndicatorId, PlanSet> = HashMap::new();
        for (index, figures) in figures.iter().enumerate() {
            for indicator in figures.iter().flat_map(|figures| figures.indicators()) {
                using.entry(indicator).or_default().insert(place(index));
            }
        }
        Self { figures, using, columns: Mutex::default() }
    }

    /// The distribution of an indicator over a cohort.
    pub fn benchmark(&self, question: &BenchmarkQuestion<'_>, data: &CohortData<'_>) -> Benchmark {
        let CohortData { plans, latest, statistics } = *data;
        match self.column(question) {
            Some(column) => {
                column.values_of(question, &latest.latest).compared(better(question.indicator), plans, latest)
            }
            None => {
                let uses = Uses { index: self, indicator: question.indicator.id };
                benchmark(question, &BenchmarkData { plans, latest, uses: &uses, statistics })
            }
        }
    }

    /// What stands for plans in the commonest question: figures as they are, the latest of each plan, in a unit that does not
    /// depend on the cohort.
    fn column(&self, question: &BenchmarkQuestion<'_>) -> Option<Arc<Column>> {
        let BenchmarkQuestion { indicator, role, value, basis: _, year } = *question;
        if value != BenchmarkValue::Figure || year.is_some() {
            return None;
        }
        let key = ColumnKey { role, unit: indicator.unit?, direction: indicator.direction };
        let known = |index: &Self| index.lock().get(&(indicator.id, key)).cloned();
        if let Some(column) = known(self) {
            return Some(column);
        }
        // Two requests may make the same column at once; that is cheaper than holding up those that ask for others.
        let using = self.using.get(&indicator.id).cloned().unwrap_or_default();
        let uses = Uses { index: self, indicator: indicator.id };
        let column = Arc::new(Column::of(indicator, key, using, &uses));
        self.lock().insert((indicator.id, key), column.clone());
        Some(column)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(IndicatorId, ColumnKey), Arc<Column>>> {
        // Whoever panicked while holding it had nothing half done.
        self.columns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
