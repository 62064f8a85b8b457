//! The title of a plan, as its document states it.

use super::{
    Stated,
    head::{Head, HeadPart, has_plan_word, title_in_notice},
    survey::{Line, Survey},
};
use crate::document::pattern::Pattern;
use crate::linguistics::{is_han, normalize};

/// What stands between the title of a page and the name of its site.
static SITE_SEPARATOR: Pattern = Pattern::new(r"\s+[|\-–—·»:]{1,2}\s+|[|_»]|::");

/// The title that the document states: the title block's, joined where it runs over several lines; else the title that
/// its format keeps apart, without the name of the site. `None` where it states none.
pub(super) fn title(survey: &Survey<'_>, head: &Head, format_title: Option<&str>) -> Option<Stated<String>> {
    let of_text = joined(survey, head);
    let of_format = format_title.and_then(of_page).map(|value| Stated { value, line: None });
    match (of_text, of_format) {
        // A page may begin with a motto, while its title says what it is.
        (Some(text), Some(format)) if !is_plan_title(&text.value) && is_plan_title(&format.value) => Some(format),
        (Some(text), _) => Some(text),
        (None, format) => format,
    }
}

fn is_plan_title(title: &str) -> bool {
    has_plan_word(&normalize(title))
}

/// The title of a page without the name of its site: the part that speaks of a plan, else the first.
fn of_page(title: &str) -> Option<String> {
    let separators: Vec<_> = SITE_SEPARATOR.find_iter(title).collect();
    let starts = std::iter::once(0).chain(separators.iter().map(|separator| separator.end()));
    let ends = separators.iter().map(|separator| separator.start()).chain([title.len()]);
    let parts: Vec<&str> = starts
        .zip(ends)
        .filter_map(|(start, end)| title.get(start..end))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let best = parts.iter().find(|part| is_plan_title(part)).or(parts.first())?;
    Some((*best).to_owned())
}

/// The lines of the title block that make up the title, in one line.
fn joined(survey: &Survey<'_>, head: &Head) -> Option<Stated<String>> {
    let lines = survey.lines.get(head.lines.clone())?;
    let mut title: Option<Stated<String>> = None;
    let mut last_part = None;
    let has_plan_title = head.parts.contains(&HeadPart::PlanTitle);
    // A title in two languages is given in that of the text.
    let is_chinese = survey.language.tag.is_chinese();
    let titles = || lines.iter().zip(&head.parts).filter(|(_, part)| **part == HeadPart::PlanTitle);
    let has_title_in_language = titles().any(|(line, _)| is_in_language(line, is_chinese));
    for (line, &part) in lines.iter().zip(&head.parts) {
        let belongs = match part {
            HeadPart::PlanTitle => true,
            HeadPart::Institution => matches!(last_part, None | Some(HeadPart::Other)) && !names_later(lines, line),
            HeadPart::Other => last_part.is_none(),
            HeadPart::Years => last_part.is_some() && last_part != Some(HeadPart::Years),
            HeadPart::Subtitle => last_part.is_some() && line.n_words <= 30,
            HeadPart::Version | HeadPart::Imprint => false,
        };
        if !belongs || has_title_in_language && !is_in_language(line, is_chinese) {
            continue;
        }
        let is_motto = match part {
            HeadPart::PlanTitle | HeadPart::Institution => last_part == Some(HeadPart::Other),
            HeadPart::Subtitle => !line.text().starts_with(['-', '—']),
            _ => false,
        };
        title = Some(match title {
            None => Stated { value: without_notice(line), line: Some(line.number) },
            Some(before) => Stated { value: join(&before.value, line.original, is_motto), line: before.line },
        });
        last_part = Some(part);
    }
    // The name of a library alone is the title of nothing.
    let says_something = has_plan_title || last_part.is_some_and(|part| part != HeadPart::Institution);
    title.filter(|_| says_something)
}

/// Whether a line is not wholly in the other language; years and abbreviations are in any.
fn is_in_language(line: &Line<'_>, is_chinese: bool) -> bool {
    let has_han = line.original.contains(is_han);
    let has_words = line.original.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count() >= 3;
    if is_chinese { has_han || !has_words } else { !has_han }
}

/// A line, or the title of a plan inside it where it is the title of a notice that hands the plan out.
fn without_notice(line: &Line<'_>) -> String {
    title_in_notice(line.text()).map_or_else(|| line.original.to_owned(), |title| line.printed(title))
}

/// Whether a later line of the title block has the institution's name in it, so that the title need not say it twice.
fn names_later(lines: &[Line<'_>], name: &Line<'_>) -> bool {
    lines.iter().any(|line| line.number > name.number && line.text().contains(name.text()))
}

fn join(before: &str, after: &str, is_motto: bool) -> String {
    let is_chinese = before.chars().next_back().is_some_and(|last| is_han(last) || !last.is_ascii())
        || after.chars().next().is_some_and(|first| is_han(first) || !first.is_ascii());
    let between = match (is_motto, is_chinese) {
        (true, true) => "：",
        (true, false) => ": ",
        (false, true) => "",
        (false, false) => " ",
    };
    format!("{before}{between}{after}")
}
