//! The parser's errors in one line.

use async_graphql::{ErrorExtensionValues, ServerError, parser};

/// Says what is wrong and where. The parser itself would print the whole offending line, which may be very long.
pub(super) fn explain(error: parser::Error) -> ServerError {
    let message = match &error {
        parser::Error::Syntax { message, start, .. } => {
            let expected = message.rsplit_once("= ").map_or("unexpected text", |(_, expected)| expected.trim());
            let expected = expected.replace("EOI", "the end of the document").replace('_', " ");
            format!("syntax error at line {}, column {}: {expected}", start.line, start.column)
        }
        other => other.to_string(),
    };
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", "GRAPHQL_PARSE_FAILED");
    ServerError { message, extensions: Some(extensions), ..ServerError::from(error) }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    #[test]
    fn syntax_errors_take_one_line() {
        for (query, expected) in [
            ("{", "syntax error at line 1, column 2: expected selection"),
            (
                "{ a }\n\n x",
                "syntax error at line 3, column 2: expected the end of the document or executable definition",
            ),
            ("fragment a on B { c }", "document does not contain an operation"),
        ] {
            let message = parse_query(query).map_err(|error| explain(error).message).err();
            assert_eq!(message.as_deref(), Some(expected));
        }
    }
}
