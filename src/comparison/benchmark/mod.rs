//! The distribution of one indicator over a cohort, one value for each institution.
//!
//! Which figure stands for a plan is decided in `figures`; here it becomes a value, and the values a distribution. Ranks and
//! quantiles are those of [`crate::statistics`].

/// Which figure stands for each plan.
mod figures;

/// What makes the values less comparable than they look.
mod caveats;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use self::figures::{Candidate, Chosen, choose};
use super::{
    caveat::Caveat,
    cohort::LatestPlans,
    figures::{is_bound, point_value_in},
};
use crate::{
    domain::{
        cohort::CohortPlan,
        id::{InstitutionId, ObservationId, PlanIndicatorId, PlanRevisionId},
        indicator::{Figure, Indicator, IndicatorDirection, IndicatorUse, ObservationBasis, ObservationRole},
        institution::InstitutionStatistic,
        unit::Unit,
        vocabulary::vocabulary,
    },
    statistics::{self, Better, Summary},
};

vocabulary! {
    /// What of each plan a benchmark compares.
    BenchmarkValue {
        /// The figure itself.
        Figure = "FIGURE",
        /// (target − baseline) ÷ |baseline|.
        RelativeChange = "RELATIVE_CHANGE",
        /// The figure ÷ the population of the same year.
        PerCapita = "PER_CAPITA",
        /// The figure ÷ the students of the same year.
        PerStudent = "PER_STUDENT",
    }
}

impl BenchmarkValue {
    /// The statistic of institutions that figures are divided by.
    pub const fn denominator(self) -> Option<&'static str> {
        match self {
            Self::PerCapita => Some("population"),
            Self::PerStudent => Some("students"),
            Self::Figure | Self::RelativeChange => None,
        }
    }
}

vocabulary! {
    /// Why an institution has no value: the first of these that leaves its plan without a figure.
    BenchmarkMissing {
        /// The plan does not use the indicator.
        NoPlanIndicator = "NO_PLAN_INDICATOR",
        /// No figure of the role is of the whole.
        NoFigure = "NO_FIGURE",
        /// It is said in words.
        Qualitative = "QUALITATIVE",
        /// No figure is of the year asked for.
        YearDiffers = "YEAR_DIFFERS",
        /// No figure is in a unit that converts.
        UnitDiffers = "UNIT_DIFFERS",
        /// No figure is of the basis.
        BasisDiffers = "BASIS_DIFFERS",
        /// No baseline compares with the target.
        NoBaseline = "NO_BASELINE",
        /// The baseline is 0.
        ZeroBaseline = "ZERO_BASELINE",
        /// Nothing of the figure's year to divide by.
        NoDenominator = "NO_DENOMINATOR",
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct BenchmarkQuestion<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// Figures of this role; of a relative change, that of the figure compared with the baseline.
    pub role: ObservationRole,
    /// What is compared.
    pub value: BenchmarkValue,
    /// Figures of this basis; `None` for the one that most institutions have.
    pub basis: Option<ObservationBasis>,
    /// Figures whose last year is this one; `None` for the latest of each plan.
    pub year: Option<i32>,
}

/// What a benchmark is computed from.
#[derive(Clone, Copy, Debug)]
pub struct BenchmarkData<'a> {
    /// The plans of the cohort.
    pub plans: &'a [CohortPlan],
    /// Which of them count.
    pub latest: &'a LatestPlans,
    /// Their uses of the indicator, in document order.
    pub uses: &'a HashMap<PlanRevisionId, Vec<IndicatorUse>>,
    /// The statistics of their institutions that figures are divided by.
    pub statistics: &'a HashMap<InstitutionId, Vec<InstitutionStatistic>>,
}

/// The value of one institution.
#[derive(Clone, Debug, PartialEq)]
pub struct BenchmarkEntry {
    /// Index of its plan among those of the cohort.
    pub plan: usize,
    /// The value; always finite.
    pub value: f64,
    /// Competition rank, the best is 1; `None` where neither way is better.
    pub rank: Option<u32>,
    /// (worse + ½ equal, itself included) ÷ number of values; `None` where neither way is better.
    pub percentile_rank: Option<f64>,
    /// The plan indicator that the figure is of.
    pub plan_indicator: PlanIndicatorId,
    /// The figure.
    pub observation: ObservationId,
    /// What a relative change starts from, of the same plan indicator.
    pub baseline: Option<ObservationId>,
    /// What the figure was divided by.
    pub denominator: Option<InstitutionStatistic>,
}

/// Institutions without a value, for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingPlans {
    /// Why.
    pub reason: BenchmarkMissing,
    /// Indexes of their plans among those of the cohort, ascending; never empty.
    pub plans: Vec<usize>,
}

/// The distribution of one indicator over a cohort.
#[derive(Clone, Debug, PartialEq)]
pub struct Benchmark {
    /// The basis that all figures are of: the one asked for, or else the one that most institutions have. `None` where none
    /// was asked for and there is no figure.
    pub basis: Option<ObservationBasis>,
    /// The unit of the figures. `None` where the indicator has none and there is no figure.
    pub unit: Option<Unit>,
    /// One for each institution with a value: best first, ties by the slug of the plan. Where neither way is better the
    /// largest value comes first.
    pub entries: Vec<BenchmarkEntry>,
    /// The others by reason, in the order of the vocabulary.
    pub missing: Vec<MissingPlans>,
    /// The values in a few numbers.
    pub summary: Summary,
    /// What makes the values less comparable than they look; plans are indexes into the cohort's.
    pub caveats: Vec<Caveat>,
    /// The values in ascending order.
    sorted: Vec<f64>,
}

/// A figure that has become a value.
struct Valued<'a> {
    plan: usize,
    value: f64,
    figure: Candidate<'a>,
    baseline: Option<Candidate<'a>>,
    denominator: Option<InstitutionStatistic>,
}

impl Valued<'_> {
    /// Whether a bound or a range was read as one value.
    fn has_bound(&self) -> bool {
        is_bound(self.figure.figure()) || self.baseline.as_ref().is_some_and(|baseline| is_bound(baseline.figure()))
    }

    /// The years that the value is of: values of the same years compare best.
    fn years(&self) -> (Years, Option<Years>) {
        (years(self.figure.figure()), self.baseline.as_ref().map(|baseline| years(baseline.figure())))
    }
}

/// First year of a span over which something is summed up or averaged, the year a change is against, and the last year.
type Years = (Option<i32>, Option<i32>, Option<i32>);

fn years(figure: &Figure) -> Years {
    use ObservationBasis::{Annual, AnnualAverage, ChangeAbsolute, ChangeRelative, Cumulative, Point};
    let start = match figure.basis {
        AnnualAverage | Cumulative => figure.start_year,
        Point | Annual | ChangeAbsolute | ChangeRelative => None,
    };
    let reference = match figure.basis {
        ChangeAbsolute | ChangeRelative => figure.reference_year,
        Point | Annual | AnnualAverage | Cumulative => None,
    };
    (start, reference, figure.end_year)
}

/// The distribution of one indicator over a cohort, one value for each institution. No order of plans changes anything.
pub fn benchmark(question: &BenchmarkQuestion<'_>, data: &BenchmarkData<'_>) -> Benchmark {
    let Chosen { unit, basis, of_plans } = choose(question, data);
    let mut valued: Vec<Valued<'_>> = Vec::new();
    let mut missing: BTreeMap<BenchmarkMissing, Vec<usize>> = BTreeMap::new();
    for (plan, chosen) in of_plans {
        let found = chosen.and_then(|figure| {
            let unit = unit.ok_or(BenchmarkMissing::UnitDiffers)?;
            value_of(question, data, plan, figure, unit)
        });
        match found {
            Ok(found) => valued.push(found),
            Err(reason) => missing.entry(reason).or_default().push(plan),
        }
    }
    let better = match question.indicator.direction {
        IndicatorDirection::HigherIsBetter => Some(Better::Higher),
        IndicatorDirection::LowerIsBetter => Some(Better::Lower),
        IndicatorDirection::Neutral => None,
    };
    let slug = |plan: usize| data.plans.get(plan).map(|plan| plan.slug.as_str());
    valued.sort_by(|a, b| {
        let by_value = match better {
            Some(Better::Lower) => a.value.total_cmp(&b.value),
            Some(Better::Higher) | None => b.value.total_cmp(&a.value),
        };
        by_value.then_with(|| slug(a.plan).cmp(&slug(b.plan)))
    });
    let missing: Vec<MissingPlans> =
        missing.into_iter().map(|(reason, plans)| MissingPlans { reason, plans }).collect();
    let caveats = caveats::caveats(data, &valued, &missing);
    let values: Vec<f64> = valued.iter().map(|valued| valued.value).collect();
    let ranks = better.map(|better| statistics::competition_ranks(&values, better)).unwrap_or_default();
    let percentile_ranks = better.map(|better| statistics::percentile_ranks(&values, better)).unwrap_or_default();
    let mut sorted = values;
    sorted.sort_by(f64::total_cmp);
    let entries = valued
        .into_iter()
        .enumerate()
        .map(|(place, valued)| BenchmarkEntry {
            plan: valued.plan,
            value: valued.value,
            rank: ranks.get(place).copied(),
            percentile_rank: percentile_ranks.get(place).copied(),
            plan_indicator: valued.figure.plan_indicator,
            observation: valued.figure.observation.id,
            baseline: valued.baseline.map(|baseline| baseline.observation.id),
            denominator: valued.denominator,
        })
        .collect();
    let summary = statistics::summary(&sorted);
    Benchmark { basis, unit, entries, missing, summary, caveats, sorted }
}

impl Benchmark {
    /// Institutions without a value.
    pub fn n_missing(&self) -> usize {
        self.missing.iter().map(|missing| missing.plans.len()).sum()
    }

    /// The value below which the share `p` of the values lies, by linear interpolation (type 7 of R). `None` without values,
    /// or for a `p` outside 0..1.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        statistics::quantile(&self.sorted, p)
    }

    /// The places of the `n` entries whose values are nearest to that of the entry at a place, nearest first, ties by the
    /// slug of the plan; without itself.
    pub fn nearest(&self, place: usize, n: usize, plans: &[CohortPlan]) -> Vec<usize> {
        let Some(own) = self.entries.get(place) else { return Vec::new() };
        let slug = |entry: &BenchmarkEntry| plans.get(entry.plan).map(|plan| plan.slug.as_str());
        let mut others: Vec<(f64, Option<&str>, usize)> = self
            .entries
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != place)
            .map(|(other, entry)| (without_noise((entry.value - own.value).abs(), RESULT_DIGITS), slug(entry), other))
            .collect();
        others.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        others.into_iter().take(n).map(|(_, _, other)| other).collect()
    }
}

fn value_of<'a>(
    question: &BenchmarkQuestion<'_>,
    data: &BenchmarkData<'a>,
    plan: usize,
    figure: Candidate<'a>,
    unit: Unit,
) -> Result<Valued<'a>, BenchmarkMissing> {
    let own = value_in(figure.figure(), unit).ok_or(BenchmarkMissing::UnitDiffers)?;
    if let Some(_measure) = question.value.denominator() {
        let denominator = denominator(data, plan, figure.figure()).ok_or(BenchmarkMissing::NoDenominator)?;
        let value = quotient(own, denominator.value).ok_or(BenchmarkMissing::NoDenominator)?;
        return Ok(Valued { plan, value, figure, baseline: None, denominator: Some(denominator.clone()) });
    }
    if question.value != BenchmarkValue::RelativeChange {
        return Ok(Valued { plan, value: own, figure, baseline: None, denominator: None });
    }
    let baseline = figure.baseline(unit).ok_or(BenchmarkMissing::NoBaseline)?;
    let start = value_in(baseline.figure(), unit).ok_or(BenchmarkMissing::NoBaseline)?;
    // Only a baseline of 0, or as good as 0, has no quotient.
    let value = quotient(own - start, start.abs()).ok_or(BenchmarkMissing::ZeroBaseline)?;
    Ok(Valued { plan, value, figure, baseline: Some(baseline), denominator: None })
}

/// The statistic of the institution for exactly the figure's year; one that nothing can be divided by is none.
fn denominator<'a>(data: &BenchmarkData<'a>, plan: usize, figure: &Figure) -> Option<&'a InstitutionStatistic> {
    let (plan, year) = (data.plans.get(plan)?, figure.end_year?);
    let known = data.statistics.get(&plan.institution)?;
    known.iter().find(|statistic| statistic.year == year && statistic.value > 0.0 && statistic.value.is_finite())
}

fn quotient(part: f64, whole: f64) -> Option<f64> {
    let quotient = without_noise(part / whole, RESULT_DIGITS);
    (whole != 0.0 && quotient.is_finite()).then_some(quotient)
}

/// What a figure comes to in a unit: the midpoint of a range, the value of a bound. `None` where it does not convert.
fn value_in(figure: &Figure, unit: Unit) -> Option<f64> {
    point_value_in(figure, unit).map(|value| without_noise(value, FIGURE_DIGITS)).filter(|value| value.is_finite())
}

/// Significant digits that a conversion keeps: 1.005 万 and 10,050 are one value, and tie.
const FIGURE_DIGITS: usize = 14;

/// Significant digits of quotients and differences, which have more of the noise.
const RESULT_DIGITS: usize = 12;

fn without_noise(value: f64, digits: usize) -> f64 {
    // Adding 0 makes 0 of −0.
    format!("{value:.*e}", digits - 1).parse().unwrap_or(value) + 0.0
}
