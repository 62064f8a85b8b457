//! What makes figures of agreement mean less than they look.

use std::collections::{BTreeMap, BTreeSet};

use super::{CodedPlan, counts};
use crate::{
    comparison::{
        caveat::{Caveat, CaveatCode, Named},
        cohort::Cohort,
    },
    domain::{id::PlanId, revision::RegistryRevision},
};

/// The caveats of a cohort whose coders are compared, in the order of the codes; indexes count as those of
/// [`Cohort::plans_of_caveats`]. How alike the plans are does not matter here, only what is in the cohort and how its plans
/// were coded.
pub fn agreement_caveats(
    cohort: &Cohort,
    coded: &[CodedPlan],
    first_passes: &BTreeMap<PlanId, RegistryRevision>,
    coders: &[String],
) -> Vec<Caveat> {
    let mut caveats = cohort.caveats(None);
    caveats.retain(|caveat| {
        matches!(caveat.code, CaveatCode::EmptyCohort | CaveatCode::Synthetic | CaveatCode::SyntheticLeftOut)
    });
    let versions = |plan: &CodedPlan| -> usize {
        let of_coders = plan.passes.iter().filter(|pass| counts(pass.method, &pass.coder, Some(coders)));
        of_coders.map(|pass| &pass.codebook_version).collect::<BTreeSet<_>>().len()
    };
    let by_several_codebooks: BTreeSet<PlanId> =
        coded.iter().filter(|plan| versions(plan) > 1).map(|plan| plan.plan).collect();
    let named = Named::of_slugs(cohort.plans.iter().map(|plan| plan.slug.as_str()));
    let places = |concerned: &dyn Fn(PlanId, RegistryRevision) -> bool| -> BTreeSet<usize> {
        let plans = cohort.plans.iter().enumerate();
        plans.filter(|(_, plan)| concerned(plan.plan, plan.published)).map(|(place, _)| place).collect()
    };
    let revised = places(&|plan, published| first_passes.get(&plan).is_some_and(|first| *first < published));
    let differing = places(&|plan, _| by_several_codebooks.contains(&plan));
    caveats.extend(named.caveat(CaveatCode::RevisedSinceCoded, revised));
    caveats.extend(named.caveat(CaveatCode::CodebooksDiffer, differing));
    caveats.sort_by_key(|caveat| caveat.code);
    caveats
}
