//! Indicators, their use in plans, and figures.

use super::{
    id::{ElementId, IndicatorId, ObservationId, PlanIndicatorId},
    source::Evidence,
    text::Texts,
    unit::Unit,
    vocabulary::vocabulary,
};

vocabulary! {
    /// What kind of number an indicator is.
    IndicatorMeasure {
        /// Things counted.
        Count = "COUNT",
        /// Parts of a hundred.
        Percent = "PERCENT",
        /// One quantity divided by another.
        Ratio = "RATIO",
        /// A composed figure.
        Index = "INDEX",
        /// Points on a scale, such as a satisfaction score.
        Score = "SCORE",
        /// Ordered levels.
        Ordinal = "ORDINAL",
        /// Judged in words.
        Qualitative = "QUALITATIVE",
    }
}

vocabulary! {
    /// Which way is better.
    IndicatorDirection {
        /// More is better.
        HigherIsBetter = "HIGHER_IS_BETTER",
        /// Less is better.
        LowerIsBetter = "LOWER_IS_BETTER",
        /// Neither.
        Neutral = "NEUTRAL",
    }
}

/// A definition in the catalogue, which many plans can refer to.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// Stays the same when the definition is mended.
    pub id: IndicatorId,
    /// Names it in addresses and files.
    pub slug: String,
    /// Its name in each language known.
    pub names: Texts,
    /// What is measured and how.
    pub definition: Texts,
    /// What kind of number it is.
    pub measure: IndicatorMeasure,
    /// The unit that figures are normalized to.
    pub unit: Option<Unit>,
    /// Which way is better.
    pub direction: IndicatorDirection,
    /// Where standards define it.
    pub standard_codes: Vec<StandardCode>,
}

/// The place of an indicator in a standard, by edition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StandardCode {
    /// Such as `ISO 11620:2014`.
    pub standard: String,
    /// Such as `B.2.1.2`.
    pub code: String,
}

vocabulary! {
    /// How binding a target is.
    TargetNature {
        /// 预期性: what is expected to come about.
        Expected = "EXPECTED",
        /// 约束性: what must be reached.
        Binding = "BINDING",
        /// The plan does not say.
        Unspecified = "UNSPECIFIED",
    }
}

vocabulary! {
    /// What a figure is for.
    ObservationRole {
        /// Where things stood at the start.
        Baseline = "BASELINE",
        /// What is to be reached.
        Target = "TARGET",
        /// What was reached.
        Actual = "ACTUAL",
    }
}

vocabulary! {
    /// How the figure bounds the quantity.
    Comparator {
        /// Exactly.
        Equal = "EQUAL",
        /// 以上, 不少于, at least.
        AtLeast = "AT_LEAST",
        /// 超过, more than.
        MoreThan = "MORE_THAN",
        /// 以内, at most.
        AtMost = "AT_MOST",
        /// Less than.
        LessThan = "LESS_THAN",
        /// 左右, 约, about: ± 10 %.
        Approximately = "APPROXIMATELY",
        /// From `value` to `upper`.
        Between = "BETWEEN",
        /// In words only: no value.
        Qualitative = "QUALITATIVE",
    }
}

vocabulary! {
    /// What span or change the figure is of.
    ObservationBasis {
        /// At one point in time.
        Point = "POINT",
        /// In one year.
        Annual = "ANNUAL",
        /// On average in a year of the span.
        AnnualAverage = "ANNUAL_AVERAGE",
        /// 累计: summed over the span.
        Cumulative = "CUMULATIVE",
        /// A difference from the reference year.
        ChangeAbsolute = "CHANGE_ABSOLUTE",
        /// A difference from the reference year as a share of it.
        ChangeRelative = "CHANGE_RELATIVE",
    }
}

/// An indicator as one plan states it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanIndicator {
    /// Stays the same through the plan's revisions.
    pub id: PlanIndicatorId,
    /// Unique in the plan; kept through its revisions.
    pub key: String,
    /// What it measures.
    pub element: Option<ElementId>,
    /// The plan's words.
    pub text: Texts,
    /// The catalogue's definition, once linked.
    pub indicator: Option<IndicatorId>,
    /// How binding its targets are.
    pub nature: TargetNature,
    /// The passage it rests on.
    pub evidence: Option<Evidence>,
    /// Its figures: baselines, targets and actuals as they were written down.
    pub observations: Vec<Observation>,
}

/// A plan's use of a definition with its figures, which are without the words and passages that they rest on: what is read
/// of many plans at once.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorUse {
    /// The plan indicator.
    pub plan_indicator: PlanIndicatorId,
    /// Its figures, in the order written.
    pub observations: Vec<Observation>,
}

/// A figure that the registry holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// Made from the plan indicator and the content, so that the same figure has the same id.
    pub id: ObservationId,
    /// What it says.
    pub figure: Figure,
}

/// A figure, with its own source: actuals may come years after the plan, from another document.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What the figure is for.
    pub role: ObservationRole,
    /// How the figure bounds the quantity.
    pub comparator: Comparator,
    /// The figure; `None` where the target is qualitative.
    pub value: Option<f64>,
    /// The upper end of a range.
    pub upper: Option<f64>,
    /// What is counted.
    pub unit: Option<Unit>,
    /// What span or change the figure is of.
    pub basis: ObservationBasis,
    /// First year of the span.
    pub start_year: Option<i32>,
    /// Last year of the span, or the year of a point.
    pub end_year: Option<i32>,
    /// The year that a change is against.
    pub reference_year: Option<i32>,
    /// Part of the whole; empty is the headline figure.
    pub dimensions: Vec<Dimension>,
    /// As printed.
    pub text: Option<String>,
    /// The passage it rests on.
    pub evidence: Option<Evidence>,
}

/// One side of a breakdown, such as branch, audience or format.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Dimension {
    /// Such as `branch` or `audience`.
    pub name: String,
    /// Such as `children`.
    pub value: String,
}

impl Figure {
    /// The figure in another unit: 万, 亿, TB and the like resolved. `None` without a figure, or where the units count
    /// different things.
    pub fn value_in(&self, unit: Unit) -> Option<f64> {
        let own = self.unit?;
        self.value.map(|value| own.convert(value, unit))?
    }

    /// The figure that stands for a range or a bound: the midpoint of a range, the value of a bound.
    pub fn point_value(&self) -> Option<f64> {
        point_value(self.value, self.upper)
    }
}

/// What stands for a figure with a value and the upper end of a range: the midpoint, or the value alone.
pub fn point_value(value: Option<f64>, upper: Option<f64>) -> Option<f64> {
    match (value, upper) {
        (Some(low), Some(high)) => Some(f64::midpoint(low, high)),
        (value, _) => value,
    }
}

impl PlanIndicator {
    /// The figures of one role, in the order written.
    pub fn of_role(&self, role: ObservationRole) -> impl Iterator<Item = &Observation> {
        self.observations.iter().filter(move |observation| observation.figure.role == role)
    }
}
