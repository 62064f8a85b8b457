//! Five-year plans and spans that are told from where one stands: “十三五”期间, 五年来, the next three years.

use super::{
    Outlook, Setting,
    letters::Letters,
    numeral::{self, Spelling},
    occurrences::Words,
    time::{TimeKind, TimeMention},
};
use crate::domain::period::YearSpan;

/// A Chinese five-year plan as a time. The 13th covers 2016 to 2020.
pub(super) fn five_year_plan(letters: &Letters<'_>, place: usize) -> Option<TimeMention> {
    let (ordinal, end) = chinese_ordinal(letters, place).or_else(|| english_ordinal(letters, place))?;
    let first = 2016 + 5 * (ordinal - 13);
    let last = first + 4;
    let end = letters.any_from(end, &["”", "\"", "'", "?", "」"]).unwrap_or(end);
    let start = letters.any_to(place, &["“", "\"", "「", "? ", "?"]).unwrap_or(place);
    let tail = letters.skip_spaces(end);
    const CLOSED: Words = &["规划期末", "时期末", "期末", "规划末", "末期", "末年", "末", "收官", "结束时", "期间末"];
    if let Some(after) = letters.any_from(tail, CLOSED) {
        let start = letters.any_to(start, &["到", "至", "截至", "截止"]).unwrap_or(start);
        return Some(TimeMention::plain(start..after, TimeKind::At, None, Some(last)));
    }
    let opened = letters.skip_spaces_back(start);
    const ENDS: Words = &["end of the", "end of", "by the end of the", "at the end of the", "到", "至", "截至"];
    if let Some(start) = letters.any_to(opened, ENDS) {
        let after = letters.any_from(tail, &["期间", "时期", "规划期", "period", "plan period"]).unwrap_or(end);
        return Some(TimeMention::plain(start..after, TimeKind::At, None, Some(last)));
    }
    const SPANS: Words =
        &["规划期间", "规划期内", "规划时期", "时期", "期间", "期内", "五年", "以来", "plan period", "period", "plan"];
    let after = letters.any_from(tail, SPANS);
    // “十四五”规划 is a document.
    let is_document = letters.any_from(tail, &["规划", "发展规划"]).is_some() && after.is_none();
    if is_document {
        return Some(TimeMention::plain(start..end, TimeKind::Over, None, None));
    }
    let range = start..after.unwrap_or(end);
    Some(TimeMention::plain(range, TimeKind::Over, Some(first), Some(last)))
}

/// Whether a review of one period only names an earlier plan, without saying that anything was in its time: what it is
/// compared with.
pub(super) fn is_name_of_an_earlier_plan(letters: &Letters<'_>, mention: &TimeMention, setting: &Setting) -> bool {
    let Some(review) = setting.review_years.filter(|_| setting.outlook == Outlook::Back) else { return false };
    let is_earlier = mention.kind == TimeKind::Over && mention.end.is_some_and(|year| year < review.start());
    let start = letters.skip_spaces_back(mention.range.start);
    let is_placed = letters
        .any_to(start, &["during", "during the", "in the", "over the", "throughout the", "in", "在", "于", "自", "从"])
        .is_some();
    let names_a_plan = letters
        .any_to(
            mention.range.end,
            &["plan", "plan\"", "plan”", "plan?", "five-year", "十二五", "十三五", "十一五", "五”"],
        )
        .is_some();
    is_earlier && names_a_plan && !is_placed
}

/// 十三五: its ordinal and where it ends. 十三五 is the plan only where it is no number of things.
fn chinese_ordinal(letters: &Letters<'_>, place: usize) -> Option<(i32, usize)> {
    let plans = [("十五五", 15), ("十四五", 14), ("十三五", 13), ("十二五", 12), ("十一五", 11), ("十六五", 16)];
    let (word, ordinal) = plans.into_iter().find(|(word, _)| letters.word_from(place, word).is_some())?;
    (letters.before(place) != '第').then_some((ordinal, place + word.chars().count()))
}

/// 13th Five-Year Plan, thirteenth five-year: its ordinal and where it ends.
fn english_ordinal(letters: &Letters<'_>, place: usize) -> Option<(i32, usize)> {
    let plans = [
        ("11th", 11),
        ("12th", 12),
        ("13th", 13),
        ("14th", 14),
        ("15th", 15),
        ("16th", 16),
        ("eleventh", 11),
        ("twelfth", 12),
        ("thirteenth", 13),
        ("fourteenth", 14),
        ("fifteenth", 15),
        ("sixteenth", 16),
    ];
    let (end, ordinal) =
        plans.into_iter().find_map(|(word, ordinal)| Some((letters.word_from(place, word)?, ordinal)))?;
    let next = letters.skip_spaces(end);
    let end = letters.any_from(next, &["five-year plan", "five-year", "five year plan", "five year", "fyp"])?;
    Some((ordinal, end))
}

/// A span that starts or ends where one stands: 五年来, 未来三年, the last five years, over the life of the plan.
pub(super) fn relative_span(letters: &Letters<'_>, place: usize, setting: &Setting) -> Option<TimeMention> {
    let over = |end: usize, years: Option<YearSpan>| {
        TimeMention::plain(place..end, TimeKind::Over, years.map(YearSpan::start), years.map(YearSpan::end))
    };
    let at = |end: usize, year: Option<i32>| TimeMention::plain(place..end, TimeKind::At, None, year);
    const PLAN: &[&str] = &[
        "规划期内",
        "规划期间",
        "本规划期",
        "over the life of the plan",
        "over the life of this plan",
        "over the life of this strategy",
        "over the life of the strategy",
        "over the plan period",
        "during the plan period",
        "over the period of the plan",
        "over the period of this plan",
        "over the strategy period",
        "over the lifetime of the plan",
        "over the course of the plan",
    ];
    if let Some(end) = letters.any_from(place, PLAN) {
        return Some(over(end, setting.plan_years));
    }
    const PLAN_END: &[&str] = &[
        "规划期末",
        "到期末",
        "期末",
        "by the end of the plan period",
        "by the end of the plan",
        "by the end of the strategy",
        "by the end of this plan",
        "by the end of this strategy",
        "by the end of the period",
        "by the end of the strategic plan",
    ];
    if let Some(end) = letters.any_from(place, PLAN_END) {
        return Some(at(end, setting.plan_years.map(YearSpan::end)));
    }
    const REVIEW: &[&str] = &[
        "over the review period",
        "during the review period",
        "over the period under review",
        "over the previous plan",
        "over the last plan",
        "规划实施以来",
        "over the life of the last strategy",
        "over the life of the last plan",
        "over the life of the previous strategy",
        "over the life of the previous plan",
        "over the last strategy",
        "over the previous strategy",
        "during the last strategy",
        "during the previous strategy",
        "in the last plan period",
        "上一规划期",
        "during the last plan",
        "during the previous plan",
    ];
    if let Some(end) = letters.any_from(place, REVIEW) {
        return Some(over(end, setting.review_years));
    }
    several_years(letters, place, setting).map(|(end, years)| over(end, years))
}

/// N years told by what stands around them. The years are the setting's span, or its last or first N.
fn several_years(letters: &Letters<'_>, place: usize, setting: &Setting) -> Option<(usize, Option<YearSpan>)> {
    let ahead = letters.any_from(
        place,
        &[
            "未来",
            "今后",
            "之后",
            "接下来",
            "over the next",
            "in the next",
            "the next",
            "next",
            "the coming",
            "over the coming",
            "in the coming",
        ],
    );
    let back = letters.any_from(
        place,
        &[
            "过去",
            "近",
            "最近",
            "这",
            "以往",
            "over the last",
            "in the last",
            "the last",
            "over the past",
            "in the past",
            "the past",
            "during the past",
            "during the last",
            "over the previous",
            "the previous",
            "past",
        ],
    );
    let open = letters
        .any_from(place, &["用", "以", "over the", "during the", "over", "in the", "within the", "in", "within"]);
    let next = letters.skip_spaces(ahead.or(back).or(open).unwrap_or(place));
    let (numeral, _) = numeral::scan(letters, next);
    let numeral =
        numeral.filter(|numeral| (2.0..=30.0).contains(&numeral.value) && numeral.power == 0 && !numeral.is_share)?;
    let end = letters.skip_spaces(numeral.range.end);
    let end = match numeral.spelling {
        Spelling::Word => letters.any_from(end, &["years", "year period"])?,
        _ if letters.at(end) == '年' => end + 1,
        Spelling::Digits => letters.any_from(end, &["years", "year period"])?,
        Spelling::Han => return None,
    };
    let is_chinese = letters.before(end) == '年';
    let back = back.or_else(|| letters.any_from(end, &["来", "以来", "间"]).filter(|_| is_chinese && ahead.is_none()));
    let end = if is_chinese {
        letters.any_from(end, &["时间", "以来", "来", "内", "间", "期间", "里"]).unwrap_or(end)
    } else {
        end
    };
    // 五年累计, 五年新增: the span that one speaks of.
    let is_told = ahead.is_some() || back.is_some() || open.is_some() || is_chinese;
    if !is_told || letters.before(place).is_ascii_digit() || matches!(letters.before(place), '个' | '第' | '每') {
        return None;
    }
    let n_years = numeral.value as i32;
    let last_of = |span: YearSpan| YearSpan::new((span.end() - n_years + 1).max(span.start()), span.end()).ok();
    let first_of = |span: YearSpan| YearSpan::new(span.start(), (span.start() + n_years - 1).min(span.end())).ok();
    let is_back = back.is_some() || (ahead.is_none() && setting.outlook == super::Outlook::Back);
    let years = if is_back { setting.review_years.and_then(last_of) } else { setting.plan_years.and_then(first_of) };
    // A span that the setting does not know leaves the years to the setting, too.
    Some((end, years))
}
