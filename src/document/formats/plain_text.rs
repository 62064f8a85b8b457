//! Reads plain text: paragraphs, bullet lists and tables out of lines.
//!
//! A line is a paragraph, unless the document is wrapped at one width: then its lines are joined. Numbers in front of a
//! line stay part of its text.

use super::{
    building::{block_without_markup, table},
    cell::cell,
    furniture::furniture,
    lines::indentation,
    marker::bulleted,
    text::{Block, BlockKind, DocumentText, Lines, Row},
    text_table,
    wrapping::Wrapping,
};

/// A document's blocks. The line ends of `text` are `\n`.
pub(super) fn blocks(text: &str) -> DocumentText {
    let lines: Vec<&str> = text.split('\n').collect();
    let is_furniture = furniture(&lines);
    let is_text = |(index, line): &(usize, &&str)| {
        !is_furniture.get(*index).copied().unwrap_or(false) && !line.trim().is_empty() && !text_table::may_be_row(line)
    };
    let n_empty = lines.iter().filter(|line| line.trim().is_empty()).count();
    let wrapping = Wrapping::of(lines.iter().enumerate().filter(is_text).map(|(_, line)| *line), n_empty);
    let mut reader = Reader { wrapping, blocks: Vec::new(), list: Vec::new(), paragraph: None, no_table_before: 0 };
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        if is_furniture.get(index).copied().unwrap_or(false) {
            index += 1;
            continue;
        }
        index += reader.read(line, lines.get(index..).unwrap_or_default(), line_number(index));
    }
    reader.end_paragraph();
    DocumentText { blocks: reader.blocks, title: None }
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
        if let Some(paragraph) = &mut self.paragraph
            && !paragraph.is_interrupted
            && self.wrapping.goes_on(paragraph.last_line, line)
        {
            self.wrapping.join(&mut paragraph.text, line);
            paragraph.lines.last = number;
            paragraph.last_line = line;
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
        self.paragraph =
            Some(Paragraph { kind, text: text.trim().to_owned(), lines, last_line: line, is_interrupted: false });
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

/// Whether a line only draws a rule.
fn is_ruler(line: &str) -> bool {
    let line = line.trim();
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
