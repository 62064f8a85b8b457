//! Planning periods.

use std::collections::HashMap;

use entity::{planning_period, planning_period_text, planning_period_version};
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter};

use super::{
    Store,
    error::{Doing, StoreError},
    rows::{self, TextRow},
};
use crate::domain::{
    id::PeriodId,
    period::{PlanningPeriod, YearSpan},
    revision::RegistryRevision,
};

/// Every planning period valid at a revision, by first year, then slug. There are as many as there are cycles of planning,
/// so they are always read together.
pub(super) async fn all(
    connection: &impl ConnectionTrait,
    at: RegistryRevision,
) -> Result<Vec<PlanningPeriod>, StoreError> {
    const DOING: &str = "read the planning periods";
    const TABLE: &str = "planning_period_version";
    let slugs: HashMap<_, _> = planning_period::Entity::find()
        .all(connection)
        .await
        .doing(DOING)?
        .into_iter()
        .map(|row| (row.id, row.slug))
        .collect();
    let versions = planning_period_version::Entity::find()
        .filter(rows::valid_at(
            planning_period_version::Column::ValidFrom,
            planning_period_version::Column::ValidTo,
            at,
        ))
        .all(connection)
        .await
        .doing(DOING)?;
    let texts = planning_period_text::Entity::find()
        .filter(rows::among(
            connection,
            planning_period_text::Column::VersionId,
            versions.iter().map(|version| version.id),
        ))
        .all(connection)
        .await
        .doing(DOING)?;
    let texts = texts
        .into_iter()
        .map(|row| {
            let text = TextRow { lang: &row.lang, text: row.text, origin: &row.origin };
            Ok((row.version_id, text.localized("planning_period_text", row.version_id)?))
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    let mut texts = rows::texts_by(texts);
    let mut periods = versions
        .into_iter()
        .map(|version| {
            let inconsistent = |source| StoreError::Inconsistent { table: TABLE, row: version.id.to_string(), source };
            Ok(PlanningPeriod {
                id: version.period_id.into(),
                slug: slugs.get(&version.period_id).cloned().unwrap_or_default(),
                scheme: version.scheme.clone(),
                ordinal: version.ordinal,
                names: texts.remove(&version.id).unwrap_or_default(),
                years: YearSpan::new(version.start_year, version.end_year)
                    .map_err(|error| inconsistent(error.into()))?,
                previous: version.previous_id.map(PeriodId),
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    periods.sort_by(|a, b| (a.years.start(), &a.slug).cmp(&(b.years.start(), &b.slug)));
    Ok(periods)
}

impl Store {
    /// Every planning period, by first year, then slug.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn periods(&self, at: RegistryRevision) -> Result<Vec<PlanningPeriod>, StoreError> {
        all(&self.database, at).await
    }
}
