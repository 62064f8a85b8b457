//! The time between a baseline and the day a target is due.

use time::{Date, Month};

/// What even progress would have come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExpectedProgress {
    /// Time gone by ÷ time there is, 0..1.
    pub ratio: f64,
    /// The day that it is for.
    pub at: Date,
    /// Time counts from the end of this day.
    pub start: Date,
    /// Time counts up to the end of this day.
    pub due: Date,
}

/// From the end of one day to the end of another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) start: Date,
    pub(super) due: Date,
}

impl Span {
    /// The share of the span that has gone by at the end of a day.
    pub(super) fn expected(self, at: Date) -> ExpectedProgress {
        let Self { start, due } = self;
        let (begin, end) = (years_until_end_of(start), years_until_end_of(due));
        let ratio = if end > begin { ((years_until_end_of(at) - begin) / (end - begin)).clamp(0.0, 1.0) } else { 1.0 };
        ExpectedProgress { ratio, at, start, due }
    }
}

/// Time in years. A day is a 365th or 366th of its own year, so that years are of one length: with leap days, four years
/// of five would be more than four fifths, and even progress would be behind.
fn years_until_end_of(day: Date) -> f64 {
    f64::from(day.year()) + f64::from(day.ordinal()) / f64::from(time::util::days_in_year(day.year()))
}

/// The day that a year's figures count from.
pub(super) fn last_day(year: i32) -> Date {
    let beyond = if year < 0 { Date::MIN } else { Date::MAX };
    Date::from_calendar_date(year, Month::December, 31).unwrap_or(beyond)
}

/// The day before a year begins.
pub(super) fn day_before(year: i32) -> Date {
    last_day(year.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn years_are_of_one_length_and_days_are_shares_of_them() {
        let span = Span { start: last_day(2020), due: last_day(2025) };
        for (at, expected) in [
            (date!(2020 - 06 - 30), 0.0),
            (date!(2020 - 12 - 31), 0.0),
            (date!(2021 - 12 - 31), 0.2),
            (date!(2024 - 12 - 31), 0.8),
            // 181 of 365 days, and 182 of 366.
            (date!(2023 - 06 - 30), (2.0 + 181.0 / 365.0) / 5.0),
            (date!(2024 - 06 - 30), (3.0 + 182.0 / 366.0) / 5.0),
            (date!(2025 - 12 - 31), 1.0),
            (date!(2031 - 01 - 01), 1.0),
        ] {
            let found = span.expected(at).ratio;
            assert!((found - expected).abs() < 1e-12, "{at}: {found}");
        }
    }

    #[test]
    fn no_time_at_all_is_over() {
        let day = last_day(2025);
        assert_eq!(Span { start: day, due: day }.expected(day).ratio, 1.0);
        assert_eq!(Span { start: day, due: day_before(2024) }.expected(day_before(2020)).ratio, 1.0);
        assert_eq!((last_day(i32::MAX), day_before(i32::MIN)), (Date::MAX, Date::MIN));
    }
}
