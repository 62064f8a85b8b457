//! Numbers in English words: twelve, one hundred and twenty, two million, a third of, nine out of ten.

use std::sync::LazyLock;

use super::{
    letters::Letters,
    lexicon::Lexicon,
    numeral::{Numeral, Spelling},
};

const SMALL: &[(&str, f64)] = &[
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("dozen", 12.0),
    ("hundred", 100.0),
];

const POWERS: &[(&str, u32)] =
    &[("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12), ("mn", 6), ("bn", 9)];

const PARTS: &[(&str, f64)] = &[
    ("half", 2.0),
    ("halves", 2.0),
    ("third", 3.0),
    ("thirds", 3.0),
    ("quarter", 4.0),
    ("quarters", 4.0),
    ("fifth", 5.0),
    ("fifths", 5.0),
    ("tenth", 10.0),
    ("tenths", 10.0),
];

/// What may follow a part so that it is a part of something.
const PART_FOLLOWERS: &[&str] =
    &["of", "by", "our", "the", "all", "more", "fewer", "less", "its", "compared", "against", "from"];

static SMALL_BY_WORD: LazyLock<Lexicon<f64>> = LazyLock::new(|| Lexicon::new(SMALL.iter().copied()));
static POWERS_BY_WORD: LazyLock<Lexicon<u32>> = LazyLock::new(|| Lexicon::new(POWERS.iter().copied()));
static PARTS_BY_WORD: LazyLock<Lexicon<f64>> = LazyLock::new(|| Lexicon::new(PARTS.iter().copied()));

fn word_among<T: Copy>(letters: &Letters<'_>, place: usize, words: &Lexicon<T>) -> Option<(T, usize)> {
    words.longest_from(letters, place).map(|(end, meaning)| (meaning, end))
}

/// A word for a power of ten behind digits, with or without a space, or a letter glued to them: `million`, `bn`, `k`, `m`.
pub(super) fn power(letters: &Letters<'_>, place: usize) -> Option<(u32, usize)> {
    let behind = letters.skip_spaces(place);
    let (behind, is_joined) = if letters.at(behind) == '-' { (behind + 1, true) } else { (behind, false) };
    for &(word, power) in POWERS {
        let end = behind + word.chars().count();
        let is_here = word.chars().enumerate().all(|(index, character)| letters.at(behind + index) == character);
        if is_here && !letters.at(end).is_alphanumeric() && !is_joined {
            return Some((power, end));
        }
    }
    let glued = match letters.at(place) {
        'k' => 3,
        'm' => 6,
        _ => return None,
    };
    // 4K is a picture, 5m is a length or a date unless money stands before it; 15k and £2m are amounts.
    let is_money = "£$€¥".contains(letters.before(first_of_number(letters, place)));
    let is_thousands = glued == 3 && !letters.is_capital(place);
    let is_alone = !letters.at(place + 1).is_alphanumeric() && letters.at(place + 1) != '²';
    (is_alone && (is_money || is_thousands)).then_some((glued, place + 1))
}

fn first_of_number(letters: &Letters<'_>, end: usize) -> usize {
    let mut start = end;
    while letters.before(start).is_ascii_digit() || matches!(letters.before(start), '.' | ',') {
        start -= 1;
    }
    start
}

/// The number in words that starts at a place.
pub(super) fn numeral(letters: &Letters<'_>, start: usize) -> Option<Numeral> {
    let numeral = |end: usize, value: f64, power: u32, is_share: bool| Numeral {
        range: start..end,
        value,
        power,
        spelling: Spelling::Word,
        is_share,
        is_plain: false,
        is_exceeded: false,
    };
    if let Some((share, end)) = part(letters, start) {
        return Some(numeral(end, share, 0, true));
    }
    if let Some(end) = letters.word_from(start, "twice") {
        let is_rate = letters.any_from(
            letters.skip_spaces(end),
            &["a year", "per year", "each year", "every year", "yearly", "annually"],
        );
        return is_rate.map(|_| numeral(end, 2.0, 0, false));
    }
    let has_article = letters.word_from(start, "a").is_some();
    let first = if has_article { letters.skip_spaces(start + 1) } else { start };
    if has_article && let Some((power, end)) = word_among(letters, first, &POWERS_BY_WORD) {
        return Some(numeral(end, 1.0, power, false));
    }
    let (value, end) = whole(letters, first, has_article)?;
    if has_article && value == 1.0 {
        return None;
    }
    let next = letters.skip_spaces(end);
    if let Some(behind) = letters.word_from(next, "out of").or_else(|| letters.word_from(next, "in")) {
        let next = letters.skip_spaces(behind);
        let of = word_among(letters, next, &SMALL_BY_WORD).filter(|(of, _)| [3.0, 4.0, 5.0, 10.0].contains(of));
        if let Some((of, end)) = of.filter(|(of, _)| value < *of) {
            return Some(numeral(end, value / of * 100.0, 0, true));
        }
    }
    if let Some((power, end)) = word_among(letters, next, &POWERS_BY_WORD) {
        return Some(numeral(end, value, power, false));
    }
    Some(numeral(end, value, 0, false))
}

/// A whole number below a thousand and where it ends.
fn whole(letters: &Letters<'_>, start: usize, has_article: bool) -> Option<(f64, usize)> {
    let (mut value, mut end) = word_among(letters, start, &SMALL_BY_WORD)?;
    if matches!(value, 12.0 | 100.0) && !has_article && letters.word_from(start, "twelve").is_none() {
        // "hundred" and "dozen" need a number or an article before them.
        return None;
    }
    for _ in 0..6 {
        let next = letters.skip_spaces(end);
        let next =
            letters.word_from(next, "and").filter(|_| value >= 100.0).map_or(next, |next| letters.skip_spaces(next));
        let next = if letters.at(next) == '-' { next + 1 } else { next };
        let Some((more, behind)) = word_among(letters, next, &SMALL_BY_WORD) else { break };
        match more {
            100.0 if value < 100.0 => value *= 100.0,
            12.0 if letters.word_from(next, "dozen").is_some() && value < 100.0 => value *= 12.0,
            more if more < 10.0 && (20.0..100.0).contains(&(value % 100.0)) && value % 10.0 == 0.0 => value += more,
            more if more < 100.0 && value >= 100.0 && value % 100.0 == 0.0 => value += more,
            _ => break,
        }
        end = behind;
    }
    Some((value, end))
}

/// A part of a whole in per cent, and where it ends: half, a third of, two-thirds of, three quarters.
fn part(letters: &Letters<'_>, start: usize) -> Option<(f64, usize)> {
    let (count, next) = match word_among(letters, start, &SMALL_BY_WORD).filter(|(count, _)| *count < 10.0) {
        Some((count, end)) => (count, end),
        None => (1.0, letters.word_from(start, "a").unwrap_or(start)),
    };
    let has_count = next > start;
    let next = letters.skip_spaces(next);
    let next = if letters.at(next) == '-' { next + 1 } else { next };
    let (of, end) = word_among(letters, next, &PARTS_BY_WORD)?;
    // "third" alone is an ordinal; "half" needs no count. "Quarter" is also a time of the year.
    let follower = letters.skip_spaces(end);
    let is_followed =
        letters.any_from(follower, PART_FOLLOWERS).is_some() || matches!(letters.at(follower), '.' | ',' | ';' | '\n');
    if !(has_count || of == 2.0) || !is_followed || count >= of {
        return None;
    }
    Some((count / of * 100.0, end))
}
