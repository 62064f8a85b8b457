//! A small plan file that needs nothing from the registry: it brings its institution and its period.

pub const SLUG: &str = "example-library-15fyp";

/// How the file brings its institution.
pub const INSTITUTION: &str = "\
institution:
  slug: example-library
  kind: PUBLIC_LIBRARY
  name: Example Library
  country: CN
";

pub const TEXT: &str = "\
format: plan/1
slug: example-library-15fyp
institution:
  slug: example-library
  kind: PUBLIC_LIBRARY
  name: Example Library
  country: CN
period: { slug: example-15, scheme: example, ordinal: 15, name: Example period, startYear: 2026, endYear: 2030 }
variant: main
level: PUBLIC
status: ADOPTED
isSynthetic: true
language: en
textOrigin: EDITORIAL
title: Example Library Plan
elements:
  - key: goal-smart
    kind: GOAL
    number: 1
    title: Build a smart library for all
    planIndicators:
      - key: branches
        text: Branches
        observations:
          - { role: TARGET, comparator: AT_LEAST, value: 40, unit: branch, endYear: 2030 }
  - key: goal-reading
    kind: GOAL
    number: 2
    title: Read together
    children:
      - key: goal-reading.festival
        kind: ACTION
        title: Hold a reading festival
";
