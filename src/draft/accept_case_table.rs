//! A table of innovation cases: a row for each, with the names of the columns in the first row. Read into the draft that a
//! catalogue file would give, and checked as one.

use std::collections::HashMap;

use super::{
    accept_catalogue::{CatalogueFileContent, accept_catalogue},
    case_columns::{Column, Header, looks_like_header},
    catalogue_file::{CatalogueDraft, InnovationCaseDraft},
    finding::{FileError, Finding, Severity},
    places::{FieldPath, Inside, Place, Places, escape_controls},
    plan_file::{DocumentDraft, EvidenceDraft},
    table::{Cell, Row, Table, read_table},
    texts::{ByLanguage, DraftText, DraftTexts},
};
use crate::domain::language::{InvalidLanguageTag, LanguageTag};

/// How many cases a table may have.
pub const MAX_CASES: usize = 100_000;

/// Signs between the slugs of one cell.
const BETWEEN_SLUGS: [char; 6] = [';', '；', '|', ',', '，', '、'];

/// A year that stands in for one that cannot be read. The table is refused then.
const NO_YEAR: i32 = 2000;

/// Whether a text begins with the header of a table of innovation cases.
pub fn begins_like_a_case_table(text: &str) -> bool {
    // The header alone: what follows may be cut off.
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let header = text.lines().next().unwrap_or_default();
    read_table(header).is_ok_and(|table| table.rows.first().is_some_and(looks_like_header))
}

/// Reads a table of innovation cases and checks it. `file_name` is what findings call it; a finding's field is the name of
/// its column.
///
/// # Errors
/// [`FileError`] with every problem of the table.
pub fn accept_case_table(file_name: &str, text: &str) -> Result<(CatalogueFileContent, Places), FileError> {
    let mut reader = Reader { file: file_name, ..Reader::default() };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match read_table(text) {
        Ok(table) => reader.table(&table),
        Err(error) => reader.problem("SYNTAX", None, "", format!("this cannot be read as CSV: {error}")),
    }
    let Reader { draft, problems, case_places, document_places, columns, .. } = reader;
    let list = |name: &str, places: Vec<Place>| (name.to_owned(), Place { line: None, inside: Inside::Items(places) });
    let lists = vec![list("innovationCases", case_places), list("documents", document_places)];
    let root = Place { line: None, inside: Inside::Fields(lists) };
    let places = Places::of_table(file_name, root, columns);
    match accept_catalogue(draft, &places) {
        Ok(content) if problems.is_empty() => Ok((content, places)),
        Ok(_) => Err(FileError::joined(problems, None)),
        Err(error) => Err(FileError::joined(problems, Some(error))),
    }
}

/// What has been read so far.
#[derive(Default)]
struct Reader<'a> {
    file: &'a str,
    draft: CatalogueDraft,
    problems: Vec<Finding>,
    case_places: Vec<Place>,
    document_places: Vec<Place>,
    columns: Vec<(FieldPath, String)>,
    // The line of the first case with a slug.
    slugs: HashMap<String, u64>,
    // The key of a document by all that is said of it.
    documents: HashMap<DocumentParts, String>,
}

/// Title, publisher, address, language and licence.
type DocumentParts = (String, Option<String>, Option<String>, LanguageTag, Option<String>);

/// The cells of a row by column; those that hold nothing are left out.
struct Cells<'a> {
    line: u64,
    cells: HashMap<&'a Column, &'a Cell>,
}

impl Cells<'_> {
    fn get(&self, column: &Column) -> Option<&Cell> {
        self.cells.get(column).copied()
    }

    fn text(&self, column: &Column) -> Option<String> {
        self.get(column).map(|cell| cell.text.clone())
    }

    /// The line of a cell, or of the row.
    fn line(&self, column: &Column) -> u64 {
        self.get(column).map_or(self.line, |cell| cell.line)
    }
}

impl Reader<'_> {
    fn problem(&mut self, code: &'static str, line: Option<u64>, field: &str, message: String) {
        self.problems.push(Finding {
            code: code.to_owned(),
            severity: Severity::Error,
            message: escape_controls(&message),
            file: self.file.to_owned(),
            line,
            column: None,
            field: escape_controls(field),
        });
    }

    fn table(&mut self, table: &Table) {
        if let Some(line) = table.unclosed {
            let message = "a quotation mark opens a cell here and none closes it: close it, or write `\"\"` for a quotation mark inside a cell";
            self.problem("SYNTAX", Some(line), "", message.to_owned());
        }
        let Some((first, rows)) = table.rows.split_first() else {
            if table.unclosed.is_none() {
                self.problem("EMPTY_FILE", None, "", "the file is empty".to_owned());
            }
            return;
        };
        let header = Header::read(first, |code, line, field, message| self.problem(code, Some(line), field, message));
        self.columns = header.columns.iter().flatten().map(|column| (column.path(), column.name())).collect();
        // What is said of a document as a whole is said of its title.
        self.columns.push((FieldPath::default().field("documents"), Column::SourceTitle.name()));
        if rows.is_empty() && table.unclosed.is_none() {
            let message = "the table has no rows below its header: write one for each case";
            self.problem("NO_ROWS", Some(first.line()), "", message.to_owned());
        }
        if let Some(row) = rows.get(MAX_CASES) {
            let message = format!("the table has more than {MAX_CASES} rows: split it");
            self.problem("FILE_TOO_LARGE", Some(row.line()), "", message);
        }
        for row in rows.iter().take(MAX_CASES) {
            self.row(row, &header);
        }
    }

    fn row(&mut self, row: &Row, header: &Header) {
        let mut cells = Cells { line: row.line(), cells: HashMap::new() };
        for (index, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
            match (header.columns.get(index), header.is_named.get(index)) {
                (Some(Some(column)), _) => {
                    self.length(column, cell);
                    cells.cells.entry(column).or_insert(cell);
                }
                // The header has told of it.
                (Some(None), Some(true)) => {}
                (Some(None), _) => {
                    let message = format!(
                        "cell {} of this row stands under no name: name the column in the first row, or empty the cell",
                        index + 1
                    );
                    self.problem("UNNAMED_COLUMN", Some(cell.line), "", message);
                }
                (None, _) => {
                    let n_columns = header.columns.len();
                    let message = format!(
                        "this row has {} cells, and the header {n_columns}: put a cell with a comma, a semicolon or a tab inside in quotation marks",
                        row.cells.len()
                    );
                    self.problem("TOO_MANY_CELLS", Some(cell.line), "", message);
                    break;
                }
            }
        }
        let slug = self.slug(&cells, header);
        let Some(slug) = slug else { return };
        let titles: Vec<(LanguageTag, DraftText)> = cells
            .cells
            .iter()
            .filter_map(|(column, cell)| match column {
                Column::Title(lang) => Some((lang.clone(), DraftText { text: cell.text.clone(), origin: None })),
                _ => None,
            })
            .collect();
        let title = if titles.is_empty() {
            // A column with a misspelt name may hold the title.
            if header.has_title() && !header.has_unknown() {
                let name = header.columns.iter().flatten().find(|column| matches!(column, Column::Title(_)));
                let name = name.map(Column::name).unwrap_or_default();
                let message = "the case has no title: write one in at least one language".to_owned();
                self.problem("EMPTY_TEXT", Some(cells.line), &name, message);
            }
            DraftTexts::from("-")
        } else {
            DraftTexts::ByLanguage(ByLanguage::from_iter(titles))
        };
        let institution = cells.text(&Column::Institution).unwrap_or_else(|| {
            self.missing(&Column::Institution, &cells, header, "the slug of an institution");
            "missing".to_owned()
        });
        let year = match self.number(&Column::Year, &cells, "a year", "2023") {
            Some(year) => year.unwrap_or(NO_YEAR),
            None => {
                self.missing(&Column::Year, &cells, header, "the year the case was recorded, such as 2023");
                NO_YEAR
            }
        };
        let evidence = self.evidence(&cells);
        self.draft.innovation_cases.push(InnovationCaseDraft {
            slug,
            title,
            institution,
            year,
            focuses: slugs(cells.text(&Column::Focuses)),
            strategies: slugs(cells.text(&Column::Strategies)),
            evidence,
        });
        self.case_places.push(place(&cells));
    }

    fn length(&mut self, column: &Column, cell: &Cell) {
        let (n, longest) = (cell.text.chars().count(), column.longest());
        if n > longest {
            let message = format!(
                "the cell has {n} characters, and at most {longest} are read: shorten it, and check that quotation marks are closed"
            );
            self.problem("TEXT_TOO_LONG", Some(cell.line), &column.name(), message);
        }
    }

    fn missing(&mut self, column: &Column, cells: &Cells<'_>, header: &Header, what: &str) {
        // Where the column itself is missing, that has been told.
        if header.has(column) {
            self.problem("EMPTY_CELL", Some(cells.line), &column.name(), format!("the cell is empty: write {what}"));
        }
    }

    /// The slug of a case; `None` for one that stood before, which has been told.
    fn slug(&mut self, cells: &Cells<'_>, header: &Header) -> Option<String> {
        let Some(slug) = cells.text(&Column::Slug) else {
            self.missing(
                &Column::Slug,
                cells,
                header,
                "a slug that names the case, such as `example-library-night-2023`",
            );
            return Some(format!("row-{}", cells.line));
        };
        if let Some(first) = self.slugs.get(&slug) {
            let message =
                format!("`{slug}` already stands on line {first}: write another slug, or take one of the two rows out");
            self.problem("REPEATED_NAME", Some(cells.line(&Column::Slug)), &Column::Slug.name(), message);
            return None;
        }
        self.slugs.insert(slug.clone(), cells.line);
        Some(slug)
    }

    /// A whole number, if there is a cell: `Some(None)` for one that is no number, which has been told.
    fn number(&mut self, column: &Column, cells: &Cells<'_>, what: &str, example: &str) -> Option<Option<i32>> {
        let cell = cells.get(column)?;
        let number = cell.text.parse::<i32>().ok().filter(|_| cell.text.bytes().all(|byte| byte.is_ascii_digit()));
        if number.is_none() {
            let shown: String = cell.text.chars().take(40).collect();
            let message = format!("`{shown}` is not {what}: write digits alone, such as {example}");
            self.problem("INVALID_VALUE", Some(cell.line), &column.name(), message);
        }
        Some(number)
    }

    /// The passage that a case rests on, if the row says anything of one.
    fn evidence(&mut self, cells: &Cells<'_>) -> Option<EvidenceDraft> {
        let of_evidence = [
            Column::SourcePublisher,
            Column::SourceUrl,
            Column::SourceLanguage,
            Column::SourceLicense,
            Column::Locator,
            Column::Page,
            Column::Quote,
        ];
        let page = self.number(&Column::Page, cells, "a page", "12").flatten();
        let Some(title) = cells.text(&Column::SourceTitle) else {
            if let Some(said) = of_evidence.iter().find(|column| cells.get(column).is_some()) {
                let message = format!(
                    "the row says `{}` and not of which source: write its title in the column `source title`, or empty the cell",
                    said.name()
                );
                self.problem("SOURCE_MISSING", Some(cells.line(said)), &said.name(), message);
            }
            return None;
        };
        let language = match cells.get(&Column::SourceLanguage) {
            None => {
                let message = "the row names a source and not its language: write a language tag (BCP 47), such as `zh-Hans` or `en`, in the column `source language`";
                let name = Column::SourceLanguage.name();
                self.problem("LANGUAGE_MISSING", Some(cells.line), &name, message.to_owned());
                LanguageTag::english()
            }
            Some(cell) => cell.text.parse().unwrap_or_else(|error: InvalidLanguageTag| {
                self.problem("INVALID_VALUE", Some(cell.line), &Column::SourceLanguage.name(), error.to_string());
                LanguageTag::english()
            }),
        };
        let parts: DocumentParts = (
            title,
            cells.text(&Column::SourcePublisher),
            cells.text(&Column::SourceUrl),
            language,
            cells.text(&Column::SourceLicense),
        );
        Some(EvidenceDraft {
            document: Some(self.document(parts, cells)),
            locator: cells.text(&Column::Locator),
            start_line: None,
            end_line: None,
            page,
            start_offset: None,
            end_offset: None,
            quote: cells.text(&Column::Quote),
            quote_absence: None,
            repairs: Vec::new(),
        })
    }

    /// The key of a document: what several rows say alike is one document.
    fn document(&mut self, parts: DocumentParts, cells: &Cells<'_>) -> String {
        if let Some(key) = self.documents.get(&parts) {
            return key.clone();
        }
        let key = format!("source-{}", self.documents.len() + 1);
        self.documents.insert(parts.clone(), key.clone());
        let (title, publisher, url, language, license) = parts;
        self.draft.documents.push(DocumentDraft {
            key: key.clone(),
            title,
            publisher,
            url,
            media_type: None,
            sha256: None,
            file: None,
            language: Some(language),
            license,
            retrieved_at: None,
            published_on: None,
        });
        self.document_places.push(Place { line: Some(cells.line), inside: Inside::Nothing });
        key
    }
}

fn slugs(cell: Option<String>) -> Vec<String> {
    let cell = cell.unwrap_or_default();
    cell.split(BETWEEN_SLUGS).map(str::trim).filter(|slug| !slug.is_empty()).map(str::to_owned).collect()
}

/// Where a case stands. Cells on the line of the row need no place of their own.
fn place(cells: &Cells<'_>) -> Place {
    let (mut fields, mut titles, mut evidence) = (Vec::new(), Vec::new(), Vec::new());
    for (column, cell) in cells.cells.iter().filter(|(_, cell)| cell.line != cells.line) {
        let (list, name) = match column {
            Column::Title(lang) => (&mut titles, lang.to_string()),
            Column::Locator | Column::Page | Column::Quote => (&mut evidence, column.name()),
            Column::Slug | Column::Institution | Column::Year | Column::Focuses | Column::Strategies => {
                (&mut fields, column.name())
            }
            // A document stands where it is first named.
            Column::SourceTitle
            | Column::SourcePublisher
            | Column::SourceUrl
            | Column::SourceLanguage
            | Column::SourceLicense => continue,
        };
        list.push((name, Place { line: Some(cell.line), inside: Inside::Nothing }));
    }
    let line = Some(cells.line);
    for (name, inner) in [("title", titles), ("evidence", evidence)] {
        if !inner.is_empty() {
            fields.push((name.to_owned(), Place { line, inside: Inside::Fields(inner) }));
        }
    }
    Place { line, inside: if fields.is_empty() { Inside::Nothing } else { Inside::Fields(fields) } }
}
