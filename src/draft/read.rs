//! From bytes to a draft.

use std::borrow::Cow;

use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};
use serde_saphyr::options::{MergeKeyPolicy, NonFiniteFloatPolicy, Options};

use super::{
    annotation_file::AnnotationDraft,
    catalogue_file::CatalogueDraft,
    finding::{FileError, Finding, Severity},
    places::{FieldPath, Places},
    plan_file::PlanDraft,
    read_error::{Misread, finding_of},
    study_file::StudyDraft,
};

/// How deep `children` may nest.
pub(super) const MAX_ELEMENT_DEPTH: usize = 64;

/// Files above this size are refused: a plan of thousands of elements has a few megabytes.
const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;

/// A file that fills the registry.
#[derive(Clone, Debug, PartialEq)]
pub enum RegistryFile {
    /// One plan, whole.
    Plan(Box<PlanDraft>),
    /// Records that many plans share.
    Catalogue(Box<CatalogueDraft>),
    /// What people add to plans.
    Annotations(Box<AnnotationDraft>),
    /// What is asked of which plans.
    Study(Box<StudyDraft>),
}

/// A file as it was read, with the places of its fields.
#[derive(Debug)]
pub struct ReadFile {
    /// What it says.
    pub content: RegistryFile,
    /// Where it says it.
    pub places: Places,
}

/// Reads a plan file, catalogue file, annotation file or study file in YAML or JSON.
///
/// What a file is, its `format` says; without one, a file with `elements`, or with `slug` and `institution`, is a plan.
///
/// # Errors
/// [`FileError`] when the bytes are no UTF-8, no YAML or JSON, larger than 64 MiB, nested too deeply, repeat themselves by
/// anchors and aliases, or have a field that the format has not, or has otherwise.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<ReadFile, FileError> {
    let refuse = |code: &str, line: Option<u64>, message: &str| {
        let finding = Places::unknown(file_name).finding(Severity::Error, code, &FieldPath::default(), message);
        FileError::new(vec![Finding { line, ..finding }])
    };
    if bytes.len() > MAX_FILE_BYTES {
        return Err(refuse("FILE_TOO_LARGE", None, "the file has more than 64 MiB: split it"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let read = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let n_line_ends = read.iter().filter(|&&byte| byte == b'\n').count();
        refuse(
            "NOT_UTF8",
            Some(n_line_ends as u64 + 1),
            "this is not UTF-8 text: save the file as plain text with the encoding UTF-8",
        )
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(refuse("EMPTY_FILE", None, "the file is empty"));
    }
    let text = &*escaped_json(text);
    let places = Places::of_text(file_name, text);
    let content = read_text(text).map_err(|misread| FileError::new(vec![finding_of(&misread, text, &places)]))?;
    Ok(ReadFile { content, places })
}

/// JSON lets characters stand in texts that YAML wants escaped. In sound JSON they stand nowhere else.
fn escaped_json(text: &str) -> Cow<'_, str> {
    let is_special = |character: char| {
        matches!(character, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    let is_json = || text.trim_start().starts_with('{') && serde_json::from_str::<IgnoredAny>(text).is_ok();
    if !text.contains(is_special) || !is_json() {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_special(character) {
            escaped.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

fn read_text(text: &str) -> Result<RegistryFile, Misread> {
    let head: Head = parse(text)?;
    match head.format.as_deref() {
        Some("plan/1") => parse(text).map(RegistryFile::Plan),
        Some("catalogue/1") => parse(text).map(RegistryFile::Catalogue),
        Some("annotations/1") => parse(text).map(RegistryFile::Annotations),
        Some("study/1") => parse(text).map(RegistryFile::Study),
        None if head.elements.is_some() || (head.slug.is_some() && head.institution.is_some()) => {
            parse(text).map(RegistryFile::Plan)
        }
        found => Err(Misread::UnknownFormat { found: found.map(str::to_owned) }),
    }
}

/// What tells one kind of file from another.
#[derive(Deserialize)]
struct Head {
    format: Option<String>,
    slug: Option<IgnoredAny>,
    institution: Option<IgnoredAny>,
    elements: Option<IgnoredAny>,
}

/// Stack for one parse: the parser calls itself for each level of nesting, and whoever asks for a file to be read may
/// have little stack left.
const STACK_BYTES: usize = 32 * 1024 * 1024;

/// Reads a value from YAML, of which JSON is a part.
pub(super) fn parse<T: DeserializeOwned + Send>(text: &str) -> Result<T, Misread> {
    std::thread::scope(|scope| {
        let parser = std::thread::Builder::new()
            .name("plan file".to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || parse_here(text));
        match parser {
            Ok(parser) => parser.join().unwrap_or(Err(Misread::ParserFailed)),
            Err(_) => Err(Misread::ParserFailed),
        }
    })
}

fn parse_here<T: DeserializeOwned>(text: &str) -> Result<T, Misread> {
    let mut path = FieldPath::default();
    serde_saphyr::with_deserializer_from_str_with_options(text, options(), |deserializer| {
        serde_path_to_error::deserialize(deserializer).map_err(|error| {
            path = field_path(error.path());
            error.into_inner()
        })
    })
    .map_err(|error| Misread::Yaml { path, error: Box::new(error) })
}

fn options() -> Options {
    serde_saphyr::options! {
        // Anchors and aliases let a few lines stand for millions, and no plan needs them.
        budget: serde_saphyr::budget! {
            max_anchors: 0,
            max_aliases: 0,
            // Each level of `children` is a list in a mapping; figures, evidence and repairs go a little deeper.
            max_depth: 2 * MAX_ELEMENT_DEPTH + 32,
            flow_nesting_limit: 2 * MAX_ELEMENT_DEPTH + 32,
            max_documents: 2,
            max_events: 8_000_000,
            max_nodes: 4_000_000,
        },
        merge_keys: MergeKeyPolicy::Error,
        strict_booleans: true,
        reject_unsupported_tags: true,
        underscored_numbers_as_strings: true,
        // `.inf` is told apart where values are checked, with the rest of the file's problems.
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        with_snippet: false,
    }
}

fn field_path(path: &serde_path_to_error::Path) -> FieldPath {
    use serde_path_to_error::Segment;
    path.iter().fold(FieldPath::default(), |path, segment| match segment {
        Segment::Seq { index } => path.index(*index),
        Segment::Map { key } => path.field(key),
        Segment::Enum { .. } | Segment::Unknown => path,
    })
}
