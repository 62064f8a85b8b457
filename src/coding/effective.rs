//! Effective codes: what holds when several passes speak about the same element.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use time::OffsetDateTime;

use super::codebook::Codebook;
use crate::domain::{
    element::{ElementTree, PlanLayer},
    id::{ElementId, ThemeId},
    theme::{CodingMethod, CodingPass, Judgement, PassMethod, TERM_SCHEME, THEME_SCHEME},
};

/// The effective codes of one plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanCodes {
    /// The layers that some pass went through. A theme that is missing elsewhere is not known to be absent.
    pub coded_layers: BTreeSet<PlanLayer>,
    /// One for each element of the tree, in its order.
    pub elements: Vec<ElementCodes>,
}

/// The effective codes of one element.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ElementCodes {
    /// The themes it addresses, and those that coders disagree about; in codebook order.
    pub assignments: Vec<Assignment>,
    /// What matching compares: the themes it addresses, and the finer terms found in it.
    pub concepts: BTreeSet<ThemeId>,
}

/// A theme on an element, and who said so.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The theme.
    pub theme: ThemeId,
    /// How it came about. [`CodingMethod::Unresolved`] does not count as addressed.
    pub method: CodingMethod,
    /// What was said of this theme and element in so many words, in order of the passes' times.
    pub judgements: Vec<CoderJudgement>,
    /// The labels that the registry found, as they stand in the text.
    pub matched: Vec<String>,
}

/// One coder's word; a person's silence inside the pass is a word too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoderJudgement {
    /// Who.
    pub coder: String,
    /// How.
    pub method: PassMethod,
    /// Whether the element addresses the theme.
    pub present: bool,
    /// Whether the coder went through the layer and said nothing, which means absent.
    pub is_silence: bool,
    /// When.
    pub judged_at: OffsetDateTime,
}

impl CoderJudgement {
    /// A word of a pass.
    pub(crate) fn word(pass: &CodingPass, judgement: &Judgement) -> Self {
        Self {
            coder: pass.coder.clone(),
            method: pass.method,
            present: judgement.present,
            is_silence: false,
            judged_at: judgement.judged_at,
        }
    }

    /// What the silence of a pass says.
    pub(crate) fn silence(pass: &CodingPass) -> Self {
        Self {
            coder: pass.coder.clone(),
            method: pass.method,
            present: false,
            is_silence: true,
            judged_at: pass.coded_at,
        }
    }
}

impl ElementCodes {
    /// Whether the element addresses the theme, undisputed or decided.
    pub fn addresses(&self, theme: ThemeId) -> bool {
        self.assignments
            .iter()
            .any(|assignment| assignment.theme == theme && assignment.method != CodingMethod::Unresolved)
    }
}

/// Settles what each element of a plan addresses.
///
/// Adjudicated passes outrank manual ones, and those the registry's own. Inside the layers of a person's pass silence
/// means absent, outside it means nothing; an explicit word counts wherever it stands, because an element may have changed
/// its kind since. Coders who disagree leave a theme unresolved; of several adjudications the latest decides. People go
/// through themes, so that their silence says nothing about terms.
///
/// The order of the passes does not matter. Judgements on elements or concepts that are not there are passed over.
pub fn effective_codes(tree: &ElementTree, passes: &[CodingPass], codebook: &Codebook) -> PlanCodes {
    let mut passes: Vec<&CodingPass> = passes.iter().collect();
    passes.sort_by_key(|pass| (pass.coded_at, pass.id));

    let places: HashMap<ElementId, usize> =
        tree.elements().iter().enumerate().map(|(index, element)| (element.id, index)).collect();
    // By element and concept: the word of each pass that says one.
    let mut said: BTreeMap<(usize, usize), BTreeMap<usize, &Judgement>> = BTreeMap::new();
    for (pass_index, pass) in passes.iter().enumerate() {
        for judgement in &pass.judgements {
            let (Some(&element), Some(concept)) = (places.get(&judgement.element), codebook.place(judgement.theme))
            else {
                continue;
            };
            // A later word of the same pass replaces an earlier one.
            let word = said.entry((element, concept)).or_default().entry(pass_index).or_insert(judgement);
            if (word.judged_at, word.present) < (judgement.judged_at, judgement.present) {
                *word = judgement;
            }
        }
    }

    let mut elements = vec![ElementCodes::default(); tree.elements().len()];
    for ((element, concept), words) in said {
        let (Some(codes), Some(layer), Some(theme)) = (
            elements.get_mut(element),
            tree.get(element).map(|element| element.layer()),
            codebook.themes().get(concept),
        ) else {
            continue;
        };
        let is_theme = theme.scheme == THEME_SCHEME;
        if !is_theme && theme.scheme != TERM_SCHEME {
            continue;
        }
        let votes = passes.iter().enumerate().filter_map(|(pass_index, pass)| {
            let word = words.get(&pass_index).map(|word| word.present);
            let silence = is_theme && pass.layers.contains(&layer);
            word.or(silence.then_some(false)).map(|present| (pass.method, present))
        });
        let Some(method) = settled(votes) else { continue };
        if method != CodingMethod::Unresolved {
            codes.concepts.insert(theme.id);
        }
        if is_theme {
            codes.assignments.push(assignment(theme.id, method, layer, &passes, &words));
        }
    }
    PlanCodes { coded_layers: passes.iter().flat_map(|pass| pass.layers.iter().copied()).collect(), elements }
}

/// How a concept comes to be on an element by the votes of the passes, earliest first; `None` when it is absent.
fn settled(votes: impl Iterator<Item = (PassMethod, bool)>) -> Option<CodingMethod> {
    let mut found = false;
    let (mut n_present, mut n_absent) = (0_usize, 0_usize);
    let mut decision = None;
    for (method, present) in votes {
        match method {
            PassMethod::Lexicon => found |= present,
            PassMethod::Manual if present => n_present += 1,
            PassMethod::Manual => n_absent += 1,
            PassMethod::Adjudicated => decision = Some(present),
        }
    }
    match (decision, n_present, n_absent) {
        (Some(present), _, _) => present.then_some(CodingMethod::Adjudicated),
        (None, 0, 0) => found.then_some(CodingMethod::Lexicon),
        (None, 0, _) => None,
        (None, _, 0) => Some(CodingMethod::Manual),
        (None, _, _) => Some(CodingMethod::Unresolved),
    }
}

/// The assignment with every coder's word. A person who went through the layer and said nothing said "absent", which has
/// to be seen where coders disagree.
fn assignment(
    theme: ThemeId,
    method: CodingMethod,
    layer: PlanLayer,
    passes: &[&CodingPass],
    words: &BTreeMap<usize, &Judgement>,
) -> Assignment {
    let mut judgements = Vec::with_capacity(words.len());
    let mut matched: Vec<String> = Vec::new();
    for (pass_index, pass) in passes.iter().enumerate() {
        if let Some(word) = words.get(&pass_index) {
            judgements.push(CoderJudgement::word(pass, word));
            for label in &word.matched {
                if !matched.contains(label) {
                    matched.push(label.clone());
                }
            }
        } else if pass.method != PassMethod::Lexicon && pass.layers.contains(&layer) {
            judgements.push(CoderJudgement::silence(pass));
        }
    }
    Assignment { theme, method, judgements, matched }
}
