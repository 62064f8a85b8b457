//! Gaps, repetitions and restarts of numbers: what a document seems to have lost.

use std::collections::HashMap;

use super::{
    numbering::{Marker, Scheme},
    numeral::{written_in_chinese, written_in_roman},
};
use crate::{
    document::text::Lines,
    draft::{FindingDraft, Severity},
};

/// The last number of a scheme.
#[derive(Clone, Copy)]
pub(super) struct LastNumber {
    pub(super) number: u32,
    /// The passage that it stood under.
    pub(super) parent: usize,
    has_run_on: bool,
}

/// Follows every sequence of numbers through a document.
#[derive(Default)]
pub(super) struct Sequences {
    // The last number under one heading, by its scheme and the numbers above it.
    last_under: HashMap<(usize, Scheme, Vec<u32>), u32>,
    // The last number of a scheme anywhere, and whether it has been seen to run on from one heading to the next.
    last_of: HashMap<Scheme, LastNumber>,
    findings: Vec<FindingDraft>,
}

impl Sequences {
    /// Takes the next number. Whether it is the second of a sequence whose first one is missing.
    pub(super) fn next(&mut self, parent: usize, scheme: Scheme, marker: &Marker, lines: Lines) -> bool {
        let number = marker.ordinal;
        let before = self.last_under.insert((parent, scheme, marker.above.clone()), number);
        let anywhere = self.last_of.get(&scheme).copied();
        let runs_on = before.is_none() && number > 1 && anywhere.is_some_and(|last| last.number + 1 == number);
        let has_run_on = anywhere.is_some_and(|last| last.has_run_on) || runs_on;
        self.last_of.insert(scheme, LastNumber { number, parent, has_run_on });
        // In decimal numbers, and in words of the plan such as `Action 1.2`, the part before the last says where it belongs.
        let expected = match (before, anywhere) {
            (Some(before), _) => before + 1,
            (None, Some(last)) if last.has_run_on && number > 1 && marker.above.is_empty() => last.number + 1,
            _ if runs_on => number,
            _ => 1,
        };
        if number == expected {
            return false;
        }
        if number > expected {
            if before.is_none() && number == 2 && expected == 1 {
                return true;
            }
            self.missing(marker, expected, number - 1, lines);
        } else if Some(number) == before || (before.is_none() && number + 1 == expected && number > 1) {
            self.add(
                "REPEATED_NUMBER",
                Severity::Warning,
                format!(
                    "the number {} stands here a second time: both passages are kept; look whether one of them is the beginning of the other",
                    shown(marker)
                ),
                lines,
            );
        } else if number == 1 {
            if before.is_some() {
                self.add(
                    "NUMBERING_RESTARTS",
                    Severity::Warning,
                    format!(
                        "the numbers begin again at {} without a new heading: a heading may be lost in front of this line",
                        shown(marker)
                    ),
                    lines,
                );
            }
        } else {
            self.add(
                "NUMBER_OUT_OF_ORDER",
                Severity::Warning,
                format!(
                    "the number {} stands behind {}: the order of the document is kept",
                    shown(marker),
                    expected - 1
                ),
                lines,
            );
        }
        false
    }

    /// The last number of a scheme, wherever it stood.
    pub(super) fn last_of(&self, scheme: Scheme) -> Option<LastNumber> {
        self.last_of.get(&scheme).copied()
    }

    /// A number with nothing behind it.
    pub(super) fn lost_title(&mut self, marker: &Marker, lines: Lines) {
        self.add(
            "LOST_HEADING",
            Severity::Error,
            format!(
                "the number {} has no heading behind it: it seems to be lost; write it from the original where you have it",
                shown(marker)
            ),
            lines,
        );
    }

    /// A second number without a first; `lines`: where the first one should stand.
    pub(super) fn first_lost(&mut self, marker: &Marker, lines: Lines) {
        self.add(
            "LOST_HEADING",
            Severity::Error,
            format!(
                "{} stands below, but no {} before it: its heading seems to be lost in front of this line; write it from the original where you have it",
                shown(marker),
                shown_with(marker, 1)
            ),
            lines,
        );
    }

    fn missing(&mut self, marker: &Marker, first: u32, last: u32, lines: Lines) {
        let numbers = if first == last {
            format!("the number {} is missing", shown_with(marker, first))
        } else {
            format!("the numbers {} to {} are missing", shown_with(marker, first), shown_with(marker, last))
        };
        self.add(
            "MISSING_NUMBER",
            Severity::Error,
            format!(
                "{numbers} in front of {}: a passage seems to be lost; add it from the original where you have it",
                shown(marker)
            ),
            lines,
        );
    }

    fn add(&mut self, code: &str, severity: Severity, message: String, lines: Lines) {
        self.findings.push(FindingDraft {
            code: code.to_owned(),
            severity: Some(severity),
            message,
            line: Some(u64::from(lines.first)),
        });
    }

    pub(super) fn into_findings(self) -> Vec<FindingDraft> {
        self.findings
    }
}

fn shown(marker: &Marker) -> String {
    match &marker.term {
        Some(term) => format!("“{term} {}”", marker.printed),
        None => format!("“{}”", marker.printed),
    }
}

/// The marker as it would be printed with another number: in numerals of its own kind where they are known.
fn shown_with(marker: &Marker, number: u32) -> String {
    const MOST: u32 = 89;
    let arabic = |number: u32| number.to_string();
    let in_own_numerals = |write: &dyn Fn(u32) -> String| {
        let own = write(marker.ordinal);
        let is_own = !own.is_empty() && marker.printed.contains(&own);
        is_own.then(|| marker.printed.replacen(&own, &write(number), 1))
    };
    let others: [&dyn Fn(u32) -> String; 2] = [&written_in_chinese, &written_in_roman];
    let known = if marker.ordinal.max(number) <= MOST { others.into_iter().find_map(in_own_numerals) } else { None };
    let printed = in_own_numerals(&arabic).or(known).unwrap_or_else(|| number.to_string());
    shown(&Marker { printed, ..marker.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::outline::numbering::marker;

    #[test]
    fn a_missing_number_is_shown_as_it_would_be_printed() {
        for (text, number, expected) in [
            ("4. Reading", 3, "“3”"),
            ("（四）阅读", 3, "“（三）”"),
            ("十二、阅读", 10, "“十”"),
            ("第四章 阅读", 3, "“第三章”"),
            ("VI. Reading", 5, "“V”"),
            ("④阅读", 3, "“3”"),
            ("目标四：阅读", 1, "“目标 一”"),
            ("Objective 2: Reading", 1, "“Objective 1”"),
        ] {
            let shown = marker(text, true).map(|(marker, _)| shown_with(&marker, number));
            assert_eq!(shown.as_deref(), Some(expected), "{text}");
        }
    }
}
