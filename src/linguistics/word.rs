//! Words: where they begin and end, in Chinese and in languages that put spaces between them.

use std::{ops::Range, sync::LazyLock};

use jieba_rs::Jieba;
use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{normalization::normalize, script::is_han};

/// Changes whenever [`search_tokens`] gives other tokens for some text, its dictionaries included: stored tokens of
/// another version have to be made anew.
pub const TOKENIZER_VERSION: i32 = 1;

/// Longer runs of letters are no words; databases refuse tokens of some thousand bytes.
const MAX_TOKEN_CHARACTERS: usize = 64;

static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// A run of text that is cut into words in its own way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch<'a> {
    pub(crate) kind: StretchKind,
    pub(crate) text: &'a str,
    /// Where it stands, in bytes.
    pub(crate) range: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StretchKind {
    /// Chinese characters, any number of words.
    Han,
    /// One word of letters and digits, with the apostrophes inside it.
    Word,
}

/// The stretches of a normalized text in order; punctuation and space stand between them.
pub(crate) fn stretches(text: &str) -> Vec<Stretch<'_>> {
    let mut found: Vec<(StretchKind, Range<usize>)> = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        let end = start + character.len_utf8();
        let open = found.last_mut().filter(|(_, range)| range.end == start);
        let in_word = open.as_ref().is_some_and(|(kind, _)| *kind == StretchKind::Word);
        let before_word = characters.peek().is_some_and(|&(_, next)| is_word_character(next));
        let kind = if is_han(character) {
            StretchKind::Han
        } else if is_word_character(character)
            || (in_word && is_combining_mark(character))
            || (in_word && is_apostrophe(character) && before_word)
        {
            StretchKind::Word
        } else {
            continue;
        };
        match open.filter(|(open_kind, _)| *open_kind == kind) {
            Some((_, range)) => range.end = end,
            None => found.push((kind, start..end)),
        }
    }
    let stretch =
        |(kind, range): (StretchKind, Range<usize>)| text.get(range.clone()).map(|text| Stretch { kind, text, range });
    found.into_iter().filter_map(stretch).collect()
}

fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() && !is_han(character)
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}' | '\u{02BC}')
}

/// A word without the genitive's ending and without apostrophes: `library's` is `library`, `o'neil` is `oneil`.
pub(crate) fn spelled(word: &str) -> String {
    let stem = word.strip_suffix('s').filter(|stem| stem.ends_with(is_apostrophe)).unwrap_or(word);
    stem.chars().filter(|&character| !is_apostrophe(character)).collect()
}

/// What English words with one meaning have in common: `library` and `libraries` are both `librari`.
///
/// Source: Porter's second English stemmer, snowballstem.org.
pub(crate) fn english_stem(word: &str) -> String {
    Stemmer::create(Algorithm::English).stem(word).into_owned()
}

/// The tokens of a text for full-text search, in its order and with repetitions: only letters and digits, so that no
/// database reads syntax into them or cuts them again. The same function serves stored texts and queries.
///
/// Chinese is cut into words and the shorter words inside them (jieba's search mode). Other words are stemmed as English
/// and lose their accents: the databases would treat accents differently. Common words stay ("who we are" is a title, and
/// a query of common words alone must not come to nothing).
pub fn search_tokens(text: &str) -> Vec<String> {
    let text = normalize(text);
    let mut tokens = Vec::new();
    for Stretch { kind, text, .. } in stretches(&text) {
        match kind {
            StretchKind::Han => {
                // A guess at words outside the dictionary (HMM) depends on the words around them, so that a query would
                // be cut in another way than the text that holds it.
                tokens.extend(JIEBA.cut_for_search(text, false).into_iter().map(|token| token.word.to_owned()));
            }
            StretchKind::Word => {
                let token: String =
                    english_stem(&unaccented(&spelled(text))).chars().take(MAX_TOKEN_CHARACTERS).collect();
                if !token.is_empty() {
                    tokens.push(token);
                }
            }
        }
    }
    tokens
}

/// A word without the marks above and below its letters, of the block that Latin, Greek and Cyrillic use.
fn unaccented(word: &str) -> String {
    word.nfd().filter(|character| !('\u{0300}'..='\u{036F}').contains(character)).nfc().collect()
}

/// English words that say nothing about what a statement is about.
const ENGLISH_STOP_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "being", "by", "can", "for", "from", "has", "have", "how", "in",
    "into", "is", "it", "its", "may", "more", "most", "must", "not", "of", "on", "or", "our", "shall", "should", "so",
    "such", "than", "that", "the", "their", "them", "these", "they", "this", "those", "through", "to", "up", "was",
    "we", "were", "what", "when", "where", "which", "while", "who", "will", "with", "would", "you", "your",
];

/// Chinese words that only join others; all that jieba cuts as words of their own.
const CHINESE_STOP_WORDS: &[&str] = &[
    "的", "地", "得", "了", "着", "和", "与", "及", "以及", "或", "等", "在", "于", "对", "对于", "为", "以", "把",
    "将", "向", "从", "由", "被", "是", "也", "都", "就", "而", "并", "其", "之", "所", "这", "那", "该", "各", "我们",
    "并且", "通过", "根据", "按照",
];

/// The words of a text as they are counted and compared, in its order and with repetitions, without those that only
/// join others.
///
/// Chinese characters are cut by jieba's dictionary, each word once (overlapping words would count double) and without
/// guessing words outside it: a guess depends on the words around it, so that the same phrase in two plans could come
/// apart in two ways. In English and Chinese texts the other words are English stems; in texts of any other language
/// they are lower-cased words.
pub fn words(text: &str, primary_language: &str) -> Vec<String> {
    let text = normalize(text);
    let stems = matches!(primary_language, "en" | "zh");
    let mut words = Vec::new();
    for Stretch { kind, text, .. } in stretches(&text) {
        match kind {
            StretchKind::Han => {
                let cut = JIEBA.cut(text, false).into_iter().map(|token| token.word);
                words.extend(cut.filter(|word| !CHINESE_STOP_WORDS.contains(word)).map(str::to_owned));
            }
            StretchKind::Word => {
                let word = spelled(text);
                if word.is_empty() || (stems && ENGLISH_STOP_WORDS.contains(&word.as_str())) {
                    continue;
                }
                words.push(if stems { english_stem(&word) } else { word });
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn search_tokens_are_words_and_the_words_inside_them() {
        for (text, tokens) in [
            ("智慧圖書館", "智慧 图书 书馆 图书馆"),
            ("智慧图书馆", "智慧 图书 书馆 图书馆"),
            ("Smart Libraries!", "smart librari"),
            ("the children's library, the library’s children", "the children librari the librari children"),
            ("C++ & 14 (3D打印)", "c 14 3d 打印"),
            ("résumés", "resum"),
            ("“十四五”规划", "十四 四五 十四五 规划"),
            ("О’Нил й", "онил и"),
            ("", ""),
            ("'' — … *:\"", ""),
        ] {
            assert_eq!(search_tokens(text).join(" "), tokens, "{text}");
        }
        assert_eq!(search_tokens(&"x".repeat(5000)), ["x".repeat(64)]);
    }

    #[test]
    fn words_leave_out_what_only_joins() {
        for (text, lang, expected) in [
            ("建设智慧图书馆和古籍的保护", "zh", "建设 智慧 图书馆 古籍 保护"),
            ("建設智慧圖書館與古籍的保護", "zh", "建设 智慧 图书馆 古籍 保护"),
            ("Open the libraries to the world's readers", "en", "open librari world reader"),
            ("AI services 服务", "zh", "ai servic 服务"),
            ("Die Bibliotheken öffnen", "de", "die bibliotheken öffnen"),
            ("the 14 of", "en", "14"),
        ] {
            assert_eq!(words(text, lang).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn stretches_know_their_place() {
        let text = "ab图书cd's，'x";
        let found: Vec<&str> = stretches(text).into_iter().map(|stretch| stretch.text).collect();
        assert_eq!(found, ["ab", "图书", "cd's", "x"]);
    }

    proptest! {
        #[test]
        fn tokens_are_letters_and_digits_only(text in "\\PC{0,60}") {
            for token in search_tokens(&text) {
                prop_assert!(!token.is_empty() && token.chars().count() <= MAX_TOKEN_CHARACTERS);
                prop_assert!(!token.contains(|character: char| character.is_whitespace() || character.is_ascii_punctuation()));
            }
            for lang in ["zh", "en", "fr"] {
                prop_assert!(words(&text, lang).iter().all(|word| !word.is_empty()));
            }
        }
    }
}
