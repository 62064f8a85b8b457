//! The columns of a table of innovation cases, and what a header row makes of them.

use super::{
    places::FieldPath,
    table::{Cell, Row},
};
use crate::{domain::language::LanguageTag, suggestion};

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Column {
    Slug,
    Title(LanguageTag),
    Institution,
    Year,
    Focuses,
    Strategies,
    SourceTitle,
    SourcePublisher,
    SourceUrl,
    SourceLanguage,
    SourceLicense,
    Locator,
    Page,
    Quote,
}

/// What the name of a title's column begins with; a language follows.
const TITLE: &str = "title:";

/// Every column but the titles, by its name.
const NAMED: [(&str, Column); 13] = [
    ("slug", Column::Slug),
    ("institution", Column::Institution),
    ("year", Column::Year),
    ("focuses", Column::Focuses),
    ("strategies", Column::Strategies),
    ("source title", Column::SourceTitle),
    ("source publisher", Column::SourcePublisher),
    ("source url", Column::SourceUrl),
    ("source language", Column::SourceLanguage),
    ("source license", Column::SourceLicense),
    ("locator", Column::Locator),
    ("page", Column::Page),
    ("quote", Column::Quote),
];

impl Column {
    /// What a cell of the header names; case, white space and underscores do not matter.
    fn named(name: &str) -> Option<Self> {
        let name = plain(name);
        if let Some(tag) = name.strip_prefix(TITLE) {
            return tag.parse().ok().map(Self::Title);
        }
        NAMED.into_iter().find(|(known, _)| *known == name).map(|(_, column)| column)
    }

    /// How the documentation calls it.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Title(lang) => format!("{TITLE}{lang}"),
            other => NAMED.iter().find(|(_, column)| column == other).map_or("", |(name, _)| *name).to_owned(),
        }
    }

    /// The field of a catalogue file that it fills, without places in lists.
    pub(super) fn path(&self) -> FieldPath {
        let case = FieldPath::default().field("innovationCases");
        let document = FieldPath::default().field("documents");
        let evidence = case.clone().field("evidence");
        match self {
            Self::Slug => case.field("slug"),
            Self::Title(lang) => case.field("title").field(lang.as_str()),
            Self::Institution => case.field("institution"),
            Self::Year => case.field("year"),
            Self::Focuses => case.field("focuses"),
            Self::Strategies => case.field("strategies"),
            Self::SourceTitle => document.field("title"),
            Self::SourcePublisher => document.field("publisher"),
            Self::SourceUrl => document.field("url"),
            Self::SourceLanguage => document.field("language"),
            Self::SourceLicense => document.field("license"),
            Self::Locator => evidence.field("locator"),
            Self::Page => evidence.field("page"),
            Self::Quote => evidence.field("quote"),
        }
    }

    /// How many characters a cell may have.
    pub(super) fn longest(&self) -> usize {
        if *self == Self::Quote { 10_000 } else { 1_000 }
    }
}

/// A name in the form in which names are compared.
fn plain(name: &str) -> String {
    let words: Vec<&str> = name.split(|sign: char| sign.is_whitespace() || sign == '_').collect();
    let joined = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let joined = joined.replace('：', ":").to_lowercase();
    joined.split(':').map(str::trim).collect::<Vec<_>>().join(":")
}

/// Whether cells look like the header of a table of cases: two of them are its names.
pub(super) fn looks_like_header(row: &Row) -> bool {
    row.cells.iter().filter(|cell| Column::named(&cell.text).is_some()).count() >= 2
}

/// The columns of a table, in its order; `None` for a column that has no name, or none that is known.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) columns: Vec<Option<Column>>,
    /// Which of the columns have a name.
    pub(super) is_named: Vec<bool>,
}

impl Header {
    /// Reads a header row; what is wrong with it goes to `problems`, as code, line, column and message.
    pub(super) fn read(row: &Row, mut problem: impl FnMut(&'static str, u64, &str, String)) -> Self {
        let mut header = Self { columns: Vec::new(), is_named: Vec::new() };
        for Cell { text, line } in &row.cells {
            let column = Column::named(text);
            match &column {
                Some(column) if header.has(column) => problem(
                    "REPEATED_FIELD",
                    *line,
                    text,
                    format!("the column `{}` stands here twice: keep one of them", column.name()),
                ),
                None if !text.is_empty() => problem("UNKNOWN_FIELD", *line, text, unknown(text)),
                _ => {}
            }
            header.columns.push(column);
            header.is_named.push(!text.is_empty());
        }
        let missing =
            [Column::Slug, Column::Institution, Column::Year].into_iter().filter(|column| !header.has(column));
        for column in missing {
            let message = format!("the column `{}` is missing: add it to the first row", column.name());
            problem("MISSING_FIELD", row.line(), "", message);
        }
        if !header.has_title() {
            problem(
                "MISSING_FIELD",
                row.line(),
                "",
                "there is no column for titles: add one for each language, such as `title:zh-Hans` and `title:en`"
                    .to_owned(),
            );
        }
        header
    }

    /// Whether the table has a column.
    pub(super) fn has(&self, column: &Column) -> bool {
        self.columns.iter().flatten().any(|known| known == column)
    }

    /// Whether a column has a name that is not known: what its cells hold is not.
    pub(super) fn has_unknown(&self) -> bool {
        self.columns.iter().zip(&self.is_named).any(|(column, is_named)| column.is_none() && *is_named)
    }

    /// Whether the table has a column for titles.
    pub(super) fn has_title(&self) -> bool {
        self.columns.iter().flatten().any(|column| matches!(column, Column::Title(_)))
    }
}

/// What is said of a name that no column has.
fn unknown(name: &str) -> String {
    let plain = plain(name);
    if plain == "title" || plain.starts_with("title ") {
        return "a title needs its language: write `title:zh-Hans`, `title:en` or another language tag (BCP 47)"
            .to_owned();
    }
    if let Some(tag) = plain.strip_prefix(TITLE) {
        return format!("`{tag}` is not a language tag (BCP 47): write one such as `title:zh-Hans` or `title:en`");
    }
    let names = NAMED.iter().map(|(name, _)| *name);
    let meant = suggestion::nearest(&plain, names.clone().chain([TITLE]))
        .map(|meant| format!("; did you mean `{meant}`?"))
        .unwrap_or_default();
    let shown: String = name.chars().take(60).collect();
    format!(
        "no column is called `{shown}`{meant}; the columns are {TITLE}LANGUAGE, {}",
        names.collect::<Vec<_>>().join(", ")
    )
}
