//! Reads tables of indicators: 指标 | 2020年 | 2025年 | 属性, their English kin, and those with the years as rows.

use super::{
    Setting,
    table_cell::{self, Reading},
    table_head::{self, ColumnKind, ColumnMeaning, FigureColumn},
};
use crate::{
    document::text::{Row, Table},
    domain::{
        indicator::{Comparator, ObservationBasis, ObservationRole, TargetNature},
        unit::Unit,
    },
    draft::ObservationDraft,
};

/// One row of a table of indicators.
#[derive(Clone, Debug, PartialEq)]
pub struct TableIndicator {
    /// What is measured, in the plan's words, without its unit in brackets. Never empty.
    pub name: String,
    /// 预期性 or 约束性, where a column says so.
    pub nature: Option<TargetNature>,
    /// The group that the row stands in: a row across the table, or the cell of a column before the names.
    pub group: Option<String>,
    /// Its figures from left to right; at least one.
    pub observations: Vec<ObservationDraft>,
    /// Its row in the table, from 0; for a table with the years as rows, the row of the names.
    pub row: usize,
}

/// The words of a cell.
pub(super) type Cells = Vec<Vec<String>>;

/// The indicators of a table; `None` when the table is no table of indicators: no column of it is headed by a year or by a
/// word for figures, or no cell below such a head has a figure.
pub fn indicator_table(table: &Table, setting: &Setting) -> Option<Vec<TableIndicator>> {
    let cells: Cells = table.rows.iter().map(words_of).collect();
    read(&cells, setting).or_else(|| read_transposed(&cells, setting))
}

fn words_of(row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| cell.text().split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn read_transposed(cells: &Cells, setting: &Setting) -> Option<Vec<TableIndicator>> {
    let width = cells.iter().map(Vec::len).max()?;
    // A long list of years is a table of figures with few columns; a wide one was read already.
    let is_small = width.saturating_mul(cells.len()) <= 100_000;
    let turned =
        (0..width).map(|column| cells.iter().map(|row| row.get(column).cloned().unwrap_or_default()).collect());
    let turned: Cells = turned.filter(|_| is_small).collect();
    let mut found = read(&turned, setting)?;
    for indicator in &mut found {
        indicator.row = 0;
    }
    Some(found)
}

fn read(cells: &Cells, setting: &Setting) -> Option<Vec<TableIndicator>> {
    let (head_rows, columns) = table_head::head(cells, setting)?;
    let mut heading: Option<String> = None;
    let mut found = Vec::new();
    let mut has_figure = false;
    for (index, row) in cells.iter().enumerate().skip(head_rows) {
        if let Some(group) = group_row(row) {
            heading = Some(group);
            continue;
        }
        let Some(indicator) = indicator(row, index, &columns, heading.as_deref(), setting) else {
            continue;
        };
        has_figure |= indicator.observations.iter().any(|observation| observation.value.is_some());
        found.push(indicator);
    }
    has_figure.then_some(found)
}

/// A row that says one thing in all its cells, or in its first cell alone, groups the rows below it.
fn group_row(row: &[String]) -> Option<String> {
    let first = row.iter().find(|cell| !cell.is_empty())?;
    let is_one = row.iter().all(|cell| cell.is_empty() || cell == first);
    let is_words = first.chars().any(char::is_alphabetic) && !table_head::notes_cumulative(first);
    (is_one && is_words && row.len() > 1).then(|| table_head::without_number(first))
}

fn indicator(
    row: &[String],
    index: usize,
    columns: &[ColumnMeaning],
    heading: Option<&str>,
    setting: &Setting,
) -> Option<TableIndicator> {
    let cell = |wanted: &dyn Fn(&ColumnKind) -> bool| {
        let column = columns.iter().position(|column| wanted(&column.kind))?;
        row.get(column).map(String::as_str).filter(|cell| !cell.is_empty())
    };
    let written = cell(&|kind| *kind == ColumnKind::Name)?;
    let (name, unit_of_name) = table_head::name_and_unit(written);
    let column_unit = cell(&|kind| *kind == ColumnKind::Unit).map(str::to_owned);
    let nature = cell(&|kind| *kind == ColumnKind::Nature).and_then(table_head::nature);
    let group = cell(&|kind| *kind == ColumnKind::Group).map(table_head::without_number);
    let mut observations = Vec::new();
    for (column, text) in columns.iter().zip(row) {
        let ColumnKind::Figure(figure) = &column.kind else { continue };
        let is_change =
            matches!(figure.basis, Some(ObservationBasis::ChangeAbsolute | ObservationBasis::ChangeRelative));
        let unit_of_change = figure.unit.as_deref().filter(|_| is_change);
        let unit = unit_of_change.or(column_unit.as_deref()).or(unit_of_name.as_deref()).or(figure.unit.as_deref());
        let mut read = table_cell::read(text, &name, unit);
        // A blank cell and one that repeats the name of a spanning row say nothing.
        read.retain(|_| text != written);
        for reading in read {
            observations.push(observation(reading, text, &name, figure, setting));
        }
    }
    let is_named = name.chars().any(char::is_alphabetic);
    (is_named && !observations.is_empty()).then(|| TableIndicator {
        name,
        nature,
        group: group.or_else(|| heading.map(str::to_owned)),
        observations,
        row: index,
    })
}

fn observation(reading: Reading, text: &str, name: &str, figure: &FigureColumn, setting: &Setting) -> ObservationDraft {
    let Reading { value, upper, unit, comparator, is_cumulative, change } = reading;
    let unit = unit.as_deref().and_then(|unit| unit.parse::<Unit>().ok());
    // 〔1.2〕 is a sum over the plan's years, whether a note says so or not.
    let named =
        if is_cumulative || table_cell::is_cumulative(text) { Some(ObservationBasis::Cumulative) } else { None };
    let basis = match (&figure.basis, change) {
        _ if comparator == Comparator::Qualitative => ObservationBasis::Point,
        (Some(basis), _) => *basis,
        (None, Some(change)) => change,
        _ => named.or_else(|| table_cell::basis_of_name(name)).unwrap_or(ObservationBasis::Point),
    };
    let span = match figure.role {
        ObservationRole::Target => setting.plan_years,
        ObservationRole::Actual => setting.review_years,
        ObservationRole::Baseline => None,
    };
    let adds_up = matches!(basis, ObservationBasis::Cumulative | ObservationBasis::AnnualAverage);
    let (start_year, end_year) = match (figure.start_year, figure.end_year) {
        (Some(start), end) => (Some(start), end),
        (None, Some(end)) => {
            // A sum in brackets is of the years of the plan up to the column's year.
            let start = span
                .filter(|span| basis == ObservationBasis::Cumulative && span.contains(end))
                .map(|span| span.start());
            let in_year = basis == ObservationBasis::Annual;
            (start.or_else(|| in_year.then_some(end)), Some(end))
        }
        (None, None) => (
            span.filter(|_| adds_up || basis == ObservationBasis::Annual).map(|span| span.start()),
            span.map(|span| span.end()),
        ),
    };
    ObservationDraft {
        role: figure.role,
        comparator: Some(comparator),
        value,
        upper,
        unit: unit.filter(|_| value.is_some()).map(|unit| unit.to_string()),
        basis: Some(basis),
        start_year,
        end_year,
        reference_year: None,
        dimensions: Vec::new(),
        text: Some(text.to_owned()),
        evidence: None,
    }
}
