//! Elements of any number of plans that correspond: the connected components of the matches of every two plans.

use pathfinding::undirected::connected_components::components;

use super::{
    matching::{Thresholds, match_plans},
    passages::Passages,
};

/// Passages that correspond, directly or by way of others.
pub(super) struct Group {
    /// In canonical order; never empty.
    pub(super) members: Vec<usize>,
    /// The mean of the scores of every two members from different plans, 0..1; 0 for an element that stands alone.
    pub(super) score: f64,
    /// Whether any of the matches is vouched for by a person.
    pub(super) curated: bool,
}

/// Every passage in exactly one group. Ordered by the first member in canonical order.
pub(super) fn groups(passages: &Passages, thresholds: Thresholds) -> Vec<Group> {
    let plans = passages.plans();
    let links: Vec<_> = (0..plans.len())
        .flat_map(|right| (0..right).map(move |left| (left, right)))
        .flat_map(|(left, right)| match_plans(passages, &plans[left], &plans[right], thresholds))
        .collect();
    let alone = (0..passages.all().len()).map(|passage| vec![passage]);
    let edges: Vec<Vec<usize>> = links.iter().map(|link| vec![link.left, link.right]).chain(alone).collect();
    let mut groups: Vec<Group> = components(&edges)
        .into_iter()
        .map(|members| {
            let curated = links.iter().any(|link| link.curated && members.contains(&link.left));
            let mut members: Vec<usize> = members.into_iter().collect();
            members.sort_unstable();
            Group { score: mean_score(passages, &members), curated, members }
        })
        .collect();
    groups.sort_by_key(|group| group.members.first().copied());
    groups
}

fn mean_score(passages: &Passages, members: &[usize]) -> f64 {
    let (mut sum, mut n_pairs) = (0.0, 0_u32);
    for (place, &b) in members.iter().enumerate() {
        for &a in &members[..place] {
            if passages.all()[a].place.plan != passages.all()[b].place.plan {
                sum += passages.score(a, b);
                n_pairs += 1;
            }
        }
    }
    if n_pairs == 0 { 0.0 } else { sum / f64::from(n_pairs) }
}
