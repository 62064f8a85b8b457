//! A small codebook and small plans for the tests beside.

mod apart;
mod finding;
mod settling;

use super::*;
use crate::domain::{
    element::{Element, ElementKind, ElementTree},
    id::{ElementId, ThemeId, id_from_name},
    language::LanguageTag,
    publication::Frequencies,
    text::{LocalizedText, TextOrigin, Texts},
    theme::{TERM_SCHEME, THEME_SCHEME, Theme},
};

/// Scheme, slug, labels by language; the first label of a language is the preferred one.
type Concept = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const CONCEPTS: &[Concept] = &[
    (THEME_SCHEME, "smart-library", &[("zh-Hans", "智慧图书馆"), ("zh-Hans", "图书馆智慧化"), ("en", "smart library")]),
    (
        THEME_SCHEME,
        "digital",
        &[("zh-Hans", "数字资源"), ("zh-Hant", "數位資源"), ("zh-Hans", "开放数据"), ("en", "digital resources")],
    ),
    (
        THEME_SCHEME,
        "reading",
        &[("zh-Hans", "阅读"), ("zh-Hans", "阅读推广"), ("zh-Hans", "全民阅读"), ("en", "reading promotion")],
    ),
    (
        THEME_SCHEME,
        "open-science",
        &[("zh-Hans", "开放科学"), ("zh-Hans", "开放数据"), ("en", "open science"), ("en", "open access")],
    ),
    (THEME_SCHEME, "ai", &[("zh-Hans", "人工智能"), ("zh-Hans", "AI"), ("en", "AI")]),
    (TERM_SCHEME, "library", &[("zh-Hans", "图书馆"), ("en", "library"), ("fr", "bibliothèques publiques")]),
    ("case-focuses", "case", &[("zh-Hans", "资源"), ("de", "Fall")]),
];

fn lang(tag: &str) -> LanguageTag {
    tag.parse().unwrap_or_else(|_| LanguageTag::english())
}

fn text(tag: &str, text: &str) -> LocalizedText {
    LocalizedText { lang: lang(tag), text: text.to_owned(), origin: TextOrigin::Source }
}

fn texts(tag: &str, words: &str) -> Texts {
    Texts::new([text(tag, words)])
}

fn theme_id(slug: &str) -> ThemeId {
    id_from_name("theme", slug)
}

fn themes() -> Vec<Theme> {
    let theme = |(position, &(scheme, slug, labels)): (usize, &Concept)| {
        let all: Vec<LocalizedText> = labels.iter().map(|(tag, label)| text(tag, label)).collect();
        let labels = Texts::new(all.iter().cloned());
        Theme {
            id: theme_id(slug),
            slug: slug.to_owned(),
            scheme: scheme.to_owned(),
            position: position as u32,
            alt_labels: all.into_iter().filter(|label| labels.get(&label.lang) != Some(label)).collect(),
            labels,
            definition: Texts::default(),
            broader: None,
        }
    };
    CONCEPTS.iter().enumerate().map(theme).collect()
}

fn codebook() -> Codebook {
    Codebook::new("test".to_owned(), themes(), Frequencies::default())
}

fn element_id(key: &str) -> ElementId {
    id_from_name("element", key)
}

/// A plan without nesting.
fn tree(elements: &[(&str, ElementKind, Texts)]) -> ElementTree {
    let elements = elements.iter().zip(0..).map(|((key, kind, title), position)| Element {
        id: element_id(key),
        key: (*key).to_owned(),
        kind: *kind,
        number: None,
        source_term: None,
        title: title.clone(),
        body: Texts::default(),
        parent: None,
        depth: 0,
        position,
        evidence: None,
    });
    ElementTree::new(elements.collect()).unwrap_or_default()
}
