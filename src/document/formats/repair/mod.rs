//! Mends the text of one block or cell and records what it mended, so that no repair is silent.
//!
//! The steps follow each other so that none makes work for an earlier one: mending a mended text changes nothing.

mod numeral;
mod pinyin_gloss;
mod quotation;
mod space;
mod width;

use std::sync::LazyLock;

use regex::Regex;

use crate::domain::source::{RepairKind, TextRepair};

pub(super) use space::{is_han_or_wide_mark, join_lines};

/// The text without damage, and its repairs: those of one kind in the order of the text, kind after kind. White space is
/// put in order without a record; masked words stay as they are and are recorded.
pub fn mend(text: &str) -> (String, Vec<TextRepair>) {
    let mut repairs = Vec::new();
    let text = space::tidy(text);
    let text = width::narrow(text, &mut repairs);
    let text = pinyin_gloss::take_out(text, &mut repairs);
    let text = quotation::restore(text, &mut repairs);
    let text = numeral::join(text, &mut repairs);
    note_masks(&text, &mut repairs);
    (text, repairs)
}

// Asterisks that hide a word: two or more, which may stand apart.
static MASK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\*(?: ?\*)+").ok());

fn note_masks(text: &str, repairs: &mut Vec<TextRepair>) {
    if !text.contains('*') {
        return;
    }
    for mask in MASK.iter().flat_map(|mask| mask.find_iter(text)) {
        repairs.push(repair(RepairKind::MaskedWord, mask.as_str(), mask.as_str()));
    }
}

fn repair(kind: RepairKind, before: &str, after: &str) -> TextRepair {
    TextRepair { kind, before: before.to_owned(), after: after.to_owned() }
}

#[cfg(test)]
mod tests;
