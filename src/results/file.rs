//! What is asked for, and the files that come of it.

use std::time::Duration;

use serde_json::{Value, json};

use super::{comparison::comparisons, definitions::CAVEATS, readme::Readme, table::FilledTable, write};
use crate::{domain::language::LanguageTag, live::Behind, questions::InvalidArgument, store::StoreError};

/// How long one export may take, waiting included.
pub(super) const LONGEST: Duration = Duration::from_secs(60);

/// The form of an exported file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// One table as CSV.
    Csv,
    /// All tables as JSON.
    Json,
}

/// How results are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportOptions {
    /// The table of a CSV file; the comparison's main one if left out. In JSON only this table, or all.
    pub table: Option<String>,
    /// For spreadsheets: a byte order mark, and texts that look like formulas marked as texts.
    pub for_spreadsheets: bool,
    /// Whether README rows are written.
    pub readme: bool,
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self { table: None, for_spreadsheets: false, readme: true }
    }
}

/// A file of results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedFile {
    /// A name to save it under.
    pub name: String,
    /// Its form.
    pub format: FileFormat,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Why results could not be given.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is no such comparison, table or file.
    #[error("{0}")]
    Unknown(String),
    /// An argument cannot be used.
    #[error(transparent)]
    Argument(#[from] InvalidArgument),
    /// The registry's answer is an error; `code` is that of the API.
    #[error("{message}")]
    Refused {
        /// Such as `NOT_FOUND`.
        code: String,
        /// What it says.
        message: String,
    },
    /// It took too long.
    #[error("this took longer than {} s: ask about fewer plans", LONGEST.as_secs())]
    TimedOut,
    /// The server could not get the registry's newest state in time.
    #[error(transparent)]
    Behind(#[from] Behind),
    /// The store failed.
    #[error("the registry could not be read")]
    Store(#[from] StoreError),
    /// The file could not be written.
    #[error("the table could not be written")]
    Write(#[from] csv::Error),
}

/// A file of results as somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRequest {
    /// Which file: `theme-coverage.csv`, `studies/SLUG.json`; empty for what there is.
    pub path: String,
    /// The comparison's arguments, and `table`, `bom` and `readme`.
    pub parameters: Vec<(String, String)>,
    /// The reader's languages, best first.
    pub languages: Vec<LanguageTag>,
}

/// The answer to a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// The comparison.
    pub comparison: &'static str,
    /// What the tables rest on.
    pub readme: Readme,
    /// Every table, the main one first, caveats last.
    pub tables: Vec<FilledTable>,
}

impl ExportOptions {
    /// The options among parameters, and the rest: the arguments of a comparison.
    pub(super) fn from_parameters(
        parameters: &[(String, String)],
    ) -> Result<(Self, Vec<(String, String)>), ExportError> {
        let mut options = Self::default();
        let mut arguments = Vec::with_capacity(parameters.len());
        for (name, value) in parameters {
            let truth = || {
                value.parse::<bool>().map_err(|_| InvalidArgument::Mistyped {
                    name: name.clone(),
                    value: value.clone(),
                    expected: "true or false".to_owned(),
                })
            };
            match name.as_str() {
                "table" => options.table = Some(value.clone()),
                "bom" => options.for_spreadsheets = truth()?,
                "readme" => options.readme = truth()?,
                _ => arguments.push((name.clone(), value.clone())),
            }
        }
        Ok((options, arguments))
    }
}

/// What there is to ask for.
pub(super) fn index() -> ExportedFile {
    let entries = comparisons().iter().map(|comparison| {
        let arguments = comparison.typed_arguments().into_iter().map(|argument| {
            json!({ "name": argument.name, "type": argument.kind.to_string(), "required": argument.is_required })
        });
        let tables = comparison.tables.iter().chain([&CAVEATS]).map(|table| {
            let columns =
                table.columns.iter().map(|column| json!({ "name": column.name, "description": column.description }));
            json!({ "name": table.name, "description": table.description, "columns": columns.collect::<Vec<_>>() })
        });
        json!({
            "name": comparison.name,
            "description": comparison.description,
            "csv": format!("/export/{}.csv", comparison.name),
            "json": format!("/export/{}.json", comparison.name),
            "arguments": arguments.collect::<Vec<_>>(),
            "tables": tables.collect::<Vec<_>>(),
        })
    });
    let index = json!({
        "comparisons": entries.collect::<Vec<_>>(),
        "studies": "/export/studies/SLUG.json, /export/studies/SLUG/QUESTION.csv",
        "codebook": "/export/codebook.csv",
        "columns": "/export/columns.csv",
        "options": { "table": "a table's name", "bom": "true for spreadsheets", "readme": "false to leave the README rows out", "lang": "wanted languages, best first" },
    });
    ExportedFile { name: "index.json".to_owned(), format: FileFormat::Json, bytes: format!("{index:#}\n").into_bytes() }
}

/// Every column of every table.
pub fn columns() -> Results {
    let rows = comparisons().iter().flat_map(|comparison| {
        let tables = comparison.tables.iter().chain([&CAVEATS]);
        tables.flat_map(move |table| {
            table.columns.iter().map(move |column| {
                [comparison.name, table.name, column.name, column.description].map(Value::from).to_vec()
            })
        })
    });
    let columns = [
        ("comparison", "The comparison."),
        ("table", "The table."),
        ("column", "The column."),
        ("description", "What it holds."),
    ];
    let table = FilledTable {
        name: "columns",
        description: "What a column of a table holds.",
        columns: columns.map(|(name, description)| (name.to_owned(), description)).to_vec(),
        rows: rows.collect(),
    };
    Results { comparison: "columns", readme: Readme::default(), tables: vec![table] }
}

impl Results {
    /// The table of a name; the main one without a name.
    ///
    /// # Errors
    /// [`ExportError::Unknown`] with what there is.
    pub fn table(&self, name: Option<&str>) -> Result<&FilledTable, ExportError> {
        let found = match name {
            None => self.tables.first(),
            Some(name) => self.tables.iter().find(|table| table.name == name),
        };
        found.ok_or_else(|| {
            let names: Vec<&str> = self.tables.iter().map(|table| table.name).collect();
            let name = name.unwrap_or_default();
            ExportError::Unknown(format!("`{}` has no table `{name}`; there are {}", self.comparison, names.join(", ")))
        })
    }

    /// The results as a file.
    ///
    /// # Errors
    /// [`ExportError::Unknown`] for a table that there is not.
    pub fn file(&self, format: FileFormat, options: &ExportOptions) -> Result<ExportedFile, ExportError> {
        let readme = options.readme.then_some(&self.readme).filter(|readme| !readme.0.is_empty());
        let wanted = options.table.as_deref();
        let stem = match wanted {
            Some(table) => format!("{}-{table}", self.comparison),
            None => self.comparison.to_owned(),
        };
        Ok(match format {
            FileFormat::Csv => ExportedFile {
                name: format!("{stem}.csv"),
                format,
                bytes: write::csv(self.table(wanted)?, readme, options.for_spreadsheets)?,
            },
            FileFormat::Json => {
                let tables = match wanted {
                    None => self.tables.clone(),
                    Some(_) => vec![self.table(wanted)?.clone()],
                };
                let mut text = write::json(self.comparison, &tables, readme).to_string();
                text.push('\n');
                ExportedFile { name: format!("{stem}.json"), format, bytes: text.into_bytes() }
            }
        })
    }
}
