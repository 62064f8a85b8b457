//! Tables as CSV, as JSON, and as text for a terminal.

use serde_json::{Map, Value, json};

use super::{readme::Readme, table::FilledTable};

/// The mark in front of every README row: statistics programs take such lines for comments if they are told to.
const README_MARK: &str = "# README";

/// Tells spreadsheets that a file is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// One table as CSV (RFC 4180) in UTF-8: the README rows, if there are any, the names of the columns, the rows. Numbers are
/// written as in the API's JSON; what is not known is empty.
///
/// `for_spreadsheets` puts a byte order mark in front, and an apostrophe in front of texts that a spreadsheet would take for
/// formulas.
///
/// # Errors
/// When the writer fails, which in memory it does not.
pub fn csv(table: &FilledTable, readme: Option<&Readme>, for_spreadsheets: bool) -> Result<Vec<u8>, csv::Error> {
    let bytes = if for_spreadsheets { BYTE_ORDER_MARK.as_bytes().to_vec() } else { Vec::new() };
    let builder = || {
        let mut builder = csv::WriterBuilder::new();
        builder.flexible(true).terminator(csv::Terminator::CRLF);
        builder
    };
    let mut writer = builder().from_writer(bytes);
    for entry in readme.iter().flat_map(|readme| &readme.0) {
        // On one line: a program that skips comments skips lines.
        let value = entry.value.split_whitespace().collect::<Vec<_>>().join(" ");
        writer.write_record([README_MARK, entry.name, &value])?;
    }
    writer.write_record(table.columns.iter().map(|(name, _)| name))?;
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|value| cell(value, for_spreadsheets)).collect();
        if !cells.iter().any(|cell| cell.contains('#')) {
            writer.write_record(&cells)?;
            continue;
        }
        // Quoted, the sign is no comment to programs that skip comments.
        writer.flush()?;
        let mut quoted = builder()
            .quote_style(csv::QuoteStyle::Always)
            .from_writer(writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?);
        quoted.write_record(&cells)?;
        let bytes = quoted.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
        writer = builder().from_writer(bytes);
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn cell(value: &Value, for_spreadsheets: bool) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if for_spreadsheets && text.starts_with(['=', '+', '-', '@', '\t', '\r']) => {
            format!("'{text}")
        }
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Tables as JSON: `readme`, then for each table what its columns are and one object for each row.
pub fn json(comparison: &str, tables: &[FilledTable], readme: Option<&Readme>) -> Value {
    let tables = tables.iter().map(|table| {
        let columns =
            table.columns.iter().map(|(name, description)| json!({ "name": name, "description": description }));
        let rows = table.rows.iter().map(|row| {
            let names = table.columns.iter().map(|(name, _)| name.clone());
            Value::Object(names.zip(row.iter().cloned()).collect())
        });
        json!({
            "name": table.name,
            "description": table.description,
            "columns": columns.collect::<Vec<_>>(),
            "rows": rows.collect::<Vec<_>>(),
        })
    });
    let mut document = Map::new();
    document.insert("comparison".to_owned(), comparison.into());
    if let Some(readme) = readme {
        document.insert("readme".to_owned(), Value::Object(readme.object()));
    }
    document.insert("tables".to_owned(), tables.collect());
    Value::Object(document)
}

/// Tables as text for a terminal, with columns in line.
pub fn text(tables: &[FilledTable], readme: Option<&Readme>) -> String {
    let mut text = String::new();
    // The query is for those who ask again, and they take a file.
    for entry in readme.iter().flat_map(|readme| &readme.0).filter(|entry| entry.name != "query") {
        let value = entry.value.split_whitespace().collect::<Vec<_>>().join(" ");
        text.push_str(&format!("{}: {value}\n", entry.name));
    }
    for table in tables {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("{}: {}\n", table.name, table.description));
        text.push_str(&grid(table));
    }
    text
}

fn grid(table: &FilledTable) -> String {
    const WIDEST: usize = 48;
    let shorten = |text: String| {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() <= WIDEST { line } else { line.chars().take(WIDEST - 1).chain(['…']).collect() }
    };
    let head: Vec<String> = table.columns.iter().map(|(name, _)| name.clone()).collect();
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(|value| shorten(rounded(value))).collect()).collect();
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column)).chain(head.get(column));
            cells.map(|cell| width(cell)).max().unwrap_or(0)
        })
        .collect();
    let line = |cells: &[String]| {
        let cells = cells
            .iter()
            .zip(&widths)
            .map(|(cell, wide)| format!("{cell}{}", " ".repeat(wide - width(cell).min(*wide))));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    let mut text = line(&head);
    for row in &rows {
        text.push_str(&line(row));
    }
    if rows.is_empty() {
        text.push_str("(no rows)\n");
    }
    text
}

/// A number for reading rather than for computing: four significant decimals of a share. CSV and JSON have them all.
fn rounded(value: &Value) -> String {
    match value {
        Value::Number(number) if number.is_f64() => {
            let number = number.as_f64().unwrap_or_default();
            if number.abs() < 1000.0 { format!("{number:.4}") } else { format!("{number:.1}") }
        }
        value => cell(value, false),
    }
}

/// Columns that a text takes on a terminal: two for each wide character.
fn width(text: &str) -> usize {
    text.chars().map(|character| if matches!(character, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}') { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::ReadmeEntry;

    #[test]
    fn texts_cannot_be_taken_for_comments_or_formulas() -> Result<(), csv::Error> {
        let table = FilledTable {
            name: "names",
            description: "A name.",
            columns: vec![("name".to_owned(), "The name."), ("share".to_owned(), "0..1.")],
            rows: vec![
                vec!["plain".into(), 0.1.into()],
                vec!["Line #1".into(), Value::Null],
                vec!["=1+1, \"x\"".into(), 2.into()],
            ],
        };
        let readme = Readme(vec![ReadmeEntry { name: "query", value: "a\n  b".to_owned() }]);
        let plain = String::from_utf8_lossy(&csv(&table, Some(&readme), false)?).into_owned();
        assert_eq!(
            plain,
            "# README,query,a b\r\nname,share\r\nplain,0.1\r\n\"Line #1\",\"\"\r\n\"=1+1, \"\"x\"\"\",2\r\n"
        );
        let marked = String::from_utf8_lossy(&csv(&table, None, true)?).into_owned();
        assert!(marked.starts_with("\u{feff}name,share\r\n") && marked.contains("\"'=1+1, "), "{marked}");
        Ok(())
    }
}
