//! One question over so many connections for so long.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

use crate::{
    client::{Answer, Connection},
    latencies::Latencies,
    program::Program,
    requests::{Expected, Requests},
};

/// How long a question is asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pace {
    /// Asked before the clock runs. Unit: seconds.
    pub warm_up_seconds: f64,
    /// Measured. Unit: seconds.
    pub measured_seconds: f64,
    /// At most so many requests are measured.
    pub most_requests: usize,
}

/// What came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// Connections, each with one request in flight.
    pub connections: usize,
    /// Answers counted.
    pub requests: usize,
    /// From the first request to the last answer. Unit: seconds.
    pub seconds: f64,
    /// `requests` ÷ `seconds`.
    pub requests_per_second: f64,
    /// The median of the times from sending a request to having its answer whole. Unit: milliseconds.
    pub p50_ms: f64,
    /// The time that 99 in 100 answers did not exceed. Unit: milliseconds.
    pub p99_ms: f64,
    /// The mean length of a body. Unit: bytes.
    pub mean_body_bytes: usize,
    /// Processor time of the server for each request, the database's not among it. Unit: milliseconds. Null: the server was
    /// not started by the runner.
    #[serde(default)]
    pub processor_ms: Option<f64>,
}

#[derive(Default)]
struct Tally {
    latencies: Latencies,
    body_bytes: usize,
}

/// Asks and measures. The connections are opened once, for warm-up and measurement alike, in turn to each of the servers.
///
/// # Errors
/// The first answer that is not what it must be, with the request.
pub async fn measure(
    servers: &[SocketAddr],
    requests: &Requests,
    connections: usize,
    pace: &Pace,
    program: Option<&Program>,
) -> Result<Measured> {
    let mut open = Vec::with_capacity(connections);
    for address in servers.iter().cycle().take(connections) {
        open.push(Connection::open(*address).await?);
    }
    let (open, _) = ask(open, requests, Duration::from_secs_f64(pace.warm_up_seconds), usize::MAX).await?;
    let processor = || program.map(Program::processor_seconds).transpose();
    let processor_before = processor()?;
    let start = Instant::now();
    let share = pace.most_requests.div_ceil(connections.max(1));
    let (_, mut tally) = ask(open, requests, Duration::from_secs_f64(pace.measured_seconds), share).await?;
    let seconds = start.elapsed().as_secs_f64();
    let processor_seconds = processor()?.zip(processor_before).map(|(now, before)| now - before);
    let requests = tally.latencies.count();
    let quantile = |latencies: &mut Latencies, share| latencies.quantile_ms(share).context("nothing was answered");
    Ok(Measured {
        connections,
        requests,
        seconds,
        requests_per_second: requests as f64 / seconds,
        p50_ms: quantile(&mut tally.latencies, 0.5)?,
        p99_ms: quantile(&mut tally.latencies, 0.99)?,
        mean_body_bytes: tally.body_bytes / requests.max(1),
        processor_ms: processor_seconds.map(|seconds| seconds * 1e3 / requests.max(1) as f64),
    })
}

/// Asks each request once over one connection.
///
/// # Errors
/// As [`measure`].
pub async fn ask_each(address: SocketAddr, requests: &Requests, at_most: usize) -> Result<usize> {
    let mut connection = Connection::open(address).await?;
    let n_requests = requests.bytes.len().min(at_most);
    for _ in 0..n_requests {
        let request = requests.next();
        check(requests.expected, request, &connection.send(request).await?)?;
    }
    Ok(n_requests)
}

async fn ask(
    connections: Vec<Connection>,
    requests: &Requests,
    time: Duration,
    at_most: usize,
) -> Result<(Vec<Connection>, Tally)> {
    let end = Instant::now() + time;
    let mut tasks = JoinSet::new();
    for mut connection in connections {
        let requests = requests.clone();
        tasks.spawn(async move {
            let mut tally = Tally::default();
            while Instant::now() < end && tally.latencies.count() < at_most {
                let request = requests.next();
                let sent = Instant::now();
                let answer = connection.send(request).await?;
                tally.latencies.add(sent.elapsed());
                check(requests.expected, request, &answer)?;
                tally.body_bytes += answer.body.len();
            }
            anyhow::Ok((connection, tally))
        });
    }
    let (mut connections, mut sum) = (Vec::new(), Tally::default());
    while let Some(task) = tasks.join_next().await {
        let (connection, tally) = task??;
        connections.push(connection);
        sum.latencies.append(tally.latencies);
        sum.body_bytes += tally.body_bytes;
    }
    Ok((connections, sum))
}

/// Errors stand in front of the data in an answer of the registry, so its first bytes say whether there are any.
fn check(expected: Expected, request: &[u8], answer: &Answer<'_>) -> Result<()> {
    let is_right = match expected {
        Expected::Data => answer.status == 200 && answer.body.starts_with(b"{\"data\":"),
        Expected::Success => answer.status == 200,
        Expected::NotModified => answer.status == 304,
    };
    if !is_right {
        bail!(
            "expected {expected:?}, but the answer has status {}:\n{}\nThe request was:\n{}",
            answer.status,
            beginning(answer.body),
            beginning(request)
        );
    }
    Ok(())
}

fn beginning(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.get(..4_000).unwrap_or(bytes)).into_owned()
}
