//! Lines as editors count them, how wide they are, and how the lines of a paragraph are joined.

use std::borrow::Cow;

use crate::linguistics::is_han;

/// The text with `\n` for every line end (`\r\n`, `\r`, `\n`): the lines keep their numbers. Other control characters become
/// spaces, but for tabs, and form feeds, which tell where pages end.
pub(super) fn with_plain_line_ends(text: &str) -> Cow<'_, str> {
    let is_stray =
        |character: char| character.is_ascii_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{0C}');
    let text = if text.contains(is_stray) { Cow::Owned(text.replace(is_stray, " ")) } else { Cow::Borrowed(text) };
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}

/// The longest line that a name or a heading takes up, so that a line break behind it need not be one inside a sentence.
const MAX_SHORT_LINE: usize = 60;

/// Whether a line break that the document asks for (`<br>`, two spaces at the end of a Markdown line) parts two lines that
/// each say something of their own: a name and a date, a heading in two languages. Elsewhere a break is one inside a
/// paragraph.
pub(super) fn break_parts(before: &str, after: &str) -> bool {
    let has_han = |text: &str| text.contains(is_han);
    let has_letters = |text: &str| text.contains(|character: char| character.is_alphabetic() && !is_han(character));
    let (before, after) = (before.trim_end(), after.trim_start());
    match (has_han(before), has_han(after)) {
        // Two languages side by side.
        (true, false) => has_letters(after) && after.starts_with(char::is_alphabetic),
        (false, true) => has_letters(before) && after.starts_with(is_han),
        (true, true) => false,
        (false, false) => {
            let last_word = before.split_whitespace().next_back().unwrap_or_default();
            let is_open = before.ends_with([',', '-', '–', '—', '/', '&'])
                || matches!(
                    last_word,
                    "of" | "and" | "the" | "for" | "in" | "to" | "a" | "an" | "or" | "at" | "with" | "by"
                );
            width(before) <= MAX_SHORT_LINE && !is_open && after.starts_with(char::is_uppercase)
        }
    }
}

/// How much room a text takes on a line: two for a character of Chinese type, one for others.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|character| if is_wide(character) { 2 } else { 1 }).sum()
}

/// How far the text of a line stands from the left edge; a tab counts as four.
pub(super) fn indentation(line: &str) -> usize {
    line.chars()
        .take_while(|character| character.is_whitespace())
        .map(|space| match space {
            '\t' => 4,
            '\u{3000}' => 2,
            _ => 1,
        })
        .sum()
}

/// Whether a character takes the room of two letters: Chinese characters and the punctuation of Chinese type.
pub(super) fn is_wide(character: char) -> bool {
    is_han(character)
        || matches!(character, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF60}' | '\u{2460}'..='\u{24FF}')
}

/// Whether a text ends as a sentence or a heading's colon does, so that nothing of it is to follow.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(['”', '’', '"', '）', ')', '』', '」', '》']);
    text.ends_with(['。', '！', '？', '；', '：', '.', '!', '?', ';', ':'])
}
