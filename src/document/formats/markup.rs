//! Tags and entities of HTML that stand in text which is no HTML: cells and lines copied out of web pages.

use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;

use super::html;
use crate::domain::source::{RepairKind, TextRepair};

// Tags by name, so that `<5 days` and `<name>` stay; entities that pages are full of.
static MARKUP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)</?(?:ul|ol|li|p|br|div|span|strong|b|em|i|u|font|a|sup|sub|small|table|tbody|thead|tr|td|th|h[1-6]|hr|dl|dt|dd|blockquote|section|article)(?:\s[^<>]*)?/?>",
        r"|&(?:nbsp|ensp|emsp|amp|lt|gt|quot|apos|ldquo|rdquo|lsquo|rsquo|middot|bull|hellip|mdash|ndash|#[0-9]{1,6}|#x[0-9a-f]{1,5});",
    ))
    .ok()
});

/// The text with its tags and entities resolved, its lines and list items on lines of their own, and a repair for each tag
/// and entity. Text without either is borrowed.
pub(super) fn resolve(text: &str) -> (Cow<'_, str>, Vec<TextRepair>) {
    if !text.contains(['<', '&']) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let repairs: Vec<TextRepair> = MARKUP
        .iter()
        .flat_map(|markup| markup.find_iter(text))
        .map(|found| {
            let before = found.as_str();
            let after = if before.starts_with('&') { html::fragment_text(before) } else { String::new() };
            // What is noted of a repair is read by people, like any text.
            let [before, after] = [before, &after].map(|text| text.replace(|sign: char| sign.is_ascii_control(), " "));
            TextRepair { kind: RepairKind::Markup, before, after }
        })
        .collect();
    if repairs.is_empty() {
        return (Cow::Borrowed(text), repairs);
    }
    let escaped = escape_other_signs(text);
    (Cow::Owned(html::fragment_text(&escaped)), repairs)
}

/// The text with every `<` that begins none of the known tags written as an entity: it means itself.
fn escape_other_signs(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut done = 0;
    for found in MARKUP.iter().flat_map(|markup| markup.find_iter(text)) {
        escaped.push_str(&text.get(done..found.start()).unwrap_or_default().replace('&', "&amp;").replace('<', "&lt;"));
        escaped.push_str(found.as_str());
        done = found.end();
    }
    escaped.push_str(&text.get(done..).unwrap_or_default().replace('&', "&amp;").replace('<', "&lt;"));
    escaped
}
