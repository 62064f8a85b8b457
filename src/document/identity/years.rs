//! Years that a text names for a plan: `2021—2025年`, `FY2023–27`, “十四五”, `14th Five-Year Plan`.

use std::ops::Range;

use regex::Captures;

use crate::document::pattern::Pattern;
use crate::domain::period::YearSpan;

/// A span of years, where a normalized text names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct YearMention {
    pub(super) years: YearSpan,
    /// The number of the five-year plan of China, if it is named by that.
    pub(super) five_year_plan: Option<i32>,
    pub(super) at: Range<usize>,
}

/// The calendar that years of two or three digits are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    /// The common era: such numbers are no years.
    Common,
    /// Texts in Traditional Chinese may count from the founding of the Republic of China: 民國114年 is 2025.
    Republic,
}

/// The year before the first of [`Calendar::Republic`].
const BEFORE_REPUBLIC: i32 = 1911;

/// Plans for more years are visions; spans of more years are history.
const MAX_YEARS: i32 = 30;

// The second year may have two digits. `/24` of a school year is passed over.
static SPAN: Pattern = Pattern::new(concat!(
    r"(?P<start>(?:19|20)\d\d)(?:/\d\d)?\s*年?度?\s*",
    r"(?:[-‐‑‒–—―−~〜]{1,3}|至|到|\bto\b|\bthrough\b|\buntil\b)\s*",
    r"(?:fy\s*)?(?P<end>(?:19|20)\d\d|\d\d)(?:/(?P<next>\d\d))?"
));

// Financial years, whose own dashes are no spans, and the one word that joins years only behind another.
static YEARS_OF_TWO: Pattern = Pattern::new(concat!(
    r"(?P<start>(?:19|20)\d\d)[-–/]\d\d\s*(?:to|through|until|至|到|[-–—]{1,2})\s*(?P<end>(?:19|20)\d\d)[-–/](?P<next>\d\d)",
    r"|\bbetween (?P<first>(?:19|20)\d\d) and (?P<last>(?:19|20)\d\d)"
));

// 114年至118年, 民國114–118年: the last one always has its 年. 90 to 150 are the years from 2001 to 2061.
static REPUBLIC_SPAN: Pattern = Pattern::new(concat!(
    r"(?:民国\s*)?(?P<start>9\d|1[0-4]\d|150)\s*年?度?\s*(?:[-‐‑‒–—―−~〜]{1,3}|至|到)\s*",
    r"(?:民国\s*)?(?P<end>9\d|1[0-4]\d|150)\s*年度?"
));

static REPUBLIC_YEARLY: Pattern = Pattern::new(r"(?P<year>9\d|1[0-4]\d|150)\s*年度?(?:.{0,6})(?:计划|计画|要点|方案)");

static CHINESE_PLAN: Pattern =
    Pattern::new(concat!("十(?P<short>[一二三四五六七八])五", "|第(?P<long>十[一二三四五六七八]?|[0-9]{2})个五年"));

static ENGLISH_PLAN: Pattern = Pattern::new(concat!(
    r"\b(?:(?P<digits>1\d)\s*(?:st|nd|rd|th)|(?P<word>eleventh|twelfth|thirteenth|fourteenth|fifteenth|",
    r"sixteenth|seventeenth))\s+five[- ]year"
));

static CHINESE_YEAR: Pattern = Pattern::new("(?:一九|二[〇零○])[〇零○一二三四五六七八九]{2}年?");

static YEARLY: Pattern = Pattern::new(concat!(
    r"(?P<a>20\d\d)\s*年度?(?:工作|重点|行动)?(?:计划|要点)",
    r"|\bannual (?:work |operational |business )?plan (?:for )?(?P<b>20\d\d)",
    r"|(?P<c>20\d\d) annual (?:work |operational |business )?plan"
));

/// The years of a five-year plan of China: the 14th is for 2021 to 2025.
pub(super) fn five_year_plan(number: i32) -> Option<YearSpan> {
    let start = 2021_i32.checked_add(number.checked_sub(14)?.checked_mul(5)?)?;
    YearSpan::new(start, start.checked_add(4)?).ok()
}

/// The five-year plan of China that covers exactly these years.
pub(super) fn five_year_plan_of(years: YearSpan) -> Option<i32> {
    (10..=20).find(|&number| five_year_plan(number) == Some(years))
}

/// Every span that a normalized text names, in order.
pub(super) fn year_mentions(text: &str, calendar: Calendar) -> Vec<YearMention> {
    let mut found = Vec::new();
    let with_digits = with_digits(text);
    // Positions stay those of the text only if nothing was rewritten; a rewritten text is a title, where they say enough.
    let text = with_digits.as_deref().unwrap_or(text);
    let mut add = |pattern: &Pattern, read: fn(&str, &Captures<'_>) -> Option<YearMention>| {
        found.extend(pattern.captures_iter(text).filter_map(|captures| read(text, &captures)));
    };
    add(&YEARS_OF_TWO, read_span);
    add(&SPAN, read_span);
    add(&CHINESE_PLAN, read_chinese_plan);
    add(&ENGLISH_PLAN, read_english_plan);
    if calendar == Calendar::Republic {
        add(&REPUBLIC_SPAN, read_republic_span);
    }
    found.sort_by_key(|mention| (mention.at.start, std::cmp::Reverse(mention.at.end)));
    // 2023–24 to 2027–28 holds two spans of its own.
    let mut end = 0;
    found.retain(|mention| {
        let is_inside = mention.at.start < end;
        end = end.max(mention.at.end);
        !is_inside
    });
    found
}

/// The one year of a yearly plan.
pub(super) fn yearly_plan(text: &str, calendar: Calendar) -> Option<YearMention> {
    let Some(captures) = YEARLY.captures(text) else {
        return (calendar == Calendar::Republic).then(|| republic_yearly_plan(text)).flatten();
    };
    let year = ["a", "b", "c"].iter().find_map(|name| captures.name(name))?;
    let number = year.as_str().parse().ok()?;
    Some(YearMention { years: YearSpan::new(number, number).ok()?, five_year_plan: None, at: year.range() })
}

fn republic_yearly_plan(text: &str) -> Option<YearMention> {
    let captures = REPUBLIC_YEARLY.captures(text)?;
    let year = captures.name("year")?;
    let number = year.as_str().parse::<i32>().ok()? + BEFORE_REPUBLIC;
    if ends_in_digit(text.get(..year.start())?) {
        return None;
    }
    Some(YearMention { years: YearSpan::new(number, number).ok()?, five_year_plan: None, at: year.range() })
}

fn read_republic_span(text: &str, captures: &Captures<'_>) -> Option<YearMention> {
    let whole = captures.get(0)?;
    let year =
        |name: &str| -> Option<i32> { Some(captures.name(name)?.as_str().parse::<i32>().ok()? + BEFORE_REPUBLIC) };
    let is_date = text.get(whole.end()..)?.trim_start().starts_with(|next: char| next.is_ascii_digit());
    if is_date || ends_in_digit(text.get(..whole.start())?) {
        return None;
    }
    let years = YearSpan::new(year("start")?, year("end")?).ok();
    let years = years.filter(|years| (2..=MAX_YEARS).contains(&years.n_years()))?;
    Some(YearMention { years, five_year_plan: None, at: whole.range() })
}

fn ends_in_digit(text: &str) -> bool {
    text.ends_with(|last: char| last.is_ascii_digit())
}

fn read_span(text: &str, captures: &Captures<'_>) -> Option<YearMention> {
    let whole = captures.get(0)?;
    let start = captures.name("start").or(captures.name("first"))?;
    let end = captures.name("end").or(captures.name("last"))?;
    let is_digit = |character: Option<char>| character.is_some_and(|character| character.is_ascii_digit());
    let after = text.get(whole.end()..)?;
    // Digits around it make another number of it, and `-06-04` a date.
    let mut following = after.chars();
    let (next, second) = (following.next(), following.next());
    let goes_on = matches!(next, Some('-' | '.' | '/')) && is_digit(second);
    if ends_in_digit(text.get(..whole.start())?) || is_digit(next) || goes_on || next == Some('月') {
        return None;
    }
    let first: i32 = start.as_str().parse().ok()?;
    let last: i32 = end.as_str().parse().ok()?;
    let last = if last < 100 { first / 100 * 100 + last } else { last };
    // A financial year ends in the next calendar year.
    let next: Option<i32> = captures.name("next").and_then(|next| next.as_str().parse().ok());
    let last = if next == Some((last + 1) % 100) { last + 1 } else { last };
    let years = YearSpan::new(first, last).ok().filter(|years| (2..=MAX_YEARS).contains(&years.n_years()))?;
    Some(YearMention { years, five_year_plan: None, at: whole.range() })
}

fn read_chinese_plan(text: &str, captures: &Captures<'_>) -> Option<YearMention> {
    let whole = captures.get(0)?;
    // 二十五五 is no plan, nor is 十五五十.
    let before = text.get(..whole.start())?.chars().next_back();
    let is_inside_number =
        |character: Option<char>| character.is_some_and(|character| "一二三四五六七八九十百".contains(character));
    if captures.name("short").is_some()
        && (is_inside_number(before) || is_inside_number(text.get(whole.end()..)?.chars().next()))
    {
        return None;
    }
    let named = captures.name("short").or(captures.name("long"))?.as_str();
    let number = match named.parse::<i32>() {
        Ok(number) => number,
        Err(_) => 10 + i32::try_from(named.chars().find_map(chinese_digit).unwrap_or(0)).ok()?,
    };
    mention_of_plan(number, whole.range())
}

fn read_english_plan(_: &str, captures: &Captures<'_>) -> Option<YearMention> {
    const WORDS: [&str; 7] =
        ["eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"];
    let number = match (captures.name("digits"), captures.name("word")) {
        (Some(digits), _) => digits.as_str().parse().ok()?,
        (None, Some(word)) => 11 + i32::try_from(WORDS.iter().position(|known| *known == word.as_str())?).ok()?,
        (None, None) => return None,
    };
    mention_of_plan(number, captures.get(0)?.range())
}

fn mention_of_plan(number: i32, at: Range<usize>) -> Option<YearMention> {
    Some(YearMention { years: five_year_plan(number)?, five_year_plan: Some(number), at })
}

fn chinese_digit(character: char) -> Option<u32> {
    "〇一二三四五六七八九".chars().zip(0..).find_map(|(digit, value)| (digit == character).then_some(value))
}

/// The text with years in Chinese numerals (二〇二一年) written as digits; `None` where it has none.
fn with_digits(text: &str) -> Option<String> {
    CHINESE_YEAR.replaced(text, |captures| {
        let year = captures.get(0).map_or("", |year| year.as_str());
        year.chars()
            .map(|character| {
                let digit = if matches!(character, '零' | '○') { Some(0) } else { chinese_digit(character) };
                digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(character)
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linguistics::normalize;

    #[test]
    fn spans_are_read_however_they_are_written() {
        for (text, expected) in [
            ("2021—2025年", "2021-2025"),
            ("２０２１～２０２５年", "2021-2025"),
            ("2021-2025", "2021-2025"),
            ("2021 to 2025", "2021-2025"),
            ("2021年至2025年", "2021-2025"),
            ("二〇二六年至二〇三〇年", "2026-2030"),
            ("Strategy 2024–2029", "2024-2029"),
            ("FY2023–27", "2023-2027"),
            ("FY 2023 – FY 2027", "2023-2027"),
            ("2023/24–2027/28", "2023-2028"),
            ("2023–24 to 2027–28", "2023-2028"),
            ("between 2023 and 2027", "2023-2027"),
            ("in 2021 and 2022", ""),
            ("“十四五”规划", "2021-2025"),
            ("「十五五」規劃", "2026-2030"),
            ("第十四个五年规划", "2021-2025"),
            ("14th Five-Year Plan", "2021-2025"),
            ("the Fifteenth Five Year Plan", "2026-2030"),
            ("“十三五”总结与“十四五”规划（2021—2025年）", "2016-2020 2021-2025 2021-2025"),
            // Dates, parts of longer numbers and years that run backwards are no spans.
            ("2024-06-04", ""),
            ("2009-10-25", ""),
            ("2024年10月至12月", ""),
            ("12021-20255", ""),
            ("2025-2021", ""),
            ("1904–2024", ""),
            ("二十五五", ""),
            ("ISO 2789:2022", ""),
        ] {
            let found: Vec<String> = year_mentions(&normalize(text), Calendar::Common)
                .into_iter()
                .map(|mention| format!("{}-{}", mention.years.start(), mention.years.end()))
                .collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_yearly_plan_has_one_year() {
        for (text, year) in [
            ("示例市图书馆2025年工作计划", Some(2025)),
            ("Annual Plan 2025", Some(2025)),
            ("2025 annual operational plan", Some(2025)),
            ("2025年图书馆年报", None),
        ] {
            assert_eq!(
                yearly_plan(&normalize(text), Calendar::Common).map(|mention| mention.years.end()),
                year,
                "{text}"
            );
        }
    }

    #[test]
    fn years_of_the_republic_are_read_in_traditional_texts() {
        for (text, expected) in [
            ("（114年至118年）", "2025-2029"),
            ("民國114–118年發展計畫", "2025-2029"),
            ("民國 114 年度至民國 117 年度", "2025-2028"),
            ("114年至118年、2025-2029", "2025-2029 2025-2029"),
            // Amounts, days and years of other calendars.
            ("114至118場", ""),
            ("1140年至1180年", ""),
            ("113年11月22日至114年12月", ""),
            ("62年至70年", ""),
        ] {
            let spans = |calendar| {
                let mentions = year_mentions(&normalize(text), calendar).into_iter();
                mentions.map(|it| format!("{}-{}", it.years.start(), it.years.end())).collect::<Vec<_>>().join(" ")
            };
            assert_eq!(spans(Calendar::Republic), expected, "{text}");
            assert!(!spans(Calendar::Common).contains("2025-2029 "), "{text}");
        }
        for (text, year) in
            [("河濱市立圖書館114年度工作計畫", Some(2025)), ("114年度施政計畫", Some(2025)), ("114年閉館", None)]
        {
            let found = yearly_plan(&normalize(text), Calendar::Republic).map(|mention| mention.years.end());
            assert_eq!(found, year, "{text}");
            assert_eq!(yearly_plan(&normalize(text), Calendar::Common), None, "{text}");
        }
    }
}
