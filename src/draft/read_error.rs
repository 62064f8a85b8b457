//! What keeps a file from being read, in words for people who never saw YAML.

use serde_saphyr::{DefaultMessageFormatter, Error, MessageFormatter, budget::BudgetBreach};

use super::{
    finding::{Finding, Severity},
    places::{FieldPath, Places, escape_controls},
};
use crate::suggestion::nearest;

/// Why a text could not be read as a draft.
#[derive(Debug)]
pub(super) enum Misread {
    /// The text does not say what it is, or says something unknown.
    UnknownFormat { found: Option<String> },
    /// The text is no YAML, or its fields are not those of the format.
    Yaml { path: FieldPath, error: Box<Error> },
    /// The parser itself broke, or there was no memory to run it.
    ParserFailed,
}

/// The finding that tells of it.
pub(super) fn finding_of(misread: &Misread, text: &str, places: &Places) -> Finding {
    match misread {
        Misread::UnknownFormat { found } => {
            let path = found.as_ref().map_or_else(FieldPath::default, |_| FieldPath::default().field("format"));
            let is = match found {
                Some(found) => format!("`{found}` is not a format that this program knows"),
                None => "the file does not say what it is".to_owned(),
            };
            let message = format!(
                "{is}: begin it with `format: plan/1` for a plan, `format: catalogue/1` for periods, institutions, indicators, a codebook or innovation cases, `format: annotations/1` for codings, alignments or impact ratings, or `format: study/1` for a study"
            );
            places.finding(Severity::Error, "UNKNOWN_FORMAT", &path, message)
        }
        Misread::ParserFailed => places.finding(
            Severity::Error,
            "PARSER_FAILED",
            &FieldPath::default(),
            "the file could not be read for a fault that is not the file's: try again, and report it if it stays",
        ),
        Misread::Yaml { path, error } => {
            let place = error
                .location()
                .map(|location| (location.line(), location.column()))
                // Of a missing field the parser knows the end of the record; people look for its beginning.
                .filter(|(line, _)| *line > 0 && !matches!(**error, Error::SerdeMissingField { .. }));
            let found = place.and_then(|(line, column)| source_at(text, line, column));
            let (code, message) = explain(error, found);
            Finding {
                code: code.to_owned(),
                severity: Severity::Error,
                message: escape_controls(&message),
                file: places.file().to_owned(),
                line: place.map(|(line, _)| line).or_else(|| places.line(path)),
                column: place.map(|(_, column)| column),
                field: escape_controls(&path.to_string()),
            }
        }
    }
}

/// What stands at a place, to the end of its line or of the value if that is plain to see, cut to a readable length.
fn source_at(text: &str, line: u64, column: u64) -> Option<String> {
    let line = text.lines().nth(usize::try_from(line).ok()?.checked_sub(1)?)?;
    let rest: String = line.chars().skip(usize::try_from(column).ok()?.checked_sub(1)?).collect();
    let end = [", ", " #", "}", "]"].iter().filter_map(|sign| rest.find(sign)).min();
    let value = end.and_then(|end| rest.get(..end)).unwrap_or(&rest).trim_end();
    let shown: String = value.chars().take(40).collect();
    if shown.is_empty() { None } else { Some(shown) }
}

fn explain(error: &Error, found: Option<String>) -> (&'static str, String) {
    let found = |what: &str| match &found {
        Some(found) => format!("`{found}` is not {what}"),
        None => format!("this is not {what}"),
    };
    match error {
        Error::SerdeUnknownField { field, expected, .. } => (
            "UNKNOWN_FIELD",
            format!(
                "there is no field `{field}` here{}; the fields are {}",
                did_you_mean(field, expected),
                expected.join(", ")
            ),
        ),
        Error::SerdeMissingField { field, .. } => {
            ("MISSING_FIELD", format!("the field `{field}` is missing: add a line `{field}: …`"))
        }
        Error::DuplicateMappingKey { key, .. } => (
            "REPEATED_FIELD",
            match key {
                Some(key) => format!("`{key}` stands here twice: keep one of them"),
                None => "a field stands here twice: keep one of them".to_owned(),
            },
        ),
        Error::SerdeUnknownVariant { variant, expected, .. } => (
            "INVALID_VALUE",
            format!("`{variant}` is none of {}{}", expected.join(", "), did_you_mean(variant, expected)),
        ),
        Error::SerdeInvalidType { unexpected, expected, .. } | Error::SerdeInvalidValue { unexpected, expected, .. } => {
            let mending = if expected.contains("text") && !unexpected.starts_with(['s', 'm']) {
                "; if it is a text, put it in quotes"
            } else {
                ""
            };
            ("INVALID_VALUE", format!("expected {expected}, found {}{mending}", plain_type(unexpected)))
        }
        Error::InvalidScalar { ty, .. } if ty.contains("float") => (
            "INVALID_VALUE",
            format!(
                "{}: write digits alone, such as 40 or 8.5, without thousands separators, signs or words; the unit goes to `unit`, the printed words to `text`",
                found("a number")
            ),
        ),
        Error::InvalidScalar { .. } => {
            ("INVALID_VALUE", format!("{}: write digits alone, such as 2030", found("a whole number")))
        }
        Error::InvalidBooleanStrict { .. } => ("INVALID_VALUE", format!("{}: write one of them", found("true or false"))),
        Error::NullIntoString { .. } => (
            "INVALID_VALUE",
            "there is no value behind the name of the field: write one, or take the line out".to_owned(),
        ),
        Error::Unexpected { expected, .. } if expected.contains("sequence") => (
            "INVALID_VALUE",
            "expected a list: lines that begin with `- `, one for each item, or `[]` for none".to_owned(),
        ),
        Error::Unexpected { expected, .. } if expected.contains("mapping") => {
            ("INVALID_VALUE", "expected fields: lines such as `name: value`, one for each field".to_owned())
        }
        Error::Unexpected { expected, .. } if expected.contains("scalar") => {
            ("INVALID_VALUE", "expected a single value here, not a list and not further fields".to_owned())
        }
        Error::MultipleDocuments { .. } => (
            "SYNTAX",
            "the file goes on behind its end: `---` or a line further to the left than the first begins something new; one file holds one plan, catalogue, set of annotations or study".to_owned(),
        ),
        Error::Eof { .. } => ("SYNTAX", "the file ends too early".to_owned()),
        Error::MergeKeyNotAllowed { .. }
        | Error::UnknownAnchor { .. }
        | Error::Budget { breach: BudgetBreach::Anchors { .. } | BudgetBreach::Aliases { .. }, .. } => (
            "ALIAS",
            "anchors (`&`), aliases (`*`) and merges (`<<`) are not read: write the value out; put a text that begins with one of these signs in quotes".to_owned(),
        ),
        Error::UnsupportedTag { .. } => {
            ("SYNTAX", "tags (`!`) are not read: put a text that begins with `!` in quotes".to_owned())
        }
        Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => ("TOO_DEEP", too_deep()),
        Error::Budget { .. } => {
            ("FILE_TOO_LARGE", "the file holds more than four million values: split it".to_owned())
        }
        Error::Message { msg, .. } => ("INVALID_VALUE", msg.clone()),
        Error::ExternalMessage { msg, .. } if msg.contains("recursion limit") => ("TOO_DEEP", too_deep()),
        Error::ExternalMessage { msg, .. } => ("SYNTAX", format!("this cannot be read as YAML or JSON: {msg}{}", syntax_hint(msg))),
        other => ("SYNTAX", DefaultMessageFormatter.format_message(other).into_owned()),
    }
}

/// What is said of nesting, by the reader and by the checks of a draft alike.
pub(super) fn too_deep() -> String {
    format!("this is nested too deeply: `children` go {} levels deep at most", super::read::MAX_ELEMENT_DEPTH)
}

/// What usually is behind a message of the YAML parser.
fn syntax_hint(message: &str) -> &'static str {
    if message.contains("mapping values are not allowed") {
        "; a text with a colon and a space inside must stand in quotes"
    } else if message.contains("tab") {
        "; indent with spaces, not with tabs"
    } else if message.contains("quoted scalar") {
        "; a quotation mark that opens a text must be closed, and further lines of the text be indented"
    } else if message.contains("indent") || message.contains("did not find expected") || message.contains("simple key")
    {
        "; check that the fields of one record begin in the same column, and put texts with signs such as : # [ ] { } , in quotes"
    } else {
        ""
    }
}

/// A value of another type, in words that need no knowledge of programming.
fn plain_type(unexpected: &str) -> String {
    match unexpected {
        "map" => "further fields".to_owned(),
        "sequence" => "a list".to_owned(),
        "unit value" | "Option value" => "nothing".to_owned(),
        other => other
            .replacen("floating point", "the number", 1)
            .replacen("integer", "the number", 1)
            .replacen("boolean", "the word", 1)
            .replacen("string", "the text", 1),
    }
}

/// The nearest of the known words, whatever its case, if one is near.
fn did_you_mean(word: &str, known: &[&str]) -> String {
    let lower: Vec<String> = known.iter().map(|candidate| candidate.to_lowercase()).collect();
    nearest(word, lower.iter().map(String::as_str))
        .and_then(|meant| known.iter().find(|candidate| candidate.to_lowercase() == meant))
        .map_or_else(String::new, |candidate| format!("; did you mean `{candidate}`?"))
}
