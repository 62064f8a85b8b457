use std::f64::consts::LN_2;

/// How much two things that each occur or not keep company.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CoOccurrence {
    /// Occurrences of both ÷ occurrences of either, 0..=1; `None` where neither occurs.
    pub jaccard: Option<f64>,
    /// Pointwise mutual information in bits, log₂(n · both ÷ (a · b)): 0 where they meet as often as chance would have it;
    /// `None` where they never meet.
    pub pmi: Option<f64>,
    /// Pointwise mutual information ÷ −log₂(both ÷ n), −1..=1: −1 where both occur and never meet, 1 where neither occurs
    /// without the other. `None` where either never occurs, and where both always do, which is as expected by chance.
    pub normalized_pmi: Option<f64>,
}

/// The co-occurrence of two things in `n` places, of which `a` hold the first, `b` the second, and `both` hold both.
/// Everything is `None` for counts that cannot be.
///
/// Source: Jaccard 1912, New Phytologist 11(2); Church & Hanks 1990, "Word Association Norms, Mutual Information, and
/// Lexicography", Computational Linguistics 16(1); Bouma 2009, "Normalized (Pointwise) Mutual Information in Collocation
/// Extraction", also for the −1.
pub fn co_occurrence(n: u64, a: u64, b: u64, both: u64) -> CoOccurrence {
    let [n, a, b, both] = [n, a, b, both].map(u128::from);
    let either = (a + b).saturating_sub(both);
    if both > a.min(b) || either > n {
        return CoOccurrence::default();
    }
    let jaccard = (either > 0).then(|| both as f64 / either as f64);
    if a == 0 || b == 0 {
        return CoOccurrence { jaccard, pmi: None, normalized_pmi: None };
    }
    if both == 0 {
        return CoOccurrence { jaccard, pmi: None, normalized_pmi: Some(-1.0) };
    }
    let pmi = log2_of_ratio(n * both, a * b);
    let normalized_pmi = (both < n).then(|| (pmi / log2_of_ratio(n, both)).clamp(-1.0, 1.0));
    CoOccurrence { jaccard, pmi: Some(pmi), normalized_pmi }
}

/// log₂(above ÷ below) of positive whole numbers, precise also where they are nearly the same.
fn log2_of_ratio(above: u128, below: u128) -> f64 {
    let difference = above.abs_diff(below);
    if difference >= below / 2 {
        return (above as f64 / below as f64).log2();
    }
    let part = difference as f64 / below as f64;
    (if above < below { -part } else { part }).ln_1p() / LN_2
}
