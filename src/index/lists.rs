//! Lists of plans from memory: the pages that the rows give, found by sets of places and by orders that are kept ready.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use super::{IndexedPlan, RegistryIndex};
use crate::{
    comparison::{PlanSet, place},
    domain::{
        id::ThemeId,
        listing::{Cursor, Page, PageRequest, PlanFilter, PlanOrder, Window},
        plan::Plan,
        theme::THEME_SCHEME,
    },
};

/// The plans of a registry in each of the orders that lists of them have. Places are those of
/// [`RegistryIndex::cohorts`].
#[derive(Debug)]
pub(super) struct PlanLists {
    by_title: Order,
    by_period: Order,
    by_publication: Order,
    /// By language of the title.
    titled_in: HashMap<String, PlanSet>,
}

/// Places in one order, ascending.
#[derive(Debug)]
struct Order {
    places: Vec<u32>,
    /// By place, where it stands in `places`.
    ranks: Vec<u32>,
}

/// What lists are ordered by.
struct Keyed<'a> {
    plan: &'a IndexedPlan,
    start_year: i32,
}

impl Keyed<'_> {
    fn published_at(&self) -> i64 {
        // As the rows keep it.
        i64::try_from(self.plan.head.revision.published_at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
    }

    fn cursor(&self, order: PlanOrder) -> Cursor {
        order.place(&self.plan.sort_key, self.start_year, self.published_at(), self.plan.head.id)
    }
}

impl Order {
    fn of<'a, K: Ord>(keyed: &'a [Keyed<'a>], key: impl Fn(&'a Keyed<'a>) -> K) -> Self {
        let mut places: Vec<u32> = (0..keyed.len()).map(place).collect();
        places.sort_by_cached_key(|&place| keyed.get(place as usize).map(&key));
        let mut ranks = vec![0; places.len()];
        for (rank, &place) in (0_u32..).zip(&places) {
            if let Some(known) = ranks.get_mut(place as usize) {
                *known = rank;
            }
        }
        Self { places, ranks }
    }

    /// The places among which a few plans of a list are looked for, in order: all of them, or only those of the list
    /// where these are few.
    fn to_look_through(&self, wanted: &PlanSet) -> Cow<'_, [u32]> {
        const FEW: usize = 8;
        if wanted.len() as usize * FEW > self.places.len() {
            return Cow::Borrowed(&self.places);
        }
        let mut places: Vec<u32> = wanted.iter().collect();
        places.sort_unstable_by_key(|&place| self.ranks.get(place as usize));
        Cow::Owned(places)
    }
}

impl PlanLists {
    fn of(keyed: &[Keyed<'_>]) -> Self {
        let mut titled_in: HashMap<String, PlanSet> = HashMap::new();
        for (index, Keyed { plan, .. }) in keyed.iter().enumerate() {
            for title in plan.head.title.iter() {
                titled_in.entry(title.lang.as_str().to_owned()).or_default().insert(place(index));
            }
        }
        Self {
            by_title: Order::of(keyed, |keyed| (keyed.plan.sort_key.clone(), keyed.plan.head.id)),
            by_period: Order::of(keyed, |keyed| (keyed.start_year, keyed.plan.sort_key.clone(), keyed.plan.head.id)),
            by_publication: Order::of(keyed, |keyed| (keyed.published_at(), keyed.plan.head.id)),
            titled_in,
        }
    }

    fn order(&self, order: PlanOrder) -> &Order {
        match order {
            PlanOrder::TitleAscending | PlanOrder::TitleDescending => &self.by_title,
            PlanOrder::PeriodAscending | PlanOrder::PeriodDescending => &self.by_period,
            PlanOrder::PublishedAscending | PlanOrder::PublishedDescending => &self.by_publication,
        }
    }
}

impl RegistryIndex {
    /// A page of the plans that match; `None` for what is not in memory: parts of titles.
    pub fn list(&self, filter: &PlanFilter, order: PlanOrder, request: &PageRequest) -> Option<Page<Arc<Plan>>> {
        let wanted = self.matching(filter)?;
        let places = self.lists().order(order).to_look_through(&wanted);
        let keyed = |place: u32| self.keyed(place);
        // Whether the place at an index comes at or before a cursor, in the order upwards.
        let is_up_to = |place: &u32, cursor: &Cursor, itself: bool| {
            keyed(*place).is_some_and(|keyed| {
                let own = keyed.cursor(order);
                own < *cursor || (itself && own == *cursor)
            })
        };
        let (first, last) = match order.is_descending() {
            false => (&request.after, &request.before),
            true => (&request.before, &request.after),
        };
        let low = first.as_ref().map_or(0, |cursor| places.partition_point(|place| is_up_to(place, cursor, true)));
        let high =
            last.as_ref().map_or(places.len(), |cursor| places.partition_point(|place| is_up_to(place, cursor, false)));
        let between = places.get(low..high.max(low)).unwrap_or_default();
        let (n, from_the_end) = match request.window {
            Window::First(n) => (n as usize, false),
            Window::Last(n) => (n as usize, true),
        };
        let mut upwards = between.iter().copied().filter(|&place| wanted.contains(place));
        let mut downwards = between.iter().rev().copied().filter(|&place| wanted.contains(place));
        let found: &mut dyn Iterator<Item = u32> =
            if order.is_descending() == from_the_end { &mut upwards } else { &mut downwards };
        let mut found: Vec<u32> = found.take(n.saturating_add(1)).collect();
        let more = found.len() > n;
        found.truncate(n);
        let (has_previous, has_next) = match from_the_end {
            true => (more, request.before.is_some()),
            false => (request.after.is_some(), more),
        };
        if from_the_end {
            found.reverse();
        }
        let items = found.into_iter().filter_map(keyed).map(|keyed| (keyed.cursor(order), keyed.plan.head.clone()));
        let total = request.count.then_some(wanted.len());
        Some(Page { items: items.collect(), has_previous, has_next, total })
    }

    /// The orders of plans. Made when first asked for.
    pub(super) fn lists(&self) -> &PlanLists {
        self.lists.get_or_init(|| {
            let n_plans = self.cohorts().plans().len();
            let keyed: Vec<Keyed<'_>> = (0..n_plans).map(place).filter_map(|place| self.keyed(place)).collect();
            PlanLists::of(&keyed)
        })
    }

    fn keyed(&self, place: u32) -> Option<Keyed<'_>> {
        let listed = self.cohorts().plan(place)?;
        let plan = self.plans.get(self.place(listed.plan)?)?;
        Some(Keyed { plan, start_year: listed.years.start() })
    }

    fn matching(&self, filter: &PlanFilter) -> Option<PlanSet> {
        let PlanFilter { themes, languages, query, .. } = filter;
        if query.is_some() {
            return None;
        }
        let mut found = self.cohorts().listed(filter);
        if let Some(themes) = themes {
            found &= self.addressing(themes);
        }
        if let Some(languages) = languages {
            let titled = &self.lists().titled_in;
            let sets = languages.iter().filter_map(|language| titled.get(language.as_str()));
            found &= sets.fold(PlanSet::new(), |all, set| all | set);
        }
        Some(found)
    }

    /// Plans that address any of these themes. Only themes are summed up, not finer terms or other concepts.
    fn addressing(&self, themes: &[ThemeId]) -> PlanSet {
        let known = self.codebook.iter().flat_map(|codebook| codebook.in_scheme(THEME_SCHEME));
        let sets =
            known.zip(self.cohorts().addressing()).filter(|(theme, _)| themes.contains(&theme.id)).map(|(_, set)| set);
        sets.fold(PlanSet::new(), |all, set| all | set)
    }
}
