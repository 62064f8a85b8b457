//! Plans that were read and decoded before: kept in memory, as many bytes of them as are given.

mod bytes;

use std::sync::Arc;

use moka::sync::Cache;

use super::{cohort_source::SharedCohort, compared::Compared, indicator_benchmark::Asked};
use crate::{
    coding::PlanCodes,
    comparison::{Benchmark, Caveat, ElementChange, ElementMatch, PlanSimilarity, ThemeRow},
    domain::{
        annotation::Alignment,
        cohort::CohortFilter,
        element::PlanLayer,
        id::{DocumentId, IndicatorId, PlanId},
        plan::PlanContent,
        revision::RegistryRevision,
        source::SourceDocument,
    },
    store::{Page, Search, SearchHit},
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
    Leading(PlanState, PlanLayer),
    Codes(PlanState),
    Alignments(PlanState),
    Document(DocumentId),
    Compared(ComparedPlans),
    Found(ComparedPlans, Question),
    Cohort(RegistryRevision, Arc<CohortFilter>),
    Benchmark(RegistryRevision, Arc<CohortFilter>, IndicatorId, Asked),
    Search(RegistryRevision, Arc<Search>),
}

#[derive(Clone)]
pub(super) enum Kept {
    Content(Arc<PlanContent>),
    Codes(Arc<PlanCodes>),
    Alignments(Arc<Vec<Arc<Alignment>>>),
    Document(Arc<SourceDocument>),
    Compared(Arc<Compared>),
    Themes(Arc<Vec<ThemeRow>>),
    Caveats(Arc<Vec<Caveat>>),
    Matches(Arc<Vec<ElementMatch>>),
    Similarities(Arc<Vec<PlanSimilarity>>),
    Changes(Arc<Vec<ElementChange>>),
    Cohort(Arc<SharedCohort>),
    Benchmark(Arc<Benchmark>),
    Search(Arc<Page<SearchHit>>),
}

/// Decoded plans and finished comparisons, shared by all requests. Bounded in bytes; what is asked for most stays. Cheap
/// to clone.
#[derive(Clone)]
pub struct PlanCache(Arc<Cache<Key, Kept>>);

impl std::fmt::Debug for PlanCache {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("PlanCache").field("bytes", &self.0.weighted_size()).finish_non_exhaustive()
    }
}

impl PlanCache {
    /// Bytes that a server keeps unless told otherwise: 256 MiB.
    pub const DEFAULT_BYTES: u64 = 256 << 20;

    /// A cache that keeps so many bytes. `None` for 0: nothing is kept.
    pub fn new(bytes: u64) -> Option<Self> {
        let weigh = |key: &Key, kept: &Kept| u32::try_from(bytes::bytes_of(key, kept)).unwrap_or(u32::MAX);
        (bytes > 0).then(|| Self(Arc::new(Cache::builder().max_capacity(bytes).weigher(weigh).build())))
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

    /// A content that has at least the topmost elements of a layer.
    pub(super) fn leading(&self, state: PlanState, layer: PlanLayer) -> Option<Arc<PlanContent>> {
        self.content(state).or_else(|| match self.0.get(&Key::Leading(state, layer)) {
            Some(Kept::Content(content)) => Some(content),
            _ => None,
        })
    }

    pub(super) fn keep_leading(&self, state: PlanState, layer: PlanLayer, content: &Arc<PlanContent>) {
        self.0.insert(Key::Leading(state, layer), Kept::Content(content.clone()));
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

    /// The alignments that touch a plan.
    pub(super) fn alignments(&self, state: PlanState) -> Option<Arc<Vec<Arc<Alignment>>>> {
        match self.0.get(&Key::Alignments(state)) {
            Some(Kept::Alignments(alignments)) => Some(alignments),
            _ => None,
        }
    }

    pub(super) fn keep_alignments(&self, state: PlanState, alignments: &Arc<Vec<Arc<Alignment>>>) {
        self.0.insert(Key::Alignments(state), Kept::Alignments(alignments.clone()));
    }

    /// A source document, which is its content for ever.
    pub(super) fn document(&self, id: DocumentId) -> Option<Arc<SourceDocument>> {
        match self.0.get(&Key::Document(id)) {
            Some(Kept::Document(document)) => Some(document),
            _ => None,
        }
    }

    pub(super) fn keep_document(&self, document: &Arc<SourceDocument>) {
        self.0.insert(Key::Document(document.id), Kept::Document(document.clone()));
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

    /// A cohort among the plans of a revision.
    pub(super) fn cohort(&self, at: RegistryRevision, filter: &Arc<CohortFilter>) -> Option<Arc<SharedCohort>> {
        match self.0.get(&Key::Cohort(at, filter.clone())) {
            Some(Kept::Cohort(cohort)) => Some(cohort),
            _ => None,
        }
    }

    pub(super) fn keep_cohort(&self, at: RegistryRevision, filter: &Arc<CohortFilter>, cohort: &Arc<SharedCohort>) {
        self.0.insert(Key::Cohort(at, filter.clone()), Kept::Cohort(cohort.clone()));
    }

    /// An indicator over a cohort.
    pub(super) fn benchmark(
        &self,
        at: RegistryRevision,
        cohort: &Arc<CohortFilter>,
        indicator: IndicatorId,
        asked: Asked,
    ) -> Option<Arc<Benchmark>> {
        match self.0.get(&Key::Benchmark(at, cohort.clone(), indicator, asked)) {
            Some(Kept::Benchmark(benchmark)) => Some(benchmark),
            _ => None,
        }
    }

    pub(super) fn keep_benchmark(
        &self,
        at: RegistryRevision,
        cohort: &Arc<CohortFilter>,
        indicator: IndicatorId,
        asked: Asked,
        benchmark: &Arc<Benchmark>,
    ) {
        self.0.insert(Key::Benchmark(at, cohort.clone(), indicator, asked), Kept::Benchmark(benchmark.clone()));
    }

    /// A page of what a search finds.
    pub(super) fn search(&self, at: RegistryRevision, search: &Arc<Search>) -> Option<Arc<Page<SearchHit>>> {
        match self.0.get(&Key::Search(at, search.clone())) {
            Some(Kept::Search(page)) => Some(page),
            _ => None,
        }
    }

    pub(super) fn keep_search(&self, at: RegistryRevision, search: &Arc<Search>, page: &Arc<Page<SearchHit>>) {
        self.0.insert(Key::Search(at, search.clone()), Kept::Search(page.clone()));
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
