//! An error with its causes as one line for a terminal.

use std::io;

use plan_registry::store::StoreError;

/// The error, its causes and, where it is known, what to do about it.
pub(super) fn one_line(error: &anyhow::Error) -> String {
    let mut line = String::new();
    let mut last = String::new();
    for cause in error.chain() {
        let text = without_number(&cause.to_string());
        // Drivers repeat their causes in their own words.
        if text.is_empty() || last.contains(&text) {
            continue;
        }
        if !line.is_empty() {
            line.push_str(": ");
        }
        line.push_str(&text);
        last = text;
    }
    if let Some(mend) = error.chain().find_map(|cause| cause.downcast_ref::<StoreError>()?.mend()) {
        line.push_str("; ");
        line.push_str(mend);
    }
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a system's error says, without the number that only its programmers know.
pub(super) fn without_number(text: &str) -> String {
    match text.split_once(" (os error ") {
        Some((words, rest)) => format!("{words}{}", rest.split_once(')').map_or("", |(_, rest)| rest)),
        None => text.to_owned(),
    }
}

/// Whether the program that reads our output is gone.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, anyhow};

    use super::*;

    #[test]
    fn a_system_error_is_words() {
        for (text, words) in
            [("Is a directory (os error 21)", "Is a directory"), ("a (os error 2): b", "a: b"), ("a", "a")]
        {
            assert_eq!(without_number(text), words);
        }
    }

    #[test]
    fn causes_stand_in_one_line_and_once() {
        let error = Err::<(), _>(anyhow!("refused:\n not today"))
            .context("the driver says: refused:\n not today")
            .context("could not open it");
        assert_eq!(
            error.map_err(|error| one_line(&error)),
            Err("could not open it: the driver says: refused: not today".to_owned())
        );
    }
}
