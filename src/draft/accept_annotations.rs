//! From an annotation file's draft to its records: everything that can be checked without a registry.

use std::{collections::HashMap, hash::Hash};

use super::{
    annotation_file::{
        AlignmentDraft, AnnotationDraft, CodingDraft, CodingMethodDraft, ElementNameDraft, ImpactRatingDraft,
        JudgementDraft,
    },
    checks::{Checks, optional},
    controls::check_controls,
    finding::{FileError, Finding},
    places::{At, Places},
};
use crate::domain::{
    element::PlanLayer,
    publication::{AlignmentRecord, AnnotationRecord, CodingRecord, ElementName, ImpactRatingRecord, JudgementRecord},
    theme::{LEXICON_CODER, PassMethod},
};

/// What an annotation file brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnotationFileContent {
    /// The records.
    pub annotations: AnnotationRecord,
    /// What is odd but no reason to refuse the file.
    pub findings: Vec<Finding>,
}

/// Checks an annotation file's draft and turns it into records.
///
/// # Errors
/// [`FileError`] with every problem of the draft.
pub fn accept_annotations(draft: AnnotationDraft, places: &Places) -> Result<AnnotationFileContent, FileError> {
    let mut checks = Checks::default();
    check_controls(&mut checks, &draft);
    let AnnotationDraft { format: _, codings, alignments, impact_ratings } = draft;
    let at = At::ROOT;
    if codings.is_empty() && alignments.is_empty() && impact_ratings.is_empty() {
        checks.warning(
            "NOTHING_IN_FILE",
            &at,
            "the file holds no `codings`, no `alignments` and no `impactRatings`: nothing will change",
        );
    }

    let list = at.field("codings");
    let codings = each(codings, &list, |draft, at| coding(&mut checks, draft, at));
    repeated(&mut checks, &list, &codings, "coding of the same plan by the same coder and method", |coding| {
        (coding.plan.as_str(), coding.coder.as_str(), coding.method)
    });

    let list = at.field("alignments");
    let alignments = each(alignments, &list, |draft, at| alignment(&mut checks, draft, at));
    repeated(&mut checks, &list, &alignments, "alignment of the same elements by the same coder", |alignment| {
        (&alignment.source, &alignment.target, alignment.relation, alignment.coder.as_str())
    });

    let list = at.field("impactRatings");
    let impact_ratings = each(impact_ratings, &list, |draft, at| impact_rating(&mut checks, draft, at));
    repeated(&mut checks, &list, &impact_ratings, "rating of the same cell by the same rater", |rating| {
        (&rating.focus, &rating.contribution, rating.rater.as_str())
    });

    let findings = checks.finish(places)?;
    Ok(AnnotationFileContent { annotations: AnnotationRecord { codings, alignments, impact_ratings }, findings })
}

fn each<T, R>(drafts: Vec<T>, list: &At<'_>, mut accept: impl FnMut(T, &At<'_>) -> R) -> Vec<R> {
    drafts.into_iter().enumerate().map(|(index, draft)| accept(draft, &list.index(index))).collect()
}

/// Notes an error for every record that says again what one before it has said: it would replace that one.
fn repeated<'a, T, K: Hash + Eq>(
    checks: &mut Checks,
    list: &At<'_>,
    records: &'a [T],
    what: &str,
    key: impl Fn(&'a T) -> K,
) {
    let mut seen: HashMap<K, usize> = HashMap::new();
    for (index, record) in records.iter().enumerate() {
        let first = *seen.entry(key(record)).or_insert(index);
        if first != index {
            checks.error(
                "REPEATED_ANNOTATION",
                &list.index(index),
                format_args!("{} is a {what} too: keep one of the two", list.index(first).path()),
            );
        }
    }
}

fn coding(checks: &mut Checks, draft: CodingDraft, at: &At<'_>) -> CodingRecord {
    let CodingDraft { plan, coder, method, codebook_version, layers, coded_at, judgements } = draft;
    // Whoever decides between coders need not go through a layer: without one only what is said in so many words counts.
    if layers.is_empty() && method == CodingMethodDraft::Manual {
        checks.error(
            "NO_LAYERS",
            &at.field("layers"),
            "name the layers that the coder went through, such as [GOAL, PRIORITY]: only inside them does silence mean absent",
        );
    }
    let coder = checks.line(coder, &at.field("coder"));
    if coder == LEXICON_CODER {
        checks.error(
            "RESERVED_CODER",
            &at.field("coder"),
            format_args!("`{LEXICON_CODER}` is what the registry calls its own coding: give the name or the pseudonym of a person"),
        );
    }
    let list = at.field("judgements");
    let judgements =
        each(judgements, &list, |JudgementDraft { element, theme, present, judged_at }, at| JudgementRecord {
            element: checks.key(element, &at.field("element")),
            theme: checks.slug(theme, &at.field("theme")),
            present,
            judged_at,
        });
    repeated(checks, &list, &judgements, "judgement of the same element and theme", |judgement| {
        (judgement.element.as_str(), judgement.theme.as_str())
    });
    CodingRecord {
        plan: checks.slug(plan, &at.field("plan")),
        coder,
        method: match method {
            CodingMethodDraft::Manual => PassMethod::Manual,
            CodingMethodDraft::Adjudicated => PassMethod::Adjudicated,
        },
        codebook_version: optional(codebook_version),
        // In the order of the vocabulary, each once: the layers of a pass are a set.
        layers: PlanLayer::ALL.iter().copied().filter(|layer| layers.contains(layer)).collect(),
        coded_at,
        judgements,
    }
}

fn element_name(checks: &mut Checks, ElementNameDraft { plan, element }: ElementNameDraft, at: &At<'_>) -> ElementName {
    ElementName { plan: checks.slug(plan, &at.field("plan")), element: checks.key(element, &at.field("element")) }
}

fn alignment(checks: &mut Checks, draft: AlignmentDraft, at: &At<'_>) -> AlignmentRecord {
    let AlignmentDraft { source, target, relation, coder, note } = draft;
    let source = element_name(checks, source, &at.field("source"));
    let target = element_name(checks, target, &at.field("target"));
    if source == target {
        checks.error("REFERS_TO_ITSELF", &at.field("target"), "an element is not aligned with itself: name another");
    }
    AlignmentRecord { source, target, relation, note: optional(note), coder: checks.line(coder, &at.field("coder")) }
}

fn impact_rating(checks: &mut Checks, draft: ImpactRatingDraft, at: &At<'_>) -> ImpactRatingRecord {
    let ImpactRatingDraft { focus, contribution, level, rater, note, rated_at } = draft;
    ImpactRatingRecord {
        focus: element_name(checks, focus, &at.field("focus")),
        contribution: element_name(checks, contribution, &at.field("contribution")),
        level,
        rater: checks.line(rater, &at.field("rater")),
        note: optional(note),
        rated_at,
    }
}
