//! How a figure bounds its quantity, by the words before and behind it.

use std::ops::Range;

use super::letters::Letters;
use crate::domain::indicator::Comparator;

/// Words that bind a figure wherever they stand before it in its clause, as in 不少于…, with the verb between or not.
const BEFORE_LOOSE: [(Comparator, &[&str]); 4] = [
    (
        Comparator::AtLeast,
        &[
            "不少于",
            "不低于",
            "不小于",
            "不得少于",
            "不得低于",
            "不应少于",
            "不应低于",
            "至少",
            "最少",
            "≥",
            "at least",
            "no fewer than",
            "no less than",
            "not less than",
            "not fewer than",
            "a minimum of",
            "minimum of",
            "no lower than",
            "not lower than",
            "not be less than",
            "not be fewer than",
            "not be lower than",
        ],
    ),
    (
        Comparator::AtMost,
        &[
            "不超过",
            "不高于",
            "不大于",
            "不多于",
            "至多",
            "最多",
            "不得超过",
            "不得高于",
            "≤",
            "at most",
            "no more than",
            "not more than",
            "a maximum of",
            "maximum of",
            "not exceed",
            "not exceeding",
            "no higher than",
            "no longer than",
            "not higher than",
            "not be more than",
            "not be higher than",
            "not be longer than",
        ],
    ),
    (
        Comparator::MoreThan,
        &[
            "超过",
            "more than",
            "in excess of",
            "exceed",
            "exceeds",
            "exceeded",
            "exceeding",
            "greater than",
            "higher than",
            "surpass",
            "surpassed",
            "surpassing",
            "upwards of",
        ],
    ),
    (Comparator::LessThan, &["less than", "fewer than", "lower than", "少于", "低于"]),
];

/// Words that bind a figure only from the place before it.
const BEFORE_CLOSE: [(Comparator, &[&str]); 5] = [
    (Comparator::AtLeast, &["minimum", "≥", ">="]),
    (Comparator::MoreThan, &["突破", "多于", "逾", "高于", "大于", "超", "破", ">", "over", "above"]),
    (Comparator::AtMost, &["≤", "<=", "up to", "within", "maximum"]),
    (Comparator::LessThan, &["不足", "不到", "小于", "未满", "<", "under", "below"]),
    (
        Comparator::Approximately,
        &[
            "大约",
            "大概",
            "将近",
            "接近",
            "约为",
            "约",
            "近",
            "about",
            "around",
            "approximately",
            "nearly",
            "some",
            "roughly",
            "almost",
            "circa",
            "ca.",
            "c.",
            "approx.",
            "close to",
            "≈",
        ],
    ),
];

/// Words behind a figure.
const BEHIND: [(Comparator, &[&str]); 5] = [
    (
        Comparator::AtLeast,
        &[
            "及以上",
            "以上",
            "之上",
            "or more",
            "or above",
            "and above",
            "or higher",
            "or over",
            "and over",
            "or greater",
            "and more",
            "at least",
            "at a minimum",
        ],
    ),
    (Comparator::AtMost, &["以内", "之内", "以下", "及以下", "or less", "or fewer", "at most", "or below", "or under"]),
    (Comparator::Approximately, &["左右", "上下", "or so", "or thereabouts"]),
    (Comparator::MoreThan, &["有余", "+"]),
    (Comparator::AtMost, &["内"]),
];

/// How far a loose word may stand before its figure.
const REACH: usize = 24;

/// The comparator that words before a place set, and where those words start. `from` is where to look at most: behind the
/// figure before, and inside the clause.
pub(super) fn before(letters: &Letters<'_>, place: usize, from: usize) -> Option<(Comparator, usize)> {
    let end = letters.skip_spaces_back(place);
    let end = skip_articles(letters, end);
    let close = BEFORE_CLOSE.iter().chain(&BEFORE_LOOSE).filter_map(|(comparator, words)| {
        letters.any_to(end, words).filter(|start| *start >= from).map(|start| (*comparator, start))
    });
    // The longest word decides: 不低于 ends in 低于, "no more than" in "more than".
    if let Some(found) = close.min_by_key(|(_, start)| *start) {
        // 最近, 附近 and 突破 open other words; 近 is "about" only with nothing of a word before it.
        let is_word = letters.any_to(place, &["最近", "附近", "走近", "贴近", "就近"]).is_some();
        return (!is_word).then_some(found);
    }
    let from = from.max(place.saturating_sub(REACH));
    let loose = BEFORE_LOOSE.iter().filter_map(|(comparator, words)| {
        letters.find_last(from..place, words).map(|found| (*comparator, found.start, found.end))
    });
    let (comparator, start, found_end) = loose.max_by_key(|(_, start, end)| (*end, std::cmp::Reverse(*start)))?;
    // Between the word and its figure there is at most a verb or a noun.
    let is_near = !letters.has(found_end..place, &["，", ",", "、", "的", "of the"]);
    is_near.then_some((comparator, start))
}

/// "over a", "about the": articles between the word and the figure.
fn skip_articles(letters: &Letters<'_>, end: usize) -> usize {
    letters.any_to(end, &["a total of", "the"]).map_or(end, |start| letters.skip_spaces_back(start))
}

/// The comparator that words behind a figure set, and where those words end. `noun` is what is counted, which may stand
/// between.
pub(super) fn behind(
    letters: &Letters<'_>,
    unit_end: usize,
    noun: &Range<usize>,
    limit: usize,
    is_duration: bool,
) -> Option<(Comparator, usize)> {
    let places = [
        letters.skip_spaces(unit_end),
        letters.skip_spaces(noun.end),
        letters.find(noun.clone(), &["以上", "左右", "以内"]).map_or(noun.end, |found| found.start),
    ];
    for place in places {
        for (comparator, words) in BEHIND {
            if words.contains(&"内") && !(is_duration && letters.at(place + 1) != '容') {
                continue;
            }
            if let Some(end) = letters.any_from(place, words).filter(|end| *end <= limit) {
                return Some((comparator, end));
            }
        }
    }
    None
}
