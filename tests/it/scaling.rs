//! More than one server, and more than one database: what is published reaches every server, and what goes away costs no
//! more than it must.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::support::{
    TestResult,
    command::{Outcome, Shell},
    databases::TestDatabase,
    plan_file,
    serving::{self, Answer, Server},
    streaming::{Streaming, Which},
};

/// Longer than anything here takes on the slowest machine.
const LONG: Duration = Duration::from_secs(60);

/// How long to wait before looking again.
const A_MOMENT: Duration = Duration::from_millis(20);

const REVISION: &str = "{ registry { revision } }";

/// Looks until something is so.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> TestResult<bool>) -> TestResult {
    let begun = Instant::now();
    while !is_so().await? {
        if begun.elapsed() > LONG {
            return Err(format!("it never came to this: {what}").into());
        }
        tokio::time::sleep(A_MOMENT).await;
    }
    Ok(())
}

async fn revision(server: &Server) -> TestResult<String> {
    Ok(shown(&server.ask(REVISION, &Value::Null).await?))
}

/// The revision in an answer to [`REVISION`]; nothing if there is none.
fn shown(answer: &Answer) -> String {
    answer.body["data"]["registry"]["revision"].as_str().unwrap_or_default().to_owned()
}

/// Imports the plan of [`plan_file`] under a title: what the program says, and the registry revision that it ends with.
fn import(shell: &Shell, title: &str) -> TestResult<(Outcome, Option<String>)> {
    shell.write("plan.yaml", &plan_file::TEXT.replace("title: Example Library Plan", &format!("title: {title}")))?;
    let outcome = shell.run(&["import", "--no-catalogue", "plan.yaml"])?;
    let last = outcome.stdout.lines().last().unwrap_or_default();
    let revision = last.strip_prefix("registry revision ").map(str::to_owned);
    Ok((outcome, revision))
}

/// Readers that never ask the same thing twice, so that no answer is one that was given before.
struct Load {
    n_answered: Arc<AtomicUsize>,
    failed: Arc<Mutex<Vec<String>>>,
    is_over: Arc<AtomicBool>,
    readers: Vec<JoinHandle<()>>,
}

impl Load {
    const SEARCH: &str = "query($query: String!) { search(query: $query) { totalCount nodes { lang } } }";

    fn begin(servers: &[&Server]) -> Self {
        let (n_answered, failed, is_over) = <(Arc<AtomicUsize>, Arc<Mutex<Vec<String>>>, Arc<AtomicBool>)>::default();
        let readers = servers
            .iter()
            .enumerate()
            .flat_map(|(place, server)| (0..2).map(move |reader| (server.address.clone(), format!("{place}{reader}"))));
        let readers = readers.map(|(address, reader)| {
            let (n_answered, failed, is_over) = (n_answered.clone(), failed.clone(), is_over.clone());
            tokio::spawn(async move {
                let mut n_asked = 0_usize;
                while !is_over.load(Ordering::Relaxed) {
                    let variables = json!({ "query": format!("reading {reader} {n_asked}") });
                    n_asked += 1;
                    let failure = match serving::ask(&address, Self::SEARCH, &variables, None).await {
                        Ok(answer) if answer.status == 200 && answer.body.get("errors").is_none() => None,
                        Ok(answer) => Some(format!("{answer:?}")),
                        Err(error) => Some(error.to_string()),
                    };
                    if let Some(failure) = failure {
                        failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(failure);
                    }
                    n_answered.fetch_add(1, Ordering::Relaxed);
                }
            })
        });
        let readers = readers.collect();
        Self { n_answered, failed, is_over, readers }
    }

    /// Ends when so many more questions were answered.
    async fn go_on(&self, n_more: usize) -> TestResult {
        let goal = self.n_answered.load(Ordering::Relaxed) + n_more;
        until("questions are answered", async || Ok(self.n_answered.load(Ordering::Relaxed) >= goal)).await
    }

    /// Ends the load; what was not answered as it should be.
    async fn end(self) -> TestResult<Vec<String>> {
        self.is_over.store(true, Ordering::Relaxed);
        for reader in self.readers {
            reader.await?;
        }
        Ok(self.failed.lock().map_err(|_| "a reader gave up")?.clone())
    }
}

/// How often a server has looked into the words that searches go through.
async fn n_searches(server: &DatabaseConnection) -> TestResult<i64> {
    let counted = Statement::from_string(
        server.get_database_backend(),
        "SELECT (coalesce(sum(seq_scan), 0) + coalesce(sum(idx_scan), 0))::bigint AS n FROM pg_stat_user_tables WHERE relname = 'search_text'",
    );
    Ok(server.query_one_raw(counted).await?.ok_or("no statistics")?.try_get("", "n")?)
}

/// Ends when a server is searched in.
async fn until_searched(url: &str) -> TestResult {
    let server = Database::connect(url).await?;
    let before = n_searches(&server).await?;
    until("the replica is read from", async || Ok(n_searches(&server).await? > before)).await?;
    Ok(server.close().await?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_and_two_servers() -> TestResult {
    let Some(mut databases) = Streaming::start()? else { return Ok(()) };
    let (primary, replica) = (databases.url(Which::Primary), databases.url(Which::Replica));
    let shell = Shell::new(&primary)?;
    let arguments = ["--no-catalogue", "--read-database-url", &replica];
    let servers = [Server::start(&shell, &arguments)?, Server::start(&shell, &arguments)?];
    let [one, other] = &servers;

    // What is published reaches both.
    let (outcome, published) = import(&shell, "First title")?;
    assert_eq!(published.as_deref(), Some("1"), "{outcome}");
    for server in &servers {
        until("the publication is seen", async || Ok(revision(server).await? == "1")).await?;
    }

    // Whoever published something sees it in the next answer, wherever that comes from.
    let (outcome, published) = import(&shell, "Second title")?;
    let published = published.ok_or_else(|| outcome.to_string())?;
    for server in &servers {
        assert_eq!(shown(&server.ask_after(&published, REVISION).await?), published);
    }

    // A replica that crashes costs no answer, and is used again once it is back.
    let load = Load::begin(&[one, other]);
    until_searched(&replica).await?;
    databases.kill(Which::Replica)?;
    load.go_on(100).await?;
    databases.start_again(Which::Replica)?;
    until_searched(&replica).await?;

    // A primary that crashes costs no answer either. What cannot be published says so.
    databases.kill(Which::Primary)?;
    load.go_on(100).await?;
    let (outcome, published) = import(&shell, "Third title")?;
    assert_eq!((outcome.code, published), (Some(1), None), "{outcome}");
    let [line] = outcome.stderr.lines().collect::<Vec<_>>()[..] else { return Err(outcome.to_string().into()) };
    assert!(line.starts_with("error: nothing was published, and the same can be tried again: "), "{outcome}");
    databases.start_again(Which::Primary)?;
    let (outcome, published) = import(&shell, "Third title")?;
    assert_eq!(published.as_deref(), Some("3"), "{outcome}");
    for server in &servers {
        until("the third publication is seen", async || Ok(revision(server).await? == "3")).await?;
    }
    load.go_on(20).await?;
    assert_eq!(load.end().await?, Vec::<String>::new());

    // Without any database there is an error that says what to do, and no more harm.
    databases.kill(Which::Replica)?;
    databases.kill(Which::Primary)?;
    let refused = one.ask(Load::SEARCH, &json!({ "query": "reading at last" })).await?.body;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "UNAVAILABLE", "{refused:#}");
    assert_eq!(one.get("/health/ready").await?.status, 503);
    databases.start_again(Which::Primary)?;
    until("the server is ready", async || Ok(one.get("/health/ready").await?.status == 200)).await?;
    let found = one.ask(Load::SEARCH, &json!({ "query": "reading at last" })).await?.body;
    assert!(found.get("errors").is_none(), "{found:#}");
    Ok(())
}

/// Nobody tells a server with an SQLite file, so it looks.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_program_writes_into_the_file_is_served() -> TestResult {
    let database = TestDatabase::sqlite()?;
    let shell = Shell::new(&database.url)?;
    let server = Server::start(&shell, &["--no-catalogue"])?;
    for (title, expected) in [("First title", "1"), ("Second title", "2")] {
        let (outcome, published) = import(&shell, title)?;
        assert_eq!(published.as_deref(), Some(expected), "{outcome}");
        assert_eq!(revision(&server).await?, expected);
    }
    Ok(())
}
