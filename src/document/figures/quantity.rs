//! Quantities of a sentence: numbers or ranges of them with their units and the words that bound them.

use std::ops::Range;

use super::{
    bare_numbers::is_kept,
    chinese_units::{self, Counted},
    comparators, doubling, english_units, exclusions,
    letters::{Letters, is_latin},
    numeral::{self, Numeral, Spelling},
    pairs,
    passages::part,
    time::TimeMention,
};
use crate::{
    domain::indicator::{Comparator, ObservationBasis},
    linguistics::is_han,
};

/// A number or a range with its unit.
#[derive(Clone, Debug)]
pub(super) struct Quantity {
    /// The words that bound it, its numbers, its unit.
    pub(super) range: Range<usize>,
    /// Its numbers alone.
    pub(super) numbers: Range<usize>,
    /// The noun behind the unit; empty where none is known.
    pub(super) noun: Range<usize>,
    pub(super) clause: Range<usize>,
    /// The part of the sentence between semicolons that it stands in.
    pub(super) part: Range<usize>,
    pub(super) value: f64,
    pub(super) upper: Option<f64>,
    pub(super) power: u32,
    pub(super) unit: Option<&'static str>,
    pub(super) comparator: Comparator,
    pub(super) spelling: Spelling,
    pub(super) is_share: bool,
    /// Whether neither a unit nor a power of ten stands with it, so that only the words around make it a quantity.
    pub(super) is_bare: bool,
    /// Whether no unit stands with it: it counts what the words before it name.
    pub(super) is_unitless: bool,
    /// Where a pair stands (from 12 to 20), its place in it.
    pub(super) pair: Option<PairPlace>,
    /// A word that is a change by itself: 翻一番, double.
    pub(super) forced_change: Option<ObservationBasis>,
}

/// The two ends of a movement: 由12%提高到20%.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PairPlace {
    From,
    To,
    /// The first, told after the second: up from 12.
    Origin,
}

/// More than this many with no word between them are a row of numbers, and nothing says what they measure.
const MAX_QUANTITIES: usize = 16;

/// The quantities of a sentence, in order.
pub(super) fn quantities(
    letters: &Letters<'_>,
    sentence: &Range<usize>,
    clauses: &[Range<usize>],
    times: &[TimeMention],
) -> Vec<Quantity> {
    let mut found: Vec<Quantity> = Vec::new();
    let mut times = times.iter().peekable();
    let mut clauses = clauses.iter().peekable();
    let mut place = sentence.start;
    let mut n_in_row = 0;
    let mut previous_end = sentence.start;
    while place < sentence.end {
        while times.next_if(|time| time.range.end <= place).is_some() {}
        if let Some(time) = times.peek().filter(|time| time.range.contains(&place)) {
            place = time.range.end;
            continue;
        }
        while clauses.next_if(|clause| clause.end < place).is_some() {}
        let clause = clauses.peek().map_or(sentence.clone(), |clause| (*clause).clone());
        if let Some(doubling) = doubling::doubling(letters, place, &clause) {
            place = doubling.range.end;
            previous_end = place;
            found.push(doubling);
            continue;
        }
        let (numeral, end) = numeral::scan(letters, place);
        let Some(numeral) = numeral.filter(|numeral| numeral.range.end <= sentence.end) else {
            place = end.max(place + 1);
            continue;
        };
        let from = previous_end.max(clause.start);
        let limit = times.peek().map_or(clause.end, |time| time.range.start.min(clause.end)).max(numeral.range.end);
        match quantity(letters, numeral, from, &clause, limit) {
            Some(quantity) => {
                place = quantity.range.end.max(end);
                let has_words = (from..quantity.range.start).any(|place| letters.at(place).is_alphabetic());
                n_in_row = if has_words { 0 } else { n_in_row + 1 };
                previous_end = quantity.range.end;
                if n_in_row < MAX_QUANTITIES {
                    found.push(quantity);
                }
            }
            None => place = behind_joined(letters, end),
        }
    }
    for quantity in &mut found {
        quantity.part = part(letters, sentence, quantity.numbers.start);
    }
    pairs::mark_pairs(letters, &mut found, sentence);
    pairs::break_up(&mut found, |quantity| exclusions::is_no_figure(letters, quantity, sentence, &quantity.clause));
    let mut kept: Vec<Quantity> = Vec::new();
    for quantity in found {
        if quantity.pair.is_some() || is_kept(letters, &quantity, sentence, kept.last()) {
            kept.push(quantity);
        }
    }
    kept
}

/// Behind everything that is glued to a number that is none: 1-1-1, COVID-19, 010-6655.
fn behind_joined(letters: &Letters<'_>, end: usize) -> usize {
    let start = end;
    let mut end = end;
    while end < start + 80
        && (letters.at(end).is_ascii_alphanumeric()
            || matches!(letters.at(end), '-' | '/' | '.' | ':' | '·' | '+')
                && letters.at(end + 1).is_ascii_alphanumeric())
    {
        end += 1;
    }
    end
}

fn quantity(
    letters: &Letters<'_>,
    first: Numeral,
    from: usize,
    clause: &Range<usize>,
    limit: usize,
) -> Option<Quantity> {
    if is_glued(letters, &first) {
        return None;
    }
    let first_unit = unit_behind(letters, &first, clause, limit);
    let (last, upper) = match upper_end(letters, &first, first_unit.as_ref(), clause, limit) {
        Upper::None => (first.clone(), None),
        Upper::Chain => return None,
        Upper::Found(numeral) => (numeral.clone(), Some(numeral)),
    };
    let counted = if upper.is_some() { unit_behind(letters, &last, clause, limit).or(first_unit) } else { first_unit };
    let money = english_units::money_before(letters, first.range.start);
    let mut power = last.power;
    let value = match upper {
        // 120—150万 and 1.2-1.5 million: the power stands once.
        Some(_) if first.power == 0 => first.value,
        Some(_) => first.value * 10_f64.powi(first.power as i32 - last.power as i32),
        None => first.value,
    };
    let upper = upper.map(|numeral| numeral.value);
    let is_share = first.is_share || last.is_share;
    let unit_end = counted.as_ref().map_or(last.range.end, |counted| counted.end.max(last.range.end));
    let noun = counted.as_ref().map_or(unit_end..unit_end, |counted| counted.noun.clone());
    let mut unit = counted.as_ref().and_then(|counted| counted.unit);
    if is_share {
        unit = Some("%");
    }
    if let Some((_, money)) = money {
        unit = money;
    }
    let is_unitless = counted.is_none() && money.is_none() && !is_share;
    let is_bare = counted.is_none() && money.is_none() && power == 0 && !is_share;
    let numbers = first.range.start..last.range.end;
    let start = money.map_or(numbers.start, |(start, _)| start);
    let is_duration = matches!(unit, Some("working-day" | "day" | "hour" | "minute" | "week" | "month"));
    let before = comparators::before(letters, start, from);
    let behind = comparators::behind(letters, unit_end, &noun, limit, is_duration);
    let exceeded =
        first.is_exceeded || last.is_exceeded || matches!(letters.at(letters.skip_spaces(last.range.end)), '余' | '多');
    let comparator = if upper.is_some() {
        Comparator::Between
    } else if let Some((Comparator::Approximately, _)) = before
        && exceeded
    {
        Comparator::MoreThan
    } else if let Some((comparator, _)) = before {
        comparator
    } else if let Some((comparator, _)) = behind {
        comparator
    } else if exceeded {
        Comparator::MoreThan
    } else {
        Comparator::Equal
    };
    if !value.is_finite() || upper.is_some_and(|upper| !upper.is_finite()) {
        return None;
    }
    // 3百: nobody counts in hundreds.
    let (value, upper) = if power == 2 { (value * 100.0, upper.map(|upper| upper * 100.0)) } else { (value, upper) };
    if power == 2 {
        power = 0;
    }
    let range_start = before.map_or(start, |(_, before)| before.max(from).min(start));
    let range_end = behind.map_or(unit_end, |(_, behind)| behind.max(unit_end));
    Some(Quantity {
        range: range_start..range_end,
        numbers,
        noun,
        clause: clause.clone(),
        part: clause.clone(),
        value,
        upper,
        power,
        unit,
        comparator,
        spelling: first.spelling,
        is_share,
        is_bare,
        is_unitless,
        pair: None,
        forced_change: None,
    })
}

/// Whether letters, signs or further digits make the number a part of a name: A4, 5G, COVID-19, 24/7, 1+N, 8:30.
fn is_glued(letters: &Letters<'_>, numeral: &Numeral) -> bool {
    let (before, behind) = (letters.before(numeral.range.start), letters.at(numeral.range.end));
    let far_before = letters.before(numeral.range.start.saturating_sub(1));
    let far_behind = letters.at(numeral.range.end + 1);
    let joins = |mark: char| matches!(mark, '-' | '/' | '.' | '+' | '·' | ':' | '_' | '&');
    if numeral.spelling == Spelling::Digits {
        let is_money = english_units::money_before(letters, numeral.range.start).is_some();
        if is_latin(before) && !is_money || joins(before) && far_before.is_ascii_alphanumeric() || before == '+' {
            return true;
        }
        let has_unit = chinese_units::measure(letters, numeral.range.end).is_some()
            || english_units::counted(letters, numeral.range.end, numeral.range.end + 4).is_some();
        if is_latin(behind) && !has_unit {
            return true;
        }
        if matches!(behind, ':' | '·' | '°' | '\'') && far_behind.is_ascii_digit() || behind == '°' {
            return true;
        }
        if behind == '+' && far_behind.is_alphanumeric() {
            return true;
        }
        if behind == '/' && far_behind.is_ascii_digit() {
            return !is_score(letters, numeral.range.end);
        }
    }
    // five-year, 360-degree
    behind == '-' && is_latin(far_behind)
}

/// `/5` behind a rating.
fn is_score(letters: &Letters<'_>, place: usize) -> bool {
    letters
        .any_from(place, &["/5", "/10", "/100"])
        .is_some_and(|end| !letters.at(end).is_alphanumeric() && letters.at(end) != '/')
}

fn unit_behind(letters: &Letters<'_>, numeral: &Numeral, clause: &Range<usize>, limit: usize) -> Option<Counted> {
    let end = numeral.range.end;
    let unit = |unit: &'static str, end: usize| Counted { unit: Some(unit), end, noun: end..end };
    if is_score(letters, end) {
        return letters.any_from(end, &["/5", "/10", "/100"]).map(|end| unit("score", end));
    }
    let place = letters.skip_spaces(end);
    if letters.word_from(numeral.range.start, "twice").is_some() {
        return Some(unit("use", end));
    }
    // "4.4 on a five-point scale"
    if let Some(scale) = letters.any_from(
        place,
        &["on a scale", "on a five-point scale", "on a 5-point scale", "on a ten-point scale", "on a 10-point scale"],
    ) {
        return Some(unit("score", scale));
    }
    // "18 of our 26 branches" counts branches; how many there are is known.
    if let Some(counted) = among_known(letters, place, limit) {
        return Some(counted);
    }
    if let Some(of) = letters.word_from(place, "out of") {
        let (scale, after) = numeral::scan(letters, letters.skip_spaces(of));
        if scale.is_some_and(|scale| scale.value >= numeral.value) {
            return Some(unit("score", after));
        }
    }
    if numeral.is_share {
        return Some(unit("%", end));
    }
    let place = if matches!(letters.at(place), '余' | '多') { place + 1 } else { place };
    let is_han_behind = is_han(letters.at(letters.skip_spaces(place)));
    let chinese = chinese_units::counted(letters, place, &(clause.start..limit));
    if numeral.spelling != Spelling::Word && (is_han_behind || chinese.is_some()) {
        return chinese;
    }
    let place = if letters.at(place) == '+' { place + 1 } else { place };
    english_units::counted(letters, place, limit)
}

/// What "of our 26 branches" counts.
fn among_known(letters: &Letters<'_>, place: usize, limit: usize) -> Option<Counted> {
    let of = letters.any_from(place, &["of our", "of the", "of its", "of their", "of all", "out of"])?;
    let (whole, _) = numeral::scan(letters, letters.skip_spaces(of));
    let whole = whole.filter(|whole| whole.power == 0 && !whole.is_share)?;
    let counted = english_units::counted(letters, whole.range.end, limit)?;
    (counted.unit != Some("%")).then_some(counted)
}

/// The upper end of a range.
enum Upper {
    None,
    /// Three or more numbers in a row, or two that go down: no range, no quantity.
    Chain,
    Found(Numeral),
}

fn upper_end(
    letters: &Letters<'_>,
    first: &Numeral,
    unit: Option<&Counted>,
    clause: &Range<usize>,
    limit: usize,
) -> Upper {
    let is_opened_between = letters.word_to(letters.skip_spaces_back(first.range.start), "between").is_some();
    let is_opened_from = letters.any_to(letters.skip_spaces_back(first.range.start), &["from", "由", "从"]).is_some();
    let starts = [Some(first.range.end), unit.map(|unit| unit.end)];
    for start in starts.into_iter().flatten() {
        let place = letters.skip_spaces(start);
        let dash = letters.any_from(place, &["--", "-"]);
        let word = letters.any_from(place, &["至", "到", "to"]).filter(|_| !is_opened_from);
        let and = letters.word_from(place, "and").filter(|_| is_opened_between);
        let Some(joint) = dash.or(word).or(and) else { continue };
        let next = letters.skip_spaces(joint);
        let (numeral, end) = numeral::scan(letters, next);
        let Some(numeral) = numeral.filter(|_| end <= limit.max(clause.end)) else {
            if dash.is_some() && letters.at(joint).is_ascii_digit() {
                return Upper::Chain;
            }
            continue;
        };
        let goes_on = letters.at(end) == '-' && letters.at(end + 1).is_ascii_digit();
        let same = if first.power == 0 {
            first.value
        } else {
            first.value * 10_f64.powi(first.power as i32 - numeral.power as i32)
        };
        if goes_on || (dash.is_some() && same >= numeral.value) {
            return Upper::Chain;
        }
        // 7 percentage points to 83%: two units are two figures.
        let own = unit_behind(letters, &numeral, clause, limit);
        let agrees = match (unit, &own) {
            (Some(unit), Some(own)) if start == unit.end => unit.unit == own.unit,
            // by 11% to 54,000
            (Some(unit), None) if start == unit.end => !matches!(unit.unit, Some("%" | "pp")),
            _ => true,
        };
        if same < numeral.value && first.is_share == numeral.is_share && agrees {
            return Upper::Found(numeral);
        }
    }
    Upper::None
}
