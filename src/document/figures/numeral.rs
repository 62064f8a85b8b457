//! Numerals: runs of characters that say how many, in digits, Chinese characters or English words.

use std::ops::Range;

use super::{
    english_numeral,
    han_numeral::{self, HanNumber},
    letters::Letters,
};

/// A number as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Numeral {
    pub(super) range: Range<usize>,
    pub(super) value: f64,
    /// The power of ten that is written behind it: 4 for 万.
    pub(super) power: u32,
    pub(super) spelling: Spelling,
    /// Whether it is a part of a whole (三分之二, a third): then the value is in per cent.
    pub(super) is_share: bool,
    /// Digits alone, as years and house numbers are written.
    pub(super) is_plain: bool,
    /// 余, 多 or 几 between the number and its power of ten: 10余万.
    pub(super) is_exceeded: bool,
}

/// What a number is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    Digits,
    Han,
    Word,
}

/// Longer runs of digits are identifiers.
const MAX_DIGITS: usize = 13;
/// How far a number is read at most, its separators among it.
const MAX_CHARACTERS: usize = 40;

/// What stands at a place: a numeral or none, and where to look on.
pub(super) fn scan(letters: &Letters<'_>, place: usize) -> (Option<Numeral>, usize) {
    let character = letters.at(place);
    if character.is_ascii_digit() {
        return digits(letters, place);
    }
    if han_numeral::is_numeral(character) || matches!(character, '半' | '过') {
        return han(letters, place);
    }
    if character.is_ascii_alphabetic() && !letters.before(place).is_alphanumeric() {
        if let Some(numeral) = english_numeral::numeral(letters, place) {
            let end = numeral.range.end;
            return (Some(numeral), end);
        }
        return (None, letters.latin_word(place).end.max(place + 1));
    }
    (None, place + 1)
}

fn digits(letters: &Letters<'_>, start: usize) -> (Option<Numeral>, usize) {
    let mut end = start;
    let mut written = String::new();
    let mut n_digits = 0;
    let mut is_plain = true;
    // The rest of a run that is too long is no number of its own.
    let is_rest = letters.before(start).is_ascii_digit();
    while end < start + MAX_CHARACTERS {
        match letters.at(end) {
            digit if digit.is_ascii_digit() => {
                n_digits += 1;
                if n_digits <= MAX_DIGITS {
                    written.push(digit);
                }
                end += 1;
            }
            // A comma groups digits in threes; so does a space that no line breaks at, which is a plain space here.
            ',' if is_group(letters, end + 1) && end - start <= 3 + 4 * (n_digits / 3) && n_digits > 0 => {
                is_plain = false;
                end += 1;
            }
            '.' if letters.at(end + 1).is_ascii_digit() && !written.contains('.') => {
                is_plain = false;
                written.push('.');
                end += 1;
            }
            _ => break,
        }
    }
    // 3.2.1 numbers a section; dots inside longer rows do likewise.
    let is_section = letters.at(end) == '.' && letters.at(end + 1).is_ascii_digit();
    // 0571 dials or numbers; no quantity opens with such a zero.
    let is_code = written.starts_with('0') && written.chars().nth(1).is_some_and(|second| second.is_ascii_digit());
    let value = written.parse::<f64>().ok().filter(|_| n_digits <= MAX_DIGITS && !is_section && !is_rest && !is_code);
    if is_section {
        while (letters.at(end).is_ascii_digit() || letters.at(end) == '.') && end < start + 2 * MAX_CHARACTERS {
            end += 1;
        }
    }
    let Some(value) = value else { return (None, end) };
    let numeral = |range, value, power| Numeral {
        range,
        value,
        power,
        spelling: Spelling::Digits,
        is_share: false,
        is_plain: is_plain && power == 0,
        is_exceeded: false,
    };
    if let Some((after, share)) = share_behind(letters, end, value) {
        return (Some(Numeral { is_share: true, is_plain: false, ..numeral(start..after, share, 0) }), after);
    }
    let behind = letters.skip_spaces(end);
    let is_exceeded = matches!(letters.at(behind), '余' | '多' | '几') && han_power(letters, behind + 1).is_some();
    let power_at = if is_exceeded { behind + 1 } else { behind };
    if let Some((power, after)) = han_power(letters, power_at).or_else(|| english_numeral::power(letters, end)) {
        return (Some(Numeral { is_exceeded, ..numeral(start..after, value, power) }), after);
    }
    (Some(numeral(start..end, value, 0)), end)
}

fn is_group(letters: &Letters<'_>, place: usize) -> bool {
    (place..place + 3).all(|place| letters.at(place).is_ascii_digit()) && !letters.at(place + 3).is_ascii_digit()
}

/// 万, 百万, 亿 and the like behind digits.
fn han_power(letters: &Letters<'_>, place: usize) -> Option<(u32, usize)> {
    const POWERS: [(&str, u32); 11] = [
        ("万亿", 12),
        ("千亿", 11),
        ("百亿", 10),
        ("十亿", 9),
        ("千万", 7),
        ("百万", 6),
        ("十万", 5),
        ("亿", 8),
        ("万", 4),
        ("千", 3),
        ("百", 2),
    ];
    let (word, power) = POWERS.into_iter().find(|(word, _)| letters.word_from(place, word).is_some())?;
    let end = place + word.chars().count();
    // 千瓦 and 千米 are units of their own, 百分之 and 千分之 open a share.
    (!matches!(letters.at(end), '瓦' | '米' | '克' | '分')).then_some((power, end))
}

/// 分之 and 成 behind a number: its end and the share in per cent.
fn share_behind(letters: &Letters<'_>, end: usize, value: f64) -> Option<(usize, f64)> {
    if letters.at(end) == '成' && value <= 10.0 && !han_numeral::opens_word_with_cheng(letters.at(end + 1)) {
        // 八成半 is 85.
        let is_half_more = letters.at(end + 1) == '半';
        return Some((end + 1 + usize::from(is_half_more), value * 10.0 + if is_half_more { 5.0 } else { 0.0 }));
    }
    let behind = letters.word_from(end, "分之")?;
    let (part, after) = scan(letters, behind);
    let part = part.filter(|part| part.power == 0 && !part.is_share)?;
    let share = part.value / value * 100.0;
    (value > 0.0 && share.is_finite()).then_some((after, share))
}

fn han(letters: &Letters<'_>, start: usize) -> (Option<Numeral>, usize) {
    let share = |end: usize, value: f64, is_exceeded: bool| {
        let spelling = Spelling::Han;
        let numeral =
            Numeral { range: start..end, value, power: 0, spelling, is_share: true, is_plain: false, is_exceeded };
        (Some(numeral), end)
    };
    for (word, is_exceeded) in [("一半", false), ("半数", false), ("过半数", true), ("过半", true)] {
        if let Some(end) = letters.word_from(start, word) {
            return share(end, 50.0, is_exceeded);
        }
    }
    let end = han_numeral::run_end(letters, start);
    if end == start {
        return (None, start + 1);
    }
    if han_numeral::is_numeral(letters.before(start)) {
        return (None, end);
    }
    // 百分之八十: the run before 分之 is the whole, and there is one more for its part.
    let hundred = letters.folded(start..end);
    if matches!(hundred.as_str(), "百" | "千" | "万")
        && let Some((after, value)) = share_behind(
            letters,
            end,
            if hundred == "百" {
                100.0
            } else if hundred == "千" {
                1000.0
            } else {
                10_000.0
            },
        )
    {
        return share(after, value, false);
    }
    let Some(HanNumber { value, power, is_bare, is_spelled_out }) = han_numeral::number(letters, start..end) else {
        return (None, end);
    };
    if power == 0
        && let Some((after, value)) = share_behind(letters, end, value)
    {
        return share(after, value, false);
    }
    // 百, 千 and 万 alone count only with words around them that say so: 近百场, 百余场, 上千 is vague.
    if is_bare
        && !(matches!(letters.at(end), '余' | '多')
            || matches!(letters.before(start), '近' | '逾' | '破' | '约' | '超' | '过'))
    {
        return (None, end);
    }
    let (power, after, is_exceeded) = match letters.at(end) {
        '余' | '多' if power == 0 => match han_power(letters, end + 1) {
            Some((power, after)) => (power, after, true),
            None => (power, end, false),
        },
        _ => (power, end, false),
    };
    let numeral = Numeral {
        range: start..after,
        value,
        power,
        spelling: Spelling::Han,
        is_share: false,
        is_plain: is_spelled_out,
        is_exceeded,
    };
    (Some(numeral), after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value, power) in [
            ("1,524,000", 1_524_000.0, 0),
            ("1.5万", 1.5, 4),
            ("４.2亿", 4.2, 8),
            ("10余万", 10.0, 4),
            ("1.524 million", 1.524, 6),
            ("15k", 15.0, 3),
            ("2bn", 2.0, 9),
            ("735 thousand", 735.0, 3),
            ("一百二十", 120.0, 0),
            ("三十万", 30.0, 4),
            ("两亿", 2.0, 8),
            ("一万五千", 15_000.0, 0),
            ("三千五", 3500.0, 0),
            ("一百零五", 105.0, 0),
            ("十五", 15.0, 0),
            ("二〇二五", 2025.0, 0),
            ("三分之二", 200.0 / 3.0, 0),
            ("百分之八十", 80.0, 0),
            ("百分之80", 80.0, 0),
            ("五成", 50.0, 0),
            ("一半", 50.0, 0),
            ("twenty-five", 25.0, 0),
            ("one hundred and twenty", 120.0, 0),
            ("two million", 2.0, 6),
            ("a third of", 100.0 / 3.0, 0),
            ("two-thirds of", 200.0 / 3.0, 0),
            ("nine out of ten", 90.0, 0),
            ("a dozen", 12.0, 0),
        ] {
            let (numeral, _) = scan(&Letters::new(text), 0);
            let found = numeral.map(|numeral| (numeral.value, numeral.power));
            assert!(found.is_some_and(|found| (found.0 - value).abs() < 1e-9 && found.1 == power), "{text}: {found:?}");
        }
    }

    #[test]
    fn what_is_no_number() {
        for text in ["3.2.1", "百姓", "千方百计", "三五", "一二三", "first", "12345678901234567890", "一成不变x"]
        {
            let (numeral, end) = scan(&Letters::new(text), 0);
            assert!(numeral.is_none() || text.starts_with("一成"), "{text}: {numeral:?}");
            assert!(end > 0);
        }
    }
}
