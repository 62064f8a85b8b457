//! Small steps between rows and values that every table needs.

use std::{collections::HashMap, fmt::Display, hash::Hash, str::FromStr};

use entity::OPEN;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, IntoActiveModel, Iterable,
    ModelTrait,
    sea_query::{Expr, ExprTrait, SimpleExpr, extension::postgres::PgFunc},
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::error::{Doing, StoreError};
use crate::domain::{
    language::LanguageTag,
    revision::RegistryRevision,
    text::{LocalizedText, TextOrigin, Texts},
};

/// Rows valid at a revision: `from <= at < to`.
pub(super) fn valid_at<C: ColumnTrait>(from: C, to: C, at: RegistryRevision) -> Condition {
    Condition::all().add(from.lte(at.0)).add(to.gt(at.0))
}

/// Rows valid until something else is published.
pub(super) fn still_valid<C: ColumnTrait>(to: C) -> sea_orm::sea_query::SimpleExpr {
    to.eq(OPEN)
}

/// Rows whose column holds one of these ids. However many there are, the text of the statement is the same, so that the
/// database prepares it once, and there is no limit to their number.
pub(super) fn among<C, I>(connection: &impl ConnectionTrait, column: C, ids: I) -> SimpleExpr
where
    C: ColumnTrait,
    I: IntoIterator,
    I::Item: Into<Uuid>,
{
    let ids: Vec<Uuid> = ids.into_iter().map(Into::into).collect();
    match ids.as_slice() {
        // Rows of one owner lie in the index in the order in which they are wanted.
        [id] => column.eq(*id),
        _ if connection.get_database_backend() == DatabaseBackend::Sqlite => {
            let hexadecimal = ids.iter().map(|id| id.simple().to_string());
            listed("? IN (SELECT unhex(value) FROM json_each(?))", column, hexadecimal)
        }
        _ => Expr::col(column.as_column_ref()).eq(PgFunc::any(Expr::val(ids))),
    }
}

/// As [`among`], of words.
pub(super) fn among_words<C, I>(connection: &impl ConnectionTrait, column: C, words: I) -> SimpleExpr
where
    C: ColumnTrait,
    I: IntoIterator,
    I::Item: Into<String>,
{
    let words = words.into_iter().map(Into::into);
    if connection.get_database_backend() == DatabaseBackend::Sqlite {
        return listed("? IN (SELECT value FROM json_each(?))", column, words);
    }
    Expr::col(column.as_column_ref()).eq(PgFunc::any(Expr::val(words.collect::<Vec<String>>())))
}

fn listed(sql: &'static str, column: impl ColumnTrait, words: impl Iterator<Item = String>) -> SimpleExpr {
    let list = to_json(&words.collect::<Vec<String>>());
    Expr::cust_with_exprs(sql, [Expr::col(column.as_column_ref()), Expr::val(list)])
}

/// Declares a row of the columns that a statement selects, in their order: reading columns by place is several times
/// cheaper than by name.
macro_rules! row {
    ($(#[$meta:meta])* $name:ident { $($field:ident: $value:ty),+ $(,)? }) => {
        $(#[$meta])*
        pub(super) struct $name { $( pub(super) $field: $value ),+ }

        impl sea_orm::FromQueryResult for $name {
            fn from_query_result(row: &sea_orm::QueryResult, _: &str) -> Result<Self, sea_orm::DbErr> {
                let mut place = 0;
                $( let $field: $value = row.try_get_by_index(place)?; place += 1; )+
                let _ = place;
                Ok(Self { $($field),+ })
            }
        }
    };
}

pub(super) use row;

/// Text for a `LIKE` pattern whose escape is a backslash, in which every character stands for itself.
pub(super) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// A column's text as a value of the domain.
pub(super) fn value<T>(text: &str, table: &'static str, row: impl Display) -> Result<T, StoreError>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(|source: T::Err| StoreError::Inconsistent {
        table,
        row: row.to_string(),
        source: source.into(),
    })
}

/// Milliseconds since 1970 as a time. Stored so because times as text sort wrongly.
pub(super) fn time(milliseconds: i64, table: &'static str, row: impl Display) -> Result<OffsetDateTime, StoreError> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(milliseconds) * 1_000_000)
        .map_err(|source| StoreError::Inconsistent { table, row: row.to_string(), source: source.into() })
}

/// A time as milliseconds since 1970.
pub(super) fn milliseconds(time: OffsetDateTime) -> i64 {
    (time.unix_timestamp_nanos() / 1_000_000) as i64
}

/// A list in a column as JSON: nearly always an empty one.
pub(super) fn list<T: serde::de::DeserializeOwned>(
    text: &str,
    table: &'static str,
    row: impl Display,
) -> Result<Vec<T>, StoreError> {
    if text == "[]" { Ok(Vec::new()) } else { json(text, table, row) }
}

/// JSON in a column as a value.
pub(super) fn json<T: serde::de::DeserializeOwned>(
    text: &str,
    table: &'static str,
    row: impl Display,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|source| StoreError::Inconsistent {
        table,
        row: row.to_string(),
        source: source.into(),
    })
}

/// A value as JSON for a column. Values stored so are plain data, which always have a JSON form.
pub(super) fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// One text of one owner, as a row holds it.
pub(super) struct TextRow<'a> {
    pub(super) lang: &'a str,
    pub(super) text: String,
    pub(super) origin: &'a str,
}

impl TextRow<'_> {
    pub(super) fn localized(self, table: &'static str, row: impl Display) -> Result<LocalizedText, StoreError> {
        let lang: LanguageTag = value(self.lang, table, &row)?;
        let origin: TextOrigin = value(self.origin, table, &row)?;
        Ok(LocalizedText { lang, text: self.text, origin })
    }
}

/// Gathers texts under their owners.
pub(super) fn texts_by<K: Hash + Eq>(texts: impl IntoIterator<Item = (K, LocalizedText)>) -> HashMap<K, Texts> {
    let mut gathered: HashMap<K, Vec<LocalizedText>> = HashMap::new();
    for (owner, text) in texts {
        gathered.entry(owner).or_default().push(text);
    }
    gathered.into_iter().map(|(owner, texts)| (owner, Texts::new(texts))).collect()
}

/// Inserts any number of rows, as many at a time as both databases take parameters for.
pub(super) async fn insert_all<A>(
    connection: &impl ConnectionTrait,
    rows: Vec<A>,
    doing: &'static str,
) -> Result<(), StoreError>
where
    A: ActiveModelTrait + Send,
{
    // SQLite takes 32,766 parameters in a statement, PostgreSQL 65,535.
    let n_columns = <A::Entity as EntityTrait>::Column::iter().count().max(1);
    let n_at_once = (30_000 / n_columns).clamp(1, 1_000);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<A> = rows.by_ref().take(n_at_once).collect();
        A::Entity::insert_many(chunk).exec_without_returning(connection).await.doing(doing)?;
    }
    Ok(())
}

/// The same for rows whose every column is given.
pub(super) async fn insert_whole<M>(
    connection: &impl ConnectionTrait,
    rows: Vec<M>,
    doing: &'static str,
) -> Result<(), StoreError>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: Send,
{
    insert_all(connection, rows.into_iter().map(IntoActiveModel::into_active_model).collect(), doing).await
}
