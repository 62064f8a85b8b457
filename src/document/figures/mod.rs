//! Quantities in sentences and tables: results, starting points and targets, with their units, bounds, spans and years.
//!
//! A passage becomes [`letters`] in one spelling; in each sentence (`passages`) the times (`time`, `periods`) and the
//! quantities (`numeral`, units, `comparators`) are found, those that measure nothing are left out (`exclusions`), and
//! `prose` decides what each is for (`role`), over what span (`basis`, `change`) and of what (`names`). `table` does the
//! same for tables by their heads. Numbers that are no figures (dates, laws, lists, slogans) stay text.

mod letters;
mod lexicon;
mod occurrences;
mod passages;

mod english_numeral;
mod han_numeral;
mod numeral;

mod chinese_units;
mod english_nouns;
mod english_units;

mod periods;
mod references;
mod time;

mod comparators;
mod doubling;
mod exclusion_words;
mod exclusions;
mod pairs;
mod quantity;

mod bare_numbers;
mod basis;
mod basis_words;
mod change;
mod continuation;
mod names;
mod role;
mod timing;
mod unit_in_use;
mod years;

mod prose;

mod table;
mod table_cell;
mod table_head;
mod table_words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::{domain::period::YearSpan, draft::ObservationDraft};

pub use prose::figures;
pub use table::{TableIndicator, indicator_table};

/// What is known around a passage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    /// Which way it looks.
    pub outlook: Outlook,
    /// The years of the plan.
    pub plan_years: Option<YearSpan>,
    /// The years that a review of the past speaks of.
    pub review_years: Option<YearSpan>,
}

/// Which way a passage looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outlook {
    /// A review: its figures are results.
    Back,
    /// Goals and tasks: its figures are targets.
    Ahead,
    /// Only its words can tell.
    #[default]
    Unknown,
}

/// One thing that a passage measures.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundIndicator {
    /// The plan's words for what is measured, without the figure. Never empty.
    pub name: String,
    /// Its figures in the order of the passage; at least one.
    pub observations: Vec<ObservationDraft>,
    /// The bytes of the passage that the clause stands in.
    pub passage: Range<usize>,
}
