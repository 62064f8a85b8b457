//! The tables of a bulk publication, and their rows as both databases take them.

use sea_orm::sqlx::{self, Arguments as _, Sqlite, sqlite::SqliteArguments};
use uuid::Uuid;

/// A value of a column, as PostgreSQL's binary `COPY` and as a parameter of SQLite take it.
pub(super) trait Column: for<'q> sqlx::Encode<'q, Sqlite> + sqlx::Type<Sqlite> {
    /// Appends the value with its length before it.
    fn copy(&self, to: &mut Vec<u8>);
}

fn copy_bytes(bytes: &[u8], to: &mut Vec<u8>) {
    // No value of ours comes near 2 GiB.
    to.extend_from_slice(&(bytes.len() as i32).to_be_bytes());
    to.extend_from_slice(bytes);
}

impl Column for Uuid {
    fn copy(&self, to: &mut Vec<u8>) {
        copy_bytes(self.as_bytes(), to);
    }
}

impl Column for String {
    fn copy(&self, to: &mut Vec<u8>) {
        copy_bytes(self.as_bytes(), to);
    }
}

impl Column for Vec<u8> {
    fn copy(&self, to: &mut Vec<u8>) {
        copy_bytes(self, to);
    }
}

impl Column for i32 {
    fn copy(&self, to: &mut Vec<u8>) {
        copy_bytes(&self.to_be_bytes(), to);
    }
}

impl Column for i64 {
    fn copy(&self, to: &mut Vec<u8>) {
        copy_bytes(&self.to_be_bytes(), to);
    }
}

impl Column for f64 {
    fn copy(&self, to: &mut Vec<u8>) {
        copy_bytes(&self.to_be_bytes(), to);
    }
}

impl Column for bool {
    fn copy(&self, to: &mut Vec<u8>) {
        copy_bytes(&[u8::from(*self)], to);
    }
}

impl<T: Column> Column for Option<T>
where
    Self: for<'q> sqlx::Encode<'q, Sqlite> + sqlx::Type<Sqlite>,
{
    fn copy(&self, to: &mut Vec<u8>) {
        match self {
            Some(value) => value.copy(to),
            // The length that stands for null.
            None => to.extend_from_slice(&(-1_i32).to_be_bytes()),
        }
    }
}

/// Takes the values of a row, column by column.
pub(super) trait Values {
    fn put<T: Column>(&mut self, value: T);
}

impl Values for Vec<u8> {
    fn put<T: Column>(&mut self, value: T) {
        value.copy(self);
    }
}

/// Parameters of a statement, and whether one of them was refused.
#[derive(Default)]
pub(super) struct Parameters {
    pub(super) arguments: SqliteArguments,
    pub(super) refusal: Option<sqlx::error::BoxDynError>,
}

impl Values for Parameters {
    fn put<T: Column>(&mut self, value: T) {
        if let Err(refusal) = self.arguments.add(value) {
            self.refusal.get_or_insert(refusal);
        }
    }
}

/// A table that a bulk publication writes, with the columns that it gives.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [&'static str],
}

/// A row of one of [`TABLES`].
pub(super) trait BulkRow {
    /// The place of its table in [`TABLES`].
    const TABLE: usize;

    /// Hands over its values in the order of the table's columns.
    fn give(self, to: &mut impl Values);
}

/// Takes whole rows of any table.
pub(super) trait Rows: Default + Send + 'static {
    fn push<R: BulkRow>(&mut self, row: R);

    fn extend<R: BulkRow>(&mut self, rows: impl IntoIterator<Item = R>) {
        for row in rows {
            self.push(row);
        }
    }
}

macro_rules! bulk_tables {
    ($( $table:ident { $($column:ident),+ $(; but $given_by_database:ident)? } )+) => {
        /// Every table that a bulk publication writes: those that others refer to come first.
        pub(super) const TABLES: &[Table] =
            &[$( Table { name: stringify!($table), columns: &[$(stringify!($column)),+] } ),+];

        #[allow(non_camel_case_types, reason = "named as the tables are, whose places these are")]
        enum Place { $($table),+ }

        $(
            impl BulkRow for entity::$table::Model {
                const TABLE: usize = Place::$table as usize;

                fn give(self, to: &mut impl Values) {
                    // Named in full, so that a new column does not compile until it is written.
                    let Self { $($column,)+ $($given_by_database: _)? } = self;
                    $( to.put($column); )+
                }
            }
        )+
    };
}

bulk_tables! {
    source_document { id, title, publisher, url, media_type, sha256, language, license, retrieved_at, published_on }
    institution { id, slug }
    institution_version {
        id, institution_id, valid_from, valid_to, kind, country, subdivision, isil, ror, wikidata, parent_id, sort_key
    }
    institution_text { version_id, lang, text, normalized, origin }
    institution_statistic { institution_id, measure, year, valid_from, valid_to, value, source }
    plan { id, slug, institution_id, period_id, variant }
    plan_revision {
        id, plan_id, institution_id, number, valid_from, valid_to, level, status, is_synthetic, language,
        source_document_id, published_at, note, n_elements, sort_key
    }
    plan_text { revision_id, institution_id, lang, text, normalized, origin }
    plan_document { revision_id, position, institution_id, key, document_id }
    plan_element { id, plan_id, institution_id }
    plan_element_revision {
        revision_id, ordinal, element_id, institution_id, parent_ordinal, position, key, kind, number, source_term,
        evidence_document_id, evidence
    }
    plan_element_text { revision_id, ordinal, field, lang, institution_id, text, origin }
    plan_indicator { id, plan_id, institution_id }
    plan_indicator_revision {
        revision_id, ordinal, plan_indicator_id, institution_id, key, element_ordinal, indicator_id, nature,
        evidence_document_id, evidence
    }
    plan_indicator_text { revision_id, ordinal, lang, institution_id, text, origin }
    observation {
        id, valid_from, valid_to, plan_indicator_id, plan_id, institution_id, position, role, comparator, value, upper,
        unit, basis, start_year, end_year, reference_year, dimensions, text, evidence_document_id, evidence
    }
    coding_pass {
        id, plan_id, institution_id, codebook_version_id, valid_from, valid_to, coder, method, layers, coded_at
    }
    coding_judgement { pass_id, element_id, theme_id, institution_id, present, matched, judged_at }
    plan_theme { plan_id, theme_id, valid_from, valid_to, institution_id, n_elements, share }
    plan_coding_summary { plan_id, valid_from, valid_to, institution_id, summary }
    search_text { owner_id, lang, owner_type, plan_id, n_tokens, tokens; but id }
    alignment {
        id, valid_from, valid_to, source_plan_id, source_element_id, target_plan_id, target_element_id, relation, note,
        coder
    }
}
