//! One spelling per character, for matching; the original stays what people read.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::script::simplified;

/// A text as it is matched: compatibility forms resolved (NFKC), Traditional Chinese turned into Simplified, lower case,
/// every run of white space one space, none at the ends, nothing invisible.
///
/// Two texts that differ only in these are the same statement.
pub fn normalize(text: &str) -> String {
    let compatible: String = text.nfkc().collect();
    let mut folded = String::with_capacity(compatible.len());
    fold(simplified(&compatible).chars().map(|character| (character, ())), |character, ()| folded.push(character));
    folded
}

/// A normalized text that remembers which part of the original each of its parts came from.
#[derive(Clone, Debug)]
pub struct NormalizedText<'a> {
    original: &'a str,
    text: String,
    // In order of `at`; empty where the way back is not known.
    origins: Vec<Origin>,
}

#[derive(Clone, Debug)]
struct Origin {
    // Where the character starts in the normalized text.
    at: usize,
    // The bytes of the original that it came from.
    from: Range<usize>,
}

impl<'a> NormalizedText<'a> {
    /// The text, as [`normalize`] gives it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The part of the original that a range of bytes of the normalized text came from. `None` where that is not known.
    pub fn original(&self, range: Range<usize>) -> Option<&'a str> {
        let first = self.origins.partition_point(|origin| origin.at < range.start);
        let end = self.origins.partition_point(|origin| origin.at < range.end);
        let parts = self.origins.get(first..end)?;
        self.original.get(parts.first()?.from.start..parts.last()?.from.end)
    }
}

/// [`normalize`], with the way back.
pub fn normalize_with_origins(original: &str) -> NormalizedText<'_> {
    let mut compatible = String::with_capacity(original.len());
    let mut sources = Vec::with_capacity(original.len() / 2);
    for range in clusters(original) {
        for character in original.get(range.clone()).unwrap_or_default().nfkc() {
            compatible.push(character);
            sources.push(range.clone());
        }
    }
    let converted = simplified(&compatible);
    // Normalizing piece by piece is not always normalizing the whole (Hangul, some Indic vowels), and a phrase could
    // change its length between the scripts: then the text is still right, and only the way back is not known.
    let known = compatible.chars().eq(original.nfkc()) && converted.chars().count() == sources.len();
    if !known {
        return NormalizedText { original, text: normalize(original), origins: Vec::new() };
    }
    let mut text = String::with_capacity(converted.len());
    let mut origins = Vec::with_capacity(sources.len());
    fold(converted.chars().zip(sources), |character, from| {
        origins.push(Origin { at: text.len(), from });
        text.push(character);
    });
    NormalizedText { original, text, origins }
}

/// The text in pieces of a character and the marks upon it.
fn clusters(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut starts = text
        .char_indices()
        .filter(|&(at, character)| at == 0 || !is_combining_mark(character))
        .map(|(at, _)| at)
        .peekable();
    std::iter::from_fn(move || {
        let start = starts.next()?;
        Some(start..starts.peek().copied().unwrap_or(text.len()))
    })
}

/// Lower case, white space to single spaces, without what nobody sees.
fn fold<Source: Clone>(characters: impl Iterator<Item = (char, Source)>, mut emit: impl FnMut(char, Source)) {
    let mut space: Option<Source> = None;
    let mut started = false;
    for (character, source) in characters {
        if is_invisible(character) {
            continue;
        }
        // Control characters stand between words at best, and some databases refuse them.
        if character.is_whitespace() || character.is_control() {
            space.get_or_insert(source);
            continue;
        }
        if let Some(space) = space.take().filter(|_| started) {
            emit(' ', space);
        }
        started = true;
        // Character by character, so that a word is spelled alike wherever it stands (the final sigma of Greek).
        for lower in character.to_lowercase() {
            emit(lower, source.clone());
        }
    }
}

/// Characters that only say where a line may break or how letters join.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_spelling_for_one_statement() {
        for (given, normalized) in [
            ("智慧圖書館", "智慧图书馆"),
            ("ＡＩ　技術", "ai 技术"),
            ("  Smart\n\tLibrary ", "smart library"),
            ("ﬁle １４", "file 14"),
            ("cafe\u{301}", "café"),
            ("lib\u{AD}rary\u{200B}\u{FEFF}", "library"),
            ("a\0b", "a b"),
            ("顯著", "显著"),
            ("", ""),
            (" \u{3000} ", ""),
        ] {
            assert_eq!(normalize(given), normalized, "{given}");
        }
    }

    #[test]
    fn the_way_back_gives_the_original_words() {
        for (original, wanted, found) in [
            ("建設智慧圖書館", "智慧图书馆", Some("智慧圖書館")),
            ("The  Open   Science policy", "open science", Some("Open   Science")),
            ("Ｏｐｅｎ", "open", Some("Ｏｐｅｎ")),
            ("a cafe\u{301} b", "café", Some("cafe\u{301}")),
            // Conjoining jamo compose across the pieces.
            ("\u{1100}\u{1161} open", "open", None),
        ] {
            let normalized = normalize_with_origins(original);
            let start = normalized.text().find(wanted);
            let back = start.and_then(|start| normalized.original(start..start + wanted.len()));
            assert_eq!(back, found, "{original}");
        }
    }

    proptest! {
        #[test]
        fn remembering_origins_changes_nothing(text in "\\PC{0,40}|[ \\n\u{301}aA智慧圖書館ﬁİΣ\u{AD}]{0,40}") {
            let normalized = normalize_with_origins(&text);
            prop_assert_eq!(normalized.text(), normalize(&text));
            // Any range may be asked for.
            let all = normalized.original(0..normalized.text().len());
            prop_assert!(all.is_none_or(|all| text.contains(all)));
            prop_assert_eq!(normalized.original(0..0), None);
        }

        #[test]
        fn normalizing_twice_changes_nothing(text in "[ -~ａ-ｚＡ-Ｚ一-龥，。“”、]{0,40}") {
            let once = normalize(&text);
            prop_assert_eq!(normalize(&once), once);
        }
    }
}
