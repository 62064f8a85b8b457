//! Publishing a version of the codebook.

use std::collections::HashMap;

use entity::{OPEN, codebook_version, theme, theme_text, theme_version};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{
    changes::ChangedSubject,
    codebook,
    error::{Doing, PublishError},
    publication::Publication,
    rows,
    slugs::Named,
};
use crate::domain::{
    id::ThemeId,
    publication::{CodebookRecord, Frequencies},
    records,
};

impl Publication {
    pub(super) async fn codebook(&mut self, record: &CodebookRecord) -> Result<(), PublishError> {
        const DOING: &str = "publish a codebook";
        let published = codebook_version::Entity::find()
            .filter(codebook_version::Column::Version.eq(&record.version))
            .one(&self.transaction)
            .await
            .doing(DOING)?;
        if let Some(published) = published {
            let known = codebook::read(&self.transaction, &published).await?;
            let known = records::codebook_record(known.version(), known.themes(), known.frequencies(), known.quality());
            let mut given = record.clone().canonical();
            // A file without frequencies or quality says nothing of them.
            if given.frequencies == Frequencies::default() {
                given.frequencies.clone_from(&known.frequencies);
            }
            if given.quality.is_none() {
                given.quality.clone_from(&known.quality);
            }
            if known == given {
                return Ok(());
            }
            return Err(PublishError::refused(
                "codebook.version",
                format!(
                    "version `{}` was published with other content, and a published version never changes: give the changed codebook a new version",
                    record.version
                ),
            ));
        }
        codebook_version::Entity::update_many()
            .col_expr(codebook_version::Column::ValidTo, Expr::value(self.revision.0))
            .filter(rows::still_valid(codebook_version::Column::ValidTo))
            .exec(&self.transaction)
            .await
            .doing(DOING)?;
        let version_id: Uuid = self.ids.id("codebook-version", &record.version);
        self.change(ChangedSubject::Codebook, version_id);
        codebook_version::Entity::insert(codebook_version::ActiveModel {
            id: Set(version_id),
            version: Set(record.version.clone()),
            valid_from: Set(self.revision.0),
            valid_to: Set(OPEN),
            frequencies: Set(rows::to_json(&record.frequencies)),
            quality: Set(record.quality.as_ref().map(rows::to_json)),
        })
        .exec_without_returning(&self.transaction)
        .await
        .doing(DOING)?;
        let identities: HashMap<String, (ThemeId, bool)> =
            self.identities(Named::Theme, "theme", record.themes.iter().map(|theme| &theme.slug)).await?;
        let new_themes = record
            .themes
            .iter()
            .filter_map(|theme| match identities.get(&theme.slug) {
                Some((id, true)) => Some(theme::ActiveModel {
                    id: Set(id.0),
                    slug: Set(theme.slug.clone()),
                    scheme: Set(theme.scheme.clone()),
                }),
                _ => None,
            })
            .collect();
        rows::insert_all(&self.transaction, new_themes, DOING).await?;
        let mut versions = Vec::with_capacity(record.themes.len());
        let mut texts = Vec::new();
        for (position, theme) in record.themes.iter().enumerate() {
            let Some((id, _)) = identities.get(&theme.slug) else { continue };
            let version: Uuid = self.ids.id("theme-version", &format!("{}@{}", theme.slug, record.version));
            versions.push(theme_version::ActiveModel {
                id: Set(version),
                codebook_version_id: Set(version_id),
                theme_id: Set(id.0),
                position: Set(position as i32),
                broader_id: Set(theme.broader.as_ref().and_then(|slug| identities.get(slug)).map(|(id, _)| id.0)),
            });
            let fields = [
                (codebook::LABEL, theme.labels.iter().collect::<Vec<_>>()),
                (codebook::DEFINITION, theme.definition.iter().collect()),
                (codebook::ALT_LABEL, theme.alt_labels.iter().collect()),
            ];
            for (field, localized) in fields {
                for (place, text) in localized.into_iter().enumerate() {
                    texts.push(theme_text::ActiveModel {
                        version_id: Set(version),
                        field: Set(field.to_owned()),
                        lang: Set(text.lang.to_string()),
                        position: Set(place as i32),
                        text: Set(text.text.clone()),
                        origin: Set(text.origin.code().to_owned()),
                    });
                }
            }
        }
        rows::insert_all(&self.transaction, versions, DOING).await?;
        rows::insert_all(&self.transaction, texts, DOING).await?;
        self.codebook = None;
        if let Some((version, codebook)) = self.codebook_in_force().await? {
            self.code_all_plans(version, &codebook).await?;
        }
        Ok(())
    }
}
