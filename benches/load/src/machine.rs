//! What was measured on, and when.

use std::{fs, process::Command};

use anyhow::Result;
use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// The machine and the moment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Machine {
    /// The processor's name.
    pub processor: String,
    /// Its cores, as this program may use them.
    pub cores: usize,
    /// Unit: bytes.
    pub memory_bytes: u64,
    /// The operating system's kernel.
    pub kernel: String,
    /// When the run began (RFC 3339, UTC).
    pub date: String,
    /// The commit that was measured, with `-dirty` where files differ from it. Null: not in a repository.
    pub commit: Option<String>,
}

impl Machine {
    /// Describes this one, now.
    ///
    /// # Errors
    /// When the clock gives no date.
    pub fn here() -> Result<Self> {
        let read = |path| fs::read_to_string(path).unwrap_or_default();
        let after_colon = |text: &str, name: &str| {
            let line = text.lines().find(|line| line.starts_with(name))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        };
        let memory = after_colon(&read("/proc/meminfo"), "MemTotal").unwrap_or_default();
        let kibibytes: u64 = memory.trim_end_matches("kB").trim().parse().unwrap_or_default();
        #[expect(clippy::disallowed_methods, reason = "a measurement says when it was made")]
        let now = OffsetDateTime::now_utc();
        Ok(Self {
            processor: after_colon(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| "unknown".to_owned()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory_bytes: kibibytes * 1024,
            kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
            date: now.replace_nanosecond(0)?.format(&Rfc3339)?,
            commit: commit(),
        })
    }
}

fn commit() -> Option<String> {
    let output = Command::new("git").args(["describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]).output();
    let output = output.ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
