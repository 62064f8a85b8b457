//! Slugs made from names, Chinese ones by pinyin.

use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;

use crate::linguistics::{is_han, normalize};

/// Longer slugs are cut between words, so that a period and a variant find room behind it.
const MAX_LENGTH: usize = 80;

/// Words in Chinese names, and what they are called in a slug. Places are called as maps call them where that is not what
/// their characters are read as one by one, or where the reading by characters would be another.
const WORDS: &[(&str, &str)] = &[
    ("少年儿童图书馆", "childrens-library"),
    ("少儿图书馆", "childrens-library"),
    ("公共图书馆", "public-library"),
    ("中国图书馆学会", "library-society-of-china"),
    ("图书馆学会", "library-society"),
    ("图书馆协会", "library-association"),
    ("图书馆联盟", "library-consortium"),
    ("国际图书馆协会和机构联合会", "ifla"),
    ("国际图书馆协会联合会", "ifla"),
    ("国际图联", "ifla"),
    ("市立图书馆", "city-library"),
    ("县立图书馆", "county-library"),
    ("省立图书馆", "provincial-library"),
    ("文献情报中心", "library-and-information-centre"),
    ("图书馆", "library"),
    ("中国国家图书馆", "national-library-of-china"),
    ("国家图书馆", "national-library"),
    ("文献信息中心", "library-and-information-centre"),
    ("图书情报中心", "library-and-information-centre"),
    ("科学院", "academy-of-sciences"),
    ("师范大学", "normal-university"),
    ("理工大学", "university-of-technology"),
    ("科技大学", "university-of-science-and-technology"),
    ("农业大学", "agricultural-university"),
    ("医科大学", "medical-university"),
    ("财经大学", "university-of-finance-and-economics"),
    ("外国语大学", "foreign-studies-university"),
    ("职业技术学院", "vocational-college"),
    ("师范学院", "normal-college"),
    ("大学", "university"),
    ("学院", "college"),
    ("党校", "party-school"),
    ("人民政府", "government"),
    ("自治区", "autonomous-region"),
    ("自治州", "prefecture"),
    ("自治县", "county"),
    ("内蒙古", "inner-mongolia"),
    ("呼和浩特", "hohhot"),
    ("乌鲁木齐", "urumqi"),
    ("哈尔滨", "harbin"),
    ("西藏", "tibet"),
    ("拉萨", "lhasa"),
    ("香港", "hong-kong"),
    ("澳门", "macao"),
    ("台北", "taipei"),
    ("高雄", "kaohsiung"),
    ("长春", "changchun"),
    ("长沙", "changsha"),
    ("长治", "changzhi"),
    ("长江", "changjiang"),
    ("重庆", "chongqing"),
    ("厦门", "xiamen"),
    ("西安", "xian"),
    ("陕西", "shaanxi"),
    ("成都", "chengdu"),
    ("首都", "capital"),
    ("都匀", "duyun"),
    ("蚌埠", "bengbu"),
    ("丽水", "lishui"),
    ("台州", "taizhou"),
    ("朝阳", "chaoyang"),
    ("乐清", "yueqing"),
    ("乐山", "leshan"),
    ("大连", "dalian"),
    ("沈阳", "shenyang"),
    ("石嘴山", "shizuishan"),
];

/// Words for a kind of place, before the last word of a name. A city's is left out, as maps do.
const PLACES: &[(&str, &str)] = &[("省", "provincial"), ("县", "county"), ("区", "district"), ("市", "")];

/// Words that a slug does without.
const LEFT_OUT: &[&str] = &["the", "of", "and", "for", "a", "an", "at"];

/// A slug of a name; `None` where it has no letter that can stand in one.
pub(super) fn slug_of_name(name: &str) -> Option<String> {
    let name = normalize(name);
    let mut parts: Vec<String> = Vec::new();
    let mut rest = name.as_str();
    // Characters of a name that are read one by one, such as 深圳, make one word.
    let mut reading = String::new();
    while let Some(first) = rest.chars().next() {
        let known = WORDS.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
        let place =
            PLACES.iter().filter(|_| !reading.is_empty() || !parts.is_empty()).find(|(word, _)| rest.starts_with(word));
        let is_before_last_word = |word: &str| {
            rest.strip_prefix(word).is_some_and(|after| WORDS.iter().any(|(word, _)| after.starts_with(word)))
        };
        let word = known.or(place.filter(|(word, _)| is_before_last_word(word)));
        if let Some((word, called)) = word {
            parts.push(std::mem::take(&mut reading));
            parts.push((*called).to_owned());
            rest = rest.strip_prefix(word).unwrap_or_default();
            continue;
        }
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
        match first.to_pinyin() {
            Some(pinyin) => reading.push_str(&pinyin.plain().replace('ü', "v")),
            None if is_han(first) => {}
            None => {
                parts.push(std::mem::take(&mut reading));
                let end = rest.find(is_han).unwrap_or(rest.len());
                let others = format!("{first}{}", rest.get(..end).unwrap_or_default());
                parts.extend(words(&others));
                rest = rest.get(end..).unwrap_or_default();
            }
        }
    }
    parts.push(reading);
    joined(parts)
}

/// The words of a text in letters of slugs, without those that a slug does without.
fn words(text: &str) -> Vec<String> {
    let text: String = text.replace(['\'', '’'], "");
    let letters: String = text
        .nfd()
        .filter(|character| !('\u{0300}'..='\u{036F}').contains(character))
        .map(|character| if character.is_ascii_alphanumeric() { character.to_ascii_lowercase() } else { ' ' })
        .collect();
    letters.split_whitespace().filter(|word| !LEFT_OUT.contains(word)).map(str::to_owned).collect()
}

fn joined(parts: Vec<String>) -> Option<String> {
    let mut slug = String::new();
    for word in parts.iter().flat_map(|part| part.split('-')).filter(|word| !word.is_empty()) {
        let word = word.get(..MAX_LENGTH).unwrap_or(word);
        if slug.len() + 1 + word.len() > MAX_LENGTH {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    (!slug.is_empty()).then_some(slug)
}

/// The slug, or the first of `slug-2`, `slug-3`… that is free.
pub(super) fn free_slug(slug: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(slug) {
        return slug.to_owned();
    }
    // Some number is free: there are finitely many records.
    let mut number = 2_u64;
    loop {
        let candidate = format!("{slug}-{number}");
        if !is_taken(&candidate) {
            return candidate;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::id::check_slug;

    #[test]
    fn names_become_slugs() {
        for (name, slug) in [
            ("长春市图书馆", Some("changchun-library")),
            ("深圳圖書館", Some("shenzhen-library")),
            ("示例市图书馆", Some("shili-library")),
            ("臺北市立圖書館", Some("taipei-city-library")),
            ("示例县图书馆", Some("shili-county-library")),
            ("吉林省图书馆", Some("jilin-provincial-library")),
            ("示例大学图书馆", Some("shili-university-library")),
            ("华中师范大学图书馆", Some("huazhong-normal-university-library")),
            ("国家图书馆", Some("national-library")),
            ("中国国家图书馆", Some("national-library-of-china")),
            ("国际图联", Some("ifla")),
            ("重庆图书馆", Some("chongqing-library")),
            ("Example City Library", Some("example-city-library")),
            ("University of Example Library", Some("university-example-library")),
            ("Bibliothèque St. John's", Some("bibliotheque-st-johns")),
            ("3D图书馆 IFLA", Some("3d-library-ifla")),
            ("Библиотека", None),
            ("", None),
        ] {
            assert_eq!(slug_of_name(name).as_deref(), slug, "{name}");
        }
    }

    #[test]
    fn a_taken_slug_gets_a_number() {
        assert_eq!(free_slug("a", |slug| matches!(slug, "a" | "a-2")), "a-3");
        assert_eq!(free_slug("a", |_| false), "a");
    }

    proptest! {
        #[test]
        fn every_slug_keeps_the_rule(name in "(\\PC|[示例市图书馆大学绿]|[a-zA-Z '-])*") {
            if let Some(slug) = slug_of_name(&name) {
                prop_assert!(check_slug(&slug).is_ok(), "{}", slug);
            }
        }
    }
}
