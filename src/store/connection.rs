//! Opening a database.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use sea_orm::{
    ConnectionTrait, Database, metric,
    sqlx::{postgres::PgConnectOptions, sqlite::SqliteConnectOptions},
};

pub use migration::MigrationStep;

use super::{
    Store,
    error::{Doing, StoreError},
};

/// How to open a database.
#[derive(Clone, Debug)]
pub struct ConnectOptions {
    /// `sqlite://FILE` or `postgres://USER:PASSWORD@HOST:PORT/NAME`.
    pub url: String,
    /// Connections kept at most. Reads run side by side; writes take turns.
    pub max_connections: u32,
    /// How long to wait for a free connection, and for the database to answer at the start.
    pub acquire_timeout: Duration,
    /// How long one reading statement may take on PostgreSQL. Publications and migrations may take as long as they need.
    pub statement_timeout: Duration,
}

impl ConnectOptions {
    /// The usual settings for a database.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            max_connections: 16,
            acquire_timeout: Duration::from_secs(10),
            statement_timeout: Duration::from_secs(5),
        }
    }
}

impl Store {
    /// Opens the database; an SQLite file that does not exist is made.
    ///
    /// # Errors
    /// [`StoreError::Address`] for an address of neither kind, [`StoreError::Database`] when the database cannot be reached.
    pub async fn connect(options: ConnectOptions) -> Result<Self, StoreError> {
        let ConnectOptions { url, max_connections, acquire_timeout, statement_timeout } = options;
        let is_sqlite = url.starts_with("sqlite:");
        // Read here because the driver's own refusal repeats the whole address, password and all.
        if !is_readable(&url) {
            return Err(StoreError::Address { url: shown_address(&url) });
        }
        // One connection sees one in-memory database.
        let in_memory = is_sqlite && is_in_memory(&url);
        let max_connections = if in_memory { 1 } else { max_connections.max(1) };
        create_folder(&url)?;
        let mut connect = sea_orm::ConnectOptions::new(url);
        connect
            .max_connections(max_connections)
            .min_connections(if in_memory { 1 } else { 0 })
            .acquire_timeout(acquire_timeout)
            .connect_timeout(acquire_timeout)
            .sqlx_logging(false)
            .map_sqlx_sqlite_opts(|sqlite| {
                use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
                sqlite
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Normal)
                    .busy_timeout(Duration::from_secs(30))
                    .foreign_keys(true)
                    // A container may have no folder for temporary files.
                    .pragma("temp_store", "MEMORY")
            })
            .map_sqlx_postgres_opts(move |postgres| {
                postgres.options([("statement_timeout", statement_timeout.as_millis().to_string())])
            });
        if in_memory {
            connect.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>);
        }
        let database = Database::connect(connect).await.doing("open the database")?;
        Ok(Self { database, committed: Arc::default(), codebooks: Arc::default() })
    }

    /// Builds or updates the tables; servers that start at once take turns.
    ///
    /// # Errors
    /// [`StoreError::NewerDatabase`] when a newer version made the database.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        migrated(migration::migrate_up(&self.database).await)
    }

    /// Takes the newest steps back, all of them without a number. What they held is lost.
    ///
    /// # Errors
    /// As [`Store::migrate`].
    pub async fn migrate_down(&self, steps: Option<u32>) -> Result<(), StoreError> {
        migrated(migration::migrate_down(&self.database, steps).await)
    }

    /// The steps that build the tables, oldest first. Changes nothing.
    ///
    /// # Errors
    /// As [`Store::migrate`].
    pub async fn migration_steps(&self) -> Result<Vec<MigrationStep>, StoreError> {
        migrated(migration::status(&self.database).await)
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// [`StoreError::Database`] when there is none.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.database.execute_unprepared("SELECT 1").await.doing("ask the database for a sign of life")?;
        Ok(())
    }

    /// Calls back for every statement: for counting them in tests and measurements.
    pub fn on_statement(&mut self, callback: impl Fn(&str) + Send + Sync + 'static) {
        self.database.set_metric_callback(move |info: &metric::Info<'_>| callback(&info.statement.sql));
    }

    /// Closes every connection.
    ///
    /// # Errors
    /// [`StoreError::Database`] when one does not close.
    pub async fn close(self) -> Result<(), StoreError> {
        self.database.close().await.doing("close the database")
    }
}

fn is_readable(url: &str) -> bool {
    match url.split_once(':') {
        Some(("sqlite", _)) => url.parse::<SqliteConnectOptions>().is_ok(),
        Some(("postgres" | "postgresql", _)) => url.parse::<PgConnectOptions>().is_ok(),
        _ => false,
    }
}

fn migrated<T>(outcome: Result<T, migration::MigrateError>) -> Result<T, StoreError> {
    outcome.map_err(|error| match error {
        migration::MigrateError::NewerDatabase { steps } => StoreError::NewerDatabase { steps: steps.join(", ") },
        migration::MigrateError::Database(source) => {
            StoreError::Database { doing: "bring the tables up to date", source }
        }
    })
}

fn create_folder(url: &str) -> Result<(), StoreError> {
    let file = sqlite_file(url);
    match file.as_deref().and_then(Path::parent) {
        Some(folder) if !folder.as_os_str().is_empty() => {
            std::fs::create_dir_all(folder).map_err(|source| StoreError::Database {
                doing: "make the folder of the SQLite file",
                source: sea_orm::DbErr::Custom(source.to_string()),
            })
        }
        _ => Ok(()),
    }
}

fn is_in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

/// The file that an address of an SQLite database leads to. None: the address is of another kind, or of a database in
/// memory.
fn sqlite_file(url: &str) -> Option<PathBuf> {
    if !url.starts_with("sqlite:") || is_in_memory(url) {
        return None;
    }
    Some(url.parse::<SqliteConnectOptions>().ok()?.get_filename().to_owned())
}

/// The SQLite file that [`Store::connect`] would make for this address, because there is none yet.
pub fn missing_file(url: &str) -> Option<PathBuf> {
    sqlite_file(url).filter(|file| matches!(file.try_exists(), Ok(false)))
}

/// The address of a database as it may be shown: without user and password, and without parameters, which may repeat them.
pub fn shown_address(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    // A password may hold an `@` or a `?` itself: what can be part of one is not shown.
    let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
    let place = place.split_once('?').map_or(place, |(place, _)| place);
    let hidden = if rest.contains('@') { "…@" } else { "" };
    format!("{scheme}://{hidden}{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_of_an_address_holds_no_secret() {
        for (url, shown) in [
            ("sqlite://plan-registry.db", "sqlite://plan-registry.db"),
            ("postgres://db.example/registry", "postgres://db.example/registry"),
            ("postgres://reader:secret@db.example:5432/registry", "postgres://…@db.example:5432/registry"),
            ("postgres://reader:se@c?ret@db.example/registry?sslmode=require", "postgres://…@db.example/registry"),
            ("postgres://db.example/registry?user=reader&password=secret", "postgres://db.example/registry"),
        ] {
            assert_eq!(shown_address(url), shown);
        }
    }
}
