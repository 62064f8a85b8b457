//! A change worked out of two levels: 1,800 in the reference year and 2,160 now are a growth of 20 %.

use std::cmp::Reverse;

use super::{
    ProgressUnavailable,
    figures::{Baseline, Chosen, Towards, is_change, precedence, value_in},
};
use crate::domain::{
    indicator::{Figure, ObservationBasis, ObservationRole},
    unit::Unit,
};

impl Towards<'_> {
    /// The change that two levels come to, in the target's unit: a baseline of the year that the target is against, and
    /// the latest actual of the same basis, POINT or ANNUAL. `None` where there are no two such levels.
    pub(super) fn change_of_levels(&self) -> Option<Result<(Baseline, Chosen), ProgressUnavailable>> {
        let reference_year = self.target.reference_year.filter(|_| is_change(self.target.basis))?;
        let is_level = |figure: &Figure| matches!(figure.basis, ObservationBasis::Point | ObservationBasis::Annual);
        let mut references: Vec<_> = self
            .of_role(ObservationRole::Baseline)
            .filter(|(_, found)| is_level(&found.figure) && found.figure.end_year == Some(reference_year))
            .collect();
        references.sort_by_key(|(_, found)| Reverse(precedence(&found.figure, reference_year)));
        let changes: Vec<_> = self
            .actuals(Some(reference_year))
            .into_iter()
            .flat_map(|actual| references.iter().map(move |reference| (*reference, actual)))
            .filter(|((_, reference), (_, actual))| reference.figure.basis == actual.figure.basis)
            .map(|((baseline, reference), (place, actual))| {
                let value = self.change(&reference.figure, &actual.figure)?;
                let date = self.begins(Some(reference_year));
                let baseline = Baseline { place: Some(baseline), value: 0.0, year: Some(reference_year), date };
                Ok((baseline, Chosen { place, value, year: actual.figure.end_year.unwrap_or(self.last_year()) }))
            })
            .collect();
        let first = changes.iter().find(|change| change.is_ok()).or(changes.first())?;
        Some(*first)
    }

    /// From one level to another. A share of a level that is not above 0 means nothing, and a difference of shares is in
    /// percentage points.
    fn change(&self, from: &Figure, to: &Figure) -> Result<f64, ProgressUnavailable> {
        const UNITS_DIFFER: ProgressUnavailable = ProgressUnavailable::UnitsDiffer;
        let (unit, wanted) = from.unit.zip(self.target.unit).ok_or(UNITS_DIFFER)?;
        let levels = value_in(from, Some(unit)).zip(value_in(to, Some(unit)));
        let (before, after) = levels.ok_or(UNITS_DIFFER)?;
        let share = (after - before) / before;
        let is_share = |unit: Unit| unit.base().quantity == "share";
        let (value, in_unit) = match self.target.basis {
            ObservationBasis::ChangeRelative if before <= 0.0 => return Err(ProgressUnavailable::NoBaseline),
            ObservationBasis::ChangeRelative if is_share(wanted) => (share * 100.0, Unit::new(0, "%")),
            ObservationBasis::ChangeRelative => (share, Unit::new(0, "ratio")),
            _ if is_share(unit) => (after - before, Unit::new(unit.power_of_ten(), "pp")),
            _ => (after - before, Ok(unit)),
        };
        let converted = in_unit.ok().and_then(|in_unit| in_unit.convert(value, wanted));
        converted.filter(|value| value.is_finite()).ok_or(UNITS_DIFFER)
    }
}
