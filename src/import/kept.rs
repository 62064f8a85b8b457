//! Documents that plan files and catalogue files name as files beside them: found, compared with their hash, and kept.

use std::io;

use super::prepared::{Content, Prepared};
use crate::{
    document::formats::encoding::decode,
    domain::document_content::{self, DocumentContent},
    draft::{DocumentFile, FileError, Finding, Severity},
};

impl Prepared {
    /// Takes the documents along that the file names as files beside it. `read` gives the bytes at a path from the file's
    /// folder on. A document that cannot be had is a finding; the plan is stored without it.
    ///
    /// # Errors
    /// [`FileError`] when a file holds something else than its hash says.
    pub fn take_documents(&mut self, read: impl Fn(&str) -> io::Result<Vec<u8>>) -> Result<(), FileError> {
        let files = match &mut self.content {
            Content::Plan(content) => std::mem::take(&mut content.document_files),
            Content::Catalogue(content) => std::mem::take(&mut content.document_files),
            Content::Annotations(_) | Content::Study(_) => Vec::new(),
        };
        let mut problems = Vec::new();
        for file in files {
            match self.document(&file, read(&file.path)) {
                Ok(content) => self.kept.push(content),
                Err(finding) if finding.severity == Severity::Error => problems.push(*finding),
                Err(finding) => self.add_finding(*finding),
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(FileError::new(problems)) }
    }

    fn document(&self, file: &DocumentFile, bytes: io::Result<Vec<u8>>) -> Result<DocumentContent, Box<Finding>> {
        let DocumentFile { path, sha256, place } = file;
        let not_kept = |why: &dyn std::fmt::Display| {
            let message = format!("`{path}` {why}: the document itself is not kept");
            Box::new(self.places.finding(Severity::Warning, "DOCUMENT_NOT_KEPT", place, message))
        };
        let bytes = bytes.map_err(|error| not_kept(&why(&error)))?;
        let found = document_content::sha256(&bytes);
        if found != *sha256 {
            let message = format!(
                "`{path}` is another document: its SHA-256 is {found}, and `sha256` says {sha256}; put the right file there, or correct `sha256` if the plan rests on this one"
            );
            return Err(Box::new(self.places.finding(Severity::Error, "SHA256_DIFFERS", place, message)));
        }
        let text = decode(&bytes).map_err(|_| not_kept(&"cannot be read as text"))?.text;
        DocumentContent::new(bytes, text).map_err(|error| not_kept(&format_args!("cannot be kept ({error})")))
    }

    fn add_finding(&mut self, finding: Finding) {
        match &mut self.content {
            Content::Plan(content) => content.findings.push(finding),
            Content::Catalogue(content) => content.findings.push(finding),
            Content::Annotations(content) => content.findings.push(finding),
            Content::Study(content) => content.findings.push(finding),
        }
    }
}

/// Why a file cannot be had, in words that follow its name.
fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "is not there".to_owned(),
        io::ErrorKind::Unsupported => "cannot be looked for, because this file came without a folder".to_owned(),
        io::ErrorKind::FileTooLarge => "has more than 64 MiB".to_owned(),
        io::ErrorKind::InvalidInput => "is no file".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read".to_owned(),
        _ => "cannot be read".to_owned(),
    }
}

/// For files that came without a folder: none of the documents that they name can be found.
///
/// # Errors
/// Always [`io::ErrorKind::Unsupported`].
pub fn no_folder(_path: &str) -> io::Result<Vec<u8>> {
    Err(io::ErrorKind::Unsupported.into())
}
