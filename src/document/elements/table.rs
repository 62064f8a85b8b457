//! Tables whose rows are elements: outcomes with their indicators, goals with their actions.

use super::parts::{bare, bare_indicator, name, passage};
use crate::{
    document::{
        figures::{FoundIndicator, Setting, TableIndicator, figures, indicator_table},
        outline::{
            numbering,
            section::{Meaning, section_heading},
            terms::term,
        },
        text::{Cell, Row, Table},
    },
    domain::element::ElementKind,
    draft::{DraftTexts, ElementDraft, PlanIndicatorDraft},
    linguistics::normalize,
};

/// What a table was read as.
pub(super) enum TableReading {
    /// Rows of indicators with years.
    Indicators(Vec<PlanIndicatorDraft>),
    /// Rows of elements.
    Elements(Vec<ElementDraft>),
    /// Neither.
    Unread,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
enum Column {
    Elements(ElementKind),
    Indicators,
    Number,
    /// Anything else, with its heading.
    Remark(String),
}

/// Reads a table by its head.
pub(super) fn table(table: &Table, setting: &Setting) -> TableReading {
    if let Some(indicators) = indicator_table(table, setting) {
        return TableReading::Indicators(indicators.into_iter().map(|found| table_indicator(table, found)).collect());
    }
    let Some((n_head, columns)) = head(table) else { return TableReading::Unread };
    let mut elements: Vec<ElementDraft> = Vec::new();
    let mut before: Option<&Row> = None;
    for row in table.rows.iter().skip(n_head) {
        read_row(row, before, &columns, setting, &mut elements);
        before = Some(row);
    }
    if elements.is_empty() { TableReading::Unread } else { TableReading::Elements(elements) }
}

fn table_indicator(table: &Table, found: TableIndicator) -> PlanIndicatorDraft {
    let TableIndicator { name, nature, group, observations, row } = found;
    let evidence = table.rows.get(row).map(|row| {
        let words: Vec<String> = row.cells.iter().map(Cell::text).filter(|text| !text.is_empty()).collect();
        let repairs = row.cells.iter().flat_map(|cell| cell.repairs.clone()).collect();
        passage(row.lines, &words.join(" | "), repairs)
    });
    let text = match group.filter(|group| !name.contains(group.as_str())) {
        Some(group) => format!("{group}：{name}"),
        None => name,
    };
    PlanIndicatorDraft { nature, evidence, observations, ..bare_indicator(text) }
}

/// The columns by the first row that heads some as elements, and how many rows the head has.
fn head(table: &Table) -> Option<(usize, Vec<Column>)> {
    table.rows.iter().take(2).enumerate().find_map(|(index, row)| {
        let columns: Vec<Column> = row.cells.iter().map(|cell| column(&cell.text())).collect();
        let has_elements = columns.iter().any(|column| matches!(column, Column::Elements(_)));
        (has_elements && columns.len() > 1).then_some((index + 1, columns))
    })
}

fn column(heading: &str) -> Column {
    let normalized = normalize(heading);
    if matches!(normalized.as_str(), "序号" | "编号" | "no." | "no" | "#" | "number" | "号") {
        return Column::Number;
    }
    // 2030年目标 heads figures.
    if normalized.contains(|character: char| character.is_ascii_digit()) {
        return Column::Remark(heading.trim().to_owned());
    }
    if let Some(term) = term(&normalized) {
        return Column::Elements(term.kind);
    }
    let meanings = section_heading(heading).map(|heading| heading.meanings).unwrap_or_default();
    if meanings.contains(&Meaning::Indicators) {
        return Column::Indicators;
    }
    match meanings.iter().find_map(|meaning| meaning.kind()) {
        Some(kind) => Column::Elements(kind),
        None => Column::Remark(heading.trim().to_owned()),
    }
}

fn read_row(row: &Row, before: Option<&Row>, columns: &[Column], setting: &Setting, elements: &mut Vec<ElementDraft>) {
    let mut depth = 0;
    // A cell that spans rows stands in each of them: it goes on with the element of the row before.
    let mut goes_on = true;
    let mut number = None;
    for (place, column) in columns.iter().enumerate() {
        let Some(cell) = row.cells.get(place) else { break };
        match column {
            Column::Elements(kind) => {
                goes_on =
                    goes_on && (cell.items.is_empty() || before.and_then(|row| row.cells.get(place)) == Some(cell));
                if !goes_on || innermost(elements, depth).is_none() {
                    let is_last = !columns.iter().skip(place + 1).any(|later| matches!(later, Column::Elements(_)));
                    let siblings = siblings(elements, depth);
                    add_elements(cell, row, *kind, is_last, setting, siblings);
                    if let Some(element) = siblings.last_mut().filter(|element| element.number.is_none()) {
                        element.number = number.take();
                    }
                }
                depth += 1;
            }
            Column::Indicators => {
                let found = cell.items.iter().flat_map(|item| indicators(item, cell, row, setting)).collect::<Vec<_>>();
                if let Some(element) = innermost(elements, depth.max(1) - 1) {
                    element.plan_indicators.extend(found);
                }
            }
            Column::Number => number = Some(cell.text()).filter(|number| !number.is_empty()),
            Column::Remark(heading) => {
                let text = cell.text();
                if let Some(element) = innermost(elements, depth.max(1) - 1).filter(|_| !text.is_empty() && depth > 0) {
                    let line = if heading.is_empty() { text } else { format!("{heading}：{text}") };
                    element.body = match &element.body {
                        DraftTexts::Plain(body) if !body.is_empty() => DraftTexts::Plain(format!("{body}\n{line}")),
                        _ => DraftTexts::Plain(line),
                    };
                }
            }
        }
    }
}

/// The last element `depth` levels down, through the last elements above it.
fn innermost(elements: &mut [ElementDraft], depth: usize) -> Option<&mut ElementDraft> {
    let mut element = elements.last_mut()?;
    for _ in 0..depth {
        element = element.children.last_mut()?;
    }
    Some(element)
}

/// The list that an element `depth` levels down belongs to.
fn siblings(elements: &mut Vec<ElementDraft>, depth: usize) -> &mut Vec<ElementDraft> {
    if depth == 0 || elements.is_empty() {
        return elements;
    }
    let last = elements.len() - 1;
    siblings(&mut elements[last].children, depth - 1)
}

fn add_elements(
    cell: &Cell,
    row: &Row,
    kind: ElementKind,
    is_last: bool,
    setting: &Setting,
    into: &mut Vec<ElementDraft>,
) {
    // Only the innermost column may hold several: what stands to its right belongs to one.
    let texts: Vec<String> = if is_last { cell.items.clone() } else { vec![cell.text()] };
    for text in texts.into_iter().filter(|text| !text.is_empty()) {
        let (marker, rest) = match numbering::marker(&text, false) {
            Some((marker, rest)) if !rest.is_empty() => (Some(marker), rest.to_owned()),
            _ => (None, text.clone()),
        };
        let mut element = bare(kind, rest);
        name(&mut element, marker.as_ref(), None);
        element.evidence = Some(passage(row.lines, &text, cell.repairs.clone()));
        element.plan_indicators = measured(&text, cell, row, setting);
        into.push(element);
    }
}

fn indicators(item: &str, cell: &Cell, row: &Row, setting: &Setting) -> Vec<PlanIndicatorDraft> {
    let found = measured(item, cell, row, setting);
    if !found.is_empty() {
        return found;
    }
    let evidence = passage(row.lines, item, cell.repairs.clone());
    vec![PlanIndicatorDraft { evidence: Some(evidence), ..bare_indicator(item.to_owned()) }]
}

/// What a text of a cell states in figures.
fn measured(text: &str, cell: &Cell, row: &Row, setting: &Setting) -> Vec<PlanIndicatorDraft> {
    let evidence = || Some(passage(row.lines, text, cell.repairs.clone()));
    figures(text, setting)
        .into_iter()
        .map(|FoundIndicator { name, observations, .. }| PlanIndicatorDraft {
            evidence: evidence(),
            observations,
            ..bare_indicator(name)
        })
        .collect()
}
