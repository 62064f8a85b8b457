//! Which caveats a comparison of periods has.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    ComparedPlan, ComparisonContext,
    caveat::{Caveat, CaveatCode, Named},
    caveats::plan_caveats,
    figures::{comparability, headline_figures, is_bound},
    period_indicators::indicator_changes,
};
use crate::domain::{indicator::ObservationRole, institution::Institution, period::PlanningPeriod};

/// One institution's plans for two periods; the registry may lack either.
#[derive(Clone, Copy, Debug)]
pub struct ComparedPeriods<'a> {
    /// Whose plans they are.
    pub institution: &'a Institution,
    /// The earlier period.
    pub from_period: &'a PlanningPeriod,
    /// The later period.
    pub to_period: &'a PlanningPeriod,
    /// The plan for the earlier period.
    pub from: Option<ComparedPlan<'a>>,
    /// The plan for the later period.
    pub to: Option<ComparedPlan<'a>>,
}

/// What makes the periods less comparable than they look, a missing plan first: at most one caveat a code and missing
/// plan, in the order of the codes. That the periods differ is the question, not a caveat.
pub fn period_caveats(periods: &ComparedPeriods<'_>, context: &ComparisonContext<'_>) -> Vec<Caveat> {
    let ComparedPeriods { institution, from_period, to_period, from, to } = periods;
    let missing = [(from, from_period), (to, to_period)]
        .into_iter()
        .filter(|(plan, _)| plan.is_none())
        .map(|(_, period)| Caveat::no_plan(institution, period));

    let (sides, present): (Vec<usize>, Vec<ComparedPlan<'_>>) =
        [from, to].into_iter().enumerate().filter_map(|(side, plan)| plan.map(|plan| (side, plan))).unzip();
    let of_plans = plan_caveats(&present).into_iter().map(|mut caveat| {
        caveat.plans = caveat.plans.iter().filter_map(|plan| sides.get(plan).copied()).collect();
        caveat
    });

    let of_indicators = from.zip(*to).map(|(from, to)| indicator_caveats(&from, &to, context)).unwrap_or_default();
    let mut found: Vec<Caveat> = missing.chain(of_plans).chain(of_indicators).collect();
    found.sort_by_key(|caveat| caveat.code);
    found
}

fn indicator_caveats(from: &ComparedPlan<'_>, to: &ComparedPlan<'_>, context: &ComparisonContext<'_>) -> Vec<Caveat> {
    let named = Named::of_plans(&[*from, *to]);
    let mut concerned: BTreeMap<CaveatCode, BTreeSet<usize>> = BTreeMap::new();
    for change in indicator_changes(from, to, context) {
        let from_use = change.from.and_then(|place| from.content.indicators.get(place));
        let to_use = change.to.and_then(|place| to.content.indicators.get(place));
        let uses: Vec<_> =
            [(0, from_use), (1, to_use)].into_iter().filter_map(|(side, used)| Some((side, vec![used?]))).collect();
        for caveat in comparability(&uses, &[ObservationRole::Target], &named).caveats {
            concerned.entry(caveat.code).or_default().extend(caveat.plans.iter());
        }
        let attains_a_bound = change.attainment.is_some()
            && from_use.is_some_and(|used| {
                headline_figures(used, ObservationRole::Target).any(|figure| is_bound(figure.comparator))
            });
        if attains_a_bound {
            concerned.entry(CaveatCode::BoundTakenAsValue).or_default().insert(0);
        }
        if change.indicator.is_none() {
            concerned.entry(CaveatCode::IndicatorUnlinked).or_default().extend(uses.iter().map(|&(side, _)| side));
        }
    }
    concerned.into_iter().filter_map(|(code, plans)| named.caveat(code, plans)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        comparison::testing::{SamplePlan, codebook, context, figure, goal, institution, period, sample_plan, visits},
        domain::{indicator::Comparator, indicator::Figure},
    };

    fn plan(slug: &str) -> SamplePlan {
        sample_plan(slug, &[goal("1", "river", &[]), goal("2", "stone", &[]), goal("3", "lamp", &[])])
    }

    fn found(from: Option<&SamplePlan>, to: Option<&SamplePlan>) -> Vec<Caveat> {
        let (institution, from_period, to_period) =
            (institution("example-library"), period("cn-fyp-14", 2021, 2025), period("cn-fyp-15", 2026, 2030));
        let periods = ComparedPeriods {
            institution: &institution,
            from_period: &from_period,
            to_period: &to_period,
            from: from.map(SamplePlan::compared),
            to: to.map(SamplePlan::compared),
        };
        period_caveats(&periods, &context(&codebook(), &[], &[visits()]))
    }

    fn codes(caveats: &[Caveat]) -> Vec<(CaveatCode, Vec<usize>)> {
        caveats.iter().map(|caveat| (caveat.code, caveat.plans.iter().collect())).collect()
    }

    #[test]
    fn a_missing_plan_is_said_and_the_other_keeps_its_place() {
        let mut later = plan("later").for_period("cn-fyp-15", 2026, 2030);
        later.plan.is_synthetic = true;
        let caveats = found(None, Some(&later));
        assert_eq!(codes(&caveats), [(CaveatCode::NoPlan, vec![]), (CaveatCode::Synthetic, vec![1])]);
        let message = caveats[0].message.iter().map(|text| text.text.as_str()).collect::<Vec<_>>();
        assert!(
            message.iter().all(|text| text.contains("example-library") && text.contains("cn-fyp-14")),
            "{message:?}"
        );
        assert_eq!(codes(&found(None, None)), [(CaveatCode::NoPlan, vec![]), (CaveatCode::NoPlan, vec![])]);
    }

    #[test]
    fn that_the_periods_differ_is_the_question() {
        assert_eq!(found(Some(&plan("earlier")), Some(&plan("later").for_period("cn-fyp-15", 2026, 2030))), []);
        let caveats = found(Some(&plan("earlier")), Some(&plan("later").for_period("own", 2026, 2028)));
        assert_eq!(codes(&caveats), [(CaveatCode::DifferentPeriodLengths, vec![0, 1])]);
    }

    #[test]
    fn indicators_bring_theirs() {
        let target = |unit: &str| figure(ObservationRole::Target, 1.0, unit, 2025);
        let at_least = Figure { comparator: Comparator::AtLeast, ..target("visit") };
        let actual = figure(ObservationRole::Actual, 1.0, "visit", 2025);
        let earlier = plan("earlier").with_indicator("Visits", true, vec![at_least, actual]).with_indicator(
            "Rooms",
            false,
            vec![],
        );
        let later =
            plan("later").for_period("cn-fyp-15", 2026, 2030).with_indicator("Visits", true, vec![target("loan")]);
        assert_eq!(
            codes(&found(Some(&earlier), Some(&later))),
            [
                (CaveatCode::UnitsDiffer, vec![0, 1]),
                (CaveatCode::IndicatorUnlinked, vec![0]),
                (CaveatCode::BoundTakenAsValue, vec![0]),
            ]
        );
    }
}
