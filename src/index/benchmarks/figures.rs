//! The figures of a plan, packed: a registry has hundreds of thousands.

use crate::{
    comparison::BenchmarkFigure,
    domain::{
        id::{IndicatorId, ObservationId, PlanIndicatorId},
        indicator::{Comparator, IndicatorUse, ObservationBasis, ObservationRole},
        unit::{BaseUnit, Unit},
    },
};

/// The uses of indicator definitions in one plan, with their figures of the whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanFigures {
    /// In document order.
    uses: Box<[Use]>,
    /// Use by use, in the order written.
    figures: Box<[PackedFigure]>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Use {
    indicator: IndicatorId,
    plan_indicator: PlanIndicatorId,
    /// Where its figures end; those of the first use begin at 0.
    end: u32,
}

/// A figure in 56 bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct PackedFigure {
    observation: ObservationId,
    value: f64,
    upper: f64,
    start_year: i32,
    end_year: i32,
    reference_year: i32,
    role: ObservationRole,
    comparator: Comparator,
    basis: ObservationBasis,
    /// The place among all base units.
    base_unit: u8,
    power_of_ten: u8,
    /// Which of the values are there; the others are 0.
    known: u8,
}

const VALUE: u8 = 1;
const UPPER: u8 = 1 << 1;
const START_YEAR: u8 = 1 << 2;
const END_YEAR: u8 = 1 << 3;
const REFERENCE_YEAR: u8 = 1 << 4;
const UNIT: u8 = 1 << 5;

impl PackedFigure {
    fn of(figure: &BenchmarkFigure) -> Self {
        let BenchmarkFigure {
            plan_indicator: _,
            observation,
            role,
            comparator,
            value,
            upper,
            unit,
            basis,
            start_year,
            end_year,
            reference_year,
        } = *figure;
        let place = |unit: Unit| BaseUnit::ALL.iter().position(|base| base == unit.base());
        let packed =
            unit.and_then(|unit| Some((u8::try_from(place(unit)?).ok()?, u8::try_from(unit.power_of_ten()).ok()?)));
        let known = [
            (VALUE, value.is_some()),
            (UPPER, upper.is_some()),
            (START_YEAR, start_year.is_some()),
            (END_YEAR, end_year.is_some()),
            (REFERENCE_YEAR, reference_year.is_some()),
            (UNIT, packed.is_some()),
        ];
        let (base_unit, power_of_ten) = packed.unwrap_or_default();
        Self {
            observation,
            value: value.unwrap_or_default(),
            upper: upper.unwrap_or_default(),
            start_year: start_year.unwrap_or_default(),
            end_year: end_year.unwrap_or_default(),
            reference_year: reference_year.unwrap_or_default(),
            role,
            comparator,
            basis,
            base_unit,
            power_of_ten,
            known: known.iter().filter(|(_, is_known)| *is_known).fold(0, |all, (bit, _)| all | bit),
        }
    }

    fn unpacked(&self, plan_indicator: PlanIndicatorId) -> BenchmarkFigure {
        let is_known = |bit: u8| self.known & bit != 0;
        let unit = || {
            let base = BaseUnit::ALL.get(usize::from(self.base_unit))?;
            Unit::new(u32::from(self.power_of_ten), base.code).ok()
        };
        BenchmarkFigure {
            plan_indicator,
            observation: self.observation,
            role: self.role,
            comparator: self.comparator,
            value: is_known(VALUE).then_some(self.value),
            upper: is_known(UPPER).then_some(self.upper),
            unit: if is_known(UNIT) { unit() } else { None },
            basis: self.basis,
            start_year: is_known(START_YEAR).then_some(self.start_year),
            end_year: is_known(END_YEAR).then_some(self.end_year),
            reference_year: is_known(REFERENCE_YEAR).then_some(self.reference_year),
        }
    }
}

impl PlanFigures {
    /// The uses of definitions in a plan, in document order.
    pub fn of<'a>(uses: impl IntoIterator<Item = (IndicatorId, &'a IndicatorUse)>) -> Self {
        let (mut packed_uses, mut figures) = (Vec::new(), Vec::new());
        for (indicator, used) in uses {
            figures.extend(BenchmarkFigure::of_use(used).map(|figure| PackedFigure::of(&figure)));
            let end = u32::try_from(figures.len()).unwrap_or(u32::MAX);
            packed_uses.push(Use { indicator, plan_indicator: used.plan_indicator, end });
        }
        Self { uses: packed_uses.into(), figures: figures.into() }
    }

    /// The definitions that the plan uses, in document order.
    pub fn indicators(&self) -> impl Iterator<Item = IndicatorId> + '_ {
        self.uses.iter().map(|used| used.indicator)
    }

    /// The figures of a definition's uses, in document order; `None` if the plan does not use it.
    pub fn of_indicator(&self, indicator: IndicatorId) -> Option<Vec<BenchmarkFigure>> {
        let mut found = None;
        let mut start = 0;
        for used in &self.uses {
            let end = used.end as usize;
            if used.indicator == indicator {
                let packed = self.figures.get(start..end).unwrap_or_default();
                let figures = packed.iter().map(|figure| figure.unpacked(used.plan_indicator));
                found.get_or_insert_with(Vec::new).extend(figures);
            }
            start = end;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_small() {
        assert_eq!(size_of::<PackedFigure>(), 56);
    }
}
