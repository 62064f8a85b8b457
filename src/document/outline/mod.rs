//! From blocks to a tree: what stands under what, told by levels of markup, by numbers, and by what headings say.
//!
//! `numbering` reads numbers, `section` what headings say, `line` tells headings from text; the tree is made here, and
//! `sequence` follows the numbers for what is lost.

mod numeral;

pub(super) mod numbering;

pub(super) mod terms;

mod section_words;

pub(super) mod section;

pub(super) mod aims;
pub(super) mod title;

pub(super) mod line;

mod sequence;

mod placing;

#[cfg(test)]
mod tests;

use self::{
    line::{Form, Line, ends_sentence},
    numbering::{Marker, Scheme},
    section::Meaning,
    sequence::Sequences,
};
use super::text::Lines;
use crate::{domain::element::ElementKind, draft::FindingDraft};

/// A document as a tree of passages.
#[derive(Clone, Debug, Default)]
pub(in crate::document) struct Outline {
    /// The root first; every node behind its parent, except for parents whose headings are lost.
    pub(in crate::document) nodes: Vec<Node>,
    /// Numbers and headings that seem to be lost, repeated or out of order.
    pub(in crate::document) findings: Vec<FindingDraft>,
}

/// A passage: a heading with what stands under it, or an item.
#[derive(Clone, Debug, Default)]
pub(in crate::document) struct Node {
    /// Its heading; `None` for the root, and where the heading is lost.
    pub(in crate::document) line: Option<Line>,
    /// The number of a lost heading, with the lines of what stands under it.
    pub(in crate::document) lost: Option<(Marker, Lines)>,
    /// What stands under it, in order.
    pub(in crate::document) content: Vec<Content>,
}

/// Something under a heading.
#[derive(Clone, Debug)]
pub(in crate::document) enum Content {
    /// A paragraph or table.
    Line(Box<Line>),
    /// A passage, by its index.
    Node(usize),
}

impl Node {
    /// The indexes of the passages under it, in order.
    pub(in crate::document) fn children(&self) -> impl Iterator<Item = usize> {
        self.content.iter().filter_map(|content| match content {
            Content::Node(index) => Some(*index),
            Content::Line(_) => None,
        })
    }

    /// Where it begins.
    fn first_lines(&self) -> Option<Lines> {
        self.lost.as_ref().map(|(_, lines)| *lines).or_else(|| self.line.as_ref().map(|line| line.lines))
    }

    fn meanings(&self) -> &[Meaning] {
        self.line.as_ref().and_then(|line| line.section.as_ref()).map_or(&[], |section| &section.meanings)
    }

    /// The number in front of its heading, lost or not.
    pub(in crate::document) fn marker(&self) -> Option<&Marker> {
        self.lost.as_ref().map(|(marker, _)| marker).or_else(|| self.line.as_ref()?.marker.as_ref())
    }
}

/// What makes passages siblings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Root,
    Markup(u8),
    Section,
    Inner,
    Title,
    Numbered(Scheme),
    Bullet(u8),
}

/// A passage that later lines may still stand under.
struct Open {
    style: Style,
    node: usize,
    /// The number that its siblings go on from.
    ordinal: u32,
    /// What it is, as far as headings say: a goal, a task, an action.
    kind: Option<ElementKind>,
}

/// Makes the tree. Linear in the number of lines.
pub(in crate::document) fn outline(lines: Vec<Line>) -> Outline {
    let mut builder = Builder {
        nodes: vec![Node::default()],
        open: vec![Open { style: Style::Root, node: 0, ordinal: 0, kind: None }],
        sequences: Sequences::default(),
    };
    for line in lines {
        builder.line(line);
    }
    Outline { nodes: builder.nodes, findings: builder.sequences.into_findings() }
}

struct Builder {
    nodes: Vec<Node>,
    // Never empty: the root stays open.
    open: Vec<Open>,
    sequences: Sequences,
}

impl Builder {
    fn line(&mut self, line: Line) {
        match line.form.clone() {
            Form::Text | Form::Table(_) => {
                self.close_while(|open| matches!(open.style, Style::Bullet(_)));
                if line.form == Form::Text && self.is_behind_list() {
                    self.open.pop();
                }
                self.append(Content::Line(Box::new(line)));
            }
            Form::Continued => self.append(Content::Line(Box::new(line))),
            Form::Bullet(depth) => {
                self.close_while(|open| matches!(open.style, Style::Bullet(other) if other >= depth));
                self.push(Style::Bullet(depth), line);
            }
            Form::Markup(level) => self.markup(level, line),
            Form::Section => self.section(line),
            Form::Title => {
                self.close_to(|open| open.style == Style::Title);
                self.close_while(|open| matches!(open.style, Style::Bullet(_)));
                self.push(Style::Title, line);
            }
            Form::Numbered => self.numbered(line),
        }
    }

    fn top(&self) -> &Open {
        // The root is never closed.
        &self.open[self.open.len() - 1]
    }

    fn append(&mut self, content: Content) {
        let parent = self.top().node;
        self.nodes[parent].content.push(content);
    }

    /// Whether the innermost open passage is the last item of a list of whole statements with nothing under any of them: what
    /// follows is no part of it.
    fn is_behind_list(&self) -> bool {
        const MIN_ITEMS: usize = 3;
        let [.., above, top] = self.open.as_slice() else { return false };
        let (Style::Numbered(_), Some(parent), Some(node)) =
            (top.style, self.nodes.get(above.node), self.nodes.get(top.node))
        else {
            return false;
        };
        let is_statement = node.line.as_ref().is_some_and(|line| ends_sentence(&line.text));
        if !is_statement || !node.content.is_empty() {
            return false;
        }
        let mut items = parent.content.iter().rev().take(MIN_ITEMS);
        let is_bare = |content: &Content| matches!(content, Content::Node(index) if self.nodes.get(*index).is_some_and(|node| node.content.is_empty()));
        parent.content.len() >= MIN_ITEMS && items.all(is_bare)
    }

    /// Opens a passage under the innermost open one.
    fn push(&mut self, style: Style, line: Line) {
        let ordinal = line.marker.as_ref().map_or(0, |marker| marker.ordinal);
        let kind = self.kind_of(&line);
        let node = self.nodes.len();
        self.nodes.push(Node { line: Some(line), ..Node::default() });
        self.append(Content::Node(node));
        self.open.push(Open { style, node, ordinal, kind });
    }

    /// What a passage under the innermost open one is, as far as headings say.
    fn kind_of(&self, line: &Line) -> Option<ElementKind> {
        if let Some(kind) = line.marker.as_ref().and_then(Marker::kind) {
            return Some(kind);
        }
        if line.section.is_some() {
            return None;
        }
        let above = self.top();
        let held = self.nodes[above.node].meanings().iter().find_map(|meaning| match meaning {
            Meaning::Holder(kind) | Meaning::Inner(kind) => Some(*kind),
            _ => None,
        });
        held.or_else(|| above.kind.map(below))
    }

    /// Closes passages from the innermost outwards while this holds; the root stays.
    fn close_while(&mut self, is_closed: impl Fn(&Open) -> bool) {
        while self.open.len() > 1 && is_closed(self.top()) {
            self.open.pop();
        }
    }

    /// Closes the innermost passage like this and all inside it, so that the next one is its sibling; nothing without one.
    fn close_to(&mut self, is_like: impl Fn(&Open) -> bool) {
        if let Some(place) = self.open.iter().rposition(is_like).filter(|place| *place > 0) {
            self.open.truncate(place);
        }
    }

    fn markup(&mut self, level: u8, line: Line) {
        let is_inner =
            line.section.as_ref().is_some_and(|section| is_inner(&section.meanings)) && line.marker.is_none();
        // `## Goal 1`, `## Actions`: the actions are the goal's, though both are headings of one level.
        let same_level = self.open.iter().rposition(|open| open.style == Style::Markup(level));
        let holder = same_level.filter(|place| {
            is_inner
                && self.open.get(*place).is_some_and(|open| {
                    matches!(self.nodes[open.node].marker(), Some(Marker { scheme: Scheme::Labelled(_), .. }))
                })
        });
        if let Some(place) = holder {
            self.open.truncate(place + 1);
            self.push(Style::Inner, line);
            return;
        }
        let is_below_numbers = line.marker.as_ref().is_some_and(|marker| {
            let same = same_level.and_then(|place| self.nodes.get(self.open.get(place)?.node)?.marker());
            same.is_some_and(|same| same.scheme < marker.scheme)
        });
        // `## 三、…`, `## （一）…`: one level for the format, two for the numbers.
        if is_below_numbers {
            return self.numbered(line);
        }
        let above = self.open.iter().rposition(|open| matches!(open.style, Style::Markup(other) if other < level));
        self.open.truncate(above.unwrap_or(0) + 1);
        self.check_number(Style::Markup(level), &line);
        self.push(Style::Markup(level), line);
    }

    fn section(&mut self, line: Line) {
        let Some(section) = line.section.as_ref() else { return self.push(Style::Title, line) };
        let meaning = section.meanings[0];
        if is_inner(&section.meanings) {
            self.close_to_owner();
            self.push(Style::Inner, line);
            return;
        }
        if section.is_sentence {
            // What follows goes on with what stood before.
            self.close_while(|open| matches!(open.style, Style::Bullet(_)));
            self.push(Style::Section, line);
            self.open.pop();
            return;
        }
        let is_of_item = section.rest.is_some()
            && matches!(meaning, Meaning::Holder(_))
            && self.open.iter().any(|open| open.kind.is_some());
        if is_of_item {
            // `Goal. …` under a priority: what follows is the priority's again.
            self.close_to_owner();
            self.push(Style::Section, line);
            self.open.pop();
            return;
        }
        let owner = match meaning {
            Meaning::Holder(kind) if kind != ElementKind::SupportMeasure => {
                self.open.iter().rposition(|open| open.kind.is_some_and(|above| rank(above) < rank(kind)))
            }
            _ => None,
        };
        match owner {
            Some(place) => self.open.truncate(place + 1),
            None => self.close_for_top_section(meaning),
        }
        self.push(Style::Section, line);
    }

    /// Closes what a section of the whole plan cannot stand in.
    fn close_for_top_section(&mut self, meaning: Meaning) {
        let outermost = self.open.iter().position(|open| open.style == Style::Section);
        let numbered = self
            .open
            .iter()
            .position(|open| matches!(open.style, Style::Numbered(scheme) if scheme <= Scheme::Chinese));
        let is_general = |open: &Open| self.nodes[open.node].meanings().first() == Some(&Meaning::General);
        let can_be_general = matches!(
            meaning,
            Meaning::Statement(
                ElementKind::Vision
                    | ElementKind::Mission
                    | ElementKind::Value
                    | ElementKind::Principle
                    | ElementKind::Context
            ) | Meaning::Holder(ElementKind::Goal | ElementKind::Objective)
        );
        let keep = match (outermost, numbered) {
            (Some(place), _) if can_be_general && self.open.get(place).is_some_and(is_general) => place + 1,
            (Some(place), numbered) if numbered.is_none_or(|numbered| place < numbered) => place,
            // 二、总体要求, then 指导思想 without a number: it stands under the number.
            (_, Some(place)) => place + 1,
            (Some(place), None) => place,
            (None, None) => 1,
        };
        self.open.truncate(keep);
    }

    /// Closes what stands inside the goal or task that actions, outcomes or indicators belong to.
    fn close_to_owner(&mut self) {
        let mut keep = self.open.len();
        while keep > 1 {
            let (open, parent) = (&self.open[keep - 1], &self.open[keep - 2]);
            match open.style {
                Style::Bullet(_) => keep -= 1,
                Style::Numbered(scheme) if parent.style == Style::Inner && !matches!(scheme, Scheme::Labelled(_)) => {
                    keep -= 1
                }
                // An action is no owner where a goal or strategy stands above it.
                Style::Numbered(scheme)
                    if !matches!(scheme, Scheme::Labelled(_))
                        && open.kind == Some(ElementKind::Action)
                        && parent.kind.is_some() =>
                {
                    keep -= 1
                }
                // The next list of the same goal.
                Style::Inner => {
                    keep -= 1;
                    break;
                }
                _ => break,
            }
        }
        self.open.truncate(keep.max(1));
    }
}

/// The kind that usually stands under a kind.
fn below(kind: ElementKind) -> ElementKind {
    match kind {
        ElementKind::Goal | ElementKind::Objective => ElementKind::Strategy,
        ElementKind::Strategy | ElementKind::KeyTask => ElementKind::Action,
        other => other,
    }
}

/// How high a kind usually stands in a plan.
pub(in crate::document) fn rank(kind: ElementKind) -> u8 {
    match kind {
        ElementKind::Goal => 1,
        ElementKind::Objective => 2,
        ElementKind::Strategy => 3,
        ElementKind::KeyTask => 4,
        ElementKind::Action | ElementKind::SupportMeasure => 5,
        ElementKind::Outcome | ElementKind::SuccessStatement => 6,
        _ => 0,
    }
}

fn is_end(kind: ElementKind) -> bool {
    matches!(rank(kind), 1..=3)
}
fn is_inner(meanings: &[Meaning]) -> bool {
    matches!(meanings.first(), Some(Meaning::Inner(_) | Meaning::Indicators))
}
