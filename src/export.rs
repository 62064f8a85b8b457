//! What the registry holds, as the files that would fill another one with it.

use crate::{
    domain::{
        publication::{AnnotationRecord, CatalogueRecord},
        revision::RegistryRevision,
    },
    draft::export::{ExportError as DraftError, annotation_draft, catalogue_draft, plan_draft, to_json, to_yaml},
    store::{Named, Store, StoreError},
};

/// How exported files are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportFormat {
    /// For people.
    #[default]
    Yaml,
    /// For programs.
    Json,
}

impl ExportFormat {
    /// The end of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Json => "json",
        }
    }

    fn write<T: serde::Serialize>(self, draft: &T) -> Result<String, DraftError> {
        match self {
            Self::Yaml => to_yaml(draft),
            Self::Json => to_json(draft),
        }
    }
}

/// Why something could not be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// No plan has this slug at the revision asked for.
    #[error("no plan has the slug `{slug}`{}", did_you_mean(.similar))]
    NoSuchPlan {
        /// The slug asked for.
        slug: String,
        /// The slug that may have been meant.
        similar: Option<String>,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What the registry holds cannot be written down.
    #[error("could not write {what} down")]
    Draft {
        /// Slug of the plan, or the kind of file.
        what: String,
        /// Why.
        source: DraftError,
    },
}

fn did_you_mean(similar: &Option<String>) -> String {
    similar.as_ref().map(|similar| format!("; did you mean `{similar}`?")).unwrap_or_default()
}

/// An export of one registry revision.
#[derive(Clone, Debug)]
pub struct Export {
    store: Store,
    at: RegistryRevision,
    format: ExportFormat,
}

impl Export {
    /// Of the revision asked for, or of the newest.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRevision`].
    pub async fn new(store: Store, as_of: Option<RegistryRevision>, format: ExportFormat) -> Result<Self, StoreError> {
        let at = match as_of {
            Some(asked) => store.revision(asked).await?,
            None => store.current_revision().await?,
        };
        Ok(Self { store, at, format })
    }

    /// The revision that is exported.
    pub fn revision(&self) -> RegistryRevision {
        self.at
    }

    /// The slugs of all plans, in order.
    ///
    /// # Errors
    /// [`ExportError::Store`].
    pub async fn plan_slugs(&self) -> Result<Vec<String>, ExportError> {
        Ok(self.store.plan_slugs(self.at).await?.into_iter().map(|(_, slug)| slug).collect())
    }

    /// One plan as a plan file.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn plan(&self, slug: &str) -> Result<String, ExportError> {
        let Some(plan) = self.store.plan_by_slug(slug, self.at).await? else {
            let similar = self.store.similar_slug(Named::Plan, slug).await?;
            // A plan that was published later has this very slug.
            let similar = similar.filter(|similar| similar != slug);
            return Err(ExportError::NoSuchPlan { slug: slug.to_owned(), similar });
        };
        let record = self.store.plan_record(&plan, self.at).await?;
        let draft = plan_draft(&record);
        draft
            .and_then(|draft| self.format.write(&draft))
            .map_err(|source| ExportError::Draft { what: slug.to_owned(), source })
    }

    /// Everything that plans refer to as a catalogue file; `None` if there is nothing.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn catalogue(&self) -> Result<Option<String>, ExportError> {
        let record = self.store.catalogue_record(self.at).await?;
        if record == CatalogueRecord::default() {
            return Ok(None);
        }
        let text = catalogue_draft(&record).and_then(|draft| self.format.write(&draft));
        text.map(Some).map_err(|source| ExportError::Draft { what: "the catalogue".to_owned(), source })
    }

    /// The versions of the codebook before the current one as catalogue files, oldest first: codings may rest on them, so
    /// they are imported first.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn earlier_codebooks(&self) -> Result<Vec<String>, ExportError> {
        let mut files = Vec::new();
        for codebook in self.store.earlier_codebooks(self.at).await? {
            let what = format!("version `{}` of the codebook", codebook.version);
            let record = CatalogueRecord { codebook: Some(codebook), ..CatalogueRecord::default() };
            let text = catalogue_draft(&record).and_then(|draft| self.format.write(&draft));
            files.push(text.map_err(|source| ExportError::Draft { what, source })?);
        }
        Ok(files)
    }

    /// What people added to plans as an annotation file; `None` if there is nothing.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn annotations(&self) -> Result<Option<String>, ExportError> {
        let record = self.store.annotation_record(self.at).await?;
        if record == AnnotationRecord::default() {
            return Ok(None);
        }
        let text = self.format.write(&annotation_draft(&record));
        text.map(Some).map_err(|source| ExportError::Draft { what: "the annotations".to_owned(), source })
    }
}
