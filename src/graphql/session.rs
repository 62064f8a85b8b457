//! What one request carries: the revision that all of it is answered from, the reader's languages, and loaders that fetch
//! what many fields ask for together.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    sync::Arc,
};

use async_graphql::{
    Context,
    dataloader::{DataLoader, HashMapCache, Loader},
};
use tokio::sync::OnceCell;

use super::error::{ApiError, ApiResult};
use crate::{
    coding::{self, Codebook, PlanCodes, ThemeWeight},
    domain::{
        annotation::Alignment,
        id::{
            AlignmentId, DocumentId, ElementId, IndicatorId, InnovationCaseId, InstitutionId, ObservationId, PeriodId,
            PlanId, PlanIndicatorId,
        },
        indicator::Indicator,
        innovation_case::InnovationCase,
        institution::Institution,
        language::LanguageTag,
        period::PlanningPeriod,
        plan::{Plan, PlanContent, PlanRevision},
        revision::RegistryRevision,
        source::SourceDocument,
    },
    store::{Store, StoreError},
};

/// The state of one request.
pub struct Session {
    pub(super) store: Store,
    /// The reader's languages, best first.
    pub(super) languages: Vec<LanguageTag>,
    revision: OnceCell<RegistryRevision>,
    loader: DataLoader<Batches, HashMapCache>,
}

impl Session {
    /// A fresh session. `languages` are those that the reader prefers, best first.
    pub fn new(store: Store, languages: Vec<LanguageTag>) -> Self {
        // async-graphql waits a millisecond for each level of a query unless told otherwise.
        let loader = DataLoader::with_cache(Batches(store.clone()), tokio::spawn, HashMapCache::default())
            .delay(std::time::Duration::ZERO);
        Self { store, languages, revision: OnceCell::new(), loader }
    }

    /// The revision that the request is answered from: the newest when it first needed one.
    pub(super) async fn now(&self) -> ApiResult<RegistryRevision> {
        let revision = self.revision.get_or_try_init(|| self.store.current_revision()).await?;
        Ok(*revision)
    }

    /// The revision that a comparison is asked for.
    pub(super) async fn as_of(&self, as_of: Option<&str>) -> ApiResult<RegistryRevision> {
        let Some(as_of) = as_of else { return self.now().await };
        let asked = as_of.trim().parse().map(RegistryRevision).map_err(|_| {
            ApiError::bad_input(format!(
                "`{as_of}` is not a registry revision: give the `revision` of an earlier answer"
            ))
        })?;
        Ok(self.store.revision(asked).await?)
    }

    async fn one<K, V>(&self, key: K) -> ApiResult<Option<V>>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        V: Send + Sync + Clone + 'static,
        Batches: Loader<K, Value = V, Error = Arc<StoreError>>,
    {
        Ok(self.loader.load_one(key).await?)
    }

    /// A plan, as a revision knows it.
    pub(super) async fn plan(&self, id: PlanId, at: RegistryRevision) -> ApiResult<Option<Arc<Plan>>> {
        self.one(At(at, id)).await
    }

    /// Plans, as a revision knows them.
    pub(super) async fn plans(&self, ids: &[PlanId], at: RegistryRevision) -> ApiResult<HashMap<PlanId, Arc<Plan>>> {
        let found = self.loader.load_many(ids.iter().map(|id| At(at, *id))).await?;
        Ok(found.into_iter().map(|(key, plan)| (key.1, plan)).collect())
    }

    /// What a plan says.
    pub(super) async fn content(&self, plan: &Arc<Plan>, at: RegistryRevision) -> ApiResult<Arc<PlanContent>> {
        Ok(self.one(ContentOf(at, plan.clone())).await?.unwrap_or_default())
    }

    /// What plans say, by plan.
    pub(super) async fn contents<'a>(
        &self,
        plans: impl Iterator<Item = &'a Arc<Plan>>,
        at: RegistryRevision,
    ) -> ApiResult<HashMap<PlanId, Arc<PlanContent>>> {
        let found = self.loader.load_many(plans.map(|plan| ContentOf(at, plan.clone()))).await?;
        Ok(found.into_iter().map(|(key, content)| (key.1.id, content)).collect())
    }

    /// The effective codes of a plan's elements.
    pub(super) async fn codes(&self, plan: &Arc<Plan>, at: RegistryRevision) -> ApiResult<Arc<PlanCodes>> {
        let content = self.content(plan, at).await?;
        let codes = self.one(CodesOf(at, plan.clone(), content)).await?;
        codes.ok_or_else(|| ApiError::not_ready("the plan's codes could not be settled"))
    }

    /// The effective codes of plans whose contents are known, by plan.
    pub(super) async fn codes_of(
        &self,
        plans: &[Arc<Plan>],
        contents: &HashMap<PlanId, Arc<PlanContent>>,
        at: RegistryRevision,
    ) -> ApiResult<HashMap<PlanId, Arc<PlanCodes>>> {
        let keys =
            plans.iter().map(|plan| CodesOf(at, plan.clone(), contents.get(&plan.id).cloned().unwrap_or_default()));
        let found = self.loader.load_many(keys).await?;
        Ok(found.into_iter().map(|(key, codes)| (key.1.id, codes)).collect())
    }

    /// The theme profile of a plan.
    pub(super) async fn theme_profile(&self, plan: PlanId, at: RegistryRevision) -> ApiResult<Arc<Vec<ThemeWeight>>> {
        Ok(self.one(ProfileOf(at, plan)).await?.unwrap_or_default())
    }

    /// Every publication of a plan.
    pub(super) async fn plan_revisions(&self, plan: PlanId, at: RegistryRevision) -> ApiResult<Arc<Vec<PlanRevision>>> {
        Ok(self.one(RevisionsOf(at, plan)).await?.unwrap_or_default())
    }

    /// Every plan of an institution.
    pub(super) async fn plans_of(
        &self,
        institution: InstitutionId,
        at: RegistryRevision,
    ) -> ApiResult<Arc<Vec<Arc<Plan>>>> {
        Ok(self.one(PlansOf(at, institution)).await?.unwrap_or_default())
    }

    /// The alignments that touch a plan.
    pub(super) async fn alignments(&self, plan: PlanId, at: RegistryRevision) -> ApiResult<Arc<Vec<Arc<Alignment>>>> {
        Ok(self.one(AlignmentsOf(at, plan)).await?.unwrap_or_default())
    }

    /// An institution.
    pub(super) async fn institution(
        &self,
        id: InstitutionId,
        at: RegistryRevision,
    ) -> ApiResult<Option<Arc<Institution>>> {
        self.one(At(at, id)).await
    }

    /// Institutions, by id.
    pub(super) async fn institutions(
        &self,
        ids: impl Iterator<Item = InstitutionId>,
        at: RegistryRevision,
    ) -> ApiResult<HashMap<InstitutionId, Arc<Institution>>> {
        let found = self.loader.load_many(ids.map(|id| At(at, id))).await?;
        Ok(found.into_iter().map(|(key, institution)| (key.1, institution)).collect())
    }

    /// Every planning period.
    pub(super) async fn periods(&self, at: RegistryRevision) -> ApiResult<Arc<Vec<Arc<PlanningPeriod>>>> {
        Ok(self.one(AllPeriods(at)).await?.unwrap_or_default())
    }

    /// A planning period.
    pub(super) async fn period(&self, id: PeriodId, at: RegistryRevision) -> ApiResult<Option<Arc<PlanningPeriod>>> {
        Ok(self.periods(at).await?.iter().find(|period| period.id == id).cloned())
    }

    /// An indicator definition.
    pub(super) async fn indicator(&self, id: IndicatorId, at: RegistryRevision) -> ApiResult<Option<Arc<Indicator>>> {
        self.one(At(at, id)).await
    }

    /// Indicator definitions, by id.
    pub(super) async fn indicators(
        &self,
        ids: impl Iterator<Item = IndicatorId>,
        at: RegistryRevision,
    ) -> ApiResult<HashMap<IndicatorId, Arc<Indicator>>> {
        let found = self.loader.load_many(ids.map(|id| At(at, id))).await?;
        Ok(found.into_iter().map(|(key, indicator)| (key.1, indicator)).collect())
    }

    /// A case of service innovation.
    pub(super) async fn innovation_case(
        &self,
        id: InnovationCaseId,
        at: RegistryRevision,
    ) -> ApiResult<Option<Arc<InnovationCase>>> {
        self.one(At(at, id)).await
    }

    /// An alignment.
    pub(super) async fn alignment(&self, id: AlignmentId, at: RegistryRevision) -> ApiResult<Option<Arc<Alignment>>> {
        self.one(At(at, id)).await
    }

    /// The plan that an element belongs to.
    pub(super) async fn plan_of_element(&self, id: ElementId) -> ApiResult<Option<PlanId>> {
        self.one(PlanOf(id)).await
    }

    /// The plan that a plan indicator belongs to.
    pub(super) async fn plan_of_plan_indicator(&self, id: PlanIndicatorId) -> ApiResult<Option<PlanId>> {
        self.one(PlanOf(id)).await
    }

    /// The plan and plan indicator that a figure belongs to.
    pub(super) async fn owner_of_observation(
        &self,
        id: ObservationId,
        at: RegistryRevision,
    ) -> ApiResult<Option<(PlanId, PlanIndicatorId)>> {
        self.one(At(at, id)).await
    }

    /// A source document.
    pub(super) async fn document(&self, id: DocumentId) -> ApiResult<Option<Arc<SourceDocument>>> {
        self.one(id).await
    }

    /// The codebook in force, if there was one.
    pub(super) async fn codebook_if_any(&self, at: RegistryRevision) -> ApiResult<Option<Arc<Codebook>>> {
        self.one(CodebookAt(at)).await
    }

    /// The codebook in force.
    pub(super) async fn codebook(&self, at: RegistryRevision) -> ApiResult<Arc<Codebook>> {
        match self.codebook_if_any(at).await? {
            Some(codebook) => Ok(codebook),
            None => Err(StoreError::NoCodebook { at }.into()),
        }
    }
}

/// The session of the request that a field belongs to.
pub(super) fn session<'a>(ctx: &Context<'a>) -> ApiResult<&'a Session> {
    ctx.data::<Session>().map_err(|_| ApiError::internal(&MissingSession))
}

#[derive(Debug, thiserror::Error)]
#[error("a request was executed without its session")]
struct MissingSession;

/// The plan that something belongs to, for ever.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct PlanOf<T>(T);

/// A record as a revision knows it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct At<T>(RegistryRevision, T);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct ProfileOf(RegistryRevision, PlanId);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct RevisionsOf(RegistryRevision, PlanId);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct PlansOf(RegistryRevision, InstitutionId);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct AlignmentsOf(RegistryRevision, PlanId);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct AllPeriods(RegistryRevision);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct CodebookAt(RegistryRevision);

/// The content of a plan whose head is known; the same revision of a plan has the same content.
#[derive(Clone)]
struct ContentOf(RegistryRevision, Arc<Plan>);

/// The codes of a plan whose content is known.
#[derive(Clone)]
struct CodesOf(RegistryRevision, Arc<Plan>, Arc<PlanContent>);

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
struct Batches(Store);

/// Keys by the revision that they ask for: nearly always one.
fn by_revision<K, T>(keys: &[K], part: impl Fn(&K) -> (RegistryRevision, T)) -> HashMap<RegistryRevision, Vec<T>> {
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
                let $this = &self.0;
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

loads!(DocumentId, Arc<SourceDocument>, |store, keys| {
    Ok(store.documents(keys).await?.into_iter().map(|(id, document)| (id, Arc::new(document))).collect())
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

loads!(PlansOf, Arc<Vec<Arc<Plan>>>, |store, keys| {
    let mut found = Vec::new();
    for (at, ids) in by_revision(keys, |key| (key.0, key.1)) {
        for (id, plans) in store.plans_of_institutions(&ids, at).await? {
            found.push((PlansOf(at, id), Arc::new(plans.into_iter().map(Arc::new).collect())));
        }
    }
    Ok(found)
});

loads!(AlignmentsOf, Arc<Vec<Arc<Alignment>>>, |store, keys| {
    let mut found = Vec::new();
    for (at, ids) in by_revision(keys, |key| (key.0, key.1)) {
        let mut by_plan: HashMap<PlanId, Vec<Arc<Alignment>>> = HashMap::new();
        for alignment in store.alignments_of(&ids, at).await? {
            let alignment = Arc::new(alignment);
            by_plan.entry(alignment.source.plan).or_default().push(alignment.clone());
            if alignment.target.plan != alignment.source.plan {
                by_plan.entry(alignment.target.plan).or_default().push(alignment);
            }
        }
        found.extend(ids.iter().map(|id| (AlignmentsOf(at, *id), Arc::new(by_plan.remove(id).unwrap_or_default()))));
    }
    Ok(found)
});

loads!(ContentOf, Arc<PlanContent>, |store, keys| {
    let mut found = Vec::new();
    for (at, plans) in by_revision(keys, |key| (key.0, key.1.clone())) {
        let heads: Vec<&Plan> = plans.iter().map(AsRef::as_ref).collect();
        let mut contents = store.plan_contents(&heads, at).await?;
        for plan in plans {
            if let Some(content) = contents.remove(&plan.id) {
                found.push((ContentOf(at, plan), Arc::new(content)));
            }
        }
    }
    Ok(found)
});

loads!(CodesOf, Arc<PlanCodes>, |store, keys| {
    let mut found = Vec::new();
    for (at, plans) in by_revision(keys, |key| (key.0, (key.1.clone(), key.2.clone()))) {
        let codebook = store.codebook(at).await?;
        let ids: Vec<PlanId> = plans.iter().map(|(plan, _)| plan.id).collect();
        let passes = store.coding_passes(&ids, at).await?;
        for (plan, content) in plans {
            let of_plan = passes.get(&plan.id).map(Vec::as_slice).unwrap_or_default();
            let codes = coding::effective_codes(&content.tree, of_plan, &codebook);
            found.push((CodesOf(at, plan, content), Arc::new(codes)));
        }
    }
    Ok(found)
});
