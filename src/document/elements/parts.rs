//! The parts of an element's draft: texts, evidence, and the indicators that its sentences hold figures of.

use super::Frame;
use crate::{
    document::{
        figures::{FoundIndicator, Setting, figures},
        outline::{
            line::{Form, Line},
            numbering::Marker,
        },
        text::Lines,
    },
    domain::{
        element::ElementKind,
        language::LanguageTag,
        source::{QuoteAbsence, TextRepair},
        text::TextOrigin,
    },
    draft::{DraftText, DraftTexts, ElementDraft, EvidenceDraft, FindingDraft, PlanIndicatorDraft, Severity},
    linguistics::is_han,
};

/// Longer quotations are cut: the lines are there to read on. Unit: characters.
const MAX_QUOTE: usize = 1000;

/// An element of these texts, which stand on these lines, with the indicators that they hold figures of.
pub(super) fn element_draft(
    kind: ElementKind,
    title: String,
    body: Vec<String>,
    lines: &[&Line],
    setting: Setting,
) -> ElementDraft {
    let body: Vec<String> = body.into_iter().filter(|text| !text.is_empty()).collect();
    ElementDraft {
        body: if body.is_empty() { DraftTexts::default() } else { DraftTexts::Plain(body.join("\n")) },
        evidence: evidence(lines),
        plan_indicators: lines.iter().flat_map(|line| prose_indicators(line, &setting)).collect(),
        ..bare(kind, title)
    }
}

/// A stand-in for an element whose heading is lost.
pub(super) fn stand_in(kind: ElementKind, frame: Frame<'_>, lines: Lines) -> ElementDraft {
    let evidence = EvidenceDraft {
        start_line: Some(line_number(lines.first)),
        end_line: Some(line_number(lines.first)),
        quote_absence: Some(QuoteAbsence::Lost),
        ..EvidenceDraft::default()
    };
    ElementDraft { evidence: Some(evidence), ..bare(kind, missing_title(frame)) }
}

/// An indicator that stands in a list of indicators: with its figures, or in words alone.
pub(super) fn listed_indicators(line: &Line, setting: &Setting) -> Vec<PlanIndicatorDraft> {
    let found = prose_indicators(line, setting);
    if !found.is_empty() {
        return found;
    }
    vec![PlanIndicatorDraft { evidence: evidence(&[line]), ..bare_indicator(line.text.clone()) }]
}

/// An element with a kind and a title.
pub(super) fn bare(kind: ElementKind, title: String) -> ElementDraft {
    ElementDraft {
        key: None,
        kind,
        number: None,
        source_term: None,
        title: DraftTexts::Plain(title),
        body: DraftTexts::default(),
        evidence: None,
        plan_indicators: Vec::new(),
        children: Vec::new(),
    }
}

/// An indicator with a text.
pub(super) fn bare_indicator(text: String) -> PlanIndicatorDraft {
    PlanIndicatorDraft {
        key: None,
        text: DraftTexts::Plain(text),
        indicator: None,
        nature: None,
        evidence: None,
        observations: Vec::new(),
    }
}

/// Gives an element its number and the plan's own word for it.
pub(super) fn name(element: &mut ElementDraft, marker: Option<&Marker>, term: Option<String>) {
    element.number = marker.map(|marker| marker.printed.clone()).filter(|printed| !printed.is_empty());
    // The number alone for now; `keys` makes a key of it.
    element.key = marker.filter(|marker| marker.ordinal > 0).map(|marker| marker.ordinal.to_string());
    element.source_term = marker.and_then(|marker| marker.term.clone()).or(term);
}

/// A title with its other language, which the document itself gives.
pub(super) fn in_two_languages(title: &mut DraftTexts, language: &LanguageTag, translation: &str) {
    let DraftTexts::Plain(text) = title else { return };
    let other = if language.is_chinese() { LanguageTag::english() } else { LanguageTag::simplified_chinese() };
    let own = |text: &str| DraftText { text: text.to_owned(), origin: Some(TextOrigin::Source) };
    let is_chinese = text.chars().any(is_han);
    let (first, second) =
        if is_chinese == language.is_chinese() { (text.as_str(), translation) } else { (translation, text.as_str()) };
    *title = DraftTexts::ByLanguage([(language.clone(), own(first)), (other, own(second))].into_iter().collect());
}

/// What stands for a heading that is lost; in square brackets, as editors supply titles.
pub(super) fn missing_title(frame: Frame<'_>) -> String {
    if frame.language.is_chinese() {
        "［标题缺失］".to_owned()
    } else {
        "[Heading lost in the document]".to_owned()
    }
}

/// The passage that some lines make.
pub(super) fn evidence(lines: &[&Line]) -> Option<EvidenceDraft> {
    let span = lines.iter().map(|line| line.lines).reduce(Lines::to)?;
    let quote: Vec<&str> = lines.iter().map(|line| line.text.as_str()).filter(|text| !text.is_empty()).collect();
    let repairs = lines.iter().flat_map(|line| line.repairs.clone()).collect();
    Some(passage(span, &quote.join("\n"), repairs))
}

/// A passage with its lines and words.
pub(super) fn passage(lines: Lines, quote: &str, repairs: Vec<TextRepair>) -> EvidenceDraft {
    let cut = quote.char_indices().nth(MAX_QUOTE).and_then(|(end, _)| quote.get(..end)).map(|cut| format!("{cut}…"));
    EvidenceDraft {
        start_line: Some(line_number(lines.first)),
        end_line: Some(line_number(lines.last)),
        quote: Some(cut.unwrap_or_else(|| quote.to_owned())).filter(|quote| !quote.is_empty()),
        repairs,
        ..EvidenceDraft::default()
    }
}

fn line_number(line: u32) -> i32 {
    i32::try_from(line).unwrap_or(i32::MAX)
}

/// The indicators that a line's sentences hold figures of.
fn prose_indicators(line: &Line, setting: &Setting) -> Vec<PlanIndicatorDraft> {
    let found = figures(&line.text, setting);
    found
        .into_iter()
        .map(|FoundIndicator { name, observations, passage: range }| {
            let quote = line.text.get(range).unwrap_or(&line.text).trim();
            let repairs = repairs_of(line, quote);
            PlanIndicatorDraft {
                evidence: Some(passage(line.lines, quote, repairs)),
                observations,
                ..bare_indicator(name)
            }
        })
        .collect()
}

/// The repairs of a line that were made in a part of it.
pub(super) fn repairs_of(line: &Line, part: &str) -> Vec<TextRepair> {
    // A line has few repairs or many short ones; each is looked for once.
    line.repairs.iter().filter(|repair| part.contains(repair.after.as_str())).cloned().collect()
}

/// A paragraph's text; `None` for tables and headings.
pub(super) fn paragraph_text(line: &Line) -> Option<&str> {
    matches!(line.form, Form::Text | Form::Continued).then_some(line.text.as_str())
}

/// A heading without the colon that opens what follows.
pub(super) fn without_colon(text: &str) -> &str {
    text.trim().trim_end_matches([':', '：']).trim_end()
}

/// The finding on a table that is neither one of indicators nor one of elements.
pub(super) fn table_left_out(line: &Line) -> FindingDraft {
    FindingDraft {
        code: "TABLE_NOT_READ".to_owned(),
        severity: Some(Severity::Warning),
        message: "this table is not understood: no column of it is headed as goals, actions, outcomes, indicators or years; add what it says by hand"
            .to_owned(),
        line: Some(u64::from(line.lines.first)),
    }
}
