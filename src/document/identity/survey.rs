//! The lines of a document that say who, when and what: its beginning and its end, normalized once for all rules.

use super::{
    language::{Language, language_of},
    years::Calendar,
};
use crate::{
    document::text::{Block, BlockKind, DocumentText},
    linguistics::{NormalizedText, is_han, normalize_with_origins},
};

/// A title or a name stands near the beginning; this much of it is read, in bytes.
const MAX_BYTES_OF_BEGINNING: usize = 400_000;
/// Of a longer passage only the beginning is read, in characters.
const MAX_CHARACTERS_OF_LINE: usize = 10_000;
/// Names and titles in two languages stand in this many first lines.
const N_LINES_OF_TWO_LANGUAGES: usize = 20;
/// Blocks at the end that are read even if the beginning is too long to reach them: who signed, and when.
const N_BLOCKS_OF_END: usize = 12;

/// The lines that the rules look at, in the order of the document.
pub(super) struct Survey<'a> {
    pub(super) lines: Vec<Line<'a>>,
    pub(super) language: Language,
}

/// A paragraph, heading or list item, or a cell in the first row of a table.
pub(super) struct Line<'a> {
    /// Its block in the document.
    pub(super) block: usize,
    /// The line of the document that it begins on.
    pub(super) number: u32,
    pub(super) original: &'a str,
    normalized: NormalizedText<'a>,
    /// What the format marks as a heading; 1 is the highest level.
    pub(super) heading: Option<u8>,
    /// Characters of Chinese and words of other languages, the measure of length here.
    pub(super) n_words: usize,
}

impl<'a> Survey<'a> {
    /// Reads the beginning and the end of a document.
    pub(super) fn new(text: &'a DocumentText) -> Self {
        let mut lines = Vec::new();
        let mut n_bytes = 0;
        let end = text.blocks.len().saturating_sub(N_BLOCKS_OF_END);
        for (index, block) in text.blocks.iter().enumerate() {
            if n_bytes > MAX_BYTES_OF_BEGINNING && index < end {
                continue;
            }
            for line in lines_of(index, block) {
                n_bytes += line.original.len();
                lines.push(line);
            }
        }
        let language = language_of(&lines, text.language.as_deref());
        for line in lines.iter_mut().take(N_LINES_OF_TWO_LANGUAGES).filter(|line| line.is_short()) {
            if let Some(part) = part_in_language(line.original, language.tag.is_chinese()) {
                *line = Line::new(line.block, line.number, part, line.heading);
            }
        }
        Self { lines, language }
    }

    /// The calendar that years without a century are counted in.
    pub(super) fn calendar(&self) -> Calendar {
        if self.language.tag.is_traditional_chinese() { Calendar::Republic } else { Calendar::Common }
    }

    /// The last lines, at most as many as asked for.
    pub(super) fn end(&self, n_lines: usize) -> &[Line<'a>] {
        self.lines.get(self.lines.len().saturating_sub(n_lines)..).unwrap_or_default()
    }

    /// The first lines, at most as many as asked for.
    pub(super) fn beginning(&self, n_lines: usize) -> &[Line<'a>] {
        self.lines.get(..n_lines.min(self.lines.len())).unwrap_or_default()
    }
}

impl<'a> Line<'a> {
    /// A line of text.
    pub(super) fn new(block: usize, number: u32, text: &'a str, heading: Option<u8>) -> Self {
        let text = text.trim();
        let end = text.char_indices().nth(MAX_CHARACTERS_OF_LINE).map_or(text.len(), |(end, _)| end);
        let original = text.get(..end).unwrap_or(text);
        let n_words = length(original);
        Self { block, number, original, normalized: normalize_with_origins(original), heading, n_words }
    }

    /// The text in one spelling: Simplified characters, lower case, half-width.
    pub(super) fn text(&self) -> &str {
        self.normalized.text()
    }

    /// The words as printed, of a part of [`Line::text`].
    pub(super) fn printed(&self, range: std::ops::Range<usize>) -> String {
        let part = || self.text().get(range.clone()).unwrap_or_default();
        self.normalized.original(range.clone()).unwrap_or_else(part).to_owned()
    }

    /// Whether it is as short as headings and signatures are.
    pub(super) fn is_short(&self) -> bool {
        self.n_words <= 40
    }
}

fn lines_of(index: usize, block: &Block) -> Vec<Line<'_>> {
    match &block.kind {
        BlockKind::Table(table) => {
            let head = table.rows.first().into_iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell)));
            head.flat_map(|(row, cell)| {
                cell.items.iter().map(move |item| Line::new(index, row.lines.first, item, None))
            })
            .collect()
        }
        BlockKind::Heading { .. } if block.text.trim().is_empty() => Vec::new(),
        BlockKind::Heading { level } => vec![Line::new(index, block.lines.first, &block.text, Some(*level))],
        BlockKind::Paragraph | BlockKind::ListItem { .. } if block.text.trim().is_empty() => Vec::new(),
        BlockKind::Paragraph | BlockKind::ListItem { .. } => {
            vec![Line::new(index, block.lines.first, &block.text, None)]
        }
    }
}

/// Chinese characters and words of other languages.
fn length(text: &str) -> usize {
    let mut n = 0;
    let mut in_word = false;
    for character in text.chars() {
        let is_letter = character.is_alphanumeric() && !is_han(character);
        if is_han(character) || (is_letter && !in_word) {
            n += 1;
        }
        in_word = is_letter;
    }
    n
}

/// Of a line that says the same in Chinese and in English, side by side, the part in the language of the text.
fn part_in_language(text: &str, is_chinese: bool) -> Option<&str> {
    let letters = || text.char_indices().filter(|(_, character)| character.is_alphabetic());
    let (_, first) = letters().next()?;
    let (border, _) = letters().find(|(_, character)| is_han(*character) != is_han(first))?;
    let (before, behind) = (text.get(..border)?, text.get(border..)?);
    let is_mixed = behind.chars().any(|character| character.is_alphabetic() && is_han(character) == is_han(first));
    let (chinese, other) = if is_han(first) { (before, behind) } else { (behind, before) };
    let is_worth_a_name = length(chinese) >= 4 && other.split_whitespace().count() >= 3;
    let (kept, dropped) = if is_chinese { (chinese, other) } else { (other, chinese) };
    // Years behind the second name belong to both.
    if is_mixed || !is_worth_a_name || dropped.contains(|character: char| character.is_ascii_digit()) {
        return None;
    }
    Some(kept.trim_matches(|sign: char| sign.is_whitespace() || "/|·—–-()（）[]【】".contains(sign)))
}

#[cfg(test)]
mod tests {
    use super::part_in_language;

    #[test]
    fn a_line_in_two_languages_is_read_in_that_of_the_text() {
        for (text, english, chinese) in [
            ("EXAMPLE CITY LIBRARIES 示例市公共圖書館", Some("EXAMPLE CITY LIBRARIES"), Some("示例市公共圖書館")),
            ("示例市图书馆（Example City Library）", Some("Example City Library"), Some("示例市图书馆")),
            ("示例市图书馆 / Example City Library", Some("Example City Library"), Some("示例市图书馆")),
            ("IFLA 战略", None, None),
            ("示例市图书馆 Library Services Platform 建设", None, None),
            ("示例市图书馆战略规划 Strategic Plan of 2024", Some("Strategic Plan of 2024"), None),
            ("Example City Library", None, None),
            ("", None, None),
        ] {
            assert_eq!(part_in_language(text, false), english, "{text}");
            assert_eq!(part_in_language(text, true), chinese, "{text}");
        }
    }
}
