//! Planning periods.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};

use super::{
    error::{ApiError, ApiResult, Nullable, nullable},
    id::{self, NodeType},
    reference::PeriodRef,
    scalars::LanguageTag,
    session::session,
    text::{self, LocalizedText},
};
use crate::domain::{id::PeriodId, period, revision::RegistryRevision};

#[derive(Default)]
pub(super) struct PeriodQuery;

#[Object]
impl PeriodQuery {
    /// One planning period; null when there is none of this name.
    async fn planning_period(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The period's id or slug, such as `cn-fyp-14`.")] r#ref: PeriodRef,
    ) -> Nullable<PlanningPeriod> {
        nullable(async {
            let session = session(ctx)?;
            let at = session.now().await?;
            let Some(id) = session.look_up(&r#ref).await? else { return Ok(None) };
            Ok(session.period(id, at).await?.map(|period| PlanningPeriod { period, at }))
        })
        .await
    }

    /// Every planning period, by first year, then slug.
    async fn planning_periods(&self, ctx: &Context<'_>) -> ApiResult<Vec<PlanningPeriod>> {
        let session = session(ctx)?;
        let at = session.now().await?;
        Ok(session.periods(at).await?.iter().map(|period| PlanningPeriod { period: period.clone(), at }).collect())
    }
}

/// A span of whole years that plans are made for, such as China's 14th Five-Year Plan period.
#[derive(Description, Clone)]
pub(super) struct PlanningPeriod {
    pub(super) period: Arc<period::PlanningPeriod>,
    pub(super) at: RegistryRevision,
}

impl PlanningPeriod {
    /// The period of something that always has one.
    pub(super) async fn of(ctx: &Context<'_>, id: PeriodId, at: RegistryRevision) -> ApiResult<Self> {
        match session(ctx)?.period(id, at).await? {
            Some(period) => Ok(Self { period, at }),
            None => Err(ApiError::internal(&MissingPeriod(id.0))),
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the planning period {0} is missing")]
struct MissingPeriod(uuid::Uuid);

#[Object(use_type_description)]
impl PlanningPeriod {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id::encode(NodeType::PlanningPeriod, self.period.id)
    }

    /// Readable name in addresses and files: `cn-fyp-14`, `ifla-2024-2029`.
    async fn slug(&self) -> &str {
        &self.period.slug
    }

    /// The series of periods that it belongs to: `cn-fyp`, `ifla`, `own`.
    async fn scheme(&self) -> &str {
        &self.period.scheme
    }

    /// Its number in the series: 14 in the 14th Five-Year Plan. Null: the series is not numbered.
    async fn ordinal(&self) -> Option<i32> {
        self.period.ordinal
    }

    /// Its name.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        text::required(ctx, &self.period.names, &lang, None)
    }

    /// First year.
    async fn start_year(&self) -> i32 {
        self.period.years.start()
    }

    /// Last year, counted.
    async fn end_year(&self) -> i32 {
        self.period.years.end()
    }

    /// The period before it in its series. Null: the registry has none.
    async fn previous(&self, ctx: &Context<'_>) -> ApiResult<Option<PlanningPeriod>> {
        let Some(previous) = self.period.previous else { return Ok(None) };
        let period = session(ctx)?.period(previous, self.at).await?;
        Ok(period.map(|period| PlanningPeriod { period, at: self.at }))
    }

    /// The period after it in its series. Null: the registry has none.
    async fn next(&self, ctx: &Context<'_>) -> ApiResult<Option<PlanningPeriod>> {
        let periods = session(ctx)?.periods(self.at).await?;
        let next = periods.iter().find(|period| period.previous == Some(self.period.id)).cloned();
        Ok(next.map(|period| PlanningPeriod { period, at: self.at }))
    }
}
