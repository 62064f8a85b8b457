//! Made-up libraries with plans for several periods, whose goals are labels of themes and nothing else: what becomes of them
//! can be read off.

use std::fmt::Write;

/// The goals by a letter, with their themes: `s` smart library, `r` reading promotion, `d` digital resources, `t` staff
/// development, `v` volunteers.
const GOALS: [(char, &str); 5] = [
    ('s', "Smart library"),
    ('r', "Reading promotion"),
    ('d', "Digital resources"),
    ('t', "Staff development"),
    ('v', "Volunteers"),
];

/// The slug of a library's plan.
pub fn slug(library: &str, ordinal: i32) -> String {
    format!("{library}-{ordinal}fyp")
}

/// A public library in Liaoning with a plan for a five-year period.
pub fn plan(library: &str, ordinal: i32, goals: &str) -> String {
    let mut file = format!(
        "\
format: plan/1
slug: {}
institution: {{ slug: {library}, kind: PUBLIC_LIBRARY, name: Synthetic {library}, country: CN, subdivision: CN-LN }}
period: cn-fyp-{ordinal}
level: PUBLIC
status: ADOPTED
isSynthetic: true
language: en
textOrigin: EDITORIAL
title: Synthetic plan {ordinal} of {library}
elements:
",
        slug(library, ordinal)
    );
    for letter in goals.chars() {
        let title = GOALS.iter().find(|(known, _)| *known == letter).map(|(_, title)| *title).unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = write!(
            file,
            "  - key: {letter}
    kind: GOAL
    title: {title}
    children:
      - {{ key: {letter}.objective, kind: OBJECTIVE, title: Towards {title} }}
"
        );
    }
    if goals.is_empty() {
        file.push_str("  - { key: vision, kind: VISION, title: A library }\n");
    }
    file
}

/// The libraries, with the goals of their plans for the 13th to 15th periods; none where there is no plan.
pub const LIBRARIES: [(&str, [Option<&str>; 3]); 6] = [
    ("one", [Some("sr"), Some("srd"), Some("sd")]),
    ("two", [Some("r"), Some("r"), Some("s")]),
    ("three", [None, Some("rd"), Some("sr")]),
    ("early", [None, Some("t"), None]),
    ("late", [None, None, Some("v")]),
    ("gap", [Some("s"), None, Some("s")]),
];

/// Every plan of the libraries, as files.
pub fn files() -> Vec<String> {
    let of = |(library, plans): &(&str, [Option<&str>; 3])| {
        (13..).zip(plans).filter_map(|(ordinal, goals)| Some(plan(library, ordinal, (*goals)?))).collect::<Vec<_>>()
    };
    LIBRARIES.iter().flat_map(of).collect()
}
