use std::collections::BTreeMap;

/// What the differences between codes mean.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MeasurementLevel {
    /// Codes are the same or not.
    Nominal,
    /// Codes have an order, that of their numbers; how far they are apart follows from how often each is given.
    Ordinal,
}

/// Cohen's kappa, unweighted, over the codes that two coders gave to the same units: at most 1, 0 where they agree as
/// often as chance would have it. `None` without a unit, and where chance alone makes them always agree.
///
/// Source: Cohen 1960, "A Coefficient of Agreement for Nominal Scales", Educational and Psychological Measurement 20(1).
pub fn cohen_kappa(pairs: &[(u32, u32)]) -> Option<f64> {
    let n = pairs.len() as i128;
    let n_agreeing = pairs.iter().filter(|(first, second)| first == second).count() as i128;
    let mut totals = BTreeMap::<u32, (i128, i128)>::new();
    for (first, second) in pairs {
        totals.entry(*first).or_default().0 += 1;
        totals.entry(*second).or_default().1 += 1;
    }
    // (observed − expected) ÷ (1 − expected), times n², in whole numbers up to the one division.
    let expected: i128 = totals.values().map(|(of_first, of_second)| of_first * of_second).sum();
    let below = n * n - expected;
    (below > 0).then(|| (n * n_agreeing - expected) as f64 / below as f64)
}

/// The share of the pairs of values within units that agree, 0..=1; every pair of coders of a unit counts once. `None`
/// where no unit has two values.
///
/// Source: percent agreement, as in Krippendorff 2004, "Content Analysis", chapter 11.
pub fn observed_agreement(units: &[Vec<u32>]) -> Option<f64> {
    let pairs = |n: u128| n * n.saturating_sub(1) / 2;
    let (mut n_pairs, mut n_agreeing) = (0, 0);
    for unit in units {
        n_pairs += pairs(unit.len() as u128);
        n_agreeing += counted(unit).into_values().map(pairs).sum::<u128>();
    }
    (n_pairs > 0).then(|| n_agreeing as f64 / n_pairs as f64)
}

/// Krippendorff's alpha, for any number of coders; each unit lists the values that coders gave it, and missing ones are
/// simply absent. At most 1, 0 where values agree as often as chance would have it. Units with fewer than two values do
/// not count. `None` where none is left, and where all values are the same, so that nothing could have disagreed.
///
/// Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability".
pub fn krippendorff_alpha(units: &[Vec<u32>], level: MeasurementLevel) -> Option<f64> {
    let pairable: Vec<BTreeMap<u32, u128>> =
        units.iter().filter(|unit| unit.len() >= 2).map(|unit| counted(unit)).collect();
    let mut totals = BTreeMap::<u32, u128>::new();
    for (value, n) in pairable.iter().flatten() {
        *totals.entry(*value).or_default() += n;
    }
    let n: u128 = totals.values().sum();
    let ranks = match level {
        MeasurementLevel::Nominal => None,
        MeasurementLevel::Ordinal => Some(doubled_middle_ranks(&totals)),
    };

    let expected = disagreement(&totals, ranks.as_ref());
    if expected == 0 {
        return None;
    }
    // Whole numbers for the units of each size, so that their order cannot change a bit.
    let mut observed_by_size = BTreeMap::<u128, u128>::new();
    for unit in &pairable {
        *observed_by_size.entry(unit.values().sum()).or_default() += disagreement(unit, ranks.as_ref());
    }
    let observed: f64 = observed_by_size.into_iter().map(|(size, sum)| sum as f64 / (size - 1) as f64).sum();
    Some(1.0 - (n - 1) as f64 * observed / expected as f64)
}

/// How often each value stands in a unit.
fn counted(unit: &[u32]) -> BTreeMap<u32, u128> {
    let mut counts = BTreeMap::new();
    for value in unit {
        *counts.entry(*value).or_default() += 1;
    }
    counts
}

/// Twice the middle of the ranks that each value takes. The ordinal difference of two values, the number of values from
/// one to the other with half of each end, is the difference of their middle ranks.
fn doubled_middle_ranks(totals: &BTreeMap<u32, u128>) -> BTreeMap<u32, u128> {
    let mut n_below = 0;
    let rank = |(value, n): (&u32, &u128)| {
        let middle = 2 * n_below + n;
        n_below += n;
        (*value, middle)
    };
    totals.iter().map(rank).collect()
}

/// The sum of squared differences over all pairs of counted values: 1 for each pair that differs, or the squared
/// difference of ranks.
fn disagreement(counts: &BTreeMap<u32, u128>, ranks: Option<&BTreeMap<u32, u128>>) -> u128 {
    let n: u128 = counts.values().sum();
    let Some(ranks) = ranks else {
        return (n * n - counts.values().map(|n| n * n).sum::<u128>()) / 2;
    };
    // Over pairs, Σ (x − y)² = n Σ x² − (Σ x)².
    let ranked = || counts.iter().filter_map(|(value, n)| Some((ranks.get(value)?, n)));
    let sum: u128 = ranked().map(|(rank, n)| rank * n).sum();
    let squares: u128 = ranked().map(|(rank, n)| rank * rank * n).sum();
    n * squares - sum * sum
}
