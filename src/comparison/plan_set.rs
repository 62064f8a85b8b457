//! Sets of plans, by their places in a list of plans: that of a cohort, or of a whole registry.

use std::{collections::BTreeSet, sync::Arc};

use roaring::RoaringBitmap;

/// A set of plans. A plan's place is its index in the list that goes with the set.
pub type PlanSet = RoaringBitmap;

/// All places of a list of so many plans.
pub fn all_places(n_plans: usize) -> PlanSet {
    let mut all = PlanSet::new();
    all.insert_range(0..place(n_plans));
    all
}

/// An index as the place that sets hold; a list of more than 2³² plans is none that fits into memory.
pub fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// The places of the items that something holds of.
pub fn places_of<T>(items: impl IntoIterator<Item = T>, holds: impl Fn(T) -> bool) -> PlanSet {
    let places = items.into_iter().enumerate().filter_map(|(index, item)| holds(item).then(|| place(index)));
    places.collect()
}

/// The plans that a caveat is about, cheap to share with other caveats about the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlansConcerned(Arc<PlanSet>);

impl PlansConcerned {
    /// How many they are.
    pub fn len(&self) -> usize {
        self.0.len() as usize
    }

    /// The bytes that they take, roughly; those shared with other caveats are counted each time.
    pub fn size(&self) -> usize {
        self.0.serialized_size()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Their indexes, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().map(|place| place as usize)
    }
}

impl From<PlanSet> for PlansConcerned {
    fn from(plans: PlanSet) -> Self {
        Self(Arc::new(plans))
    }
}

impl From<BTreeSet<usize>> for PlansConcerned {
    fn from(indexes: BTreeSet<usize>) -> Self {
        indexes.into_iter().collect()
    }
}

impl FromIterator<usize> for PlansConcerned {
    fn from_iter<I: IntoIterator<Item = usize>>(indexes: I) -> Self {
        Self(Arc::new(indexes.into_iter().map(place).collect()))
    }
}
