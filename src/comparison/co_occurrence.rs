//! Which themes stand together in the plans of a cohort, or in their elements.

use std::collections::HashMap;

use crate::{
    coding::{CodingSummary, Counted, PROFILE_LAYERS},
    domain::{cohort::CohortPlan, id::PlanId, vocabulary::vocabulary},
    statistics,
};

vocabulary! {
    /// What themes stand together in.
    CoOccurrenceUnit {
        /// A plan.
        Plan = "PLAN",
        /// A topmost element of a plan.
        Element = "ELEMENT",
    }
}

/// How often themes stand together.
#[derive(Clone, Debug, PartialEq)]
pub struct CoOccurrences {
    /// Units looked at: coded plans, or the topmost elements of their coded layers.
    pub n_units: usize,
    /// Units that address each theme, by the theme's place.
    pub n_addressing: Vec<usize>,
    /// Every two themes that stand together at least once: the most frequent pair first, ties in the codebook's order.
    pub pairs: Vec<ThemePair>,
}

/// Two themes that stand together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThemePair {
    /// Place of the theme that comes first in the codebook.
    pub a: usize,
    /// Place of the other theme.
    pub b: usize,
    /// Units that address both; at least one.
    pub n_both: usize,
    /// `n_both` ÷ units that address either, 0..1.
    pub jaccard: Option<f64>,
    /// Pointwise mutual information, log₂( n · both ÷ (a · b) ): above 0 where the two stand together more often than
    /// chance would have it.
    pub pmi: Option<f64>,
    /// PMI ÷ −log₂(both ÷ n), −1..1.
    pub normalized_pmi: Option<f64>,
}

/// Counts the themes that stand together, over the layers of theme profiles.
pub fn co_occurrences(
    plans: &[CohortPlan],
    summaries: &HashMap<PlanId, CodingSummary>,
    n_themes: usize,
    unit: CoOccurrenceUnit,
) -> CoOccurrences {
    let mut counts = Counts { n_units: 0, single: vec![0; n_themes], both: vec![0; n_themes * n_themes] };
    for plan in plans {
        let Some(Counted::Elements(elements)) =
            summaries.get(&plan.plan).map(|summary| summary.counted(PROFILE_LAYERS))
        else {
            continue;
        };
        match unit {
            CoOccurrenceUnit::Element => elements.iter().for_each(|themes| counts.add(themes)),
            CoOccurrenceUnit::Plan => {
                let mut themes: Vec<u16> = elements.into_iter().flatten().copied().collect();
                themes.sort_unstable();
                themes.dedup();
                counts.add(&themes);
            }
        }
    }
    counts.finish()
}

struct Counts {
    n_units: usize,
    single: Vec<usize>,
    // Row by row: themes[a * n + b] for a < b.
    both: Vec<usize>,
}

impl Counts {
    /// Adds a unit with these themes, ascending and each once.
    fn add(&mut self, themes: &[u16]) {
        let n_themes = self.single.len();
        self.n_units += 1;
        for (place, a) in themes.iter().map(|&theme| usize::from(theme)).enumerate() {
            let Some(single) = self.single.get_mut(a) else { continue };
            *single += 1;
            for b in themes[place + 1..].iter().map(|&theme| usize::from(theme)) {
                if let Some(both) = self.both.get_mut(a * n_themes + b).filter(|_| b < n_themes) {
                    *both += 1;
                }
            }
        }
    }

    fn finish(self) -> CoOccurrences {
        let Self { n_units, single, both } = self;
        let n_themes = single.len();
        let pair = |(place, &n_both): (usize, &usize)| {
            let (a, b) = (place / n_themes, place % n_themes);
            let found = statistics::co_occurrence(n_units as u64, single[a] as u64, single[b] as u64, n_both as u64);
            ThemePair { a, b, n_both, jaccard: found.jaccard, pmi: found.pmi, normalized_pmi: found.normalized_pmi }
        };
        let mut pairs: Vec<ThemePair> = both.iter().enumerate().filter(|(_, n_both)| **n_both > 0).map(pair).collect();
        // Stable: ties stay in the codebook's order.
        pairs.sort_by_key(|pair| std::cmp::Reverse(pair.n_both));
        CoOccurrences { n_units, n_addressing: single, pairs }
    }
}
