//! From the outline to elements: what each passage is, by the plan's own words, by its section and by what it stands under.

mod keys;
mod kinds;
mod parts;
mod table;

mod contents;
mod holders;
mod sections;

pub(super) use keys::make_keys;

use self::{
    kinds::{
        is_end, is_promise, labelled_kind, names_statements, own_paragraphs, plain_below, promises, stands_as_section,
    },
    parts::{element_draft, in_two_languages, missing_title, name, stand_in, without_colon},
};
use super::{
    figures::{Outlook, Setting},
    outline::{
        Content, Node, Outline,
        aims::aims,
        line::{Form, Line, Section, ends_sentence},
        numbering::Marker,
        rank,
        section::section_heading,
        title::title_and_body,
    },
    text::Lines,
};
use crate::{
    domain::{
        element::{ElementKind, PlanLayer},
        language::LanguageTag,
        period::YearSpan,
    },
    draft::{ElementDraft, FindingDraft, PlanIndicatorDraft, Severity},
};

/// Deeper passages stand beside those above them: a plan file nests 64 levels at most.
const MAX_DEPTH: usize = 56;

/// What is known of the plan before its elements are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'a> {
    /// The plan's years.
    pub(super) plan_years: Option<YearSpan>,
    /// The years that its review speaks of.
    pub(super) review_years: Option<YearSpan>,
    /// The language of the document.
    pub(super) language: &'a LanguageTag,
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
pub(super) fn elements(outline: &Outline, frame: Frame<'_>) -> Elements {
    let mut reader = Reader { outline, frame, findings: Vec::new(), left_out: Vec::new(), has_tasks: false };
    let mut found = Found::default();
    if let Some(root) = outline.nodes.first() {
        reader.root(root, &mut found);
    }
    let Found { elements, indicators } = found;
    let Reader { mut findings, left_out, .. } = reader;
    findings.extend(left_out_finding(&left_out));
    Elements { elements, indicators, findings }
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
    frame: Frame<'a>,
    findings: Vec<FindingDraft>,
    left_out: Vec<Lines>,
    // Whether tasks or actions have been read: what follows them under 实施策略 are measures.
    has_tasks: bool,
}

impl Reader<'_> {
    fn root(&mut self, root: &Node, found: &mut Found) {
        let mut opening: Vec<&Line> = Vec::new();
        // Without any heading, a paragraph says itself what it is.
        let is_sentence = |node: &Node| {
            node.line.as_ref().and_then(|line| line.section.as_ref()).is_some_and(|section| section.is_sentence)
        };
        let is_prose = root.children().filter_map(|child| self.outline.nodes.get(child)).all(is_sentence);
        for content in &root.content {
            match content {
                Content::Line(line) if matches!(line.form, Form::Table(_)) => self.table(line, Under::default(), found),
                Content::Line(line) => match aims(&line.text) {
                    Some(list) => {
                        self.opening(&mut opening, found);
                        self.prose_aims(line, list, ElementKind::Goal, None, found);
                    }
                    None if is_prose && self.prose_passage(line, found) => {}
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

    /// A paragraph of a plan in running text that says a vision, or what will be done. Whether it was one.
    fn prose_passage(&mut self, line: &Line, found: &mut Found) -> bool {
        let stated = section_heading(&line.text).and_then(|heading| {
            let kind = heading.meanings.first().and_then(|meaning| meaning.kind());
            kind.zip(heading.rest).filter(|(kind, _)| kind.layer() == PlanLayer::Direction)
        });
        let (kind, text) = match stated {
            Some((kind, rest)) => (kind, rest),
            None if promises(&line.text) => (ElementKind::Action, line.text.as_str()),
            None => return false,
        };
        let (title, body) = title_and_body(text);
        found.elements.push(element_draft(kind, title, vec![body], &[line], self.setting(kind)));
        true
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
        let element = element_draft(ElementKind::Context, title, body, &lines, self.setting(ElementKind::Context));
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
            None if self.only_holds(node, under) => self.content(node, under, found),
            None => {
                let kind = self.plain_kind(node, line, under);
                self.element(node, line, kind, under, found);
            }
        }
    }

    /// Whether a heading without a word for its kind only holds others that have one: the plan's title above its sections, or
    /// a name above `Pillar 1`.
    fn only_holds(&self, node: &Node, under: Under) -> bool {
        if under.owner.is_some() || under.plain.is_some() {
            return false;
        }
        let children = || node.children().filter_map(|child| self.outline.nodes.get(child));
        let is_named = |child: &Node| child.marker().is_some_and(|marker| marker.kind().is_some());
        let opens_section = |child: &Node| child.line.as_ref().is_some_and(|line| line.section.is_some());
        let is_bare = own_paragraphs(node).next().is_none();
        is_bare && children().next().is_some() && children().all(is_named)
            || children().filter(|child| opens_section(child)).count() >= 3
    }

    /// The kind of a passage that no word names.
    fn plain_kind(&self, node: &Node, line: &Line, under: Under) -> ElementKind {
        if let Some(kind) = under.plain {
            let has_parts = node.children().next().is_some();
            let owner_is_end = under.owner.is_some_and(is_end);
            // Under a goal, what has parts of its own is a way, what has none is an action.
            return if kind == ElementKind::Action && owner_is_end && has_parts { ElementKind::Strategy } else { kind };
        }
        let is_question = line.text.trim_end_matches(['”', '"']).ends_with(['?', '？']);
        let has_children = node.children().next().is_some();
        if is_question || (!self.has_tasks && line.form == Form::Title && !has_children) {
            return ElementKind::Context;
        }
        if self.frame.language.is_chinese() { ElementKind::KeyTask } else { ElementKind::Strategy }
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
            // `Goal: …` says what it is; 经费：… is the title of a measure.
            .filter(|section| {
                section.meanings.iter().any(|meaning| meaning.kind() == Some(kind)) && names_statements(kind)
            }) {
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
        let (promises, own): (Vec<&Line>, Vec<&Line>) = own_paragraphs(node).partition(|line| is_promise(&line.text));
        // One promise is a part of the text, several are what will be done.
        let has_actions = promises.len() > 1 && node.children().next().is_none() && matches!(rank(kind), 1..=4);
        let own = if has_actions { own } else { own_paragraphs(node).collect() };
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
        let mut element = element_draft(kind, title, body, &lines, self.setting(kind));
        name(&mut element, line.marker.as_ref(), term);
        if let Some(translation) = &line.translation {
            in_two_languages(&mut element.title, self.frame.language, translation);
        }
        if has_actions {
            for promise in promises {
                let (title, body) = title_and_body(&promise.text);
                let setting = self.setting(ElementKind::Action);
                element.children.push(element_draft(ElementKind::Action, title, vec![body], &[promise], setting));
            }
        }
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
        let mut element = stand_in(kind, self.frame, lines);
        name(&mut element, Some(marker), None);
        self.children(node, kind, under, &mut element);
        self.keep(element, under, found);
    }
}
