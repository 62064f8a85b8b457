//! A file that was read and checked, and has not met the registry yet.

use crate::{
    domain::publication::{CatalogueRecord, PlanRecord},
    draft::{
        AnnotationFileContent, CatalogueFileContent, FileError, Finding, Places, PlanFileContent, ReadFile,
        RegistryFile, accept_annotations, accept_catalogue, accept_plan, read,
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
}

/// A file that was read and checked, ready to be published.
#[derive(Debug)]
pub struct Prepared {
    pub(super) content: Content,
    pub(super) places: Places,
}

#[derive(Debug)]
pub(super) enum Content {
    Plan(Box<PlanFileContent>),
    Catalogue(Box<CatalogueFileContent>),
    Annotations(Box<AnnotationFileContent>),
}

impl Prepared {
    /// Reads and checks a file; `file_name` is what findings call it.
    ///
    /// # Errors
    /// [`FileError`] with every problem that can be seen without a registry.
    pub fn read(file_name: &str, bytes: &[u8]) -> Result<Self, FileError> {
        let ReadFile { content, places } = read(file_name, bytes)?;
        let content = match content {
            RegistryFile::Plan(draft) => Content::Plan(Box::new(accept_plan(*draft, &places)?)),
            RegistryFile::Catalogue(draft) => Content::Catalogue(Box::new(accept_catalogue(*draft, &places)?)),
            RegistryFile::Annotations(draft) => Content::Annotations(Box::new(accept_annotations(*draft, &places)?)),
        };
        Ok(Self { content, places })
    }

    /// What kind of file it is.
    pub fn kind(&self) -> FileKind {
        match self.content {
            Content::Plan(_) => FileKind::Plan,
            Content::Catalogue(_) => FileKind::Catalogue,
            Content::Annotations(_) => FileKind::Annotations,
        }
    }

    /// The plan, if the file is one.
    pub fn plan(&self) -> Option<&PlanRecord> {
        match &self.content {
            Content::Plan(content) => Some(&content.plan),
            _ => None,
        }
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
        }
    }
}

/// What kind of file this probably is, by the word after `format`: good enough to put files in order before they are
/// read. Files without the word are taken for plans.
pub fn kind_at_a_glance(beginning: &[u8]) -> FileKind {
    let text = String::from_utf8_lossy(beginning);
    let format = text.split_once("format").map_or("", |(_, rest)| rest);
    let format = format.trim_start_matches(['"', '\'', ':', ' ', '\t', '\r', '\n']);
    if format.starts_with("catalogue/") {
        FileKind::Catalogue
    } else if format.starts_with("annotations/") {
        FileKind::Annotations
    } else {
        FileKind::Plan
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_a_file_shows_in_its_first_lines() {
        for (beginning, kind) in [
            ("# About formats\n# none\nformat: plan/1\n", FileKind::Plan),
            ("\u{feff}format: catalogue/1\nperiods: []", FileKind::Catalogue),
            ("{\n  \"format\": \"annotations/1\"", FileKind::Annotations),
            ("{\"format\":\"catalogue/1\"", FileKind::Catalogue),
            ("slug: x\ninstitution: y", FileKind::Plan),
            ("", FileKind::Plan),
        ] {
            assert_eq!(kind_at_a_glance(beginning.as_bytes()), kind, "{beginning}");
        }
    }
}
