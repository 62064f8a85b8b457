//! What a time is besides a time: what a change is against, or when a house was founded.

use super::{
    letters::Letters,
    numeral,
    time::{TimeKind, TimeMention},
};

/// Whether a comparison opens before a time: 较2020年, compared with 2019, over the end of.
pub(super) fn is_reference(letters: &Letters<'_>, mention: &TimeMention, from: usize) -> bool {
    const OPENERS: &[&str] = &[
        "比",
        "较",
        "与",
        "同",
        "相较",
        "比起",
        "相比",
        "对比",
        "比照",
        "compared with",
        "compared to",
        "compare with",
        "compare to",
        "comparing with",
        "over the end of",
        "over",
        "against",
        "than in",
        "than",
        "relative to",
        "on",
        "above",
        "versus",
        "vs",
        "vs.",
        "from a baseline in",
        "than at the end of",
        "over that of",
        "from the level of",
        "compared with the end of",
        "compared to the end of",
        "against the end of",
        "than that of",
        "compared with that of",
        "是",
        "为",
        "相当于",
        "than the end of",
        "below",
    ];
    // 在2020年的基础上 is where a level or a growth starts.
    if letters
        .word_from(mention.range.end, "基础上")
        .or_else(|| letters.word_from(mention.range.end, "的基础上"))
        .is_some()
    {
        return true;
    }
    let mut start = mention.range.start;
    for _ in 0..5 {
        let place = letters.skip_spaces_back(start);
        if place < from {
            return false;
        }
        if letters.any_to(place, OPENERS).is_some()
            && !(letters.before(place) == 'n' && letters.word_to(place, "on").is_some() && mention.kind == TimeKind::At)
        {
            // 是2015年的1.8倍 compares; 是2015年的水平 and others do not.
            if letters.any_to(place, &["是", "为", "相当于"]).is_some() {
                let end = letters.word_from(mention.range.end, "的").unwrap_or(mention.range.end);
                return numeral::scan(letters, end).0.is_some_and(|number| letters.at(number.range.end) == '倍');
            }
            // 与2020年 opens a comparison only with 相比 or 持平 behind it.
            let is_and = matches!(letters.before(place), '与' | '同');
            return !is_and
                || letters.has(
                    mention.range.end..(mention.range.end + 6).min(letters.len()),
                    &["相比", "比较", "持平", "相较"],
                );
        }
        let Some(shorter) = letters.any_to(
            place,
            &[
                "the",
                "in",
                "its",
                "“",
                "\"",
                "'",
                "?",
                "at",
                "by",
                "of",
                "end of",
                "levels of",
                "year",
                "that",
                "those",
                "level",
                "levels",
                "figure",
                "a",
                "number",
                "fiscal",
                "value",
            ],
        ) else {
            break;
        };
        start = shorter;
    }
    // "on 2019 levels", "from 2019 levels", "its 2019 level".
    let behind = letters.skip_spaces(mention.range.end);
    letters.any_from(behind, &["level", "levels", "baseline"]).is_some()
}

/// Whether a time is that of a founding or an opening: 成立于1958年, founded in 1908.
pub(super) fn is_founding(letters: &Letters<'_>, mention: &TimeMention) -> bool {
    const BEFORE: &[&str] = &[
        "成立",
        "建",
        "始建",
        "创建",
        "创办",
        "创立",
        "开馆",
        "落成",
        "前身",
        "founded",
        "established",
        "built",
        "opened",
        "created",
        "constituted",
        "dating from",
        "dates from",
        "since its founding",
    ];
    const BEHIND: &[&str] = &[
        "成立",
        "建馆",
        "开馆",
        "落成",
        "创办",
        "创建",
        "始建",
        "迁",
        "对外开放",
        "正式开放",
        "正式对外",
        "正式开馆",
        "竣工",
        "投入使用",
        "建成开放",
        "建成启用",
        "启用",
        "founded",
    ];
    let is_before = letters.any_to(letters.skip_spaces_back(mention.range.start), BEFORE).is_some();
    let behind = mention.range.end..(mention.range.end + 12).min(letters.len());
    let end = behind.clone().find(|place| matches!(letters.at(*place), '，' | ',' | '。')).unwrap_or(behind.end);
    // 新馆于2018年开放; 2018年开放时间 is none.
    let is_opened = letters.any_to(end, &["开放"]).is_some_and(|start| start >= behind.start);
    mention.kind != TimeKind::Over && (is_before || is_opened || letters.has(behind.start..end, BEHIND))
}
