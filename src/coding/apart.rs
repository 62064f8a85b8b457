//! Labels of two parts that may stand apart, such as `survey … readers`.

use std::{collections::HashMap, ops::Range};

use super::lexicon::ends_sentence;
use crate::domain::theme::LABEL_GAP;

/// No character of UTF-8 has more bytes, and an English word rarely more characters than this many of them.
const MAX_BYTES_OF_UNIT: usize = 16;

/// The two parts of a label that has a gap; `None` for a label that is found as it stands.
pub(super) fn parts(label: &str) -> Option<(&str, &str)> {
    let (first, second) = label.split_once(LABEL_GAP)?;
    Some((first.trim(), second.trim()))
}

/// One part of a label.
#[derive(Clone, Copy, Debug)]
pub(super) struct PartUse {
    /// The label.
    pub(super) label: usize,
    /// Which of its parts.
    pub(super) is_second: bool,
}

/// How far apart two parts may stand: at most `n` characters between them are of this kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Farthest {
    pub(super) of: fn(char) -> bool,
    pub(super) n: usize,
}

/// Walks through one text and puts parts together.
///
/// The parts of a label belong together when they stand in one sentence, near enough, whichever comes first: what a plan
/// does to a thing may come before it or behind it. Only the nearest other part before is looked at, and no farther back
/// than parts may be apart, so that the time stays linear in the text.
pub(super) struct Apart<'a> {
    searched: &'a str,
    farthest: Farthest,
    // By label: where its first and its second part stood last.
    last: HashMap<usize, [Option<Range<usize>>; 2]>,
}

impl<'a> Apart<'a> {
    pub(super) fn new(searched: &'a str, farthest: Farthest) -> Self {
        Self { searched, farthest, last: HashMap::new() }
    }

    /// Takes the next part that was found, in the order of their ends. Gives the range from part to part when it makes
    /// the label whole. Parts of which one holds the other are found only where they do not overlap.
    pub(super) fn meet(&mut self, part: PartUse, range: Range<usize>) -> Option<Range<usize>> {
        let [first, second] = self.last.entry(part.label).or_default();
        let (own, other) = if part.is_second { (second, first) } else { (first, second) };
        *own = Some(range.clone());
        let other = other.clone()?;
        let start = other.start;
        self.is_near(other.end, range.start).then_some(start..range.end)
    }

    fn is_near(&self, end: usize, start: usize) -> bool {
        // Words share the space between them.
        let start = start.max(end.min(start + 1));
        if start.checked_sub(end).is_none_or(|bytes| bytes > self.farthest.n * MAX_BYTES_OF_UNIT) {
            return false;
        }
        self.searched.get(end..start).is_some_and(|gap| {
            !gap.contains(ends_sentence)
                && gap.chars().filter(|&character| (self.farthest.of)(character)).count() <= self.farthest.n
        })
    }
}
