//! What stands inside a section or an element: passages, enumerated aims, lists of indicators, tables.

use super::{
    Found, Reader, Under,
    kinds::is_opening,
    parts::{element_draft, listed_indicators, name, paragraph_text, repairs_of, table_left_out, without_colon},
    table::{TableReading, table},
};
use crate::{
    document::outline::{
        Content, Node,
        aims::Aims,
        line::{Form, Line, Section},
        title::title_and_body,
    },
    domain::element::ElementKind,
};

impl Reader<'_> {
    pub(super) fn content(&mut self, node: &Node, under: Under, found: &mut Found) {
        for content in &node.content {
            match content {
                Content::Node(index) => self.passage(*index, under, found),
                Content::Line(line) if matches!(line.form, Form::Table(_)) => self.table(line, under, found),
                Content::Line(_) => {}
            }
        }
    }

    /// Goals that a paragraph enumerates.
    pub(super) fn prose_aims(
        &mut self,
        line: &Line,
        list: Aims,
        kind: ElementKind,
        around: Option<(&Line, ElementKind)>,
        found: &mut Found,
    ) {
        let about = [list.before.as_str(), list.after.as_str()]
            .iter()
            .filter(|text| text.chars().count() > 12)
            .copied()
            .collect::<Vec<_>>();
        if let Some((heading, statement)) = around.filter(|_| !about.is_empty()) {
            let title = without_colon(&heading.text).to_owned();
            let body = about.iter().map(|text| (*text).to_owned()).collect();
            let mut element = element_draft(statement, title, body, &[heading, line], self.setting(statement));
            name(&mut element, heading.marker.as_ref(), None);
            found.elements.push(element);
        } else if !about.is_empty() {
            self.left_out.push(line.lines);
        }
        for aim in list.aims {
            let (title, body) = title_and_body(&aim);
            let part = Line { text: aim.clone(), repairs: repairs_of(line, &aim), ..line.clone() };
            let element = element_draft(kind, title, vec![body], &[&part], self.setting(kind));
            found.elements.push(element);
        }
    }

    /// A section of indicators: a table, or a list of them.
    pub(super) fn indicators(&mut self, node: &Node, line: &Line, section: &Section, under: Under, found: &mut Found) {
        let setting = self.setting(under.owner.unwrap_or(ElementKind::Goal));
        let mut texts: Vec<Line> = Vec::new();
        if let Some(rest) = &section.rest {
            texts.push(Line { text: rest.clone(), ..line.clone() });
        }
        let mut waiting: Vec<&Content> = node.content.iter().rev().collect();
        while let Some(content) = waiting.pop() {
            match content {
                Content::Line(line) if matches!(line.form, Form::Table(_)) => self.table(line, under, found),
                Content::Line(line) => texts.push((**line).clone()),
                Content::Node(index) => {
                    let Some(node) = self.outline.nodes.get(*index) else { continue };
                    texts.extend(node.line.clone());
                    waiting.extend(node.content.iter().rev());
                }
            }
        }
        let has_list = texts.iter().any(|line| matches!(line.form, Form::Bullet(_) | Form::Numbered));
        for line in texts {
            let is_item = matches!(line.form, Form::Bullet(_) | Form::Numbered) || !has_list && !is_opening(&line.text);
            let is_note = paragraph_text(&line)
                .is_some_and(|text| text.starts_with(['注', '〔', '[']) || text.starts_with("Note"));
            if is_item && !is_note && !line.text.is_empty() {
                found.indicators.extend(listed_indicators(&line, &setting));
            } else {
                self.left_out.push(line.lines);
            }
        }
    }

    pub(super) fn table(&mut self, line: &Line, under: Under, found: &mut Found) {
        let Form::Table(cells) = &line.form else { return };
        let setting = self.setting(under.owner.unwrap_or(ElementKind::Goal));
        match table(cells, &setting) {
            TableReading::Indicators(indicators) => found.indicators.extend(indicators),
            TableReading::Elements(elements) => {
                self.has_tasks = true;
                found.elements.extend(elements);
            }
            TableReading::Unread => self.findings.push(table_left_out(line)),
        }
    }
}
