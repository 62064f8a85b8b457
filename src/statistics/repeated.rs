use super::chi_squared;

/// From this many discordant pairs on the chi-squared distribution stands in for the binomial one.
const ENOUGH_PAIRS: u64 = 25;

/// A test of shares that were measured on the same subjects more than once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RepeatedMeasures {
    /// The test statistic; `None` for an exact test, which has none.
    pub statistic: Option<f64>,
    /// Degrees of freedom of the statistic; `None` for an exact test.
    pub degrees_of_freedom: Option<u32>,
    /// The two-sided chance of such a difference or a larger one if the conditions do not differ, 0..=1.
    pub p_value: f64,
    /// Whether the p-value comes from the binomial distribution itself.
    pub exact: bool,
}

/// McNemar's test of two conditions, for `b` and `c` discordant pairs: subjects that have only the first, only the second.
/// Below 25 such pairs the exact two-sided binomial test, else (b − c)² ÷ (b + c) with one degree of freedom and without
/// continuity correction. `None` without a discordant pair.
///
/// Source: McNemar 1947, "Note on the Sampling Error of the Difference Between Correlated Proportions or Percentages",
/// Psychometrika 12(2).
pub fn mcnemar(b: u64, c: u64) -> Option<RepeatedMeasures> {
    let n = u128::from(b) + u128::from(c);
    if n == 0 {
        return None;
    }
    if n < u128::from(ENOUGH_PAIRS) {
        let p_value = two_sided_binomial(b.min(c), b + c);
        return Some(RepeatedMeasures { statistic: None, degrees_of_freedom: None, p_value, exact: true });
    }
    let statistic = (b.abs_diff(c) as f64).powi(2) / n as f64;
    asymptotic(statistic, 1)
}

/// Twice the chance of at most `k` heads in `n` throws of a coin, at most 1. Counted in whole numbers, which hold for the
/// few throws that come here.
fn two_sided_binomial(k: u64, n: u64) -> f64 {
    let (mut ways, mut sum) = (1_u64, 1_u64);
    for heads in 0..k {
        ways = ways * (n - heads) / (heads + 1);
        sum += ways;
    }
    ((2 * sum) as f64 / (1_u64 << n) as f64).min(1.0)
}

/// Cochran's Q over subjects (rows) and conditions (columns). Subjects that are the same under all conditions change
/// nothing. `None` where no subject varies, for fewer than two columns, and where rows differ in length.
///
/// Source: Cochran 1950, "The Comparison of Percentages in Matched Samples", Biometrika 37(3/4).
pub fn cochran_q(rows: &[Vec<bool>]) -> Option<RepeatedMeasures> {
    let n_conditions = rows.first()?.len();
    if n_conditions < 2 || rows.iter().any(|row| row.len() != n_conditions) {
        return None;
    }
    let mut of_columns = vec![0_u64; n_conditions];
    for row in rows {
        for (total, cell) in of_columns.iter_mut().zip(row) {
            *total += u64::from(*cell);
        }
    }
    let of_rows = rows.iter().map(|row| row.iter().filter(|cell| **cell).count() as u64);
    cochran_q_of_totals(&of_columns, of_rows.map(|total| total * total).sum())
}

/// [`cochran_q`] of subjects of whom only is known how many have each condition, and the sum over them of the square of how
/// many conditions each has.
pub fn cochran_q_of_totals(of_columns: &[u64], squares_of_rows: u64) -> Option<RepeatedMeasures> {
    if of_columns.len() < 2 {
        return None;
    }
    let k = of_columns.len() as u128;
    let totals = || of_columns.iter().map(|total| u128::from(*total));
    // Whole numbers up to the one division.
    let n: u128 = totals().sum();
    let above = (k - 1) * (k * totals().map(|total| total * total).sum::<u128>() - n * n);
    let below = k * n - u128::from(squares_of_rows);
    if below == 0 {
        return None;
    }
    asymptotic(above as f64 / below as f64, u32::try_from(of_columns.len() - 1).ok()?)
}

fn asymptotic(statistic: f64, degrees_of_freedom: u32) -> Option<RepeatedMeasures> {
    let p_value = chi_squared::upper_tail(statistic, degrees_of_freedom)?;
    Some(RepeatedMeasures {
        statistic: Some(statistic),
        degrees_of_freedom: Some(degrees_of_freedom),
        p_value,
        exact: false,
    })
}
