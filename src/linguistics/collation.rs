//! The order of names.

use std::sync::LazyLock;

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;

use super::script::simplified;

// The data are part of the program, so that there is always a collator; without one, names would sort by code points.
static COLLATOR: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| Collator::try_new(locale!("zh-u-co-pinyin").into(), CollatorOptions::default()).ok());

/// Bytes that put names in order when they are compared as bytes, in any database.
///
/// Digits come first, then Chinese names by pinyin, then names in Latin and other scripts in the root order of CLDR, in
/// which case and accents decide only between names that are otherwise the same. A name in Traditional characters stands
/// where the same name in Simplified characters does. A name that mixes scripts is compared character by character, so
/// that `3D打印` stands with the digits and `IFLA图书馆` with the Latin names. Where a character has several readings CLDR
/// knows one for each, apart from a few words: 重庆 stands at chóng, but 长春 at zhǎng.
///
/// Source: CLDR collation `zh-u-co-pinyin`. Stored keys have to be made anew when the collation data change.
pub fn collation_key(text: &str) -> Vec<u8> {
    let text = simplified(text);
    let mut key = Vec::new();
    match COLLATOR.as_ref() {
        Some(collator) => {
            let Ok(()) = collator.write_sort_key_to(&text, &mut key);
        }
        None => key.extend_from_slice(text.as_bytes()),
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_order_of_cldr() {
        let expected = [
            "2024",
            "重庆图书馆",
            "國家圖書館",
            "国家图书馆学会",
            "上海图书馆",
            "深圳图书馆",
            "首都图书馆",
            "长春市图书馆",
            "中山大学图书馆",
            "Ångström",
            "IFLA",
            "international",
            "Łódź",
            "shanghai library",
            "Shanghai Library",
            "Zürich",
        ];
        let mut sorted = expected;
        sorted.reverse();
        sorted.sort_by_key(|name| collation_key(name));
        assert_eq!(sorted, expected);
    }

    #[test]
    fn both_scripts_of_a_name_have_one_place() {
        assert_eq!(collation_key("重慶圖書館"), collation_key("重庆图书馆"));
        assert_ne!(collation_key("重庆图书馆"), collation_key("重庆市图书馆"));
    }
}
