//! What makes the values of a benchmark less comparable than they look. What the plans of the cohort have against them is
//! the cohort's to say.

use super::{BenchmarkMissing, MissingPlans, ValueFacts};
use crate::{
    comparison::{
        caveat::{Caveat, CaveatCode, Named},
        cohort::SMALL_COHORT,
        latest::LatestPlans,
        plan_set::PlanSet,
    },
    domain::cohort::CohortPlan,
};

/// At most one caveat a code, in the order of the codes.
pub(super) fn caveats(
    plans: &[CohortPlan],
    latest: &LatestPlans,
    facts: ValueFacts,
    missing: &[MissingPlans],
) -> Vec<Caveat> {
    let named = Named::in_order(plans);
    let without = |reason: BenchmarkMissing| -> PlanSet {
        missing.iter().find(|missing| missing.reason == reason).map(|missing| missing.plans.clone()).unwrap_or_default()
    };
    let ValueFacts { plans: valued, years_differ, bounds } = facts;
    let years_differ = if years_differ {
        named.caveat_in_words(CaveatCode::YearsDiffer, valued.clone(), |plans, plans_zh| {
            (
                format!(
                    "Values of {plans} are of different years or spans, or of years that are not known: part of a difference may be time."
                ),
                format!("{plans_zh}的数值年份或时段不同，或者年份不明：部分差异可能只是时间造成的。"),
            )
        })
    } else {
        named.caveat_in_words(CaveatCode::YearsDiffer, without(BenchmarkMissing::YearDiffers), |plans, plans_zh| {
            (
                format!("Not counted, because no figure is of the year asked for: {plans}."),
                format!("{plans_zh}没有所问年份的数值，因此未计入。"),
            )
        })
    };
    let few = if valued.len() < SMALL_COHORT as u64 { valued } else { PlanSet::new() };
    let mut caveats: Vec<Caveat> = [
        named.caveat_in_words(CaveatCode::UnitsDiffer, without(BenchmarkMissing::UnitDiffers), |plans, plans_zh| {
            (
                format!("Not counted, because the unit does not convert into that of the others or is not known: {plans}."),
                format!("{plans_zh}的数值单位不能换算成其他规划所用的单位，或者单位不明，因此未计入。"),
            )
        }),
        named.caveat_in_words(CaveatCode::BasesDiffer, without(BenchmarkMissing::BasisDiffers), |plans, plans_zh| {
            (
                format!("Not counted, because of another basis, such as the whole period instead of one year: {plans}."),
                format!("{plans_zh}的数值口径不同（例如期内累计数而非当年数），因此未计入。"),
            )
        }),
        years_differ,
        named.caveat(CaveatCode::NoDenominator, without(BenchmarkMissing::NoDenominator)),
        named.caveat_in_words(CaveatCode::SmallCohort, few, |plans, plans_zh| {
            (
                format!("Fewer than {SMALL_COHORT} values, of {plans}: one more or less would move ranks and quantiles a lot."),
                format!("数值不足{SMALL_COHORT}个，来自{plans_zh}：增减一个就会明显改变名次和分位数。"),
            )
        }),
        named.caveat_in_words(CaveatCode::RepeatedInstitutions, latest.set_aside.clone(), |plans, plans_zh| {
            (
                format!("Set aside, because only the latest plan of each institution in the cohort counts: {plans}."),
                format!("{plans_zh}未计入：每个机构只计入所选范围内最新的一份规划。"),
            )
        }),
        named.caveat(CaveatCode::BoundTakenAsValue, bounds),
    ]
    .into_iter()
    .flatten()
    .collect();
    caveats.sort_by_key(|caveat| caveat.code);
    caveats
}
