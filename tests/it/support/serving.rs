//! A running server of the built program, asked over HTTP.

use std::{
    io::Read,
    process::{Child, ChildStdout, Stdio},
};

use plan_registry::http::REVISION_HEADER;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{TestResult, command::Shell};

/// A server. It is stopped however the test ends.
pub struct Server {
    /// HOST:PORT.
    pub address: String,
    /// What it said when it was ready.
    pub welcome: String,
    child: Child,
    // Closed, it would end the server when that says something more.
    _output: ChildStdout,
}

/// What a server answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts `serve` with a free port and waits until it is ready.
    pub fn start(shell: &Shell, arguments: &[&str]) -> TestResult<Self> {
        let mut command = shell.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut output = child.stdout.take().ok_or("no output")?;
        let mut said = Vec::new();
        let mut buffer = [0; 4096];
        while !String::from_utf8_lossy(&said).contains("curl -s ") {
            let n_read = output.read(&mut buffer)?;
            if n_read == 0 {
                return Err(format!("the server ended: {}", String::from_utf8_lossy(&said)).into());
            }
            said.extend_from_slice(buffer.get(..n_read).unwrap_or_default());
        }
        let welcome = String::from_utf8(said)?;
        let address = welcome.split_once("http://").and_then(|(_, rest)| rest.split_once("/graphql"));
        let address = address.ok_or("no address")?.0.to_owned();
        Ok(Self { address, welcome, child, _output: output })
    }

    /// Asks a GraphQL question.
    pub async fn ask(&self, query: &str, variables: &Value) -> TestResult<Answer> {
        ask(&self.address, query, variables, None).await
    }

    /// Asks a GraphQL question for somebody who has seen a registry revision.
    pub async fn ask_after(&self, seen: &str, query: &str) -> TestResult<Answer> {
        ask(&self.address, query, &Value::Null, Some(seen)).await
    }

    /// The body behind a path.
    pub async fn get(&self, path: &str) -> TestResult<Answer> {
        let Self { address, .. } = self;
        exchange(address, format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")).await
    }
}

/// Asks the server at an address a GraphQL question.
pub async fn ask(address: &str, query: &str, variables: &Value, seen: Option<&str>) -> TestResult<Answer> {
    let body = json!({ "query": query, "variables": variables }).to_string();
    let seen = seen.map(|seen| format!("{REVISION_HEADER}: {seen}\r\n")).unwrap_or_default();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n{seen}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    exchange(address, head + &body).await
}

async fn exchange(address: &str, request: String) -> TestResult<Answer> {
    let mut connection = TcpStream::connect(address).await?;
    connection.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await?;
    let status = answer.split_ascii_whitespace().nth(1).ok_or("no status")?.parse()?;
    let (_, body) = answer.split_once("\r\n\r\n").ok_or("no body")?;
    Ok(Answer { status, body: serde_json::from_str(body).map_err(|error| format!("{error}: {answer}"))? })
}
