//! Plan elements: the statements of a plan, as a tree of any depth.

use super::{id::ElementId, source::Evidence, text::Texts, vocabulary::vocabulary};

vocabulary! {
    /// What a statement of a plan is.
    ElementKind {
        /// The future that the plan is for.
        Vision = "VISION",
        /// What the institution is there to do.
        Mission = "MISSION",
        /// What it holds to; a philosophy is a value.
        Value = "VALUE",
        /// A rule that the work follows.
        Principle = "PRINCIPLE",
        /// The situation that the plan answers.
        Context = "CONTEXT",
        /// What the last period brought.
        Review = "REVIEW",
        /// An end to reach; service objectives and overall objectives are goals.
        Goal = "GOAL",
        /// A nearer end, often under a goal.
        Objective = "OBJECTIVE",
        /// A way to reach an end.
        Strategy = "STRATEGY",
        /// A field of work set apart as decisive.
        KeyTask = "KEY_TASK",
        /// Something to do.
        Action = "ACTION",
        /// What makes the plan possible: leadership, money, staff, evaluation.
        SupportMeasure = "SUPPORT_MEASURE",
        /// A change that is to come about.
        Outcome = "OUTCOME",
        /// How success will look.
        SuccessStatement = "SUCCESS_STATEMENT",
    }
}

vocabulary! {
    /// The common ground on which plans with different words meet.
    PlanLayer {
        /// Vision, mission, value, principle.
        Direction = "DIRECTION",
        /// Context, review.
        Situation = "SITUATION",
        /// Goal, objective.
        Goal = "GOAL",
        /// Strategy, key task.
        Priority = "PRIORITY",
        /// Action, support measure.
        Action = "ACTION",
        /// Outcome, success statement.
        Outcome = "OUTCOME",
    }
}

impl ElementKind {
    /// The layer that a kind counts in: the one table that makes plans comparable.
    pub const fn layer(self) -> PlanLayer {
        match self {
            Self::Vision | Self::Mission | Self::Value | Self::Principle => PlanLayer::Direction,
            Self::Context | Self::Review => PlanLayer::Situation,
            Self::Goal | Self::Objective => PlanLayer::Goal,
            Self::Strategy | Self::KeyTask => PlanLayer::Priority,
            Self::Action | Self::SupportMeasure => PlanLayer::Action,
            Self::Outcome | Self::SuccessStatement => PlanLayer::Outcome,
        }
    }

    /// Whether an element of this kind usually holds one of the other kind. Odd nesting is worth a remark, not a refusal:
    /// plans differ.
    pub const fn may_hold(self, child: Self) -> bool {
        use PlanLayer::{Action, Direction, Goal, Outcome, Priority, Situation};
        match self.layer() {
            Situation => matches!(child.layer(), Situation),
            Direction => matches!(child.layer(), Direction | Goal),
            Goal => matches!(child.layer(), Goal | Priority | Action | Outcome),
            Priority => matches!(child.layer(), Priority | Action | Outcome),
            Action => matches!(child.layer(), Action | Outcome),
            Outcome => matches!(child.layer(), Outcome | Action),
        }
    }
}

/// One statement of a plan, in one revision of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Stays the same through the plan's revisions.
    pub id: ElementId,
    /// Unique in the plan; kept through its revisions.
    pub key: String,
    /// What the statement is.
    pub kind: ElementKind,
    /// As printed: "4", "(12)", "（三）".
    pub number: Option<String>,
    /// The plan's own word for this kind.
    pub source_term: Option<String>,
    /// The heading or the statement itself.
    pub title: Texts,
    /// What stands under the heading; empty where nothing does.
    pub body: Texts,
    /// Index of the parent in [`ElementTree`]; `None` at the root.
    pub parent: Option<usize>,
    /// 0 at the root.
    pub depth: u32,
    /// Order among siblings, from 0.
    pub position: u32,
    /// The passage it rests on.
    pub evidence: Option<Evidence>,
}

impl Element {
    /// The layer it counts in.
    pub fn layer(&self) -> PlanLayer {
        self.kind.layer()
    }
}

/// The elements of one plan revision in document order: every element behind its parent and before its next sibling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ElementTree {
    // Invariant: parents come before their children, and a subtree is one run of the list.
    elements: Vec<Element>,
}

/// A list of elements that is no tree in document order.
#[derive(Debug, thiserror::Error)]
#[error("element {index} (`{key}`) does not follow its parent in document order")]
pub struct BrokenTree {
    /// Place in the list, from 0.
    pub index: usize,
    /// The element's key.
    pub key: String,
}

impl ElementTree {
    /// Checks that the elements are a tree in document order. Depths are set from the parents.
    ///
    /// # Errors
    /// [`BrokenTree`] for the first element whose parent does not enclose it.
    pub fn new(mut elements: Vec<Element>) -> Result<Self, BrokenTree> {
        // The path from the root to the element before: only those can be parents of the next one.
        let mut path: Vec<usize> = Vec::new();
        for (index, element) in elements.iter_mut().enumerate() {
            match element.parent {
                None => path.clear(),
                Some(parent) => match path.iter().rposition(|&ancestor| ancestor == parent) {
                    Some(level) => path.truncate(level + 1),
                    None => return Err(BrokenTree { index, key: element.key.clone() }),
                },
            }
            element.depth = path.len() as u32;
            path.push(index);
        }
        Ok(Self { elements })
    }

    /// The elements in document order.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// The element at a place in the list.
    pub fn get(&self, index: usize) -> Option<&Element> {
        self.elements.get(index)
    }

    /// The place of the element with this id.
    pub fn index_of(&self, id: ElementId) -> Option<usize> {
        self.elements.iter().position(|element| element.id == id)
    }

    /// The place behind the last descendant of an element.
    pub fn subtree_end(&self, index: usize) -> usize {
        let depth = self.elements[index].depth;
        self.elements[index + 1..]
            .iter()
            .position(|element| element.depth <= depth)
            .map_or(self.elements.len(), |length| index + 1 + length)
    }

    /// The children of an element, in order.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> {
        let depth = self.elements.get(index).map_or(0, |element| element.depth);
        let below = self.elements.get(index + 1..).unwrap_or_default();
        let below = below.iter().take_while(move |element| element.depth > depth);
        below
            .enumerate()
            .filter(move |(_, element)| element.depth == depth + 1)
            .map(move |(offset, _)| index + 1 + offset)
    }

    /// From the parent up to the root.
    pub fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.elements.get(index).and_then(|element| element.parent), |&ancestor| {
            self.elements.get(ancestor).and_then(|element| element.parent)
        })
    }

    /// The topmost elements of a layer, in document order: those with no ancestor in the same layer, so that an objective
    /// inside a goal is not counted twice.
    pub fn topmost(&self, layer: PlanLayer) -> impl Iterator<Item = usize> {
        // A subtree is one run of the list: what lies deeper than the last topmost element, behind it, lies below it.
        let mut topmost: Option<u32> = None;
        self.elements.iter().enumerate().filter_map(move |(index, element)| {
            if topmost.is_some_and(|depth| element.depth > depth) {
                return None;
            }
            topmost = (element.layer() == layer).then_some(element.depth);
            topmost.map(|_| index)
        })
    }

    /// The topmost elements of each of the layers, in document order.
    pub fn topmost_of(&self, layers: &[PlanLayer]) -> Vec<usize> {
        let mut indexes: Vec<usize> = PlanLayer::ALL
            .iter()
            .filter(|layer| layers.contains(layer))
            .flat_map(|&layer| self.topmost(layer))
            .collect();
        indexes.sort_unstable();
        indexes
    }
}
