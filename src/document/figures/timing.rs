//! Which of a sentence's times belongs to which of its figures.

use std::ops::Range;

use super::{
    letters::{Letters, is_latin},
    quantity::{PairPlace, Quantity},
    time::{TimeKind, TimeMention},
};

/// By quantity, the place of its time among the times: one before it in its clause, else one behind it there, else the last
/// one before it, else one that stands behind everything. Years told one by one for figures in a row become times of their
/// own.
pub(super) fn times_of(
    letters: &Letters<'_>,
    sentence: &Range<usize>,
    times: &mut Vec<TimeMention>,
    quantities: &[Quantity],
) -> Vec<Option<usize>> {
    let listed = listed(letters, times, quantities);
    let reader = Reader { letters, sentence, times, quantities };
    let mut consumed = vec![false; times.len()];
    let mut found = Vec::with_capacity(quantities.len());
    for (index, quantity) in quantities.iter().enumerate() {
        let own = listed.get(index).copied().flatten();
        let time = own.or_else(|| reader.time(index, quantity, &mut consumed, &found));
        found.push(time);
    }
    found
}

/// 2022年、2023年分别…180场、235场, 2016年至2018年分别为…: as many years as figures, in one order.
fn listed(letters: &Letters<'_>, times: &mut Vec<TimeMention>, quantities: &[Quantity]) -> Vec<Option<usize>> {
    let mut found = vec![None; quantities.len()];
    for (first, quantity) in quantities.iter().enumerate() {
        let part = quantity.part.clone();
        let is_first = first == 0 || quantities.get(first - 1).is_some_and(|before| before.part != part);
        if !is_first || letters.find(part.clone(), &["分别", "respectively", "依次"]).is_none() {
            continue;
        }
        let n_figures = quantities.iter().skip(first).take_while(|other| other.part == part).count();
        let here = |time: &TimeMention| {
            time.range.start >= part.start
                && time.range.end <= part.end
                && !time.is_reference
                && !time.is_aside
                && time.end.is_some()
        };
        let single: Vec<usize> = (0..times.len())
            .filter(|at| times.get(*at).is_some_and(|time| here(time) && time.kind != TimeKind::Over))
            .collect();
        if single.len() > 1 && single.len() == n_figures {
            for (slot, at) in found.iter_mut().skip(first).zip(single) {
                *slot = Some(at);
            }
            continue;
        }
        let span = times.iter().find(|time| here(time) && time.kind == TimeKind::Over).cloned();
        let Some(TimeMention { start: Some(start), end: Some(end), range, .. }) = span else { continue };
        if n_figures > 1 && usize::try_from(end - start + 1) == Ok(n_figures) {
            for (slot, year) in found.iter_mut().skip(first).zip(start..=end) {
                *slot = Some(times.len());
                times.push(TimeMention {
                    range: range.clone(),
                    kind: TimeKind::In,
                    start: Some(year),
                    end: Some(year),
                    is_since: false,
                    is_aside: true,
                    is_reference: false,
                });
            }
        }
    }
    found
}

struct Reader<'a> {
    letters: &'a Letters<'a>,
    sentence: &'a Range<usize>,
    times: &'a [TimeMention],
    quantities: &'a [Quantity],
}

impl Reader<'_> {
    fn time(&self, index: usize, quantity: &Quantity, consumed: &mut [bool], found: &[Option<usize>]) -> Option<usize> {
        let previous = index.checked_sub(1).and_then(|index| self.quantities.get(index));
        let previous_end = previous.map_or(self.sentence.start, |previous| previous.range.end);
        let next_start = self.quantities.get(index + 1).map_or(self.sentence.end, |next| next.range.start);
        let is_baseline = matches!(quantity.pair, Some(PairPlace::From | PairPlace::Origin));
        let own = |at: usize| self.times.get(at).filter(|time| !time.is_reference && !time.is_aside);
        let is_free = |at: usize| consumed.get(at).is_some_and(|consumed| !consumed);
        let all = 0..self.times.len();
        let leading = all.clone().rev().find(|at| {
            is_free(*at)
                && own(*at)
                    .is_some_and(|time| time.range.end <= quantity.range.start && time.range.start >= previous_end)
        });
        let in_clause = |at: &usize| {
            own(*at)
                .is_some_and(|time| time.range.start >= quantity.clause.start && time.range.end <= quantity.clause.end)
        };
        let trailing = all.clone().find(|at| {
            in_clause(at)
                && own(*at).is_some_and(|time| {
                    time.range.start >= quantity.range.end && time.range.end <= next_start && self.trails(time)
                })
        });
        let chosen = if is_baseline {
            leading.filter(in_clause).filter(|at| self.is_opened(quantity, *at)).or(trailing)
        } else {
            let older = || {
                all.clone()
                    .rev()
                    .find(|at| is_free(*at) && own(*at).is_some_and(|time| time.range.end <= quantity.range.start))
            };
            leading.filter(in_clause).or(trailing).or(leading).or_else(older).or_else(|| self.behind_all(quantity))
        };
        // "300 seats by 2028, bringing the total to 1,450": a participle goes on in the time before it.
        let goes_on = || {
            let verb = self.letters.latin_word(self.letters.skip_spaces(quantity.clause.start));
            let is_participle = verb.len() > 4
                && self
                    .letters
                    .any_to(
                        verb.end,
                        &[
                            "bringing", "taking", "reaching", "making", "giving", "creating", "raising", "lifting",
                            "adding",
                        ],
                    )
                    .is_some();
            let before = index.checked_sub(1).and_then(|before| found.get(before).copied().flatten());
            before.filter(|_| is_participle && !is_baseline)
        };
        let chosen = chosen.or_else(goes_on);
        // The year of a starting point is its alone; so is one behind a figure that others follow.
        if let Some(at) = chosen.filter(|at| is_baseline || trailing == Some(*at))
            && let Some(consumed) = consumed.get_mut(at)
        {
            *consumed = true;
        }
        chosen
    }

    /// Whether a time may stand behind its figure: in English, and in brackets.
    fn trails(&self, time: &TimeMention) -> bool {
        let (first, before) = (self.letters.at(time.range.start), self.letters.before(time.range.start));
        is_latin(first) || before == '(' || first.is_ascii_digit() && before == ' '
    }

    /// Whether a time stands between from/由 and the figure.
    fn is_opened(&self, quantity: &Quantity, at: usize) -> bool {
        let Some(time) = self.times.get(at) else { return false };
        const OPENERS: &[&str] = &["由", "从", "自", "from", "在"];
        let is_opened = self.letters.find_last(quantity.clause.start..time.range.start + 1, OPENERS).is_some();
        is_opened && !self.letters.has(time.range.end..quantity.range.start, &["由", "从", "from"])
    }

    /// A time behind the figure in its clause, or in a clause of its own at the sentence's end.
    fn behind_all(&self, quantity: &Quantity) -> Option<usize> {
        let is_free = |time: &TimeMention| {
            !self
                .quantities
                .iter()
                .any(|other| other.clause.contains(&time.range.start) && other.clause != quantity.clause)
        };
        self.times.iter().position(|time| {
            !time.is_reference
                && !time.is_aside
                && time.range.start >= quantity.range.end
                && self.trails(time)
                && is_free(time)
        })
    }
}
