//! `themeTrend`: how the themes of plans moved over several periods.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};

use super::{
    cohort::{Cohort, CohortInput, LoadedCohort},
    cohort_themes::{Coverage, MissingTheme, Themes},
    error::{ApiError, ApiResult, Nullable, nullable},
    period::PlanningPeriod,
    reference::{PeriodRef, ThemeRef},
    registry::ComputedFrom,
    scalars::count,
    session::session,
    theme::Theme,
    theme_coverage::{CoverageNumbers, ThemeAssociation},
};
use crate::{comparison, domain::id::PeriodId};

#[derive(Default)]
pub(super) struct ThemeTrendQuery;

#[Object]
impl ThemeTrendQuery {
    /// How the share of plans that address each theme moved over any number of periods: "13th → 14th → 15th".
    ///
    /// Errors: as `themeCoverage`; `BAD_USER_INPUT` for fewer than two periods, for periods in the wrong order, and where the
    /// cohort names periods of its own.
    async fn theme_trend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which plans; default: every adopted plan of a national, public or academic library.")]
        cohort: Option<CohortInput>,
        #[graphql(desc = "Two or more periods, the earliest first.")] periods: Vec<PeriodRef>,
        #[graphql(desc = "Only these themes; default: all.")] themes: Option<Vec<ThemeRef>>,
        #[graphql(desc = "A registry revision: the answer as it was then. Default: now.")] as_of: Option<String>,
    ) -> Nullable<ThemeTrend> {
        nullable(async {
            let session = session(ctx)?;
            let mut cohort = cohort.unwrap_or_default();
            if cohort.names_periods() {
                return Err(ApiError::bad_input(
                    "`cohort.periods` and `periods` are both given: name the periods once",
                ));
            }
            if periods.len() < 2 {
                return Err(ApiError::bad_input("a trend takes two or more `periods`"));
            }
            let at = session.as_of(as_of.as_deref()).await?;
            let known = session.periods(at).await?;
            let mut in_order = Vec::with_capacity(periods.len());
            for reference in &periods {
                let id: PeriodId = session.resolve(reference).await?;
                match known.iter().find(|period| period.id == id) {
                    Some(period) => in_order.push(period.clone()),
                    None => return Err(session.missing(reference).await?),
                }
            }
            for pair in in_order.windows(2) {
                if let [earlier, later] = pair
                    && earlier.years.start() >= later.years.start()
                {
                    return Err(ApiError::bad_input(format!(
                        "`{}` does not begin before `{}`: give the earliest period first, each once",
                        earlier.slug, later.slug
                    )));
                }
            }
            cohort.set_periods(periods);
            let loaded = LoadedCohort::load(session, Some(cohort), as_of.as_deref()).await?;
            let themes = Themes::resolve(session, &loaded, themes).await?;
            let answer = Coverage::of(session, &loaded, &themes, vec![comparison::CohortDimension::Period]).await?;
            let periods = in_order.into_iter().map(|period| PlanningPeriod { period, at }).collect();
            Ok(Some(ThemeTrend { loaded, themes, answer, periods }))
        })
        .await
    }
}

/// How the share of plans that address each theme moved over several periods.
#[derive(Description)]
struct ThemeTrend {
    loaded: Arc<LoadedCohort>,
    themes: Themes,
    answer: Coverage,
    periods: Vec<PlanningPeriod>,
}

#[Object(use_type_description)]
impl ThemeTrend {
    /// What the answer was computed from.
    async fn computed_from(&self) -> ComputedFrom {
        self.loaded.computed_from()
    }

    /// The cohort as it was resolved: plans for any of the periods.
    async fn cohort(&self, ctx: &Context<'_>) -> ApiResult<Cohort> {
        self.loaded.described(session(ctx)?, true).await
    }

    /// The periods, in the order asked for.
    async fn periods(&self) -> Vec<PlanningPeriod> {
        self.periods.clone()
    }

    /// One row for each theme asked for, in the codebook's order.
    async fn rows(&self, ctx: &Context<'_>) -> ApiResult<Vec<ThemeTrendRow>> {
        let associations = self.answer.associations(session(ctx)?, &self.themes).await?;
        self.themes.asked.iter().map(|&place| self.row(place, associations)).collect()
    }
}

impl ThemeTrend {
    fn row(&self, place: usize, associations: &[comparison::ThemeAssociation]) -> ApiResult<ThemeTrendRow> {
        let points: Vec<ThemeTrendPoint> = self
            .periods
            .iter()
            .map(|period| {
                let slug = Some(period.period.slug.as_str());
                let group = self
                    .answer
                    .groups()
                    .iter()
                    .find(|group| group.key.first().is_some_and(|key| key.value.as_deref() == slug));
                let cell = group.and_then(|group| group.cells.get(place));
                ThemeTrendPoint {
                    period: period.clone(),
                    period_plan_count: group.map_or(0, |group| count(group.n_plans)),
                    coded_plan_count: group.map_or(0, |group| count(group.n_coded)),
                    numbers: cell.copied().unwrap_or(comparison::CoverageCell::NOTHING).into(),
                }
            })
            .collect();
        let ends =
            points.first().and_then(|first| first.numbers.share).zip(points.last().and_then(|last| last.numbers.share));
        let found = associations.get(place).ok_or_else(|| ApiError::internal(&MissingTheme(place)))?;
        // A test of some of the periods would stand in a row about all of them.
        let found = if self.answer.groups().len() < self.periods.len() {
            let source = &self.loaded.source;
            comparison::ThemeAssociation::without_some_period(source.plans(), source.members())
        } else {
            found.clone()
        };
        Ok(ThemeTrendRow {
            theme: self.themes.theme(&self.loaded, place)?,
            points,
            change: ends.map(|(first, last)| last - first),
            association: ThemeAssociation::new(self.themes.theme(&self.loaded, place)?, found, &self.loaded),
        })
    }
}

/// One theme over the periods.
#[derive(SimpleObject)]
struct ThemeTrendRow {
    /// The theme.
    theme: Theme,
    /// One point for each period, in the order asked for.
    points: Vec<ThemeTrendPoint>,
    /// Share in the last period − share in the first, −1..1. Null: no plan of one of them is coded.
    change: Option<f64>,
    /// Whether the share differs between the periods, among institutions with a coded plan in all of them; adjusted over all
    /// themes of the codebook.
    association: ThemeAssociation,
}

/// One theme in one period.
#[derive(SimpleObject)]
struct ThemeTrendPoint {
    /// The period.
    period: PlanningPeriod,
    /// Plans of the cohort for the period.
    period_plan_count: i32,
    /// Coded plans among them: n of `share`.
    coded_plan_count: i32,
    #[graphql(flatten)]
    numbers: CoverageNumbers,
}
