//! Reads any bytes as a document. The first byte chooses what the document is called, the rest is the document.
//!
//! Reading must never panic, and what it gives must hold together: a draft that a plan file could be, keys that name one
//! thing each, lines that the text has.

#![no_main]

use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;
use plan_registry::{
    document::{Given, Reading, read},
    draft::{ElementDraft, EvidenceDraft, Places, PlanIndicatorDraft, accept_plan},
};

/// The format goes by the ending; without one it is told by the text.
const NAMES: [&str; 4] = ["document", "document.txt", "document.md", "document.html"];

fuzz_target!(|input: &[u8]| {
    let Some((choice, bytes)) = input.split_first() else { return };
    let name = NAMES[usize::from(*choice) % NAMES.len()];
    let Ok(Reading { draft, findings, text }) = read(name, bytes, &Given::default()) else { return };
    let mut checks = Checks { n_lines: n_lines(&text), ..Checks::default() };
    draft.elements.iter().for_each(|element| checks.element(element));
    draft.plan_indicators.iter().for_each(|indicator| checks.indicator(indicator));
    for line in findings.iter().filter_map(|finding| finding.line) {
        assert!((1..=checks.n_lines).contains(&line), "a finding stands on line {line} of {}", checks.n_lines);
    }
    let places = Places::of_document(name, &draft);
    if let Err(refused) = accept_plan(draft, &places) {
        panic!("the draft is no plan file: {refused:?}");
    }
});

/// As editors count lines: each of `\r\n`, `\n` and `\r` ends one.
fn n_lines(text: &str) -> u64 {
    let n_ends = text.matches(['\n', '\r']).count() - text.matches("\r\n").count();
    n_ends as u64 + 1
}

#[derive(Default)]
struct Checks<'a> {
    n_lines: u64,
    elements: HashSet<&'a str>,
    indicators: HashSet<&'a str>,
}

impl<'a> Checks<'a> {
    // As deep as a plan file nests.
    fn element(&mut self, element: &'a ElementDraft) {
        let key = element.key.as_deref().unwrap_or_default();
        assert!(self.elements.insert(key), "two elements have the key {key:?}");
        self.evidence(element.evidence.as_ref());
        element.plan_indicators.iter().for_each(|indicator| self.indicator(indicator));
        element.children.iter().for_each(|child| self.element(child));
    }

    fn indicator(&mut self, indicator: &'a PlanIndicatorDraft) {
        let key = indicator.key.as_deref().unwrap_or_default();
        assert!(self.indicators.insert(key), "two indicators have the key {key:?}");
        self.evidence(indicator.evidence.as_ref());
        indicator.observations.iter().for_each(|observation| self.evidence(observation.evidence.as_ref()));
    }

    fn evidence(&self, evidence: Option<&EvidenceDraft>) {
        let Some((first, last)) = evidence.and_then(|evidence| Some((evidence.start_line?, evidence.end_line?))) else {
            return;
        };
        let is_in_text = 1 <= first && first <= last && u64::try_from(last).is_ok_and(|last| last <= self.n_lines);
        assert!(is_in_text, "evidence stands on lines {first} to {last} of {}", self.n_lines);
    }
}
