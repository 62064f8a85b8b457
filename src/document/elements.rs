//! From the outline to elements: what each passage is, by the plan's own words, by its section and by what it stands under.

use super::{
    aims::aims,
    element_parts::{Parts, missing_title, name, paragraph_text, repairs_of, table_left_out, without_colon},
    figures::{Outlook, Setting, figures},
    line::{Form, Line, Section, ends_sentence, is_short},
    numbering::Marker,
    outline::{Content, Node, Outline, rank},
    section::Meaning,
    table_elements::{TableReading, table},
    text::Lines,
    title::title_and_body,
};
use crate::{
    domain::{
        element::{ElementKind, PlanLayer},
        indicator::ObservationRole,
        period::YearSpan,
    },
    draft::{DraftTexts, ElementDraft, FindingDraft, ObservationDraft, PlanIndicatorDraft, Severity},
    linguistics::is_han,
};

/// Deeper passages stand beside those above them: a plan file nests 64 levels at most.
const MAX_DEPTH: usize = 56;

/// What is known of the plan before its elements are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Frame {
    /// The plan's years.
    pub(super) plan_years: Option<YearSpan>,
    /// The years that its review speaks of.
    pub(super) review_years: Option<YearSpan>,
    /// Whether it is in Chinese: then fields of work without a name for their kind are key tasks, else strategies.
    pub(super) is_chinese: bool,
}

/// What a document's outline says.
#[derive(Debug, Default)]
pub(super) struct Elements {
    /// The statements, in document order.
    pub(super) elements: Vec<ElementDraft>,
    /// Indicators that measure no one element.
    pub(super) indicators: Vec<PlanIndicatorDraft>,
    /// What is in doubt.
    pub(super) findings: Vec<FindingDraft>,
}

/// Reads the elements out of an outline.
pub(super) fn elements(outline: &Outline, frame: Frame) -> Elements {
    let mut reader = Reader { outline, frame, parts: Parts::default(), left_out: Vec::new(), has_tasks: false };
    let mut found = Found::default();
    if let Some(root) = outline.nodes.first() {
        reader.root(root, &mut found);
    }
    let Found { elements, indicators } = found;
    let Reader { mut parts, left_out, .. } = reader;
    parts.findings.extend(left_out_finding(&left_out));
    Elements { elements, indicators, findings: parts.findings }
}

fn left_out_finding(lines: &[Lines]) -> Option<FindingDraft> {
    let first = lines.first()?;
    let shown: Vec<String> = lines.iter().take(12).map(|lines| lines.first.to_string()).collect();
    let more =
        if lines.len() > shown.len() { format!(" and {} more", lines.len() - shown.len()) } else { String::new() };
    Some(FindingDraft {
        code: "TEXT_LEFT_OUT".to_owned(),
        severity: Some(Severity::Info),
        message: format!(
            "some text belongs to no element (lines {}{more}): openings of lists, appendices and the like; add it to an element if it says something",
            shown.join(", ")
        ),
        line: Some(u64::from(first.first)),
    })
}

/// Where found things go.
#[derive(Default)]
struct Found {
    elements: Vec<ElementDraft>,
    indicators: Vec<PlanIndicatorDraft>,
}

/// What a passage stands under.
#[derive(Clone, Copy, Default)]
struct Under {
    /// The kind of passages without a word for theirs.
    plain: Option<ElementKind>,
    /// The element around.
    owner: Option<ElementKind>,
    depth: usize,
}

struct Reader<'a> {
    outline: &'a Outline,
    frame: Frame,
    parts: Parts,
    left_out: Vec<Lines>,
    // Whether tasks or actions have been read: what follows them under 实施策略 are measures.
    has_tasks: bool,
}

impl Reader<'_> {
    fn root(&mut self, root: &Node, found: &mut Found) {
        let mut opening: Vec<&Line> = Vec::new();
        for content in &root.content {
            match content {
                Content::Line(line) if matches!(line.form, Form::Table(_)) => self.table(line, Under::default(), found),
                Content::Line(line) => match aims(&line.text).filter(|_| !line.text.is_empty()) {
                    Some(_) => self.prose_aims(line, ElementKind::Goal, None, found),
                    None => opening.push(line),
                },
                Content::Node(index) => {
                    self.opening(&mut opening, found);
                    self.passage(*index, Under::default(), found);
                }
            }
        }
        self.opening(&mut opening, found);
    }

    /// Text in front of the first heading: the situation, where it is more than a line.
    fn opening(&mut self, lines: &mut Vec<&Line>, found: &mut Found) {
        let lines = std::mem::take(lines);
        let n_characters: usize = lines.iter().map(|line| line.text.chars().count()).sum();
        let is_telling = n_characters >= 40 && lines.iter().any(|line| ends_sentence(&line.text));
        if !is_telling {
            self.left_out.extend(lines.iter().map(|line| line.lines));
            return;
        }
        let (title, rest) = title_and_body(&lines.first().map(|line| line.text.clone()).unwrap_or_default());
        let mut body = vec![rest];
        body.extend(lines.iter().skip(1).map(|line| line.text.clone()));
        let element = self.parts.element(ElementKind::Context, title, body, &lines, self.setting(ElementKind::Context));
        found.elements.push(element);
    }

    fn passage(&mut self, index: usize, under: Under, found: &mut Found) {
        let outline = self.outline;
        let Some(node) = outline.nodes.get(index) else { return };
        if let Some((marker, lines)) = &node.lost {
            return self.lost(node, marker, *lines, under, found);
        }
        let Some(line) = &node.line else { return };
        if let Some(kind) = line.marker.as_ref().and_then(Marker::kind) {
            let kind = labelled_kind(kind, under);
            return self.element(node, line, kind, under, found);
        }
        match line.section.as_ref().filter(|section| stands_as_section(line, section, under)) {
            Some(section) => self.section(node, line, section, under, found),
            None => {
                let kind = self.plain_kind(node, line, under);
                self.element(node, line, kind, under, found);
            }
        }
    }

    /// The kind of a passage that no word names.
    fn plain_kind(&self, node: &Node, line: &Line, under: Under) -> ElementKind {
        if let Some(kind) = under.plain {
            let has_parts = node.children().next().is_some();
            let owner_is_end = under.owner.is_some_and(|owner| is_end(owner));
            // Under a goal, what has parts of its own is a way, what has none is an action.
            return if kind == ElementKind::Action && owner_is_end && has_parts { ElementKind::Strategy } else { kind };
        }
        let is_question = line.text.trim_end_matches(['”', '"']).ends_with(['?', '？']);
        let has_children = node.children().next().is_some();
        if is_question || (!self.has_tasks && line.form == Form::Title && !has_children) {
            return ElementKind::Context;
        }
        if self.frame.is_chinese { ElementKind::KeyTask } else { ElementKind::Strategy }
    }

    fn setting(&self, kind: ElementKind) -> Setting {
        let outlook = match kind {
            ElementKind::Review => Outlook::Back,
            ElementKind::Context => Outlook::Unknown,
            _ => Outlook::Ahead,
        };
        Setting { outlook, plan_years: self.frame.plan_years, review_years: self.frame.review_years }
    }

    /// One element with what stands under it.
    fn element(&mut self, node: &Node, line: &Line, kind: ElementKind, under: Under, found: &mut Found) {
        self.has_tasks |= matches!(kind, ElementKind::KeyTask | ElementKind::Action | ElementKind::Strategy);
        let is_heading = matches!(line.form, Form::Markup(_) | Form::Title | Form::Section);
        let (title, rest, term) = match line
            .section
            .as_ref()
            .filter(|section| section.meanings.iter().any(|meaning| meaning.kind() == Some(kind)))
        {
            Some(Section { words, rest: Some(rest), .. }) => {
                let (title, body) = title_and_body(rest);
                (title, body, Some(words.clone()))
            }
            _ if is_heading => (without_colon(&line.text).to_owned(), String::new(), None),
            _ => {
                let (title, body) = title_and_body(&line.text);
                (title, body, None)
            }
        };
        let own: Vec<&Line> = own_paragraphs(node).collect();
        let mut body = vec![rest];
        body.extend(own.iter().map(|line| line.text.clone()));
        let mut lines = vec![line];
        lines.extend(&own);
        let mut title = title;
        if title.is_empty() {
            // A number with its text torn off: the text is the statement.
            match body.iter().position(|text| !text.is_empty()) {
                Some(place) => title = body.remove(place),
                None if node.content.is_empty() => return self.left_out.push(line.lines),
                // `9.` and nothing more: a section whose heading is lost holds what stands under it.
                None if under.plain.is_none() && line.marker.as_ref().is_none_or(|marker| marker.kind().is_none()) => {
                    return self.content(node, under, found);
                }
                None => title = missing_title(self.frame),
            }
        }
        let mut element = self.parts.element(kind, title, body, &lines, self.setting(kind));
        name(&mut element, line.marker.as_ref(), term);
        self.children(node, kind, under, &mut element);
        self.keep(element, under, found);
    }

    fn keep(&self, mut element: ElementDraft, under: Under, found: &mut Found) {
        let too_deep = if under.depth >= MAX_DEPTH { std::mem::take(&mut element.children) } else { Vec::new() };
        found.elements.push(element);
        found.elements.extend(too_deep);
    }

    /// What stands under an element: passages and tables; its paragraphs are its body.
    fn children(&mut self, node: &Node, kind: ElementKind, under: Under, element: &mut ElementDraft) {
        let inside = Under { plain: Some(plain_below(kind)), owner: Some(kind), depth: under.depth + 1 };
        let mut below = Found::default();
        for content in &node.content {
            match content {
                Content::Node(index) => self.passage(*index, inside, &mut below),
                Content::Line(line) if matches!(line.form, Form::Table(_)) => self.table(line, inside, &mut below),
                Content::Line(_) => {}
            }
        }
        element.plan_indicators.extend(below.indicators);
        element.children.extend(below.elements);
    }

    /// Puts what stood under a lost heading under a stand-in.
    fn lost(&mut self, node: &Node, marker: &Marker, lines: Lines, under: Under, found: &mut Found) {
        let kind = labelled_kind(marker.kind().unwrap_or(ElementKind::Goal), under);
        let mut element = self.parts.stand_in(kind, self.frame, lines);
        name(&mut element, Some(marker), None);
        self.children(node, kind, under, &mut element);
        self.keep(element, under, found);
    }

    fn section(&mut self, node: &Node, line: &Line, section: &Section, under: Under, found: &mut Found) {
        let meaning = self.meaning_of(node, section);
        match meaning {
            Meaning::Contents | Meaning::Outside => self.left_out.push(line.lines),
            Meaning::General => self.hold(node, line, section, None, under, found),
            Meaning::Indicators => self.indicators(node, line, section, under, found),
            Meaning::Statement(kind) => self.statement(node, line, section, kind, under, found),
            Meaning::Holder(kind) | Meaning::Inner(kind) => self.hold(node, line, section, Some(kind), under, found),
        }
    }

    /// The first of a section's meanings, as its surroundings bend it.
    fn meaning_of(&self, node: &Node, section: &Section) -> Meaning {
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
    fn looks_back(&self, node: &Node) -> bool {
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
    fn statement(
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
            match later_goal.filter(|_| aims(&paragraph.text).is_some()) {
                Some(goal) => self.prose_aims(paragraph, goal, Some((line, kind)), found),
                None => own.push(paragraph),
            }
        }
        let has_items = node.children().next().is_some();
        let is_nested = matches!(kind, ElementKind::Context | ElementKind::Review);
        let opens_list = own.iter().all(|line| is_opening(&line.text));
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
        let mut element = self.parts.element(kind, title, body, &lines, self.setting(kind));
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

    fn is_plain_item(&self, index: usize) -> bool {
        self.outline
            .nodes
            .get(index)
            .and_then(|node| node.line.as_ref())
            .is_some_and(|line| matches!(line.form, Form::Bullet(_)))
    }

    /// The points of a vision are parts of it, not visions of their own.
    fn add_items_to_body(&mut self, node: &Node, element: &mut ElementDraft) {
        let mut waiting: Vec<usize> = node.children().collect();
        waiting.reverse();
        let mut items: Vec<String> = Vec::new();
        while let Some(index) = waiting.pop() {
            let Some(node) = self.outline.nodes.get(index) else { continue };
            items.extend(node.line.as_ref().map(|line| line.text.clone()));
            items.extend(own_paragraphs(node).map(|line| line.text.clone()));
            waiting.extend(node.children().collect::<Vec<_>>().into_iter().rev());
        }
        let body = match &element.body {
            DraftTexts::Plain(body) if !body.is_empty() => format!("{body}\n{}", items.join("\n")),
            _ => items.join("\n"),
        };
        element.body = DraftTexts::Plain(body);
    }

    /// A section that holds things of one kind, or (without a kind) sections.
    fn hold(
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
            if (is_end || !has_items) && aims(&paragraph.text).is_some() {
                n_aims += 1;
                self.prose_aims(paragraph, kind, None, found);
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
            (false, false) if is_end || kind == ElementKind::SupportMeasure && !are_titled(&telling) => {
                self.heading_with_text(line, section, &telling, kind, under, found)
            }
            // Actions or tasks as paragraphs.
            (false, false) => {
                for paragraph in telling {
                    if is_opening(&paragraph.text) {
                        self.left_out.push(paragraph.lines);
                        continue;
                    }
                    let (title, body) = title_and_body(&paragraph.text);
                    let mut element = self.parts.element(kind, title, vec![body], &[paragraph], self.setting(kind));
                    name(&mut element, None, Some(section.words.clone()));
                    found.elements.push(element);
                }
            }
        }
        let plain = Under { plain: Some(kind), ..under };
        self.content(node, plain, found);
    }

    /// The text of a section like 总体要求 that belongs to none of its parts.
    fn general_text(&mut self, line: &Line, section: &Section, own: &[&Line], has_items: bool, found: &mut Found) {
        let telling: Vec<&Line> = own.iter().copied().filter(|line| !is_opening(&line.text)).collect();
        if telling.is_empty() || (has_items && telling.iter().all(|line| is_short(&line.text, 2))) {
            self.left_out.extend(own.iter().map(|line| line.lines));
            return;
        }
        self.heading_with_text(line, section, &telling, ElementKind::Principle, Under::default(), found);
    }

    fn heading_with_text(
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
        let mut element = self.parts.element(kind, title, body, &lines, self.setting(kind));
        name(&mut element, line.marker.as_ref(), term);
        found.elements.push(element);
    }

    /// `Goal: …` and 总体目标：… on one line.
    #[expect(clippy::too_many_arguments, reason = "a passage, what it says and where it stands")]
    fn inline_statement(
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
                let mut element = self.parts.element(kind, aim, Vec::new(), &[line], self.setting(kind));
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
        let mut element = self.parts.element(kind, title, texts, &lines, self.setting(kind));
        name(&mut element, line.marker.as_ref(), Some(section.words.clone()));
        self.children(node, kind, under, &mut element);
        self.keep(element, under, found);
    }

    fn content(&mut self, node: &Node, under: Under, found: &mut Found) {
        for content in &node.content {
            match content {
                Content::Node(index) => self.passage(*index, under, found),
                Content::Line(line) if matches!(line.form, Form::Table(_)) => self.table(line, under, found),
                Content::Line(_) => {}
            }
        }
    }

    /// Goals that a paragraph enumerates.
    fn prose_aims(&mut self, line: &Line, kind: ElementKind, around: Option<(&Line, ElementKind)>, found: &mut Found) {
        let Some(list) = aims(&line.text) else { return };
        let about = [list.before.as_str(), list.after.as_str()]
            .iter()
            .filter(|text| text.chars().count() > 12)
            .copied()
            .collect::<Vec<_>>();
        if let Some((heading, statement)) = around.filter(|_| !about.is_empty()) {
            let title = without_colon(&heading.text).to_owned();
            let body = about.iter().map(|text| (*text).to_owned()).collect();
            let mut element = self.parts.element(statement, title, body, &[heading, line], self.setting(statement));
            name(&mut element, heading.marker.as_ref(), None);
            found.elements.push(element);
        } else if !about.is_empty() {
            self.left_out.push(line.lines);
        }
        for aim in list.aims {
            let (title, body) = title_and_body(&aim);
            let part = Line { text: aim.clone(), repairs: repairs_of(line, &aim), ..line.clone() };
            let element = self.parts.element(kind, title, vec![body], &[&part], self.setting(kind));
            found.elements.push(element);
        }
    }

    /// A section of indicators: a table, or a list of them.
    fn indicators(&mut self, node: &Node, line: &Line, section: &Section, under: Under, found: &mut Found) {
        let setting = self.setting(under.owner.unwrap_or(ElementKind::Goal));
        let mut texts: Vec<Line> = Vec::new();
        if let Some(rest) = &section.rest {
            texts.push(Line { text: rest.clone(), ..line.clone() });
        }
        let mut waiting: Vec<&Content> = node.content.iter().rev().collect();
        while let Some(content) = waiting.pop() {
            match content {
                Content::Line(line) if matches!(line.form, Form::Table(_)) => self.table(line, under, found),
                Content::Line(line) => texts.push(line.clone()),
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
                found.indicators.extend(self.parts.listed_indicators(&line, &setting));
            } else {
                self.left_out.push(line.lines);
            }
        }
    }

    fn table(&mut self, line: &Line, under: Under, found: &mut Found) {
        let Form::Table(cells) = &line.form else { return };
        let setting = self.setting(under.owner.unwrap_or(ElementKind::Goal));
        match table(cells, &setting, self.frame) {
            TableReading::Indicators(indicators) => found.indicators.extend(indicators),
            TableReading::Elements(elements) => {
                self.has_tasks = true;
                found.elements.extend(elements);
            }
            TableReading::Unread => self.parts.findings.push(table_left_out(line)),
        }
    }
}

/// The paragraphs of a passage, tables left out.
fn own_paragraphs(node: &Node) -> impl Iterator<Item = &Line> {
    node.content.iter().filter_map(|content| match content {
        Content::Line(line) => paragraph_text(line).map(|_| line),
        Content::Node(_) => None,
    })
}

/// Whether a kind is an end rather than a way.
fn is_end(kind: ElementKind) -> bool {
    kind.layer() == PlanLayer::Goal
}

/// Whether these are several paragraphs, each with a title of its own: `People. We train …`.
fn are_titled(paragraphs: &[&Line]) -> bool {
    let is_titled = |line: &&Line| {
        let (title, body) = title_and_body(&line.text);
        !body.is_empty() && title.chars().count() <= 24
    };
    paragraphs.len() > 1 && paragraphs.iter().all(is_titled)
}

/// Whether a paragraph only opens what follows: `We will:`, 主要任务如下：.
fn is_opening(text: &str) -> bool {
    text.ends_with([':', '：']) || (is_short(text, 1) && !ends_sentence(text) && text.chars().any(is_han))
}

/// What a passage is that the plan calls this: a goal inside a goal is an objective, a task inside a task an action.
fn labelled_kind(kind: ElementKind, under: Under) -> ElementKind {
    match (kind, under.owner) {
        (ElementKind::Goal, Some(ElementKind::Goal | ElementKind::Objective)) => ElementKind::Objective,
        (ElementKind::KeyTask, Some(ElementKind::KeyTask | ElementKind::Strategy | ElementKind::Action)) => {
            ElementKind::Action
        }
        (ElementKind::Action, _) if under.plain == Some(ElementKind::SupportMeasure) => ElementKind::SupportMeasure,
        (kind, _) => kind,
    }
}

/// The kind of what stands under an element without a word for it.
fn plain_below(kind: ElementKind) -> ElementKind {
    match kind {
        ElementKind::Goal
        | ElementKind::Objective
        | ElementKind::Strategy
        | ElementKind::KeyTask
        | ElementKind::Action => ElementKind::Action,
        other => other,
    }
}

/// Whether a heading with a section's words is one here: among numbered tasks it is one of the tasks.
fn stands_as_section(line: &Line, section: &Section, under: Under) -> bool {
    let Some(plain) = under.plain else { return true };
    let is_item = matches!(line.form, Form::Numbered | Form::Bullet(_) | Form::Title | Form::Markup(_));
    let first = section.meanings.first();
    match first {
        Some(Meaning::Inner(_) | Meaning::Indicators | Meaning::Contents | Meaning::Outside) => {
            !matches!(line.form, Form::Bullet(_)) || section.rest.is_none()
        }
        Some(Meaning::Holder(kind)) if rank(*kind) > 0 && rank(*kind) < rank(plain).max(1) => {
            !is_item || section.rest.is_none()
        }
        Some(Meaning::Statement(kind)) if is_item => {
            *kind != plain
                && matches!(
                    plain,
                    ElementKind::Vision
                        | ElementKind::Mission
                        | ElementKind::Value
                        | ElementKind::Principle
                        | ElementKind::Context
                        | ElementKind::Review
                )
        }
        _ => !is_item,
    }
}
