//! Which plans a question is about, when the defaults have been applied, and what makes them less alike than a cohort should
//! be.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use super::caveat::{Caveat, CaveatCode, Named};
use crate::{
    coding::{CodingSummary, Counted, PROFILE_LAYERS},
    domain::{
        cohort::{CohortFilter, CohortPlan},
        id::{InstitutionId, PeriodId, PlanId},
        plan::{MAIN_VARIANT, PlanStatus},
    },
};

/// With fewer plans than this, one more or less moves a share by more than a tenth.
pub const SMALL_COHORT: usize = 10;

/// A plan with more than so many times the elements of another addresses more themes by its length alone.
pub const DIFFERENT_SIZES: usize = 4;

/// A cohort as it was resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cohort {
    /// Its plans, by slug.
    pub plans: Vec<CohortPlan>,
    /// Made-up plans that were named and left out, by slug.
    pub synthetic_left_out: Vec<CohortPlan>,
}

impl Cohort {
    /// Takes from the plans that match a filter those that make up the cohort. Unless plans are named, that is the latest
    /// plan of each institution and period: the adopted one if there are several, then the one published last, then the main
    /// variant, then the first by slug.
    pub fn resolve(candidates: Vec<CohortPlan>, filter: &CohortFilter) -> Self {
        let (mut synthetic_left_out, mut plans): (Vec<_>, Vec<_>) =
            candidates.into_iter().partition(|plan| plan.is_synthetic && !filter.include_synthetic);
        if filter.plans.is_none() {
            // Nobody asked for them.
            synthetic_left_out.clear();
            let mut latest: BTreeMap<(InstitutionId, PeriodId), CohortPlan> = BTreeMap::new();
            for plan in plans {
                match latest.get(&(plan.institution, plan.period)) {
                    Some(known) if precedence(known) <= precedence(&plan) => {}
                    _ => drop(latest.insert((plan.institution, plan.period), plan)),
                }
            }
            plans = latest.into_values().collect();
        }
        let by_slug = |a: &CohortPlan, b: &CohortPlan| a.slug.cmp(&b.slug);
        plans.sort_by(by_slug);
        synthetic_left_out.sort_by(by_slug);
        Self { plans, synthetic_left_out }
    }

    /// Institutions that have a plan in the cohort.
    pub fn n_institutions(&self) -> usize {
        self.plans.iter().map(|plan| plan.institution).collect::<BTreeSet<_>>().len()
    }

    /// The plans that caveats are about: a caveat's indexes count through the cohort's plans, then those left out.
    pub fn plans_of_caveats(&self) -> Vec<PlanId> {
        self.plans.iter().chain(&self.synthetic_left_out).map(|plan| plan.plan).collect()
    }

    /// What makes the plans less alike than they look: at most one caveat a code, in the order of the codes.
    ///
    /// `summaries` are those of the plans' codes, where the question counts themes.
    pub fn caveats(&self, summaries: Option<&HashMap<PlanId, CodingSummary>>) -> Vec<Caveat> {
        let plans = &self.plans;
        let named = Named::of_slugs(plans.iter().chain(&self.synthetic_left_out).map(|plan| plan.slug.as_str()));
        let those = |concerned: &dyn Fn(&CohortPlan) -> bool| -> BTreeSet<usize> {
            plans.iter().enumerate().filter(|(_, plan)| concerned(plan)).map(|(place, _)| place).collect()
        };
        let all_if = |differ: bool| if differ { (0..plans.len()).collect() } else { BTreeSet::new() };
        let levels: BTreeSet<_> = plans.iter().map(|plan| plan.level).collect();
        let periods: BTreeSet<_> = plans.iter().map(|plan| plan.period).collect();
        let lengths: BTreeSet<_> = plans.iter().map(|plan| plan.years.n_years()).collect();
        let is_uncoded = |plan: &CohortPlan| {
            summaries.is_some_and(|summaries| {
                let counted = summaries.get(&plan.plan).map(|summary| summary.counted(PROFILE_LAYERS));
                !matches!(counted, Some(Counted::Elements(_)))
            })
        };
        let n_counted = |plan: &CohortPlan| match summaries?.get(&plan.plan)?.counted(PROFILE_LAYERS) {
            Counted::Elements(elements) => Some(elements.len()),
            Counted::NotApplicable | Counted::NotCoded => None,
        };
        let sizes: Vec<usize> = plans.iter().filter_map(n_counted).collect();
        let sizes_differ = sizes.iter().max() > sizes.iter().min().map(|least| least * DIFFERENT_SIZES).as_ref();
        let left_out: BTreeSet<usize> = (plans.len()..plans.len() + self.synthetic_left_out.len()).collect();
        let mut caveats: Vec<Caveat> = [
            named.caveat(CaveatCode::DifferentLevels, all_if(levels.len() > 1)),
            named.caveat(CaveatCode::DifferentPeriods, all_if(periods.len() > 1)),
            named.caveat(CaveatCode::DifferentPeriodLengths, all_if(lengths.len() > 1)),
            named.caveat(
                CaveatCode::NotAdopted,
                those(&|plan| matches!(plan.status, PlanStatus::Proposal | PlanStatus::Consultation)),
            ),
            named.caveat(CaveatCode::NotCoded, those(&is_uncoded)),
            named.caveat(CaveatCode::DifferentSizes, all_if(sizes_differ)),
            named.caveat(CaveatCode::SmallCohort, all_if(plans.len() < SMALL_COHORT)),
            named.caveat(CaveatCode::Synthetic, those(&|plan| plan.is_synthetic)),
            named.caveat(CaveatCode::SyntheticLeftOut, left_out),
        ]
        .into_iter()
        .flatten()
        .collect();
        if plans.is_empty() {
            caveats.push(Caveat::empty_cohort());
        }
        caveats.sort_by_key(|caveat| caveat.code);
        caveats
    }
}

/// The latest plan of each institution, among plans of a cohort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LatestPlans {
    /// Indexes of the latest plan of each institution, ascending.
    pub latest: BTreeSet<usize>,
    /// Indexes of the other plans.
    pub set_aside: BTreeSet<usize>,
}

impl LatestPlans {
    /// The latest of all plans of a cohort: that of the period that ends last, then starts last; of one period as in
    /// [`Cohort::resolve`].
    pub fn of(plans: &[CohortPlan]) -> Self {
        Self::among(plans, 0..plans.len())
    }

    /// The latest of some plans, by their indexes.
    pub(super) fn among(plans: &[CohortPlan], some: impl Iterator<Item = usize>) -> Self {
        let order = |plan: &CohortPlan| (Reverse((plan.years.end(), plan.years.start())), precedence(plan));
        let mut latest: BTreeMap<InstitutionId, usize> = BTreeMap::new();
        let mut set_aside = BTreeSet::new();
        for index in some {
            let Some(plan) = plans.get(index) else { continue };
            match latest.get(&plan.institution).and_then(|&known| Some((known, plans.get(known)?))) {
                Some((_, known)) if order(known) <= order(plan) => drop(set_aside.insert(index)),
                known => {
                    set_aside.extend(known.map(|(known, _)| known));
                    latest.insert(plan.institution, index);
                }
            }
        }
        Self { latest: latest.into_values().collect(), set_aside }
    }
}

/// What decides between plans of one institution and period; the least is taken.
fn precedence(plan: &CohortPlan) -> impl Ord + use<> {
    (plan.status != PlanStatus::Adopted, Reverse(plan.published), plan.variant != MAIN_VARIANT, plan.slug.clone())
}
