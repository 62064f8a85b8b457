//! How well quantities are read out of sentences, measured on samples that were labelled by hand.
//!
//! Two samples are there to tune on, the third was frozen, unseen, before the reading of figures was written. A figure is right
//! when all that it says is: what it is for, its values in plain numbers, comparator, basis, years and what it counts.

use std::fs;

use plan_registry::{
    document::figures::{FoundIndicator, Outlook, Setting, figures},
    domain::period::YearSpan,
    draft::ObservationDraft,
};
use serde::Deserialize;

use crate::support::{
    TestResult,
    drafts::{basis, comparator, figure_line, same_things, same_values},
};

/// The least share of found figures that are right, and of labelled figures that are found.
const LEAST: f64 = 0.9;

/// A sentence and its figures.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Row {
    text: String,
    outlook: Direction,
    plan_years: Option<(i32, i32)>,
    review_years: Option<(i32, i32)>,
    figures: Vec<ObservationDraft>,
}

/// [`Outlook`] as the samples write it.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Direction {
    Back,
    Ahead,
    Unknown,
}

impl Row {
    fn setting(&self) -> Setting {
        let outlook = match self.outlook {
            Direction::Back => Outlook::Back,
            Direction::Ahead => Outlook::Ahead,
            Direction::Unknown => Outlook::Unknown,
        };
        let span = |years: Option<(i32, i32)>| years.and_then(|(start, end)| YearSpan::new(start, end).ok());
        Setting { outlook, plan_years: span(self.plan_years), review_years: span(self.review_years) }
    }
}

fn is_right(expected: &ObservationDraft, found: &ObservationDraft) -> bool {
    expected.role == found.role
        && comparator(expected) == comparator(found)
        && basis(expected) == basis(found)
        && (expected.start_year, expected.end_year) == (found.start_year, found.end_year)
        && expected.reference_year == found.reference_year
        && same_values(expected, found)
        && same_things(expected, found)
}

/// Precision and recall over the sentences of a file; prints them, and what was missed (`-`) and what was too much (`+`).
#[expect(clippy::cast_precision_loss, reason = "hundreds of figures")]
fn measure(name: &str) -> TestResult<(f64, f64)> {
    let path = format!("{}/tests/samples/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let rows: Vec<Row> = serde_saphyr::from_str(&text).map_err(|error| format!("{path}: {error}"))?;
    let (mut n_right, mut n_found, mut n_expected) = (0, 0, 0);
    for row in &rows {
        let indicators = figures(&row.text, &row.setting());
        let mut missed: Vec<&ObservationDraft> = row.figures.iter().collect();
        let mut too_much = Vec::new();
        for found in indicators.iter().flat_map(|FoundIndicator { observations, .. }| observations) {
            n_found += 1;
            match missed.iter().position(|expected| is_right(expected, found)) {
                Some(place) => drop(missed.remove(place)),
                None => too_much.push(found),
            }
        }
        n_expected += row.figures.len();
        n_right += row.figures.len() - missed.len();
        if !(missed.is_empty() && too_much.is_empty()) {
            println!("{}", row.text);
            missed.iter().for_each(|figure| println!("    - {}", figure_line(figure)));
            too_much.iter().for_each(|figure| println!("    + {}", figure_line(figure)));
        }
    }
    let share = |of: usize| n_right as f64 / of.max(1) as f64;
    let (precision, recall) = (share(n_found), share(n_expected));
    println!(
        "{name}: {} sentences, {n_expected} figures, {n_found} found, {n_right} right: precision {precision:.3}, recall {recall:.3}",
        rows.len()
    );
    Ok((precision, recall))
}

#[test]
fn figures_of_the_sample_to_tune_on() -> TestResult {
    let (precision, recall) = measure("figures-tuning.yaml")?;
    assert!(precision >= LEAST && recall >= LEAST, "precision {precision:.3}, recall {recall:.3}");
    Ok(())
}

#[test]
fn figures_of_another_sample_to_tune_on() -> TestResult {
    let (precision, recall) = measure("figures-more.yaml")?;
    assert!(precision >= LEAST && recall >= LEAST, "precision {precision:.3}, recall {recall:.3}");
    Ok(())
}

#[test]
fn figures_of_the_frozen_sample() -> TestResult {
    let (precision, recall) = measure("figures-frozen.yaml")?;
    assert!(precision >= LEAST && recall >= LEAST, "precision {precision:.3}, recall {recall:.3}");
    Ok(())
}
