//! The two scripts of Chinese, and the way from one to the other.

use std::{borrow::Cow, cmp::Ordering, collections::BTreeMap, sync::LazyLock};

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

use crate::domain::language::LanguageTag;

/// How Chinese is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChineseScript {
    /// `zh-Hans`.
    Simplified,
    /// `zh-Hant`.
    Traditional,
}

impl ChineseScript {
    /// The script of a language; `None` for languages other than Chinese.
    pub fn of(lang: &LanguageTag) -> Option<Self> {
        match (lang.is_chinese(), lang.is_traditional_chinese()) {
            (false, _) => None,
            (true, false) => Some(Self::Simplified),
            (true, true) => Some(Self::Traditional),
        }
    }
}

// The dictionaries are part of the program, so that loading them does not fail; if it ever did, a text in the other
// script is a better answer than none.
static TO_SIMPLIFIED: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());
static TO_TRADITIONAL: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::S2t).ok());

/// A text in the wanted Chinese script; what is not Chinese stays as it is.
///
/// Source: OpenCC's configurations `t2s` and `s2t`, which know no regional words. Where one simplified character stands
/// for several traditional ones, phrases decide, so that the way there and back may end elsewhere.
pub fn to_script(text: &str, target: ChineseScript) -> String {
    let converter = match target {
        ChineseScript::Simplified => &TO_SIMPLIFIED,
        ChineseScript::Traditional => &TO_TRADITIONAL,
    };
    converter.as_ref().map_or_else(|| text.to_owned(), |converter| converter.convert(text))
}

/// The script that most of the telling characters of a text belong to; `None` where none tells, as in 人民.
///
/// A character tells of Traditional when OpenCC has another for it in Simplified texts, and the other way round. A few
/// that both scripts use (后, 里) tell wrongly, so the majority decides.
pub fn script_of(text: &str) -> Option<ChineseScript> {
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    for character in text.chars().filter(|&character| is_han(character)) {
        *counts.entry(character).or_default() += 1;
    }
    // Each character on a line of its own, so that phrases do not decide.
    let lines: String = counts.keys().flat_map(|&character| [character, '\n']).collect();
    let n_changed = |target| -> usize {
        let converted = to_script(&lines, target);
        let pairs = counts.iter().zip(converted.lines());
        pairs.filter(|((character, _), line)| !line.chars().eq([**character])).map(|((_, n), _)| n).sum()
    };
    let (n_traditional, n_simplified) = (n_changed(ChineseScript::Simplified), n_changed(ChineseScript::Traditional));
    match n_traditional.cmp(&n_simplified) {
        Ordering::Greater => Some(ChineseScript::Traditional),
        Ordering::Less => Some(ChineseScript::Simplified),
        Ordering::Equal => None,
    }
}

/// [`to_script`] to Simplified without touching, or loading a dictionary for, a text that has no Chinese character.
pub(super) fn simplified(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_han) { Cow::Owned(to_script(text, ChineseScript::Simplified)) } else { Cow::Borrowed(text) }
}

/// Whether a character is a Chinese one: the blocks of Unicode's CJK unified and compatibility ideographs, and the marks
/// that stand for one (々, 〇).
pub(crate) fn is_han(character: char) -> bool {
    matches!(character,
        '\u{3005}' | '\u{3007}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_convert_by_phrases() {
        for (simplified, traditional) in [
            ("智慧图书馆", "智慧圖書館"),
            ("发展规划", "發展規劃"),
            ("皇后在后台", "皇后在後臺"),
            ("显著的干部", "顯著的幹部"),
            ("Smart library 14", "Smart library 14"),
        ] {
            assert_eq!(to_script(simplified, ChineseScript::Traditional), traditional);
            assert_eq!(to_script(traditional, ChineseScript::Simplified), simplified);
        }
    }

    #[test]
    fn telling_characters_tell_the_script() {
        for (text, script) in [
            ("建设智慧图书馆", Some(ChineseScript::Simplified)),
            ("建設智慧圖書館", Some(ChineseScript::Traditional)),
            ("圖書館發展規劃，引自“发展”", Some(ChineseScript::Traditional)),
            ("中山大学", Some(ChineseScript::Simplified)),
            ("人民", None),
            ("Library", None),
        ] {
            assert_eq!(script_of(text), script, "{text}");
        }
    }

    #[test]
    fn only_chinese_has_one_of_the_scripts() {
        for (tag, script) in [
            ("zh", Some(ChineseScript::Simplified)),
            ("zh-TW", Some(ChineseScript::Traditional)),
            ("en", None),
            ("ja", None),
        ] {
            assert_eq!(tag.parse().ok().and_then(|lang: LanguageTag| ChineseScript::of(&lang)), script, "{tag}");
        }
    }
}
