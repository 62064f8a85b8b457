//! Reading a document: from its bytes to a draft, and from the draft to what can be published.

use super::prepared::{Content, Prepared};
use crate::{
    document::{self, Given, Reading},
    domain::document_content::DocumentContent,
    draft::{FieldPath, FileError, Finding, Places, PlanDraft, Severity, accept_plan},
};

/// A document that was read.
#[derive(Debug)]
pub struct ReadDocument {
    /// What it seems to say.
    pub draft: PlanDraft,
    places: Places,
    findings: Vec<Finding>,
    content: DocumentContent,
}

impl ReadDocument {
    /// Reads a document; `file_name` is what findings call it.
    ///
    /// # Errors
    /// [`FileError`] when the bytes are no document that can be read, or the document is no plan.
    pub fn read(file_name: &str, bytes: Vec<u8>, given: &Given) -> Result<Self, FileError> {
        let Reading { draft, findings, text } = document::read(file_name, &bytes, given)?;
        let places = Places::of_document(file_name, &draft);
        let content = DocumentContent::new(bytes, text).map_err(|error| {
            let message = format!("the document cannot be kept: {error}");
            let finding = places.finding(Severity::Error, "DOCUMENT_NOT_KEPT", &FieldPath::default(), message);
            FileError::new(vec![finding])
        })?;
        Ok(Self { draft, places, findings, content })
    }

    /// The plan, checked and ready to be published together with the document.
    ///
    /// # Errors
    /// [`FileError`] with every problem of the draft.
    pub fn prepare(self) -> Result<Prepared, FileError> {
        let Self { draft, places, mut findings, content } = self;
        // Without them there is no plan to store, and what stands for them in the draft is no slug of anything.
        let is_missing = |finding: &&Finding| matches!(finding.code.as_str(), "INSTITUTION_MISSING" | "PERIOD_MISSING");
        let missing: Vec<Finding> = findings.iter().filter(is_missing).cloned().collect();
        if !missing.is_empty() {
            return Err(FileError::new(missing));
        }
        let mut plan = accept_plan(draft, &places)?;
        // A document has no keys, so there is nothing to tell of those that were made.
        findings.extend(plan.findings.drain(..).filter(|finding| finding.code != "KEY_ASSIGNED"));
        findings.sort_by_key(|finding| finding.line);
        plan.findings = findings;
        Ok(Prepared { content: Content::Plan(Box::new(plan)), places, kept: vec![content] })
    }

    /// What is odd about the document.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}
