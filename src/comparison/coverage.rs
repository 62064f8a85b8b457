//! How many plans of a cohort address each theme, and how much of them it takes, group by group.

use std::{collections::HashMap, sync::Arc};

use super::{
    association::{self, ThemeAssociation},
    grouping::{CohortDimension, CohortGroup, cohort_groups},
};
use crate::{
    coding::{CodingSummary, Counted, PROFILE_LAYERS},
    domain::{cohort::CohortPlan, id::PlanId, period::PlanningPeriod},
    statistics::wilson_interval,
};

/// The coverage of every theme in every group of a cohort.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeCoverage {
    /// The groups, by their values; those whose value is not known last.
    pub groups: Vec<CoverageGroup>,
    /// One for each theme, in the codebook's order.
    pub association: Vec<ThemeAssociation>,
}

/// The coverage of every theme in one group.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverageGroup {
    /// The group.
    pub group: CohortGroup,
    /// How many of its plans are coded.
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
}

/// What one plan says of the themes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum PlanThemes {
    NotApplicable,
    NotCoded,
    Coded {
        /// Topmost elements that count; at least one.
        n_elements: usize,
        /// How many of them address each theme, by the theme's place.
        carriers: Vec<u32>,
    },
}

impl PlanThemes {
    pub(super) fn of(summary: Option<&CodingSummary>, n_themes: usize) -> Self {
        match summary.map(|summary| summary.counted(PROFILE_LAYERS)) {
            // Without a summary nothing is known of the plan, not even whether it has elements.
            None | Some(Counted::NotCoded) => Self::NotCoded,
            Some(Counted::NotApplicable) => Self::NotApplicable,
            Some(Counted::Elements(elements)) => {
                let mut carriers = vec![0_u32; n_themes];
                for theme in elements.iter().flat_map(|themes| themes.iter()) {
                    if let Some(n) = carriers.get_mut(usize::from(*theme)) {
                        *n += 1;
                    }
                }
                Self::Coded { n_elements: elements.len(), carriers }
            }
        }
    }

    pub(super) fn is_coded(&self) -> bool {
        matches!(self, Self::Coded { .. })
    }

    /// Whether a coded plan addresses a theme; `None` for others.
    pub(super) fn addresses(&self, theme: usize) -> Option<bool> {
        match self {
            Self::Coded { carriers, .. } => Some(carriers.get(theme).is_some_and(|&n| n > 0)),
            Self::NotApplicable | Self::NotCoded => None,
        }
    }

    /// The share of a coded plan's elements that address each theme, by the theme's place; `None` for others.
    pub(super) fn shares(&self) -> Option<Vec<f64>> {
        match self {
            Self::Coded { n_elements, carriers } => {
                Some(carriers.iter().map(|&n| f64::from(n) / *n_elements as f64).collect())
            }
            Self::NotApplicable | Self::NotCoded => None,
        }
    }
}

/// What each plan of a cohort says of the themes, in the cohort's order.
pub(super) fn themes_of_plans(
    plans: &[CohortPlan],
    summaries: &HashMap<PlanId, CodingSummary>,
    n_themes: usize,
) -> Vec<PlanThemes> {
    plans.iter().map(|plan| PlanThemes::of(summaries.get(&plan.plan), n_themes)).collect()
}

/// The coverage of `n_themes` themes by the plans of a cohort, grouped by any number of dimensions: without any, all plans
/// are one group.
///
/// `plans` are in the cohort's order; `summaries` those of their codes.
pub fn theme_coverage(
    plans: &[CohortPlan],
    summaries: &HashMap<PlanId, CodingSummary>,
    n_themes: usize,
    dimensions: &[CohortDimension],
    periods: &[Arc<PlanningPeriod>],
) -> ThemeCoverage {
    let themes = themes_of_plans(plans, summaries, n_themes);
    let groups = cohort_groups(plans, dimensions, periods);
    let association = association::associations(plans, &themes, &groups, dimensions, n_themes);
    let groups = groups.into_iter().map(|group| coverage_group(group, &themes, n_themes)).collect();
    ThemeCoverage { groups, association }
}

fn coverage_group(group: CohortGroup, themes: &[PlanThemes], n_themes: usize) -> CoverageGroup {
    let members: Vec<&PlanThemes> = group.plans.iter().filter_map(|&plan| themes.get(plan)).collect();
    let coded: Vec<(usize, &[u32])> = members
        .iter()
        .filter_map(|themes| match themes {
            PlanThemes::Coded { n_elements, carriers } => Some((*n_elements, carriers.as_slice())),
            _ => None,
        })
        .collect();
    let n_not_coded = members.iter().filter(|themes| ***themes == PlanThemes::NotCoded).count();
    CoverageGroup {
        n_coded: coded.len(),
        n_not_coded,
        n_not_applicable: members.len() - coded.len() - n_not_coded,
        cells: (0..n_themes).map(|theme| coverage_cell(theme, &coded)).collect(),
        group,
    }
}

fn coverage_cell(theme: usize, coded: &[(usize, &[u32])]) -> CoverageCell {
    let carriers = |plan: &[u32]| plan.get(theme).copied().unwrap_or(0) as usize;
    let n_plans = coded.iter().filter(|(_, plan)| carriers(plan) > 0).count();
    let interval = wilson_interval(n_plans as u64, coded.len() as u64);
    let per_plan = |n: f64| (!coded.is_empty()).then(|| n / coded.len() as f64);
    CoverageCell {
        n_plans,
        share: per_plan(n_plans as f64),
        low: interval.as_ref().map(|interval| interval.low),
        high: interval.as_ref().map(|interval| interval.high),
        n_elements: coded.iter().map(|(_, plan)| carriers(plan)).sum(),
        mean_share: per_plan(
            coded.iter().map(|&(n_elements, plan)| carriers(plan) as f64 / n_elements as f64).sum::<f64>(),
        ),
    }
}
