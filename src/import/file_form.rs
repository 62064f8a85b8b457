//! What a file is before it is read: one of the registry's own files, a table of innovation cases, or a document. Told by its name and its beginning.

use super::prepared::FileKind;
use crate::draft::begins_like_a_case_table;

/// The forms in which something comes to be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileForm {
    /// A plan file, catalogue file, annotation file or study file.
    Registry(FileKind),
    /// A table of innovation cases.
    CaseTable,
    /// A document that an institution published, to be read into a plan.
    Document,
}

impl FileForm {
    /// Where it stands among files that are imported together: behind those that it may refer to.
    pub fn place(self) -> FileKind {
        match self {
            Self::Registry(kind) => kind,
            Self::Document => FileKind::Plan,
            // A case may be of an institution that a plan file brings.
            Self::CaseTable => FileKind::Annotations,
        }
    }
}

/// Ends of the names of plan files, catalogue files, annotation files and study files.
pub const REGISTRY_ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// Ends of the names of tables of innovation cases.
pub const TABLE_ENDINGS: [&str; 2] = ["csv", "tsv"];

/// Ends of the names of documents.
pub const DOCUMENT_ENDINGS: [&str; 8] = ["txt", "text", "md", "markdown", "html", "htm", "xhtml", "xht"];

/// What a file probably is. `ending` is what stands behind the last dot of its name, if anything does.
pub fn file_form(ending: Option<&str>, beginning: &[u8]) -> FileForm {
    let ending = ending.map(str::to_ascii_lowercase);
    let is_one_of = |endings: &[&str]| ending.as_deref().is_some_and(|ending| endings.contains(&ending));
    if is_one_of(&TABLE_ENDINGS) {
        FileForm::CaseTable
    } else if is_one_of(&REGISTRY_ENDINGS) || begins_like_a_registry_file(beginning) {
        FileForm::Registry(kind_at_a_glance(beginning))
    } else if begins_like_a_case_table(&String::from_utf8_lossy(beginning)) {
        FileForm::CaseTable
    } else {
        FileForm::Document
    }
}

/// Whether a text says on its first lines what only the registry's own files say.
fn begins_like_a_registry_file(beginning: &[u8]) -> bool {
    let text = String::from_utf8_lossy(beginning);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.strip_prefix('{').is_some_and(|inside| inside.trim_start().starts_with('"')) {
        return true;
    }
    let has = |field: &str| text.lines().any(|line| line.strip_prefix(field).is_some_and(|rest| rest.starts_with(':')));
    let names_its_format = text.lines().filter_map(|line| line.strip_prefix("format:")).any(|format| {
        let format = format.trim_start().trim_start_matches(['"', '\'']);
        ["plan/", "catalogue/", "annotations/", "study/"].iter().any(|known| format.starts_with(known))
    });
    names_its_format || (has("slug") && (has("institution") || has("elements")))
}

/// What kind of the registry's own files this probably is, by the word after `format`: good enough to put files in order
/// before they are read. Files without the word are taken for plans.
fn kind_at_a_glance(beginning: &[u8]) -> FileKind {
    let text = String::from_utf8_lossy(beginning);
    let format = text.split_once("format").map_or("", |(_, rest)| rest);
    let format = format.trim_start_matches(['"', '\'', ':', ' ', '\t', '\r', '\n']);
    if format.starts_with("catalogue/") {
        FileKind::Catalogue
    } else if format.starts_with("annotations/") {
        FileKind::Annotations
    } else if format.starts_with("study/") {
        FileKind::Study
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
            ("format: \"study/1\"\nslug: x", FileKind::Study),
            ("slug: x\ninstitution: y", FileKind::Plan),
            ("", FileKind::Plan),
        ] {
            assert_eq!(kind_at_a_glance(beginning.as_bytes()), kind, "{beginning}");
        }
    }

    #[test]
    fn documents_are_told_from_the_registrys_own_files() {
        let plan = FileForm::Registry(FileKind::Plan);
        for (ending, beginning, form) in [
            (Some("yaml"), "anything", plan),
            (Some("YML"), "", plan),
            (Some("json"), "{\"format\": \"catalogue/1\"", FileForm::Registry(FileKind::Catalogue)),
            (Some("txt"), "Our plan\n\n1. Read more", FileForm::Document),
            (Some("md"), "---\ntitle: Our plan\n---\n# Our plan", FileForm::Document),
            (Some("html"), "<!doctype html>", FileForm::Document),
            (Some("docx"), "PK\u{3}\u{4}", FileForm::Document),
            (None, "规划\n一、目标", FileForm::Document),
            // Saved or piped under another name, they are still what they say.
            (Some("txt"), "\u{feff}format: \"plan/1\"\nslug: x", plan),
            (None, "# A comment\ntitle: x\nslug: x\ninstitution: y", plan),
            (None, "{ \"slug\": \"x\" }", plan),
            (Some("md"), "{: .title }\nOur plan", FileForm::Document),
            (None, "format: annotations/1", FileForm::Registry(FileKind::Annotations)),
            (None, "format: study/1", FileForm::Registry(FileKind::Study)),
            (None, "institution: a library\nformat: printed", FileForm::Document),
            (Some("csv"), "anything", FileForm::CaseTable),
            (Some("TSV"), "", FileForm::CaseTable),
            (None, "\u{feff}\"slug\";title:en;institution;year\na;b", FileForm::CaseTable),
            (Some("txt"), "Slug\ttitle:zh-Hans\tyear\n", FileForm::CaseTable),
            (Some("txt"), "Institution, our\n1. Read more", FileForm::Document),
        ] {
            assert_eq!(file_form(ending, beginning.as_bytes()), form, "{ending:?} {beginning}");
        }
    }
}
