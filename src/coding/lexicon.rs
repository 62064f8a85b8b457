//! Finding the labels of a codebook in texts, in time linear in their length.

use std::{collections::BTreeMap, ops::Range};

use aho_corasick::AhoCorasick;

use crate::{
    domain::text::LocalizedText,
    linguistics::{NormalizedText, StretchKind, english_stem, normalize_with_origins, spelled, stretches},
};

/// Separates words in what is searched: a label is found only as a sequence of whole words.
const BETWEEN_WORDS: char = ' ';

/// Stands where punctuation parts two words that are then no phrase. No word holds it.
const BETWEEN_PHRASES: char = '\u{1}';

/// Languages written without spaces between words: their labels are found anywhere in a text.
const WITHOUT_SPACES: [&str; 7] = ["zh", "ja", "th", "lo", "km", "my", "bo"];

/// The labels of every language, each made ready to be found at once.
#[derive(Debug)]
pub(super) struct Lexicon {
    // By primary language.
    languages: BTreeMap<String, Labels>,
}

#[derive(Debug)]
struct Labels {
    automaton: AhoCorasick,
    // One for each pattern of the automaton.
    labels: Vec<Label>,
}

#[derive(Debug)]
struct Label {
    // As the codebook writes it.
    text: String,
    // Concepts, in order, that have this label.
    concepts: Vec<usize>,
}

impl Lexicon {
    /// Takes labels with the number of the concept that each belongs to.
    pub(super) fn new<'a>(labels: impl Iterator<Item = (usize, &'a LocalizedText)>) -> Self {
        let mut by_language: BTreeMap<String, BTreeMap<String, Label>> = BTreeMap::new();
        for (concept, label) in labels {
            let primary = label.lang.primary();
            let pattern = pattern(&label.text, primary);
            if pattern.trim_matches(BETWEEN_WORDS).is_empty() {
                continue;
            }
            let concepts = &mut by_language
                .entry(primary.to_owned())
                .or_default()
                .entry(pattern)
                .or_insert_with(|| Label { text: label.text.clone(), concepts: Vec::new() })
                .concepts;
            if !concepts.contains(&concept) {
                concepts.push(concept);
            }
        }
        let languages = by_language.into_iter().filter_map(|(primary, labels)| {
            // Building fails only beyond two thousand million characters of labels.
            let automaton = AhoCorasick::new(labels.keys()).ok()?;
            Some((primary, Labels { automaton, labels: labels.into_values().collect() }))
        });
        Self { languages: languages.collect() }
    }

    /// The concepts found, in order, with the words found, as they stand in the texts, each once and in order.
    pub(super) fn find<'a>(&self, texts: impl Iterator<Item = &'a LocalizedText>) -> BTreeMap<usize, Vec<String>> {
        let mut found: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for text in texts {
            let primary = text.lang.primary();
            let Some(labels) = self.languages.get(primary) else { continue };
            let searched = Searched::new(&text.text, primary);
            for (concept, places) in labels.places(&searched) {
                let matched = found.entry(concept).or_default();
                for Place { range, label } in longest(places) {
                    let words = searched.original(range).unwrap_or(&label.text);
                    if !matched.iter().any(|known| known == words) {
                        matched.push(words.to_owned());
                    }
                }
            }
        }
        found
    }
}

/// Where a label was found.
struct Place<'a> {
    // Bytes of what was searched.
    range: Range<usize>,
    label: &'a Label,
}

impl Labels {
    /// Every place of every label, by concept: labels of different concepts may overlap.
    fn places(&self, searched: &Searched<'_>) -> BTreeMap<usize, Vec<Place<'_>>> {
        let mut places: BTreeMap<usize, Vec<Place<'_>>> = BTreeMap::new();
        for hit in self.automaton.find_overlapping_iter(searched.haystack()) {
            let Some(label) = self.labels.get(hit.pattern().as_usize()) else { continue };
            if !searched.stands_alone(hit.range()) {
                continue;
            }
            for &concept in &label.concepts {
                places.entry(concept).or_default().push(Place { range: hit.range(), label });
            }
        }
        places
    }
}

/// Of the labels of one concept the leftmost, of those that start together the longest; nothing inside another.
fn longest(mut places: Vec<Place<'_>>) -> Vec<Place<'_>> {
    places.sort_by_key(|place| (place.range.start, std::cmp::Reverse(place.range.end)));
    let mut end = 0;
    places.retain(|place| {
        let kept = place.range.start >= end;
        if kept {
            end = place.range.end;
        }
        kept
    });
    places
}

/// A label as it is searched for.
fn pattern(label: &str, primary_language: &str) -> String {
    match Searched::new(label, primary_language) {
        Searched::Characters(text) => text.text().to_owned(),
        Searched::Words { haystack, .. } => haystack,
    }
}

/// A text as it is searched.
enum Searched<'a> {
    /// Normalized, character by character.
    Characters(NormalizedText<'a>),
    /// Its words, with [`BETWEEN_WORDS`] before and behind each.
    Words {
        haystack: String,
        text: NormalizedText<'a>,
        // Where each word starts in the haystack, and where it stands in the normalized text.
        words: Vec<(usize, Range<usize>)>,
    },
}

impl<'a> Searched<'a> {
    fn new(text: &'a str, primary_language: &str) -> Self {
        let text = normalize_with_origins(text);
        if WITHOUT_SPACES.contains(&primary_language) {
            return Self::Characters(text);
        }
        let mut haystack = String::from(BETWEEN_WORDS);
        let mut words: Vec<(usize, Range<usize>)> = Vec::new();
        for stretch in stretches(text.text()) {
            let gap = words.last().and_then(|(_, word)| text.text().get(word.end..stretch.range.start));
            if gap.is_some_and(parts_phrases) {
                haystack.push(BETWEEN_PHRASES);
                haystack.push(BETWEEN_WORDS);
            }
            let spelling = match stretch.kind {
                StretchKind::Word if primary_language == "en" => english_stem(&spelled(stretch.text)),
                StretchKind::Word => spelled(stretch.text),
                StretchKind::Han => stretch.text.to_owned(),
            };
            words.push((haystack.len(), stretch.range));
            haystack.push_str(&spelling);
            haystack.push(BETWEEN_WORDS);
        }
        Self::Words { haystack, text, words }
    }

    fn haystack(&self) -> &str {
        match self {
            Self::Characters(text) => text.text(),
            Self::Words { haystack, .. } => haystack,
        }
    }

    /// Whether what was found is not a part of a longer word: `ai` is not in `email`, though Chinese needs no space
    /// around it.
    fn stands_alone(&self, range: Range<usize>) -> bool {
        // Words were searched with their ends.
        let Self::Characters(text) = self else { return true };
        let text = text.text();
        let before = text.get(..range.start).and_then(|text| text.chars().next_back());
        let after = text.get(range.end..).and_then(|text| text.chars().next());
        let found = text.get(range).unwrap_or_default();
        let joined = |a: Option<char>, b: Option<char>| a.is_some_and(is_spaced) && b.is_some_and(is_spaced);
        !joined(before, found.chars().next()) && !joined(found.chars().next_back(), after)
    }

    /// What was found as it stands in the original text; `None` where the way back is not known.
    fn original(&self, range: Range<usize>) -> Option<&'a str> {
        match self {
            Self::Characters(text) => text.original(range),
            Self::Words { text, words, .. } => {
                let first = words.partition_point(|(start, _)| *start < range.start);
                let end = words.partition_point(|(start, _)| *start < range.end);
                let found = words.get(first..end)?;
                text.original(found.first()?.1.start..found.last()?.1.end)
            }
        }
    }
}

/// Letters and digits of scripts whose words have spaces between them.
fn is_spaced(character: char) -> bool {
    character.is_ascii_alphanumeric() || ('\u{C0}'..'\u{0530}').contains(&character)
}

/// Whether words with this between them are not one phrase: anything but space, hyphens, slashes, quotation marks and
/// apostrophes. A dash joins only without spaces around it.
fn parts_phrases(gap: &str) -> bool {
    let joins = |character| {
        matches!(character, ' ' | '-' | '\u{2010}' | '\u{2011}' | '/' | '"' | '\'' | '\u{2018}'..='\u{201D}')
    };
    gap != "\u{2013}" && !gap.chars().all(joins)
}
