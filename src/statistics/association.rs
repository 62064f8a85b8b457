use super::{chi_squared, sum::sum_in_order};

/// Pearson's chi-square test of a table of counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquare {
    /// Σ (observed − expected)² ÷ expected over the cells.
    pub statistic: f64,
    /// (rows − 1) · (columns − 1), of the rows and columns that hold something.
    pub degrees_of_freedom: u32,
    /// The chance of such a statistic or a larger one if rows and columns are independent, 0..=1.
    pub p_value: f64,
    /// Cramér's V: √(statistic ÷ (n · (min(rows, columns) − 1))), 0..=1.
    pub cramers_v: f64,
    /// The smallest expected count; below 5 the p-value is rough.
    pub smallest_expected: f64,
}

/// Pearson's chi-square without continuity correction and Cramér's V without bias correction, for a table of counts (rows:
/// groups). Rows and columns that are all zero are left out first; `None` if fewer than two of either remain, or if rows
/// differ in length.
///
/// Source: Pearson 1900, Philosophical Magazine 50; Cramér 1946, "Mathematical Methods of Statistics", chapter 21.
pub fn chi_square(table: &[Vec<u64>]) -> Option<ChiSquare> {
    let width = table.first()?.len();
    if table.iter().any(|row| row.len() != width) {
        return None;
    }
    let total = |counts: &mut dyn Iterator<Item = u64>| counts.map(u128::from).sum::<u128>() as f64;
    let of_rows: Vec<f64> = table.iter().map(|row| total(&mut row.iter().copied())).collect();
    let of_columns: Vec<f64> =
        (0..width).map(|column| total(&mut table.iter().filter_map(|row| row.get(column).copied()))).collect();
    let n = total(&mut table.iter().flatten().copied());

    let n_rows = of_rows.iter().filter(|total| **total > 0.0).count();
    let n_columns = of_columns.iter().filter(|total| **total > 0.0).count();
    let smaller = n_rows.min(n_columns).checked_sub(1).filter(|smaller| *smaller > 0)?;
    let degrees_of_freedom = u32::try_from((n_rows - 1).checked_mul(n_columns - 1)?).ok()?;

    let mut terms = Vec::with_capacity(n_rows * n_columns);
    let mut smallest_expected = f64::INFINITY;
    for (row, of_row) in table.iter().zip(&of_rows).filter(|(_, of_row)| **of_row > 0.0) {
        for (observed, of_column) in row.iter().zip(&of_columns).filter(|(_, of_column)| **of_column > 0.0) {
            let expected = of_row * of_column / n;
            smallest_expected = smallest_expected.min(expected);
            terms.push((*observed as f64 - expected).powi(2) / expected);
        }
    }
    let statistic = sum_in_order(terms);
    Some(ChiSquare {
        statistic,
        degrees_of_freedom,
        p_value: chi_squared::upper_tail(statistic, degrees_of_freedom)?,
        cramers_v: (statistic / n / smaller as f64).sqrt().min(1.0),
        smallest_expected,
    })
}

/// Tables at most this much likelier than the observed one count as equally likely; R's `fisher.test` allows as much.
const TIE: f64 = 1.0 + 1e-7;

/// Terms below this part of the sum no longer change it, however many follow.
const NEGLIGIBLE: f64 = 1e-22;

/// The work grows with the root of the total; up to here it takes milliseconds, and nobody counts further.
const LARGEST_TOTAL: u64 = 1 << 32;

/// The two-sided p-value of Fisher's exact test for `[[a, b], [c, d]]`: the chance, with the margins given, of a table as
/// likely as the observed one or less likely. `None` where a margin is zero, or the total is over 2³².
///
/// Source: Fisher 1935, "The Design of Experiments", chapter 2; the two-sided sum as in R's `fisher.test`.
pub fn fisher_exact(table: [[u64; 2]; 2]) -> Option<f64> {
    let [[a, b], [c, d]] = table;
    let total = [a, b, c, d].into_iter().try_fold(0_u64, u64::checked_add)?;
    if total > LARGEST_TOTAL || [a + b, c + d, a + c, b + d].contains(&0) {
        return None;
    }
    // The eight tables that differ by order alone are one: with the smallest cell first, so that it may fall to 0.
    let alike = [
        [a, b, c, d],
        [a, c, b, d],
        [b, a, d, c],
        [b, d, a, c],
        [c, a, d, b],
        [c, d, a, b],
        [d, b, c, a],
        [d, c, b, a],
    ];
    let [a, b, c, d] = alike.into_iter().min()?;
    let (row, column, rest) = (a + b, a + c, d - a);

    // Chances relative to the likeliest table, by the ratio of each to the next: logarithms of factorials would lose
    // digits as counts grow.
    let ratio = |x: u64| ((row - x) as f64 * (column - x) as f64) / ((x + 1) as f64 * (rest + x + 1) as f64);
    let likeliest = (u128::from(row + 1) * u128::from(column + 1) / u128::from(total + 2)) as u64;
    let upward = || (likeliest..row.min(column)).map(ratio);
    let downward = || (0..likeliest).rev().map(|x| 1.0 / ratio(x));

    let observed =
        if a >= likeliest { weight_after(upward(), a - likeliest) } else { weight_after(downward(), likeliest - a) };
    if observed == 0.0 {
        return Some(0.0);
    }
    let limit = observed * TIE;
    let mut sums = Sums { all: 1.0, unlikely: if limit >= 1.0 { 1.0 } else { 0.0 } };
    sums.add(upward(), limit);
    sums.add(downward(), limit);
    Some((sums.unlikely / sums.all).min(1.0))
}

/// The product of the first ratios; 0 as soon as it is too small for a number.
fn weight_after(ratios: impl Iterator<Item = f64>, n_ratios: u64) -> f64 {
    let mut weight = 1.0;
    for ratio in ratios.take(n_ratios as usize) {
        weight *= ratio;
        if weight == 0.0 {
            break;
        }
    }
    weight
}

/// What the tables weigh, all and the unlikely ones.
struct Sums {
    all: f64,
    unlikely: f64,
}

impl Sums {
    fn add(&mut self, ratios: impl Iterator<Item = f64>, limit: f64) {
        let mut weight = 1.0;
        for ratio in ratios {
            weight *= ratio;
            self.all += weight;
            if weight <= limit {
                self.unlikely += weight;
                if weight <= self.unlikely * NEGLIGIBLE {
                    break;
                }
            }
        }
    }
}
