//! Labels in texts, and how rare they are.

use proptest::prelude::*;

use super::*;
use crate::linguistics::{ChineseScript, to_script};

/// The finds as `slug: words | words; slug: …`.
fn found(codebook: &Codebook, given: &[&Texts]) -> String {
    let hits = codebook.find(given).into_iter().map(|hit| {
        let slug = codebook.theme(hit.theme).map_or("?", |theme| theme.slug.as_str());
        format!("{slug}: {}", hit.matched.join(" | "))
    });
    hits.collect::<Vec<_>>().join("; ")
}

#[test]
fn labels_are_found_in_texts_of_their_language() {
    let codebook = codebook();
    for (tag, given, expected) in [
        // Both scripts, whichever the label is in; the words are reported as they stand.
        ("zh-Hans", "建设智慧图书馆", "smart-library: 智慧图书馆; library: 图书馆"),
        ("zh-Hant", "建設智慧圖書館", "smart-library: 智慧圖書館; library: 圖書館"),
        ("zh-Hans", "数位资源", "digital: 数位资源"),
        // The longer label of one concept wins, leftmost first; another concept's label inside it still counts.
        ("zh-Hans", "全民阅读推广，阅读", "reading: 全民阅读 | 阅读"),
        ("zh-Hans", "阅读推广、阅读推广", "reading: 阅读推广"),
        // A label in Latin letters is a word of its own, though Chinese needs no space around it.
        ("zh-Hans", "利用ＡＩ技术，发email", "ai: ＡＩ"),
        ("zh-Hans", "RAIN 与 AIR、RAI", ""),
        // One label of two concepts.
        ("zh-Hans", "开放数据", "digital: 开放数据; open-science: 开放数据"),
        // Chinese texts are searched for Chinese labels only, and so on.
        ("zh-Hans", "open science", ""),
        ("en", "智慧图书馆", ""),
        // English: whole words, by stem, nothing left out between them, no phrase across punctuation.
        ("en", "Smart  Libraries for all", "smart-library: Smart  Libraries; library: Libraries"),
        ("en", "Open-Science policies; open the science", "open-science: Open-Science"),
        ("en", "We are open. Science is too.", ""),
        ("en", "Open–science, open – science", "open-science: Open–science"),
        ("en", "the Library’s digital resource", "digital: digital resource; library: Library’s"),
        ("en", "said, maid, AI.", "ai: AI"),
        ("en-GB", "“open” access", "open-science: open” access"),
        // Other languages: words as they are.
        ("fr", "Des Bibliothèques publiques", "library: Bibliothèques publiques"),
        ("fr", "bibliothèque publique", ""),
        // Schemes other than themes and terms are not for texts; languages without labels find nothing.
        ("zh-Hans", "资源", ""),
        ("de", "Fall", ""),
        ("zh-Hans", "", ""),
    ] {
        assert_eq!(found(&codebook, &[&texts(tag, given)]), expected, "{given}");
    }
}

#[test]
fn every_text_of_an_element_counts() {
    let title = Texts::new([text("zh-Hans", "智慧图书馆"), text("en", "A smart library")]);
    let body = texts("en", "Smart libraries read.");
    assert_eq!(
        found(&codebook(), &[&title, &body]),
        "smart-library: smart library | 智慧图书馆 | Smart libraries; library: library | 图书馆 | libraries"
    );
}

#[test]
fn the_order_of_the_codebook_does_not_hang_on_the_order_given() {
    let mut reversed = themes();
    reversed.reverse();
    let reversed = Codebook::new("test".to_owned(), reversed, Frequencies::default());
    let slugs: Vec<&str> = reversed.themes().iter().map(|theme| theme.slug.as_str()).collect();
    assert_eq!(slugs, ["smart-library", "digital", "reading", "open-science", "ai", "library", "case"]);
    assert_eq!(reversed.themes(), codebook().themes());
    assert_eq!(reversed.in_scheme(TERM_SCHEME).map(|theme| theme.id).collect::<Vec<_>>(), [theme_id("library")]);
    assert_eq!(reversed.by_slug("case").map(|theme| theme.id), Some(theme_id("case")));
    assert_eq!(reversed.theme(theme_id("nowhere")), None);
}

#[test]
fn a_language_has_labels_when_a_theme_has_one() {
    let codebook = codebook();
    // French has a term only: a French plan without themes would say nothing.
    for (tag, expected) in [("zh-Hant", true), ("zh-Hans", true), ("en-GB", true), ("fr", false), ("de", false)] {
        assert_eq!(codebook.has_labels_in(&lang(tag)), expected, "{tag}");
    }
}

#[test]
fn a_plan_in_no_language_of_the_codebook_is_not_coded() {
    let codebook = codebook();
    let german = tree(&[("a", ElementKind::Goal, texts("de", "Smart Library"))]);
    assert_eq!(lexicon_judgements(&german, &codebook), None);

    let silent = tree(&[("a", ElementKind::Goal, texts("en", "Nothing of the kind"))]);
    assert_eq!(lexicon_judgements(&silent, &codebook), Some(Vec::new()));

    let mixed = tree(&[
        ("a", ElementKind::Goal, texts("de", "Offen")),
        ("b", ElementKind::Context, texts("en", "Open access")),
    ]);
    let hit = LabelHit { theme: theme_id("open-science"), matched: vec!["Open access".to_owned()] };
    assert_eq!(lexicon_judgements(&mixed, &codebook), Some(vec![(1, hit)]));
}

#[test]
fn frequencies_count_elements() {
    let codebook = codebook();
    let none = Texts::default();
    let elements = [
        (Texts::new([text("zh-Hans", "智慧图书馆"), text("en", "Smart library")]), texts("en", "Libraries, libraries")),
        (texts("zh-Hant", "圖書館"), none.clone()),
        (texts("en", "Reading"), none),
    ];
    let counted = count_frequencies(elements.iter().map(|(title, body)| (title, body)), &codebook);

    assert_eq!(counted.n_elements, 3);
    let concepts: Vec<(&str, u32)> = counted.concepts.iter().map(|(slug, &n)| (slug.as_str(), n)).collect();
    assert_eq!(concepts, [("library", 2), ("smart-library", 1)]);
    let words = |language: &str| {
        let counted = counted.words.get(language);
        counted.map(|words| (words.n_elements, words.counts.iter().map(|(w, &n)| (w.as_str(), n)).collect::<Vec<_>>()))
    };
    assert_eq!(words("zh"), Some((2, vec![("图书馆", 2), ("智慧", 1)])));
    assert_eq!(words("en"), Some((2, vec![("librari", 1), ("read", 1), ("smart", 1)])));

    // idf = ln((N + 1) / (n + 1)) + 1
    let weighted = Codebook::new("test".to_owned(), themes(), counted);
    for (computed, expected) in [
        (weighted.concept_idf(theme_id("library")), (4.0_f64 / 3.0).ln() + 1.0),
        (weighted.concept_idf(theme_id("smart-library")), 2.0_f64.ln() + 1.0),
        (weighted.concept_idf(theme_id("ai")), 4.0_f64.ln() + 1.0),
        (weighted.word_idf("zh", "图书馆"), 1.0),
        (weighted.word_idf("en", "smart"), 1.5_f64.ln() + 1.0),
        (weighted.word_idf("en", "unheard"), 3.0_f64.ln() + 1.0),
        (weighted.word_idf("fr", "lire"), 1.0),
    ] {
        assert!((computed - expected).abs() < 1e-12, "{computed} is not {expected}");
    }
}

/// Texts made of labels, of words around them, and of anything.
fn chinese() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "智慧图书馆",
        "数字资源",
        "全民",
        "阅读",
        "推广",
        "开放",
        "科学",
        "人工智能",
        "AI",
        "建设",
        "皇后",
        "后台",
        "干部",
        "里程",
        "，",
        "。",
        " ",
        "14",
        "着力",
        "显著",
        "体系",
        "资源",
    ]);
    prop::collection::vec(words, 0..12).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn both_scripts_find_the_same(given in chinese()) {
        let codebook = codebook();
        let themes = |tag: &str, given: &str| -> Vec<ThemeId> {
            codebook.find(&[&texts(tag, given)]).into_iter().map(|hit| hit.theme).collect()
        };
        let traditional = to_script(&given, ChineseScript::Traditional);
        prop_assert_eq!(themes("zh-Hans", &given), themes("zh-Hant", &traditional));
    }

    #[test]
    fn what_was_found_stands_in_the_text(given in "[ a-cAILSaeiloprsy智慧图书馆阅读AI,.'’\u{301}\u{AD}-]{0,60}", tag in "zh|en|fr") {
        for hit in codebook().find(&[&texts(&tag, &given)]) {
            prop_assert!(!hit.matched.is_empty());
            prop_assert!(hit.matched.iter().all(|words| given.contains(words.as_str())), "{:?}", hit.matched);
        }
    }

    #[test]
    fn any_text_can_be_searched_and_any_label_used(given in "\\PC{0,60}", label in "\\PC{0,12}", tag in "zh|en|fr|ja") {
        let mut themes = themes();
        themes.truncate(1);
        for theme in &mut themes {
            theme.labels = texts(&tag, &label);
        }
        let codebook = Codebook::new("test".to_owned(), themes, Frequencies::default());
        codebook.find(&[&texts(&tag, &given)]);
        codebook.find(&[&texts(&tag, &format!("{given} {label} {given}"))]);
    }
}
