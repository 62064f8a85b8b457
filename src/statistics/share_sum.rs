use std::ops::AddAssign;

/// A sum of shares, each a part of a whole, in whole numbers: the same bits in whatever order shares and sums are added up,
/// so that sums kept ready may be put together.
///
/// A share counts in units of 2⁻⁶⁴, rounded to the nearest, and so is off by at most 2⁻⁶⁵; so is the mean of any number of
/// them, before it is rounded to a floating-point number. Room is for 2⁶³ shares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShareSum(u128);

/// Units of a share of 1.
const UNITS: u128 = 1 << 64;

impl ShareSum {
    /// Adds `part` ÷ `whole`. Nothing of nothing is no share, and a part is at most the whole.
    pub fn add_share(&mut self, part: u32, whole: u32) {
        let whole = u128::from(whole);
        let share = (u128::from(part).min(whole) * UNITS + whole / 2).checked_div(whole);
        self.0 += share.unwrap_or_default();
    }

    /// The mean of `n` shares that add up to this, 0..=1; `None` of none.
    pub fn mean(self, n: u64) -> Option<f64> {
        // The last division, by a power of two, loses nothing.
        (n > 0).then(|| self.0 as f64 / n as f64 / UNITS as f64)
    }
}

impl AddAssign for ShareSum {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
