//! Which element of one plan corresponds to which of another.

use std::{cmp::Reverse, collections::BTreeSet, ops::Range};

use super::{
    assignment::{Candidate, best_assignment},
    passages::Passages,
    score::billionths,
};

/// Two passages that correspond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// The passage of the plan that comes first in canonical order.
    pub(super) left: usize,
    /// The other one.
    pub(super) right: usize,
    /// Whether a person vouches for it.
    pub(super) curated: bool,
    /// Whether it belongs to the one-to-one assignment, rather than being attached to it.
    pub(super) one_to_one: bool,
}

/// The scores from which elements are matched and attached, 0..1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Thresholds {
    /// Pairs below it are dropped. A pair that has nothing in common is never matched, whatever the threshold.
    pub(super) min_score: f64,
    /// A leftover joins its best matched counterpart from this score on.
    pub(super) split_score: f64,
}

/// Matches the passages of two plans; `left` and `right` are ranges in canonical order.
///
/// 1. An element beside itself and curated pairs are fixed. Where curated pairs share an element, as many as possible
///    make up the one-to-one assignment and the others are attached.
/// 2. The other elements are assigned by the largest sum of scores, over pairs of at least `min_score`.
/// 3. Each leftover is attached to the matched counterpart that it scores highest with (ties: the first in canonical
///    order), if that is at least `split_score`.
pub(super) fn match_plans(
    passages: &Passages,
    left: &Range<usize>,
    right: &Range<usize>,
    thresholds: Thresholds,
) -> Vec<Link> {
    let pairs = || left.clone().flat_map(|a| right.clone().map(move |b| (a, b)));
    let mut links: Vec<Link> = Vec::new();

    let same: Vec<Candidate> = pairs()
        .filter(|&(a, b)| passages.same_element(a, b))
        .map(|(left, right)| Candidate { left, right, weight: 1 })
        .collect();
    links.extend(best_assignment(&same).into_iter().map(|(left, right)| Link {
        left,
        right,
        curated: false,
        one_to_one: true,
    }));

    let curated: Vec<Candidate> = pairs()
        .filter(|&(a, b)| passages.curated(a, b))
        .map(|(left, right)| Candidate { left, right, weight: 1 })
        .collect();
    let assigned: BTreeSet<(usize, usize)> = best_assignment(&curated).into_iter().collect();
    links.extend(curated.iter().map(|&Candidate { left, right, .. }| Link {
        left,
        right,
        curated: true,
        one_to_one: assigned.contains(&(left, right)),
    }));

    let fixed = linked(&links);
    let scored: Vec<Candidate> = pairs()
        .filter(|(a, b)| !(fixed.contains(a) && fixed.contains(b)))
        .map(|(left, right)| Candidate { left, right, weight: billionths(passages.score(left, right)) })
        .filter(|candidate| candidate.weight > 0 && candidate.weight >= billionths(thresholds.min_score))
        .collect();
    let free: Vec<Candidate> = scored
        .iter()
        .copied()
        .filter(|candidate| !fixed.contains(&candidate.left) && !fixed.contains(&candidate.right))
        .collect();
    links.extend(best_assignment(&free).into_iter().map(|(left, right)| Link {
        left,
        right,
        curated: false,
        one_to_one: true,
    }));

    let matched = linked(&links);
    let attachable = |candidate: &Candidate| {
        candidate.weight >= billionths(thresholds.split_score)
            && matched.contains(&candidate.left) != matched.contains(&candidate.right)
    };
    let mut attachments: Vec<Candidate> = scored.into_iter().filter(attachable).collect();
    attachments.sort_by_key(|candidate| (Reverse(candidate.weight), candidate.left, candidate.right));
    let mut attached = BTreeSet::new();
    for Candidate { left, right, .. } in attachments {
        let leftover = if matched.contains(&left) { right } else { left };
        if attached.insert(leftover) {
            links.push(Link { left, right, curated: false, one_to_one: false });
        }
    }
    links
}

fn linked(links: &[Link]) -> BTreeSet<usize> {
    links.iter().flat_map(|link| [link.left, link.right]).collect()
}
