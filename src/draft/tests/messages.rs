//! What people are told of their files.

use insta::assert_snapshot;

use super::{PLAN, said_of};

/// What is said of the plan with a part of it replaced.
fn with(part: &str, replacement: &str) -> String {
    assert!(PLAN.contains(part), "{part}");
    said_of("my-plan.yaml", &PLAN.replacen(part, replacement, 1))
}

#[test]
fn a_sound_plan_gives_no_cause_for_remarks() {
    assert_eq!(said_of("my-plan.yaml", PLAN), "");
}

#[test]
fn a_file_says_what_it_is() {
    assert_snapshot!(with("plan/1", "plan/2"), @"my-plan.yaml:1: format: `plan/2` is not a format that this program knows: begin it with `format: plan/1` for a plan, `format: catalogue/1` for periods, institutions, indicators, a codebook or innovation cases, `format: annotations/1` for codings, alignments or impact ratings, or `format: study/1` for a study");
    assert_snapshot!(said_of("x.yaml", "title: a plan\n"), @"x.yaml:1: the file does not say what it is: begin it with `format: plan/1` for a plan, `format: catalogue/1` for periods, institutions, indicators, a codebook or innovation cases, `format: annotations/1` for codings, alignments or impact ratings, or `format: study/1` for a study");
    // Without a format, elements make a plan.
    assert_eq!(with("format: plan/1\n", ""), "");
}

#[test]
fn misspelt_fields_are_told_with_the_nearest_right_one() {
    assert_snapshot!(with("    children:", "    childs:"), @"my-plan.yaml:29:5: elements[0].childs: there is no field `childs` here; did you mean `children`?; the fields are key, kind, number, sourceTerm, title, body, evidence, planIndicators, children");
    assert_snapshot!(with("startLine", "start_line"), @"my-plan.yaml:21:17: elements[0].evidence.start_line: there is no field `start_line` here; did you mean `startLine`?; the fields are document, locator, startLine, endLine, page, startOffset, endOffset, quote, quoteAbsence, repairs");
    assert_snapshot!(with("    kind: GOAL\n", ""), @"my-plan.yaml:17: elements[0]: the field `kind` is missing: add a line `kind: …`");
    assert_snapshot!(with("slug: example-library-15fyp\n", ""), @"my-plan.yaml:1: the field `slug` is missing: add a line `slug: …`");
}

#[test]
fn misspelt_words_are_told_with_the_right_ones() {
    assert_snapshot!(with("kind: GOAL", "kind: Goals"), @"my-plan.yaml:18:11: elements[0].kind: `Goals` is none of VISION, MISSION, VALUE, PRINCIPLE, CONTEXT, REVIEW, GOAL, OBJECTIVE, STRATEGY, KEY_TASK, ACTION, SUPPORT_MEASURE, OUTCOME, SUCCESS_STATEMENT; did you mean `GOAL`?");
    assert_snapshot!(with("AT_LEAST", "min"), @"my-plan.yaml:28:41: elements[0].planIndicators[0].observations[1].comparator: `min` is none of EQUAL, AT_LEAST, MORE_THAN, AT_MOST, LESS_THAN, APPROXIMATELY, BETWEEN, QUALITATIVE");
    assert_snapshot!(with("language: zh-Hans", "language: chinese!"), @"my-plan.yaml:7:11: language: `chinese!` is not a language tag (BCP 47): write one such as `zh-Hans`, `zh-Hant` or `en`");
}

#[test]
fn values_of_another_type_are_told_with_what_is_expected() {
    assert_snapshot!(with("value: 40,", "value: 40+,"), @"my-plan.yaml:28:58: elements[0].planIndicators[0].observations[1].value: `40+` is not a number: write digits alone, such as 40 or 8.5, without thousands separators, signs or words; the unit goes to `unit`, the printed words to `text`");
    assert_snapshot!(with("value: 28", "value: 1_028"), @"my-plan.yaml:27:38: elements[0].planIndicators[0].observations[0].value: `1_028` is not a number: write digits alone, such as 40 or 8.5, without thousands separators, signs or words; the unit goes to `unit`, the printed words to `text`");
    assert_snapshot!(with("endYear: 2030", "endYear: 2030年"), @"my-plan.yaml:28:82: elements[0].planIndicators[0].observations[1].endYear: `2030年` is not a whole number: write digits alone, such as 2030");
    assert_snapshot!(with("level: PUBLIC", "level: PUBLIC\nisSynthetic: yes"), @"my-plan.yaml:6:14: isSynthetic: `yes` is not true or false: write one of them");
    assert_snapshot!(with("title: 升级平台", "title: 2030"), @"my-plan.yaml:32:9: elements[0].children[0].title: expected a text, or a text for each language such as { zh-Hans: …, en: … }, found the number `2030`; if it is a text, put it in quotes");
    assert_snapshot!(with("title: 升级平台", "title: [a, b]"), @"my-plan.yaml:32:9: elements[0].children[0].title: expected a text, or a text for each language such as { zh-Hans: …, en: … }, found a list");
    assert_snapshot!(with("slug: example-library-15fyp", "slug:"), @"my-plan.yaml:2:5: slug: there is no value behind the name of the field: write one, or take the line out");
    assert_snapshot!(with("title: 升级平台", "title: { zh: 升级平台, zh-CN: 升级 }"), @"my-plan.yaml:32:16: elements[0].children[0].title: the language `zh-Hans` stands here twice (`zh` and `zh-CN` are read as `zh-Hans`, `zh-TW` and `zh-HK` as `zh-Hant`): keep one of them");
    assert_snapshot!(with("title: 升级平台", "title: { chinese!: 升级平台 }"), @"my-plan.yaml:32:18: elements[0].children[0].title.chinese!: `chinese!` is not a language tag (BCP 47): write one such as `zh-Hans`, `zh-Hant` or `en`");
    assert_snapshot!(with("title: 升级平台", "title: { en: { text: a, orign: SOURCE } }"), @"my-plan.yaml:32:33: elements[0].children[0].title.en.orign: there is no field `orign` here; did you mean `origin`?; the fields are text, origin");
    assert_snapshot!(with("2026-03-01T08:00:00Z", "1 March 2026"), @r#"my-plan.yaml:14:5: documents[0].retrievedAt: expected a day and time with its zone, such as 2026-03-01T08:00:00Z, found the text "1 March 2026""#);
    assert_snapshot!(with("2026-02-20", "2026-02-30"), @r#"my-plan.yaml:15:5: documents[0].publishedOn: expected a day such as 2026-03-01, found the text "2026-02-30""#);
    assert_snapshot!(with("institution: example-library", "institution: { slug: x, kind: LIBRARY, name: X }"), @"my-plan.yaml:3:31: institution.kind: `LIBRARY` is none of PUBLIC_LIBRARY, ACADEMIC_LIBRARY, NATIONAL_LIBRARY, SCHOOL_LIBRARY, SPECIAL_LIBRARY, LIBRARY_ASSOCIATION, UNIVERSITY, GOVERNMENT, OTHER; did you mean `LIBRARY_ASSOCIATION`?");
    assert_snapshot!(with("    children:\n      -", "    children:\n       "), @"my-plan.yaml:30:9: elements[0].children: expected a list: lines that begin with `- `, one for each item, or `[]` for none");
}

#[test]
fn slips_of_the_form_are_told_with_what_is_usually_behind_them() {
    assert_snapshot!(with("title: 升级平台", "title: Plan: a beginning"), @"my-plan.yaml:32:20: elements[0].children[0]: this cannot be read as YAML or JSON: mapping values are not allowed in this context; a text with a colon and a space inside must stand in quotes");
    assert_snapshot!(with("    number: 1\n", "\tnumber: 1\n"), @"my-plan.yaml:18:11: elements[0]: this cannot be read as YAML or JSON: while scanning a plain scalar, found a tab; indent with spaces, not with tabs");
    assert_snapshot!(with("title: 升级平台", "title: \"升级平台"), @"my-plan.yaml:33:1: elements[0].children[0]: this cannot be read as YAML or JSON: invalid indentation in multiline quoted scalar; a quotation mark that opens a text must be closed, and further lines of the text be indented");
    assert_snapshot!(with("    number: 1\n", "   number: 1\n"), @"my-plan.yaml:19:4: elements: this cannot be read as YAML or JSON: while parsing a block collection, did not find expected '-' indicator; check that the fields of one record begin in the same column, and put texts with signs such as : # [ ] { } , in quotes");
    assert_snapshot!(with("status: ADOPTED\n", "status: ADOPTED\nstatus: PROPOSAL\n"), @"my-plan.yaml:7:1: `status` stands here twice: keep one of them");
    assert_snapshot!(with("title: 升级平台", "title: *important*"), @"my-plan.yaml:32:16: elements[0].children[0]: anchors (`&`), aliases (`*`) and merges (`<<`) are not read: write the value out; put a text that begins with one of these signs in quotes");
    assert_snapshot!(with("title: 升级平台", "title: &a important"), @"my-plan.yaml:32:19: elements[0].children[0]: anchors (`&`), aliases (`*`) and merges (`<<`) are not read: write the value out; put a text that begins with one of these signs in quotes");
    assert_snapshot!(with("title: 升级平台", "title: !important now"), @"my-plan.yaml:32:27: elements[0].children[0]: tags (`!`) are not read: put a text that begins with `!` in quotes");
    assert_snapshot!(with("elements:", "---\nelements:"), @"my-plan.yaml:17:1: the file goes on behind its end: `---` or a line further to the left than the first begins something new; one file holds one plan, catalogue, set of annotations or study");
    assert_snapshot!(said_of("x.yaml", ""), @"x.yaml: the file is empty");
    assert_snapshot!(said_of("x.yaml", "- slug: x\n"), @"x.yaml:1:1: expected fields: lines such as `name: value`, one for each field");
    assert_snapshot!(said_of("x.json", "{ \"format\": \"plan/1\",\n  \"slug\": \"x\"\n  \"level\": 1 }"), @"x.json:3:3: this cannot be read as YAML or JSON: while parsing a flow mapping, did not find expected ',' or '}'; check that the fields of one record begin in the same column, and put texts with signs such as : # [ ] { } , in quotes");
}

#[test]
fn a_plan_is_told_all_its_problems_at_once() {
    let text = PLAN
        .replace("slug: example-library-15fyp", "slug: Example Library")
        .replace("https://example.org/plan.pdf", "example.org/plan.pdf")
        .replace("source: plan", "source: the-plan")
        .replace("endLine: 13", "endLine: 3")
        .replace("unit: branch", "unit: furlong")
        .replace("value: 40", "value: 40, upper: 30")
        .replace("endYear: 2025", "startYear: 2030, endYear: 2025")
        .replace("endYear: 2030,", "endYear: 20300,")
        .replace("goal-1.strategy-1", "goal-1")
        .replace("title: 升级平台", "title: { en: '' }");
    assert_snapshot!(said_of("my-plan.yaml", &text), @r#"
my-plan.yaml:2: slug: `Example Library` is not a slug: use 1 to 120 lower-case letters a-z, digits and single hyphens between them, as in `example-city-library-15fyp`
my-plan.yaml:9: source: no document has the key `the-plan`: write a key of `documents`, or add the document there
my-plan.yaml:13: documents[0].url: `example.org/plan.pdf` is not an address: write one that begins with `https://` or `http://`, without spaces
my-plan.yaml:21: elements[0].evidence.endLine: the lines 12 to 3 run backwards: write the earlier line in `startLine`
my-plan.yaml:27: elements[0].planIndicators[0].observations[0].endYear: the years 2030 to 2025 run backwards: write the earlier year in `startYear`
my-plan.yaml:27: elements[0].planIndicators[0].observations[0].unit: `furlong` is not a unit the registry knows: write one of docs/units.md, such as `volume`, `10^4 visit` or `%`; `item` counts anything
my-plan.yaml:28: elements[0].planIndicators[0].observations[1].upper: `upper` stands only with BETWEEN: take it out, or write BETWEEN in place of AT_LEAST
my-plan.yaml:28: elements[0].planIndicators[0].observations[1].endYear: 20300 is not a year of a plan: write one from 1000 to 3000
my-plan.yaml:30: elements[0].children[0].key: `goal-1` already stands in elements[0].key: write another key, or take one of the two out
my-plan.yaml:32: elements[0].children[0].title.en: there is no text: write one, or take the language out
"#);
}

#[test]
fn figures_fit_their_comparators() {
    assert_snapshot!(with("value: 28", "upper: 28"), @"my-plan.yaml:27: elements[0].planIndicators[0].observations[0].comparator: BETWEEN needs both ends of the range: write the lower one in `value` and the upper one in `upper`");
    assert_snapshot!(with("value: 28", "value: 1e400"), @"my-plan.yaml:27:38: elements[0].planIndicators[0].observations[0].value: `1e400` is not a number: write digits alone, such as 40 or 8.5, without thousands separators, signs or words; the unit goes to `unit`, the printed words to `text`");
    assert_snapshot!(with("value: 28", "value: .inf"), @"my-plan.yaml:27: elements[0].planIndicators[0].observations[0].value: this is no number that can be reckoned with: write digits, or leave the field out");
    assert_snapshot!(with("comparator: AT_LEAST, value: 40", "comparator: AT_LEAST"), @"my-plan.yaml:28: elements[0].planIndicators[0].observations[1].comparator: AT_LEAST needs a figure: write `value`, or QUALITATIVE for a target in words alone");
    assert_snapshot!(with("AT_LEAST", "QUALITATIVE"), @"my-plan.yaml:28: elements[0].planIndicators[0].observations[1].comparator: QUALITATIVE is for targets in words alone: take `value` and `upper` out, or write another comparator");
    assert_snapshot!(with("value: 28", "value: 28, upper: 28"), @"my-plan.yaml:27: elements[0].planIndicators[0].observations[0].upper: the range from 28 to 28 has no width: write the smaller figure in `value`, the greater in `upper`; a single figure has no `upper`");
    assert_snapshot!(with("endYear: 2025", "startYear: 2025"), @"my-plan.yaml:27: elements[0].planIndicators[0].observations[0].startYear: `startYear` needs `endYear`: a single year or a point in time has `endYear` alone");
    assert_snapshot!(with("endYear: 2025", "endYear: 2025, referenceYear: 2020"), @"my-plan.yaml:27: elements[0].planIndicators[0].observations[0].referenceYear: `referenceYear` is the year that a change is against, but the basis is POINT: write CHANGE_ABSOLUTE or CHANGE_RELATIVE, or take the year out");
    assert_snapshot!(with("value: 28, unit: branch, ", ""), @"my-plan.yaml:27: elements[0].planIndicators[0].observations[0]: the observation has neither a `value` nor a `text`, so it says nothing: write one of them");
    assert_snapshot!(with("endYear: 2025", "dimensions: [{ name: a, value: b }, { name: a, value: c }]"), @"my-plan.yaml:27: elements[0].planIndicators[0].observations[0].dimensions[1].name: `a` already stands in elements[0].planIndicators[0].observations[0].dimensions[0].name: write another name, or take one of the two out");
}

#[test]
fn evidence_says_where_and_what() {
    assert_snapshot!(with("source: plan\n", ""), @"my-plan.yaml:20: elements[0].evidence: the evidence does not say of which document: add `document` with a key of `documents`, or, in a plan, name the plan's own document once in `source`");
    assert_snapshot!(with("{ startLine: 12", "{ document: law, startLine: 12"), @"my-plan.yaml:21: elements[0].evidence.document: no document has the key `law`: write a key of `documents`, or add the document there");
    assert_snapshot!(with("startLine: 12, ", "quoteAbsence: RIGHTS, page: 0, startOffset: 9, "), @r#"
my-plan.yaml:21: elements[0].evidence.page: 0 is not a page: pages count from 1
my-plan.yaml:21: elements[0].evidence.endLine: `endLine` needs `startLine`: a passage of one line has `startLine` alone
my-plan.yaml:21: elements[0].evidence.startOffset: `startOffset` and `endOffset` stand together, count from 0, and the second, the character behind the passage, is the greater one
my-plan.yaml:21: elements[0].evidence.quoteAbsence: `quoteAbsence` says why there is no quotation, but there is one: take one of the two out
"#);
    assert_snapshot!(with("elements:", "  - { key: plan, title: x, sha256: abc, mediaType: pdf }\nelements:"), @r#"
my-plan.yaml:16: documents[1].key: `plan` already stands in documents[0].key: write another key, or take one of the two out
my-plan.yaml:16: documents[1].mediaType: `pdf` is not a media type: write one such as `application/pdf` or `text/html`
my-plan.yaml:16: documents[1].sha256: `abc` is not a SHA-256: it has 64 of the characters 0-9 and a-f
"#);
    let again = "  - { key: again, title: 示例图书馆“十五五”发展规划, url: 'https://example.org/plan.pdf', retrievedAt: 2026-03-01T08:00:00Z, publishedOn: 2026-02-20 }\nelements:";
    assert_snapshot!(with("elements:", again), @"my-plan.yaml:16: documents[1]: this is the same document as documents[0]: keep one of the two");
}

#[test]
fn what_is_odd_is_remarked_upon() {
    assert_snapshot!(with("kind: STRATEGY", "kind: VISION"), @"my-plan.yaml:31: elements[0].children[0].kind: a VISION under a GOAL is unusual: check both kinds, and leave it if the plan has it so");
    assert_snapshot!(with("      - key: goal-1.strategy-1\n        kind", "      - kind"), @"my-plan.yaml:30: elements[0].children[0]: there was no `key`, and `goal-1.strategy-1` was made from the place: write it into the file, so that it stays when the place changes");
    assert_snapshot!(with("      - key: branches\n        text", "      - text"), @"my-plan.yaml:23: elements[0].planIndicators[0]: there was no `key`, and `goal-1.indicator-1` was made from the place: write it into the file, so that it stays when the place changes");
}

#[test]
fn of_several_baselines_the_first_is_said_to_be_shown() {
    let first = "- { role: BASELINE, value: 28, unit: branch, endYear: 2025 }";
    let second = |dimensions: &str| {
        let second = format!("- {{ role: BASELINE, value: 30, unit: branch, endYear: 2024{dimensions} }}");
        with(first, &format!("{first}\n          {second}"))
    };
    assert_snapshot!(second(""), @"my-plan.yaml:28: elements[0].planIndicators[0].observations[1]: elements[0].planIndicators[0].observations[0] is a BASELINE with the same dimensions, and the first is shown as the baseline: keep one of the two, or tell them apart by `dimensions`");
    assert_eq!(second(", dimensions: [{ name: district, value: east }]"), "");
    // Dimensions have no order.
    let text = PLAN
        .replacen("value: 28,", "value: 28, dimensions: [{ name: a, value: x }, { name: b, value: y }],", 1)
        .replacen("value: 40,", "value: 40, dimensions: [{ name: b, value: y }, { name: a, value: x }],", 1);
    assert_eq!(said_of("my-plan.yaml", &text), "");
    let said = said_of("my-plan.yaml", &text.replacen("TARGET", "BASELINE", 1));
    assert!(said.contains("observations[1]: elements[0].planIndicators[0].observations[0] is a BASELINE"), "{said}");
}

#[test]
fn plans_have_elements_not_too_deep() {
    let head = PLAN.split("elements:").next().unwrap_or_default();
    assert_snapshot!(said_of("my-plan.yaml", &format!("{head}elements: []\n")), @"my-plan.yaml:16: elements: the plan has no elements, so there is nothing to compare: write at least one");
    let nested = |depth: usize| {
        let mut elements = String::new();
        for level in 0..depth {
            elements.push_str(&format!("{{kind: GOAL, key: g{level}, title: x, children: ["));
        }
        elements.push_str(&"]}".repeat(depth));
        said_of("my-plan.yaml", &format!("{head}elements: [{elements}]\n"))
    };
    assert_eq!(nested(64), "");
    let told = "this is nested too deeply: `children` go 64 levels deep at most";
    for depth in [65, 80, 100, 100_000] {
        assert!(nested(depth).ends_with(told), "{depth}: {}", nested(depth));
    }
}

#[test]
fn of_many_problems_fifty_are_told() {
    let elements: String = (0..60).map(|_| "  - { key: A, kind: GOAL, title: x }\n").collect();
    let said = with("elements:\n", &format!("elements:\n{elements}"));
    assert_eq!(said.lines().count(), 51);
    assert!(said.ends_with("\nand 69 more"), "{said}");
}

#[test]
fn catalogues_are_told_their_problems() {
    let text = r#"format: catalogue/1
documents:
  - { key: study, title: A study }
periods:
  - { slug: cn-fyp-14, scheme: cn-fyp, name: 14th, startYear: 2025, endYear: 2021, previous: cn-fyp-14 }
institutions:
  - slug: a-library
    kind: PUBLIC_LIBRARY
    name: { en: A }
    country: China
    subdivision: CN-JL
    isil: nonsense
    ror: 02mhbdp95
    wikidata: 193563
    parent: a-library
    statistics:
      - { measure: population, year: 2020, value: -1 }
      - { measure: population, year: 2020, value: 9066906 }
indicators:
  - { slug: visits, name: Visits, measure: COUNT, unit: visitors, direction: NEUTRAL, standardCodes: [{ standard: "", code: B }] }
  - { slug: visits, name: Visits, measure: COUNT, direction: NEUTRAL }
codebook:
  version: "2026.1"
  themes:
    - { slug: a, scheme: s, label: A, broader: b, altLabels: { en: [x, x, "y … "] } }
    - { slug: b, scheme: s, label: B, broader: a }
    - { slug: c, scheme: s, label: C, broader: z }
  frequencies: { nElements: 3, concepts: { a: 4 }, words: {} }
  quality: { nElements: 3, themes: { a: { nLabelled: 2, nFound: 4, nRight: 3 }, q: { nLabelled: 0, nFound: 0, nRight: 0 } } }
innovationCases:
  - { slug: a-case, title: A case, institution: a-library, year: 202, focuses: [x, x], evidence: { locator: p. 4 } }
"#;
    assert_snapshot!(said_of("catalogue.yaml", text), @r#"
catalogue.yaml:5: periods[0].endYear: the years 2025 to 2021 run backwards: give the earlier year first
catalogue.yaml:5: periods[0].previous: a period does not come before itself: name another
catalogue.yaml:10: institutions[0].country: `China` is not a country code (ISO 3166-1 alpha-2): two capital letters, as in `CN`
catalogue.yaml:12: institutions[0].isil: `nonsense` is not an ISIL: at most 16 characters, a prefix of 1 to 4 letters or digits, a hyphen, then up to 11 of letters, digits, `/`, `-` and `:`, as in `DE-1`
catalogue.yaml:13: institutions[0].ror: `02mhbdp95` is not a ROR id: 9 characters: `0`, six of 0-9 and a-z without i, l, o and u, then two check digits that fit, as in `02mhbdp94`
catalogue.yaml:14: institutions[0].wikidata: `193563` is not a Wikidata item: `Q` and a number, as in `Q193563`
catalogue.yaml:15: institutions[0].parent: an institution does not belong to itself: name another
catalogue.yaml:17: institutions[0].statistics[0].value: what is counted cannot be below zero
catalogue.yaml:18: institutions[0].statistics[1]: `population` of 2020 already stands in institutions[0].statistics[0]: keep one of the two
catalogue.yaml:20: indicators[0].unit: `visitors` is not a unit the registry knows: write one of docs/units.md, such as `volume`, `10^4 visit` or `%`; `item` counts anything
catalogue.yaml:20: indicators[0].standardCodes[0].standard: there is no text: write one
catalogue.yaml:21: indicators[1].slug: `visits` already stands in indicators[0].slug: write another slug, or take one of the two out
catalogue.yaml:25: codebook.themes[0].altLabels.en[1]: the label `x` stands here twice: take one out
catalogue.yaml:25: codebook.themes[0].altLabels.en[2]: `…` in the label `y …` has to stand between two parts: write it once, with words on both sides, or leave it out
catalogue.yaml:26: codebook.themes[1].broader: by this, `a` is wider than itself, directly or around: name another theme, or leave `broader` out
catalogue.yaml:27: codebook.themes[2].broader: no theme of this codebook has the slug `z`: a codebook is whole, so add it, or name another
catalogue.yaml:28: codebook.frequencies.concepts.a: `a` cannot stand in 4 of 3 elements: lower the count, or raise `nElements`
catalogue.yaml:29: codebook.quality.themes.a.nFound: 4 elements are more than `nElements`, which is 3: lower the one, or raise the other
catalogue.yaml:29: codebook.quality.themes.a.nRight: 3 elements are more than `nLabelled`, which is 2: lower the one, or raise the other
catalogue.yaml:29: codebook.quality.themes.q: no theme of this codebook has the slug `q`: take its figures out, or name another
catalogue.yaml:31: innovationCases[0].evidence: the evidence does not say of which document: add `document` with a key of `documents`, or, in a plan, name the plan's own document once in `source`
catalogue.yaml:31: innovationCases[0].year: 202 is not a year of a plan: write one from 1000 to 3000
catalogue.yaml:31: innovationCases[0].focuses[1]: `x` stands in this list twice: take one out
"#);
}

#[test]
fn annotations_are_told_their_problems() {
    let text = r#"format: annotations/1
codings:
  - plan: a-plan
    coder: A. Coder
    method: MANUAL
    layers: []
    judgements:
      - { element: Goal 1, theme: a, present: true }
      - { element: goal-2, theme: a, present: true }
      - { element: goal-2, theme: a, present: false }
  - { plan: a-plan, coder: A. Coder, method: MANUAL, layers: [GOAL] }
alignments:
  - { source: { plan: a, element: b }, target: { plan: a, element: b }, relation: CONTINUES, coder: "" }
impactRatings:
  - { focus: { plan: a, element: b }, contribution: { plan: c, element: d }, level: BELIEVED, rater: R. Rater }
  - { focus: { plan: a, element: b }, contribution: { plan: c, element: d }, level: NONE, rater: R. Rater }
"#;
    assert_snapshot!(said_of("annotations.yaml", text), @r#"
annotations.yaml:6: codings[0].layers: name the layers that the coder went through, such as [GOAL, PRIORITY]: only inside them does silence mean absent
annotations.yaml:8: codings[0].judgements[0].element: `Goal 1` is not a key: use 1 to 200 lower-case letters a-z and digits, joined by single hyphens, dots or underscores, as in `goal-1.strategy-2`
annotations.yaml:10: codings[0].judgements[2]: codings[0].judgements[1] is a judgement of the same element and theme too: keep one of the two
annotations.yaml:11: codings[1]: codings[0] is a coding of the same plan by the same coder and method too: keep one of the two
annotations.yaml:13: alignments[0].target: an element is not aligned with itself: name another
annotations.yaml:13: alignments[0].coder: there is no text: write one
annotations.yaml:16: impactRatings[1]: impactRatings[0] is a rating of the same cell by the same rater too: keep one of the two
"#);
    assert_snapshot!(said_of("annotations.yaml", "format: annotations/1\n"), @"annotations.yaml:1: the file holds no `codings`, no `alignments` and no `impactRatings`: nothing will change");
    let lexicon = "format: annotations/1\ncodings: [{ plan: a, coder: b, method: LEXICON, layers: [GOAL] }]\n";
    assert_snapshot!(said_of("annotations.yaml", lexicon), @"annotations.yaml:2:40: codings[0].method: `LEXICON` is none of MANUAL, ADJUDICATED");
}

#[test]
fn a_file_is_read_only_where_its_hash_is_known() {
    let sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let with_file = |more: &str| with("    url:", &format!("    file: plan.html\n{more}    url:"));
    assert_eq!(with_file(&format!("    sha256: {sha256}\n")), "");
    assert_snapshot!(with_file(""), @"my-plan.yaml:13: documents[0].file: `plan.html` is left aside, and the document itself is not kept: `file` is read only where `sha256` says what is in it");
}
