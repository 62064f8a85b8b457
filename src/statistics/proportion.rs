/// The 0.975 quantile of the standard normal distribution, to the last bit; statrs gives the number next to it.
const Z: f64 = 1.959_963_984_540_054_2;

/// A range that a share is expected in, 0..1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Wilson's 95 % score interval of a share, without continuity correction, within 0..1; `None` if `n` is 0 or there are
/// more successes than that. Its lower end is exactly 0 without a success, its upper end exactly 1 without a failure.
///
/// Source: Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American
/// Statistical Association 22(158).
pub fn wilson_interval(successes: u64, n: u64) -> Option<Interval> {
    let failures = n.checked_sub(successes).filter(|_| n > 0)?;
    let (n, square) = (n as f64, Z * Z);
    let share = successes as f64 / n;
    let centre = (share + square / (2.0 * n)) / (1.0 + square / n);
    let variance = share * (failures as f64 / n) / n + square / (4.0 * n * n);
    let half_width = Z * variance.sqrt() / (1.0 + square / n);
    Some(Interval {
        // Rounding must not push an end past the share itself.
        low: if successes == 0 { 0.0 } else { (centre - half_width).clamp(0.0, share) },
        high: if failures == 0 { 1.0 } else { (centre + half_width).clamp(share, 1.0) },
    })
}
