//! What was read or worked out before: kept in memory, as many bytes of it as are given.

mod bytes;

use std::sync::Arc;

use moka::sync::Cache;
use uuid::Uuid;

use super::{cohort_source::SharedCohort, cohort_themes::CountedCoverage, compared::Compared, loaded_benchmark::Asked};
use crate::{
    coding::PlanCodes,
    comparison::{Benchmark, Caveat, CohortDimension, ElementChange, ElementMatch, PlanSimilarity, ThemeRow},
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

/// What is kept is found by.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// What a plan says.
    Content(PlanState),
    /// The same with at least the topmost elements of a layer.
    Leading(PlanState, PlanLayer),
    /// The same with one element or indicator of its own and nothing else.
    Alone(PlanState, Uuid),
    /// The effective codes of a plan.
    Codes(PlanState),
    /// The alignments that touch a plan.
    Alignments(PlanState),
    /// A source document, which is its content for ever.
    Document(DocumentId),
    /// Plans loaded to be compared.
    Compared(ComparedPlans),
    /// What is worked out from them.
    Found(ComparedPlans, Question),
    /// A cohort among the plans of the index of a revision.
    Cohort(RegistryRevision, Arc<CohortFilter>),
    /// Themes over such a cohort, in groups.
    Coverage(RegistryRevision, Arc<CohortFilter>, Arc<[CohortDimension]>),
    /// An indicator over such a cohort.
    Benchmark(RegistryRevision, Arc<CohortFilter>, IndicatorId, Asked),
    /// A page of what a search finds: in the rows of the revision, or of one that this server has not taken in yet.
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
    Coverage(Arc<CountedCoverage>),
    Benchmark(Arc<Benchmark>),
    Search(Arc<Page<SearchHit>>),
}

/// Decoded plans, finished comparisons, cohorts and pages of searches, shared by all requests. Bounded in bytes; what is asked for most stays. Cheap
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

    pub(super) fn get<T: Keepable>(&self, key: &Key) -> Option<Arc<T>> {
        self.0.get(key).and_then(T::kept)
    }

    pub(super) fn keep<T: Keepable>(&self, key: Key, value: &Arc<T>) {
        self.0.insert(key, T::keep(value.clone()));
    }
}

/// What the cache keeps.
pub(super) trait Keepable: Send + Sync + Sized + 'static {
    fn keep(value: Arc<Self>) -> Kept;
    fn kept(kept: Kept) -> Option<Arc<Self>>;
}

macro_rules! keepable {
    ($($value:ty => $kept:ident),+ $(,)?) => {
        $( impl Keepable for $value {
            fn keep(value: Arc<Self>) -> Kept { Kept::$kept(value) }
            fn kept(kept: Kept) -> Option<Arc<Self>> {
                match kept { Kept::$kept(value) => Some(value), _ => None }
            }
        } )+
    };
}

keepable!(
    PlanContent => Content,
    PlanCodes => Codes,
    Vec<Arc<Alignment>> => Alignments,
    SourceDocument => Document,
    Compared => Compared,
    Vec<ThemeRow> => Themes,
    Vec<Caveat> => Caveats,
    Vec<ElementMatch> => Matches,
    Vec<PlanSimilarity> => Similarities,
    Vec<ElementChange> => Changes,
    SharedCohort => Cohort,
    CountedCoverage => Coverage,
    Benchmark => Benchmark,
    Page<SearchHit> => Search,
);
