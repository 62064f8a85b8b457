//! Drafts taken apart: elements in document order, figures, and what makes two figures the same.

use plan_registry::{
    domain::{
        indicator::{Comparator, ObservationBasis},
        unit::Unit,
    },
    draft::{DraftTexts, ElementDraft, EvidenceDraft, ObservationDraft, PlanDraft, PlanIndicatorDraft, Reference},
};

/// An element and where it stands in its tree.
pub struct Placed<'a> {
    pub element: &'a ElementDraft,
    /// Place of the element around it in the same list.
    pub parent: Option<usize>,
    pub depth: usize,
}

/// Every element of a tree in document order.
pub fn placed(elements: &[ElementDraft]) -> Vec<Placed<'_>> {
    let mut placed = Vec::new();
    let mut waiting: Vec<_> = elements.iter().rev().map(|element| Placed { element, parent: None, depth: 0 }).collect();
    while let Some(next) = waiting.pop() {
        let (parent, depth) = (Some(placed.len()), next.depth + 1);
        waiting.extend(next.element.children.iter().rev().map(|element| Placed { element, parent, depth }));
        placed.push(next);
    }
    placed
}

/// An indicator of a draft and the passage that it rests on: its own, or its element's.
pub struct Measured<'a> {
    pub indicator: &'a PlanIndicatorDraft,
    pub evidence: Option<&'a EvidenceDraft>,
}

/// Every indicator of a draft.
pub fn indicators(draft: &PlanDraft) -> Vec<Measured<'_>> {
    let of_elements = placed(&draft.elements).into_iter().flat_map(|Placed { element, .. }| {
        element.plan_indicators.iter().map(|indicator| Measured {
            indicator,
            evidence: indicator.evidence.as_ref().or(element.evidence.as_ref()),
        })
    });
    let of_plan =
        draft.plan_indicators.iter().map(|indicator| Measured { indicator, evidence: indicator.evidence.as_ref() });
    of_elements.chain(of_plan).collect()
}

/// Every figure of a draft with the passage that it rests on.
pub fn figures(draft: &PlanDraft) -> Vec<(&ObservationDraft, Option<&EvidenceDraft>)> {
    indicators(draft)
        .into_iter()
        .flat_map(|Measured { indicator, evidence }| {
            indicator.observations.iter().map(move |figure| (figure, figure.evidence.as_ref().or(evidence)))
        })
        .collect()
}

/// The lines of a passage; 0 where it names none.
pub fn lines(evidence: Option<&EvidenceDraft>) -> (i32, i32) {
    let first = evidence.and_then(|evidence| evidence.start_line).unwrap_or_default();
    (first, evidence.and_then(|evidence| evidence.end_line).unwrap_or(first))
}

/// A text that has one language; of several, the Chinese one, whose tag comes last.
pub fn text(texts: &DraftTexts) -> &str {
    match texts {
        DraftTexts::Plain(text) => text,
        DraftTexts::ByLanguage(texts) => {
            texts.0.values().next_back().map(|text| text.text.as_str()).unwrap_or_default()
        }
    }
}

/// Letters and digits alone: what is left where punctuation, white space and case do not count.
pub fn letters(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The name of a draft's institution, or the slug that names it.
pub fn institution(draft: &PlanDraft) -> &str {
    match &draft.institution {
        Reference::Slug(slug) => slug,
        Reference::Inline(institution) => text(&institution.name),
    }
}

/// The years of a draft's period, where the draft brings it.
pub fn period_years(draft: &PlanDraft) -> Option<(i32, i32)> {
    match &draft.period {
        Reference::Slug(_) => None,
        Reference::Inline(period) => Some((period.start_year, period.end_year)),
    }
}

/// How a figure bounds its quantity, said or not.
pub fn comparator(figure: &ObservationDraft) -> Comparator {
    figure.comparator.unwrap_or(match (figure.value, figure.upper) {
        (None, _) => Comparator::Qualitative,
        (Some(_), Some(_)) => Comparator::Between,
        (Some(_), None) => Comparator::Equal,
    })
}

/// What span or change a figure is of, said or not.
pub fn basis(figure: &ObservationDraft) -> ObservationBasis {
    figure.basis.unwrap_or(ObservationBasis::Point)
}

/// A figure on one line: `TARGET BETWEEN 3 to 5 room ANNUAL_AVERAGE 2021-2025`.
pub fn figure_line(figure: &ObservationDraft) -> String {
    let mut words = vec![figure.role.to_string()];
    words.extend(Some(comparator(figure)).filter(|found| *found != Comparator::Equal).map(|found| found.to_string()));
    words.extend(figure.value.map(|value| value.to_string()));
    words.extend(figure.upper.map(|upper| format!("to {upper}")));
    words.extend(figure.unit.clone());
    words.extend(Some(basis(figure)).filter(|found| *found != ObservationBasis::Point).map(|found| found.to_string()));
    words.extend(match (figure.start_year, figure.end_year) {
        (Some(start), Some(end)) => Some(format!("{start}-{end}")),
        (Some(year), None) => Some(format!("{year}-")),
        (None, end) => end.map(|year| year.to_string()),
    });
    words.extend(figure.reference_year.map(|year| format!("against {year}")));
    words.join(" ")
}

fn unit(figure: &ObservationDraft) -> Option<Unit> {
    figure.unit.as_deref().and_then(|unit| unit.parse().ok())
}

/// Whether two figures have the same values, however their units write the powers of ten, up to a ten-thousandth.
pub fn same_values(one: &ObservationDraft, other: &ObservationDraft) -> bool {
    let plain = |figure: &ObservationDraft, value: Option<f64>| {
        let power = unit(figure).map_or(0, Unit::power_of_ten);
        value.map(|value| value * 10f64.powi(power.try_into().unwrap_or_default()))
    };
    let same = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-4 * one.abs().max(1.0),
        (one, other) => one.is_none() && other.is_none(),
    };
    same(plain(one, one.value), plain(other, other.value)) && same(plain(one, one.upper), plain(other, other.upper))
}

/// Whether two figures count the same thing; `item` counts any thing that can be counted.
pub fn same_things(one: &ObservationDraft, other: &ObservationDraft) -> bool {
    let base = |figure: &ObservationDraft| unit(figure).map(Unit::base);
    let is_item = |figure| base(figure).is_some_and(|base| base.code == "item");
    let is_counted = |figure| {
        base(figure).is_some_and(|base| {
            base.code == base.quantity && !["ratio", "score", "index", "multiple"].contains(&base.code)
        })
    };
    base(one) == base(other) || is_item(one) && is_counted(other) || is_counted(one) && is_item(other)
}
