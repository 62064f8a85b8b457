//! A version of the codebook made ready for use.

use std::{
    cmp::Ordering,
    collections::{BTreeSet, HashMap},
};

use super::lexicon::Lexicon;
use crate::domain::{
    element::ElementTree,
    id::ThemeId,
    language::LanguageTag,
    publication::Frequencies,
    quality::CodingQuality,
    text::Texts,
    theme::{TERM_SCHEME, THEME_SCHEME, Theme},
};

/// A version of the codebook made ready for use: its concepts by id and slug, a finder of their labels, and how rare each
/// concept and word is.
#[derive(Debug)]
pub struct Codebook {
    version: String,
    themes: Vec<Theme>,
    by_id: HashMap<ThemeId, usize>,
    by_slug: HashMap<String, usize>,
    // Primary languages in which some theme has a label.
    languages: BTreeSet<String>,
    lexicon: Lexicon,
    frequencies: Frequencies,
    quality: Option<CodingQuality>,
}

/// A concept whose labels were found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelHit {
    /// The concept.
    pub theme: ThemeId,
    /// The words found, as they stand in the text, each once, in the order of the text.
    pub matched: Vec<String>,
}

impl Codebook {
    /// Puts the concepts in order (the themes, the finer terms, then other schemes; in a scheme by position) and prepares
    /// the search for their labels.
    pub fn new(version: String, mut themes: Vec<Theme>, frequencies: Frequencies) -> Self {
        themes.sort_by(codebook_order);
        let concepts = || themes.iter().enumerate().filter(|(_, theme)| is_found_in_text(theme));
        let labels = concepts()
            .flat_map(|(index, theme)| theme.labels.iter().chain(&theme.alt_labels).map(move |label| (index, label)));
        Self {
            lexicon: Lexicon::new(labels),
            languages: concepts()
                .filter(|(_, theme)| theme.scheme == THEME_SCHEME)
                .flat_map(|(_, theme)| theme.labels.iter().chain(&theme.alt_labels))
                .map(|label| label.lang.primary().to_owned())
                .collect(),
            by_id: themes.iter().enumerate().map(|(index, theme)| (theme.id, index)).collect(),
            by_slug: themes.iter().enumerate().map(|(index, theme)| (theme.slug.clone(), index)).collect(),
            version,
            themes,
            frequencies,
            quality: None,
        }
    }

    /// The same codebook with what was measured of it.
    #[must_use]
    pub fn with_quality(mut self, quality: Option<CodingQuality>) -> Self {
        self.quality = quality;
        self
    }

    /// Such as `2026.1`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Every concept of every scheme, in order.
    pub fn themes(&self) -> &[Theme] {
        &self.themes
    }

    /// The concept with this id.
    pub fn theme(&self, id: ThemeId) -> Option<&Theme> {
        self.place(id).and_then(|index| self.themes.get(index))
    }

    /// The concept with this slug.
    pub fn by_slug(&self, slug: &str) -> Option<&Theme> {
        self.by_slug.get(slug).and_then(|&index| self.themes.get(index))
    }

    /// The concepts of one scheme, in order.
    pub fn in_scheme<'a>(&'a self, scheme: &'a str) -> impl Iterator<Item = &'a Theme> {
        self.themes.iter().filter(move |theme| theme.scheme == scheme)
    }

    /// Whether themes have labels in the language, in any script or region of it: only there does not finding a theme
    /// mean anything.
    pub fn has_labels_in(&self, lang: &LanguageTag) -> bool {
        self.languages.contains(lang.primary())
    }

    /// The themes and terms whose labels stand in the texts, in codebook order. Each text is searched for labels of its
    /// own language; Chinese in either script for the labels of both.
    pub fn find(&self, texts: &[&Texts]) -> Vec<LabelHit> {
        self.lexicon
            .find(texts.iter().flat_map(|texts| texts.iter()))
            .into_iter()
            .filter_map(|(index, matched)| self.themes.get(index).map(|theme| LabelHit { theme: theme.id, matched }))
            .collect()
    }

    /// How much a concept says by being there: `ln((N + 1) / (n + 1)) + 1`, where `n` of the `N` counted elements have it.
    /// At least 1; largest for a concept that no element has.
    pub fn concept_idf(&self, theme: ThemeId) -> f64 {
        let count = self.theme(theme).and_then(|theme| self.frequencies.concepts.get(&theme.slug));
        inverse_document_frequency(self.frequencies.n_elements, count.copied().unwrap_or(0))
    }

    /// The same for a word as [`crate::linguistics::words`] gives it. In a language that was not counted every word weighs
    /// 1.
    pub fn word_idf(&self, primary_language: &str, word: &str) -> f64 {
        self.frequencies.words.get(primary_language).map_or(1.0, |language| {
            inverse_document_frequency(language.n_elements, language.counts.get(word).copied().unwrap_or(0))
        })
    }

    /// What the weights rest on.
    pub fn frequencies(&self) -> &Frequencies {
        &self.frequencies
    }

    /// How well its labels find themes; `None` when the version was not measured.
    pub fn quality(&self) -> Option<&CodingQuality> {
        self.quality.as_ref()
    }

    /// Place of a concept in [`Self::themes`].
    pub(crate) fn place(&self, id: ThemeId) -> Option<usize> {
        self.by_id.get(&id).copied()
    }
}

fn is_found_in_text(theme: &Theme) -> bool {
    theme.scheme == THEME_SCHEME || theme.scheme == TERM_SCHEME
}

fn codebook_order(a: &Theme, b: &Theme) -> Ordering {
    let key = |theme: &Theme| (theme.scheme != THEME_SCHEME, theme.scheme != TERM_SCHEME);
    key(a).cmp(&key(b)).then_with(|| (&a.scheme, a.position, &a.slug).cmp(&(&b.scheme, b.position, &b.slug)))
}

fn inverse_document_frequency(n_counted: u32, n_having: u32) -> f64 {
    ((f64::from(n_counted) + 1.0) / (f64::from(n_having) + 1.0)).ln() + 1.0
}

/// What the registry's own pass finds in one plan: the labels in title and body of every element of every layer, by the
/// element's place in the tree.
///
/// `None` when no text of the plan is in a language that the codebook has labels in: then nothing found means nothing, and
/// the plan is not coded.
pub fn lexicon_judgements(tree: &ElementTree, codebook: &Codebook) -> Option<Vec<(usize, LabelHit)>> {
    let mut texts = tree.elements().iter().flat_map(|element| element.title.iter().chain(element.body.iter()));
    texts.any(|text| codebook.has_labels_in(&text.lang)).then(|| {
        let found = tree.elements().iter().enumerate().flat_map(|(index, element)| {
            codebook.find(&[&element.title, &element.body]).into_iter().map(move |hit| (index, hit))
        });
        found.collect()
    })
}
