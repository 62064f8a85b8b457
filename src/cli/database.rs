//! Which database a command works on.

use anyhow::Context;
use clap::Args;
use plan_registry::{
    config::DEFAULT_DATABASE_URL,
    store::{ConnectOptions, Store, StoreError, shown_address},
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
        Ok(store)
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
