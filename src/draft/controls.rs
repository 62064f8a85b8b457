//! Control characters in a file's texts: no plan needs them, terminals obey them, and PostgreSQL cannot store U+0000.

use serde::Serialize;
use serde_json::Value;

use super::{checks::Checks, places::At};

/// Whether a character is kept out of texts: U+0000 to U+001F other than tab, line feed and carriage return, or U+007F.
pub(super) fn is_refused(character: char) -> bool {
    character.is_ascii_control() && !matches!(character, '\t' | '\n' | '\r')
}

/// Notes an error for every string of a draft, names in mappings among them, that holds a refused control character.
pub(super) fn check_controls(checks: &mut Checks, draft: &impl Serialize) {
    if let Some(value) = checks.check("UNWRITABLE_DRAFT", &At::ROOT, serde_json::to_value(draft)) {
        check_value(checks, &value, &At::ROOT);
    }
}

fn check_value(checks: &mut Checks, value: &Value, at: &At<'_>) {
    match value {
        Value::String(text) => check_text(checks, text, "text", at),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                check_value(checks, item, &at.index(index));
            }
        }
        Value::Object(fields) => {
            for (name, inner) in fields {
                let at = at.field(name);
                check_text(checks, name, "name", &at);
                check_value(checks, inner, &at);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn check_text(checks: &mut Checks, text: &str, what: &str, at: &At<'_>) {
    if let Some((index, character)) = text.chars().enumerate().find(|(_, character)| is_refused(*character)) {
        checks.error(
            "CONTROL_CHARACTER",
            at,
            format_args!(
                "character {} of this {what} is the control character U+{:04X}: take it out, or write a space in its place",
                index + 1,
                u32::from(character)
            ),
        );
    }
}
