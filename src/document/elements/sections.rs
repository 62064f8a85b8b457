//! Sections: what their headings say, and statements such as the vision, the principles and the review.

use super::{
    Found, Reader, Under,
    kinds::{are_lines, are_titled, is_end, is_opening, own_paragraphs},
    parts::{element_draft, name, without_colon},
};
use crate::{
    document::{
        figures::{Outlook, Setting, figures},
        outline::{
            Node,
            aims::aims,
            line::{Form, Line, Section, is_short},
            section::Meaning,
            title::title_and_body,
        },
    },
    domain::{element::ElementKind, indicator::ObservationRole},
    draft::{DraftTexts, ElementDraft, ObservationDraft},
};

impl Reader<'_> {
    pub(super) fn section(&mut self, node: &Node, line: &Line, section: &Section, under: Under, found: &mut Found) {
        let meaning = self.meaning_of(node, section);
        match meaning {
            // 附表：主要指标 is an appendix, and its table says what the plan aims at.
            Meaning::Outside if section.meanings.contains(&Meaning::Indicators) => {
                self.indicators(node, line, section, under, found);
            }
            Meaning::Contents | Meaning::Outside => self.left_out.push(line.lines),
            Meaning::General => self.hold(node, line, section, None, under, found),
            Meaning::Indicators => self.indicators(node, line, section, under, found),
            Meaning::Statement(kind) => self.statement(node, line, section, kind, under, found),
            Meaning::Holder(kind) | Meaning::Inner(kind) => self.hold(node, line, section, Some(kind), under, found),
        }
    }

    /// The first of a section's meanings, as its surroundings bend it.
    pub(super) fn meaning_of(&self, node: &Node, section: &Section) -> Meaning {
        let first = section.meanings.first().copied().unwrap_or(Meaning::General);
        let statements: Vec<ElementKind> = section
            .meanings
            .iter()
            .filter_map(|meaning| match meaning {
                Meaning::Statement(kind) => Some(*kind),
                _ => None,
            })
            .collect();
        // "Vision, mission and values", 总体思路与目标: each has a heading of its own.
        let has_sections = node.children().any(|child| {
            self.outline.nodes.get(child).and_then(|node| node.line.as_ref()).is_some_and(|line| line.section.is_some())
        });
        let is_situation = statements.iter().all(|kind| matches!(kind, ElementKind::Context | ElementKind::Review))
            && statements.len() == section.meanings.len();
        if section.meanings.len() > 1 && has_sections && !is_situation {
            return Meaning::General;
        }
        // 总体思路 with its 指导思想, 基本原则 and 主要目标.
        let holds_goals = node.children().any(|child| {
            let section = self.outline.nodes.get(child).and_then(|node| node.line.as_ref()?.section.as_ref());
            section.is_some_and(|section| {
                section.rest.is_none()
                    && section.meanings.iter().any(|meaning| matches!(meaning, Meaning::Holder(kind) if is_end(*kind)))
            })
        });
        if holds_goals && matches!(first, Meaning::Statement(_)) {
            return Meaning::General;
        }
        match first {
            Meaning::Statement(ElementKind::Context)
                if section.meanings.contains(&Meaning::Statement(ElementKind::Review)) =>
            {
                Meaning::Statement(ElementKind::Review)
            }
            Meaning::Statement(ElementKind::Context) if self.looks_back(node) => {
                Meaning::Statement(ElementKind::Review)
            }
            // 实施策略 in front of any task are strategies.
            Meaning::Holder(ElementKind::SupportMeasure) if section.words.contains('策') && !self.has_tasks => {
                Meaning::Holder(ElementKind::Strategy)
            }
            other => other,
        }
    }

    /// Whether an opening section tells what the last period brought: it names results and goes into them item by item, or it
    /// has several figures of that period.
    pub(super) fn looks_back(&self, node: &Node) -> bool {
        const RESULTS: [&str; 10] = [
            "work performance",
            "achievement",
            "accomplish",
            "成效",
            "成绩",
            "成績",
            "回顾",
            "回顧",
            "取得",
            "work achieved",
        ];
        let names_results = |line: &Line| {
            let text = line.text.to_lowercase();
            RESULTS.iter().any(|word| text.contains(word))
        };
        if node.children().count() >= 2 && own_paragraphs(node).any(names_results) {
            return true;
        }
        let Some(years) = self.frame.review_years else { return false };
        let is_of_period = |observation: &ObservationDraft| {
            observation.role != ObservationRole::Target
                && observation.end_year.is_some_and(|year| years.contains(year))
                && observation.text.is_some()
        };
        let setting =
            Setting { outlook: Outlook::Unknown, review_years: Some(years), plan_years: self.frame.plan_years };
        let n_results: usize = own_paragraphs(node)
            .filter(|line| line.text.contains(&years.end().to_string()))
            .flat_map(|line| figures(&line.text, &setting))
            .map(|found| found.observations.iter().filter(|observation| is_of_period(observation)).count())
            .sum();
        n_results >= 2
    }

    /// A vision, mission, values, principles, the situation or the review.
    pub(super) fn statement(
        &mut self,
        node: &Node,
        line: &Line,
        section: &Section,
        kind: ElementKind,
        under: Under,
        found: &mut Found,
    ) {
        // 背景与目标: the situation, and the goals in the same text.
        let later_goal = section.meanings.iter().skip(1).find_map(|meaning| match meaning {
            Meaning::Holder(kind) if is_end(*kind) => Some(*kind),
            _ => None,
        });
        let mut own: Vec<&Line> = Vec::new();
        for paragraph in own_paragraphs(node) {
            match later_goal.and_then(|goal| Some((goal, aims(&paragraph.text)?))) {
                Some((goal, list)) => self.prose_aims(paragraph, list, goal, Some((line, kind)), found),
                None => own.push(paragraph),
            }
        }
        let has_items = node.children().next().is_some();
        let is_nested = matches!(kind, ElementKind::Context | ElementKind::Review);
        let opens_list = own.iter().all(|line| is_opening(&line.text));
        let are_several = !is_nested && kind != ElementKind::Vision && (are_titled(&own) || are_lines(&own));
        if !has_items && section.rest.is_none() && are_several {
            for paragraph in own {
                let (title, body) = title_and_body(&paragraph.text);
                let mut element = element_draft(kind, title, vec![body], &[paragraph], self.setting(kind));
                name(&mut element, None, Some(without_colon(&section.words).to_owned()));
                found.elements.push(element);
            }
            return;
        }
        if has_items
            && !is_nested
            && section.rest.is_none()
            && opens_list
            && matches!(kind, ElementKind::Value | ElementKind::Principle | ElementKind::Mission)
        {
            self.left_out.extend(own.iter().map(|line| line.lines));
            return self.content(node, Under { plain: Some(kind), owner: under.owner, depth: under.depth }, found);
        }
        // A heading that only holds others is no statement of its own.
        if own.is_empty() && section.rest.is_none() {
            return self.content(node, Under { plain: Some(kind), ..under }, found);
        }
        let mut body: Vec<String> = own.iter().map(|line| line.text.clone()).collect();
        let heading = without_colon(&section.words).to_owned();
        let names_itself = matches!(kind, ElementKind::Vision | ElementKind::Mission);
        let title = match &section.rest {
            Some(rest) => {
                let (title, rest) = title_and_body(rest);
                if !rest.is_empty() {
                    body.insert(0, rest);
                }
                title
            }
            // The vision itself says more than the word.
            None if names_itself && body.first().is_some_and(|text| is_short(text, 3) && !is_opening(text)) => {
                body.remove(0)
            }
            None => heading.clone(),
        };
        let term = (title != heading).then_some(heading);
        let mut lines = vec![line];
        lines.extend(&own);
        let mut element = element_draft(kind, title, body, &lines, self.setting(kind));
        name(&mut element, line.marker.as_ref(), term);
        if matches!(kind, ElementKind::Vision | ElementKind::Mission)
            && node.children().all(|child| self.is_plain_item(child))
        {
            self.add_items_to_body(node, &mut element);
        } else {
            self.children(node, kind, under, &mut element);
        }
        self.keep(element, under, found);
    }

    pub(super) fn is_plain_item(&self, index: usize) -> bool {
        self.outline
            .nodes
            .get(index)
            .and_then(|node| node.line.as_ref())
            .is_some_and(|line| matches!(line.form, Form::Bullet(_)))
    }

    /// The points of a vision are parts of it, not visions of their own.
    pub(super) fn add_items_to_body(&mut self, node: &Node, element: &mut ElementDraft) {
        let mut waiting: Vec<usize> = node.children().collect();
        waiting.reverse();
        let mut items: Vec<String> = Vec::new();
        while let Some(index) = waiting.pop() {
            let Some(node) = self.outline.nodes.get(index) else { continue };
            items.extend(node.line.as_ref().map(|line| line.text.clone()));
            items.extend(own_paragraphs(node).map(|line| line.text.clone()));
            waiting.extend(node.children().collect::<Vec<_>>().into_iter().rev());
        }
        items.retain(|item| !item.is_empty());
        if items.is_empty() {
            return;
        }
        let body = match &element.body {
            DraftTexts::Plain(body) if !body.is_empty() => format!("{body}\n{}", items.join("\n")),
            _ => items.join("\n"),
        };
        element.body = DraftTexts::Plain(body);
    }
}
