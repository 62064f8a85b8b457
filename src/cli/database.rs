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
}

impl DatabaseArguments {
    /// Opens the database and brings its tables and its search up to date.
    pub(super) async fn open(&self) -> anyhow::Result<Store> {
        let store = self.connect().await?;
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
        let imagined = Self { database_url: "sqlite::memory:".to_owned() };
        imagined.open().await
    }

    /// Opens the database as it is.
    pub(super) async fn connect(&self) -> anyhow::Result<Store> {
        match Store::connect(ConnectOptions::new(&self.database_url)).await {
            Ok(store) => Ok(store),
            // This one names the address itself.
            Err(error @ StoreError::Address { .. }) => Err(error.into()),
            Err(error) => Err(error).with_context(|| self.unusable()),
        }
    }

    fn unusable(&self) -> String {
        format!("the database {} cannot be used", shown_address(&self.database_url))
    }
}
