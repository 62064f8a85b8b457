//! Plans.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{Pick, documents, evidence, key, lang, number, place, slug, text, texts, unit, word};
use crate::domain::{
    element::ElementKind,
    indicator::{Comparator, Dimension, Figure, ObservationBasis, ObservationRole, TargetNature},
    plan::{PlanLevel, PlanStatus},
    publication::{ElementRecord, PlanDocument, PlanIndicatorRecord, PlanRecord},
    source::SourceDocument,
};

/// Comparator, value and upper end as they go together.
fn bounds() -> impl Strategy<Value = (Comparator, Option<f64>, Option<f64>)> {
    use Comparator::{Approximately, AtLeast, AtMost, Between, Equal, LessThan, MoreThan, Qualitative};
    prop_oneof![
        Just((Qualitative, None, None)),
        (-1000..1000_i32, 1..1000_i32).prop_map(|(low, width)| (
            Between,
            Some(f64::from(low)),
            Some(f64::from(low + width))
        )),
        (select(vec![Equal, AtLeast, MoreThan, AtMost, LessThan, Approximately]), number())
            .prop_map(|(comparator, value)| (comparator, Some(value), None)),
    ]
}

fn figure() -> impl Strategy<Value = Figure> {
    (
        (word(ObservationRole::ALL), bounds(), option::of(unit()), word(ObservationBasis::ALL)),
        (option::of((1000..2900_i32, option::of(0..99_i32))), option::of(1000..3000_i32)),
        (vec(text(), 0..3), option::of(text()), option::of(evidence())),
    )
        .prop_map(
            |((role, (comparator, value, upper), unit, basis), (years, reference_year), (parts, text, evidence))| {
                let dimension = |(index, value): (usize, String)| Dimension { name: format!("part {index}"), value };
                Figure {
                    role,
                    comparator,
                    value,
                    upper,
                    unit,
                    basis,
                    start_year: years.and_then(|(start, length)| length.map(|_| start)),
                    end_year: years.map(|(start, length)| start + length.unwrap_or_default()),
                    reference_year,
                    dimensions: parts.into_iter().enumerate().map(dimension).collect(),
                    text,
                    evidence,
                }
            },
        )
}

fn element() -> impl Strategy<Value = (ElementRecord, Pick, Pick)> {
    let head = (key(), word(ElementKind::ALL), option::of(text()), option::of(text()));
    (head, texts(1), texts(0), option::of(evidence()), any::<Pick>(), any::<Pick>()).prop_map(
        |((key, kind, number, source_term), title, body, evidence, level, document)| {
            let record = ElementRecord { key, kind, number, source_term, title, body, parent: None, evidence };
            (record, level, document)
        },
    )
}

fn plan_indicator() -> impl Strategy<Value = (PlanIndicatorRecord, Option<Pick>, Pick)> {
    let links = (option::of(any::<Pick>()), any::<Pick>());
    (key(), texts(1), option::of(slug()), word(TargetNature::ALL), option::of(evidence()), vec(figure(), 0..4), links)
        .prop_map(|(key, text, indicator, nature, evidence, observations, (element, document))| {
            let record = PlanIndicatorRecord { key, element: None, text, indicator, nature, evidence, observations };
            (record, element, document)
        })
}

/// A plan of up to ten elements and six indicators, in document order.
pub(crate) fn plan() -> impl Strategy<Value = PlanRecord> {
    (
        (slug(), slug(), slug(), prop_oneof![Just("main".to_owned()), slug()]),
        (word(PlanLevel::ALL), word(PlanStatus::ALL), any::<bool>(), texts(1), lang(), option::of(text())),
        (documents(3), option::of(any::<Pick>()), vec(element(), 1..10), vec(plan_indicator(), 0..6)),
    )
        .prop_map(
            |(
                (slug, institution, period, variant),
                (level, status, is_synthetic, title, language, note),
                (documents, source, elements, indicators),
            )| {
                let elements = tree(elements, &documents);
                let indicators = attach(indicators, &elements, &documents);
                let source = source.filter(|_| !documents.is_empty()).map(|pick| pick.index(documents.len()));
                let named = |(index, document)| PlanDocument { key: format!("doc-{index}"), document };
                PlanRecord {
                    slug,
                    institution,
                    period,
                    variant,
                    level,
                    status,
                    is_synthetic,
                    title,
                    language,
                    note,
                    documents: documents.into_iter().enumerate().map(named).collect(),
                    source,
                    elements,
                    indicators,
                }
            },
        )
}

/// Each element goes under one of those on the path to the one before it, or to the root.
fn tree(elements: Vec<(ElementRecord, Pick, Pick)>, documents: &[SourceDocument]) -> Vec<ElementRecord> {
    let mut path: Vec<usize> = Vec::new();
    let arrange = |(index, (record, level, document)): (usize, (ElementRecord, Pick, Pick))| {
        path.truncate(level.index(path.len() + 1));
        let parent = path.last().copied();
        path.push(index);
        let evidence = place(record.evidence, documents, &document);
        ElementRecord { key: format!("{}-{index}", record.key), parent, evidence, ..record }
    };
    elements.into_iter().enumerate().map(arrange).collect()
}

fn attach(
    indicators: Vec<(PlanIndicatorRecord, Option<Pick>, Pick)>,
    elements: &[ElementRecord],
    documents: &[SourceDocument],
) -> Vec<PlanIndicatorRecord> {
    let attached = |(index, (record, element, document)): (usize, (PlanIndicatorRecord, Option<Pick>, Pick))| {
        let observations = record
            .observations
            .into_iter()
            .map(|figure| Figure { evidence: place(figure.evidence, documents, &document), ..figure });
        PlanIndicatorRecord {
            key: format!("{}-{index}", record.key),
            element: element.map(|pick| pick.index(elements.len())),
            evidence: place(record.evidence, documents, &document),
            observations: observations.collect(),
            ..record
        }
    };
    let mut attached: Vec<_> = indicators.into_iter().enumerate().map(attached).collect();
    attached.sort_by_key(|indicator| indicator.element.unwrap_or(usize::MAX));
    attached
}
