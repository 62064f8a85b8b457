//! Regular expressions: compiled when first needed, linear in the text.

use std::sync::OnceLock;

use regex::{Captures, Match, Regex};

/// A regular expression. One that does not compile matches nothing, and fails wherever it is used in a test.
pub(super) struct Pattern {
    source: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(super) const fn new(source: &'static str) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    fn regex(&self) -> Option<&Regex> {
        let regex = self.compiled.get_or_init(|| Regex::new(self.source).ok());
        debug_assert!(regex.is_some(), "no regular expression: {}", self.source);
        regex.as_ref()
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    pub(super) fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        self.regex().into_iter().flat_map(move |regex| regex.find_iter(text))
    }

    pub(super) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.regex()?.find(text)
    }

    pub(super) fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.regex()?.captures(text)
    }

    pub(super) fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        self.regex().into_iter().flat_map(move |regex| regex.captures_iter(text))
    }

    /// The text with every match replaced; `None` where there is none.
    pub(super) fn replaced(&self, text: &str, replacement: impl FnMut(&Captures<'_>) -> String) -> Option<String> {
        let regex = self.regex().filter(|regex| regex.is_match(text))?;
        Some(regex.replace_all(text, replacement).into_owned())
    }
}
