use statrs::distribution::{ChiSquared, ContinuousCDF};

/// The chance that a chi-squared variable is at least as large as a statistic; `None` without degrees of freedom.
pub(super) fn upper_tail(statistic: f64, degrees_of_freedom: u32) -> Option<f64> {
    if statistic < f64::MIN_POSITIVE {
        // statrs halves the statistic and panics where that gives 0.
        return (degrees_of_freedom > 0).then_some(1.0);
    }
    let distribution = ChiSquared::new(f64::from(degrees_of_freedom)).ok()?;
    Some(distribution.sf(statistic).clamp(0.0, 1.0))
}
