//! Study files: what is accepted, and what people are told.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{
    super::{RegistryFile, StudyFileContent, accept_study, read},
    said_of,
};
use crate::domain::{study::ReferencedKind, text::TextOrigin};

const STUDY: &str = "\
format: study/1
slug: two-periods
title: { en: Two periods, zh-Hans: 两个时期 }
cohort: { periods: [cn-fyp-14, cn-fyp-15], statuses: ADOPTED }
questions:
  - key: coverage
    comparison: theme-coverage
    arguments: { groupBy: PERIOD }
  - key: trend
    comparison: theme-trend
    cohort: { levels: [PUBLIC] }
    arguments: { periods: [cn-fyp-14, cn-fyp-15], themes: smart-library }
";

fn accepted(text: &str) -> Result<StudyFileContent, String> {
    let file = read("study.yaml", text.as_bytes()).map_err(|error| error.to_string())?;
    match file.content {
        RegistryFile::Study(draft) => accept_study(*draft, &file.places).map_err(|error| error.to_string()),
        other => Err(format!("not a study: {other:?}")),
    }
}

/// What is said of the study with a part of it replaced.
fn with(part: &str, replacement: &str) -> String {
    assert!(STUDY.contains(part), "{part}");
    said_of("study.yaml", &STUDY.replacen(part, replacement, 1))
}

#[test]
fn a_study_becomes_a_record() -> Result<(), String> {
    let StudyFileContent { study, references, findings } = accepted(STUDY)?;
    assert_eq!(findings, []);
    assert!(study.title.iter().all(|text| text.origin == TextOrigin::Editorial));
    assert_eq!(
        Value::Object(study.cohort),
        json!({ "periods": [{ "slug": "cn-fyp-14" }, { "slug": "cn-fyp-15" }], "statuses": ["ADOPTED"] })
    );
    let [coverage, trend] = study.questions.as_slice() else { return Err("two questions".to_owned()) };
    assert_eq!((coverage.arguments.get("groupBy"), &coverage.cohort), (Some(&json!(["PERIOD"])), &None));
    assert_eq!(trend.cohort.clone().map(Value::Object), Some(json!({ "levels": ["PUBLIC"] })));
    let last = references.last().map(|reference| (reference.kind, reference.slug.as_str(), reference.field.as_str()));
    // One thing stands for a list of it, and is told where the file has it.
    assert_eq!(last, Some((ReferencedKind::Theme, "smart-library", "questions[1].arguments.themes")));
    assert_eq!(references.len(), 5);
    Ok(())
}

#[test]
fn what_is_wrong_with_the_head_is_told() {
    assert_snapshot!(with("slug: two-periods", "slug: Two periods\nregistryRevision: 0\nregistryRevisionPublishedAt: yesterday"), @r#"study.yaml:4:1: registryRevisionPublishedAt: expected a day and time with its zone, such as 2026-03-01T08:00:00Z, found the text "yesterday""#);
    assert_snapshot!(with("slug: two-periods", "slug: Two periods\nregistryRevision: 0"), @"
study.yaml:2: slug: `Two periods` is not a slug: use 1 to 120 lower-case letters a-z, digits and single hyphens between them, as in `example-city-library-15fyp`
study.yaml:3: registryRevision: registry revisions count from 1: write the `revision` of an answer in place of 0, or leave the field out
");
    assert_snapshot!(with("slug: two-periods", "slug: two-periods\nregistryRevisionPublishedAt: 2026-01-02T03:04:05Z"), @"study.yaml:3: registryRevisionPublishedAt: this tells when `registryRevision` was published, which is not there: add it, or take this out");
    assert_snapshot!(with("format: study/1", "format: study/1\nasOf: 3"), @"study.yaml:2:1: asOf: there is no field `asOf` here; the fields are format, slug, title, description, note, registryRevision, registryRevisionPublishedAt, codebookVersion, cohort, questions");
    assert_snapshot!(said_of("study.yaml", "format: study/1\nslug: s\ntitle: T\nquestions: []\n"), @"study.yaml:4: questions: the study asks nothing: write at least one question");
}

#[test]
fn everything_that_is_wrong_with_questions_is_told_with_its_line() {
    let text = "\
format: study/1
slug: two-periods
title: { en: '' }
cohort:
  periods: [cn-fyp-14, Cn-15]
  statuses: [ADOPTD]
  perods: []
  regions: [cn-eats]
  plans: [{ id: cGxhbg }]
questions:
  - key: Coverage
    comparison: theme-covrage
  - key: trend
    comparison: theme-trend
    cohort: { periods: [cn-fyp-14] }
    arguments: { periods: [cn-fyp-14], asOf: '3', cohort: {}, minCount: 2 }
  - key: trend
    comparison: compare-periods
    cohort: {}
    arguments: { from: cn-fyp-14, to: 15, minScore: high, layer: GOALS }
  - key: weather
    comparison: weather
";
    assert_snapshot!(said_of("study.yaml", text), @r#"
study.yaml:3: title.en: there is no text: write one, or take the language out
study.yaml:5: cohort.periods[1]: `Cn-15` is not a slug: use 1 to 120 lower-case letters a-z, digits and single hyphens between them, as in `example-city-library-15fyp`
study.yaml:6: cohort.statuses[0]: `ADOPTD` is none of PROPOSAL, CONSULTATION, ADOPTED, SUPERSEDED; did you mean `ADOPTED`?
study.yaml:7: cohort.perods: there is no field `perods` here; did you mean `periods`?
study.yaml:8: cohort.regions[0]: no region has the code `cn-eats`; did you mean `cn-east`?
study.yaml:9: cohort.plans[0]: ids differ from registry to registry: name this by its slug
study.yaml:11: questions[0].key: `Coverage` is not a slug: use 1 to 120 lower-case letters a-z, digits and single hyphens between them, as in `example-city-library-15fyp`
study.yaml:12: questions[0].comparison: no comparison is called `theme-covrage`; did you mean `theme-coverage`?
study.yaml:15: questions[1].cohort.periods: `theme-trend` takes `periods` among its arguments: name the periods there alone
study.yaml:16: questions[1].arguments.asOf: the study says as of when, in `registryRevision`: take this out
study.yaml:16: questions[1].arguments.cohort: the study says which plans: take this out, or, if this question is about others, write it beside `arguments` as the question's own `cohort`
study.yaml:16: questions[1].arguments.minCount: `theme-trend` has no argument `minCount`; there are periods, themes
study.yaml:17: questions[2].key: `trend` already stands in questions[1].key: write another key, or take one of the two out
study.yaml:19: questions[2].cohort: `compare-periods` is not about a cohort: take this out, and name the plans in `arguments`
study.yaml:20: questions[2].arguments: `compare-periods` needs the argument `institution`: add it
study.yaml:20: questions[2].arguments.to: `15` names nothing: write a slug, such as `cn-fyp-14`
study.yaml:20: questions[2].arguments.minScore: `"high"` is not a number
study.yaml:20: questions[2].arguments.layer: `GOALS` is none of DIRECTION, SITUATION, GOAL, PRIORITY, ACTION, OUTCOME; did you mean `GOAL`?
study.yaml:22: questions[3].comparison: no comparison is called `weather`; there are coder-agreement, compare-cohort-periods, compare-periods, compare-plans, framework-alignment, impact-map, indicator-benchmark, innovation-case-distribution, lineage, progress, similar-plans, theme-co-occurrence, theme-coverage, theme-trend
"#);
}

#[test]
fn control_characters_are_found_in_arguments_too() {
    assert_snapshot!(with("themes: smart-library", r#"themes: "smart\0library""#), @r#"
study.yaml:12: questions[1].arguments.themes: character 6 of this text is the control character U+0000: take it out, or write a space in its place
study.yaml:12: questions[1].arguments.themes: `smart\u{0}library` is not a slug: use 1 to 120 lower-case letters a-z, digits and single hyphens between them, as in `example-city-library-15fyp`
"#);
}
