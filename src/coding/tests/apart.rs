//! Labels of two parts that may stand apart.

use proptest::prelude::*;

use super::*;

/// One theme with these labels, the first of them preferred.
fn codebook_of(labels: &[(&str, &str)]) -> Codebook {
    let all: Vec<LocalizedText> = labels.iter().map(|(tag, label)| text(tag, label)).collect();
    let labels = Texts::new(all.iter().cloned());
    let theme = Theme {
        id: theme_id("feedback"),
        slug: "feedback".to_owned(),
        scheme: THEME_SCHEME.to_owned(),
        position: 0,
        alt_labels: all.into_iter().filter(|label| labels.get(&label.lang) != Some(label)).collect(),
        labels,
        definition: Texts::default(),
        broader: None,
    };
    Codebook::new("test".to_owned(), vec![theme], Frequencies::default())
}

fn matched(codebook: &Codebook, tag: &str, given: &str) -> String {
    let hits = codebook.find(&[&texts(tag, given)]);
    hits.into_iter().flat_map(|hit| hit.matched).collect::<Vec<_>>().join(" | ")
}

#[test]
fn parts_belong_together_when_they_stand_near_in_one_sentence() {
    let codebook = codebook_of(&[
        ("en", "feedback"),
        ("en", "survey … readers"),
        ("en", "annual … survey"),
        ("zh-Hans", "反馈"),
        ("zh-Hans", "调查 … 读者"),
    ]);
    for (tag, given, expected) in [
        ("en", "Survey all our readers each year", "Survey all our readers"),
        // Either part may come first, and nothing has to stand between.
        ("en", "Readers of every branch are surveyed", "Readers of every branch are surveyed"),
        ("en", "reader survey", "reader survey"),
        ("en", "survey, above all, young readers", "survey, above all, young readers"),
        // One sentence, and not too far.
        ("en", "We survey. Readers answer.", ""),
        ("en", "survey; readers", ""),
        (
            "en",
            "Survey one two three four five six seven eight readers",
            "Survey one two three four five six seven eight readers",
        ),
        ("en", "Survey one two three four five six seven eight nine readers", ""),
        // The nearest part counts; what overlaps is told once, the leftmost first.
        ("en", "survey, survey readers", "survey readers"),
        ("en", "annual survey of readers", "annual survey"),
        ("en", "survey", ""),
        ("zh-Hans", "每年调查一次读者意见", "调查一次读者"),
        ("zh-Hant", "讀者滿意調查", "讀者滿意調查"),
        ("zh-Hans", "开展调查。读者满意", ""),
        ("zh-Hans", "调查一二三四五六七八九十一二三四读者", "调查一二三四五六七八九十一二三四读者"),
        ("zh-Hans", "调查一二三四五六七八九十一二三四五读者", ""),
    ] {
        assert_eq!(matched(&codebook, tag, given), expected, "{given}");
    }
}

#[test]
fn a_gap_without_two_parts_finds_nothing() {
    let codebook = codebook_of(&[("en", "… readers"), ("zh-Hans", "调查 …")]);
    assert_eq!(matched(&codebook, "en", "survey … readers"), "");
    assert_eq!(matched(&codebook, "zh-Hans", "调查…读者"), "");
}

proptest! {
    #[test]
    fn what_was_found_goes_from_part_to_part(given in "[ab ,.一二，。]{0,60}", tag in "zh|en") {
        let (first, second) = if tag == "zh" { ("一", "二") } else { ("a", "b") };
        let codebook = codebook_of(&[(&tag, &format!("{first} … {second}"))]);
        for hit in codebook.find(&[&texts(&tag, &given)]) {
            for words in &hit.matched {
                prop_assert!(given.contains(words.as_str()));
                prop_assert!(
                    (words.starts_with(first) && words.ends_with(second))
                        || (words.starts_with(second) && words.ends_with(first)),
                    "{}", words
                );
                prop_assert!(!words.contains(['.', '。']));
            }
        }
    }
}
