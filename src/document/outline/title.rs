//! Where the title of an item ends and its text begins.

use super::line::is_short;
use crate::linguistics::is_han;

/// An item's text as title and body: what stands in front of a colon, or the first sentence; the rest is the body.
///
/// `1、资源建设：丰富馆藏…` is titled 资源建设; a single sentence is all title.
pub(in crate::document) fn title_and_body(text: &str) -> (String, String) {
    let text = text.trim();
    if let Some((title, body)) = before_colon(text) {
        return (title.to_owned(), body.to_owned());
    }
    match sentence_end(text) {
        Some(end) => {
            let (title, body) = text.split_at_checked(end).unwrap_or((text, ""));
            let title = title.trim();
            // A short first sentence is a heading, and headings have no full stop.
            let title = if is_short(title, 1) { title.trim_end_matches(['。', '.']) } else { title };
            // A stray full stop in front is no sentence.
            if title.is_empty() {
                return (text.to_owned(), String::new());
            }
            (title.to_owned(), body.trim().to_owned())
        }
        None => (text.to_owned(), String::new()),
    }
}

fn before_colon(text: &str) -> Option<(&str, &str)> {
    let (place, sign) = text.char_indices().take(100).find(|&(_, character)| matches!(character, ':' | '：'))?;
    let (title, body) = (text.get(..place)?.trim(), text.get(place + sign.len_utf8()..)?.trim());
    let is_time =
        title.ends_with(|last: char| last.is_ascii_digit()) && body.starts_with(|first: char| first.is_ascii_digit());
    let is_address = body.starts_with("//");
    let is_title = !title.is_empty() && is_short(title, 1) && !title.contains(['。', '；', ';', '.', '!', '！']);
    (is_title && !body.is_empty() && !is_time && !is_address).then_some((title, body))
}

/// The byte behind the first sentence; `None` where nothing stands behind it.
pub(in crate::document) fn sentence_end(text: &str) -> Option<usize> {
    let mut characters = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((place, character)) = characters.next() {
        let is_full = matches!(character, '。' | '！' | '？' | '!' | '?' | '.');
        if !is_full {
            before = character;
            continue;
        }
        let mut end = place + character.len_utf8();
        // Closing quotation marks and brackets belong to the sentence.
        while let Some(&(at, next)) = characters.peek() {
            if !matches!(next, '”' | '’' | '"' | '」' | '』' | '）' | ')' | '。' | '！' | '？' | '!' | '?') {
                break;
            }
            end = at + next.len_utf8();
            characters.next();
        }
        let rest = text.get(end..).unwrap_or_default();
        let is_end = match character {
            '.' => ends_english(text.get(..place).unwrap_or_default(), before, rest),
            '!' | '?' => rest.starts_with(' ') || before.is_alphabetic() && is_han(before),
            _ => true,
        };
        if is_end {
            return Some(end).filter(|_| !rest.trim().is_empty());
        }
        before = character;
    }
    None
}

/// Whether a full stop ends an English sentence: a space and a capital follow, and it is no abbreviation's.
fn ends_english(text: &str, before: char, rest: &str) -> bool {
    const ABBREVIATIONS: [&str; 16] =
        ["e.g", "i.e", "etc", "no", "vs", "st", "dr", "mr", "ms", "mrs", "prof", "inc", "u.s", "u.k", "approx", "vol"];
    let next = rest.trim_start_matches(' ').trim_start_matches(['“', '"', '‘', '\'', '(', '?']).chars().next();
    let word = text.rsplit([' ', '(', '（']).next().unwrap_or_default().to_lowercase();
    rest.starts_with(' ')
        && next.is_some_and(|next| next.is_uppercase() || is_han(next) || next.is_ascii_digit())
        && before != '.'
        && !ABBREVIATIONS.contains(&word.as_str())
        // An initial: `J. Smith`.
        && !(word.chars().count() == 1 && before.is_uppercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_title_ends_at_its_colon_or_sentence() {
        for (text, title, body) in [
            ("资源建设：丰富馆藏，共享资源。", "资源建设", "丰富馆藏，共享资源。"),
            ("坚持读者至上。以需求为先。", "坚持读者至上", "以需求为先。"),
            ("开展十场讲座，服务社区。", "开展十场讲座，服务社区。", ""),
            ("Reading first. We open earlier.", "Reading first", "We open earlier."),
            ("Work with schools, e.g. on reading clubs", "Work with schools, e.g. on reading clubs", ""),
            ("Open at 10:30 every day", "Open at 10:30 every day", ""),
            ("Raise satisfaction from 4.1 to 4.5", "Raise satisfaction from 4.1 to 4.5", ""),
            ("Literacy: help every child read", "Literacy", "help every child read"),
            ("他说：“好。”然后离开。", "他说", "“好。”然后离开。"),
            ("。以需求为先", "。以需求为先", ""),
            ("", "", ""),
        ] {
            assert_eq!(title_and_body(text), (title.to_owned(), body.to_owned()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_but_signs_is_lost(text in "\\PC{0,80}") {
            let (title, body) = title_and_body(&text);
            let kept = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(kept(&text), kept(&title) + &kept(&body));
        }
    }
}
