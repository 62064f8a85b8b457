//! Words that are changes by themselves: 翻一番, double.

use std::{ops::Range, sync::LazyLock};

use super::{letters::Letters, lexicon::Lexicon, numeral::Spelling, quantity::Quantity};
use crate::domain::indicator::{Comparator, ObservationBasis};

/// 翻一番, double: a change of a level by its whole, without a number.
pub(super) fn doubling(letters: &Letters<'_>, place: usize, clause: &Range<usize>) -> Option<Quantity> {
    static WORDS: LazyLock<Lexicon<f64>> = LazyLock::new(|| {
        Lexicon::new([
            ("翻一番", 100.0),
            ("翻番", 100.0),
            ("翻两番", 300.0),
            ("翻了一番", 100.0),
            ("翻了两番", 300.0),
            ("实现倍增", 100.0),
            ("增长一倍", 100.0),
            ("增加一倍", 100.0),
            ("提高一倍", 100.0),
            ("扩大一倍", 100.0),
            ("提升一倍", 100.0),
            ("增加1倍", 100.0),
            ("增长1倍", 100.0),
            ("减半", 50.0),
            ("减少一半", 50.0),
            ("降低一半", 50.0),
            ("double", 100.0),
            ("doubled", 100.0),
            ("doubles", 100.0),
            ("doubling", 100.0),
            ("treble", 200.0),
            ("trebled", 200.0),
            ("triple", 200.0),
            ("tripled", 200.0),
            ("quadruple", 300.0),
            ("halve", 50.0),
        ])
    });
    let (end, value) = WORDS.longest_from(letters, place)?;
    // double-check, and "double" before the noun that it describes
    let before = letters.folded(letters.latin_word_before(letters.skip_spaces_back(place)));
    if letters.at(end) == '-' || matches!(before.as_str(), "a" | "the") {
        return None;
    }
    Some(Quantity {
        range: place..end,
        numbers: place..end,
        noun: end..end,
        clause: clause.clone(),
        part: clause.clone(),
        value,
        upper: None,
        power: 0,
        unit: Some("%"),
        comparator: Comparator::Equal,
        spelling: Spelling::Word,
        is_share: true,
        is_bare: false,
        is_unitless: false,
        pair: None,
        forced_change: Some(ObservationBasis::ChangeRelative),
    })
}
