//! Whether a figure goes on about what the one before it measures: the second of a pair, or a change behind its level.

use super::{
    change,
    letters::Letters,
    occurrences::Words,
    quantity::{PairPlace, Quantity},
    time::TimeMention,
};
use crate::{domain::indicator::ObservationBasis, draft::ObservationDraft};

/// Words that join a level and its change.
const JOINTS: Words = &[
    "相比",
    "同比",
    "环比",
    "增长",
    "提高",
    "提升",
    "增加",
    "上升",
    "下降",
    "减少",
    "达到",
    "缩短",
    "降低",
    "分别",
    "年均",
    "较",
    "比",
    "了",
    "达",
    "至",
    "到",
    "为",
    "的",
    "增",
    "升",
    "与",
    "上年",
    "去年",
    "之前",
    "底",
    "末",
    "an",
    "a",
    "increase",
    "increased",
    "rise",
    "growth",
    "of",
    "up",
    "by",
    "over",
    "the",
    "end",
    "compared",
    "with",
    "to",
    "reaching",
    "reached",
    "which",
    "is",
    "and",
    "representing",
    "from",
    "than",
    "in",
    "on",
    "at",
    "that",
    "grew",
    "down",
    "more",
    "period",
];

/// Whether a figure is of the same thing as the one before it: between them there are only times and joining words.
pub(super) fn continues(
    letters: &Letters<'_>,
    previous: &Quantity,
    quantity: &Quantity,
    observation: &ObservationDraft,
    times: &[TimeMention],
) -> bool {
    if matches!(quantity.pair, Some(PairPlace::To | PairPlace::Origin)) {
        return true;
    }
    let is_change =
        matches!(observation.basis, Some(ObservationBasis::ChangeRelative | ObservationBasis::ChangeAbsolute));
    let previous_is_change = || {
        previous.forced_change.is_some()
            || previous.unit == Some("pp")
            || change::basis(letters, previous, previous.clause.start, false).is_some()
    };
    if !(is_change || previous_is_change()) {
        return false;
    }
    let mut place = previous.range.end.max(previous.noun.end);
    let first = times.partition_point(|time| time.range.start < place);
    let mut times = times.iter().skip(first).peekable();
    while place < quantity.range.start {
        while times.next_if(|time| time.range.start < place).is_some() {}
        if let Some(time) = times.next_if(|time| time.range.start == place && time.range.end <= quantity.range.start) {
            place = time.range.end;
        } else if let Some(end) = letters.any_from(place, JOINTS) {
            place = end;
        } else if letters.at(place).is_alphabetic() {
            return false;
        } else {
            place += 1;
        }
    }
    true
}
