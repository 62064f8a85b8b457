//! Pages of long lists, found by key: a page costs the same however deep it lies.

use std::{collections::HashMap, hash::Hash};

use sea_orm::{
    ConnectionTrait, EntityTrait, FromQueryResult, Order, QueryOrder, QuerySelect, Select, SelectModel, Selector,
    sea_query::{Expr, ExprTrait, Func, Query, SimpleExpr, WindowStatement},
};

use super::error::{Doing, StoreError};

/// One part of a cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CursorValue {
    /// A number, such as a year.
    Integer(i64),
    /// Bytes, such as a collation key or an id.
    Bytes(Vec<u8>),
    /// An id.
    Id(uuid::Uuid),
}

/// A place between two items of an ordered list: the sort keys of the item before it, the id last.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
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

    /// The same page of the values that its rows stand for.
    pub(super) fn try_replace<U>(self, mut value: impl FnMut(&T) -> Option<U>) -> Result<Page<U>, StoreError> {
        let items = self
            .items
            .into_iter()
            .map(|(cursor, row)| match value(&row) {
                Some(value) => Ok((cursor, value)),
                None => Err(StoreError::Inconsistent {
                    table: "a list",
                    row: format!("{cursor:?}"),
                    source: "the row stands for nothing".into(),
                }),
            })
            .collect::<Result<_, _>>()?;
        Ok(Page { items, has_previous: self.has_previous, has_next: self.has_next, total: self.total })
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

/// An order over columns; the last one is unique.
pub(super) struct Keys {
    /// The columns, most significant first.
    pub(super) columns: Vec<SimpleExpr>,
    /// Whether the list runs downwards.
    pub(super) descending: bool,
}

impl CursorValue {
    fn expression(&self) -> SimpleExpr {
        match self {
            Self::Integer(number) => Expr::value(*number),
            Self::Bytes(bytes) => Expr::value(bytes.clone()),
            Self::Id(id) => Expr::value(*id),
        }
    }
}

/// Fetches one page. `cursor` gives the place of a row.
pub(super) async fn fetch<E, M>(
    connection: &impl ConnectionTrait,
    query: Select<E>,
    keys: Keys,
    request: &PageRequest,
    cursor: impl Fn(&M) -> Cursor,
    doing: &'static str,
) -> Result<Page<M>, StoreError>
where
    E: EntityTrait,
    M: FromQueryResult + Send + Sync,
{
    let total = if request.count {
        let count = query.clone().select_only().column_as(Expr::cust("COUNT(*)"), "n").into_tuple::<i64>();
        count.one(connection).await.doing(doing)?.map(i64::unsigned_abs)
    } else {
        None
    };
    let (n, backwards) = match request.window {
        Window::First(n) => (n, false),
        Window::Last(n) => (n, true),
    };
    let order = if keys.descending == backwards { Order::Asc } else { Order::Desc };
    let mut query = query;
    for (place, behind) in [(&request.after, true), (&request.before, false)] {
        let Some(place) = place else { continue };
        // A cursor of another order has other parts; comparing them would be an error of the database.
        let values: Vec<SimpleExpr> = place.0.iter().map(CursorValue::expression).collect();
        let row = Expr::tuple(keys.columns.iter().cloned());
        let values = Expr::tuple(values);
        let condition = if behind == keys.descending { row.lt(values) } else { row.gt(values) };
        query = sea_orm::QueryFilter::filter(query, condition);
    }
    for column in &keys.columns {
        query = query.order_by(column.clone(), order.clone());
    }
    let selector: Selector<SelectModel<M>> = query.limit(u64::from(n) + 1).into_model::<M>();
    let mut rows: Vec<M> = selector.all(connection).await.doing(doing)?;
    let more = rows.len() > n as usize;
    rows.truncate(n as usize);
    let (has_previous, has_next) = if backwards {
        rows.reverse();
        (more, request.before.is_some())
    } else {
        (request.after.is_some(), more)
    };
    Ok(Page { items: rows.into_iter().map(|row| (cursor(&row), row)).collect(), has_previous, has_next, total })
}

/// A row of one of several lists, with its place in its list and the length of that list.
pub(super) struct Placed<M> {
    row: M,
    length: i64,
}

impl<M: FromQueryResult> FromQueryResult for Placed<M> {
    fn from_query_result(result: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self { row: M::from_query_result(result, prefix)?, length: result.try_get(prefix, LENGTH)? })
    }
}

const PLACE: &str = "place_in_list";
const LENGTH: &str = "length_of_list";

/// Fetches the first or last so many rows of many lists at once, one list for each value of `owner`, in one statement.
pub(super) async fn fetch_each<E, M, K>(
    connection: &impl ConnectionTrait,
    mut query: Select<E>,
    owner: (E, E::Column),
    keys: Keys,
    window: Window,
    parts: (impl Fn(&M) -> K, impl Fn(&M) -> Cursor),
    doing: &'static str,
) -> Result<HashMap<K, Page<M>>, StoreError>
where
    E: EntityTrait,
    M: FromQueryResult + Send + Sync,
    K: Hash + Eq,
{
    let (owner_of, cursor_of) = parts;
    let (n, backwards) = match window {
        Window::First(n) => (n, false),
        Window::Last(n) => (n, true),
    };
    let order = if keys.descending == backwards { Order::Asc } else { Order::Desc };
    let mut places = WindowStatement::partition_by(owner);
    for column in &keys.columns {
        places.order_by_expr(column.clone(), order.clone());
    }
    let inner = QuerySelect::query(&mut query);
    inner.expr_window_as(Func::cust("ROW_NUMBER"), places, PLACE).expr_window_as(
        Expr::cust("COUNT(*)"),
        WindowStatement::partition_by(owner),
        LENGTH,
    );
    let listed = Query::select()
        .expr(Expr::cust("*"))
        .from_subquery(inner.to_owned(), "listed")
        // One row at least, for it tells the length of its list.
        .and_where(Expr::col(PLACE).lte(if n == 0 { 1 } else { i64::from(n) }))
        .order_by(PLACE, if backwards { Order::Desc } else { Order::Asc })
        .to_owned();
    let statement = connection.get_database_backend().build(&listed);
    let rows = Placed::<M>::find_by_statement(statement).all(connection).await.doing(doing)?;
    let mut pages: HashMap<K, Page<M>> = HashMap::new();
    for Placed { row, length } in rows {
        let more = length > i64::from(n);
        let page = pages.entry(owner_of(&row)).or_insert_with(|| Page {
            items: Vec::new(),
            has_previous: backwards && more,
            has_next: !backwards && more,
            total: Some(length.unsigned_abs()),
        });
        if n > 0 {
            page.items.push((cursor_of(&row), row));
        }
    }
    Ok(pages)
}
