//! A throw-away PostgreSQL cluster for this run of the tests: started at the first question, gone when the process ends,
//! however it ends.

use std::{
    ffi::OsString,
    fs,
    io::{BufRead, BufReader, Read, Write},
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use sea_orm::{ConnectionTrait, Database};

use super::TestResult;

/// Without it, tests are skipped where no server programs are; with it they fail.
const REQUIRE: &str = "REQUIRE_POSTGRES";

/// The database that every test's own is a copy of: all tables, no rows.
const TEMPLATE: &str = "template_registry";

/// Makes the cluster, says `ready`, and takes everything away when its input ends: that is when the process that holds the
/// other end is gone. Takes the server's programs and an empty folder.
const GUARD: &str = r#"
    trap '' INT TERM HUP
    cd "$2" || exit 1
    if "$1/initdb" --pgdata=data --username=registry --auth=trust --encoding=UTF8 --locale=C --no-sync >log 2>&1 &&
        "$1/pg_ctl" --pgdata=data --wait --log=log --options="-c listen_addresses='' -c unix_socket_directories='$2' \
            -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" start >>log 2>&1
    then echo ready; else cat log; fi
    cat >/dev/null
    "$1/pg_ctl" --pgdata=data --mode=immediate stop >>log 2>&1
    cd / && rm -rf "$2"
"#;

/// A running cluster.
pub struct Cluster {
    folder: PathBuf,
    n_databases: AtomicU32,
    // Its input is what the guard waits on.
    _guard: Child,
}

/// The cluster of this run; `None` if no server programs are on this machine.
pub fn cluster() -> TestResult<Option<&'static Cluster>> {
    static CLUSTER: OnceLock<Result<Option<Cluster>, String>> = OnceLock::new();
    match CLUSTER.get_or_init(|| start_or_skip().map_err(|error| error.to_string())) {
        Ok(cluster) => Ok(cluster.as_ref()),
        Err(error) => Err(error.clone().into()),
    }
}

fn start_or_skip() -> TestResult<Option<Cluster>> {
    programs_or_skip()?.map(|programs| Cluster::start(&programs)).transpose()
}

/// The folder of the server's programs; `None` if none are on this machine, which is then said aloud.
pub fn programs_or_skip() -> TestResult<Option<PathBuf>> {
    if let Some(programs) = programs() {
        return Ok(Some(programs));
    }
    let message = "no PostgreSQL server programs (initdb, pg_ctl) in PATH or /usr/lib/postgresql/*/bin";
    if std::env::var_os(REQUIRE).is_some_and(|value| value != "0") {
        return Err(format!("{REQUIRE} is set, but there are {message}").into());
    }
    // Past the test runner, which would keep it from people when tests pass.
    writeln!(
        std::io::stderr(),
        "\nSKIPPED: every test on PostgreSQL; there are {message}. Set {REQUIRE}=1 to make this a failure.\n"
    )?;
    Ok(None)
}

/// The folder of the newest server's programs.
fn programs() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    folders
        .sort_by_key(|folder| folder.parent().and_then(|version| version.file_name()?.to_str()?.parse::<u32>().ok()));
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders
        .into_iter()
        .rev()
        .chain(std::env::split_paths(&path))
        .find(|folder| ["initdb", "pg_ctl"].iter().all(|program| folder.join(program).is_file()))
}

/// Runs a script that takes care of a cluster, as a user that the server agrees to run as: its folder, and the script,
/// which ends when its input does.
pub fn guard(programs: &Path, script: &str) -> TestResult<(PathBuf, Child)> {
    // Not in TMPDIR: the path of a socket may have no more than 107 bytes, and the server's user must reach it.
    let folder = tempfile::Builder::new().prefix("plan-registry-").tempdir_in("/tmp")?.keep();
    let arguments: [OsString; 5] =
        ["-c".into(), script.into(), "guard".into(), programs.into(), folder.clone().into_os_string()];
    // The server refuses to run as root.
    let mut command = if fs::metadata(&folder)?.uid() == 0 {
        let owned = Command::new("chown").arg("postgres").arg(&folder).status()?;
        if !owned.success() {
            return Err("tests that run as root need a user `postgres`".into());
        }
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    // A group of its own: Ctrl-C stops the tests, and the guard cleans up after them.
    let guard = command.args(arguments).process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    Ok((folder, guard))
}

impl Cluster {
    fn start(programs: &Path) -> TestResult<Self> {
        let (folder, mut guard) = guard(programs, GUARD)?;
        let mut output = BufReader::new(guard.stdout.take().ok_or("the guard has no output")?);
        let mut line = String::new();
        output.read_line(&mut line)?;
        if line.trim() != "ready" {
            drop(guard.stdin.take());
            output.read_to_string(&mut line)?;
            return Err(format!("PostgreSQL does not start: {line}").into());
        }
        let cluster = Self { folder, n_databases: AtomicU32::new(0), _guard: guard };
        cluster.make_template(programs)?;
        Ok(cluster)
    }

    fn make_template(&self, programs: &Path) -> TestResult {
        let created = Command::new(programs.join("createdb"))
            .args(["--username=registry", "--host"])
            .arg(&self.folder)
            .arg(TEMPLATE)
            .output()?;
        let migrated = Command::new(env!("CARGO_BIN_EXE_plan-registry"))
            .args(["migrate", "up", "--database-url", &self.url(TEMPLATE)])
            .output()?;
        for output in [created, migrated] {
            if !output.status.success() {
                return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
            }
        }
        Ok(())
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://registry@localhost/{database}?host={}", self.folder.display())
    }

    /// Makes a database for one test and tells its address.
    pub async fn new_database(&self) -> TestResult<String> {
        let name = format!("test_{}", self.n_databases.fetch_add(1, Ordering::Relaxed));
        let server = Database::connect(self.url("postgres")).await?;
        server.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}")).await?;
        server.close().await?;
        Ok(self.url(&name))
    }
}
