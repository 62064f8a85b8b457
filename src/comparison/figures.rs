//! Figures that can stand side by side: of one basis, in units that convert.

use std::collections::BTreeSet;

use super::caveat::{Caveat, CaveatCode, Named};
use crate::domain::{
    indicator::{Comparator, Figure, ObservationBasis, ObservationRole, PlanIndicator},
    period::YearSpan,
    unit::Unit,
};

/// Whether the figure is of years before a plan's own: an actual of the last period, which counts towards no target of this
/// one.
pub(super) fn looks_back(figure: &Figure, years: YearSpan) -> bool {
    figure.end_year.is_some_and(|year| year < years.start())
}

/// The figures of one role that are of the whole and have a value, in the order written.
pub(super) fn headline_figures(indicator: &PlanIndicator, role: ObservationRole) -> impl Iterator<Item = &Figure> {
    indicator
        .of_role(role)
        .map(|observation| &observation.figure)
        .filter(|figure| figure.dimensions.is_empty() && figure.point_value().is_some_and(f64::is_finite))
}

/// `part` ÷ `whole` in one unit and of one basis; `None` where they do not compare, or the whole is 0. A range counts as
/// its midpoint, a bound as its value.
pub(super) fn ratio(part: &Figure, whole: &Figure) -> Option<f64> {
    if part.basis != whole.basis {
        return None;
    }
    let divisor = whole.point_value().filter(|value| *value != 0.0)?;
    let ratio = point_value_in(part, whole.unit?)? / divisor;
    ratio.is_finite().then_some(ratio)
}

/// What a figure comes to in a unit: a range its midpoint, a bound its value. `None` where the units do not convert.
fn point_value_in(figure: &Figure, unit: Unit) -> Option<f64> {
    figure.unit?.convert(figure.point_value()?, unit)
}

/// Whether figures of several plans compare, and what is to be said about it.
pub(super) struct Comparability {
    pub(super) comparable: bool,
    pub(super) caveats: Vec<Caveat>,
}

/// What a figure is measured in: figures with the same key compare. An unknown unit compares with nothing.
type Key = (ObservationBasis, &'static str);

fn key(figure: &Figure) -> Option<Key> {
    figure.unit.map(|unit| (figure.basis, unit.base().quantity))
}

/// The headline figures of one role that a plan has for one indicator.
struct Side<'a> {
    plan: usize,
    figures: Vec<&'a Figure>,
}

impl Side<'_> {
    fn keys(&self) -> BTreeSet<Key> {
        self.figures.iter().filter_map(|figure| key(figure)).collect()
    }

    fn shares_key(&self, other: &Self) -> bool {
        !self.keys().is_disjoint(&other.keys())
    }

    fn shares_quantity(&self, other: &Self) -> bool {
        let quantities = |side: &Self| side.keys().into_iter().map(|(_, quantity)| quantity).collect::<BTreeSet<_>>();
        !quantities(self).is_disjoint(&quantities(other))
    }

    fn compares_a_bound_with(&self, other: &Self) -> bool {
        let keys = other.keys();
        self.figures
            .iter()
            .any(|figure| is_bound(figure.comparator) && key(figure).is_some_and(|key| keys.contains(&key)))
    }

    fn shares_basis(&self, other: &Self) -> bool {
        self.figures.iter().any(|figure| other.figures.iter().any(|other| figure.basis == other.basis))
    }
}

/// Whether a figure is a bound or a range that [`ratio`] and comparisons read as one value.
pub(super) fn is_bound(comparator: Comparator) -> bool {
    use Comparator::{AtLeast, AtMost, Between, LessThan, MoreThan};
    matches!(comparator, AtLeast | MoreThan | AtMost | LessThan | Between)
}

/// What plans are compared by, most telling first.
pub(super) const COMPARED_ROLES: &[ObservationRole] =
    &[ObservationRole::Target, ObservationRole::Actual, ObservationRole::Baseline];

/// Whether at least two of the plans have a figure of the same role and basis, in units that convert.
///
/// `uses` are the indicators of each plan. The first of the roles that compares decides, or else the first that two plans
/// have figures of; the caveats are about that role.
pub(super) fn comparability(
    uses: &[(usize, Vec<&PlanIndicator>)],
    roles: &[ObservationRole],
    named: &Named<'_>,
) -> Comparability {
    let sides_by_role: Vec<Vec<Side<'_>>> = roles.iter().map(|&role| sides(uses, role)).collect();
    let compares = |sides: &&Vec<Side<'_>>| pairs(sides).any(|(a, b)| a.shares_key(b));
    let comparing = sides_by_role.iter().find(compares);
    let Some(sides) = comparing.or_else(|| sides_by_role.iter().find(|sides| sides.len() >= 2)) else {
        return Comparability { comparable: false, caveats: Vec::new() };
    };

    let (mut units_differ, mut bases_differ, mut bounds) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (a, b) in pairs(sides) {
        let both = [a.plan, b.plan];
        if a.shares_key(b) {
            let with_bound = [(a, b), (b, a)].into_iter().filter(|(side, other)| side.compares_a_bound_with(other));
            bounds.extend(with_bound.map(|(side, _)| side.plan));
            continue;
        }
        let (quantity, basis) = (a.shares_quantity(b), a.shares_basis(b));
        if !quantity {
            units_differ.extend(both);
        }
        // Each may have a basis and a unit of the other, only never both in one figure.
        if !basis || quantity {
            bases_differ.extend(both);
        }
    }
    let caveats = [
        named.caveat(CaveatCode::UnitsDiffer, units_differ),
        named.caveat(CaveatCode::BasesDiffer, bases_differ),
        named.caveat(CaveatCode::BoundTakenAsValue, bounds),
    ];
    Comparability { comparable: comparing.is_some(), caveats: caveats.into_iter().flatten().collect() }
}

fn sides<'a>(uses: &[(usize, Vec<&'a PlanIndicator>)], role: ObservationRole) -> Vec<Side<'a>> {
    uses.iter()
        .map(|(plan, indicators)| Side {
            plan: *plan,
            figures: indicators.iter().flat_map(|&indicator| headline_figures(indicator, role)).collect(),
        })
        .filter(|side| !side.figures.is_empty())
        .collect()
}

fn pairs<'a, 'b>(sides: &'a [Side<'b>]) -> impl Iterator<Item = (&'a Side<'b>, &'a Side<'b>)> {
    sides.iter().enumerate().flat_map(move |(place, b)| sides[..place].iter().map(move |a| (a, b)))
}
