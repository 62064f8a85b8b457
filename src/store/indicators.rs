//! Indicator definitions: rows into values, and lists of them.

use std::collections::HashMap;

use entity::{
    indicator, indicator_standard_code, indicator_text, indicator_version, plan_indicator_revision, plan_revision,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, Select,
    sea_query::{Expr, LikeExpr, Query},
};

use uuid::Uuid;

use super::{
    Store,
    error::{Doing, StoreError},
    institutions::contains,
    paging::{self, Cursor, CursorValue, Keys, Page, PageRequest, Window},
    rows::{self, TextRow},
};
use crate::domain::{
    id::{IndicatorId, PlanId, PlanIndicatorId},
    indicator::{Indicator, IndicatorMeasure, StandardCode},
    revision::RegistryRevision,
};

/// Which indicators: all that match every field given; a field left out matches all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IndicatorFilter {
    /// Any of these measures.
    pub measures: Option<Vec<IndicatorMeasure>>,
    /// With a code in a standard whose name starts with any of these, such as `ISO 11620`.
    pub standards: Option<Vec<String>>,
    /// A part of the name, in either Chinese script.
    pub query: Option<String>,
}

pub(super) const NAME: &str = "NAME";
pub(super) const DEFINITION: &str = "DEFINITION";

async fn assemble(
    connection: &impl ConnectionTrait,
    versions: Vec<indicator_version::Model>,
) -> Result<HashMap<IndicatorId, Indicator>, StoreError> {
    const DOING: &str = "read indicator definitions";
    const TABLE: &str = "indicator_version";
    if versions.is_empty() {
        return Ok(HashMap::new());
    }
    let version_ids: Vec<_> = versions.iter().map(|version| version.id).collect();
    let slugs = indicator::Entity::find()
        .filter(rows::among(connection, indicator::Column::Id, versions.iter().map(|version| version.indicator_id)))
        .all(connection)
        .await
        .doing(DOING)?;
    let mut slugs: HashMap<_, _> = slugs.into_iter().map(|row| (row.id, row.slug)).collect();
    let texts = indicator_text::Entity::find()
        .filter(rows::among(connection, indicator_text::Column::VersionId, version_ids.iter().copied()))
        .all(connection)
        .await
        .doing(DOING)?
        .into_iter()
        .map(|row| {
            let text = TextRow { lang: &row.lang, text: row.text, origin: &row.origin };
            Ok(((row.version_id, row.field == NAME), text.localized("indicator_text", row.version_id)?))
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    let mut texts = rows::texts_by(texts);
    let mut codes: HashMap<_, Vec<StandardCode>> = HashMap::new();
    let found = indicator_standard_code::Entity::find()
        .filter(rows::among(connection, indicator_standard_code::Column::VersionId, version_ids))
        .all(connection)
        .await
        .doing(DOING)?;
    for row in found {
        codes.entry(row.version_id).or_default().push(StandardCode { standard: row.standard, code: row.code });
    }
    versions
        .into_iter()
        .map(|version| {
            let mut standard_codes = codes.remove(&version.id).unwrap_or_default();
            standard_codes.sort();
            let id = IndicatorId(version.indicator_id);
            let indicator = Indicator {
                id,
                slug: slugs.remove(&id.0).unwrap_or_default(),
                names: texts.remove(&(version.id, true)).unwrap_or_default(),
                definition: texts.remove(&(version.id, false)).unwrap_or_default(),
                measure: rows::value(&version.measure, TABLE, version.id)?,
                unit: version.unit.as_deref().map(|unit| rows::value(unit, TABLE, version.id)).transpose()?,
                direction: rows::value(&version.direction, TABLE, version.id)?,
                standard_codes,
            };
            Ok((id, indicator))
        })
        .collect()
}

/// Indicator definitions by id, as a revision knows them; ids unknown then are left out.
pub(super) async fn by_id(
    connection: &impl ConnectionTrait,
    ids: &[IndicatorId],
    at: RegistryRevision,
) -> Result<HashMap<IndicatorId, Indicator>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let versions = indicator_version::Entity::find()
        .filter(rows::among(connection, indicator_version::Column::IndicatorId, ids.iter().copied()))
        .filter(rows::valid_at(indicator_version::Column::ValidFrom, indicator_version::Column::ValidTo, at))
        .all(connection)
        .await
        .doing("read indicator definitions")?;
    assemble(connection, versions).await
}

/// Every indicator definition of a revision, by slug.
pub(super) async fn all(connection: &impl ConnectionTrait, at: RegistryRevision) -> Result<Vec<Indicator>, StoreError> {
    let versions = indicator_version::Entity::find()
        .filter(rows::valid_at(indicator_version::Column::ValidFrom, indicator_version::Column::ValidTo, at))
        .all(connection)
        .await
        .doing("read indicator definitions")?;
    let mut indicators: Vec<Indicator> = assemble(connection, versions).await?.into_values().collect();
    indicators.sort_by(|a, b| a.slug.cmp(&b.slug));
    Ok(indicators)
}

impl Store {
    /// Indicator definitions by id, as a revision knows them; ids unknown then are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn indicators_by_id(
        &self,
        ids: &[IndicatorId],
        at: RegistryRevision,
    ) -> Result<HashMap<IndicatorId, Indicator>, StoreError> {
        by_id(&self.database, ids, at).await
    }

    /// Every indicator definition, as a revision knows them.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn all_indicators(&self, at: RegistryRevision) -> Result<Vec<Indicator>, StoreError> {
        all(&self.database, at).await
    }

    /// A page of the indicator definitions that match, by name.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn indicators(
        &self,
        filter: &IndicatorFilter,
        request: &PageRequest,
        at: RegistryRevision,
    ) -> Result<Page<Indicator>, StoreError> {
        use indicator_version::Column;
        let IndicatorFilter { measures, standards, query } = filter;
        let mut select =
            indicator_version::Entity::find().filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at));
        if let Some(measures) = measures {
            select = select.filter(Column::Measure.is_in(measures.iter().map(|measure| measure.code())));
        }
        if let Some(standards) = standards {
            let mut coded = sea_orm::Condition::any();
            for standard in standards {
                let pattern = rows::escaped(standard);
                coded = coded.add(
                    indicator_standard_code::Column::Standard.like(LikeExpr::new(format!("{pattern}%")).escape('\\')),
                );
            }
            let coded = Query::select()
                .column(indicator_standard_code::Column::VersionId)
                .from(indicator_standard_code::Entity)
                .cond_where(coded)
                .to_owned();
            select = select.filter(Column::Id.in_subquery(coded));
        }
        if let Some(query) = query {
            let named = Query::select()
                .column(indicator_text::Column::VersionId)
                .from(indicator_text::Entity)
                .and_where(indicator_text::Column::Field.eq(NAME))
                .and_where(contains(indicator_text::Column::Normalized, query))
                .to_owned();
            select = select.filter(Column::Id.in_subquery(named));
        }
        let keys =
            Keys { columns: vec![Expr::col(Column::SortKey), Expr::col(Column::IndicatorId)], descending: false };
        let place = |row: &indicator_version::Model| {
            Cursor(vec![CursorValue::Bytes(row.sort_key.clone()), CursorValue::Id(row.indicator_id)])
        };
        let page = paging::fetch(&self.database, select, keys, request, place, "list indicator definitions").await?;
        let versions = page.items.iter().map(|(_, row)| row.clone()).collect();
        let mut indicators = assemble(&self.database, versions).await?;
        paging::replaced(page, |row| indicators.remove(&row.indicator_id.into()))
    }

    /// A page of the uses of an indicator definition in the plans of a revision, by plan id, then plan indicator id.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn uses_of_indicator(
        &self,
        indicator: IndicatorId,
        request: &PageRequest,
        at: RegistryRevision,
    ) -> Result<Page<(PlanId, PlanIndicatorId)>, StoreError> {
        let select = uses(at).filter(plan_indicator_revision::Column::IndicatorId.eq(indicator.0));
        let place = Use::place;
        let keys = use_keys();
        let page = paging::fetch(&self.database, select, keys, request, place, "list the uses of an indicator").await?;
        Ok(page.map(|used| used.ids()))
    }

    /// The first or last page of the uses of each indicator definition, in one statement; definitions without any are left
    /// out.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn uses_of_each(
        &self,
        indicators: &[IndicatorId],
        window: Window,
        at: RegistryRevision,
    ) -> Result<HashMap<IndicatorId, Page<(PlanId, PlanIndicatorId)>>, StoreError> {
        use plan_indicator_revision::Column;
        let pages = paging::fetch_each(
            &self.database,
            uses(at).filter(rows::among(&self.database, Column::IndicatorId, indicators.iter().copied())),
            (plan_indicator_revision::Entity, Column::IndicatorId),
            use_keys(),
            window,
            (|used: &Use| IndicatorId(used.indicator_id), Use::place),
            "list the uses of indicators",
        )
        .await?;
        Ok(pages.into_iter().map(|(id, page)| (id, page.map(|used| used.ids()))).collect())
    }
}

/// The uses of indicator definitions in the plans of a revision.
fn uses(at: RegistryRevision) -> Select<plan_indicator_revision::Entity> {
    use plan_indicator_revision::Column;
    let to_revision = plan_indicator_revision::Entity::belongs_to(plan_revision::Entity)
        .from(Column::RevisionId)
        .to(plan_revision::Column::Id)
        .into();
    plan_indicator_revision::Entity::find()
        .join(JoinType::InnerJoin, to_revision)
        .filter(rows::valid_at(plan_revision::Column::ValidFrom, plan_revision::Column::ValidTo, at))
        .select_only()
        .column(Column::IndicatorId)
        .column(plan_revision::Column::PlanId)
        .column(Column::PlanIndicatorId)
}

fn use_keys() -> Keys {
    Keys {
        columns: vec![
            Expr::col((plan_revision::Entity, plan_revision::Column::PlanId)),
            Expr::col((plan_indicator_revision::Entity, plan_indicator_revision::Column::PlanIndicatorId)),
        ],
        descending: false,
    }
}

#[derive(FromQueryResult)]
struct Use {
    indicator_id: Uuid,
    plan_id: Uuid,
    plan_indicator_id: Uuid,
}

impl Use {
    fn place(&self) -> Cursor {
        Cursor(vec![CursorValue::Id(self.plan_id), CursorValue::Id(self.plan_indicator_id)])
    }

    fn ids(&self) -> (PlanId, PlanIndicatorId) {
        (PlanId(self.plan_id), PlanIndicatorId(self.plan_indicator_id))
    }
}
