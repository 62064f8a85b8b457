//! Plans loaded for a comparison, all of them together.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    direct::DirectList,
    element::PlanElement,
    error::{ApiError, ApiResult},
    indicator::{Indicator, PlanIndicator},
    plan::Plan,
    plan_cache::{ComparedPlans, Keepable, Key, Question},
    reference::{PlanRef, Reference},
    session::Session,
    theme::Theme,
};
use crate::{
    coding::{Codebook, PlanCodes},
    comparison::{ComparedPlan, ComparisonContext, ElementRef},
    domain::{
        annotation::Alignment,
        id::{IndicatorId, PlanId, ThemeId},
        indicator,
        institution::Institution,
        period::PlanningPeriod,
        plan::{self, PlanContent},
        revision::RegistryRevision,
    },
};

/// One plan with all that a comparison reads of it.
pub(super) struct LoadedPlan {
    pub(super) plan: Arc<plan::Plan>,
    pub(super) institution: Arc<Institution>,
    pub(super) period: Arc<PlanningPeriod>,
    pub(super) content: Arc<PlanContent>,
    codes: Arc<PlanCodes>,
}

/// Plans ready to be compared.
pub(super) struct Compared {
    pub(super) at: RegistryRevision,
    pub(super) codebook: Arc<Codebook>,
    pub(super) plans: Vec<LoadedPlan>,
    alignments: Vec<Alignment>,
    indicators: Arc<[indicator::Indicator]>,
}

#[derive(Debug, thiserror::Error)]
#[error("the {what} of plan {plan} is missing")]
struct MissingPart {
    what: &'static str,
    plan: String,
}

impl Compared {
    /// Loads the plans that references name, in their order, as they were at a revision.
    ///
    /// Errors: `NOT_FOUND` for a plan that there is not, `BAD_USER_INPUT` for one that was not there yet, `NOT_READY` while
    /// the registry has no codebook.
    pub(super) async fn of(session: &Session, references: &[PlanRef], as_of: Option<&str>) -> ApiResult<Arc<Self>> {
        let at = session.as_of(as_of).await?;
        let ids: Vec<PlanId> = session.resolve_all(references).await?;
        let compared = ComparedPlans { at, plans: ids.as_slice().into() };
        if let Some(kept) = session.memory.kept(&Key::Compared(compared)) {
            return Ok(kept);
        }
        let heads = session.plans(&ids, at).await?;
        let mut found = Vec::with_capacity(ids.len());
        for (reference, id) in references.iter().zip(&ids) {
            match (heads.get(id), reference.slug()) {
                (Some(plan), _) => found.push(plan.clone()),
                (None, Some(slug)) if as_of.is_some() => {
                    return Err(ApiError::bad_input(format!(
                        "the plan `{slug}` was not published yet at registry revision {at}"
                    )));
                }
                (None, _) => return Err(session.missing(reference).await?),
            }
        }
        Self::load_to_keep(session, &found, at).await
    }

    /// As [`Compared::load`], of plans that may well be compared again.
    pub(super) async fn load_to_keep(
        session: &Session,
        plans: &[Arc<plan::Plan>],
        at: RegistryRevision,
    ) -> ApiResult<Arc<Self>> {
        let ids = ComparedPlans { at, plans: plans.iter().map(|plan| plan.id).collect() };
        session.memory.kept_or(Key::Compared(ids), Box::pin(Self::load(session, plans, at))).await
    }

    /// Loads plans in a fixed number of statements, however many.
    pub(super) async fn load(session: &Session, plans: &[Arc<plan::Plan>], at: RegistryRevision) -> ApiResult<Self> {
        let codebook = session.codebook(at).await?;
        let periods = session.periods(at).await?;
        let contents = session.contents(plans.iter(), at).await?;
        let codes = session.codes_of(plans, &contents, at).await?;
        let institutions = session.institutions(plans.iter().map(|plan| plan.institution), at).await?;
        let mut loaded = Vec::with_capacity(plans.len());
        for plan in plans {
            let missing = |what| move || ApiError::internal(&MissingPart { what, plan: plan.slug.clone() });
            let institution = institutions.get(&plan.institution).cloned();
            let period = periods.iter().find(|period| period.id == plan.period).cloned();
            loaded.push(LoadedPlan {
                plan: plan.clone(),
                institution: institution.ok_or_else(missing("institution"))?,
                period: period.ok_or_else(missing("planning period"))?,
                content: contents.get(&plan.id).cloned().unwrap_or_default(),
                codes: codes.get(&plan.id).cloned().ok_or_else(missing("coding"))?,
            });
        }
        let ids: BTreeSet<PlanId> = plans.iter().map(|plan| plan.id).collect();
        let ids: Vec<PlanId> = ids.into_iter().collect();
        let alignments = session.alignments_among(&ids, at).await?.iter().map(|link| Alignment::clone(link)).collect();
        let used: BTreeSet<IndicatorId> = loaded
            .iter()
            .flat_map(|plan| plan.content.indicators.iter().filter_map(|indicator| indicator.indicator))
            .collect();
        let found = session.indicators(used.into_iter(), at).await?;
        let mut indicators: Vec<indicator::Indicator> =
            found.values().map(|indicator| indicator::Indicator::clone(indicator)).collect();
        indicators.sort_by(|a, b| a.slug.cmp(&b.slug));
        Ok(Self { at, codebook, plans: loaded, alignments, indicators: indicators.into() })
    }

    /// Takes the plans apart again, so many at a time in their order: comparisons of their own, loaded together.
    pub(super) fn split(self, size: usize) -> Vec<Self> {
        let Self { at, codebook, mut plans, alignments, indicators } = self;
        let mut parts = Vec::new();
        while !plans.is_empty() {
            let rest = plans.split_off(size.clamp(1, plans.len()));
            let within = |plan: PlanId| plans.iter().any(|loaded| loaded.plan.id == plan);
            let alignments = alignments
                .iter()
                .filter(|link| within(link.source.plan) && within(link.target.plan))
                .cloned()
                .collect();
            let part = std::mem::replace(&mut plans, rest);
            parts.push(Self {
                at,
                codebook: codebook.clone(),
                plans: part,
                alignments,
                indicators: indicators.clone(),
            });
        }
        parts
    }

    /// The plans as comparisons take them.
    pub(super) fn sides(&self) -> Vec<ComparedPlan<'_>> {
        self.plans
            .iter()
            .map(|loaded| ComparedPlan {
                plan: &loaded.plan,
                institution: &loaded.institution,
                period: &loaded.period,
                content: &loaded.content,
                codes: &loaded.codes,
            })
            .collect()
    }

    /// What a comparison knows besides the plans.
    pub(super) fn context(&self) -> ComparisonContext<'_> {
        ComparisonContext { codebook: &self.codebook, alignments: &self.alignments, indicators: &self.indicators }
    }

    /// Runs arithmetic that may take long where it holds up no other request.
    pub(super) async fn compute<T, F>(self: &Arc<Self>, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Self) -> T + Send + 'static,
    {
        let compared = self.clone();
        tokio::task::spawn_blocking(move || work(&compared)).await.map_err(|error| ApiError::internal(&error))
    }

    /// What the comparison finds, as it was found before or by arithmetic that may take long.
    pub(super) async fn find<T: Keepable>(
        self: &Arc<Self>,
        session: &Session,
        question: Question,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> ApiResult<Arc<T>> {
        match self.found(session, &question) {
            Some(found) => Ok(found),
            None => Ok(self.keep(session, question, self.compute(work).await?)),
        }
    }

    /// As [`Compared::find`], by arithmetic that is soon done.
    pub(super) fn find_at_once<T: Keepable>(
        &self,
        session: &Session,
        question: Question,
        work: impl FnOnce(&Self) -> T,
    ) -> Arc<T> {
        self.found(session, &question).unwrap_or_else(|| self.keep(session, question, work(self)))
    }

    fn found<T: Keepable>(&self, session: &Session, question: &Question) -> Option<Arc<T>> {
        session.memory.kept(&Key::Found(self.ids(), question.clone()))
    }

    fn keep<T: Keepable>(&self, session: &Session, question: Question, found: T) -> Arc<T> {
        let found = Arc::new(found);
        session.memory.keep(Key::Found(self.ids(), question), &found);
        found
    }

    fn ids(&self) -> ComparedPlans {
        ComparedPlans { at: self.at, plans: self.plans.iter().map(|loaded| loaded.plan.id).collect() }
    }

    /// The largest parts of the plans, one pair a plan.
    pub(super) fn contents_and_codes(&self) -> impl Iterator<Item = (&PlanContent, &PlanCodes)> {
        self.plans.iter().map(|loaded| (&*loaded.content, &*loaded.codes))
    }

    /// Bytes of memory beside contents and codes, about: heads, links and definitions, each with a few short texts.
    pub(super) fn bytes_beside(&self) -> usize {
        const TEXTS: usize = 1_000;
        self.plans.len() * (size_of::<LoadedPlan>() + size_of::<plan::Plan>() + 2 * TEXTS)
            + self.alignments.len() * (size_of::<Alignment>() + TEXTS)
            + self.indicators.len() * (size_of::<indicator::Indicator>() + 2 * TEXTS)
    }

    /// A plan of the comparison.
    pub(super) fn plan(&self, index: usize) -> Plan {
        Plan { plan: self.plans[index].plan.clone(), at: self.at }
    }

    /// An element of the comparison.
    pub(super) fn element(&self, element: ElementRef) -> PlanElement {
        let LoadedPlan { plan, content, .. } = &self.plans[element.plan];
        PlanElement { plan: plan.clone(), content: content.clone(), index: element.element, at: self.at }
    }

    /// Elements of the comparison.
    pub(super) fn elements(&self, elements: &[ElementRef]) -> DirectList<PlanElement> {
        elements.iter().map(|element| self.element(*element)).collect()
    }

    /// An indicator of a plan of the comparison.
    pub(super) fn plan_indicator(&self, plan: usize, index: usize) -> PlanIndicator {
        let LoadedPlan { plan, content, .. } = &self.plans[plan];
        PlanIndicator { plan: plan.clone(), content: content.clone(), index, at: self.at }
    }

    /// A definition that the plans refer to.
    pub(super) fn indicator(&self, id: IndicatorId) -> Option<Indicator> {
        let indicator = self.indicators.iter().find(|indicator| indicator.id == id)?;
        Some(Indicator { indicator: Arc::new(indicator.clone()), at: self.at })
    }

    /// A theme of the codebook.
    pub(super) fn theme(&self, id: ThemeId) -> Theme {
        Theme::new(self.codebook.clone(), id)
    }
}
