//! The distribution of one indicator over a cohort, one value for each institution.
//!
//! Which figure stands for a plan is decided in `figures`; here it becomes a value, and the values a distribution. Ranks and
//! quantiles are those of [`crate::statistics`].

/// Which figure stands for each plan.
mod figures;

/// What makes the values less comparable than they look.
mod caveats;

/// Values without the noise of arithmetic.
mod rounding;

/// What is read of the uses of an indicator.
mod uses;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use self::{
    figures::{Chosen, choose},
    rounding::without_noise,
};
pub use self::{
    figures::{figures_by_basis, most_common},
    uses::{BenchmarkFigure, FigureYears, IndicatorUses, UsesByRevision},
};
use super::{caveat::Caveat, latest::LatestPlans, plan_set::PlanSet};
use crate::{
    domain::{
        cohort::CohortPlan,
        id::{InstitutionId, ObservationId, PlanIndicatorId},
        indicator::{Indicator, IndicatorDirection, ObservationBasis, ObservationRole},
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
#[derive(Clone, Copy)]
pub struct BenchmarkData<'a> {
    /// A list of plans in the order of slugs: those of the cohort, or of all the registry.
    pub plans: &'a [CohortPlan],
    /// Which plans of the cohort count.
    pub latest: &'a LatestPlans,
    /// The uses of the indicator in the plans of the list.
    pub uses: &'a dyn IndicatorUses,
    /// The statistics of their institutions that figures are divided by.
    pub statistics: &'a HashMap<InstitutionId, Vec<InstitutionStatistic>>,
}

/// The value of one institution.
#[derive(Clone, Debug, PartialEq)]
pub struct BenchmarkEntry {
    /// The place of its plan in the list.
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
    pub denominator: Option<Box<InstitutionStatistic>>,
}

/// Institutions without a value, for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingPlans {
    /// Why.
    pub reason: BenchmarkMissing,
    /// Their plans; never empty.
    pub plans: PlanSet,
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
    /// What makes the values less comparable than they look.
    pub caveats: Vec<Caveat>,
    /// The values in ascending order.
    sorted: Vec<f64>,
}

/// What caveats say of the values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValueFacts {
    /// The plans that have values.
    pub plans: PlanSet,
    /// Values are of different years or spans, or of years that are not known.
    pub years_differ: bool,
    /// Plans of whose values a bound or a range was read as one value.
    pub bounds: PlanSet,
}

/// What each plan that counts comes to, before it is set beside the others.
#[derive(Clone, Debug, Default)]
pub struct BenchmarkValues {
    /// As of [`Benchmark`].
    pub basis: Option<ObservationBasis>,
    /// As of [`Benchmark`].
    pub unit: Option<Unit>,
    /// As of [`Benchmark`], without ranks: in that order.
    pub entries: Vec<BenchmarkEntry>,
    /// What there is to say of them.
    pub facts: ValueFacts,
    /// The plans without a value, by the first reason that holds.
    pub missing: BTreeMap<BenchmarkMissing, PlanSet>,
}

/// Which values of an indicator are better; `None` where neither way is.
pub fn better(indicator: &Indicator) -> Option<Better> {
    match indicator.direction {
        IndicatorDirection::HigherIsBetter => Some(Better::Higher),
        IndicatorDirection::LowerIsBetter => Some(Better::Lower),
        IndicatorDirection::Neutral => None,
    }
}

/// Which of two values comes first: the better one, or the larger where neither way is better.
pub fn first_of_values(better: Option<Better>, a: f64, b: f64) -> Ordering {
    match better {
        Some(Better::Lower) => a.total_cmp(&b),
        Some(Better::Higher) | None => b.total_cmp(&a),
    }
}

/// The distribution of one indicator over a cohort, one value for each institution.
pub fn benchmark(question: &BenchmarkQuestion<'_>, data: &BenchmarkData<'_>) -> Benchmark {
    let Chosen { unit, basis, of_plans } = choose(question, data);
    let mut values = BenchmarkValues { basis, unit, ..BenchmarkValues::default() };
    let mut years: BTreeSet<(FigureYears, Option<FigureYears>)> = BTreeSet::new();
    for (place, chosen) in of_plans {
        let found = chosen.and_then(|figure| {
            let unit = unit.ok_or(BenchmarkMissing::UnitDiffers)?;
            value_of(question, data, place, figure, unit)
        });
        match found {
            Ok(Valued { value, figure, baseline, denominator }) => {
                years.insert((figure.years(), baseline.map(|baseline| baseline.years())));
                values.facts.plans.insert(place);
                if figure.is_bound() || baseline.is_some_and(|baseline| baseline.is_bound()) {
                    values.facts.bounds.insert(place);
                }
                values.entries.push(BenchmarkEntry {
                    plan: place as usize,
                    value,
                    rank: None,
                    percentile_rank: None,
                    plan_indicator: figure.plan_indicator,
                    observation: figure.observation,
                    baseline: baseline.map(|baseline| baseline.observation),
                    denominator,
                });
            }
            Err(reason) => drop(values.missing.entry(reason).or_default().insert(place)),
        }
    }
    values.facts.years_differ = years.len() > 1;
    let better = better(question.indicator);
    let slug = |plan: usize| data.plans.get(plan).map(|plan| plan.slug.as_str());
    values
        .entries
        .sort_by(|a, b| first_of_values(better, a.value, b.value).then_with(|| slug(a.plan).cmp(&slug(b.plan))));
    values.compared(better, data.plans, data.latest)
}

impl BenchmarkValues {
    /// The values set beside each other. `plans` are those of the list that places count through.
    pub fn compared(self, better: Option<Better>, plans: &[CohortPlan], latest: &LatestPlans) -> Benchmark {
        let Self { basis, unit, mut entries, facts, missing } = self;
        let missing: Vec<MissingPlans> =
            missing.into_iter().map(|(reason, plans)| MissingPlans { reason, plans }).collect();
        let caveats = caveats::caveats(plans, latest, facts, &missing);
        let mut sorted: Vec<f64> = entries.iter().map(|entry| entry.value).collect();
        if let Some(better) = better {
            let ranks = statistics::competition_ranks(&sorted, better);
            let percentile_ranks = statistics::percentile_ranks(&sorted, better);
            for (entry, (rank, percentile_rank)) in entries.iter_mut().zip(ranks.into_iter().zip(percentile_ranks)) {
                entry.rank = Some(rank);
                entry.percentile_rank = Some(percentile_rank);
            }
        }
        // What is in order already is sorted in one pass.
        if sorted.first() > sorted.last() {
            sorted.reverse();
        }
        sorted.sort_by(f64::total_cmp);
        let summary = statistics::summary(&sorted);
        Benchmark { basis, unit, entries, missing, summary, caveats, sorted }
    }
}

impl Benchmark {
    /// Institutions without a value.
    pub fn n_missing(&self) -> usize {
        self.missing.iter().map(|missing| missing.plans.len() as usize).sum()
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
        let nearer = |a: &(f64, Option<&str>, usize), b: &(f64, Option<&str>, usize)| {
            a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1))
        };
        if n < others.len() {
            // Of thousands of values a few are asked for.
            others.select_nth_unstable_by(n, nearer);
            others.truncate(n);
        }
        others.sort_by(nearer);
        others.into_iter().map(|(_, _, other)| other).collect()
    }
}

/// A figure that has become a value.
struct Valued {
    value: f64,
    figure: BenchmarkFigure,
    baseline: Option<BenchmarkFigure>,
    denominator: Option<Box<InstitutionStatistic>>,
}

fn value_of(
    question: &BenchmarkQuestion<'_>,
    data: &BenchmarkData<'_>,
    place: u32,
    figure: BenchmarkFigure,
    unit: Unit,
) -> Result<Valued, BenchmarkMissing> {
    let own = figure.value_in(unit).ok_or(BenchmarkMissing::UnitDiffers)?;
    if let Some(_measure) = question.value.denominator() {
        let denominator = denominator(data, place, &figure).ok_or(BenchmarkMissing::NoDenominator)?;
        let value = quotient(own, denominator.value).ok_or(BenchmarkMissing::NoDenominator)?;
        return Ok(Valued { value, figure, baseline: None, denominator: Some(Box::new(denominator.clone())) });
    }
    if question.value != BenchmarkValue::RelativeChange {
        return Ok(Valued { value: own, figure, baseline: None, denominator: None });
    }
    let of_plan = data.uses.figures(place).unwrap_or_default();
    let baseline = figure.baseline(&of_plan, unit).ok_or(BenchmarkMissing::NoBaseline)?;
    let start = baseline.value_in(unit).ok_or(BenchmarkMissing::NoBaseline)?;
    // Only a baseline of 0, or as good as 0, has no quotient.
    let value = quotient(own - start, start.abs()).ok_or(BenchmarkMissing::ZeroBaseline)?;
    Ok(Valued { value, figure, baseline: Some(baseline), denominator: None })
}

/// The statistic of the institution for exactly the figure's year; one that nothing can be divided by is none.
fn denominator<'a>(data: &BenchmarkData<'a>, place: u32, figure: &BenchmarkFigure) -> Option<&'a InstitutionStatistic> {
    let (plan, year) = (data.plans.get(place as usize)?, figure.end_year?);
    let known = data.statistics.get(&plan.institution)?;
    known.iter().find(|statistic| statistic.year == year && statistic.value > 0.0 && statistic.value.is_finite())
}

fn quotient(part: f64, whole: f64) -> Option<f64> {
    let quotient = without_noise(part / whole, RESULT_DIGITS);
    (whole != 0.0 && quotient.is_finite()).then_some(quotient)
}

/// Significant digits of quotients and differences, which have more noise than figures.
const RESULT_DIGITS: usize = 12;
