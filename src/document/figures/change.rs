//! Whether a figure is a change (增长71%, grew by 18%) or a level (增至71%, grew to 18%).

use super::{letters::Letters, quantity::Quantity};
use crate::domain::indicator::ObservationBasis;

/// Chinese verbs of change.
const VERBS: &[&str] = &[
    "增长",
    "提高",
    "提升",
    "增加",
    "上升",
    "下降",
    "减少",
    "降低",
    "缩短",
    "压缩",
    "增幅",
    "降幅",
    "涨幅",
    "上涨",
    "递增",
    "增速",
    "扩大",
    "节约",
    "下调",
    "上调",
    "增",
    "降",
    "减",
    "涨",
    "增长率",
    "增速达",
    "节省",
    "节能",
    "压减",
    "增幅达",
    "增长幅度",
    "增长了",
    "改善",
    "回升",
    "攀升",
    "成长",
    "缩减",
    "延长",
];

/// English words of change that a figure may follow at once: rose 63 percent, up 12 %, an increase of 71 %.
const BEFORE: &[&str] = &[
    "by",
    "up",
    "down",
    "grew",
    "grow",
    "grown",
    "rose",
    "rise",
    "rises",
    "risen",
    "fell",
    "fall",
    "fallen",
    "increase",
    "increased",
    "increases",
    "increasing",
    "decrease",
    "decreased",
    "dropped",
    "increase of",
    "rise of",
    "growth of",
    "reduction of",
    "decrease of",
    "fall of",
    "drop of",
    "improvement of",
    "gain of",
    "growth rate of",
    "cut of",
    "reduced",
    "growing",
    "rising",
    "climbed",
    "gained",
    "saving of",
    "saved",
    "jumped",
    "uplift of",
    "decline of",
    "declined",
    "upturn of",
];

/// English words of change that may follow a figure: a 15% increase, 20% more visits.
const BEHIND: &[&str] = &[
    "increase",
    "rise",
    "growth",
    "reduction",
    "decrease",
    "improvement",
    "drop",
    "fall",
    "more",
    "fewer",
    "higher",
    "lower",
    "uplift",
    "cut",
    "decline",
    "saving",
    "less",
    "year-on-year",
    "gain",
    "below",
    "above",
];

/// Verbs of change that "by" may stand behind, at whatever distance.
const ENGLISH_VERBS: &[&str] = &[
    "increase",
    "increased",
    "increases",
    "increasing",
    "grow",
    "grew",
    "grown",
    "growing",
    "rise",
    "rose",
    "risen",
    "raise",
    "raised",
    "raising",
    "reduce",
    "reduced",
    "reducing",
    "cut",
    "cutting",
    "decrease",
    "decreased",
    "lower",
    "lowered",
    "lift",
    "lifted",
    "improve",
    "improved",
    "expand",
    "expanded",
    "extend",
    "extended",
    "boost",
    "boosted",
    "fall",
    "fell",
    "drop",
    "dropped",
    "shorten",
    "shortened",
    "up",
    "down",
    "enlarge",
    "enlarged",
    "climb",
    "climbed",
    "decline",
    "declined",
    "rising",
    "widen",
    "widened",
    "strengthen",
    "exceed",
    "exceeded",
    "multiply",
];

/// The basis of a change; `None` for a level. `has_reference`: whether a year stands with it that it is against.
pub(super) fn basis(
    letters: &Letters<'_>,
    quantity: &Quantity,
    from: usize,
    has_reference: bool,
) -> Option<ObservationBasis> {
    let is_share = quantity.is_share || quantity.unit == Some("%");
    if quantity.unit == Some("pp") {
        return Some(ObservationBasis::ChangeAbsolute);
    }
    if quantity.pair.is_some() {
        return None;
    }
    // 是2015年的1.8倍: a multiple of a year's level is a change.
    if quantity.unit == Some("multiple") && has_reference {
        return Some(ObservationBasis::ChangeRelative);
    }
    let verb = chinese_verb(letters, quantity, from).or_else(|| english_word(letters, quantity, from))?;
    if is_share || quantity.unit == Some("multiple") {
        return Some(ObservationBasis::ChangeRelative);
    }
    // 增加30个座位 adds; only a comparison or a decrease makes it a change of a level.
    let is_addition = matches!(
        verb.as_str(),
        "增加" | "扩大" | "增" | "提升" | "改善" | "increase" | "increased" | "up" | "over" | "grew" | "more"
    );
    (has_reference || !is_addition).then_some(ObservationBasis::ChangeAbsolute)
}

fn chinese_verb(letters: &Letters<'_>, quantity: &Quantity, from: usize) -> Option<String> {
    let start = quantity.range.start;
    let near = from.max(start.saturating_sub(10));
    let found = letters.find_last(near..start, VERBS)?;
    let between = letters.folded(found.end..start);
    let is_level = ["到", "至", "为", "成", "在", "的", "新", "，", "、"].iter().any(|word| between.contains(word))
        && !between.starts_with('率')
        && !between.starts_with("幅度");
    // 新增 counts what is new, and a verb whose object follows it is no change of a level.
    let before = letters.before(found.start);
    let is_new =
        before == '新' || before == '再' && letters.at(found.start) == '增' && letters.at(found.start + 1) == '设';
    let is_close = between.chars().count() <= 6;
    let is_with_object = between.chars().any(|character| {
        crate::linguistics::is_han(character) && !"了约近达超过逾率不少低于高多幅度以上各个年均每再".contains(character)
    });
    (!is_level && !is_new && is_close && !is_with_object).then(|| letters.folded(found))
}

fn english_word(letters: &Letters<'_>, quantity: &Quantity, from: usize) -> Option<String> {
    let is_share = quantity.is_share || matches!(quantity.unit, Some("%" | "multiple"));
    let start = letters.skip_spaces_back(quantity.range.start);
    if let Some(word) = letters.any_to(start, BEFORE).filter(|word| *word >= from) {
        let text = letters.folded(word..start);
        // Two-thirds "make up" a whole.
        let before = letters.folded(letters.latin_word_before(letters.skip_spaces_back(word)));
        if text == "up" && matches!(before.as_str(), "make" | "makes" | "made" | "making" | "take" | "takes") {
            return None;
        }
        if text != "by" {
            return is_share.then_some(text);
        }
        let verb = letters.find(quantity.clause.start..start, ENGLISH_VERBS).map(|verb| letters.folded(verb));
        // "by 20%" is a change by itself; "led by 12 librarians" is none.
        return verb.or_else(|| is_share.then(|| "by".to_owned()));
    }
    let behind = letters.skip_spaces(quantity.range.end);
    let word = letters.any_from(behind, BEHIND).filter(|_| is_share)?;
    let text = letters.folded(behind..word);
    Some(text)
}
