//! Reads the figures of a passage of prose.

use std::ops::Range;

use super::{
    FoundIndicator, Outlook, Setting, basis, change, continuation, english_units,
    letters::Letters,
    names,
    occurrences::Words,
    passages::{clauses, sentences},
    quantity::{PairPlace, Quantity, quantities},
    role::{self, PastVerbs},
    time,
    time::{TimeKind, TimeMention},
    timing,
    unit_in_use::{counted_before, unit_in_use},
    years::years,
};
use crate::{
    domain::{
        indicator::{Comparator, ObservationBasis, ObservationRole},
        period::YearSpan,
        unit::Unit,
    },
    draft::ObservationDraft,
};

/// The indicators that a passage states figures of, in order; empty where it states none. A passage is of any length, in
/// Chinese of either script, English or a mixture; the time it takes grows with its length and no faster.
pub fn figures(text: &str, setting: &Setting) -> Vec<FoundIndicator> {
    let letters = Letters::new(text);
    let mut found = Vec::new();
    for sentence in sentences(&letters) {
        let has_number = sentence.clone().any(|place| {
            letters.at(place).is_numeric()
                || super::han_numeral::is_numeral(letters.at(place))
                || letters.at(place).is_ascii_alphabetic()
                || letters.at(place) == '半'
        });
        if has_number {
            letters.focus(&sentence);
            found.extend(Reading::new(&letters, sentence, setting).indicators());
        }
    }
    found
}

/// One sentence while it is read.
struct Reading<'a> {
    letters: &'a Letters<'a>,
    setting: &'a Setting,
    sentence: Range<usize>,
    times: Vec<TimeMention>,
    quantities: Vec<Quantity>,
    // By quantity, the time that is its own.
    time_of: Vec<Option<usize>>,
    past: PastVerbs,
}

impl<'a> Reading<'a> {
    fn new(letters: &'a Letters<'a>, sentence: Range<usize>, setting: &'a Setting) -> Self {
        let times = time::mentions(letters, sentence.clone(), setting);
        let clauses = clauses(letters, &sentence);
        let quantities = quantities(letters, &sentence, &clauses, &times);
        let past = if quantities.is_empty() { PastVerbs::default() } else { PastVerbs::of(letters, &sentence) };
        let mut reading = Self { letters, setting, sentence, times, quantities, time_of: Vec::new(), past };
        if !reading.quantities.is_empty() {
            reading.settle_units();
            reading.time_of = timing::times_of(letters, &reading.sentence, &mut reading.times, &reading.quantities);
        }
        reading
    }

    /// Units that only the words before a figure tell, or the figure before.
    fn settle_units(&mut self) {
        let mut previous: Option<Quantity> = None;
        for quantity in &mut self.quantities {
            let from = previous
                .as_ref()
                .map_or(quantity.clause.start, |previous| previous.range.end.max(quantity.clause.start));
            if quantity.unit.is_none() {
                let before = from..quantity.range.start;
                let money = english_units::money_before(self.letters, quantity.numbers.start).is_some();
                let has_measure = !quantity.is_unitless;
                let here = counted_before(self.letters, before, has_measure);
                // A bare number counts what the one before it counts, or what the sentence spoke of.
                let inherited = previous
                    .as_ref()
                    .filter(|_| quantity.is_unitless || quantity.noun.is_empty())
                    .and_then(|previous| previous.unit);
                let inherited = inherited.filter(|unit| !matches!(*unit, "%" | "pp"));
                let earlier = || counted_before(self.letters, self.sentence.start..from, has_measure);
                let unit = here.or(inherited).or_else(|| earlier().filter(|_| quantity.is_unitless)).unwrap_or("item");
                quantity.unit = (!money).then_some(unit);
            }
            quantity.unit = quantity.unit.map(|unit| unit_in_use(self.letters, quantity, unit));
            previous = Some(quantity.clone());
        }
        // 由三辆增至七辆 counts in one unit; so do the halves of a pair whose second half alone was told.
        for index in 1..self.quantities.len() {
            let unit = self.quantities.get(index).filter(|to| to.pair == Some(PairPlace::To)).map(|to| to.unit);
            if let (Some(unit), Some(from)) = (unit, self.quantities.get_mut(index - 1))
                && (from.is_bare || from.unit.is_none())
            {
                from.unit = unit;
            }
        }
    }

    fn indicators(&self) -> Vec<FoundIndicator> {
        let mut found: Vec<FoundIndicator> = Vec::new();
        let mut role = None;
        let mut basis = None;
        for (index, quantity) in self.quantities.iter().enumerate() {
            let observation = self.observation(index, quantity, role, basis);
            basis = observation.basis;
            if observation.role != ObservationRole::Baseline {
                role = Some(observation.role);
            }
            let passage = self.letters.bytes(self.trimmed(quantity.clause.clone()));
            let previous = index.checked_sub(1).and_then(|index| self.quantities.get(index));
            let continues = previous.is_some_and(|previous| {
                continuation::continues(self.letters, previous, quantity, &observation, &self.times)
            });
            if let Some(last) = found.last_mut().filter(|_| continues) {
                last.observations.push(observation);
                last.passage = last.passage.start.min(passage.start)..last.passage.end.max(passage.end);
                continue;
            }
            let previous_end = self.previous_end(index).max(quantity.clause.start);
            let next_start = self.quantities.get(index + 1).map_or(self.sentence.end, |next| next.range.start);
            let mut name = names::of(self.letters, quantity, previous_end, next_start, &self.times);
            if name.is_empty() {
                // 满意率达到90%，力争达到95%: what has no noun of its own is of what was spoken of.
                name = match found.last() {
                    Some(previous) => previous.name.clone(),
                    None => self.fallback_name(quantity),
                };
            }
            found.push(FoundIndicator { name, observations: vec![observation], passage });
        }
        found
    }

    fn previous_end(&self, index: usize) -> usize {
        let previous = index.checked_sub(1).and_then(|index| self.quantities.get(index));
        previous
            .map_or(self.sentence.start, |previous| previous.range.end.max(previous.noun.end).min(self.sentence.end))
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let end = self.letters.skip_spaces_back(range.end).max(range.start);
        self.letters.skip_spaces(range.start).min(end)..end
    }

    /// The clause without the figure, and where that has no words the figure itself.
    fn fallback_name(&self, quantity: &Quantity) -> String {
        let has_letters = |range: &Range<usize>| range.clone().any(|place| self.letters.at(place).is_alphabetic());
        let clause = [quantity.clause.start..quantity.range.start, quantity.range.end..quantity.clause.end];
        let words = clause.into_iter().find(has_letters).unwrap_or(quantity.range.clone());
        self.letters.original(self.trimmed(words)).trim().to_owned()
    }

    fn observation(
        &self,
        index: usize,
        quantity: &Quantity,
        role_before: Option<ObservationRole>,
        basis_before: Option<ObservationBasis>,
    ) -> ObservationDraft {
        let time = self.time_of.get(index).copied().flatten().and_then(|at| self.times.get(at));
        let before = index
            .checked_sub(1)
            .and_then(|index| self.time_of.get(index).copied().flatten())
            .and_then(|at| self.times.get(at));
        let is_change = quantity.forced_change.is_some()
            || change::basis(self.letters, quantity, self.previous_end(index).max(quantity.clause.start), true)
                .is_some();
        // A change without a time of its own is of the level before it.
        let time = time.or(before.filter(|_| is_change));
        let role = role::of(self.letters, quantity, time, self.setting, role_before, &self.past, is_change);
        let from = self.previous_end(index).max(quantity.clause.start);
        let reference = self.reference(index, quantity);
        let span = self.span_of(role);
        let is_back = self.setting.outlook == Outlook::Back;
        let change =
            quantity.forced_change.or_else(|| change::basis(self.letters, quantity, from, reference.is_some()));
        let basis = change.unwrap_or_else(|| match quantity.pair {
            Some(_) => self.pair_basis(quantity, time),
            None => self
                .inherited_basis(index, quantity, basis_before)
                .unwrap_or_else(|| basis::of_level(self.letters, quantity, time, is_back)),
        });
        let (start_year, end_year) = match quantity.pair {
            Some(PairPlace::From) if time.is_none() => (None, self.year_of_start(index)),
            // A change with a reference of its own has the years of a span only where it follows that span.
            _ => years(time, basis, role, span, reference.is_some() && !self.follows(index, time)),
        };
        let reference_year = match reference {
            Some(Reference::Year(year)) => Some(year),
            Some(Reference::YearBefore) => end_year.filter(|_| time.is_some() || is_back).map(|year| year - 1),
            None => None,
        };
        // What was held "up to 604 times" was held 604 times.
        let is_reached =
            role == ObservationRole::Actual && self.letters.word_from(quantity.range.start, "up to").is_some();
        let comparator = if is_reached { Comparator::Equal } else { quantity.comparator };
        // What no unit of ours counts, as pounds, is written out: 3 million.
        let scale = if quantity.unit.is_none() { 10_f64.powi(quantity.power as i32) } else { 1.0 };
        let scaled = |value: f64| value * scale;
        ObservationDraft {
            role,
            comparator: Some(comparator),
            value: Some(scaled(quantity.value)),
            upper: quantity.upper.map(scaled),
            unit: quantity.unit.and_then(|unit| Unit::new(quantity.power, unit).ok()).map(|unit| unit.to_string()),
            basis: Some(basis),
            start_year,
            end_year,
            reference_year: reference_year.filter(|_| change.is_some()),
            dimensions: Vec::new(),
            text: Some(self.letters.original(self.trimmed(quantity.range.clone())).to_owned()),
            evidence: None,
        }
    }

    /// 每年立项30项，其中青年课题不低于三分之一: a share of what is told for each year is of each year.
    fn inherited_basis(
        &self,
        index: usize,
        quantity: &Quantity,
        before: Option<ObservationBasis>,
    ) -> Option<ObservationBasis> {
        const OPENERS: Words = &["其中", "占", "account for", "accounts for", "accounting for", "of which", "of whom"];
        let behind = self.letters.skip_spaces(quantity.range.end);
        let is_part = quantity.is_share || quantity.unit == Some("%");
        if !is_part {
            return None;
        }
        let is_of_it = self.letters.has(self.previous_end(index)..quantity.range.start, OPENERS)
            || self.letters.any_from(behind, &["of them", "of these", "of which", "of whom"]).is_some();
        if !is_of_it {
            return None;
        }
        let yearly = |basis: &ObservationBasis| matches!(basis, ObservationBasis::Annual);
        before
            .filter(yearly)
            .or_else(|| basis::governing(self.letters, quantity.part.start..quantity.clause.start).filter(yearly))
    }

    /// Whether no other figure stands between a time and a figure.
    fn follows(&self, index: usize, time: Option<&TimeMention>) -> bool {
        let is_first = index == 0 || time.is_some_and(|time| time.range.start >= self.previous_end(index));
        time.is_some() && is_first
    }

    /// The year that a movement starts in, where a span that is told in figures holds it: 2018年至2022年，由9所增为12所.
    fn year_of_start(&self, index: usize) -> Option<i32> {
        let time = self.time_of.get(index + 1).copied().flatten().and_then(|at| self.times.get(at))?;
        let is_told = time.range.clone().any(|place| self.letters.at(place).is_ascii_digit());
        time.start.filter(|_| is_told && time.kind == TimeKind::Over && !time.is_since)
    }

    /// The ends of a movement stand at points in time, unless a word says that they are of a year.
    fn pair_basis(&self, quantity: &Quantity, time: Option<&TimeMention>) -> ObservationBasis {
        // 9人 of 2016 stood in it; only what happens adds up over a year.
        let time = time.filter(|time| time.kind == TimeKind::In && quantity.unit.is_some_and(basis::is_flow));
        let basis = basis::of_level(self.letters, quantity, time, false);
        if basis == ObservationBasis::Cumulative { ObservationBasis::Point } else { basis }
    }

    fn span_of(&self, role: ObservationRole) -> Option<YearSpan> {
        match (self.setting.outlook, role) {
            (_, ObservationRole::Baseline) => None,
            (Outlook::Back, ObservationRole::Target) => self.setting.plan_years,
            (Outlook::Back, _) => self.setting.review_years,
            (Outlook::Ahead, ObservationRole::Target) | (Outlook::Unknown, ObservationRole::Target) => {
                self.setting.plan_years
            }
            (_, ObservationRole::Actual) => {
                self.setting.review_years.filter(|_| self.setting.outlook == Outlook::Unknown)
            }
        }
    }

    /// What a change is against: the year of a comparison near it.
    fn reference(&self, index: usize, quantity: &Quantity) -> Option<Reference> {
        let from = index
            .checked_sub(1)
            .and_then(|index| self.quantities.get(index))
            .map_or(self.sentence.start, |previous| previous.range.end);
        let to = self.quantities.get(index + 1).map_or(self.sentence.end, |next| next.range.start);
        let near = |time: &&TimeMention| time.is_reference && time.range.start >= from && time.range.end <= to;
        // One comparison opens a list of changes: 与2020年相比，…增长…，…增长….
        let before = |time: &&TimeMention| {
            time.is_reference && time.range.end <= quantity.range.start && time.range.start >= quantity.part.start
        };
        let time = self.times.iter().find(near).or_else(|| self.times.iter().rev().find(before));
        if let Some(year) = time.and_then(|time| time.end) {
            return Some(Reference::Year(year));
        }
        if let Some(since) =
            self.times.iter().find(|time| time.is_since && time.range.start >= from && time.range.end <= to)
        {
            return since.start.map(Reference::Year);
        }
        const WORDS: Words = &[
            "同比",
            "比上年",
            "较上年",
            "比上一年",
            "较上一年",
            "比去年",
            "较去年",
            "year on year",
            "year-on-year",
            "on the previous year",
            "than the year before",
            "than the previous year",
            "over the previous year",
            "on the year before",
            "from the previous year",
        ];
        self.letters.has(from..to, WORDS).then_some(Reference::YearBefore)
    }
}

/// What a change is against.
enum Reference {
    Year(i32),
    YearBefore,
}
