//! How much memory what is kept takes, on the heap and with what the cache itself needs.

use std::{collections::BTreeSet, sync::Arc};

use super::{Kept, Key};
use crate::{
    coding::{Assignment, CoderJudgement, ElementCodes, PlanCodes},
    comparison::{
        Benchmark, Caveat, CohortDimension, ElementChange, ElementMatch, PlanSimilarity, ThemeCell, ThemeRow,
    },
    domain::{
        annotation::Alignment,
        cohort::CohortFilter,
        element::Element,
        id::PlanId,
        indicator::{Indicator, Observation, PlanIndicator},
        institution::InstitutionStatistic,
        language::LanguageTag,
        listing::Cursor,
        plan::PlanContent,
        source::{Evidence, SourceDocument},
        text::{LocalizedText, Texts},
    },
    store::{Page, Search, SearchFilter, SearchHit},
};

/// What an allocation takes beside what was asked for, rounding included: an estimate.
const ALLOCATION: usize = 16;
/// What moka keeps of an entry beside key and value: its node in the table and in two queues, and its frequency.
const ENTRY: usize = 256;

/// Memory on the heap that goes with a value.
trait Heap {
    fn heap(&self) -> usize;
}

impl Heap for String {
    fn heap(&self) -> usize {
        if self.capacity() == 0 { 0 } else { self.capacity() + ALLOCATION }
    }
}

impl<T: Heap> Heap for Option<T> {
    fn heap(&self) -> usize {
        self.as_ref().map_or(0, Heap::heap)
    }
}

impl<T: Heap> Heap for Vec<T> {
    fn heap(&self) -> usize {
        array::<T>(self.capacity()) + self.iter().map(Heap::heap).sum::<usize>()
    }
}

fn array<T>(capacity: usize) -> usize {
    if capacity == 0 { 0 } else { capacity * size_of::<T>() + ALLOCATION }
}

impl Heap for Texts {
    fn heap(&self) -> usize {
        let text = |text: &LocalizedText| size_of::<LocalizedText>() + text.text.heap();
        self.iter().map(text).sum::<usize>() + if self.is_empty() { 0 } else { ALLOCATION }
    }
}

impl Heap for Evidence {
    fn heap(&self) -> usize {
        let repairs =
            self.repairs.iter().map(|repair| size_of_val(repair) + repair.before.heap() + repair.after.heap());
        self.locator.heap() + self.quote.heap() + repairs.sum::<usize>()
    }
}

impl Heap for Element {
    fn heap(&self) -> usize {
        self.key.heap()
            + self.number.heap()
            + self.source_term.heap()
            + self.title.heap()
            + self.body.heap()
            + self.evidence.heap()
    }
}

impl Heap for Observation {
    fn heap(&self) -> usize {
        let figure = &self.figure;
        let dimensions = figure.dimensions.iter().map(|side| size_of_val(side) + side.name.heap() + side.value.heap());
        figure.text.heap() + figure.evidence.heap() + dimensions.sum::<usize>()
    }
}

impl Heap for PlanIndicator {
    fn heap(&self) -> usize {
        self.key.heap() + self.text.heap() + self.evidence.heap() + self.observations.heap()
    }
}

impl Heap for PlanContent {
    fn heap(&self) -> usize {
        let elements = self.tree.elements();
        array::<Element>(elements.len()) + elements.iter().map(Heap::heap).sum::<usize>() + self.indicators.heap()
    }
}

impl Heap for CoderJudgement {
    fn heap(&self) -> usize {
        self.coder.heap()
    }
}

impl Heap for Assignment {
    fn heap(&self) -> usize {
        self.judgements.heap() + self.matched.heap()
    }
}

impl<T> Heap for BTreeSet<T> {
    /// Nodes have room for 11 values and are at least half full.
    fn heap(&self) -> usize {
        self.len().div_ceil(6) * array::<T>(12)
    }
}

impl Heap for ElementCodes {
    fn heap(&self) -> usize {
        self.assignments.heap() + self.concepts.heap()
    }
}

impl Heap for PlanCodes {
    fn heap(&self) -> usize {
        self.coded_layers.heap() + self.elements.heap()
    }
}

impl<T: Heap> Heap for Arc<T> {
    fn heap(&self) -> usize {
        ALLOCATION + 2 * size_of::<usize>() + size_of::<T>() + T::heap(self)
    }
}

impl Heap for Alignment {
    fn heap(&self) -> usize {
        self.note.heap() + self.coder.heap()
    }
}

impl Heap for Indicator {
    fn heap(&self) -> usize {
        let codes = self.standard_codes.iter().map(|code| size_of_val(code) + code.standard.heap() + code.code.heap());
        self.slug.heap() + self.names.heap() + self.definition.heap() + codes.sum::<usize>()
    }
}

impl Heap for SourceDocument {
    fn heap(&self) -> usize {
        self.title.heap()
            + [&self.publisher, &self.url, &self.media_type, &self.sha256, &self.license]
                .into_iter()
                .map(Heap::heap)
                .sum::<usize>()
    }
}

impl Heap for ThemeCell {
    fn heap(&self) -> usize {
        array_of(&self.elements)
    }
}

impl Heap for ThemeRow {
    fn heap(&self) -> usize {
        self.cells.heap()
    }
}

impl Heap for Caveat {
    fn heap(&self) -> usize {
        self.message.heap() + self.plans.size()
    }
}

impl Heap for ElementMatch {
    fn heap(&self) -> usize {
        let Self { elements, plans_covered: _, score: _, method: _, shared_themes, shared_terms } = self;
        array_of(elements) + array_of(shared_themes) + shared_terms.heap()
    }
}

impl Heap for PlanSimilarity {
    fn heap(&self) -> usize {
        0
    }
}

impl Heap for ElementChange {
    fn heap(&self) -> usize {
        array_of(&self.from) + array_of(&self.to)
    }
}

impl Heap for LanguageTag {
    fn heap(&self) -> usize {
        self.as_str().len() + ALLOCATION
    }
}

impl Heap for CohortFilter {
    fn heap(&self) -> usize {
        fn list<T>(list: &Option<Vec<T>>) -> usize {
            list.as_ref().map_or(0, array_of)
        }
        let Self {
            include_synthetic: _,
            exclude,
            overlaps_years: _,
            plans,
            institutions,
            kinds,
            levels,
            statuses,
            periods,
            regions,
            countries,
            subdivisions,
            peers,
        } = self;
        let ids = array_of(exclude) + list(plans) + list(institutions) + list(periods);
        ids + list(kinds)
            + list(levels)
            + list(statuses)
            + regions.heap()
            + countries.heap()
            + subdivisions.heap()
            + peers.as_ref().map_or(0, |peers| peers.country.heap())
    }
}

impl Heap for Search {
    fn heap(&self) -> usize {
        let (words, SearchFilter { types, levels, periods, langs }) = self.words_and_filter();
        let words = words.iter().map(|word| size_of_val(word) + word.heap()).sum::<usize>();
        words
            + types.as_ref().map_or(0, array_of)
            + levels.as_ref().map_or(0, array_of)
            + periods.as_ref().map_or(0, array_of)
            + langs.heap()
    }
}

impl Heap for InstitutionStatistic {
    fn heap(&self) -> usize {
        self.measure.heap() + self.source.heap()
    }
}

impl Heap for Benchmark {
    fn heap(&self) -> usize {
        let Self { basis: _, unit: _, entries, missing, summary: _, caveats, .. } = self;
        let denominators = entries.iter().filter_map(|entry| entry.denominator.as_ref());
        let missing = missing.iter().map(|missing| size_of_val(missing) + missing.plans.serialized_size());
        // Beside each entry stands its value once more, in order.
        array_of(entries)
            + array::<f64>(entries.len())
            + denominators.map(|one| size_of_val(&**one) + ALLOCATION + one.heap()).sum::<usize>()
            + missing.sum::<usize>()
            + caveats.heap()
    }
}

impl Heap for Page<SearchHit> {
    fn heap(&self) -> usize {
        // A place in the list has parts that hold nothing further.
        let item = |(cursor, hit): &(Cursor, SearchHit)| array_of(&cursor.0) + hit.lang.heap();
        array_of(&self.items) + self.items.iter().map(item).sum::<usize>()
    }
}

fn array_of<T>(items: &Vec<T>) -> usize {
    array::<T>(items.capacity())
}

/// Bytes that an entry takes.
pub(super) fn bytes_of(key: &Key, kept: &Kept) -> usize {
    let states = match key {
        Key::Content(_) | Key::Leading(..) | Key::Alone(..) | Key::Codes(_) | Key::Alignments(_) | Key::Document(_) => {
            0
        }
        // Equal filters of several keys are counted as if each had its own.
        Key::Cohort(_, filter) | Key::Benchmark(_, filter, ..) => filter.heap(),
        Key::Coverage(_, filter, dimensions) => {
            filter.heap() + size_of_val::<[CohortDimension]>(dimensions) + ALLOCATION
        }
        Key::Search(_, search) => search.heap(),
        Key::Compared(compared) | Key::Found(compared, _) => size_of_val::<[PlanId]>(&compared.plans) + ALLOCATION,
    };
    let value = match kept {
        Kept::Content(content) => size_of::<PlanContent>() + content.heap(),
        Kept::Codes(codes) => size_of::<PlanCodes>() + codes.heap(),
        Kept::Alignments(alignments) => alignments.heap(),
        Kept::Document(document) => size_of::<SourceDocument>() + document.heap(),
        // Contents and codes may be kept on their own, too; they are counted as if they were not.
        Kept::Compared(compared) => {
            let loaded = compared.contents_and_codes();
            loaded.map(|(content, codes)| content.heap() + codes.heap()).sum::<usize>() + compared.bytes_beside()
        }
        Kept::Themes(found) => found.heap(),
        Kept::Caveats(found) => found.heap(),
        Kept::Matches(found) => found.heap(),
        Kept::Similarities(found) => found.heap(),
        Kept::Changes(found) => found.heap(),
        Kept::Cohort(cohort) => cohort.bytes(),
        Kept::Coverage(counted) => counted.bytes(),
        Kept::Benchmark(benchmark) => size_of::<Benchmark>() + benchmark.heap(),
        Kept::Search(page) => size_of::<Page<SearchHit>>() + page.heap(),
    };
    ENTRY + ALLOCATION + size_of::<Key>() + size_of::<Kept>() + states + value
}
