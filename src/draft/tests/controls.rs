//! Control characters keep a file out, wherever they stand.

use insta::assert_snapshot;

use super::{PLAN, plan_of, said_of};

#[test]
fn plans_with_control_characters_are_refused_with_place_and_mend() {
    let text = PLAN
        .replacen("title: 示例图书馆“十五五”发展规划", r#"title: "a\0b""#, 1)
        .replacen("quote: 建成智慧图书馆", r#"quote: "建成\u000c智慧\u000c图书馆""#, 1)
        .replacen("en: Become a smart library", r#"en: "smart\x7F library""#, 1)
        .replacen("text: 40个以上", r#"text: "\e[31m40""#, 1);
    assert_snapshot!(said_of("my-plan.yaml", &text), @"
my-plan.yaml:8: title: character 2 of this text is the control character U+0000: take it out, or write a space in its place
my-plan.yaml:20: elements[0].title.en: character 6 of this text is the control character U+007F: take it out, or write a space in its place
my-plan.yaml:21: elements[0].evidence.quote: character 3 of this text is the control character U+000C: take it out, or write a space in its place
my-plan.yaml:28: elements[0].planIndicators[0].observations[1].text: character 1 of this text is the control character U+001B: take it out, or write a space in its place
");
    let json = r#"{ "format": "plan/1", "slug": "x", "institution": "x", "period": "x", "level": "PUBLIC", "status": "ADOPTED", "language": "en",
        "title": "a\u0000b", "elements": [{ "key": "a", "kind": "GOAL", "title": "A" }] }"#;
    assert_snapshot!(said_of("x.json", json), @"x.json:2: title: character 2 of this text is the control character U+0000: take it out, or write a space in its place");
}

#[test]
fn catalogues_and_annotations_with_control_characters_are_refused() {
    let catalogue = r#"format: catalogue/1
codebook:
  version: "1"
  themes:
    - { slug: a, scheme: s, label: A, altLabels: { en: ["b\u001f"] } }
  frequencies: { nElements: 3, concepts: {}, words: { en: { nElements: 3, counts: { "a\0": 1 } } } }
"#;
    assert_snapshot!(said_of("catalogue.yaml", catalogue), @r"
catalogue.yaml:5: codebook.themes[0].altLabels.en[0]: character 2 of this text is the control character U+001F: take it out, or write a space in its place
catalogue.yaml:6: codebook.frequencies.words.en.counts.a\u{0}: character 2 of this name is the control character U+0000: take it out, or write a space in its place
");
    let annotations = r#"format: annotations/1
alignments:
  - { source: { plan: a, element: b }, target: { plan: a, element: c }, relation: CONTINUES, coder: "A.\0 Coder" }
"#;
    assert_snapshot!(said_of("annotations.yaml", annotations), @"annotations.yaml:3: alignments[0].coder: character 3 of this text is the control character U+0000: take it out, or write a space in its place");
}

#[test]
fn tabs_and_line_ends_are_text() -> Result<(), String> {
    let text = PLAN.replacen("title: 示例图书馆“十五五”发展规划", r#"title: "a\tb\r\nc""#, 1);
    let titles: Vec<_> = plan_of(&text)?.plan.title.iter().map(|title| title.text.clone()).collect();
    assert_eq!(titles, ["a\tb\r\nc"]);
    Ok(())
}
