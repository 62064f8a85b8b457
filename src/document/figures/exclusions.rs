//! Numbers that are no figures: of laws, rooms, sections and ages, in names and slogans, of places and their people.

use std::ops::Range;

use super::{
    exclusion_words::{
        ABSTRACT, CHINESE_ABSTRACT, CHINESE_LABELS, CHINESE_PLACES, CHINESE_SLOGAN, LABELS, QUESTIONS, SLOGAN,
    },
    letters::{Letters, is_latin},
    numeral::Spelling,
    occurrences::Words,
    quantity::Quantity,
};
use crate::{domain::indicator::Comparator, linguistics::is_han};

/// Longer quotations are sentences, in which a figure is a figure.
const MAX_QUOTATION: usize = 20;

/// Whether a number that looks like a quantity is none, as the words around it say.
pub(super) fn is_no_figure(
    letters: &Letters<'_>,
    quantity: &Quantity,
    sentence: &Range<usize>,
    clause: &Range<usize>,
) -> bool {
    let numbers = quantity.numbers.clone();
    is_labelled(letters, quantity, sentence)
        || is_quoted(letters, &numbers, sentence)
        || is_part_of_plan_or_place(letters, quantity, clause)
        || is_article(letters, quantity)
        || is_name_of_span(letters, quantity)
        || is_age(letters, quantity)
        || is_of_making(letters, quantity, sentence)
        || is_name_of_share(letters, quantity)
        || is_directory(letters, clause, quantity)
}

fn is_labelled(letters: &Letters<'_>, quantity: &Quantity, sentence: &Range<usize>) -> bool {
    let start = quantity.numbers.start;
    let end = letters.skip_spaces_back(start);
    if letters.any_to(end, CHINESE_LABELS).is_some_and(|label| !is_chinese_word_before(letters, label, end)) {
        return true;
    }
    // A number at the very start names the passage: 3 Libraries for all.
    if start == 0
        && quantity.spelling == Spelling::Digits
        && letters.at(quantity.numbers.end) == ' '
        && letters.is_capital(quantity.numbers.end + 1)
    {
        return true;
    }
    if matches!(letters.before(end), '#' | '№') {
        return true;
    }
    let word = letters.latin_word_before(if letters.before(end) == '.' { end - 1 } else { end });
    if word.is_empty() || word.start < sentence.start {
        return false;
    }
    let text = letters.folded(word.clone());
    if matches!(text.as_str(), "per" | "every" | "each" | "first" | "last" | "next" | "other" | "no")
        && quantity.comparator == Comparator::Equal
    {
        // "per 1,000 people" is what a rate is of; "the first two" are no quantity.
        return text != "no" || letters.before(end) == '.';
    }
    // "our five largest branches" are known already; so is "the top 10".
    let is_known = matches!(text.as_str(), "our" | "the" | "its" | "their" | "these" | "those" | "all" | "both");
    let is_counted_in_words = quantity.spelling == Spelling::Word && !quantity.is_share && quantity.power == 0;
    // Web 2.0
    if text == "web" && quantity.spelling == Spelling::Digits
        || text == "s" && letters.before(word.start) == '\'' && is_counted_in_words
    {
        return true;
    }
    if text == "top" || is_known && is_counted_in_words {
        return true;
    }
    let is_label =
        LABELS.contains(&text.as_str()) || LABELS.contains(&format!("{text}.").as_str()) && letters.before(end) == '.';
    let is_capital = letters.is_capital(word.start) && word.start > sentence.start;
    if is_label && (is_capital || quantity.is_bare || quantity.unit == Some("item")) {
        return true;
    }
    // ISO 27001: capitals name, unless a unit stands behind the number.
    let is_acronym = word.len() >= 2 && word.clone().all(|place| letters.is_capital(place));
    is_acronym && (quantity.is_bare || quantity.unit == Some("item"))
}

/// 目标 before a number labels it only at the start of a clause; inside one it is a word among others.
fn is_chinese_word_before(letters: &Letters<'_>, label: usize, end: usize) -> bool {
    let is_long_enough = end - label >= 2;
    match letters.at(label) {
        '第' | '前' | '位' | '排' | '每' | '满' | '总' | '电' | '邮' | '编' | '附' | '传' | '热' | '届' => {
            false
        }
        '表' | '图' => is_han(letters.before(label)),
        _ => is_long_enough && is_han(letters.before(label)),
    }
}

fn is_quoted(letters: &Letters<'_>, numbers: &Range<usize>, sentence: &Range<usize>) -> bool {
    let from = sentence.start.max(numbers.start.saturating_sub(MAX_QUOTATION));
    for place in (from..numbers.start).rev() {
        match letters.at(place) {
            '”' | '」' | '》' | '』' => return false,
            '《' => return true,
            opening @ ('“' | '「' | '『') => {
                let closing = match opening {
                    '“' => '”',
                    '「' => '」',
                    _ => '』',
                };
                return (numbers.end..place + 2 * MAX_QUOTATION)
                    .take_while(|place| *place < sentence.end)
                    .any(|place| letters.at(place) == closing);
            }
            '"' => {
                let n_before = (sentence.start..=place).filter(|place| letters.at(*place) == '"').count();
                return n_before % 2 == 1
                    && (numbers.end..sentence.end).take(2 * MAX_QUOTATION).any(|place| letters.at(place) == '"');
            }
            _ => {}
        }
    }
    false
}

fn is_part_of_plan_or_place(letters: &Letters<'_>, quantity: &Quantity, clause: &Range<usize>) -> bool {
    let noun = quantity.noun.clone();
    let is_counted_in_words = quantity.spelling != Spelling::Digits;
    if noun.start < noun.end && is_latin(letters.at(noun.start)) {
        let words = letters.folded(noun.clone());
        let is_one = |word: &str, list: &[&str]| {
            list.contains(&word) || word.strip_suffix('s').is_some_and(|stem| list.contains(&stem))
        };
        let mut words = words.split([' ', '-']);
        if matches!(quantity.unit, None | Some("item"))
            && words.any(|word| {
                is_one(word, ABSTRACT) && !(quantity.value >= 100.0 && is_one(word, QUESTIONS))
                    || (is_counted_in_words && is_one(word, SLOGAN))
            })
        {
            return true;
        }
    }
    const POPULATION: &[&str] = &[
        "人口",
        "总人口",
        "population",
        "inhabitants",
        "home to",
        "residents live",
        "serves a",
        "city of",
        "town of",
        "county of",
        "region of",
        "district of",
    ];
    if quantity.unit.is_none_or(|unit| matches!(unit, "person" | "item")) && letters.has(clause.clone(), POPULATION) {
        return true;
    }
    if letters.any_to(quantity.range.end, &["平方公里", "平方千米"]).is_some() {
        return true;
    }
    let noun_start = noun.start;
    let is_general = matches!(quantity.unit, None | Some("item" | "title" | "record"));
    if is_general && letters.find(noun_start..(noun_start + 8).min(noun.end), CHINESE_ABSTRACT).is_some() {
        return true;
    }
    if is_general
        && is_counted_in_words
        && quantity.value < 11.0
        && letters.find(noun_start..noun.end, CHINESE_SLOGAN).is_some()
    {
        return true;
    }
    // 7个区: the place ends where the noun ends.
    is_general
        && !noun.is_empty()
        && letters
            .any_from(noun_start, CHINESE_PLACES)
            .is_some_and(|end| end >= noun.end || matches!(letters.at(end), '(' | '、' | '，'))
}

/// 一个, 一支 and "one" are articles unless a word bounds them.
fn is_article(letters: &Letters<'_>, quantity: &Quantity) -> bool {
    let is_one = quantity.spelling != Spelling::Digits
        && quantity.value == 1.0
        && quantity.power == 0
        && quantity.upper.is_none();
    // 这两个, 前三名: told before, or an order.
    if quantity.spelling == Spelling::Han
        && "这那该此前后头某另同上下本首".contains(letters.before(quantity.numbers.start))
        // 善本五百种: a word that ends so is no pointer.
        && !(matches!(letters.before(quantity.numbers.start), '本' | '首' | '头' | '同')
            && is_han(letters.before(quantity.numbers.start - 1)))
    {
        return true;
    }
    is_one && quantity.comparator == Comparator::Equal && !quantity.is_share
        || quantity.spelling == Spelling::Han
            && letters.any_from(quantity.numbers.end, &["位一体", "级", "大", "届"]).is_some()
}

/// 24小时自助图书馆, 15分钟阅读圈, 5公里: spans that name.
fn is_name_of_span(letters: &Letters<'_>, quantity: &Quantity) -> bool {
    let end = quantity.range.end;
    match quantity.unit {
        Some("hour" | "day")
            if letters.any_from(letters.skip_spaces(end), &["a day", "a week", "per week", "per day"]).is_some() =>
        {
            matches!(quantity.value, 24.0 | 7.0) && quantity.comparator == Comparator::Equal
        }
        Some("hour") => quantity.value == 24.0 && quantity.comparator == Comparator::Equal,
        Some("minute") => {
            quantity.comparator == Comparator::Equal
                && letters.has(end..(end + 10).min(letters.len()), &["圈", "circle", "radius"])
        }
        // 三月, and months and weeks as dates.
        Some("month" | "week" | "day") => letters.any_from(end, &["岁", "龄"]).is_some(),
        _ => false,
    }
}

/// "people over 65", "under 18": without a unit these words bound an age.
fn is_age(letters: &Letters<'_>, quantity: &Quantity) -> bool {
    let is_small = quantity.value <= 100.0 && quantity.power == 0 && quantity.is_bare;
    let opener = letters.skip_spaces_back(quantity.numbers.start);
    let is_older = || letters.any_to(opener, &["older than", "younger than"]).is_some();
    is_small
        && (is_older() || letters.any_to(opener, &["over", "under", "above", "below", "aged", "age", "ages"]).is_some())
        || letters.at(letters.skip_spaces(quantity.numbers.end)) == '岁'
}

/// 历时八个月, 座谈会6场, 212 survey replies: how the plan was made, and who sat on what, measures no library.
fn is_of_making(letters: &Letters<'_>, quantity: &Quantity, sentence: &Range<usize>) -> bool {
    const MAKING: Words = &[
        "历时",
        "座谈",
        "问卷",
        "征求",
        "征集意见",
        "意见建议",
        "走访",
        "论证会",
        "调研组",
        "replies",
        "responses",
        "respondents",
        "submissions",
        "focus groups",
        "interviews",
        "consultees",
        "steering group",
        "working group",
        "steering committee",
        "planning group",
        "questionnaires",
        "survey forms",
        "votes",
        "voters",
    ];
    const UNITS: &[&str] =
        &["item", "copy", "event", "month", "week", "person", "visit", "use", "record", "team", "country"];
    let clause = quantity.clause.clone();
    let around = clause.start..quantity.noun.end.max(quantity.range.end).min(clause.end);
    let is_counted = quantity.unit.is_none_or(|unit| UNITS.contains(&unit)) && !quantity.is_share;
    let is_meeting = || {
        quantity.unit == Some("use")
            && letters.has(
                sentence.clone(),
                &["met", "meets", "meet", "convened", "report", "reports", "review", "reviewed", "committee", "board"],
            )
    };
    // 意见建议87条 stands behind its noun; the members of a group are told behind it in the sentence.
    let is_member = || {
        quantity.spelling != Spelling::Digits
            && letters
                .has(sentence.clone(), &["steering group", "working group", "steering committee", "advisory group"])
    };
    is_counted && (letters.has(around, MAKING) || is_meeting() || is_member())
}

/// 24小时内答复率: the time is a part of the share's name.
fn is_name_of_share(letters: &Letters<'_>, quantity: &Quantity) -> bool {
    let is_time = matches!(quantity.unit, Some("hour" | "day" | "working-day" | "minute" | "week" | "month"));
    let end = quantity.range.end;
    let name = end..(end + 8).min(quantity.clause.end);
    is_time
        && letters.find(name.clone(), &["率", "比例"]).is_some_and(|share| {
            (end..share.start).all(|place| is_han(letters.at(place)) && !"达为到至".contains(letters.at(place)))
        })
}

/// Addresses and numbers to call.
fn is_directory(letters: &Letters<'_>, clause: &Range<usize>, quantity: &Quantity) -> bool {
    quantity.is_bare
        && letters.has(
            clause.clone(),
            &[
                "电话",
                "邮编",
                "地址",
                "传真",
                "邮政编码",
                "tel",
                "phone",
                "fax",
                "postcode",
                "isbn",
                "issn",
                "doi",
                "http",
                "www",
                "email",
            ],
        )
}
