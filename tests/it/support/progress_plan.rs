//! A made-up plan for 2021 to 2025 with an indicator for every way in which progress can be told, or cannot.

pub const SLUG: &str = "synthetic-progress-plan";

/// The keys of its indicators say what is to be told of them.
pub const TEXT: &str = "\
format: plan/1
slug: synthetic-progress-plan
institution: { slug: synthetic-progress-library, kind: PUBLIC_LIBRARY, name: Synthetic Progress Library, country: CN }
period: cn-fyp-14
level: PUBLIC
status: ADOPTED
isSynthetic: true
language: en
title: Synthetic plan about progress
elements:
  - key: reach
    kind: GOAL
    title: Reach more readers
    planIndicators:
      - key: on-track
        text: Branches
        observations:
          - { role: BASELINE, value: 40, unit: branch, endYear: 2020 }
          - { role: TARGET, comparator: AT_LEAST, value: 60, unit: branch, endYear: 2025 }
          - { role: ACTUAL, value: 46, unit: branch, endYear: 2022 }
          - { role: ACTUAL, value: 52, unit: branch, endYear: 2023 }
      - key: behind-in-ten-thousands
        text: Visits a year
        indicator: visits
        observations:
          - { role: BASELINE, value: 1800000, unit: visit, basis: ANNUAL, startYear: 2020, endYear: 2020 }
          - { role: TARGET, comparator: MORE_THAN, value: 260, unit: 10^4 visit, basis: ANNUAL, startYear: 2025, endYear: 2025 }
          - { role: ACTUAL, value: 212, unit: 10^4 visit, basis: ANNUAL, startYear: 2023, endYear: 2023 }
    children:
      - key: reach.quick
        kind: STRATEGY
        title: Answer sooner
        planIndicators:
          - key: achieved-downwards
            text: Days until an answer
            observations:
              - { role: BASELINE, value: 6, unit: working-day, endYear: 2020 }
              - { role: TARGET, comparator: AT_MOST, value: 3, unit: working-day, endYear: 2025 }
              - { role: ACTUAL, value: 2.5, unit: working-day, endYear: 2025 }
              - { role: ACTUAL, value: 3, unit: working-day, endYear: 2023 }
        children:
          - key: reach.quick.complaints
            kind: ACTION
            title: Hear complaints
            planIndicators:
              - key: regressed
                text: Complaints a year
                observations:
                  - { role: BASELINE, value: 20, unit: item, basis: ANNUAL, endYear: 2020 }
                  - { role: TARGET, value: 10, unit: item, basis: ANNUAL, endYear: 2025 }
                  - { role: ACTUAL, value: 23, unit: item, basis: ANNUAL, endYear: 2024 }
  - key: means
    kind: GOAL
    title: Find the means
    planIndicators:
      - key: sum
        text: Events over the five years
        observations:
          - { role: TARGET, comparator: AT_LEAST, value: 5000, unit: event, basis: CUMULATIVE, startYear: 2021, endYear: 2025 }
          - { role: ACTUAL, value: 2860, unit: event, basis: CUMULATIVE, startYear: 2021, endYear: 2023 }
      - key: cap
        text: Money for repairs
        observations:
          - { role: TARGET, comparator: AT_MOST, value: 900, unit: 10^4 CNY, basis: CUMULATIVE, startYear: 2021, endYear: 2025 }
          - { role: ACTUAL, value: 450, unit: 10^4 CNY, basis: CUMULATIVE, startYear: 2021, endYear: 2023 }
      - key: growth-of-levels
        text: Book budget
        observations:
          - { role: BASELINE, value: 1800, unit: 10^4 CNY, basis: ANNUAL, endYear: 2020 }
          - { role: TARGET, comparator: AT_LEAST, value: 25, unit: '%', basis: CHANGE_RELATIVE, referenceYear: 2020, endYear: 2025 }
          - { role: ACTUAL, value: 2160, unit: 10^4 CNY, basis: ANNUAL, endYear: 2023 }
      - key: growth-as-told
        text: Seats
        observations:
          - { role: TARGET, comparator: AT_LEAST, value: 1500, unit: seat, basis: CHANGE_ABSOLUTE, referenceYear: 2020, endYear: 2025 }
          - { role: ACTUAL, value: 600, unit: seat, basis: CHANGE_ABSOLUTE, referenceYear: 2020, endYear: 2023 }
      - key: range-without-baseline
        text: New book rooms a year
        observations:
          - { role: TARGET, value: 3, upper: 5, unit: room, basis: ANNUAL_AVERAGE, startYear: 2021, endYear: 2025 }
          - { role: ACTUAL, value: 4, unit: room, basis: ANNUAL_AVERAGE, startYear: 2021, endYear: 2023 }
      - key: kept
        text: Readers who are satisfied
        observations:
          - { role: BASELINE, value: 90, unit: '%', endYear: 2020 }
          - { role: TARGET, comparator: AT_LEAST, value: 90, unit: '%', endYear: 2025 }
          - { role: ACTUAL, value: 91, unit: '%', endYear: 2023 }
      - key: parts-and-milestones
        text: Volunteers
        observations:
          - { role: BASELINE, value: 800, unit: person, endYear: 2020 }
          - { role: TARGET, comparator: APPROXIMATELY, value: 1000, unit: person, endYear: 2022 }
          - { role: TARGET, comparator: APPROXIMATELY, value: 1200, unit: person, endYear: 2025 }
          - { role: ACTUAL, value: 920, unit: person, endYear: 2022 }
          - { role: ACTUAL, value: 950, unit: person, endYear: 2024 }
          - { role: TARGET, comparator: AT_LEAST, value: 100, unit: person, endYear: 2025, dimensions: [{ name: audience, value: students }] }
  - key: unknown
    kind: GOAL
    title: Say what is not known
    planIndicators:
      - key: review
        text: What the last plan came to
        observations:
          - { role: ACTUAL, value: 40, unit: branch, endYear: 2020 }
      - key: no-actual-but-a-review
        text: Rooms
        observations:
          - { role: BASELINE, value: 20, unit: room, endYear: 2020 }
          - { role: TARGET, comparator: AT_LEAST, value: 30, unit: room, endYear: 2025 }
          - { role: ACTUAL, value: 31, unit: room, endYear: 2020 }
      - key: no-baseline
        text: Talks a year
        observations:
          - { role: TARGET, comparator: AT_LEAST, value: 30, unit: event, basis: ANNUAL, endYear: 2025 }
          - { role: ACTUAL, value: 12, unit: event, basis: ANNUAL, endYear: 2023 }
      - key: in-words
        text: Rules for the use of rooms
        observations:
          - { role: TARGET, comparator: QUALITATIVE, endYear: 2023, text: drawn up by 2023 }
      - key: units-differ
        text: Loans a year
        observations:
          - { role: TARGET, comparator: AT_LEAST, value: 30, unit: loan, basis: ANNUAL, endYear: 2025 }
          - { role: ACTUAL, value: 31, unit: visit, basis: ANNUAL, endYear: 2023 }
      - key: bases-differ
        text: Courses a year
        observations:
          - { role: TARGET, comparator: AT_LEAST, value: 30, unit: course, basis: ANNUAL_AVERAGE, endYear: 2025 }
          - { role: ACTUAL, value: 31, unit: course, basis: ANNUAL, endYear: 2023 }
      - key: not-yet-due
        text: Incidents a year
        observations:
          - { role: TARGET, comparator: AT_MOST, value: 2, unit: item, basis: ANNUAL, endYear: 2025 }
          - { role: ACTUAL, value: 1, unit: item, basis: ANNUAL, endYear: 2023 }
  - key: bare
    kind: GOAL
    title: A goal that nothing measures
planIndicators:
  - key: of-the-whole-plan
    text: Tasks done
    observations:
      - { role: BASELINE, value: 0, unit: '%', endYear: 2020 }
      - { role: TARGET, value: 100, unit: '%', endYear: 2025 }
      - { role: ACTUAL, value: 70, unit: '%', endYear: 2023 }
";
