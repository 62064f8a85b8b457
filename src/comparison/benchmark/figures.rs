//! Which figure stands for each plan.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    BenchmarkData, BenchmarkMissing, BenchmarkQuestion,
    rounding::without_noise,
    uses::{BenchmarkFigure, IndicatorUses},
};
use crate::domain::{
    indicator::{ObservationBasis, ObservationRole},
    unit::{BaseUnit, Unit},
};

/// Significant digits that a conversion keeps: 1.005 万 and 10,050 are one value, and tie.
const FIGURE_DIGITS: usize = 14;

impl BenchmarkFigure {
    /// What the figure comes to in a unit: the midpoint of a range, the value of a bound. `None` where it does not convert.
    pub(super) fn value_in(&self, unit: Unit) -> Option<f64> {
        let value = self.unit?.convert(self.point_value()?, unit)?;
        Some(without_noise(value, FIGURE_DIGITS)).filter(|value| value.is_finite())
    }

    /// What this target starts from: of the same use, so that it is about the same thing; of the same basis, in a unit that
    /// converts, of an earlier year as far as the years are known. Of several the latest, then the first written.
    pub(super) fn baseline(&self, figures_of_plan: &[Self], unit: Unit) -> Option<Self> {
        let compares = |baseline: &Self| {
            let is_earlier = match (baseline.end_year, self.end_year) {
                (Some(baseline), Some(target)) => baseline < target,
                _ => true,
            };
            baseline.plan_indicator == self.plan_indicator
                && baseline.role == ObservationRole::Baseline
                && baseline.basis == self.basis
                && is_earlier
                && sums_up_as_much(baseline, self)
                && baseline.value_in(unit).is_some()
        };
        first_of_latest(figures_of_plan.iter().filter(|figure| compares(figure))).copied()
    }
}

/// Sums over spans compare only if the spans are of one length.
fn sums_up_as_much(a: &BenchmarkFigure, b: &BenchmarkFigure) -> bool {
    let n_years = |figure: &BenchmarkFigure| Some(figure.end_year?.saturating_sub(figure.start_year?));
    a.basis != ObservationBasis::Cumulative || n_years(a).is_some_and(|n| Some(n) == n_years(b))
}

/// What stands for each plan, and what it is measured in.
pub(super) struct Chosen {
    pub(super) unit: Option<Unit>,
    pub(super) basis: Option<ObservationBasis>,
    /// By place, ascending.
    pub(super) of_plans: Vec<(u32, Result<BenchmarkFigure, BenchmarkMissing>)>,
}

/// The figures of one plan that may still stand for it; none are left for one reason, the first.
struct Remaining(Result<Vec<BenchmarkFigure>, BenchmarkMissing>);

impl Remaining {
    /// The figures of one role that have a value.
    fn of(uses: &dyn IndicatorUses, place: u32, role: ObservationRole) -> Self {
        let mut remaining = Self(uses.figures(place).ok_or(BenchmarkMissing::NoPlanIndicator));
        remaining.keep(BenchmarkMissing::NoFigure, |figure| figure.role == role);
        remaining.keep(BenchmarkMissing::Qualitative, |figure| figure.point_value().is_some_and(f64::is_finite));
        remaining
    }

    fn keep(&mut self, reason: BenchmarkMissing, keeps: impl Fn(&BenchmarkFigure) -> bool) {
        if let Ok(figures) = &mut self.0 {
            figures.retain(keeps);
            if figures.is_empty() {
                self.0 = Err(reason);
            }
        }
    }

    fn keep_unit(&mut self, unit: Option<Unit>) {
        self.keep(BenchmarkMissing::UnitDiffers, |figure| unit.is_some_and(|unit| figure.value_in(unit).is_some()));
    }

    /// The figure of the latest year, then the first in the document.
    fn chosen(self) -> Result<BenchmarkFigure, BenchmarkMissing> {
        self.0.and_then(|figures| first_of_latest(&figures).copied().ok_or(BenchmarkMissing::NoFigure))
    }
}

/// The first figure of the latest year; those without a year come after all others.
fn first_of_latest<'a>(figures: impl IntoIterator<Item = &'a BenchmarkFigure>) -> Option<&'a BenchmarkFigure> {
    figures.into_iter().reduce(|best, figure| if figure.end_year > best.end_year { figure } else { best })
}

/// Chooses the figure of each latest plan. What is asked for goes first, then what is settled by the majority, so that the
/// majority is one of figures that are wanted.
pub(super) fn choose(question: &BenchmarkQuestion<'_>, data: &BenchmarkData<'_>) -> Chosen {
    let places: Vec<u32> = data.latest.latest.iter().collect();
    let mut all: Vec<Remaining> = places.iter().map(|&place| Remaining::of(data.uses, place, question.role)).collect();
    if let Some(year) = question.year {
        for plan in &mut all {
            plan.keep(BenchmarkMissing::YearDiffers, |figure| figure.end_year == Some(year));
        }
    }
    let unit = question.indicator.unit.or_else(|| usual_unit(&all, question.basis));
    for plan in &mut all {
        plan.keep_unit(unit);
    }
    let basis = question.basis.or_else(|| most_common(counts(&all, |figure| Some(figure.basis))));
    for plan in &mut all {
        plan.keep(BenchmarkMissing::BasisDiffers, |figure| Some(figure.basis) == basis);
    }
    Chosen { unit, basis, of_plans: places.into_iter().zip(all.into_iter().map(Remaining::chosen)).collect() }
}

/// What may stand for a plan, whatever the others have: for each basis the figure of the latest year, then the first in the
/// document, and what it comes to in the indicator's unit.
///
/// # Errors
/// The reason why there is none.
pub fn figures_by_basis(
    uses: &dyn IndicatorUses,
    place: u32,
    role: ObservationRole,
    unit: Unit,
) -> Result<Vec<(BenchmarkFigure, f64)>, BenchmarkMissing> {
    let mut remaining = Remaining::of(uses, place, role);
    remaining.keep_unit(Some(unit));
    let figures = remaining.0?;
    let of_basis = |&basis: &ObservationBasis| {
        let chosen = first_of_latest(figures.iter().filter(|figure| figure.basis == basis))?;
        Some((*chosen, chosen.value_in(unit)?))
    };
    Ok(ObservationBasis::ALL.iter().filter_map(of_basis).collect())
}

/// How many plans have each key, each plan counted once. A figure that has none says nothing.
fn counts<K: Ord>(plans: &[Remaining], key: impl Fn(&BenchmarkFigure) -> Option<K>) -> BTreeMap<K, u64> {
    let mut counts: BTreeMap<K, u64> = BTreeMap::new();
    for plan in plans {
        let keys: BTreeSet<K> = plan.0.iter().flatten().filter_map(&key).collect();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    counts
}

/// What most plans have; ties go to the least, and what no plan has does not count.
pub fn most_common<K: Ord>(counts: BTreeMap<K, u64>) -> Option<K> {
    let more = |best: (K, u64), next: (K, u64)| if next.1 > best.1 { next } else { best };
    counts.into_iter().filter(|(_, n_plans)| *n_plans > 0).reduce(more).map(|(key, _)| key)
}

/// The first unit, without a power of ten, of the quantity that most plans have; ties in the order of the units. Figures of
/// the basis asked for decide, if there are any.
fn usual_unit(plans: &[Remaining], basis: Option<ObservationBasis>) -> Option<Unit> {
    let quantity = |figure: &BenchmarkFigure| {
        let quantity = figure.unit?.base().quantity;
        BaseUnit::ALL.iter().position(|base| base.quantity == quantity)
    };
    let of_basis =
        |figure: &BenchmarkFigure| basis.is_none_or(|basis| figure.basis == basis).then(|| quantity(figure))?;
    let place = most_common(counts(plans, of_basis)).or_else(|| most_common(counts(plans, quantity)))?;
    Unit::new(0, BaseUnit::ALL.get(place)?.code).ok()
}
