//! Lines as editors count them, how wide they are, and how the lines of a paragraph are joined.

use std::borrow::Cow;

use crate::linguistics::is_han;

/// The text with `\n` for every line end (`\r\n`, `\r`, `\n`): the lines keep their numbers.
pub(super) fn with_plain_line_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
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
