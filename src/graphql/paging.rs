//! Relay connections over the store's pages.

use std::borrow::Cow;

use async_graphql::{
    Context, ContextSelectionSet, ObjectType, OutputType, Positioned, ServerResult, SimpleObject, Value,
    connection::{Connection, Edge, EmptyFields},
    parser::types::Field,
    registry::{MetaType, Registry},
};
use data_encoding::BASE64URL_NOPAD;
use uuid::Uuid;

use super::{
    direct::{self, Direct},
    error::{ApiError, ApiResult},
    session::session,
};
use crate::store::{Cursor, CursorValue, Page, PageRequest, Window};

/// Items on a page unless more are asked for.
const DEFAULT_PAGE: u32 = 20;
/// Items on a page at most.
pub(super) const MAX_PAGE: u32 = 100;

/// How many items the whole list has.
#[derive(SimpleObject)]
pub(super) struct TotalCount {
    /// Length of the whole list, after filters and before paging.
    total_count: i32,
}

type Described<T> = Connection<String, Direct<T>, TotalCount, EmptyFields>;

/// A connection with `nodes`, `edges`, `pageInfo` and `totalCount`.
pub(super) struct Paged<T: ObjectType>(Described<T>);

/// The library's connection, with the description that it leaves out.
impl<T: ObjectType> OutputType for Paged<T> {
    fn type_name() -> Cow<'static, str> {
        Described::<T>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let qualified = Described::<T>::create_type_info(registry);
        if let Some(MetaType::Object { description, .. }) = registry.types.get_mut(Self::type_name().as_ref()) {
            *description = Some("A page of a list, with cursors to go on from.".to_owned());
        }
        qualified
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(direct::object(ctx, &self.0).await)
    }
}

/// The paging arguments of a field.
pub(super) struct Paging {
    pub(super) first: Option<i32>,
    pub(super) after: Option<String>,
    pub(super) last: Option<i32>,
    pub(super) before: Option<String>,
}

impl Paging {
    /// The page asked for. `order` names the list's order: a place in one order means nothing in another.
    pub(super) fn request(self, ctx: &Context<'_>, order: &str) -> ApiResult<PageRequest> {
        let Self { first, after, last, before } = self;
        let longest = session(ctx)?.longest_page;
        let window = match (first, last) {
            (Some(_), Some(_)) => {
                return Err(ApiError::bad_input("`first` and `last` are both given: ask from one end of the list"));
            }
            (None, None) => Window::First(DEFAULT_PAGE),
            (Some(first), None) => Window::First(page_size("first", first, longest)?),
            (None, Some(last)) => Window::Last(page_size("last", last, longest)?),
        };
        let place = |name: &str, cursor: Option<String>| {
            cursor
                .map(|cursor| {
                    decode(&cursor, order).ok_or_else(|| {
                        ApiError::bad_input(format!(
                            "`{name}` is not a cursor of this list and order: use a `cursor` of an earlier page of the same query"
                        ))
                    })
                })
                .transpose()
        };
        Ok(PageRequest {
            window,
            after: place("after", after)?,
            before: place("before", before)?,
            // Counting costs a statement of its own.
            count: ctx.look_ahead().field("totalCount").exists(),
        })
    }
}

fn page_size(name: &str, size: i32, longest: u32) -> ApiResult<u32> {
    match u32::try_from(size) {
        Ok(size) if size <= longest => Ok(size),
        Ok(_) => Err(ApiError::bad_input(format!(
            "`{name}` is {size}, and a page has at most {longest} items: ask for {longest} and go on with `pageInfo`"
        ))),
        Err(_) => Err(ApiError::bad_input(format!("`{name}` is {size}: give a number from 0 to {longest}"))),
    }
}

/// How many items of a short list are wanted: all, unless a number is given.
pub(super) fn list_length(first: Option<i32>) -> ApiResult<usize> {
    match first.map(usize::try_from) {
        None => Ok(usize::MAX),
        Some(Ok(n)) => Ok(n),
        Some(Err(_)) => Err(ApiError::bad_input("`first` is below 0: give a number from 0, or leave it out for all")),
    }
}

/// How many of the best items of a list are wanted.
pub(super) fn best_of(ctx: &Context<'_>, first: i32) -> ApiResult<usize> {
    let longest = session(ctx)?.longest_page;
    match u32::try_from(first) {
        Ok(n) if n <= longest => Ok(n as usize),
        _ => Err(ApiError::bad_input(format!("`first` is {first}: give a number from 0 to {longest}"))),
    }
}

/// A page as a connection.
pub(super) fn connection<T: ObjectType>(page: Page<T>, order: &str) -> Paged<T> {
    let total_count = page.total.map_or(0, |total| i32::try_from(total).unwrap_or(i32::MAX));
    let mut connection =
        Connection::with_additional_fields(page.has_previous, page.has_next, TotalCount { total_count });
    connection
        .edges
        .extend(page.items.into_iter().map(|(cursor, item)| Edge::new(encode(&cursor, order), Direct(item))));
    Paged(connection)
}

fn encode(cursor: &Cursor, order: &str) -> String {
    let mut bytes = order.as_bytes().to_vec();
    for value in &cursor.0 {
        match value {
            CursorValue::Integer(number) => {
                bytes.push(b'n');
                bytes.extend(number.to_be_bytes());
            }
            CursorValue::Id(id) => {
                bytes.push(b'u');
                bytes.extend(id.as_bytes());
            }
            CursorValue::Bytes(key) => {
                bytes.push(b'b');
                bytes.extend((key.len() as u32).to_be_bytes());
                bytes.extend(key);
            }
        }
    }
    BASE64URL_NOPAD.encode(&bytes)
}

/// The kinds of a cursor's parts are those of its order, which stands before them.
fn decode(text: &str, order: &str) -> Option<Cursor> {
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
    let mut rest = bytes.strip_prefix(order.as_bytes())?;
    let mut values = Vec::new();
    while let Some((kind, tail)) = rest.split_first() {
        let (value, tail) = match kind {
            b'n' => {
                let (number, tail) = tail.split_at_checked(8)?;
                (CursorValue::Integer(i64::from_be_bytes(number.try_into().ok()?)), tail)
            }
            b'u' => {
                let (id, tail) = tail.split_at_checked(16)?;
                (CursorValue::Id(Uuid::from_slice(id).ok()?), tail)
            }
            b'b' => {
                let (length, tail) = tail.split_at_checked(4)?;
                let length = u32::from_be_bytes(length.try_into().ok()?) as usize;
                let (key, tail) = tail.split_at_checked(length)?;
                (CursorValue::Bytes(key.to_vec()), tail)
            }
            _ => return None,
        };
        values.push(value);
        rest = tail;
    }
    // The order's name ends in the kinds of its parts, so a forged cursor of other kinds is refused here.
    let kinds: String = values
        .iter()
        .map(|value| match value {
            CursorValue::Integer(_) => 'n',
            CursorValue::Id(_) => 'u',
            CursorValue::Bytes(_) => 'b',
        })
        .collect();
    (order.split(':').nth(1) == Some(kinds.as_str())).then_some(Cursor(values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_of_one_order() {
        let cursor = Cursor(vec![
            CursorValue::Integer(-7),
            CursorValue::Bytes(vec![0, 255, 3]),
            CursorValue::Id(Uuid::from_u128(9)),
        ]);
        let text = encode(&cursor, "plans.period:nbu:");
        assert_eq!(decode(&text, "plans.period:nbu:"), Some(cursor));
        assert_eq!(decode(&text, "plans.title:bu:"), None);
        for bad in ["", "x", "AAAA", &text[..text.len() - 4]] {
            assert_eq!(decode(bad, "plans.period:nbu:"), None);
        }
    }
}
