//! A table of innovation cases: from its bytes to what can be published.

use super::prepared::{Content, Prepared};
use crate::{
    document::formats::encoding::{Decoded, NotText, decode},
    domain::document_content::DocumentContent,
    draft::{FieldPath, FileError, Finding, Places, Severity, accept_case_table},
};

impl Prepared {
    /// Reads and checks a table of innovation cases (CSV) in any character set that documents come in; `file_name` is what
    /// findings call it.
    ///
    /// # Errors
    /// [`FileError`] with every problem that can be seen without a registry.
    pub fn read_case_table(file_name: &str, bytes: &[u8]) -> Result<Self, FileError> {
        let refuse = |code: &str, line: Option<u64>, message: String| {
            let finding = Places::unknown(file_name).finding(Severity::Error, code, &FieldPath::default(), message);
            FileError::new(vec![Finding { line, ..finding }])
        };
        if bytes.len() > DocumentContent::MAX_BYTES {
            return Err(refuse("FILE_TOO_LARGE", None, "the file has more than 64 MiB: split it".to_owned()));
        }
        let Decoded { text, encoding, replaced } = decode(bytes).map_err(|error| {
            let what = match error {
                NotText::Known { what, .. } => what,
                NotText::Binary { .. } => "binary data",
            };
            refuse(
                "NOT_TEXT",
                None,
                format!("this is {what}, not a table in plain text: save it from the spreadsheet as CSV (UTF-8)"),
            )
        })?;
        if let Some(replaced) = replaced {
            return Err(refuse(
                "NOT_TEXT",
                Some(u64::from(replaced.first_line)),
                format!(
                    "read as {encoding}, {} places hold bytes that stand for no character, the first on this line: save the table as CSV (UTF-8)",
                    replaced.count
                ),
            ));
        }
        let (content, places) = accept_case_table(file_name, &text)?;
        Ok(Self { content: Content::Catalogue(Box::new(content)), places, kept: Vec::new() })
    }
}
