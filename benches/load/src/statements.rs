//! How many SQL statements a request takes.
//!
//! PostgreSQL counts them itself, in `pg_stat_statements`, so that nothing in the server has to be trusted or slowed down.
//! SQLite has no such count.

use anyhow::{Context, Result};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};

/// The count of a database, or why there is none.
pub enum StatementCount {
    /// PostgreSQL's own.
    Postgres(DatabaseConnection),
    /// Not known, and why.
    Unknown(String),
}

// The runner's own questions do not count.
const COUNT: &str = "SELECT coalesce(sum(calls), 0)::bigint AS calls FROM pg_stat_statements \
    WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) \
    AND query NOT LIKE '%pg_stat_statements%'";

impl StatementCount {
    /// Connects beside the server.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn of(database_url: &str) -> Result<Self> {
        if database_url.starts_with("sqlite:") {
            return Ok(Self::Unknown("SQLite does not count statements".to_owned()));
        }
        let mut options = sea_orm::ConnectOptions::new(database_url);
        options.max_connections(1).sqlx_logging(false);
        let database = Database::connect(options).await.context("the runner cannot reach the database")?;
        let made = database.execute_unprepared("CREATE EXTENSION IF NOT EXISTS pg_stat_statements").await;
        let count = Self::Postgres(database);
        let read = match made {
            Ok(_) => count.now().await.map(|_| ()),
            Err(error) => Err(error.into()),
        };
        Ok(match read {
            Ok(()) => count,
            Err(error) => Self::Unknown(format!("pg_stat_statements is not to be had: {error}")),
        })
    }

    /// Statements of this database so far; `None` where they are not counted.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn now(&self) -> Result<Option<i64>> {
        let Self::Postgres(database) = self else { return Ok(None) };
        let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), COUNT)).await?;
        Ok(Some(row.context("no count of statements")?.try_get("", "calls")?))
    }

    /// Version of the database; `None` where it is part of the server.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn database_version(&self) -> Result<Option<String>> {
        let Self::Postgres(database) = self else { return Ok(None) };
        let question = Statement::from_string(database.get_database_backend(), "SHOW server_version");
        let row = database.query_one_raw(question).await?;
        Ok(row.map(|row| row.try_get("", "server_version")).transpose()?)
    }
}
