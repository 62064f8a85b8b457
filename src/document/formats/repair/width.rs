//! Full-width digits, letters and percent signs. Full-width punctuation is the proper one in Chinese and stays.

use super::repair;
use crate::domain::source::{RepairKind, TextRepair};

// How far the full-width forms stand from the usual ones.
const OFFSET: u32 = 0xFEE0;

/// Reads full-width digits, letters and ％ as the usual ones; a full-width point between digits as well.
pub(super) fn narrow(text: String, repairs: &mut Vec<TextRepair>) -> String {
    if !text.chars().any(|character| ('\u{FF05}'..='\u{FF5A}').contains(&character)) {
        return text;
    }
    let mut narrowed = String::with_capacity(text.len());
    let mut run = String::new();
    let mut run_start = 0;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_point_in_number = character == '．'
            && narrowed.ends_with(|before: char| before.is_ascii_digit())
            && characters
                .peek()
                .is_some_and(|next| usual(*next).is_some_and(|next| next.is_ascii_digit()) || next.is_ascii_digit());
        let replacement = if is_point_in_number { Some('.') } else { usual(character) };
        if replacement.is_none() {
            record(&mut run, narrowed.get(run_start..), repairs);
        } else if run.is_empty() {
            run_start = narrowed.len();
        }
        if replacement.is_some() {
            run.push(character);
        }
        narrowed.push(replacement.unwrap_or(character));
    }
    record(&mut run, narrowed.get(run_start..), repairs);
    narrowed
}

fn record(run: &mut String, after: Option<&str>, repairs: &mut Vec<TextRepair>) {
    if !run.is_empty() {
        repairs.push(repair(RepairKind::Width, run, after.unwrap_or_default()));
        run.clear();
    }
}

/// The usual form of a full-width digit, letter or percent sign.
fn usual(character: char) -> Option<char> {
    match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' => char::from_u32(u32::from(character) - OFFSET),
        _ => None,
    }
}
