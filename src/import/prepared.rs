//! A file that was read and checked, and has not met the registry yet.

use crate::{
    domain::{
        document_content::DocumentContent,
        publication::{CatalogueRecord, PlanRecord},
    },
    draft::{
        AnnotationFileContent, CatalogueFileContent, FileError, Finding, Places, PlanFileContent, ReadFile,
        RegistryFile, StudyFileContent, accept_annotations, accept_catalogue, accept_plan, accept_study, read,
    },
};

/// The kinds of files, in the order in which later ones refer to earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// Records that many plans share.
    Catalogue,
    /// One plan.
    Plan,
    /// What people add to plans.
    Annotations,
    /// What is asked of which plans.
    Study,
}

/// A file that was read and checked, ready to be published.
#[derive(Debug)]
pub struct Prepared {
    pub(super) content: Content,
    pub(super) places: Places,
    /// Documents to be kept with it.
    pub(super) kept: Vec<DocumentContent>,
}

/// How much a plan says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanCounts {
    /// Its elements.
    pub n_elements: usize,
    /// Its indicators.
    pub n_indicators: usize,
    /// Their figures.
    pub n_figures: usize,
}

#[derive(Debug)]
pub(super) enum Content {
    Plan(Box<PlanFileContent>),
    Catalogue(Box<CatalogueFileContent>),
    Annotations(Box<AnnotationFileContent>),
    Study(Box<StudyFileContent>),
}

impl Prepared {
    /// Reads and checks a plan file, catalogue file, annotation file or study file; `file_name` is what findings call it. The documents
    /// that it names as files are not looked for: see [`Prepared::take_documents`].
    ///
    /// # Errors
    /// [`FileError`] with every problem that can be seen without a registry.
    pub fn read(file_name: &str, bytes: &[u8]) -> Result<Self, FileError> {
        let ReadFile { content, places } = read(file_name, bytes)?;
        let content = match content {
            RegistryFile::Plan(draft) => Content::Plan(Box::new(accept_plan(*draft, &places)?)),
            RegistryFile::Catalogue(draft) => Content::Catalogue(Box::new(accept_catalogue(*draft, &places)?)),
            RegistryFile::Annotations(draft) => Content::Annotations(Box::new(accept_annotations(*draft, &places)?)),
            RegistryFile::Study(draft) => Content::Study(Box::new(accept_study(*draft, &places)?)),
        };
        Ok(Self { content, places, kept: Vec::new() })
    }

    /// What kind of file it is.
    pub fn kind(&self) -> FileKind {
        match self.content {
            Content::Plan(_) => FileKind::Plan,
            Content::Catalogue(_) => FileKind::Catalogue,
            Content::Annotations(_) => FileKind::Annotations,
            Content::Study(_) => FileKind::Study,
        }
    }

    /// The plan, if the file is one.
    pub fn plan(&self) -> Option<&PlanRecord> {
        match &self.content {
            Content::Plan(content) => Some(&content.plan),
            _ => None,
        }
    }

    /// Why its content is published, if the file says so.
    pub(super) fn note(&self) -> Option<&str> {
        match &self.content {
            Content::Plan(content) => content.plan.note.as_deref(),
            Content::Study(content) => content.study.note.as_deref(),
            Content::Catalogue(_) | Content::Annotations(_) => None,
        }
    }

    /// How much the plan says, if the file is one.
    pub fn counts(&self) -> Option<PlanCounts> {
        let PlanRecord { elements, indicators, .. } = self.plan()?;
        Some(PlanCounts {
            n_elements: elements.len(),
            n_indicators: indicators.len(),
            n_figures: indicators.iter().map(|indicator| indicator.observations.len()).sum(),
        })
    }

    /// The catalogue's records, to be completed before they are published, if the file is a catalogue file.
    pub fn catalogue_mut(&mut self) -> Option<&mut CatalogueRecord> {
        match &mut self.content {
            Content::Catalogue(content) => Some(&mut content.catalogue),
            _ => None,
        }
    }

    /// The file's name, as findings call it.
    pub fn file_name(&self) -> &str {
        self.places.file()
    }

    /// What is odd about the file.
    pub fn findings(&self) -> &[Finding] {
        match &self.content {
            Content::Plan(content) => &content.findings,
            Content::Catalogue(content) => &content.findings,
            Content::Annotations(content) => &content.findings,
            Content::Study(content) => &content.findings,
        }
    }
}
