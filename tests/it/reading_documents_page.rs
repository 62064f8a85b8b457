//! What docs/reading-documents.md shows is what reading gives: its documents, its sentences and its list of findings.
//!
//! `UPDATE_DOCS=1` writes what is read anew; look at the change before you take it.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use plan_registry::{
    catalogue,
    document::{
        Given, Reading,
        figures::{Outlook, Setting, figures},
        read,
    },
    domain::{indicator::Comparator, indicator::ObservationBasis, period::YearSpan},
    draft::{DraftTexts, ElementDraft, EvidenceDraft, ObservationDraft, PlanIndicatorDraft, Reference, Severity},
    import::known_from,
};

use crate::support::TestResult;

/// Findings on who, when and what: shown only where an example is about them.
const ABOUT_THE_WHOLE: [&str; 5] = ["INSTITUTION_", "PERIOD_", "PLAN_", "STATUS_", "TITLE_"];

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page() -> PathBuf {
    repository().join("docs/reading-documents.md")
}

/// Compares the page with what it should be; `UPDATE_DOCS=1` writes it.
#[track_caller]
fn check(found: &str, expected: &str) -> TestResult {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        return Ok(fs::write(page(), expected)?);
    }
    let differing = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
    assert!(
        found == expected,
        "docs/reading-documents.md is not current: run `UPDATE_DOCS=1 cargo test reading_documents_page` and look at the change; first {differing:?}"
    );
    Ok(())
}

/// The page with what its documents are read as: `<!-- document: NAME -->` stands above a document, `<!-- read: NAME -->`
/// above what is read in it, `<!-- read with head: NAME -->` where who, when and what are shown as well.
fn with_readings(page: &str) -> TestResult<String> {
    let given = Given { known: known_from(&catalogue::prepare_names()?), ..Given::default() };
    let mut written = String::new();
    let mut document: Option<(String, String)> = None;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        writeln!(written, "{line}")?;
        let Some(mark) = line.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->")) else { continue };
        let Some((what, name)) = mark.split_once(": ").filter(|(what, _)| *what != "figures") else { continue };
        let fence = lines.next().ok_or("a mark without a block")?;
        writeln!(written, "{fence}")?;
        let block: String = lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
        if what == "document" {
            written.push_str(&block);
            document = Some((name.to_owned(), block));
        } else {
            let (named, text) = document.as_ref().ok_or("what is read stands behind its document")?;
            assert_eq!(named, name, "what is read stands behind its document");
            written.push_str(&reading(name, text, &given, what == "read with head")?);
        }
        writeln!(written, "```")?;
    }
    Ok(written)
}

/// What is read in a document, in short.
fn reading(name: &str, text: &str, given: &Given, with_head: bool) -> TestResult<String> {
    let mut shown = String::new();
    let Reading { draft, findings, .. } = match read(name, text.as_bytes(), given) {
        Ok(reading) => reading,
        Err(refused) => {
            for problem in refused.problems() {
                writeln!(shown, "error: {problem}")?;
            }
            return Ok(shown);
        }
    };
    if with_head {
        let institution = match &draft.institution {
            Reference::Slug(slug) => slug.clone(),
            Reference::Inline(institution) => format!("{} (new)", institution.slug),
        };
        let period = match &draft.period {
            Reference::Slug(slug) => slug.clone(),
            Reference::Inline(period) => format!("{} (new)", period.slug),
        };
        writeln!(shown, "title        {}", text_of(&draft.title))?;
        writeln!(shown, "institution  {institution}")?;
        writeln!(shown, "period       {period}")?;
        writeln!(shown, "status       {}", draft.status)?;
        writeln!(shown, "language     {}", draft.language)?;
        writeln!(shown, "slug         {}", draft.slug)?;
    } else {
        for element in &draft.elements {
            show_element(element, 0, &mut shown)?;
        }
        for indicator in &draft.plan_indicators {
            show_indicator(indicator, 0, &mut shown)?;
        }
    }
    let is_about_whole = |code: &str| ABOUT_THE_WHOLE.iter().any(|beginning| code.starts_with(beginning));
    for finding in findings.iter().filter(|finding| is_about_whole(&finding.code) == with_head) {
        let weight = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "note",
        };
        writeln!(shown, "{weight}: {finding}")?;
    }
    Ok(shown)
}

fn show_element(element: &ElementDraft, depth: usize, shown: &mut String) -> TestResult {
    let number = element.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
    let (indent, title) = ("  ".repeat(depth), text_of(&element.title));
    writeln!(shown, "{indent}{} {number}{title}{}", element.kind, lines_of(element.evidence.as_ref()))?;
    for indicator in &element.plan_indicators {
        show_indicator(indicator, depth + 1, shown)?;
    }
    element.children.iter().try_for_each(|child| show_element(child, depth + 1, shown))
}

fn show_indicator(indicator: &PlanIndicatorDraft, depth: usize, shown: &mut String) -> TestResult {
    let figures: Vec<String> = indicator.observations.iter().map(figure).collect();
    let colon = if figures.is_empty() { "" } else { ": " };
    let (indent, text) = ("  ".repeat(depth), text_of(&indicator.text));
    Ok(writeln!(shown, "{indent}* {text}{colon}{}", figures.join("; "))?)
}

fn text_of(texts: &DraftTexts) -> String {
    match texts {
        DraftTexts::Plain(text) => text.replace('\n', " / "),
        other => format!("{other:?}"),
    }
}

fn lines_of(evidence: Option<&EvidenceDraft>) -> String {
    match evidence.and_then(|evidence| Some((evidence.start_line?, evidence.end_line?))) {
        Some((first, last)) if first == last => format!("  (line {first})"),
        Some((first, last)) => format!("  (lines {first}-{last})"),
        None => String::new(),
    }
}

/// A figure in the words of plan files: role, comparator, value, unit, basis, years. What is usual is left out.
fn figure(observation: &ObservationDraft) -> String {
    let mut words = vec![observation.role.to_string()];
    let comparator = observation.comparator.filter(|comparator| *comparator != Comparator::Equal);
    words.extend(comparator.map(|comparator| comparator.to_string()));
    words.extend(observation.value.map(|value| ((value * 1e6).round() / 1e6).to_string()));
    words.extend(observation.upper.map(|upper| format!("to {upper}")));
    words.extend(observation.unit.clone());
    let basis = observation.basis.filter(|basis| *basis != ObservationBasis::Point);
    words.extend(basis.map(|basis| basis.to_string()));
    match (observation.start_year, observation.end_year) {
        (Some(start), Some(end)) if start != end => words.push(format!("{start}-{end}")),
        (_, Some(end)) => words.push(end.to_string()),
        _ => {}
    }
    words.extend(observation.reference_year.map(|year| format!("against {year}")));
    words.join(" ")
}

/// The page with what the sentences of its tables say. `<!-- figures: review -->` and `<!-- figures: goal -->` stand above
/// tables of sentences in a plan for 2026 to 2030.
fn with_figures(page: &str) -> TestResult<String> {
    let mut written = String::new();
    let mut outlook = None;
    for line in page.lines() {
        outlook = match line {
            "<!-- figures: review -->" => Some(Outlook::Back),
            "<!-- figures: goal -->" => Some(Outlook::Ahead),
            "" => None,
            _ => outlook,
        };
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        match (outlook, cells.as_slice()) {
            (Some(outlook), [sentence, _]) if !line.starts_with("| sentence") && line.starts_with("| ") => {
                let years = |start, end| YearSpan::new(start, end).ok();
                let setting = Setting { outlook, plan_years: years(2026, 2030), review_years: years(2021, 2025) };
                let found: Vec<String> = figures(sentence, &setting)
                    .iter()
                    .map(|found| {
                        let figures: Vec<String> = found.observations.iter().map(figure).collect();
                        format!("{}: `{}`", found.name, figures.join("; "))
                    })
                    .collect();
                let found = if found.is_empty() { "no figure".to_owned() } else { found.join("<br>") };
                writeln!(written, "| {sentence} | {found} |")?;
            }
            _ => writeln!(written, "{line}")?,
        }
    }
    Ok(written)
}

#[test]
fn examples_are_read_as_the_page_says() -> TestResult {
    let found = fs::read_to_string(page())?;
    let expected = with_figures(&with_readings(&found)?)?;
    assert!(found.matches("<!-- read").count() >= 8, "the page has lost its examples");
    check(&found, &expected)
}

/// The words in capitals with underscores that are texts of their own in the code of a folder.
fn codes_below(folder: &Path, codes: &mut BTreeSet<String>) -> TestResult {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            codes_below(&path, codes)?;
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let code = text.split("mod tests {").next().unwrap_or_default();
        let is_code =
            |word: &&str| word.contains('_') && word.chars().all(|sign| sign.is_ascii_uppercase() || sign == '_');
        codes.extend(code.split('"').filter(is_code).map(str::to_owned));
    }
    Ok(())
}

#[test]
fn every_finding_is_explained() -> TestResult {
    let page = fs::read_to_string(page())?;
    let explained: BTreeSet<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .filter(|word| word.contains('_') && word.chars().all(|sign| sign.is_ascii_uppercase() || sign == '_'))
        .map(str::to_owned)
        .collect();
    let mut codes = BTreeSet::new();
    codes_below(&repository().join("src/document"), &mut codes)?;
    assert_eq!(codes, explained, "left: in src/document; right: in the table of docs/reading-documents.md");
    Ok(())
}
