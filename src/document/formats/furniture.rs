//! Page numbers and form feeds that copies of printed pages carry between the lines of a text.
//!
//! A line of a page number's shape (`- 3 -`, `第3页 共12页`, `Page 3 of 12`, `3 / 12`, a lone `3`) is furniture if lines of the
//! same shape recur and count upwards: two at least, three of lone numbers. One that stands by itself between blank lines
//! is furniture if it cannot be anything else (`- 3 -`). A running head is furniture if it recurs with a rising page
//! number in it, or word for word beside page numbers and form feeds. Everything else stays text.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::LazyLock,
};

use regex::Regex;

// One shape for each group.
static PAGE_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:",
        r"[-—–~·]+ ?([0-9]{1,4}) ?[-—–~·]+",
        r"|第 ?([0-9]{1,4}) ?[页頁](?:[\s,，/／]*共 ?[0-9]{1,4} ?[页頁])?",
        r"|(?i:page|p\.) ?([0-9]{1,4})(?: ?(?i:of|/) ?[0-9]{1,4})?",
        r"|([0-9]{1,4}) ?[/／] ?[0-9]{1,4}",
        r"|([0-9]{1,4})",
        r")$"
    ))
    .ok()
});

/// The shapes whose words or dashes say that the number is a page's.
const SURE_SHAPES: std::ops::RangeInclusive<usize> = 1..=3;
/// The shape of a lone number, which needs more evidence than the others.
const LONE_NUMBER: usize = 5;

/// The longest running head, in bytes.
const MAX_RUNNING_HEAD: usize = 240;
/// How often a running head recurs at least, unless a word in it says that its number is a page's.
const N_RUNNING_HEADS: usize = 3;
/// No page that has a running head with a bare number is shorter, in lines.
const MIN_LINES_OF_PAGE: usize = 10;

/// How many blank lines may part a running head from the page number beside it.
const MAX_BLANK_LINES: usize = 5;

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[0-9]{1,4}").ok());

// A number that a word calls a page's, or one that white space or a bar sets apart from the words of a running head.
static CALLED_PAGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(?:\bpage|\bp\.|\bpg\.?) ?$|第 ?$|[页頁] ?$").ok());
static SET_APART_BEFORE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:\s{2,}|\t|[|│·•] ?)[-–—]? ?$").ok());
static SET_APART_BEHIND: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^ ?[-–—]?(?:\s{2,}|\t| ?[|│·•])").ok());

/// Which of the lines are furniture. Blank lines around furniture belong to it: a sentence may go on over the page.
pub(super) fn furniture(lines: &[&str]) -> Vec<bool> {
    let mut by_shape: HashMap<usize, Vec<(usize, u32)>> = HashMap::new();
    for (index, line) in lines.iter().enumerate() {
        let line = line.trim();
        if line.len() > 40 {
            continue;
        }
        let Some(found) = PAGE_NUMBER.as_ref().and_then(|pattern| pattern.captures(line)) else { continue };
        let number = (1..=LONE_NUMBER).find_map(|shape| Some((shape, found.get(shape)?.as_str().parse().ok()?)));
        if let Some((shape, number)) = number {
            by_shape.entry(shape).or_default().push((index, number));
        }
    }
    let is_blank = |at: usize| lines.get(at).is_none_or(|line| line.trim().is_empty());
    let stands_alone = |index: usize| index.checked_sub(1).is_none_or(is_blank) && is_blank(index + 1);
    let mut pages: Vec<usize> = running_numbers(lines);
    for (shape, found) in by_shape {
        let wanted = if shape == LONE_NUMBER { 3 } else { 2 };
        let rises = found.windows(2).all(|pair| matches!(pair, [(_, one), (_, next)] if next > one && next - one <= 2));
        // Numbers that stand close together are a list or a column of a table.
        let is_far_apart = found.windows(2).all(|pair| matches!(pair, [(one, _), (next, _)] if next - one > 3));
        let recurs = found.len() >= wanted && rises && is_far_apart;
        let is_sure = |index: usize| SURE_SHAPES.contains(&shape) && is_far_apart && stands_alone(index);
        pages.extend(found.into_iter().map(|(index, _)| index).filter(|index| recurs || is_sure(*index)));
    }
    let heads = running_heads(lines, &pages);
    pages.extend(heads);
    let mut is_furniture = vec![false; lines.len()];
    for index in pages {
        let is_empty = |at: &usize| lines.get(*at).is_some_and(|line| line.trim().is_empty());
        let above = (0..index).rev().take_while(is_empty);
        for furniture in (index + 1..).take_while(is_empty).chain(above).chain([index]) {
            if let Some(line) = is_furniture.get_mut(furniture) {
                *line = true;
            }
        }
    }
    is_furniture
}

/// Running heads with a page number in them: lines that are alike but for one number, which rises.
fn running_numbers(lines: &[&str]) -> Vec<usize> {
    let Some(number) = NUMBER.as_ref() else { return Vec::new() };
    let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        let line = line.trim();
        let has_words = line.chars().filter(|character| character.is_alphabetic()).count() >= 4;
        if line.len() <= MAX_RUNNING_HEAD && has_words && number.is_match(line) {
            let words: Vec<&str> = line.split_whitespace().collect();
            alike.entry(number.replace_all(&words.join(" "), "0").into_owned()).or_default().push(index);
        }
    }
    let alike = alike.into_values().filter(|places| places.len() >= 2);
    alike.filter(|places| has_page_number(lines, places)).flatten().collect()
}

/// Whether lines that differ in numbers at most have a page number: the one number that differs, and rises.
fn has_page_number(lines: &[&str], places: &[usize]) -> bool {
    let numbers = |line: &str| -> Vec<(std::ops::Range<usize>, u32)> {
        let found = NUMBER.iter().flat_map(|number| number.find_iter(line));
        found.filter_map(|number| Some((number.range(), number.as_str().parse().ok()?))).collect()
    };
    let rows: Vec<Vec<(std::ops::Range<usize>, u32)>> =
        places.iter().filter_map(|place| lines.get(*place)).map(|line| numbers(line.trim())).collect();
    let n_numbers = rows.first().map_or(0, Vec::len);
    let column = |at: usize| -> Vec<u32> { rows.iter().filter_map(|row| row.get(at)).map(|(_, n)| *n).collect() };
    let differing: Vec<usize> = (0..n_numbers)
        .filter(|at| column(*at).windows(2).any(|pair| matches!(pair, [one, next] if one != next)))
        .collect();
    let [at] = differing.as_slice() else { return false };
    let rises = column(*at).windows(2).all(|pair| matches!(pair, [one, next] if next > one && next - one <= 2));
    let nearest = places.windows(2).filter_map(|pair| Some(pair.last()? - pair.first()?)).min().unwrap_or(0);
    let Some(line) = places.first().and_then(|place| lines.get(*place)).map(|line| line.trim()) else { return false };
    let Some((range, _)) = rows.first().and_then(|row| row.get(*at)) else { return false };
    let before = line.get(..range.start).unwrap_or_default();
    let behind = line.get(range.end..).unwrap_or_default();
    let matches = |pattern: &Option<Regex>, text: &str| pattern.as_ref().is_some_and(|pattern| pattern.is_match(text));
    let is_called_page = matches(&CALLED_PAGE, before) || behind.trim_start().starts_with(['页', '頁']);
    let is_at_end = behind.is_empty() && matches(&SET_APART_BEFORE, before);
    let is_at_start = before.is_empty() && matches(&SET_APART_BEHIND, behind);
    let is_set_apart = (is_at_end || is_at_start) && places.len() >= N_RUNNING_HEADS && nearest >= MIN_LINES_OF_PAGE;
    rises && (is_called_page && nearest > 3 || is_set_apart)
}

/// Running heads without a number: the same words right before or behind the ends of several pages.
fn running_heads(lines: &[&str], pages: &[usize]) -> Vec<usize> {
    let is_text = |at: &usize| lines.get(*at).is_some_and(|line| !line.trim().is_empty());
    // A form feed may open the first line of a page, or end the last.
    let feeds = lines.iter().enumerate().filter(|(_, line)| line.contains('\u{0C}')).map(|(index, _)| index);
    let pages: HashSet<usize> = pages.iter().copied().collect();
    let mut places: Vec<usize> = Vec::new();
    for end in pages.iter().copied().chain(feeds) {
        let is_page_number = pages.contains(&end);
        places.extend((!is_page_number).then_some(end).filter(is_text));
        places.extend((end + 1..lines.len()).take(MAX_BLANK_LINES).find(is_text));
        places.extend((0..end).rev().take(MAX_BLANK_LINES).find(is_text));
    }
    places.sort_unstable();
    places.dedup();
    let mut by_words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for place in places.into_iter().filter(|place| !pages.contains(place)) {
        let line = lines.get(place).map_or("", |line| line.trim());
        if line.len() <= MAX_RUNNING_HEAD && line.chars().filter(|character| character.is_alphabetic()).count() >= 4 {
            by_words.entry(line.split_whitespace().collect::<Vec<_>>().join(" ")).or_default().push(place);
        }
    }
    by_words.into_values().filter(|places| places.len() >= N_RUNNING_HEADS).flatten().collect()
}
