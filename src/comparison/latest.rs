//! The latest plan of each institution, where an institution is to be counted once.

use std::cmp::Reverse;

use super::{
    cohort::precedence,
    plan_set::{PlanSet, place},
};
use crate::domain::{cohort::CohortPlan, id::InstitutionId};

/// The latest plan of each institution, among some plans of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LatestPlans {
    /// The latest plan of each institution.
    pub latest: PlanSet,
    /// The other plans.
    pub set_aside: PlanSet,
}

/// Which plans of a list come later than which of the same institution: that of the period that ends last, then starts last;
/// of one period as in [`Cohort::resolve`](super::Cohort::resolve).
#[derive(Clone, Debug, Default)]
pub struct LatestOrder {
    /// By place: the number of the plan's institution.
    institutions: Vec<u32>,
    /// By place: where the plan stands among all, by institution, then the latest first.
    ranks: Vec<u32>,
    /// By rank: the plan's place.
    places: Vec<u32>,
    /// By number, ascending: the institution, and the rank after its last plan.
    ends: Vec<(InstitutionId, u32)>,
}

/// What decides between plans of one institution; the least is the latest.
fn order(plan: &CohortPlan) -> impl Ord + use<'_> {
    (Reverse((plan.years.end(), plan.years.start())), precedence(plan))
}

impl LatestOrder {
    /// The order of plans.
    pub fn of(plans: &[CohortPlan]) -> Self {
        let mut by_order: Vec<(u32, &CohortPlan)> = (0..).zip(plans).collect();
        by_order.sort_by(|(_, a), (_, b)| a.institution.cmp(&b.institution).then_with(|| order(a).cmp(&order(b))));
        let mut found = Self {
            institutions: vec![0; plans.len()],
            ranks: vec![0; plans.len()],
            places: by_order.iter().map(|&(place, _)| place).collect(),
            ends: Vec::new(),
        };
        for of_institution in by_order.chunk_by(|(_, a), (_, b)| a.institution == b.institution) {
            let (number, mut rank) = (place(found.ends.len()), found.ends.last().map_or(0, |&(_, end)| end));
            for &(place, _) in of_institution {
                found.institutions[place as usize] = number;
                found.ranks[place as usize] = rank;
                rank += 1;
            }
            found.ends.extend(of_institution.first().map(|(_, plan)| (plan.institution, rank)));
        }
        found
    }

    /// The number of institutions that have plans.
    pub fn n_institutions(&self) -> usize {
        self.ends.len()
    }

    /// The number of a plan's institution, below the number of institutions.
    pub fn institution_number(&self, place: u32) -> u32 {
        self.institutions.get(place as usize).copied().unwrap_or(0)
    }

    /// Every plan of an institution, the latest first.
    pub fn plans_of(&self, institution: InstitutionId) -> &[u32] {
        let Ok(number) = self.ends.binary_search_by_key(&institution, |&(institution, _)| institution) else {
            return &[];
        };
        let end_of = |number: usize| self.ends.get(number).map_or(0, |&(_, end)| end as usize);
        let start = number.checked_sub(1).map_or(0, end_of);
        self.places.get(start..end_of(number)).unwrap_or_default()
    }

    /// How many institutions these plans are of.
    pub fn n_institutions_of(&self, plans: &PlanSet) -> usize {
        let mut is_seen = vec![false; self.n_institutions()];
        let mut n_seen = 0;
        for place in plans {
            if let Some(is_seen) = is_seen.get_mut(self.institution_number(place) as usize) {
                n_seen += usize::from(!*is_seen);
                *is_seen = true;
            }
        }
        n_seen
    }

    /// The latest of some plans.
    pub fn latest_among(&self, plans: &PlanSet) -> LatestPlans {
        const NONE: u32 = u32::MAX;
        let mut first = vec![NONE; self.n_institutions()];
        let rank_of = |place: u32| self.ranks.get(place as usize).copied().unwrap_or(NONE);
        for place in plans {
            if let Some(first) = first.get_mut(self.institution_number(place) as usize) {
                *first = rank_of(place).min(*first);
            }
        }
        let is_first =
            |place: u32| first.get(self.institution_number(place) as usize).is_some_and(|rank| *rank == rank_of(place));
        let mut found = LatestPlans::default();
        for place in plans {
            let set = if is_first(place) { &mut found.latest } else { &mut found.set_aside };
            // Places come in order, and the end of a set is found without a search.
            set.try_push(place).ok();
        }
        found
    }
}
