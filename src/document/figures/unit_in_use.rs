//! Units that the words around a figure tell or change.

use std::ops::Range;

use super::{chinese_units, english_units, letters::Letters, occurrences::Words, quantity::Quantity};

/// Books that are lent are loans, readers that are received are visits, and volumes per capita are a ratio.
pub(super) fn unit_in_use(letters: &Letters<'_>, quantity: &Quantity, unit: &'static str) -> &'static str {
    const LENT: Words = &["lent", "borrowed", "borrow", "loaned", "issued", "checked out", "circulated"];
    const RECEIVED: Words = &["received", "receiving", "reception", "receive", "receives"];
    let has = |words: Words| letters.has(quantity.clause.clone(), words);
    match unit {
        "volume" if has(&["per capita", "per head", "per person"]) => "volume-per-capita",
        "volume" if has(LENT) => "loan",
        "person" if letters.has(quantity.noun.clone(), &["readers", "reader"]) && has(RECEIVED) => "visit",
        _ => unit,
    }
}

/// What is counted, by the words before it.
pub(super) fn counted_before(letters: &Letters<'_>, before: Range<usize>, has_measure: bool) -> Option<&'static str> {
    chinese_units::counted_before(letters, before.clone(), has_measure)
        .or_else(|| english_units::counted_before(letters, before))
}
