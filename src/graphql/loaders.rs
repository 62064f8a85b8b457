//! Loaders: what many fields of one request ask for is fetched together, in a fixed number of statements.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    sync::Arc,
};

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::memory::Memory;
use crate::{
    coding::{Codebook, ThemeWeight},
    domain::{
        annotation::Alignment,
        cohort::InstitutionOfKind,
        document_content::{KeptDocument, LinesOf, SourceLine},
        element::PlanLayer,
        id::{
            AlignmentId, ElementId, IndicatorId, InnovationCaseId, InstitutionId, ObservationId, PlanId,
            PlanIndicatorId, StudyId,
        },
        indicator::Indicator,
        innovation_case::InnovationCase,
        institution::{Institution, InstitutionKind},
        period::PlanningPeriod,
        plan::{Plan, PlanContent, PlanRevision},
        revision::RegistryRevision,
        study::{Study, StudyRevision},
        theme::{JudgementEvent, PassRecord},
    },
    store::{Named, Page, PlanFilter, PlanOrder, Store, StoreError, Window},
};

/// Which of an institution's plans are listed, and how.
#[derive(Clone)]
pub(super) struct PlanList {
    filter: Arc<PlanFilter>,
    order: PlanOrder,
    window: Window,
    // Equal lists read alike, and a filter has no order of its own to be hashed by.
    reading: Arc<str>,
}

impl PlanList {
    pub(super) fn new(filter: PlanFilter, order: PlanOrder, window: Window) -> Self {
        let reading = format!("{filter:?}/{order:?}/{window:?}").into();
        Self { filter: Arc::new(filter), order, window, reading }
    }
}

impl PartialEq for PlanList {
    fn eq(&self, other: &Self) -> bool {
        self.reading == other.reading
    }
}

impl Eq for PlanList {}

impl Hash for PlanList {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.reading.hash(state);
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct ListOf(pub(super) RegistryRevision, pub(super) InstitutionId, pub(super) PlanList);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct UsesOf(pub(super) RegistryRevision, pub(super) IndicatorId, pub(super) Window);

#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct SlugOf(pub(super) Named, pub(super) String);

/// Whether the document with this hash is kept.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct KeptOf(pub(super) Arc<str>);

/// The plan that something belongs to, for ever.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PlanOf<T>(pub(super) T);

/// A record as a revision knows it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct At<T>(pub(super) RegistryRevision, pub(super) T);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ProfileOf(pub(super) RegistryRevision, pub(super) PlanId);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct RevisionsOf(pub(super) RegistryRevision, pub(super) PlanId);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct StudyRevisionsOf(pub(super) RegistryRevision, pub(super) StudyId);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PlansOf(pub(super) RegistryRevision, pub(super) InstitutionId);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct AlignmentsOf(pub(super) RegistryRevision, pub(super) PlanId);

/// Every pass over a plan.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PassesOf(pub(super) RegistryRevision, pub(super) PlanId);

/// Every judgement of an element.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct JudgementsOf(pub(super) RegistryRevision, pub(super) PlanId, pub(super) ElementId);

/// The institutions of a kind.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct KindOf(pub(super) RegistryRevision, pub(super) InstitutionKind);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct AllPeriods(pub(super) RegistryRevision);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct CodebookAt(pub(super) RegistryRevision);

/// The content of a plan whose head is known; the same revision of a plan has the same content.
#[derive(Clone)]
pub(super) struct ContentOf(pub(super) RegistryRevision, pub(super) Arc<Plan>);

/// The codes of a plan whose content is known.
#[derive(Clone)]
pub(super) struct CodesOf(pub(super) RegistryRevision, pub(super) Arc<Plan>, pub(super) Arc<PlanContent>);

/// The topmost elements of a layer of a plan whose head is known.
#[derive(Clone)]
pub(super) struct LeadingOf(pub(super) RegistryRevision, pub(super) Arc<Plan>, pub(super) PlanLayer);

impl PartialEq for LeadingOf {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 && self.1.revision.id == other.1.revision.id && self.2 == other.2
    }
}

impl Eq for LeadingOf {}

impl Hash for LeadingOf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0, self.1.revision.id, self.2).hash(state);
    }
}

macro_rules! keyed_by_plan_revision {
    ($($key:ty),+) => { $(
        impl PartialEq for $key {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0 && self.1.revision.id == other.1.revision.id
            }
        }

        impl Eq for $key {}

        impl Hash for $key {
            fn hash<H: Hasher>(&self, state: &mut H) {
                (self.0, self.1.revision.id).hash(state);
            }
        }
    )+ };
}

keyed_by_plan_revision!(ContentOf, CodesOf);

/// Fetches many records of one kind in a fixed number of statements.
pub(super) struct Batches {
    pub(super) store: Arc<Store>,
    /// Where plans that were read are kept.
    pub(super) memory: Memory,
}

/// Keys by the revision that they ask for: nearly always one.
pub(super) fn by_revision<K, T>(
    keys: &[K],
    part: impl Fn(&K) -> (RegistryRevision, T),
) -> HashMap<RegistryRevision, Vec<T>> {
    let mut groups: HashMap<RegistryRevision, Vec<T>> = HashMap::new();
    for key in keys {
        let (at, value) = part(key);
        groups.entry(at).or_default().push(value);
    }
    groups
}

macro_rules! loads {
    ($key:ty, $value:ty, |$this:ident, $keys:ident| $body:block) => {
        impl Loader<$key> for Batches {
            type Value = $value;
            type Error = Arc<StoreError>;

            async fn load(&self, $keys: &[$key]) -> Result<HashMap<$key, Self::Value>, Self::Error> {
                let $this = &self.store;
                let mut found = HashMap::new();
                #[allow(clippy::redundant_closure_call, reason = "the closure gives each body its own `?`")]
                let outcome: Result<Vec<($key, $value)>, StoreError> = async { $body }.await;
                found.extend(outcome?);
                Ok(found)
            }
        }
    };
}

macro_rules! loads_by_id {
    ($id:ty, $value:ty, $method:ident) => {
        loads!(At<$id>, Arc<$value>, |store, keys| {
            let mut found = Vec::new();
            for (at, ids) in by_revision(keys, |key| (key.0, key.1)) {
                found.extend(
                    store.$method(&ids, at).await?.into_iter().map(|(id, value)| (At(at, id), Arc::new(value))),
                );
            }
            Ok(found)
        });
    };
}

loads_by_id!(PlanId, Plan, plans_by_id);
loads_by_id!(InstitutionId, Institution, institutions_by_id);
loads_by_id!(IndicatorId, Indicator, indicators_by_id);

loads_by_id!(InnovationCaseId, InnovationCase, innovation_cases_by_id);
loads_by_id!(AlignmentId, Alignment, alignments_by_id);
loads_by_id!(StudyId, Study, studies_by_id);

loads!(PlanOf<ElementId>, PlanId, |store, keys| {
    let ids: Vec<ElementId> = keys.iter().map(|key| key.0).collect();
    Ok(store.plans_of_elements(&ids).await?.into_iter().map(|(id, plan)| (PlanOf(id), plan)).collect())
});

loads!(PlanOf<PlanIndicatorId>, PlanId, |store, keys| {
    let ids: Vec<PlanIndicatorId> = keys.iter().map(|key| key.0).collect();
    Ok(store.plans_of_plan_indicators(&ids).await?.into_iter().map(|(id, plan)| (PlanOf(id), plan)).collect())
});

loads!(At<ObservationId>, (PlanId, PlanIndicatorId), |store, keys| {
    let mut found = Vec::new();
    for (at, ids) in by_revision(keys, |key| (key.0, key.1)) {
        let owners = store.owners_of_observations(&ids, at).await?;
        found.extend(owners.into_iter().map(|(id, owner)| (At(at, id), owner)));
    }
    Ok(found)
});

loads!(KeptOf, KeptDocument, |store, keys| {
    let sha256s: Vec<String> = keys.iter().map(|key| key.0.to_string()).collect();
    Ok(store.kept_documents(&sha256s).await?.into_iter().map(|(sha256, kept)| (KeptOf(sha256.into()), kept)).collect())
});

loads!(LinesOf, Arc<Vec<SourceLine>>, |store, keys| {
    Ok(store.document_lines(keys).await?.into_iter().map(|(key, lines)| (key, Arc::new(lines))).collect())
});

loads!(AllPeriods, Arc<Vec<Arc<PlanningPeriod>>>, |store, keys| {
    let mut found = Vec::new();
    for key in keys {
        let periods = store.periods(key.0).await?.into_iter().map(Arc::new).collect();
        found.push((*key, Arc::new(periods)));
    }
    Ok(found)
});

loads!(CodebookAt, Arc<Codebook>, |store, keys| {
    let mut found = Vec::new();
    for key in keys {
        match store.codebook(key.0).await {
            Ok(codebook) => found.push((*key, codebook)),
            Err(StoreError::NoCodebook { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
});

loads!(ProfileOf, Arc<Vec<ThemeWeight>>, |store, keys| {
    let mut found = Vec::new();
    for (at, ids) in by_revision(keys, |key| (key.0, key.1)) {
        let profiles = store.theme_profiles(&ids, at).await?;
        found.extend(profiles.into_iter().map(|(id, profile)| (ProfileOf(at, id), Arc::new(profile))));
    }
    Ok(found)
});

loads!(RevisionsOf, Arc<Vec<PlanRevision>>, |store, keys| {
    let mut found = Vec::new();
    for (at, ids) in by_revision(keys, |key| (key.0, key.1)) {
        let revisions = store.plan_revisions(&ids, at).await?;
        found.extend(revisions.into_iter().map(|(id, revisions)| (RevisionsOf(at, id), Arc::new(revisions))));
    }
    Ok(found)
});

loads!(PassesOf, Arc<Vec<PassRecord>>, |store, keys| {
    let mut found = Vec::new();
    for (at, ids) in by_revision(keys, |key| (key.0, key.1)) {
        let history = store.coding_pass_history(&ids, at).await?;
        found.extend(history.into_iter().map(|(id, passes)| (PassesOf(at, id), Arc::new(passes))));
    }
    Ok(found)
});

loads!(JudgementsOf, Arc<Vec<JudgementEvent>>, |store, keys| {
    let mut found = Vec::new();
    for (at, elements) in by_revision(keys, |key| (key.0, (key.1, key.2))) {
        let mut history = store.judgement_history(&elements, at).await?;
        for (plan, element) in elements {
            let events = history.remove(&element).unwrap_or_default();
            found.push((JudgementsOf(at, plan, element), Arc::new(events)));
        }
    }
    Ok(found)
});

loads!(StudyRevisionsOf, Arc<Vec<StudyRevision>>, |store, keys| {
    let mut found = Vec::new();
    for (at, ids) in by_revision(keys, |key| (key.0, key.1)) {
        let revisions = store.study_revisions(&ids, at).await?;
        found.extend(revisions.into_iter().map(|(id, revisions)| (StudyRevisionsOf(at, id), Arc::new(revisions))));
    }
    Ok(found)
});

loads!(PlansOf, Arc<Vec<Arc<Plan>>>, |store, keys| {
    let mut found = Vec::new();
    for (at, ids) in by_revision(keys, |key| (key.0, key.1)) {
        for (id, plans) in store.plans_of_institutions(&ids, at).await? {
            found.push((PlansOf(at, id), Arc::new(plans.into_iter().map(Arc::new).collect())));
        }
    }
    Ok(found)
});

loads!(ListOf, Page<Plan>, |store, keys| {
    let mut lists: HashMap<(RegistryRevision, PlanList), Vec<InstitutionId>> = HashMap::new();
    for ListOf(at, institution, list) in keys {
        lists.entry((*at, list.clone())).or_default().push(*institution);
    }
    let mut found = Vec::new();
    for ((at, list), institutions) in lists {
        let pages = store.plans_of_each(&institutions, &list.filter, list.order, list.window, at).await?;
        found.extend(pages.into_iter().map(|(id, page)| (ListOf(at, id, list.clone()), page)));
    }
    Ok(found)
});

loads!(KindOf, Arc<Vec<InstitutionOfKind>>, |store, keys| {
    let mut found = Vec::new();
    for (at, kinds) in by_revision(keys, |key| (key.0, key.1)) {
        let institutions = store.institutions_of_kinds(&kinds, at).await?;
        found.extend(institutions.into_iter().map(|(kind, members)| (KindOf(at, kind), Arc::new(members))));
    }
    Ok(found)
});

loads!(UsesOf, Page<(PlanId, PlanIndicatorId)>, |store, keys| {
    let mut windows: HashMap<(RegistryRevision, Window), Vec<IndicatorId>> = HashMap::new();
    for UsesOf(at, indicator, window) in keys {
        windows.entry((*at, *window)).or_default().push(*indicator);
    }
    let mut found = Vec::new();
    for ((at, window), indicators) in windows {
        let pages = store.uses_of_each(&indicators, window, at).await?;
        found.extend(pages.into_iter().map(|(id, page)| (UsesOf(at, id, window), page)));
    }
    Ok(found)
});

loads!(SlugOf, Uuid, |store, keys| {
    let mut slugs: HashMap<Named, Vec<String>> = HashMap::new();
    for SlugOf(named, slug) in keys {
        slugs.entry(*named).or_default().push(slug.clone());
    }
    let mut found = Vec::new();
    for (named, slugs) in slugs {
        let ids = store.ids_by_slug(named, &slugs).await?;
        found.extend(ids.into_iter().map(|(slug, id)| (SlugOf(named, slug), id)));
    }
    Ok(found)
});
