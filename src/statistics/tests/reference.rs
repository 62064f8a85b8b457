//! Every statistic against scipy, statsmodels, scikit-learn and the `krippendorff` package, on at least ten data sets each.
//!
//! `tests/samples/statistics-reference.py` made the values.

use serde::{Deserialize, de::DeserializeOwned};

use super::*;

const REFERENCE: &str = include_str!("../../../tests/samples/statistics-reference.json");

/// How far results may be from the reference, relative to the larger of the two.
const RELATIVE: f64 = 1e-12;

/// The same for scipy's p-value of Fisher's exact test, which for counts of a million is itself 5e-10 from the definition.
const RELATIVE_OF_SCIPYS_FISHER: f64 = 1e-9;

/// How far apart two numbers may be besides, where one that should be 0 is what rounding left of a difference: in the
/// reference the deviation of equal values, kappa and alpha of coders who agree as by chance, and Wilson's ends.
const NOISE: f64 = 1e-15;

#[derive(Deserialize)]
struct Case<Given, Expected> {
    name: String,
    given: Given,
    #[serde(flatten)]
    expected: Expected,
}

/// One result, null where there is none.
#[derive(Deserialize)]
struct One<T> {
    expected: Option<T>,
}

/// A result for each direction of the scale.
#[derive(Deserialize)]
struct Directions<T> {
    higher: Vec<T>,
    lower: Vec<T>,
}

/// The data sets of one statistic: at least ten, or the comparison would say little.
fn cases<Given: DeserializeOwned, Expected: DeserializeOwned>(
    statistic: &str,
) -> Result<Vec<Case<Given, Expected>>, Box<dyn Error>> {
    let mut reference: serde_json::Value = serde_json::from_str(REFERENCE)?;
    let of_statistic = reference.get_mut(statistic).ok_or("no such statistic in the reference")?.take();
    let cases: Vec<Case<Given, Expected>> = serde_json::from_value(of_statistic)?;
    assert!(cases.len() >= 10, "{statistic} has only {} data sets", cases.len());
    Ok(cases)
}

#[track_caller]
fn check_within(what: &str, ours: impl Into<Option<f64>>, theirs: impl Into<Option<f64>>, relative: f64, noise: f64) {
    let (ours, theirs) = (ours.into(), theirs.into());
    let agree = match (ours, theirs) {
        (Some(ours), Some(theirs)) => (ours - theirs).abs() <= (relative * ours.abs().max(theirs.abs())).max(noise),
        (ours, theirs) => ours == theirs,
    };
    assert!(agree, "{what}: {ours:?} here, {theirs:?} in the reference");
}

#[track_caller]
fn check(what: &str, ours: impl Into<Option<f64>>, theirs: impl Into<Option<f64>>) {
    check_within(what, ours, theirs, RELATIVE, 0.0);
}

#[track_caller]
fn check_up_to_noise(what: &str, ours: impl Into<Option<f64>>, theirs: impl Into<Option<f64>>) {
    check_within(what, ours, theirs, RELATIVE, NOISE);
}

/// Takes the name of a data set along with both answers, where there is one.
#[track_caller]
fn both<A, B>(name: &str, ours: Option<A>, theirs: Option<B>) -> Option<(A, B)> {
    assert_eq!(ours.is_some(), theirs.is_some(), "{name}: which of the two has a result");
    ours.zip(theirs)
}

fn or_nan(values: &[Option<f64>]) -> Vec<f64> {
    values.iter().map(|value| value.unwrap_or(f64::NAN)).collect()
}

#[test]
fn quantiles_are_those_of_numpy() -> TestResult {
    let reference: serde_json::Value = serde_json::from_str(REFERENCE)?;
    let probabilities: Vec<f64> = serde_json::from_value(reference["probabilities"].clone())?;
    for Case { name, given, expected } in cases::<Vec<Option<f64>>, One<Vec<f64>>>("quantile")? {
        let mut sorted: Vec<f64> = given.into_iter().flatten().collect();
        sorted.sort_by(f64::total_cmp);
        let ours: Option<Vec<f64>> = probabilities.iter().map(|p| quantile(&sorted, *p)).collect();
        for (ours, theirs) in both(&name, ours, expected.expected).into_iter().flat_map(|(a, b)| a.into_iter().zip(b)) {
            check(&name, ours, theirs);
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct ExpectedSummary {
    n: usize,
    min: Option<f64>,
    q1: Option<f64>,
    median: Option<f64>,
    q3: Option<f64>,
    max: Option<f64>,
    mean: Option<f64>,
    standard_deviation: Option<f64>,
}

#[test]
fn summaries_are_those_of_numpy() -> TestResult {
    for Case { name, given, expected } in cases::<Vec<Option<f64>>, One<ExpectedSummary>>("summary")? {
        let ours = summary(&or_nan(&given));
        let theirs = expected.expected.ok_or("a summary is always there")?;
        assert_eq!(ours.n, theirs.n, "{name}");
        check(&name, ours.min, theirs.min);
        check(&name, ours.q1, theirs.q1);
        check(&name, ours.median, theirs.median);
        check(&name, ours.q3, theirs.q3);
        check(&name, ours.max, theirs.max);
        check(&name, ours.mean, theirs.mean);
        check_up_to_noise(&name, ours.standard_deviation, theirs.standard_deviation);
    }
    Ok(())
}

#[test]
fn ranks_are_those_of_scipy() -> TestResult {
    for Case { name, given, expected } in cases::<Vec<f64>, Directions<u32>>("competition_ranks")? {
        assert_eq!(competition_ranks(&given, Better::Higher), expected.higher, "{name}");
        assert_eq!(competition_ranks(&given, Better::Lower), expected.lower, "{name}");
    }
    Ok(())
}

#[test]
fn percentile_ranks_are_those_of_scipy() -> TestResult {
    for Case { name, given, expected } in cases::<Vec<f64>, Directions<f64>>("percentile_ranks")? {
        for (better, theirs) in [(Better::Higher, expected.higher), (Better::Lower, expected.lower)] {
            let ours = percentile_ranks(&given, better);
            assert_eq!(ours.len(), theirs.len());
            ours.into_iter().zip(theirs).for_each(|(ours, theirs)| check(&name, ours, theirs));
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct ExpectedInterval {
    low: f64,
    high: f64,
}

#[test]
fn wilsons_intervals_are_those_of_statsmodels() -> TestResult {
    for Case { name, given: (successes, n), expected } in cases::<(u64, u64), One<ExpectedInterval>>("wilson_interval")?
    {
        if let Some((ours, theirs)) = both(&name, wilson_interval(successes, n), expected.expected) {
            check_up_to_noise(&name, ours.low, theirs.low);
            check_up_to_noise(&name, ours.high, theirs.high);
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct ExpectedChiSquare {
    statistic: f64,
    degrees_of_freedom: u32,
    p_value: f64,
    cramers_v: f64,
    smallest_expected: f64,
}

#[test]
fn chi_square_is_that_of_scipy() -> TestResult {
    for Case { name, given, expected } in cases::<Vec<Vec<u64>>, One<ExpectedChiSquare>>("chi_square")? {
        if let Some((ours, theirs)) = both(&name, chi_square(&given), expected.expected) {
            check(&name, ours.statistic, theirs.statistic);
            assert_eq!(ours.degrees_of_freedom, theirs.degrees_of_freedom, "{name}");
            check(&name, ours.p_value, theirs.p_value);
            check(&name, ours.cramers_v, theirs.cramers_v);
            check(&name, ours.smallest_expected, theirs.smallest_expected);
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct ExpectedFisher {
    p_value: f64,
    p_value_exact: f64,
}

#[test]
fn fishers_exact_test_is_that_of_scipy_and_of_whole_numbers() -> TestResult {
    for Case { name, given, expected } in cases::<[[u64; 2]; 2], One<ExpectedFisher>>("fisher_exact")? {
        if let Some((ours, theirs)) = both(&name, fisher_exact(given), expected.expected) {
            check_within(&name, ours, theirs.p_value, RELATIVE_OF_SCIPYS_FISHER, 0.0);
            check(&name, ours, theirs.p_value_exact);
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct ExpectedTest {
    statistic: Option<f64>,
    degrees_of_freedom: Option<u32>,
    p_value: f64,
    #[serde(default)]
    exact: bool,
}

#[track_caller]
fn check_repeated(name: &str, ours: Option<RepeatedMeasures>, theirs: Option<ExpectedTest>) {
    if let Some((ours, theirs)) = both(name, ours, theirs) {
        check(name, ours.statistic, theirs.statistic);
        assert_eq!(ours.degrees_of_freedom, theirs.degrees_of_freedom, "{name}");
        check(name, ours.p_value, theirs.p_value);
        assert_eq!(ours.exact, theirs.exact, "{name}");
    }
}

#[test]
fn mcnemars_test_is_that_of_statsmodels() -> TestResult {
    for Case { name, given: (b, c), expected } in cases::<(u64, u64), One<ExpectedTest>>("mcnemar")? {
        check_repeated(&name, mcnemar(b, c), expected.expected);
    }
    Ok(())
}

#[test]
fn cochrans_q_is_that_of_statsmodels() -> TestResult {
    for Case { name, given, expected } in cases::<Vec<(String, usize)>, One<ExpectedTest>>("cochran_q")? {
        check_repeated(&name, cochran_q(&subjects(&given)), expected.expected);
    }
    Ok(())
}

#[test]
fn adjusted_p_values_are_those_of_statsmodels() -> TestResult {
    type PValues = Vec<Option<f64>>;
    for Case { name, given, expected } in cases::<PValues, One<PValues>>("adjust_benjamini_hochberg")? {
        let (ours, theirs) = (adjust_benjamini_hochberg(&given), expected.expected.ok_or("always there")?);
        assert_eq!(ours.len(), theirs.len(), "{name}");
        ours.into_iter().zip(theirs).for_each(|(ours, theirs)| check(&name, ours, theirs));
    }
    Ok(())
}

#[test]
fn kappa_is_that_of_scikit_learn() -> TestResult {
    for Case { name, given, expected } in cases::<Vec<(u32, u32, usize)>, One<f64>>("cohen_kappa")? {
        check_up_to_noise(&name, cohen_kappa(&coded_pairs(&given)), expected.expected);
    }
    Ok(())
}

#[test]
fn observed_agreement_is_that_of_scikit_learn() -> TestResult {
    for Case { name, given, expected } in cases::<Vec<Vec<u32>>, One<f64>>("observed_agreement")? {
        check(&name, observed_agreement(&given), expected.expected);
    }
    Ok(())
}

#[derive(Deserialize)]
struct ExpectedAlpha {
    nominal: Option<f64>,
    ordinal: Option<f64>,
}

#[test]
fn alpha_is_that_of_the_package_named_after_krippendorff() -> TestResult {
    for Case { name, given, expected } in cases::<Vec<Vec<u32>>, ExpectedAlpha>("krippendorff_alpha")? {
        check_up_to_noise(&name, krippendorff_alpha(&given, MeasurementLevel::Nominal), expected.nominal);
        check_up_to_noise(&name, krippendorff_alpha(&given, MeasurementLevel::Ordinal), expected.ordinal);
    }
    Ok(())
}

#[derive(Deserialize)]
struct ExpectedCoOccurrence {
    jaccard: Option<f64>,
    pmi: Option<f64>,
    normalized_pmi: Option<f64>,
}

#[test]
fn co_occurrence_is_that_of_scikit_learn_and_of_sixty_digits() -> TestResult {
    for Case { name, given: (n, a, b, both), expected } in
        cases::<(u64, u64, u64, u64), One<ExpectedCoOccurrence>>("co_occurrence")?
    {
        let (ours, theirs) = (co_occurrence(n, a, b, both), expected.expected.ok_or("always there")?);
        check(&name, ours.jaccard, theirs.jaccard);
        check(&name, ours.pmi, theirs.pmi);
        check(&name, ours.normalized_pmi, theirs.normalized_pmi);
    }
    Ok(())
}
