//! Which plans a question is about, when the defaults have been applied, and what makes them less alike than a cohort should
//! be.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// What decides between plans of one institution and period; the least is taken.
pub(super) fn precedence(plan: &CohortPlan) -> impl Ord {
    (
        plan.status != PlanStatus::Adopted,
        std::cmp::Reverse(plan.published),
        plan.variant != MAIN_VARIANT,
        plan.slug.clone(),
    )
}
