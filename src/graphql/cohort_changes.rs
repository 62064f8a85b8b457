//! What became of the elements of many institutions' plans, added up.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, Description, Object, SimpleObject};

use super::{
    cohort::LoadedCohort,
    error::{ApiError, ApiResult},
    institution::Institution,
    paging::{self, Paged, Paging},
    reference::ThemeRef,
    scalars::count,
    session::{Session, session},
    theme::Theme,
    vocabularies::ChangeKind,
};
use crate::{
    coding::{self, Codebook, PlanCodes},
    comparison::{self, ComparedPlan, ComparisonContext, PairChanges},
    domain::{
        annotation::Alignment,
        element::PlanLayer,
        id::{InstitutionId, PlanId, ThemeId},
        institution,
        period::PlanningPeriod,
        plan::{Plan, PlanContent},
        theme::{CodingPass, THEME_SCHEME},
    },
    store::Page,
};

/// Pairs that are read and matched in one answer; docs/periods-and-peers.md says how long that takes.
const MOST_PAIRS: usize = 500;

/// Pairs that are in memory at once.
const PAIRS_AT_ONCE: usize = 50;

fn few_enough(n_pairs: usize) -> ApiResult<()> {
    if n_pairs <= MOST_PAIRS {
        return Ok(());
    }
    Err(ApiError::bad_input(format!(
        "{n_pairs} institutions have a plan for both periods, and `changes` reads the plans of at most {MOST_PAIRS}: narrow the cohort by kinds, regions, countries or institutions, or page through `institutions`"
    )))
}

/// The scores that decide what became of an element.
#[derive(Clone, Copy)]
pub(super) struct ElementScores {
    pub(super) min_score: f64,
    pub(super) split_score: f64,
    pub(super) continued_score: f64,
}

/// What became of the topmost elements of a layer over many institutions.
#[derive(Description)]
pub(super) struct CohortChanges {
    loaded: Arc<LoadedCohort>,
    // Parallel: whose the changes are.
    institutions: Vec<InstitutionId>,
    pairs: Vec<PairChanges>,
    total: comparison::CohortChanges,
}

impl CohortChanges {
    /// Reads and matches the plans of every pair, some pairs at a time, and keeps what totals need.
    pub(super) async fn of(
        session: &Session,
        loaded: &Arc<LoadedCohort>,
        pairs: Vec<[PlanId; 2]>,
        layer: PlanLayer,
        scores: ElementScores,
    ) -> ApiResult<Self> {
        few_enough(pairs.len())?;
        let (mut institutions, mut changes) = (Vec::with_capacity(pairs.len()), Vec::with_capacity(pairs.len()));
        for some in pairs.chunks(PAIRS_AT_ONCE) {
            let plans = PlansOfPairs::load(session, loaded, some).await?;
            let matched = tokio::task::spawn_blocking(move || plans.changes(layer, scores));
            for (institution, pair) in matched.await.map_err(|error| ApiError::internal(&error))? {
                institutions.push(institution);
                changes.push(pair);
            }
        }
        let themes = loaded.codebook.in_scheme(THEME_SCHEME).map(|theme| theme.id);
        let total = comparison::cohort_changes(&changes, themes);
        Ok(Self { loaded: loaded.clone(), institutions, pairs: changes, total })
    }
}

/// The plans of some pairs with all that matching reads of them. Read past the loaders, which would keep them until the
/// request ends.
struct PlansOfPairs {
    pairs: Vec<[PlanId; 2]>,
    heads: HashMap<PlanId, Plan>,
    contents: HashMap<PlanId, PlanContent>,
    passes: HashMap<PlanId, Vec<CodingPass>>,
    institutions: HashMap<InstitutionId, institution::Institution>,
    alignments: Vec<Alignment>,
    periods: Arc<Vec<Arc<PlanningPeriod>>>,
    codebook: Arc<Codebook>,
}

impl PlansOfPairs {
    async fn load(session: &Session, loaded: &LoadedCohort, pairs: &[[PlanId; 2]]) -> ApiResult<Self> {
        let (store, at) = (&session.store, loaded.at);
        let ids: Vec<PlanId> = pairs.iter().flatten().copied().collect();
        let heads = store.plans_by_id(&ids, at).await?;
        let contents = store.plan_contents(&heads.values().collect::<Vec<_>>(), at).await?;
        let owners: Vec<InstitutionId> = heads.values().map(|plan| plan.institution).collect();
        Ok(Self {
            pairs: pairs.to_vec(),
            contents,
            passes: store.coding_passes(&ids, at).await?,
            institutions: store.institutions_by_id(&owners, at).await?,
            alignments: store.alignments_of(&ids, at).await?,
            heads,
            periods: loaded.periods.clone(),
            codebook: loaded.codebook.clone(),
        })
    }

    fn codes(&self, plan: PlanId) -> PlanCodes {
        let passes = self.passes.get(&plan).map(Vec::as_slice).unwrap_or_default();
        let content = self.contents.get(&plan);
        content.map(|content| coding::effective_codes(&content.tree, passes, &self.codebook)).unwrap_or_default()
    }

    fn compared<'a>(&'a self, plan: PlanId, codes: &'a PlanCodes) -> Option<ComparedPlan<'a>> {
        let head = self.heads.get(&plan)?;
        Some(ComparedPlan {
            plan: head,
            institution: self.institutions.get(&head.institution)?,
            period: self.periods.iter().find(|period| period.id == head.period)?,
            content: self.contents.get(&plan)?,
            codes,
        })
    }

    /// What became of the elements of each pair.
    fn changes(&self, layer: PlanLayer, scores: ElementScores) -> Vec<(InstitutionId, PairChanges)> {
        let ElementScores { min_score, split_score, continued_score } = scores;
        let context = ComparisonContext { codebook: &self.codebook, alignments: &self.alignments, indicators: &[] };
        let changes_of = |[from, to]: [PlanId; 2]| {
            let (from_codes, to_codes) = (self.codes(from), self.codes(to));
            let (from, to) = (self.compared(from, &from_codes)?, self.compared(to, &to_codes)?);
            let changes =
                comparison::element_changes(&from, &to, &context, layer, min_score, split_score, continued_score);
            Some((to.plan.institution, comparison::pair_changes(&from, &to, &context, layer, &changes)))
        };
        self.pairs.iter().filter_map(|&pair| changes_of(pair)).collect()
    }
}

#[Object(use_type_description)]
impl CohortChanges {
    /// Institutions with plans for both periods.
    async fn pair_count(&self) -> i32 {
        count(self.total.n_pairs)
    }

    /// Those of them whose plans are both coded in the layer: those that `themes` counts.
    async fn coded_pair_count(&self) -> i32 {
        count(self.total.n_coded_pairs)
    }

    /// Topmost elements of the earlier plans.
    async fn from_element_count(&self) -> i32 {
        count(self.total.n_from)
    }

    /// Topmost elements of the later plans.
    async fn to_element_count(&self) -> i32 {
        count(self.total.n_to)
    }

    /// One for each kind of change, in the order of the kinds.
    async fn kinds(&self) -> Vec<CohortChangeKind> {
        let kind = |total: &comparison::KindTotal| {
            let comparison::KindTotal {
                kind,
                n_changes,
                n_from,
                n_to,
                n_institutions,
                share_of_earlier,
                share_of_later,
                mean_share_of_earlier,
            } = *total;
            CohortChangeKind {
                kind: kind.into(),
                change_count: count(n_changes),
                from_element_count: count(n_from),
                to_element_count: count(n_to),
                institution_count: count(n_institutions),
                share_of_earlier,
                share_of_later,
                mean_share_of_earlier,
            }
        };
        self.total.kinds.iter().map(kind).collect()
    }

    /// What became of the elements that address each theme, in the codebook's order, over pairs that are both coded in the
    /// layer; themes that none of their elements addresses are left out.
    async fn themes(&self) -> Vec<CohortThemeChange> {
        use comparison::ChangeKind as Kind;
        let theme = |total: &comparison::ThemeTotal| {
            let n = |kind| count(total.n_elements(kind));
            CohortThemeChange {
                theme: Theme::new(self.loaded.codebook.clone(), total.theme),
                from_element_count: count(total.n_from),
                to_element_count: count(total.n_to),
                continued: n(Kind::Continued),
                revised: n(Kind::Revised),
                split: n(Kind::Split),
                merged: n(Kind::Merged),
                dropped: n(Kind::Dropped),
                new: n(Kind::New),
            }
        };
        self.total.themes.iter().map(theme).collect()
    }

    /// The institutions that a kind of change met, by slug of the earlier plan, 20 a page unless `first` or `last` (at most
    /// 100) says otherwise: who continued, revised or dropped what.
    ///
    /// Errors: `NOT_FOUND` for a theme that there is not.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn institutions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What became of at least one of the elements.")] kind: ChangeKind,
        #[graphql(
            desc = "Only elements that address this theme: of the earlier plan, or of the later one for NEW. Pairs that are not both coded in the layer are left out then."
        )]
        theme: Option<ThemeRef>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<Institution>> {
        const ORDER: &str = "cohortChanges.institutions:n:";
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let session = session(ctx)?;
        let theme: Option<ThemeId> = match &theme {
            Some(theme) => Some(session.resolve(theme).await?),
            None => None,
        };
        let kind = comparison::ChangeKind::from(kind);
        let met: Vec<InstitutionId> = self
            .institutions
            .iter()
            .zip(&self.pairs)
            .filter(|(_, pair)| pair.has(kind, theme))
            .map(|(institution, _)| *institution)
            .collect();
        let page = Page::of_slice(&met, &request);
        let at = self.loaded.at;
        let found = session.institutions(page.items.iter().map(|(_, id)| *id), at).await?;
        let page = page.filter_map(|id| Some(Institution { institution: found.get(&id)?.clone(), at }));
        Ok(paging::connection(page, ORDER))
    }
}

/// Changes of one kind over all institutions.
#[derive(SimpleObject)]
struct CohortChangeKind {
    /// What became of the elements.
    kind: ChangeKind,
    /// Changes: one element, or several that belong together.
    change_count: i32,
    /// Elements of earlier plans in them.
    from_element_count: i32,
    /// Elements of later plans in them.
    to_element_count: i32,
    /// Institutions that have at least one.
    institution_count: i32,
    /// `fromElementCount` ÷ elements of all earlier plans. Unit: share, 0..1; over the kinds they add up to 1. Null: for NEW,
    /// and where the earlier plans have no element of the layer.
    share_of_earlier: Option<f64>,
    /// `toElementCount` ÷ elements of all later plans. Unit: share, 0..1; over the kinds they add up to 1. Null: for DROPPED,
    /// and where the later plans have no element of the layer.
    share_of_later: Option<f64>,
    /// Mean of every institution's own share of its earlier elements, so that long plans do not count for more; over
    /// institutions whose earlier plan has elements of the layer. Unit: share, 0..1. Null: as `shareOfEarlier`.
    mean_share_of_earlier: Option<f64>,
}

/// What became of the elements that address one theme.
#[derive(SimpleObject)]
struct CohortThemeChange {
    /// The theme.
    theme: Theme,
    /// Elements of earlier plans that address it: the sum of `continued`, `revised`, `split`, `merged` and `dropped`.
    from_element_count: i32,
    /// Elements of later plans that address it, `new` among them.
    to_element_count: i32,
    /// Elements of earlier plans that were continued.
    continued: i32,
    /// Elements of earlier plans that were revised.
    revised: i32,
    /// Elements of earlier plans that later plans make more of.
    split: i32,
    /// Elements of earlier plans that later plans make fewer of.
    merged: i32,
    /// Elements of earlier plans that later plans have nothing like.
    dropped: i32,
    /// Elements of later plans that earlier plans have nothing like.
    new: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cohort_that_is_too_large_is_told_what_to_do() {
        assert_eq!(few_enough(MOST_PAIRS), Ok(()));
        let refused = format!("{:?}", few_enough(MOST_PAIRS + 1));
        for part in
            ["BAD_USER_INPUT", "501 institutions", "at most 500", "narrow the cohort", "page through `institutions`"]
        {
            assert!(refused.contains(part), "{refused}");
        }
    }
}
