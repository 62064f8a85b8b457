//! A passage as a row of characters in one spelling, each with its place in the passage as it came.

use std::{borrow::Cow, cell::RefCell, ops::Range};

use super::occurrences::{Occurrences, Words};
use crate::linguistics::{ChineseScript, is_han, to_script};

/// Fewer words are compared one by one sooner than looked up.
const FEW_WORDS: usize = 8;

/// No word of a list is longer.
const MAX_WORD: usize = 48;

/// A passage in one spelling: lower case, Simplified, half-width, one kind of dash; as many characters as it came with.
pub(super) struct Letters<'a> {
    original: &'a str,
    folded: Vec<char>,
    // Where each character starts in the original; one more, where the last one ends.
    places: Vec<usize>,
    is_traditional: bool,
    // Where the words of lists stand in the sentence in hand.
    occurrences: RefCell<Occurrences>,
}

impl<'a> Letters<'a> {
    pub(super) fn new(original: &'a str) -> Self {
        let simplified = simplified(original);
        let mut folded: Vec<char> = simplified.chars().map(folded).collect();
        join_lines(&mut folded, original);
        let mut places: Vec<usize> = original.char_indices().map(|(place, _)| place).collect();
        places.push(original.len());
        let is_traditional = simplified != original;
        Self { original, folded, places, is_traditional, occurrences: RefCell::default() }
    }

    /// Takes a sentence in hand: from here on lists of words are searched once in it, however often they are asked for.
    pub(super) fn focus(&self, sentence: &Range<usize>) {
        let characters = self.folded.get(sentence.clone()).unwrap_or_default();
        *self.occurrences.borrow_mut() = Occurrences::new(sentence.clone(), self.before(sentence.start), characters);
    }

    pub(super) fn len(&self) -> usize {
        self.folded.len()
    }

    /// Whether the passage came in Traditional characters.
    pub(super) fn is_traditional(&self) -> bool {
        self.is_traditional
    }

    /// The character at a place; a line's end beyond the passage, so that whoever looks ahead needs no care.
    pub(super) fn at(&self, place: usize) -> char {
        self.folded.get(place).copied().unwrap_or('\n')
    }

    /// The character before a place.
    pub(super) fn before(&self, place: usize) -> char {
        place.checked_sub(1).map_or('\n', |place| self.at(place))
    }

    /// The passage as it came, between two places.
    pub(super) fn original(&self, range: Range<usize>) -> &'a str {
        self.original.get(self.bytes(range)).unwrap_or_default()
    }

    /// The bytes of the passage between two places.
    pub(super) fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let byte = |place: usize| self.places.get(place).copied().unwrap_or(self.original.len());
        byte(range.start)..byte(range.end)
    }

    /// Whether the character came as a capital letter.
    pub(super) fn is_capital(&self, place: usize) -> bool {
        self.original(place..place + 1).chars().all(char::is_uppercase) && place < self.len()
    }

    /// Where a word that starts at a place ends. Words of letters have to end where the word in the passage ends.
    pub(super) fn word_from(&self, place: usize, word: &str) -> Option<usize> {
        let mut end = place;
        for character in word.chars() {
            if self.at(end) != character {
                return None;
            }
            end += 1;
        }
        let inside = |left: char, right: char| left.is_ascii_alphabetic() && right.is_ascii_alphabetic();
        (!inside(self.before(place), self.at(place)) && !inside(self.before(end), self.at(end))).then_some(end)
    }

    /// Where a word that ends at a place starts.
    pub(super) fn word_to(&self, place: usize, word: &str) -> Option<usize> {
        let mut start = place;
        for character in word.chars().rev() {
            if start == 0 || self.before(start) != character {
                return None;
            }
            start -= 1;
        }
        self.word_from(start, word).map(|_| start)
    }

    /// The end of the longest of the words that starts at a place.
    pub(super) fn any_from(&self, place: usize, words: Words) -> Option<usize> {
        let mut occurrences = self.occurrences.borrow_mut();
        if words.len() < FEW_WORDS || !occurrences.covers(&(place..place + 1)) {
            return words.iter().filter_map(|word| self.word_from(place, word)).max();
        }
        let found = &occurrences.of(words, |place, word| self.word_from(place, word)).by_start;
        let at = found.binary_search_by_key(&place, |word| word.start).ok()?;
        found.get(at).map(|word| word.end)
    }

    /// The start of the longest of the words that ends at a place.
    pub(super) fn any_to(&self, place: usize, words: Words) -> Option<usize> {
        let mut occurrences = self.occurrences.borrow_mut();
        // A word may start before the sentence in hand.
        if words.len() < FEW_WORDS || !occurrences.covers(&(place.saturating_sub(MAX_WORD)..place)) {
            return words.iter().filter_map(|word| self.word_to(place, word)).min();
        }
        let found = &occurrences.of(words, |place, word| self.word_from(place, word)).by_end;
        let at = found.binary_search_by_key(&place, |word| word.end).ok()?;
        found.get(at).map(|word| word.start)
    }

    /// The first of the words in a range.
    pub(super) fn find(&self, range: Range<usize>, words: Words) -> Option<Range<usize>> {
        self.among(range, words, |found| found.next())
    }

    /// The last of the words in a range.
    pub(super) fn find_last(&self, range: Range<usize>, words: Words) -> Option<Range<usize>> {
        self.among(range, words, |found| found.next_back())
    }

    /// Where the last of the words in a range starts of which something holds.
    pub(super) fn last_that(&self, range: Range<usize>, words: Words, holds: impl Fn(usize) -> bool) -> Option<usize> {
        let mut range = range;
        while let Some(found) = self.find_last(range.clone(), words) {
            if holds(found.start) {
                return Some(found.start);
            }
            range.end = found.start;
        }
        None
    }

    /// Chooses one of the words in a range.
    fn among(
        &self,
        range: Range<usize>,
        words: Words,
        choose: impl Fn(&mut dyn DoubleEndedIterator<Item = Range<usize>>) -> Option<Range<usize>>,
    ) -> Option<Range<usize>> {
        if range.is_empty() {
            return None;
        }
        let mut occurrences = self.occurrences.borrow_mut();
        if occurrences.covers(&range) {
            let all = &occurrences.of(words, |place, word| self.word_from(place, word)).by_start;
            let from = all.partition_point(|word| word.start < range.start);
            let to = all.partition_point(|word| word.start < range.end);
            let here = all.get(from..to).unwrap_or_default();
            return choose(&mut here.iter().filter(|word| word.end <= range.end).cloned());
        }
        drop(occurrences);
        let longest = |start: usize| self.any_from(start, words).map(|end| start..end);
        choose(&mut range.clone().filter_map(longest).filter(|word| word.end <= range.end))
    }

    /// Whether one of the words stands in a range.
    pub(super) fn has(&self, range: Range<usize>, words: Words) -> bool {
        self.find(range, words).is_some()
    }

    /// The first place from here that is no space.
    pub(super) fn skip_spaces(&self, mut place: usize) -> usize {
        while self.at(place) == ' ' {
            place += 1;
        }
        place
    }

    /// The place behind the last character before here that is no space.
    pub(super) fn skip_spaces_back(&self, mut place: usize) -> usize {
        while self.before(place) == ' ' {
            place -= 1;
        }
        place
    }

    /// The word of letters that starts at a place, with hyphens and apostrophes inside it.
    pub(super) fn latin_word(&self, place: usize) -> Range<usize> {
        let mut end = place;
        let is_joint = |end: usize| matches!(self.at(end), '-' | '\'') && self.at(end + 1).is_ascii_alphabetic();
        while is_latin(self.at(end)) || (end > place && is_joint(end)) {
            end += 1;
        }
        place..end
    }

    /// The word of letters that ends at a place.
    pub(super) fn latin_word_before(&self, place: usize) -> Range<usize> {
        let mut start = place;
        while is_latin(self.before(start)) {
            start -= 1;
        }
        start..place
    }

    /// The characters of a range in the one spelling.
    pub(super) fn folded(&self, range: Range<usize>) -> String {
        self.folded.get(range.start..range.end.max(range.start).min(self.len())).unwrap_or_default().iter().collect()
    }
}

/// Whether a character is a letter of a script that puts spaces between words.
pub(super) fn is_latin(character: char) -> bool {
    character.is_alphabetic() && !is_han(character)
}

/// A line that goes on in small letters on the next is one line.
fn join_lines(folded: &mut [char], original: &str) {
    let mut before = '\n';
    for (place, (character, behind)) in original.chars().zip(original.chars().skip(1)).enumerate() {
        let goes_on = (before.is_ascii_alphanumeric() || before == ',') && behind.is_ascii_lowercase();
        if character == '\n'
            && goes_on
            && let Some(end) = folded.get_mut(place)
        {
            *end = ' ';
        }
        before = character;
    }
}

/// The text in Simplified characters, one for one.
fn simplified(original: &str) -> Cow<'_, str> {
    if !original.chars().any(is_han) {
        return Cow::Borrowed(original);
    }
    let converted = to_script(original, ChineseScript::Simplified);
    if converted.chars().count() == original.chars().count() {
        return Cow::Owned(converted);
    }
    // A phrase changed its length: then each character goes by itself.
    let mut buffer = [0; 4];
    let one = |character: char| {
        let converted = to_script(character.encode_utf8(&mut buffer), ChineseScript::Simplified);
        converted.chars().next().unwrap_or(character)
    };
    Cow::Owned(original.chars().map(one).collect())
}

fn folded(character: char) -> char {
    match character {
        // The Chinese comma never groups digits.
        '，' => '，',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '～' | '〜' | '~' | '－' => '-',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0).map_or(character, folded),
        '\u{2018}' | '\u{2019}' | '\u{02BC}' => '\'',
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' | '\t' => ' ',
        '≧' | '⩾' => '≥',
        '≦' | '⩽' => '≤',
        '﹪' => '%',
        '兩' => '两',
        _ => character.to_lowercase().next().unwrap_or(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_and_the_way_back() {
        let letters = Letters::new("年均３２０場 Events—OK");
        assert_eq!(letters.folded(0..letters.len()), "年均320场 events-ok");
        assert_eq!(letters.original(2..6), "３２０場");
        assert!(letters.is_capital(7));
        assert_eq!(letters.word_from(7, "event"), None);
        assert_eq!(letters.word_from(7, "events"), Some(13));
        assert_eq!(letters.at(100), '\n');
    }
}
