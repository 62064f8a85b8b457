//! Pinyin in brackets behind a character, which page-turning tools inject: 規(guī)劃(huà). Brackets with other words stay.

use std::{collections::HashSet, sync::LazyLock};

use pinyin::{Pinyin, ToPinyin, ToPinyinMulti};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::repair;
use crate::{
    domain::source::{RepairKind, TextRepair},
    linguistics::is_han,
};

/// The longest syllable has six letters (zhuang), each of which may carry marks of its own.
const MAX_SYLLABLE_CHARACTERS: usize = 12;

/// Takes out glosses: behind a Chinese character, in brackets, one syllable of pinyin that bears a tone mark or is a reading
/// of that very character.
pub(super) fn take_out(text: String, repairs: &mut Vec<TextRepair>) -> String {
    let text = restore_number(text, repairs);
    if !text.contains(['(', '（']) {
        return text;
    }
    let mut mended = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['(', '（']) {
        let (before, from_bracket) = rest.split_at(at);
        mended.push_str(before);
        let glossed = mended.chars().next_back().filter(|character| is_han(*character));
        match glossed.and_then(|character| Some((character, gloss(character, from_bracket)?))) {
            Some((character, gloss)) => {
                repairs.push(repair(
                    RepairKind::PinyinGloss,
                    &format!("{character}{gloss}"),
                    character.encode_utf8(&mut [0; 4]),
                ));
                rest = from_bracket.get(gloss.len()..).unwrap_or_default();
            }
            None => {
                let mut characters = from_bracket.chars();
                mended.extend(characters.next());
                rest = characters.as_str();
            }
        }
    }
    mended.push_str(rest);
    mended
}

/// What the injecting tools leave of 數(shù) where they tore the bytes of the character apart: a page full of glosses has
/// it, and nothing else looks like it.
const TORN_NUMBER: &str = "?cái)?shù)";

fn restore_number(text: String, repairs: &mut Vec<TextRepair>) -> String {
    let n_torn = text.matches(TORN_NUMBER).count();
    repairs.extend((0..n_torn).map(|_| repair(RepairKind::PinyinGloss, TORN_NUMBER, "數")));
    if n_torn == 0 { text } else { text.replace(TORN_NUMBER, "數") }
}

/// The gloss with its brackets that a text begins with.
fn gloss(character: char, text: &str) -> Option<&str> {
    let inside = text.strip_prefix(['(', '（'])?;
    let end = inside.chars().take(MAX_SYLLABLE_CHARACTERS + 1).position(|next| matches!(next, ')' | '）'))?;
    let syllable: String = inside.chars().take(end).collect();
    if !is_reading(character, &syllable) {
        return None;
    }
    let close = inside.get(syllable.len()..)?.chars().next()?;
    text.get(..text.len() - inside.len() + syllable.len() + close.len_utf8())
}

fn is_reading(character: char, syllable: &str) -> bool {
    let mut letters = String::new();
    let mut has_tone = false;
    for part in syllable.nfd() {
        match part {
            // Macron, acute, caron and grave are the tones; a breve is often typed for the caron.
            '\u{0304}' | '\u{0301}' | '\u{030C}' | '\u{0300}' | '\u{0306}' => has_tone = true,
            '\u{0308}' if letters.ends_with('u') => {
                letters.pop();
                letters.push('ü');
            }
            // Letters of phonetic type that fonts for schoolbooks use.
            '\u{0261}' => letters.push('g'),
            '\u{0251}' => letters.push('a'),
            part if is_combining_mark(part) => return false,
            // What keyboards offer for ü.
            'v' => letters.push('ü'),
            part if part.is_ascii_lowercase() => letters.push(part),
            _ => return false,
        }
    }
    if has_tone { SYLLABLES.contains(letters.as_str()) } else { readings(character).any(|reading| reading == letters) }
}

/// Every reading of a character, without tones.
fn readings(character: char) -> impl Iterator<Item = &'static str> {
    let all = character.to_pinyin_multi().into_iter().flatten().map(Pinyin::plain);
    character.to_pinyin().map(Pinyin::plain).into_iter().chain(all)
}

// Every syllable that some character is read as.
static SYLLABLES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| ('\u{4E00}'..='\u{9FFF}').flat_map(readings).collect());
