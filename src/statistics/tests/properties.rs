//! What holds for any numbers: results are finite and in range, and the order of the input changes no bit of them.

use proptest::{collection::vec, prelude::*, sample::Index};

use super::*;

/// As many as anybody counts: small ones, where ties and zeros are, and up to 2⁴⁰.
fn count() -> impl Strategy<Value = u64> {
    prop_oneof![0..6_u64, 0..400_u64, (0..=40_u32, any::<u64>()).prop_map(|(bits, any)| any % ((1 << bits) + 1))]
}

/// Any number there is, also those that are none, and small ones with ties.
fn any_value() -> impl Strategy<Value = f64> {
    let special = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, f64::MIN_POSITIVE, -0.0, 0.0];
    prop_oneof![
        3 => (-5..5_i8).prop_map(f64::from),
        3 => -1e6..1e6_f64,
        2 => any::<u64>().prop_map(f64::from_bits),
        1 => prop::sample::select(special.to_vec()),
    ]
}

/// Values so far apart in size that adding loses the small ones, and that cancel.
fn value_of_any_size() -> impl Strategy<Value = f64> {
    prop::sample::select(vec![1e100, -1e100, 1e50, -1e50, 1e20, -1e20, 3.0, 1.0, 0.1, 1e-20])
}

/// Some values and the same in another order.
fn shuffled<T: Clone + std::fmt::Debug + 'static>(
    values: impl Strategy<Value = Vec<T>> + 'static,
) -> impl Strategy<Value = (Vec<T>, Vec<T>)> {
    values.prop_flat_map(|values| (Just(values.clone()), Just(values).prop_shuffle()))
}

fn any_p_value() -> impl Strategy<Value = Option<f64>> {
    let p_value =
        prop_oneof![0.0..=1.0_f64, (0..=20_u8).prop_map(|twentieths| f64::from(twentieths) / 20.0), any_value()];
    prop::option::of(p_value)
}

fn units() -> impl Strategy<Value = Vec<Vec<u32>>> {
    vec(vec(prop_oneof![0..4_u32, any::<u32>()], 0..6), 0..20)
}

fn patterns() -> impl Strategy<Value = Vec<Vec<bool>>> {
    (0..6_usize).prop_flat_map(|width| vec(vec(any::<bool>(), width), 0..40))
}

fn tables() -> impl Strategy<Value = Vec<Vec<u64>>> {
    (0..6_usize, 0..6_usize).prop_flat_map(|(height, width)| vec(vec(count(), width), height))
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

fn turned(table: &[Vec<u64>]) -> Vec<Vec<u64>> {
    let width = table.first().map_or(0, Vec::len);
    (0..width).map(|column| table.iter().filter_map(|row| row.get(column).copied()).collect()).collect()
}

/// What a summary holds, as bits, so that −0 and 0 differ.
fn bits_of_summary(summary: Summary) -> Vec<Option<u64>> {
    let Summary { n, min, q1, median, q3, max, mean, standard_deviation } = summary;
    let numbers = [min, q1, median, q3, max, mean, standard_deviation];
    numbers.into_iter().map(|number| number.map(f64::to_bits)).chain([Some(n as u64)]).collect()
}

proptest! {
    #[test]
    fn quantiles_lie_between_the_ends_and_never_fall(
        values in vec(any_value(), 1..30), p in 0.0..=1.0_f64, q in 0.0..=1.0_f64,
    ) {
        let mut sorted: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let at = |p: f64| quantile(&sorted, p);
        let ends = at(0.0).zip(at(1.0));
        prop_assert_eq!(ends, sorted.first().copied().zip(sorted.last().copied()));
        if let (Some((min, max)), Some(low), Some(high)) = (ends, at(p.min(q)), at(p.max(q))) {
            prop_assert!(min <= low && low <= high && high <= max);
        } else {
            prop_assert!(sorted.is_empty());
        }
    }

    #[test]
    fn quantiles_of_anything_are_finite(values in vec(any_value(), 0..30), p in any_value()) {
        prop_assert!(quantile(&values, p).is_none_or(f64::is_finite));
    }

    #[test]
    fn summaries_are_finite_in_order_and_of_no_order((values, others) in shuffled(vec(any_value(), 0..30))) {
        let found = summary(&values);
        prop_assert_eq!(bits_of_summary(found), bits_of_summary(summary(&others)));
        prop_assert_eq!(found.n, values.iter().filter(|value| value.is_finite()).count());
        prop_assert_eq!(found.mean.is_some(), found.n > 0);
        let Summary { min, q1, median, q3, max, mean, standard_deviation, .. } = found;
        prop_assert!(min <= q1 && q1 <= median && median <= q3 && q3 <= max && min <= mean && mean <= max);
        prop_assert!(standard_deviation.is_none_or(|deviation| deviation.is_finite() && deviation >= 0.0));
        prop_assert!([min, max, mean].into_iter().flatten().all(f64::is_finite));
    }

    #[test]
    fn sums_are_of_no_order((values, others) in shuffled(vec(value_of_any_size(), 0..40))) {
        prop_assert_eq!(sum::sum_in_order(values).to_bits(), sum::sum_in_order(others).to_bits());
    }

    #[test]
    fn ranks_follow_the_values(
        (values, others) in shuffled(vec(any_value(), 1..30)), a: Index, b: Index, higher: bool,
    ) {
        let better = if higher { Better::Higher } else { Better::Lower };
        let (ranks, shares) = (competition_ranks(&values, better), percentile_ranks(&values, better));
        prop_assert_eq!((ranks.len(), shares.len()), (values.len(), values.len()));
        prop_assert!(ranks.iter().all(|rank| (1..=values.len() as u32).contains(rank)) && ranks.contains(&1));
        prop_assert!(shares.iter().all(|share| *share > 0.0 && *share < 1.0));
        let (a, b) = (a.index(values.len()), b.index(values.len()));
        prop_assert_eq!(ranks[a].cmp(&ranks[b]), shares[b].total_cmp(&shares[a]));
        if values[a] > values[b] {
            prop_assert_eq!(ranks[a] < ranks[b], higher);
        }
        if values[a] == values[b] {
            prop_assert_eq!(ranks[a], ranks[b]);
        }
        let sorted = |mut shares: Vec<f64>| { shares.sort_by(f64::total_cmp); bits(&shares) };
        prop_assert_eq!(sorted(shares), sorted(percentile_ranks(&others, better)));
    }

    #[test]
    fn wilsons_interval_holds_the_share(a in count(), b in count()) {
        let (successes, n) = (a.min(b), a.max(b));
        match wilson_interval(successes, n) {
            Some(Interval { low, high }) => {
                let share = successes as f64 / n as f64;
                prop_assert!(0.0 <= low && low <= share && share <= high && high <= 1.0 && low < high);
                prop_assert_eq!(low == 0.0, successes == 0);
                prop_assert!(high == 1.0 || successes < n);
            }
            None => prop_assert_eq!(n, 0),
        }
        prop_assert_eq!(wilson_interval(n + 1, n), None);
    }

    #[test]
    fn chi_square_is_in_range_and_of_no_order((table, others) in shuffled(tables())) {
        let found = chi_square(&table);
        prop_assert_eq!(found, chi_square(&others));
        prop_assert_eq!(found, chi_square(&turned(&table)));
        if let Some(found) = found {
            prop_assert!(found.statistic >= 0.0 && found.statistic.is_finite());
            prop_assert!((0.0..=1.0).contains(&found.p_value) && (0.0..=1.0).contains(&found.cramers_v));
            prop_assert!(found.smallest_expected > 0.0 && found.smallest_expected.is_finite());
            prop_assert!(found.degrees_of_freedom > 0);
        }
    }

    #[test]
    fn mcnemars_test_is_in_range_and_of_no_order(b in count(), c in count()) {
        let found = mcnemar(b, c);
        prop_assert_eq!(found, mcnemar(c, b));
        prop_assert_eq!(found.is_none(), b + c == 0);
        if let Some(found) = found {
            prop_assert!((0.0..=1.0).contains(&found.p_value));
            prop_assert!(found.statistic.is_none_or(|statistic| statistic >= 0.0 && statistic.is_finite()));
            prop_assert_eq!((found.exact, found.statistic.is_none()), (b + c < 25, b + c < 25));
        }
    }

    #[test]
    fn cochrans_q_is_in_range_and_of_no_order((rows, others) in shuffled(patterns())) {
        let found = cochran_q(&rows);
        prop_assert_eq!(found, cochran_q(&others));
        let backwards: Vec<Vec<bool>> = rows.iter().map(|row| row.iter().rev().copied().collect()).collect();
        prop_assert_eq!(found, cochran_q(&backwards));
        if let Some(found) = found {
            prop_assert!((0.0..=1.0).contains(&found.p_value) && !found.exact);
            prop_assert!(found.statistic.is_some_and(|statistic| statistic >= 0.0 && statistic.is_finite()));
        }
    }

    /// With two conditions Cochran's Q is McNemar's statistic.
    #[test]
    fn cochrans_q_of_two_conditions_is_mcnemars(b in 0..90_usize, c in 0..90_usize, same in 0..9_usize) {
        let q = cochran_q(&subjects(&[("10", b), ("01", c), ("11", same)]));
        let (b, c) = (b as u64, c as u64);
        prop_assert_eq!(q.and_then(|q| q.statistic).is_some(), b + c > 0);
        if b + c >= 25 {
            prop_assert_eq!(q, mcnemar(b, c));
        }
    }

    #[test]
    fn adjusted_p_values_are_no_smaller_and_keep_their_order((p_values, others) in shuffled(vec(any_p_value(), 0..30))) {
        let adjusted = adjust_benjamini_hochberg(&p_values);
        prop_assert_eq!(adjusted.len(), p_values.len());
        let mut both = Vec::new();
        for (raw, adjusted) in p_values.iter().zip(&adjusted) {
            let usable = raw.filter(|p| (0.0..=1.0).contains(p));
            prop_assert_eq!(usable.is_some(), adjusted.is_some());
            both.extend(usable.zip(*adjusted));
        }
        prop_assert!(both.iter().all(|(raw, adjusted)| raw <= adjusted && *adjusted <= 1.0));
        both.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        prop_assert!(both.windows(2).all(|pair| pair[0].1 <= pair[1].1));
        let sorted = |adjusted: Vec<Option<f64>>| {
            let mut known: Vec<f64> = adjusted.into_iter().flatten().collect();
            known.sort_by(f64::total_cmp);
            bits(&known)
        };
        prop_assert_eq!(sorted(adjusted), sorted(adjust_benjamini_hochberg(&others)));
    }

    #[test]
    fn kappa_is_at_most_one_and_of_no_order(
        (pairs, others) in shuffled(vec((0..4_u32, 0..4_u32), 0..40)),
    ) {
        let found = cohen_kappa(&pairs);
        prop_assert_eq!(found, cohen_kappa(&others));
        let swapped: Vec<(u32, u32)> = pairs.iter().map(|(first, second)| (*second, *first)).collect();
        prop_assert_eq!(found, cohen_kappa(&swapped));
        prop_assert!(found.is_none_or(|kappa| (-1.0..=1.0).contains(&kappa)));
    }

    #[test]
    fn alpha_and_agreement_are_at_most_one_and_of_no_order(
        (units, others) in shuffled(units()), ordinal: bool,
    ) {
        let level = if ordinal { MeasurementLevel::Ordinal } else { MeasurementLevel::Nominal };
        let alpha = |units: &[Vec<u32>]| krippendorff_alpha(units, level).map(f64::to_bits);
        let coders_turned: Vec<Vec<u32>> = others.iter().map(|unit| unit.iter().rev().copied().collect()).collect();
        prop_assert_eq!(alpha(&units), alpha(&coders_turned));
        prop_assert_eq!(observed_agreement(&units), observed_agreement(&coders_turned));

        let found = krippendorff_alpha(&units, level);
        prop_assert!(found.is_none_or(|alpha| alpha <= 1.0 && alpha.is_finite()));
        let agreement = observed_agreement(&units);
        prop_assert!(agreement.is_none_or(|agreement| (0.0..=1.0).contains(&agreement)));
        prop_assert_eq!(agreement.is_some(), units.iter().any(|unit| unit.len() >= 2));
        if found.is_some() {
            prop_assert_eq!(found == Some(1.0), agreement == Some(1.0));
        }
    }

    #[test]
    fn co_occurrence_is_in_range_and_of_no_order(n in count(), a in count(), b in count(), both in count()) {
        let found = co_occurrence(n, a, b, both);
        prop_assert_eq!(found, co_occurrence(n, b, a, both));
        prop_assert!(found.jaccard.is_none_or(|jaccard| (0.0..=1.0).contains(&jaccard)));
        prop_assert!(found.pmi.is_none_or(f64::is_finite));
        prop_assert!(found.normalized_pmi.is_none_or(|pmi| (-1.0..=1.0).contains(&pmi)));
    }

    /// Counts that can be: places with neither, with one alone, with both.
    #[test]
    fn co_occurrence_of_possible_counts(neither in count(), first in count(), second in count(), both in count()) {
        let (a, b) = (first + both, second + both);
        let found = co_occurrence(neither + first + second + both, a, b, both);
        prop_assert_eq!(found.jaccard.is_some(), a + b > 0);
        prop_assert_eq!(found.pmi.is_some(), both > 0);
        let occur = a > 0 && b > 0;
        prop_assert_eq!(found.normalized_pmi.is_some(), occur && neither + first + second > 0);
        if let Some(pmi) = found.pmi {
            let (together, apart) = (u128::from(neither) * u128::from(both), u128::from(first) * u128::from(second));
            prop_assert_eq!(pmi.total_cmp(&0.0).is_gt(), together > apart);
            prop_assert_eq!(pmi < 0.0, together < apart);
        }
    }
}

proptest! {
    // The work grows with the root of the counts.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn fishers_test_is_in_range_and_of_no_order(a in count(), b in count(), c in count(), d in count()) {
        let found = fisher_exact([[a, b], [c, d]]);
        for other in [[[c, d], [a, b]], [[b, a], [d, c]], [[a, c], [b, d]]] {
            prop_assert_eq!(found, fisher_exact(other));
        }
        prop_assert!(found.is_none_or(|p_value| (0.0..=1.0).contains(&p_value)));
        let is_too_large = a + b + c + d > 1 << 32;
        prop_assert_eq!(found.is_none(), is_too_large || [a + b, c + d, a + c, b + d].contains(&0));
    }
}

proptest! {
    /// The definition, by whole numbers, for tables small enough to have them.
    #[test]
    fn fishers_test_is_the_share_of_ways(a in 0..9_u64, b in 0..9_u64, c in 0..9_u64, d in 0..9_u64) {
        let choose = |n: u64, k: u64| (0..k).fold(1_u128, |ways, step| ways * u128::from(n - step) / u128::from(step + 1));
        let (row, other_row, column) = (a + b, c + d, a + c);
        let ways = |x: u64| choose(row, x) * choose(other_row, column - x);
        let possible = column.saturating_sub(other_row)..=row.min(column);
        let all: u128 = possible.clone().map(ways).sum();
        let unlikely: u128 = possible.map(ways).filter(|found| *found <= ways(a)).sum();
        match fisher_exact([[a, b], [c, d]]) {
            Some(p_value) => prop_assert!((p_value - unlikely as f64 / all as f64).abs() <= 1e-13 * p_value),
            None => prop_assert!([row, other_row, column, b + d].contains(&0)),
        }
    }
}
