//! How many plans of a cohort address each theme, and how much of them it takes, group by group.
//!
//! What is counted is kept apart from what follows from the counts: counts of any sets of plans without a common member add
//! up to those of all their plans, bit for bit, so they may be kept ready.

use std::ops::AddAssign;

use super::{
    grouping::{CohortGroup, GroupKey},
    plan_set::PlanSet,
    plan_themes::ThemesOfPlans,
};
use crate::statistics::{ShareSum, wilson_interval};

/// The coverage of every theme in one group.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverageGroup {
    /// One value for each dimension, in the order asked for.
    pub key: Vec<GroupKey>,
    /// How many plans it has.
    pub n_plans: usize,
    /// How many of them are coded.
    pub n_coded: usize,
    /// How many of its plans have elements in the layers that count, and none of those is coded.
    pub n_not_coded: usize,
    /// How many of its plans have no element in the layers that count.
    pub n_not_applicable: usize,
    /// One for each theme, in the codebook's order.
    pub cells: Vec<CoverageCell>,
}

/// One theme in one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoverageCell {
    /// Coded plans with at least one topmost element that addresses the theme.
    pub n_plans: usize,
    /// `n_plans` ÷ coded plans, 0..1; `None` where none is coded.
    pub share: Option<f64>,
    /// Lower end of Wilson's 95 % interval of `share`.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Topmost elements that address the theme, in all coded plans of the group.
    pub n_elements: usize,
    /// Mean over the coded plans of the share of topmost elements that address the theme, 0..1: the theme's intensity.
    pub mean_share: Option<f64>,
}

impl CoverageCell {
    /// What a group without plans comes to.
    pub const NOTHING: Self = Self { n_plans: 0, share: None, low: None, high: None, n_elements: 0, mean_share: None };

    fn of(counts: &ThemeCounts, n_coded: u64) -> Self {
        let interval = wilson_interval(counts.n_plans, n_coded);
        Self {
            n_plans: counts.n_plans as usize,
            share: (n_coded > 0).then(|| counts.n_plans as f64 / n_coded as f64),
            low: interval.as_ref().map(|interval| interval.low),
            high: interval.as_ref().map(|interval| interval.high),
            n_elements: counts.n_elements as usize,
            mean_share: counts.shares.mean(n_coded),
        }
    }
}

/// What plans say of the themes, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverageCounts {
    n_coded: u64,
    n_not_coded: u64,
    n_not_applicable: u64,
    themes: Vec<ThemeCounts>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct ThemeCounts {
    n_plans: u64,
    n_elements: u64,
    shares: ShareSum,
}

impl CoverageCounts {
    /// Of no plans.
    pub fn nothing(n_themes: usize) -> Self {
        Self { themes: vec![ThemeCounts::default(); n_themes], ..Self::default() }
    }

    /// Of a set of plans, one by one.
    pub fn of(plans: &PlanSet, themes: &ThemesOfPlans) -> Self {
        let mut counts = Self::nothing(themes.n_themes());
        counts.add_plans(plans, themes);
        counts
    }

    /// Adds plans, one by one.
    pub fn add_plans(&mut self, plans: &PlanSet, themes: &ThemesOfPlans) {
        self.n_not_coded += plans.intersection_len(themes.not_coded());
        self.n_not_applicable += plans.intersection_len(themes.not_applicable());
        let coded = plans & themes.coded();
        self.n_coded += coded.len();
        for place in coded {
            let n_elements = themes.n_elements(place);
            for carriers in themes.carriers(place) {
                if let Some(counts) = self.themes.get_mut(usize::from(carriers.theme)) {
                    counts.n_plans += 1;
                    counts.n_elements += u64::from(carriers.n_elements);
                    counts.shares.add_share(carriers.n_elements, n_elements);
                }
            }
        }
    }
}

impl AddAssign<&Self> for CoverageCounts {
    fn add_assign(&mut self, other: &Self) {
        self.n_coded += other.n_coded;
        self.n_not_coded += other.n_not_coded;
        self.n_not_applicable += other.n_not_applicable;
        for (counts, other) in self.themes.iter_mut().zip(&other.themes) {
            counts.n_plans += other.n_plans;
            counts.n_elements += other.n_elements;
            counts.shares += other.shares;
        }
    }
}

/// The coverage of every theme in each group, given what the plans of a set come to.
pub fn theme_coverage(groups: &[CohortGroup], count: impl Fn(&PlanSet) -> CoverageCounts) -> Vec<CoverageGroup> {
    groups.iter().map(|group| coverage_group(group, &count(&group.plans))).collect()
}

fn coverage_group(group: &CohortGroup, counts: &CoverageCounts) -> CoverageGroup {
    CoverageGroup {
        key: group.key.clone(),
        n_plans: group.plans.len() as usize,
        n_coded: counts.n_coded as usize,
        n_not_coded: counts.n_not_coded as usize,
        n_not_applicable: counts.n_not_applicable as usize,
        cells: counts.themes.iter().map(|theme| CoverageCell::of(theme, counts.n_coded)).collect(),
    }
}
