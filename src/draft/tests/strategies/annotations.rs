//! Annotations.

use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{select, subsequence},
};

use super::{key, moment, numbered, slug, text, word};
use crate::domain::{
    annotation::{AlignmentRelation, ImpactLevel},
    element::PlanLayer,
    publication::{AlignmentRecord, AnnotationRecord, CodingRecord, ElementName, ImpactRatingRecord, JudgementRecord},
    theme::PassMethod,
};

fn element_name() -> impl Strategy<Value = ElementName> {
    (slug(), key()).prop_map(|(plan, element)| ElementName { plan, element })
}

fn coding() -> impl Strategy<Value = CodingRecord> {
    let judgement = (key(), slug(), any::<bool>(), option::of(moment()));
    let layers = subsequence(PlanLayer::ALL, 1..=PlanLayer::ALL.len());
    let method = select(vec![PassMethod::Manual, PassMethod::Adjudicated]);
    (slug(), text(), method, option::of(text()), layers, option::of(moment()), vec(judgement, 0..4)).prop_map(
        |(plan, coder, method, codebook_version, layers, coded_at, judgements)| CodingRecord {
            plan,
            coder,
            method,
            codebook_version,
            layers,
            coded_at,
            judgements: judgements
                .into_iter()
                .enumerate()
                .map(|(index, (element, theme, present, judged_at))| JudgementRecord {
                    element: numbered(index, &element),
                    theme,
                    present,
                    judged_at,
                })
                .collect(),
        },
    )
}

/// Records of an annotation file.
pub(crate) fn annotations() -> impl Strategy<Value = AnnotationRecord> {
    let alignment = (element_name(), element_name(), word(AlignmentRelation::ALL), option::of(text()), text());
    let rating =
        (element_name(), element_name(), word(ImpactLevel::ALL), text(), option::of(text()), option::of(moment()));
    (vec(coding(), 0..3), vec(alignment, 0..3), vec(rating, 0..3)).prop_map(|(codings, alignments, ratings)| {
        let named = |index: usize, name: ElementName| ElementName { plan: numbered(index, &name.plan), ..name };
        AnnotationRecord {
            codings: codings
                .into_iter()
                .enumerate()
                .map(|(index, coding)| CodingRecord { plan: numbered(index, &coding.plan), ..coding })
                .collect(),
            alignments: alignments
                .into_iter()
                .enumerate()
                .map(|(index, (source, target, relation, note, coder))| AlignmentRecord {
                    source: named(2 * index, source),
                    target: named(2 * index + 1, target),
                    relation,
                    note,
                    coder,
                })
                .collect(),
            impact_ratings: ratings
                .into_iter()
                .enumerate()
                .map(|(index, (focus, contribution, level, rater, note, rated_at))| ImpactRatingRecord {
                    focus: named(index, focus),
                    contribution,
                    level,
                    rater,
                    note,
                    rated_at,
                })
                .collect(),
        }
    })
}
