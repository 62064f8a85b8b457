//! Tables in plain text: rows whose cells are parted by tabs, by pipes or by columns of white space.
//!
//! A run of lines is a table only if its rows agree; whatever does not stays running text.

use std::collections::HashMap;

use super::{lines::width, marker::is_number_alone};

/// What a run of lines turned out to be.
pub(super) enum Run<'a> {
    /// A table, with the cells of each line; lines that only draw a rule have none.
    Table(Vec<Vec<&'a str>>),
    /// So many lines that are no table.
    Text(usize),
}

/// The longest cell that stands in a column drawn with spaces, in letters.
const MAX_ALIGNED_CELL: usize = 60;

/// What lines begin with, the first of which [`may_be_row`].
pub(super) fn run<'a>(lines: &[&'a str]) -> Run<'a> {
    let Some(first) = lines.first() else { return Run::Text(0) };
    if first.trim().contains('\t') {
        tab_run(lines)
    } else if is_pipe_row(first) || is_rule(first) {
        drawn_run(
            lines
                .iter()
                .take_while(|line| is_pipe_row(line) || is_rule(line))
                .map(|line| if is_rule(line) { Vec::new() } else { pipe_cells(line) }),
        )
    } else {
        let n_columns = aligned_cells(first).len();
        let rows: Vec<Vec<&str>> =
            lines.iter().map(|line| aligned_cells(line)).take_while(|cells| cells.len() == n_columns).collect();
        if rows.len() >= 3 && n_columns >= 3 { Run::Table(rows) } else { Run::Text(1) }
    }
}

/// Whether a line takes part in some table, should its neighbours do so too.
pub(super) fn may_be_row(line: &str) -> bool {
    line.trim().contains('\t') || is_pipe_row(line) || is_rule(line) || aligned_cells(line).len() > 2
}

fn tab_run<'a>(lines: &[&'a str]) -> Run<'a> {
    let run: Vec<&str> = lines.iter().copied().take_while(|line| line.trim().contains('\t')).collect();
    // Where every line begins with a tab, the tabs are indentation.
    let indentation = run.iter().map(|line| line.len() - line.trim_start_matches('\t').len()).min().unwrap_or_default();
    let cut = |line: &'a str, merges: bool| -> Vec<&'a str> {
        let line = line.get(indentation..).unwrap_or(line).trim_end();
        line.split('\t')
            .map(str::trim)
            .enumerate()
            .filter(|(at, cell)| !merges || *at == 0 || !cell.is_empty())
            .map(|(_, cell)| cell)
            .collect()
    };
    let single: Vec<Vec<&str>> = run.iter().map(|line| cut(line, false)).collect();
    let merged: Vec<Vec<&str>> = run.iter().map(|line| cut(line, true)).collect();
    // Several tabs in a row may be one wide step; then the rows agree only without the empty cells.
    let rows = if agreement(&single).1 >= agreement(&merged).1 { single } else { merged };
    let (n_cells, n_agreeing) = agreement(&rows);
    let is_numbered_list = n_cells == 2
        && rows.iter().filter(|row| row.first().is_some_and(|cell| is_number_alone(cell) || is_bullet(cell))).count()
            * 2
            > rows.len();
    let is_table = rows.len() >= 2 && n_cells >= 2 && n_agreeing * 2 >= rows.len() && !is_numbered_list;
    if is_table { Run::Table(rows) } else { Run::Text(rows.len()) }
}

fn is_bullet(cell: &str) -> bool {
    let mut characters = cell.chars();
    characters.next().is_some_and(|first| !first.is_alphanumeric()) && characters.next().is_none()
}

fn drawn_run<'a>(rows: impl Iterator<Item = Vec<&'a str>>) -> Run<'a> {
    let rows: Vec<Vec<&str>> = rows.collect();
    let with_text: Vec<Vec<&str>> = rows.iter().filter(|row| !row.is_empty()).cloned().collect();
    let (n_cells, n_agreeing) = agreement(&with_text);
    let is_table = with_text.len() >= 2 && n_cells >= 2 && n_agreeing * 2 > with_text.len();
    if is_table { Run::Table(rows) } else { Run::Text(rows.len()) }
}

/// The commonest number of cells, and how many rows have it.
fn agreement(rows: &[Vec<&str>]) -> (usize, usize) {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for row in rows {
        *counts.entry(row.len()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(n_cells, n_rows)| (*n_rows, *n_cells)).unwrap_or_default()
}

const PIPES: [char; 4] = ['|', '│', '┃', '｜'];

fn is_pipe_row(line: &str) -> bool {
    let line = line.trim();
    let n_pipes = line.matches(PIPES).count();
    n_pipes >= 2 && line.starts_with(PIPES)
        || n_pipes >= 1 && pipe_cells(line).iter().filter(|cell| !cell.is_empty()).count() >= 2
}

fn pipe_cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let line = line.strip_prefix(PIPES).unwrap_or(line);
    let line = line.strip_suffix(PIPES).unwrap_or(line);
    line.split(PIPES).map(str::trim).collect()
}

/// Whether a line only draws: `|---|:---:|`, `+-----+`, `├──┼──┤`.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().any(|sign| matches!(sign, '-' | '─' | '━' | '='))
        && line
            .chars()
            .any(|sign| PIPES.contains(&sign) || matches!(sign, '+' | '┼' | '├' | '┬' | '┴' | '┌' | '└' | '╋'))
        && line
            .chars()
            .all(|sign| PIPES.contains(&sign) || matches!(sign, '-' | '=' | ':' | '+' | ' ' | '\u{2500}'..='\u{257F}'))
}

/// The cells of a line whose columns are drawn with two or more spaces, or ideographic ones.
fn aligned_cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let mut cells = Vec::new();
    let mut start = 0;
    let mut spaces: Option<(usize, usize)> = None;
    for (at, character) in line.char_indices() {
        if character == ' ' || character == '\u{3000}' {
            let room = if character == ' ' { 1 } else { 2 };
            let (from, so_far) = spaces.unwrap_or((at, 0));
            spaces = Some((from, so_far + room));
        } else if let Some((from, room)) = spaces.take()
            && room >= 2
        {
            cells.extend(line.get(start..from));
            start = at;
        }
    }
    cells.extend(line.get(start..));
    if cells.iter().any(|cell| width(cell) > MAX_ALIGNED_CELL) { vec![line] } else { cells }
}
