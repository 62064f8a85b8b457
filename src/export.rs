//! What the registry holds, as the files that would fill another one with it.
//!
//! Files for a folder name the documents that are kept as files in the folder beside theirs, [`DOCUMENTS`].

use std::collections::{BTreeMap, HashSet};

use crate::{
    domain::{
        publication::{AnnotationRecord, CatalogueRecord},
        revision::RegistryRevision,
    },
    draft::{
        DocumentDraft, PlanDraft,
        export::{
            ExportError as DraftError, annotation_draft, catalogue_draft, plan_draft, study_draft, to_json, to_yaml,
        },
    },
    store::{Named, Store, StoreError},
};

/// The folder of an export that holds the documents that are kept, beside those of its plan files and catalogue files.
pub const DOCUMENTS: &str = "documents";

/// A file for a folder, and the documents that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedFile {
    /// What stands in it.
    pub text: String,
    /// Names of files in the folder [`DOCUMENTS`], with the SHA-256 of the document that each of them holds.
    pub documents: BTreeMap<String, String>,
}

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

    /// One plan as a plan file that stands alone.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn plan(&self, slug: &str) -> Result<String, ExportError> {
        let draft = self.plan_draft(slug).await?;
        self.format.write(&draft).map_err(|source| ExportError::Draft { what: slug.to_owned(), source })
    }

    /// One plan as a plan file for a folder.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn plan_for_folder(&self, slug: &str) -> Result<ExportedFile, ExportError> {
        let mut draft = self.plan_draft(slug).await?;
        let documents = self.name_files(draft.documents.iter_mut().collect()).await?;
        let text = self.format.write(&draft).map_err(|source| ExportError::Draft { what: slug.to_owned(), source })?;
        Ok(ExportedFile { text, documents })
    }

    async fn plan_draft(&self, slug: &str) -> Result<PlanDraft, ExportError> {
        let Some(plan) = self.store.plan_by_slug(slug, self.at).await? else {
            let similar = self.store.similar_slug(Named::Plan, slug).await?;
            // A plan that was published later has this very slug.
            let similar = similar.filter(|similar| similar != slug);
            return Err(ExportError::NoSuchPlan { slug: slug.to_owned(), similar });
        };
        let record = self.store.plan_record(&plan, self.at).await?;
        plan_draft(&record).map_err(|source| ExportError::Draft { what: slug.to_owned(), source })
    }

    /// Names the files of the documents that are kept.
    async fn name_files(&self, drafts: Vec<&mut DocumentDraft>) -> Result<BTreeMap<String, String>, ExportError> {
        let sha256s: Vec<String> = drafts.iter().filter_map(|draft| draft.sha256.clone()).collect();
        let kept = self.store.kept_documents(&sha256s).await?;
        let mut documents = BTreeMap::new();
        for draft in drafts {
            if let Some(sha256) = draft.sha256.clone().filter(|sha256| kept.contains_key(sha256)) {
                let name = format!("{sha256}.{}", extension_of(draft.media_type.as_deref()));
                draft.file = Some(format!("../{DOCUMENTS}/{name}"));
                documents.insert(name, sha256);
            }
        }
        Ok(documents)
    }

    /// The bytes of a document that an exported file names; none if it is not kept.
    ///
    /// # Errors
    /// [`ExportError::Store`].
    pub async fn document(&self, sha256: &str) -> Result<Vec<u8>, ExportError> {
        Ok(self.store.document_bytes(sha256).await?.unwrap_or_default())
    }

    /// Everything that plans refer to as a catalogue file for a folder; `None` if there is nothing. Documents that files
    /// beside it name already are not named again: whoever imports the folder reads each of them once.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn catalogue(&self, named: &BTreeMap<String, String>) -> Result<Option<ExportedFile>, ExportError> {
        let record = self.store.catalogue_record(self.at).await?;
        if record == CatalogueRecord::default() {
            return Ok(None);
        }
        let failed = |source| ExportError::Draft { what: "the catalogue".to_owned(), source };
        let mut draft = catalogue_draft(&record).map_err(failed)?;
        let mut unnamed: Vec<&mut DocumentDraft> = draft.documents.iter_mut().collect();
        let named: HashSet<&String> = named.values().collect();
        unnamed.retain(|document| document.sha256.as_ref().is_none_or(|sha256| !named.contains(sha256)));
        let documents = self.name_files(unnamed).await?;
        Ok(Some(ExportedFile { text: self.format.write(&draft).map_err(failed)?, documents }))
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

    /// Every study as a study file, by slug, pinned to what it is pinned to in this registry.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn studies(&self) -> Result<Vec<(String, String)>, ExportError> {
        let studies = self.store.all_studies(self.at).await?.into_iter().map(|study| {
            let text = self.format.write(&study_draft(&study.record()));
            let text = text.map_err(|source| ExportError::Draft { what: study.slug.clone(), source })?;
            Ok((study.slug, text))
        });
        studies.collect()
    }
}

/// The end of the name of a document's file.
fn extension_of(media_type: Option<&str>) -> &'static str {
    let media_type = media_type.unwrap_or_default().to_ascii_lowercase();
    // What stands behind a semicolon tells the encoding.
    match media_type.split(';').next().unwrap_or_default().trim_end() {
        "text/plain" => "txt",
        "text/markdown" => "md",
        "text/html" => "html",
        "application/xhtml+xml" => "xhtml",
        "application/pdf" => "pdf",
        _ => "bin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_named_by_their_media_type() {
        for (media_type, extension) in [
            (Some("text/html"), "html"),
            (Some("Text/Plain; charset=GB18030"), "txt"),
            (Some("text/markdown ;variant=GFM"), "md"),
            (Some("image/png"), "bin"),
            (None, "bin"),
        ] {
            assert_eq!(extension_of(media_type), extension, "{media_type:?}");
        }
    }
}
