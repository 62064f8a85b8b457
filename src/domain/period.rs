//! Planning periods, chained from one to the next.

use super::{id::PeriodId, text::Texts};

/// A span of whole years that plans are made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanningPeriod {
    /// Stays the same when attributes change.
    pub id: PeriodId,
    /// Names it in addresses and files: `cn-fyp-14`.
    pub slug: String,
    /// The series it belongs to: `cn-fyp`, `ifla`, `own`.
    pub scheme: String,
    /// Its number in the series: 14 in the 14th Five-Year Plan.
    pub ordinal: Option<i32>,
    /// Its name in each language known.
    pub names: Texts,
    /// First year and last year, both counted. Invariant: first ≤ last.
    pub years: YearSpan,
    /// The period before it in its series.
    pub previous: Option<PeriodId>,
}

/// Whole years from the first to the last, both counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct YearSpan {
    // Invariant: start <= end.
    start: i32,
    end: i32,
}

/// A span that ends before it starts.
#[derive(Debug, thiserror::Error)]
#[error("the years {start} to {end} run backwards: give the earlier year first")]
pub struct InvalidYearSpan {
    /// The first year given.
    pub start: i32,
    /// The last year given.
    pub end: i32,
}

impl YearSpan {
    /// A span of years.
    ///
    /// # Errors
    /// [`InvalidYearSpan`] when it ends before it starts.
    pub fn new(start: i32, end: i32) -> Result<Self, InvalidYearSpan> {
        if end < start { Err(InvalidYearSpan { start, end }) } else { Ok(Self { start, end }) }
    }

    /// First year.
    pub fn start(self) -> i32 {
        self.start
    }

    /// Last year, counted.
    pub fn end(self) -> i32 {
        self.end
    }

    /// Years covered, both ends counted.
    pub fn n_years(self) -> i32 {
        self.end - self.start + 1
    }

    /// Whether the year lies in the span.
    pub fn contains(self, year: i32) -> bool {
        (self.start..=self.end).contains(&year)
    }
}
