use super::sum::sum_in_order;

/// Where values lie and how far they spread. With one value or more all but the standard deviation are there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Finite values that went in.
    pub n: usize,
    /// The smallest value.
    pub min: Option<f64>,
    /// The first quartile, see [`quantile`].
    pub q1: Option<f64>,
    /// The median, see [`quantile`].
    pub median: Option<f64>,
    /// The third quartile, see [`quantile`].
    pub q3: Option<f64>,
    /// The largest value.
    pub max: Option<f64>,
    /// The arithmetic mean.
    pub mean: Option<f64>,
    /// The sample standard deviation, with n − 1 below the line; `None` for fewer than two values, and where it is beyond
    /// the largest floating-point number.
    pub standard_deviation: Option<f64>,
}

/// The quantile at `p` of values in ascending order, by linear interpolation between the two values around
/// (n − 1) · p; `None` if there is no value, if `p` is outside 0..=1, or if the values around are not finite.
///
/// Source: Hyndman & Fan 1996, definition 7, "Sample Quantiles in Statistical Packages", The American Statistician 50(4).
/// It is the default of R's `quantile` and of numpy.
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let place = sorted.len().checked_sub(1)? as f64 * p;
    let below = *sorted.get(place.floor() as usize)?;
    let above = *sorted.get(place.ceil() as usize)?;
    let share = place - place.floor();
    let step = above - below;
    let between = if step.is_finite() {
        below + share * step
    } else {
        // The values are further apart than the largest number; their halves are not.
        2.0 * (below / 2.0 + share * (above / 2.0 - below / 2.0))
    };
    // Rounding must not lift a quantile over the next value.
    Some(between.min(above)).filter(|value| value.is_finite())
}

/// Summarizes values, which may come in any order. Values that are not finite are left out.
///
/// Source of the quartiles: Hyndman & Fan 1996, definition 7; see [`quantile`].
pub fn summary(values: &[f64]) -> Summary {
    // Adding 0 turns −0 into 0, so that the two do not differ in the answer.
    let mut sorted: Vec<f64> = values.iter().filter(|value| value.is_finite()).map(|value| value + 0.0).collect();
    sorted.sort_by(f64::total_cmp);
    let (Some(&min), Some(&max)) = (sorted.first(), sorted.last()) else {
        return Summary::default();
    };
    let n = sorted.len();
    // Values are divided by a power of two, which loses nothing and keeps sums and squares in range.
    let scale = power_of_two_below(min.abs().max(max.abs()));
    let scaled: Vec<f64> = sorted.iter().map(|value| value / scale).collect();
    let scaled_mean = sum_in_order(scaled.clone()) / n as f64;
    let squares = sum_in_order(scaled.iter().map(|value| (value - scaled_mean).powi(2)).collect());
    let standard_deviation = (n >= 2).then(|| scale * (squares / (n - 1) as f64).sqrt());
    Summary {
        n,
        min: Some(min),
        q1: quantile(&sorted, 0.25),
        median: quantile(&sorted, 0.5),
        q3: quantile(&sorted, 0.75),
        max: Some(max),
        // Rounding must not push the mean of equal values past them.
        mean: Some((scale * scaled_mean).clamp(min, max)),
        standard_deviation: standard_deviation.filter(|deviation| deviation.is_finite()),
    }
}

/// The largest power of two up to a finite, non-negative value; the smallest normal one for what is below it.
fn power_of_two_below(value: f64) -> f64 {
    const EXPONENT: u64 = 0x7ff0_0000_0000_0000;
    f64::from_bits(value.to_bits() & EXPONENT).max(f64::MIN_POSITIVE)
}
