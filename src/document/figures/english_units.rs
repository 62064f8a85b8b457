//! What a number counts, by the English nouns behind or before it.

use std::{collections::HashMap, ops::Range, sync::LazyLock};

use super::{
    chinese_units::Counted,
    english_nouns::{IRREGULAR, NO_PLURALS, NOUNS, PAIRS, PHRASES, STOPS},
    letters::{Letters, is_latin},
    lexicon::Lexicon,
};

static PHRASES_BY_WORD: LazyLock<Lexicon<&str>> = LazyLock::new(|| Lexicon::new(PHRASES.iter().copied()));

/// How many words of a phrase are looked at.
const REACH: usize = 7;

/// Every form of every noun, with its code and whether it is the form of the list.
static FORMS: LazyLock<HashMap<String, (&'static str, bool)>> = LazyLock::new(|| {
    let mut forms = HashMap::new();
    let listed = NOUNS.iter().flat_map(|(code, nouns)| nouns.iter().map(move |noun| (*code, *noun)));
    for (code, noun) in listed.clone() {
        forms.entry(noun.to_owned()).or_insert((code, true));
    }
    for (code, noun) in listed {
        let singular = [
            noun.strip_suffix('s').map(str::to_owned),
            noun.strip_suffix("es").map(str::to_owned),
            noun.strip_suffix("ies").map(|stem| format!("{stem}y")),
        ];
        for form in singular.into_iter().flatten() {
            forms.entry(form).or_insert((code, false));
        }
    }
    forms
});

fn noun_unit(word: &str) -> Option<&'static str> {
    FORMS.get(word).map(|(code, _)| *code)
}

/// The unit or noun phrase at a place. `None` where no word there can be counted.
pub(super) fn counted(letters: &Letters<'_>, place: usize, limit: usize) -> Option<Counted> {
    let start = letters.skip_spaces(place);
    if let Some((end, code)) = phrase(letters, start) {
        return Some(Counted { unit: Some(code), end, noun: end..end });
    }
    let mut place = start;
    let mut best: Option<(usize, &'static str)> = None;
    let mut is_headed = false;
    let mut previous = String::new();
    for _ in 0..REACH {
        let word = letters.latin_word(place);
        if word.is_empty() || word.end > limit {
            break;
        }
        let text = letters.folded(word.clone());
        // "21 provincial and municipal awards": and joins what describes the noun.
        let joins = matches!(text.as_str(), "and" | "or") && best.is_none() && !previous.is_empty();
        if STOPS.contains(&text.as_str()) && !joins {
            break;
        }
        let pair =
            PAIRS.iter().find(|(first, second, _)| *first == previous && *second == text).map(|(.., code)| *code);
        let is_plural = is_plural(&text);
        if let Some(code) = pair.or_else(|| noun_unit(&text)) {
            best = Some((word.end, code));
            // A noun in the plural is the head; one in the singular may describe what follows it.
            is_headed |= pair.is_some() || is_head(&text);
        } else if is_headed {
            break;
        } else if is_plural {
            best = Some((word.end, "item"));
            is_headed = true;
        }
        previous = text;
        place = letters.skip_spaces(word.end);
        if place == word.end && !is_latin(letters.at(place)) {
            break;
        }
    }
    best.map(|(end, code)| Counted { unit: Some(code), end, noun: start..end })
}

fn is_plural(word: &str) -> bool {
    let is_regular = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !NO_PLURALS.contains(&word);
    is_regular || IRREGULAR.contains(&word)
}

/// Whether a known noun stands as it is listed, in the plural.
fn is_head(word: &str) -> bool {
    FORMS.get(word).is_some_and(|(_, is_listed)| *is_listed)
}

fn phrase(letters: &Letters<'_>, place: usize) -> Option<(usize, &'static str)> {
    PHRASES_BY_WORD.longest_from(letters, place)
}

/// What is counted, by the noun nearest before the number.
pub(super) fn counted_before(letters: &Letters<'_>, before: Range<usize>) -> Option<&'static str> {
    let mut place = before.end;
    while place > before.start {
        let word = letters.latin_word_before(place);
        if word.is_empty() || word.start < before.start {
            place -= 1;
            continue;
        }
        // Hyphens belong to the word: person-times, e-books.
        let mut start = word.start;
        while letters.before(start) == '-' && is_latin(letters.before(start - 1)) {
            start = letters.latin_word_before(start - 1).start;
        }
        let text = letters.folded(start..word.end);
        let previous_end = letters.skip_spaces_back(start);
        let previous = letters.folded(letters.latin_word_before(previous_end));
        let pair =
            PAIRS.iter().find(|(first, second, _)| *first == previous && *second == text).map(|(.., code)| *code);
        // "library" before another noun describes it.
        if let Some(code) = pair.or_else(|| noun_unit(&text).filter(|_| text != "library")) {
            return Some(head_unit(letters, &(before.start..start), &before, code));
        }
        place = start.max(before.start);
    }
    None
}

/// Attendance at events counts attendance, and readers received are visits: the unit of a noun, by the words around it.
fn head_unit(letters: &Letters<'_>, left: &Range<usize>, all: &Range<usize>, code: &'static str) -> &'static str {
    if code == "person" && letters.has(all.clone(), &["received", "receiving", "reception", "receive"]) {
        return "visit";
    }
    let end = letters.skip_spaces_back(left.end);
    let end = letters.any_to(end, &["the", "our", "all"]).map_or(end, |start| letters.skip_spaces_back(start));
    let Some(preposition) = letters.any_to(end, &["at", "of", "to", "in", "for", "from"]) else { return code };
    let word = letters.latin_word_before(letters.skip_spaces_back(preposition));
    if word.start < left.start { code } else { noun_unit(&letters.folded(word)).unwrap_or(code) }
}

/// Money by the sign before the number: where the sign starts, and the unit, which pounds do not have.
pub(super) fn money_before(letters: &Letters<'_>, place: usize) -> Option<(usize, Option<&'static str>)> {
    const SIGNS: [(&str, Option<&str>); 13] = [
        ("us$", Some("USD")),
        ("$", Some("USD")),
        ("€", Some("EUR")),
        ("£", None),
        ("¥", Some("CNY")),
        ("rmb ", Some("CNY")),
        ("rmb", Some("CNY")),
        ("cny ", Some("CNY")),
        ("usd ", Some("USD")),
        ("eur ", Some("EUR")),
        ("gbp ", None),
        ("人民币", Some("CNY")),
        ("￥", Some("CNY")),
    ];
    SIGNS.iter().find_map(|(sign, code)| {
        let start = place.checked_sub(sign.chars().count())?;
        sign.chars().enumerate().all(|(index, sign)| letters.at(start + index) == sign).then_some((start, *code))
    })
}
