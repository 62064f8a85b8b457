//! Many institutions from one period to the next: who has a plan for both, and which themes they took up and gave up.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use super::{
    caveat::{Caveat, CaveatCode, Named},
    cohort::{Cohort, SMALL_COHORT},
    plan_themes::PlanThemes,
    score::billionths,
};
use crate::{
    coding::{Codebook, CodingSummary},
    domain::{
        cohort::CohortPlan,
        id::{InstitutionId, PeriodId, PlanId, ThemeId},
        theme::THEME_SCHEME,
        vocabulary::vocabulary,
    },
    statistics::{adjust_benjamini_hochberg, mcnemar},
};

/// One institution's plans for two periods, as indexes into the cohort's plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanPair {
    /// The plan for the earlier period.
    pub from: usize,
    /// The plan for the later period.
    pub to: usize,
}

/// The institutions of a cohort by which of two periods they have a plan for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairedPeriods {
    /// Those with a plan for both, by slug of the earlier plan.
    pub pairs: Vec<PlanPair>,
    /// Plans of institutions that have one for the earlier period alone, by slug.
    pub only_from: Vec<usize>,
    /// Plans of institutions that have one for the later period alone, by slug.
    pub only_to: Vec<usize>,
}

/// A cohort that has several plans of one institution for one period, so that none stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeveralPlans {
    /// One of them.
    pub one: String,
    /// Another.
    pub other: String,
}

/// Pairs the plans of a cohort by institution; plans for other periods are passed over.
///
/// # Errors
/// [`SeveralPlans`] where plans were named and two of them are of one institution and period.
pub fn pair_periods(cohort: &Cohort, from: PeriodId, to: PeriodId) -> Result<PairedPeriods, SeveralPlans> {
    let mut plans: BTreeMap<InstitutionId, [Option<usize>; 2]> = BTreeMap::new();
    for (place, plan) in cohort.plans.iter().enumerate() {
        let Some(side) = [from, to].iter().position(|&period| period == plan.period) else { continue };
        let of_institution = plans.entry(plan.institution).or_default();
        if let Some(known) = of_institution[side].replace(place) {
            let slug = |place: usize| cohort.plans.get(place).map(|plan| plan.slug.clone()).unwrap_or_default();
            return Err(SeveralPlans { one: slug(known), other: slug(place) });
        }
    }
    let mut paired = PairedPeriods::default();
    for sides in plans.into_values() {
        match sides {
            [Some(from), Some(to)] => paired.pairs.push(PlanPair { from, to }),
            [Some(from), None] => paired.only_from.push(from),
            [None, Some(to)] => paired.only_to.push(to),
            [None, None] => {}
        }
    }
    // The cohort's plans are by slug, so places are, too.
    paired.pairs.sort_unstable_by_key(|pair| pair.from);
    paired.only_from.sort_unstable();
    paired.only_to.sort_unstable();
    Ok(paired)
}

impl PairedPeriods {
    /// What to keep in mind besides the cohort's own caveats: plans that stand in no pair, and pairs that are few.
    pub fn caveats(&self, cohort: &Cohort) -> Vec<Caveat> {
        let named = Named::of_slugs(cohort.plans.iter().map(|plan| plan.slug.as_str()));
        let alone: BTreeSet<usize> = self.only_from.iter().chain(&self.only_to).copied().collect();
        let few = if self.pairs.len() < SMALL_COHORT {
            self.pairs.iter().map(|pair| pair.from).collect()
        } else {
            BTreeSet::new()
        };
        let few = named.caveat_in_words(CaveatCode::SmallCohort, few, |plans, plans_zh| {
            (
                format!(
                    "Fewer than {SMALL_COHORT} institutions have plans for both periods, with the earlier plans {plans}: one more or less would move shares a lot."
                ),
                format!("两个时期都有规划的机构不足{SMALL_COHORT}个（较早的规划为{plans_zh}）：增减一个就会明显改变占比。"),
            )
        });
        let found = [few, named.caveat(CaveatCode::OnePeriodOnly, alone)];
        found.into_iter().flatten().collect()
    }
}

vocabulary! {
    /// Why it cannot be tested whether a theme was taken up more often than given up.
    ShiftTestUnavailable {
        /// No institution has coded plans for both periods.
        NoCodedPairs = "NO_CODED_PAIRS",
        /// No institution took the theme up or gave it up.
        NothingChanged = "NOTHING_CHANGED",
    }
}

/// How institutions with coded plans for both periods took a theme up, kept it and gave it up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CohortThemeShift {
    /// The theme.
    pub theme: ThemeId,
    /// Institutions whose earlier plan addresses it.
    pub n_from: usize,
    /// Institutions whose later plan addresses it.
    pub n_to: usize,
    /// Institutions both of whose plans address it.
    pub n_kept: usize,
    /// Institutions of whose plans only the later one does.
    pub n_gained: usize,
    /// Institutions of whose plans only the earlier one does.
    pub n_lost: usize,
    /// `n_from` ÷ pairs, 0..1; `None` where there is no coded pair.
    pub from_share: Option<f64>,
    /// `n_to` ÷ pairs, 0..1; `None` where there is no coded pair.
    pub to_share: Option<f64>,
    /// `to_share` − `from_share`, −1..1.
    pub delta: Option<f64>,
    /// Mean share of an earlier plan's elements that carry the theme, 0..1.
    pub mean_from_share: Option<f64>,
    /// Mean share of a later plan's elements that carry the theme, 0..1.
    pub mean_to_share: Option<f64>,
    /// McNemar's test of gained against lost.
    pub test: Result<ShiftTest, ShiftTestUnavailable>,
}

/// McNemar's test of how many institutions took a theme up against how many gave it up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShiftTest {
    /// The statistic; `None` where the test is exact.
    pub statistic: Option<f64>,
    /// The probability of a difference as great where neither is more likely, 0..1.
    pub p_value: f64,
    /// The same, adjusted for the number of themes tested (Benjamini–Hochberg).
    pub adjusted_p_value: f64,
    /// Whether the test is the exact one.
    pub exact: bool,
}

/// What became of every theme of the codebook.
#[derive(Clone, Debug, PartialEq)]
pub struct CohortThemeShifts {
    /// Pairs of plans both of which are coded: those that count here.
    pub n_coded_pairs: usize,
    /// The themes, the greatest change of the number of institutions first; ties in the codebook's order.
    pub shifts: Vec<CohortThemeShift>,
}

/// What one theme comes to over the coded pairs.
#[derive(Clone, Copy, Default)]
struct Sums {
    n_kept: usize,
    n_gained: usize,
    n_lost: usize,
    from: f64,
    to: f64,
}

/// Counts, over pairs whose plans are both coded in [`PROFILE_LAYERS`](crate::coding::PROFILE_LAYERS), who addresses each
/// theme then and now.
pub fn cohort_theme_shifts(
    plans: &[CohortPlan],
    pairs: &[PlanPair],
    summaries: &HashMap<PlanId, CodingSummary>,
    codebook: &Codebook,
) -> CohortThemeShifts {
    let themes: Vec<ThemeId> = codebook.in_scheme(THEME_SCHEME).map(|theme| theme.id).collect();
    let shares = |place: usize| {
        let summary = plans.get(place).and_then(|plan| summaries.get(&plan.plan));
        PlanThemes::of(summary, themes.len()).shares()
    };
    let mut sums = vec![Sums::default(); themes.len()];
    let mut n_coded_pairs = 0;
    for pair in pairs {
        let Some((from, to)) = shares(pair.from).zip(shares(pair.to)) else { continue };
        n_coded_pairs += 1;
        for (sum, (from, to)) in sums.iter_mut().zip(from.into_iter().zip(to)) {
            sum.from += from;
            sum.to += to;
            match (from > 0.0, to > 0.0) {
                (true, true) => sum.n_kept += 1,
                (false, true) => sum.n_gained += 1,
                (true, false) => sum.n_lost += 1,
                (false, false) => {}
            }
        }
    }
    let per_pair = |sum: f64| (n_coded_pairs > 0).then(|| sum / n_coded_pairs as f64);
    let tests: Vec<_> = sums.iter().map(|sum| mcnemar(sum.n_gained as u64, sum.n_lost as u64)).collect();
    let p_values: Vec<Option<f64>> = tests.iter().map(|test| test.as_ref().map(|test| test.p_value)).collect();
    let adjusted = adjust_benjamini_hochberg(&p_values);
    let mut shifts: Vec<CohortThemeShift> = themes
        .into_iter()
        .zip(sums)
        .zip(tests.into_iter().zip(adjusted))
        .map(|((theme, sum), (test, adjusted))| {
            let Sums { n_kept, n_gained, n_lost, from, to } = sum;
            let (n_from, n_to) = (n_kept + n_lost, n_kept + n_gained);
            let unavailable = if n_coded_pairs == 0 {
                ShiftTestUnavailable::NoCodedPairs
            } else {
                ShiftTestUnavailable::NothingChanged
            };
            CohortThemeShift {
                theme,
                n_from,
                n_to,
                n_kept,
                n_gained,
                n_lost,
                from_share: per_pair(n_from as f64),
                to_share: per_pair(n_to as f64),
                delta: per_pair(n_to as f64 - n_from as f64),
                mean_from_share: per_pair(from),
                mean_to_share: per_pair(to),
                test: match test.zip(adjusted) {
                    Some((test, adjusted_p_value)) => Ok(ShiftTest {
                        statistic: test.statistic,
                        p_value: test.p_value,
                        adjusted_p_value,
                        exact: test.exact,
                    }),
                    None => Err(unavailable),
                },
            }
        })
        .collect();
    shifts.sort_by_key(|shift| Reverse(shift.delta.map(|delta| billionths(delta.abs()))));
    CohortThemeShifts { n_coded_pairs, shifts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        comparison::testing::{SamplePlan, codebook, goal, period, sample_plan, theme},
        domain::cohort::CohortFilter,
    };

    fn plan(institution: &str, ordinal: i32, themes: &[&[&str]]) -> SamplePlan {
        let goals: Vec<_> =
            themes.iter().enumerate().map(|(n, themes)| goal(&format!("g{n}"), "stone", themes)).collect();
        let start = 1951 + 5 * ordinal;
        sample_plan(&format!("{institution}-{ordinal}"), &goals).of_institution(institution).for_period(
            &format!("cn-fyp-{ordinal}"),
            start,
            start + 4,
        )
    }

    fn cohort(plans: &[SamplePlan]) -> Cohort {
        Cohort::resolve(plans.iter().map(SamplePlan::in_cohort).collect(), &CohortFilter::default())
    }

    fn pairs(cohort: &Cohort) -> Result<PairedPeriods, SeveralPlans> {
        pair_periods(cohort, period("cn-fyp-14", 2021, 2025).id, period("cn-fyp-15", 2026, 2030).id)
    }

    fn shifts(plans: &[SamplePlan]) -> CohortThemeShifts {
        let cohort = cohort(plans);
        let summaries = plans.iter().map(|plan| (plan.plan.id, plan.summary())).collect();
        let paired = pairs(&cohort).unwrap_or_default();
        cohort_theme_shifts(&cohort.plans, &paired.pairs, &summaries, &codebook())
    }

    /// Three pairs, one institution for each period alone, and one that plans for another period.
    fn plans() -> Vec<SamplePlan> {
        vec![
            plan("c", 14, &[&["reading"]]),
            plan("c", 15, &[&["smart"], &["smart"], &["staff"], &[]]),
            plan("a", 15, &[&["smart"], &[]]),
            plan("a", 14, &[&["smart", "reading"]]),
            plan("b", 14, &[&["reading"], &[]]),
            plan("b", 15, &[&["smart", "reading"]]),
            plan("late", 15, &[&["staff"]]),
            plan("early", 14, &[&["staff"]]),
            plan("elsewhere", 13, &[&["staff"]]),
        ]
    }

    #[test]
    fn an_institution_is_paired_with_itself_or_told_apart() {
        let cohort = cohort(&plans());
        let paired = pairs(&cohort).unwrap_or_default();
        let slug = |place: usize| cohort.plans[place].slug.as_str();
        let told: Vec<_> = paired.pairs.iter().map(|pair| (slug(pair.from), slug(pair.to))).collect();
        assert_eq!(told, [("a-14", "a-15"), ("b-14", "b-15"), ("c-14", "c-15")]);
        assert_eq!(paired.only_from.iter().map(|&place| slug(place)).collect::<Vec<_>>(), ["early-14"]);
        assert_eq!(paired.only_to.iter().map(|&place| slug(place)).collect::<Vec<_>>(), ["late-15"]);
        let caveats = paired.caveats(&cohort);
        assert_eq!(
            caveats.iter().map(|caveat| caveat.code).collect::<Vec<_>>(),
            [CaveatCode::SmallCohort, CaveatCode::OnePeriodOnly]
        );
        assert_eq!(caveats[1].plans.iter().map(slug).collect::<Vec<_>>(), ["early-14", "late-15"]);
    }

    #[test]
    fn nobody_chooses_between_plans_that_were_named() {
        let mut plans = plans();
        let mut draft = plan("a", 14, &[]);
        draft.plan.slug = "a-14-draft".to_owned();
        plans.push(draft);
        let candidates: Vec<_> = plans.iter().map(SamplePlan::in_cohort).collect();
        let named =
            CohortFilter { plans: Some(candidates.iter().map(|plan| plan.plan).collect()), ..CohortFilter::default() };
        let several = SeveralPlans { one: "a-14".to_owned(), other: "a-14-draft".to_owned() };
        assert_eq!(pairs(&Cohort::resolve(candidates, &named)), Err(several));
    }

    #[test]
    fn shifts_worked_out_by_hand() {
        let found = shifts(&plans());
        assert_eq!(found.n_coded_pairs, 3);
        // Both moved by two institutions, cooperation by none; `smart` comes first in the codebook.
        let order: Vec<ThemeId> = found.shifts.iter().map(|shift| shift.theme).collect();
        assert_eq!(order, [theme("smart"), theme("reading"), theme("staff"), theme("cooperation")]);
        let counts = |shift: &CohortThemeShift| [shift.n_from, shift.n_to, shift.n_kept, shift.n_gained, shift.n_lost];
        let [smart, reading, staff, cooperation] = found.shifts.as_slice() else { unreachable!("four themes") };
        assert_eq!(counts(smart), [1, 3, 1, 2, 0]);
        assert_eq!((smart.from_share, smart.to_share, smart.delta), (Some(1.0 / 3.0), Some(1.0), Some(2.0 / 3.0)));
        // Earlier 1, 0 and 0; later ½, 1 and ½.
        assert_eq!((smart.mean_from_share, smart.mean_to_share), (Some(1.0 / 3.0), Some(2.0 / 3.0)));
        assert_eq!(counts(reading), [3, 1, 1, 0, 2]);
        assert_eq!(reading.delta, Some(-2.0 / 3.0));
        assert_eq!(counts(staff), [0, 1, 0, 1, 0]);
        assert_eq!(counts(cooperation), [0, 0, 0, 0, 0]);
        assert_eq!(cooperation.test, Err(ShiftTestUnavailable::NothingChanged));
        // Two of two: 2 · ½². One of one: 1. Adjusted for three tests: ½ · 3 ÷ 2, ½ · 3 ÷ 2, 1.
        let p_values =
            |shift: &CohortThemeShift| shift.test.map(|test| (test.p_value, test.adjusted_p_value, test.exact));
        assert_eq!(p_values(smart), Ok((0.5, 0.75, true)));
        assert_eq!(p_values(reading), Ok((0.5, 0.75, true)));
        assert_eq!(p_values(staff), Ok((1.0, 1.0, true)));
    }

    #[test]
    fn what_nobody_coded_is_not_0() {
        let mut plans = plans();
        for uncoded in plans.iter_mut().filter(|plan| plan.plan.slug == "a-14" || plan.plan.slug == "b-15") {
            uncoded.codes.coded_layers.clear();
        }
        let one = shifts(&plans);
        assert_eq!(one.n_coded_pairs, 1);
        assert_eq!(
            one.shifts.iter().find(|shift| shift.theme == theme("smart")).map(|shift| (shift.n_from, shift.n_to)),
            Some((0, 1))
        );
        // A plan without elements says no more than one that nobody coded.
        let none = shifts(&[plan("a", 14, &[]), plan("a", 15, &[&["smart"]])]);
        assert_eq!(none.n_coded_pairs, 0);
        for shift in none.shifts {
            assert_eq!(
                (shift.from_share, shift.to_share, shift.delta, shift.mean_from_share),
                (None, None, None, None)
            );
            assert_eq!(shift.test, Err(ShiftTestUnavailable::NoCodedPairs));
        }
    }
}
