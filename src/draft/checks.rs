//! Problems collected while a draft is walked, and the checks that all kinds of files share.

use std::{collections::HashMap, fmt};

use super::{
    finding::{FileError, Finding, Severity},
    places::{At, FieldPath, Places},
    texts::{ByLanguage, DraftText, DraftTexts},
};
use crate::domain::{
    id::{check_key, check_slug},
    language::LanguageTag,
    text::{LocalizedText, TextOrigin, Texts},
    unit::Unit,
};

/// Years that a plan can speak of; others are slips of the pen.
pub(super) const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i32> = 1000..=3000;

/// What a walk through a draft has found so far.
#[derive(Default)]
pub(super) struct Checks {
    found: Vec<(Severity, &'static str, FieldPath, String)>,
}

impl Checks {
    pub(super) fn error(&mut self, code: &'static str, at: &At<'_>, message: impl fmt::Display) {
        self.found.push((Severity::Error, code, at.path(), message.to_string()));
    }

    /// [`Checks::error`] at a path that goes on from the walk's.
    pub(super) fn error_at(&mut self, code: &'static str, path: FieldPath, message: String) {
        self.found.push((Severity::Error, code, path, message));
    }

    pub(super) fn warning(&mut self, code: &'static str, at: &At<'_>, message: impl fmt::Display) {
        self.found.push((Severity::Warning, code, at.path(), message.to_string()));
    }

    pub(super) fn info(&mut self, code: &'static str, at: &At<'_>, message: impl fmt::Display) {
        self.found.push((Severity::Info, code, at.path(), message.to_string()));
    }

    /// Findings in the order of the file, or the errors where there are any.
    pub(super) fn finish(self, places: &Places) -> Result<Vec<Finding>, FileError> {
        let is_refused = self.found.iter().any(|(severity, ..)| *severity == Severity::Error);
        let mut findings: Vec<Finding> = self
            .found
            .into_iter()
            .filter(|(severity, ..)| !is_refused || *severity == Severity::Error)
            .map(|(severity, code, path, message)| places.finding(severity, code, &path, message))
            .collect();
        findings.sort_by_key(|finding| finding.line);
        if is_refused { Err(FileError::new(findings)) } else { Ok(findings) }
    }

    /// Takes a value that a rule of the domain has passed, or notes what the rule says.
    pub(super) fn check<T, E: fmt::Display>(
        &mut self,
        code: &'static str,
        at: &At<'_>,
        result: Result<T, E>,
    ) -> Option<T> {
        result.map_err(|error| self.error(code, at, error)).ok()
    }

    pub(super) fn slug(&mut self, slug: String, at: &At<'_>) -> String {
        self.check("INVALID_SLUG", at, check_slug(&slug));
        slug
    }

    pub(super) fn optional_slug(&mut self, slug: Option<String>, at: &At<'_>) -> Option<String> {
        optional(slug).map(|slug| self.slug(slug, at))
    }

    pub(super) fn key(&mut self, key: String, at: &At<'_>) -> String {
        self.check("INVALID_KEY", at, check_key(&key));
        key
    }

    /// A line of text that must not be empty.
    pub(super) fn line(&mut self, line: String, at: &At<'_>) -> String {
        let line = trimmed(line);
        if line.is_empty() {
            self.error("EMPTY_TEXT", at, "there is no text: write one");
        }
        line
    }

    pub(super) fn unit(&mut self, unit: Option<String>, at: &At<'_>) -> Option<Unit> {
        optional(unit).and_then(|unit| self.check("UNKNOWN_UNIT", at, unit.parse::<Unit>()))
    }

    pub(super) fn year(&mut self, year: i32, at: &At<'_>) -> i32 {
        if !PLAUSIBLE_YEARS.contains(&year) {
            let (first, last) = (PLAUSIBLE_YEARS.start(), PLAUSIBLE_YEARS.end());
            self.error(
                "INVALID_YEAR",
                at,
                format_args!("{year} is not a year of a plan: write one from {first} to {last}"),
            );
        }
        year
    }

    pub(super) fn number(&mut self, value: f64, at: &At<'_>) -> f64 {
        if !value.is_finite() {
            self.error(
                "INVALID_NUMBER",
                at,
                "this is no number that can be reckoned with: write digits, or leave the field out",
            );
        }
        value
    }

    /// Notes an error for every name that stood before in the same list; `field` is the field that holds the name.
    pub(super) fn unique<'a>(&mut self, field: &str, list: &At<'_>, names: impl Iterator<Item = &'a str>) {
        self.unique_at(field, names, |index| list.index(index).path());
    }

    /// [`Checks::unique`] for names from all over the file, with the place of what each one names.
    pub(super) fn unique_at<'a>(
        &mut self,
        field: &str,
        names: impl Iterator<Item = &'a str>,
        place: impl Fn(usize) -> FieldPath,
    ) {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (index, name) in names.enumerate() {
            let first = *seen.entry(name).or_insert(index);
            if first != index {
                let message = format!(
                    "`{name}` already stands in {}: write another {field}, or take one of the two out",
                    place(first).field(field)
                );
                self.found.push((Severity::Error, "REPEATED_NAME", place(index).field(field), message));
            }
        }
    }

    /// Texts with their languages and origins; `required` ones must have a text.
    pub(super) fn texts(&mut self, texts: DraftTexts, rules: &TextRules, required: bool, at: &At<'_>) -> Texts {
        let n_found = self.found.len();
        let texts = match texts {
            DraftTexts::Plain(text) => {
                let text = trimmed(text);
                if text.is_empty() {
                    Texts::default()
                } else {
                    Texts::one(rules.language.clone(), text, rules.default_origin(&rules.language))
                }
            }
            DraftTexts::ByLanguage(ByLanguage(texts)) => texts
                .into_iter()
                .filter_map(|(lang, text)| {
                    let at = at.field(lang.as_str());
                    self.text(lang.clone(), text, rules, &at)
                })
                .collect(),
        };
        // Where a language has no text, that has been noted, and says enough.
        if required && texts.is_empty() && self.found.len() == n_found {
            self.error("EMPTY_TEXT", at, "there is no text: write one in at least one language");
        }
        texts
    }

    pub(super) fn text(
        &mut self,
        lang: LanguageTag,
        DraftText { text, origin }: DraftText,
        rules: &TextRules,
        at: &At<'_>,
    ) -> Option<LocalizedText> {
        let text = trimmed(text);
        if text.is_empty() {
            self.error("EMPTY_TEXT", at, "there is no text: write one, or take the language out");
            return None;
        }
        let origin = origin.unwrap_or_else(|| rules.default_origin(&lang));
        Some(LocalizedText { lang, text, origin })
    }
}

/// How texts are read that do not say their language or origin.
#[derive(Clone, Debug)]
pub(super) struct TextRules {
    /// The language of plain strings.
    pub(super) language: LanguageTag,
    /// The origin of texts that do not say theirs; `None`: SOURCE in `language`, TRANSLATION in any other.
    pub(super) origin: Option<TextOrigin>,
}

impl TextRules {
    pub(super) fn default_origin(&self, lang: &LanguageTag) -> TextOrigin {
        match self.origin {
            Some(origin) => origin,
            None if lang == &self.language => TextOrigin::Source,
            None => TextOrigin::Translation,
        }
    }
}

/// A text without white space around it: block texts in YAML end in a line break.
pub(super) fn trimmed(text: String) -> String {
    let inner = text.trim();
    if inner.len() == text.len() { text } else { inner.to_owned() }
}

/// A text that may be left out; an empty one is left out.
pub(super) fn optional(text: Option<String>) -> Option<String> {
    text.map(trimmed).filter(|text| !text.is_empty())
}
