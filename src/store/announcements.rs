//! Publications told to whoever listens: LISTEN and NOTIFY on PostgreSQL. SQLite tells nobody, but its files change.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use sea_orm::{
    ConnectionTrait, DatabaseBackend, DbErr,
    sqlx::{
        self, PgPool,
        postgres::{PgListener, PgPoolOptions},
    },
};

use super::{Publication, Store};
use crate::domain::revision::RegistryRevision;

/// The channel on which PostgreSQL hands on that a revision was published.
const CHANNEL: &str = "plan_registry_revision";

/// How long to wait before listening again after the connection broke; twice as long each further time.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

impl Publication {
    /// Tells all who listen, once this is committed.
    pub(super) async fn announce(&self) -> Result<(), DbErr> {
        if self.transaction.get_database_backend() == DatabaseBackend::Postgres {
            self.transaction.execute_unprepared(&announcement(self.revision)).await?;
        }
        Ok(())
    }
}

/// The statement that tells all who listen on PostgreSQL, once its transaction is committed.
pub(super) fn announcement(revision: RegistryRevision) -> String {
    format!("SELECT pg_notify('{CHANNEL}', '{revision}')")
}

/// What other programs tell of their publications.
#[derive(Debug)]
pub struct Announcements {
    // One connection of its own: listening keeps it for good.
    pool: Option<PgPool>,
    listener: Option<PgListener>,
}

impl Store {
    /// What is told of publications from now on.
    pub fn announcements(&self) -> Announcements {
        let primary = self.database.primary();
        let pool = (primary.get_database_backend() == DatabaseBackend::Postgres).then(|| {
            let server = primary.get_postgres_connection_pool().connect_options();
            PgPoolOptions::new()
                .max_connections(1)
                .idle_timeout(None)
                .max_lifetime(None)
                .connect_lazy_with((*server).clone())
        });
        Announcements { pool, listener: None }
    }

    /// How the database's files are now; none for a database that is a server's or in memory.
    pub fn file_stamp(&self) -> Option<FileStamp> {
        self.file.as_deref().map(FileStamp::of)
    }
}

impl Announcements {
    /// Ends when something was published, or may have been while nobody could listen. On SQLite it never ends.
    pub async fn next(&mut self) {
        let Some(pool) = &self.pool else { return std::future::pending().await };
        let mut pause = FIRST_PAUSE;
        loop {
            let Some(listener) = &mut self.listener else {
                match listen(pool).await {
                    Ok(listener) => {
                        self.listener = Some(listener);
                        return;
                    }
                    Err(error) => {
                        tracing::debug!(error = &error as &dyn std::error::Error, "cannot listen for publications");
                    }
                }
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
                continue;
            };
            match listener.try_recv().await {
                Ok(Some(_)) => {
                    // Many publications in a row are one reason to look.
                    while listener.next_buffered().is_some() {}
                    return;
                }
                // The connection broke.
                Ok(None) | Err(_) => self.listener = None,
            }
        }
    }
}

async fn listen(pool: &PgPool) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// Size and time of change of an SQLite database's files. Every publication changes it, unless it happens within the same
/// few milliseconds as another change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileStamp([Option<(u64, SystemTime)>; 2]);

impl FileStamp {
    fn of(file: &Path) -> Self {
        let mut log = file.as_os_str().to_owned();
        log.push("-wal");
        Self([file.to_owned(), PathBuf::from(log)].map(|file| {
            let state = fs::metadata(file).ok()?;
            Some((state.len(), state.modified().ok()?))
        }))
    }
}
