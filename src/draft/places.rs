//! Where in a file a field stands: paths of fields, and the lines they are on.

use std::{fmt, sync::OnceLock};

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};
use serde_saphyr::Spanned;

use super::{
    finding::{Finding, Severity},
    read,
};

/// The path of a field from the root of a file, shown as `elements[2].title`; empty for the whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FieldPath(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Step {
    Field(String),
    Index(usize),
}

impl FieldPath {
    /// The path one field further in.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>) -> Self {
        self.0.push(Step::Field(name.into()));
        self
    }

    /// The path one list item further in; items count from 0.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.0.push(Step::Index(index));
        self
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Field(name) if position == 0 => formatter.write_str(name)?,
                Step::Field(name) => write!(formatter, ".{name}")?,
                Step::Index(index) => write!(formatter, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// A path while a draft is walked: borrowed from the caller's, so that walking a sound file allocates nothing.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    inside: Option<(&'a At<'a>, AtStep<'a>)>,
}

#[derive(Clone, Copy)]
enum AtStep<'a> {
    Field(&'a str),
    Index(usize),
}

impl At<'_> {
    /// The whole file.
    pub(super) const ROOT: At<'static> = At { inside: None };

    pub(super) fn field<'a>(&'a self, name: &'a str) -> At<'a> {
        At { inside: Some((self, AtStep::Field(name))) }
    }

    pub(super) fn index(&self, index: usize) -> At<'_> {
        At { inside: Some((self, AtStep::Index(index))) }
    }

    pub(super) fn path(&self) -> FieldPath {
        match self.inside {
            None => FieldPath::default(),
            Some((parent, AtStep::Field(name))) => parent.path().field(name),
            Some((parent, AtStep::Index(index))) => parent.path().index(index),
        }
    }
}

/// The file that a draft was read from, for telling the line of a field.
#[derive(Debug)]
pub struct Places {
    file: String,
    text: String,
    // Built at the first question: most files give no reason to ask.
    root: OnceLock<Option<Place>>,
    // Of a table: what its columns are called, by the path of what they hold, without the places in lists.
    columns: Option<Vec<(FieldPath, String)>>,
}

impl Places {
    /// The places of a file's text.
    pub(super) fn of_text(file: &str, text: &str) -> Self {
        Self { file: file.to_owned(), text: text.to_owned(), root: OnceLock::new(), columns: None }
    }

    /// For a draft that was built by a program: the name stands in findings, and no field has a line.
    pub fn unknown(name: &str) -> Self {
        Self { file: name.to_owned(), text: String::new(), root: OnceLock::from(None), columns: None }
    }

    /// For a draft that was read from a document: its fields are where the passages are that they rest on.
    pub(super) fn of_root(name: &str, root: Place) -> Self {
        Self { file: name.to_owned(), text: String::new(), root: OnceLock::from(Some(root)), columns: None }
    }

    /// For a draft that was read from a table: what is said of a field is said of its column.
    pub(super) fn of_table(name: &str, root: Place, columns: Vec<(FieldPath, String)>) -> Self {
        Self { columns: Some(columns), ..Self::of_root(name, root) }
    }

    /// Whether the draft was read from a table.
    pub fn is_table(&self) -> bool {
        self.columns.is_some()
    }

    /// What people call a field: its path, or in a table its column; empty for a whole row.
    fn name(&self, path: &FieldPath) -> String {
        let Some(columns) = &self.columns else { return path.to_string() };
        let fields: Vec<&Step> = path.0.iter().filter(|step| matches!(step, Step::Field(_))).collect();
        let holds = |column: &&(FieldPath, String)| {
            column.0.0.len() <= fields.len() && column.0.0.iter().zip(&fields).all(|(step, field)| step == *field)
        };
        columns.iter().find(holds).map_or_else(String::new, |(_, name)| name.clone())
    }

    /// The file's name.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line of a field, from 1; of what holds it where the file leaves the field out. `None` without a file.
    pub fn line(&self, path: &FieldPath) -> Option<u64> {
        let mut place = self.root.get_or_init(|| read::parse(&self.text).ok()).as_ref()?;
        for step in &path.0 {
            let inner = match (step, &place.inside) {
                (Step::Field(name), Inside::Fields(fields)) => {
                    fields.iter().find(|(field, _)| field == name).map(|(_, inner)| inner)
                }
                (Step::Index(index), Inside::Items(items)) => items.get(*index),
                _ => None,
            };
            match inner {
                Some(inner) => place = inner,
                None => break,
            }
        }
        place.line
    }

    /// A finding on a field of the file.
    pub fn finding(&self, severity: Severity, code: &str, path: &FieldPath, message: impl fmt::Display) -> Finding {
        Finding {
            code: code.to_owned(),
            severity,
            message: escape_controls(&message.to_string()),
            file: self.file.clone(),
            line: self.line(path),
            column: None,
            field: escape_controls(&self.name(path)),
        }
    }
}

/// A file's own words inside a message must not steer the terminal that shows it.
pub(super) fn escape_controls(text: &str) -> String {
    text.chars()
        .flat_map(|character| {
            let escaped = character.is_control().then(|| character.escape_default());
            let plain = escaped.is_none().then_some(character);
            escaped.into_iter().flatten().chain(plain)
        })
        .collect()
}

/// The line of a value, where it has one, and of what is inside it.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) line: Option<u64>,
    pub(super) inside: Inside,
}

#[derive(Debug)]
pub(super) enum Inside {
    Nothing,
    Fields(Vec<(String, Place)>),
    Items(Vec<Place>),
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, referenced, .. } = Deserialize::deserialize(deserializer)?;
        Ok(Self { line: Some(referenced.line()), inside: value })
    }
}

impl<'de> Deserialize<'de> for Inside {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(InsideVisitor)
    }
}

struct InsideVisitor;

impl<'de> Visitor<'de> for InsideVisitor {
    type Value = Inside;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        // A field is where its name is: its value may begin on the next line.
        while let Some((name, mut place)) = map.next_entry::<Spanned<String>, Place>()? {
            place.line = Some(name.referenced.line());
            fields.push((name.value, place));
        }
        Ok(Inside::Fields(fields))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut places = Vec::new();
        while let Some(place) = items.next_element()? {
            places.push(place);
        }
        Ok(Inside::Items(places))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Inside::Nothing)
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Inside::Nothing)
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Inside::Nothing)
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<Self::Value, E> {
        Ok(Inside::Nothing)
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<Self::Value, E> {
        Ok(Inside::Nothing)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Inside::Nothing)
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Inside::Nothing)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Inside::Nothing)
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Inside::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Inside::deserialize(deserializer)
    }
}
