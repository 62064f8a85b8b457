//! Institutions: rows into values, and lists of them.

use std::collections::{HashMap, HashSet};

use entity::{institution, institution_statistic, institution_text, institution_version, plan_revision};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LikeExpr, Query},
};
use uuid::Uuid;

use super::{
    Store,
    error::{Doing, StoreError},
    paging::{self, Cursor, CursorValue, Keys, Page, PageRequest},
    rows::{self, TextRow},
};
use crate::domain::{
    cohort::InstitutionOfKind,
    id::InstitutionId,
    institution::{Institution, InstitutionKind, InstitutionStatistic, Region},
    revision::RegistryRevision,
};

/// Which institutions: all that match every field given; a field left out matches all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InstitutionFilter {
    /// Any of these kinds.
    pub kinds: Option<Vec<InstitutionKind>>,
    /// In any of these countries.
    pub countries: Option<Vec<String>>,
    /// In any of these subdivisions.
    pub subdivisions: Option<Vec<String>>,
    /// In any of these macro-regions, by code.
    pub regions: Option<Vec<String>>,
    /// A part of the name, in either Chinese script.
    pub query: Option<String>,
}

/// How institutions are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InstitutionOrder {
    /// By name, Chinese by pinyin.
    #[default]
    NameAscending,
    /// By name, backwards.
    NameDescending,
}

/// Text that contains a part, both as [`crate::linguistics::normalize`] spells them.
pub(super) fn contains<C: ColumnTrait>(column: C, part: &str) -> sea_orm::sea_query::SimpleExpr {
    let part = rows::escaped(&crate::linguistics::normalize(part));
    column.like(LikeExpr::new(format!("%{part}%")).escape('\\'))
}

/// The subdivisions that regions are made of.
pub(super) fn subdivisions_of(regions: &[String]) -> Vec<&'static str> {
    regions.iter().filter_map(|code| Region::of_code(code)).flat_map(|region| region.subdivisions).copied().collect()
}

impl InstitutionFilter {
    /// What versions of institutions must meet.
    pub(super) fn condition(&self) -> Condition {
        use institution_version::Column;
        let Self { kinds, countries, subdivisions, regions, query } = self;
        let mut condition = Condition::all();
        if let Some(kinds) = kinds {
            condition = condition.add(Column::Kind.is_in(kinds.iter().map(|kind| kind.code())));
        }
        if let Some(countries) = countries {
            condition = condition.add(Column::Country.is_in(countries));
        }
        if let Some(subdivisions) = subdivisions {
            condition = condition.add(Column::Subdivision.is_in(subdivisions));
        }
        if let Some(regions) = regions {
            condition = condition.add(Column::Subdivision.is_in(subdivisions_of(regions)));
        }
        if let Some(query) = query {
            let named = Query::select()
                .column(institution_text::Column::VersionId)
                .from(institution_text::Entity)
                .and_where(contains(institution_text::Column::Normalized, query))
                .to_owned();
            condition = condition.add(Column::Id.in_subquery(named));
        }
        condition
    }
}

async fn assemble(
    connection: &impl ConnectionTrait,
    versions: Vec<institution_version::Model>,
    at: RegistryRevision,
) -> Result<HashMap<InstitutionId, Institution>, StoreError> {
    const DOING: &str = "read institutions";
    const TABLE: &str = "institution_version";
    if versions.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<_> = versions.iter().map(|version| version.institution_id).collect();
    let slugs = institution::Entity::find()
        .filter(rows::among(connection, institution::Column::Id, ids.iter().copied()))
        .all(connection)
        .await
        .doing(DOING)?;
    let mut slugs: HashMap<_, _> = slugs.into_iter().map(|row| (row.id, row.slug)).collect();
    let texts = institution_text::Entity::find()
        .filter(rows::among(connection, institution_text::Column::VersionId, versions.iter().map(|version| version.id)))
        .all(connection)
        .await
        .doing(DOING)?
        .into_iter()
        .map(|row| {
            let text = TextRow { lang: &row.lang, text: row.text, origin: &row.origin };
            Ok((row.version_id, text.localized("institution_text", row.version_id)?))
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    let mut texts = rows::texts_by(texts);
    let mut statistics: HashMap<_, Vec<InstitutionStatistic>> = HashMap::new();
    let found = institution_statistic::Entity::find()
        .filter(rows::among(connection, institution_statistic::Column::InstitutionId, ids))
        .filter(rows::valid_at(institution_statistic::Column::ValidFrom, institution_statistic::Column::ValidTo, at))
        .order_by_asc(institution_statistic::Column::Measure)
        .order_by_asc(institution_statistic::Column::Year)
        .all(connection)
        .await
        .doing(DOING)?;
    for row in found {
        statistics.entry(row.institution_id).or_default().push(InstitutionStatistic {
            measure: row.measure,
            year: row.year,
            value: row.value,
            source: row.source,
        });
    }
    versions
        .into_iter()
        .map(|version| {
            let id = InstitutionId(version.institution_id);
            let institution = Institution {
                id,
                slug: slugs.remove(&id.0).unwrap_or_default(),
                kind: rows::value(&version.kind, TABLE, version.id)?,
                names: texts.remove(&version.id).unwrap_or_default(),
                country: version.country,
                subdivision: version.subdivision,
                isil: version.isil,
                ror: version.ror,
                wikidata: version.wikidata,
                parent: version.parent_id.map(InstitutionId),
                statistics: statistics.remove(&id.0).unwrap_or_default(),
            };
            Ok((id, institution))
        })
        .collect()
}

/// Institutions by id, as a revision knows them; ids unknown then are left out.
pub(super) async fn by_id(
    connection: &impl ConnectionTrait,
    ids: &[InstitutionId],
    at: RegistryRevision,
) -> Result<HashMap<InstitutionId, Institution>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let versions = institution_version::Entity::find()
        .filter(rows::among(connection, institution_version::Column::InstitutionId, ids.iter().copied()))
        .filter(rows::valid_at(institution_version::Column::ValidFrom, institution_version::Column::ValidTo, at))
        .all(connection)
        .await
        .doing("read institutions")?;
    assemble(connection, versions, at).await
}

/// Every institution of a revision, by slug: for exports.
pub(super) async fn all(
    connection: &impl ConnectionTrait,
    at: RegistryRevision,
) -> Result<Vec<Institution>, StoreError> {
    let versions = institution_version::Entity::find()
        .filter(rows::valid_at(institution_version::Column::ValidFrom, institution_version::Column::ValidTo, at))
        .all(connection)
        .await
        .doing("read institutions")?;
    let mut institutions: Vec<Institution> = Vec::with_capacity(versions.len());
    // Parts keep lists of ids within what a statement takes.
    for versions in versions.chunks(5_000) {
        institutions.extend(assemble(connection, versions.to_vec(), at).await?.into_values());
    }
    institutions.sort_by(|a, b| a.slug.cmp(&b.slug));
    Ok(institutions)
}

impl Store {
    /// Every institution of a revision, by slug.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn all_institutions(&self, at: RegistryRevision) -> Result<Vec<Institution>, StoreError> {
        all(&self.database, at).await
    }

    /// Institutions by id, as a revision knows them; ids unknown then are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn institutions_by_id(
        &self,
        ids: &[InstitutionId],
        at: RegistryRevision,
    ) -> Result<HashMap<InstitutionId, Institution>, StoreError> {
        by_id(&self.database, ids, at).await
    }

    /// The institutions of each kind, by name, with where they are.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn institutions_of_kinds(
        &self,
        kinds: &[InstitutionKind],
        at: RegistryRevision,
    ) -> Result<HashMap<InstitutionKind, Vec<InstitutionOfKind>>, StoreError> {
        use institution_version::Column;
        let rows: Vec<(Uuid, String, Option<String>, Option<String>)> = institution_version::Entity::find()
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .filter(Column::Kind.is_in(kinds.iter().map(|kind| kind.code())))
            .order_by_asc(Column::SortKey)
            .order_by_asc(Column::InstitutionId)
            .select_only()
            .columns([Column::InstitutionId, Column::Kind, Column::Country, Column::Subdivision])
            .into_tuple()
            .all(&self.database)
            .await
            .doing("list the institutions of a kind")?;
        let with_plans: Vec<(Uuid, bool)> = plan_revision::Entity::find()
            .filter(rows::valid_at(plan_revision::Column::ValidFrom, plan_revision::Column::ValidTo, at))
            .select_only()
            .columns([plan_revision::Column::InstitutionId, plan_revision::Column::IsSynthetic])
            .distinct()
            .into_tuple()
            .all(&self.database)
            .await
            .doing("tell made-up institutions from real ones")?;
        let (made_up, real): (HashSet<_>, HashSet<_>) =
            with_plans.into_iter().partition(|(_, is_synthetic)| *is_synthetic);
        let mut found: HashMap<InstitutionKind, Vec<InstitutionOfKind>> = HashMap::new();
        for (id, kind, country, subdivision) in rows {
            let kind = rows::value(&kind, "institution_version", id)?;
            let is_synthetic = made_up.contains(&(id, true)) && !real.contains(&(id, false));
            let institution = InstitutionId(id);
            found.entry(kind).or_default().push(InstitutionOfKind { institution, country, subdivision, is_synthetic });
        }
        Ok(found)
    }

    /// A page of the institutions that match.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn institutions(
        &self,
        filter: &InstitutionFilter,
        order: InstitutionOrder,
        request: &PageRequest,
        at: RegistryRevision,
    ) -> Result<Page<Institution>, StoreError> {
        use institution_version::Column;
        let query = institution_version::Entity::find()
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .filter(filter.condition());
        let keys = Keys {
            columns: vec![Expr::col(Column::SortKey), Expr::col(Column::InstitutionId)],
            descending: order == InstitutionOrder::NameDescending,
        };
        let place = |row: &institution_version::Model| {
            Cursor(vec![CursorValue::Bytes(row.sort_key.clone()), CursorValue::Id(row.institution_id)])
        };
        let page = paging::fetch(&self.database, query, keys, request, place, "list institutions").await?;
        let versions = page.items.iter().map(|(_, row)| row.clone()).collect();
        let mut institutions = assemble(&self.database, versions, at).await?;
        paging::replaced(page, |row| institutions.remove(&row.institution_id.into()))
    }
}
