//! The registry as its clients meet it: GraphQL over a database of its own, without a port.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use async_graphql::{Executor, Request, Variables};
use plan_registry::{
    catalogue,
    clock::Clock,
    domain::{id::IdSource, language::LanguageTag},
    graphql::{self, PlanCache, SchemaExecutor, Session},
    guard::{GuardedExecutor, Limits},
    http::HttpSettings,
    import::{Imported, Prepared, import_bytes, publish_together},
    live::{Live, LiveSettings, Snapshot},
    store::Store,
};
use poem::Response;
use sea_orm::{ConnectionTrait, Database};
use serde_json::Value;
use time::macros::datetime;
use tokio::sync::OnceCell;

use super::{TestResult, databases::TestDatabase, many_plans, server::TestServer};

/// A registry to ask.
pub struct TestApp {
    pub store: Store,
    pub database: TestDatabase,
    executor: GuardedExecutor<SchemaExecutor>,
    statements: Arc<Mutex<Vec<String>>>,
    live: OnceCell<Live>,
    plan_cache: Option<PlanCache>,
}

/// A registry that holds the bundled catalogue and nothing else: on SQLite the bytes of its file, on PostgreSQL the name of
/// a database. Loading takes seconds, copying does not.
static SQLITE_CATALOGUE: OnceCell<Vec<u8>> = OnceCell::const_new();
static POSTGRES_CATALOGUE: OnceCell<String> = OnceCell::const_new();

/// A PostgreSQL database with the catalogue that is only read.
static POSTGRES_SHARED: OnceCell<String> = OnceCell::const_new();

impl TestApp {
    /// A registry that holds nothing.
    pub async fn empty(database: TestDatabase) -> TestResult<Self> {
        let store = database.store().await?;
        Ok(Self::over(store, database))
    }

    /// A registry of one's own with the bundled catalogue.
    pub async fn catalogue(database: TestDatabase) -> TestResult<Self> {
        if let Some(path) = database.url.strip_prefix("sqlite://") {
            std::fs::write(path, sqlite_catalogue().await?)?;
        } else {
            let name = database_name(&database.url)?;
            let template = postgres_catalogue(&database).await?;
            let copy = [format!("DROP DATABASE {name}"), format!("CREATE DATABASE {name} TEMPLATE {template}")];
            on_server(&database, &copy).await?;
        }
        let store = database.connect().await?;
        Ok(Self::over(store, database))
    }

    /// The bundled catalogue on SQLite, for reading.
    pub async fn sqlite_to_read() -> TestResult<Self> {
        Self::catalogue(TestDatabase::sqlite()?).await
    }

    /// The bundled catalogue on PostgreSQL, for reading: others read it too.
    pub async fn postgres_to_read() -> TestResult<Option<Self>> {
        let shared = POSTGRES_SHARED.get_or_try_init(|| async {
            let Some(database) = TestDatabase::postgres().await? else { return Ok(String::new()) };
            let app = Self::catalogue(database).await?;
            let url = app.database.url.clone();
            app.store.close().await?;
            TestResult::Ok(url)
        });
        let url = shared.await?;
        if url.is_empty() {
            return Ok(None);
        }
        let database = TestDatabase::at(url.clone());
        Ok(Some(Self::over(database.connect().await?, database)))
    }

    /// The registry that a database holds.
    pub async fn at(database: TestDatabase) -> TestResult<Self> {
        Ok(Self::over(database.connect().await?, database))
    }

    fn over(mut store: Store, database: TestDatabase) -> Self {
        let statements = Arc::new(Mutex::new(Vec::new()));
        let seen = statements.clone();
        store.on_statement(move |sql| {
            if let Ok(mut seen) = seen.lock() {
                seen.push(sql.to_owned());
            }
        });
        let executor = GuardedExecutor::new(graphql::executor(), Limits::default());
        Self { store, database, executor, statements, live: OnceCell::new(), plan_cache: PlanCache::new(1 << 26) }
    }

    /// The registry as a server holds it, at the newest revision whoever published it.
    async fn live(&self) -> TestResult<(&Live, Arc<Snapshot>)> {
        const LONG: Duration = Duration::from_secs(60);
        // Nobody looks at the database but who is asked to: statements are counted.
        let settings = LiveSettings { poll_every: LONG * 60, patience: LONG, ..LiveSettings::default() };
        let live = self.live.get_or_try_init(|| Live::start(self.store.clone(), settings)).await?;
        Ok((live, live.at_least(self.store.current_revision().await?, LONG).await?))
    }

    /// The whole reply to a query of a reader of English.
    pub async fn reply(&self, query: &str, variables: Value) -> TestResult<Value> {
        Box::pin(self.reply_in(&["en"], query, variables)).await
    }

    /// The whole reply to a query of a reader of these languages: from the rows, and twice from memory as a server answers
    /// it, which must be the same to the byte.
    pub async fn reply_in(&self, languages: &[&str], query: &str, variables: Value) -> TestResult<Value> {
        let languages: Vec<LanguageTag> = languages.iter().map(|tag| tag.parse()).collect::<Result<_, _>>()?;
        let from_rows = Session::new(self.store.clone(), languages.clone());
        let from_rows = self.execute(query, &variables, from_rows).await;
        let snapshot = match self.live().await {
            Ok((_, snapshot)) => snapshot,
            // Of a store that is broken, whoever asks is told by the rows.
            Err(_) if from_rows.is_err() => return Ok(serde_json::to_value(from_rows)?),
            Err(error) => return Err(error),
        };
        let rows = serde_json::to_string(&from_rows)?;
        // What was kept when it was asked first answers the second time.
        for time in ["first", "second"] {
            let from_memory = Session::new(self.store.clone(), languages.clone())
                .with_index(snapshot.index.clone())
                .with_plan_cache(self.plan_cache.clone());
            let memory = serde_json::to_string(&self.execute(query, &variables, from_memory).await)?;
            if rows != memory {
                return Err(format!("from the rows:\n{rows}\nfrom memory, the {time} time:\n{memory}").into());
            }
        }
        Ok(serde_json::to_value(from_rows)?)
    }

    async fn execute(&self, query: &str, variables: &Value, session: Session) -> async_graphql::Response {
        let request = Request::new(query).variables(Variables::from_json(variables.clone())).data(session);
        // Threads of tests have small stacks, and futures of unoptimised builds are large.
        Box::pin(self.executor.execute(request)).await
    }

    /// The bytes of the whole reply to a query of a reader of English, with a cache of plans or without.
    pub async fn answer(&self, plan_cache: Option<&PlanCache>, query: &str, variables: Value) -> TestResult<String> {
        let session = Session::new(self.store.clone(), vec![LanguageTag::english()]);
        let request = Request::new(query)
            .variables(Variables::from_json(variables))
            .data(session.with_plan_cache(plan_cache.cloned()));
        Ok(serde_json::to_string(&self.executor.execute(request).await)?)
    }

    /// As [`TestApp::answer`], with the SQL statements that it took.
    pub async fn counted_with(
        &self,
        plan_cache: Option<&PlanCache>,
        query: &str,
        variables: Value,
    ) -> TestResult<(String, Vec<String>)> {
        self.statements.lock().map_err(|_| "a test gave up while counting")?.clear();
        let answer = self.answer(plan_cache, query, variables).await?;
        let statements = self.statements.lock().map_err(|_| "a test gave up while counting")?.clone();
        Ok((answer, statements))
    }

    /// The data that a query gives; an error if it gives errors.
    pub async fn query(&self, query: &str, variables: Value) -> TestResult<Value> {
        data(self.reply(query, variables).await?)
    }

    /// The code and the message of the one error that a query gives.
    pub async fn error(&self, query: &str, variables: Value) -> TestResult<(String, String)> {
        let reply = self.reply(query, variables).await?;
        match reply["errors"].as_array().map(Vec::as_slice) {
            Some([error]) => Ok((text(&error["extensions"]["code"]), text(&error["message"]))),
            _ => Err(format!("not one error: {reply:#}").into()),
        }
    }

    /// A query and how many SQL statements it took.
    pub async fn counted(&self, query: &str, variables: Value) -> TestResult<(Value, Vec<String>)> {
        self.statements()?;
        let session = Session::new(self.store.clone(), vec!["en".parse()?]);
        let reply = self.execute(query, &variables, session).await;
        Ok((data(serde_json::to_value(reply)?)?, self.statements()?))
    }

    /// A server over this registry, with its newest state.
    pub async fn server(&self, settings: HttpSettings) -> TestResult<TestServer> {
        let server = TestServer::new(&self.store, self.executor.clone(), settings);
        server.take_in().await?;
        Ok(server)
    }

    /// Sends a request to a server that has answered nothing before, whether or not the registry can be read.
    pub async fn http(&self, request: poem::Request) -> Response {
        let server = TestServer::new(&self.store, self.executor.clone(), HttpSettings::default());
        // What cannot be taken in is told by the answer.
        let _ = server.take_in().await;
        Box::pin(server.send(request)).await
    }

    /// The SQL statements since this was last asked.
    pub fn statements(&self) -> TestResult<Vec<String>> {
        Ok(std::mem::take(&mut *self.statements.lock().map_err(|_| "a test gave up while counting")?))
    }

    /// Imports a file.
    pub async fn import(&self, file: &str) -> TestResult<Imported> {
        let imported = import_bytes(&self.store, &Clock::System, "file.yaml", file.as_bytes().to_vec());
        Box::pin(imported).await.map_err(|error| format!("{error}").into())
    }

    /// Publishes one of [`super::many_plans`], or what became of it.
    pub async fn import_plan(&self, number: usize, file: &str) -> TestResult {
        let mut plan = Prepared::read("plan.yaml", file.as_bytes())?;
        plan.take_documents(|_| Ok(many_plans::document(number).into_bytes()))?;
        publish_together(&self.store, &Clock::System, IdSource::FromName, "a plan", &[plan]).await?;
        Ok(())
    }

    /// The newest registry revision, as an answer gives it.
    pub async fn revision(&self) -> TestResult<String> {
        Ok(text(&self.query("{ registry { revision } }", Value::Null).await?["registry"]["revision"]))
    }
}

/// The data of a reply without errors.
pub fn data(mut reply: Value) -> TestResult<Value> {
    match reply.get("errors") {
        Some(errors) => Err(format!("the query failed: {errors:#}").into()),
        None => Ok(reply["data"].take()),
    }
}

/// A JSON string's text; of anything else its JSON.
pub fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The texts that a pointer finds in each item of a list.
pub fn texts(list: &Value, pointer: &str) -> Vec<String> {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().map(|item| item.pointer(pointer).map(text).unwrap_or_default()).collect()
}

async fn sqlite_catalogue() -> TestResult<&'static [u8]> {
    let bytes = SQLITE_CATALOGUE.get_or_try_init(|| async {
        let database = TestDatabase::sqlite()?;
        fill(&database).await?;
        // Closing has written the write-ahead log back.
        TestResult::Ok(std::fs::read(database.url.trim_start_matches("sqlite://"))?)
    });
    Ok(bytes.await?)
}

async fn postgres_catalogue(beside: &TestDatabase) -> TestResult<&'static str> {
    let name = POSTGRES_CATALOGUE.get_or_try_init(|| async {
        let database = beside.another().await?;
        fill(&database).await?;
        TestResult::Ok(database_name(&database.url)?.to_owned())
    });
    Ok(name.await?)
}

async fn fill(database: &TestDatabase) -> TestResult {
    let store = database.store().await?;
    catalogue::load(&store, &Clock::Fixed(datetime!(2026-01-02 03:04:05 UTC))).await?;
    Ok(store.close().await?)
}

/// The name in the address of a PostgreSQL database.
fn database_name(url: &str) -> TestResult<&str> {
    let path = url.split('?').next().unwrap_or(url);
    Ok(path.rsplit_once('/').ok_or("an address without a name")?.1)
}

async fn on_server(database: &TestDatabase, statements: &[String]) -> TestResult {
    let name = database_name(&database.url)?;
    let server = Database::connect(database.url.replacen(&format!("/{name}"), "/postgres", 1)).await?;
    for statement in statements {
        server.execute_unprepared(statement).await?;
    }
    Ok(server.close().await?)
}

/// Makes two tests of each function that takes a [`TestApp`] with the bundled catalogue and only reads it: `name::sqlite`
/// and `name::postgres`.
macro_rules! on_both_catalogues {
    ($($(#[$attribute:meta])* async fn $name:ident($app:ident: TestApp) -> TestResult $body:block)+) => {
        $(
            $(#[$attribute])*
            mod $name {
                use super::*;

                async fn test($app: $crate::support::app::TestApp) -> $crate::support::TestResult $body

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() -> $crate::support::TestResult {
                    test($crate::support::app::TestApp::sqlite_to_read().await?).await
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() -> $crate::support::TestResult {
                    match $crate::support::app::TestApp::postgres_to_read().await? {
                        Some(app) => test(app).await,
                        None => Ok(()),
                    }
                }
            }
        )+
    };
}
