//! What requests ask of plans: heads, contents, codes, lists and links, from memory first.

use std::{collections::HashMap, sync::Arc};

use uuid::Uuid;

use super::{
    error::{ApiError, ApiResult},
    loaders::{
        AlignmentsOf, At, CodesOf, ContentOf, JudgementsOf, LeadingOf, ListOf, PassesOf, PlanList, PlansOf, ProfileOf,
        RevisionsOf,
    },
    plan_cache::Key,
    session::Session,
};
use crate::{
    coding::{PlanCodes, ThemeWeight},
    domain::{
        annotation::Alignment,
        element::PlanLayer,
        id::{ElementId, InstitutionId, PlanId, PlanIndicatorId},
        plan::{Plan, PlanContent, PlanRevision},
        revision::RegistryRevision,
        theme::{JudgementEvent, PassRecord},
    },
    store::{Page, PageRequest, PlanFilter, PlanOrder, SearchHit, SearchType},
};

impl Session {
    /// A plan, as a revision knows it.
    pub(super) async fn plan(&self, id: PlanId, at: RegistryRevision) -> ApiResult<Option<Arc<Plan>>> {
        if let Some(index) = self.memory.at(at) {
            return Ok(index.plan(id).cloned());
        }
        self.one(At(at, id)).await
    }

    /// Plans, as a revision knows them.
    pub(super) async fn plans(&self, ids: &[PlanId], at: RegistryRevision) -> ApiResult<HashMap<PlanId, Arc<Plan>>> {
        if let Some(index) = self.memory.at(at) {
            return Ok(ids.iter().filter_map(|id| Some((*id, index.plan(*id)?.clone()))).collect());
        }
        let found = self.loader().load_many(ids.iter().map(|id| At(at, *id))).await?;
        Ok(found.into_iter().map(|(key, plan)| (key.1, plan)).collect())
    }

    /// What a plan says.
    pub(super) async fn content(&self, plan: &Arc<Plan>, at: RegistryRevision) -> ApiResult<Arc<PlanContent>> {
        match self.memory.kept_of(plan.id, at, Key::Content) {
            Some(content) => Ok(content),
            None => Ok(self.one(ContentOf(at, plan.clone())).await?.unwrap_or_default()),
        }
    }

    /// A content of a plan that has at least its topmost elements of a layer.
    pub(super) async fn leading(
        &self,
        plan: &Arc<Plan>,
        layer: PlanLayer,
        at: RegistryRevision,
    ) -> ApiResult<Arc<PlanContent>> {
        let whole = self.memory.kept_of(plan.id, at, Key::Content);
        match whole.or_else(|| self.memory.kept_of(plan.id, at, |state| Key::Leading(state, layer))) {
            Some(content) => Ok(content),
            None => Ok(self.one(LeadingOf(at, plan.clone(), layer)).await?.unwrap_or_default()),
        }
    }

    /// What plans say, by plan.
    pub(super) async fn contents<'a>(
        &self,
        plans: impl Iterator<Item = &'a Arc<Plan>>,
        at: RegistryRevision,
    ) -> ApiResult<HashMap<PlanId, Arc<PlanContent>>> {
        let mut contents = HashMap::new();
        let mut missing = Vec::new();
        for plan in plans {
            match self.memory.kept_of(plan.id, at, Key::Content) {
                Some(content) => drop(contents.insert(plan.id, content)),
                None => missing.push(ContentOf(at, plan.clone())),
            }
        }
        if !missing.is_empty() {
            let found = self.loader().load_many(missing).await?;
            contents.extend(found.into_iter().map(|(key, content)| (key.1.id, content)));
        }
        Ok(contents)
    }

    /// Of elements and indicators of plans, by their ids, a content that has at least each itself.
    pub(super) async fn stated_alone<'a>(
        &self,
        hits: impl Iterator<Item = (&'a Arc<Plan>, &'a SearchHit)>,
        at: RegistryRevision,
    ) -> ApiResult<HashMap<Uuid, Arc<PlanContent>>> {
        let mut contents = HashMap::new();
        let mut missing = HashMap::new();
        for (plan, hit) in hits {
            let whole = self.memory.kept_of(plan.id, at, Key::Content);
            match whole.or_else(|| self.memory.kept_of(plan.id, at, |state| Key::Alone(state, hit.id))) {
                Some(content) => drop(contents.insert(hit.id, content)),
                None => drop(missing.insert(hit.id, (plan, hit.kind))),
            }
        }
        let plans: Vec<&Plan> = missing.values().map(|(plan, _)| plan.as_ref()).collect();
        let of_kind = |wanted| missing.iter().filter(move |(_, (_, kind))| *kind == wanted).map(|(id, _)| *id);
        let elements: Vec<ElementId> = of_kind(SearchType::PlanElement).map(ElementId).collect();
        let indicators: Vec<PlanIndicatorId> = of_kind(SearchType::PlanIndicator).map(PlanIndicatorId).collect();
        let elements = self.store.elements_alone(&plans, &elements).await?;
        let indicators = self.store.plan_indicators_alone(&plans, &indicators).await?;
        let elements = elements.into_iter().map(|(id, content)| (id.0, content));
        let indicators = indicators.into_iter().map(|(id, content)| (id.0, content));
        for (id, content) in elements.chain(indicators) {
            let content = Arc::new(content);
            if let Some((plan, _)) = missing.get(&id) {
                self.memory.keep(Key::Alone(self.memory.state(plan.id, at), id), &content);
            }
            contents.insert(id, content);
        }
        Ok(contents)
    }

    /// The effective codes of a plan's elements.
    pub(super) async fn codes(&self, plan: &Arc<Plan>, at: RegistryRevision) -> ApiResult<Arc<PlanCodes>> {
        if let Some(codes) = self.memory.kept_of(plan.id, at, Key::Codes) {
            return Ok(codes);
        }
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
        let mut codes = HashMap::new();
        let mut missing = Vec::new();
        for plan in plans {
            match self.memory.kept_of(plan.id, at, Key::Codes) {
                Some(kept) => drop(codes.insert(plan.id, kept)),
                None => {
                    let content = contents.get(&plan.id).cloned().unwrap_or_default();
                    missing.push(CodesOf(at, plan.clone(), content));
                }
            }
        }
        if !missing.is_empty() {
            let found = self.loader().load_many(missing).await?;
            codes.extend(found.into_iter().map(|(key, codes)| (key.1.id, codes)));
        }
        Ok(codes)
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
        if let Some(index) = self.memory.at(at) {
            return Ok(Arc::new(index.plans_of(institution)));
        }
        Ok(self.one(PlansOf(at, institution)).await?.unwrap_or_default())
    }

    /// A page of the plans that match.
    pub(super) async fn list_plans(
        &self,
        filter: &PlanFilter,
        order: PlanOrder,
        request: &PageRequest,
        at: RegistryRevision,
    ) -> ApiResult<Page<Arc<Plan>>> {
        match self.memory.at(at).and_then(|index| index.list(filter, order, request)) {
            Some(page) => Ok(page),
            None => Ok(self.store.plans(filter, order, request, at).await?.map(Arc::new)),
        }
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

    /// The alignments that touch a plan.
    pub(super) async fn alignments(&self, plan: PlanId, at: RegistryRevision) -> ApiResult<Arc<Vec<Arc<Alignment>>>> {
        match self.memory.kept_of(plan, at, Key::Alignments) {
            Some(alignments) => Ok(alignments),
            None => Ok(self.one(AlignmentsOf(at, plan)).await?.unwrap_or_default()),
        }
    }

    /// The alignments between plans among these, each once.
    pub(super) async fn alignments_among(
        &self,
        plans: &[PlanId],
        at: RegistryRevision,
    ) -> ApiResult<Vec<Arc<Alignment>>> {
        let mut found = Vec::with_capacity(plans.len());
        let mut missing = Vec::new();
        for plan in plans {
            match self.memory.kept_of(*plan, at, Key::Alignments) {
                Some(alignments) => found.push(alignments),
                None => missing.push(AlignmentsOf(at, *plan)),
            }
        }
        if !missing.is_empty() {
            found.extend(self.loader().load_many(missing).await?.into_values());
        }
        let mut among: Vec<Arc<Alignment>> = found
            .iter()
            .flat_map(|alignments| alignments.iter())
            .filter(|link| plans.contains(&link.source.plan) && plans.contains(&link.target.plan))
            .cloned()
            .collect();
        among.sort_unstable_by_key(|link| link.id);
        among.dedup_by_key(|link| link.id);
        Ok(among)
    }
}
