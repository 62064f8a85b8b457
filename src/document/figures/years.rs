//! The first and the last year of a figure.

use super::time::{TimeKind, TimeMention};
use crate::domain::{
    indicator::{ObservationBasis, ObservationRole},
    period::YearSpan,
};

/// The first and the last year of a figure.
pub(super) fn years(
    time: Option<&TimeMention>,
    basis: ObservationBasis,
    role: ObservationRole,
    span: Option<YearSpan>,
    has_reference: bool,
) -> (Option<i32>, Option<i32>) {
    use ObservationBasis::{Annual, AnnualAverage, ChangeAbsolute, ChangeRelative, Cumulative, Point};
    if let Some(TimeMention { kind, start, end: Some(end), is_since, .. }) = time {
        let is_change = matches!(basis, ChangeRelative | ChangeAbsolute);
        // By the end of 2020 there stood…, and the yearly average was…: an average of a review is of its years.
        let reviewed = span.filter(|span| role == ObservationRole::Actual && span.contains(*end));
        return match (kind, basis) {
            (TimeKind::At, AnnualAverage | Cumulative) if reviewed.is_some() => {
                (reviewed.map(YearSpan::start), Some(*end))
            }
            _ if has_reference && is_change => (None, Some(*end)),
            (TimeKind::At, _) => (None, Some(*end)),
            _ if *is_since && is_change => (None, Some(*end)),
            (TimeKind::In, Annual | AnnualAverage | Cumulative) => (start.or(Some(*end)), Some(*end)),
            (TimeKind::Over, Annual | AnnualAverage | Cumulative | ChangeRelative | ChangeAbsolute) => {
                (*start, Some(*end))
            }
            _ => (None, Some(*end)),
        };
    }
    let Some(span) = span.filter(|_| role != ObservationRole::Baseline) else { return (None, None) };
    match basis {
        Annual | AnnualAverage | Cumulative => (Some(span.start()), Some(span.end())),
        Point | ChangeAbsolute | ChangeRelative => (None, Some(span.end())),
    }
}
