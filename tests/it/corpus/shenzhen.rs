//! Shenzhen Library, 14th Five-Year Plan: Traditional script with pinyin in brackets behind characters, aims in prose.

use insta::assert_snapshot;
use plan_registry::{
    domain::element::ElementKind,
    linguistics::{ChineseScript, normalize, script_of},
};

use super::{counts, document, first_lines, read_text, structure, texts};
use crate::support::{
    TestResult,
    drafts::{institution, letters, period_years, placed, text},
};

pub(super) const NAME: &str = "shenzhen-library-14fyp.zh-hant-damaged.txt";

/// Letters that only pinyin with tone marks has.
pub(super) const TONES: &str = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ";

#[test]
fn aims_tasks_and_measures_without_pinyin() -> TestResult {
    let Some(source) = document(NAME)? else { return Ok(()) };
    let draft = read_text(NAME, &source)?.draft;
    assert_eq!(period_years(&draft), Some((2021, 2025)));
    assert_eq!(draft.language.as_str(), "zh-Hant");
    assert!(text(&draft.title).starts_with(institution(&draft)), "{}", text(&draft.title));

    assert_eq!(first_lines(&draft, ElementKind::Goal), [5; 5]);
    assert_eq!(first_lines(&draft, ElementKind::KeyTask), [7, 8, 9, 10, 11]);
    assert_eq!(first_lines(&draft, ElementKind::SupportMeasure), [13, 14, 15, 16, 17]);
    let all = texts(&draft);
    let glossed: Vec<_> = all.iter().filter(|text| text.contains(|letter| TONES.contains(letter))).collect();
    assert!(glossed.is_empty(), "{glossed:?}");
    assert_eq!(script_of(&all.concat()), Some(ChineseScript::Traditional));
    let matched = letters(&normalize(&all.concat()));
    assert_ne!(script_of(&matched), Some(ChineseScript::Traditional));
    for found in placed(&draft.elements) {
        let (kind, title) = (found.element.kind, text(&found.element.title));
        let is_heading = matches!(kind, ElementKind::KeyTask | ElementKind::SupportMeasure);
        assert!(!is_heading || title.chars().count() <= 8 && !found.element.body.is_empty(), "{kind} {title}");
    }
    assert_eq!(counts(&draft).values().sum::<usize>(), 17, "and two passages of context");
    assert_snapshot!("shenzhen", structure(&draft));
    Ok(())
}
