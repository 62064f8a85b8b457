//! Plans of one institution and period, of which a cohort takes one.

use std::collections::HashMap;

use crate::{
    comparison::{PlanSet, place, takes_precedence},
    domain::{
        cohort::CohortPlan,
        id::{InstitutionId, PeriodId},
    },
};

/// The institutions and periods with several plans.
#[derive(Debug, Default)]
pub(super) struct Contests {
    /// The places of the plans of each, in the order in which a cohort prefers them.
    contests: Vec<Vec<u32>>,
    /// Every plan but the first of each: none of them can stand in the way of a cohort that has none of these.
    later: PlanSet,
}

impl Contests {
    pub(super) fn of(plans: &[CohortPlan]) -> Self {
        let mut of_period: HashMap<(InstitutionId, PeriodId), Vec<u32>> = HashMap::new();
        for (index, plan) in plans.iter().enumerate() {
            of_period.entry((plan.institution, plan.period)).or_default().push(place(index));
        }
        let mut contests: Vec<Vec<u32>> = of_period.into_values().filter(|places| places.len() > 1).collect();
        for places in &mut contests {
            places.sort_by(|&a, &b| match (plans.get(a as usize), plans.get(b as usize)) {
                (Some(one), Some(other)) if takes_precedence(one, other) => std::cmp::Ordering::Less,
                (Some(one), Some(other)) if takes_precedence(other, one) => std::cmp::Ordering::Greater,
                _ => a.cmp(&b),
            });
        }
        let later = contests.iter().flat_map(|places| places.iter().skip(1)).copied().collect();
        Self { contests, later }
    }

    /// The plans that a cohort prefers to others of the same institution and period: all that are not of this set. They are
    /// members of every cohort whose filter they pass.
    pub(super) fn later(&self) -> &PlanSet {
        &self.later
    }

    /// Leaves of plans that pass a filter the one that a cohort prefers of each institution and period.
    pub(super) fn settle(&self, candidates: &mut PlanSet) {
        if candidates.is_disjoint(&self.later) {
            return;
        }
        for places in &self.contests {
            let mut present = places.iter().filter(|&&place| candidates.contains(place));
            if present.next().is_some() {
                let others: Vec<u32> = present.copied().collect();
                for place in others {
                    candidates.remove(place);
                }
            }
        }
    }
}
