//! Lists: which plans are listed in which order, and pages of lists.

use super::{
    id::{InstitutionId, PeriodId, PlanId, ThemeId},
    institution::InstitutionKind,
    language::LanguageTag,
    plan::{PlanLevel, PlanStatus},
};

/// Which plans: all that match every field given; a field left out matches all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanFilter {
    /// Of institutions of any of these kinds.
    pub kinds: Option<Vec<InstitutionKind>>,
    /// Of any of these levels.
    pub levels: Option<Vec<PlanLevel>>,
    /// Of any of these statuses.
    pub statuses: Option<Vec<PlanStatus>>,
    /// For any of these periods.
    pub periods: Option<Vec<PeriodId>>,
    /// Of any of these institutions.
    pub institutions: Option<Vec<InstitutionId>>,
    /// Of institutions in any of these macro-regions, by code.
    pub regions: Option<Vec<String>>,
    /// That address any of these themes.
    pub themes: Option<Vec<ThemeId>>,
    /// With a title in any of these languages.
    pub languages: Option<Vec<LanguageTag>>,
    /// A part of the title, in either Chinese script.
    pub query: Option<String>,
    /// Made up or not.
    pub is_synthetic: Option<bool>,
}

/// How plans are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlanOrder {
    /// By title, Chinese by pinyin.
    #[default]
    TitleAscending,
    /// By title, backwards.
    TitleDescending,
    /// By the first year of the period, then title.
    PeriodAscending,
    /// The latest period first, then title backwards.
    PeriodDescending,
    /// By the publication of the current revision, oldest first.
    PublishedAscending,
    /// By the publication of the current revision, newest first.
    PublishedDescending,
}

impl PlanOrder {
    /// Whether the list runs downwards.
    pub const fn is_descending(self) -> bool {
        matches!(self, Self::TitleDescending | Self::PeriodDescending | Self::PublishedDescending)
    }

    /// The place of a plan, by the key that its title sorts by, the first year of its period and when its revision was
    /// published, in milliseconds since 1970.
    pub fn place(self, sort_key: &[u8], start_year: i32, published_at: i64, plan: PlanId) -> Cursor {
        let title = CursorValue::Bytes(sort_key.to_vec());
        let id = CursorValue::Id(plan.0);
        Cursor(match self {
            Self::TitleAscending | Self::TitleDescending => vec![title, id],
            Self::PeriodAscending | Self::PeriodDescending => {
                vec![CursorValue::Integer(start_year.into()), title, id]
            }
            Self::PublishedAscending | Self::PublishedDescending => vec![CursorValue::Integer(published_at), id],
        })
    }
}

/// One part of a cursor.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CursorValue {
    /// A number, such as a year.
    Integer(i64),
    /// Bytes, such as a collation key or an id.
    Bytes(Vec<u8>),
    /// An id.
    Id(uuid::Uuid),
}

/// A place between two items of an ordered list: the sort keys of the item before it, the id last.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cursor(pub Vec<CursorValue>);

/// From which end of a list to take how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Window {
    /// The first so many.
    First(u32),
    /// The last so many.
    Last(u32),
}

/// Which part of a list is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageRequest {
    /// How many, from which end.
    pub window: Window,
    /// Only what comes behind this place.
    pub after: Option<Cursor>,
    /// Only what comes before this place.
    pub before: Option<Cursor>,
    /// Whether the whole list is to be counted.
    pub count: bool,
}

/// Part of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The items in the list's order, each with its place.
    pub items: Vec<(Cursor, T)>,
    /// Whether there is more before the first item.
    pub has_previous: bool,
    /// Whether there is more behind the last item.
    pub has_next: bool,
    /// Length of the whole list, if it was asked for.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// The page of a list that has nothing.
    pub fn empty() -> Self {
        Self { items: Vec::new(), has_previous: false, has_next: false, total: Some(0) }
    }

    /// The same page of other items.
    pub fn map<U>(self, mut map: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(|(cursor, item)| (cursor, map(item))).collect(),
            has_previous: self.has_previous,
            has_next: self.has_next,
            total: self.total,
        }
    }

    /// The same page of other items, without those that there are none for.
    pub fn filter_map<U>(self, mut map: impl FnMut(T) -> Option<U>) -> Page<U> {
        Page {
            items: self.items.into_iter().filter_map(|(cursor, item)| Some((cursor, map(item)?))).collect(),
            has_previous: self.has_previous,
            has_next: self.has_next,
            total: self.total,
        }
    }

    /// A page of a list that is wholly in memory; places are positions.
    pub fn of_slice(list: &[T], request: &PageRequest) -> Self
    where
        T: Clone,
    {
        let position = |cursor: &Option<Cursor>| match cursor.as_ref().map(|cursor| cursor.0.as_slice()) {
            Some([CursorValue::Integer(position)]) => usize::try_from(*position).ok(),
            _ => None,
        };
        let low = position(&request.after).map_or(0, |after| after.saturating_add(1)).min(list.len());
        let high = position(&request.before).unwrap_or(list.len()).min(list.len()).max(low);
        let (low, high) = match request.window {
            Window::First(n) => (low, high.min(low.saturating_add(n as usize))),
            Window::Last(n) => (low.max(high.saturating_sub(n as usize)), high),
        };
        Self {
            items: list[low..high]
                .iter()
                .enumerate()
                .map(|(offset, item)| (Cursor(vec![CursorValue::Integer((low + offset) as i64)]), item.clone()))
                .collect(),
            has_previous: low > 0,
            has_next: high < list.len(),
            total: request.count.then_some(list.len() as u64),
        }
    }
}
