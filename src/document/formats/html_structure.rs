//! What must be known of an HTML document before it is read: where elements end, which of them hold no content of the
//! document, and which tables are only there for the layout.

use std::collections::{HashMap, HashSet};

use html5ever::LocalName;

use super::html_tokens::{HtmlToken, HtmlTokenKind, OpenTag};

/// The structure of a list of tokens; places are indices into it.
pub(super) struct Structure {
    /// The end tag of each start tag that has one.
    ends: HashMap<usize, usize>,
    /// Where reading goes on behind an element without content.
    skipped_to: HashMap<usize, usize>,
    layout_tables: HashSet<usize>,
}

impl Structure {
    pub(super) fn of(tokens: &[HtmlToken]) -> Self {
        let ends = ends(tokens);
        Self { skipped_to: skipped(tokens, &ends), layout_tables: layout_tables(tokens), ends }
    }

    /// Where to go on, if the element that begins here is no content.
    pub(super) fn skipped_to(&self, start: usize) -> Option<usize> {
        self.skipped_to.get(&start).copied()
    }

    /// Whether the element that begins here has an end tag.
    pub(super) fn is_closed(&self, start: usize) -> bool {
        self.ends.contains_key(&start)
    }

    /// Whether the table that begins here only places its parts on the page: it holds tables or headings, or has one column.
    pub(super) fn is_layout_table(&self, start: usize) -> bool {
        self.layout_tables.contains(&start)
    }
}

/// The end tag of each start tag: the next free one of its name, the innermost first.
fn ends(tokens: &[HtmlToken]) -> HashMap<usize, usize> {
    let mut open: HashMap<&LocalName, Vec<usize>> = HashMap::new();
    let mut ends = HashMap::new();
    for (index, token) in tokens.iter().enumerate() {
        match &token.kind {
            HtmlTokenKind::Open(tag) if !tag.is_empty => open.entry(&tag.name).or_default().push(index),
            HtmlTokenKind::Close(name) => {
                if let Some(start) = open.get_mut(name).and_then(Vec::pop) {
                    ends.insert(start, index);
                }
            }
            _ => {}
        }
    }
    ends
}

/// Whether an element never holds content of the document.
fn is_foreign(name: &str) -> bool {
    matches!(
        name,
        "audio"
            | "button"
            | "canvas"
            | "datalist"
            | "iframe"
            | "noembed"
            | "noframes"
            | "noscript"
            | "object"
            | "rp"
            | "rt"
            | "script"
            | "select"
            | "style"
            | "svg"
            | "template"
            | "textarea"
            | "title"
            | "video"
    )
}

/// Whether an element stands around the content: unless most of the text is in it, as on pages that are one form.
fn is_surrounding(tag: &OpenTag, is_inside_article: bool) -> bool {
    tag.is_hidden
        || match &*tag.name {
            "nav" | "footer" | "form" | "aside" => true,
            "header" => !is_inside_article,
            _ => false,
        }
}

fn skipped(tokens: &[HtmlToken], ends: &HashMap<usize, usize>) -> HashMap<usize, usize> {
    let mut skipped_to = HashMap::new();
    // How much text there is up to each token, without that of foreign elements.
    let mut lengths = Vec::with_capacity(tokens.len() + 1);
    let (mut length, mut foreign_until, mut articles_until) = (0_usize, 0, 0);
    let mut surrounding = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        lengths.push(length);
        match &token.kind {
            HtmlTokenKind::Text(text) if index >= foreign_until => length += text.trim().len(),
            HtmlTokenKind::Open(tag) if index >= foreign_until => {
                let Some(end) = ends.get(&index) else { continue };
                if is_foreign(&tag.name) {
                    skipped_to.insert(index, end + 1);
                    foreign_until = end + 1;
                } else if is_surrounding(tag, index < articles_until) {
                    surrounding.push((index, end + 1));
                }
                if matches!(&*tag.name, "article" | "main") {
                    articles_until = articles_until.max(end + 1);
                }
            }
            _ => {}
        }
    }
    lengths.push(length);
    let length_at = |index: usize| lengths.get(index).copied().unwrap_or(length);
    for (start, end) in surrounding {
        if (length_at(end) - length_at(start)) * 2 <= length {
            skipped_to.insert(start, end);
        }
    }
    skipped_to
}

/// A table whose end is not yet reached.
struct OpenTable {
    start: usize,
    n_cells: usize,
    has_several_columns: bool,
    has_parts: bool,
}

fn layout_tables(tokens: &[HtmlToken]) -> HashSet<usize> {
    let mut layout = HashSet::new();
    let mut open: Vec<OpenTable> = Vec::new();
    let mut end = |table: OpenTable| {
        if table.has_parts || !table.has_several_columns {
            layout.insert(table.start);
        }
    };
    for (index, token) in tokens.iter().enumerate() {
        match &token.kind {
            HtmlTokenKind::Open(tag) => match (&*tag.name, open.last_mut()) {
                ("table", outer) => {
                    if let Some(outer) = outer {
                        outer.has_parts = true;
                    }
                    open.push(OpenTable { start: index, n_cells: 0, has_several_columns: false, has_parts: false });
                }
                ("tr", Some(table)) => table.n_cells = 0,
                ("td" | "th", Some(table)) => {
                    table.n_cells += 1;
                    table.has_several_columns |= table.n_cells > 1;
                }
                ("h1" | "h2" | "h3", Some(table)) => table.has_parts = true,
                _ => {}
            },
            HtmlTokenKind::Close(name) if &**name == "table" => {
                if let Some(table) = open.pop() {
                    end(table);
                }
            }
            _ => {}
        }
    }
    open.into_iter().for_each(end);
    layout
}
