//! Checks plan indicators and their figures.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    accept_evidence::{DocumentKeys, evidence},
    checks::{Checks, TextRules, optional, trimmed},
    places::At,
    plan_file::{ObservationDraft, PlanIndicatorDraft},
};
use crate::domain::{
    indicator::{Comparator, Dimension, Figure, ObservationBasis, ObservationRole, TargetNature},
    publication::PlanIndicatorRecord,
};

/// A plan indicator under the key it has or was given.
pub(super) fn plan_indicator(
    checks: &mut Checks,
    draft: PlanIndicatorDraft,
    key: String,
    element: Option<usize>,
    rules: &TextRules,
    documents: &DocumentKeys,
    at: &At<'_>,
) -> PlanIndicatorRecord {
    let PlanIndicatorDraft { key: _, text, indicator, nature, evidence: passage, observations } = draft;
    let list = at.field("observations");
    let observations: Vec<Figure> = observations
        .into_iter()
        .enumerate()
        .map(|(index, observation)| figure(checks, observation, documents, &list.index(index)))
        .collect();
    check_baselines(checks, &observations, &list);
    PlanIndicatorRecord {
        key,
        element,
        text: checks.texts(text, rules, true, &at.field("text")),
        indicator: checks.optional_slug(indicator, &at.field("indicator")),
        nature: nature.unwrap_or(TargetNature::Unspecified),
        evidence: evidence(checks, passage, documents, &at.field("evidence")),
        observations,
    }
}

/// A quantity stood at one level when the plan began: of several baselines, readers are shown the first.
fn check_baselines(checks: &mut Checks, observations: &[Figure], list: &At<'_>) {
    let mut firsts: BTreeMap<BTreeSet<&Dimension>, usize> = BTreeMap::new();
    for (index, figure) in observations.iter().enumerate() {
        if figure.role != ObservationRole::Baseline {
            continue;
        }
        let first = *firsts.entry(figure.dimensions.iter().collect()).or_insert(index);
        if first != index {
            checks.warning(
                "SEVERAL_BASELINES",
                &list.index(index),
                format_args!(
                    "{} is a BASELINE with the same dimensions, and the first is shown as the baseline: keep one of the two, or tell them apart by `dimensions`",
                    list.index(first).path()
                ),
            );
        }
    }
}

fn figure(checks: &mut Checks, draft: ObservationDraft, documents: &DocumentKeys, at: &At<'_>) -> Figure {
    let ObservationDraft {
        role,
        comparator,
        value,
        upper,
        unit,
        basis,
        start_year,
        end_year,
        reference_year,
        dimensions,
        text,
        evidence: passage,
    } = draft;
    let comparator = comparator.unwrap_or_else(|| default_comparator(value, upper));
    let basis = basis.unwrap_or(ObservationBasis::Point);
    let text = optional(text);
    check_bounds(checks, comparator, value, upper, at);
    if comparator == Comparator::Qualitative && text.is_none() {
        checks.warning(
            "QUALITATIVE_WITHOUT_TEXT",
            at,
            "the observation has neither a `value` nor a `text`, so it says nothing: write one of them",
        );
    }
    check_years(checks, (start_year, end_year, reference_year), basis, at);
    Figure {
        role,
        comparator,
        value: value.map(|value| checks.number(value, &at.field("value"))),
        upper: upper.map(|upper| checks.number(upper, &at.field("upper"))),
        unit: checks.unit(unit, &at.field("unit")),
        basis,
        start_year,
        end_year,
        reference_year,
        dimensions: check_dimensions(checks, dimensions, &at.field("dimensions")),
        text,
        evidence: evidence(checks, passage, documents, &at.field("evidence")),
    }
}

/// The comparator of a figure that does not say how it bounds the quantity.
pub(super) fn default_comparator(value: Option<f64>, upper: Option<f64>) -> Comparator {
    match (value, upper) {
        (_, Some(_)) => Comparator::Between,
        (Some(_), None) => Comparator::Equal,
        (None, None) => Comparator::Qualitative,
    }
}

fn check_bounds(checks: &mut Checks, comparator: Comparator, value: Option<f64>, upper: Option<f64>, at: &At<'_>) {
    match (comparator, value, upper) {
        (Comparator::Qualitative, None, None) => {}
        (Comparator::Qualitative, ..) => checks.error(
            "FIGURE_CONTRADICTS_COMPARATOR",
            &at.field("comparator"),
            "QUALITATIVE is for targets in words alone: take `value` and `upper` out, or write another comparator",
        ),
        (Comparator::Between, Some(value), Some(upper)) => {
            // A figure that is no number has an error of its own.
            if upper <= value {
                checks.error(
                    "FIGURE_CONTRADICTS_COMPARATOR",
                    &at.field("upper"),
                    format_args!(
                        "the range from {value} to {upper} has no width: write the smaller figure in `value`, the greater in `upper`; a single figure has no `upper`"
                    ),
                );
            }
        }
        (Comparator::Between, ..) => checks.error(
            "FIGURE_CONTRADICTS_COMPARATOR",
            &at.field("comparator"),
            "BETWEEN needs both ends of the range: write the lower one in `value` and the upper one in `upper`",
        ),
        (_, None, _) => checks.error(
            "FIGURE_CONTRADICTS_COMPARATOR",
            &at.field("comparator"),
            format_args!("{comparator} needs a figure: write `value`, or QUALITATIVE for a target in words alone"),
        ),
        (_, Some(_), Some(_)) => checks.error(
            "FIGURE_CONTRADICTS_COMPARATOR",
            &at.field("upper"),
            format_args!("`upper` stands only with BETWEEN: take it out, or write BETWEEN in place of {comparator}"),
        ),
        (_, Some(_), None) => {}
    }
}

fn check_years(
    checks: &mut Checks,
    (start, end, reference): (Option<i32>, Option<i32>, Option<i32>),
    basis: ObservationBasis,
    at: &At<'_>,
) {
    for (name, year) in [("startYear", start), ("endYear", end), ("referenceYear", reference)] {
        if let Some(year) = year {
            checks.year(year, &at.field(name));
        }
    }
    match (start, end) {
        (Some(_), None) => checks.error(
            "YEARS_INCOMPLETE",
            &at.field("startYear"),
            "`startYear` needs `endYear`: a single year or a point in time has `endYear` alone",
        ),
        (Some(start), Some(end)) if end < start => checks.error(
            "YEARS_BACKWARDS",
            &at.field("endYear"),
            format_args!("the years {start} to {end} run backwards: write the earlier year in `startYear`"),
        ),
        _ => {}
    }
    let is_change = matches!(basis, ObservationBasis::ChangeAbsolute | ObservationBasis::ChangeRelative);
    if reference.is_some() && !is_change {
        checks.warning(
            "REFERENCE_YEAR_UNUSED",
            &at.field("referenceYear"),
            format_args!(
                "`referenceYear` is the year that a change is against, but the basis is {basis}: write CHANGE_ABSOLUTE or CHANGE_RELATIVE, or take the year out"
            ),
        );
    }
}

fn check_dimensions(checks: &mut Checks, dimensions: Vec<Dimension>, at: &At<'_>) -> Vec<Dimension> {
    checks.unique("name", at, dimensions.iter().map(|dimension| dimension.name.trim()));
    dimensions
        .into_iter()
        .enumerate()
        .map(|(index, Dimension { name, value })| {
            let at = at.index(index);
            let value = trimmed(value);
            Dimension { name: checks.line(name, &at.field("name")), value: checks.line(value, &at.field("value")) }
        })
        .collect()
}
