use std::error::Error;

use super::*;

/// Against the values of other programs.
mod reference;

/// Against the examples of the papers and textbooks, and at the edges.
mod textbook;

/// What holds for any numbers.
mod properties;

type TestResult = Result<(), Box<dyn Error>>;

/// Rows of Cochran's test from patterns of 0 and 1, each as often as said.
fn subjects(patterns: &[(impl AsRef<str>, usize)]) -> Vec<Vec<bool>> {
    let row = |pattern: &str| pattern.chars().map(|cell| cell == '1').collect();
    patterns.iter().flat_map(|(pattern, n)| vec![row(pattern.as_ref()); *n]).collect()
}

/// Pairs of codes, each as often as said.
fn coded_pairs(counts: &[(u32, u32, usize)]) -> Vec<(u32, u32)> {
    counts.iter().flat_map(|(first, second, n)| vec![(*first, *second); *n]).collect()
}
