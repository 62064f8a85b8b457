//! Bulk publication on SQLite: many rows a statement, over the only connection to the file, in one transaction.

use std::mem;

use sea_orm::{
    DatabaseConnection, SqlxSqliteConnector,
    sqlx::{
        self, Executor as _, Row as _, SqliteConnection,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions},
    },
};

use super::{
    BulkProgress, BulkPublication, BulkPublished, BulkStep,
    columns::{BulkRow, Parameters, Rows, TABLES},
    failed, write_all,
};
use crate::store::{
    changes,
    error::{PublishError, StoreError},
};

const DOING: &str = "publish in bulk";

/// Rows that one statement writes; the last one of a table in a batch writes fewer.
const ROWS_AT_ONCE: usize = 64;

/// What the load may keep of the file in memory, in KiB; negative as SQLite's `cache_size` wants it.
const CACHE_KIB: &str = "-524288";

pub(super) async fn publish(
    database: DatabaseConnection,
    publication: &BulkPublication,
    progress: &mut impl FnMut(BulkProgress),
) -> Result<BulkPublished, PublishError> {
    let options = database.get_sqlite_connection_pool().connect_options().as_ref().clone();
    if !matches!(options.get_filename().try_exists(), Ok(true)) {
        return Err(PublishError::refused("", "a database in memory is gone when this is done: give a file"));
    }
    database.close().await.map_err(|source| StoreError::Database { doing: DOING, source })?;
    // With a rollback journal, pages at the end of the file are written once, and taken off again if the load breaks off; a
    // write-ahead log would write them twice.
    let loading = options.clone().journal_mode(SqliteJournalMode::Truncate).foreign_keys(false);
    // What indexes sort goes to temporary files: in memory it would grow with the number of plans.
    let loading = loading.pragma("cache_size", CACHE_KIB).pragma("temp_store", "FILE");
    let tally = load(loading, publication, progress).await?;
    progress(tally.at(BulkStep::Statistics));
    finish(options).await?;
    Ok(tally.published)
}

async fn pool_of_one(options: SqliteConnectOptions) -> Result<sqlx::SqlitePool, StoreError> {
    let pool = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
    pool.connect_with(options).await.map_err(|error| failed(DOING, error))
}

async fn load(
    options: SqliteConnectOptions,
    publication: &BulkPublication,
    progress: &mut impl FnMut(BulkProgress),
) -> Result<super::Tally, PublishError> {
    // One connection, which is lent in turn to what speaks through SeaORM and to what follows: both are in its transaction.
    let pool = pool_of_one(options).await?;
    let database = SqlxSqliteConnector::from_sqlx_sqlite_pool(pool.clone());
    run(&mut *acquire(&pool).await?, &["BEGIN EXCLUSIVE".to_owned()]).await?;
    let ground = publication.begin(&database).await?;
    let mut connection = acquire(&pool).await?;
    let apart = Apart::of_tables(&mut connection).await?;
    run(&mut connection, &apart.drop).await?;
    let last_word: i64 = sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM search_text")
        .fetch_one(&mut *connection)
        .await
        .map_err(|error| failed(DOING, error))?;
    let tally =
        write_all(publication, &ground, progress, async |rows: Bound| insert(&mut connection, rows).await).await?;
    progress(tally.at(BulkStep::Indexes));
    let words = format!(
        "INSERT INTO search_index (rowid, tokens) SELECT id, tokens FROM search_text WHERE id > {last_word} ORDER BY id"
    );
    run(&mut connection, &[words]).await?;
    run(&mut connection, &apart.make).await?;
    run(&mut connection, &changes::of_new_rows(ground.stamp.revision)).await?;
    run(&mut connection, &["COMMIT".to_owned()]).await?;
    drop(connection);
    database.close().await.map_err(|source| StoreError::Database { doing: DOING, source })?;
    Ok(tally)
}

/// Opens the file as others do, which turns the write-ahead log on again.
async fn finish(options: SqliteConnectOptions) -> Result<(), StoreError> {
    let pool = pool_of_one(options).await?;
    run(&mut *acquire(&pool).await?, &["PRAGMA analysis_limit = 1000".to_owned(), "ANALYZE".to_owned()]).await?;
    pool.close().await;
    Ok(())
}

async fn acquire(pool: &sqlx::SqlitePool) -> Result<sqlx::pool::PoolConnection<sqlx::Sqlite>, StoreError> {
    pool.acquire().await.map_err(|error| failed(DOING, error))
}

async fn run(connection: &mut SqliteConnection, statements: &[String]) -> Result<(), StoreError> {
    for statement in statements {
        connection.execute(sqlx::AssertSqlSafe(statement.as_str())).await.map_err(|error| failed(DOING, error))?;
    }
    Ok(())
}

/// Indexes and triggers of the tables as statements: they are made anew as they were.
struct Apart {
    drop: Vec<String>,
    make: Vec<String>,
}

impl Apart {
    async fn of_tables(connection: &mut SqliteConnection) -> Result<Self, StoreError> {
        // Those without SQL belong to the table itself.
        let rows = sqlx::query(
            "SELECT tbl_name, type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid",
        )
        .fetch_all(connection)
        .await
        .map_err(|error| failed(DOING, error))?;
        let mut apart = Self { drop: Vec::new(), make: Vec::new() };
        for row in rows {
            let column = |index| row.try_get::<String, usize>(index).map_err(|error| failed(DOING, error));
            let table = column(0)?;
            if TABLES.iter().any(|ours| ours.name == table) {
                apart.drop.push(format!("DROP {} \"{}\"", column(1)?, column(2)?));
                apart.make.push(column(3)?);
            }
        }
        Ok(apart)
    }
}

/// Rows as parameters, some statements for each table.
pub(super) struct Bound {
    tables: Vec<BoundTable>,
}

#[derive(Default)]
struct BoundTable {
    full: Vec<Parameters>,
    last: Parameters,
    n_last: usize,
}

impl Default for Bound {
    fn default() -> Self {
        Self { tables: TABLES.iter().map(|_| BoundTable::default()).collect() }
    }
}

impl Rows for Bound {
    fn push<R: BulkRow>(&mut self, row: R) {
        let Some(table) = self.tables.get_mut(R::TABLE) else { return };
        row.give(&mut table.last);
        table.n_last += 1;
        if table.n_last == ROWS_AT_ONCE {
            table.full.push(mem::take(&mut table.last));
            table.n_last = 0;
        }
    }
}

async fn insert(connection: &mut SqliteConnection, rows: Bound) -> Result<(), StoreError> {
    for (table, BoundTable { full, last, n_last }) in TABLES.iter().zip(rows.tables) {
        let statement = |n_rows: usize| {
            let row = format!("({})", vec!["?"; table.columns.len()].join(", "));
            format!("INSERT INTO {} ({}) VALUES {}", table.name, table.columns.join(", "), vec![row; n_rows].join(", "))
        };
        let usual = statement(ROWS_AT_ONCE);
        for parameters in full {
            insert_rows(connection, &usual, parameters, true).await?;
        }
        if n_last > 0 {
            insert_rows(connection, &statement(n_last), last, false).await?;
        }
    }
    Ok(())
}

async fn insert_rows(
    connection: &mut SqliteConnection,
    statement: &str,
    parameters: Parameters,
    is_usual: bool,
) -> Result<(), StoreError> {
    let Parameters { arguments, refusal } = parameters;
    if let Some(refusal) = refusal {
        return Err(failed(DOING, sqlx::Error::Encode(refusal)));
    }
    sqlx::query_with(sqlx::AssertSqlSafe(statement), arguments)
        .persistent(is_usual)
        .execute(connection)
        .await
        .map_err(|error| failed(DOING, error))?;
    Ok(())
}
