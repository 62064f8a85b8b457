//! What a line begins with: the bullet of a list, or a number that passages are counted with.

use std::sync::LazyLock;

use regex::Regex;

use crate::linguistics::is_han;

// Signs that are nothing but bullets wherever a line begins with them.
const SURE_BULLETS: &[char] = &[
    '•', '●', '■', '◆', '▪', '▫', '□', '◇', '○', '◦', '‣', '➢', '➤', '➔', '►', '▶', '★', '☆', '√', '✓', '✔', '※', '∙',
    '⁃', '\u{F06C}', '\u{F06E}', '\u{F075}', '\u{F0A7}', '\u{F0B7}', '\u{F0D8}', '\u{F0FC}',
];

// Signs that are bullets where white space follows.
const SPACED_BULLETS: &[char] = &['-', '*', '–', '—', '·', '・', '‧', '→', '+'];

/// A bullet, and the text behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bulleted<'a> {
    /// The sign.
    pub bullet: char,
    /// What follows it, without white space around it.
    pub text: &'a str,
}

/// The bullet that a line begins with behind its indentation. A sign alone on its line is none.
pub(super) fn bulleted(line: &str) -> Option<Bulleted<'_>> {
    let line = line.trim();
    let bullet = line.chars().next()?;
    let behind = line.get(bullet.len_utf8()..)?;
    let text = behind.trim_start();
    let is_spaced = text.len() < behind.len();
    let next = text.chars().next()?;
    let is_bullet = match bullet {
        // As a Chinese zero, or as a word of its own, it is no bullet.
        '○' if !is_spaced => !"○〇一二三四五六七八九十".contains(next),
        _ if SURE_BULLETS.contains(&bullet) => next != bullet,
        '-' | '·' if !is_spaced => is_han(next),
        _ if SPACED_BULLETS.contains(&bullet) => {
            is_spaced && !text.chars().all(|sign| sign == bullet || sign.is_whitespace())
        }
        'o' => is_spaced && (next.is_uppercase() || is_han(next)),
        _ => false,
    };
    is_bullet.then_some(Bulleted { bullet, text })
}

/// Whether a sign is a bullet wherever an item begins with it.
pub(super) fn is_sure_bullet(character: char) -> bool {
    SURE_BULLETS.contains(&character)
}

// Numbers of passages: （一） (1) 1） 一、 1. 1、 1.2 ① IV. Three. a) 第一章 Goal 2: 目标一：
static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:",
        r"[(（\[【〔] ?(?:[0-9]{1,3}|[一二三四五六七八九十百]{1,4}|[IVXivx]{1,5}|[A-Za-z]) ?[)）\]】〕]",
        r"|(?:[0-9]{1,3}|[一二三四五六七八九十百]{1,4}|[IVX]{1,6}|[A-Za-z]) ?[、．)）]",
        r"|(?:[0-9]{1,3}|[IVX]{1,6}|[A-Za-z]|[一二三四五六七八九十]{1,3}) ?\.(?:[^0-9]|$)",
        r"|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[.、]?\s*[^0-9\s.,%％]",
        r"|[\x{2460}-\x{24FF}\x{2776}-\x{2793}\x{3220}-\x{3229}]",
        r"|(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\s?[.,、:：]",
        r"|第 ?[0-9一二三四五六七八九十百]{1,4} ?[章节節条條部篇編编款项項]",
        r"|(?i:goal|objective|strategy|action|aim|priority|theme|pillar|outcome|target|part|chapter|section|appendix|annex|figure|table)s? (?:[0-9]{1,2}|[IVX]{1,5}|[A-Z])(?:\.[0-9]{1,2})*\s*[:：.)–—-]",
        r"|\p{Han}{2,6} ?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}) ?[：:]",
        r")"
    ))
    .ok()
});

/// Whether a line begins with a number or word that passages are counted with.
pub(super) fn is_numbered(line: &str) -> bool {
    NUMBERED.as_ref().is_some_and(|numbered| numbered.is_match(line.trim_start()))
}

/// Whether a text is nothing but a number of a list, such as `1.` or `（三）`.
pub(super) fn is_number_alone(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= 6 && !text.chars().all(|character| character.is_ascii_digit()) && is_numbered(text) && {
        let letters =
            text.trim_matches(|sign: char| sign.is_ascii_punctuation() || "、．（）【】〔〕：".contains(sign));
        !letters.contains(char::is_whitespace) && (letters.len() <= 2 || !letters.chars().any(char::is_lowercase))
    }
}

/// A number in front of an item: how it is written and what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemNumber {
    /// `1）`, `1)`.
    ClosedBracket(u32),
    /// `（1）`, `(1)`.
    Brackets(u32),
    /// `1.`, `1、`, `1．`.
    Point(u32),
    /// `①`.
    Circle(u32),
}

impl ItemNumber {
    /// The same style, one further.
    pub(super) fn next(self) -> Self {
        match self {
            Self::ClosedBracket(number) => Self::ClosedBracket(number + 1),
            Self::Brackets(number) => Self::Brackets(number + 1),
            Self::Point(number) => Self::Point(number + 1),
            Self::Circle(number) => Self::Circle(number + 1),
        }
    }
}

// Numbers that items inside a cell are counted with.
static ITEM_NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"([(（])?(?-u:\b)([0-9]{1,2}) ?([)）]|[.、．])|([\x{2460}-\x{2473}])").ok());

/// The numbers of items in a text, and the bytes where they begin.
pub(super) fn item_numbers(text: &str) -> impl Iterator<Item = (usize, ItemNumber)> {
    ITEM_NUMBER.iter().flat_map(move |pattern| pattern.captures_iter(text)).filter_map(move |found| {
        let whole = found.get(0)?;
        let start = whole.start();
        // "1.5" is a quantity.
        if text.get(whole.end()..)?.starts_with(|next: char| next.is_ascii_digit()) {
            return None;
        }
        if let Some(circle) = found.get(4) {
            let character = circle.as_str().chars().next()?;
            return Some((start, ItemNumber::Circle(u32::from(character) - 0x245F)));
        }
        let number = found.get(2)?.as_str().parse().ok()?;
        let close = found.get(3)?.as_str();
        let number = match (found.get(1).is_some(), matches!(close, ")" | "）")) {
            (true, true) => ItemNumber::Brackets(number),
            (false, true) => ItemNumber::ClosedBracket(number),
            (false, false) => ItemNumber::Point(number),
            (true, false) => return None,
        };
        Some((start, number))
    })
}
