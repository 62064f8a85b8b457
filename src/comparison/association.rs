//! Whether addressing a theme goes together with the group that a plan is in.

use std::cell::OnceCell;

use super::{
    caveat::{Caveat, CaveatCode, Named},
    grouping::{CohortDimension, CohortGroup},
    latest::{LatestOrder, LatestPlans},
    plan_set::PlanSet,
    plan_themes::ThemesOfPlans,
};
use crate::{
    domain::{cohort::CohortPlan, vocabulary::vocabulary},
    statistics::{RepeatedMeasures, adjust_benjamini_hochberg, chi_square, cochran_q_of_totals, fisher_exact, mcnemar},
};

vocabulary! {
    /// How an association was tested.
    AssociationTest {
        /// Pearson's chi-square, without continuity correction.
        ChiSquare = "CHI_SQUARE",
        /// Fisher's exact test, two-sided: for two groups with an expected count below 5.
        FisherExact = "FISHER_EXACT",
        /// McNemar's test: the same institutions in two periods.
        McNemar = "MC_NEMAR",
        /// Cochran's Q: the same institutions in more periods.
        CochranQ = "COCHRAN_Q",
        /// Not tested.
        None = "NONE",
    }
}

/// The association of one theme with the groups.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeAssociation {
    /// How it was tested.
    pub test: AssociationTest,
    /// How many institutions the test rests on, each counted once; 0 where there was none.
    pub n: usize,
    /// The test's statistic; `None` for exact tests, and without a test.
    pub statistic: Option<f64>,
    /// The statistic's degrees of freedom.
    pub degrees_of_freedom: Option<u32>,
    /// Whether the p-value is exact rather than from the statistic's distribution.
    pub is_exact: bool,
    /// The p-value, 0..1; `None` without a test.
    pub p_value: Option<f64>,
    /// The p-value after Benjamini and Hochberg's adjustment over all themes of the answer.
    pub adjusted_p_value: Option<f64>,
    /// Cramér's V, 0..1: how strong the association is. `None` for repeated measures, and without a test.
    pub cramers_v: Option<f64>,
    /// What is to be kept in mind.
    pub caveats: Vec<Caveat>,
}

impl ThemeAssociation {
    /// Not tested, because of one of the periods asked for the cohort, of plans in the order of slugs, has none.
    pub fn without_some_period(plans: &[CohortPlan], cohort: PlanSet) -> Self {
        let caveat = Named::in_order(plans).caveat(CaveatCode::RepeatedInstitutions, cohort);
        Self::untested(caveat.into_iter().collect())
    }

    fn untested(caveats: Vec<Caveat>) -> Self {
        Self {
            test: AssociationTest::None,
            n: 0,
            statistic: None,
            degrees_of_freedom: None,
            is_exact: false,
            p_value: None,
            adjusted_p_value: None,
            cramers_v: None,
            caveats,
        }
    }
}

/// What associations are found in: a list of plans in the order of slugs, of a cohort or of all the registry.
#[derive(Clone, Copy, Debug)]
pub struct AssociationData<'a> {
    /// The plans.
    pub plans: &'a [CohortPlan],
    /// Which of them come later.
    pub order: &'a LatestOrder,
    /// What they say of the themes.
    pub themes: &'a ThemesOfPlans,
}

/// Which plans are tested, and how.
enum Design {
    /// Groups of different institutions: the coded plans of each group, each institution once.
    Independent { groups: Vec<PlanSet>, set_aside: PlanSet },
    /// The same institutions in every period.
    Repeated { totals: RepeatedTotals, set_aside: PlanSet },
    /// Institutions stand in several groups, and nothing pairs them.
    Untestable,
}

/// The association of each theme with the groups of a cohort. Plans of which a dimension is not known, and plans that are
/// not coded, take no part.
pub fn theme_associations(
    data: &AssociationData<'_>,
    groups: &[CohortGroup],
    dimensions: &[CohortDimension],
) -> Vec<ThemeAssociation> {
    let named = Named::in_order(data.plans);
    let repeated_institutions = |plans| named.caveat(CaveatCode::RepeatedInstitutions, plans);
    let addressing = data.themes.addressing();
    let mut found: Vec<ThemeAssociation> = match design(data, groups, dimensions) {
        Design::Independent { groups, set_aside } => {
            let repeated = repeated_institutions(set_aside);
            let small = OnceCell::new();
            let small = || {
                let tested = || groups.iter().fold(PlanSet::new(), |all, group| all | group);
                small.get_or_init(|| named.caveat(CaveatCode::SmallExpectedCounts, tested())).clone()
            };
            addressing.iter().map(|addressing| independent(&groups, addressing, &repeated, &small)).collect()
        }
        Design::Repeated { totals, set_aside } => {
            let caveat = repeated_institutions(set_aside);
            (0..addressing.len()).map(|theme| totals.association(theme, &caveat)).collect()
        }
        Design::Untestable => {
            let all = groups.iter().fold(PlanSet::new(), |all, group| all | &group.plans);
            let untested = ThemeAssociation::untested(repeated_institutions(all).into_iter().collect());
            vec![untested; addressing.len()]
        }
    };
    let p_values: Vec<Option<f64>> = found.iter().map(|association| association.p_value).collect();
    for (association, adjusted) in found.iter_mut().zip(adjust_benjamini_hochberg(&p_values)) {
        association.adjusted_p_value = adjusted;
    }
    found
}

fn design(data: &AssociationData<'_>, groups: &[CohortGroup], dimensions: &[CohortDimension]) -> Design {
    let known = groups.iter().filter(|group| group.is_known());
    let known: Vec<PlanSet> = known.map(|group| &group.plans & data.themes.coded()).collect();
    if !dimensions.contains(&CohortDimension::Period) {
        let all = known.iter().fold(PlanSet::new(), |all, group| all | group);
        let LatestPlans { latest, set_aside } = data.order.latest_among(&all);
        return Design::Independent { groups: known.iter().map(|group| group & &latest).collect(), set_aside };
    }
    if known.len() < 2 {
        return Design::Independent { groups: known, set_aside: PlanSet::new() };
    }
    if dimensions.len() > 1 {
        return Design::Untestable;
    }
    let (latest, set_aside): (Vec<PlanSet>, Vec<PlanSet>) =
        known.iter().map(|group| data.order.latest_among(group)).map(|found| (found.latest, found.set_aside)).unzip();
    let totals = RepeatedTotals::of(data, &latest);
    if totals.n_institutions == 0 {
        return Design::Untestable;
    }
    Design::Repeated { totals, set_aside: set_aside.into_iter().fold(PlanSet::new(), |all, plans| all | plans) }
}

fn independent(
    groups: &[PlanSet],
    addressing: &PlanSet,
    repeated: &Option<Caveat>,
    small: &dyn Fn() -> Option<Caveat>,
) -> ThemeAssociation {
    let rows = groups.iter().filter(|group| !group.is_empty()).map(|group| {
        let n_addressing = group.intersection_len(addressing);
        vec![n_addressing, group.len() - n_addressing]
    });
    let table: Vec<Vec<u64>> = rows.collect();
    // Nothing to test, and so nothing that hinders.
    let Some(found) = chi_square(&table) else { return ThemeAssociation::untested(Vec::new()) };
    let mut caveats: Vec<Caveat> = repeated.iter().cloned().collect();
    let is_small = found.smallest_expected < 5.0;
    let exact = match table.as_slice() {
        [first, second] if is_small => match (first.as_slice(), second.as_slice()) {
            (&[a, b], &[c, d]) => fisher_exact([[a, b], [c, d]]),
            _ => None,
        },
        _ => None,
    };
    if is_small && exact.is_none() {
        caveats.extend(small());
    }
    caveats.sort_by_key(|caveat| caveat.code);
    ThemeAssociation {
        test: if exact.is_some() { AssociationTest::FisherExact } else { AssociationTest::ChiSquare },
        n: groups.iter().map(|group| group.len() as usize).sum(),
        statistic: exact.is_none().then_some(found.statistic),
        degrees_of_freedom: exact.is_none().then_some(found.degrees_of_freedom),
        is_exact: exact.is_some(),
        p_value: Some(exact.unwrap_or(found.p_value)),
        adjusted_p_value: None,
        cramers_v: Some(found.cramers_v),
        caveats,
    }
}

/// How many institutions address each theme in each period, among those with a coded plan in all of them.
struct RepeatedTotals {
    n_institutions: usize,
    n_periods: usize,
    /// Institutions that address the theme in the period, period by period for each theme.
    of_periods: Vec<u64>,
    /// By theme, the sum over institutions of the square of the periods in which they address it.
    squares: Vec<u64>,
}

impl RepeatedTotals {
    /// `latest` are one plan of each institution for each period.
    fn of(data: &AssociationData<'_>, latest: &[PlanSet]) -> Self {
        let (n_periods, n_themes) = (latest.len(), data.themes.n_themes());
        let mut of_institutions: Vec<Option<u32>> = vec![None; data.order.n_institutions() * n_periods];
        for (period, latest) in latest.iter().enumerate() {
            for place in latest {
                let number = data.order.institution_number(place) as usize;
                if let Some(plan) = of_institutions.get_mut(number * n_periods + period) {
                    *plan = Some(place);
                }
            }
        }
        let mut totals = Self {
            n_institutions: 0,
            n_periods,
            of_periods: vec![0; n_themes * n_periods],
            squares: vec![0; n_themes],
        };
        let mut times = vec![0_u64; n_themes];
        for plans in of_institutions.chunks_exact(n_periods) {
            let Some(plans) = plans.iter().copied().collect::<Option<Vec<u32>>>() else { continue };
            totals.n_institutions += 1;
            for (period, &plan) in plans.iter().enumerate() {
                for theme in data.themes.carriers(plan).iter().map(|carriers| usize::from(carriers.theme)) {
                    totals.of_periods[theme * n_periods + period] += 1;
                    // The squares of 1, 2, 3 … grow by the odd numbers.
                    totals.squares[theme] += 2 * times[theme] + 1;
                    times[theme] += 1;
                }
            }
            for theme in plans.iter().flat_map(|&plan| data.themes.carriers(plan)) {
                times[usize::from(theme.theme)] = 0;
            }
        }
        totals
    }

    fn association(&self, theme: usize, caveat: &Option<Caveat>) -> ThemeAssociation {
        let of_periods = &self.of_periods[theme * self.n_periods..(theme + 1) * self.n_periods];
        let squares = self.squares[theme];
        let (test, found) = match *of_periods {
            [first, second] => {
                // Who addresses it once adds 1 to the squares, who does so twice 4.
                let n_both = (squares - (first + second)) / 2;
                (AssociationTest::McNemar, mcnemar(first - n_both, second - n_both))
            }
            _ => (AssociationTest::CochranQ, cochran_q_of_totals(of_periods, squares)),
        };
        let Some(RepeatedMeasures { statistic, degrees_of_freedom, p_value, exact }) = found else {
            return ThemeAssociation::untested(Vec::new());
        };
        ThemeAssociation {
            test,
            n: self.n_institutions,
            statistic,
            degrees_of_freedom,
            is_exact: exact,
            p_value: Some(p_value),
            adjusted_p_value: None,
            cramers_v: None,
            caveats: caveat.iter().cloned().collect(),
        }
    }
}
