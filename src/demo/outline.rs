//! The tree of a made-up plan, and how it goes on from one period to the next.

use super::{
    dice::Dice,
    words::{Tongue, Topic, Wording, Words, source_term},
};
use crate::domain::{
    element::{ElementKind, PlanLayer},
    publication::ElementRecord,
    text::Texts,
};

/// A statement, apart from the language it is in.
#[derive(Clone, Debug)]
struct Node {
    kind: ElementKind,
    // Place of the parent in the section; the first node is the root.
    parent: Option<usize>,
    topic: Topic,
    wording: Wording,
    body: Option<Wording>,
    // The same in the next period where the statement goes on.
    lineage: usize,
}

/// The statements of a plan: sections in order, each a tree.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    sections: Vec<Vec<Node>>,
    n_lineages: usize,
}

/// What becomes of statements. Unit: per cent; the rest stay as they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    /// Sections that give way to new ones.
    pub(super) replaced_sections: usize,
    /// Statements that say the same in other words.
    pub(super) reworded: usize,
    /// Statements that give way to others of their kind.
    pub(super) replaced: usize,
}

/// From one period to the next.
pub(super) const NEXT_PERIOD: Change = Change { replaced_sections: 15, reworded: 30, replaced: 18 };

/// From a draft to what was adopted.
pub(super) const ADOPTION: Change = Change { replaced_sections: 0, reworded: 10, replaced: 4 };

impl Outline {
    /// An outline by chance, of about a hundred statements.
    pub(super) fn new(words: &Words, dice: &mut Dice) -> Self {
        let mut outline = Self { sections: Vec::new(), n_lineages: 0 };
        let mut roots = vec![ElementKind::Vision];
        for (kind, percent) in [
            (ElementKind::Mission, 70),
            (ElementKind::Value, 25),
            (ElementKind::Principle, 50),
            (ElementKind::Review, 40),
            (ElementKind::Context, 80),
        ] {
            roots.extend(dice.percent(percent).then_some(kind));
        }
        // Some plans set goals, some key tasks, some both.
        let style = dice.below(3);
        let (n_goals, n_tasks) = match style {
            0 => (dice.between(4, 6), 0),
            1 => (dice.between(3, 4), dice.between(1, 2)),
            _ => (dice.between(1, 2), dice.between(3, 5)),
        };
        roots.extend(vec![ElementKind::Goal; n_goals]);
        roots.extend(vec![ElementKind::KeyTask; n_tasks]);
        roots.extend(vec![ElementKind::SupportMeasure; dice.between(1, 3)]);
        for root in roots {
            let section = outline.section(root, words, dice);
            outline.sections.push(section);
        }
        outline
    }

    /// The outline that follows this one.
    #[must_use]
    pub(super) fn changed(&self, change: Change, words: &Words, dice: &mut Dice) -> Self {
        let mut next = self.clone();
        for place in 0..next.sections.len() {
            if dice.percent(change.replaced_sections) {
                let root = next.sections[place][0].kind;
                next.sections[place] = next.section(root, words, dice);
                continue;
            }
            for node in 0..next.sections[place].len() {
                let lot = dice.below(100);
                let lineage = next.n_lineages;
                let node = &mut next.sections[place][node];
                if lot < change.reworded {
                    node.wording = Words::wording(dice);
                } else if lot < change.reworded + change.replaced {
                    node.topic = words.topic(dice);
                    node.wording = Words::wording(dice);
                    node.lineage = lineage;
                    next.n_lineages += 1;
                }
            }
        }
        next
    }

    fn section(&mut self, root: ElementKind, words: &Words, dice: &mut Dice) -> Vec<Node> {
        let mut section = vec![self.node(root, None, words, dice)];
        match root {
            ElementKind::Goal => {
                for _ in 0..dice.between(2, 4) {
                    let kind = if dice.percent(60) { ElementKind::Strategy } else { ElementKind::Objective };
                    let place = self.push(&mut section, kind, 0, words, dice);
                    self.leaves(&mut section, place, (2, 5), words, dice);
                }
                if dice.percent(60) {
                    self.push(&mut section, ElementKind::Outcome, 0, words, dice);
                }
            }
            ElementKind::KeyTask => {
                for _ in 0..dice.between(2, 4) {
                    let place = self.push(&mut section, ElementKind::Strategy, 0, words, dice);
                    self.leaves(&mut section, place, (2, 5), words, dice);
                }
            }
            ElementKind::SupportMeasure => self.leaves(&mut section, 0, (1, 4), words, dice),
            ElementKind::Context => {
                for _ in 0..dice.below(3) {
                    self.push(&mut section, ElementKind::Context, 0, words, dice);
                }
            }
            _ => {}
        }
        section
    }

    /// Actions under a statement, some with what they are to bring about.
    fn leaves(
        &mut self,
        section: &mut Vec<Node>,
        parent: usize,
        (low, high): (usize, usize),
        words: &Words,
        dice: &mut Dice,
    ) {
        for _ in 0..dice.between(low, high) {
            let action = self.push(section, ElementKind::Action, parent, words, dice);
            if dice.percent(12) {
                self.push(section, ElementKind::SuccessStatement, action, words, dice);
            }
        }
    }

    fn push(
        &mut self,
        section: &mut Vec<Node>,
        kind: ElementKind,
        parent: usize,
        words: &Words,
        dice: &mut Dice,
    ) -> usize {
        let node = self.node(kind, Some(parent), words, dice);
        section.push(node);
        section.len() - 1
    }

    fn node(&mut self, kind: ElementKind, parent: Option<usize>, words: &Words, dice: &mut Dice) -> Node {
        let lineage = self.n_lineages;
        self.n_lineages += 1;
        let with_body = match kind.layer() {
            PlanLayer::Goal | PlanLayer::Priority | PlanLayer::Situation => 60,
            _ => 10,
        };
        Node {
            kind,
            parent,
            topic: words.topic(dice),
            wording: Words::wording(dice),
            body: dice.percent(with_body).then(|| Words::wording(dice)),
            lineage,
        }
    }

    /// The statements as a plan of these languages writes them.
    pub(super) fn elements(&self, words: &Words, tongue: Tongue) -> Vec<ElementRecord> {
        let mut elements: Vec<ElementRecord> = Vec::new();
        let mut roots = Counts::default();
        for section in &self.sections {
            let start = elements.len();
            let mut children = vec![Counts::default(); section.len()];
            for node in section {
                let counts = match node.parent {
                    Some(parent) => children.get_mut(parent),
                    None => Some(&mut roots),
                };
                let place = counts.map_or(0, |counts| counts.next(node.kind));
                let above = node.parent.and_then(|parent| elements.get(start + parent));
                let own_key = format!("{}-{place}", node.kind.code().to_ascii_lowercase().replace('_', "-"));
                let own_number = place.to_string();
                let (key, number) = match above {
                    Some(above) => (
                        format!("{}.{own_key}", above.key),
                        above.number.as_ref().map(|number| format!("{number}.{own_number}")),
                    ),
                    None => (own_key, is_numbered(node.kind).then_some(own_number)),
                };
                elements.push(ElementRecord {
                    key,
                    kind: node.kind,
                    number,
                    source_term: Some(source_term(node.kind, tongue).to_owned()),
                    title: words.title(node.kind, node.topic, node.wording, tongue),
                    body: node.body.map_or_else(Texts::default, |body| words.body(node.topic, body, tongue)),
                    parent: node.parent.map(|parent| start + parent),
                    evidence: None,
                });
            }
        }
        elements
    }

    /// Pairs of places of statements in the upper layers that go on from `earlier` to this outline: the place here, then
    /// the place there.
    pub(super) fn continued(&self, earlier: &Self) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for (here, node) in self.nodes().enumerate() {
            let is_upper = matches!(node.kind.layer(), PlanLayer::Goal | PlanLayer::Priority);
            if let Some(there) = earlier.nodes().position(|other| is_upper && other.lineage == node.lineage) {
                pairs.push((here, there));
            }
        }
        pairs
    }

    fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.sections.iter().flatten()
    }
}

fn is_numbered(kind: ElementKind) -> bool {
    !matches!(kind.layer(), PlanLayer::Direction | PlanLayer::Situation)
}

/// How many children of each kind an element has so far.
#[derive(Clone, Debug, Default)]
struct Counts(Vec<(ElementKind, usize)>);

impl Counts {
    fn next(&mut self, kind: ElementKind) -> usize {
        match self.0.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                self.0.push((kind, 1));
                1
            }
        }
    }
}
