//! The title block: the lines before the first section, and what each of them is.

use crate::document::pattern::Pattern;
use std::ops::Range;

use super::{
    names,
    survey::{Line, Survey},
};

/// What a line of the title block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeadPart {
    /// The title or a part of it, with a word such as 规划 or strategy.
    PlanTitle,
    /// The name of an institution alone.
    Institution,
    /// Years alone.
    Years,
    /// What kind of version it is: 征求意见稿, draft for comments.
    Version,
    /// A day, a number of a document, who issued it, a remark in brackets.
    Imprint,
    /// A short line that follows a dash, or a second heading as high as the title's.
    Subtitle,
    /// Any other short line: a motto, or a title that does not say what it is the title of.
    Other,
}

/// The title block of a document.
pub(super) struct Head {
    /// Its lines in the survey.
    pub(super) lines: Range<usize>,
    /// What each of them is.
    pub(super) parts: Vec<HeadPart>,
}

/// Title blocks are short.
const MAX_LINES: usize = 14;
/// Web pages have menus before their title.
const MAX_LINES_BEFORE_TITLE: usize = 80;
/// A longer line is no part of a title.
const MAX_WORDS_OF_TITLE: usize = 60;

static PLAN_WORD: Pattern = Pattern::new(concat!(
    r"规划|计划|计画|战略|策略|纲要|行动方案|实施方案|发展方案|工作要点|发展思路|蓝图|路线图",
    r"|\bstrateg(?:y|ies|ic)\b|\bplans?\b|\broadmap\b|\bframework\b|\bblueprint\b|\bagenda\b|\bvision 20\d\d"
));

static VERSION: Pattern = Pattern::new(concat!(
    r"^[\[(【<]?\s*(?:公开)?(?:征求意见稿?|讨论稿|草案|草稿|送审稿|审议稿|初稿|试行|正式稿|定稿|修订版|",
    r"(?:public |consultation |discussion |exposure |working |final )*(?:draft|version)",
    r"(?: (?:for|of) .{0,40}| v?\d.{0,10}| plan)?|(?:public )?consultation (?:paper|version|document)|for (?:consultation|comments?|discussion)",
    r")\s*[\])】>]?$"
));

static YEARS_ALONE: Pattern = Pattern::new(concat!(
    r"^[\[(]?\s*(?:fy\s*|(?:for )?(?:the )?(?:(?:fiscal|financial|calendar|school) )?(?:years? )?)?(?:19|20)\d\d\s*年?度?",
    r"(?:\s*(?:[-‐‑‒–—―−~〜]{1,3}|至|到|to|/)\s*(?:fy\s*)?(?:(?:19|20)\d\d|\d\d)\s*年?度?)?\s*[\])]?$",
    r"|^[\[(]?\s*(?:民国\s*)?(?:9\d|1[0-4]\d)\s*年?度?\s*(?:[-‐‑‒–—―−~〜]{1,3}|至|到)\s*(?:民国\s*)?(?:9\d|1[0-4]\d)\s*年度?\s*[\])]?$"
));

static IMPRINT: Pattern = Pattern::new(concat!(
    r"\d{1,2}:\d{2}|[\[(〔【]20\d\d[\])〕】]\s*第?\s*\d+\s*号|(?:20\d\d|民国\s*\d{2,3})\s*年\s*\d{1,2}\s*月|\b20\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b",
    r"|^(?:发布|来源|作者|文号|索引|日期|时间|编制|编写|印发|主办|承办|浏览|字号|打印|责任编辑|版本|有效期|状态|发文|成文|主题|附件|页)",
    r"|^(?:published|author|by|date|version|source|contact|approved|adopted|endorsed|last updated|issued|prepared|isbn|page|©|copyright|https?:|www\.)\b",
    r"|^(?:\d{1,2}(?:st|nd|rd|th)? )?(?:january|february|march|april|may|june|july|august|september|october|november|december)\b.{0,10}\b20\d\d\.?$",
    r"|^\(.*\)$|^\[.*\]$|^〔.*〕$|^【.*】$|^(?:注|说明|note)\s*[:：]|^(?:synthetic|fictional|made[- ]up)\b|^虚构(?:示例|样本|文件|说明|[:：])"
));

static SECTION_NUMBER: Pattern = Pattern::new(concat!(
    r"^(?:第?\s*[一二三四五六七八九十百]+\s*(?:[、.,]|[章节篇编]|部分)|\([一二三四五六七八九十\d]+\)|[①-⑳]|\d{1,2}\s*[.、)]\s*(?:\D|$)|\d{1,2}(?:\.\d{1,2})+\s",
    r"|[ivx]{1,5}\s*[.、)]\s|(?:one|two|three|four|five|six|seven|eight|nine|ten)\s*[.:]\s",
    r"|(?:goal|objective|strategy|priority|strategic (?:goal|objective|priority|direction|theme)|theme|pillar|aim|action|task|part|section|chapter|enabler|impact area)s?\s+(?:\d{1,2}(?:\D|$)|[ivx]+\b|one\b|two\b|three\b|a\b)",
    r"|(?:目标|任务|战略|策略|行动|领域|方向|影响力领域|举措|措施|重点|专栏)\s*(?:[一二三四五六七八九十]|\d{1,2}(?:\D|$))|[-•●·*]\s)"
));

static SECTION_WORD: Pattern = Pattern::new(concat!(
    r"^(?:前言|序言?|引言|导言|导语|绪论|概述|概况|摘要|目录|目次|致辞|馆长致辞|背景.{0,6}|愿景.{0,12}|使命.{0,12}|价值观|核心价值.{0,4}|宗旨|理念|目标|任务|措施",
    r"|.{0,10}(?:总体要求|总体思路|指导思想|基本原则|发展目标|总体目标|工作目标|具体目标|战略目标|主要目标|主要任务|重点任务|重点工作|工作任务|保障措施|组织保障|回顾|发展环境|发展形势|发展基础|形势分析|现状分析|实施策略|主要成就)",
    r"|(?:table of )?contents?|preface|preamble|foreword|introduction|overview|background|context|(?:executive )?summary|acknowledge?ments?",
    r"|about (?:us|this|the).{0,30}|who we are.{0,20}|(?:a )?(?:message|letter|word|welcome|statement) (?:from|by) .{0,50}|how .{0,60}|why .{0,60}|what .{0,60}",
    r"|(?:the |our )?(?:strategic |guiding |core |shared )?(?:vision|mission|values?|principles|purpose|goals?|objectives?|aims?|priorities|themes|directions|commitments?|ambitions?|pillars|actions|outcomes)(?: statement)?",
    r"(?:,? (?:and|&) (?:our )?(?:vision|mission|values?|principles|goals?|objectives?|priorities|context))*)\s*[:：.]?$"
));

/// A notice that hands a plan out, with the plan's title in it.
static NOTICE: Pattern = Pattern::new(r"关于.{0,30}《(?P<title>[^《》]{4,120})》.{0,20}(?:通知|公告|函|公示|批复)$");

/// A notice is short, and the plan follows.
const MAX_LINES_OF_NOTICE: usize = 40;

/// The plan's title in the title of a notice that hands it out; where it stands in the normalized text.
pub(super) fn title_in_notice(text: &str) -> Option<Range<usize>> {
    Some(NOTICE.captures(text)?.name("title")?.range())
}

/// Whether a normalized text has a word for a plan.
pub(super) fn has_plan_word(text: &str) -> bool {
    PLAN_WORD.is_match(text)
}

/// Whether a normalized text opens a section: it has a number, or is a word that sections are headed by.
pub(super) fn opens_section(text: &str) -> bool {
    let text = text.trim_start_matches(['#', ' ']);
    SECTION_NUMBER.is_match(text) || SECTION_WORD.is_match(text)
}

/// What a line of the title block is; `None` where it is no line of a title block.
fn part(line: &Line<'_>) -> Option<HeadPart> {
    let text = line.text();
    let is_sentence = text.ends_with(['。', ';']) || (text.ends_with('.') && line.n_words > 12);
    if VERSION.is_match(text) {
        return Some(HeadPart::Version);
    }
    if YEARS_ALONE.is_match(text) {
        return Some(HeadPart::Years);
    }
    if line.n_words > MAX_WORDS_OF_TITLE || is_sentence || opens_section(text) {
        // A remark in brackets may be a sentence.
        let is_remark = text.starts_with(['(', '[', '【']) && text.ends_with([')', ']', '】']);
        return (is_remark && line.n_words <= MAX_WORDS_OF_TITLE && !opens_section(text)).then_some(HeadPart::Imprint);
    }
    Some(if IMPRINT.is_match(text) {
        HeadPart::Imprint
    } else if text.starts_with("——") || text.starts_with("--") {
        HeadPart::Subtitle
    } else if names::whole_line(line).is_some() {
        HeadPart::Institution
    } else if has_plan_word(text) {
        HeadPart::PlanTitle
    } else {
        HeadPart::Other
    })
}

impl Head {
    /// Finds the title block.
    pub(super) fn new(survey: &Survey<'_>) -> Self {
        let start = start(survey);
        let start = behind_notice(survey, start).unwrap_or(start);
        let mut parts = Vec::new();
        let mut has_plan_title = false;
        let mut title_level = None;
        for line in survey.lines.get(start..).unwrap_or_default().iter().take(MAX_LINES) {
            let Some(mut part) = part(line) else { break };
            if part == HeadPart::Other
                && parts.last() == Some(&HeadPart::PlanTitle)
                && line.heading.is_some()
                && line.heading == title_level
                && is_last_of_level(survey, line)
            {
                part = HeadPart::Subtitle;
            }
            // After the title only lines that belong to title pages do: any other short line heads a section.
            let heads_section = match part {
                HeadPart::Other => has_plan_title,
                HeadPart::PlanTitle => has_plan_title && parts.last() != Some(&HeadPart::PlanTitle),
                _ => false,
            };
            if heads_section {
                break;
            }
            has_plan_title |= part == HeadPart::PlanTitle;
            title_level = line.heading;
            parts.push(part);
        }
        if !has_plan_title {
            // Without a title that says so, the first line alone may be one; the next may already be a section.
            let n_lines = parts.iter().position(|part| *part == HeadPart::Other).map_or(parts.len(), |place| place + 1);
            parts.truncate(n_lines);
        }
        Self { lines: start..start + parts.len(), parts }
    }
}

/// Whether no later heading is of the level of this one, so that it goes with the title and heads no section.
fn is_last_of_level(survey: &Survey<'_>, heading: &Line<'_>) -> bool {
    let mut of_level = survey.lines.iter().filter(|line| line.heading == heading.heading);
    of_level.next_back().is_some_and(|last| last.block == heading.block)
}

/// The line that the plan itself begins with, where a notice that hands it out stands before it.
fn behind_notice(survey: &Survey<'_>, start: usize) -> Option<usize> {
    let lines = survey.lines.get(start..)?;
    let notice = lines.first()?.text();
    let title = notice.get(title_in_notice(notice)?)?;
    // The title may run over two lines: 示例市图书馆 / “十五五”发展规划.
    let begins = |line: &Line<'_>| line.n_words >= 4 && (title == line.text() || title.starts_with(line.text()));
    let place = lines.iter().take(MAX_LINES_OF_NOTICE).skip(1).position(|line| {
        // The name alone signs the notice, or opens the title; the date behind a signature tells.
        begins(line) && has_plan_word(line.text())
    })?;
    Some(start + 1 + place)
}

/// The line that the title block begins with: the first, or the first heading of a page that has a menu before it.
fn start(survey: &Survey<'_>) -> usize {
    let beginning = survey.beginning(MAX_LINES_BEFORE_TITLE);
    let Some(heading) = beginning.iter().position(|line| line.heading.is_some()) else { return 0 };
    let is_title = beginning.get(heading).is_some_and(|line| !opens_section(line.text()));
    let has_title_before = beginning
        .iter()
        .take(heading)
        .any(|line| matches!(part(line), Some(HeadPart::PlanTitle)) && line.n_words <= 30);
    if is_title && !has_title_before { heading } else { 0 }
}
