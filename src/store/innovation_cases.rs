//! Cases of service innovation: rows into values, and lists of them.

use std::collections::HashMap;

use entity::{
    innovation_case, innovation_case_text, innovation_case_theme, innovation_case_version, institution_version, theme,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    Store, documents,
    error::{Doing, StoreError},
    institutions::InstitutionFilter,
    paging::{self, Cursor, CursorValue, Keys, Page, PageRequest},
    rows::{self, TextRow},
};
use crate::domain::{
    id::{InnovationCaseId, InstitutionId, ThemeId},
    innovation_case::{CountedCase, InnovationCase},
    institution::InstitutionKind,
    revision::RegistryRevision,
};

/// Which cases: all that match every field given; a field left out matches all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InnovationCaseFilter {
    /// Of institutions of any of these kinds.
    pub kinds: Option<Vec<InstitutionKind>>,
    /// Of institutions in any of these macro-regions, by code.
    pub regions: Option<Vec<String>>,
    /// With any of these focuses.
    pub focuses: Option<Vec<ThemeId>>,
    /// With any of these strategies.
    pub strategies: Option<Vec<ThemeId>>,
    /// Recorded in any of these years.
    pub years: Option<Vec<i32>>,
}

impl InnovationCaseFilter {
    /// What versions of cases must meet at a revision.
    fn condition(&self, at: RegistryRevision) -> Condition {
        use innovation_case_version::Column;
        let Self { kinds, regions, focuses, strategies, years } = self;
        let mut condition = rows::valid_at(Column::ValidFrom, Column::ValidTo, at);
        if kinds.is_some() || regions.is_some() {
            let of =
                InstitutionFilter { kinds: kinds.clone(), regions: regions.clone(), ..InstitutionFilter::default() };
            let institutions = Query::select()
                .column(institution_version::Column::InstitutionId)
                .from(institution_version::Entity)
                .cond_where(rows::valid_at(
                    institution_version::Column::ValidFrom,
                    institution_version::Column::ValidTo,
                    at,
                ))
                .cond_where(of.condition())
                .to_owned();
            condition = condition.add(Column::InstitutionId.in_subquery(institutions));
        }
        for (role, themes) in [(FOCUS, focuses), (STRATEGY, strategies)] {
            let Some(themes) = themes else { continue };
            let carrying = Query::select()
                .column(innovation_case_theme::Column::VersionId)
                .from(innovation_case_theme::Entity)
                .and_where(innovation_case_theme::Column::Role.eq(role))
                .and_where(innovation_case_theme::Column::ThemeId.is_in(themes.iter().map(|theme| theme.0)))
                .to_owned();
            condition = condition.add(Column::Id.in_subquery(carrying));
        }
        if let Some(years) = years {
            condition = condition.add(Column::Year.is_in(years.iter().copied()));
        }
        condition
    }

    /// One column of the versions of cases that match.
    fn select(&self, column: innovation_case_version::Column, at: RegistryRevision) -> SelectStatement {
        Query::select().column(column).from(innovation_case_version::Entity).cond_where(self.condition(at)).to_owned()
    }
}

pub(super) const FOCUS: &str = "FOCUS";
pub(super) const STRATEGY: &str = "STRATEGY";

async fn assemble(
    connection: &impl ConnectionTrait,
    versions: Vec<innovation_case_version::Model>,
) -> Result<HashMap<InnovationCaseId, InnovationCase>, StoreError> {
    const DOING: &str = "read innovation cases";
    const TABLE: &str = "innovation_case_version";
    if versions.is_empty() {
        return Ok(HashMap::new());
    }
    let version_ids: Vec<Uuid> = versions.iter().map(|version| version.id).collect();
    let slugs = innovation_case::Entity::find()
        .filter(rows::among(connection, innovation_case::Column::Id, versions.iter().map(|version| version.case_id)))
        .all(connection)
        .await
        .doing(DOING)?;
    let mut slugs: HashMap<_, _> = slugs.into_iter().map(|row| (row.id, row.slug)).collect();
    let texts = innovation_case_text::Entity::find()
        .filter(rows::among(connection, innovation_case_text::Column::VersionId, version_ids.iter().copied()))
        .all(connection)
        .await
        .doing(DOING)?
        .into_iter()
        .map(|row| {
            let text = TextRow { lang: &row.lang, text: row.text, origin: &row.origin };
            Ok((row.version_id, text.localized("innovation_case_text", row.version_id)?))
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    let mut texts = rows::texts_by(texts);
    let mut themes: HashMap<(Uuid, String), Vec<ThemeId>> = HashMap::new();
    let found = innovation_case_theme::Entity::find()
        .filter(rows::among(connection, innovation_case_theme::Column::VersionId, version_ids))
        .order_by_asc(innovation_case_theme::Column::Position)
        .all(connection)
        .await
        .doing(DOING)?;
    for row in found {
        themes.entry((row.version_id, row.role)).or_default().push(ThemeId(row.theme_id));
    }
    versions
        .into_iter()
        .map(|version| {
            let id = InnovationCaseId(version.case_id);
            let mut of_role = |role: &str| themes.remove(&(version.id, role.to_owned())).unwrap_or_default();
            let case = InnovationCase {
                id,
                slug: slugs.remove(&id.0).unwrap_or_default(),
                focuses: of_role(FOCUS),
                strategies: of_role(STRATEGY),
                title: texts.remove(&version.id).unwrap_or_default(),
                institution: InstitutionId(version.institution_id),
                year: version.year,
                evidence: documents::evidence(
                    version.evidence_document_id,
                    version.evidence.as_deref(),
                    TABLE,
                    version.id,
                )?,
            };
            Ok((id, case))
        })
        .collect()
}

/// Every case of a revision, by slug.
pub(super) async fn all(
    connection: &impl ConnectionTrait,
    at: RegistryRevision,
) -> Result<Vec<InnovationCase>, StoreError> {
    use innovation_case_version::Column;
    let versions = innovation_case_version::Entity::find()
        .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
        .all(connection)
        .await
        .doing("read innovation cases")?;
    let mut cases: Vec<InnovationCase> = Vec::with_capacity(versions.len());
    for versions in versions.chunks(5_000) {
        cases.extend(assemble(connection, versions.to_vec()).await?.into_values());
    }
    cases.sort_by(|a, b| a.slug.cmp(&b.slug));
    Ok(cases)
}

impl Store {
    /// Cases by id, as a revision knows them; ids unknown then are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn innovation_cases_by_id(
        &self,
        ids: &[InnovationCaseId],
        at: RegistryRevision,
    ) -> Result<HashMap<InnovationCaseId, InnovationCase>, StoreError> {
        use innovation_case_version::Column;
        let versions = innovation_case_version::Entity::find()
            .filter(rows::among(&self.database, Column::CaseId, ids.iter().copied()))
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .all(&self.database)
            .await
            .doing("read innovation cases")?;
        assemble(&self.database, versions).await
    }

    /// A page of the cases that match, by title.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn innovation_cases(
        &self,
        filter: &InnovationCaseFilter,
        request: &PageRequest,
        at: RegistryRevision,
    ) -> Result<Page<InnovationCase>, StoreError> {
        use innovation_case_version::Column;
        let select = innovation_case_version::Entity::find().filter(filter.condition(at));
        let keys = Keys { columns: vec![Expr::col(Column::SortKey), Expr::col(Column::CaseId)], descending: false };
        let place = |row: &innovation_case_version::Model| {
            Cursor(vec![CursorValue::Bytes(row.sort_key.clone()), CursorValue::Id(row.case_id)])
        };
        let page = paging::fetch(&self.database, select, keys, request, place, "list innovation cases").await?;
        let versions = page.items.iter().map(|(_, row)| row.clone()).collect();
        let mut cases = assemble(&self.database, versions).await?;
        paging::replaced(page, |row| cases.remove(&row.case_id.into()))
    }

    /// What every case that matches is counted by, in no order. Focuses and strategies are read only where they are asked
    /// for.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn counted_innovation_cases(
        &self,
        filter: &InnovationCaseFilter,
        with_themes: bool,
        at: RegistryRevision,
    ) -> Result<Vec<CountedCase>, StoreError> {
        use innovation_case_version::Column;
        const DOING: &str = "count innovation cases";
        let versions: Vec<(Uuid, Uuid, i32)> = innovation_case_version::Entity::find()
            .select_only()
            .columns([Column::Id, Column::InstitutionId, Column::Year])
            .filter(filter.condition(at))
            .into_tuple()
            .all(&self.database)
            .await
            .doing(DOING)?;
        let institutions = self.counted_institutions(filter, at).await?;
        let mut themes = if with_themes { self.counted_themes(filter, at).await? } else { HashMap::new() };
        versions
            .into_iter()
            .map(|(version, institution, year)| {
                let (kind, country, subdivision) =
                    institutions.get(&institution).cloned().ok_or_else(|| StoreError::Inconsistent {
                        table: "innovation_case_version",
                        row: version.to_string(),
                        source: Box::new(NoInstitution { institution, at }),
                    })?;
                let (focuses, strategies) = themes.remove(&version).unwrap_or_default();
                Ok(CountedCase { year, kind, country, subdivision, focuses, strategies })
            })
            .collect()
    }

    /// Kind, country and subdivision of the institutions of cases.
    async fn counted_institutions(
        &self,
        filter: &InnovationCaseFilter,
        at: RegistryRevision,
    ) -> Result<HashMap<Uuid, (InstitutionKind, Option<String>, Option<String>)>, StoreError> {
        use institution_version::Column;
        let found: Vec<(Uuid, String, Option<String>, Option<String>)> = institution_version::Entity::find()
            .select_only()
            .columns([Column::InstitutionId, Column::Kind, Column::Country, Column::Subdivision])
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .filter(
                Column::InstitutionId.in_subquery(filter.select(innovation_case_version::Column::InstitutionId, at)),
            )
            .into_tuple()
            .all(&self.database)
            .await
            .doing("read the institutions of innovation cases")?;
        found
            .into_iter()
            .map(|(id, kind, country, subdivision)| {
                let kind = rows::value(&kind, "institution_version", id)?;
                Ok((id, (kind, country, subdivision)))
            })
            .collect()
    }

    /// Slugs of focuses and strategies, by version of a case.
    async fn counted_themes(
        &self,
        filter: &InnovationCaseFilter,
        at: RegistryRevision,
    ) -> Result<HashMap<Uuid, (Vec<String>, Vec<String>)>, StoreError> {
        use innovation_case_theme::Column;
        const DOING: &str = "read the themes of innovation cases";
        let of_cases = Column::VersionId.in_subquery(filter.select(innovation_case_version::Column::Id, at));
        let used = Query::select()
            .column(Column::ThemeId)
            .from(innovation_case_theme::Entity)
            .and_where(of_cases.clone())
            .to_owned();
        let slugs: Vec<(Uuid, String)> = theme::Entity::find()
            .select_only()
            .columns([theme::Column::Id, theme::Column::Slug])
            .filter(theme::Column::Id.in_subquery(used))
            .into_tuple()
            .all(&self.database)
            .await
            .doing(DOING)?;
        let slugs: HashMap<Uuid, String> = slugs.into_iter().collect();
        let carried: Vec<(Uuid, String, Uuid)> = innovation_case_theme::Entity::find()
            .select_only()
            .columns([Column::VersionId, Column::Role, Column::ThemeId])
            .filter(of_cases)
            .order_by_asc(Column::Position)
            .into_tuple()
            .all(&self.database)
            .await
            .doing(DOING)?;
        let mut themes: HashMap<Uuid, (Vec<String>, Vec<String>)> = HashMap::new();
        for (version, role, theme) in carried {
            let Some(slug) = slugs.get(&theme) else { continue };
            let (focuses, strategies) = themes.entry(version).or_default();
            if role == FOCUS { focuses } else { strategies }.push(slug.clone());
        }
        Ok(themes)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("its institution {institution} is not known at registry revision {at}")]
struct NoInstitution {
    institution: Uuid,
    at: RegistryRevision,
}
