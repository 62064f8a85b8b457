//! The language of a document, by its characters and commonest words.

use std::collections::HashSet;

use super::survey::Line;
use crate::{
    domain::language::LanguageTag,
    linguistics::{ChineseScript, is_han, script_of},
};

/// The commonest words of English prose. Headings alone may hold none of them, but they hold no foreign letters either.
const ENGLISH_WORDS: &[&str] =
    &["the", "of", "and", "to", "in", "a", "for", "with", "our", "we", "is", "will", "by", "on", "that", "as"];
/// The commonest words of other languages that are written with the same letters.
const OTHER_WORDS: &[&str] = &[
    "der", "die", "und", "das", "mit", "für", "le", "les", "des", "et", "la", "una", "el", "los", "las", "y", "que",
    "het", "een", "van", "och", "att", "di", "il", "della", "os", "em", "para", "pour", "dans", "não", "av", "af",
    "og",
];

/// A language, and whether the text shows it.
pub(super) struct Language {
    pub(super) tag: LanguageTag,
    /// False where the text is in none of the languages that are read here.
    pub(super) is_certain: bool,
}

/// Chinese in one of its scripts, or English. A text in any other language is what the document says, else it is called
/// English; either is doubted.
pub(super) fn language_of(lines: &[Line<'_>], declared: Option<&str>) -> Language {
    let (mut n_han, mut n_words, mut n_english, mut n_other, mut n_foreign_letters) = (0, 0, 0, 0, 0);
    let english: HashSet<&str> = ENGLISH_WORDS.iter().copied().collect();
    let other: HashSet<&str> = OTHER_WORDS.iter().copied().collect();
    let mut chinese = String::new();
    for line in lines {
        let n_han_before = n_han;
        for character in line.original.chars() {
            n_han += usize::from(is_han(character));
            n_foreign_letters += usize::from(character.is_alphabetic() && !character.is_ascii() && !is_han(character));
        }
        if n_han > n_han_before {
            chinese.push_str(line.original);
        }
        for word in line.text().split(|character: char| !character.is_alphabetic() || is_han(character)) {
            n_words += usize::from(!word.is_empty());
            n_english += usize::from(english.contains(word));
            n_other += usize::from(other.contains(word));
        }
    }
    // A Chinese character says about as much as two thirds of a word; kana and hangul count as foreign letters.
    if n_han * 2 > n_words * 3 && n_han > n_foreign_letters {
        let tag = match script_of(&chinese) {
            Some(ChineseScript::Traditional) => LanguageTag::traditional_chinese(),
            Some(ChineseScript::Simplified) | None => LanguageTag::simplified_chinese(),
        };
        return Language { tag, is_certain: true };
    }
    let is_certain = n_words > 0 && n_foreign_letters < n_words && n_english >= n_other;
    let declared = declared.and_then(|tag| tag.parse::<LanguageTag>().ok());
    let other = declared.filter(|tag| !is_certain && !tag.is_chinese() && tag.primary() != "en");
    Language { tag: other.unwrap_or_else(LanguageTag::english), is_certain }
}
