//! A table as spreadsheets save it: rows of cells, with the line that each begins on.

use csv::{ReaderBuilder, StringRecord};

/// What may stand between cells. Where spreadsheets write decimal commas, they put semicolons between cells.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// A line behind the end: whoever swallows it has not closed a quotation mark.
const END: &str = "\u{1}";

/// A table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// Its rows; those that hold nothing are left out.
    pub(super) rows: Vec<Row>,
    /// The line of a quotation mark that opens a cell and is never closed. The row that it stands in is left out.
    pub(super) unclosed: Option<u64>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// What it holds, without white space around it. Lines end in a line feed.
    pub(super) text: String,
    /// The line that it begins on, from 1.
    pub(super) line: u64,
}

impl Row {
    /// The line that it begins on, from 1.
    pub(super) fn line(&self) -> u64 {
        self.cells.first().map_or(1, |cell| cell.line)
    }
}

/// Reads a table (RFC 4180). What stands between cells is told by the first line that holds anything; line ends may be of
/// any kind. White space around cells and rows without content are no part of it.
///
/// # Errors
/// [`csv::Error`], which no text should bring about.
pub(super) fn read_table(text: &str) -> Result<Table, csv::Error> {
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    let delimiter = delimiter_of(text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default());
    text.push('\n');
    text.push_str(END);
    text.push('\n');
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut table = Table::default();
    let mut record = StringRecord::new();
    let (mut line, mut read) = (1, 0);
    loop {
        let start = read;
        if !reader.read_record(&mut record)? {
            return Ok(table);
        }
        read = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        let raw = text.get(start..read).unwrap_or_default();
        // Empty lines in front of a row are read with it.
        let empty = raw.len() - raw.trim_start_matches('\n').len();
        line += empty as u64;
        let cells = cells(&record, line);
        line += line_ends(raw.get(empty..).unwrap_or_default());
        if record.len() == 1 && record.get(0) == Some(END) && read >= text.len() {
            return Ok(table);
        }
        if read >= text.len()
            && let Some(last) = cells.last()
        {
            table.unclosed = Some(last.line);
            return Ok(table);
        }
        if cells.iter().any(|cell| !cell.text.is_empty()) {
            table.rows.push(Row { cells });
        }
    }
}

fn cells(record: &StringRecord, mut line: u64) -> Vec<Cell> {
    record
        .iter()
        .map(|text| {
            let begins = line;
            line += line_ends(text);
            Cell { text: text.trim().to_owned(), line: begins }
        })
        .collect()
}

fn line_ends(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

/// What stands between the cells of a line: the sign that stands there most often outside quotation marks.
fn delimiter_of(line: &str) -> u8 {
    let mut is_quoted = false;
    let mut counts = [0_usize; DELIMITERS.len()];
    for byte in line.bytes() {
        is_quoted ^= byte == b'"';
        for (count, delimiter) in counts.iter_mut().zip(DELIMITERS) {
            *count += usize::from(!is_quoted && byte == delimiter);
        }
    }
    let mut best = (0, b',');
    for (count, delimiter) in counts.into_iter().zip(DELIMITERS) {
        if count > best.0 {
            best = (count, delimiter);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `2:a|b` for a row on line 2; a cell on another line than its row has its own.
    fn shown(text: &str) -> Result<Vec<String>, csv::Error> {
        let table = read_table(text)?;
        let row = |row: &Row| {
            let cell = |cell: &Cell| match cell.line == row.line() {
                true => cell.text.replace('\n', "⏎"),
                false => format!("{}@{}", cell.text.replace('\n', "⏎"), cell.line),
            };
            format!("{}:{}", row.line(), row.cells.iter().map(cell).collect::<Vec<_>>().join("|"))
        };
        let unclosed = table.unclosed.map(|line| format!("unclosed on {line}"));
        Ok(table.rows.iter().map(row).chain(unclosed).collect())
    }

    #[test]
    fn rows_have_the_lines_that_an_editor_shows() -> Result<(), csv::Error> {
        for (text, expected) in [
            ("", &[][..]),
            ("\n\n \n", &[]),
            ("a,b\n1,2\n", &["1:a|b", "2:1|2"]),
            ("a,b\n1,2", &["1:a|b", "2:1|2"]),
            ("a;b\r\n1,5; 2 \r\n", &["1:a|b", "2:1,5|2"]),
            ("a\tb\r1\t2", &["1:a|b", "2:1|2"]),
            ("\n\na,b\n\n\n1,2\n,\n\n3,4", &["3:a|b", "6:1|2", "9:3|4"]),
            ("a,b,c\n\"x\ny\",\"1\n2\",z\n3,4,5", &["1:a|b|c", "2:x⏎y|1⏎2@3|z@4", "5:3|4|5"]),
            ("\"a,;;;\",b\n\"say \"\"hi\"\"\",2", &["1:a,;;;|b", "2:say \"hi\"|2"]),
            ("a,b\n5\" disk,2\n", &["1:a|b", "2:5\" disk|2"]),
            ("a,b\n1\n1,2,3\n", &["1:a|b", "2:1", "3:1|2|3"]),
            ("a,b\n1,\"2\n3,4\n5,6", &["1:a|b", "unclosed on 2"]),
            ("a,b\n\"", &["1:a|b", "unclosed on 2"]),
            ("a,b\n1,\"2\n\"\n", &["1:a|b", "2:1|2"]),
        ] {
            assert_eq!(shown(text)?, expected, "{text:?}");
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_with_its_lines(
            rows in prop::collection::vec(prop::collection::vec("[a-z\",;\n\t ]{0,6}x", 3), 1..8),
            gaps in prop::collection::vec(0_usize..3, 8),
            delimiter in prop::sample::select(DELIMITERS.to_vec()),
        ) {
            let sign = char::from(delimiter);
            // A first row that tells the delimiter.
            let mut text = format!("a{sign}b{sign}c\n");
            let mut expected = Vec::new();
            for (row, gap) in rows.iter().zip(&gaps) {
                text.push_str(&"\n".repeat(*gap));
                expected.push(1 + line_ends(&text));
                let cells: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
                text.push_str(&cells.join(&sign.to_string()));
                text.push('\n');
            }
            let table = read_table(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(table.unclosed, None);
            let found: Vec<u64> = table.rows.iter().skip(1).map(Row::line).collect();
            prop_assert_eq!(found, expected);
            for (row, read) in rows.iter().zip(table.rows.iter().skip(1)) {
                prop_assert_eq!(row.iter().map(|cell| cell.trim()).collect::<Vec<_>>(), read.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>());
            }
        }

        #[test]
        fn any_text_is_a_table_of_some_kind(text in "[\\PC\n\r\t\",;]{0,60}") {
            let table = read_table(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let n_lines = 1 + line_ends(&text.replace("\r\n", "\n").replace('\r', "\n"));
            for cell in table.rows.iter().flat_map(|row| &row.cells) {
                prop_assert!((1..=n_lines).contains(&cell.line), "{:?}", cell);
            }
            prop_assert!(table.unclosed.is_none_or(|line| (1..=n_lines).contains(&line)));
        }
    }
}
