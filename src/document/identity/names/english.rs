//! English names of libraries, library associations and universities: runs of capitalized words.

use super::{Certainty, Likeness, Name};

/// A word of a line, without the marks around it.
#[derive(Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    /// Where the word begins and ends in the line.
    start: usize,
    end: usize,
    /// Whether a mark before or behind it ends a name.
    is_opened: bool,
    is_closed: bool,
}

/// Words that join others inside a name.
const JOINING: &[&str] = &["of", "and", "the", "for", "&", "de", "at"];
/// Words that join others before the last word of a name: the rest (at, for) rather join two names.
const JOINING_BEFORE: &[&str] = &["of", "and", "the", "&", "de"];
/// Capitalized words that are no part of a name.
const OUTSIDE: &[&str] = &[
    "plan",
    "plans",
    "planning",
    "strategy",
    "strategic",
    "strategies",
    "framework",
    "draft",
    "vision",
    "mission",
    "goal",
    "goals",
    "objective",
    "objectives",
    "report",
    "annual",
    "year",
    "five-year",
    "fyp",
    "proposal",
    "action",
    "agenda",
    "blueprint",
    "roadmap",
    "policy",
    "directions",
    "priorities",
    "by",
    "from",
    "in",
    "about",
    "welcome",
    "towards",
    "toward",
    "building",
    "development",
    "introducing",
    "during",
    "under",
    "with",
    "when",
    "if",
    "as",
    "to",
    "why",
    "how",
    "what",
    "chair",
    "director",
    "librarian",
    "supporting",
    "visit",
    "is",
    "are",
    "that",
];
/// What any library may be called.
const GENERIC: &[&str] = &[
    "the",
    "our",
    "a",
    "an",
    "your",
    "my",
    "this",
    "that",
    "each",
    "every",
    "all",
    "public",
    "academic",
    "university",
    "college",
    "school",
    "digital",
    "smart",
    "national",
    "city",
    "county",
    "municipal",
    "central",
    "branch",
    "main",
    "new",
    "community",
    "state",
    "regional",
    "research",
    "children's",
    "town",
    "local",
    "modern",
    "mobile",
    "virtual",
    "future",
    "hybrid",
    "special",
    "many",
    "other",
    "as",
    "for",
    "in",
    "member",
    "of",
    "and",
    "at",
    "to",
    "district",
    "township",
    "rural",
    "urban",
    "global",
    "world",
    "intelligent",
    "good",
    "better",
    "open",
    "green",
    "physical",
    "model",
    "wisdom",
    "intelligence",
    "reserve",
    "medical",
    "legal",
    "law",
    "art",
    "reading",
    "self-service",
    "metropolitan",
    "these",
    "those",
    "its",
    "their",
    "chinese",
    "american",
    "british",
    "european",
    "people's",
];
/// What may follow `Library` and belongs to the name.
const BEHIND: &[&str] = &[
    "system",
    "systems",
    "service",
    "services",
    "consortium",
    "association",
    "associations",
    "district",
    "network",
    "board",
    "trust",
    "authority",
    "federation",
    "society",
    "council",
    "cooperative",
    "commission",
    "commons",
    "partnership",
];
/// What makes another thing of `Library`.
const OTHER_THING: &[&str] = &[
    "law",
    "act",
    "laws",
    "week",
    "day",
    "month",
    "journal",
    "card",
    "cards",
    "science",
    "impact",
    "bill",
    "regulations",
    "review",
    "quarterly",
    "trends",
    "tribune",
    "bond",
    "map",
];
/// The last words of names of bodies that need no library in them: they name one only where a title or a title block does.
const BODIES: &[&str] = &[
    "federation",
    "association",
    "society",
    "consortium",
    "council",
    "institute",
    "network",
    "alliance",
    "trust",
    "foundation",
];
/// Words for a city, which a name may have or not.
const CITY: &[&str] = &["city", "municipal", "public", "town"];

const MAX_WORDS: usize = 10;

/// The names in a line as printed.
pub(super) fn names(line: &str) -> Vec<Name> {
    let words = words(line);
    let n_capitals = line.chars().filter(char::is_ascii_uppercase).count();
    let is_shouted = n_capitals > 8 && !line.chars().any(|character| character.is_ascii_lowercase());
    let mut found = Vec::new();
    let mut has_library = false;
    for (place, word) in words.iter().enumerate() {
        let certainty = match bare(word.text).as_str() {
            "library" | "libraries" => Certainty::Name,
            "ifla" if word.text.starts_with("IFLA") => Certainty::Name,
            "university" | "college" => Certainty::Parent,
            last if BODIES.contains(&last) => Certainty::Parent,
            _ => continue,
        };
        let is_parent = certainty == Certainty::Parent;
        // `University` inside a name of a library is no name of its own here.
        let is_before_library = !word.is_closed && words.get(place + 1).is_some_and(is_library);
        if !starts_with_capital(word.text) || (is_parent && (has_library || is_before_library)) {
            continue;
        }
        let Some((first, last)) = extent(&words, place) else { continue };
        let is_body = BODIES.contains(&bare(word.text).as_str());
        if is_body && !names_body(&words, first, last) {
            continue;
        }
        if is_parent && words.get(first..=last).is_some_and(|words| words.iter().any(is_library)) {
            continue;
        }
        has_library |= !is_parent;
        let (Some(start), Some(end)) = (words.get(first), words.get(last)) else { continue };
        let printed = line.get(start.start..end.end).unwrap_or_default();
        let printed = printed.strip_suffix("'s").or(printed.strip_suffix("’s")).unwrap_or(printed);
        let printed = printed.trim_end_matches(['\'', '’']);
        let is_whole_line = start.start == 0 && end.end == line.trim_end().len();
        let printed = if is_shouted { in_title_case(printed) } else { printed.to_owned() };
        found.push(Name { printed, certainty, is_whole_line });
    }
    found.dedup();
    found
}

/// The first and last word of the name whose last word stands at a place; `None` where it is no name.
fn extent(words: &[Word<'_>], place: usize) -> Option<(usize, usize)> {
    let word = words.get(place)?;
    if bare(word.text) == "ifla" {
        return Some((place, place));
    }
    let mut first = place;
    while first > 0 && place - first < MAX_WORDS && !words.get(first)?.is_opened {
        let before = words.get(first - 1)?;
        // Law and Smart Library, two libraries in a row: the name begins behind the other one.
        if before.is_closed || is_library(before) || is_determiner(before) && starts_with_capital(before.text) {
            break;
        }
        if is_name_word(before) {
            first -= 1;
        } else if JOINING_BEFORE.contains(&bare(before.text).as_str()) && !before.is_opened && joins(words, first - 1) {
            first -= 2;
        } else {
            break;
        }
    }
    while first < place && words.get(first).is_some_and(|word| is_determiner(word) || is_joining(word)) {
        first += 1;
    }
    let is_own = |word: &Word<'_>| !GENERIC.contains(&bare(word.text).as_str());
    let mut has_own = words.get(first..place)?.iter().any(is_own);
    let mut last = place;
    if !word.is_closed {
        let next = words.get(place + 1);
        if next.is_some_and(|next| starts_with_capital(next.text) && OTHER_THING.contains(&bare(next.text).as_str())) {
            return None;
        }
        while last - place < 3 && !words.get(last)?.is_closed {
            let Some(next) = words.get(last + 1).filter(|next| starts_with_capital(next.text)) else { break };
            if !BEHIND.contains(&bare(next.text).as_str()) {
                break;
            }
            last += 1;
        }
        let may_be_of = !has_own || BODIES.contains(&bare(word.text).as_str());
        if may_be_of && last == place && words.get(place + 1).is_some_and(|next| bare(next.text) == "of") {
            let end = end_of_place(words, place + 2);
            if let Some(end) = end {
                has_own = true;
                last = end;
                // University of Example Library.
                if !is_library(word) && words.get(end).is_some_and(is_library) {
                    return None;
                }
            }
        }
    }
    has_own.then_some((first, last))
}

/// Whether words that end in one for a body, such as Society or Trust, name one: at least two stand before it or a place
/// behind it, no article makes a thing of it (an Informed Society), and no verb opens it (Building Community Trust).
fn names_body(words: &[Word<'_>], first: usize, last: usize) -> bool {
    let Some(name) = words.get(first..=last) else { return false };
    let is_of_place = name.iter().any(|word| bare(word.text) == "of");
    let opens_with_verb = name
        .first()
        .is_some_and(|word| bare(word.text).ends_with("ing") && !GENERIC.contains(&bare(word.text).as_str()));
    let before = first.checked_sub(1).and_then(|before| words.get(before)).map(|word| bare(word.text));
    let is_thing = before.is_some_and(|before| ["a", "an", "more", "our"].contains(&before.as_str()));
    (name.len() >= 3 || is_of_place) && !opens_with_verb && !is_thing
}

/// Whether the word before a joining one belongs to the same name.
fn joins(words: &[Word<'_>], joining: usize) -> bool {
    let before = joining.checked_sub(1).and_then(|before| words.get(before));
    before.is_some_and(|word| is_name_word(word) && !word.is_closed && !is_library(word))
}

/// The last word of a place's name that begins at `start`, or with `the` before it.
fn end_of_place(words: &[Word<'_>], start: usize) -> Option<usize> {
    let start = if words.get(start).is_some_and(|word| bare(word.text) == "the") { start + 1 } else { start };
    let mut last = None;
    for (index, word) in words.iter().enumerate().skip(start).take(4) {
        if word.is_opened || !is_name_word(word) {
            break;
        }
        last = Some(index);
        if word.is_closed {
            break;
        }
    }
    last
}

fn is_library(word: &Word<'_>) -> bool {
    matches!(bare(word.text).as_str(), "library" | "libraries")
}

fn is_name_word(word: &Word<'_>) -> bool {
    let is_letter = word.text.chars().all(|character| character.is_alphabetic() || "'’.-&".contains(character));
    starts_with_capital(word.text) && is_letter && !OUTSIDE.contains(&bare(word.text).as_str())
}

fn is_joining(word: &Word<'_>) -> bool {
    JOINING.contains(&bare(word.text).as_str())
}

fn is_determiner(word: &Word<'_>) -> bool {
    matches!(bare(word.text).as_str(), "the" | "our" | "a" | "an" | "your" | "this" | "each" | "every" | "all" | "many")
}

fn starts_with_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// A word in lower case without the genitive's ending.
fn bare(word: &str) -> String {
    let lower = word.to_lowercase();
    let without_ending = lower.strip_suffix("'s").or(lower.strip_suffix("’s")).unwrap_or(&lower);
    without_ending.trim_end_matches(['\'', '’']).to_owned()
}

fn words(line: &str) -> Vec<Word<'_>> {
    let is_mark = |character: char| !character.is_alphanumeric() && character != '&';
    let mut found = Vec::new();
    let mut start = 0;
    for piece in line.split_inclusive(|character: char| character.is_whitespace() || "–—/|".contains(character)) {
        let text = piece.trim_matches(is_mark);
        if let Some(offset) = piece.find(text).filter(|_| !text.is_empty()) {
            let behind = piece.get(offset + text.len()..).unwrap_or_default();
            found.push(Word {
                text,
                start: start + offset,
                end: start + offset + text.len(),
                is_opened: offset > 0,
                is_closed: behind.trim_matches(['\'', '’']).contains(|mark: char| !mark.is_whitespace()),
            });
        } else if piece.contains(|mark: char| !mark.is_whitespace())
            && let Some(word) = found.last_mut()
        {
            word.is_closed = true;
        }
        start += piece.len();
    }
    found
}

fn in_title_case(shouted: &str) -> String {
    let word = |word: &str| {
        let lower = word.to_lowercase();
        if JOINING.contains(&lower.as_str()) {
            return lower;
        }
        let mut letters = lower.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    shouted.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// [`super::likeness`] of English names: joining words do not count, words for a city may be missing.
pub(super) fn likeness(one: &str, other: &str) -> Option<Likeness> {
    let telling = |name: &str| -> Vec<String> {
        let words = name.split(|character: char| !character.is_alphanumeric());
        let mut words: Vec<String> = words
            .filter(|word| !word.is_empty() && *word != "s" && !JOINING.contains(word))
            .map(|word| if word == "libraries" { "library".to_owned() } else { word.to_owned() })
            .collect();
        // The University of Exampleshire is not Exampleshire University, but the Library of Exampleshire is Exampleshire Library.
        if !words.iter().any(|word| matches!(word.as_str(), "university" | "college")) {
            words.sort();
        }
        words
    };
    let (one, other) = (telling(one), telling(other));
    if one == other {
        return Some(Likeness::Same);
    }
    let (longer, shorter) = if one.len() > other.len() { (one, other) } else { (other, one) };
    let mut extra = longer;
    for word in &shorter {
        let place = extra.iter().position(|candidate| candidate == word)?;
        extra.remove(place);
    }
    let has_own = shorter.iter().any(|word| word != "library" && !GENERIC.contains(&word.as_str()));
    (has_own && extra.iter().all(|word| CITY.contains(&word.as_str()))).then_some(Likeness::Nearly)
}
