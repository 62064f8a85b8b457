//! An empty registry of its own for every test, on SQLite and on PostgreSQL.

use plan_registry::store::{ConnectOptions, Store};
use tempfile::TempDir;

use super::{TestResult, postgres};

/// A database that nobody else uses, without tables yet or with all of them.
pub struct TestDatabase {
    pub url: String,
    // The SQLite file goes when the test ends.
    _folder: Option<TempDir>,
}

impl TestDatabase {
    pub fn sqlite() -> TestResult<Self> {
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite://{}", folder.path().join("registry.db").display());
        Ok(Self { url, _folder: Some(folder) })
    }

    /// A database that somebody else holds.
    pub fn at(url: String) -> Self {
        Self { url, _folder: None }
    }

    /// `None`: no server programs are on this machine, which has been said aloud.
    pub async fn postgres() -> TestResult<Option<Self>> {
        Ok(match postgres::cluster()? {
            Some(cluster) => Some(Self { url: cluster.new_database().await?, _folder: None }),
            None => None,
        })
    }

    /// Another one of the same kind.
    pub async fn another(&self) -> TestResult<Self> {
        match self.url.starts_with("sqlite:") {
            true => Self::sqlite(),
            false => Self::postgres().await?.ok_or("the cluster is gone".into()),
        }
    }

    /// Opens the registry with all its tables.
    pub async fn store(&self) -> TestResult<Store> {
        let store = self.connect().await?;
        store.migrate().await?;
        Ok(store)
    }

    pub async fn connect(&self) -> TestResult<Store> {
        // Tests run side by side, and the cluster has only so many connections.
        Ok(Store::connect(ConnectOptions { max_connections: 4, ..ConnectOptions::new(&self.url) }).await?)
    }
}

/// Makes two tests of each function that takes a [`TestDatabase`]: `name::sqlite` and `name::postgres`.
macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* async fn $name:ident($database:ident: TestDatabase) -> TestResult $body:block)+) => {
        $(
            $(#[$attribute])*
            mod $name {
                use super::*;

                async fn test($database: $crate::support::databases::TestDatabase) -> $crate::support::TestResult $body

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() -> $crate::support::TestResult {
                    test($crate::support::databases::TestDatabase::sqlite()?).await
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() -> $crate::support::TestResult {
                    match $crate::support::databases::TestDatabase::postgres().await? {
                        Some(database) => test(database).await,
                        None => Ok(()),
                    }
                }
            }
        )+
    };
}
