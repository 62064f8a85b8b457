//! A made-up plan document in plain text, and a file with the records that it belongs to.

pub const SLUG: &str = "example-library-plan";

pub const TEXT: &str = "\
Example Library Strategic Plan 2026-2030

This synthetic plan says where the Example Library wants to go.

Goal 1. Build a smart library for all

Goal 2. Read together in every district
";

/// Lines that the goals stand on.
pub const GOAL_LINES: [i32; 2] = [5, 7];

/// The institution and the period of the document.
pub const CATALOGUE: &str = "\
format: catalogue/1
institutions:
  - { slug: example-library, kind: PUBLIC_LIBRARY, name: Example Library, country: CN }
periods:
  - { slug: example-15, scheme: example, ordinal: 15, name: Example period, startYear: 2026, endYear: 2030 }
";

/// What is said of the document on a command line.
pub const OPTIONS: [&str; 8] =
    ["--institution", "example-library", "--period", "example-15", "--status", "adopted", "--slug", SLUG];
