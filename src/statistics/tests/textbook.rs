//! Examples that were printed, and the edges of each statistic, worked out by hand.

use std::f64::consts::SQRT_2;

use statrs::distribution::{ContinuousCDF, Normal};

use super::*;

/// A number as papers print it.
fn rounded(value: impl Into<Option<f64>>, digits: usize) -> Option<String> {
    value.into().map(|value| format!("{value:.digits$}"))
}

fn printed(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn quartiles_and_deviation_by_hand() {
    let by_hand = summary(&[4.0, 1.0, 2.0, 3.0]);
    let expected = Summary {
        n: 4,
        min: Some(1.0),
        q1: Some(1.75),
        median: Some(2.5),
        q3: Some(3.25),
        max: Some(4.0),
        mean: Some(2.5),
        standard_deviation: Some((5.0_f64 / 3.0).sqrt()),
    };
    assert_eq!(by_hand, expected);
}

#[test]
fn values_that_are_not_finite_are_left_out() {
    assert_eq!(summary(&[]), Summary::default());
    assert_eq!(summary(&[f64::NAN, f64::INFINITY]), Summary::default());
    assert_eq!(summary(&[1.0, f64::NAN, 2.0, f64::NEG_INFINITY]), summary(&[1.0, 2.0]));
    let single = summary(&[-0.0]);
    assert_eq!((single.n, single.min.map(f64::to_bits), single.standard_deviation), (1, Some(0), None));
}

#[test]
fn quantiles_outside_of_what_can_be_asked_are_null() {
    assert_eq!(quantile(&[], 0.5), None);
    assert_eq!(quantile(&[1.0], -0.1), None);
    assert_eq!(quantile(&[1.0], 1.1), None);
    assert_eq!(quantile(&[1.0], f64::NAN), None);
    assert_eq!(quantile(&[1.0, f64::INFINITY], 0.5), None);
}

#[test]
fn the_largest_numbers_stay_in_range() {
    let far = summary(&[-f64::MAX, f64::MAX]);
    assert_eq!((far.q1, far.median, far.mean), (Some(-f64::MAX / 2.0), Some(0.0), Some(0.0)));
    // √2 times the largest number is none.
    assert_eq!(far.standard_deviation, None);
    let large = summary(&[1e308, 1.5e308]);
    assert_eq!(large.mean, Some(1.25e308));
    assert_eq!(
        rounded(large.standard_deviation.map(|value| value / (0.25e308 * SQRT_2)), 12),
        printed("1.000000000000")
    );
    let small = summary(&[f64::from_bits(2), f64::from_bits(4)]);
    assert_eq!(small.mean, Some(f64::from_bits(3)));
}

#[test]
fn ties_share_the_best_rank_and_the_next_counts_them() {
    let values = [10.0, 30.0, 20.0, 20.0];
    assert_eq!(competition_ranks(&values, Better::Higher), [4, 1, 2, 2]);
    assert_eq!(competition_ranks(&values, Better::Lower), [1, 4, 2, 2]);
    assert_eq!(percentile_ranks(&values, Better::Higher), [0.125, 0.875, 0.5, 0.5]);
    assert_eq!(percentile_ranks(&values, Better::Lower), [0.875, 0.125, 0.5, 0.5]);
    assert_eq!(competition_ranks(&[0.0, -0.0], Better::Higher), [1, 1]);
    assert_eq!((competition_ranks(&[], Better::Higher), percentile_ranks(&[], Better::Lower)), (vec![], vec![]));
    assert_eq!(percentile_ranks(&[3.0], Better::Higher), [0.5]);
}

#[test]
fn what_is_no_number_ranks_last() {
    let values = [f64::NAN, 1.0, f64::INFINITY, f64::NAN];
    assert_eq!(competition_ranks(&values, Better::Higher), [3, 2, 1, 3]);
    assert_eq!(competition_ranks(&values, Better::Lower), [3, 1, 2, 3]);
    assert_eq!(percentile_ranks(&values, Better::Lower), [0.25, 0.875, 0.625, 0.25]);
}

/// Newcombe 1998, "Two-Sided Confidence Intervals for the Single Proportion", table I, method 3.
#[test]
fn wilsons_intervals_as_newcombe_printed_them() {
    for (successes, n, low, high) in [
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ] {
        let interval = wilson_interval(successes, n);
        assert_eq!(rounded(interval.map(|interval| interval.low), 4), printed(low), "{successes} of {n}");
        assert_eq!(rounded(interval.map(|interval| interval.high), 4), printed(high), "{successes} of {n}");
    }
    assert_eq!(wilson_interval(0, 9).map(|interval| interval.low), Some(0.0));
    assert_eq!(wilson_interval(9, 9).map(|interval| interval.high), Some(1.0));
    assert_eq!((wilson_interval(0, 0), wilson_interval(3, 2)), (None, None));
}

/// All or none of n: 1 ÷ (1 + z² ÷ n) is the end that is not certain, from which z follows.
#[test]
fn the_normal_quantile_is_that_of_statrs() {
    let low = wilson_interval(1, 1).map(|interval| interval.low);
    let z = low.map(|low| (1.0 / low - 1.0).sqrt());
    let theirs = Normal::standard().inverse_cdf(0.975);
    assert!(z.is_some_and(|z| (z - theirs).abs() < 1e-14), "{z:?} for {theirs}");
}

/// Hair and eyes of 592 people: Snee 1974, "Graphical Display of Two-Way Contingency Tables".
#[test]
fn chi_square_of_hair_and_eyes() {
    let table = [vec![68, 119, 26, 7], vec![20, 84, 17, 94], vec![15, 54, 14, 10], vec![5, 29, 14, 16]];
    let found = chi_square(&table);
    assert_eq!(rounded(found.map(|found| found.statistic), 2), printed("138.29"));
    assert_eq!(found.map(|found| found.degrees_of_freedom), Some(9));
    assert_eq!(rounded(found.map(|found| found.cramers_v), 3), printed("0.279"));
}

#[test]
fn chi_square_leaves_out_what_is_empty_and_refuses_what_is_no_table() {
    let with_zeros = [vec![0, 3, 8], vec![0, 6, 1], vec![0, 0, 0]];
    assert_eq!(chi_square(&with_zeros), chi_square(&[vec![3, 8], vec![6, 1]]));
    assert_eq!(chi_square(&[]), None);
    assert_eq!(chi_square(&[vec![], vec![]]), None);
    assert_eq!(chi_square(&[vec![1, 2], vec![3]]), None);
    assert_eq!(chi_square(&[vec![1, 2], vec![0, 0]]), None);
    let complete = chi_square(&[vec![7, 0], vec![0, 5]]);
    assert_eq!(rounded(complete.map(|found| found.statistic), 12), printed("12.000000000000"));
    assert_eq!(rounded(complete.map(|found| found.cramers_v), 12), printed("1.000000000000"));
}

/// Fisher 1935: eight cups of tea; of the four with milk first the lady names three. 34 of 70 ways are as unlikely.
#[test]
fn the_lady_tasting_tea() {
    assert_eq!(rounded(fisher_exact([[3, 1], [1, 3]]), 4), printed("0.4857"));
    assert_eq!(rounded(fisher_exact([[4, 0], [0, 4]]), 6), printed("0.028571"));
}

/// Tables on the other side count if they are as unlikely, by whatever path rounding came to them.
#[test]
fn fishers_test_counts_ties_on_the_other_side() {
    // Of the two in the second column none, one or both are in the first row in 210, 105 and 10 of 325 ways.
    assert_eq!(rounded(fisher_exact([[3, 2], [21, 0]]), 12), rounded(10.0 / 325.0, 12));
    assert_eq!(rounded(fisher_exact([[4, 1], [20, 1]]), 12), rounded(115.0 / 325.0, 12));
    assert_eq!(rounded(fisher_exact([[2, 8], [8, 2]]), 12), rounded(2.0 * (2025.0 + 100.0 + 1.0) / 184_756.0, 12));
}

#[test]
fn fishers_test_without_two_margins_is_null() {
    for table in [[[0, 0], [1, 2]], [[1, 2], [0, 0]], [[0, 1], [0, 2]], [[1, 0], [2, 0]], [[0, 0], [0, 0]]] {
        assert_eq!(fisher_exact(table), None);
    }
    assert_eq!(fisher_exact([[u64::MAX, 1], [1, u64::MAX]]), None);
    assert_eq!(fisher_exact([[(1 << 32) - 2, 1], [1, 1]]), None);
    assert!(fisher_exact([[(1 << 32) - 3, 1], [1, 1]]).is_some());
}

/// Approval of a prime minister, asked twice: Agresti 2002, "Categorical Data Analysis", table 10.1.
#[test]
fn mcnemars_test_of_approval() {
    let found = mcnemar(150, 86);
    assert_eq!(rounded(found.and_then(|found| found.statistic), 2), printed("17.36"));
    assert_eq!(found.and_then(|found| found.degrees_of_freedom), Some(1));
    assert_eq!(rounded(found.map(|found| found.p_value), 6), printed("0.000031"));
}

#[test]
fn mcnemars_test_is_exact_below_twenty_five_pairs() {
    let few = mcnemar(1, 5);
    // 2 · (1 + 6) ÷ 2⁶.
    let expected = RepeatedMeasures { statistic: None, degrees_of_freedom: None, p_value: 14.0 / 64.0, exact: true };
    assert_eq!(few, Some(expected));
    assert_eq!(mcnemar(4, 4).map(|found| found.p_value), Some(1.0));
    assert_eq!(mcnemar(0, 0), None);
    assert_eq!(mcnemar(24, 0).map(|found| found.exact), Some(true));
    assert_eq!(mcnemar(25, 0).map(|found| (found.exact, found.statistic)), Some((false, Some(25.0))));
}

/// Growth on four media: Cochran 1950.
#[test]
fn cochrans_q_of_four_media() {
    let found = cochran_q(&subjects(&[("1111", 4), ("1101", 2), ("0111", 3), ("0101", 1), ("0000", 59)]));
    assert_eq!(rounded(found.and_then(|found| found.statistic), 2), printed("8.05"));
    assert_eq!(found.and_then(|found| found.degrees_of_freedom), Some(3));
    assert_eq!(rounded(found.map(|found| found.p_value), 3), printed("0.045"));
}

#[test]
fn cochrans_q_where_nothing_varies_is_null() {
    assert_eq!(cochran_q(&[]), None);
    assert_eq!(cochran_q(&[vec![], vec![]]), None);
    assert_eq!(cochran_q(&subjects(&[("1", 1), ("0", 1)])), None);
    assert_eq!(cochran_q(&subjects(&[("111", 2), ("000", 2)])), None);
    assert_eq!(cochran_q(&subjects(&[("110", 1), ("10", 1)])), None);
}

/// Fifteen comparisons, of which four are significant at 0.05: Benjamini & Hochberg 1995, section 3.
#[test]
fn the_example_of_benjamini_and_hochberg() {
    let p_values = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ];
    let adjusted = adjust_benjamini_hochberg(&p_values.map(Some));
    assert_eq!(adjusted.iter().flatten().filter(|p| **p <= 0.05).count(), 4);
    assert_eq!(rounded(adjusted.get(3).copied().flatten(), 6), printed("0.035625"));
}

#[test]
fn p_values_that_are_none_stay_null() {
    let p_values = [Some(0.02), None, Some(f64::NAN), Some(0.01), Some(-0.5), Some(1.5)];
    assert_eq!(adjust_benjamini_hochberg(&p_values), [Some(0.02), None, None, Some(0.02), None, None]);
}

#[test]
fn kappa_of_fifty_applications() {
    let pairs = coded_pairs(&[(1, 1, 20), (1, 0, 5), (0, 1, 10), (0, 0, 15)]);
    assert_eq!(cohen_kappa(&pairs), Some(0.4));
}

/// Cohen 1960, table 1: two hundred diagnoses.
#[test]
fn kappa_of_cohens_diagnoses() {
    let (first, second) = ([(1, 1, 88), (1, 2, 14), (1, 3, 18)], [(2, 1, 10), (2, 2, 40), (2, 3, 10)]);
    let third = [(3, 1, 2), (3, 2, 6), (3, 3, 12)];
    assert_eq!(rounded(cohen_kappa(&coded_pairs(&[first, second, third].concat())), 3), printed("0.492"));
}

#[test]
fn kappa_without_a_choice_is_null() {
    assert_eq!(cohen_kappa(&[]), None);
    assert_eq!(cohen_kappa(&[(2, 2), (2, 2)]), None);
    assert_eq!(cohen_kappa(&[(1, 2), (2, 1)]), Some(-1.0));
}

/// Krippendorff 2011: four coders, twelve units, with missing data.
#[test]
fn alpha_of_four_coders_and_twelve_units() {
    let coders = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ];
    let unit =
        |place: usize| coders.iter().filter_map(move |coder| coder.get(place).copied()).filter(|value| *value > 0);
    let units: Vec<Vec<u32>> = (0..12).map(|place| unit(place).collect()).collect();
    assert_eq!(rounded(krippendorff_alpha(&units, MeasurementLevel::Nominal), 3), printed("0.743"));
    assert_eq!(rounded(krippendorff_alpha(&units, MeasurementLevel::Ordinal), 3), printed("0.815"));
    // Of 3 + 8 · 6 + 3 + 1 pairs 43 agree.
    assert_eq!(observed_agreement(&units), Some(43.0 / 55.0));
}

/// Krippendorff 2011: two coders, of two codes and of five.
#[test]
fn alpha_of_two_coders() {
    let alpha = |first: &[u32], second: &[u32]| {
        let units: Vec<Vec<u32>> = first.iter().zip(second).map(|(first, second)| vec![*first, *second]).collect();
        rounded(krippendorff_alpha(&units, MeasurementLevel::Nominal), 3)
    };
    assert_eq!(alpha(&[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], &[1, 1, 1, 0, 0, 1, 0, 0, 0, 0]), printed("0.095"));
    assert_eq!(alpha(&[1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1], &[2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]), printed("0.692"));
}

#[test]
fn agreement_without_pairs_or_variation_is_null() {
    for units in [vec![], vec![vec![]], vec![vec![1], vec![2]]] {
        assert_eq!(observed_agreement(&units), None);
        assert_eq!(krippendorff_alpha(&units, MeasurementLevel::Nominal), None);
        assert_eq!(krippendorff_alpha(&units, MeasurementLevel::Ordinal), None);
    }
    let same = [vec![4, 4], vec![4, 4, 4], vec![1]];
    assert_eq!(observed_agreement(&same), Some(1.0));
    assert_eq!(krippendorff_alpha(&same, MeasurementLevel::Ordinal), None);
}

#[test]
fn co_occurrence_at_its_edges() {
    let never = CoOccurrence { jaccard: Some(0.0), pmi: None, normalized_pmi: Some(-1.0) };
    assert_eq!(co_occurrence(10, 4, 5, 0), never);
    let only_together = CoOccurrence { jaccard: Some(1.0), pmi: Some(2.0), normalized_pmi: Some(1.0) };
    assert_eq!(co_occurrence(16, 4, 4, 4), only_together);
    let always = CoOccurrence { jaccard: Some(1.0), pmi: Some(0.0), normalized_pmi: None };
    assert_eq!(co_occurrence(7, 7, 7, 7), always);
    let as_by_chance = CoOccurrence { jaccard: Some(0.2), pmi: Some(0.0), normalized_pmi: Some(0.0) };
    assert_eq!(co_occurrence(12, 4, 3, 1).pmi, as_by_chance.pmi);
    assert_eq!(co_occurrence(9, 0, 4, 0), CoOccurrence { jaccard: Some(0.0), pmi: None, normalized_pmi: None });
    // More of both than of one, more of one than there are places, and no room for two that do not meet.
    for (n, a, b, both) in [(10, 2, 5, 3), (10, 11, 5, 3), (10, 7, 7, 0), (0, 1, 1, 1)] {
        assert_eq!(co_occurrence(n, a, b, both), CoOccurrence::default());
    }
}
