//! Whether the program runs (`/health/live`) and whether it can answer (`/health/ready`), and the question from outside.

use std::{future::Future, time::Duration};

use poem::{
    Endpoint, Request, Response, Result,
    http::{HeaderValue, StatusCode, header},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::reply::in_full;

/// How long readiness may take to find out, and a probe to hear of it.
const PATIENCE: Duration = Duration::from_secs(3);

/// Answers with what a check finds out: 200, or 503 with the reason.
pub(super) struct HealthEndpoint<F> {
    pub(super) check: F,
}

impl<F, Fut> Endpoint for HealthEndpoint<F>
where
    F: Fn() -> Fut + Send + Sync,
    Fut: Future<Output = Result<(), String>> + Send,
{
    type Output = Response;

    async fn call(&self, _: Request) -> Result<Response> {
        let found = match tokio::time::timeout(PATIENCE, (self.check)()).await {
            Ok(found) => found,
            Err(_) => Err(format!("no answer within {} s", PATIENCE.as_secs())),
        };
        let (status, body) = match found {
            Ok(()) => (StatusCode::OK, serde_json::json!({ "status": "ok" })),
            Err(reason) => {
                tracing::warn!(reason, "the registry is not ready");
                (StatusCode::SERVICE_UNAVAILABLE, serde_json::json!({ "status": "unavailable", "reason": reason }))
            }
        };
        let mut response =
            in_full(status, HeaderValue::from_static("application/json; charset=utf-8"), body.to_string());
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }
}

/// Why a probe found no healthy server.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// The address cannot be asked.
    #[error("`{address}` cannot be probed: write an address such as `http://127.0.0.1:8080/health/ready`")]
    Address {
        /// The address that was given.
        address: String,
    },
    /// Nobody answers there.
    #[error("{host} does not answer")]
    Connection {
        /// Host and port.
        host: String,
        /// Why.
        source: std::io::Error,
    },
    /// Nobody answered in time.
    #[error("{host} did not answer within {} s", PATIENCE.as_secs())]
    TimedOut {
        /// Host and port.
        host: String,
    },
    /// Somebody answered, but not that all is well.
    #[error("{host} answered `{answer}`")]
    Unhealthy {
        /// Host and port.
        host: String,
        /// The status line and, if there is one, the body.
        answer: String,
    },
}

/// Asks a running server how it is, for container health checks without another program.
///
/// `address` is `http://HOST:PORT/PATH`; scheme and path may be left out (then `/health/ready` is asked).
///
/// # Errors
/// Every variant of [`ProbeError`]: anything but status 200 is one.
pub async fn probe(address: &str) -> Result<(), ProbeError> {
    let unusable = || ProbeError::Address { address: address.to_owned() };
    let rest = address.strip_prefix("http://").unwrap_or(address);
    let (host, path) = match rest.split_once('/') {
        Some((host, "")) => (host, "health/ready"),
        Some((host, path)) => (host, path),
        None => (rest, "health/ready"),
    };
    let is_plain = rest.bytes().all(|byte| byte.is_ascii_graphic());
    let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    if !is_plain || rest.contains("://") || !has_port {
        return Err(unusable());
    }
    let host = host.to_owned();
    match tokio::time::timeout(PATIENCE + Duration::from_secs(1), ask(&host, path)).await {
        Err(_) => Err(ProbeError::TimedOut { host }),
        Ok(Err(source)) => Err(ProbeError::Connection { host, source }),
        Ok(Ok(answer)) => {
            let status = answer.split_ascii_whitespace().nth(1);
            if status == Some("200") { Ok(()) } else { Err(ProbeError::Unhealthy { host, answer: summary(&answer) }) }
        }
    }
}

async fn ask(host: &str, path: &str) -> std::io::Result<String> {
    const LONGEST_ANSWER: u64 = 16 * 1024;
    let mut stream = TcpStream::connect(host).await?;
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(LONGEST_ANSWER).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// The status line and the body of an answer.
fn summary(answer: &str) -> String {
    let status_line = answer.lines().next().unwrap_or_default();
    match answer.split_once("\r\n\r\n") {
        Some((_, body)) if !body.trim().is_empty() => format!("{status_line}: {}", body.trim()),
        _ => status_line.to_owned(),
    }
}
