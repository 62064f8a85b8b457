//! How far an indicator of a plan has come towards its targets, and what that comes to for an element or a plan.
//!
//! Reading order: `figures` chooses which observations a target is measured by, `change` works a change out of two levels,
//! `span` counts time, `judgement` says what the numbers mean, `summary` adds up.

use time::Date;

use self::{
    figures::{Baseline, Chosen, Goal, Towards},
    judgement::{Case, judge},
    span::Span,
};
use crate::domain::{
    indicator::{IndicatorDirection, ObservationRole, PlanIndicator},
    period::YearSpan,
    vocabulary::vocabulary,
};

mod change;
mod figures;
mod judgement;
mod span;
mod summary;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use self::{
    span::ExpectedProgress,
    summary::{ProgressSummary, SharesUnavailable, progress_summary},
};

vocabulary! {
    /// How far an indicator has come towards a target.
    ProgressStatus {
        /// The target is reached: its comparator holds.
        Achieved = "ACHIEVED",
        /// At least as far as even progress would have come.
        OnTrack = "ON_TRACK",
        /// Not as far as even progress would have come.
        Behind = "BEHIND",
        /// Further from the target than the baseline was.
        Regressed = "REGRESSED",
        /// Not known, for a reason that is given.
        NotAvailable = "NOT_AVAILABLE",
    }
}

vocabulary! {
    /// What a status rests on.
    ProgressMethod {
        /// The way from the baseline to the target.
        LinearFromBaseline = "LINEAR_FROM_BASELINE",
        /// The way from 0 to a target that is a sum.
        CumulativeFromZero = "CUMULATIVE_FROM_ZERO",
        /// Whether the target's comparator holds, and nothing else: there is no way to measure along.
        ComparatorOnly = "COMPARATOR_ONLY",
        /// Nothing: progress is not known.
        None = "NONE",
    }
}

vocabulary! {
    /// Why progress towards a target is not known.
    ProgressUnavailable {
        /// The target names no figure.
        NoTargetValue = "NO_TARGET_VALUE",
        /// No actual of the target's dimensions and of a year in its span.
        NoActual = "NO_ACTUAL",
        /// No baseline to measure from, and the target is not reached.
        NoBaseline = "NO_BASELINE",
        /// The target is in words only.
        QualitativeTarget = "QUALITATIVE_TARGET",
        /// There are figures, in units that do not convert into the target's.
        UnitsDiffer = "UNITS_DIFFER",
        /// There are figures, of other spans or changes than the target's.
        BasesDiffer = "BASES_DIFFER",
        /// The span of the target has not begun, or it ends in a bound that only the end can tell.
        NotYetDue = "NOT_YET_DUE",
    }
}

/// How far a plan indicator has come towards one of its targets. Places are indexes into its observations.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetProgress {
    /// The target.
    pub target: usize,
    /// What is measured from; `None` where nothing is, or where the way begins at 0.
    pub baseline: Option<usize>,
    /// What was reached.
    pub actual: Option<usize>,
    /// The numbers that were reckoned with.
    pub values: ProgressValues,
    /// How far it has come.
    pub status: ProgressStatus,
    /// (actual − baseline) ÷ (target − baseline): 0 at the baseline, 1 at the target. `None` where the status rests on
    /// something else.
    pub ratio: Option<f64>,
    /// What even progress would have come to; `None` where `ratio` is.
    pub expected: Option<ExpectedProgress>,
    /// What the status rests on.
    pub method: ProgressMethod,
    /// Why progress is not known; `None` where it is.
    pub reason: Option<ProgressUnavailable>,
}

/// The numbers that progress was reckoned with, in the unit of the target.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ProgressValues {
    /// The target; of a range the end that is nearer to the baseline, the lower one where there is none.
    pub target: Option<f64>,
    /// Where the way begins.
    pub baseline: Option<f64>,
    /// What was reached.
    pub actual: Option<f64>,
}

/// How far a plan indicator has come towards each of its targets, in document order.
///
/// `direction` is the catalogue's, `None` where the indicator is linked to no definition; `years` are those of the plan.
/// Figures later than `at` do not count, and even progress is reckoned up to that day; without it, up to the end of the
/// actual's year.
pub fn target_progress(
    indicator: &PlanIndicator,
    direction: Option<IndicatorDirection>,
    years: YearSpan,
    at: Option<Date>,
) -> Vec<TargetProgress> {
    let targets = indicator.observations.iter().enumerate();
    targets
        .filter(|(_, observation)| observation.figure.role == ObservationRole::Target)
        .map(|(place, target)| {
            let mut found = Found { target: place, ..Found::default() };
            match Goal::of(&target.figure) {
                Ok(goal) => {
                    found.values.target = Some(goal.low);
                    let towards = Towards { indicator, target: &target.figure, goal, years, at };
                    towards_target(&towards, direction, found)
                }
                Err(reason) => found.not_available(reason),
            }
        })
        .collect()
}

/// What has been found so far.
#[derive(Clone, Copy, Default)]
struct Found {
    target: usize,
    baseline: Option<usize>,
    actual: Option<usize>,
    values: ProgressValues,
}

impl Found {
    fn not_available(self, reason: ProgressUnavailable) -> TargetProgress {
        let Self { target, baseline, actual, values } = self;
        TargetProgress {
            target,
            baseline,
            actual,
            values,
            status: ProgressStatus::NotAvailable,
            ratio: None,
            expected: None,
            method: ProgressMethod::None,
            reason: Some(reason),
        }
    }
}

fn towards_target(towards: &Towards<'_>, direction: Option<IndicatorDirection>, mut found: Found) -> TargetProgress {
    let baseline = towards.baseline();
    let begins = baseline.as_ref().map_or_else(|_| span::day_before(towards.years.start()), |baseline| baseline.date);
    if towards.at.is_some_and(|at| at < begins) {
        return found.not_available(ProgressUnavailable::NotYetDue);
    }
    let actual = towards.actual(baseline.as_ref().ok());
    // A change that nobody states may follow from two levels.
    let levels = match &actual {
        Err(ProgressUnavailable::BasesDiffer | ProgressUnavailable::UnitsDiffer) => towards.change_of_levels(),
        _ => None,
    };
    let (baseline, actual) = match levels {
        Some(Ok((baseline, actual))) => (Ok(baseline), Ok(actual)),
        Some(Err(reason)) => (baseline, Err(reason)),
        None => (baseline, actual),
    };
    if let Ok(Baseline { place, value, .. }) = baseline {
        (found.baseline, found.values.baseline) = (place, Some(value));
    }
    let Chosen { place, value, year, .. } = match actual {
        Ok(actual) => actual,
        Err(reason) => return found.not_available(reason),
    };
    (found.actual, found.values.actual) = (Some(place), Some(value));

    let due_year = towards.last_year();
    let at = towards.at.unwrap_or_else(|| span::last_day(year));
    let span = baseline.as_ref().ok().map(|baseline| Span { start: baseline.date, due: span::last_day(due_year) });
    let expected = span.map(|span| span.expected(at));
    let case = Case {
        goal: &towards.goal,
        actual: value,
        actual_comparator: towards.comparator_at(place),
        baseline: baseline.as_ref().map(|baseline| baseline.value).map_err(|reason| *reason),
        expected: expected.map_or(1.0, |expected| expected.ratio),
        at_end: year >= due_year,
        direction,
    };
    let judgement = judge(&case);
    found.values.target = Some(judgement.target);
    if let Some(reason) = judgement.reason {
        return found.not_available(reason);
    }
    TargetProgress {
        target: found.target,
        baseline: found.baseline,
        actual: found.actual,
        values: found.values,
        status: judgement.status,
        ratio: judgement.ratio,
        expected: expected.filter(|_| judgement.ratio.is_some()),
        method: judgement.method,
        reason: None,
    }
}
