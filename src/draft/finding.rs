//! What a reader of a file has to say about it: findings, and the error that keeps a file out.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Severity {
    /// Something is lost or wrong. A plan, catalogue or annotation file is not stored before it is mended; a document is, unless
    /// `--strict` is given.
    Error,
    /// Somebody should look at it; the file can be stored.
    Warning,
    /// Worth knowing.
    Info,
}

/// One remark on one place of a file. Its [`Display`](fmt::Display) is one line such as
/// `my-plan.yaml:41: elements[2].title: …`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// A word in SCREAMING_SNAKE_CASE for programs to tell findings apart.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong and how to mend it.
    pub message: String,
    /// The file's name.
    pub file: String,
    /// Line in the file, from 1, where known.
    pub line: Option<u64>,
    /// Column in the line, counted in characters from 1; known where the file could not be read.
    pub column: Option<u64>,
    /// Path of the field, such as `elements[2].title`; empty for the whole file.
    pub field: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(formatter, ":{line}")?;
            if let Some(column) = self.column {
                write!(formatter, ":{column}")?;
            }
        }
        formatter.write_str(": ")?;
        if !self.field.is_empty() {
            write!(formatter, "{}: ", self.field)?;
        }
        formatter.write_str(&self.message)
    }
}

/// Why a file cannot be stored: every problem found in it, one a line, at most [`FileError::MAX_PROBLEMS`] of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct FileError {
    problems: Vec<Finding>,
    n_more: usize,
}

impl FileError {
    /// How many problems are told at once. Beyond that one slip has usually spread over the file.
    pub const MAX_PROBLEMS: usize = 50;

    /// An error with the first problems of a list; the others are counted.
    pub fn new(mut problems: Vec<Finding>) -> Self {
        let n_more = problems.len().saturating_sub(Self::MAX_PROBLEMS);
        problems.truncate(Self::MAX_PROBLEMS);
        Self { problems, n_more }
    }

    /// All problems of two readers of one file, by line.
    pub(super) fn joined(first: Vec<Finding>, second: Option<Self>) -> Self {
        let (more, n_more) = second.map_or_else(Default::default, |second| (second.problems, second.n_more));
        let mut problems = [first, more].concat();
        problems.sort_by_key(|problem| problem.line);
        let joined = Self::new(problems);
        Self { n_more: joined.n_more + n_more, ..joined }
    }

    /// The problems, in the order of the file.
    pub fn problems(&self) -> &[Finding] {
        &self.problems
    }

    /// How many problems there are beyond those told.
    pub fn n_more(&self) -> usize {
        self.n_more
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                formatter.write_str("\n")?;
            }
            problem.fmt(formatter)?;
        }
        if self.n_more > 0 {
            write!(formatter, "\nand {} more", self.n_more)?;
        }
        Ok(())
    }
}
