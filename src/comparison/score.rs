//! The score of two elements, 0..1: how much they say the same.
//!
//! J = Σ idf(A ∩ B) ÷ Σ idf(A ∪ B) over the concepts A and B of the two; 0 where neither has any. Where they share a
//! language, S = ½ J + ½ cosine, with the cosine of tf-idf (raw counts) over words, the largest over shared languages;
//! identical normalized text is 1. Where they share none, S = min(J, 0.74), because concepts alone never make two
//! elements "the same". A curated alignment is 1, and so is an element beside itself.

use super::passages::{Passage, Passages, Reading};

/// The most that concepts alone can give: just below the score from which an element counts as continued.
const MAX_WITHOUT_SHARED_LANGUAGE: f64 = 0.74;

/// A number in whole billionths. Scores are added up, held against thresholds and put in order as such: whole numbers add
/// exactly, and what differs by no more than rounding noise is equal.
pub(super) fn billionths(number: f64) -> i64 {
    (number * 1e9).round() as i64
}

impl Passages {
    /// The score of two passages. Symmetric, finite, 0..1.
    pub(super) fn score(&self, a: usize, b: usize) -> f64 {
        if self.same_element(a, b) || self.curated(a, b) {
            return 1.0;
        }
        text_score(&self.all()[a], &self.all()[b])
    }
}

fn text_score(a: &Passage, b: &Passage) -> f64 {
    let jaccard = weighted_jaccard(a, b);
    let mut best_cosine: Option<f64> = None;
    for (a, b) in shared_readings(a, b) {
        if !a.normalized.is_empty() && a.normalized == b.normalized {
            return 1.0;
        }
        best_cosine = Some(best_cosine.unwrap_or(0.0).max(cosine(a, b)));
    }
    let score = match best_cosine {
        Some(cosine) => 0.5 * jaccard + 0.5 * cosine,
        None => jaccard.min(MAX_WITHOUT_SHARED_LANGUAGE),
    };
    score.clamp(0.0, 1.0)
}

fn shared_readings<'a>(a: &'a Passage, b: &'a Passage) -> impl Iterator<Item = (&'a Reading, &'a Reading)> {
    a.readings.iter().filter_map(|reading| {
        b.readings.iter().find(|other| other.language == reading.language).map(|other| (reading, other))
    })
}

fn weighted_jaccard(a: &Passage, b: &Passage) -> f64 {
    let (mut common, mut all) = (0.0, 0.0);
    merge(&a.concepts, &b.concepts, |in_a, in_b| {
        all += in_a.or(in_b).unwrap_or(0.0);
        if in_b.is_some() {
            common += in_a.unwrap_or(0.0);
        }
    });
    if all > 0.0 { common / all } else { 0.0 }
}

fn cosine(a: &Reading, b: &Reading) -> f64 {
    let mut product = 0.0;
    merge(&a.words, &b.words, |in_a, in_b| {
        if let (Some(in_a), Some(in_b)) = (in_a, in_b) {
            product += in_a * in_b;
        }
    });
    let lengths = a.length * b.length;
    if lengths > 0.0 { (product / lengths).clamp(0.0, 1.0) } else { 0.0 }
}

/// Walks two ordered lists side by side and shows the weights of every key that either has, in the order of the keys:
/// the same order whichever list comes first, so that sums are the same to the last bit.
fn merge<K: Ord + Copy>(a: &[(K, f64)], b: &[(K, f64)], mut visit: impl FnMut(Option<f64>, Option<f64>)) {
    let (mut rest_a, mut rest_b) = (a, b);
    loop {
        match (rest_a.split_first(), rest_b.split_first()) {
            (Some((&(key_a, in_a), after_a)), Some((&(key_b, in_b), after_b))) => match key_a.cmp(&key_b) {
                std::cmp::Ordering::Less => {
                    visit(Some(in_a), None);
                    rest_a = after_a;
                }
                std::cmp::Ordering::Greater => {
                    visit(None, Some(in_b));
                    rest_b = after_b;
                }
                std::cmp::Ordering::Equal => {
                    visit(Some(in_a), Some(in_b));
                    (rest_a, rest_b) = (after_a, after_b);
                }
            },
            (Some((&(_, in_a), after_a)), None) => {
                visit(Some(in_a), None);
                rest_a = after_a;
            }
            (None, Some((&(_, in_b), after_b))) => {
                visit(None, Some(in_b));
                rest_b = after_b;
            }
            (None, None) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        comparison::testing::{SampleElement, alignment, codebook, context, goal, sample_plan, texts},
        domain::element::PlanLayer,
    };

    fn score(a: SampleElement, b: SampleElement) -> f64 {
        let codebook = codebook();
        let (a, b) = (sample_plan("a", &[a]), sample_plan("b", &[b]));
        let passages =
            Passages::of_layer(&[a.compared(), b.compared()], &context(&codebook, &[], &[]), PlanLayer::Goal);
        passages.score(0, 1)
    }

    fn in_chinese(text: &str, concepts: &[&str]) -> SampleElement {
        SampleElement { title: texts(&[("zh-Hans", text)]), ..goal("g", "", concepts) }
    }

    #[test]
    fn concepts_alone_never_make_elements_the_same() {
        assert_eq!(score(in_chinese("智慧图书馆", &["smart"]), goal("g", "smart library", &["smart"])), 0.74);
        // smart ÷ (smart + reading), as in the fixture worked out by hand.
        let half = score(in_chinese("智慧图书馆", &["smart"]), goal("g", "smart library", &["smart", "reading"]));
        assert!((half - 0.563_408_403_999_623_6).abs() < 1e-12, "{half}");
        assert_eq!(score(in_chinese("河流", &[]), goal("g", "river", &[])), 0.0);
    }

    #[test]
    fn the_same_text_is_1_with_or_without_themes_in_either_script() {
        assert_eq!(score(goal("g", "Open doors", &["smart"]), goal("g", "open  doors", &["staff"])), 1.0);
        let traditional = SampleElement { title: texts(&[("zh-Hant", "智慧圖書館")]), ..goal("g", "", &[]) };
        assert_eq!(score(in_chinese("智慧图书馆", &[]), traditional), 1.0);
        let with_body = SampleElement { body: texts(&[("en", "to all")]), ..goal("g", "Open doors", &[]) };
        assert!(score(goal("g", "Open doors", &[]), with_body) < 0.5);
        // Nothing said is nothing in common.
        assert_eq!(score(goal("g", "…", &[]), goal("g", "!", &[])), 0.0);
    }

    #[test]
    fn the_best_of_the_shared_languages_counts() {
        let both = |zh: &str, en: &str| SampleElement {
            title: texts(&[("zh-Hans", zh), ("en", en)]),
            ..goal("g", "", &["smart"])
        };
        // English: robot² ÷ (|robot lamp| · |robot|) = 3.079441541679836 ÷ √(3.079441541679836² + 1.693147180559945²).
        let expected = 0.5 + 0.5 * 3.079_441_541_679_836 / 12.349_707_583_661_577_f64.sqrt();
        let found = score(both("图书馆", "robot lamp"), both("河流", "robot"));
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }

    #[test]
    fn people_are_believed_whichever_way_they_point() {
        let codebook = codebook();
        let (a, b) = (sample_plan("a", &[goal("g", "river", &[])]), sample_plan("b", &[goal("g", "stone", &[])]));
        for alignments in [[alignment((&a, "g"), (&b, "g"))], [alignment((&b, "g"), (&a, "g"))]] {
            let passages = Passages::of_layer(
                &[a.compared(), b.compared()],
                &context(&codebook, &alignments, &[]),
                PlanLayer::Goal,
            );
            assert_eq!((passages.score(0, 1), passages.curated(0, 1)), (1.0, true));
        }
    }
}
