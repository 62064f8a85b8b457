//! Cases of service innovation: rows into values, and lists of them.

use std::collections::HashMap;

use entity::{
    innovation_case, innovation_case_text, innovation_case_theme, innovation_case_version, institution_version,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, Query},
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
    innovation_case::InnovationCase,
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
        .filter(innovation_case::Column::Id.is_in(versions.iter().map(|version| version.case_id)))
        .all(connection)
        .await
        .doing(DOING)?;
    let mut slugs: HashMap<_, _> = slugs.into_iter().map(|row| (row.id, row.slug)).collect();
    let texts = innovation_case_text::Entity::find()
        .filter(innovation_case_text::Column::VersionId.is_in(version_ids.iter().copied()))
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
        .filter(innovation_case_theme::Column::VersionId.is_in(version_ids))
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
            .filter(Column::CaseId.is_in(ids.iter().map(|id| id.0)))
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
        let InnovationCaseFilter { kinds, regions, focuses, strategies, years } = filter;
        let mut select =
            innovation_case_version::Entity::find().filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at));
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
            select = select.filter(Column::InstitutionId.in_subquery(institutions));
        }
        for (role, themes) in [(FOCUS, focuses), (STRATEGY, strategies)] {
            let Some(themes) = themes else { continue };
            let carrying = Query::select()
                .column(innovation_case_theme::Column::VersionId)
                .from(innovation_case_theme::Entity)
                .and_where(innovation_case_theme::Column::Role.eq(role))
                .and_where(innovation_case_theme::Column::ThemeId.is_in(themes.iter().map(|theme| theme.0)))
                .to_owned();
            select = select.filter(Column::Id.in_subquery(carrying));
        }
        if let Some(years) = years {
            select = select.filter(Column::Year.is_in(years.iter().copied()));
        }
        let keys = Keys { columns: vec![Expr::col(Column::SortKey), Expr::col(Column::CaseId)], descending: false };
        let place = |row: &innovation_case_version::Model| {
            Cursor(vec![CursorValue::Bytes(row.sort_key.clone()), CursorValue::Id(row.case_id)])
        };
        let page = paging::fetch(&self.database, select, keys, request, place, "list innovation cases").await?;
        let versions = page.items.iter().map(|(_, row)| row.clone()).collect();
        let mut cases = assemble(&self.database, versions).await?;
        page.try_replace(|row| cases.remove(&row.case_id.into()))
    }
}
