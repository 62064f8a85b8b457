//! Numerals that have fallen apart: (1 7), 2 0 2 5年, and markers in front of a line such as `I .`.

use std::sync::LazyLock;

use regex::Regex;

use super::repair;
use crate::domain::source::{RepairKind, TextRepair};

// Digits, or groups of digits, with single spaces between them.
static DIGIT_ROW: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[0-9]+(?: [0-9]+)+").ok());

// What follows a year that has fallen apart: the sign of the year, or the year that a period ends with.
static BEHIND_YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^ ?(?:[-—–~～至]+ ?[0-9](?: [0-9]){3} ?)?年").ok());

// The number that a line begins with, as digits, Roman or Chinese numeral, parted from its point or brackets.
static MARKER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:[(（] ?(?:[0-9]{1,3}|[0-9] [0-9]|[一二三四五六七八九十]{1,3}) ?[)）]|(?:[0-9]{1,3}|[0-9] [0-9]|[IVX]{1,5}(?: [IVX]{1,4}){0,3}|[一二三四五六七八九十]{1,3}) ?[.．、])",
    )
    .ok()
});

/// Joins the digits of numerals that have clearly fallen apart.
pub(super) fn join(text: String, repairs: &mut Vec<TextRepair>) -> String {
    if !text.contains(' ') {
        return text;
    }
    joined_digits(&joined_marker(text, repairs), repairs)
}

fn joined_marker(text: String, repairs: &mut Vec<TextRepair>) -> String {
    let Some(marker) = MARKER.as_ref().and_then(|marker| marker.find(&text)) else { return text };
    let (marker, rest) = text.split_at(marker.end());
    // "1 .5" is no marker.
    if !marker.contains(' ') || marker.ends_with(['.', '．']) && rest.starts_with(|next: char| next.is_ascii_digit()) {
        return text;
    }
    let joined = marker.replace(' ', "");
    repairs.push(repair(RepairKind::SplitNumeral, marker, &joined));
    joined + rest
}

fn joined_digits(text: &str, repairs: &mut Vec<TextRepair>) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut done = 0;
    for row in DIGIT_ROW.iter().flat_map(|row| row.find_iter(text)) {
        let n_digits = row.as_str().split(' ').count();
        if !(2..=4).contains(&n_digits) || row.as_str().len() != 2 * n_digits - 1 {
            continue;
        }
        let (before, after) =
            (text.get(done..row.start()).unwrap_or_default(), text.get(row.end()..).unwrap_or_default());
        let trimmed = (before.strip_suffix(' ').unwrap_or(before), after.strip_prefix(' ').unwrap_or(after));
        let is_bracketed = trimmed.0.ends_with(['(', '（']) && trimmed.1.starts_with([')', '）']);
        let (before, after) = if is_bracketed { trimmed } else { (before, after) };
        if is_bracketed || n_digits == 4 && BEHIND_YEAR.as_ref().is_some_and(|behind| behind.is_match(after)) {
            let digits = row.as_str().replace(' ', "");
            repairs.push(repair(RepairKind::SplitNumeral, row.as_str(), &digits));
            joined.push_str(before);
            joined.push_str(&digits);
            done = text.len() - after.len();
        }
    }
    joined.push_str(text.get(done..).unwrap_or_default());
    joined
}
