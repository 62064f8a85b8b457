//! The texts and concepts of elements, made ready for scoring: every element is cut into words once, not once a pair.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    ops::Range,
};

use super::{ComparedPlan, ComparisonContext, ElementRef};
use crate::{
    coding::{Codebook, ElementCodes},
    domain::{
        element::{Element, PlanLayer},
        id::{ElementId, PlanId},
        text::{LocalizedText, Texts},
    },
    linguistics,
};

/// Elements of every plan: the topmost of one layer, or those that are named.
///
/// They stand in **canonical order**: plans by id and revision, elements by id. Everything downstream breaks ties and
/// adds up numbers in this order, so that neither the order of the plans nor that of the elements can change an answer.
pub(super) struct Passages {
    passages: Vec<Passage>,
    plans: Vec<Range<usize>>,
    vocabulary: Vec<Word>,
    curated: HashSet<(ElementId, ElementId)>,
}

/// One element.
pub(super) struct Passage {
    /// Where it stands in the input.
    pub(super) place: ElementRef,
    pub(super) id: ElementId,
    plan: PlanId,
    /// Its concepts with their inverse document frequencies, by their places in the codebook: ids differ from registry to
    /// registry, and sums have to be the same to the last bit.
    pub(super) concepts: Vec<(usize, f64)>,
    /// Its texts, one a primary language, ordered by language.
    pub(super) readings: Vec<Reading>,
}

/// What an element says in one language: its title and what stands under it.
pub(super) struct Reading {
    /// Primary language, such as `zh`.
    pub(super) language: String,
    /// The text as written.
    pub(super) text: String,
    /// The text with all that is mere spelling taken out.
    pub(super) normalized: String,
    /// Index into the vocabulary, and count × inverse document frequency; ordered by index.
    pub(super) words: Vec<(usize, f64)>,
    /// Euclidean length of the weights of `words`.
    pub(super) length: f64,
}

/// A word of one language, as it is matched.
pub(super) struct Word {
    pub(super) language: String,
    pub(super) word: String,
    /// Inverse document frequency, frozen with the codebook.
    pub(super) idf: f64,
}

fn concepts(codes: Option<&ElementCodes>, codebook: &Codebook) -> Vec<(usize, f64)> {
    let mut concepts: Vec<(usize, f64)> = codes
        .into_iter()
        .flat_map(|codes| &codes.concepts)
        .filter_map(|&concept| Some((codebook.place(concept)?, codebook.concept_idf(concept))))
        .collect();
    concepts.sort_by_key(|(place, _)| *place);
    concepts
}

impl Passages {
    /// The topmost elements of the layer.
    pub(super) fn of_layer(plans: &[ComparedPlan<'_>], context: &ComparisonContext<'_>, layer: PlanLayer) -> Self {
        let elements: Vec<Vec<usize>> = plans.iter().map(|plan| plan.content.tree.topmost(layer).collect()).collect();
        Self::of_elements(plans, context, &elements)
    }

    /// These elements of each plan, by their places in its tree: one list a plan, every place once.
    pub(super) fn of_elements(
        plans: &[ComparedPlan<'_>],
        context: &ComparisonContext<'_>,
        elements: &[Vec<usize>],
    ) -> Self {
        let mut order: Vec<usize> = (0..plans.len()).collect();
        order.sort_by_key(|&plan| (plans[plan].plan.id, plans[plan].plan.revision.id, plan));

        let mut drafts: Vec<(ElementRef, &Element, Vec<DraftReading>)> = Vec::new();
        let mut ranges = Vec::with_capacity(plans.len());
        for plan in order {
            let tree = &plans[plan].content.tree;
            let start = drafts.len();
            drafts.extend(elements.get(plan).into_iter().flatten().filter_map(|&element| {
                let place = ElementRef { plan, element };
                tree.get(element).map(|element| (place, element, draft_readings(element)))
            }));
            drafts[start..].sort_by_key(|(_, element, _)| element.id);
            ranges.push(start..drafts.len());
        }

        // Words are numbered in their own order, so that sums over words run in the same order in every comparison.
        let known: BTreeSet<(&str, &str)> = drafts
            .iter()
            .flat_map(|(_, _, readings)| readings)
            .flat_map(|reading| reading.counts.keys().map(|word| (reading.language.as_str(), word.as_str())))
            .collect();
        let vocabulary: Vec<Word> = known
            .into_iter()
            .map(|(language, word)| Word {
                language: language.to_owned(),
                word: word.to_owned(),
                idf: context.codebook.word_idf(language, word),
            })
            .collect();

        let passages = drafts
            .into_iter()
            .map(|(place, element, readings)| Passage {
                place,
                id: element.id,
                plan: plans[place.plan].plan.id,
                concepts: concepts(plans[place.plan].codes_of(place.element), context.codebook),
                readings: readings.into_iter().map(|reading| reading.weighed(&vocabulary)).collect(),
            })
            .collect();
        // An alignment inside one plan says nothing about two plans.
        let curated = context
            .alignments
            .iter()
            .filter(|alignment| alignment.source.plan != alignment.target.plan)
            .map(|alignment| unordered(alignment.source.element, alignment.target.element))
            .collect();
        Self { passages, plans: ranges, vocabulary, curated }
    }

    /// Every passage, in canonical order.
    pub(super) fn all(&self) -> &[Passage] {
        &self.passages
    }

    /// For each plan, in canonical order, which passages are its.
    pub(super) fn plans(&self) -> &[Range<usize>] {
        &self.plans
    }

    /// Every word of the passages, by language and word.
    pub(super) fn vocabulary(&self) -> &[Word] {
        &self.vocabulary
    }

    /// Whether the passages are the same element, of a plan that stands beside itself.
    pub(super) fn same_element(&self, a: usize, b: usize) -> bool {
        self.passages[a].id == self.passages[b].id
    }

    /// Whether a person vouches that the two correspond, whichever way the alignment points.
    pub(super) fn curated(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.passages[a], &self.passages[b]);
        a.plan != b.plan && self.curated.contains(&unordered(a.id, b.id))
    }
}

fn unordered(a: ElementId, b: ElementId) -> (ElementId, ElementId) {
    (a.min(b), a.max(b))
}

struct DraftReading {
    language: String,
    text: String,
    counts: BTreeMap<String, u32>,
}

impl DraftReading {
    fn weighed(self, vocabulary: &[Word]) -> Reading {
        let Self { language, text, counts } = self;
        let words: Vec<(usize, f64)> = counts
            .into_iter()
            .filter_map(|(word, count)| {
                let known = vocabulary
                    .binary_search_by(|known| {
                        (known.language.as_str(), known.word.as_str()).cmp(&(language.as_str(), word.as_str()))
                    })
                    .ok()?;
                Some((known, f64::from(count) * vocabulary[known].idf))
            })
            .collect();
        let length = words.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
        Reading { normalized: linguistics::normalize(&text), language, text, words, length }
    }
}

fn draft_readings(element: &Element) -> Vec<DraftReading> {
    let languages: BTreeSet<&str> =
        element.title.iter().chain(element.body.iter()).map(|text| text.lang.primary()).collect();
    languages
        .into_iter()
        .map(|language| {
            let parts: Vec<&str> = [&element.title, &element.body]
                .into_iter()
                .filter_map(|texts| text_in(texts, language))
                .map(|text| text.text.as_str())
                .collect();
            let text = parts.join("\n");
            let mut counts = BTreeMap::new();
            for word in linguistics::words(&text, language) {
                *counts.entry(word).or_default() += 1;
            }
            DraftReading { language: language.to_owned(), text, counts }
        })
        .filter(|reading| !reading.text.trim().is_empty())
        .collect()
}

/// The text in a language, whatever its script or region: the one nearest to the source, then the first by tag.
pub(super) fn text_in<'a>(texts: &'a Texts, language: &str) -> Option<&'a LocalizedText> {
    texts.iter().filter(|text| text.lang.primary() == language).min_by_key(|text| (text.origin, &text.lang))
}
