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

    /// For every value how many are better, and how many are better or equal, in the order of `values`.
    fn standings(self, values: &[f64]) -> Vec<(usize, usize)> {
        let mut places: Vec<usize> = (0..values.len()).collect();
        // Values that come in order already take one pass.
        places.sort_by(|&a, &b| self.order(values[a], values[b]));
        let mut standings = vec![(0, 0); values.len()];
        let mut n_better = 0;
        for equal in places.chunk_by(|&a, &b| self.order(values[a], values[b]).is_eq()) {
            let n_at_least_equal = n_better + equal.len();
            for &place in equal {
                standings[place] = (n_better, n_at_least_equal);
            }
            n_better = n_at_least_equal;
        }
        standings
    }
}

/// The rank of every value, 1 for the best, in the order of `values`. Equal values share a rank, and the next rank counts
/// them all ("1224"). Values are equal only if they are the same number; NaN comes last.
///
/// Source: standard competition ranking, R's `rank(ties.method = "min")`.
pub fn competition_ranks(values: &[f64], better: Better) -> Vec<u32> {
    better.standings(values).into_iter().map(|(n_better, _)| n_better as u32 + 1).collect()
}

/// The percentile rank of every value, in the order of `values`: (worse values + ½ · equal values, itself included) ÷ n.
/// Over 0, at most 1 − 1 ÷ 2n; NaN counts as worse than any number.
///
/// Source: the mid-rank definition, `scipy.stats.percentileofscore(kind="mean")` ÷ 100.
pub fn percentile_ranks(values: &[f64], better: Better) -> Vec<f64> {
    let n = values.len();
    // (worse + ½ equal) ÷ n over a common denominator, so that only the division rounds.
    let rank = |(n_better, n_at_least_equal)| (2 * n - n_better - n_at_least_equal) as f64 / (2 * n) as f64;
    better.standings(values).into_iter().map(rank).collect()
}
