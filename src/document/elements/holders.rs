//! Sections that hold goals, tasks, actions or measures, as items or as paragraphs.

use super::{
    Found, Reader, Under,
    kinds::{are_lines, are_titled, is_end, is_opening, own_paragraphs},
    parts::{element_draft, name, without_colon},
};
use crate::{
    document::outline::{
        Content, Node,
        aims::aims,
        line::{Form, Line, Section, is_short},
        rank,
        title::title_and_body,
    },
    domain::element::ElementKind,
};

impl Reader<'_> {
    /// A section that holds things of one kind, or (without a kind) sections.
    pub(super) fn hold(
        &mut self,
        node: &Node,
        line: &Line,
        section: &Section,
        kind: Option<ElementKind>,
        under: Under,
        found: &mut Found,
    ) {
        let has_items = node.content.iter().any(|content| match content {
            Content::Node(_) => true,
            Content::Line(line) => matches!(line.form, Form::Table(_)),
        });
        let own: Vec<&Line> = own_paragraphs(node).collect();
        let Some(kind) = kind else {
            self.general_text(line, section, &own, has_items, found);
            return self.content(node, Under { plain: None, ..under }, found);
        };
        let kind = if under.owner.is_some_and(|owner| rank(owner) == 1) && kind == ElementKind::Goal {
            ElementKind::Objective
        } else {
            kind
        };
        self.has_tasks |= matches!(kind, ElementKind::KeyTask | ElementKind::Action | ElementKind::Strategy);
        if let Some(rest) = &section.rest {
            self.inline_statement(node, line, section, rest, kind, under, found);
            return;
        }
        let is_end = is_end(kind);
        let mut telling: Vec<&Line> = Vec::new();
        let mut n_aims = 0;
        for paragraph in own {
            if (is_end || !has_items)
                && let Some(list) = aims(&paragraph.text)
            {
                n_aims += 1;
                self.prose_aims(paragraph, list, kind, None, found);
            } else {
                telling.push(paragraph);
            }
        }
        match (telling.is_empty(), has_items || n_aims > 0) {
            (true, _) => {}
            _ if kind == ElementKind::SuccessStatement => {
                self.heading_with_text(line, section, &telling, kind, under, found)
            }
            // Goals with a text of their own, then one by one: the text is the overall goal.
            (false, true) if is_end && telling.iter().any(|line| !is_opening(&line.text)) => {
                self.heading_with_text(line, section, &telling, kind, under, found)
            }
            (false, true) => self.left_out.extend(telling.iter().map(|line| line.lines)),
            (false, false)
                if !are_lines(&telling) && (is_end || kind == ElementKind::SupportMeasure && !are_titled(&telling)) =>
            {
                self.heading_with_text(line, section, &telling, kind, under, found)
            }
            // Actions or tasks as paragraphs.
            (false, false) => {
                let are_lines = are_lines(&telling);
                for paragraph in telling {
                    if is_opening(&paragraph.text) && !are_lines {
                        self.left_out.push(paragraph.lines);
                        continue;
                    }
                    let (title, body) = title_and_body(&paragraph.text);
                    let mut element = element_draft(kind, title, vec![body], &[paragraph], self.setting(kind));
                    name(&mut element, None, Some(section.words.clone()));
                    found.elements.push(element);
                }
            }
        }
        let plain = Under { plain: Some(kind), ..under };
        self.content(node, plain, found);
    }

    /// The text of a section like 总体要求 that belongs to none of its parts.
    pub(super) fn general_text(
        &mut self,
        line: &Line,
        section: &Section,
        own: &[&Line],
        has_items: bool,
        found: &mut Found,
    ) {
        let telling: Vec<&Line> = own.iter().copied().filter(|line| !is_opening(&line.text)).collect();
        if telling.is_empty() || (has_items && telling.iter().all(|line| is_short(&line.text, 2))) {
            self.left_out.extend(own.iter().map(|line| line.lines));
            return;
        }
        self.heading_with_text(line, section, &telling, ElementKind::Principle, Under::default(), found);
    }

    pub(super) fn heading_with_text(
        &mut self,
        line: &Line,
        section: &Section,
        own: &[&Line],
        kind: ElementKind,
        under: Under,
        found: &mut Found,
    ) {
        let heading = without_colon(&section.words).to_owned();
        let mut body: Vec<String> = own.iter().map(|line| line.text.clone()).collect();
        // Below an element the heading says only the kind; the text is the statement.
        let title = if under.owner.is_some() && !body.is_empty() {
            let (title, rest) = title_and_body(&body.remove(0));
            body.insert(0, rest);
            title
        } else {
            heading.clone()
        };
        let term = (title != heading).then_some(heading);
        let mut lines = vec![line];
        lines.extend(own);
        let mut element = element_draft(kind, title, body, &lines, self.setting(kind));
        name(&mut element, line.marker.as_ref(), term);
        found.elements.push(element);
    }

    /// `Goal: …` and 总体目标：… on one line.
    #[expect(clippy::too_many_arguments, reason = "a passage, what it says and where it stands")]
    pub(super) fn inline_statement(
        &mut self,
        node: &Node,
        line: &Line,
        section: &Section,
        rest: &str,
        kind: ElementKind,
        under: Under,
        found: &mut Found,
    ) {
        if let Some(list) = aims(&format!("{}：{rest}", section.words)).filter(|_| node.content.is_empty()) {
            for aim in list.aims {
                let mut element = element_draft(kind, aim, Vec::new(), &[line], self.setting(kind));
                name(&mut element, None, Some(section.words.clone()));
                found.elements.push(element);
            }
            return;
        }
        let (title, body) = title_and_body(rest);
        let own: Vec<&Line> = own_paragraphs(node).collect();
        let mut texts = vec![body];
        texts.extend(own.iter().map(|line| line.text.clone()));
        let mut lines = vec![line];
        lines.extend(&own);
        let mut element = element_draft(kind, title, texts, &lines, self.setting(kind));
        name(&mut element, line.marker.as_ref(), Some(section.words.clone()));
        self.children(node, kind, under, &mut element);
        self.keep(element, under, found);
    }
}
