//! Cohorts: the sets of plans that questions are about.

use std::sync::Arc;

use async_graphql::{Context, Description, InputObject, Object, SimpleObject};
use tokio::sync::OnceCell;

use super::{
    caveat::Caveat,
    cohort_source::{CohortSource, Summaries},
    error::{ApiError, ApiResult},
    filter::{checked_countries, checked_subdivisions, filled, regions},
    paging::{self, Paged, Paging},
    peers,
    plan::Plan,
    plan_cache::{Keepable, Key},
    reference::{InstitutionRef, PeriodRef, PlanRef, Reference},
    registry::ComputedFrom,
    scalars::{LanguageTag, count},
    session::{Session, session},
    text::{self, LocalizedText},
    vocabularies::{CohortDimension, InstitutionKind, PlanLevel, PlanStatus},
};
use crate::{
    coding::Codebook,
    comparison,
    domain::{
        cohort::CohortFilter,
        id::{InstitutionId, PlanId},
        period::{PlanningPeriod, YearSpan},
        revision::RegistryRevision,
    },
    store::Page,
};

/// A set of plans: all that match every field given. By default ADOPTED, not synthetic, levels NATIONAL, PUBLIC and ACADEMIC,
/// and the latest plan of each institution and period: the adopted one, then the one published last, then the main variant,
/// then the first by slug. Naming levels or
/// statuses lifts the default for that field; naming plans lifts all of these but `includeSynthetic`. An empty list is an
/// error, not "all".
#[derive(InputObject, Default, Clone)]
pub(super) struct CohortInput {
    /// Count made-up plans, too.
    #[graphql(default = false)]
    include_synthetic: bool,
    /// Not these plans.
    exclude: Option<Vec<PlanRef>>,
    /// For periods that have at least one of these years: one year, or the first and the last.
    overlaps_years: Option<Vec<i32>>,
    /// Any of these plans.
    plans: Option<Vec<PlanRef>>,
    /// Plans of any of these institutions.
    institutions: Option<Vec<InstitutionRef>>,
    /// Of institutions of any of these kinds.
    kinds: Option<Vec<InstitutionKind>>,
    /// Of any of these levels.
    levels: Option<Vec<PlanLevel>>,
    /// Of any of these statuses.
    statuses: Option<Vec<PlanStatus>>,
    /// For any of these planning periods.
    periods: Option<Vec<PeriodRef>>,
    /// Of institutions in any of these macro-regions, by code: `cn-east`, `cn-central`, `cn-west`, `cn-northeast`.
    regions: Option<Vec<String>>,
    /// Of institutions in any of these countries (ISO 3166-1 alpha-2).
    countries: Option<Vec<String>>,
    /// Of institutions in any of these subdivisions (ISO 3166-2).
    subdivisions: Option<Vec<String>>,
    /// Of this institution and its peers, as `Institution.peers` gives them.
    peers_of: Option<InstitutionRef>,
}

impl CohortInput {
    /// Whether it says which periods.
    pub(super) fn names_periods(&self) -> bool {
        self.periods.is_some()
    }

    /// Says which periods.
    pub(super) fn set_periods(&mut self, periods: Vec<PeriodRef>) {
        self.periods = Some(periods);
    }

    /// The cohort as it is looked for at a revision.
    pub(super) async fn checked(self, session: &Session, at: RegistryRevision) -> ApiResult<CohortFilter> {
        let Self {
            include_synthetic,
            exclude,
            overlaps_years,
            plans,
            institutions,
            kinds,
            levels,
            statuses,
            periods,
            regions: codes,
            countries,
            subdivisions,
            peers_of,
        } = self;
        let peers = match peers_of {
            None => None,
            Some(institution) => Some(peers::criteria_of(session, &institution, at).await?),
        };
        let overlaps_years = match overlaps_years.as_deref() {
            None => None,
            Some(&[year]) => Some(YearSpan::new(year, year)?),
            Some(&[from, to]) => Some(YearSpan::new(from, to)?),
            Some(_) => {
                return Err(ApiError::bad_input("`overlapsYears` takes one year, or the first and the last year"));
            }
        };
        let (named_plans, named_institutions) = (plans.clone(), institutions.clone());
        let plans: Option<Vec<PlanId>> = session.resolve_some("plans", plans).await?;
        if let Some(ids) = &plans {
            let known = session.plans(ids, at).await?;
            refuse_missing(named_plans.as_deref(), ids, at, |id| known.contains_key(id))?;
        }
        let institutions: Option<Vec<InstitutionId>> = session.resolve_some("institutions", institutions).await?;
        if let Some(ids) = &institutions {
            let known = session.institutions(ids.iter().copied(), at).await?;
            refuse_missing(named_institutions.as_deref(), ids, at, |id| known.contains_key(id))?;
        }
        Ok(CohortFilter {
            include_synthetic,
            exclude: session.resolve_some("exclude", exclude).await?.unwrap_or_default(),
            overlaps_years,
            plans,
            institutions,
            kinds: filled("kinds", kinds)?,
            levels: filled("levels", levels)?,
            statuses: filled("statuses", statuses)?,
            periods: session.resolve_some("periods", periods).await?,
            regions: regions(codes)?,
            countries: checked_countries(countries)?,
            subdivisions: checked_subdivisions(subdivisions)?,
            peers,
        }
        .in_order())
    }
}

/// Refuses what is named and was not there yet: a cohort that leaves it out in silence is another one.
fn refuse_missing<R: Reference, T>(
    named: Option<&[R]>,
    ids: &[T],
    at: RegistryRevision,
    is_known: impl Fn(&T) -> bool,
) -> ApiResult<()> {
    for (reference, id) in named.unwrap_or_default().iter().zip(ids) {
        if !is_known(id) {
            let name = reference.slug().or(reference.id()).unwrap_or_default();
            return Err(ApiError::bad_input(format!(
                "`{name}` was not in the registry yet at registry revision {at}: leave it out of the cohort, or ask as of a later revision"
            )));
        }
    }
    Ok(())
}

/// A cohort resolved at a registry revision, with what comparisons of cohorts share.
pub(super) struct LoadedCohort {
    pub(super) at: RegistryRevision,
    filter: Arc<CohortFilter>,
    pub(super) codebook: Arc<Codebook>,
    pub(super) periods: Arc<Vec<Arc<PlanningPeriod>>>,
    pub(super) source: CohortSource,
    summaries: OnceCell<Arc<Summaries>>,
}

impl LoadedCohort {
    /// Resolves a cohort; without one, the default cohort.
    pub(super) async fn load(
        session: &Session,
        cohort: Option<CohortInput>,
        as_of: Option<&str>,
    ) -> ApiResult<Arc<Self>> {
        let at = session.as_of(as_of).await?;
        let filter = cohort.unwrap_or_default().checked(session, at).await?;
        Self::of_filter(session, &Arc::new(filter), at).await
    }

    /// Resolves a cohort whose references are known.
    pub(super) async fn of_filter(
        session: &Session,
        filter: &Arc<CohortFilter>,
        at: RegistryRevision,
    ) -> ApiResult<Arc<Self>> {
        let codebook = session.codebook(at).await?;
        let periods = session.periods(at).await?;
        let source = match session.memory.at(at) {
            Some(index) => CohortSource::of_index(index.clone(), session.memory.cohort(index, filter)),
            None => CohortSource::of_rows(session.store.cohort_candidates(filter, at).await?, filter),
        };
        Ok(Arc::new(Self { at, filter: filter.clone(), codebook, periods, source, summaries: OnceCell::new() }))
    }

    /// Resolves a cohort that many fields of the request ask for, once for all of them.
    pub(super) async fn shared(session: &Session, filter: CohortFilter, at: RegistryRevision) -> ApiResult<Arc<Self>> {
        let filter = Arc::new(filter);
        session.cohorts.get((at, filter.clone()), Self::of_filter(session, &filter, at)).await
    }

    /// The cohort with all its plans, for questions that look at them one by one.
    pub(super) fn cohort(&self) -> &comparison::Cohort {
        self.source.cohort()
    }

    /// What the codes of the plans come to.
    pub(super) async fn summaries(&self, session: &Session) -> ApiResult<Arc<Summaries>> {
        let load = async || {
            if let Some(summaries) = self.source.summaries() {
                return ApiResult::Ok(Arc::new(summaries));
            }
            let plans: Vec<PlanId> = self.cohort().plans.iter().map(|plan| plan.plan).collect();
            Ok(Arc::new(session.store.coding_summaries(&plans, self.at).await?))
        };
        Ok(self.summaries.get_or_try_init(load).await?.clone())
    }

    /// The same for a question that is answered by counts: where those are kept ready, nothing is.
    pub(super) async fn summaries_to_count(&self, session: &Session) -> ApiResult<Arc<Summaries>> {
        if self.source.is_indexed() { Ok(Arc::default()) } else { self.summaries(session).await }
    }

    /// What was worked out for this cohort before, or is now.
    pub(super) async fn kept_or<T: Keepable>(
        &self,
        session: &Session,
        key: impl FnOnce(RegistryRevision, Arc<CohortFilter>) -> Key,
        work_out: impl Future<Output = ApiResult<T>>,
    ) -> ApiResult<Arc<T>> {
        if self.source.is_indexed() {
            session.memory.kept_or(key(self.at, self.filter.clone()), work_out).await
        } else {
            // Places of plans in the rows are other ones than in an index of the same revision.
            Ok(Arc::new(work_out.await?))
        }
    }

    /// Runs arithmetic that may take long where it holds up no other request.
    pub(super) async fn compute<T, F>(self: &Arc<Self>, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Self) -> T + Send + 'static,
    {
        let loaded = self.clone();
        tokio::task::spawn_blocking(move || work(&loaded)).await.map_err(|error| ApiError::internal(&error))
    }

    /// Runs arithmetic on counts: where those are kept ready it is quick, and runs at once.
    pub(super) async fn compute_counts<T, F>(self: &Arc<Self>, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Self) -> T + Send + 'static,
    {
        if self.source.is_indexed() { Ok(work(self)) } else { self.compute(work).await }
    }

    /// What the answer was computed from.
    pub(super) fn computed_from(&self) -> ComputedFrom {
        ComputedFrom::new(self.at, self.codebook.version())
    }

    /// The cohort as clients see it, with the caveats of a question that does or does not count themes.
    pub(super) async fn described(self: &Arc<Self>, session: &Session, counts_themes: bool) -> ApiResult<Cohort> {
        let summaries = if counts_themes { Some(self.summaries_to_count(session).await?) } else { None };
        let caveats = self.source.caveats(summaries.as_deref(), counts_themes);
        Ok(Cohort { loaded: self.clone(), caveats })
    }

    /// The cohort as clients see it, without caveats that the question itself answers.
    pub(super) async fn described_but_for(
        self: &Arc<Self>,
        session: &Session,
        answered: &[comparison::CaveatCode],
    ) -> ApiResult<Cohort> {
        let mut cohort = self.described(session, true).await?;
        cohort.caveats.retain(|caveat| !answered.contains(&caveat.code));
        Ok(cohort)
    }

    /// The plan at a place of the cohort's source.
    pub(super) fn plan_at(&self, place: usize) -> Option<PlanId> {
        self.source.plan(place).map(|plan| plan.plan)
    }

    /// Caveats whose plans are places of the cohort's source.
    pub(super) fn caveats(self: &Arc<Self>, caveats: Vec<comparison::Caveat>) -> Vec<Caveat> {
        Caveat::list_of_cohort(caveats, self)
    }

    /// Caveats whose plans are indexes into [`Self::cohort`].
    pub(super) fn caveats_by_index(&self, caveats: Vec<comparison::Caveat>) -> Vec<Caveat> {
        let ids: Arc<[PlanId]> = self.cohort().plans_of_caveats().into();
        Caveat::list_by_id(caveats, &ids, self.at)
    }
}

/// The cohort as it was resolved: what the defaults and filters came to.
#[derive(Description)]
pub(super) struct Cohort {
    loaded: Arc<LoadedCohort>,
    caveats: Vec<comparison::Caveat>,
}

#[Object(use_type_description)]
impl Cohort {
    /// Plans in the cohort.
    async fn plan_count(&self) -> i32 {
        count(self.loaded.source.n_plans())
    }

    /// Institutions that have a plan in the cohort.
    async fn institution_count(&self) -> i32 {
        count(self.loaded.source.n_institutions())
    }

    /// The plans, by slug, 20 a page unless `first` or `last` (at most 100) says otherwise.
    async fn plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<Plan>> {
        const ORDER: &str = "cohort.plans:n:";
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let places: Vec<u32> = self.loaded.source.members().iter().collect();
        let page = Page::of_slice(&places, &request).filter_map(|place| self.loaded.plan_at(place as usize));
        let wanted: Vec<PlanId> = page.items.iter().map(|(_, id)| *id).collect();
        let plans = session(ctx)?.plans(&wanted, self.loaded.at).await?;
        let page = page.filter_map(|id| Some(Plan { plan: plans.get(&id)?.clone(), at: self.loaded.at }));
        Ok(paging::connection(page, ORDER))
    }

    /// What makes the plans less alike than a cohort should be; empty when nothing is known to.
    async fn caveats(&self) -> Vec<Caveat> {
        self.loaded.caveats(self.caveats.clone())
    }
}

/// The value of one dimension that the plans of a group share.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct GroupKey {
    /// Which dimension.
    dimension: CohortDimension,
    /// The value's code or slug: `PUBLIC_LIBRARY`, `cn-fyp-14`, `cn-east`, `CN-JL`. Null: not known.
    value: Option<String>,
    #[graphql(skip)]
    label: crate::domain::text::Texts,
}

#[async_graphql::ComplexObject]
impl GroupKey {
    /// The value in words.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        text::required(ctx, &self.label, &lang, None)
    }
}

impl From<comparison::GroupKey> for GroupKey {
    fn from(key: comparison::GroupKey) -> Self {
        let comparison::GroupKey { dimension, value, label } = key;
        Self { dimension: dimension.into(), value, label }
    }
}

/// The dimensions that an argument names, each once.
pub(super) fn dimensions(group_by: Vec<CohortDimension>) -> ApiResult<Vec<comparison::CohortDimension>> {
    let mut found: Vec<comparison::CohortDimension> = Vec::with_capacity(group_by.len());
    for dimension in group_by.into_iter().map(comparison::CohortDimension::from) {
        if found.contains(&dimension) {
            return Err(ApiError::bad_input(format!("`groupBy` names {dimension} twice: name each dimension once")));
        }
        found.push(dimension);
    }
    Ok(found)
}
