//! What span a figure is of, by the words around it: 年均, 每年, 累计, a year, in total.

use std::ops::Range;

use super::{
    basis_words::{DOING, FLOWS, GOVERNING, NEW, SHORT, SHORT_TRAILING, STOCK_WORDS, STOCKS, TRAILING, YEARLY},
    han_numeral,
    letters::Letters,
    quantity::Quantity,
    time::{TimeKind, TimeMention},
};
use crate::{domain::indicator::ObservationBasis, linguistics::is_han};

/// The basis of a figure that is no change. `segment` is from the figure before (or the clause's start) to the figure after.
pub(super) fn of_level(
    letters: &Letters<'_>,
    quantity: &Quantity,
    time: Option<&TimeMention>,
    is_back: bool,
) -> ObservationBasis {
    let clause = &quantity.clause;
    if let Some(basis) = marked(letters, quantity) {
        return basis;
    }
    let unit = quantity.unit.unwrap_or("item");
    let is_doing = letters.has(clause.clone(), DOING);
    let is_stock_unit = STOCKS.contains(&unit);
    // What a list adds, each of its items adds, unless it says that it stands.
    let adds = letters.has(sentence_part(clause, quantity), NEW)
        || letters.has(quantity.part.start..clause.start, NEW) && !letters.has(clause.clone(), STOCK_WORDS);
    let is_flow = adds && !is_level_share(unit)
        || FLOWS.contains(&unit)
        || (!is_stock_unit && (is_doing || !letters.has(clause.clone(), STOCK_WORDS)));
    let years = time.filter(|time| time.end.is_some()).map(|time| time.kind);
    match years {
        Some(TimeKind::In) if is_flow && !letters.has(clause.clone(), &["建成"]) => ObservationBasis::Annual,
        Some(TimeKind::Over) if (is_flow || is_doing) && !is_level_share(unit) => ObservationBasis::Cumulative,
        Some(TimeKind::At) | None if is_back && adds && !is_level_share(unit) => ObservationBasis::Cumulative,
        _ => ObservationBasis::Point,
    }
}

/// Whether a unit counts what happens, which adds up over a span.
pub(super) fn is_flow(unit: &str) -> bool {
    FLOWS.contains(&unit)
}

fn is_level_share(unit: &str) -> bool {
    matches!(unit, "%" | "score" | "pp" | "ratio" | "index" | "volume-per-capita" | "working-day")
}

fn sentence_part(clause: &Range<usize>, quantity: &Quantity) -> Range<usize> {
    clause.start..quantity.noun.end.max(quantity.range.end).min(clause.end)
}

/// The basis that a word sets.
fn marked(letters: &Letters<'_>, quantity: &Quantity) -> Option<ObservationBasis> {
    let clause = &quantity.clause;
    let start = quantity.range.start;
    let trailing = letters.find(quantity.range.end..clause.end, TRAILING).filter(|word| !is_deadline(letters, word));
    // "12 partners to deliver 40 events a year": what is to be done is yearly, not who does it.
    let is_far = |word: &Range<usize>| {
        letters.has(quantity.range.end..word.start, &["to"])
            && !letters.folded(quantity.range.end..word.start).trim_start().starts_with("to ")
    };
    if trailing.is_some_and(|word| !is_far(&word)) {
        let behind_comma = letters.skip_spaces_back(clause.start.saturating_sub(1));
        let is_average = letters.has(clause.clone(), &["average", "averaged", "averaging", "on average"])
            || letters.word_to(behind_comma, "on average").is_some();
        return Some(if is_average { ObservationBasis::AnnualAverage } else { ObservationBasis::Annual });
    }
    if letters.has(quantity.range.end..clause.end, SHORT_TRAILING) {
        return Some(ObservationBasis::Point);
    }
    let in_clause = governing(letters, clause.start..start);
    if in_clause.is_some() {
        return in_clause;
    }
    if letters.has(clause.start..start, &["a total of"])
        && letters.has(quantity.part.clone(), &["period", "years", "between"])
    {
        return Some(ObservationBasis::Cumulative);
    }
    let is_stock = quantity.unit.is_some_and(|unit| STOCKS.contains(&unit))
        || letters.has(clause.start..start, &["拥有", "现有", "总量", "总数", "馆藏", "form", "formed"]);
    if is_stock {
        return None;
    }
    // 每年30万元，选派3人: what stands at its figure governs that figure alone.
    let before = quantity.part.start..clause.start;
    let word = if is_flow(quantity.unit.unwrap_or("item")) {
        governing_word(letters, before.clone(), true)
    } else {
        // 年服务 is of its own noun; another noun is of a year only where it, too, happens.
        governing_word(letters, before.clone(), false)
    };
    word.filter(|(end, _)| {
        let next = letters.at(letters.skip_spaces(*end));
        !next.is_ascii_digit() && !han_numeral::is_numeral(next)
    })
    .map(|(_, basis)| basis)
    .or_else(|| {
        // "600 story times a year, reaching 12,000 families"
        let end = letters.skip_spaces_back(before.end.saturating_sub(1).max(before.start));
        let word = letters.any_to(end, TRAILING).filter(|start| *start >= before.start)?;
        (!is_deadline(letters, &(word..end))).then_some(ObservationBasis::Annual)
    })
}

/// "Within a year" is a deadline.
fn is_deadline(letters: &Letters<'_>, word: &Range<usize>) -> bool {
    let opener = letters.skip_spaces_back(word.start);
    letters.word_from(word.start, "a year").is_some()
        && letters.any_to(opener, &["within", "in", "for", "half", "than", "of"]).is_some()
}

/// The basis that the last governing word of a range sets.
pub(super) fn governing(letters: &Letters<'_>, range: Range<usize>) -> Option<ObservationBasis> {
    governing_word(letters, range, true).map(|(_, basis)| basis)
}

/// The last governing word of a range: where it ends, and what it sets.
fn governing_word(
    letters: &Letters<'_>,
    range: Range<usize>,
    with_attributes: bool,
) -> Option<(usize, ObservationBasis)> {
    let words = GOVERNING.iter().filter_map(|(basis, words)| {
        let found = letters.find_last(range.clone(), words)?;
        // 年度预算 is a document.
        let is_document = letters.any_to(found.end, &["年度"]).is_some()
            && letters.any_from(found.end, &["预算", "计划", "报告", "考核", "总结", "财政", "工作"]).is_some();
        (!is_document).then_some((found.end, found.len(), *basis))
    });
    let short = letters.find_last(range.clone(), SHORT).map(|found| (found.end, found.len(), ObservationBasis::Point));
    let yearly =
        yearly(letters, range.clone()).filter(|_| with_attributes).map(|end| (end, 1, ObservationBasis::Annual));
    let last = words
        .chain(short)
        .chain(yearly)
        .max_by_key(|(end, length, _)| (*end, *length))
        .map(|(end, _, basis)| (end, basis));
    // 全年共接待 is of the year; 共接待 alone is of the span.
    last.or_else(|| total(letters, range).map(|end| (end, ObservationBasis::Cumulative)))
}

/// 年发文量: at the start of a clause 年 is of the year, unless it makes another word.
fn opens_with_year(letters: &Letters<'_>, place: usize) -> bool {
    let is_first = !letters.before(place).is_alphanumeric() && !matches!(letters.before(place), '”' | '"' | ')');
    is_first
        && is_han(letters.at(place + 1))
        && !"底末初前后来内间级轻龄会鉴报画货限代终中".contains(letters.at(place + 1))
}

/// 共举办, 共接待: 共 before a verb, and not inside 公共, 共享 and the like.
fn total(letters: &Letters<'_>, range: Range<usize>) -> Option<usize> {
    letters
        .last_that(range, &["共"], |place| {
            let is_word = !matches!(letters.before(place), '公' | '中' | '国');
            is_word
                && !matches!(
                    letters.at(place + 1),
                    '享' | '建' | '同' | '有' | '产' | '筑' | '创' | '融' | '性' | '治' | '赢' | '读' | '育'
                )
        })
        .map(|place| place + 1)
}

/// 年到馆, 文献年入藏量: 年 before what is done in a year, and not behind a number.
pub(super) fn yearly(letters: &Letters<'_>, range: Range<usize>) -> Option<usize> {
    letters
        .last_that(range, &["年"], |place| {
            !letters.before(letters.skip_spaces_back(place)).is_ascii_digit()
                && !"一二三四五六七八九十百零〇几数每全今去近往两青成少老历多当同学".contains(letters.before(place))
                && (letters.any_from(place + 1, YEARLY).is_some() || opens_with_year(letters, place))
        })
        .map(|place| place + 1)
}
