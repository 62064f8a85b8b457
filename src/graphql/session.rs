//! What one request carries: the revision that all of it is answered from, the reader's languages, and loaders that fetch
//! what many fields ask for together.

use std::{collections::HashMap, hash::Hash, sync::Arc};

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
    loaders::{
        AlignmentsOf, AllPeriods, At, Batches, CodebookAt, CodesOf, ContentOf, JudgementsOf, KeptOf, KindOf, ListOf,
        PassesOf, PlanList, PlanOf, PlansOf, ProfileOf, RevisionsOf, SlugOf, StudyRevisionsOf, UsesOf,
    },
    once::OnceEach,
    paging::MAX_PAGE,
};
use crate::{
    coding::{Codebook, PlanCodes, ThemeWeight},
    domain::{
        annotation::Alignment,
        cohort::InstitutionOfKind,
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
        plan::{Plan, PlanContent, PlanRevision},
        revision::RegistryRevision,
        source::SourceDocument,
        study::{Study, StudyRevision},
        theme::{JudgementEvent, PassRecord},
    },
    index::RegistryIndex,
    store::{Named, Page, Store, StoreError, Window},
};

/// The state of one request.
pub struct Session {
    pub(super) store: Store,
    /// The reader's languages, best first.
    pub(super) languages: Vec<LanguageTag>,
    /// Items that a page has at most.
    pub(super) longest_page: u32,
    /// Cohorts by the revision and what they are asked for by.
    pub(super) cohorts: OnceEach<(RegistryRevision, String), LoadedCohort>,
    /// What became of the elements of plans.
    pub(super) lineages: OnceEach<LineageOf, PlanLineage>,
    /// What is in memory of one revision.
    index: Option<Arc<RegistryIndex>>,
    revision: OnceCell<RegistryRevision>,
    loader: DataLoader<Batches, HashMapCache>,
}

impl Session {
    /// A fresh session. `languages` are those that the reader prefers, best first.
    pub fn new(store: Store, languages: Vec<LanguageTag>) -> Self {
        // async-graphql waits a millisecond for each level of a query unless told otherwise.
        let loader = DataLoader::with_cache(Batches(store.clone()), executor::begin_later, HashMapCache::default())
            .delay(std::time::Duration::ZERO);
        Self {
            store,
            languages,
            longest_page: MAX_PAGE,
            cohorts: OnceEach::default(),
            lineages: OnceEach::default(),
            index: None,
            revision: OnceCell::new(),
            loader,
        }
    }

    /// The same session with the head of a revision in memory.
    #[must_use]
    pub fn with_index(mut self, index: Arc<RegistryIndex>) -> Self {
        self.index = Some(index);
        self
    }

    /// What is in memory of a revision.
    pub(super) fn index(&self, at: RegistryRevision) -> Option<&Arc<RegistryIndex>> {
        self.index.as_ref().filter(|index| index.revision() == at)
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

    /// Every pass over a plan, replaced ones among them.
    pub(super) async fn pass_history(&self, plan: PlanId, at: RegistryRevision) -> ApiResult<Arc<Vec<PassRecord>>> {
        Ok(self.one(PassesOf(at, plan)).await?.unwrap_or_default())
    }

    /// Every judgement of an element, those of replaced passes among them.
    pub(super) async fn judgement_history(
        &self,
        plan: PlanId,
        element: ElementId,
        at: RegistryRevision,
    ) -> ApiResult<Arc<Vec<JudgementEvent>>> {
        Ok(self.one(JudgementsOf(at, plan, element)).await?.unwrap_or_default())
    }

    /// Every plan of an institution.
    pub(super) async fn plans_of(
        &self,
        institution: InstitutionId,
        at: RegistryRevision,
    ) -> ApiResult<Arc<Vec<Arc<Plan>>>> {
        Ok(self.one(PlansOf(at, institution)).await?.unwrap_or_default())
    }

    /// The first or last page of an institution's plans that match.
    pub(super) async fn plans_of_each(
        &self,
        institution: InstitutionId,
        list: PlanList,
        at: RegistryRevision,
    ) -> ApiResult<Page<Plan>> {
        Ok(self.one(ListOf(at, institution, list)).await?.unwrap_or_else(Page::empty))
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
        let found = self.loader.load_many(slugs.into_iter().map(|slug| SlugOf(named, slug))).await?;
        Ok(found.into_iter().map(|(key, id)| (key.1, id)).collect())
    }

    /// The alignments that touch a plan.
    pub(super) async fn alignments(&self, plan: PlanId, at: RegistryRevision) -> ApiResult<Arc<Vec<Arc<Alignment>>>> {
        Ok(self.one(AlignmentsOf(at, plan)).await?.unwrap_or_default())
    }

    /// The alignments between plans among these, each once.
    pub(super) async fn alignments_among(
        &self,
        plans: &[PlanId],
        at: RegistryRevision,
    ) -> ApiResult<Vec<Arc<Alignment>>> {
        let found = self.loader.load_many(plans.iter().map(|plan| AlignmentsOf(at, *plan))).await?;
        let mut among: Vec<Arc<Alignment>> = found
            .values()
            .flat_map(|alignments| alignments.iter())
            .filter(|link| plans.contains(&link.source.plan) && plans.contains(&link.target.plan))
            .cloned()
            .collect();
        among.sort_unstable_by_key(|link| link.id);
        among.dedup_by_key(|link| link.id);
        Ok(among)
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
        self.one(id).await
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
