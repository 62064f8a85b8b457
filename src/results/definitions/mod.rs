//! The comparisons: one file each, with the GraphQL document beside it in `src/results/queries`.

mod coder_agreement;
mod compare_cohort_periods;
mod compare_periods;
mod compare_plans;
mod framework_alignment;
mod impact_map;
mod indicator_benchmark;
mod innovation_case_distribution;
mod lineage;
mod progress;
mod similar_plans;
mod theme_co_occurrence;
mod theme_coverage;
mod theme_trend;

use serde_json::Value;

use super::{
    comparison::Comparison,
    table::{Cell, Column, FilledTable, Table, items_at},
};

/// Every comparison, in the order of the documentation.
pub(super) const ALL: &[Comparison] = &[
    compare_plans::COMPARISON,
    compare_periods::COMPARISON,
    theme_coverage::COMPARISON,
    theme_trend::COMPARISON,
    theme_co_occurrence::COMPARISON,
    indicator_benchmark::COMPARISON,
    compare_cohort_periods::COMPARISON,
    lineage::COMPARISON,
    similar_plans::COMPARISON,
    progress::COMPARISON,
    impact_map::COMPARISON,
    framework_alignment::COMPARISON,
    innovation_case_distribution::COMPARISON,
    coder_agreement::COMPARISON,
];

/// A column whose values stand at a pointer from an item of a list that leads to the row.
const fn value(name: &'static str, level: usize, pointer: &'static str, description: &'static str) -> Column {
    Column { name, description, cell: Cell::Value(level, pointer) }
}

/// A column of texts joined from a list.
const fn joined(
    name: &'static str,
    level: usize,
    pointer: &'static str,
    inside: &'static str,
    description: &'static str,
) -> Column {
    Column { name, description, cell: Cell::Joined(level, pointer, inside) }
}

/// Columns for the dimensions of a group.
const fn dimensions(level: usize, pointer: &'static str) -> Column {
    Column {
        name: "(dimension)",
        description: "For each dimension asked for, named after it, the value's code or slug (empty: not known), and with `_label` behind the value in words.",
        cell: Cell::Dimensions(level, pointer),
    }
}

/// What to keep in mind: the last table of every comparison.
pub(super) const CAVEATS: Table = Table {
    name: "caveats",
    description: "What makes the answer less comparable than it looks.",
    rows: &[""],
    columns: &[
        value("code", 1, "/code", "The caveat's code."),
        value("message_en", 1, "/en/text", "Says it in English."),
        value("message_zh_hans", 1, "/zh/text", "Says it in Chinese."),
        value("n_plans", 1, "/planCount", "How many plans it is about."),
    ],
};

/// The caveats of an answer, wherever they stand in it, each once.
pub(super) fn caveats(comparison: &Comparison, answer: &Value) -> FilledTable {
    let mut found: Vec<Value> = Vec::new();
    for lists in comparison.caveats {
        for caveat in items_at(answer, lists).iter().filter_map(|path| path.last()) {
            if !found.contains(caveat) {
                found.push((*caveat).clone());
            }
        }
    }
    CAVEATS.fill(&Value::Array(found), &[])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use async_graphql::parser::parse_query;

    use super::*;

    #[test]
    fn names_are_told_apart() {
        let mut names = BTreeSet::new();
        for comparison in ALL {
            assert!(names.insert(comparison.name), "{} is there twice", comparison.name);
            assert!(parse_query(comparison.document).is_ok(), "{} has a document that cannot be read", comparison.name);
            assert!(!comparison.tables.is_empty(), "{}", comparison.name);
            let mut tables: BTreeSet<&str> = [CAVEATS.name].into();
            for table in comparison.tables {
                assert!(tables.insert(table.name), "{} has two tables {}", comparison.name, table.name);
                let mut columns = BTreeSet::new();
                for column in table.columns {
                    assert!(
                        columns.insert(column.name),
                        "{}/{} has two columns {}",
                        comparison.name,
                        table.name,
                        column.name
                    );
                    assert!(column.description.ends_with('.'), "{}/{}/{}", comparison.name, table.name, column.name);
                }
            }
        }
    }
}
