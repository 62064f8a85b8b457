//! Sentences of a passage and clauses of a sentence.

use std::ops::Range;

use super::letters::Letters;

/// A sentence is cut here at the latest, so that a text without full stops takes no longer than another.
const MAX_SENTENCE: usize = 1200;

/// So is a clause.
const MAX_CLAUSE: usize = 300;

/// Words before a full stop that ends no sentence.
const ABBREVIATIONS: &[&str] =
    &["no", "approx", "ca", "c", "e.g", "i.e", "vs", "dr", "mr", "mrs", "ms", "st", "fig", "pp"];

/// The sentences of a passage.
pub(super) fn sentences(letters: &Letters<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for place in 0..letters.len() {
        if ends_sentence(letters, place) || place - start >= MAX_SENTENCE {
            found.push(start..place + 1);
            start = place + 1;
        }
    }
    found.push(start..letters.len());
    found.retain(|range| !range.is_empty());
    found
}

fn ends_sentence(letters: &Letters<'_>, place: usize) -> bool {
    match letters.at(place) {
        '。' | '!' | '\n' => true,
        // A question mark may stand for a lost quotation mark.
        '?' => {
            matches!(letters.at(place + 1), ' ' | '\n')
                && letters.before(place) != ' '
                && letters.at(letters.skip_spaces(place + 1)) != 'p'
        }
        '.' => {
            let is_end = matches!(letters.at(place + 1), ' ' | '\n' | '"' | '”');
            let word = letters.latin_word_before(place);
            let is_short = ABBREVIATIONS.contains(&letters.folded(word).as_str());
            is_end && !is_short
        }
        _ => false,
    }
}

/// The part of a sentence between semicolons that a place stands in.
pub(super) fn part(letters: &Letters<'_>, sentence: &Range<usize>, place: usize) -> Range<usize> {
    let start = letters.find_last(sentence.start..place, &[";"]).map_or(sentence.start, |mark| mark.end);
    let end = letters.find(place..sentence.end, &[";"]).map_or(sentence.end, |mark| mark.start);
    start..end
}

/// The clauses of a sentence.
pub(super) fn clauses(letters: &Letters<'_>, sentence: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = sentence.start;
    for place in sentence.clone() {
        let ends = match letters.at(place) {
            '，' | ':' | '。' | ';' | '!' | '?' => true,
            ',' => !(letters.before(place).is_ascii_digit() && letters.at(place + 1).is_ascii_digit()),
            _ => place - start >= MAX_CLAUSE,
        };
        if ends {
            found.push(start..place);
            start = place + 1;
        }
    }
    found.push(start..sentence.end);
    found
}
