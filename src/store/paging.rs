//! Pages of long lists, found by key: a page costs the same however deep it lies.

use std::{collections::HashMap, hash::Hash};

use sea_orm::{
    ConnectionTrait, EntityTrait, FromQueryResult, Order, QueryOrder, QuerySelect, Select, SelectModel, Selector,
    sea_query::{Expr, ExprTrait, Func, Query, SimpleExpr, WindowStatement},
};

use super::error::{Doing, StoreError};
pub(super) use crate::domain::listing::{Cursor, CursorValue, Page, PageRequest, Window};

/// A page of the values that the rows of a page stand for.
pub(super) fn replaced<M, T>(page: Page<M>, mut value: impl FnMut(&M) -> Option<T>) -> Result<Page<T>, StoreError> {
    let items = page
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
    Ok(Page { items, has_previous: page.has_previous, has_next: page.has_next, total: page.total })
}

/// An order over columns; the last one is unique.
pub(super) struct Keys {
    /// The columns, most significant first.
    pub(super) columns: Vec<SimpleExpr>,
    /// Whether the list runs downwards.
    pub(super) descending: bool,
}

fn expression(value: &CursorValue) -> SimpleExpr {
    match value {
        CursorValue::Integer(number) => Expr::value(*number),
        CursorValue::Bytes(bytes) => Expr::value(bytes.clone()),
        CursorValue::Id(id) => Expr::value(*id),
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
        let values: Vec<SimpleExpr> = place.0.iter().map(expression).collect();
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
