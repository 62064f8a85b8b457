//! One document from bytes to a draft.

use std::collections::BTreeMap;

use super::{
    DocumentFormat, Given, blocks,
    elements::{Elements, Frame, elements, make_keys},
    formats::encoding::{Decoded, Replaced, decode},
    identity::{Identity, NotAPlan, identify, plan_likeness},
    linking::link,
    outline::{line::lines, outline},
    text::{BlockKind, DocumentText, Lines},
};
use crate::{
    domain::{
        document_content::sha256,
        element::PlanLayer,
        source::{RepairKind, TextRepair},
        text::TextOrigin,
    },
    draft::{
        DocumentDraft, DraftTexts, ElementDraft, FileError, Finding, FindingDraft, PlanDraft, PlanFormat, Reference,
        Severity,
    },
};

/// More findings of one code are counted, not told.
const MAX_FINDINGS_OF_A_CODE: usize = 100;

/// What stands for a slug that the document does not tell.
const NOT_STATED: &str = "not-stated";

/// The key of the document in its draft.
const DOCUMENT_KEY: &str = "document";

/// What a document says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The plan, for an editor to read, correct and publish.
    pub draft: PlanDraft,
    /// What is in doubt, in the order of the document's lines; the draft holds them, too.
    pub findings: Vec<Finding>,
    /// The document's text, whose lines the evidence names.
    pub text: String,
}

/// Reads a document. `name` is what findings call it and what tells its format, where its name does.
///
/// Odd content is a finding of the reading.
///
/// # Errors
/// [`FileError`] when the bytes are no text, and when the text is no plan.
pub fn read(name: &str, bytes: &[u8], given: &Given) -> Result<Reading, FileError> {
    let Decoded { text, replaced, .. } = decode(bytes).map_err(|no_text| refused(name, "NOT_TEXT", &no_text))?;
    let format = DocumentFormat::of(Some(name), &text);
    let document = blocks(format, &text);
    if document.blocks.is_empty() {
        return Err(refused(name, "EMPTY_DOCUMENT", &"the document holds no text"));
    }
    plan_likeness(&document).map_err(|other| other.file_error(name))?;
    let identity = identify(&document, given);
    let frame = Frame { plan_years: identity.years, review_years: identity.review_years, language: &identity.language };
    let outline = outline(lines(&document, identity.title_blocks.clone()));
    let Elements { mut elements, mut indicators, findings: doubts } = elements(&outline, frame);
    if !holds_a_plan(&elements) {
        return Err(NotAPlan { reads_like: None }.file_error(name));
    }
    make_keys(&mut elements, &mut indicators);
    let linked = link(&mut elements, &mut indicators, &given.known.indicators);

    let mut findings = identity.findings.clone();
    findings.extend(replaced.map(replaced_finding));
    findings.extend(repair_findings(&document));
    findings.extend(outline.findings);
    findings.extend(doubts);
    findings.extend(linked);
    let findings = in_order(findings);
    let told = findings.iter().map(|finding| told(name, finding)).collect();
    let draft = draft(bytes, format, identity, elements, indicators, findings);
    Ok(Reading { draft, findings: told, text })
}

fn refused(name: &str, code: &str, why: &impl std::fmt::Display) -> FileError {
    let finding =
        FindingDraft { code: code.to_owned(), severity: Some(Severity::Error), message: why.to_string(), line: None };
    FileError::new(vec![told(name, &finding)])
}

fn media_type(format: DocumentFormat) -> &'static str {
    match format {
        DocumentFormat::PlainText => "text/plain",
        DocumentFormat::Markdown => "text/markdown",
        DocumentFormat::Html => "text/html",
    }
}

fn replaced_finding(replaced: Replaced) -> FindingDraft {
    FindingDraft {
        code: "CHARACTERS_REPLACED".to_owned(),
        severity: Some(Severity::Error),
        message: format!(
            "{}, read as “\u{fffd}”: save the document anew as UTF-8",
            counted(
                replaced.count,
                "place holds bytes that are no character of the document's encoding",
                "places hold bytes that are no characters of the document's encoding",
            )
        ),
        line: Some(u64::from(replaced.first_line)),
    }
}

/// A plan says what is aimed at or done: two such statements at least.
fn holds_a_plan(elements: &[ElementDraft]) -> bool {
    let mut n_aims = 0;
    let mut waiting: Vec<&ElementDraft> = elements.iter().collect();
    while let Some(element) = waiting.pop() {
        if !matches!(element.kind.layer(), PlanLayer::Direction | PlanLayer::Situation) {
            n_aims += 1;
        }
        waiting.extend(&element.children);
    }
    n_aims >= 2
}

fn draft(
    bytes: &[u8],
    format: DocumentFormat,
    identity: Identity,
    elements: Vec<ElementDraft>,
    plan_indicators: Vec<crate::draft::PlanIndicatorDraft>,
    findings: Vec<FindingDraft>,
) -> PlanDraft {
    let Identity { title, language, institution, period, status, level, slug, variant, is_machine_translation, .. } =
        identity;
    let document = DocumentDraft {
        key: DOCUMENT_KEY.to_owned(),
        title: title.value.clone(),
        publisher: None,
        url: None,
        media_type: Some(media_type(format).to_owned()),
        sha256: Some(sha256(bytes)),
        file: None,
        language: None,
        license: None,
        retrieved_at: None,
        published_on: None,
    };
    PlanDraft {
        format: PlanFormat::Version1,
        slug,
        institution: institution.unwrap_or_else(|| Reference::Slug(NOT_STATED.to_owned())),
        period: period.unwrap_or_else(|| Reference::Slug(NOT_STATED.to_owned())),
        variant,
        level,
        status,
        is_synthetic: false,
        language,
        text_origin: is_machine_translation.then_some(TextOrigin::MachineTranslation),
        note: None,
        title: DraftTexts::Plain(title.value),
        source: Some(DOCUMENT_KEY.to_owned()),
        documents: vec![document],
        elements,
        plan_indicators,
        findings,
    }
}

fn told(name: &str, finding: &FindingDraft) -> Finding {
    let FindingDraft { code, severity, message, line } = finding.clone();
    Finding {
        code,
        severity: severity.unwrap_or(Severity::Warning),
        message,
        file: name.to_owned(),
        line,
        column: None,
        field: String::new(),
    }
}

/// By line; the first of each code, and how many more there are.
fn in_order(mut findings: Vec<FindingDraft>) -> Vec<FindingDraft> {
    findings.sort_by_key(|finding| finding.line.unwrap_or(0));
    let mut n_of: BTreeMap<String, usize> = BTreeMap::new();
    findings.retain(|finding| {
        let n = n_of.entry(finding.code.clone()).or_default();
        *n += 1;
        *n <= MAX_FINDINGS_OF_A_CODE
    });
    findings.extend(n_of.into_iter().filter(|(_, n)| *n > MAX_FINDINGS_OF_A_CODE).map(|(code, n)| FindingDraft {
        code,
        severity: Some(Severity::Warning),
        message: format!("and {} more of the same", n - MAX_FINDINGS_OF_A_CODE),
        line: None,
    }));
    findings
}

/// What was mended: each numeral that had fallen apart, and a count of everything else.
fn repair_findings(document: &DocumentText) -> Vec<FindingDraft> {
    let mut findings = Vec::new();
    let mut counted: BTreeMap<RepairKind, (usize, Lines)> = BTreeMap::new();
    let mut take = |repairs: &[TextRepair], lines: Lines| {
        for TextRepair { kind, before, after } in repairs {
            if *kind == RepairKind::SplitNumeral {
                findings.push(FindingDraft {
                    code: "SPLIT_NUMERAL".to_owned(),
                    severity: Some(Severity::Info),
                    message: format!("the numeral “{before}” had fallen apart and was read as “{after}”"),
                    line: Some(u64::from(lines.first)),
                });
            } else {
                counted.entry(*kind).or_insert((0, lines)).0 += 1;
            }
        }
    };
    for block in &document.blocks {
        take(&block.repairs, block.lines);
        if let BlockKind::Table(table) = &block.kind {
            for row in &table.rows {
                row.cells.iter().for_each(|cell| take(&cell.repairs, row.lines));
            }
        }
    }
    findings.extend(counted.into_iter().filter_map(|(kind, (n, lines))| repair_finding(kind, n, lines)));
    findings
}

/// How many, with what is said of one or of several.
fn counted(n: usize, of_one: &str, of_several: &str) -> String {
    format!("{n} {}", if n == 1 { of_one } else { of_several })
}

fn repair_finding(kind: RepairKind, n: usize, lines: Lines) -> Option<FindingDraft> {
    let (code, severity, message) = match kind {
        RepairKind::PinyinGloss => (
            "PINYIN_GLOSSES",
            Severity::Info,
            counted(
                n,
                "pinyin gloss behind a character was taken out",
                "pinyin glosses behind characters were taken out",
            ),
        ),
        RepairKind::MaskedWord => (
            "MASKED_WORDS",
            Severity::Warning,
            counted(
                n,
                "word is masked with asterisks and was kept so",
                "words are masked with asterisks and were kept so",
            ) + ": write from the original what is hidden, where you have it",
        ),
        RepairKind::LostQuotation => (
            "LOST_QUOTATIONS",
            Severity::Warning,
            counted(
                n,
                "passage has question marks where quotation marks were lost",
                "passages have question marks where quotation marks were lost",
            ) + ": pairs became quotation marks, single ones were taken out",
        ),
        RepairKind::Markup => (
            "MARKUP_RESOLVED",
            Severity::Info,
            format!("markup inside the text was resolved in {}", counted(n, "place", "places")),
        ),
        // Full-width digits are the usual ones of another keyboard; the evidence says where.
        RepairKind::Width | RepairKind::SplitNumeral => return None,
    };
    Some(FindingDraft { code: code.to_owned(), severity: Some(severity), message, line: Some(u64::from(lines.first)) })
}
