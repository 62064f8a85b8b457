//! Movements from one level to another: 由12%提高到20%, from 4.1 to 4.5, 1.5 million, up from 1.1 million.

use std::ops::Range;

use super::{
    letters::Letters,
    occurrences::Words,
    quantity::{PairPlace, Quantity},
};

/// Words that open the first end of a movement.
const FROM: &[&str] = &["由", "从", "自", "from", "的基础上"];
/// Words that begin as those do.
const NOT_FROM: &[&str] =
    &["自助", "自习", "自动", "自主", "自建", "自然", "自筹", "自有", "由于", "从业", "从事", "由此"];
/// Words that open its second end.
const TO: &[&str] = &["到", "至", "为", "达", "成", "to", "into"];

/// Finds the movements from one level to another, and lets their first ends share the unit of their second.
pub(super) fn mark_pairs(letters: &Letters<'_>, found: &mut [Quantity], sentence: &Range<usize>) {
    for index in 1..found.len() {
        let Some([from, to]) = found.get(index - 1..=index).and_then(|pair| <&[Quantity; 2]>::try_from(pair).ok())
        else {
            continue;
        };
        let before =
            index.checked_sub(2).and_then(|before| found.get(before)).map_or(sentence.start, |before| before.range.end);
        let before = before.max(from.clause.start);
        let between = from.range.end..to.numbers.start;
        // 自助图书馆18座，流动车增至3辆 opens no movement.
        let opening = letters.find_last(before..from.numbers.start, FROM);
        let is_opened = opening.is_some_and(|word| letters.any_from(word.start, NOT_FROM).is_none())
            || letters.has(between.clone(), &["基础上"]);
        let is_near = between.len() <= 30 && to.clause.start <= from.clause.end + 1;
        let agrees = from.unit.is_none()
            || to.unit.is_none()
            || from.unit == to.unit
            || from.unit == Some("item")
            || to.unit == Some("item");
        let is_moved = letters.has(between, TO);
        let is_pair = is_opened && is_near && agrees && is_moved && from.pair.is_none();
        if !is_pair {
            continue;
        }
        let (to_unit, to_power, to_value) = (to.unit, to.power, to.value);
        if let Some(to) = found.get_mut(index) {
            to.pair = Some(PairPlace::To);
        }
        if let Some(from) = found.get_mut(index - 1) {
            from.pair = Some(PairPlace::From);
            if from.is_bare {
                from.unit = to_unit;
                // from 1.2 to 1.5 million
                if from.value.abs() <= to_value.abs() * 10.0 {
                    from.power = to_power;
                }
            }
        }
    }
    for index in 1..found.len() {
        let Some([level, origin]) = found.get(index - 1..=index).and_then(|pair| <&[Quantity; 2]>::try_from(pair).ok())
        else {
            continue;
        };
        // 1.5 million visits, up from 1.1 million
        let between = level.range.end.min(origin.range.start)..origin.range.start;
        const OPENERS: Words = &["up from", "down from", "compared with", "compared to", "against"];
        let opener = letters.skip_spaces_back(origin.range.start);
        let is_origin = letters.any_to(opener, OPENERS).is_some() && between.len() <= 80;
        if is_origin
            && level.pair.is_none()
            && origin.pair.is_none()
            && let Some(origin) = found.get_mut(index)
        {
            origin.pair = Some(PairPlace::Origin);
        }
    }
}

/// Takes pairs apart of which one half is no figure.
pub(super) fn break_up(found: &mut [Quantity], is_no_figure: impl Fn(&Quantity) -> bool) {
    for index in 1..found.len() {
        let Some([from, to]) = found.get(index - 1..=index).and_then(|pair| <&[Quantity; 2]>::try_from(pair).ok())
        else {
            continue;
        };
        let is_pair = from.pair == Some(PairPlace::From) || to.pair == Some(PairPlace::Origin);
        if is_pair && (is_no_figure(from) || is_no_figure(to)) {
            for quantity in found.iter_mut().skip(index - 1).take(2) {
                quantity.pair = None;
            }
        }
    }
}
