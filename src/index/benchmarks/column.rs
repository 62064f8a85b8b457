//! The figures of one indicator and role, as far as they do not depend on the cohort.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
};

use crate::{
    comparison::{
        BenchmarkEntry, BenchmarkMissing, BenchmarkQuestion, BenchmarkValues, FigureYears, IndicatorUses, PlanSet,
        ValueFacts, better, figures_by_basis, first_of_values, most_common,
    },
    domain::{
        id::{ObservationId, PlanIndicatorId},
        indicator::{Indicator, IndicatorDirection, ObservationBasis, ObservationRole},
        unit::Unit,
    },
};

/// What decides about a column besides the revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ColumnKey {
    pub(super) role: ObservationRole,
    pub(super) unit: Unit,
    pub(super) direction: IndicatorDirection,
}

/// What stands for each plan of the registry that uses an indicator.
#[derive(Debug)]
pub(super) struct Column {
    unit: Unit,
    using: PlanSet,
    /// Plans without a figure of any basis, by the first reason that holds.
    missing: BTreeMap<BenchmarkMissing, PlanSet>,
    /// Plans with one.
    standing: PlanSet,
    of_bases: BTreeMap<ObservationBasis, OfBasis>,
}

#[derive(Debug, Default)]
struct OfBasis {
    plans: PlanSet,
    bounds: PlanSet,
    /// Best first, ties by place.
    values: Vec<Value>,
}

#[derive(Debug)]
struct Value {
    place: u32,
    /// Tells the years that it is of apart from those of other values.
    years: u32,
    value: f64,
    plan_indicator: PlanIndicatorId,
    observation: ObservationId,
}

/// Numbers things in the order in which they come.
struct Numbers<K>(HashMap<K, u32>);

impl<K: Hash + Eq> Numbers<K> {
    fn of(&mut self, key: K) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(key).or_insert(next)
    }
}

impl Column {
    pub(super) fn of(indicator: &Indicator, key: ColumnKey, using: PlanSet, uses: &dyn IndicatorUses) -> Self {
        let mut column = Self {
            unit: key.unit,
            missing: BTreeMap::new(),
            standing: PlanSet::new(),
            of_bases: BTreeMap::new(),
            using: PlanSet::new(),
        };
        let mut years: Numbers<FigureYears> = Numbers(HashMap::new());
        for place in &using {
            match figures_by_basis(uses, place, key.role, key.unit) {
                Err(reason) => drop(column.missing.entry(reason).or_default().insert(place)),
                Ok(figures) => {
                    column.standing.insert(place);
                    for (figure, value) in figures {
                        let of_basis = column.of_bases.entry(figure.basis).or_default();
                        of_basis.plans.insert(place);
                        if figure.is_bound() {
                            of_basis.bounds.insert(place);
                        }
                        of_basis.values.push(Value {
                            place,
                            years: years.of(figure.years()),
                            value,
                            plan_indicator: figure.plan_indicator,
                            observation: figure.observation,
                        });
                    }
                }
            }
        }
        let better = better(indicator);
        for of_basis in column.of_bases.values_mut() {
            // Places are in the order of slugs, and so were the values until now.
            of_basis.values.sort_by(|a, b| first_of_values(better, a.value, b.value));
        }
        column.using = using;
        column
    }

    /// What plans come to, each of another institution.
    pub(super) fn values_of(&self, question: &BenchmarkQuestion<'_>, plans: &PlanSet) -> BenchmarkValues {
        let n_plans =
            |(basis, of_basis): (&ObservationBasis, &OfBasis)| (*basis, plans.intersection_len(&of_basis.plans));
        let basis = question.basis.or_else(|| most_common(self.of_bases.iter().map(n_plans).collect()));
        let nobody = OfBasis::default();
        let of_basis = basis.and_then(|basis| self.of_bases.get(&basis)).unwrap_or(&nobody);
        let known = self.missing.iter().map(|(reason, missing)| (*reason, missing & plans));
        let missing = known
            .chain([
                (BenchmarkMissing::NoPlanIndicator, plans - &self.using),
                (BenchmarkMissing::BasisDiffers, (plans & &self.standing) - &of_basis.plans),
            ])
            .filter(|(_, plans)| !plans.is_empty());
        let values = of_basis.among(plans);
        BenchmarkValues {
            basis,
            unit: Some(self.unit),
            facts: ValueFacts {
                years_differ: values.windows(2).any(|pair| pair[0].years != pair[1].years),
                plans: plans & &of_basis.plans,
                bounds: plans & &of_basis.bounds,
            },
            entries: values.into_iter().map(Value::entry).collect(),
            missing: missing.collect(),
        }
    }
}

impl OfBasis {
    /// The values of some plans, in order.
    fn among(&self, plans: &PlanSet) -> Vec<&Value> {
        // Asking a set of a few thousand plans takes a search; a list takes none.
        let mut is_among = vec![false; plans.max().map_or(0, |last| last as usize + 1)];
        for place in plans {
            is_among[place as usize] = true;
        }
        self.values.iter().filter(|value| is_among.get(value.place as usize).is_some_and(|is| *is)).collect()
    }
}

impl Value {
    fn entry(&self) -> BenchmarkEntry {
        BenchmarkEntry {
            plan: self.place as usize,
            value: self.value,
            rank: None,
            percentile_rank: None,
            plan_indicator: self.plan_indicator,
            observation: self.observation,
            baseline: None,
            denominator: None,
        }
    }
}
