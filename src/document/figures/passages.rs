//! Sentences of a passage and clauses of a sentence.

use std::ops::Range;

use super::{han_numeral::is_numeral, letters::Letters};

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
        if ends_sentence(letters, place) {
            found.push(start..place + 1);
            start = place + 1;
        } else if place - start >= MAX_SENTENCE {
            let end = cut(letters, start, place + 1);
            found.push(start..end);
            start = end;
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

/// How far before a length that runs out a better place to cut is looked for.
const CUT_REACH: usize = 80;

/// Where to cut a run that is too long: behind a comma or a space near its end, and never inside a number or a word.
fn cut(letters: &Letters<'_>, start: usize, end: usize) -> usize {
    let near = end.saturating_sub(CUT_REACH).max(start + 1)..end + 1;
    let is_mark = |place: usize| "，,;、".contains(letters.before(place)) && !letters.at(place).is_ascii_digit();
    let is_gap = |place: usize| {
        letters.before(place) == ' ' && letters.before(place - 1).is_alphabetic() && letters.at(place).is_alphabetic()
    };
    let is_inside = |place: usize| {
        let (before, at) = (letters.before(place), letters.at(place));
        let joins = |character: char| character.is_ascii_alphanumeric() || ".,%".contains(character);
        is_numeral(before) || is_numeral(at) || joins(before) && joins(at)
    };
    let find = |wanted: &dyn Fn(usize) -> bool| near.clone().rev().find(|place| wanted(*place));
    find(&is_mark).or_else(|| find(&is_gap)).or_else(|| find(&|place| !is_inside(place))).unwrap_or(end)
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
        if place - start >= MAX_CLAUSE {
            let end = cut(letters, start, place);
            found.push(start..end);
            start = end;
        }
        let ends = match letters.at(place) {
            '，' | ':' | '。' | ';' | '!' | '?' => true,
            ',' => !(letters.before(place).is_ascii_digit() && letters.at(place + 1).is_ascii_digit()),
            _ => false,
        };
        if ends {
            found.push(start..place);
            start = place + 1;
        }
    }
    found.push(start..sentence.end);
    found
}
