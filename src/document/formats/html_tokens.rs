//! The tags and texts of an HTML document with their lines, from html5ever's tokenizer. What is no content (scripts, styles,
//! comments) is left out here; what is content of another kind (navigation, forms) is told by [`super::html_structure`].

use std::{borrow::Cow, cell::RefCell, collections::HashMap};

use html5ever::{
    LocalName,
    buffer_queue::BufferQueue,
    tendril::StrTendril,
    tokenizer::{
        CharacterTokens, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::{RawKind, Rawtext, Rcdata, ScriptData},
    },
};

/// A tag or a stretch of text.
#[derive(Clone, Debug)]
pub(super) struct HtmlToken {
    pub kind: HtmlTokenKind,
    /// The line it stands on, from 1.
    pub line: u32,
}

#[derive(Clone, Debug)]
pub(super) enum HtmlTokenKind {
    Open(OpenTag),
    Close(LocalName),
    /// Without line ends.
    Text(StrTendril),
    /// A line end inside text.
    LineEnd,
}

impl HtmlTokenKind {
    /// The text of a stretch of text; a space for a line end.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::LineEnd => Some(" "),
            Self::Open(_) | Self::Close(_) => None,
        }
    }
}

/// A start tag, with the attributes that matter to the text.
#[derive(Clone, Debug)]
pub(super) struct OpenTag {
    pub name: LocalName,
    /// `start` of a list or `value` of its item.
    pub number: Option<u32>,
    /// `lang` of the whole document.
    pub language: Option<String>,
    /// `type` of a list.
    pub list_type: Option<char>,
    pub columns: usize,
    pub rows: usize,
    /// Whether a reader never sees it.
    pub is_hidden: bool,
    /// What an image says for those who do not see it is no text of the document; a self-closing tag has no content.
    pub is_empty: bool,
}

/// Elements whose content is no markup. Unclosed, they would swallow the rest of the document.
const RAW_ELEMENTS: [(&str, RawKind); 8] = [
    ("title", Rcdata),
    ("textarea", Rcdata),
    ("style", Rawtext),
    ("xmp", Rawtext),
    ("iframe", Rawtext),
    ("noembed", Rawtext),
    ("noframes", Rawtext),
    ("script", ScriptData),
];

/// The longest tag that is read with its attributes.
const MAX_TAG_BYTES: usize = 4096;

/// The most rows or columns that one cell is taken to span.
const MAX_SPAN: usize = 100;

/// The tokens of a text whose line ends are `\n`, the first on line `first_line`.
pub(super) fn tokens(text: &str, first_line: u32) -> Vec<HtmlToken> {
    let text = without_overlong_tags(text);
    let sink = Sink { tokens: RefCell::default(), last_closing_lines: last_closing_lines(&text), first_line };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(&*text));
    // The sink never asks to stop, so that one call reads everything.
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.tokens.into_inner()
}

struct Sink {
    tokens: RefCell<Vec<HtmlToken>>,
    /// The last line on which each raw element is closed.
    last_closing_lines: HashMap<&'static str, u64>,
    first_line: u32,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let place = u32::try_from(line.saturating_sub(1)).unwrap_or(u32::MAX).saturating_add(self.first_line);
        match token {
            CharacterTokens(text) => self.push_text(&text, place),
            TagToken(tag) => {
                let raw = raw_kind(&tag)
                    .filter(|(name, _)| self.last_closing_lines.get(name).is_some_and(|last| *last >= line));
                let kind = if tag.kind == StartTag {
                    HtmlTokenKind::Open(open_tag(&tag))
                } else {
                    HtmlTokenKind::Close(tag.name)
                };
                self.tokens.borrow_mut().push(HtmlToken { kind, line: place });
                if let Some((_, raw)) = raw {
                    return TokenSinkResult::RawData(raw);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Sink {
    /// The tokenizer gives the line on which a text ends.
    fn push_text(&self, text: &StrTendril, last_line: u32) {
        let n_line_ends = u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX);
        let mut line = last_line.saturating_sub(n_line_ends).max(self.first_line);
        let mut tokens = self.tokens.borrow_mut();
        for (index, part) in text.split('\n').enumerate() {
            if index > 0 {
                tokens.push(HtmlToken { kind: HtmlTokenKind::LineEnd, line });
                line = line.saturating_add(1);
            }
            if !part.is_empty() {
                tokens.push(HtmlToken { kind: HtmlTokenKind::Text(StrTendril::from(part)), line });
            }
        }
    }
}

fn raw_kind(tag: &Tag) -> Option<(&'static str, RawKind)> {
    RAW_ELEMENTS.into_iter().find(|(name, _)| tag.kind == StartTag && **name == *tag.name)
}

fn open_tag(tag: &Tag) -> OpenTag {
    let attribute = |name: &str| {
        tag.attrs.iter().find(|attribute| *attribute.name.local == *name).map(|attribute| attribute.value.trim())
    };
    let number = |name: &str| attribute(name).and_then(|value| value.parse::<u32>().ok());
    let span = |name: &str| number(name).map_or(1, |span| usize::try_from(span).unwrap_or(1).clamp(1, MAX_SPAN));
    let style = attribute("style").map(|style| style.to_ascii_lowercase().replace(' ', "")).unwrap_or_default();
    OpenTag {
        name: tag.name.clone(),
        number: number("start").or_else(|| number("value")),
        language: attribute("lang").filter(|tag| !tag.is_empty()).map(str::to_owned),
        list_type: attribute("type").and_then(|value| value.chars().next()),
        columns: span("colspan"),
        rows: span("rowspan"),
        is_hidden: style.contains("display:none")
            || style.contains("visibility:hidden")
            || attribute("hidden").is_some(),
        is_empty: tag.self_closing,
    }
}

fn last_closing_lines(text: &str) -> HashMap<&'static str, u64> {
    let mut lines = HashMap::new();
    let (mut line, mut counted) = (1, 0);
    for (at, _) in text.match_indices("</") {
        let rest = text.as_bytes().get(at + 2..).unwrap_or_default();
        let closed = RAW_ELEMENTS
            .iter()
            .find(|(name, _)| rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes())));
        if let Some((name, _)) = closed {
            line += text.get(counted..at).map_or(0, |part| part.matches('\n').count() as u64);
            counted = at;
            lines.insert(*name, line);
        }
    }
    lines
}

/// The text with its overlong tags (images inside attributes) cut down to their names and line ends: the tokenizer compares
/// every attribute of a tag with every other. A tag that nothing closes becomes text.
fn without_overlong_tags(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        at = start + 1;
        let rest = text.get(at..).unwrap_or_default();
        if !rest.starts_with(|next: char| next.is_ascii_alphabetic() || next == '/') {
            continue;
        }
        let is_long =
            rest.len() > MAX_TAG_BYTES && !rest.as_bytes().iter().take(MAX_TAG_BYTES).any(|byte| *byte == b'>');
        if !is_long {
            continue;
        }
        let Some(length) = rest.find('>') else {
            // Nothing closes this tag or any behind it.
            mended.push_str(text.get(done..start).unwrap_or_default());
            mended.push_str(&text.get(start..).unwrap_or_default().replace('<', "&lt;"));
            return Cow::Owned(mended);
        };
        let (tag, name_length) = (
            rest.get(..length).unwrap_or_default(),
            rest.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '/').unwrap_or(length),
        );
        mended.push_str(text.get(done..at).unwrap_or_default());
        mended.push_str(tag.get(..name_length.min(MAX_TAG_BYTES)).unwrap_or_default());
        mended.extend(tag.chars().filter(|character| *character == '\n'));
        at += length;
        done = at;
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(mended)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_know_their_lines() {
        let found: Vec<String> =
            tokens("a\n<p>b\n\nc &amp; d</p>\n<title>x\ny</title>z\n<script>if (a<b) {}</script>\n<b\n>e<title>f", 1)
                .into_iter()
                .filter_map(|token| match token.kind {
                    HtmlTokenKind::Open(tag) => Some(format!("{} <{}>", token.line, tag.name)),
                    HtmlTokenKind::Close(name) => Some(format!("{} </{name}>", token.line)),
                    HtmlTokenKind::Text(text) => Some(format!("{} {text}", token.line)),
                    HtmlTokenKind::LineEnd => None,
                })
                .collect();
        let wanted = "1 a|2 <p>|2 b|4 c |4 &|4  |4 d|4 </p>|5 <title>|5 x|6 y|6 </title>|6 z|7 <script>|7 if (a|7 <|7 b|7 ) {}|7 </script>|9 <b>|9 e|9 <title>|9 f";
        assert_eq!(found.join("|"), wanted);
    }
}
