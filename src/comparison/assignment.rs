//! The maximum-weight one-to-one assignment over the few pairs that are worth matching.

use std::collections::BTreeSet;

use pathfinding::{kuhn_munkres::kuhn_munkres, matrix::Matrix, undirected::connected_components::components};

/// A pair that may be matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// On the left side.
    pub(super) left: usize,
    /// On the right side; the sides share one numbering, so that no number stands on both.
    pub(super) right: usize,
    /// What matching the pair is worth; above 0.
    pub(super) weight: i64,
}

/// Chooses pairs so that nobody is in two of them and the sum of the weights is the largest possible. Ordered by left.
///
/// Each connected component of the candidates is solved for itself, by Kuhn and Munkres: plans of hundreds of elements
/// fall into small ones. Where several choices have the largest sum, the numbering decides: rows and columns are handed
/// to the solver in ascending order, and it has no other source of order. So the choice depends on the set of
/// candidates alone, not on their order.
pub(super) fn best_assignment(candidates: &[Candidate]) -> Vec<(usize, usize)> {
    let edges: Vec<Vec<usize>> = candidates.iter().map(|candidate| vec![candidate.left, candidate.right]).collect();
    let mut pairs: Vec<(usize, usize)> = components(&edges)
        .into_iter()
        .flat_map(|members| {
            let own: Vec<Candidate> =
                candidates.iter().copied().filter(|candidate| members.contains(&candidate.left)).collect();
            solve(&own)
        })
        .collect();
    pairs.sort_unstable();
    pairs
}

fn solve(candidates: &[Candidate]) -> Vec<(usize, usize)> {
    if let [only] = candidates {
        return vec![(only.left, only.right)];
    }
    let numbers = |side: fn(&Candidate) -> usize| -> Vec<usize> {
        candidates.iter().map(side).collect::<BTreeSet<_>>().into_iter().collect()
    };
    let (lefts, rights) = (numbers(|candidate| candidate.left), numbers(|candidate| candidate.right));
    // The solver wants no more rows than columns, and leaves no row without a column; a pair of weight 0 stands for none.
    let lefts_are_rows = lefts.len() <= rights.len();
    let (rows, columns) = if lefts_are_rows { (&lefts, &rights) } else { (&rights, &lefts) };
    let mut weights = Matrix::new(rows.len(), columns.len(), 0_i64);
    for candidate in candidates {
        let (row, column) =
            if lefts_are_rows { (candidate.left, candidate.right) } else { (candidate.right, candidate.left) };
        if let (Ok(row), Ok(column)) = (rows.binary_search(&row), columns.binary_search(&column)) {
            weights[(row, column)] = candidate.weight;
        }
    }
    let (_, column_of_row) = kuhn_munkres(&weights);
    column_of_row
        .into_iter()
        .enumerate()
        .filter(|&place| weights[place] > 0)
        .map(|(row, column)| (rows[row], columns[column]))
        .map(|(row, column)| if lefts_are_rows { (row, column) } else { (column, row) })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidates(weights: &[Vec<i64>]) -> Vec<Candidate> {
        weights
            .iter()
            .enumerate()
            .flat_map(|(left, row)| {
                row.iter().enumerate().map(move |(column, &weight)| Candidate { left, right: 100 + column, weight })
            })
            .filter(|candidate| candidate.weight > 0)
            .collect()
    }

    fn total(candidates: &[Candidate], pairs: &[(usize, usize)]) -> i64 {
        pairs
            .iter()
            .filter_map(|&(left, right)| {
                candidates.iter().find(|candidate| (candidate.left, candidate.right) == (left, right))
            })
            .map(|candidate| candidate.weight)
            .sum()
    }

    /// Tries, for every left element, leaving it out and every right element that is still free.
    fn best_by_brute_force(weights: &[Vec<i64>], taken: &mut Vec<usize>) -> i64 {
        let Some((row, rest)) = weights.split_first() else { return 0 };
        let mut best = best_by_brute_force(rest, taken);
        for (column, &weight) in row.iter().enumerate() {
            if weight > 0 && !taken.contains(&column) {
                taken.push(column);
                best = best.max(weight + best_by_brute_force(rest, taken));
                taken.pop();
            }
        }
        best
    }

    fn matrices() -> impl Strategy<Value = Vec<Vec<i64>>> {
        (1_usize..=6, 1_usize..=6).prop_flat_map(|(rows, columns)| {
            let weight = prop_oneof![Just(0_i64), 1_i64..=5, 1_i64..=1_000_000_000];
            prop::collection::vec(prop::collection::vec(weight, columns), rows)
        })
    }

    proptest! {
        #[test]
        fn the_sum_is_the_largest_that_trying_everything_finds(weights in matrices()) {
            let candidates = candidates(&weights);
            let pairs = best_assignment(&candidates);
            prop_assert_eq!(total(&candidates, &pairs), best_by_brute_force(&weights, &mut Vec::new()));
            let lefts: BTreeSet<_> = pairs.iter().map(|pair| pair.0).collect();
            let rights: BTreeSet<_> = pairs.iter().map(|pair| pair.1).collect();
            prop_assert_eq!((lefts.len(), rights.len()), (pairs.len(), pairs.len()));
        }

        #[test]
        fn the_order_of_candidates_does_not_matter(
            (weights, shuffled) in matrices().prop_flat_map(|weights| {
                let candidates = candidates(&weights);
                (Just(weights), Just(candidates).prop_shuffle())
            })
        ) {
            prop_assert_eq!(best_assignment(&candidates(&weights)), best_assignment(&shuffled));
        }
    }

    #[test]
    fn ties_go_to_the_same_pairs_for_ever() {
        // All choices of three pairs are worth 3; all of two are worth 2. Another release of the solver may choose
        // otherwise: that would be a new method version.
        assert_eq!(best_assignment(&candidates(&[vec![1; 3], vec![1; 3], vec![1; 3]])), [(0, 100), (1, 101), (2, 102)]);
        assert_eq!(best_assignment(&candidates(&[vec![1; 2], vec![1; 2], vec![1; 2]])), [(0, 100), (1, 101)]);
        assert_eq!(best_assignment(&candidates(&[vec![1; 3], vec![1; 3]])), [(0, 100), (1, 101)]);
    }

    #[test]
    fn two_good_pairs_beat_one_best_pair() {
        assert_eq!(best_assignment(&candidates(&[vec![9, 8], vec![8, 1]])), [(0, 101), (1, 100)]);
        assert_eq!(best_assignment(&[]), []);
    }
}
