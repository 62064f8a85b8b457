//! Reads Markdown (CommonMark with tables, strikethrough and front matter).

use std::{borrow::Cow, sync::LazyLock};

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::{
    building::{block, table},
    cell::cell,
    html,
    lines::{break_parts, ends_sentence, indentation, width},
    marker::{bulleted, is_numbered},
    repair::join_lines,
    text::{BlockKind, Cell, DocumentText, Lines, Row},
};
use crate::linguistics::is_han;

// What Markdown's rules leave of emphasis beside Chinese punctuation: **重点：**内容.
static LEFT_EMPHASIS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(^|[^*])\*\*([^*\s](?:[^*]*[^*\s])?)\*\*").ok());

// What Pandoc writes of anchors, classes and styles: `[]{#_Toc12 .anchor}`, `[text]{.underline}`, `# Heading {#id}`.
static SPAN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\[([^\[\]]*)\]\{[#.][^{}]*\}").ok());
static ATTRIBUTES_AT_END: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\s*\{[#.][A-Za-z_][^{}]*\}\s*$").ok());
// The fences of its divisions: `::: {.section}`, `:::`.
static DIVISION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|\r)[ \t]*:{3,}[ \t]*(?:\{[^{}\r]*\}|[\w-]*)[ \t]*:*[ \t]*").ok());

// `lang: …` of the front matter.
static LANGUAGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?im)^lang(?:uage)?\s*[:=]\s*["']?([a-z0-9-]+)["']?\s*$"#).ok());

// `title: …` of the front matter.
static TITLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?im)^title\s*[:=]\s*["']?(.+?)["']?\s*$"#).ok());

/// A document's blocks. The line ends of `text` are `\n`.
pub(super) fn blocks(text: &str) -> DocumentText {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut reader = Reader::new(text);
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let first = reader.lines.line_at(range.start);
        reader.read(event, text.get(range.clone()).unwrap_or_default(), first);
    }
    reader.end_text();
    reader.document
}

/// Counts lines up to places that mostly come one behind the other.
struct LineCount<'a> {
    text: &'a str,
    counted_to: usize,
    line: u32,
}

impl LineCount<'_> {
    fn line_at(&mut self, place: usize) -> u32 {
        let (from, to) = (self.counted_to.min(place), self.counted_to.max(place));
        let between = self.text.get(from..to).map_or(0, |between| between.matches('\n').count());
        let between = u32::try_from(between).unwrap_or(u32::MAX);
        self.line = if place >= self.counted_to {
            self.line.saturating_add(between)
        } else {
            self.line.saturating_sub(between).max(1)
        };
        self.counted_to = place;
        self.line
    }
}

/// A list that is open.
struct List {
    is_ordered: bool,
    /// The number of its first item, and how many items came before.
    start: u64,
    n_items: u64,
    item: Option<Item>,
}

struct Item {
    number: Option<String>,
    line: u32,
    has_text: bool,
}

/// Text up to a line end.
#[derive(Default)]
struct Piece {
    text: String,
    lines: Option<Lines>,
    /// Whether Markdown lets it go on with the line before.
    is_soft: bool,
}

#[derive(Default)]
struct OpenTable {
    rows: Vec<Row>,
    cells: Vec<Cell>,
    cell: String,
    is_in_cell: bool,
}

struct Reader<'a> {
    document: DocumentText,
    lines: LineCount<'a>,
    /// The text since the last block, cut at its hard line ends.
    pieces: Vec<Piece>,
    heading: Option<u8>,
    lists: Vec<List>,
    table: Option<OpenTable>,
    /// HTML that is being collected, and its first line.
    html: Option<(String, u32)>,
    is_code: bool,
    /// The indentation of the lists in the code that is open, from the outermost.
    lists_in_code: Vec<usize>,
    front_matter: Option<String>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            document: DocumentText::default(),
            lines: LineCount { text, counted_to: 0, line: 1 },
            pieces: Vec::new(),
            heading: None,
            lists: Vec::new(),
            table: None,
            html: None,
            is_code: false,
            lists_in_code: Vec::new(),
            front_matter: None,
        }
    }

    fn read(&mut self, event: Event<'_>, source: &str, line: u32) {
        match event {
            Event::Start(tag) => self.start(tag, source, line),
            Event::End(tag) => self.end(tag, line),
            Event::Text(text) | Event::Code(text) => self.push_text(&text, line),
            Event::Html(html) => match &mut self.html {
                Some((collected, _)) => collected.push_str(&html),
                None => self.html = Some((html.to_string(), line)),
            },
            Event::InlineHtml(tag) => self.push_inline_html(&tag, line),
            Event::SoftBreak => self.push_break(false),
            Event::HardBreak => self.push_break(true),
            Event::Rule => self.end_text(),
            Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {
                self.push_text(source, line);
            }
        }
    }

    fn push_text(&mut self, text: &str, line: u32) {
        if let Some(front_matter) = &mut self.front_matter {
            front_matter.push_str(text);
        } else if let Some(table) = self.table.as_mut().filter(|table| table.is_in_cell) {
            table.cell.push_str(text);
        } else if self.is_code {
            for (line, code) in (line..).zip(text.split('\n')) {
                self.push_code(code, line);
            }
        } else {
            self.extend_text(text, line);
        }
    }

    /// A line of code. Copies of word processors' documents indent lists so far that Markdown calls them code.
    fn push_code(&mut self, code: &str, line: u32) {
        let item = bulleted(code);
        if item.is_none() && !is_numbered(code) {
            self.extend_text(code, line);
            return self.end_text();
        }
        self.emit_bare_number();
        let indent = indentation(code);
        while self.lists_in_code.last().is_some_and(|of_list| *of_list > indent) {
            self.lists_in_code.pop();
        }
        if self.lists_in_code.last().is_none_or(|of_list| *of_list < indent) {
            self.lists_in_code.push(indent);
        }
        let depth = self.lists.len() + self.lists_in_code.len() - 1;
        let depth = u8::try_from(depth).unwrap_or(u8::MAX);
        let text = item.map_or(code, |item| item.text);
        let kind = BlockKind::ListItem { depth, continues: false };
        self.document.blocks.extend(block(kind, &without_marks(text), Lines::one(line)));
    }

    fn extend_text(&mut self, text: &str, line: u32) {
        let Some(piece) = self.last_piece() else { return };
        piece.text.push_str(text);
        if !text.trim().is_empty() {
            piece.lines = Some(piece.lines.map_or(Lines::one(line), |lines| lines.to(Lines::one(line))));
        }
    }

    fn last_piece(&mut self) -> Option<&mut Piece> {
        let last = self.pieces.len().saturating_sub(1);
        if self.pieces.is_empty() {
            self.pieces.push(Piece::default());
        }
        self.pieces.get_mut(last)
    }

    fn push_inline_html(&mut self, tag: &str, line: u32) {
        let is_break = tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"));
        if let Some(table) = self.table.as_mut().filter(|table| table.is_in_cell) {
            table.cell.push_str(if is_break { "\n" } else { tag });
        } else if is_break {
            self.push_break(true);
        } else if !tag.starts_with('<') {
            self.push_text(tag, line);
        }
    }

    fn push_break(&mut self, is_hard: bool) {
        self.pieces.push(Piece { is_soft: !is_hard, ..Piece::default() });
    }

    fn start(&mut self, tag: Tag<'_>, source: &str, line: u32) {
        match tag {
            Tag::Heading { level, .. } => {
                self.end_text();
                self.heading = Some(heading_level(level));
            }
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => self.end_text(),
            Tag::CodeBlock(_) => {
                self.end_text();
                self.is_code = true;
                self.lists_in_code.clear();
            }
            Tag::List(start) => {
                self.end_text();
                self.emit_bare_number();
                self.lists.push(List {
                    is_ordered: start.is_some(),
                    start: start.unwrap_or(1),
                    n_items: 0,
                    item: None,
                });
            }
            Tag::Item => {
                self.end_text();
                if let Some(list) = self.lists.last_mut() {
                    list.begin_item(source, line);
                    // The text of the item may begin further down, its number does not.
                    let lines = list.is_ordered.then(|| Lines::one(line));
                    self.pieces = vec![Piece { text: String::new(), lines, is_soft: false }];
                }
            }
            Tag::Table(_) => {
                self.end_text();
                self.emit_bare_number();
                self.table = Some(OpenTable::default());
            }
            Tag::TableCell => {
                if let Some(table) = &mut self.table {
                    table.is_in_cell = true;
                }
            }
            Tag::HtmlBlock => {
                self.end_text();
                self.emit_bare_number();
                self.html = None;
            }
            Tag::MetadataBlock(_) => self.front_matter = Some(String::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, line: u32) {
        match tag {
            TagEnd::Heading(_) => {
                self.end_text();
                self.heading = None;
            }
            TagEnd::Paragraph | TagEnd::BlockQuote(_) => self.end_text(),
            TagEnd::CodeBlock => {
                self.end_text();
                self.is_code = false;
            }
            TagEnd::List(_) => {
                self.end_text();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.end_text();
                self.emit_bare_number();
                if let Some(list) = self.lists.last_mut() {
                    list.item = None;
                }
            }
            TagEnd::TableCell => {
                if let Some(table) = &mut self.table {
                    table.is_in_cell = false;
                    let text = without_marks(&std::mem::take(&mut table.cell));
                    table.cells.push(cell(&text));
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    let cells = std::mem::take(&mut table.cells);
                    table.rows.push(Row { cells, lines: Lines::one(line) });
                }
            }
            TagEnd::Table => {
                let rows = self.table.take().map(|table| table.rows).unwrap_or_default();
                self.document.blocks.extend(table(rows));
            }
            TagEnd::HtmlBlock => {
                if let Some((html, first_line)) = self.html.take() {
                    self.document.blocks.extend(html::blocks_from(&html, first_line).blocks);
                }
            }
            TagEnd::MetadataBlock(_) => self.read_front_matter(),
            _ => {}
        }
    }

    fn read_front_matter(&mut self) {
        let front_matter = self.front_matter.take().unwrap_or_default();
        let title = TITLE.as_ref().and_then(|title| title.captures(&front_matter)).and_then(|found| found.get(1));
        let title = title.and_then(|title| block(BlockKind::Paragraph, title.as_str(), Lines::one(1)));
        self.document.title = title.map(|title| title.text);
        let language = LANGUAGE.as_ref().and_then(|tag| tag.captures(&front_matter)).and_then(|found| found.get(1));
        self.document.language = language.map(|tag| tag.as_str().to_owned());
    }

    /// An item that begins with no text of its own still has its number.
    fn emit_bare_number(&mut self) {
        self.pieces.clear();
        let depth = self.depth();
        let Some(item) = self.lists.last_mut().and_then(|list| list.item.as_mut()) else { return };
        if let Some(number) = item.number.take() {
            item.has_text = true;
            let kind = BlockKind::ListItem { depth, continues: false };
            self.document.blocks.extend(block(kind, &number, Lines::one(item.line)));
        }
    }

    fn depth(&self) -> u8 {
        u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX)
    }

    fn end_text(&mut self) {
        if self.pieces.iter().all(|piece| piece.text.trim().is_empty()) {
            // The line of an item whose text is still to come is kept.
            return;
        }
        let mut paragraph: Option<(String, Lines)> = None;
        for Piece { text, lines, is_soft } in std::mem::take(&mut self.pieces) {
            let Some(lines) = lines else { continue };
            let text = without_marks(&html::without_soft_line_ends(&without_divisions(&text)));
            if text.trim().is_empty() {
                continue;
            }
            let is_parted = |before: &str, lines: Lines| {
                is_numbered(&text)
                    || break_parts(before, &text)
                    || if is_soft { is_numbered_heading(before, lines) } else { ends_sentence(before) }
            };
            paragraph = match paragraph.take() {
                Some((mut before, lines_before)) if self.heading.is_some() || !is_parted(&before, lines_before) => {
                    join_lines(&mut before, &text);
                    Some((before, lines_before.to(lines)))
                }
                before => {
                    self.emit(before);
                    Some((text, lines))
                }
            };
        }
        self.emit(paragraph);
    }

    fn emit(&mut self, paragraph: Option<(String, Lines)>) {
        let Some((text, lines)) = paragraph.filter(|(text, _)| !text.trim().is_empty()) else { return };
        let depth = self.depth();
        let item = self.lists.last_mut().and_then(|list| list.item.as_mut());
        let (kind, text) = match (self.heading, item) {
            (Some(level), item) => {
                let number = item.and_then(|item| item.number.take());
                (BlockKind::Heading { level }, number.map_or(text.clone(), |number| format!("{number} {text}")))
            }
            (None, Some(item)) => {
                let continues = std::mem::replace(&mut item.has_text, true);
                let text = match item.number.take() {
                    Some(number) => format!("{number} {text}"),
                    None => text,
                };
                (BlockKind::ListItem { depth, continues }, text)
            }
            (None, None) => (BlockKind::Paragraph, text),
        };
        self.document.blocks.extend(block(kind, &text, lines));
    }
}

impl List {
    /// Opens an item with its number: as written, or counted where all items are written with the number of the first.
    fn begin_item(&mut self, source: &str, line: u32) {
        let number = self.is_ordered.then(|| {
            let source = source.trim_start();
            let digits: String = source.chars().take_while(char::is_ascii_digit).collect();
            let sign = if source.get(digits.len()..).is_some_and(|rest| rest.starts_with(')')) { ')' } else { '.' };
            match digits.parse::<u64>() {
                Ok(written) if written != self.start => format!("{written}{sign}"),
                _ => format!("{}{sign}", self.start.saturating_add(self.n_items)),
            }
        });
        self.n_items += 1;
        self.item = Some(Item { number, line, has_text: false });
    }
}

/// The text without the marks that Markdown's rules leave in it.
fn without_marks(text: &str) -> String {
    let mut text = Cow::Borrowed(text);
    let mut replace = |sign: &str, pattern: &Option<Regex>, by: &str| {
        if text.contains(sign)
            && let Some(pattern) = pattern
            && pattern.is_match(&text)
        {
            text = Cow::Owned(pattern.replace_all(&text, by).into_owned());
        }
    };
    replace("]{", &SPAN, "$1");
    replace("{", &ATTRIBUTES_AT_END, "");
    replace("**", &LEFT_EMPHASIS, "$1$2");
    text.into_owned()
}

/// The text without the fences of divisions; its soft line ends are `\r`.
fn without_divisions(text: &str) -> Cow<'_, str> {
    match DIVISION.as_ref().filter(|_| text.contains(":::")) {
        Some(division) => division.replace_all(text, ""),
        None => Cow::Borrowed(text),
    }
}

/// Whether a text is one short line with a number and no punctuation behind it. Who types Chinese seldom breaks lines inside a
/// paragraph: what follows in the next line is another one, though Markdown would join them.
fn is_numbered_heading(text: &str, lines: Lines) -> bool {
    const MOST_WIDTH: usize = 60;
    lines.first == lines.last && text.ends_with(is_han) && width(text) < MOST_WIDTH && is_numbered(text)
}

fn heading_level(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
