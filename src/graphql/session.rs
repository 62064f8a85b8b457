//! What one request carries: the revision that all of it is answered from, the reader's languages, and loaders that fetch
//! what many fields ask for together.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, OnceLock},
    time::Duration,
};

use async_graphql::{
    Context,
    dataloader::{DataLoader, HashMapCache, Loader},
};
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::{
    cohort::LoadedCohort,
    error::{ApiError, ApiResult},
    executor,
    lineage::{LineageOf, PlanLineage},
    loaders::{AllPeriods, At, Batches, CodebookAt, KeptOf, KindOf, PlanOf, SlugOf, StudyRevisionsOf, UsesOf},
    memory::Memory,
    once::OnceEach,
    paging::MAX_PAGE,
    plan_cache::{Key, PlanCache},
};
use crate::{
    coding::Codebook,
    domain::{
        annotation::Alignment,
        cohort::{CohortFilter, InstitutionOfKind},
        document_content::{KeptDocument, LinesOf, SourceLine},
        id::{
            AlignmentId, DocumentId, ElementId, IndicatorId, InnovationCaseId, InstitutionId, ObservationId, PeriodId,
            PlanId, PlanIndicatorId, StudyId,
        },
        indicator::Indicator,
        innovation_case::InnovationCase,
        institution::{Institution, InstitutionKind},
        language::LanguageTag,
        period::PlanningPeriod,
        revision::RegistryRevision,
        source::SourceDocument,
        study::{Study, StudyRevision},
    },
    index::RegistryIndex,
    store::{Named, Page, Store, StoreError, Window},
};

/// The state of one request.
pub struct Session {
    // Shared: a request needs a store, not one of its own.
    pub(super) store: Arc<Store>,
    /// The reader's languages, best first.
    pub(super) languages: Vec<LanguageTag>,
    /// Items that a page has at most.
    pub(super) longest_page: u32,
    /// Cohorts by the revision and what they are asked for by.
    pub(super) cohorts: OnceEach<(RegistryRevision, Arc<CohortFilter>), LoadedCohort>,
    /// What became of the elements of plans.
    pub(super) lineages: OnceEach<LineageOf, PlanLineage>,
    pub(super) memory: Memory,
    revision: OnceCell<RegistryRevision>,
    // Made when it is first asked: what is in memory needs none.
    loader: OnceLock<DataLoader<Batches, HashMapCache>>,
}

impl Session {
    /// A fresh session. `languages` are those that the reader prefers, best first.
    pub fn new(store: impl Into<Arc<Store>>, languages: Vec<LanguageTag>) -> Self {
        Self {
            store: store.into(),
            languages,
            longest_page: MAX_PAGE,
            cohorts: OnceEach::default(),
            lineages: OnceEach::default(),
            memory: Memory::default(),
            revision: OnceCell::new(),
            loader: OnceLock::new(),
        }
    }

    /// The same session, answered from the revision that an index is of, and from memory as far as that goes.
    #[must_use]
    pub fn with_index(mut self, index: Arc<RegistryIndex>) -> Self {
        self.revision = OnceCell::new_with(Some(index.revision()));
        self.memory.index = Some(index);
        self
    }

    /// The same session, which looks into a cache before it reads or works out, and keeps there what it did.
    #[must_use]
    pub fn with_plan_cache(mut self, plans: Option<PlanCache>) -> Self {
        self.memory.plans = plans;
        self
    }

    /// The same session for a request of the registry's own, which takes lists whole.
    #[must_use]
    pub fn with_whole_lists(mut self) -> Self {
        self.longest_page = i32::MAX as u32;
        self
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
        match self.revision.get() {
            // What came before a revision that is there is there as well.
            Some(now) if (RegistryRevision::EMPTY..=*now).contains(&asked) => Ok(asked),
            _ => Ok(self.store.revision(asked).await?),
        }
    }

    pub(super) async fn one<K, V>(&self, key: K) -> ApiResult<Option<V>>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        V: Send + Sync + Clone + 'static,
        Batches: Loader<K, Value = V, Error = Arc<StoreError>>,
    {
        Ok(self.loader().load_one(key).await?)
    }

    pub(super) fn loader(&self) -> &DataLoader<Batches, HashMapCache> {
        self.loader.get_or_init(|| {
            let batches = Batches { store: self.store.clone(), memory: self.memory.clone() };
            // async-graphql waits a millisecond for each level of a query unless told otherwise.
            DataLoader::with_cache(batches, executor::begin_later, HashMapCache::default()).delay(Duration::ZERO)
        })
    }

    /// The first or last page of the uses of an indicator definition.
    pub(super) async fn uses_of_each(
        &self,
        indicator: IndicatorId,
        window: Window,
        at: RegistryRevision,
    ) -> ApiResult<Page<(PlanId, PlanIndicatorId)>> {
        Ok(self.one(UsesOf(at, indicator, window)).await?.unwrap_or_else(Page::empty))
    }

    /// The ids of slugs; slugs that nothing has are left out.
    pub(super) async fn ids_by_slug(&self, named: Named, slugs: Vec<String>) -> ApiResult<HashMap<String, Uuid>> {
        let known = |slug: &str| self.memory.index.as_ref().and_then(|index| id_of_slug(index, named, slug));
        let mut ids = HashMap::with_capacity(slugs.len());
        let mut others = Vec::new();
        for slug in slugs {
            match known(&slug) {
                Some(id) => drop(ids.insert(slug, id)),
                // Other revisions may know it.
                None => others.push(SlugOf(named, slug)),
            }
        }
        if !others.is_empty() {
            ids.extend(self.loader().load_many(others).await?.into_iter().map(|(key, id)| (key.1, id)));
        }
        Ok(ids)
    }

    /// The institutions of a kind, by name.
    pub(super) async fn institutions_of_kind(
        &self,
        kind: InstitutionKind,
        at: RegistryRevision,
    ) -> ApiResult<Arc<Vec<InstitutionOfKind>>> {
        Ok(self.one(KindOf(at, kind)).await?.unwrap_or_default())
    }

    /// An institution.
    pub(super) async fn institution(
        &self,
        id: InstitutionId,
        at: RegistryRevision,
    ) -> ApiResult<Option<Arc<Institution>>> {
        if let Some(index) = self.memory.at(at) {
            return Ok(index.institution(id).cloned());
        }
        self.one(At(at, id)).await
    }

    /// Institutions, by id.
    pub(super) async fn institutions(
        &self,
        ids: impl Iterator<Item = InstitutionId>,
        at: RegistryRevision,
    ) -> ApiResult<HashMap<InstitutionId, Arc<Institution>>> {
        if let Some(index) = self.memory.at(at) {
            return Ok(ids.filter_map(|id| Some((id, index.institution(id)?.clone()))).collect());
        }
        let found = self.loader().load_many(ids.map(|id| At(at, id))).await?;
        Ok(found.into_iter().map(|(key, institution)| (key.1, institution)).collect())
    }

    /// Every planning period.
    pub(super) async fn periods(&self, at: RegistryRevision) -> ApiResult<Arc<Vec<Arc<PlanningPeriod>>>> {
        if let Some(index) = self.memory.at(at) {
            return Ok(index.periods().clone());
        }
        Ok(self.one(AllPeriods(at)).await?.unwrap_or_default())
    }

    /// A planning period.
    pub(super) async fn period(&self, id: PeriodId, at: RegistryRevision) -> ApiResult<Option<Arc<PlanningPeriod>>> {
        Ok(self.periods(at).await?.iter().find(|period| period.id == id).cloned())
    }

    /// An indicator definition.
    pub(super) async fn indicator(&self, id: IndicatorId, at: RegistryRevision) -> ApiResult<Option<Arc<Indicator>>> {
        if let Some(index) = self.memory.at(at) {
            return Ok(index.indicator(id).cloned());
        }
        self.one(At(at, id)).await
    }

    /// Indicator definitions, by id.
    pub(super) async fn indicators(
        &self,
        ids: impl Iterator<Item = IndicatorId>,
        at: RegistryRevision,
    ) -> ApiResult<HashMap<IndicatorId, Arc<Indicator>>> {
        if let Some(index) = self.memory.at(at) {
            return Ok(ids.filter_map(|id| Some((id, index.indicator(id)?.clone()))).collect());
        }
        let found = self.loader().load_many(ids.map(|id| At(at, id))).await?;
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

    /// A study, as a revision knows it.
    pub(super) async fn study(&self, id: StudyId, at: RegistryRevision) -> ApiResult<Option<Arc<Study>>> {
        self.one(At(at, id)).await
    }

    /// Every revision of a study.
    pub(super) async fn study_revisions(
        &self,
        study: StudyId,
        at: RegistryRevision,
    ) -> ApiResult<Arc<Vec<StudyRevision>>> {
        Ok(self.one(StudyRevisionsOf(at, study)).await?.unwrap_or_default())
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
        match self.memory.kept(&Key::Document(id)) {
            Some(document) => Ok(Some(document)),
            None => self.one(id).await,
        }
    }

    /// What is known of a document that is kept.
    pub(super) async fn kept_document(&self, sha256: &str) -> ApiResult<Option<KeptDocument>> {
        self.one(KeptOf(sha256.into())).await
    }

    /// Lines of a document; none at all if it is not kept, or has none of them.
    pub(super) async fn lines(&self, wanted: LinesOf) -> ApiResult<Option<Arc<Vec<SourceLine>>>> {
        self.one(wanted).await
    }

    /// The codebook in force, if there was one.
    pub(super) async fn codebook_if_any(&self, at: RegistryRevision) -> ApiResult<Option<Arc<Codebook>>> {
        if let Some(index) = self.memory.at(at) {
            return Ok(index.codebook().cloned());
        }
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

/// The id of a slug, as far as it is in memory. A slug names one thing for ever, whatever the revision.
fn id_of_slug(index: &RegistryIndex, named: Named, slug: &str) -> Option<Uuid> {
    match named {
        Named::Plan => index.plan_of_slug(slug).map(Uuid::from),
        Named::Institution => index.institution_of_slug(slug).map(Uuid::from),
        Named::Period => index.period_of_slug(slug).map(Uuid::from),
        Named::Indicator => index.indicator_of_slug(slug).map(Uuid::from),
        Named::Theme => index.theme_of_slug(slug).map(Uuid::from),
        Named::InnovationCase | Named::Study => None,
    }
}

/// The session of the request that a field belongs to.
pub(super) fn session<'a>(ctx: &Context<'a>) -> ApiResult<&'a Session> {
    ctx.data::<Session>().map_err(|_| ApiError::internal(&MissingSession))
}

#[derive(Debug, thiserror::Error)]
#[error("a request was executed without its session")]
struct MissingSession;
