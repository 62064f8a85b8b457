//! What the numbers mean.

use super::{ProgressMethod, ProgressStatus, ProgressUnavailable, figures::Goal};
use crate::{
    comparison::score::billionths,
    domain::indicator::{Comparator, IndicatorDirection},
};

/// Everything that a status rests on, in the target's unit.
pub(super) struct Case<'a> {
    pub(super) goal: &'a Goal,
    pub(super) actual: f64,
    /// How the actual bounds its quantity.
    pub(super) actual_comparator: Comparator,
    /// Where the way begins, or why nobody knows.
    pub(super) baseline: Result<f64, ProgressUnavailable>,
    /// What even progress would have come to, 0..1.
    pub(super) expected: f64,
    /// The actual is of the year that the target is due.
    pub(super) at_end: bool,
    pub(super) direction: Option<IndicatorDirection>,
}

pub(super) struct Judgement {
    /// The figure that the way leads to.
    pub(super) target: f64,
    pub(super) status: ProgressStatus,
    pub(super) ratio: Option<f64>,
    pub(super) method: ProgressMethod,
    pub(super) reason: Option<ProgressUnavailable>,
}

/// Which way leads from the baseline to the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Travel {
    Up,
    Down,
    Unknown,
}

pub(super) fn judge(case: &Case<'_>) -> Judgement {
    use ProgressMethod::{ComparatorOnly, CumulativeFromZero, LinearFromBaseline};
    let Case { goal, actual, expected, at_end, .. } = *case;
    let target = case.baseline.map_or(goal.low, |baseline| goal.nearer_end(baseline));
    let travel = travel(case, target);
    let holds = goal.holds(actual, case.actual_comparator, travel);
    let is_achieved = holds && (at_end || !goal.only_the_end_tells());
    let judgement = |status, ratio, method| Judgement { target, status, ratio, method, reason: None };

    let baseline = match case.baseline {
        Ok(baseline) => baseline,
        Err(_) if is_achieved => return judgement(ProgressStatus::Achieved, None, ComparatorOnly),
        Err(reason) => {
            let reason = if holds { ProgressUnavailable::NotYetDue } else { reason };
            let unknown = judgement(ProgressStatus::NotAvailable, None, ProgressMethod::None);
            return Judgement { reason: Some(reason), ..unknown };
        }
    };
    let is_cap_of_sum = goal.is_sum && goal.is_upper_bound() && target > 0.0;
    let stays = close(target, baseline) || !is_cap_of_sum && goal.holds(baseline, Comparator::Equal, travel);
    let (come, way) = (actual - baseline, target - baseline);
    let ratio = Some(come / way).filter(|ratio| ratio.is_finite() && way.is_finite() && !stays);
    let Some(ratio) = ratio else {
        // The baseline meets the target already: there is a state to keep and no way to go.
        let status = match (is_achieved, holds) {
            (true, _) => ProgressStatus::Achieved,
            (false, true) => ProgressStatus::OnTrack,
            (false, false) => ProgressStatus::Behind,
        };
        return judgement(status, None, ComparatorOnly);
    };
    let keeps_pace = if is_cap_of_sum {
        // Of what may be used up, no more is used than time has gone by.
        holds && billionths(ratio) <= billionths(expected)
    } else {
        billionths(ratio) >= billionths(expected)
    };
    let status = if is_achieved {
        ProgressStatus::Achieved
    } else if keeps_pace {
        ProgressStatus::OnTrack
    } else if billionths(ratio) < 0 {
        ProgressStatus::Regressed
    } else {
        ProgressStatus::Behind
    };
    judgement(status, Some(ratio), if goal.is_sum { CumulativeFromZero } else { LinearFromBaseline })
}

/// From the baseline to the target; where they are level, or there is no baseline, the way that the catalogue calls better.
fn travel(case: &Case<'_>, target: f64) -> Travel {
    match case.baseline {
        Ok(baseline) if more_than(target, baseline) => Travel::Up,
        Ok(baseline) if more_than(baseline, target) => Travel::Down,
        _ => match case.direction {
            Some(IndicatorDirection::HigherIsBetter) => Travel::Up,
            Some(IndicatorDirection::LowerIsBetter) => Travel::Down,
            Some(IndicatorDirection::Neutral) | None => Travel::Unknown,
        },
    }
}

impl Goal {
    fn is_upper_bound(&self) -> bool {
        matches!(self.comparator, Comparator::AtMost | Comparator::LessThan)
    }

    /// What holds now may not hold at the end: what is bounded from above may still rise, and a sum does.
    pub(super) fn only_the_end_tells(&self) -> bool {
        let is_closed = matches!(self.comparator, Comparator::Between | Comparator::Approximately);
        self.is_upper_bound() || self.is_sum && is_closed
    }

    /// The figure that the way from a baseline leads to.
    fn nearer_end(&self, baseline: f64) -> f64 {
        if baseline > self.high { self.high } else { self.low }
    }

    /// Whether a figure is what the target asks for. Figures that differ by rounding noise are equal.
    pub(super) fn holds(&self, actual: f64, actual_comparator: Comparator, travel: Travel) -> bool {
        let Self { comparator, low, high, .. } = *self;
        let says = |comparator| actual_comparator == comparator && close(actual, low);
        match comparator {
            Comparator::AtLeast => at_least(actual, low),
            Comparator::AtMost => at_least(low, actual),
            // "More than 70" is more than 70, though the figure is 70.
            Comparator::MoreThan => more_than(actual, low) || says(Comparator::MoreThan),
            Comparator::LessThan => more_than(low, actual) || says(Comparator::LessThan),
            Comparator::Between => at_least(actual, low) && at_least(high, actual),
            Comparator::Approximately => at_least(0.1 * low.abs(), (actual - low).abs()),
            // A plan that says "80" means to have come to 80, and is not sorry about 81.
            Comparator::Equal => match travel {
                Travel::Up => at_least(actual, low),
                Travel::Down => at_least(low, actual),
                Travel::Unknown => close(actual, low),
            },
            Comparator::Qualitative => false,
        }
    }
}

/// Apart by no more than rounding noise, as units that convert leave behind.
fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs())
}

fn at_least(one: f64, other: f64) -> bool {
    one >= other || close(one, other)
}

fn more_than(one: f64, other: f64) -> bool {
    one > other && !close(one, other)
}
