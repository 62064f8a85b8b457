//! The numerals that number headings and lists: 十二, XIV, twelve, ⑫.

/// The number that Chinese characters write, in the spoken way (二十三, 一百零五, 廿三) or digit by digit (二〇二五); up to 9,999.
pub(super) fn chinese(text: &str) -> Option<u32> {
    let characters: Vec<char> = text.chars().collect();
    if characters.is_empty() || characters.len() > 9 {
        return None;
    }
    let digits: Option<Vec<u32>> = characters.iter().map(|&character| digit(character)).collect();
    if let Some(digits) = digits {
        return (digits.len() <= 4).then(|| digits.iter().fold(0, |number, digit| number * 10 + digit));
    }
    let (mut number, mut open) = (0_u32, None);
    for character in characters {
        let step = match character {
            '十' | '拾' => 10,
            '百' => 100,
            '千' => 1000,
            '廿' => {
                open = Some(2);
                10
            }
            '卅' => {
                open = Some(3);
                10
            }
            _ => {
                let digit = digit(character)?;
                // 二三十 is "twenty or thirty": no number of a heading.
                if open.is_some_and(|open| open != 0) {
                    return None;
                }
                open = Some(digit);
                continue;
            }
        };
        number += open.take().filter(|&digit| digit != 0).unwrap_or(1) * step;
    }
    Some(number + open.unwrap_or(0))
}

fn digit(character: char) -> Option<u32> {
    let digits = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match character {
        '零' | '○' => Some(0),
        '两' | '兩' => Some(2),
        '壹' => Some(1),
        '贰' | '貳' => Some(2),
        '叁' | '參' => Some(3),
        '肆' => Some(4),
        '伍' => Some(5),
        '陆' | '陸' => Some(6),
        '柒' => Some(7),
        '捌' => Some(8),
        '玖' => Some(9),
        _ => digits.iter().position(|&one| one == character).map(|place| place as u32),
    }
}

/// A number up to 99 in the spoken way.
pub(super) fn written_in_chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |number: u32| DIGITS.get(number as usize).copied().unwrap_or_default();
    match number / 10 {
        0 => digit(number).to_owned(),
        1 => format!("十{}", digit(number % 10)),
        tens => format!("{}十{}", digit(tens), digit(number % 10)),
    }
}

/// Whether a character is one of the numerals of contracts and Traditional outlines: 壹, 貳.
pub(super) fn is_formal(character: char) -> bool {
    matches!(character, '壹' | '贰' | '貳' | '叁' | '參' | '肆' | '伍' | '陆' | '陸' | '柒' | '捌' | '玖' | '拾')
}

/// Whether a character can stand in a number that Chinese characters write.
pub(super) fn is_chinese(character: char) -> bool {
    digit(character).is_some() || matches!(character, '十' | '拾' | '百' | '千' | '廿' | '卅')
}

/// The number of a Roman numeral in the usual spelling, up to 89, in one case throughout.
pub(super) fn roman(text: &str) -> Option<u32> {
    let upper = text.to_ascii_uppercase();
    if text != upper && text != text.to_ascii_lowercase() {
        return None;
    }
    const STEPS: [(&str, u32); 8] =
        [("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1), ("", 0)];
    let (mut rest, mut number) = (upper.as_str(), 0);
    for (letters, step) in STEPS {
        // Only X and I repeat.
        while let Some(after) = (!letters.is_empty()).then(|| rest.strip_prefix(letters)).flatten() {
            rest = after;
            number += step;
            if !matches!(step, 10 | 1) {
                break;
            }
        }
    }
    (rest.is_empty() && number > 0 && written_in_roman(number) == upper).then_some(number)
}

/// A number up to 89 in Roman capitals.
pub(super) fn written_in_roman(mut number: u32) -> String {
    let mut text = String::new();
    for (letters, step) in [("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)] {
        while number >= step {
            text.push_str(letters);
            number -= step;
        }
    }
    text
}

/// The number of an English numeral word, one to twenty.
pub(super) fn english(word: &str) -> Option<u32> {
    const WORDS: [&str; 20] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let word = word.to_ascii_lowercase();
    WORDS.iter().position(|known| *known == word).map(|place| place as u32 + 1)
}

/// The number inside a circled or bracketed figure that is one character: ①, ⑴, ⒈, ㈠, ❶.
pub(super) fn enclosed(character: char) -> Option<u32> {
    let offset = |first: char, number: u32| u32::from(character) - u32::from(first) + number;
    match character {
        '①'..='⑳' => Some(offset('①', 1)),
        '⑴'..='⒇' => Some(offset('⑴', 1)),
        '⒈'..='⒛' => Some(offset('⒈', 1)),
        '❶'..='❿' => Some(offset('❶', 1)),
        '➀'..='➉' => Some(offset('➀', 1)),
        '㈠'..='㈩' => Some(offset('㈠', 1)),
        '㉑'..='㉟' => Some(offset('㉑', 21)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn chinese_numerals_are_numbers() {
        for (text, number) in [
            ("一", Some(1)),
            ("十", Some(10)),
            ("十二", Some(12)),
            ("二十", Some(20)),
            ("二十三", Some(23)),
            ("一百零五", Some(105)),
            ("二〇二五", Some(2025)),
            ("廿三", Some(23)),
            ("兩百", Some(200)),
            ("二三十", None),
            ("天", None),
            ("", None),
            ("一一一一一一", None),
        ] {
            assert_eq!(chinese(text), number, "{text}");
        }
    }

    #[test]
    fn roman_numerals_are_numbers() {
        for (text, number) in [
            ("I", Some(1)),
            ("iv", Some(4)),
            ("VIII", Some(8)),
            ("XIV", Some(14)),
            ("XXIX", Some(29)),
            ("IIII", None),
            ("Iv", None),
            ("IC", None),
            ("", None),
        ] {
            assert_eq!(roman(text), number, "{text}");
        }
    }

    proptest! {
        #[test]
        fn roman_numerals_go_both_ways(number in 1_u32..90) {
            prop_assert_eq!(roman(&written_in_roman(number)), Some(number));
        }

        #[test]
        fn chinese_numerals_go_both_ways(number in 1_u32..100) {
            prop_assert_eq!(chinese(&written_in_chinese(number)), Some(number));
        }

        #[test]
        fn any_text_is_a_numeral_or_none(text in "\\PC{0,12}") {
            let _ = (chinese(&text), roman(&text), english(&text));
            let _ = text.chars().map(enclosed).collect::<Vec<_>>();
        }
    }
}
