//! Pure functions of numbers, a file for each subject. They know no plan, theme or indicator; how each is computed and
//! checked stands in `docs/statistics.md`. What cannot be computed is `None`; no result is ever NaN or infinite, and no
//! result depends on the order in which plans, groups or units are given.

mod summary;

mod ranking;

mod proportion;

mod association;

mod repeated;

mod adjustment;

mod agreement;

mod cooccurrence;

/// Tails of the chi-squared distribution.
mod chi_squared;

/// Sums that do not depend on order.
mod sum;

/// Sums of shares that can be put together.
mod share_sum;

pub use adjustment::adjust_benjamini_hochberg;
pub use agreement::{MeasurementLevel, cohen_kappa, krippendorff_alpha, observed_agreement};
pub use association::{ChiSquare, chi_square, fisher_exact};
pub use cooccurrence::{CoOccurrence, co_occurrence};
pub use proportion::{Interval, wilson_interval};
pub use ranking::{Better, competition_ranks, percentile_ranks};
pub use repeated::{RepeatedMeasures, cochran_q, cochran_q_of_totals, mcnemar};
pub use share_sum::ShareSum;
pub use summary::{Summary, quantile, summary};

#[cfg(test)]
mod tests;
