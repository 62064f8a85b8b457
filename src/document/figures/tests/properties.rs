//! What holds for every text: nothing panics, passages lie in the text, values are numbers, and time grows with length.

use std::time::Instant;

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

/// The shortest of a few readings of a piece over and over, in seconds.
fn seconds(piece: &str, length: usize) -> f64 {
    let text = piece.repeat(length / piece.len());
    let reading = |_| {
        let started = Instant::now();
        let found = figures(&text, &Setting::default());
        let seconds = started.elapsed().as_secs_f64();
        assert!(found.len() <= text.len());
        seconds
    };
    (0..3).map(reading).fold(f64::INFINITY, f64::min)
}

#[test]
fn time_grows_with_length_and_no_faster() {
    for piece in [
        "1",
        "一二三",
        "1-1-1-",
        "12%",
        "2025年",
        "from 1 to 2 ",
        "“1",
        "average 5 visits ",
        "\"3 ",
        "五年来，全馆接待读者612万人次，比2015年增长12%；",
    ] {
        // Four times the text takes four times as long; what is quadratic takes sixteen. Very short times say nothing.
        let (short, long) = (seconds(piece, 10_000).max(0.02), seconds(piece, 40_000));
        assert!(long < 9.0 * short, "{piece}: {short:.3} s, and {long:.3} s for four times the text");
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
