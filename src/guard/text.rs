//! The look at a document's text that makes it safe to parse.

use async_graphql::{Value, Variables};

use super::{Limits, Refusal};

/// Checks a document's length and how deep its brackets nest.
///
/// The parser descends once per bracket before it counts anything, so a hundred thousand `{` would overflow its stack.
/// Strings and comments are skipped as GraphQL's lexical grammar reads them; a string without an end is refused, so that
/// this scan and the parser can never disagree about what is text.
///
/// # Errors
/// [`Refusal::TooLong`], [`Refusal::NulCharacter`], [`Refusal::Nesting`], [`Refusal::UnclosedString`].
pub fn check_text(query: &str, limits: &Limits) -> Result<(), Refusal> {
    if query.len() > limits.query_bytes {
        return Err(Refusal::TooLong { bytes: query.len(), limit: limits.query_bytes });
    }
    if query.contains('\0') || query.contains("\\u0000") {
        return Err(Refusal::NulCharacter);
    }
    let mut depth = 0_usize;
    let mut rest = query;
    while let Some(character) = rest.chars().next() {
        let here = query.len() - rest.len();
        let length = match character {
            '#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            '"' => string_length(rest).ok_or_else(|| {
                let (line, column) = place(query, here);
                Refusal::UnclosedString { line, column }
            })?,
            _ => character.len_utf8(),
        };
        match character {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limits.bracket_nesting {
            let (line, column) = place(query, here);
            return Err(Refusal::Nesting { limit: limits.bracket_nesting, line, column });
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(())
}

/// Checks the variables that come with a document.
///
/// # Errors
/// [`Refusal::NulCharacter`].
pub fn check_variables(variables: &Variables) -> Result<(), Refusal> {
    if variables.values().any(holds_nul) { Err(Refusal::NulCharacter) } else { Ok(()) }
}

fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::List(items) => items.iter().any(holds_nul),
        Value::Object(fields) => fields.values().any(holds_nul),
        _ => false,
    }
}

/// Bytes of the string literal at the beginning of `text`, quotation marks included; `None` if it has no end.
fn string_length(text: &str) -> Option<usize> {
    const BLOCK: &str = "\"\"\"";
    if let Some(mut rest) = text.strip_prefix(BLOCK) {
        loop {
            let end = rest.find(BLOCK)?;
            let after = rest.get(end + BLOCK.len()..)?;
            // `\"""` is how a block string writes three quotation marks.
            let escaped = rest.get(..end)?.ends_with('\\');
            rest = after;
            if !escaped {
                return Some(text.len() - rest.len());
            }
        }
    }
    let mut escaped = false;
    for (index, character) in text.char_indices().skip(1) {
        match character {
            '\n' | '\r' => return None,
            '"' if !escaped => return Some(index + 1),
            _ => escaped = character == '\\' && !escaped,
        }
    }
    None
}

/// Line and column of a byte offset, counted from 1, the column in code points.
fn place(query: &str, offset: usize) -> (usize, usize) {
    let before = query.get(..offset).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|&character| character != '\n').count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str) -> Result<(), Refusal> {
        check_text(query, &Limits { bracket_nesting: 3, query_bytes: 1_000, ..Limits::default() })
    }

    #[test]
    fn brackets_count_where_they_are_brackets() {
        for (served, query) in [
            (true, "{ a { b(c: 1) } }"),
            (false, "{ a { b(c: [1]) } }"),
            (true, "{ a { b(c: \"[[[[\") } }"),
            (true, "{ a { b(c: \"\\\"[[[[\") } }"),
            (false, "{ a { b(c: \"\\\\\" d: [1]) } }"),
            (true, "{ a { b(c: \"\"\"[[ \" [[ \\\"\"\" [[\"\"\") } }"),
            (true, "{ a # {{{{\r }"),
            (false, "{ a # {{{{\r {{{ }"),
            (true, "} } } } { a }"),
        ] {
            assert_eq!(check(query).is_ok(), served, "{query}");
        }
    }

    #[test]
    fn refusals_say_where() {
        assert_eq!(check("{ a\n 文 {{{"), Err(Refusal::Nesting { limit: 3, line: 2, column: 6 }));
        for query in ["{ a(b: \"x\n\") }", "{\na(b: \"\"\" \\\"\"\"", "{\na(b: \"", "{\na(b: \"\\\""] {
            assert!(matches!(check(query), Err(Refusal::UnclosedString { .. })), "{query}");
        }
        assert_eq!(check(&"x".repeat(1_001)), Err(Refusal::TooLong { bytes: 1_001, limit: 1_000 }));
    }
}
