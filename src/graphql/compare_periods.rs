//! `comparePeriods`: one institution from one period to the next.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};

use super::{
    caveat::Caveat,
    compare_plans::score,
    compared::Compared,
    direct::{Direct, DirectList},
    element::PlanElement,
    error::{ApiError, ApiResult, Nullable, nullable},
    indicator::{Indicator, PlanIndicator},
    institution::Institution,
    plan::Plan,
    plan_cache::Question,
    reference::{InstitutionRef, PeriodRef},
    registry::ComputedFrom,
    session::{Session, session},
    theme::Theme,
    vocabularies::{ChangeKind, MatchMethod, PlanLayer},
};
use crate::{
    comparison::{self, ComparedPeriods},
    domain::{
        id::{InstitutionId, PeriodId},
        institution,
        period::PlanningPeriod,
        revision::RegistryRevision,
    },
};

#[derive(Default)]
pub(super) struct ComparePeriodsQuery;

#[Object]
impl ComparePeriodsQuery {
    /// What became of one library's goals, priorities and indicators from one period to the next. Where an institution has
    /// several plans for a period, the adopted one is taken, then the one published last, then the
    /// main variant, then the first by slug.
    ///
    /// Errors: `NOT_FOUND` for an institution or period that there is not, `BAD_USER_INPUT` for periods in the wrong order,
    /// `NOT_READY` while the registry has no codebook. Method: docs/comparisons.md.
    async fn compare_periods(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose plans.")] institution: InstitutionRef,
        #[graphql(desc = "The earlier period.")] from: PeriodRef,
        #[graphql(desc = "The later period.")] to: PeriodRef,
        #[graphql(desc = "A registry revision: the answer as it was then. Default: now.")] as_of: Option<String>,
    ) -> Nullable<PeriodComparison> {
        nullable(async {
            let session = session(ctx)?;
            let at = session.as_of(as_of.as_deref()).await?;
            let institution_id: InstitutionId = session.resolve(&institution).await?;
            let Some(owner) = session.institution(institution_id, at).await? else {
                return Err(session.missing(&institution).await?);
            };
            let [earlier, later] = earlier_and_later(session, [&from, &to], at).await?;
            let plans = session.plans_of(institution_id, at).await?;
            let sides = [&earlier, &later].map(|period| comparison::plan_for_period(&plans, period.id).cloned());
            let found: Vec<_> = sides.iter().flatten().cloned().collect();
            let compared = Compared::load_to_keep(session, &found, at).await?;
            let places = match &sides {
                [Some(_), Some(_)] => [Some(0), Some(1)],
                [Some(_), None] => [Some(0), None],
                [None, Some(_)] => [None, Some(0)],
                [None, None] => [None, None],
            };
            Ok(Some(PeriodComparison { institution: owner, from_period: earlier, to_period: later, compared, places }))
        })
        .await
    }
}

/// The periods that arguments name, the earlier one first.
pub(super) async fn earlier_and_later(
    session: &Session,
    [from, to]: [&PeriodRef; 2],
    at: RegistryRevision,
) -> ApiResult<[Arc<PlanningPeriod>; 2]> {
    let found = async |reference: &PeriodRef| {
        let id: PeriodId = session.resolve(reference).await?;
        match session.period(id, at).await? {
            Some(period) => Ok(period),
            None => Err(session.missing(reference).await?),
        }
    };
    let (earlier, later) = (found(from).await?, found(to).await?);
    if earlier.years.start() >= later.years.start() {
        return Err(ApiError::bad_input(format!(
            "`from` ({}) does not begin before `to` ({}): give the earlier period first",
            earlier.slug, later.slug
        )));
    }
    Ok([earlier, later])
}

/// One institution's plans for two periods, set against each other.
#[derive(Description)]
pub(super) struct PeriodComparison {
    institution: Arc<institution::Institution>,
    from_period: Arc<PlanningPeriod>,
    to_period: Arc<PlanningPeriod>,
    compared: Arc<Compared>,
    // Where the plans of the two periods stand among the compared ones.
    places: [Option<usize>; 2],
}

impl PeriodComparison {
    /// Two plans of one institution, the earlier one first.
    pub(super) fn of_pair(compared: Compared) -> Option<Self> {
        let [from, to] = compared.plans.as_slice() else { return None };
        Some(Self {
            institution: to.institution.clone(),
            from_period: from.period.clone(),
            to_period: to.period.clone(),
            compared: Arc::new(compared),
            places: [Some(0), Some(1)],
        })
    }

    fn side(&self, side: usize) -> Option<Plan> {
        self.places[side].map(|place| self.compared.plan(place))
    }

    fn has_both(&self) -> bool {
        self.places.iter().all(Option::is_some)
    }

    fn paired_indicators(&self) -> Vec<comparison::IndicatorChange> {
        let sides = self.compared.sides();
        match sides.as_slice() {
            [from, to] if self.has_both() => comparison::indicator_changes(from, to, &self.compared.context()),
            _ => Vec::new(),
        }
    }
}

#[Object(use_type_description)]
impl PeriodComparison {
    /// What the answer was computed from.
    async fn computed_from(&self) -> ComputedFrom {
        ComputedFrom::new(self.compared.at, self.compared.codebook.version())
    }

    /// Whose plans they are.
    async fn institution(&self) -> Institution {
        Institution { institution: self.institution.clone(), at: self.compared.at }
    }

    /// The plan for the earlier period. Null: the registry has none; the caveat NO_PLAN says so.
    async fn from(&self) -> Option<Direct<Plan>> {
        self.side(0).map(Direct)
    }

    /// The plan for the later period. Null: the registry has none; the caveat NO_PLAN says so.
    async fn to(&self) -> Option<Direct<Plan>> {
        self.side(1).map(Direct)
    }

    /// What became of each topmost element of a layer, in document order of the earlier plan, then what is new; empty where
    /// a plan is missing.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "PlanLayer::Goal", desc = "The layer whose topmost elements are matched.")]
        layer: PlanLayer,
        #[graphql(default_with = "comparison::DEFAULT_MIN_SCORE", desc = "Pairs below this score are no match; 0..1.")]
        min_score: f64,
        #[graphql(
            default_with = "comparison::DEFAULT_SPLIT_SCORE",
            desc = "From this score a leftover joins the pair of its best counterpart; 0..1."
        )]
        split_score: f64,
        #[graphql(
            default_with = "comparison::DEFAULT_CONTINUED_SCORE",
            desc = "From this score a pair is CONTINUED rather than REVISED; 0..1."
        )]
        continued_score: f64,
    ) -> ApiResult<DirectList<ElementChange>> {
        let min_score = score("minScore", min_score)?;
        let split_score = score("splitScore", split_score)?;
        let continued_score = score("continuedScore", continued_score)?;
        if !self.has_both() {
            return Ok(DirectList::new());
        }
        let question = Question::Changes {
            layer: layer.into(),
            min_score: min_score.to_bits(),
            split_score: split_score.to_bits(),
            continued_score: continued_score.to_bits(),
        };
        let changes = self
            .compared
            .find(session(ctx)?, question, move |compared| match compared.sides().as_slice() {
                [from, to] => comparison::element_changes(
                    from,
                    to,
                    &compared.context(),
                    layer.into(),
                    min_score,
                    split_score,
                    continued_score,
                ),
                _ => Vec::new(),
            })
            .await?;
        Ok(changes.iter().map(|change| ElementChange::of(&self.compared, change)).collect())
    }

    /// How the weight of each theme shifted, the greatest shift first; empty where a plan is missing.
    async fn theme_shifts(&self) -> DirectList<ThemeShift> {
        let sides = self.compared.sides();
        let shifts = match sides.as_slice() {
            [from, to] if self.has_both() => comparison::theme_shifts(from, to, &self.compared.context()),
            _ => Vec::new(),
        };
        shifts
            .into_iter()
            .map(|shift| ThemeShift {
                theme: Direct(self.compared.theme(shift.theme)),
                from_share: shift.from_share,
                to_share: shift.to_share,
                delta: shift.delta,
            })
            .collect()
    }

    /// What became of each indicator that is linked to the catalogue; empty where a plan is missing.
    async fn indicator_changes(&self) -> DirectList<IndicatorChange> {
        let changes = self.paired_indicators();
        changes
            .into_iter()
            .filter_map(|change| {
                Some(IndicatorChange {
                    indicator: Direct(self.compared.indicator(change.indicator?)?),
                    from: change.from.map(|index| Direct(self.compared.plan_indicator(0, index))),
                    to: change.to.map(|index| Direct(self.compared.plan_indicator(1, index))),
                    target_ratio: change.target_ratio,
                    attainment: change.attainment,
                })
            })
            .collect()
    }

    /// What became of each indicator that nobody has linked to the catalogue, paired by the same words; empty where a plan
    /// is missing.
    async fn unlinked_indicator_changes(&self) -> DirectList<UnlinkedIndicatorChange> {
        let changes = self.paired_indicators();
        changes
            .into_iter()
            .filter(|change| change.indicator.is_none())
            .map(|change| UnlinkedIndicatorChange {
                from: change.from.map(|index| Direct(self.compared.plan_indicator(0, index))),
                to: change.to.map(|index| Direct(self.compared.plan_indicator(1, index))),
                target_ratio: change.target_ratio,
                attainment: change.attainment,
            })
            .collect()
    }

    /// What makes the periods less comparable than they look; empty when nothing is known to.
    async fn caveats(&self) -> Vec<Caveat> {
        let sides = self.compared.sides();
        let side = |place: Option<usize>| place.and_then(|place| sides.get(place).copied());
        let periods = ComparedPeriods {
            institution: &self.institution,
            from_period: &self.from_period,
            to_period: &self.to_period,
            from: side(self.places[0]),
            to: side(self.places[1]),
        };
        let plans: Arc<[Option<Plan>]> = [self.side(0), self.side(1)].into_iter().collect();
        Caveat::list(comparison::period_caveats(&periods, &self.compared.context()), &plans)
    }
}

/// What became of elements from one period to the next.
#[derive(SimpleObject)]
pub(super) struct ElementChange {
    /// What became of them.
    kind: ChangeKind,
    /// Elements of the earlier plan; empty for what is new.
    from: DirectList<PlanElement>,
    /// Elements of the later plan; empty for what was dropped.
    to: DirectList<PlanElement>,
    /// Mean score of the pairs across the two plans, 0..1. Null: new or dropped.
    score: Option<f64>,
    /// Whether people vouch for it, or the texts do; NONE for what is new or dropped.
    method: MatchMethod,
}

impl ElementChange {
    pub(super) fn of(compared: &Compared, change: &comparison::ElementChange) -> Self {
        let comparison::ElementChange { kind, from, to, score, method } = change;
        Self {
            kind: (*kind).into(),
            from: compared.elements(from),
            to: compared.elements(to),
            score: *score,
            method: (*method).into(),
        }
    }
}

/// How the weight of one theme shifted.
#[derive(SimpleObject)]
struct ThemeShift {
    /// The theme.
    theme: Direct<Theme>,
    /// Its share in the earlier plan, 0..1. Null: that plan is not coded.
    from_share: Option<f64>,
    /// Its share in the later plan, 0..1. Null: that plan is not coded.
    to_share: Option<f64>,
    /// `toShare` − `fromShare`, -1..1. Null where either is.
    delta: Option<f64>,
}

/// What became of one indicator.
#[derive(SimpleObject)]
struct IndicatorChange {
    /// The definition that both uses follow.
    indicator: Direct<Indicator>,
    /// Its use in the earlier plan. Null: that plan does not have it.
    from: Option<Direct<PlanIndicator>>,
    /// Its use in the later plan. Null: that plan does not have it.
    to: Option<Direct<PlanIndicator>>,
    /// The later target ÷ the earlier target, in one unit and basis. Null: not comparable, or the earlier target is 0.
    target_ratio: Option<f64>,
    /// What was reached of the earlier target: actual ÷ target. Null: no comparable actual, or the target is 0.
    attainment: Option<f64>,
}

/// What became of one indicator that nobody has linked to the catalogue.
#[derive(SimpleObject)]
struct UnlinkedIndicatorChange {
    /// Its use in the earlier plan. Null: that plan does not have it.
    from: Option<Direct<PlanIndicator>>,
    /// Its use in the later plan. Null: that plan does not have it.
    to: Option<Direct<PlanIndicator>>,
    /// The later target ÷ the earlier target, in one unit and basis. Null: not comparable, or the earlier target is 0.
    target_ratio: Option<f64>,
    /// What was reached of the earlier target: actual ÷ target. Null: no comparable actual, or the target is 0.
    attainment: Option<f64>,
}
