//! Which observations a target is measured by.

use std::{cmp::Reverse, collections::BTreeSet};

use time::Date;

use super::{ProgressUnavailable, span};
use crate::{
    comparison::figures::looks_back,
    domain::{
        indicator::{Comparator, Figure, Observation, ObservationBasis, ObservationRole, PlanIndicator},
        period::YearSpan,
        unit::Unit,
    },
};

/// What a target asks for, in its own unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Goal {
    pub(super) comparator: Comparator,
    pub(super) low: f64,
    /// The upper end of a range; the same as `low` elsewhere.
    pub(super) high: f64,
    /// Summed over the span.
    pub(super) is_sum: bool,
}

impl Goal {
    pub(super) fn of(target: &Figure) -> Result<Self, ProgressUnavailable> {
        let comparator = target.comparator;
        if comparator == Comparator::Qualitative {
            return Err(ProgressUnavailable::QualitativeTarget);
        }
        let upper = if comparator == Comparator::Between { target.upper } else { target.value };
        let finite = |value: &f64| value.is_finite();
        match (target.value.filter(finite), upper.filter(finite)) {
            (Some(low), Some(high)) if low <= high => {
                Ok(Self { comparator, low, high, is_sum: target.basis == ObservationBasis::Cumulative })
            }
            _ => Err(ProgressUnavailable::NoTargetValue),
        }
    }
}

/// A target, and what may be measured towards it.
pub(super) struct Towards<'a> {
    pub(super) indicator: &'a PlanIndicator,
    pub(super) target: &'a Figure,
    pub(super) goal: Goal,
    /// The plan's own years.
    pub(super) years: YearSpan,
    pub(super) at: Option<Date>,
}

/// An observation that compares with the target.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chosen {
    /// Index among the indicator's observations.
    pub(super) place: usize,
    /// In the target's unit.
    pub(super) value: f64,
    pub(super) year: i32,
}

/// Where the way to the target begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Baseline {
    /// Index among the indicator's observations; `None` where the way begins at 0.
    pub(super) place: Option<usize>,
    /// In the target's unit.
    pub(super) value: f64,
    pub(super) year: Option<i32>,
    /// Time counts from the end of this day.
    pub(super) date: Date,
}

/// The later figure goes before, one without a year as of `undated`; of one year the exact one, and then the one that states
/// the smaller number: neither the order in which figures were written down nor the ids that a registry gave them decides.
pub(super) fn precedence(figure: &Figure, undated: i32) -> impl Ord + use<> {
    let smaller = [figure.value, figure.upper].map(|value| Reverse(value.map(ordered)));
    let unit = Reverse(figure.unit.map(|unit| unit.to_string()));
    (figure.end_year.unwrap_or(undated), figure.comparator == Comparator::Equal, smaller, unit)
}

/// Numbers in the order of [`f64::total_cmp`].
fn ordered(value: f64) -> i64 {
    let bits = value.to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

pub(super) fn is_change(basis: ObservationBasis) -> bool {
    matches!(basis, ObservationBasis::ChangeAbsolute | ObservationBasis::ChangeRelative)
}

/// The figure in a unit; a range counts as its midpoint, a bound as its value. A figure without a unit converts into none.
pub(super) fn value_in(figure: &Figure, unit: Option<Unit>) -> Option<f64> {
    figure.unit?.convert(figure.point_value()?, unit?).filter(|value| value.is_finite())
}

fn dimensions(figure: &Figure) -> BTreeSet<(&str, &str)> {
    figure.dimensions.iter().map(|dimension| (dimension.name.as_str(), dimension.value.as_str())).collect()
}

impl<'a> Towards<'a> {
    /// The year at the end of which the target is due.
    pub(super) fn last_year(&self) -> i32 {
        self.target.end_year.unwrap_or(self.years.end())
    }

    /// The first year of what the target sums up or averages.
    fn first_year(&self) -> i32 {
        self.target.start_year.unwrap_or(self.years.start())
    }

    pub(super) fn comparator_at(&self, place: usize) -> Comparator {
        self.indicator.observations.get(place).map_or(Comparator::Equal, |found| found.figure.comparator)
    }

    /// The figures of a role that are of the target's part of the whole and have a value, with their places.
    pub(super) fn of_role(&self, role: ObservationRole) -> impl Iterator<Item = (usize, &'a Observation)> {
        let of_target = dimensions(self.target);
        self.indicator.observations.iter().enumerate().filter(move |(_, Observation { figure, .. })| {
            figure.role == role && figure.point_value().is_some_and(f64::is_finite) && dimensions(figure) == of_target
        })
    }

    /// The actuals of the target's span that are known by the day asked for, latest first.
    ///
    /// What looks back at the years before the plan is a review of the last period. An average over years of both belongs
    /// to neither.
    pub(super) fn actuals(&self, not_before: Option<i32>) -> Vec<(usize, &'a Observation)> {
        let in_span = |figure: &Figure| {
            let Some(year) = figure.end_year else { return false };
            let is_average = figure.basis == ObservationBasis::AnnualAverage;
            !looks_back(figure, self.years)
                && year <= self.last_year()
                && not_before.is_none_or(|first| year >= first)
                && self.at.is_none_or(|at| span::last_day(year) <= at)
                && !(is_average && figure.start_year.is_some_and(|start| start < self.first_year()))
        };
        let mut found: Vec<_> =
            self.of_role(ObservationRole::Actual).filter(|(_, actual)| in_span(&actual.figure)).collect();
        found.sort_by_key(|(_, actual)| Reverse(precedence(&actual.figure, i32::MIN)));
        found
    }

    /// Of the same span or change: sums begin in the same year, changes are against the same year. A year that is not
    /// known is taken to agree.
    fn shares_basis(&self, figure: &Figure) -> bool {
        let agree = |one: Option<i32>, other: Option<i32>| one.zip(other).is_none_or(|(one, other)| one == other);
        figure.basis == self.target.basis
            && match figure.basis {
                ObservationBasis::Cumulative => agree(figure.start_year, Some(self.first_year())),
                basis if is_change(basis) => agree(figure.reference_year, self.target.reference_year),
                _ => true,
            }
    }

    /// The first of the figures that compares with the target, or why none does.
    fn first_that_compares(
        &self,
        figures: &[(usize, &'a Observation)],
        absent: ProgressUnavailable,
    ) -> Result<(usize, &'a Figure, f64), ProgressUnavailable> {
        let of_basis = || figures.iter().filter(|(_, found)| self.shares_basis(&found.figure));
        let compares = |&(place, found): &(usize, &'a Observation)| {
            value_in(&found.figure, self.target.unit).map(|value| (place, &found.figure, value))
        };
        of_basis().find_map(compares).ok_or(if figures.is_empty() {
            absent
        } else if of_basis().next().is_none() {
            ProgressUnavailable::BasesDiffer
        } else {
            ProgressUnavailable::UnitsDiffer
        })
    }

    /// Where the way to the target begins: at 0 for a sum, else at the latest baseline before the target's year, else at 0
    /// for a change, which is 0 in the year that it is against.
    pub(super) fn baseline(&self) -> Result<Baseline, ProgressUnavailable> {
        let from_zero = |date| Baseline { place: None, value: 0.0, year: None, date };
        if self.goal.is_sum {
            return Ok(from_zero(span::day_before(self.first_year())));
        }
        let before = |figure: &Figure| figure.end_year.is_none_or(|year| year < self.last_year());
        let mut baselines: Vec<_> =
            self.of_role(ObservationRole::Baseline).filter(|(_, baseline)| before(&baseline.figure)).collect();
        baselines.sort_by_key(|(_, baseline)| Reverse(precedence(&baseline.figure, self.years.start() - 1)));
        match self.first_that_compares(&baselines, ProgressUnavailable::NoBaseline) {
            Ok((place, figure, value)) => {
                Ok(Baseline { place: Some(place), value, year: figure.end_year, date: self.begins(figure.end_year) })
            }
            Err(_) if is_change(self.target.basis) => Ok(from_zero(self.begins(self.target.reference_year))),
            Err(reason) => Err(reason),
        }
    }

    /// The last day of the baseline's year, or the day before the plan's period where that is not known.
    pub(super) fn begins(&self, year: Option<i32>) -> Date {
        year.map_or_else(|| span::day_before(self.years.start()), span::last_day)
    }

    /// The latest actual that compares with the target.
    pub(super) fn actual(&self, baseline: Option<&Baseline>) -> Result<Chosen, ProgressUnavailable> {
        let actuals = self.actuals(baseline.and_then(|baseline| baseline.year));
        let (place, figure, value) = self.first_that_compares(&actuals, ProgressUnavailable::NoActual)?;
        Ok(Chosen { place, value, year: figure.end_year.unwrap_or(self.last_year()) })
    }
}
