//! How much of what a careful reader finds in the sample documents is found, counted over all of them.

use std::collections::HashMap;

use plan_registry::{
    domain::indicator::{ObservationBasis, ObservationRole},
    draft::{ObservationDraft, PlanDraft},
};

use crate::support::{
    TestResult,
    drafts::{
        Placed, basis, comparator, figure_line, figures, indicators, institution, letters, lines, period_years, placed,
        same_things, same_values, text,
    },
    samples::{Expected, ExpectedElement, ExpectedFigure, Sample},
};

/// Right answers out of all, and the wrong ones to look at.
#[derive(Default)]
struct Score {
    n: usize,
    misses: Vec<String>,
}

impl Score {
    fn count(&mut self, is_right: bool, miss: impl FnOnce() -> String) {
        self.n += 1;
        if !is_right {
            self.misses.push(miss());
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "hundreds of answers")]
    fn share(&self) -> f64 {
        1.0 - self.misses.len() as f64 / self.n.max(1) as f64
    }
}

/// What is measured.
#[derive(Default)]
struct Scores {
    /// Documents told to be plans or no plans.
    refusals: Score,
    /// Titles, institutions, years, statuses and languages.
    identity: Score,
    /// Elements that are there.
    elements: Score,
    /// Elements of those read that are expected.
    precise_elements: Score,
    /// Kinds of the elements that are there.
    kinds: Score,
    /// Numbers of the elements that are there.
    numbers: Score,
    /// What the elements that are there stand under.
    parents: Score,
    /// Figures that are there.
    figures: Score,
    /// Figures of those read that are expected.
    precise_figures: Score,
    /// Damage that is reported.
    findings: Score,
}

impl Scores {
    fn by_name(&self) -> [(&'static str, &Score, f64); 10] {
        [
            ("plans and other texts told apart", &self.refusals, 1.0),
            ("identity", &self.identity, 0.96),
            ("elements found", &self.elements, 0.98),
            ("elements read that are right", &self.precise_elements, 0.97),
            ("kinds", &self.kinds, 0.98),
            ("numbers", &self.numbers, 0.98),
            ("parents", &self.parents, 0.97),
            ("figures found", &self.figures, 0.95),
            ("figures read that are right", &self.precise_figures, 0.95),
            ("findings", &self.findings, 0.85),
        ]
    }
}

/// The expected elements in document order, each with the place of the one around it.
fn flat(elements: &[ExpectedElement]) -> Vec<(&ExpectedElement, Option<usize>)> {
    let mut found = Vec::new();
    let mut waiting: Vec<_> = elements.iter().rev().map(|element| (element, None)).collect();
    while let Some((element, parent)) = waiting.pop() {
        let place = Some(found.len());
        found.push((element, parent));
        waiting.extend(element.children.iter().rev().map(|child| (child, place)));
    }
    found
}

/// Whether the texts are the same as far as the shorter one goes.
fn begins_alike(one: &str, other: &str) -> bool {
    !one.is_empty() && !other.is_empty() && (one.starts_with(other) || other.starts_with(one))
}

fn is_the_same_element(expected: &ExpectedElement, found: &Placed<'_>) -> bool {
    let title = letters(&expected.title);
    let (first, last) = lines(found.element.evidence.as_ref());
    let term = found.element.source_term.as_deref().map(letters);
    (first..=last).contains(&expected.line)
        && (begins_alike(&title, &letters(text(&found.element.title))) || term.as_ref() == Some(&title))
}

/// A number without its brackets, points and the words around it that only some plans print.
fn bare_number(number: Option<&str>) -> String {
    letters(number.unwrap_or_default()).replace(['第', '章', '节', '節'], "")
}

fn compare_elements(scores: &mut Scores, name: &str, expected: &Expected, draft: &PlanDraft) {
    let expected = flat(&expected.elements);
    let found = placed(&draft.elements);
    let mut place_of: HashMap<usize, usize> = HashMap::new();
    let mut is_used = vec![false; found.len()];
    for (place, (element, _)) in expected.iter().enumerate() {
        let same = (0..found.len()).find(|&index| !is_used[index] && is_the_same_element(element, &found[index]));
        let shown = || format!("{name}:{}: {} {}", element.line, element.kind, element.title);
        if let Some(index) = same {
            is_used[index] = true;
            place_of.insert(place, index);
        }
        if same.is_some() || !element.optional {
            scores.elements.count(same.is_some(), shown);
        }
    }
    for (index, Placed { element, .. }) in found.iter().enumerate() {
        scores.precise_elements.count(is_used[index], || {
            format!("{name}:{}: {} {}", lines(element.evidence.as_ref()).0, element.kind, text(&element.title))
        });
    }
    for (place, (element, parent)) in expected.iter().enumerate() {
        let Some(&index) = place_of.get(&place) else { continue };
        let got = &found[index];
        let shown = format!("{name}:{}: {} {}", element.line, element.kind, element.title);
        let is_kind = got.element.kind == element.kind || element.or.contains(&got.element.kind);
        scores.kinds.count(is_kind, || format!("{shown}: {}", got.element.kind));
        let number = got.element.number.as_deref();
        scores.numbers.count(bare_number(number) == bare_number(element.number.as_deref()), || {
            format!("{shown}: {number:?} instead of {:?}", element.number)
        });
        if element.orphan {
            continue;
        }
        // Where it was right to leave out the element around, that one's parent is the parent.
        let mut around = *parent;
        while let Some(left_out) = around.filter(|place| expected[*place].0.optional && !place_of.contains_key(place)) {
            around = expected[left_out].1;
        }
        let is_parent = match (around, got.parent) {
            (None, None) => true,
            (Some(around), Some(parent)) => place_of.get(&around) == Some(&parent),
            _ => false,
        };
        scores.parents.count(is_parent, || {
            let parent = got.parent.map(|place| text(&found[place].element.title));
            format!("{shown}: under {}", parent.unwrap_or("nothing"))
        });
    }
}

fn is_the_same_figure(expected: &ObservationDraft, found: &ObservationDraft) -> bool {
    let years = |figure: &ObservationDraft| (figure.start_year.or(figure.end_year), figure.end_year);
    // Tables often do not say whether a year's figure is a level or a sum.
    let is_of_one_year = |figure| matches!(basis(figure), ObservationBasis::Point | ObservationBasis::Annual);
    let has_open_years = expected.role == ObservationRole::Baseline && expected.end_year.is_none();
    expected.role == found.role
        && comparator(expected) == comparator(found)
        && same_values(expected, found)
        && same_things(expected, found)
        && (basis(expected) == basis(found) || is_of_one_year(expected) && is_of_one_year(found))
        && (has_open_years || years(expected) == years(found))
}

fn compare_figures(scores: &mut Scores, name: &str, expected: &Expected, draft: &PlanDraft) {
    let found = figures(draft);
    let mut is_used = vec![false; found.len()];
    for ExpectedFigure { line, figure } in &expected.observations {
        let same = (0..found.len()).find(|&index| {
            let (first, last) = lines(found[index].1);
            !is_used[index] && (first..=last).contains(line) && is_the_same_figure(figure, found[index].0)
        });
        if let Some(index) = same {
            is_used[index] = true;
        }
        scores.figures.count(same.is_some(), || format!("{name}:{line}: {}", figure_line(figure)));
    }
    for ((figure, evidence), is_used) in found.iter().zip(is_used) {
        scores.precise_figures.count(is_used, || format!("{name}:{}: {}", lines(*evidence).0, figure_line(figure)));
    }
}

fn compare_identity(scores: &mut Scores, name: &str, expected: &Expected, draft: &PlanDraft) {
    let mut count = |what: &str, is_right: bool| scores.identity.count(is_right, || format!("{name}: {what}"));
    if let Some(title) = &expected.title {
        let (expected, found) = (letters(title), letters(text(&draft.title)));
        count(text(&draft.title), expected.contains(&found) || found.contains(&expected));
    }
    if let Some(expected) = &expected.institution {
        count(institution(draft), letters(expected) == letters(institution(draft)));
    }
    if let Some(years) = expected.period_years {
        count(&format!("{:?}", period_years(draft)), period_years(draft) == Some(years));
    }
    let is_stated = draft.findings.iter().all(|finding| finding.code != "STATUS_UNSTATED");
    if let Some(status) = expected.status {
        count(draft.status.code(), draft.status == status);
        count("the status is stated", is_stated);
    } else {
        count("the status is not stated", !is_stated);
    }
    count(draft.language.as_str(), draft.language == expected.language);
}

fn compare_findings(scores: &mut Scores, name: &str, expected: &Expected, draft: &PlanDraft) -> TestResult {
    let found: Vec<(&str, u64)> =
        draft.findings.iter().map(|finding| (finding.code.as_str(), finding.line.unwrap_or_default())).collect();
    let is_expected = |code: &str, line: u64| expected.findings.contains(&format!("{code}@{line}"));
    for finding in &expected.findings {
        let (code, line) = finding.split_once('@').ok_or_else(|| format!("`{finding}` is not CODE@LINE"))?;
        let line: u64 = line.parse()?;
        // The number of a heading that is lost is missing in front of the next one.
        let is_told_by_the_next = |(other, at): &(&str, u64)| {
            code == "LOST_HEADING" && *other == "MISSING_NUMBER" && *at > line && !is_expected(other, *at)
        };
        let is_told = found.contains(&(code, line)) || found.iter().any(is_told_by_the_next);
        scores.findings.count(is_told, || format!("{name}: {finding}"));
    }
    Ok(())
}

#[test]
fn what_a_careful_reader_finds_is_found() -> TestResult {
    let mut scores = Scores::default();
    let (mut n_indicators, mut n_expected_indicators) = (0, 0);
    for sample in Sample::all()? {
        let expected = sample.expected()?;
        let read = sample.read();
        scores.refusals.count(read.is_ok() == expected.is_plan, || sample.name.clone());
        let Ok(reading) = read else { continue };
        let (name, draft) = (sample.name.as_str(), &reading.draft);
        compare_identity(&mut scores, name, &expected, draft);
        compare_elements(&mut scores, name, &expected, draft);
        compare_figures(&mut scores, name, &expected, draft);
        compare_findings(&mut scores, name, &expected, draft)?;
        n_expected_indicators += expected.indicators;
        n_indicators += indicators(draft).len();
    }
    println!("indicators: {n_indicators}, of which {n_expected_indicators} are expected");
    let mut is_enough = n_indicators.abs_diff(n_expected_indicators) * 10 <= n_expected_indicators;
    for (what, score, floor) in scores.by_name() {
        println!("{what}: {:.3} of {} (at least {floor})", score.share(), score.n);
        score.misses.iter().for_each(|miss| println!("    {miss}"));
        is_enough &= score.share() >= floor;
    }
    assert!(is_enough, "less is found than before: the misses are listed above");
    Ok(())
}
