//! What the heading of a section says about what stands under it.
//!
//! A heading is a section's when known words cover it (nearly) whole: 发展目标与重点任务 is one, 完善目标管理 is a task.

use super::line::is_short;
use super::section_words::{CHINESE_CORES, CHINESE_MODIFIERS, ENGLISH_CORES, ENGLISH_MODIFIERS};
use crate::{
    domain::element::ElementKind,
    linguistics::{StretchKind, is_han, normalize, stretches},
};

/// What a section holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::document) enum Meaning {
    /// A statement of this kind, or several: a vision, the principles, the review.
    Statement(ElementKind),
    /// Things of this kind; the heading only holds them together: the goals, the key tasks.
    Holder(ElementKind),
    /// What belongs to the goal or task that stands above: its actions, its outcomes.
    Inner(ElementKind),
    /// Indicators of what stands above, or of the plan.
    Indicators,
    /// Sections of any kind: 总体要求, "Strategic framework".
    General,
    /// The table of contents.
    Contents,
    /// No part of the plan: appendix, glossary, contact.
    Outside,
}

impl Meaning {
    /// The kind it speaks of, if it speaks of one.
    pub(in crate::document) fn kind(self) -> Option<ElementKind> {
        match self {
            Self::Statement(kind) | Self::Holder(kind) | Self::Inner(kind) => Some(kind),
            _ => None,
        }
    }
}

/// A heading that is a section's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::document) struct SectionHeading<'a> {
    /// What the section holds, in the order of the words; never empty.
    pub(in crate::document) meanings: Vec<Meaning>,
    /// The heading's own words.
    pub(in crate::document) words: &'a str,
    /// What stands behind its colon on the same line: `Vision: …`.
    pub(in crate::document) rest: Option<&'a str>,
    /// Whether it is no heading but a sentence that says it all: `Our vision is …`.
    pub(in crate::document) is_sentence: bool,
}

/// Longer lines are sentences. Unit: characters (Chinese) and words (others).
const MAX_CHARACTERS: usize = 26;
const MAX_WORDS: usize = 12;

/// What a heading, its number taken off, says of its section; `None` when it is no section's.
pub(in crate::document) fn section_heading(text: &str) -> Option<SectionHeading<'_>> {
    let whole = text.trim().trim_end_matches([':', '：', '—', '–', '-', ' ', '\u{3000}']);
    if let Some(meanings) = meanings(whole) {
        return Some(SectionHeading { meanings, words: whole, rest: None, is_sentence: false });
    }
    if let Some(found) = says_what_it_is(text) {
        return Some(found);
    }
    let (place, sign) = text.char_indices().take(120).find(|&(place, character)| {
        let behind = || text.get(place + character.len_utf8()..).unwrap_or_default();
        match character {
            ':' | '：' | '|' | '｜' => true,
            '—' | '–' => text.get(..place).is_some_and(|before| before.ends_with(' ')),
            // `Goal. Every child reads.`
            '.' => behind().starts_with(' ') && text.get(..place).is_some_and(|before| before.len() <= 24),
            _ => false,
        }
    })?;
    let words = text.get(..place)?.trim();
    let rest = text.get(place + sign.len_utf8()..)?.trim();
    if let Some(meanings) = meanings(words) {
        return Some(SectionHeading {
            meanings,
            words,
            rest: Some(rest).filter(|rest| !rest.is_empty()),
            is_sentence: false,
        });
    }
    // A heading in two languages: `Tō mātou moemoeā – Our vision`.
    let is_pair = matches!(sign, '—' | '–' | '|' | '｜') && is_short(words, 1);
    let meanings = meanings(rest).filter(|_| is_pair)?;
    Some(SectionHeading { meanings, words: whole, rest: None, is_sentence: false })
}

/// A sentence that opens with the section's words: `Our vision is a city that reads`, 我们的使命是传承文明.
fn says_what_it_is(text: &str) -> Option<SectionHeading<'_>> {
    let (words, rest) =
        text.split_once(" is ").or_else(|| text.split_once(" are ")).or_else(|| text.split_once('是'))?;
    let is_direction = |meaning: &Meaning| {
        matches!(meaning, Meaning::Statement(ElementKind::Vision | ElementKind::Mission | ElementKind::Value))
    };
    // Only where nothing else can be meant: the words are few, and they are the plan's own.
    let is_own = ["our ", "my "].iter().any(|own| words.to_lowercase().starts_with(own))
        || words.starts_with("我们的")
        || words.starts_with("本馆")
        || words.starts_with("我馆");
    let meanings = meanings(words).filter(|meanings| is_own && meanings.iter().all(is_direction))?;
    let rest = rest.trim().trim_end_matches(['-', '–', '—', ':', '：']).trim();
    let rest = Some(rest).filter(|rest| !rest.is_empty());
    Some(SectionHeading { meanings, words, rest, is_sentence: rest.is_some() })
}

fn meanings(heading: &str) -> Option<Vec<Meaning>> {
    if heading.is_empty() || heading.chars().count() > 120 {
        return None;
    }
    let normalized = normalize(heading);
    if normalized.contains(['。', '；', ';', '，', ',']) && normalized.chars().any(is_han) {
        return None;
    }
    let mut found = Coverage::default();
    for stretch in stretches(&normalized) {
        match stretch.kind {
            StretchKind::Han => found.read_chinese(stretch.text),
            StretchKind::Word => found.words.push(stretch.text.to_owned()),
        }
    }
    found.read_english();
    let is_covered = if found.n_characters > 0 {
        found.n_characters <= MAX_CHARACTERS
            && found.n_unknown_characters * 8 <= found.n_characters
            && found.n_unknown_words <= 1
    } else {
        found.words.len() <= MAX_WORDS && found.n_unknown_words * 5 <= found.words.len()
    };
    (is_covered && !found.meanings.is_empty()).then_some(found.meanings)
}

#[derive(Default)]
struct Coverage {
    meanings: Vec<Meaning>,
    n_characters: usize,
    n_unknown_characters: usize,
    words: Vec<String>,
    n_unknown_words: usize,
}

impl Coverage {
    fn add(&mut self, meaning: Meaning) {
        if !self.meanings.contains(&meaning) {
            self.meanings.push(meaning);
        }
    }

    /// The longest known word first, from left to right.
    fn read_chinese(&mut self, text: &str) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let core =
                CHINESE_CORES.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
            let modifier =
                CHINESE_MODIFIERS.iter().filter(|word| rest.starts_with(**word)).max_by_key(|word| word.len());
            let n_bytes = match (core, modifier) {
                (Some((word, meaning)), modifier) if modifier.is_none_or(|modifier| modifier.len() <= word.len()) => {
                    self.add(*meaning);
                    word.len()
                }
                (_, Some(modifier)) => modifier.len(),
                _ => {
                    self.n_unknown_characters += 1;
                    first.len_utf8()
                }
            };
            let (known, after) = rest.split_at_checked(n_bytes).unwrap_or((rest, ""));
            self.n_characters += known.chars().count();
            rest = after;
        }
    }

    /// The longest known phrase first, from left to right.
    fn read_english(&mut self) {
        const MAX_PHRASE: usize = 7;
        let words = std::mem::take(&mut self.words);
        let mut start = 0;
        while start < words.len() {
            let longest = MAX_PHRASE.min(words.len() - start);
            let core = (1..=longest).rev().find_map(|n_words| {
                let phrase = words.get(start..start + n_words)?.join(" ");
                let (_, meaning) = ENGLISH_CORES.iter().find(|(core, _)| *core == phrase)?;
                Some((n_words, *meaning))
            });
            match core {
                Some((n_words, meaning)) => {
                    self.add(meaning);
                    start += n_words;
                }
                None => {
                    let word = words.get(start).map_or("", String::as_str);
                    let is_number = word.chars().all(|character| character.is_ascii_digit());
                    if !is_number && !ENGLISH_MODIFIERS.contains(&word) {
                        self.n_unknown_words += 1;
                    }
                    start += 1;
                }
            }
        }
        // `By 2030 we will`, `We shall`: the list that follows says what.
        let ends_with_we =
            matches!(words.as_slice(), [.., we, will] if we == "we" && matches!(will.as_str(), "will" | "shall"));
        if self.meanings.is_empty() && ends_with_we {
            self.add(Meaning::Inner(ElementKind::Action));
        }
        self.words = words;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_what_their_sections_hold() {
        use ElementKind::{Action, Context, Goal, KeyTask, Outcome, Principle, Review, SupportMeasure, Vision};
        for (heading, expected) in [
            ("愿景", &[Meaning::Statement(Vision)][..]),
            ("“十三五”时期工作回顾", &[Meaning::Statement(Review)]),
            ("發展目標與重點任務", &[Meaning::Holder(Goal), Meaning::Holder(KeyTask)]),
            ("我们的具体工作包括：", &[Meaning::Inner(Action)]),
            ("战略成果和成功指标", &[Meaning::Inner(Outcome), Meaning::Indicators]),
            ("总体要求", &[Meaning::General]),
            ("保障措施", &[Meaning::Holder(SupportMeasure)]),
            ("目录", &[Meaning::Contents]),
            ("Basic principles", &[Meaning::Statement(Principle)]),
            ("OUR GOALS", &[Meaning::Holder(Goal)]),
            ("What we will do", &[Meaning::Inner(Action)]),
            ("Development environment analysis during the period", &[Meaning::Statement(Context)]),
            ("Key performance indicators", &[Meaning::Indicators]),
        ] {
            let found = section_heading(heading).map(|heading| heading.meanings);
            assert_eq!(found.as_deref(), Some(expected), "{heading}");
        }
    }

    #[test]
    fn tasks_and_sentences_are_no_sections() {
        for heading in [
            "完善目标管理体系和绩效工具",
            "加强古籍保护",
            "Reading for every child",
            "We will open a new branch in the harbour district next year",
            "任务繁重，时间紧迫。",
            "",
        ] {
            assert_eq!(section_heading(heading), None, "{heading}");
        }
    }

    #[test]
    fn a_heading_may_go_on_behind_its_colon() {
        for (text, words, rest) in [
            ("Vision: Nurture the city", "Vision", Some("Nurture the city")),
            ("Goal. Every student finds a seat.", "Goal", Some("Every student finds a seat.")),
            ("使命：传承文明", "使命", Some("传承文明")),
            ("愿景：", "愿景", None),
        ] {
            let found = section_heading(text);
            assert_eq!(found.as_ref().map(|found| (found.words, found.rest)), Some((words, rest)), "{text}");
        }
    }
}
