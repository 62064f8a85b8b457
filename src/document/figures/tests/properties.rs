//! What holds for every text: nothing panics, passages lie in the text, values are numbers. That time grows with length and
//! no faster, `benches/reading.rs` shows.

use proptest::prelude::*;

use crate::{
    document::{
        figures::{Outlook, Setting, figures, indicator_table},
        text::{Cell, Lines, Row, Table},
    },
    domain::period::YearSpan,
};

fn settings() -> [Setting; 3] {
    let years = |start, end| YearSpan::new(start, end).ok();
    [Outlook::Back, Outlook::Ahead, Outlook::Unknown].map(|outlook| Setting {
        outlook,
        plan_years: years(2021, 2025),
        review_years: years(2016, 2020),
    })
}

/// Pieces that figures are made of, so that strange orders of them come up.
const PIECES: &str = "(\\PC|[0-9]{1,5}|[,.%≥≤<>+/-]|[一二三十百千万亿半两成分之倍]|年均|每年|累计|到|至|由|从|年|个|万|人次|册|以上|左右|“|”|十四五|五年来|2025年|2016—2020年| by | from | to | million | visits | a year| in 2023| up | at least |\\. |，|。|;|、| )";

/// Cells that heads and figures are made of.
const CELLS: &str = "(指标|单位|2020年|2025年|属性|target 2025|baseline|年均增长（%）|[0-9]{1,4}|[≥<〔(]?[0-9]{1,3}[%万〕)]?|[0-9]-[0-9]|—|\\PC{0,6})";

proptest! {
    #[test]
    fn every_text_is_read(text in proptest::collection::vec(PIECES, 0..40)) {
        let text = text.concat();
        for setting in settings() {
            for indicator in figures(&text, &setting) {
                prop_assert!(text.get(indicator.passage.clone()).is_some_and(|passage| !passage.is_empty()), "{text}");
                prop_assert!(!indicator.name.is_empty(), "{text}");
                prop_assert!(!indicator.observations.is_empty());
                for observation in &indicator.observations {
                    prop_assert!(observation.value.is_some_and(f64::is_finite), "{text}");
                    prop_assert!(observation.upper.is_none_or(|upper| observation.value.is_some_and(|value| value < upper)), "{text}");
                    prop_assert!(observation.start_year.is_none() || observation.end_year.is_some(), "{text}");
                    prop_assert!(observation.start_year.zip(observation.end_year).is_none_or(|(start, end)| start <= end), "{text}");
                }
            }
        }
    }

    #[test]
    fn every_table_is_read(rows in proptest::collection::vec(proptest::collection::vec(CELLS, 0..5), 0..6)) {
        let row = |cells: Vec<String>| Row { cells: cells.into_iter().map(|text| Cell { items: vec![text], repairs: Vec::new() }).collect(), lines: Lines::one(1) };
        let table = Table { rows: rows.into_iter().map(row).collect() };
        for setting in settings() {
            for indicator in indicator_table(&table, &setting).into_iter().flatten() {
                prop_assert!(!indicator.name.is_empty() && indicator.row < table.rows.len());
                prop_assert!(!indicator.observations.is_empty());
            }
        }
    }
}

#[test]
fn a_long_sentence_loses_no_figure() {
    let piece = "the library lent 45 books and received 320 visits ";
    let found = figures(&piece.repeat(200), &Setting::default());
    let n_figures: usize = found.iter().map(|indicator| indicator.observations.len()).sum();
    assert_eq!(n_figures, 400);
    let piece = "举办讲座320场、接待读者45万人次、";
    let found = figures(&piece.repeat(200), &Setting::default());
    let values: Vec<f64> = found
        .iter()
        .flat_map(|indicator| &indicator.observations)
        .filter_map(|observation| observation.value)
        .collect();
    assert_eq!(values.len(), 400);
    assert!(values.iter().all(|value| [320.0, 45.0].contains(value)));
}
