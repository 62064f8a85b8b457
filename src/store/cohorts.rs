//! Cohorts: the plans that a question is about, without what they say.

use entity::{institution_version, plan, plan_revision, planning_period_version};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{
    Store,
    error::{Doing, StoreError},
    institutions::InstitutionFilter,
    rows,
};
use crate::domain::{
    cohort::{CohortFilter, CohortPlan, PeerCriteria},
    id::{InstitutionId, PeriodId, PlanId, PlanRevisionId},
    period::YearSpan,
    revision::RegistryRevision,
};

#[derive(FromQueryResult)]
struct CohortRow {
    plan_id: Uuid,
    revision_id: Uuid,
    valid_from: i64,
    slug: String,
    variant: String,
    institution_id: Uuid,
    kind: String,
    country: Option<String>,
    subdivision: Option<String>,
    period_id: Uuid,
    start_year: i32,
    end_year: i32,
    level: String,
    status: String,
    is_synthetic: bool,
}

impl CohortRow {
    fn plan(self) -> Result<CohortPlan, StoreError> {
        const TABLE: &str = "plan_revision";
        let id = self.revision_id;
        Ok(CohortPlan {
            plan: PlanId(self.plan_id),
            revision: PlanRevisionId(id),
            published: RegistryRevision(self.valid_from),
            slug: self.slug,
            variant: self.variant,
            institution: InstitutionId(self.institution_id),
            kind: rows::value(&self.kind, TABLE, id)?,
            country: self.country,
            subdivision: self.subdivision,
            period: PeriodId(self.period_id),
            years: YearSpan::new(self.start_year, self.end_year).map_err(|source| StoreError::Inconsistent {
                table: "planning_period_version",
                row: self.period_id.to_string(),
                source: source.into(),
            })?,
            level: rows::value(&self.level, TABLE, id)?,
            status: rows::value(&self.status, TABLE, id)?,
            is_synthetic: self.is_synthetic,
        })
    }
}

impl Store {
    /// The plans that match a filter at a revision, by slug. Made-up plans are among them whatever the filter says of them,
    /// and every plan of an institution and period: what to do about those is not the database's to decide.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn cohort_candidates(
        &self,
        filter: &CohortFilter,
        at: RegistryRevision,
    ) -> Result<Vec<CohortPlan>, StoreError> {
        use plan_revision::Column;
        let CohortFilter {
            include_synthetic: _,
            exclude,
            overlaps_years,
            plans,
            institutions,
            kinds,
            levels: _,
            statuses: _,
            periods,
            regions,
            countries,
            subdivisions,
            peers,
        } = filter;
        let to_plan = plan_revision::Entity::belongs_to(plan::Entity).from(Column::PlanId).to(plan::Column::Id).into();
        let to_period = plan::Entity::belongs_to(planning_period_version::Entity)
            .from(plan::Column::PeriodId)
            .to(planning_period_version::Column::PeriodId)
            .into();
        let to_institution = plan_revision::Entity::belongs_to(institution_version::Entity)
            .from(Column::InstitutionId)
            .to(institution_version::Column::InstitutionId)
            .into();
        let of = InstitutionFilter {
            kinds: kinds.clone(),
            countries: countries.clone(),
            subdivisions: subdivisions.clone(),
            regions: regions.clone(),
            query: None,
        };
        let mut select = plan_revision::Entity::find()
            .join(JoinType::InnerJoin, to_plan)
            .join(JoinType::InnerJoin, to_period)
            .join(JoinType::InnerJoin, to_institution)
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .filter(rows::valid_at(
                planning_period_version::Column::ValidFrom,
                planning_period_version::Column::ValidTo,
                at,
            ))
            .filter(rows::valid_at(institution_version::Column::ValidFrom, institution_version::Column::ValidTo, at))
            .filter(of.condition());
        if let Some(levels) = filter.levels_wanted() {
            select = select.filter(Column::Level.is_in(levels.iter().map(|level| level.code())));
        }
        if let Some(statuses) = filter.statuses_wanted() {
            select = select.filter(Column::Status.is_in(statuses.iter().map(|status| status.code())));
        }
        if let Some(PeerCriteria { kind, region, country }) = peers {
            let alike = InstitutionFilter {
                kinds: Some(vec![*kind]),
                countries: country.clone().map(|country| vec![country]),
                regions: region.map(|region| vec![region.code.to_owned()]),
                ..InstitutionFilter::default()
            };
            select = select.filter(alike.condition());
        }
        if let Some(plans) = plans {
            select = select.filter(Column::PlanId.is_in(plans.iter().map(|id| id.0)));
        }
        if !exclude.is_empty() {
            select = select.filter(Column::PlanId.is_not_in(exclude.iter().map(|id| id.0)));
        }
        if let Some(institutions) = institutions {
            select = select.filter(Column::InstitutionId.is_in(institutions.iter().map(|id| id.0)));
        }
        if let Some(periods) = periods {
            select = select.filter(plan::Column::PeriodId.is_in(periods.iter().map(|id| id.0)));
        }
        if let Some(years) = overlaps_years {
            select = select
                .filter(planning_period_version::Column::StartYear.lte(years.end()))
                .filter(planning_period_version::Column::EndYear.gte(years.start()));
        }
        let rows: Vec<CohortRow> = select
            .select_only()
            .columns([Column::PlanId, Column::ValidFrom, Column::Level, Column::Status, Column::IsSynthetic])
            .column_as(Column::Id, "revision_id")
            .columns([plan::Column::Slug, plan::Column::Variant, plan::Column::PeriodId])
            .columns([
                institution_version::Column::InstitutionId,
                institution_version::Column::Kind,
                institution_version::Column::Country,
                institution_version::Column::Subdivision,
            ])
            .columns([planning_period_version::Column::StartYear, planning_period_version::Column::EndYear])
            .order_by_asc(plan::Column::Slug)
            .into_model()
            .all(&self.database)
            .await
            .doing("list the plans of a cohort")?;
        rows.into_iter().map(CohortRow::plan).collect()
    }
}
