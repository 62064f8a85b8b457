//! The formats that documents come in, and the one way from each to blocks.

use std::sync::LazyLock;

use regex::Regex;

use super::{html, lines::with_plain_line_ends, markdown, plain_text, text::DocumentText};

/// A format of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocumentFormat {
    /// Text without markup.
    PlainText,
    /// Markdown: CommonMark with tables.
    Markdown,
    /// HTML or XHTML.
    Html,
}

/// How much of a document is looked at to tell its format.
const SAMPLE_BYTES: usize = 1 << 16;

// The beginning of a web page, behind comments and the like.
static PAGE_START: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?is)^\s*(?:<\?xml[^>]*>\s*|<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta)\b").ok()
});

// Lines that begin with a tag of a block.
static BLOCK_TAG_LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?im)^[ \t]*</?(?:p|div|ul|ol|li|h[1-6]|table|tbody|thead|tr|td|th|section|article|main|nav|header|footer|dl|dt|dd|br|center|span|b|strong)\b[^<>]*>").ok()
});

static HEADING: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?m)^ {0,3}#{1,6}[ \t]+\S").ok());

static TABLE_RULE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)^ {0,3}\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*$").ok());

// Front matter, code fences, links and emphasis: none of them alone tells much.
static OTHER_SIGNS: LazyLock<[Option<Regex>; 4]> = LazyLock::new(|| {
    [
        r"\A---\n(?:.*\n){1,40}?---\n",
        r"(?m)^```",
        r"\[[^\]\n]+\]\([^)\s]+\)",
        r"(?:^|[^*])\*\*[^*\s][^*\n]*\*\*(?:[^*]|$)",
    ]
    .map(|pattern| Regex::new(pattern).ok())
});

impl DocumentFormat {
    /// The format of a document: by the extension of its name, else by what its text looks like.
    pub fn of(file_name: Option<&str>, text: &str) -> Self {
        let extension = file_name.and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension.to_lowercase());
        match extension.as_deref() {
            Some("txt" | "text") => Self::PlainText,
            Some("md" | "markdown" | "mdown" | "mkd") => Self::Markdown,
            Some("html" | "htm" | "xhtml" | "xht" | "shtml") => Self::Html,
            _ => Self::looks_like(text),
        }
    }

    fn looks_like(text: &str) -> Self {
        let mut end = text.len().min(SAMPLE_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let sample = with_plain_line_ends(text.get(..end).unwrap_or_default());
        let matches =
            |pattern: &Option<Regex>| pattern.as_ref().map_or(0, |pattern| pattern.find_iter(&sample).count());
        let n_lines = sample.lines().filter(|line| !line.trim().is_empty()).count();
        let n_tag_lines = matches(&BLOCK_TAG_LINE);
        if matches(&PAGE_START) > 0 || n_tag_lines >= 2 && n_tag_lines * 2 > n_lines {
            return Self::Html;
        }
        let begins_with_heading = sample.trim_start().starts_with('#') && matches(&HEADING) > 0;
        let n_signs = OTHER_SIGNS.iter().filter(|sign| matches(sign) > 0).count();
        let n_headings = matches(&HEADING);
        let is_markdown =
            begins_with_heading || n_headings >= 2 || matches(&TABLE_RULE) > 0 || n_headings + n_signs >= 2;
        if is_markdown { Self::Markdown } else { Self::PlainText }
    }
}

/// The blocks of a document. Never fails: whatever is no structure is text.
pub fn blocks(format: DocumentFormat, text: &str) -> DocumentText {
    let text = with_plain_line_ends(text);
    match format {
        DocumentFormat::PlainText => plain_text::blocks(&text),
        DocumentFormat::Markdown => markdown::blocks(&text),
        DocumentFormat::Html => html::blocks(&text),
    }
}

#[cfg(test)]
#[path = "tests_blocks.rs"]
mod tests;
