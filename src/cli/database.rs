//! Which database a command works on.

use anyhow::{Context, bail};
use clap::Args;
use plan_registry::{
    config::DEFAULT_DATABASE_URL,
    store::{ConnectOptions, Store, StoreError, missing_file, shown_address},
};

#[derive(Debug, Args)]
pub(super) struct DatabaseArguments {
    /// The database: sqlite://FILE or postgres://USER:PASSWORD@HOST:PORT/NAME.
    #[arg(
        long,
        value_name = "URL",
        env = "DATABASE_URL",
        hide_env_values = true,
        default_value = DEFAULT_DATABASE_URL,
        global = true
    )]
    database_url: String,

    /// Connections kept at most to the database, and as many to each replica [default: 16; to an SQLite file two for each
    /// processor, from 4 to 16].
    #[arg(long, global = true, value_name = "N", env = "DATABASE_CONNECTIONS", value_parser = clap::value_parser!(u32).range(1..))]
    database_connections: Option<u32>,
}

impl DatabaseArguments {
    /// Opens the database and brings its tables and its search up to date.
    pub(super) async fn open(&self) -> anyhow::Result<Store> {
        self.open_with_replicas(&[]).await
    }

    /// Opens the database as [`Self::open`] does, with replicas to read from.
    pub(super) async fn open_with_replicas(&self, read_urls: &[String]) -> anyhow::Result<Store> {
        let store = self.connect_with_replicas(read_urls).await?;
        store.migrate().await.with_context(|| self.unusable())?;
        store.refresh_search().await.with_context(|| self.unusable())?;
        store.refresh_coding_summaries().await.with_context(|| self.unusable())?;
        Ok(store)
    }

    /// Opens the database as [`Self::open`] does, but makes none.
    pub(super) async fn open_existing(&self) -> anyhow::Result<Store> {
        if let Some(file) = missing_file(&self.database_url) {
            bail!(
                "there is no database at {}: give --database-url, or start the server or import once to make it",
                file.display()
            );
        }
        self.open().await
    }

    /// Opens the database as [`Self::open`] does, or an empty one in memory if there is none.
    pub(super) async fn open_or_imagine(&self) -> anyhow::Result<Store> {
        if missing_file(&self.database_url).is_none() {
            return self.open().await;
        }
        let imagined = Self { database_url: "sqlite::memory:".to_owned(), ..*self };
        imagined.open().await
    }

    /// Opens the database as it is.
    pub(super) async fn connect(&self) -> anyhow::Result<Store> {
        self.connect_with_replicas(&[]).await
    }

    async fn connect_with_replicas(&self, read_urls: &[String]) -> anyhow::Result<Store> {
        let usual = ConnectOptions::new(&self.database_url);
        let options = ConnectOptions {
            read_urls: read_urls.to_vec(),
            max_connections: self.database_connections.unwrap_or(usual.max_connections),
            ..usual
        };
        match Store::connect(options).await {
            Ok(store) => Ok(store),
            // These name the address themselves.
            Err(error @ (StoreError::Address { .. } | StoreError::ReadAddress { .. })) => Err(error.into()),
            Err(error) => Err(error).with_context(|| self.unusable()),
        }
    }

    fn unusable(&self) -> String {
        format!("the database {} cannot be used", shown_address(&self.database_url))
    }
}
