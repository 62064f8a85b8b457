//! What a figure measures, in the plan's words without the figure.

use std::ops::Range;

use super::{
    letters::{Letters, is_latin},
    quantity::Quantity,
    time::TimeMention,
};
use crate::linguistics::is_han;

/// Longer names are sentences.
const MAX_CHARACTERS: usize = 120;

/// Chinese words that a name neither begins nor ends with.
const CHINESE_EDGES: &[&str] = &[
    "年均",
    "平均每年",
    "每年",
    "全年",
    "累计",
    "共计",
    "总计",
    "合计",
    "力争",
    "争取",
    "确保",
    "并",
    "和",
    "与",
    "及",
    "以及",
    "其中",
    "将",
    "已",
    "了",
    "由",
    "从",
    "自",
    "到",
    "至",
    "为",
    "约",
    "的",
    "地",
    "在",
    "达",
    "达到",
    "达到了",
    "提高到",
    "提高至",
    "提升到",
    "提升至",
    "增加到",
    "增加至",
    "增至",
    "增长到",
    "增长至",
    "保持在",
    "保持",
    "控制在",
    "压缩至",
    "压缩到",
    "缩短至",
    "缩短到",
    "缩短",
    "增长",
    "提高",
    "提升",
    "下降",
    "减少",
    "突破",
    "超过",
    "不少于",
    "不低于",
    "不超过",
    "至少",
    "占",
    "分别",
    "分别为",
    "分别达到",
    "共",
    "实现",
    "始终",
    "上升至",
    "上升到",
    "壮大到",
    "降至",
    "降到",
    "较",
    "比",
    "不高于",
    "增幅",
];

/// English words that a name neither begins nor ends with.
const ENGLISH_EDGES: &[&str] = &[
    "and",
    "or",
    "but",
    "of",
    "to",
    "by",
    "at",
    "in",
    "on",
    "for",
    "from",
    "with",
    "the",
    "a",
    "an",
    "is",
    "are",
    "was",
    "were",
    "be",
    "will",
    "shall",
    "reach",
    "reached",
    "reaches",
    "reaching",
    "achieve",
    "achieved",
    "increase",
    "increased",
    "increases",
    "grow",
    "grew",
    "rose",
    "than",
    "over",
    "under",
    "about",
    "around",
    "approximately",
    "nearly",
    "some",
    "at least",
    "more than",
    "less than",
    "up to",
    "an average of",
    "no fewer than",
    "annual average",
    "average annual",
    "annually",
    "every year",
    "each year",
    "a year",
    "per year",
    "a total of",
    "total",
    "which",
    "that",
    "held",
    "we",
    "our",
    "raise",
    "improve",
    "improved",
    "reduce",
    "cut",
    "lift",
    "of which",
    "compared with",
    "as",
    "not",
    "has",
    "have",
    "had",
];

/// The name of what a figure measures; empty where the words around it have none. `from` and `to` are where the figures
/// before and after it stand.
pub(super) fn of(letters: &Letters<'_>, quantity: &Quantity, from: usize, to: usize, times: &[TimeMention]) -> String {
    let clause = &quantity.clause;
    let before = trimmed(letters, without_times(letters, from.max(clause.start)..quantity.range.start, times));
    let noun = trimmed(letters, quantity.noun.clone());
    let is_english = !quantity.noun.is_empty()
        && is_latin(letters.at(quantity.noun.start))
        && !letters.folded(clause.clone()).chars().any(is_han);
    if is_english {
        return capped(noun);
    }
    let has_letters = |text: &str| text.chars().any(char::is_alphabetic);
    let joined = match (has_letters(&before), has_letters(&noun)) {
        (true, true) => format!("{before}{noun}"),
        (true, false) => before,
        (false, true) => noun,
        // What is measured stands behind: 80% of first-year students.
        (false, false) => trimmed(
            letters,
            without_times(letters, quantity.range.end..to.min(clause.end).max(quantity.range.end), times),
        ),
    };
    // A share without a noun before it is of what follows: 80% of …
    let has_few = joined.split_whitespace().count() <= 2 && joined.is_ascii();
    if has_few && quantity.noun.is_empty() {
        let after = trimmed(
            letters,
            without_times(letters, quantity.range.end..to.min(clause.end).max(quantity.range.end), times),
        );
        if has_letters(&after) && after.is_ascii() && after != joined {
            return capped(format!("{joined} {after}").trim().to_owned());
        }
    }
    if has_letters(&joined) { capped(joined) } else { String::new() }
}

/// The text of a range without the times in it.
fn without_times(letters: &Letters<'_>, range: Range<usize>, times: &[TimeMention]) -> Range<usize> {
    // A time stands at the start of what it governs; what is behind the last one is the name.
    let last = times
        .iter()
        .filter(|time| time.range.start >= range.start && time.range.end <= range.end)
        .map(|time| time.range.clone())
        .next_back();
    match last {
        Some(time)
            if letters.skip_spaces(time.end) < range.end
                && letters.folded(time.end..range.end).chars().any(is_name_character) =>
        {
            time.end..range.end
        }
        Some(time) if time.start > range.start => range.start..time.start,
        Some(time) => time.end..range.end,
        None => range,
    }
}

fn is_name_character(character: char) -> bool {
    (is_han(character) && !"的为达到至比较约了共已".contains(character)) || is_latin(character)
}

/// The words of a range without marks and joining words at its ends.
fn trimmed(letters: &Letters<'_>, range: Range<usize>) -> String {
    let Range { mut start, mut end } = range;
    loop {
        let (old_start, old_end) = (start, end);
        while start < end && !letters.at(start).is_alphanumeric() && !"“《「(\"".contains(letters.at(start)) {
            start += 1;
        }
        while end > start && !letters.before(end).is_alphanumeric() && !"”》」)\"".contains(letters.before(end)) {
            end -= 1;
        }
        for words in [CHINESE_EDGES, ENGLISH_EDGES] {
            if let Some(behind) = letters
                .any_from(start, words)
                .filter(|behind| *behind <= end && !is_inside_word(letters, start, *behind))
            {
                start = behind;
            }
            if let Some(before) = letters.any_to(end, words).filter(|before| *before >= start) {
                end = before;
            }
        }
        if (start, end) == (old_start, old_end) || start >= end {
            break;
        }
    }
    letters.original(start.min(end)..end).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// 与 and 地 begin words as well as join them: 地方文献, 为民服务, 自助借还.
fn is_inside_word(letters: &Letters<'_>, start: usize, end: usize) -> bool {
    end == start + 1
        && letters
            .any_from(
                start,
                &[
                    "地方", "地铁", "自助", "自动", "自习", "自主", "为民", "在线", "在编", "在馆", "到馆", "共享",
                    "共建", "与会", "比例", "均等", "将军", "从业", "占地", "并行", "达标", "在职", "在校", "共读",
                ],
            )
            .is_some()
}

fn capped(name: String) -> String {
    if name.chars().count() <= MAX_CHARACTERS {
        return name;
    }
    name.chars().take(MAX_CHARACTERS).collect::<String>().trim_end().to_owned()
}
