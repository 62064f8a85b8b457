//! The two scripts of Chinese, and the way from one to the other.

use std::{borrow::Cow, sync::LazyLock};

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
