//! White space: one space between words, none between Chinese characters that a line end has parted.

use crate::linguistics::is_han;

/// One space for each run of white space and control characters, none around the text, and no invisible characters.
pub(super) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for character in text.chars().filter(|character| !is_invisible(*character)) {
        if !(character.is_whitespace() || character.is_control()) {
            tidied.push(character);
        } else if !tidied.is_empty() && !tidied.ends_with(' ') {
            tidied.push(' ');
        }
    }
    tidied.truncate(tidied.trim_end_matches(' ').len());
    without_letter_spacing(tidied)
}

/// Headings of two to four characters are often spaced out to fill a line (前　言): then the spaces mean nothing.
fn without_letter_spacing(text: String) -> String {
    // Four characters of at most four bytes with a space between each two.
    if text.len() > 19 || !text.contains(' ') {
        return text;
    }
    let is_spaced_out = text.split(' ').all(|part| {
        let mut characters = part.chars();
        characters.next().is_some_and(is_han) && characters.next().is_none()
    });
    if is_spaced_out { text.replace(' ', "") } else { text }
}

/// Characters that only say where a line may break, how letters join or which way they run.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Appends the next line of a paragraph: without a space between Chinese characters, with one between words.
pub(in crate::document) fn join_lines(paragraph: &mut String, next_line: &str) {
    let next_line = next_line.trim();
    paragraph.truncate(paragraph.trim_end().len());
    let (Some(before), Some(after)) = (paragraph.chars().next_back(), next_line.chars().next()) else {
        paragraph.push_str(next_line);
        return;
    };
    if !(is_han_or_wide_mark(before) && is_han_or_wide_mark(after)
        || is_wide_mark(before)
        || is_wide_mark(after)
        || is_han(before) && after.is_ascii_digit()
        || before.is_ascii_digit() && is_han(after))
    {
        paragraph.push(' ');
    }
    paragraph.push_str(next_line);
}

/// Whether a character belongs to Chinese writing, which knows no spaces.
pub(in crate::document) fn is_han_or_wide_mark(character: char) -> bool {
    is_han(character) || is_wide_mark(character)
}

/// Punctuation of Chinese type. Quotation marks and dashes are left out: English has the same.
fn is_wide_mark(character: char) -> bool {
    matches!(character, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}')
}
