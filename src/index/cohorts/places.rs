//! The plans of a registry by what cohorts are filtered by.

use std::{collections::HashMap, hash::Hash};

use crate::{
    comparison::{LatestOrder, PlanSet, all_places, is_adopted, place, places_of},
    domain::{
        cohort::{CohortFilter, CohortPlan, PeerCriteria},
        id::{InstitutionId, PeriodId, PlanId},
        institution::{InstitutionKind, Region},
        listing::PlanFilter,
        period::YearSpan,
        plan::{PlanLevel, PlanStatus},
    },
};

/// The places of plans by each value that they have.
#[derive(Debug)]
pub(super) struct PlacesByValue {
    all: PlanSet,
    by_id: Vec<(PlanId, u32)>,
    by_kind: Sets<InstitutionKind>,
    by_level: Sets<PlanLevel>,
    by_status: Sets<PlanStatus>,
    by_period: Sets<PeriodId>,
    by_years: Sets<(i32, i32)>,
    by_n_years: Sets<i32>,
    by_country: Sets<String>,
    by_subdivision: Sets<String>,
    synthetic: PlanSet,
    not_adopted: PlanSet,
}

/// Sets of plans by a value.
#[derive(Debug)]
struct Sets<K>(HashMap<K, PlanSet>);

impl<K: Hash + Eq> Sets<K> {
    fn of(plans: &[CohortPlan], value: impl Fn(&CohortPlan) -> Option<K>) -> Self {
        let mut sets: HashMap<K, PlanSet> = HashMap::new();
        for (index, plan) in plans.iter().enumerate() {
            if let Some(value) = value(plan) {
                sets.entry(value).or_default().insert(place(index));
            }
        }
        Self(sets)
    }

    /// The plans that have any of these values.
    fn any_of<'a, Q>(&self, values: impl IntoIterator<Item = &'a Q>) -> PlanSet
    where
        K: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ?Sized + 'a,
    {
        let sets = values.into_iter().filter_map(|value| self.0.get(value));
        sets.fold(PlanSet::new(), |all, set| all | set)
    }

    /// Whether plans have more than one value.
    fn differ(&self, plans: &PlanSet) -> bool {
        let Some(first) = plans.min() else { return false };
        // One value for all is quickly told: the sets of the other values need not be looked through.
        let all_alike = self.0.values().any(|set| set.contains(first) && plans.is_subset(set));
        !all_alike && self.0.values().filter(|set| !set.is_disjoint(plans)).nth(1).is_some()
    }
}

impl PlacesByValue {
    pub(super) fn of(plans: &[CohortPlan]) -> Self {
        let mut by_id: Vec<(PlanId, u32)> = plans.iter().map(|plan| plan.plan).zip(0..).collect();
        by_id.sort_unstable();
        Self {
            all: all_places(plans.len()),
            by_id,
            by_kind: Sets::of(plans, |plan| Some(plan.kind)),
            by_level: Sets::of(plans, |plan| Some(plan.level)),
            by_status: Sets::of(plans, |plan| Some(plan.status)),
            by_period: Sets::of(plans, |plan| Some(plan.period)),
            by_years: Sets::of(plans, |plan| Some((plan.years.start(), plan.years.end()))),
            by_n_years: Sets::of(plans, |plan| Some(plan.years.n_years())),
            by_country: Sets::of(plans, |plan| plan.country.clone()),
            by_subdivision: Sets::of(plans, |plan| plan.subdivision.clone()),
            synthetic: places_of(plans, |plan| plan.is_synthetic),
            not_adopted: places_of(plans, |plan| !is_adopted(plan.status)),
        }
    }

    /// Plans that are made up.
    pub(super) fn synthetic(&self) -> &PlanSet {
        &self.synthetic
    }

    /// Plans that nobody has adopted.
    pub(super) fn not_adopted(&self) -> &PlanSet {
        &self.not_adopted
    }

    pub(super) fn levels_differ(&self, plans: &PlanSet) -> bool {
        self.by_level.differ(plans)
    }

    pub(super) fn periods_differ(&self, plans: &PlanSet) -> bool {
        self.by_period.differ(plans)
    }

    pub(super) fn lengths_differ(&self, plans: &PlanSet) -> bool {
        self.by_n_years.differ(plans)
    }

    /// The plans that match a filter, as the store lists them: made-up plans and all of an institution and period are among
    /// them.
    pub(super) fn candidates(&self, filter: &CohortFilter, order: &LatestOrder) -> PlanSet {
        let CohortFilter {
            include_synthetic: _,
            exclude,
            overlaps_years,
            plans: named,
            institutions,
            kinds,
            levels: _,
            statuses: _,
            periods,
            regions,
            countries,
            subdivisions,
            peers,
        } = filter;
        let mut found = self.all.clone();
        let mut keep = |wanted: Option<PlanSet>| {
            if let Some(wanted) = wanted {
                found &= wanted;
            }
        };
        keep(named.as_ref().map(|named| self.places(named)));
        keep(institutions.as_ref().map(|institutions| of_institutions(institutions, order)));
        keep(kinds.as_ref().map(|kinds| self.by_kind.any_of(kinds)));
        keep(filter.levels_wanted().map(|levels| self.by_level.any_of(levels)));
        keep(filter.statuses_wanted().map(|statuses| self.by_status.any_of(statuses)));
        keep(periods.as_ref().map(|periods| self.by_period.any_of(periods)));
        keep(overlaps_years.map(|years| self.overlapping(years)));
        keep(regions.as_ref().map(|codes| {
            let regions = codes.iter().filter_map(|code| Region::of_code(code));
            self.in_regions(regions)
        }));
        keep(countries.as_ref().map(|countries| self.by_country.any_of(countries)));
        keep(subdivisions.as_ref().map(|subdivisions| self.by_subdivision.any_of(subdivisions)));
        if let Some(PeerCriteria { kind, region, country }) = peers {
            keep(Some(self.by_kind.any_of([kind])));
            keep(region.map(|region| self.in_regions([region])));
            keep(country.as_ref().map(|country| self.by_country.any_of([country])));
        }
        if !exclude.is_empty() {
            found -= self.places(exclude);
        }
        found
    }

    /// The plans that a filter of lists means, but for what it says of themes, languages and words.
    pub(super) fn listed(&self, filter: &PlanFilter, order: &LatestOrder) -> PlanSet {
        let PlanFilter {
            kinds,
            levels,
            statuses,
            periods,
            institutions,
            regions,
            themes: _,
            languages: _,
            query: _,
            is_synthetic,
        } = filter;
        let mut found = self.all.clone();
        let mut keep = |wanted: Option<PlanSet>| {
            if let Some(wanted) = wanted {
                found &= wanted;
            }
        };
        keep(kinds.as_ref().map(|kinds| self.by_kind.any_of(kinds)));
        keep(levels.as_ref().map(|levels| self.by_level.any_of(levels)));
        keep(statuses.as_ref().map(|statuses| self.by_status.any_of(statuses)));
        keep(periods.as_ref().map(|periods| self.by_period.any_of(periods)));
        keep(institutions.as_ref().map(|institutions| of_institutions(institutions, order)));
        keep(regions.as_ref().map(|codes| self.in_regions(codes.iter().filter_map(|code| Region::of_code(code)))));
        keep(is_synthetic.map(|wanted| if wanted { self.synthetic.clone() } else { &self.all - &self.synthetic }));
        found
    }

    fn places(&self, ids: &[PlanId]) -> PlanSet {
        let place_of = |id: &PlanId| {
            let at = self.by_id.binary_search_by_key(id, |(id, _)| *id).ok()?;
            self.by_id.get(at).map(|&(_, place)| place)
        };
        ids.iter().filter_map(place_of).collect()
    }

    fn in_regions(&self, regions: impl IntoIterator<Item = Region>) -> PlanSet {
        self.by_subdivision.any_of(regions.into_iter().flat_map(|region| region.subdivisions.iter().copied()))
    }

    fn overlapping(&self, years: YearSpan) -> PlanSet {
        let overlaps = |start: i32, end: i32| start <= years.end() && end >= years.start();
        let sets = self.by_years.0.iter().filter(|((start, end), _)| overlaps(*start, *end));
        sets.fold(PlanSet::new(), |all, (_, set)| all | set)
    }
}

fn of_institutions(institutions: &[InstitutionId], order: &LatestOrder) -> PlanSet {
    institutions.iter().flat_map(|&institution| order.plans_of(institution)).copied().collect()
}
