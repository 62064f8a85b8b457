//! A server that this program starts, asks and ends.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{client::Connection, requests::Target};

/// A running server. It ends with this value.
pub struct Program {
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start until it said that it can answer. Unit: seconds.
    pub ready_seconds: f64,
    child: Child,
    // It would be told if nobody read what it says.
    _output: BufReader<ChildStdout>,
}

/// Warnings alone; a pool that is waited for is what load looks like, and told by the latencies.
const LOG: &str = "warn,sqlx=error";

/// The longest that a server may take until it can answer.
const PATIENCE: Duration = Duration::from_secs(300);

impl Program {
    /// Starts a program on a free port of this machine and waits until it can answer.
    ///
    /// The program is told `--listen 127.0.0.1:0` besides `arguments` and says `http://ADDRESS` in a line when it listens.
    /// It logs warnings alone.
    ///
    /// # Errors
    /// When it does not start, or ends before it can answer.
    pub async fn start(path: &Path, arguments: &[String]) -> Result<Self> {
        let start = Instant::now();
        let mut child = Command::new(path)
            .args(arguments)
            .args(["--listen", "127.0.0.1:0"])
            .env("RUST_LOG", LOG)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}: build it first", path.display()))?;
        let mut output = BufReader::new(child.stdout.take().context("the program has no output")?);
        let mut line = String::new();
        let address = loop {
            line.clear();
            if output.read_line(&mut line)? == 0 {
                bail!("{} {} ended: {}", path.display(), arguments.join(" "), child.wait()?);
            }
            if let Some(address) = address(&line) {
                break address;
            }
        };
        let mut program = Self { address, ready_seconds: 0.0, child, _output: output };
        while !program.is_ready().await? {
            if start.elapsed() > PATIENCE {
                bail!("{} is not ready after {PATIENCE:?}", path.display());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        program.ready_seconds = start.elapsed().as_secs_f64();
        Ok(program)
    }

    async fn is_ready(&self) -> Result<bool> {
        let target = self.target("/health/ready");
        let mut connection = Connection::open(self.address).await?;
        let answer = connection.send(&crate::requests::get(&target, &[], None)).await?;
        Ok(answer.status == 200)
    }

    /// An address of this server.
    pub fn target(&self, path: &str) -> Target {
        Target { address: self.address, path: path.to_owned() }
    }

    /// Memory that the server has now. Unit: bytes.
    ///
    /// # Errors
    /// When the server is gone.
    pub fn resident_bytes(&self) -> Result<u64> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        let line =
            status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS: the server is gone")?;
        let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kibibytes * 1024)
    }

    /// Processor time that the server has taken since its start. Unit: seconds.
    ///
    /// # Errors
    /// When the server is gone.
    pub fn processor_seconds(&self) -> Result<f64> {
        let path = format!("/proc/{}/stat", self.child.id());
        let stat = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        processor_seconds(&stat).with_context(|| format!("{path} says nothing of processor time"))
    }
}

/// Processor time is told in hundredths of a second, on every Linux (`USER_HZ`, proc(5)).
const TICKS_PER_SECOND: f64 = 100.0;

/// User and system time of `/proc/PID/stat`. The name of the program may hold spaces; it ends with the last parenthesis.
fn processor_seconds(stat: &str) -> Option<f64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) / TICKS_PER_SECOND)
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether `serve` knows an option.
///
/// # Errors
/// When the program cannot be started.
pub fn knows(path: &Path, option: &str) -> Result<bool> {
    let help = Command::new(path).args(["serve", "--help"]).output();
    let help = help.with_context(|| format!("cannot start {}: build it first", path.display()))?;
    Ok(String::from_utf8_lossy(&help.stdout).contains(option))
}

fn address(line: &str) -> Option<SocketAddr> {
    let (_, rest) = line.split_once("http://")?;
    rest.split('/').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_that_of_the_user_and_the_system() {
        let stat = "1 (a (b) c) S 2 3 4 5 6 7 8 9 10 11 150 50 0 0 20 0";
        assert_eq!(processor_seconds(stat), Some(2.0));
        assert_eq!(processor_seconds("1 (a) S 2"), None);
    }

    #[test]
    fn the_address_is_found_in_the_welcome() {
        let expected = Some(SocketAddr::from(([127, 0, 0, 1], 8080)));
        assert_eq!(address("  GraphQL endpoint   http://127.0.0.1:8080/graphql\n"), expected);
        assert_eq!(address("http://127.0.0.1:8080\n"), expected);
        assert_eq!(address("Plan Registry is ready.\n"), None);
    }
}
