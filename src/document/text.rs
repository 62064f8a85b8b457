//! A document's text: its lines, and the blocks that its paragraphs, lists and tables make, mended where they were
//! damaged. What every format is turned into; knows nothing of plans.

use crate::domain::source::TextRepair;

/// A document's text, whatever format it came in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentText {
    /// Paragraphs, headings, list items and tables in the order of the document.
    pub blocks: Vec<Block>,
    /// Its title, where the format has a place for it (`<title>`, front matter): not a part of `blocks`.
    pub title: Option<String>,
    /// The tag of the language that the document says it is in (`<html lang>`, `lang:` of the front matter).
    pub language: Option<String>,
}

/// One paragraph, heading, list item or table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What the format says it is.
    pub kind: BlockKind,
    /// Its text on one line, mended, without markup, bullets of lists, and white space around it. Numbers of ordered lists
    /// that the format knows are in front of it as `1.`; numbers that are text are left as they are. Empty for a table.
    pub text: String,
    /// The lines of the document that it stands on.
    pub lines: Lines,
    /// What was mended in it, in order. Changes of `text` only; tables have their repairs in their cells.
    pub repairs: Vec<TextRepair>,
}

/// What a format says of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Marked as a heading; 1 is the highest level.
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// Running text. In plain text also every heading: there they are told by their words and numbers.
    Paragraph,
    /// One item of a list, without the items of lists inside it, which follow as blocks of their own. Further paragraphs of
    /// the item follow as items with `continues`.
    ListItem {
        /// 0 for an outermost list.
        depth: u8,
        /// Whether it is a further paragraph of the item before.
        continues: bool,
    },
    /// A table.
    Table(Table),
}

/// A table: rows of cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The rows, the head among them.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its cells from left to right. A cell that spans several columns or rows stands in each of them.
    pub cells: Vec<Cell>,
    /// The lines of the document that it stands on.
    pub lines: Lines,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its paragraphs or list items, mended; usually one, none in an empty cell.
    pub items: Vec<String>,
    /// What was mended in it.
    pub repairs: Vec<TextRepair>,
}

/// Lines of a document, from 1, both ends counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lines {
    /// The first line.
    pub first: u32,
    /// The last line.
    pub last: u32,
}

impl Lines {
    /// One line.
    pub fn one(line: u32) -> Self {
        Self { first: line, last: line }
    }

    /// From the first of these to the last of those.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

impl Cell {
    /// Its text on one line.
    pub fn text(&self) -> String {
        self.items.join(" ")
    }
}
