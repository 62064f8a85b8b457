//! Versions of the codebook.

use std::{collections::HashMap, sync::Arc};

use entity::{codebook_version, theme, theme_text, theme_version};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    Store,
    error::{Doing, StoreError},
    rows::{self, TextRow},
};
use crate::{
    coding::Codebook,
    domain::{
        id::ThemeId,
        revision::RegistryRevision,
        text::{LocalizedText, Texts},
        theme::Theme,
    },
};

pub(super) const LABEL: &str = "LABEL";
pub(super) const ALT_LABEL: &str = "ALT_LABEL";
pub(super) const DEFINITION: &str = "DEFINITION";

const FINDING: &str = "find the codebook in force";

/// The version in force at a revision.
pub(super) async fn version_at(
    connection: &impl ConnectionTrait,
    at: RegistryRevision,
) -> Result<Option<codebook_version::Model>, StoreError> {
    codebook_version::Entity::find()
        .filter(rows::valid_at(codebook_version::Column::ValidFrom, codebook_version::Column::ValidTo, at))
        .one(connection)
        .await
        .doing(FINDING)
}

/// Reads one version and makes it ready for use.
pub(super) async fn read(
    connection: &impl ConnectionTrait,
    version: &codebook_version::Model,
) -> Result<Codebook, StoreError> {
    const DOING: &str = "read a codebook";
    let slugs: HashMap<_, _> = theme::Entity::find()
        .all(connection)
        .await
        .doing(DOING)?
        .into_iter()
        .map(|row| (row.id, (row.slug, row.scheme)))
        .collect();
    let versions = theme_version::Entity::find()
        .filter(theme_version::Column::CodebookVersionId.eq(version.id))
        .order_by_asc(theme_version::Column::Position)
        .all(connection)
        .await
        .doing(DOING)?;
    // A subquery rather than a list of ids: a codebook may have any number of concepts.
    let of_version = sea_orm::sea_query::Query::select()
        .column(theme_version::Column::Id)
        .from(theme_version::Entity)
        .and_where(theme_version::Column::CodebookVersionId.eq(version.id))
        .to_owned();
    let text_rows = theme_text::Entity::find()
        .filter(theme_text::Column::VersionId.in_subquery(of_version))
        .order_by_asc(theme_text::Column::Lang)
        .order_by_asc(theme_text::Column::Position)
        .all(connection)
        .await
        .doing(DOING)?;
    let mut texts: HashMap<(uuid::Uuid, String), Vec<LocalizedText>> = HashMap::new();
    for row in text_rows {
        let text = TextRow { lang: &row.lang, text: row.text, origin: &row.origin };
        let text = text.localized("theme_text", row.version_id)?;
        texts.entry((row.version_id, row.field)).or_default().push(text);
    }
    let mut of = |id: uuid::Uuid, field: &str| texts.remove(&(id, field.to_owned())).unwrap_or_default();
    let themes = versions
        .iter()
        .map(|row| {
            let (slug, scheme) = slugs.get(&row.theme_id).cloned().unwrap_or_default();
            Theme {
                id: ThemeId(row.theme_id),
                slug,
                scheme,
                position: row.position.unsigned_abs(),
                labels: Texts::new(of(row.id, LABEL)),
                definition: Texts::new(of(row.id, DEFINITION)),
                alt_labels: of(row.id, ALT_LABEL),
                broader: row.broader_id.map(ThemeId),
            }
        })
        .collect();
    let frequencies = rows::json(&version.frequencies, "codebook_version", version.id)?;
    let quality = match &version.quality {
        Some(quality) => Some(rows::json(quality, "codebook_version", version.id)?),
        None => None,
    };
    Ok(Codebook::new(version.version.clone(), themes, frequencies).with_quality(quality))
}

impl Store {
    /// The codebook in force at a revision.
    ///
    /// # Errors
    /// [`StoreError::NoCodebook`] when there was none yet.
    pub async fn codebook(&self, at: RegistryRevision) -> Result<Arc<Codebook>, StoreError> {
        use codebook_version::Column;
        // The row holds the counts of every word: it is read whole where the codebook is not ready yet.
        let in_force: Option<uuid::Uuid> = codebook_version::Entity::find()
            .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
            .select_only()
            .column(Column::Id)
            .into_tuple()
            .one(&self.database)
            .await
            .doing(FINDING)?;
        let in_force = in_force.ok_or(StoreError::NoCodebook { at })?;
        if let Some(codebook) = self.codebooks.read().await.get(&in_force) {
            return Ok(codebook.clone());
        }
        let version = version_at(&self.database, at).await?.ok_or(StoreError::NoCodebook { at })?;
        let codebook = Arc::new(read(&self.database, &version).await?);
        self.codebooks.write().await.insert(version.id, codebook.clone());
        Ok(codebook)
    }
}
