//! Whether a document is a plan at all: what speaks for it, and what speaks for an article, a report, a law, news or one of
//! the papers that are written around plans.

mod forms;
mod signs;

use crate::document::pattern::Pattern;
use std::{collections::BTreeSet, fmt};

use self::forms::{FORMS, Found};
use self::signs::{
    AIMS, ARTICLE_OF_LAW, ARTICLE_SIGNS, CONTENTS_LINE, FUTURE, NEWS_SIGNS, NEWS_TITLE, NUMBERED_PART,
    PARTS_OF_ARTICLE, PLAN_PARTS, REGULATION_TITLE, REPORT_AT_END, REPORT_TITLE, RESEARCH_TITLE,
};

use super::{
    head::{Head, has_plan_word, opens_section},
    survey::Survey,
    title::title,
    years::{Calendar, year_mentions, yearly_plan},
};
use crate::{
    document::text::{BlockKind, DocumentText},
    draft::{FileError, Finding, Severity},
    linguistics::normalize,
};

/// What a document that is no plan reads like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OtherKind {
    /// An article in a journal, or its abstract.
    Article,
    /// An annual report, or a summary of work done.
    Report,
    /// A law, or rules of a house.
    Regulation,
    /// News, or a notice.
    News,
    /// A table of contents without what it lists.
    Contents,
    /// A call for offers, such as one for a consultant who is to write a plan.
    Tender,
    /// A job advertisement.
    Vacancy,
    /// Minutes of a meeting, or news of one.
    Meeting,
    /// A questionnaire.
    Questionnaire,
    /// The description of a course.
    Syllabus,
    /// Terms of use, or what is done with personal data.
    Terms,
}

/// Why a document is not read as a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPlan {
    /// What it reads like instead, if it reads like anything known.
    pub reads_like: Option<OtherKind>,
}

/// What speaks for a plan must weigh this much.
const ENOUGH: u32 = 4;
/// In a title, words for another kind of document weigh this much: an annual report has goals, too.
const TITLE_SAYS: u32 = 12;

/// What was found for and against.
#[derive(Default)]
struct Scale {
    for_plan: u32,
    article: u32,
    report: u32,
    regulation: u32,
    news: u32,
    contents: u32,
    forms: Vec<(u32, OtherKind)>,
}

/// Whether a document is a plan.
///
/// # Errors
/// [`NotAPlan`] when it reads more like something else, or has nothing of a plan. That it names goals or actions is for
/// those to see who read its outline.
pub fn plan_likeness(text: &DocumentText) -> Result<(), NotAPlan> {
    let survey = Survey::new(text);
    let head = Head::new(&survey);
    let scale = weigh(text, &survey, &head);
    let mut kinds = vec![
        (scale.article, OtherKind::Article),
        (scale.report, OtherKind::Report),
        (scale.regulation, OtherKind::Regulation),
        (scale.news, OtherKind::News),
        (scale.contents, OtherKind::Contents),
    ];
    kinds.extend(scale.forms);
    let (against, kind) = kinds.into_iter().max_by_key(|(weight, _)| *weight).unwrap_or((0, OtherKind::Article));
    if scale.for_plan >= ENOUGH && scale.for_plan >= against {
        return Ok(());
    }
    Err(NotAPlan { reads_like: (against >= ENOUGH).then_some(kind) })
}

fn weigh(text: &DocumentText, survey: &Survey<'_>, head: &Head) -> Scale {
    let mut scale = Scale::default();
    let title = title(survey, head, text.title.as_deref()).map(|title| normalize(&title.value)).unwrap_or_default();
    let page_title = normalize(text.title.as_deref().unwrap_or_default());
    let mut forms: [Found; FORMS.len()] = Default::default();
    for (form, found) in FORMS.iter().zip(&mut forms) {
        form.look_at_title(&title, found);
    }
    let is_form = forms.iter().any(Found::has_title);
    weigh_title(&mut scale, &title, &page_title, survey.calendar(), is_form);
    let mut parts: BTreeSet<usize> = BTreeSet::new();
    let mut article_signs: BTreeSet<usize> = BTreeSet::new();
    let mut news_signs: BTreeSet<usize> = BTreeSet::new();
    let (mut n_numbered, mut n_future, mut n_articles_of_law, mut n_contents_lines, mut has_aims) = (0, 0, 0, 0, false);
    let (mut n_words, mut n_words_of_longest) = (0, 0);
    for (index, line) in survey.lines.iter().enumerate() {
        let text = line.text();
        n_words += line.n_words;
        n_words_of_longest = n_words_of_longest.max(line.n_words);
        if !head.lines.contains(&index) && (line.heading.is_some() || line.n_words <= 25 || opens_section(text)) {
            // Of a numbered sentence only the beginning is a heading.
            let beginning: String = text.chars().take(60).collect();
            let found = PLAN_PARTS.iter().enumerate().filter(|(_, pattern)| pattern.is_match(&beginning));
            parts.extend(found.map(|(part, _)| part));
            n_numbered += u32::from(NUMBERED_PART.is_match(text));
        }
        article_signs.extend(signs(&ARTICLE_SIGNS, text));
        news_signs.extend(signs(&NEWS_SIGNS, text));
        for (form, found) in FORMS.iter().zip(&mut forms) {
            form.look_at(text, found);
        }
        has_aims |= AIMS.is_match(text);
        n_future += u32::from(FUTURE.is_match(text));
        n_articles_of_law += u32::from(ARTICLE_OF_LAW.is_match(text));
        n_contents_lines += u32::from(CONTENTS_LINE.is_match(line.original));
    }
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let n_lines = count(survey.lines.len());
    scale.for_plan += 2 * count(parts.len()) + n_numbered.min(4) + 3 * u32::from(has_aims) + n_future.min(2);
    let n_items = text.blocks.iter().filter(|block| matches!(block.kind, BlockKind::ListItem { .. })).take(6).count();
    scale.for_plan += u32::from(n_items >= 3);
    scale.article += 3 * count(article_signs.len());
    // An abstract is one long passage.
    let is_one_passage = n_words_of_longest * 2 > n_words && n_words_of_longest > 120;
    scale.article += if is_one_passage && article_signs.len() >= 2 { 4 } else { 0 };
    scale.news += 3 * count(news_signs.len());
    let is_long_plan = parts.len() >= 4 && n_lines >= 25;
    scale.forms = FORMS
        .iter()
        .zip(&forms)
        .map(|(form, found)| {
            let weight = found.weight(2 * TITLE_SAYS);
            (if is_long_plan && !found.has_title() { weight / 2 } else { weight }, form.kind)
        })
        .collect();
    let parts_of_article = PARTS_OF_ARTICLE.iter().filter(|part| article_signs.contains(part)).count();
    if parts_of_article >= 3 {
        // An article about plans may have all the parts of one.
        scale.article += 2 * TITLE_SAYS;
    } else if is_long_plan {
        // Long plans have room for every sign, and for one of each in passing.
        scale.article /= 2;
        scale.news /= 2;
    }
    if n_articles_of_law >= 4 && n_articles_of_law * 5 > n_lines {
        scale.regulation += TITLE_SAYS + n_articles_of_law.min(20);
    }
    if n_lines >= 6 && n_contents_lines * 4 > n_lines * 3 {
        scale.contents += 2 * TITLE_SAYS + scale.for_plan;
    }
    scale
}

fn weigh_title(scale: &mut Scale, title: &str, page_title: &str, calendar: Calendar, is_form: bool) {
    let is_research = RESEARCH_TITLE.is_match(title) || RESEARCH_TITLE.is_match(page_title);
    let is_report = REPORT_TITLE.is_match(title);
    let is_news = NEWS_TITLE.is_match(title);
    // Rules for plans are rules, and news of a plan is news: the last word says what it is. A report that holds the next
    // plan says so in its title.
    let is_regulation = REGULATION_TITLE.is_match(title) && !title.ends_with(|last| "规划计划战略".contains(last));
    let says_plan = has_plan_word(title) && !is_research && !is_news && !is_regulation && !is_form;
    if is_research {
        scale.article += 6;
    }
    if is_report && (!says_plan || REPORT_AT_END.is_match(title)) {
        scale.report += TITLE_SAYS * 2;
    }
    if is_regulation && !has_plan_word(title) {
        scale.regulation += TITLE_SAYS;
    }
    if is_news {
        scale.news += 6;
    }
    if says_plan {
        let has_years = !year_mentions(title, calendar).is_empty() || yearly_plan(title, calendar).is_some();
        scale.for_plan += 3 + u32::from(has_years);
    }
}

fn signs(patterns: &[Pattern], text: &str) -> impl Iterator<Item = usize> {
    patterns.iter().enumerate().filter(move |(_, pattern)| pattern.is_match(text)).map(|(sign, _)| sign)
}

impl OtherKind {
    fn words(self) -> &'static str {
        match self {
            Self::Article => "an article or its abstract",
            Self::Report => "an annual report, which tells what was done",
            Self::Regulation => "a law or rules",
            Self::News => "news or a notice",
            Self::Contents => "a table of contents without the text",
            Self::Tender => "a call for offers, which asks for work that is still to be done",
            Self::Vacancy => "a job advertisement",
            Self::Meeting => "minutes or news of a meeting",
            Self::Questionnaire => "a questionnaire",
            Self::Syllabus => "the description of a course",
            Self::Terms => "terms of use or a privacy policy",
        }
    }
}

impl fmt::Display for NotAPlan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reads_like {
            Some(kind) => write!(
                formatter,
                "this does not read like a plan: it reads like {}; if it holds a plan, import the part with its goals, tasks or actions alone",
                kind.words()
            ),
            None => formatter.write_str(
                "this does not read like a plan: no goals, tasks or actions were found; if it is a plan, write them as headings or numbered items under a heading such as Goals, or write a plan file",
            ),
        }
    }
}

impl NotAPlan {
    /// The error that a file with this document gets.
    pub fn file_error(self, file_name: &str) -> FileError {
        FileError::new(vec![Finding {
            code: "NOT_A_PLAN".to_owned(),
            severity: Severity::Error,
            message: self.to_string(),
            file: file_name.to_owned(),
            line: None,
            column: None,
            field: String::new(),
        }])
    }
}
