//! Reads plain text: paragraphs, bullet lists and tables out of lines.
//!
//! A line is a paragraph, unless the document is wrapped at one width: then its lines are joined. Numbers in front of a
//! line stay part of its text.

use super::{
    building::{block_without_markup, table},
    cell::cell,
    furniture::furniture,
    lines::{ends_sentence, indentation},
    marker::{bulleted, is_numbered},
    text::{Block, BlockKind, DocumentText, Lines, Row},
    text_table,
    wrapping::Wrapping,
};
use crate::linguistics::is_han;

/// A document's blocks. The line ends of `text` are `\n`.
pub(super) fn blocks(text: &str) -> DocumentText {
    let lines: Vec<&str> = text.split('\n').collect();
    let is_furniture = furniture(&lines);
    let is_text: Vec<bool> = lines
        .iter()
        .zip(&is_furniture)
        .map(|(line, is_furniture)| !is_furniture && !line.trim().is_empty() && !text_table::may_be_row(line))
        .collect();
    let wrapping = Wrapping::of(&lines, &is_text);
    let mut reader = Reader { wrapping, blocks: Vec::new(), list: Vec::new(), paragraph: None, no_table_before: 0 };
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        if is_furniture.get(index).copied().unwrap_or(false) {
            if let Some(paragraph) = &mut reader.paragraph {
                paragraph.is_over_page = true;
            }
            index += 1;
            continue;
        }
        index += reader.read(line, lines.get(index..).unwrap_or_default(), line_number(index));
    }
    reader.end_paragraph();
    DocumentText { blocks: reader.blocks, ..DocumentText::default() }
}

fn line_number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

/// A paragraph or item that is being read.
struct Paragraph<'a> {
    kind: BlockKind,
    text: String,
    lines: Lines,
    last_line: &'a str,
    /// Whether a blank line followed: only the end of a page may be there inside a paragraph.
    is_interrupted: bool,
    /// Whether the end of a page followed, with its number or running head.
    is_over_page: bool,
}

impl Paragraph<'_> {
    /// Whether it goes on in this line.
    fn goes_on(&self, wrapping: &Wrapping, line: &str) -> bool {
        let is_open = !ends_sentence(self.last_line);
        if self.is_interrupted {
            // A number or bullet in front of the beginning of a sentence, whose end was torn off.
            let is_item = bulleted(self.last_line).is_some() || is_numbered(self.last_line);
            let is_end = line.trim_start().starts_with(char::is_lowercase) && ends_sentence(line);
            return is_item && is_open && is_end && bulleted(line).is_none() && !is_numbered(line);
        }
        // On the next page something new begins, unless the sentence is open and the line does not look like a beginning.
        let may_go_on = line.trim_start().starts_with(|first: char| first.is_lowercase() || is_han(first));
        wrapping.goes_on(self.last_line, line) && (!self.is_over_page || is_open && may_go_on)
    }
}

struct Reader<'a> {
    wrapping: Wrapping,
    blocks: Vec<Block>,
    /// The indentation and bullets of the lists that are open, from the outermost.
    list: Vec<(usize, char)>,
    paragraph: Option<Paragraph<'a>>,
    /// The line before which no table begins.
    no_table_before: u32,
}

impl<'a> Reader<'a> {
    /// Reads a line, or all lines of the table that it begins, and says how many.
    fn read(&mut self, line: &'a str, following: &[&'a str], number: u32) -> usize {
        let line = line.trim_end();
        if line.trim().is_empty() {
            if let Some(paragraph) = &mut self.paragraph {
                paragraph.is_interrupted = true;
            }
            return 1;
        }
        if is_ruler(line) {
            self.end_paragraph();
            return 1;
        }
        if number >= self.no_table_before && text_table::may_be_row(line) {
            match text_table::run(following) {
                text_table::Run::Table(found) => {
                    self.end_paragraph();
                    self.list.clear();
                    let n_lines = found.len();
                    self.blocks.extend(table(rows(found, number)));
                    return n_lines.max(1);
                }
                // Not to look at the same lines again and again.
                text_table::Run::Text(n_lines) => {
                    self.no_table_before = number.saturating_add(u32::try_from(n_lines).unwrap_or(u32::MAX));
                }
            }
        }
        self.read_text(line, number);
        1
    }

    fn read_text(&mut self, line: &'a str, number: u32) {
        let line = without_box(line);
        if let Some(paragraph) = &mut self.paragraph
            && paragraph.goes_on(&self.wrapping, line)
        {
            self.wrapping.join(&mut paragraph.text, line);
            paragraph.lines.last = number;
            paragraph.last_line = line;
            paragraph.is_interrupted = false;
            paragraph.is_over_page = false;
            return;
        }
        let indent = indentation(line);
        let (kind, text) = match bulleted(line) {
            Some(item) => (BlockKind::ListItem { depth: self.depth(indent, item.bullet), continues: false }, item.text),
            None => match self.list.iter().rposition(|(of_item, _)| *of_item + 1 < indent) {
                Some(depth) => {
                    self.list.truncate(depth + 1);
                    (BlockKind::ListItem { depth: u8::try_from(depth).unwrap_or(u8::MAX), continues: true }, line)
                }
                None => {
                    self.list.clear();
                    (BlockKind::Paragraph, line)
                }
            },
        };
        self.end_paragraph();
        let lines = Lines::one(number);
        let text = text.trim().to_owned();
        self.paragraph =
            Some(Paragraph { kind, text, lines, last_line: line, is_interrupted: false, is_over_page: false });
    }

    /// How deep an item stands: by its indentation, and where copies have lost it, by its bullet.
    fn depth(&mut self, indent: usize, bullet: char) -> u8 {
        while self.list.last().is_some_and(|(of_list, _)| *of_list > indent + 1) {
            self.list.pop();
        }
        match self.list.iter().position(|(of_list, of_bullet)| of_list.abs_diff(indent) <= 1 && *of_bullet == bullet) {
            Some(level) => self.list.truncate(level + 1),
            None => self.list.push((indent, bullet)),
        }
        u8::try_from(self.list.len().saturating_sub(1)).unwrap_or(u8::MAX)
    }

    fn end_paragraph(&mut self) {
        if let Some(Paragraph { kind, text, lines, .. }) = self.paragraph.take() {
            self.blocks.extend(block_without_markup(kind, &text, lines));
        }
    }
}

/// A line without the sides of a box that is drawn around it.
fn without_box(line: &str) -> &str {
    const SIDES: [char; 5] = ['│', '┃', '║', '┆', '┊'];
    let inside = line.trim();
    let is_in_box = inside.starts_with(SIDES) || inside.ends_with(SIDES);
    if is_in_box {
        return inside.trim_start_matches(SIDES).trim_end_matches(SIDES).trim_end();
    }
    let both = inside.strip_prefix('|').and_then(|inside| inside.strip_suffix('|'));
    both.map_or(line, str::trim_end)
}

/// Whether a line only draws a rule, or an edge of a box.
fn is_ruler(line: &str) -> bool {
    let line = line.trim();
    let is_drawn = |sign: char| matches!(sign, ' ' | '\u{2500}'..='\u{257F}');
    if line.chars().count() >= 2 && line.chars().all(is_drawn) || text_table::is_rule(line) {
        return true;
    }
    let Some(first) = line.chars().next() else { return false };
    "-=_~*#—─━＝－．.·".contains(first)
        && line.chars().count() >= 3
        && line.chars().all(|sign| sign == first || sign == ' ')
}

fn rows(rows: Vec<Vec<&str>>, first_line: u32) -> Vec<Row> {
    let numbered = (first_line..).zip(rows);
    numbered
        .map(|(line, cells)| Row { cells: cells.into_iter().map(cell).collect(), lines: Lines::one(line) })
        .collect()
}
