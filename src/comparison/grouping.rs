//! Groups of a cohort's plans by one or several dimensions.

use std::{collections::BTreeMap, sync::Arc};

use super::labels;
use crate::domain::{
    cohort::CohortPlan, institution::Region, period::PlanningPeriod, text::Texts, vocabulary::vocabulary,
};

vocabulary! {
    /// What plans of a cohort are grouped by.
    CohortDimension {
        /// The kind of institution.
        InstitutionKind = "INSTITUTION_KIND",
        /// The level that the plan speaks for.
        Level = "LEVEL",
        /// The planning period.
        Period = "PERIOD",
        /// The macro-region of the institution.
        Region = "REGION",
        /// The country of the institution.
        Country = "COUNTRY",
        /// The subdivision of the country.
        Subdivision = "SUBDIVISION",
        /// How far the plan has come.
        Status = "STATUS",
    }
}

/// The value of one dimension that the plans of a group share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupKey {
    /// Which dimension.
    pub dimension: CohortDimension,
    /// The value's code or slug; `None` where it is not known.
    pub value: Option<String>,
    /// Says it in words.
    pub label: Texts,
}

/// Plans that share the values of all dimensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortGroup {
    /// One for each dimension, in the order asked for.
    pub key: Vec<GroupKey>,
    /// Indexes into the cohort's plans, ascending; never empty.
    pub plans: Vec<usize>,
}

impl CohortGroup {
    /// Whether the value of every dimension is known.
    pub fn is_known(&self) -> bool {
        self.key.iter().all(|key| key.value.is_some())
    }
}

/// A value's place among the values of its dimension: known ones first, in the order of the vocabulary or of time, else of
/// the code.
type ValuePlace = (bool, i64, String);

fn value_of(plan: &CohortPlan, dimension: CohortDimension, periods: &[Arc<PlanningPeriod>]) -> (ValuePlace, GroupKey) {
    fn place<T: PartialEq>(all: &[T], value: &T) -> i64 {
        all.iter().position(|known| known == value).map_or(i64::MAX, |place| place as i64)
    }
    let coded = |code: &Option<String>| code.clone().map(|code| (0, labels::place(&code), code));
    let found: Option<(i64, Texts, String)> = match dimension {
        CohortDimension::InstitutionKind => {
            use crate::domain::institution::InstitutionKind;
            Some((place(InstitutionKind::ALL, &plan.kind), labels::kind(plan.kind), plan.kind.code().to_owned()))
        }
        CohortDimension::Level => {
            use crate::domain::plan::PlanLevel;
            Some((place(PlanLevel::ALL, &plan.level), labels::level(plan.level), plan.level.code().to_owned()))
        }
        CohortDimension::Status => {
            use crate::domain::plan::PlanStatus;
            Some((place(PlanStatus::ALL, &plan.status), labels::status(plan.status), plan.status.code().to_owned()))
        }
        CohortDimension::Period => periods
            .iter()
            .find(|period| period.id == plan.period)
            .map(|period| (period.years.start().into(), period.names.clone(), period.slug.clone())),
        CohortDimension::Region => {
            plan.region().map(|region| (place(Region::ALL, &region), labels::region(region), region.code.to_owned()))
        }
        CohortDimension::Country => coded(&plan.country),
        CohortDimension::Subdivision => coded(&plan.subdivision),
    };
    match found {
        Some((order, label, value)) => {
            ((false, order, value.clone()), GroupKey { dimension, value: Some(value), label })
        }
        None => ((true, 0, String::new()), GroupKey { dimension, value: None, label: labels::unknown() }),
    }
}

/// Every plan in exactly one group. Without dimensions all plans are one group; without plans there is none. A plan whose
/// value is not known stands in a group of its own.
pub fn cohort_groups(
    plans: &[CohortPlan],
    dimensions: &[CohortDimension],
    periods: &[Arc<PlanningPeriod>],
) -> Vec<CohortGroup> {
    let mut groups: BTreeMap<Vec<ValuePlace>, CohortGroup> = BTreeMap::new();
    for (index, plan) in plans.iter().enumerate() {
        let (places, key) = dimensions.iter().map(|&dimension| value_of(plan, dimension, periods)).unzip();
        groups.entry(places).or_insert_with(|| CohortGroup { key, plans: Vec::new() }).plans.push(index);
    }
    groups.into_values().collect()
}
