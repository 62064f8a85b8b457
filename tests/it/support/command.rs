//! The built program, run as people run it.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use tempfile::TempDir;

use super::TestResult;

/// A folder to work in, and the program.
pub struct Shell {
    folder: TempDir,
    database_url: String,
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Outcome {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Shell {
    /// An empty folder; the program works on this database.
    pub fn new(database_url: &str) -> TestResult<Self> {
        Ok(Self { folder: tempfile::tempdir()?, database_url: database_url.to_owned() })
    }

    /// The folder that the program runs in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file below the folder.
    pub fn write(&self, path: &str, text: &str) -> TestResult {
        let path = self.folder().join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        Ok(std::fs::write(path, text)?)
    }

    pub fn read(&self, path: &str) -> TestResult<String> {
        Ok(std::fs::read_to_string(self.folder().join(path))?)
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> TestResult<Outcome> {
        let output = self.command(arguments).stdin(Stdio::null()).output()?;
        Ok(Outcome {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout)?,
            stderr: String::from_utf8(output.stderr)?,
        })
    }

    /// The program with the surroundings of this folder alone.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plan-registry"));
        command.args(arguments).current_dir(self.folder()).env("DATABASE_URL", &self.database_url);
        for variable in
            ["RUST_LOG", "LISTEN", "LOG_FORMAT", "CORS_ORIGINS", "READ_DATABASE_URLS", "DATABASE_CONNECTIONS"]
        {
            command.env_remove(variable);
        }
        command
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { code, stdout, stderr } = self;
        let code = code.map_or("none".to_owned(), |code| code.to_string());
        write!(formatter, "exit code: {code}\n--- output\n{stdout}--- errors\n{stderr}")
    }
}
