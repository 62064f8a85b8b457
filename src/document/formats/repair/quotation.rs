//! Quotation marks that were lost on the way through a character set without them, and left a `?`: the ? Fourteenth
//! Five-Year Plan? period. Real questions stay.
//!
//! A `?` is taken for a lost mark where no question mark can stand: behind white space, at the beginning of a text, or
//! between Chinese characters without a question. The next `?` of the same sentence closes it.

use std::sync::LazyLock;

use regex::Regex;

use super::repair;
use crate::{
    domain::source::{RepairKind, TextRepair},
    linguistics::is_han,
};

// Words that a question begins with in English, and words that stand anywhere in one in Chinese.
static QUESTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^\W*(?i:who|whose|whom|what|why|when|where|which|how|is|are|was|were|do|does|did|can|could|will|would|shall|should|may|have|has)\b",
        r"|[吗嗎呢么麼吧谁誰哪怎几幾]|何|多少|是否|能否|可否|是不是|有没有|难道|難道",
    ))
    .ok()
});

/// A question mark, or several in a row, as bytes of the text.
struct Mark {
    start: usize,
    end: usize,
    /// Whether it cannot be a question mark where it stands.
    is_lost: bool,
    /// Whether a sentence ends between the mark before and this one.
    is_in_next_sentence: bool,
}

/// Puts “ and ” where both marks of a quotation were lost, and takes a lost mark without its counterpart out.
pub(super) fn restore(text: String, repairs: &mut Vec<TextRepair>) -> String {
    if !text.contains('?') || text.chars().all(|character| matches!(character, '?' | ' ')) {
        return text;
    }
    let marks = marks(&text);
    let mut restored = String::with_capacity(text.len());
    let mut done = 0;
    let mut marks = marks.iter().peekable();
    while let Some(mark) = marks.next() {
        if !mark.is_lost {
            continue;
        }
        restored.push_str(text.get(done..mark.start).unwrap_or_default());
        let inside_start = mark.end;
        match marks.next_if(|close| !close.is_in_next_sentence && is_quotable(text.get(inside_start..close.start))) {
            Some(close) => {
                let inside = text.get(inside_start..close.start).unwrap_or_default().trim();
                let quotation = format!("“{inside}”");
                repairs.push(repair(
                    RepairKind::LostQuotation,
                    text.get(mark.start..close.end).unwrap_or_default(),
                    &quotation,
                ));
                restored.push_str(&quotation);
                done = close.end;
            }
            None => {
                let after = text.get(inside_start..).unwrap_or_default();
                let n_spaces = after.len() - after.trim_start_matches(' ').len();
                let word = first_word(after.trim_start_matches(' '));
                let before = text.get(mark.start..inside_start + n_spaces + word.len()).unwrap_or_default();
                repairs.push(repair(RepairKind::LostQuotation, before, word));
                // The space in front of the mark is enough.
                done =
                    if restored.is_empty() || restored.ends_with(' ') { inside_start + n_spaces } else { inside_start };
            }
        }
    }
    restored.push_str(text.get(done..).unwrap_or_default());
    restored.truncate(restored.trim_end_matches(' ').len());
    restored
}

fn is_quotable(inside: Option<&str>) -> bool {
    inside.is_some_and(|inside| inside.chars().any(char::is_alphanumeric))
}

/// What names the place of a mark: the word behind it, or a few characters of Chinese.
fn first_word(text: &str) -> &str {
    let end = text.char_indices().take(20).find(|(_, character)| *character == ' ').map(|(at, _)| at);
    let end = end.or_else(|| text.char_indices().nth(20).map(|(at, _)| at)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Every mark of a text in order. Looks at each character once.
fn marks(text: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut clause_start = 0;
    let mut is_in_next_sentence = false;
    let mut previous = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        if character == '?' {
            let mut end = at + 1;
            // Marks in a row are one, with the spaces between them.
            while let Some((place, _)) = characters.next_if(|(_, next)| matches!(next, '?' | ' ')) {
                if text.get(place..).is_some_and(|rest| rest.starts_with('?')) {
                    end = place + 1;
                }
            }
            let next = text.get(end..).and_then(|rest| rest.chars().next());
            let clause = text.get(clause_start..at).unwrap_or_default();
            let is_lost = is_lost(previous, next, clause);
            marks.push(Mark { start: at, end, is_lost, is_in_next_sentence });
            is_in_next_sentence = false;
            clause_start = end;
            previous = Some(text.get(end..).filter(|rest| rest.starts_with(' ')).map_or('?', |_| ' '));
            continue;
        }
        let ends_sentence = matches!(character, '。' | '！' | '；' | '？')
            || matches!(character, '.' | '!' | ';' | ':') && next.is_none_or(|next| next == ' ');
        if ends_sentence {
            is_in_next_sentence = true;
            clause_start = at + character.len_utf8();
        }
        previous = Some(character);
    }
    marks
}

fn is_lost(previous: Option<char>, next: Option<char>, clause: &str) -> bool {
    let may_end_question = next.is_none_or(|next| !next.is_alphanumeric());
    let is_question = || QUESTION.as_ref().is_some_and(|question| question.is_match(clause));
    match (previous, next) {
        (None | Some(' ' | '(' | '（' | '“' | '"'), _) => !(may_end_question && is_question()),
        (Some(previous), Some(next)) if is_han(previous) && is_han(next) => !is_question(),
        _ => false,
    }
}
