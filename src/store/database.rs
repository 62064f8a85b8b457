//! Where statements go: reads to replicas that have what is asked for, everything else to the primary.

use std::{
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr, ExecResult, QueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, metric, prelude::async_trait::async_trait,
};

use super::{
    diagnosis::{is_outage, is_replaying},
    replicas::Replicas,
};
use crate::domain::revision::RegistryRevision;

/// How long a read goes on trying when no server answers: as long as a database takes to restart.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long to wait before the second attempt; twice as long before each further one, up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(250);

/// How a statement is put to a server.
type Ask<T> =
    for<'a> fn(&'a DatabaseConnection, Statement) -> Pin<Box<dyn Future<Output = Result<T, DbErr>> + Send + 'a>>;

/// A primary and its replicas. What is asked through [`ConnectionTrait`] is read from wherever it can be; what writes goes
/// through [`Database::begin_writing`].
#[derive(Clone)]
pub(super) struct Database {
    primary: DatabaseConnection,
    // Beside `replicas`, which knows how they are: a connection carries the callback of its own store.
    connections: Arc<[DatabaseConnection]>,
    replicas: Arc<Replicas>,
    is_primary_alone: bool,
    /// Connections to each of them at most.
    max_connections: u32,
}

impl Database {
    /// Follows the replicas from now on.
    pub(super) fn new(
        primary: DatabaseConnection,
        replicas: Vec<(String, DatabaseConnection)>,
        max_connections: u32,
    ) -> Self {
        let connections = replicas.iter().map(|(_, connection)| connection.clone()).collect();
        Self {
            primary,
            connections,
            replicas: Arc::new(Replicas::follow(replicas)),
            is_primary_alone: false,
            max_connections,
        }
    }

    /// The server that is written to.
    pub(super) fn primary(&self) -> &DatabaseConnection {
        &self.primary
    }

    /// The same without replicas, for reading what is the newest.
    pub(super) fn on_primary(&self) -> Self {
        Self { is_primary_alone: true, ..self.clone() }
    }

    /// From now on nothing is read from a replica that has not reached this revision. Waits a little for replicas that are
    /// about to reach it.
    pub(super) async fn read_from(&self, revision: RegistryRevision, wait: Duration) {
        self.replicas.read_from(revision, wait).await;
    }

    /// Calls back for every statement that this store sends.
    pub(super) fn on_statement(&mut self, callback: impl Fn(&str) + Send + Sync + 'static) {
        let callback = Arc::new(callback);
        let mut connections = self.connections.to_vec();
        for connection in connections.iter_mut().chain([&mut self.primary]) {
            let callback = callback.clone();
            connection.set_metric_callback(move |info: &metric::Info<'_>| callback(&info.statement.sql));
        }
        self.connections = connections.into();
    }

    /// Begins a transaction that writes. It may take as long as it needs: it may have to wait for another one, and write
    /// much at once.
    pub(super) async fn begin_writing(&self) -> Result<DatabaseTransaction, DbErr> {
        let mut n_failed = 0;
        loop {
            match self.begin_writing_once().await {
                // The connection broke while nobody used it. Nothing has been done yet.
                Err(error @ DbErr::Query(_)) if is_outage(&error) && n_failed < self.max_connections => n_failed += 1,
                done => return done,
            }
        }
    }

    async fn begin_writing_once(&self) -> Result<DatabaseTransaction, DbErr> {
        let transaction = self
            .primary
            .begin_with_options(TransactionOptions {
                // A transaction that reads first and writes later could find the database taken.
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await?;
        if transaction.get_database_backend() == DatabaseBackend::Postgres {
            transaction.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
        }
        Ok(transaction)
    }

    /// Asks whoever can answer, once each.
    pub(super) async fn ping(&self) -> Result<(), DbErr> {
        const ALIVE: &str = "SELECT 1";
        let alive = Statement::from_string(self.get_database_backend(), ALIVE);
        let on_replica = self.read_on_replicas(&alive, |connection, alive| connection.query_one_raw(alive));
        match on_replica.await {
            Some(answered) => answered.map(drop),
            None => self.primary.query_one_raw(alive).await.map(drop),
        }
    }

    /// Closes every connection.
    pub(super) async fn close(self) -> Result<(), DbErr> {
        self.replicas.stop();
        for connection in self.connections.iter() {
            connection.close_by_ref().await?;
        }
        self.primary.close().await
    }

    /// The answer of the first replica in turn that gives one; none if the primary has to.
    async fn read_on_replicas<T>(&self, statement: &Statement, ask: Ask<T>) -> Option<Result<T, DbErr>> {
        if self.is_primary_alone {
            return None;
        }
        for place in self.replicas.in_turn() {
            let Some(connection) = self.connections.get(place) else { continue };
            match ask(connection, statement.clone()).await {
                // It is well, and was only busy.
                Err(error) if is_replaying(&error) => {}
                Err(error) if is_outage(&error) => self.replicas.set_aside(place, &error),
                answered => return Some(answered),
            }
        }
        None
    }

    async fn read<T>(&self, statement: Statement, ask: Ask<T>) -> Result<T, DbErr> {
        // There is no other server, and none that could restart.
        if self.get_database_backend() == DatabaseBackend::Sqlite {
            return ask(&self.primary, statement).await;
        }
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            if let Some(answered) = self.read_on_replicas(&statement, ask).await {
                return answered;
            }
            match ask(&self.primary, statement.clone()).await {
                Err(error) if is_outage(&error) && begun.elapsed() < PATIENCE => {
                    tracing::debug!(error = &error as &dyn std::error::Error, "no server answered: trying again");
                }
                answered => return answered,
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

#[async_trait]
impl ConnectionTrait for Database {
    fn get_database_backend(&self) -> DatabaseBackend {
        self.primary.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.primary.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.primary.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.read(statement, |connection, statement| connection.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.read(statement, |connection, statement| connection.query_all_raw(statement)).await
    }
}
