//! A primary and a streaming replica of it, which a test stops and starts; gone when the test ends, however it ends.

use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, ChildStdout},
};

use super::{TestResult, postgres};

/// Makes both, says `ready`, then does what its input says, a line each, until that ends. Takes the server's programs and
/// an empty folder.
const GUARD: &str = r#"
    trap '' INT TERM HUP
    cd "$2" || exit 1
    start() {
        "$1/pg_ctl" --pgdata="$3/data" --wait --log=log --options="-c listen_addresses='' -c unix_socket_directories='$2/$3' \
            -c fsync=off -c full_page_writes=off -c max_connections=100 -c wal_keep_size=256MB \
            -c wal_retrieve_retry_interval=200ms" start >>log 2>&1
    }
    stop() { "$1/pg_ctl" --pgdata="$3/data" --mode="$4" --wait stop >>log 2>&1; }
    mkdir primary replica
    if "$1/initdb" --pgdata=primary/data --username=registry --auth=trust --encoding=UTF8 --locale=C --no-sync >log 2>&1 &&
        start "$1" "$2" primary &&
        "$1/createdb" --username=registry --host="$2/primary" registry >>log 2>&1 &&
        "$1/pg_basebackup" --pgdata=replica/data --write-recovery-conf --checkpoint=fast --no-sync \
            --username=registry --host="$2/primary" >>log 2>&1 &&
        start "$1" "$2" replica
    then echo ready; else cat log; fi
    while read -r what which how; do
        case $what in
            start) start "$1" "$2" "$which" ;;
            stop) stop "$1" "$2" "$which" "$how" ;;
        esac && echo "done" || cat log
    done
    stop "$1" "$2" replica immediate
    stop "$1" "$2" primary immediate
    cd / && rm -rf "$2"
"#;

/// One of the two servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Primary,
    Replica,
}

impl Which {
    fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Replica => "replica",
        }
    }
}

/// A primary and its replica.
pub struct Streaming {
    folder: std::path::PathBuf,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    _guard: Child,
}

impl Streaming {
    /// Both, running, with an empty database. `None`: no server programs are on this machine, which has been said aloud.
    pub fn start() -> TestResult<Option<Self>> {
        let Some(programs) = postgres::programs_or_skip()? else { return Ok(None) };
        let (folder, mut guard) = postgres::guard(&programs, GUARD)?;
        let input = guard.stdin.take().ok_or("the guard has no input")?;
        let output = BufReader::new(guard.stdout.take().ok_or("the guard has no output")?);
        let mut streaming = Self { folder, input, output, _guard: guard };
        streaming.hear("ready")?;
        Ok(Some(streaming))
    }

    /// The address of the database on one of them.
    pub fn url(&self, which: Which) -> String {
        format!("postgres://registry@localhost/registry?host={}", self.folder.join(which.name()).display())
    }

    /// Stops one at once, as a crash would.
    pub fn kill(&mut self, which: Which) -> TestResult {
        self.tell(&format!("stop {} immediate", which.name()))
    }

    /// Starts one that was stopped; it answers when this ends.
    pub fn start_again(&mut self, which: Which) -> TestResult {
        self.tell(&format!("start {}", which.name()))
    }

    fn tell(&mut self, what: &str) -> TestResult {
        writeln!(self.input, "{what}")?;
        self.hear("done")
    }

    fn hear(&mut self, expected: &str) -> TestResult {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        if line.trim() == expected {
            return Ok(());
        }
        // What is left of the log.
        let mut log = vec![0; 16 * 1024];
        let n_read = self.output.read(&mut log)?;
        let log = String::from_utf8_lossy(log.get(..n_read).unwrap_or_default()).into_owned();
        Err(format!("PostgreSQL does not do as told: {line}{log}").into())
    }
}
