//! Page numbers and form feeds that copies of printed pages carry between the lines of a text.
//!
//! A line of a page number's shape (`- 3 -`, `第3页 共12页`, `Page 3 of 12`, `3 / 12`, a lone `3`) is furniture only if lines
//! of the same shape recur and count upwards: two at least, three of lone numbers. Everything else stays text.

use std::{collections::HashMap, sync::LazyLock};

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

/// The shape of a lone number, which needs more evidence than the others.
const LONE_NUMBER: usize = 5;

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
    let mut is_furniture = vec![false; lines.len()];
    for (shape, found) in by_shape {
        let wanted = if shape == LONE_NUMBER { 3 } else { 2 };
        let rises = found.windows(2).all(|pair| matches!(pair, [(_, one), (_, next)] if next > one && next - one <= 2));
        // Numbers that stand close together are a list or a column of a table.
        let is_far_apart = found.windows(2).all(|pair| matches!(pair, [(one, _), (next, _)] if next - one > 3));
        if found.len() >= wanted && rises && is_far_apart {
            for (index, _) in found {
                let is_blank = |at: &usize| lines.get(*at).is_some_and(|line| line.trim().is_empty());
                let above = (0..index).rev().take_while(is_blank);
                for furniture in (index + 1..).take_while(is_blank).chain(above).chain([index]) {
                    if let Some(line) = is_furniture.get_mut(furniture) {
                        *line = true;
                    }
                }
            }
        }
    }
    is_furniture
}
