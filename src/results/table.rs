//! Rows and columns, and how they are taken from an answer.

use serde_json::Value;

/// A table that an answer gives.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Names it among the tables of its comparison, in addresses and commands.
    pub name: &'static str,
    /// What a row is.
    pub description: &'static str,
    /// Where the rows are: JSON pointers to lists, each from an item of the list before, the first from the answer. Without
    /// any the answer itself is the one row.
    pub rows: &'static [&'static str],
    /// The columns, in order.
    pub columns: &'static [Column],
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name, in `snake_case`.
    pub name: &'static str,
    /// What it holds: unit, range, what empty means.
    pub description: &'static str,
    /// Where its values are.
    pub cell: Cell,
}

/// Where a value is: a JSON pointer from an item of one of the lists that lead to the row; 0 is the answer itself.
#[derive(Clone, Copy, Debug)]
pub enum Cell {
    /// A number, a text, or nothing.
    Value(usize, &'static str),
    /// A list, of whose items the second pointer is taken, joined by `; `.
    Joined(usize, &'static str, &'static str),
    /// The values of dimensions: a column for each, named after it, and one with `_label` behind for its words.
    Dimensions(usize, &'static str),
    /// The length of a list.
    Length(usize, &'static str),
}

/// A table with its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct FilledTable {
    /// Names it.
    pub name: &'static str,
    /// What a row is.
    pub description: &'static str,
    /// Names and descriptions of the columns.
    pub columns: Vec<(String, &'static str)>,
    /// One value for each column: a number, a text, a truth value or null.
    pub rows: Vec<Vec<Value>>,
}

/// The items of the innermost of nested lists, each behind those that lead to it.
pub(super) fn items_at<'a>(answer: &'a Value, lists: &[&str]) -> Vec<Vec<&'a Value>> {
    let mut paths: Vec<Vec<&Value>> = vec![vec![answer]];
    for pointer in lists {
        paths = paths
            .into_iter()
            .flat_map(|path| {
                let list = path.last().and_then(|item| item.pointer(pointer)).and_then(Value::as_array);
                let items = list.map(Vec::as_slice).unwrap_or_default();
                items.iter().map(move |item| path.iter().copied().chain([item]).collect())
            })
            .collect();
    }
    paths
}

impl Table {
    /// Takes the rows from the data of an answer. `dimensions` are those that the question names: an answer without groups does
    /// not say them.
    pub fn fill(&self, answer: &Value, dimensions: &[String]) -> FilledTable {
        let paths = items_at(answer, self.rows);
        // A field that an error made null has no answer and so no row.
        let paths: Vec<_> =
            paths.into_iter().filter(|path| !self.rows.is_empty() || has_answer(path.first().copied())).collect();
        let widths: Vec<Vec<String>> = self.columns.iter().map(|column| column.names(dimensions)).collect();
        let columns = self
            .columns
            .iter()
            .zip(&widths)
            .flat_map(|(column, names)| names.iter().map(|name| (name.clone(), column.description)))
            .collect();
        let rows = paths
            .iter()
            .map(|path| {
                self.columns.iter().zip(&widths).flat_map(|(column, names)| column.values(path, names.len())).collect()
            })
            .collect();
        FilledTable { name: self.name, description: self.description, columns, rows }
    }
}

fn has_answer(answer: Option<&Value>) -> bool {
    answer.and_then(Value::as_object).is_some_and(|fields| fields.values().any(|field| !field.is_null()))
}

fn list<'a>(path: &[&'a Value], level: usize, pointer: &str) -> &'a [Value] {
    path.get(level).and_then(|item| item.pointer(pointer)).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

impl Column {
    /// The names of the columns that it stands for.
    fn names(&self, dimensions: &[String]) -> Vec<String> {
        match self.cell {
            Cell::Dimensions(..) => {
                let names = dimensions.iter().map(|name| name.to_lowercase());
                names.flat_map(|name| [name.clone(), format!("{name}_label")]).collect()
            }
            _ => vec![self.name.to_owned()],
        }
    }

    fn values(&self, path: &[&Value], width: usize) -> Vec<Value> {
        let mut values = match self.cell {
            Cell::Value(level, pointer) => {
                vec![path.get(level).and_then(|item| item.pointer(pointer)).cloned().unwrap_or_default()]
            }
            Cell::Joined(level, pointer, inside) => {
                let items = list(path, level, pointer).iter().filter_map(|item| item.pointer(inside));
                // What is not known keeps its place, so that joined columns stay in step.
                let texts: Vec<String> = items
                    .map(|item| match item {
                        Value::Null => String::new(),
                        Value::String(text) => text.clone(),
                        value => value.to_string(),
                    })
                    .collect();
                let is_empty = texts.iter().all(String::is_empty);
                vec![if is_empty { Value::Null } else { Value::String(texts.join("; ")) }]
            }
            Cell::Length(level, pointer) => vec![list(path, level, pointer).len().into()],
            Cell::Dimensions(level, pointer) => list(path, level, pointer)
                .iter()
                .flat_map(|key| ["/value", "/label/text"].map(|part| key.pointer(part).cloned().unwrap_or_default()))
                .collect(),
        };
        // A row has as many cells as the table has columns, whatever the answer holds.
        values.resize(width, Value::Null);
        values
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TABLE: Table = Table {
        name: "cells",
        description: "One theme in one group.",
        rows: &["/coverage/groups", "/cells"],
        columns: &[
            Column { name: "dimension", description: "Of the group.", cell: Cell::Dimensions(1, "/key") },
            Column { name: "plans", description: "Of the group.", cell: Cell::Value(1, "/planCount") },
            Column { name: "theme", description: "The theme.", cell: Cell::Value(2, "/theme/slug") },
            Column { name: "share", description: "0..1.", cell: Cell::Value(2, "/share") },
            Column { name: "elements", description: "Keys.", cell: Cell::Joined(2, "/elements", "/key") },
            Column { name: "n_elements", description: "How many.", cell: Cell::Length(2, "/elements") },
        ],
    };

    #[test]
    fn rows_are_the_items_of_the_innermost_list() {
        let answer = json!({ "coverage": { "groups": [
            { "key": [{ "dimension": "LEVEL", "value": null, "label": { "text": "Not known" } }], "planCount": 2, "cells": [
                { "theme": { "slug": "a" }, "share": 0.1, "elements": [{ "key": "x" }, { "key": "y" }] },
                { "theme": { "slug": "b" }, "share": null, "elements": [] },
            ] },
            { "key": [{ "dimension": "LEVEL", "value": "PUBLIC", "label": { "text": "Public" } }], "planCount": 3, "cells": [] },
        ] } });
        let table = TABLE.fill(&answer, &["LEVEL".to_owned()]);
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["level", "level_label", "plans", "theme", "share", "elements", "n_elements"]);
        assert_eq!(
            table.rows,
            [
                vec![json!(null), json!("Not known"), json!(2), json!("a"), json!(0.1), json!("x; y"), json!(2)],
                vec![json!(null), json!("Not known"), json!(2), json!("b"), json!(null), json!(null), json!(0)],
            ]
        );
    }

    #[test]
    fn an_answer_without_rows_is_an_empty_table() {
        for answer in [json!(null), json!({ "coverage": null }), json!({ "coverage": { "groups": [] } })] {
            assert_eq!(TABLE.fill(&answer, &["LEVEL".to_owned()]).rows, Vec::<Vec<Value>>::new());
        }
    }
}
