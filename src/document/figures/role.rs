//! What a figure is for: a result, a starting point or a target.

use std::ops::Range;

use super::{
    Outlook, Setting,
    letters::Letters,
    quantity::{PairPlace, Quantity},
    time::{TimeKind, TimeMention},
};
use crate::domain::indicator::{Comparator, ObservationRole};

const FUTURE: &[&str] = &[
    "将",
    "拟",
    "力争",
    "争取",
    "计划",
    "目标",
    "确保",
    "力求",
    "预计",
    "有望",
    "will",
    "shall",
    "aim",
    "aims",
    "aiming",
    "plan to",
    "plans to",
    "target",
    "targets",
    "should",
    "goal",
    "intend",
    "intends",
    "to be",
    "expect",
    "expects",
    "expected",
    "strive",
    "must",
    "be able to",
    "would",
];

const PAST: &[&str] = &[
    "已",
    "了",
    "截至",
    "截止",
    "累计",
    "共计",
    "完成了",
    "荣获",
    "去年",
    "was",
    "were",
    "had",
    "has",
    "have",
    "grew",
    "rose",
    "fell",
    "held",
    "ran",
    "gave",
    "drew",
    "made",
    "saw",
    "took",
    "won",
    "lent",
    "built",
    "sent",
    "spent",
    "brought",
    "taught",
    "met",
    "came",
    "went",
    "became",
    "began",
    "hosted",
    "stood",
    "employs",
    "now",
    "currently",
    "至今",
    "目前",
    "年末",
    "现有",
    "共有",
    "to date",
];

/// The role of a figure by where it stands and the words around it.
pub(super) fn of(
    letters: &Letters<'_>,
    quantity: &Quantity,
    time: Option<&TimeMention>,
    setting: &Setting,
    before: Option<ObservationRole>,
    past: &PastVerbs,
    is_change: bool,
) -> ObservationRole {
    let sentence = &past.sentence;
    if matches!(quantity.pair, Some(PairPlace::From | PairPlace::Origin)) {
        return ObservationRole::Baseline;
    }
    let clause = quantity.clause.clone();
    let year = time.and_then(|time| time.end);
    match setting.outlook {
        Outlook::Back => {
            let is_later = year.zip(setting.review_years).is_some_and(|(year, review)| year > review.end());
            let is_future = is_later && letters.has(sentence.clone(), FUTURE) && !letters.has(clause, &["已", "了"]);
            if is_future { ObservationRole::Target } else { ObservationRole::Actual }
        }
        Outlook::Ahead => {
            let is_earlier = year.zip(setting.plan_years).is_some_and(|(year, plan)| year < plan.start());
            let is_baseline = letters.has(clause.clone(), &["基础上", "基期", "现状", "baseline"]);
            let is_past = past.stand_in(&clause) && !letters.has(clause.clone(), FUTURE);
            match (is_earlier && (is_past || !is_change), is_baseline && !is_change) {
                (_, true)
                    if quantity.pair.is_none()
                        && (is_earlier || letters.has(quantity.range.end..clause.end, &["基础上", "baseline"])) =>
                {
                    ObservationRole::Baseline
                }
                (true, false) if is_past => ObservationRole::Actual,
                // What a whole span before the plan brought is a result; a baseline stands at one time.
                (true, false) if time.is_some_and(|time| time.kind == TimeKind::Over) => ObservationRole::Actual,
                (true, _) => ObservationRole::Baseline,
                (false, _)
                    if year.is_none()
                        && quantity.pair.is_none()
                        && letters.has(
                            clause.clone(),
                            &["目前", "现有", "已有", "已达", "已建成", "已经", "currently", "at present"],
                        ) =>
                {
                    ObservationRole::Actual
                }
                _ => ObservationRole::Target,
            }
        }
        Outlook::Unknown => {
            unknown(letters, quantity, time, sentence, past).or(before).unwrap_or(ObservationRole::Actual)
        }
    }
}

fn unknown(
    letters: &Letters<'_>,
    quantity: &Quantity,
    time: Option<&TimeMention>,
    sentence: &Range<usize>,
    past: &PastVerbs,
) -> Option<ObservationRole> {
    let clause = quantity.clause.clone();
    if letters.has(clause.clone(), FUTURE) {
        return Some(ObservationRole::Target);
    }
    if letters.has(clause.clone(), PAST) || past.stand_in(&clause) {
        return Some(ObservationRole::Actual);
    }
    if letters.has(sentence.clone(), FUTURE) {
        return Some(ObservationRole::Target);
    }
    let closes = |time: &&TimeMention| {
        let is_closed =
            letters.find(time.range.clone(), &["截至", "截止", "末", "底", "as of", "as at", "end of"]).is_some();
        let is_level = letters
            .any_to(time.range.start, &["增加", "提高", "增长", "提升", "上升", "扩大", "壮大", "发展"])
            .is_some();
        let is_deadline = !is_level
            && (letters.any_from(time.range.start, &["到", "至", "于", "by", "力争到", "until", "before"]).is_some()
                || letters.before(time.range.end) == '前');
        time.kind == TimeKind::At && is_deadline && !(is_closed && letters.word_from(time.range.start, "截").is_some())
    };
    if time.filter(closes).is_some() {
        return Some(ObservationRole::Target);
    }
    if time.is_some() || letters.has(sentence.clone(), PAST) || past.stand_in(sentence) {
        return Some(ObservationRole::Actual);
    }
    // A sentence that opens with a verb asks for something; so does a bound.
    let opens_with_verb = letters.is_capital(sentence.start) && is_request(letters, sentence.start);
    let is_bound = matches!(quantity.comparator, Comparator::AtLeast | Comparator::AtMost | Comparator::Between);
    (opens_with_verb || is_bound).then_some(ObservationRole::Target)
}

/// The English verbs of a sentence that stand in the past tense.
#[derive(Default)]
pub(super) struct PastVerbs {
    sentence: Range<usize>,
    starts: Vec<usize>,
}

impl PastVerbs {
    pub(super) fn of(letters: &Letters<'_>, sentence: &Range<usize>) -> Self {
        let mut starts = Vec::new();
        let mut place = sentence.start;
        while place < sentence.end {
            if !letters.at(place).is_ascii_alphabetic() {
                place += 1;
                continue;
            }
            let word = letters.latin_word(place);
            if is_past(letters, &word) {
                starts.push(word.start);
            }
            place = word.end.max(place + 1);
        }
        Self { sentence: sentence.clone(), starts }
    }

    fn stand_in(&self, range: &Range<usize>) -> bool {
        let first = self.starts.partition_point(|start| *start < range.start);
        self.starts.get(first).is_some_and(|start| *start < range.end)
    }
}

fn is_past(letters: &Letters<'_>, word: &Range<usize>) -> bool {
    const IRREGULAR: &[&str] = &[
        "was", "were", "had", "grew", "rose", "fell", "held", "ran", "gave", "drew", "made", "saw", "took", "won",
        "lent", "built", "spent",
    ];
    const ADJECTIVES: &[&str] = &[
        "need", "speed", "exceed", "hundred", "embed", "proceed", "shared", "related", "based", "reserved", "advanced",
        "required",
    ];
    let ends_in_ed = word.len() > 4 && letters.before(word.end) == 'd' && letters.before(word.end - 1) == 'e';
    if !ends_in_ed {
        return letters.any_from(word.start, IRREGULAR) == Some(word.end);
    }
    let previous = letters.folded(letters.latin_word_before(letters.skip_spaces_back(word.start)));
    letters.any_from(word.start, ADJECTIVES) != Some(word.end)
        && !matches!(previous.as_str(), "be" | "to" | "and" | "the")
}

fn is_request(letters: &Letters<'_>, start: usize) -> bool {
    const ARTICLES: &[&str] = &[
        "the", "a", "an", "we", "our", "in", "by", "it", "this", "over", "between", "during", "some", "more", "about",
        "around", "at", "annual", "visits", "loans", "there", "from",
    ];
    let word = letters.latin_word(start);
    let text = letters.folded(word);
    !text.is_empty() && !text.ends_with('s') && !text.ends_with("ed") && !ARTICLES.contains(&text.as_str())
}
