//! Counting how often concepts and words occur, to be frozen with a version of the codebook.

use std::collections::{BTreeMap, BTreeSet};

use super::codebook::Codebook;
use crate::{
    domain::{
        publication::{Frequencies, WordFrequencies},
        text::Texts,
    },
    linguistics::words,
};

/// Counts the elements, given as title and body, in which each concept and each word stands: once an element, however
/// often it stands there.
pub fn count_frequencies<'a>(
    elements: impl Iterator<Item = (&'a Texts, &'a Texts)>,
    codebook: &Codebook,
) -> Frequencies {
    let mut frequencies = Frequencies::default();
    for (title, body) in elements {
        frequencies.n_elements += 1;
        for hit in codebook.find(&[title, body]) {
            if let Some(theme) = codebook.theme(hit.theme) {
                *frequencies.concepts.entry(theme.slug.clone()).or_default() += 1;
            }
        }
        let mut words_by_language: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for text in title.iter().chain(body.iter()) {
            let language = text.lang.primary();
            words_by_language.entry(language).or_default().extend(words(&text.text, language));
        }
        for (language, words) in words_by_language {
            let WordFrequencies { n_elements, counts } = frequencies.words.entry(language.to_owned()).or_default();
            *n_elements += 1;
            for word in words {
                *counts.entry(word).or_default() += 1;
            }
        }
    }
    frequencies
}
