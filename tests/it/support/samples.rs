//! The sample documents of `tests/documents/plans`, and what is to be read from each.

use std::{fs, path::Path};

use plan_registry::{
    document::{Given, Reading, read},
    domain::{element::ElementKind, language::LanguageTag, plan::PlanStatus},
    draft::{FileError, ObservationDraft},
};
use serde::Deserialize;

use super::TestResult;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/documents/plans");

/// How the name of a file ends that says what is to be read.
const EXPECTED: &str = ".expected.yaml";

/// A sample document.
pub struct Sample {
    /// The file's name, such as `01-city-library-14fyp.txt`.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What is to be read from a document; the README of the folder says how it is meant.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Expected {
    pub is_plan: bool,
    pub title: Option<String>,
    pub institution: Option<String>,
    pub period_years: Option<(i32, i32)>,
    pub status: Option<PlanStatus>,
    pub language: LanguageTag,
    pub elements: Vec<ExpectedElement>,
    pub indicators: usize,
    pub observations: Vec<ExpectedFigure>,
    pub findings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedElement {
    pub kind: ElementKind,
    /// Other kinds that are right, too.
    #[serde(default)]
    pub or: Vec<ElementKind>,
    /// Whether leaving it out is right, too.
    #[serde(default)]
    pub optional: bool,
    /// Whether the heading above it is lost, so that any parent is right.
    #[serde(default)]
    pub orphan: bool,
    pub number: Option<String>,
    pub title: String,
    pub line: i32,
    #[serde(default)]
    pub children: Vec<ExpectedElement>,
}

#[derive(Deserialize)]
pub struct ExpectedFigure {
    pub line: i32,
    #[serde(flatten)]
    pub figure: ObservationDraft,
}

impl Sample {
    pub fn named(name: &str) -> TestResult<Self> {
        Ok(Self { name: name.to_owned(), bytes: fs::read(Path::new(FOLDER).join(name))? })
    }

    /// Every sample in the order of the folder.
    pub fn all() -> TestResult<Vec<Self>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(FOLDER)? {
            names.push(entry?.file_name().into_string().map_err(|name| format!("{} is no name", name.display()))?);
        }
        names.retain(|name| name != "README.md" && !name.ends_with(EXPECTED));
        names.sort();
        names.iter().map(|name| Self::named(name)).collect()
    }

    pub fn text(&self) -> TestResult<&str> {
        Ok(std::str::from_utf8(&self.bytes)?)
    }

    /// The name without what tells the format.
    pub fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem)
    }

    pub fn expected(&self) -> TestResult<Expected> {
        let path = Path::new(FOLDER).join(format!("{}{EXPECTED}", self.stem()));
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(serde_saphyr::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
    }

    /// Reads it as somebody does who knows nothing but the document.
    pub fn read(&self) -> Result<Reading, FileError> {
        read(&self.name, &self.bytes, &Given::default())
    }
}
