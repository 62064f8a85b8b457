//! Made-up plans in any number, each with an institution, five goals and an indicator of its own.

use std::fmt::Write;

use plan_registry::domain::document_content::sha256;

/// The slugs of the plans.
pub fn slugs(n_plans: usize) -> Vec<String> {
    (0..n_plans).map(|number| format!("synthetic-{number}-plan")).collect()
}

/// The document that the plan of a number rests on.
pub fn document(number: usize) -> String {
    (0..5).map(|goal| format!("Goal {goal} of library {number}\n")).collect()
}

/// The plan of a number, as a file that stands beside its document.
pub fn plan(number: usize) -> String {
    let themes = ["smart library", "reading promotion", "digital resources", "staff development", "volunteers"];
    let hash = sha256(document(number).as_bytes());
    let mut file = format!(
        "\
format: plan/1
slug: synthetic-{number}-plan
institution: {{ slug: synthetic-{number}, kind: PUBLIC_LIBRARY, name: Synthetic Library {number}, country: CN, subdivision: CN-GD }}
period: cn-fyp-15
level: PUBLIC
status: ADOPTED
isSynthetic: true
language: en
textOrigin: EDITORIAL
title: Synthetic plan {number}
source: plan
documents:
  - {{ key: plan, title: Synthetic document {number}, sha256: {hash}, file: {number}.txt }}
elements:
"
    );
    for (goal, theme) in themes.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(
            file,
            "  - key: goal-{goal}
    kind: GOAL
    title: Goal {goal} of library {number} is about {theme}
    evidence: {{ locator: page {goal}, startLine: {}, quoteAbsence: NO_STORED_TEXT }}
    planIndicators:
      - key: indicator-{goal}
        text: Visits of kind {goal}
        indicator: visits
        observations:
          - {{ role: BASELINE, value: {number}, unit: visit, basis: ANNUAL, startYear: 2025, endYear: 2025 }}
          - {{ role: TARGET, comparator: AT_LEAST, value: 40, unit: 10^4 visit, basis: ANNUAL, startYear: 2030, endYear: 2030 }}
    children:
      - key: goal-{goal}.action
        kind: ACTION
        title: Action of goal {goal} in library {number}
",
            goal + 1
        );
    }
    file
}

/// As many cases of innovation, each of a year of its own from 1950 on.
pub fn innovation_cases(n_cases: usize) -> String {
    let mut file = "format: catalogue/1\ninnovationCases:\n".to_owned();
    for number in 0..n_cases {
        let _ = write!(
            file,
            "  - slug: synthetic-case-{number}
    title: Synthetic case {number}
    institution: synthetic-{number}
    year: {}
    focuses: [innovation-focus-space]
    strategies: [innovation-strategy-user-demand]
",
            1950 + number
        );
    }
    file
}

/// Codings of as many plans by two made-up coders, who disagree on one goal of each.
pub fn codings(n_plans: usize) -> String {
    let mut file = "format: annotations/1\ncodings:\n".to_owned();
    for number in 0..n_plans {
        for (coder, goals) in [("A", 1), ("B", 2)] {
            let _ = write!(
                file,
                "  - {{ plan: synthetic-{number}-plan, coder: synthetic coder {coder}, method: MANUAL, layers: [GOAL], judgements: ["
            );
            for goal in 0..goals {
                let _ = write!(file, "{{ element: goal-{goal}, theme: smart-library, present: true }}, ");
            }
            file.push_str("] }\n");
        }
    }
    file
}

/// As many studies, a file each.
pub fn studies(n_studies: usize) -> Vec<String> {
    let study = |number| {
        format!(
            "format: study/1
slug: synthetic-study-{number}
title: Synthetic study {number}
cohort: {{ includeSynthetic: true }}
questions: [{{ key: coverage, comparison: theme-coverage, arguments: {{ groupBy: [PERIOD] }} }}]
"
        )
    };
    (0..n_studies).map(study).collect()
}
