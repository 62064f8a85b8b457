//! Reads HTML, however untidy: no tree is built, so that unclosed and wrongly nested tags cost nothing but their own effect.

use super::{
    building::{block, table},
    html_structure::Structure,
    html_table::TableBuilder,
    html_tokens::{HtmlTokenKind, OpenTag, tokens},
    lines::{break_parts, ends_sentence, indentation},
    marker::{bulleted, is_numbered},
    repair::join_lines,
    text::{Block, BlockKind, DocumentText, Lines},
};

/// A line end that is only one of the source: the lines around it are one line of text.
const SOFT_LINE_END: char = '\r';

/// A document's blocks. The line ends of `text` are `\n`.
pub(super) fn blocks(text: &str) -> DocumentText {
    blocks_from(text, 1)
}

/// The blocks of a text that begins on a line of a larger document.
pub(super) fn blocks_from(text: &str, first_line: u32) -> DocumentText {
    let tokens = tokens(text, first_line);
    let structure = Structure::of(&tokens);
    let mut reader = Reader { copies_left: text.len().saturating_add(1 << 16), ..Reader::default() };
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        match &token.kind {
            HtmlTokenKind::Text(part) => reader.push_text(part, token.line),
            HtmlTokenKind::LineEnd => reader.push_line_end(),
            HtmlTokenKind::Open(tag) => {
                if let Some(end) = structure.skipped_to(index) {
                    if &*tag.name == "title" && reader.document.title.is_none() {
                        let inside = tokens.get(index..end).unwrap_or_default();
                        let title: String = inside.iter().filter_map(|token| token.kind.text()).collect();
                        reader.document.title =
                            block(BlockKind::Paragraph, &title, Lines::one(token.line)).map(|block| block.text);
                    }
                    index = end;
                    continue;
                }
                if &*tag.name == "html" && reader.document.language.is_none() {
                    reader.document.language.clone_from(&tag.language);
                }
                reader.open(tag, token.line, structure.is_closed(index), structure.is_layout_table(index));
            }
            HtmlTokenKind::Close(name) => reader.close(name),
        }
        index += 1;
    }
    reader.end_table();
    reader.end_line_of_text();
    reader.document
}

/// A list that is open.
#[derive(Default)]
struct List {
    /// The number of the next item, where items are numbered.
    next_number: Option<u32>,
    /// How its numbers are written: `1`, `a`, `A`, `i` or `I`.
    style: char,
    /// Whether its end tag is there.
    is_closed: bool,
    /// Whether an item of it is open, and has its number and first text behind it.
    item: Option<ItemState>,
}

struct ItemState {
    number: Option<String>,
    has_text: bool,
}

/// A line of text between two line breaks.
#[derive(Default)]
struct Piece {
    text: String,
    lines: Option<Lines>,
}

#[derive(Default)]
struct Reader {
    document: DocumentText,
    pieces: Vec<Piece>,
    heading: Option<u8>,
    lists: Vec<List>,
    /// The table that is open, and how many lists were before it.
    table: Option<(TableBuilder, usize)>,
    n_preformatted: usize,
    /// How many more bytes of cells may be copied into the columns and rows that they span.
    copies_left: usize,
}

impl Reader {
    fn push_text(&mut self, text: &str, line: u32) {
        let is_blank = text.trim().is_empty();
        if let Some((table, _)) = &mut self.table
            && (table.has_open_cell() || !is_blank && table.has_begun())
        {
            table.push_text(&text.replace(['\r', '\n'], " "), (!is_blank).then_some(line));
            return;
        }
        if self.pieces.is_empty() {
            self.pieces.push(Piece::default());
        }
        let Some(piece) = self.pieces.last_mut() else { return };
        piece.text.extend(text.chars().map(|character| if matches!(character, '\r' | '\n') { ' ' } else { character }));
        if !is_blank {
            piece.lines = Some(piece.lines.map_or(Lines::one(line), |lines| lines.to(Lines::one(line))));
        }
    }

    fn push_line_end(&mut self) {
        if self.n_preformatted > 0 {
            self.push_break();
        } else if let Some((table, _)) = &mut self.table
            && table.has_open_cell()
        {
            table.push_text(&SOFT_LINE_END.to_string(), None);
        } else if let Some(piece) = self.pieces.last_mut() {
            piece.text.push(SOFT_LINE_END);
        }
    }

    fn push_break(&mut self) {
        match &mut self.table {
            Some((table, _)) if table.has_open_cell() => table.push_text("\n", None),
            _ => self.pieces.push(Piece::default()),
        }
    }

    fn open(&mut self, tag: &OpenTag, line: u32, is_closed: bool, is_layout: bool) {
        let name = &*tag.name;
        if name == "br" {
            return self.push_break();
        }
        if !is_block(name) {
            return;
        }
        if self.open_in_table(tag, line, is_layout) {
            return;
        }
        self.end_line_of_text();
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                // Lists that nothing closes end where a heading begins.
                let n_closed = self.lists.iter().position(|list| !list.is_closed).unwrap_or(self.lists.len());
                self.lists.truncate(n_closed);
                self.heading = name.get(1..).and_then(|level| level.parse().ok());
            }
            "ul" | "ol" => {
                let next_number = (name == "ol").then(|| tag.number.unwrap_or(1));
                self.lists.push(List { next_number, style: tag.list_type.unwrap_or('1'), is_closed, item: None });
            }
            "li" => self.open_item(tag),
            "pre" => self.n_preformatted += 1,
            _ => {}
        }
    }

    fn open_item(&mut self, tag: &OpenTag) {
        if self.lists.is_empty() {
            self.lists.push(List { is_closed: false, ..List::default() });
        }
        if let Some(list) = self.lists.last_mut() {
            let number = list.next_number.map(|next| tag.number.unwrap_or(next));
            list.next_number = number.map(|number| number.saturating_add(1));
            let written = number.map(|number| written_number(number, list.style));
            list.item = Some(ItemState { number: written, has_text: false });
        }
    }

    /// Whether the tag was one inside a table, where it only begins a row, a cell or a line of a cell.
    fn open_in_table(&mut self, tag: &OpenTag, line: u32, is_layout: bool) -> bool {
        let name = &*tag.name;
        if name == "table" && !is_layout && self.table.is_none() {
            self.end_line_of_text();
            self.table = Some((TableBuilder::default(), self.lists.len()));
            return true;
        }
        if matches!(name, "tr" | "td" | "th") && self.table.as_ref().is_some_and(|(table, _)| !table.has_begun()) {
            // A caption, or text that stands outside all cells.
            self.end_line_of_text();
        }
        let Some((table, _)) = &mut self.table else { return false };
        match name {
            "tr" => table.begin_row(line, &mut self.copies_left),
            "td" | "th" => table.begin_cell(tag.columns, tag.rows, line, &mut self.copies_left),
            _ if !table.has_open_cell() => return false,
            "ol" => self.lists.push(List {
                next_number: Some(tag.number.unwrap_or(1)),
                style: tag.list_type.unwrap_or('1'),
                ..List::default()
            }),
            "ul" => self.lists.push(List::default()),
            "li" => {
                table.push_text("\n", None);
                if let Some(list) = self.lists.last_mut()
                    && let Some(number) = list.next_number
                {
                    let number = tag.number.unwrap_or(number);
                    list.next_number = Some(number.saturating_add(1));
                    table.push_text(&format!("{} ", written_number(number, list.style)), None);
                }
            }
            _ => table.push_text("\n", None),
        }
        true
    }

    fn close(&mut self, name: &str) {
        if !is_block(name) {
            return;
        }
        if let Some((table, n_lists)) = &mut self.table {
            match name {
                "table" => return self.end_table(),
                "td" | "th" => {
                    table.end_cell(&mut self.copies_left);
                    let n_lists = *n_lists;
                    return self.lists.truncate(n_lists);
                }
                "tr" => return table.end_row(&mut self.copies_left),
                "ul" | "ol" if self.lists.len() > *n_lists => {
                    table.push_text("\n", None);
                    self.lists.pop();
                    return;
                }
                _ if table.has_open_cell() => return table.push_text("\n", None),
                _ => {}
            }
        }
        self.end_line_of_text();
        match name {
            "ul" | "ol" => drop(self.lists.pop()),
            "li" => {
                if let Some(list) = self.lists.last_mut() {
                    list.item = None;
                }
            }
            "pre" => self.n_preformatted = self.n_preformatted.saturating_sub(1),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = None,
            _ => {}
        }
    }

    fn end_table(&mut self) {
        if let Some((builder, n_lists)) = self.table.take() {
            self.lists.truncate(n_lists);
            self.document.blocks.extend(table(builder.rows(&mut self.copies_left)));
        }
    }

    /// Turns the text since the last block into blocks: one, unless line breaks part paragraphs of it.
    fn end_line_of_text(&mut self) {
        let mut paragraph: Option<(String, Lines)> = None;
        let mut n_breaks = 0;
        for piece in std::mem::take(&mut self.pieces) {
            n_breaks += 1;
            let Some(lines) = piece.lines else { continue };
            let text = without_soft_line_ends(&piece.text);
            paragraph = match paragraph.take() {
                Some((mut before, lines_before)) if n_breaks < 2 && self.goes_on(&before, &text) => {
                    join_lines(&mut before, &text);
                    Some((before, lines_before.to(lines)))
                }
                before => {
                    self.emit(before);
                    Some((text, lines))
                }
            };
            n_breaks = 0;
        }
        self.emit(paragraph);
    }

    /// Whether a line break is one inside a paragraph; pages also use it between paragraphs.
    fn goes_on(&self, before: &str, text: &str) -> bool {
        let begins_anew = ends_sentence(before)
            || is_numbered(text)
            || bulleted(text).is_some()
            || indentation(text) >= 2
            || break_parts(before, text);
        self.heading.is_some() || self.n_preformatted == 0 && !begins_anew
    }

    fn emit(&mut self, paragraph: Option<(String, Lines)>) {
        let Some((text, lines)) = paragraph else { return };
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let item = self.lists.last_mut().and_then(|list| list.item.as_mut());
        let block = match (self.heading, item) {
            (Some(level), _) => block(BlockKind::Heading { level }, &text, lines),
            (None, Some(item)) => {
                let text = bulleted(&text).map_or(&*text, |item| item.text);
                let text = match item.number.take() {
                    Some(number) => format!("{number} {text}"),
                    None => text.to_owned(),
                };
                let continues = std::mem::replace(&mut item.has_text, true);
                block(BlockKind::ListItem { depth, continues }, &text, lines)
            }
            (None, None) => match bulleted(&text) {
                Some(item) => block(BlockKind::ListItem { depth: 0, continues: false }, item.text, lines),
                None => block(BlockKind::Paragraph, &text, lines),
            },
        };
        self.document.blocks.extend::<Option<Block>>(block);
    }
}

/// The text with the line ends of the source resolved: none between Chinese characters.
pub(super) fn without_soft_line_ends(text: &str) -> String {
    let mut parts = text.split(SOFT_LINE_END);
    let mut joined = parts.next().unwrap_or_default().to_owned();
    for part in parts.filter(|part| !part.trim().is_empty()) {
        join_lines(&mut joined, part);
    }
    joined
}

/// A number of a list as the page shows it.
fn written_number(number: u32, style: char) -> String {
    let letter = |first: u8| {
        number
            .checked_sub(1)
            .and_then(|number| u8::try_from(number).ok())
            .filter(|number| *number < 26)
            .map(|number| char::from(first + number))
    };
    match style {
        'a' => letter(b'a').map(|letter| format!("{letter}.")),
        'A' => letter(b'A').map(|letter| format!("{letter}.")),
        'i' => roman(number).map(|roman| format!("{}.", roman.to_lowercase())),
        'I' => roman(number).map(|roman| format!("{roman}.")),
        _ => None,
    }
    .unwrap_or_else(|| format!("{number}."))
}

/// Roman numerals up to 39.
fn roman(number: u32) -> Option<String> {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let tens = usize::try_from(number / 10).ok().filter(|tens| (0..4).contains(tens) && number > 0)?;
    let ones = ONES.get(usize::try_from(number % 10).ok()?)?;
    Some("X".repeat(tens) + ones)
}

/// Elements that begin and end a line of text.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// The text of a fragment, with `\n` where its paragraphs, list items and lines end.
pub(super) fn fragment_text(fragment: &str) -> String {
    let mut text = String::with_capacity(fragment.len());
    for token in tokens(fragment, 1) {
        match token.kind {
            HtmlTokenKind::Text(part) => text.push_str(&part),
            HtmlTokenKind::LineEnd => text.push(' '),
            HtmlTokenKind::Open(tag) if is_block(&tag.name) || &*tag.name == "br" => text.push('\n'),
            HtmlTokenKind::Close(name) if is_block(&name) || &*name == "br" => text.push('\n'),
            HtmlTokenKind::Open(_) | HtmlTokenKind::Close(_) => {}
        }
    }
    text
}
