//! The uses of one indicator in the plans of a cohort, with their figures: as little of each plan as a question about
//! thousands of them needs.

use std::collections::HashMap;

use entity::{institution_statistic, observation, plan_indicator_revision, plan_revision};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait as _, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Store,
    error::{Doing, StoreError},
    rows,
};
use crate::domain::{
    id::{IndicatorId, InstitutionId, ObservationId, PlanIndicatorId, PlanRevisionId},
    indicator::{Figure, IndicatorUse, Observation},
    institution::InstitutionStatistic,
    revision::RegistryRevision,
};

/// A figure without words and passage.
#[derive(FromQueryResult)]
pub(super) struct FigureRow {
    id: Uuid,
    pub(super) plan_indicator_id: Uuid,
    role: String,
    comparator: String,
    value: Option<f64>,
    upper: Option<f64>,
    unit: Option<String>,
    basis: String,
    start_year: Option<i32>,
    end_year: Option<i32>,
    reference_year: Option<i32>,
    dimensions: String,
}

/// The columns of a [`FigureRow`].
pub(super) const FIGURE_COLUMNS: [observation::Column; 12] = {
    use observation::Column;
    [
        Column::Id,
        Column::PlanIndicatorId,
        Column::Role,
        Column::Comparator,
        Column::Value,
        Column::Upper,
        Column::Unit,
        Column::Basis,
        Column::StartYear,
        Column::EndYear,
        Column::ReferenceYear,
        Column::Dimensions,
    ]
};

impl FigureRow {
    pub(super) fn observation(self) -> Result<Observation, StoreError> {
        const TABLE: &str = "observation";
        let id = self.id;
        Ok(Observation {
            id: ObservationId(id),
            figure: Figure {
                role: rows::value(&self.role, TABLE, id)?,
                comparator: rows::value(&self.comparator, TABLE, id)?,
                value: self.value,
                upper: self.upper,
                unit: self.unit.as_deref().map(|unit| rows::value(unit, TABLE, id)).transpose()?,
                basis: rows::value(&self.basis, TABLE, id)?,
                start_year: self.start_year,
                end_year: self.end_year,
                reference_year: self.reference_year,
                dimensions: rows::json(&self.dimensions, TABLE, id)?,
                text: None,
                evidence: None,
            },
        })
    }
}

impl Store {
    /// The uses of an indicator definition in revisions of plans, in document order, with the figures that a registry
    /// revision knows; revisions that do not use it are left out. Words and passages of figures are not read.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn indicator_uses(
        &self,
        indicator: IndicatorId,
        revisions: &[PlanRevisionId],
        at: RegistryRevision,
    ) -> Result<HashMap<PlanRevisionId, Vec<IndicatorUse>>, StoreError> {
        const DOING: &str = "read the figures of an indicator";
        use plan_indicator_revision::Column;
        if revisions.is_empty() {
            return Ok(HashMap::new());
        }
        let uses: Vec<(Uuid, Uuid)> = plan_indicator_revision::Entity::find()
            .filter(Column::IndicatorId.eq(indicator.0))
            .filter(rows::among(&self.database, Column::RevisionId, revisions.iter().copied()))
            .select_only()
            .columns([Column::RevisionId, Column::PlanIndicatorId])
            .order_by_asc(Column::RevisionId)
            .order_by_asc(Column::Ordinal)
            .into_tuple()
            .all(&self.database)
            .await
            .doing(DOING)?;
        let mut observations: HashMap<Uuid, Vec<Observation>> = HashMap::new();
        for row in self.figures_of(indicator, revisions, at).await? {
            observations.entry(row.plan_indicator_id).or_default().push(row.observation()?);
        }
        let mut found: HashMap<PlanRevisionId, Vec<IndicatorUse>> = HashMap::new();
        for (revision, plan_indicator) in uses {
            found.entry(PlanRevisionId(revision)).or_default().push(IndicatorUse {
                plan_indicator: PlanIndicatorId(plan_indicator),
                observations: observations.remove(&plan_indicator).unwrap_or_default(),
            });
        }
        Ok(found)
    }

    async fn figures_of(
        &self,
        indicator: IndicatorId,
        revisions: &[PlanRevisionId],
        at: RegistryRevision,
    ) -> Result<Vec<FigureRow>, StoreError> {
        use observation::Column;
        let to_use = observation::Entity::belongs_to(plan_indicator_revision::Entity)
            .from(Column::PlanIndicatorId)
            .to(plan_indicator_revision::Column::PlanIndicatorId)
            .into();
        let to_plan = plan_indicator_revision::Entity::belongs_to(plan_revision::Entity)
            .from(plan_indicator_revision::Column::RevisionId)
            .to(plan_revision::Column::Id)
            .into();
        // A plan indicator belongs to one plan. Said here because figures are found by plan.
        let of_the_same_plan = Expr::col((observation::Entity, Column::PlanId))
            .equals((plan_revision::Entity, plan_revision::Column::PlanId));
        observation::Entity::find()
            .join(JoinType::InnerJoin, to_use)
            .join(JoinType::InnerJoin, to_plan)
            .filter(of_the_same_plan)
            .filter(plan_indicator_revision::Column::IndicatorId.eq(indicator.0))
            .filter(rows::among(&self.database, plan_indicator_revision::Column::RevisionId, revisions.iter().copied()))
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .select_only()
            .columns(FIGURE_COLUMNS)
            .order_by_asc(Column::PlanIndicatorId)
            .order_by_asc(Column::Position)
            .order_by_asc(Column::Id)
            .into_model()
            .all(&self.database)
            .await
            .doing("read the figures of an indicator")
    }

    /// The yearly figures of institutions in one measure, by year; institutions without any are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn institution_statistics(
        &self,
        institutions: &[InstitutionId],
        measure: &str,
        at: RegistryRevision,
    ) -> Result<HashMap<InstitutionId, Vec<InstitutionStatistic>>, StoreError> {
        use institution_statistic::{Column, Entity};
        if institutions.is_empty() {
            return Ok(HashMap::new());
        }
        let found = Entity::find()
            .filter(rows::among(&self.database, Column::InstitutionId, institutions.iter().copied()))
            .filter(Column::Measure.eq(measure))
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .order_by_asc(Column::Year)
            .all(&self.database)
            .await
            .doing("read the statistics of institutions")?;
        let mut statistics: HashMap<InstitutionId, Vec<InstitutionStatistic>> = HashMap::new();
        for row in found {
            statistics.entry(InstitutionId(row.institution_id)).or_default().push(InstitutionStatistic {
                measure: row.measure,
                year: row.year,
                value: row.value,
                source: row.source,
            });
        }
        Ok(statistics)
    }
}
