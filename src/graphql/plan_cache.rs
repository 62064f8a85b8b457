//! Plans that were read and decoded before: kept in memory, as many bytes of them as are given.

use std::{collections::BTreeSet, sync::Arc};

use moka::sync::Cache;

use super::compared::Compared;
use crate::{
    coding::{Assignment, CoderJudgement, ElementCodes, PlanCodes},
    comparison::{Caveat, ElementChange, ElementMatch, PlanSimilarity, ThemeCell, ThemeRow},
    domain::{
        element::{Element, PlanLayer},
        id::PlanId,
        indicator::{Observation, PlanIndicator},
        plan::PlanContent,
        revision::RegistryRevision,
        source::Evidence,
        text::{LocalizedText, Texts},
    },
};

/// The state that a plan is in: everything that is read of a plan (its content, figures, codings, alignments, and the
/// codebook that settles its codes) is the same for the same state.
///
/// A plan's own revision would not do: an annotation file changes codes and alignments without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlanState {
    /// Which plan.
    pub plan: PlanId,
    /// The registry revision that last changed anything of it, or a later one.
    pub changed: RegistryRevision,
}

/// Plans compared, in the order asked for, at a registry revision. All that a comparison reads is the same then: heads,
/// contents, codes, alignments, definitions, periods and the codebook.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ComparedPlans {
    pub(super) at: RegistryRevision,
    pub(super) plans: Arc<[PlanId]>,
}

/// What is worked out from plans side by side. Scores stand here by their bits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Question {
    /// How many elements carry each theme, in layers.
    Themes(Option<Vec<PlanLayer>>),
    /// Groups of corresponding elements.
    Matches { layer: PlanLayer, min_score: u64 },
    /// How alike each two plans are.
    Similarities,
    /// What makes the plans less comparable than they look.
    Caveats,
    /// What became of the elements of the first plan in the second.
    Changes { layer: PlanLayer, min_score: u64, split_score: u64, continued_score: u64 },
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Content(PlanState),
    Codes(PlanState),
    Compared(ComparedPlans),
    Found(ComparedPlans, Question),
}

#[derive(Clone)]
pub(super) enum Kept {
    Content(Arc<PlanContent>),
    Codes(Arc<PlanCodes>),
    Compared(Arc<Compared>),
    Themes(Arc<Vec<ThemeRow>>),
    Caveats(Arc<Vec<Caveat>>),
    Matches(Arc<Vec<ElementMatch>>),
    Similarities(Arc<Vec<PlanSimilarity>>),
    Changes(Arc<Vec<ElementChange>>),
}

/// Decoded plans and finished comparisons, shared by all requests. Bounded in bytes; what is asked for most stays. Cheap
/// to clone.
#[derive(Clone)]
pub struct PlanCache(Cache<Key, Kept>);

impl std::fmt::Debug for PlanCache {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("PlanCache").field("bytes", &self.0.weighted_size()).finish_non_exhaustive()
    }
}

impl PlanCache {
    /// A cache that keeps so many bytes. `None` for 0: nothing is kept.
    pub fn new(bytes: u64) -> Option<Self> {
        let weigh = |key: &Key, kept: &Kept| u32::try_from(bytes_of(key, kept)).unwrap_or(u32::MAX);
        (bytes > 0).then(|| Self(Cache::builder().max_capacity(bytes).weigher(weigh).build()))
    }

    /// Bytes that are kept now, as far as housekeeping has come.
    pub fn bytes(&self) -> u64 {
        self.0.weighted_size()
    }

    pub(super) fn content(&self, state: PlanState) -> Option<Arc<PlanContent>> {
        match self.0.get(&Key::Content(state)) {
            Some(Kept::Content(content)) => Some(content),
            _ => None,
        }
    }

    pub(super) fn keep_content(&self, state: PlanState, content: &Arc<PlanContent>) {
        self.0.insert(Key::Content(state), Kept::Content(content.clone()));
    }

    pub(super) fn codes(&self, state: PlanState) -> Option<Arc<PlanCodes>> {
        match self.0.get(&Key::Codes(state)) {
            Some(Kept::Codes(codes)) => Some(codes),
            _ => None,
        }
    }

    pub(super) fn keep_codes(&self, state: PlanState, codes: &Arc<PlanCodes>) {
        self.0.insert(Key::Codes(state), Kept::Codes(codes.clone()));
    }

    pub(super) fn compared(&self, plans: &ComparedPlans) -> Option<Arc<Compared>> {
        match self.0.get(&Key::Compared(plans.clone())) {
            Some(Kept::Compared(compared)) => Some(compared),
            _ => None,
        }
    }

    pub(super) fn keep_compared(&self, plans: ComparedPlans, compared: &Arc<Compared>) {
        self.0.insert(Key::Compared(plans), Kept::Compared(compared.clone()));
    }

    pub(super) fn found<T: Finding>(&self, plans: &ComparedPlans, question: &Question) -> Option<Arc<T>> {
        self.0.get(&Key::Found(plans.clone(), question.clone())).and_then(T::found)
    }

    pub(super) fn keep_found<T: Finding>(&self, plans: ComparedPlans, question: Question, found: &Arc<T>) {
        self.0.insert(Key::Found(plans, question), T::keep(found.clone()));
    }
}

/// What a comparison finds, as the cache keeps it.
pub(super) trait Finding: Send + Sync + Sized + 'static {
    fn keep(found: Arc<Self>) -> Kept;
    fn found(kept: Kept) -> Option<Arc<Self>>;
}

macro_rules! finding {
    ($($found:ty => $kept:ident),+) => {
        $( impl Finding for $found {
            fn keep(found: Arc<Self>) -> Kept { Kept::$kept(found) }
            fn found(kept: Kept) -> Option<Arc<Self>> {
                match kept { Kept::$kept(found) => Some(found), _ => None }
            }
        } )+
    };
}

finding!(
    Vec<ThemeRow> => Themes,
    Vec<Caveat> => Caveats,
    Vec<ElementMatch> => Matches,
    Vec<PlanSimilarity> => Similarities,
    Vec<ElementChange> => Changes
);

/// What an allocation takes beside what was asked for, rounding included: measured with glibc's allocator.
const ALLOCATION: usize = 16;
/// What moka keeps of an entry beside key and value: its node in the table and in two queues, and its frequency.
const ENTRY: usize = 256;

/// Memory on the heap that goes with a value.
trait Heap {
    fn heap(&self) -> usize;
}

impl Heap for String {
    fn heap(&self) -> usize {
        if self.capacity() == 0 { 0 } else { self.capacity() + ALLOCATION }
    }
}

impl<T: Heap> Heap for Option<T> {
    fn heap(&self) -> usize {
        self.as_ref().map_or(0, Heap::heap)
    }
}

impl<T: Heap> Heap for Vec<T> {
    fn heap(&self) -> usize {
        array::<T>(self.capacity()) + self.iter().map(Heap::heap).sum::<usize>()
    }
}

fn array<T>(capacity: usize) -> usize {
    if capacity == 0 { 0 } else { capacity * size_of::<T>() + ALLOCATION }
}

impl Heap for Texts {
    fn heap(&self) -> usize {
        let text = |text: &LocalizedText| size_of::<LocalizedText>() + text.text.heap();
        self.iter().map(text).sum::<usize>() + if self.is_empty() { 0 } else { ALLOCATION }
    }
}

impl Heap for Evidence {
    fn heap(&self) -> usize {
        let repairs =
            self.repairs.iter().map(|repair| size_of_val(repair) + repair.before.heap() + repair.after.heap());
        self.locator.heap() + self.quote.heap() + repairs.sum::<usize>()
    }
}

impl Heap for Element {
    fn heap(&self) -> usize {
        self.key.heap()
            + self.number.heap()
            + self.source_term.heap()
            + self.title.heap()
            + self.body.heap()
            + self.evidence.heap()
    }
}

impl Heap for Observation {
    fn heap(&self) -> usize {
        let figure = &self.figure;
        let dimensions = figure.dimensions.iter().map(|side| size_of_val(side) + side.name.heap() + side.value.heap());
        figure.text.heap() + figure.evidence.heap() + dimensions.sum::<usize>()
    }
}

impl Heap for PlanIndicator {
    fn heap(&self) -> usize {
        self.key.heap() + self.text.heap() + self.evidence.heap() + self.observations.heap()
    }
}

impl Heap for PlanContent {
    fn heap(&self) -> usize {
        let elements = self.tree.elements();
        array::<Element>(elements.len()) + elements.iter().map(Heap::heap).sum::<usize>() + self.indicators.heap()
    }
}

impl Heap for CoderJudgement {
    fn heap(&self) -> usize {
        self.coder.heap()
    }
}

impl Heap for Assignment {
    fn heap(&self) -> usize {
        self.judgements.heap() + self.matched.heap()
    }
}

impl<T> Heap for BTreeSet<T> {
    /// Nodes have room for 11 values and are at least half full.
    fn heap(&self) -> usize {
        self.len().div_ceil(6) * array::<T>(12)
    }
}

impl Heap for ElementCodes {
    fn heap(&self) -> usize {
        self.assignments.heap() + self.concepts.heap()
    }
}

impl Heap for PlanCodes {
    fn heap(&self) -> usize {
        self.coded_layers.heap() + self.elements.heap()
    }
}

impl Heap for ThemeCell {
    fn heap(&self) -> usize {
        array_of(&self.elements)
    }
}

impl Heap for ThemeRow {
    fn heap(&self) -> usize {
        self.cells.heap()
    }
}

impl Heap for Caveat {
    fn heap(&self) -> usize {
        self.message.heap() + self.plans.size()
    }
}

impl Heap for ElementMatch {
    fn heap(&self) -> usize {
        let Self { elements, plans_covered: _, score: _, method: _, shared_themes, shared_terms } = self;
        array_of(elements) + array_of(shared_themes) + shared_terms.heap()
    }
}

impl Heap for PlanSimilarity {
    fn heap(&self) -> usize {
        0
    }
}

impl Heap for ElementChange {
    fn heap(&self) -> usize {
        array_of(&self.from) + array_of(&self.to)
    }
}

fn array_of<T>(items: &Vec<T>) -> usize {
    array::<T>(items.capacity())
}

fn bytes_of(key: &Key, kept: &Kept) -> usize {
    let states = match key {
        Key::Content(_) | Key::Codes(_) => 0,
        Key::Compared(compared) | Key::Found(compared, _) => size_of_val::<[PlanId]>(&compared.plans) + ALLOCATION,
    };
    let value = match kept {
        Kept::Content(content) => size_of::<PlanContent>() + content.heap(),
        Kept::Codes(codes) => size_of::<PlanCodes>() + codes.heap(),
        // Contents and codes may be kept on their own, too; they are counted as if they were not.
        Kept::Compared(compared) => {
            let loaded = compared.contents_and_codes();
            loaded.map(|(content, codes)| content.heap() + codes.heap()).sum::<usize>() + compared.bytes_beside()
        }
        Kept::Themes(found) => found.heap(),
        Kept::Caveats(found) => found.heap(),
        Kept::Matches(found) => found.heap(),
        Kept::Similarities(found) => found.heap(),
        Kept::Changes(found) => found.heap(),
    };
    ENTRY + ALLOCATION + size_of::<Key>() + size_of::<Kept>() + states + value
}
