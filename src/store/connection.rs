//! Opening a database.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use sea_orm::{
    Database, DbErr, RuntimeErr,
    sqlx::{self, postgres::PgConnectOptions, sqlite::SqliteConnectOptions},
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
    /// Streaming replicas of a PostgreSQL database, to read from.
    pub read_urls: Vec<String>,
    /// Connections kept at most, to the primary and to each replica. Reads run side by side; writes take turns.
    pub max_connections: u32,
    /// How long to wait for a free connection, or for a server that is starting.
    pub acquire_timeout: Duration,
    /// How long one reading statement may take on PostgreSQL. Publications and migrations may take as long as they need.
    pub statement_timeout: Duration,
}

/// How long to wait for a replica before asking another server.
const REPLICA_ACQUIRE_TIMEOUT: Duration = Duration::from_secs(1);

/// How often a server that does not answer at the start is waited for.
const MAX_STARTS: u32 = 2;

/// A connection that nobody used for so long is tried out before it is. One that broke a moment ago is found by its use,
/// and what is read is then read again; trying out each of them would cost as much as a short statement.
const TRIED_OUT_AFTER: Duration = Duration::from_secs(1);

/// Statements that each connection to PostgreSQL keeps prepared. Larger than the number of different ones that there are.
const PREPARED_STATEMENTS: usize = 300;

impl ConnectOptions {
    /// The usual settings for a database.
    pub fn new(url: impl Into<String>) -> Self {
        let url = url.into();
        Self {
            max_connections: usual_connections(&url),
            url,
            read_urls: Vec::new(),
            acquire_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(5),
        }
    }
}

impl Store {
    /// Opens the database; an SQLite file that does not exist is made. A replica may be away: it is used once it answers.
    ///
    /// # Errors
    /// [`StoreError::Address`] for an address of neither kind, [`StoreError::ReadAddress`] for a replica that is not
    /// PostgreSQL's or stands beside a primary that is not, [`StoreError::Database`] when the database cannot be reached.
    pub async fn connect(options: ConnectOptions) -> Result<Self, StoreError> {
        const DOING: &str = "open the database";
        let ConnectOptions { url, read_urls, max_connections, acquire_timeout, statement_timeout } = options;
        let is_sqlite = is_sqlite_address(&url);
        // Read here because the driver's own refusal repeats the whole address, password and all.
        if !is_readable(&url) {
            return Err(StoreError::Address { url: shown_address(&url) });
        }
        if let Some(replica) = read_urls.iter().find(|url| is_sqlite || is_sqlite_address(url) || !is_readable(url)) {
            return Err(StoreError::ReadAddress { url: shown_address(replica) });
        }
        create_folder(&url)?;
        let file = sqlite_file(&url).map(Into::into);
        let primary_pool = pool(url, max_connections, acquire_timeout, statement_timeout);
        let mut n_started = 0;
        let primary = loop {
            match Database::connect(primary_pool.clone()).await {
                Err(DbErr::Conn(RuntimeErr::SqlxError(error)))
                    if matches!(*error, sqlx::Error::PoolTimedOut) && n_started + 1 < MAX_STARTS =>
                {
                    n_started += 1;
                }
                connected => break connected.doing(DOING)?,
            }
        };
        let mut replicas = Vec::with_capacity(read_urls.len());
        for url in read_urls {
            let address = shown_address(&url);
            let mut pool = pool(url, max_connections, REPLICA_ACQUIRE_TIMEOUT, statement_timeout);
            pool.connect_lazy(true);
            replicas.push((address, Database::connect(pool).await.doing(DOING)?));
        }
        let database = super::Database::new(primary, replicas, max_connections);
        Ok(Self { database, file, committed: Arc::default(), codebooks: Arc::default() })
    }

    /// Builds or updates the tables; servers that start at once take turns.
    ///
    /// # Errors
    /// [`StoreError::NewerDatabase`] when a newer version made the database.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        migrated(migration::migrate_up(self.database.primary()).await)
    }

    /// Takes the newest steps back, all of them without a number. What they held is lost.
    ///
    /// # Errors
    /// As [`Store::migrate`].
    pub async fn migrate_down(&self, steps: Option<u32>) -> Result<(), StoreError> {
        migrated(migration::migrate_down(self.database.primary(), steps).await)
    }

    /// The steps that build the tables, oldest first. Changes nothing.
    ///
    /// # Errors
    /// As [`Store::migrate`].
    pub async fn migration_steps(&self) -> Result<Vec<MigrationStep>, StoreError> {
        migrated(migration::status(self.database.primary()).await)
    }

    /// Asks the database, or a replica that can be read in its place, for a sign of life.
    ///
    /// # Errors
    /// [`StoreError::Database`] when there is none.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.database.ping().await.doing("ask the database for a sign of life")
    }

    /// Calls back for every statement: for counting them in tests and measurements.
    pub fn on_statement(&mut self, callback: impl Fn(&str) + Send + Sync + 'static) {
        self.database.on_statement(callback);
    }

    /// The same store, whose statements are not told to whoever asked for it with [`Store::on_statement`]: for what is done
    /// beside requests.
    #[must_use]
    pub fn unobserved(&self) -> Self {
        Self { database: self.database.unobserved(), ..self.clone() }
    }

    /// Closes every connection.
    ///
    /// # Errors
    /// [`StoreError::Database`] when one does not close.
    pub async fn close(self) -> Result<(), StoreError> {
        self.database.close().await.doing("close the database")
    }
}

/// How many connections are kept where nobody said. SQLite does its work on the threads of its connections: more of them
/// than keep the processors busy only take memory and stand in each other's way.
fn usual_connections(url: &str) -> u32 {
    const TO_A_SERVER: u32 = 16;
    const TO_A_FILE: u32 = 4;
    if !is_sqlite_address(url) {
        return TO_A_SERVER;
    }
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    u32::try_from(2 * processors).unwrap_or(TO_A_SERVER).clamp(TO_A_FILE, TO_A_SERVER)
}

/// How connections to one server are kept.
fn pool(
    url: String,
    max_connections: u32,
    acquire_timeout: Duration,
    statement_timeout: Duration,
) -> sea_orm::ConnectOptions {
    let is_sqlite = is_sqlite_address(&url);
    // One connection sees one in-memory database.
    let in_memory = is_sqlite && is_in_memory(&url);
    let mut connect = sea_orm::ConnectOptions::new(url);
    connect
        .max_connections(if in_memory { 1 } else { max_connections.max(1) })
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
                // Rows found ahead of who reads them: with fewer a thread waits for the other at almost every row.
                .row_buffer_size(1_000)
        })
        .map_sqlx_postgres_opts(move |postgres| {
            postgres
                .options([("statement_timeout", statement_timeout.as_millis().to_string())])
                .statement_cache_capacity(PREPARED_STATEMENTS)
        });
    if is_sqlite {
        // A file does not go away.
        connect.test_before_acquire(false);
    } else {
        connect.test_before_acquire_if_idle_for(TRIED_OUT_AFTER);
    }
    if in_memory {
        connect.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>);
    }
    connect
}

fn is_sqlite_address(url: &str) -> bool {
    url.starts_with("sqlite:")
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
    fn a_file_gets_no_more_connections_than_a_server() {
        assert_eq!(ConnectOptions::new("postgres://db.example/registry").max_connections, 16);
        let to_a_file = ConnectOptions::new("sqlite://plan-registry.db").max_connections;
        assert!((4..=16).contains(&to_a_file), "{to_a_file} connections");
    }

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
