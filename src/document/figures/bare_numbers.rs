//! Which numbers are quantities: those with a unit, and bare ones where the words around them say so.

use std::ops::Range;

use super::{english_units, exclusions, letters::Letters, numeral::Spelling, occurrences::Words, quantity::Quantity};
use crate::{domain::indicator::Comparator, linguistics::is_han};

/// Whether words that bound nothing but quantities stand before a number; "over 65" may be an age.
pub(super) fn is_explicit_bound(letters: &Letters<'_>, quantity: &Quantity) -> bool {
    const BOUNDS: Words = &[
        "at least",
        "more than",
        "no fewer than",
        "not fewer than",
        "no less than",
        "not less than",
        "minimum of",
        "up to",
        "no more than",
    ];
    letters.any_to(letters.skip_spaces_back(quantity.numbers.start), BOUNDS).is_some()
}

pub(super) fn is_kept(
    letters: &Letters<'_>,
    quantity: &Quantity,
    sentence: &Range<usize>,
    previous: Option<&Quantity>,
) -> bool {
    if exclusions::is_no_figure(letters, quantity, sentence, &quantity.clause) {
        return false;
    }
    if !quantity.is_bare {
        return true;
    }
    if quantity.spelling != Spelling::Digits
        || quantity.upper.is_some() && quantity.value < 100.0 && quantity.comparator != Comparator::Between
    {
        return false;
    }
    // A word or a sign glued behind makes a name of it: 2020级, 985高校.
    let next = letters.at(quantity.numbers.end);
    if is_han(next) && letters.any_from(quantity.numbers.end, &["以上", "以下", "左右", "余", "多"]).is_none() {
        return false;
    }
    let is_grouped = (quantity.numbers.clone()).any(|place| letters.at(place) == ',');
    let start = letters.skip_spaces_back(quantity.range.start);
    const LEVELS: Words = &[
        "达到",
        "达",
        "增至",
        "增加到",
        "提高到",
        "提升到",
        "增长到",
        "升至",
        "为",
        "超过",
        "突破",
        "reach",
        "reaches",
        "reached",
        "reaching",
        "totalled",
        "totaled",
        "total",
        "totalling",
        "stood at",
        "stands at",
        "exceeded",
        "achieved",
    ];
    let is_level = letters.any_to(start, LEVELS).is_some();
    let is_moved = letters.any_to(start, &["to", "at"]).is_some()
        && letters.has(
            quantity.clause.start..start,
            &[
                "increase",
                "bring",
                "bringing",
                "brought",
                "increased",
                "grow",
                "grew",
                "grown",
                "rise",
                "rose",
                "raise",
                "raised",
                "expand",
                "expanded",
                "lift",
                "improve",
                "improved",
                "reduce",
                "reduced",
                "up",
                "cut",
                "fall",
                "fell",
                "number of",
                "held",
            ],
        );
    // Machine translation puts the noun first: reading rooms 40 or more.
    let word = letters.latin_word_before(start);
    let follows_noun = !word.is_empty()
        && letters.folded(word.clone()).ends_with('s')
        && english_units::counted_before(letters, word).is_some();
    // "at least 30 each year", "construction of more than 40": a bound counts what the sentence named before.
    let is_named = || english_units::counted_before(letters, sentence.start..start).is_some();
    let is_bound = quantity.comparator != Comparator::Equal
        && (quantity.value > 100.0 || is_explicit_bound(letters, quantity) && is_named());
    // "the number of databases is 16", "a net promoter score of 65"
    let is_told = letters.any_to(start, &["is", "are", "was", "were", "of"]).is_some_and(|word| {
        word > quantity.clause.start
            && letters.has(quantity.clause.start..word, &["number", "amount", "quantity", "score", "total", "volume"])
            && is_named()
    });
    let follows = previous.is_some_and(|previous| previous.range.end >= sentence.start)
        && letters.any_from(letters.skip_spaces(quantity.numbers.end), &["in", "by"]).is_some()
        && letters.any_to(start, &["and", "of which", "to"]).is_some();
    is_grouped || is_level || is_moved || is_bound || is_told || follows || follows_noun
}
