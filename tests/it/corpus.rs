//! Documents of real libraries, which are not part of the project: what is read from them, as structure and figures alone.
//!
//! They are looked for in the folder that the environment variable `PLAN_REGISTRY_CORPUS` names. Nothing here repeats their
//! sentences: kinds, numbers, lines, counts, quantities and damage only.

mod changchun;
mod damaged;
mod ifla;
mod shenzhen;

use std::{collections::BTreeMap, env, fs, path::Path};

use plan_registry::{
    document::{Given, Reading, read},
    domain::element::ElementKind,
    draft::{FileError, PlanDraft},
};

use crate::support::{
    TestResult,
    drafts::{Measured, Placed, figure_line, indicators, institution, lines, period_years, placed},
};

/// The text of a document of the corpus; `None`, said aloud, where there is no corpus.
fn document(name: &str) -> TestResult<Option<String>> {
    let Some(folder) = env::var_os("PLAN_REGISTRY_CORPUS") else {
        eprintln!("skipped: PLAN_REGISTRY_CORPUS does not name a folder with the documents");
        return Ok(None);
    };
    let path = Path::new(&folder).join("plans").join(name);
    Ok(Some(fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?))
}

fn read_text(name: &str, text: &str) -> Result<Reading, FileError> {
    read(name, text.as_bytes(), &Given::default())
}

/// `53-57`, or `61` for one line.
fn span((first, last): (i32, i32)) -> String {
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}

/// The draft without its words: who and when, the tree with numbers and lines, figures, and damage.
fn structure(draft: &PlanDraft) -> String {
    let years = period_years(draft).map_or("none".to_owned(), |(start, end)| format!("{start}-{end}"));
    let mut told = vec![
        format!("institution: {}", institution(draft)),
        format!("years: {years}, status: {}, language: {}", draft.status, draft.language),
    ];
    let shown = |Measured { indicator, evidence }: &Measured<'_>| {
        let figures: Vec<String> = indicator.observations.iter().map(figure_line).collect();
        let figures = if figures.is_empty() { "in words".to_owned() } else { figures.join("; ") };
        format!("* {} @{}", figures, span(lines(*evidence)))
    };
    for Placed { element, depth, .. } in placed(&draft.elements) {
        let indent = "  ".repeat(depth);
        let number = element.number.as_deref().map(|number| format!(" {number}")).unwrap_or_default();
        told.push(format!("{indent}{}{number} @{}", element.kind, span(lines(element.evidence.as_ref()))));
        told.extend(element.plan_indicators.iter().map(|indicator| {
            let evidence = indicator.evidence.as_ref().or(element.evidence.as_ref());
            format!("{indent}  {}", shown(&Measured { indicator, evidence }))
        }));
    }
    told.extend(
        draft
            .plan_indicators
            .iter()
            .map(|indicator| shown(&Measured { indicator, evidence: indicator.evidence.as_ref() })),
    );
    told.extend(draft.findings.iter().map(|finding| {
        let line = finding.line.map(|line| format!(" @{line}")).unwrap_or_default();
        format!("! {}{line}", finding.code)
    }));
    told.join("\n")
}

/// How many elements there are of each kind.
fn counts(draft: &PlanDraft) -> BTreeMap<ElementKind, usize> {
    let mut counts = BTreeMap::new();
    for Placed { element, .. } in placed(&draft.elements) {
        *counts.entry(element.kind).or_default() += 1;
    }
    counts
}

/// The lines that elements of a kind begin on.
fn first_lines(draft: &PlanDraft, kind: ElementKind) -> Vec<i32> {
    let of_kind = placed(&draft.elements).into_iter().filter(|placed| placed.element.kind == kind);
    of_kind.map(|placed| lines(placed.element.evidence.as_ref()).0).collect()
}

/// The numbers of the elements of a kind, as printed.
fn numbers(draft: &PlanDraft, kind: ElementKind) -> Vec<String> {
    let of_kind = placed(&draft.elements).into_iter().filter(|placed| placed.element.kind == kind);
    of_kind.map(|placed| placed.element.number.clone().unwrap_or_default()).collect()
}

/// Every text that the draft has made of the document: titles, bodies, indicators and quotations.
fn texts(draft: &PlanDraft) -> Vec<String> {
    use crate::support::drafts::text;
    let elements = placed(&draft.elements);
    let of_elements = elements.iter().flat_map(|Placed { element, .. }| {
        [
            Some(text(&element.title)),
            Some(text(&element.body)),
            element.evidence.as_ref().and_then(|evidence| evidence.quote.as_deref()),
        ]
    });
    let of_indicators = indicators(draft).into_iter().map(|Measured { indicator, .. }| Some(text(&indicator.text)));
    let title = [Some(text(&draft.title))];
    of_elements.chain(of_indicators).chain(title).flatten().map(str::to_owned).collect()
}

/// The damage that the draft tells of: codes with their lines.
fn damage(draft: &PlanDraft, codes: &[&str]) -> Vec<String> {
    let told = draft.findings.iter().filter(|finding| codes.contains(&finding.code.as_str()));
    told.map(|finding| format!("{} {}", finding.code, finding.line.unwrap_or_default())).collect()
}

#[test]
fn articles_are_no_plans() -> TestResult {
    for name in ["lim-impact-driven-planning-abstract.en.txt", "service-innovation-cases-2023.zh-en.txt"] {
        let Some(text) = document(name)? else { return Ok(()) };
        let Err(refusal) = read_text(name, &text) else { return Err(format!("{name} was read as a plan").into()) };
        assert_eq!(refusal.problems()[0].code, "NOT_A_PLAN", "{refusal}");
        assert!(refusal.to_string().contains("an article or its abstract"), "{refusal}");
    }
    Ok(())
}
