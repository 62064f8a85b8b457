//! Which figure stands for each plan.

use std::collections::{BTreeMap, BTreeSet};

use super::{BenchmarkData, BenchmarkMissing, BenchmarkQuestion, value_in};
use crate::domain::{
    id::PlanIndicatorId,
    indicator::{Figure, IndicatorUse, Observation, ObservationBasis, ObservationRole},
    unit::{BaseUnit, Unit},
};

/// A figure of a use of the indicator.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) plan_indicator: PlanIndicatorId,
    pub(super) observation: &'a Observation,
    /// The other figures of the same use.
    beside: &'a [Observation],
}

impl<'a> Candidate<'a> {
    pub(super) fn figure(&self) -> &'a Figure {
        &self.observation.figure
    }

    /// What this target starts from: of the same use, so that it is about the same thing; of the same basis, in a unit that
    /// converts, of an earlier year as far as the years are known. Of several the latest, then the first written.
    pub(super) fn baseline(&self, unit: Unit) -> Option<Self> {
        let target = self.figure();
        let compares = |baseline: &Figure| {
            let is_earlier = match (baseline.end_year, target.end_year) {
                (Some(baseline), Some(target)) => baseline < target,
                _ => true,
            };
            is_headline(baseline, ObservationRole::Baseline)
                && baseline.basis == target.basis
                && is_earlier
                && sums_up_as_much(baseline, target)
                && value_in(baseline, unit).is_some()
        };
        let found = self.beside.iter().filter(|observation| compares(&observation.figure));
        let latest = first_of_latest(found, |observation| observation.figure.end_year)?;
        Some(Self { observation: latest, ..*self })
    }
}

/// Sums over spans compare only if the spans are of one length.
fn sums_up_as_much(a: &Figure, b: &Figure) -> bool {
    let n_years = |figure: &Figure| Some(figure.end_year?.saturating_sub(figure.start_year?));
    a.basis != ObservationBasis::Cumulative || n_years(a).is_some_and(|n| Some(n) == n_years(b))
}

/// What stands for each plan, and what it is measured in.
pub(super) struct Chosen<'a> {
    pub(super) unit: Option<Unit>,
    pub(super) basis: Option<ObservationBasis>,
    /// Indexes of plans among those of the cohort, ascending.
    pub(super) of_plans: Vec<(usize, Result<Candidate<'a>, BenchmarkMissing>)>,
}

/// The figures of one plan that may still stand for it; none are left for one reason, the first.
struct Remaining<'a> {
    plan: usize,
    figures: Result<Vec<Candidate<'a>>, BenchmarkMissing>,
}

impl<'a> Remaining<'a> {
    fn keep(&mut self, reason: BenchmarkMissing, keeps: impl Fn(&Figure) -> bool) {
        if let Ok(figures) = &mut self.figures {
            figures.retain(|candidate| keeps(candidate.figure()));
            if figures.is_empty() {
                self.figures = Err(reason);
            }
        }
    }

    /// The figure of the latest year, then the first in the document.
    fn chosen(self) -> (usize, Result<Candidate<'a>, BenchmarkMissing>) {
        let latest = |figures: Vec<Candidate<'a>>| first_of_latest(figures, |candidate| candidate.figure().end_year);
        (self.plan, self.figures.and_then(|figures| latest(figures).ok_or(BenchmarkMissing::NoFigure)))
    }
}

fn is_headline(figure: &Figure, role: ObservationRole) -> bool {
    figure.role == role && figure.dimensions.is_empty()
}

/// The first item of the latest year; items without a year come after all others.
fn first_of_latest<T>(items: impl IntoIterator<Item = T>, year: impl Fn(&T) -> Option<i32>) -> Option<T> {
    items.into_iter().reduce(|best, item| if year(&item) > year(&best) { item } else { best })
}

/// Chooses the figure of each latest plan. What is asked for goes first, then what is settled by the majority, so that the
/// majority is one of figures that are wanted.
pub(super) fn choose<'a>(question: &BenchmarkQuestion<'_>, data: &BenchmarkData<'a>) -> Chosen<'a> {
    let mut all: Vec<Remaining<'a>> = data.latest.latest.iter().map(|&plan| figures_of(data, plan)).collect();
    for plan in &mut all {
        plan.keep(BenchmarkMissing::NoFigure, |figure| is_headline(figure, question.role));
        plan.keep(BenchmarkMissing::Qualitative, |figure| figure.point_value().is_some_and(f64::is_finite));
        if let Some(year) = question.year {
            plan.keep(BenchmarkMissing::YearDiffers, |figure| figure.end_year == Some(year));
        }
    }
    let unit = question.indicator.unit.or_else(|| usual_unit(&all, question.basis));
    for plan in &mut all {
        plan.keep(BenchmarkMissing::UnitDiffers, |figure| unit.is_some_and(|unit| value_in(figure, unit).is_some()));
    }
    let basis = question.basis.or_else(|| most_common(&all, |figure| Some(figure.basis)));
    for plan in &mut all {
        plan.keep(BenchmarkMissing::BasisDiffers, |figure| Some(figure.basis) == basis);
    }
    Chosen { unit, basis, of_plans: all.into_iter().map(Remaining::chosen).collect() }
}

fn figures_of<'a>(data: &BenchmarkData<'a>, plan: usize) -> Remaining<'a> {
    let uses: &'a [IndicatorUse] =
        data.plans.get(plan).and_then(|plan| data.uses.get(&plan.revision)).map_or(&[], Vec::as_slice);
    let candidates = |used: &'a IndicatorUse| {
        used.observations.iter().map(|observation| Candidate {
            plan_indicator: used.plan_indicator,
            observation,
            beside: &used.observations,
        })
    };
    let figures = match uses {
        [] => Err(BenchmarkMissing::NoPlanIndicator),
        uses => Ok(uses.iter().flat_map(candidates).collect()),
    };
    Remaining { plan, figures }
}

/// What most plans have, each counted once; ties go to the least. A figure that has none says nothing.
fn most_common<K: Ord>(plans: &[Remaining<'_>], key: impl Fn(&Figure) -> Option<K>) -> Option<K> {
    let mut counts: BTreeMap<K, usize> = BTreeMap::new();
    for plan in plans {
        let figures = plan.figures.iter().flatten();
        let keys: BTreeSet<K> = figures.filter_map(|candidate| key(candidate.figure())).collect();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let more = |best: (K, usize), next: (K, usize)| if next.1 > best.1 { next } else { best };
    counts.into_iter().reduce(more).map(|(key, _)| key)
}

/// The first unit, without a power of ten, of the quantity that most plans have; ties in the order of the units. Figures of
/// the basis asked for decide, if there are any.
fn usual_unit(plans: &[Remaining<'_>], basis: Option<ObservationBasis>) -> Option<Unit> {
    let quantity = |figure: &Figure| {
        let quantity = figure.unit?.base().quantity;
        BaseUnit::ALL.iter().position(|base| base.quantity == quantity)
    };
    let of_basis = |figure: &Figure| basis.is_none_or(|basis| figure.basis == basis).then(|| quantity(figure))?;
    let place = most_common(plans, of_basis).or_else(|| most_common(plans, quantity))?;
    Unit::new(0, BaseUnit::ALL.get(place)?.code).ok()
}
