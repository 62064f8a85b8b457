use std::cmp::Ordering;

/// Which end of a scale is the good one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Better {
    /// Large values are better.
    Higher,
    /// Small values are better.
    Lower,
}

impl Better {
    /// Better values first; what is not a number comes last, and all of it is equal.
    fn order(self, a: f64, b: f64) -> Ordering {
        let by_value = match self {
            Self::Higher => b.partial_cmp(&a),
            Self::Lower => a.partial_cmp(&b),
        };
        by_value.unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
    }

    fn sorted(self, values: &[f64]) -> Vec<f64> {
        let mut sorted = values.to_vec();
        sorted.sort_by(|a, b| self.order(*a, *b));
        sorted
    }
}

/// The rank of every value, 1 for the best, in the order of `values`. Equal values share a rank, and the next rank counts
/// them all ("1224"). Values are equal only if they are the same number; NaN comes last.
///
/// Source: standard competition ranking, R's `rank(ties.method = "min")`.
pub fn competition_ranks(values: &[f64], better: Better) -> Vec<u32> {
    let sorted = better.sorted(values);
    let n_better = |value: f64| sorted.partition_point(|other| better.order(*other, value).is_lt());
    values.iter().map(|value| n_better(*value) as u32 + 1).collect()
}

/// The percentile rank of every value, in the order of `values`: (worse values + ½ · equal values, itself included) ÷ n.
/// Over 0, at most 1 − 1 ÷ 2n; NaN counts as worse than any number.
///
/// Source: the mid-rank definition, `scipy.stats.percentileofscore(kind="mean")` ÷ 100.
pub fn percentile_ranks(values: &[f64], better: Better) -> Vec<f64> {
    let sorted = better.sorted(values);
    let n = values.len();
    let rank = |value: f64| {
        let n_better = sorted.partition_point(|other| better.order(*other, value).is_lt());
        let n_at_least_equal = sorted.partition_point(|other| better.order(*other, value).is_le());
        // (worse + ½ equal) ÷ n over a common denominator, so that only the division rounds.
        (2 * n - n_better - n_at_least_equal) as f64 / (2 * n) as f64
    };
    values.iter().map(|value| rank(*value)).collect()
}
