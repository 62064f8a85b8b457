//! What benchmarks read of the uses of an indicator: figures of the whole without words and passages.

use std::collections::HashMap;

use crate::{
    comparison::figures::is_bound,
    domain::{
        cohort::CohortPlan,
        id::{ObservationId, PlanIndicatorId, PlanRevisionId},
        indicator::{Comparator, Figure, IndicatorUse, ObservationBasis, ObservationRole, point_value},
        unit::Unit,
    },
};

/// A figure of the whole: one without dimensions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BenchmarkFigure {
    /// The plan indicator that it is of.
    pub plan_indicator: PlanIndicatorId,
    /// The figure.
    pub observation: ObservationId,
    /// What it is for.
    pub role: ObservationRole,
    /// How it bounds the quantity.
    pub comparator: Comparator,
    /// The figure; `None` where it is qualitative.
    pub value: Option<f64>,
    /// The upper end of a range.
    pub upper: Option<f64>,
    /// What is counted.
    pub unit: Option<Unit>,
    /// What span or change it is of.
    pub basis: ObservationBasis,
    /// First year of the span.
    pub start_year: Option<i32>,
    /// Last year of the span, or the year of a point.
    pub end_year: Option<i32>,
    /// The year that a change is against.
    pub reference_year: Option<i32>,
}

/// First year of a span over which something is summed up or averaged, the year a change is against, and the last year.
pub type FigureYears = (Option<i32>, Option<i32>, Option<i32>);

impl BenchmarkFigure {
    /// The figures of one use that are of the whole, in the order written.
    pub fn of_use(used: &IndicatorUse) -> impl Iterator<Item = Self> + '_ {
        let of_the_whole = used.observations.iter().filter(|observation| observation.figure.dimensions.is_empty());
        of_the_whole.map(|observation| {
            let Figure {
                role,
                comparator,
                value,
                upper,
                unit,
                basis,
                start_year,
                end_year,
                reference_year,
                dimensions: _,
                text: _,
                evidence: _,
            } = observation.figure;
            Self {
                plan_indicator: used.plan_indicator,
                observation: observation.id,
                role,
                comparator,
                value,
                upper,
                unit,
                basis,
                start_year,
                end_year,
                reference_year,
            }
        })
    }

    /// The value of a bound, the midpoint of a range.
    pub(super) fn point_value(&self) -> Option<f64> {
        point_value(self.value, self.upper)
    }

    /// Whether a bound or a range is read as one value.
    pub fn is_bound(&self) -> bool {
        is_bound(self.comparator)
    }

    /// The years that it is of: values of the same years compare best.
    pub fn years(&self) -> FigureYears {
        use ObservationBasis::{Annual, AnnualAverage, ChangeAbsolute, ChangeRelative, Cumulative, Point};
        let start = match self.basis {
            AnnualAverage | Cumulative => self.start_year,
            Point | Annual | ChangeAbsolute | ChangeRelative => None,
        };
        let reference = match self.basis {
            ChangeAbsolute | ChangeRelative => self.reference_year,
            Point | Annual | AnnualAverage | Cumulative => None,
        };
        (start, reference, self.end_year)
    }
}

/// The uses of one indicator in a list of plans.
pub trait IndicatorUses {
    /// The figures of the whole in the plan at a place, in document order; `None` if it does not use the indicator.
    fn figures(&self, place: u32) -> Option<Vec<BenchmarkFigure>>;
}

/// Uses as the rows give them.
#[derive(Clone, Copy, Debug)]
pub struct UsesByRevision<'a> {
    /// The plans.
    pub plans: &'a [CohortPlan],
    /// Their uses of the indicator, in document order.
    pub uses: &'a HashMap<PlanRevisionId, Vec<IndicatorUse>>,
}

impl IndicatorUses for UsesByRevision<'_> {
    fn figures(&self, place: u32) -> Option<Vec<BenchmarkFigure>> {
        let uses = self.uses.get(&self.plans.get(place as usize)?.revision)?;
        (!uses.is_empty()).then(|| uses.iter().flat_map(BenchmarkFigure::of_use).collect())
    }
}
