//! Whether addressing a theme goes together with the group that a plan is in.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    caveat::{Caveat, CaveatCode, Named},
    cohort::LatestPlans,
    coverage::PlanThemes,
    grouping::{CohortDimension, CohortGroup},
};
use crate::{
    domain::{cohort::CohortPlan, id::InstitutionId, vocabulary::vocabulary},
    statistics::{RepeatedMeasures, adjust_benjamini_hochberg, chi_square, cochran_q, fisher_exact, mcnemar},
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
    /// Not tested, because of one of the periods asked for there is no plan.
    pub fn without_some_period(plans: &[CohortPlan]) -> Self {
        let named = Named::of_slugs(plans.iter().map(|plan| plan.slug.as_str()));
        let caveat = named.caveat(CaveatCode::RepeatedInstitutions, (0..plans.len()).collect());
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

/// Which plans are tested, and how.
enum Design {
    /// Groups of different institutions: the coded plans of each group, each institution once.
    Independent { groups: Vec<Vec<usize>>, set_aside: BTreeSet<usize> },
    /// The same institutions in every period: for each of them its plans, in the order of the periods.
    Repeated { institutions: Vec<Vec<usize>>, set_aside: BTreeSet<usize> },
    /// Institutions stand in several groups, and nothing pairs them.
    Untestable,
}

/// The association of each theme with the groups of the cohort. Plans of which a dimension is not known, and plans that are
/// not coded, take no part.
pub(super) fn associations(
    plans: &[CohortPlan],
    themes: &[PlanThemes],
    groups: &[CohortGroup],
    dimensions: &[CohortDimension],
    n_themes: usize,
) -> Vec<ThemeAssociation> {
    let named = Named::of_slugs(plans.iter().map(|plan| plan.slug.as_str()));
    let design = design(plans, themes, groups, dimensions);
    let mut found: Vec<ThemeAssociation> = (0..n_themes)
        .map(|theme| {
            let addresses = |plan: usize| themes.get(plan).and_then(|themes| themes.addresses(theme)) == Some(true);
            match &design {
                Design::Independent { groups, set_aside } => {
                    let repeated = named.caveat(CaveatCode::RepeatedInstitutions, set_aside.clone());
                    independent(groups, &addresses, &named, repeated)
                }
                Design::Repeated { institutions, set_aside } => {
                    let caveat = named.caveat(CaveatCode::RepeatedInstitutions, set_aside.clone());
                    repeated(institutions, &addresses, caveat)
                }
                Design::Untestable => {
                    let all: BTreeSet<usize> = groups.iter().flat_map(|group| group.plans.iter().copied()).collect();
                    let caveat = named.caveat(CaveatCode::RepeatedInstitutions, all);
                    ThemeAssociation::untested(caveat.into_iter().collect())
                }
            }
        })
        .collect();
    let p_values: Vec<Option<f64>> = found.iter().map(|association| association.p_value).collect();
    for (association, adjusted) in found.iter_mut().zip(adjust_benjamini_hochberg(&p_values)) {
        association.adjusted_p_value = adjusted;
    }
    found
}

fn design(
    plans: &[CohortPlan],
    themes: &[PlanThemes],
    groups: &[CohortGroup],
    dimensions: &[CohortDimension],
) -> Design {
    let known: Vec<Vec<usize>> = groups
        .iter()
        .filter(|group| group.is_known())
        .map(|group| {
            let coded = |plan: &usize| themes.get(*plan).is_some_and(PlanThemes::is_coded);
            group.plans.iter().copied().filter(coded).collect()
        })
        .collect();
    if !dimensions.contains(&CohortDimension::Period) {
        let LatestPlans { latest, set_aside } = LatestPlans::among(plans, known.iter().flatten().copied());
        let groups = known.into_iter().map(|group| group.into_iter().filter(|plan| latest.contains(plan)).collect());
        return Design::Independent { groups: groups.collect(), set_aside };
    }
    if known.len() < 2 {
        return Design::Independent { groups: known, set_aside: BTreeSet::new() };
    }
    if dimensions.len() > 1 {
        return Design::Untestable;
    }
    let mut set_aside = BTreeSet::new();
    let mut of_institution: BTreeMap<InstitutionId, Vec<usize>> = BTreeMap::new();
    for group in &known {
        let LatestPlans { latest, set_aside: others } = LatestPlans::among(plans, group.iter().copied());
        set_aside.extend(others);
        for plan in latest {
            if let Some(member) = plans.get(plan) {
                of_institution.entry(member.institution).or_default().push(plan);
            }
        }
    }
    let n_periods = known.len();
    let institutions: Vec<Vec<usize>> = of_institution.into_values().filter(|plans| plans.len() == n_periods).collect();
    if institutions.is_empty() { Design::Untestable } else { Design::Repeated { institutions, set_aside } }
}

fn independent(
    groups: &[Vec<usize>],
    addresses: &dyn Fn(usize) -> bool,
    named: &Named<'_>,
    repeated: Option<Caveat>,
) -> ThemeAssociation {
    let table: Vec<Vec<u64>> = groups
        .iter()
        .map(|group| {
            let n_addressing = group.iter().filter(|&&plan| addresses(plan)).count() as u64;
            vec![n_addressing, group.len() as u64 - n_addressing]
        })
        .filter(|row| row.iter().sum::<u64>() > 0)
        .collect();
    // Nothing to test, and so nothing that hinders.
    let Some(found) = chi_square(&table) else { return ThemeAssociation::untested(Vec::new()) };
    let mut caveats: Vec<Caveat> = repeated.into_iter().collect();
    let is_small = found.smallest_expected < 5.0;
    let exact = match table.as_slice() {
        [first, second] if is_small => match (first.as_slice(), second.as_slice()) {
            (&[a, b], &[c, d]) => fisher_exact([[a, b], [c, d]]),
            _ => None,
        },
        _ => None,
    };
    if is_small && exact.is_none() {
        let tested: BTreeSet<usize> = groups.iter().flatten().copied().collect();
        caveats.extend(named.caveat(CaveatCode::SmallExpectedCounts, tested));
    }
    caveats.sort_by_key(|caveat| caveat.code);
    ThemeAssociation {
        test: if exact.is_some() { AssociationTest::FisherExact } else { AssociationTest::ChiSquare },
        n: groups.iter().map(Vec::len).sum(),
        statistic: exact.is_none().then_some(found.statistic),
        degrees_of_freedom: exact.is_none().then_some(found.degrees_of_freedom),
        is_exact: exact.is_some(),
        p_value: Some(exact.unwrap_or(found.p_value)),
        adjusted_p_value: None,
        cramers_v: Some(found.cramers_v),
        caveats,
    }
}

fn repeated(
    institutions: &[Vec<usize>],
    addresses: &dyn Fn(usize) -> bool,
    caveat: Option<Caveat>,
) -> ThemeAssociation {
    let rows: Vec<Vec<bool>> =
        institutions.iter().map(|plans| plans.iter().map(|&plan| addresses(plan)).collect()).collect();
    let pairs: Option<Vec<[bool; 2]>> = rows.iter().map(|row| row.as_slice().try_into().ok()).collect();
    let (test, found) = match pairs {
        Some(pairs) => {
            let count = |wanted: [bool; 2]| pairs.iter().filter(|pair| **pair == wanted).count() as u64;
            (AssociationTest::McNemar, mcnemar(count([true, false]), count([false, true])))
        }
        None => (AssociationTest::CochranQ, cochran_q(&rows)),
    };
    let Some(RepeatedMeasures { statistic, degrees_of_freedom, p_value, exact }) = found else {
        return ThemeAssociation::untested(Vec::new());
    };
    ThemeAssociation {
        test,
        n: institutions.len(),
        statistic,
        degrees_of_freedom,
        is_exact: exact,
        p_value: Some(p_value),
        adjusted_p_value: None,
        cramers_v: None,
        caveats: caveat.into_iter().collect(),
    }
}
