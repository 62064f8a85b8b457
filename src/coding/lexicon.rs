//! Finding the labels of a codebook in texts, in time linear in their length.

use std::{collections::BTreeMap, ops::Range};

use aho_corasick::AhoCorasick;

use super::apart::{Apart, Farthest, PartUse, parts};
use crate::{
    domain::text::LocalizedText,
    linguistics::{NormalizedText, StretchKind, english_stem, normalize_with_origins, spelled, stretches},
};

/// Separates words in what is searched: a label is found only as a sequence of whole words.
const BETWEEN_WORDS: char = ' ';

/// Stands where punctuation parts two words that are then no phrase. No word holds it.
const BETWEEN_PHRASES: char = '\u{1}';

/// The same where a sentence ends.
const BETWEEN_SENTENCES: char = '\u{2}';

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
    // One for each pattern of the automaton: the labels that it is, or is a part of.
    uses: Vec<Uses>,
    labels: Vec<Label>,
}

/// What it means to find a pattern.
#[derive(Debug, Default)]
struct Uses {
    whole: Option<usize>,
    parts: Vec<PartUse>,
}

#[derive(Debug)]
struct Label {
    // As the codebook writes it.
    text: String,
    // Concepts, in order, that have this label.
    concepts: Vec<usize>,
}

/// The labels of one language while they are gathered.
#[derive(Default)]
struct Gathered {
    uses: BTreeMap<String, Uses>,
    labels: Vec<Label>,
    // Labels by their patterns; of two parts in their own order, because either may come first in a text.
    known: BTreeMap<(String, Option<String>), usize>,
}

impl Gathered {
    fn add(&mut self, concept: usize, label: &str, primary_language: &str) {
        let ready = |part: &str| Some(pattern(part, primary_language)).filter(|part| !is_blank(part));
        let key = match parts(label) {
            Some((first, second)) => match (ready(first), ready(second)) {
                (Some(first), Some(second)) if first <= second => (first, Some(second)),
                (Some(first), Some(second)) => (second, Some(first)),
                _ => return,
            },
            None => match ready(label) {
                Some(whole) => (whole, None),
                None => return,
            },
        };
        let place = match self.known.get(&key) {
            Some(&place) => place,
            None => {
                let place = self.labels.len();
                self.labels.push(Label { text: label.to_owned(), concepts: Vec::new() });
                match &key {
                    (whole, None) => self.uses.entry(whole.clone()).or_default().whole = Some(place),
                    (first, Some(second)) => {
                        for (part, is_second) in [(first, false), (second, true)] {
                            let uses = self.uses.entry(part.clone()).or_default();
                            uses.parts.push(PartUse { label: place, is_second });
                        }
                    }
                }
                self.known.insert(key, place);
                place
            }
        };
        if let Some(label) = self.labels.get_mut(place).filter(|label| !label.concepts.contains(&concept)) {
            label.concepts.push(concept);
        }
    }
}

fn is_blank(pattern: &str) -> bool {
    pattern.trim_matches(BETWEEN_WORDS).is_empty()
}

impl Lexicon {
    /// Takes labels with the number of the concept that each belongs to.
    pub(super) fn new<'a>(labels: impl Iterator<Item = (usize, &'a LocalizedText)>) -> Self {
        let mut by_language: BTreeMap<String, Gathered> = BTreeMap::new();
        for (concept, label) in labels {
            let primary = label.lang.primary();
            by_language.entry(primary.to_owned()).or_default().add(concept, &label.text, primary);
        }
        let languages = by_language.into_iter().filter_map(|(primary, Gathered { uses, labels, known: _ })| {
            // Building fails only beyond two thousand million characters of labels.
            let automaton = AhoCorasick::new(uses.keys()).ok()?;
            Some((primary, Labels { automaton, uses: uses.into_values().collect(), labels }))
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
        let mut found = |label: usize, range: Range<usize>| {
            let Some(label) = self.labels.get(label) else { return };
            for &concept in &label.concepts {
                places.entry(concept).or_default().push(Place { range: range.clone(), label });
            }
        };
        let mut apart = Apart::new(searched.haystack(), searched.farthest());
        // Hits come in the order of their ends.
        for hit in self.automaton.find_overlapping_iter(searched.haystack()) {
            let Some(uses) = self.uses.get(hit.pattern().as_usize()) else { continue };
            if !searched.stands_alone(hit.range()) {
                continue;
            }
            if let Some(label) = uses.whole {
                found(label, hit.range());
            }
            for &part in &uses.parts {
                if let Some(range) = apart.meet(part, hit.range()) {
                    found(part.label, range);
                }
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
            if let Some(gap) = gap.filter(|gap| parts_phrases(gap)) {
                haystack.push(if gap.contains(ends_sentence) { BETWEEN_SENTENCES } else { BETWEEN_PHRASES });
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

    /// How far apart the parts of a label may stand: where words have no spaces between them, a character is less.
    fn farthest(&self) -> Farthest {
        match self {
            Self::Characters(_) => Farthest { of: |_| true, n: 14 },
            // Eight words, which have seven spaces between them.
            Self::Words { .. } => Farthest { of: |character| character == BETWEEN_WORDS, n: 7 },
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

/// Whether a sentence ends with this character: the marks of Chinese and English, and what stands for them between words.
pub(super) fn ends_sentence(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | ';' | '。' | '！' | '？' | '；' | BETWEEN_SENTENCES)
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
