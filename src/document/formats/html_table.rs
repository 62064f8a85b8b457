//! Builds the rows of an HTML table; a cell that spans columns or rows is copied into each of them.

use super::{
    cell::cell_of_lines,
    html::without_soft_line_ends,
    text::{Cell, Lines, Row},
};

/// A table whose end tag is still to come.
#[derive(Default)]
pub(super) struct TableBuilder {
    rows: Vec<Row>,
    row: Option<Row>,
    cell: Option<OpenCell>,
    /// Cells that reach down into further rows, by column: how many rows, and the cell.
    reaching_down: Vec<Option<(usize, Cell)>>,
}

struct OpenCell {
    text: String,
    columns: usize,
    rows: usize,
}

impl TableBuilder {
    pub(super) fn has_open_cell(&self) -> bool {
        self.cell.is_some()
    }

    /// Whether a row has begun: text that comes now belongs to the table.
    pub(super) fn has_begun(&self) -> bool {
        self.row.is_some() || !self.rows.is_empty()
    }

    pub(super) fn begin_row(&mut self, line: u32, copies_left: &mut usize) {
        self.end_row(copies_left);
        self.row = Some(Row { cells: Vec::new(), lines: Lines::one(line) });
    }

    pub(super) fn begin_cell(&mut self, columns: usize, rows: usize, line: u32, copies_left: &mut usize) {
        self.end_cell(copies_left);
        let row = self.row.get_or_insert_with(|| Row { cells: Vec::new(), lines: Lines::one(line) });
        row.lines.last = row.lines.last.max(line);
        self.cell = Some(OpenCell { text: String::new(), columns, rows });
    }

    /// Adds text to the open cell, or to a new one where nobody opened any; `line` where it is more than white space.
    pub(super) fn push_text(&mut self, text: &str, line: Option<u32>) {
        if let Some(line) = line {
            let row = self.row.get_or_insert_with(|| Row { cells: Vec::new(), lines: Lines::one(line) });
            row.lines.last = row.lines.last.max(line);
        }
        self.cell.get_or_insert_with(|| OpenCell { text: String::new(), columns: 1, rows: 1 }).text.push_str(text);
    }

    pub(super) fn end_cell(&mut self, copies_left: &mut usize) {
        let Some(open) = self.cell.take() else { return };
        let Some(row) = &mut self.row else { return };
        let lines: Vec<String> = open.text.split('\n').map(without_soft_line_ends).collect();
        let cell = cell_of_lines(&lines.join("\n"));
        fill_from_above(row, &mut self.reaching_down, copies_left, usize::MAX);
        for nth in 0..open.columns {
            if nth > 0 && !may_copy(&cell, copies_left) {
                break;
            }
            let column = row.cells.len();
            row.cells.push(cell.clone());
            if open.rows > 1 {
                if self.reaching_down.len() <= column {
                    self.reaching_down.resize_with(column + 1, || None);
                }
                if let Some(place) = self.reaching_down.get_mut(column) {
                    *place = Some((open.rows - 1, cell.clone()));
                }
            }
        }
    }

    pub(super) fn end_row(&mut self, copies_left: &mut usize) {
        self.end_cell(copies_left);
        if let Some(mut row) = self.row.take() {
            let n_columns = self.reaching_down.len();
            fill_from_above(&mut row, &mut self.reaching_down, copies_left, n_columns);
            self.rows.push(row);
        }
    }

    /// All rows.
    pub(super) fn rows(mut self, copies_left: &mut usize) -> Vec<Row> {
        self.end_row(copies_left);
        self.rows
    }
}

/// Puts the cells that reach down from above into their columns, as long as no column between is free.
fn fill_from_above(row: &mut Row, above: &mut [Option<(usize, Cell)>], copies_left: &mut usize, n_columns: usize) {
    while row.cells.len() < n_columns
        && let Some(place) = above.get_mut(row.cells.len())
        && let Some((n_rows, cell)) = place.take()
    {
        if !may_copy(&cell, copies_left) {
            return;
        }
        row.cells.push(cell.clone());
        if n_rows > 1 {
            *place = Some((n_rows - 1, cell));
        }
    }
}

/// Whether there is room for one more copy: a document must not grow beyond twice its size.
fn may_copy(cell: &Cell, copies_left: &mut usize) -> bool {
    let size = 16 + cell.items.iter().map(String::len).sum::<usize>();
    let may_copy = *copies_left >= size;
    *copies_left = copies_left.saturating_sub(size);
    may_copy
}
