//! Which plans a question is about, when the defaults have been applied, and what makes them less alike than a cohort should
//! be.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use super::{
    caveat::{Caveat, CaveatCode, Named},
    plan_set::{PlanSet, PlansConcerned, all_places, place, places_of},
    plan_themes::ThemesOfPlans,
};
use crate::{
    coding::CodingSummary,
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
                    Some(known) if !takes_precedence(&plan, known) => {}
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
        let themes = summaries.map(|summaries| {
            // Shares of themes are not asked for, only how many elements count.
            let n_themes = 0;
            ThemesOfPlans::of(self.plans.iter().map(|plan| summaries.get(&plan.plan)), n_themes)
        });
        let slugs = self.plans.iter().chain(&self.synthetic_left_out).map(|plan| plan.slug.as_str());
        self.facts(themes.as_ref()).caveats(&Named::of_slugs(slugs))
    }

    /// What caveats rest on, by indexes that count through the cohort's plans, then those left out.
    fn facts(&self, themes: Option<&ThemesOfPlans>) -> CohortFacts {
        let plans = &self.plans;
        let members = all_places(plans.len());
        let levels: BTreeSet<_> = plans.iter().map(|plan| plan.level).collect();
        let periods: BTreeSet<_> = plans.iter().map(|plan| plan.period).collect();
        let lengths: BTreeSet<_> = plans.iter().map(|plan| plan.years.n_years()).collect();
        CohortFacts {
            levels_differ: levels.len() > 1,
            periods_differ: periods.len() > 1,
            lengths_differ: lengths.len() > 1,
            not_adopted: places_of(plans, |plan| !is_adopted(plan.status)),
            synthetic: places_of(plans, |plan| plan.is_synthetic),
            left_out: (place(plans.len())..place(plans.len() + self.synthetic_left_out.len())).collect(),
            themes: themes.map(|themes| ThemeFacts::of(&members, themes)),
            members,
        }
    }
}

/// Whether a plan of this status is more than somebody's wish.
pub fn is_adopted(status: PlanStatus) -> bool {
    !matches!(status, PlanStatus::Proposal | PlanStatus::Consultation)
}

/// What makes the plans of a cohort less alike than they look, as sets.
#[derive(Clone, Debug, PartialEq)]
pub struct CohortFacts {
    /// The plans of the cohort.
    pub members: PlanSet,
    /// They speak for different levels.
    pub levels_differ: bool,
    /// They are for different periods.
    pub periods_differ: bool,
    /// Those run for different numbers of years.
    pub lengths_differ: bool,
    /// Members that nobody has adopted, see [`is_adopted`].
    pub not_adopted: PlanSet,
    /// Members that are made up.
    pub synthetic: PlanSet,
    /// Made-up plans that were named and left out: no members.
    pub left_out: PlanSet,
    /// What a question that counts themes has to say besides.
    pub themes: Option<ThemeFacts>,
}

/// What makes the themes of a cohort's plans less alike than they look.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeFacts {
    /// Members of which nothing can be counted.
    pub uncoded: PlanSet,
    /// The longest plan has more than [`DIFFERENT_SIZES`] times the elements of the shortest.
    pub sizes_differ: bool,
}

impl ThemeFacts {
    /// Those of members of a cohort.
    pub fn of(members: &PlanSet, themes: &ThemesOfPlans) -> Self {
        let coded = members & themes.coded();
        let (mut least, mut most) = (u32::MAX, 0);
        for place in &coded {
            let n_elements = themes.n_elements(place);
            (least, most) = (least.min(n_elements), most.max(n_elements));
        }
        Self { uncoded: members - coded, sizes_differ: u64::from(most) > u64::from(least) * DIFFERENT_SIZES as u64 }
    }
}

impl CohortFacts {
    /// The same in words.
    pub(super) fn caveats(self, named: &Named<'_>) -> Vec<Caveat> {
        let Self { members, levels_differ, periods_differ, lengths_differ, not_adopted, synthetic, left_out, themes } =
            self;
        let is_small = members.len() < SMALL_COHORT as u64;
        let is_empty = members.is_empty();
        let (uncoded, sizes_differ) =
            themes.map_or_else(Default::default, |themes| (themes.uncoded, themes.sizes_differ));
        let all = PlansConcerned::from(members);
        let all_if = |differ: bool| if differ { all.clone() } else { PlansConcerned::default() };
        let mut caveats: Vec<Caveat> = [
            named.caveat(CaveatCode::DifferentLevels, all_if(levels_differ)),
            named.caveat(CaveatCode::DifferentPeriods, all_if(periods_differ)),
            named.caveat(CaveatCode::DifferentPeriodLengths, all_if(lengths_differ)),
            named.caveat(CaveatCode::NotAdopted, not_adopted),
            named.caveat(CaveatCode::NotCoded, uncoded),
            named.caveat(CaveatCode::DifferentSizes, all_if(sizes_differ)),
            named.caveat(CaveatCode::SmallCohort, all_if(is_small)),
            named.caveat(CaveatCode::Synthetic, synthetic),
            named.caveat(CaveatCode::SyntheticLeftOut, left_out),
        ]
        .into_iter()
        .flatten()
        .collect();
        if is_empty {
            caveats.push(Caveat::empty_cohort());
        }
        caveats.sort_by_key(|caveat| caveat.code);
        caveats
    }

    /// The same in words, of plans of a list that is in the order of slugs.
    pub fn caveats_of(self, plans: &[CohortPlan]) -> Vec<Caveat> {
        self.caveats(&Named::in_order(plans))
    }
}

/// Whether of two plans of one institution and period the first is taken rather than the second.
pub fn takes_precedence(plan: &CohortPlan, other: &CohortPlan) -> bool {
    precedence(plan) < precedence(other)
}

/// What decides between plans of one institution and period; the least is taken.
pub(super) fn precedence(plan: &CohortPlan) -> impl Ord + use<'_> {
    (plan.status != PlanStatus::Adopted, Reverse(plan.published), plan.variant != MAIN_VARIANT, plan.slug.as_str())
}
