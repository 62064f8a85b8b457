//! Numbers in Chinese characters: 一百二十, 三千五, 两万, 二〇二五.

use std::ops::Range;

use super::letters::Letters;

/// A number in Chinese characters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct HanNumber {
    pub(super) value: f64,
    /// 4 or 8 where 万 or 亿 ends it, so that 三十万 stays 30 of 10⁴.
    pub(super) power: u32,
    /// 百, 千 or 万 without a number before it.
    pub(super) is_bare: bool,
    /// Digit by digit, as years are written: 二〇二五.
    pub(super) is_spelled_out: bool,
}

/// Longer runs are no numbers.
const MAX_CHARACTERS: usize = 24;

/// Whether numbers are written with the character.
pub(super) fn is_numeral(character: char) -> bool {
    digit(character).is_some() || power(character).is_some()
}

/// Whether 成 and this character make a word: 成为, 成立. Then no tenths are meant.
pub(super) fn opens_word_with_cheng(character: char) -> bool {
    "为立果员熟功长本效年绩就型品套人体分片渝都不语见".contains(character)
}

/// Where the run of such characters ends.
pub(super) fn run_end(letters: &Letters<'_>, start: usize) -> usize {
    let mut end = start;
    // Whoever asks again further on in a long run does not read to its end each time.
    while is_numeral(letters.at(end)) && end <= start + MAX_CHARACTERS {
        end += 1;
    }
    end
}

fn digit(character: char) -> Option<f64> {
    Some(match character {
        '零' | '〇' => 0.0,
        '一' | '壹' => 1.0,
        '二' | '两' | '贰' => 2.0,
        '三' | '叁' => 3.0,
        '四' | '肆' => 4.0,
        '五' | '伍' => 5.0,
        '六' | '陆' => 6.0,
        '七' | '柒' => 7.0,
        '八' | '捌' => 8.0,
        '九' | '玖' => 9.0,
        _ => return None,
    })
}

fn power(character: char) -> Option<f64> {
    Some(match character {
        '十' | '拾' => 10.0,
        '百' | '佰' => 100.0,
        '千' | '仟' => 1000.0,
        '万' => 10_000.0,
        '亿' => 100_000_000.0,
        _ => return None,
    })
}

/// The number that a run of such characters makes; `None` where it makes none, as in 三五 or 十百千.
pub(super) fn number(letters: &Letters<'_>, range: Range<usize>) -> Option<HanNumber> {
    if range.is_empty() || range.len() > MAX_CHARACTERS {
        return None;
    }
    let characters: Vec<char> = range.map(|place| letters.at(place)).collect();
    if characters.len() > 1 && characters.iter().all(|character| digit(*character).is_some()) {
        return spelled_out(&characters);
    }
    let (last, rest) = characters.split_last()?;
    let ending = match last {
        '万' => 4,
        '亿' => 8,
        _ => 0,
    };
    if ending > 0 {
        if rest.is_empty() {
            return Some(HanNumber { value: 1.0, power: ending, is_bare: true, is_spelled_out: false });
        }
        let (value, is_bare) = sum(rest)?;
        return Some(HanNumber { value, power: ending, is_bare, is_spelled_out: false });
    }
    let (value, is_bare) = sum(&characters)?;
    Some(HanNumber { value, power: 0, is_bare, is_spelled_out: false })
}

/// Only years are written digit by digit; 三五 and 七八 are vague.
fn spelled_out(characters: &[char]) -> Option<HanNumber> {
    let value = characters.iter().try_fold(0.0, |value, character| Some(value * 10.0 + digit(*character)?))?;
    let is_year = characters.len() == 4 && (1900.0..2101.0).contains(&value);
    is_year.then_some(HanNumber { value, power: 0, is_bare: false, is_spelled_out: true })
}

/// The sum that the characters make, and whether it opens with a power of ten that no digit stands before.
fn sum(characters: &[char]) -> Option<(f64, bool)> {
    let mut total = 0.0;
    let mut section = 0.0;
    let mut pending: Option<f64> = None;
    let mut last_power = f64::INFINITY;
    let mut after_zero = false;
    for (index, character) in characters.iter().enumerate() {
        if let Some(digit) = digit(*character) {
            if digit == 0.0 {
                after_zero = true;
                if pending.is_some() || index == 0 {
                    return None;
                }
                continue;
            }
            if pending.replace(digit).is_some() {
                return None;
            }
            continue;
        }
        let power = power(*character)?;
        if power >= 10_000.0 {
            let below = section + pending.take().unwrap_or(0.0);
            if below == 0.0 {
                return None;
            }
            total += below * power;
            section = 0.0;
            last_power = power;
        } else {
            if pending.is_none() && index > 0 && !(power == 10.0 && after_zero) {
                return None;
            }
            if power >= last_power && last_power < 10_000.0 {
                return None;
            }
            section += pending.take().unwrap_or(1.0) * power;
            last_power = power;
        }
        after_zero = false;
    }
    if let Some(digit) = pending {
        // 三千五 is 3500; 三千零五 is 3005.
        section += if after_zero || last_power <= 10.0 || last_power.is_infinite() {
            digit
        } else {
            digit * last_power / 10.0
        };
    }
    let is_bare = characters.first().is_some_and(|first| matches!(first, '百' | '千' | '佰' | '仟'));
    Some((total + section, is_bare))
}
