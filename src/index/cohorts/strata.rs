//! Counts of themes that are kept ready for plans that most cohorts take or leave together.

use std::{collections::HashMap, hash::Hash};

use super::precedence::Contests;
use crate::{
    comparison::{CoverageCounts, PlanSet, ThemesOfPlans, place},
    domain::{
        cohort::CohortPlan,
        id::PeriodId,
        institution::InstitutionKind,
        plan::{PlanLevel, PlanStatus},
    },
};

/// Plans that no filter or grouping tells apart, unless it names plans, institutions or places, with their counts.
///
/// Whatever set of plans is asked for: a stratum that lies in it whole adds its counts; of one that lies in it in part, the
/// parts by place are looked at in the same way, and plans one by one where there is no other way. Sums of counts do not
/// depend on how they were put together.
#[derive(Debug, Default)]
pub(super) struct Strata {
    strata: Vec<Stratum>,
    /// Plans that give way to others of their institution and period, and so are taken or left one by one.
    single: PlanSet,
}

#[derive(Debug)]
struct Stratum {
    plans: PlanSet,
    counts: CoverageCounts,
    /// The same plans by country and subdivision, as far as that is worth its memory.
    by_place: Vec<(PlanSet, CoverageCounts)>,
    /// The rest of them.
    scattered: PlanSet,
}

/// Of fewer plans than this counts are not kept for a place: they are counted as quickly.
const WORTH_COUNTING: u64 = 8;

/// What filters and groupings tell plans apart by.
type Common = (InstitutionKind, PlanLevel, PlanStatus, PeriodId, (i32, i32), bool);

fn common(plan: &CohortPlan) -> Common {
    let years = (plan.years.start(), plan.years.end());
    (plan.kind, plan.level, plan.status, plan.period, years, plan.is_synthetic)
}

/// Sets of plans by a value, in the order of their first plans.
fn split<K: Hash + Eq>(plans: &PlanSet, value: impl Fn(u32) -> Option<K>) -> Vec<PlanSet> {
    let mut sets: HashMap<K, PlanSet> = HashMap::new();
    for place in plans {
        if let Some(value) = value(place) {
            sets.entry(value).or_default().insert(place);
        }
    }
    let mut sets: Vec<PlanSet> = sets.into_values().collect();
    sets.sort_unstable_by_key(PlanSet::min);
    sets
}

impl Strata {
    pub(super) fn of(plans: &[CohortPlan], contests: &Contests, themes: &ThemesOfPlans) -> Self {
        let first: PlanSet = (0..place(plans.len())).filter(|&place| !contests.later().contains(place)).collect();
        let plan = |place: u32| plans.get(place as usize);
        let strata = split(&first, |place| plan(place).map(common)).into_iter().map(|plans| {
            let by_place =
                split(&plans, |place| plan(place).map(|plan| (plan.country.as_deref(), plan.subdivision.as_deref())));
            let by_place: Vec<(PlanSet, CoverageCounts)> = by_place
                .into_iter()
                .filter(|plans| plans.len() >= WORTH_COUNTING)
                .map(|plans| {
                    let counts = CoverageCounts::of(&plans, themes);
                    (plans, counts)
                })
                .collect();
            let scattered = by_place.iter().fold(plans.clone(), |rest, (plans, _)| rest - plans);
            Stratum { counts: CoverageCounts::of(&plans, themes), plans, by_place, scattered }
        });
        Self { strata: strata.collect(), single: contests.later().clone() }
    }

    /// What a set of plans comes to.
    pub(super) fn count(&self, plans: &PlanSet, themes: &ThemesOfPlans) -> CoverageCounts {
        let mut counts = CoverageCounts::nothing(themes.n_themes());
        let single = plans & &self.single;
        counts.add_plans(&single, themes);
        let mut n_left = plans.len() - single.len();
        // Most sets have all plans of a stratum or none, which its first plan tells. Of the others only those are looked
        // through that some plan is left for.
        let has_first = |stratum: &&Stratum| stratum.plans.min().is_some_and(|first| plans.contains(first));
        let (likely, unlikely): (Vec<&Stratum>, Vec<&Stratum>) = self.strata.iter().partition(has_first);
        for stratum in likely.into_iter().chain(unlikely) {
            if n_left == 0 {
                break;
            }
            n_left -= stratum.add_to(&mut counts, plans, themes);
        }
        counts
    }
}

impl Stratum {
    /// Adds those of its plans that are in a set, and says how many they are.
    fn add_to(&self, counts: &mut CoverageCounts, plans: &PlanSet, themes: &ThemesOfPlans) -> u64 {
        if self.plans.is_subset(plans) {
            *counts += &self.counts;
            return self.plans.len();
        }
        let n_plans = self.plans.intersection_len(plans);
        if n_plans == 0 {
            return 0;
        }
        for (of_place, kept) in &self.by_place {
            if of_place.is_subset(plans) {
                *counts += kept;
            } else if !of_place.is_disjoint(plans) {
                counts.add_plans(&(plans & of_place), themes);
            }
        }
        if !self.scattered.is_disjoint(plans) {
            counts.add_plans(&(plans & &self.scattered), themes);
        }
        n_plans
    }
}
