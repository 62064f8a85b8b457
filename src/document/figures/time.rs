//! When: years, spans of years and five-year plans that a sentence names.

use std::ops::Range;

use super::{
    Setting, chinese_units, english_units,
    letters::Letters,
    numeral::{self, Spelling},
    occurrences::Words,
    periods,
    references::{is_founding, is_reference},
};

/// A time that a sentence names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TimeMention {
    pub(super) range: Range<usize>,
    pub(super) kind: TimeKind,
    pub(super) start: Option<i32>,
    pub(super) end: Option<i32>,
    /// Whether it opens a span that lasts (since 2018), so that a change is against it.
    pub(super) is_since: bool,
    /// Whether it tells of a founding or an opening, and of no figure.
    pub(super) is_aside: bool,
    /// Whether a change is measured against it.
    pub(super) is_reference: bool,
}

impl TimeMention {
    /// A time and nothing besides.
    pub(super) fn plain(range: Range<usize>, kind: TimeKind, start: Option<i32>, end: Option<i32>) -> Self {
        Self { range, kind, start, end, is_since: false, is_aside: false, is_reference: false }
    }
}

/// How a time bounds what is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeKind {
    /// At its end: 到2025年, 2020年底, by 2027.
    At,
    /// In one year: 2023年, in 2023.
    In,
    /// Over several years: 2016—2020年, “十三五”期间, the last five years.
    Over,
}

/// Every time that a range names, in order.
pub(super) fn mentions(letters: &Letters<'_>, range: Range<usize>, setting: &Setting) -> Vec<TimeMention> {
    let mut found: Vec<TimeMention> = Vec::new();
    let mut place = range.start;
    while place < range.end {
        let here = mention(letters, place, setting);
        match here {
            Some(mut mention) if mention.range.end <= range.end => {
                mention.is_reference = is_reference(letters, &mention, range.start)
                    || periods::is_name_of_an_earlier_plan(letters, &mention, setting);
                mention.is_aside = is_founding(letters, &mention);
                settle_since(letters, &mut mention, setting);
                place = mention.range.end.max(place + 1);
                found.push(mention);
            }
            _ => place = next_place(letters, place),
        }
    }
    found
}

/// Behind the word or the run of digits that starts here: times start where those start.
fn next_place(letters: &Letters<'_>, place: usize) -> usize {
    let character = letters.at(place);
    if character.is_ascii_digit() {
        let mut end = place;
        while letters.at(end).is_ascii_digit() && end < place + 40 {
            end += 1;
        }
        return end;
    }
    if character.is_ascii_alphabetic() {
        return letters.latin_word(place).end.max(place + 1);
    }
    place + 1
}

fn mention(letters: &Letters<'_>, place: usize, setting: &Setting) -> Option<TimeMention> {
    let character = letters.at(place);
    let may_be_year = character.is_ascii_digit() || matches!(character, '一' | '二');
    if may_be_year && let Some(mention) = year(letters, place) {
        return Some(mention);
    }
    periods::five_year_plan(letters, place).or_else(|| periods::relative_span(letters, place, setting))
}

/// A year between 1900 and 2100 that starts here, its end, and whether 年 stands behind it.
fn bare_year(letters: &Letters<'_>, place: usize) -> Option<(i32, usize, bool)> {
    if letters.before(place).is_ascii_digit()
        || matches!(letters.before(place), '.' | ',') && letters.before(place.saturating_sub(1)).is_ascii_digit()
    {
        return None;
    }
    if let Some((year, end)) = year_of_republic(letters, place) {
        return Some((year, end, true));
    }
    let (numeral, _) = numeral::scan(letters, place);
    let numeral = numeral.filter(|numeral| {
        numeral.is_plain && (1900.0..=2100.0).contains(&numeral.value) && numeral.value.fract() == 0.0
    })?;
    if numeral.spelling == Spelling::Digits && numeral.range.len() != 4 {
        return None;
    }
    let end = numeral.range.end;
    let year = numeral.value as i32;
    let behind = letters.skip_spaces(end);
    if letters.at(behind) == '年' && letters.at(behind + 1) != '级' {
        let behind = behind + 1;
        let end = if letters.at(behind) == '度' { behind + 1 } else { behind };
        return Some((year, end, true));
    }
    (numeral.spelling == Spelling::Digits).then_some((year, end, false))
}

/// A year of the Republic of China, as plans in Taiwan count: 民國113年, 113年度. Without 民國 only three digits are a year,
/// and only in a text in Traditional characters.
fn year_of_republic(letters: &Letters<'_>, place: usize) -> Option<(i32, usize)> {
    const AGES: Words = &["历史", "来", "以上", "以来", "的历史", "馆庆", "周", "内", "间", "后", "前"];
    let mut end = place;
    while letters.at(end).is_ascii_digit() && end < place + 4 {
        end += 1;
    }
    let is_named = letters.any_to(letters.skip_spaces_back(place), &["民国"]).is_some();
    let number: i32 = letters.folded(place..end).parse().ok().filter(|number| (1..=150).contains(number))?;
    let mark = letters.skip_spaces(end);
    let mark = letters.word_from(mark, "学").filter(|mark| letters.at(*mark) == '年').unwrap_or(mark);
    let behind = letters.word_from(mark, "年").or_else(|| opens_span(letters, mark))?;
    let is_year = letters.is_traditional()
        && (100..=150).contains(&number)
        && letters.any_from(behind, AGES).is_none()
        && !"近逾约超过满".contains(letters.before(letters.skip_spaces_back(place)));
    let behind = letters.word_from(behind, "度").unwrap_or(behind);
    (is_named || is_year).then_some((1911 + number, behind))
}

/// 113至117年: the first year of a span has no 年 of its own.
fn opens_span(letters: &Letters<'_>, joint: usize) -> Option<usize> {
    let next = letters.any_from(joint, &["至", "到", "-"])?;
    let is_year = (next..next + 3).all(|place| letters.at(place).is_ascii_digit()) && letters.at(next + 3) == '年';
    is_year.then_some(joint)
}

fn year(letters: &Letters<'_>, place: usize) -> Option<TimeMention> {
    let (first, mut end, is_marked) = bare_year(letters, place)?;
    if let Some((last, after, marked)) = range_end(letters, first, end) {
        let is_time = is_marked || marked || !is_counted(letters, after);
        let mention = TimeMention {
            range: before_words(letters, place, &["自", "从", "在", "between ", "from ", "the period ", "during "])
                ..behind_words(letters, after, &["期间", "间", "年"]),
            // 2021-22 and 2021/22 are one year of account.
            kind: if last == first + 1 && !is_marked && !marked && after - end <= 3 {
                TimeKind::In
            } else {
                TimeKind::Over
            },
            start: Some(first),
            end: Some(last),
            is_since: false,
            is_aside: false,
            is_reference: false,
        };
        return is_time.then_some(mention);
    }
    if !is_marked && (is_counted(letters, end) || letters.at(end).is_alphabetic() && letters.at(end).is_ascii()) {
        return None;
    }
    // A day or a month behind it belongs to it.
    if is_marked && let Some(after) = month_and_day(letters, end) {
        end = after;
    }
    let opened = before_words(letters, place, OPENERS_AT);
    let closed = behind_words(letters, end, CLOSERS_AT);
    let month = english_month_before(letters, place);
    let opened_before_month = month.map_or(place, |month| before_words(letters, month, OPENERS_AT));
    // 增加到2020年的96场 tells a year, no deadline.
    let is_of_year = letters.at(end) == '的' && letters.any_to(place, &["到", "至"]).is_some();
    let is_at = !is_of_year && opened < place || closed > end || month.is_some_and(|month| opened_before_month < month);
    let start =
        [opened, opened_before_month, before_words(letters, place, OPENERS_IN)].into_iter().min().unwrap_or(place);
    Some(TimeMention::plain(
        start.min(month.unwrap_or(start))..closed.max(end),
        if is_at { TimeKind::At } else { TimeKind::In },
        if is_at { None } else { Some(first) },
        Some(first),
    ))
}

const OPENERS_AT: &[&str] = &[
    "到",
    "至",
    "截至",
    "截止到",
    "截止",
    "截至到",
    "力争到",
    "于",
    "by ",
    "by the end of ",
    "by the year ",
    "until ",
    "till ",
    "at the end of ",
    "end of ",
    "by end of ",
    "as of ",
    "as at ",
    "the end of ",
    "by late ",
    "by early ",
    "by mid-",
    "by autumn ",
    "by spring ",
    "by summer ",
    "by winter ",
    "before ",
    "by end-",
    "by fy",
    "by fy ",
];
const OPENERS_IN: &[&str] =
    &["在", "in ", "during ", "for ", "of ", "throughout ", "since ", "自", "fy", "in fy", "in fy "];
const CLOSERS_AT: &[&str] = &[
    "底前",
    "末前",
    "年底前",
    "年底",
    "年末",
    "底",
    "末",
    "前",
    "之前",
    "以前",
    "年底之前",
    "年年底前",
    "年年底",
    "年年末",
    "12月底",
    "底之前",
];

fn before_words(letters: &Letters<'_>, place: usize, words: Words) -> usize {
    letters.any_to(place, words).unwrap_or(place)
}

fn behind_words(letters: &Letters<'_>, place: usize, words: Words) -> usize {
    letters.any_from(place, words).unwrap_or(place)
}

/// Whether a unit or a counted noun follows, so that four digits are a quantity.
fn is_counted(letters: &Letters<'_>, end: usize) -> bool {
    if chinese_units::measure(letters, end).is_some_and(|(_, code)| !matches!(code, "minute")) {
        return true;
    }
    let start = letters.skip_spaces(end);
    if matches!(letters.at(end), '余' | '多') {
        return true;
    }
    // "2000 visits" counts; "2023 visits" hardly does.
    let is_round = letters.at(end.saturating_sub(1)) == '0' && letters.at(end.saturating_sub(2)) == '0';
    is_round && start > end && english_units::counted(letters, end, letters.len()).is_some()
}

/// The later year of a span of years that starts with this year, and where it ends.
fn range_end(letters: &Letters<'_>, first: i32, end: usize) -> Option<(i32, usize, bool)> {
    let place = letters.skip_spaces(end);
    let joint = letters.any_from(place, &["--", "-", "至", "到", "to", "and", "/"])?;
    if letters.word_from(place, "and").is_some() {
        // "in 2023 and 2024" are two years; "between 2016 and 2019" is a span.
        let opening = letters.word_to(end.checked_sub(4)?, "between ");
        opening?;
    }
    let next = letters.skip_spaces(joint);
    if let Some((last, after, marked)) = bare_year(letters, next) {
        return (last > first && last - first <= 60).then_some((last, after, marked));
    }
    // 2024-25 and 2024/25.
    let short: Option<i32> = letters.folded(next..next + 2).parse().ok();
    let is_short = !letters.at(next + 2).is_alphanumeric()
        && letters.at(next + 2) != '-'
        && !(letters.at(next + 2) == '.' && letters.at(next + 3).is_ascii_digit());
    let last = first - first % 100 + short.filter(|_| is_short)?;
    (last == first + 1 || (last > first && last - first <= 10 && letters.at(place) == '-')).then_some((
        last,
        next + 2,
        false,
    ))
}

/// 3月15日 behind a year.
fn month_and_day(letters: &Letters<'_>, place: usize) -> Option<usize> {
    let digits_then = |place: usize, mark: char| {
        let start = letters.skip_spaces(place);
        let mut end = start;
        while letters.at(end).is_ascii_digit() && end < start + 2 {
            end += 1;
        }
        let end = letters.skip_spaces(end);
        (end > start && letters.at(end) == mark).then_some(end + 1)
    };
    let month = digits_then(place, '月')?;
    Some(digits_then(month, '日').unwrap_or(month))
}

/// The English months, written out and short.
pub(super) const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// Where the month and the day before a year start: 31 December 2024, March 15, 2021.
fn english_month_before(letters: &Letters<'_>, place: usize) -> Option<usize> {
    let mut place = letters.skip_spaces_back(place);
    if letters.before(place) == ',' {
        place -= 1;
    }
    let day = |mut place: usize| {
        while letters.before(place).is_ascii_digit() {
            place -= 1;
        }
        place
    };
    let end = letters.skip_spaces_back(day(place));
    let start = letters.any_to(end, MONTHS)?;
    let before = letters.skip_spaces_back(start);
    Some(if letters.before(before).is_ascii_digit() { day(before) } else { start })
}

/// "Since 2018" lasts to the end of what is reviewed.
fn settle_since(letters: &Letters<'_>, mention: &mut TimeMention, setting: &Setting) {
    let is_opened = letters.any_from(mention.range.start, &["since", "自"]).is_some();
    let is_closed = letters.any_from(mention.range.end, &["以来", "至今", "起"]).is_some();
    if mention.kind != TimeKind::In || !(is_opened || is_closed) {
        return;
    }
    mention.is_since = true;
    mention.kind = TimeKind::Over;
    let last = setting.review_years.map(crate::domain::period::YearSpan::end);
    mention.end = last.filter(|last| mention.start.is_some_and(|start| start <= *last));
}
