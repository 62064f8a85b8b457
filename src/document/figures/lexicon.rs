//! Words with what each of them means, looked up by their first characters.

use std::{collections::HashMap, ops::Range};

use super::letters::Letters;

/// Words with their meanings.
pub(super) struct Lexicon<T>(HashMap<char, Vec<(&'static str, T)>>);

impl<T: Copy> Lexicon<T> {
    pub(super) fn new(words: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let mut by_first: HashMap<char, Vec<(&'static str, T)>> = HashMap::new();
        for (word, meaning) in words {
            if let Some(first) = word.chars().next() {
                by_first.entry(first).or_default().push((word, meaning));
            }
        }
        Self(by_first)
    }

    /// The end of the longest of the words that starts at a place, and what it means.
    pub(super) fn longest_from(&self, letters: &Letters<'_>, place: usize) -> Option<(usize, T)> {
        let words = self.0.get(&letters.at(place))?;
        let here = words.iter().filter_map(|(word, meaning)| Some((letters.word_from(place, word)?, *meaning)));
        here.max_by_key(|(end, _)| *end)
    }

    /// Of the words in a range the one that ends last, and of those the longest: its end and what it means.
    pub(super) fn last_in(&self, letters: &Letters<'_>, range: Range<usize>) -> Option<(usize, T)> {
        let words = |start: usize| {
            let here = self.0.get(&letters.at(start)).map(Vec::as_slice).unwrap_or_default();
            here.iter().filter_map(move |(word, meaning)| Some((letters.word_from(start, word)?, *meaning)))
        };
        let found = range.clone().flat_map(words).filter(|(end, _)| *end <= range.end);
        found.reduce(|best, other| if other.0 > best.0 { other } else { best })
    }
}
