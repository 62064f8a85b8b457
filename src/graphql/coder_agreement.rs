//! `coderAgreement`: how far coders agree, and what they disagree on.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};

use super::{
    caveat::Caveat,
    cohort::{Cohort, CohortInput, LoadedCohort},
    element::PlanElement,
    error::{ApiError, ApiResult, Nullable, nullable},
    filter,
    paging::{self, Paged, Paging},
    plan::Plan,
    reference::ThemeRef,
    registry::ComputedFrom,
    scalars::count,
    session::{Session, session},
    theme::{CodingJudgement, Theme},
    vocabularies::{AgreementUnavailable, PlanLayer},
};
use crate::{
    coding::Codebook,
    comparison::{self, AgreementScope, CodedPlan, UnitPlace},
    domain::{
        element,
        id::{PlanId, PlanRevisionId, ThemeId},
        theme::{LEXICON_CODER, PassHead, PassMethod, THEME_SCHEME},
    },
    store::Page,
};

/// Every two of them have a row.
const MOST_CODERS: usize = 100;

#[derive(Default)]
pub(super) struct CoderAgreementQuery;

#[Object]
impl CoderAgreementQuery {
    /// How far people agree who coded the same plans: Cohen's kappa, Krippendorff's alpha, and what they disagree on.
    ///
    /// What is counted are pairs of element and theme that at least two coders judged. Inside the layers of a coder's pass
    /// silence means absent; outside them the coder's word is missing, unless it was said in so many words. Adjudicated
    /// passes decide between coders and are no coder's codes. Method: docs/coder-agreement.md.
    ///
    /// Errors: `NOT_FOUND` for references that lead nowhere, `BAD_USER_INPUT` for coders who did not code the cohort, fewer
    /// than 2 coders named or more than 100 to compare, for concepts that are no theme, and for empty lists; `NOT_READY`
    /// while the registry has no codebook.
    async fn coder_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Which plans. The default cohort has adopted plans only, no made-up ones, and one for each institution and period: to ask about a draft or a plan coded for practice, name it in `plans`, with `includeSynthetic` if it is made up."
        )]
        cohort: Option<CohortInput>,
        #[graphql(desc = "Only elements of these layers; default: of all.")] layers: Option<Vec<PlanLayer>>,
        #[graphql(desc = "Only these themes of the scheme `library-themes`; default: all.")] themes: Option<
            Vec<ThemeRef>,
        >,
        #[graphql(
            desc = "Only these coders, at least two, by the names that `coders` gives; default: every person who coded. `lexicon` names the registry's own coding, which counts only if it is named."
        )]
        coders: Option<Vec<String>>,
        #[graphql(desc = "A registry revision: the answer as it was then. Default: now.")] as_of: Option<String>,
    ) -> Nullable<CoderAgreement> {
        nullable(async {
            let layers = filter::layers(layers)?;
            let coders = checked_coders(coders)?;
            let session = session(ctx)?;
            let themes: Option<Vec<ThemeId>> = session.resolve_some("themes", themes).await?;
            let cohort = LoadedCohort::load(session, cohort, as_of.as_deref()).await?;
            if let Some(themes) = &themes {
                check_themes(themes, &cohort.codebook)?;
            }
            CoderAgreement::load(session, cohort, layers, themes, coders).await.map(Some)
        })
        .await
    }
}

/// Coders that could be compared.
fn checked_coders(coders: Option<Vec<String>>) -> ApiResult<Option<Vec<String>>> {
    let coders: Option<Vec<String>> = filter::named("coders", coders)?;
    let Some(named) = &coders else { return Ok(None) };
    for (place, coder) in named.iter().enumerate() {
        if named.iter().take(place).any(|before| before == coder) {
            return Err(ApiError::bad_input(format!("`coders` names `{coder}` twice: name each coder once")));
        }
    }
    match named.as_slice() {
        [only] => Err(ApiError::bad_input(format!(
            "`coders` names `{only}` alone, and agreement takes two: name another coder, or leave it out for all"
        ))),
        _ => Ok(coders),
    }
}

fn check_themes(themes: &[ThemeId], codebook: &Codebook) -> ApiResult<()> {
    for id in themes {
        match codebook.theme(*id) {
            Some(theme) if theme.scheme == THEME_SCHEME => {}
            Some(theme) => {
                return Err(ApiError::bad_input(format!(
                    "`{}` is of the scheme `{}`, and coders go through `{THEME_SCHEME}`: name a theme of that",
                    theme.slug, theme.scheme
                )));
            }
            None => {
                return Err(ApiError::bad_input(format!(
                    "the codebook {} does not have one of `themes`: ask for one of `themes(scheme: \"{THEME_SCHEME}\")`, or as of a revision that has it",
                    codebook.version()
                )));
            }
        }
    }
    Ok(())
}

/// Every coder that is named has gone through a plan of the cohort.
fn check_known(named: &[String], heads: &[PassHead]) -> ApiResult<()> {
    let is_coder = |head: &&PassHead| match head.method {
        PassMethod::Lexicon => true,
        PassMethod::Manual => head.coder != LEXICON_CODER,
        PassMethod::Adjudicated => false,
    };
    let mut known: Vec<&str> = heads.iter().filter(is_coder).map(|head| head.coder.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    let Some(unknown) = named.iter().find(|name| !known.contains(&name.as_str())) else { return Ok(()) };
    if heads.iter().any(|head| head.method == PassMethod::Adjudicated && head.coder == *unknown) {
        return Err(ApiError::bad_input(format!(
            "`{unknown}` only decided between coders, which is no independent coding: name coders{}",
            told(&known)
        )));
    }
    Err(ApiError::bad_input(format!("nobody called `{unknown}` coded a plan of the cohort{}", told(&known))))
}

/// Says which coders there are.
fn told(known: &[&str]) -> String {
    const MOST: usize = 20;
    let names: Vec<String> = known.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    match (names.as_slice(), known.len().saturating_sub(MOST)) {
        ([], _) => "; no person did".to_owned(),
        (names, 0) => format!("; there are {}", names.join(", ")),
        (names, more) => format!("; there are {} and {more} others", names.join(", ")),
    }
}

/// How far coders agree.
#[derive(Description)]
struct CoderAgreement {
    cohort: Arc<LoadedCohort>,
    scope: AgreementScope,
    agreement: Arc<comparison::CoderAgreement>,
}

impl CoderAgreement {
    /// Loads the codes of a cohort in a fixed number of statements. Of plans that fewer than two coders went through nothing
    /// is loaded, and no text of any plan.
    async fn load(
        session: &Session,
        cohort: Arc<LoadedCohort>,
        layers: Option<Vec<element::PlanLayer>>,
        themes: Option<Vec<ThemeId>>,
        named: Option<Vec<String>>,
    ) -> ApiResult<Self> {
        let mut methods = vec![PassMethod::Manual, PassMethod::Adjudicated];
        if named.iter().flatten().any(|name| name == LEXICON_CODER) {
            methods.push(PassMethod::Lexicon);
        }
        let plans: Vec<PlanId> = cohort.cohort().plans.iter().map(|plan| plan.plan).collect();
        let heads = session.store.coding_pass_heads(&plans, &methods, cohort.at).await?;
        if let Some(named) = named.as_deref().filter(|_| !plans.is_empty()) {
            check_known(named, &heads)?;
        }
        let scope = AgreementScope::of(&heads, named.as_deref());
        if scope.coders.len() > MOST_CODERS {
            return Err(ApiError::bad_input(format!(
                "{} people coded plans of the cohort, and an answer compares at most {MOST_CODERS}: name some of them in `coders`, or fewer plans",
                scope.coders.len()
            )));
        }
        let mut passes = session.store.coding_passes_by_id(&scope.passes).await?;
        let compared = || cohort.cohort().plans.iter().filter(|plan| scope.plans.contains_key(&plan.plan));
        let revisions: Vec<PlanRevisionId> = compared().map(|plan| plan.revision).collect();
        let mut kinds = session.store.element_kinds(&revisions).await?;
        let coded: Vec<CodedPlan> = compared()
            .map(|plan| CodedPlan {
                plan: plan.plan,
                elements: kinds
                    .remove(&plan.revision)
                    .into_iter()
                    .flatten()
                    .map(|(element, kind)| (element, kind.layer()))
                    .collect(),
                passes: passes.remove(&plan.plan).unwrap_or_default(),
            })
            .collect();
        let coders: Vec<String> = scope.coders.iter().map(|coder| coder.name.clone()).collect();
        let codebook = cohort.codebook.clone();
        let agreement = tokio::task::spawn_blocking(move || {
            comparison::CoderAgreement::of(coded, coders, &codebook, layers.as_deref(), themes.as_deref())
        })
        .await
        .map_err(|error| ApiError::internal(&error))?;
        Ok(Self { cohort, scope, agreement: Arc::new(agreement) })
    }

    /// Runs arithmetic that may take long where it holds up no other request.
    async fn compute<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&comparison::CoderAgreement) -> T + Send + 'static,
    {
        let agreement = self.agreement.clone();
        tokio::task::spawn_blocking(move || work(&agreement)).await.map_err(|error| ApiError::internal(&error))
    }

    /// The name of a coder.
    fn name(&self, coder: usize) -> String {
        self.scope.coders.get(coder).map(|coder| coder.name.clone()).unwrap_or_default()
    }

    fn theme(&self, id: ThemeId) -> Theme {
        Theme::new(self.cohort.codebook.clone(), id)
    }
}

#[Object(use_type_description)]
impl CoderAgreement {
    /// What the answer was computed from.
    async fn computed_from(&self) -> ComputedFrom {
        self.cohort.computed_from()
    }

    /// The plans asked about; `byPlan` has those of them that at least two of the coders went through.
    async fn cohort(&self, ctx: &Context<'_>) -> ApiResult<Cohort> {
        self.cohort.described(session(ctx)?, false).await
    }

    /// The coders, by name: those named, or every person who coded a plan of the cohort.
    async fn coders(&self) -> Vec<AgreementCoder> {
        let coders = self.scope.coders.iter().enumerate();
        coders
            .map(|(place, coder)| AgreementCoder {
                name: coder.name.clone(),
                plan_count: count(coder.n_plans),
                compared_plan_count: count(coder.n_compared_plans),
                judgement_count: count(self.agreement.n_judgements(place)),
            })
            .collect()
    }

    /// Over every plan, layer and theme asked for.
    async fn overall(&self) -> ApiResult<AgreementFigures> {
        Ok(self.compute(comparison::CoderAgreement::overall).await?.into())
    }

    /// Theme by theme, in the codebook's order; without those that nobody assigned.
    async fn by_theme(&self) -> ApiResult<Vec<ThemeAgreement>> {
        let rows = self.compute(comparison::CoderAgreement::by_theme).await?;
        Ok(rows
            .into_iter()
            .map(|(theme, figures)| ThemeAgreement { theme: self.theme(theme), figures: figures.into() })
            .collect())
    }

    /// The themes asked for that none of the coders assigned to anything that two of them judged, in the codebook's order.
    /// They are not counted: everybody agrees on what nobody thinks of, so they would only raise `observedAgreement`.
    async fn unassigned_themes(&self) -> Vec<Theme> {
        self.agreement.unassigned_themes().iter().map(|theme| self.theme(*theme)).collect()
    }

    /// Every two of the coders, by name, over what both judged.
    async fn by_pair(&self) -> ApiResult<Vec<CoderPairAgreement>> {
        let rows = self.compute(comparison::CoderAgreement::by_pair).await?;
        Ok(rows
            .into_iter()
            .map(|(a, b, figures)| CoderPairAgreement { a: self.name(a), b: self.name(b), figures: figures.into() })
            .collect())
    }

    /// The plans that at least two of the coders went through, by slug, 20 a page unless `first` or `last` (at most 100) says
    /// otherwise.
    async fn by_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<PlanAgreement>> {
        const ORDER: &str = "coderAgreement.plans:n:";
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let ids: Vec<(usize, PlanId)> = self.agreement.plans().iter().map(|coded| coded.plan).enumerate().collect();
        let page = Page::of_slice(&ids, &request);
        let wanted: Vec<PlanId> = page.items.iter().map(|(_, (_, id))| *id).collect();
        let plans = session(ctx)?.plans(&wanted, self.cohort.at).await?;
        let places: Vec<usize> = page.items.iter().map(|(_, (place, _))| *place).collect();
        let mut rows = self
            .compute(move |agreement| {
                let row = |place: &usize| (agreement.coders_of_plan(*place), agreement.of_plan(*place));
                places.iter().map(row).collect::<Vec<_>>()
            })
            .await?
            .into_iter();
        let page = page.filter_map(|(_, id)| {
            let (coders, figures) = rows.next()?;
            Some(PlanAgreement {
                plan: Plan { plan: plans.get(&id)?.clone(), at: self.cohort.at },
                coders: coders.into_iter().map(|coder| self.name(coder)).collect(),
                figures: figures.into(),
            })
        });
        Ok(paging::connection(page, ORDER))
    }

    /// The elements and themes that coders disagree on, by slug of the plan, then in document order, then in the codebook's,
    /// 20 a page unless `first` or `last` (at most 100) says otherwise.
    async fn disagreements(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that an adjudicator has decided, or only those that nobody has; default: both.")]
        is_adjudicated: Option<bool>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<CodingDisagreement>> {
        const ORDER: &str = "coderAgreement.disagreements:n:";
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let places = self.compute(move |agreement| agreement.disagreements(is_adjudicated)).await?;
        let page = Page::of_slice(&places, &request);
        let session = session(ctx)?;
        let coded = |place: &UnitPlace| self.agreement.plans().get(place.plan);
        let mut wanted: Vec<PlanId> =
            page.items.iter().filter_map(|(_, place)| coded(place)).map(|coded| coded.plan).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let plans = session.plans(&wanted, self.cohort.at).await?;
        let contents = session.contents(plans.values(), self.cohort.at).await?;
        let page = page.filter_map(|place| {
            let id = coded(&place)?.plan;
            let found = self.agreement.disagreement(place)?;
            let element = PlanElement::find(plans.get(&id)?, contents.get(&id)?, found.element, self.cohort.at)?;
            Some(CodingDisagreement {
                element,
                theme: self.theme(found.theme),
                judgements: found.judgements.into_iter().map(Into::into).collect(),
                decision: found.decision.map(Into::into),
            })
        });
        Ok(paging::connection(page, ORDER))
    }

    /// What makes the figures mean less than they look; empty when nothing is known to. What makes the plans of the cohort
    /// differ stands with the cohort.
    async fn caveats(&self) -> Vec<Caveat> {
        let coders: Vec<String> = self.scope.coders.iter().map(|coder| coder.name.clone()).collect();
        self.cohort.caveats_by_index(comparison::agreement_caveats(
            self.cohort.cohort(),
            self.agreement.plans(),
            &self.scope.plans,
            &coders,
        ))
    }
}

/// One of the coders compared.
#[derive(SimpleObject)]
struct AgreementCoder {
    /// What the coder is called in annotation files; `lexicon` is the registry's own coding.
    name: String,
    /// Plans of the cohort that the coder went through; there is one pass in force for each.
    plan_count: i32,
    /// Those of them that another of the coders went through, too: only these bear on agreement.
    compared_plan_count: i32,
    /// Judgements in so many words in those plans on the themes asked for, present or absent, of whatever layer.
    judgement_count: i32,
}

/// How far some coders agree on some elements and themes.
#[derive(SimpleObject)]
struct AgreementFigures {
    /// Pairs of element and theme that at least two of the coders judged.
    unit_count: i32,
    /// Words on those, silence inside a pass among them.
    value_count: i32,
    /// How often two words on the same element and theme are the same, whatever chance would bring. Unit: share, 0..1. Null:
    /// `unitCount` is 0.
    observed_agreement: Option<f64>,
    /// Cohen's kappa: the agreement of two coders beyond what chance would bring, by how often each says "present". 1:
    /// complete; 0: as by chance; below 0: less than that. Null: see `cohenKappaUnavailable`.
    cohen_kappa: Option<f64>,
    /// Why there is no kappa. Null: there is.
    cohen_kappa_unavailable: Option<AgreementUnavailable>,
    /// Krippendorff's alpha for nominal values: the agreement of any number of coders beyond what chance would bring, with
    /// words missing. 1: complete; 0: as by chance; below 0: less than that. Null: see `krippendorffAlphaUnavailable`.
    krippendorff_alpha: Option<f64>,
    /// Why there is no alpha. Null: there is.
    krippendorff_alpha_unavailable: Option<AgreementUnavailable>,
}

impl From<comparison::AgreementFigures> for AgreementFigures {
    fn from(figures: comparison::AgreementFigures) -> Self {
        let comparison::AgreementFigures { n_units, n_values, observed_agreement, cohen_kappa, krippendorff_alpha } =
            figures;
        Self {
            unit_count: count(n_units),
            value_count: count(n_values),
            observed_agreement,
            cohen_kappa: cohen_kappa.ok(),
            cohen_kappa_unavailable: cohen_kappa.err().map(Into::into),
            krippendorff_alpha: krippendorff_alpha.ok(),
            krippendorff_alpha_unavailable: krippendorff_alpha.err().map(Into::into),
        }
    }
}

/// How far coders agree on one theme.
#[derive(SimpleObject)]
struct ThemeAgreement {
    /// The theme.
    theme: Theme,
    /// The figures over the elements that at least two coders judged for it.
    figures: AgreementFigures,
}

/// How far two coders agree.
#[derive(SimpleObject)]
struct CoderPairAgreement {
    /// The one, whose name comes first.
    a: String,
    /// The other.
    b: String,
    /// The figures over what both judged, on the themes that count in `overall`.
    figures: AgreementFigures,
}

/// How far coders agree on one plan.
#[derive(SimpleObject)]
struct PlanAgreement {
    /// The plan.
    plan: Plan,
    /// Those of the coders who went through it, by name.
    coders: Vec<String>,
    /// The figures over its elements, on the themes that count in `overall`.
    figures: AgreementFigures,
}

/// An element and a theme that coders disagree on.
#[derive(SimpleObject)]
struct CodingDisagreement {
    /// The element.
    element: PlanElement,
    /// The theme.
    theme: Theme,
    /// What each of the coders compared says, by name.
    judgements: Vec<CodingJudgement>,
    /// The word of the adjudicator, the latest if there are several. Null: nobody has decided, and the element carries the
    /// theme as `UNRESOLVED`, if all who differ are people.
    decision: Option<CodingJudgement>,
}
