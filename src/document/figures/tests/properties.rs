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

#[test]
fn long_texts_without_an_end_take_no_longer() {
    for piece in ["1", "一二三", "1-1-1-", "12%", "2025年", "from 1 to 2 ", "“1", "average 5 visits ", "\"3 "] {
        let started = Instant::now();
        let n_found = figures(&piece.repeat(20_000 / piece.len()), &Setting::default()).len();
        let seconds = started.elapsed().as_secs_f64();
        eprintln!("{piece}: {n_found} in {seconds:.2} s");
        assert!(seconds < 20.0, "{piece}: {seconds} s for 20 kB");
    }
}
