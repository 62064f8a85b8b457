//! Numbers at the start of headings and items: 一、 （一） 1. （1） ① 1.2.3 `IV.` `Three.` `Objective 2:` 目标一： 第二章.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    numeral,
    terms::{TERMS, term},
};
use crate::{
    document::pattern::Pattern,
    domain::element::ElementKind,
    linguistics::{ChineseScript, is_han, normalize, to_script},
};

/// How something is numbered, from what usually stands highest to what usually stands lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::document) enum Scheme {
    /// 第一编, 第一部分.
    Part,
    /// 第一章.
    Chapter,
    /// 第一节.
    Section,
    /// I. II. III.
    Roman,
    /// One. Two.
    EnglishWord,
    /// 壹、
    ChineseFormal,
    /// 一、
    Chinese,
    /// （一）
    ChineseBrackets,
    /// `Goal 1:`, 目标一：.
    Labelled(ElementKind),
    /// A. B.
    UpperLetter,
    /// 1. or 1、
    Arabic,
    /// 1.1, 1.1.1 by the number of parts.
    Decimal(u8),
    /// 1) or 1）
    ArabicBracket,
    /// (1) or （1）
    ArabicBrackets,
    /// ①
    Circled,
    /// a. or a)
    LowerLetter,
    /// (a)
    LetterBrackets,
    /// i. or i)
    LowerRoman,
    /// (i)
    RomanBrackets,
    /// 一是
    ChineseIs,
    /// 第一，
    ChineseOrdinal,
}

/// A number in front of a heading or an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::document) struct Marker {
    pub(in crate::document) scheme: Scheme,
    /// The number; of 1.2.3 the last one.
    pub(in crate::document) ordinal: u32,
    /// The numbers before the last one: [1, 2] of 1.2.3.
    pub(in crate::document) above: Vec<u32>,
    /// As printed, without the sign that parts it from the text: `一`, `(12)`, `2.1`.
    pub(in crate::document) printed: String,
    /// The plan's own word, as printed: `Objective`, 影响力领域.
    pub(in crate::document) term: Option<String>,
}

impl Marker {
    fn new(scheme: Scheme, ordinal: u32, printed: &str) -> Self {
        Self { scheme, ordinal, above: Vec::new(), printed: printed.trim().to_owned(), term: None }
    }

    /// The kind that the plan's own word says.
    pub(in crate::document) fn kind(&self) -> Option<ElementKind> {
        match self.scheme {
            Scheme::Labelled(kind) => Some(kind),
            _ => None,
        }
    }

    /// Read as a letter instead of a Roman numeral: `I.` behind `H.` is a letter.
    pub(in crate::document) fn as_letter(&self) -> Option<Self> {
        let scheme = match self.scheme {
            Scheme::Roman => Scheme::UpperLetter,
            Scheme::LowerRoman => Scheme::LowerLetter,
            Scheme::RomanBrackets => Scheme::LetterBrackets,
            _ => return None,
        };
        let mut letters = self.printed.chars().filter(char::is_ascii_alphabetic);
        let letter = letters.next().filter(|_| letters.next().is_none())?;
        Some(Self { scheme, ordinal: letter_number(letter), ..self.clone() })
    }
}

fn letter_number(letter: char) -> u32 {
    u32::from(letter.to_ascii_lowercase()) - u32::from('a') + 1
}

static PART: Pattern =
    Pattern::new(r"^第\s*([0-9]{1,3}|[一二三四五六七八九十百零〇]{1,5})\s*(编|編|部分|篇|章|节|節)[\s：:、.]*");
static ENGLISH_PART: Pattern = Pattern::new(
    r"^(?P<word>(?i:chapter|part|section|annex|appendix))\s+(?P<number>[0-9]{1,2}|[IVX]{1,5}|[A-H]|(?i:one|two|three|four|five|six|seven|eight|nine|ten))(?:\s*[:.：–—-]\s*|\s+|$)",
);
static ORDINAL: Pattern = Pattern::new(r"^第\s*([一二三四五六七八九十]{1,3})\s*[，,、：:]\s*");
static DECIMAL: Pattern =
    Pattern::new(r"^([0-9]{1,2})((?:[.．][0-9]{1,2}){1,4})(?:[.．、:：)）]\s*|\s+|$|(?P<joined>[^0-9.．、]))");
static ARABIC: Pattern = Pattern::new(r"^([0-9]{1,3})\s*([.．、:：)）])\s*");
// 01 古籍数字化：…: a number with a zero in front is one without any sign.
static ZERO_LED: Pattern = Pattern::new(r"^(0[1-9])[\s　]+");
static BARE_ARABIC: Pattern = Pattern::new(r"^([0-9]{1,2})\s+");
static BRACKETS: Pattern = Pattern::new(
    r"^[（(]\s*([0-9]{1,3}|[一二三四五六七八九十百零〇廿卅壹貳贰參叁肆伍陸陆柒捌玖拾]{1,5}|[a-zA-Z]{1,5})\s*[）)]\s*[、.．:：]?\s*",
);
static CHINESE: Pattern =
    Pattern::new(r"^([一二三四五六七八九十百零〇廿卅壹貳贰參叁肆伍陸陆柒捌玖拾]{1,5})\s*([、.．:：，,]|是)\s*");
static LETTERS: Pattern = Pattern::new(r"^([A-Za-z]{1,6}|[Ⅰ-ⅻ])\s*([.．、:：)）])(?:\s+|$|(?P<joined>\S))");
static LABELLED_ENGLISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = words(|term| term.word.is_ascii());
    Regex::new(&format!(
        r"^(?i:(?:our|the|library)\s+)?(?P<term>(?i:{words})(?i:s)?)\s*(?i:(?:no\.?|number|\#)\s*)?(?P<number>[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,3}}|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|[IVX]{{1,5}}|[A-H])(?P<sign>\s*[:：.．、)）|]\s*|\s*[–—‒]\s*|\s+-+\s*|\s+|$)"
    ))
    .ok()
});
static LABELLED_CHINESE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = words(|term| !term.word.is_ascii());
    Regex::new(&format!(
        r"^(?P<term>{words})\s*(?P<number>[（(]\s*(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*[）)]|[0-9]{{1,2}}(?:[.．\-][0-9]{{1,2}}){{0,3}}|[一二三四五六七八九十]{{1,3}}|[①-⑳])(?P<sign>\s*[:：.．、—–\-|]+\s*|[\s　]+|$)"
    ))
    .ok()
});

fn words(wanted: impl Fn(&&super::terms::Term) -> bool) -> String {
    let mut words: Vec<&str> = TERMS.iter().filter(wanted).map(|term| term.word).collect();
    // The longest first: `strategic goal` before `strategic`.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.join("|")
}

/// The number at the start of a text and the text behind it. `is_heading`: the format says that this is a heading, so a
/// number without any sign behind it is one, too.
pub(in crate::document) fn marker(text: &str, is_heading: bool) -> Option<(Marker, &str)> {
    let text = text.trim_start();
    let first = text.chars().next()?;
    if let Some(number) = numeral::enclosed(first) {
        let scheme = match first {
            '⑴'..='⒇' => Scheme::ArabicBrackets,
            '⒈'..='⒛' => Scheme::Arabic,
            '㈠'..='㈩' => Scheme::ChineseBrackets,
            _ => Scheme::Circled,
        };
        let rest = text.get(first.len_utf8()..).unwrap_or_default();
        let rest = rest.trim_start_matches(['、', '.', '．', ' ', '\u{3000}']);
        return Some((Marker::new(scheme, number, &first.to_string()), rest));
    }
    if first.is_ascii_digit() {
        return decimal(text).or_else(|| arabic(text, is_heading));
    }
    if matches!(first, '（' | '(') {
        return brackets(text);
    }
    if first == '第' {
        return part(text);
    }
    if let Some(found) = english_part(text) {
        return Some(found);
    }
    labelled(text).or_else(|| if numeral::is_chinese(first) { chinese(text) } else { letters(text) })
}

fn part(text: &str) -> Option<(Marker, &str)> {
    if let Some(found) = PART.captures(text) {
        let scheme = match found.get(2)?.as_str() {
            "章" => Scheme::Chapter,
            "节" | "節" => Scheme::Section,
            _ => Scheme::Part,
        };
        let printed = text.get(..found.get(2)?.end())?;
        return Some((Marker::new(scheme, number(found.get(1)?.as_str())?, printed), text.get(found.get(0)?.end()..)?));
    }
    let found = ORDINAL.captures(text)?;
    let written = found.get(1)?;
    let marker = Marker::new(Scheme::ChineseOrdinal, numeral::chinese(written.as_str())?, text.get(..written.end())?);
    Some((marker, text.get(found.get(0)?.end()..)?))
}

/// `CHAPTER 1    INTRODUCTION`. An annex stands outside the plan; its word stays with its text to say so.
fn english_part(text: &str) -> Option<(Marker, &str)> {
    let found = ENGLISH_PART.captures(text)?;
    let (word, written) = (found.name("word")?, found.name("number")?);
    let rest = text.get(found.get(0)?.end()..)?;
    let begins_title =
        rest.is_empty() || rest.starts_with(|next: char| next.is_uppercase() || is_han(next) || next == '“');
    let scheme = match word.as_str().to_ascii_lowercase().as_str() {
        "chapter" => Scheme::Chapter,
        "part" => Scheme::Part,
        "section" => Scheme::Section,
        _ => return None,
    };
    begins_title.then(|| Some((Marker::new(scheme, number(written.as_str())?, written.as_str()), rest)))?
}

fn decimal(text: &str) -> Option<(Marker, &str)> {
    let found = DECIMAL.captures(text)?;
    let mut end = found.get(0)?.end();
    if let Some(joined) = found.name("joined") {
        // `1.5万` and `2.5%` are quantities; `2.1优化` is a heading.
        let character = joined.as_str().chars().next()?;
        if !is_han(character) || is_counting(character) {
            return None;
        }
        end = joined.start();
    }
    let rest = text.get(end..)?;
    // `3.5 million` and `1.2 万册` are quantities, too.
    if rest.chars().next().is_some_and(|next| next.is_lowercase() || is_counting(next)) {
        return None;
    }
    let printed = text.get(..found.get(2)?.end())?;
    let mut numbers: Vec<u32> = printed.split(['.', '．']).filter_map(|part| part.parse().ok()).collect();
    let ordinal = numbers.pop()?;
    let scheme = Scheme::Decimal(numbers.len() as u8 + 1);
    Some((Marker { above: numbers, ..Marker::new(scheme, ordinal, printed) }, rest))
}

/// Characters that follow a quantity.
fn is_counting(character: char) -> bool {
    matches!(
        character,
        '万' | '萬'
            | '亿'
            | '億'
            | '千'
            | '百'
            | '倍'
            | '个'
            | '個'
            | '册'
            | '冊'
            | '人'
            | '元'
            | '年'
            | '%'
            | '％'
            | '分'
            | '公'
    )
}

fn arabic(text: &str, is_heading: bool) -> Option<(Marker, &str)> {
    if let Some(found) = ARABIC.captures(text) {
        let (digits, sign) = (found.get(1)?, found.get(2)?.as_str());
        let rest = text.get(found.get(0)?.end()..)?;
        let is_joined = found.get(0)?.as_str().ends_with(sign);
        let is_quantity = is_joined
            && matches!(sign, "." | "．" | ":" | "：")
            && rest.starts_with(|next: char| next.is_ascii_digit());
        if is_quantity {
            return None;
        }
        let scheme = if matches!(sign, ")" | "）") { Scheme::ArabicBracket } else { Scheme::Arabic };
        return Some((Marker::new(scheme, number(digits.as_str())?, digits.as_str()), rest));
    }
    let found = ZERO_LED.captures(text).or_else(|| BARE_ARABIC.captures(text).filter(|_| is_heading))?;
    let digits = found.get(1)?;
    Some((Marker::new(Scheme::Arabic, number(digits.as_str())?, digits.as_str()), text.get(found.get(0)?.end()..)?))
}

fn brackets(text: &str) -> Option<(Marker, &str)> {
    let found = BRACKETS.captures(text)?;
    let (inner, rest) = (found.get(1)?, text.get(found.get(0)?.end()..)?);
    // (555) 010-0199 is a telephone's.
    if rest.starts_with(|next: char| next.is_ascii_digit()) && inner.as_str().len() > 2 {
        return None;
    }
    let printed = text.get(..found.get(0)?.end())?.trim_end_matches(|end: char| !matches!(end, ')' | '）'));
    let inner = inner.as_str();
    let (scheme, ordinal) = if inner.starts_with(|first: char| first.is_ascii_digit()) {
        (Scheme::ArabicBrackets, number(inner)?)
    } else if let Some(number) = numeral::chinese(inner) {
        (Scheme::ChineseBrackets, number)
    } else if let Some(number) = numeral::roman(inner) {
        (Scheme::RomanBrackets, number)
    } else {
        let letter = inner.chars().next().filter(|_| inner.len() == 1)?;
        (Scheme::LetterBrackets, letter_number(letter))
    };
    Some((Marker::new(scheme, ordinal, printed), rest))
}

fn chinese(text: &str) -> Option<(Marker, &str)> {
    let found = CHINESE.captures(text)?;
    let (written, sign) = (found.get(1)?.as_str(), found.get(2)?.as_str());
    let is_formal = written.chars().all(numeral::is_formal);
    let scheme = match sign {
        "是" => Scheme::ChineseIs,
        _ if is_formal => Scheme::ChineseFormal,
        _ => Scheme::Chinese,
    };
    Some((Marker::new(scheme, numeral::chinese(written)?, written), text.get(found.get(0)?.end()..)?))
}

fn letters(text: &str) -> Option<(Marker, &str)> {
    let found = LETTERS.captures(text)?;
    let (word, sign) = (found.get(1)?.as_str(), found.get(2)?.as_str());
    let mut end = found.get(0)?.end();
    if let Some(joined) = found.name("joined") {
        // `e.g.` and `U.S.` are words.
        if joined.as_str().starts_with(|next: char| next.is_ascii()) && !matches!(sign, ")" | "）") {
            return None;
        }
        end = joined.start();
    }
    let rest = text.get(end..)?;
    let plain = normalize(word);
    let is_upper = word.chars().all(char::is_uppercase);
    let (scheme, ordinal) = if let Some(number) = numeral::roman(&plain) {
        (if is_upper || !word.is_ascii() { Scheme::Roman } else { Scheme::LowerRoman }, number)
    } else if let Some(number) = numeral::english(word).filter(|_| word.starts_with(char::is_uppercase)) {
        (Scheme::EnglishWord, number)
    } else {
        let letter = word.chars().next().filter(|_| word.chars().count() == 1)?;
        (if is_upper { Scheme::UpperLetter } else { Scheme::LowerLetter }, letter_number(letter))
    };
    Some((Marker::new(scheme, ordinal, word), rest))
}

fn labelled(text: &str) -> Option<(Marker, &str)> {
    let is_english = text.starts_with(|first: char| first.is_ascii_alphabetic());
    // The expressions know one script, and headings are short: converting a beginning is enough.
    let beginning: String = text.chars().take(48).collect();
    let searched = if is_english { beginning.clone() } else { to_simplified_of_same_length(&beginning)? };
    let found = if is_english { &LABELLED_ENGLISH } else { &LABELLED_CHINESE }.as_ref()?.captures(&searched)?;
    let (word, written, sign) = (found.name("term")?, found.name("number")?, found.name("sign")?);
    let at = |place: usize| original_place(&beginning, &searched, place);
    let rest = text.get(at(sign.end())?..)?;
    let has_sign = !sign.as_str().trim().is_empty() || rest.is_empty();
    if is_english {
        let is_letter =
            written.as_str().len() == 1 && written.as_str().starts_with(|first: char| first.is_ascii_alphabetic());
        let begins_title =
            rest.starts_with(|next: char| next.is_uppercase() || is_han(next) || matches!(next, '“' | '"'));
        if !has_sign && (is_letter || !begins_title) {
            return None;
        }
        if !text.starts_with(char::is_uppercase) {
            return None;
        }
    } else if !has_sign && rest.starts_with(is_counting) {
        return None;
    }
    let kind = term(&normalize(word.as_str()))?.kind;
    let mut numbers: Vec<u32> = written
        .as_str()
        .split(['.', '．', '-'])
        .filter_map(|part| number(part.trim_matches(|sign: char| matches!(sign, '（' | '）' | '(' | ')' | ' '))))
        .collect();
    let ordinal = numbers.pop()?;
    let marker = Marker {
        above: numbers,
        term: Some(text.get(at(word.start())?..at(word.end())?)?.to_owned()),
        ..Marker::new(Scheme::Labelled(kind), ordinal, written.as_str())
    };
    Some((marker, rest))
}

/// The text in Simplified characters; `None` where that would change its length.
fn to_simplified_of_same_length(text: &str) -> Option<String> {
    let simplified = to_script(text, ChineseScript::Simplified);
    (simplified.chars().count() == text.chars().count()).then_some(simplified)
}

/// A byte place in one text from the byte place of the same character in the other.
fn original_place(original: &str, converted: &str, place: usize) -> Option<usize> {
    let n_characters = converted.get(..place)?.chars().count();
    Some(original.char_indices().nth(n_characters).map_or(original.len(), |(at, _)| at))
}

fn number(text: &str) -> Option<u32> {
    text.parse()
        .ok()
        .or_else(|| numeral::chinese(text))
        .or_else(|| numeral::english(text))
        .or_else(|| numeral::roman(text))
        .or_else(|| text.chars().next().filter(|_| text.chars().count() == 1).and_then(numeral::enclosed))
        .or_else(|| {
            text.chars().next().filter(|first| text.len() == 1 && first.is_ascii_alphabetic()).map(letter_number)
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, is_heading: bool) -> Option<String> {
        marker(text, is_heading).map(|(marker, rest)| {
            let Marker { scheme, ordinal, above, printed, term } = marker;
            let term = term.map(|term| format!("{term} ")).unwrap_or_default();
            format!("{scheme:?} {above:?}{ordinal} “{term}{printed}” {rest}")
        })
    }

    #[test]
    fn numbers_of_headings_are_read() {
        for (text, expected) in [
            ("一、总体要求", "Chinese []1 “一” 总体要求"),
            ("十二、 其他", "Chinese []12 “十二” 其他"),
            ("（三）加强协作", "ChineseBrackets []3 “（三）” 加强协作"),
            ("壹、前言", "ChineseFormal []1 “壹” 前言"),
            ("第二章　重点任务", "Chapter []2 “第二章” 重点任务"),
            ("第四部分：保障", "Part []4 “第四部分” 保障"),
            ("1．优化空间", "Arabic []1 “1” 优化空间"),
            ("12、采购", "Arabic []12 “12” 采购"),
            ("3) Lend more", "ArabicBracket []3 “3” Lend more"),
            ("（2）育人", "ArabicBrackets []2 “（2）” 育人"),
            ("(17) Give", "ArabicBrackets []17 “(17)” Give"),
            ("②讲座", "Circled []2 “②” 讲座"),
            ("1.2 Reach families", "Decimal(2) [1]2 “1.2” Reach families"),
            ("2.1.3优化馆藏", "Decimal(3) [2, 1]3 “2.1.3” 优化馆藏"),
            ("IV. Mission", "Roman []4 “IV” Mission"),
            ("Three. Vision", "EnglishWord []3 “Three” Vision"),
            ("B. A library", "UpperLetter []2 “B” A library"),
            ("(b) open late", "LetterBrackets []2 “(b)” open late"),
            ("Objective 2: optimize", "Labelled(Objective) []2 “Objective 2” optimize"),
            ("STRATEGY 7: Use", "Labelled(Strategy) []7 “STRATEGY 7” Use"),
            ("Strategic Priority 2 – Make room", "Labelled(Strategy) []2 “Strategic Priority 2” Make room"),
            ("Action 1.2.1  Give a book", "Labelled(Action) [1, 2]1 “Action 1.2.1” Give a book"),
            ("Theme One: Reading", "Labelled(Strategy) []1 “Theme One” Reading"),
            ("影响力领域 1：连接", "Labelled(Goal) []1 “影响力领域 1” 连接"),
            ("戰略方向二　空間再造", "Labelled(Strategy) []2 “戰略方向 二” 空間再造"),
            ("任务3　扩充馆藏", "Labelled(KeyTask) []3 “任务 3” 扩充馆藏"),
        ] {
            assert_eq!(shown(text, false).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn quantities_dates_and_words_are_no_numbers() {
        for text in [
            "1.5万人次",
            "2.5% of loans",
            "3.5 million visits",
            "2025年底",
            "10:30 开门",
            "e.g. this",
            "U.S. libraries",
            "Goal keepers",
            "Action 12 months long",
            "三馆合一",
            "目标1000万",
            "",
        ] {
            assert_eq!(shown(text, false), None, "{text}");
        }
        assert_eq!(shown("1 支援研究", true).as_deref(), Some("Arabic []1 “1” 支援研究"));
    }

    #[test]
    fn a_roman_numeral_may_be_a_letter() {
        let letter = marker("I. Lend", false).and_then(|(marker, _)| marker.as_letter());
        assert_eq!(letter.map(|letter| (letter.scheme, letter.ordinal)), Some((Scheme::UpperLetter, 9)));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,40}", start in "[一1（(IAa第目标Goal①. ]{0,8}", is_heading: bool) {
            let text = format!("{start}{text}");
            if let Some((_, rest)) = marker(&text, is_heading) {
                prop_assert!(text.ends_with(rest));
            }
        }
    }
}
