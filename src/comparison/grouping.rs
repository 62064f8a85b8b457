//! Groups of a cohort's plans by one or several dimensions.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{
    labels,
    plan_set::{PlanSet, all_places, place},
};
use crate::domain::{
    cohort::CohortPlan,
    id::PeriodId,
    institution::{InstitutionKind, Region},
    period::PlanningPeriod,
    plan::{PlanLevel, PlanStatus},
    text::Texts,
    vocabulary::vocabulary,
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
    /// Its plans; never empty.
    pub plans: PlanSet,
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
            Some((place(InstitutionKind::ALL, &plan.kind), labels::kind(plan.kind), plan.kind.code().to_owned()))
        }
        CohortDimension::Level => {
            Some((place(PlanLevel::ALL, &plan.level), labels::level(plan.level), plan.level.code().to_owned()))
        }
        CohortDimension::Status => {
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

/// The plans of a list by their values of one dimension.
#[derive(Clone, Debug)]
pub struct DimensionValues {
    /// In the order of the values; every plan stands at exactly one of them.
    values: Vec<(GroupKey, PlanSet)>,
}

/// What decides about a plan's value of a dimension.
#[derive(PartialEq, Eq, Hash)]
enum Deciding<'a> {
    Kind(InstitutionKind),
    Level(PlanLevel),
    Status(PlanStatus),
    Period(PeriodId),
    Place(Option<&'a str>),
}

impl<'a> Deciding<'a> {
    fn of(plan: &'a CohortPlan, dimension: CohortDimension) -> Self {
        match dimension {
            CohortDimension::InstitutionKind => Self::Kind(plan.kind),
            CohortDimension::Level => Self::Level(plan.level),
            CohortDimension::Status => Self::Status(plan.status),
            CohortDimension::Period => Self::Period(plan.period),
            CohortDimension::Country => Self::Place(plan.country.as_deref()),
            CohortDimension::Region | CohortDimension::Subdivision => Self::Place(plan.subdivision.as_deref()),
        }
    }
}

impl DimensionValues {
    /// The values of a dimension that plans have.
    pub fn of(plans: &[CohortPlan], dimension: CohortDimension, periods: &[Arc<PlanningPeriod>]) -> Self {
        // A value is put into words once, not for each of its plans.
        let mut deciding: HashMap<Deciding<'_>, (&CohortPlan, PlanSet)> = HashMap::new();
        for (index, plan) in plans.iter().enumerate() {
            let (_, same) = deciding.entry(Deciding::of(plan, dimension)).or_insert_with(|| (plan, PlanSet::new()));
            same.insert(place(index));
        }
        let mut values: BTreeMap<ValuePlace, (GroupKey, PlanSet)> = BTreeMap::new();
        for (plan, same) in deciding.into_values() {
            let (order, key) = value_of(plan, dimension, periods);
            values.entry(order).or_insert_with(|| (key, PlanSet::new())).1 |= same;
        }
        Self { values: values.into_values().collect() }
    }
}

/// Plans in groups, each in exactly one. Without dimensions all plans are one group; without plans there is none. Plans whose
/// value is not known stand in a group of their own.
pub fn cohort_groups(plans: PlanSet, dimensions: &[&DimensionValues]) -> Vec<CohortGroup> {
    let all = CohortGroup { key: Vec::with_capacity(dimensions.len()), plans };
    let mut groups: Vec<CohortGroup> = Some(all).into_iter().filter(|group| !group.plans.is_empty()).collect();
    for dimension in dimensions {
        let split = |group: &CohortGroup| -> Vec<CohortGroup> {
            let parts = dimension.values.iter().filter_map(|(key, plans)| {
                let plans = &group.plans & plans;
                let key = || group.key.iter().chain([key]).cloned().collect();
                (!plans.is_empty()).then(|| CohortGroup { key: key(), plans })
            });
            parts.collect()
        };
        groups = groups.iter().flat_map(split).collect();
    }
    groups
}

/// The groups of all plans of a list.
pub fn groups_of_plans(
    plans: &[CohortPlan],
    dimensions: &[CohortDimension],
    periods: &[Arc<PlanningPeriod>],
) -> Vec<CohortGroup> {
    let values: Vec<DimensionValues> =
        dimensions.iter().map(|&dimension| DimensionValues::of(plans, dimension, periods)).collect();
    cohort_groups(all_places(plans.len()), &values.iter().collect::<Vec<_>>())
}
