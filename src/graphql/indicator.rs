//! Indicator definitions, their use in plans, and figures.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object, SimpleObject};

use super::{
    direct::{Direct, DirectList},
    element::PlanElement,
    error::{ApiResult, Nullable, nullable},
    evidence::Evidence,
    filter::IndicatorFilter,
    id::{self, NodeType},
    paging::{self, Paged, Paging},
    plan::Plan,
    progress::{self, TargetProgress},
    reference::IndicatorRef,
    scalars::{Date, LanguageTag},
    session::session,
    text::{self, LocalizedText},
    vocabularies::{Comparator, IndicatorDirection, IndicatorMeasure, ObservationBasis, ObservationRole, TargetNature},
};
use crate::domain::{
    id::{PlanId, PlanIndicatorId},
    indicator,
    plan::{self, PlanContent},
    revision::RegistryRevision,
    text::Texts,
    unit,
};

#[derive(Default)]
pub(super) struct IndicatorQuery;

#[Object]
impl IndicatorQuery {
    /// One indicator definition; null when there is none of this name.
    async fn indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The indicator's id or slug.")] r#ref: IndicatorRef,
    ) -> Nullable<Direct<Indicator>> {
        nullable(async {
            let session = session(ctx)?;
            let at = session.now().await?;
            let Some(id) = session.look_up(&r#ref).await? else { return Ok(None) };
            Ok(session.indicator(id, at).await?.map(|indicator| Direct(Indicator { indicator, at })))
        })
        .await
    }

    /// The indicator definitions that match, by name, 20 a page unless `first` or `last` (at most 100) says otherwise.
    async fn indicators(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which definitions; default: all.")] filter: Option<IndicatorFilter>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<Indicator>> {
        const ORDER: &str = "indicators:bu:";
        let session = session(ctx)?;
        let at = session.now().await?;
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let page = session.store.indicators(&filter.unwrap_or_default().checked()?, &request, at).await?;
        Ok(paging::connection(page.map(|indicator| Indicator { indicator: Arc::new(indicator), at }), ORDER))
    }
}

/// A definition of something that libraries measure, which many plans can refer to.
#[derive(Description, Clone)]
pub(super) struct Indicator {
    pub(super) indicator: Arc<indicator::Indicator>,
    pub(super) at: RegistryRevision,
}

#[Object(use_type_description)]
impl Indicator {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id::encode(NodeType::Indicator, self.indicator.id)
    }

    /// Readable name in addresses and files.
    async fn slug(&self) -> &str {
        &self.indicator.slug
    }

    /// Its name.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        text::required(ctx, &self.indicator.names, &lang, None)
    }

    /// What is measured, and how. Null: nobody has written it down.
    async fn definition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<Option<LocalizedText<'_>>> {
        text::optional(ctx, &self.indicator.definition, &lang, None)
    }

    /// What kind of number it is.
    async fn measure(&self) -> IndicatorMeasure {
        self.indicator.measure.into()
    }

    /// The unit that figures are normalized to. Null: it has none, as a judgement in words.
    async fn unit(&self) -> Option<Direct<Unit>> {
        self.indicator.unit.map(Unit).map(Direct)
    }

    /// Which way is better.
    async fn direction(&self) -> IndicatorDirection {
        self.indicator.direction.into()
    }

    /// Where standards define it, by edition: `ISO 11620:2014`, `B.2.1.2`; empty when none does.
    async fn standard_codes(&self) -> DirectList<StandardCode> {
        self.indicator.standard_codes.iter().cloned().map(Into::into).collect()
    }

    /// The plan indicators that refer to it, by plan, 20 a page unless `first` or `last` (at most 100) says otherwise.
    async fn used_by(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Paged<PlanIndicator>> {
        const ORDER: &str = "usedBy:uu:";
        let session = session(ctx)?;
        let request = Paging { first, after, last, before }.request(ctx, ORDER)?;
        let page = if request.after.is_some() || request.before.is_some() {
            session.store.uses_of_indicator(self.indicator.id, &request, self.at).await?
        } else {
            session.uses_of_each(self.indicator.id, request.window, self.at).await?
        };
        let ids: Vec<PlanId> = page.items.iter().map(|(_, (plan, _))| *plan).collect();
        let plans = session.plans(&ids, self.at).await?;
        let contents = session.contents(plans.values(), self.at).await?;
        let page = page.filter_map(|(plan, indicator)| {
            PlanIndicator::find(plans.get(&plan)?, contents.get(&plan)?, indicator, self.at)
        });
        Ok(paging::connection(page, ORDER))
    }
}

/// The place of an indicator in a standard.
#[derive(SimpleObject)]
struct StandardCode {
    /// The standard with its edition, such as `ISO 11620:2014`.
    standard: String,
    /// The code in that edition, such as `B.2.1.2`.
    code: String,
}

impl From<indicator::StandardCode> for StandardCode {
    fn from(code: indicator::StandardCode) -> Self {
        let indicator::StandardCode { standard, code } = code;
        Self { standard, code }
    }
}

/// What figures count or measure.
#[derive(Description)]
pub(super) struct Unit(pub(super) unit::Unit);

#[Object(use_type_description)]
impl Unit {
    /// The unit as files spell it: `volume`, `10^4 visit`, `%`. Source: docs/units.md.
    async fn code(&self) -> String {
        self.0.to_string()
    }

    /// Its name.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        let (base, power) = (self.0.base(), self.0.power_of_ten());
        let labels = match power {
            0 => Texts::editorial(base.label_en, base.label_zh_hans),
            4 => Texts::editorial(format!("ten thousand {}", base.label_en), format!("万{}", base.label_zh_hans)),
            8 => Texts::editorial(format!("hundred million {}", base.label_en), format!("亿{}", base.label_zh_hans)),
            _ => {
                Texts::editorial(format!("10^{power} {}", base.label_en), format!("10^{power} {}", base.label_zh_hans))
            }
        };
        text::required(ctx, &labels, &lang, None).map(text::owned)
    }
}

/// An indicator as one plan states it.
#[derive(Description, Clone)]
pub(super) struct PlanIndicator {
    pub(super) plan: Arc<plan::Plan>,
    pub(super) content: Arc<PlanContent>,
    // Invariant: an index into the content's indicators.
    pub(super) index: usize,
    pub(super) at: RegistryRevision,
}

impl PlanIndicator {
    /// Fields that tell what an indicator says by itself, without its element and its figures.
    pub(super) const OF_ITSELF: [&str; 8] =
        ["__typename", "id", "key", "plan", "text", "indicator", "nature", "evidence"];

    pub(super) fn stated(&self) -> &indicator::PlanIndicator {
        &self.content.indicators[self.index]
    }

    /// The plan indicator of an id in a plan; `None` where the plan's revision does not have it.
    pub(super) fn find(
        plan: &Arc<plan::Plan>,
        content: &Arc<PlanContent>,
        id: PlanIndicatorId,
        at: RegistryRevision,
    ) -> Option<Self> {
        let index = content.indicators.iter().position(|indicator| indicator.id == id)?;
        Some(Self { plan: plan.clone(), content: content.clone(), index, at })
    }

    fn of_role(&self, role: indicator::ObservationRole) -> impl Iterator<Item = Observation> {
        let found = self.stated().observations.iter().enumerate();
        found
            .filter(move |(_, observation)| observation.figure.role == role)
            .map(|(place, _)| Observation { owner: self.clone(), place })
    }

    /// The figure at a place of its list.
    pub(super) fn observation(&self, id: crate::domain::id::ObservationId) -> Option<Observation> {
        let place = self.stated().observations.iter().position(|observation| observation.id == id)?;
        Some(Observation { owner: self.clone(), place })
    }
}

#[Object(use_type_description)]
impl PlanIndicator {
    /// Global id; stays the same through the plan's revisions, as `key` does.
    pub(super) async fn id(&self) -> ID {
        id::encode(NodeType::PlanIndicator, self.stated().id)
    }

    /// Name of the indicator in its plan's file, unique in the plan.
    async fn key(&self) -> &str {
        &self.stated().key
    }

    /// The plan that states it.
    async fn plan(&self) -> Direct<Plan> {
        Direct(Plan { plan: self.plan.clone(), at: self.at })
    }

    /// The element that it measures. Null: it measures no one element.
    async fn element(&self) -> Option<Direct<PlanElement>> {
        PlanElement::find(&self.plan, &self.content, self.stated().element?, self.at).map(Direct)
    }

    /// The plan's words for it.
    async fn text(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Wanted languages, best first; default: the reader's (Accept-Language), then the plan's own."
        )]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        text::required(ctx, &self.stated().text, &lang, Some(&self.plan.language))
    }

    /// The definition of the catalogue that it follows. Null: nobody has linked it.
    async fn indicator(&self, ctx: &Context<'_>) -> ApiResult<Option<Direct<Indicator>>> {
        let Some(id) = self.stated().indicator else { return Ok(None) };
        let indicator = session(ctx)?.indicator(id, self.at).await?;
        Ok(indicator.map(|indicator| Direct(Indicator { indicator, at: self.at })))
    }

    /// How binding its targets are.
    async fn nature(&self) -> TargetNature {
        self.stated().nature.into()
    }

    /// Where things stood at the start; the first of several. Null: the plan names no baseline.
    async fn baseline(&self) -> Option<Direct<Observation>> {
        self.of_role(indicator::ObservationRole::Baseline).next().map(Direct)
    }

    /// What is to be reached, in document order; empty when the plan names no target.
    async fn targets(&self) -> DirectList<Observation> {
        self.of_role(indicator::ObservationRole::Target).collect()
    }

    /// What was reached, in the order written down; empty when nothing is known.
    async fn actuals(&self) -> DirectList<Observation> {
        self.of_role(indicator::ObservationRole::Actual).collect()
    }

    /// How far it has come towards each of its targets, in document order; empty when the plan names no target. Actuals of
    /// years before the plan's period are a review of the last one and do not count. Method: docs/progress.md.
    ///
    /// Errors: `BAD_USER_INPUT` when `at` is no date.
    async fn progress(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "What was known at the end of this day, held against the time gone by until then; a figure of a year is known from its last day on. Default: the last day of the latest actual's year, for each target by itself."
        )]
        at: Option<Date>,
    ) -> ApiResult<Vec<TargetProgress>> {
        progress::of_indicator(ctx, self, at).await
    }

    /// The passage of the source document that it rests on. Null: not recorded.
    async fn evidence(&self) -> Option<Direct<Evidence<'_>>> {
        self.stated().evidence.as_ref().map(Evidence).map(Direct)
    }
}

/// A figure, with its own source: actuals may come years after the plan, from another document.
#[derive(Description)]
pub(super) struct Observation {
    pub(super) owner: PlanIndicator,
    // Invariant: an index into the owner's observations.
    pub(super) place: usize,
}

impl Observation {
    fn observation(&self) -> &indicator::Observation {
        &self.owner.stated().observations[self.place]
    }

    fn figure(&self) -> &indicator::Figure {
        &self.observation().figure
    }
}

#[Object(use_type_description)]
impl Observation {
    /// Global id, made from the plan indicator and the content: the same figure keeps its id.
    pub(super) async fn id(&self) -> ID {
        id::encode(NodeType::Observation, self.observation().id)
    }

    /// The plan indicator that it is a figure of.
    async fn plan_indicator(&self) -> Direct<PlanIndicator> {
        Direct(self.owner.clone())
    }

    /// What the figure is for.
    async fn role(&self) -> ObservationRole {
        self.figure().role.into()
    }

    /// How the figure bounds the quantity.
    async fn comparator(&self) -> Comparator {
        self.figure().comparator.into()
    }

    /// The figure; the lower end of a range. Unit: `unit`. Null: the target is qualitative.
    async fn value(&self) -> Option<f64> {
        self.figure().value
    }

    /// The upper end of a range. Unit: `unit`. Null: no range.
    async fn upper(&self) -> Option<f64> {
        self.figure().upper
    }

    /// What is counted. Null: the source does not say.
    async fn unit(&self) -> Option<Direct<Unit>> {
        self.figure().unit.map(Unit).map(Direct)
    }

    /// What span or change the figure is of.
    async fn basis(&self) -> ObservationBasis {
        self.figure().basis.into()
    }

    /// First year of the span. Null: a point in time, or not known.
    async fn start_year(&self) -> Option<i32> {
        self.figure().start_year
    }

    /// Last year of the span, counted, or the year of a point. Null: not known.
    async fn end_year(&self) -> Option<i32> {
        self.figure().end_year
    }

    /// The year that a change is against. Null: no change, or not known.
    async fn reference_year(&self) -> Option<i32> {
        self.figure().reference_year
    }

    /// Which part of the whole it is of: branch, audience, format; empty for the headline figure.
    async fn dimensions(&self) -> DirectList<Dimension> {
        self.figure().dimensions.iter().cloned().map(Into::into).collect()
    }

    /// The figure as printed: "30 个以上", "3–5 a year". Null: not recorded.
    async fn text(&self) -> Option<&str> {
        self.figure().text.as_deref()
    }

    /// The value in the indicator's unit (万, 亿, TB and the like resolved). Null: qualitative, not linked to a definition
    /// with a unit, or the units count different things.
    async fn normalized_value(&self, ctx: &Context<'_>) -> ApiResult<Option<f64>> {
        let Some(id) = self.owner.stated().indicator else { return Ok(None) };
        let indicator = session(ctx)?.indicator(id, self.owner.at).await?;
        Ok(indicator.and_then(|indicator| self.figure().value_in(indicator.unit?)))
    }

    /// The passage that it rests on; the indicator's own where the figure has none. Null: not recorded.
    async fn evidence(&self) -> Option<Direct<Evidence<'_>>> {
        let own = self.figure().evidence.as_ref();
        own.or(self.owner.stated().evidence.as_ref()).map(Evidence).map(Direct)
    }
}

/// One side of a breakdown.
#[derive(SimpleObject)]
struct Dimension {
    /// What the whole is divided by: `branch`, `audience`, `format`.
    name: String,
    /// Which part: `children`.
    value: String,
}

impl From<indicator::Dimension> for Dimension {
    fn from(dimension: indicator::Dimension) -> Self {
        let indicator::Dimension { name, value } = dimension;
        Self { name, value }
    }
}
