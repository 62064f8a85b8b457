//! Text that was broken into lines of one width, as copies of printed pages are, and the way back to paragraphs.

use std::collections::HashSet;

use super::{
    lines::{ends_sentence, indentation, is_wide, width},
    marker::{bulleted, is_numbered},
    repair::{is_han_or_wide_mark, join_lines},
};

/// The widths that pages have, in letters.
const PAGE_WIDTHS: std::ops::RangeInclusive<usize> = 36..=150;

/// How a document is broken into lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Wrapping {
    /// The width of a full line; `None` where every line is a paragraph.
    width: Option<usize>,
    /// Whether empty lines part the paragraphs, so that a line that is nearly full goes on though another word would fit.
    by_empty_lines: bool,
    /// Words with a hyphen inside a line: at a line end they keep it.
    hyphenated: HashSet<String>,
}

impl Wrapping {
    /// Looks at all lines, of which some are running text: a document is wrapped if its longest lines are alike and most of
    /// the lines that are as long go on in the next, or if it parts its paragraphs by empty lines and several go on in
    /// small letters.
    pub(super) fn of(lines: &[&str], is_text: &[bool]) -> Self {
        let running = || lines.iter().zip(is_text).filter(|(_, is_text)| **is_text).map(|(line, _)| *line);
        let mut widths: Vec<usize> =
            running().map(|line| width(line.trim_end())).filter(|width| *width >= 12).collect();
        widths.sort_unstable();
        // One line in twenty may be longer: a heading in larger type, a row of a table.
        let full = widths.get((widths.len().saturating_sub(1)) * 19 / 20).copied().unwrap_or_default();
        let is_full = |width: usize| width * 100 >= full * 85 && width <= full + 4;
        let n_full = widths.iter().filter(|width| is_full(**width)).count();
        let is_open = |line: &str| is_full(width(line.trim_end())) && !ends_sentence(line);
        let n_open = running().filter(|line| is_open(line)).count();
        // Short statements in English, one a line, are often of one length; a sentence that goes on does so in lower case.
        let following = running().skip(1).map(|line| line.trim_start().starts_with(char::is_lowercase));
        let after_letters = running().zip(following).filter(|(line, _)| is_open(line) && ends_in_letter(line));
        let (n_small, n_after_letters) =
            after_letters.fold((0, 0), |(n_small, n), (_, is_small)| (n_small + usize::from(is_small), n + 1));
        let n_empty = lines.iter().filter(|line| line.trim().is_empty()).count();
        let by_empty_lines = n_empty * 6 >= widths.len();
        // Empty lines between paragraphs speak for it, too: then a few full ones among many items are enough.
        let is_usual = if by_empty_lines { n_full * 6 >= widths.len() } else { n_full * 5 >= widths.len() * 2 };
        let is_wrapped = PAGE_WIDTHS.contains(&full)
            && n_full >= 3
            && is_usual
            && n_open * 2 >= n_full
            && n_small * 4 >= n_after_letters;
        let width = if is_wrapped {
            Some(full)
        } else if by_empty_lines {
            width_of_few(lines, is_text, &widths)
        } else {
            None
        };
        let words = running().flat_map(str::split_whitespace).map(plain_word).filter(|word| word.contains('-'));
        Self { width, by_empty_lines, hyphenated: words.map(str::to_lowercase).collect() }
    }

    /// Whether a line goes on in the next one.
    pub(super) fn goes_on(&self, line: &str, next: &str) -> bool {
        if parts_word(line, next) {
            return true;
        }
        let Some(full) = self.width else { return false };
        if bulleted(next).is_some() || is_numbered(next) || line.trim().is_empty() || next.trim().is_empty() {
            return false;
        }
        // A paragraph begins further to the right; only below a bullet or a number the text does too.
        let below_marker = bulleted(line).is_some() || is_numbered(line);
        if indentation(next) > indentation(line) + 1 && !below_marker {
            return false;
        }
        let line_width = width(line.trim_end());
        let does_not_fit = line_width + first_piece_width(line, next) > full;
        let is_nearly_full = self.by_empty_lines && line_width * 5 >= full * 4;
        does_not_fit || is_nearly_full || begins_small(line, next) && line_width * 2 >= full
    }

    /// Appends the next line of a paragraph; words that a hyphen parts at the line end become whole.
    pub(super) fn join(&self, paragraph: &mut String, next: &str) {
        let next = next.trim();
        let head = paragraph.split_whitespace().next_back().unwrap_or_default();
        let tail = next.split_whitespace().next().unwrap_or_default();
        // Short- and long-term keeps its hyphen, and the space behind it.
        let is_pair = matches!(plain_word(tail), "and" | "or" | "to");
        if !parts_word(head, tail) || is_pair {
            return join_lines(paragraph, next);
        }
        let with_hyphen = format!("{head}{tail}").to_lowercase();
        if !self.hyphenated.contains(plain_word(&with_hyphen)) {
            paragraph.pop();
        }
        paragraph.push_str(next);
    }
}

/// The width of a document that has few wrapped lines among many short items: that of the widest line that goes on in small
/// letters, where several do and are about as wide.
fn width_of_few(lines: &[&str], is_text: &[bool], widths: &[usize]) -> Option<usize> {
    let pairs = lines.windows(2).zip(is_text.windows(2)).filter(|(_, is_text)| matches!(is_text, [true, true]));
    let going_on: Vec<usize> = pairs
        .filter_map(|(pair, _)| match pair {
            [line, next] if begins_small(line, next) && bulleted(next).is_none() && !is_numbered(next) => {
                Some(width(line.trim_end()))
            }
            _ => None,
        })
        .collect();
    let full = going_on.iter().copied().max()?;
    let n_alike = going_on.iter().filter(|width| **width * 10 >= full * 7).count();
    let n_wider = widths.iter().filter(|width| **width > full + 4).count();
    let is_wrapped = PAGE_WIDTHS.contains(&full) && n_alike >= 3 && n_alike * 2 > going_on.len();
    (is_wrapped && n_wider * 20 <= widths.len()).then_some(full)
}

/// Whether a line is no whole sentence and the next begins in a small letter.
fn begins_small(line: &str, next: &str) -> bool {
    next.trim_start().starts_with(char::is_lowercase) && !ends_sentence(line)
}

/// Whether a hyphen parts a word between a line and the next.
fn parts_word(line: &str, next: &str) -> bool {
    let before = line.trim_end().strip_suffix('-');
    before.is_some_and(|before| before.ends_with(char::is_lowercase))
        && next.trim_start().starts_with(char::is_lowercase)
        && bulleted(next).is_none()
}

/// Whether a line ends in a script that has upper and lower case.
fn ends_in_letter(line: &str) -> bool {
    line.trim_end().chars().next_back().is_some_and(|last| last.is_lowercase() || last.is_uppercase())
}

fn plain_word(word: &str) -> &str {
    word.trim_matches(|sign: char| !sign.is_alphanumeric())
}

/// How much room the beginning of the next line would have taken on this one: a word with its space, or a character of
/// Chinese with the marks that may not begin a line.
fn first_piece_width(line: &str, next: &str) -> usize {
    let next = next.trim_start();
    match next.chars().next() {
        Some(first) if is_han_or_wide_mark(first) || is_wide(first) => 4,
        _ => {
            let word: String = next.chars().take_while(|letter| !letter.is_whitespace() && !is_wide(*letter)).collect();
            width(&word) + usize::from(!line.trim_end().ends_with(is_wide)) + 1
        }
    }
}
