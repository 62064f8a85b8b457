//! Where the words of a list stand in a sentence: each list is searched once for all the questions about that sentence.

use std::{collections::HashMap, ops::Range};

/// A list of words. Lists are constants, so that one is known again by where it lies in memory.
pub(super) type Words = &'static [&'static str];

/// The sentence that is read, and what was found in it.
#[derive(Debug, Default)]
pub(super) struct Occurrences {
    window: Range<usize>,
    // The places where a word may start, by the character there, in order.
    starts: Vec<(char, Vec<usize>)>,
    found: HashMap<(usize, usize), Found>,
}

/// Where the words of one list stand.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The longest word at each place where one starts, in order.
    pub(super) by_start: Vec<Range<usize>>,
    /// The longest word at each place where one ends, in order of their ends.
    pub(super) by_end: Vec<Range<usize>>,
}

impl Occurrences {
    /// For a sentence whose characters from `window.start` on are given with the character before it.
    pub(super) fn new(window: Range<usize>, before: char, characters: &[char]) -> Self {
        let mut pairs = Vec::with_capacity(characters.len());
        let mut before = before;
        for (place, &character) in window.clone().zip(characters) {
            if !(character.is_ascii_alphabetic() && before.is_ascii_alphabetic()) {
                pairs.push((character, place));
            }
            before = character;
        }
        pairs.sort_unstable();
        let mut starts: Vec<(char, Vec<usize>)> = Vec::new();
        for (character, place) in pairs {
            match starts.last_mut().filter(|last| last.0 == character) {
                Some((_, places)) => places.push(place),
                None => starts.push((character, vec![place])),
            }
        }
        Self { window, starts, found: HashMap::new() }
    }

    /// Whether a range lies in the sentence, so that its answers hold for the range.
    pub(super) fn covers(&self, range: &Range<usize>) -> bool {
        self.window.start <= range.start && range.end <= self.window.end
    }

    /// The occurrences of a list; `end_of` tells where a word that starts at a place ends.
    pub(super) fn of(&mut self, words: Words, end_of: impl Fn(usize, &'static str) -> Option<usize>) -> &Found {
        let key = (words.as_ptr().addr(), words.len());
        self.found.entry(key).or_insert_with(|| {
            let mut all: Vec<Range<usize>> = Vec::new();
            for word in words {
                let Some(first) = word.chars().next() else { continue };
                let Ok(at) = self.starts.binary_search_by_key(&first, |start| start.0) else { continue };
                let places = self.starts.get(at).map(|(_, places)| places.as_slice()).unwrap_or_default();
                all.extend(places.iter().filter_map(|place| end_of(*place, word).map(|end| *place..end)));
            }
            let mut by_end = all.clone();
            by_end.sort_unstable_by_key(|word| (word.end, word.start));
            by_end.dedup_by_key(|word| word.end);
            all.sort_unstable_by_key(|word| (word.start, std::cmp::Reverse(word.end)));
            all.dedup_by_key(|word| word.start);
            Found { by_start: all, by_end }
        })
    }
}
