//! From annotation records to the draft of an annotation file.

use super::annotation_file::{
    AlignmentDraft, AnnotationDraft, AnnotationFormat, CodingDraft, CodingMethodDraft, ElementNameDraft,
    ImpactRatingDraft, JudgementDraft,
};
use crate::domain::{
    publication::{AlignmentRecord, AnnotationRecord, CodingRecord, ElementName, ImpactRatingRecord, JudgementRecord},
    theme::PassMethod,
};

/// The draft of annotations. Passes that the registry made itself are left out: it makes them again.
pub fn annotation_draft(record: &AnnotationRecord) -> AnnotationDraft {
    let AnnotationRecord { codings, alignments, impact_ratings } = record;
    AnnotationDraft {
        format: AnnotationFormat::Version1,
        codings: codings.iter().filter_map(coding_draft).collect(),
        alignments: alignments.iter().map(alignment_draft).collect(),
        impact_ratings: impact_ratings.iter().map(impact_rating_draft).collect(),
    }
}

fn coding_draft(record: &CodingRecord) -> Option<CodingDraft> {
    let CodingRecord { plan, coder, method, codebook_version, layers, coded_at, judgements } = record;
    let method = match method {
        PassMethod::Lexicon => return None,
        PassMethod::Manual => CodingMethodDraft::Manual,
        PassMethod::Adjudicated => CodingMethodDraft::Adjudicated,
    };
    let judgements = judgements.iter().map(|JudgementRecord { element, theme, present, judged_at }| JudgementDraft {
        element: element.clone(),
        theme: theme.clone(),
        present: *present,
        judged_at: *judged_at,
    });
    Some(CodingDraft {
        plan: plan.clone(),
        coder: coder.clone(),
        method,
        codebook_version: codebook_version.clone(),
        layers: layers.clone(),
        coded_at: *coded_at,
        judgements: judgements.collect(),
    })
}

fn element_name_draft(ElementName { plan, element }: &ElementName) -> ElementNameDraft {
    ElementNameDraft { plan: plan.clone(), element: element.clone() }
}

fn alignment_draft(record: &AlignmentRecord) -> AlignmentDraft {
    let AlignmentRecord { source, target, relation, note, coder } = record;
    AlignmentDraft {
        source: element_name_draft(source),
        target: element_name_draft(target),
        relation: *relation,
        coder: coder.clone(),
        note: note.clone(),
    }
}

fn impact_rating_draft(record: &ImpactRatingRecord) -> ImpactRatingDraft {
    let ImpactRatingRecord { focus, contribution, level, rater, note, rated_at } = record;
    ImpactRatingDraft {
        focus: element_name_draft(focus),
        contribution: element_name_draft(contribution),
        level: *level,
        rater: rater.clone(),
        note: note.clone(),
        rated_at: *rated_at,
    }
}
