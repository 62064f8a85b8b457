//! For which years a plan is, and which years it looks back on.

use crate::document::pattern::Pattern;
use std::collections::HashMap;

use super::{
    head::Head,
    survey::Survey,
    years::{Calendar, YearMention, five_year_plan, five_year_plan_of, year_mentions, yearly_plan},
};
use crate::{
    document::given::{Known, KnownPeriod},
    domain::{language::LanguageTag, period::YearSpan},
    draft::{ByLanguage, DraftText, DraftTexts, PeriodDraft, Reference},
    linguistics::normalize,
};

/// The years of a plan as its document names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StatedPeriod {
    pub(super) years: YearSpan,
    /// Whether the document calls it by the number of the five-year plan.
    pub(super) is_five_year_plan: bool,
    /// False where the text speaks of several periods, and this is the likeliest.
    pub(super) is_certain: bool,
}

/// A passage that looks back.
static REVIEW: Pattern = Pattern::new(concat!(
    r"回顾|总结|主要成就|工作成效|发展成就|实施情况|完成情况|上一轮|上一期",
    r"|\breview\b|\bachievements?\b|\blooking back\b|\bprevious (?:plan|strategy|strategic plan)\b|\bprogress since\b"
));

/// A period that is named this many times less often than another is only mentioned.
const MENTIONED_ONLY: usize = 4;

/// The years that the document is for: those that its title names, else its title block, else the latest of those that the
/// text speaks of often. A review of the last period stands in most plans, so that the earlier years never win.
pub(super) fn stated_period(
    survey: &Survey<'_>,
    head: &Head,
    title: &str,
    format_title: Option<&str>,
) -> Option<StatedPeriod> {
    let head_lines = survey.lines.get(head.lines.clone()).unwrap_or_default().iter().map(|line| line.text().to_owned());
    let titles = [normalize(title), normalize(format_title.unwrap_or_default())];
    let calendar = survey.calendar();
    for text in titles.iter().cloned().chain(head_lines) {
        let mentions = year_mentions(&text, calendar);
        if let Some(period) = of_title(&mentions).or_else(|| of_title(yearly_plan(&text, calendar).as_slice())) {
            return Some(period);
        }
    }
    of_text(survey)
}

/// The latest years that a title names, by their five-year plan if it names that as well.
fn of_title(mentions: &[YearMention]) -> Option<StatedPeriod> {
    // “十四五”规划（2022—2025年）is compared with the other plans of that period.
    let by_plan = mentions.iter().filter(|mention| mention.five_year_plan.is_some());
    let latest = by_plan.max_by_key(|mention| mention.years.start());
    let latest = latest.or(mentions.iter().max_by_key(|mention| (mention.years.start(), -mention.years.end())))?;
    Some(StatedPeriod { years: latest.years, is_five_year_plan: latest.five_year_plan.is_some(), is_certain: true })
}

fn of_text(survey: &Survey<'_>) -> Option<StatedPeriod> {
    let mut counts: HashMap<YearSpan, (usize, bool)> = HashMap::new();
    for line in &survey.lines {
        let is_heading = line.heading.is_some() || line.is_short();
        for mention in year_mentions(line.text(), survey.calendar()) {
            let count = counts.entry(mention.years).or_default();
            count.0 += if is_heading && !REVIEW.is_match(line.text()) { 2 } else { 1 };
            count.1 |= mention.five_year_plan.is_some();
        }
    }
    let most = counts.values().map(|(n, _)| *n).max()?;
    let often = counts.iter().filter(|(_, (n, _))| n * MENTIONED_ONLY > most);
    let n_often = often.clone().count();
    let (years, (n_mentions, is_five_year_plan)) =
        often.max_by_key(|(years, (n, _))| (years.start(), *n, years.end()))?;
    if let Some(next) = behind_review(survey, *years) {
        return Some(StatedPeriod { years: next, is_five_year_plan: *is_five_year_plan, is_certain: false });
    }
    let is_certain = n_often == 1 && *n_mentions > 1;
    Some(StatedPeriod { years: *years, is_five_year_plan: *is_five_year_plan, is_certain })
}

/// The years behind those that the document only looks back on: a heading of a review names them, and the text goes on to
/// the year that the next ones end with.
fn behind_review(survey: &Survey<'_>, years: YearSpan) -> Option<YearSpan> {
    let is_reviewed = survey.lines.iter().any(|line| {
        line.is_short()
            && REVIEW.is_match(line.text())
            && year_mentions(line.text(), survey.calendar()).iter().any(|mention| mention.years == years)
    });
    let next = YearSpan::new(years.end() + 1, years.end() + years.n_years()).ok()?;
    let end = next.end().to_string();
    (is_reviewed && survey.lines.iter().any(|line| line.text().contains(&end))).then_some(next)
}

/// The years that a plan looks back on: those that a heading of a review names, else those of the institution's period
/// before in the registry, else as many years as the plan has, right before it.
pub(super) fn review_years(
    survey: &Survey<'_>,
    years: YearSpan,
    institution: Option<&str>,
    known: &Known,
) -> Option<YearSpan> {
    let reviews = survey.lines.iter().filter(|line| line.is_short() && REVIEW.is_match(line.text()));
    let stated = reviews
        .flat_map(|line| year_mentions(line.text(), survey.calendar()))
        .map(|mention| mention.years)
        .find(|review| review.start() < years.start() && review.end() <= years.end());
    let own = known.periods.iter().filter(|period| {
        institution.is_some_and(|institution| is_series_of(institution, &period.slug))
            && period.years.start() < years.start()
    });
    let before = own.map(|period| period.years).max_by_key(|years| years.start());
    stated.or(before).or_else(|| YearSpan::new(years.start() - years.n_years(), years.start() - 1).ok())
}

/// The period of the registry that these years are, or the period itself written out.
pub(super) fn reference(
    stated: &StatedPeriod,
    institution: Option<&str>,
    is_chinese: bool,
    known: &Known,
) -> Reference<PeriodDraft> {
    let years = stated.years;
    let number = five_year_plan_of(years).filter(|_| stated.is_five_year_plan || is_chinese);
    let rank = |period: &&KnownPeriod| -> Option<u8> {
        if period.years != years {
            return None;
        }
        let is_own = institution.is_some_and(|institution| is_series_of(institution, &period.slug));
        let is_plan = number.is_some() && period_number(period) == number;
        match (is_own && !stated.is_five_year_plan, is_plan, period.slug.starts_with("own-")) {
            (true, _, _) => Some(3),
            (_, true, _) => Some(2),
            (_, _, true) => Some(1),
            _ => None,
        }
    };
    let best = known.periods.iter().filter(|period| rank(period).is_some()).max_by_key(rank);
    if let Some(period) = best {
        return Reference::Slug(period.slug.clone());
    }
    let draft = match number {
        Some(number) => five_year_plan_draft(number, years, known),
        None => own_draft(years),
    };
    Reference::Inline(Box::new(draft))
}

/// Whether a period belongs to the series of an institution: `ifla-2024-2029` to `ifla`.
fn is_series_of(institution: &str, period: &str) -> bool {
    period
        .strip_prefix(institution)
        .and_then(|years| years.strip_prefix('-'))
        .is_some_and(|years| years.chars().all(|character| character.is_ascii_digit() || character == '-'))
}

/// The number of the five-year plan that a period of the registry is, by its slug or names.
fn period_number(period: &KnownPeriod) -> Option<i32> {
    let of_slug = period.slug.strip_prefix("cn-fyp-").and_then(|number| number.parse().ok());
    of_slug.or_else(|| {
        let mentions = period.names.iter().flat_map(|name| year_mentions(&normalize(name), Calendar::Common));
        mentions.filter_map(|mention| mention.five_year_plan).next()
    })
}

fn five_year_plan_draft(number: i32, years: YearSpan, known: &Known) -> PeriodDraft {
    let digit =
        usize::try_from(number - 10).ok().and_then(|place| "〇一二三四五六七八九".chars().nth(place)).unwrap_or('〇');
    let name = |lang, text: String| (lang, DraftText { text, origin: None });
    let previous = format!("cn-fyp-{}", number - 1);
    PeriodDraft {
        slug: format!("cn-fyp-{number}"),
        scheme: "cn-fyp".to_owned(),
        ordinal: Some(number),
        name: DraftTexts::ByLanguage(ByLanguage::from_iter([
            name(LanguageTag::simplified_chinese(), format!("“十{digit}五”时期")),
            name(LanguageTag::traditional_chinese(), format!("「十{digit}五」時期")),
            name(LanguageTag::english(), format!("{number}th Five-Year Plan period")),
        ])),
        start_year: years.start(),
        end_year: years.end(),
        previous: known.period(&previous).map(|period| period.slug.clone()),
    }
}

fn own_draft(years: YearSpan) -> PeriodDraft {
    let (start, end) = (years.start(), years.end());
    let name = if start == end { start.to_string() } else { format!("{start}–{end}") };
    PeriodDraft {
        slug: if start == end { format!("own-{start}") } else { format!("own-{start}-{end}") },
        scheme: "own".to_owned(),
        ordinal: None,
        name: DraftTexts::Plain(name),
        start_year: start,
        end_year: end,
        previous: None,
    }
}

/// The years of a period that somebody has named by its slug: the registry's, else those that the slug itself names.
pub(super) fn years_of_slug(slug: &str, known: &Known) -> Option<YearSpan> {
    static YEARS: Pattern = Pattern::new(r"(?:^|-)((?:19|20)\d\d)(?:-((?:19|20)\d\d))?$");
    if let Some(period) = known.period(slug) {
        return Some(period.years);
    }
    if let Some(number) = slug.strip_prefix("cn-fyp-").and_then(|number| number.parse().ok()) {
        return five_year_plan(number);
    }
    let captures = YEARS.captures(slug)?;
    let start = captures.get(1)?.as_str().parse().ok()?;
    let end = captures.get(2).and_then(|end| end.as_str().parse().ok()).unwrap_or(start);
    YearSpan::new(start, end).ok()
}
