//! Bulk publication on PostgreSQL: `COPY` in binary form, table by table, over one connection in one transaction.

use std::mem;

use sea_orm::{
    DatabaseConnection, SqlxPostgresConnector,
    sqlx::{self, Executor as _, PgConnection, Row as _, postgres::PgPoolOptions},
};

use super::{
    BulkProgress, BulkPublication, BulkPublished, BulkStep,
    columns::{BulkRow, Rows, TABLES},
    failed, write_all,
};
use crate::store::{
    announcements::announcement,
    changes,
    error::{PublishError, StoreError},
};

const DOING: &str = "publish in bulk";

/// What the transaction may use to build indexes and check references. Unit: that of PostgreSQL's settings.
const BUILDING_MEMORY: &str = "256MB";

pub(super) async fn publish(
    database: DatabaseConnection,
    publication: &BulkPublication,
    progress: &mut impl FnMut(BulkProgress),
) -> Result<BulkPublished, PublishError> {
    let options = database.get_postgres_connection_pool().connect_options().as_ref().clone();
    close(database).await?;
    // One connection, which is lent in turn to what speaks through SeaORM and to `COPY`: both are in its transaction. Were
    // it ever another one, that would be outside the transaction; so it is never given up.
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options)
        .await
        .map_err(|error| failed(DOING, error))?;
    let database = SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone());
    let settings = [
        "SET statement_timeout = 0".to_owned(),
        // Where commits are not waited for, VACUUM would come too early to know that the rows are there for good.
        "SET synchronous_commit = on".to_owned(),
        "BEGIN".to_owned(),
    ];
    run(&mut *acquire(&pool).await?, &settings).await?;
    let ground = publication.begin(&database).await?;
    let mut connection = acquire(&pool).await?;
    let apart = Apart::of_tables(&mut connection).await?;
    run(&mut connection, &[format!("SET LOCAL maintenance_work_mem = '{BUILDING_MEMORY}'")]).await?;
    run(&mut connection, &apart.drop).await?;
    let tally =
        write_all(publication, &ground, progress, async |rows: Copied| copy(&mut connection, rows).await).await?;
    progress(tally.at(BulkStep::Indexes));
    run(&mut connection, &apart.make).await?;
    run(&mut connection, &changes::of_new_rows(ground.stamp.revision)).await?;
    run(&mut connection, &[announcement(ground.stamp.revision), "COMMIT".to_owned()]).await?;

    progress(tally.at(BulkStep::Statistics));
    let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    run(&mut connection, &[format!("VACUUM (ANALYZE) {}", names.join(", "))]).await?;
    drop(connection);
    close(database).await?;
    Ok(tally.published)
}

async fn close(database: DatabaseConnection) -> Result<(), StoreError> {
    database.close().await.map_err(|source| StoreError::Database { doing: DOING, source })
}

async fn acquire(pool: &sqlx::PgPool) -> Result<sqlx::pool::PoolConnection<sqlx::Postgres>, StoreError> {
    pool.acquire().await.map_err(|error| failed(DOING, error))
}

async fn run(connection: &mut PgConnection, statements: &[String]) -> Result<(), StoreError> {
    for statement in statements {
        connection.execute(sqlx::AssertSqlSafe(statement.as_str())).await.map_err(|error| failed(DOING, error))?;
    }
    Ok(())
}

/// Indexes, keys and references of the tables as statements: they are made anew as they were.
struct Apart {
    drop: Vec<String>,
    make: Vec<String>,
}

/// Constraints on the tables, and those of others that refer to them: in the order of making, references last.
const CONSTRAINTS: &str = "
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint
WHERE contype IN ('p', 'u', 'f')
  AND (conrelid = ANY (CAST($1 AS regclass[])) OR confrelid = ANY (CAST($1 AS regclass[])))
ORDER BY contype = 'f', conrelid::regclass::text, conname";

/// Indexes that are no part of a constraint.
const INDEXES: &str = "
SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index
WHERE indrelid = ANY (CAST($1 AS regclass[]))
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
ORDER BY indrelid::regclass::text, indexrelid::regclass::text";

impl Apart {
    async fn of_tables(connection: &mut PgConnection) -> Result<Self, StoreError> {
        let tables: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
        let mut found: Vec<(String, String)> = Vec::new();
        for question in [INDEXES, CONSTRAINTS] {
            let rows = sqlx::query(question)
                .bind(&tables)
                .fetch_all(&mut *connection)
                .await
                .map_err(|error| failed(DOING, error))?;
            for row in rows {
                let column = |index| row.try_get::<String, usize>(index).map_err(|error| failed(DOING, error));
                found.push((column(0)?, column(1)?));
            }
        }
        // Keys go after the references to them, and come before.
        let (mut drop, make): (Vec<String>, Vec<String>) = found.into_iter().unzip();
        drop.reverse();
        Ok(Self { drop, make })
    }
}

/// What a binary copy begins with: signature, no flags, no extension.
const HEAD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// What it ends with.
const END: [u8; 2] = (-1_i16).to_be_bytes();

/// Rows as binary copies, one for each table.
pub(super) struct Copied {
    tables: Vec<Vec<u8>>,
}

impl Default for Copied {
    fn default() -> Self {
        Self { tables: TABLES.iter().map(|_| HEAD.to_vec()).collect() }
    }
}

impl Rows for Copied {
    fn push<R: BulkRow>(&mut self, row: R) {
        if let (Some(table), Some(copied)) = (TABLES.get(R::TABLE), self.tables.get_mut(R::TABLE)) {
            copied.extend_from_slice(&(table.columns.len() as i16).to_be_bytes());
            row.give(copied);
        }
    }
}

async fn copy(connection: &mut PgConnection, mut rows: Copied) -> Result<(), StoreError> {
    for (table, copied) in TABLES.iter().zip(&mut rows.tables) {
        let mut copied = mem::take(copied);
        if copied.len() == HEAD.len() {
            continue;
        }
        copied.extend_from_slice(&END);
        let statement = format!("COPY {} ({}) FROM STDIN (FORMAT binary)", table.name, table.columns.join(", "));
        copy_table(connection, &statement, copied).await.map_err(|error| failed(DOING, error))?;
    }
    Ok(())
}

async fn copy_table(connection: &mut PgConnection, statement: &str, copied: Vec<u8>) -> Result<(), sqlx::Error> {
    let mut copy = connection.copy_in_raw(statement).await?;
    copy.send(copied).await?;
    copy.finish().await?;
    Ok(())
}
