//! What is read from the sample documents, word for word, and that it stands where it is said to stand.

use insta::assert_snapshot;
use plan_registry::{
    document::Reading,
    domain::source::TextRepair,
    draft::{EvidenceDraft, export::to_yaml},
    linguistics::normalize,
};

use crate::support::{
    TestResult,
    drafts::{Placed, figures, indicators, letters, lines, placed},
    samples::Sample,
};

#[test]
fn drafts_and_findings() -> TestResult {
    for sample in Sample::all()? {
        let said = match sample.read() {
            Ok(Reading { draft, findings, .. }) => {
                let findings: Vec<String> =
                    findings.iter().map(|finding| format!("{:?}: {finding}", finding.severity)).collect();
                // The draft repeats them without the file's name.
                let draft = plan_registry::draft::PlanDraft { findings: Vec::new(), ..draft };
                format!("{}\n\n{}", findings.join("\n"), to_yaml(&draft)?)
            }
            Err(refusal) => format!("refused: {refusal}"),
        };
        insta::with_settings!(
            { snapshot_path => "snapshots/sample_documents", prepend_module_to_snapshot => false, omit_expression => true },
            { assert_snapshot!(sample.stem(), said) }
        );
    }
    Ok(())
}

/// The words of a passage without punctuation, white space and forms of characters, in which repairs differ.
fn words(text: &str) -> String {
    letters(&normalize(text))
}

/// What is wrong with a passage of a document, if anything is. Of a plain text, the quotation must stand
/// in its lines, once they are mended as the passage says.
fn problem(evidence: Option<&EvidenceDraft>, document: &[&str], is_plain: bool) -> Option<String> {
    let Some(evidence) = evidence else { return Some("no evidence".to_owned()) };
    let (first, last) = lines(Some(evidence));
    let range = usize::try_from(first - 1).ok()?..usize::try_from(last).ok()?;
    let Some(passage) = document.get(range).filter(|passage| !passage.is_empty()) else {
        return Some(format!("lines {first} to {last} of {}", document.len()));
    };
    let Some(quote) = &evidence.quote else {
        return evidence.quote_absence.is_none().then(|| format!("line {first}: no quotation"));
    };
    if !is_plain {
        return None;
    }
    let mut passage = words(&passage.concat());
    for TextRepair { before, after, .. } in &evidence.repairs {
        passage = passage.replacen(&words(before), &words(after), 1);
    }
    // Between the lines of a quotation stand the numbers and bullets of the document.
    let mut rest = passage.as_str();
    for part in quote.lines().map(words) {
        match rest.find(&part).and_then(|start| rest.get(start + part.len()..)) {
            Some(behind) => rest = behind,
            None => return Some(format!("lines {first} to {last}: `{part}` is not in `{rest}`")),
        }
    }
    None
}

#[test]
fn everything_stands_where_it_is_said_to_stand() -> TestResult {
    let mut problems = Vec::new();
    for sample in Sample::all()? {
        let Ok(Reading { draft, text, .. }) = sample.read() else { continue };
        let document: Vec<&str> = text.lines().collect();
        let is_plain = sample.name.ends_with(".txt");
        let elements = placed(&draft.elements);
        let of_elements = elements.iter().map(|Placed { element, .. }| element.evidence.as_ref());
        let of_figures = figures(&draft).into_iter().map(|(_, evidence)| evidence);
        let of_indicators = indicators(&draft).into_iter().map(|measured| measured.evidence);
        for evidence in of_elements.chain(of_indicators).chain(of_figures) {
            problems
                .extend(problem(evidence, &document, is_plain).map(|problem| format!("{}: {problem}", sample.name)));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}
