//! How far coders agree: the pairs of element and theme that several of them judged, and the coefficients over those.

/// What makes the figures mean less than they look.
mod caveats;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    coding::{Codebook, CoderJudgement},
    domain::{
        element::PlanLayer,
        id::{CodingPassId, ElementId, PlanId, ThemeId},
        revision::RegistryRevision,
        theme::{CodingPass, LEXICON_CODER, PassHead, PassMethod, THEME_SCHEME},
        vocabulary::vocabulary,
    },
    statistics::{MeasurementLevel, cohen_kappa, krippendorff_alpha, observed_agreement},
};

vocabulary! {
    /// Why a coefficient of agreement is not known.
    AgreementUnavailable {
        /// No two of the coders judged the same element for the same theme.
        NoOverlap = "NO_OVERLAP",
        /// Every word is the same, or nobody assigned any theme, so that chance alone would bring complete agreement.
        NoVariation = "NO_VARIATION",
        /// Cohen's kappa is for two coders, and these are more.
        NotTwoCoders = "NOT_TWO_CODERS",
    }
}

pub use caveats::agreement_caveats;

/// Whose codes are compared, and over which plans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgreementScope {
    /// The coders, by name.
    pub coders: Vec<ScopedCoder>,
    /// The plans that at least two of them went through, with the revision that brought the first of their passes.
    pub plans: BTreeMap<PlanId, RegistryRevision>,
    /// Those coders' passes over those plans, and the adjudicated ones.
    pub passes: Vec<CodingPassId>,
}

/// A coder of a cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopedCoder {
    /// Who.
    pub name: String,
    /// Plans gone through.
    pub n_plans: usize,
    /// Those of them that another of the coders went through, too.
    pub n_compared_plans: usize,
}

/// Whether a pass is a coder's own word. The registry's counts only where it is named; an adjudicator's never does, because
/// it is given in the knowledge of the others'.
fn counts(method: PassMethod, coder: &str, named: Option<&[String]>) -> bool {
    let is_named = |unnamed| named.map_or(unnamed, |named| named.iter().any(|name| name == coder));
    match method {
        PassMethod::Lexicon => is_named(false),
        PassMethod::Manual => coder != LEXICON_CODER && is_named(true),
        PassMethod::Adjudicated => false,
    }
}

impl AgreementScope {
    /// The scope of a question by who went through which plan. Unless coders are named, every person counts who coded.
    pub fn of(heads: &[PassHead], named: Option<&[String]>) -> Self {
        let mut coders_of: BTreeMap<PlanId, BTreeMap<&str, RegistryRevision>> = BTreeMap::new();
        let mut plans_of: BTreeMap<&str, BTreeSet<PlanId>> = BTreeMap::new();
        let is_counted = |head: &PassHead| counts(head.method, &head.coder, named);
        for head in heads.iter().filter(|head| is_counted(head)) {
            let published = coders_of.entry(head.plan).or_default().entry(&head.coder).or_insert(head.published);
            *published = head.published.min(*published);
            plans_of.entry(&head.coder).or_default().insert(head.plan);
        }
        coders_of.retain(|_, coders| coders.len() > 1);
        let coders = plans_of.iter().map(|(name, plans)| ScopedCoder {
            name: (*name).to_owned(),
            n_plans: plans.len(),
            n_compared_plans: plans.iter().filter(|plan| coders_of.contains_key(plan)).count(),
        });
        let wanted = |head: &&PassHead| {
            coders_of.contains_key(&head.plan) && (is_counted(head) || head.method == PassMethod::Adjudicated)
        };
        let mut passes: Vec<CodingPassId> = heads.iter().filter(wanted).map(|head| head.id).collect();
        passes.sort_unstable();
        let first = |coders: &BTreeMap<&str, RegistryRevision>| {
            coders.values().copied().min().unwrap_or(RegistryRevision::EMPTY)
        };
        Self {
            coders: coders.collect(),
            passes,
            plans: coders_of.iter().map(|(plan, coders)| (*plan, first(coders))).collect(),
        }
    }
}

/// A plan that several coders went through.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedPlan {
    /// The plan.
    pub plan: PlanId,
    /// Its elements in document order.
    pub elements: Vec<(ElementId, PlanLayer)>,
    /// The coders' passes and the adjudicated ones.
    pub passes: Vec<CodingPass>,
}

/// An element and a theme that at least two coders judged.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Unit {
    place: UnitPlace,
    /// Who of the coders says what, by coder.
    values: Vec<(usize, bool)>,
}

/// Names a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitPlace {
    /// Index of the plan.
    pub plan: usize,
    /// Index of the element in it.
    pub element: usize,
    /// Index of the theme among those asked for, in codebook order.
    pub theme: usize,
}

/// What coders said of something that they disagree on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The element.
    pub element: ElementId,
    /// The theme.
    pub theme: ThemeId,
    /// Each coder's word, by name.
    pub judgements: Vec<CoderJudgement>,
    /// The word that decides between them.
    pub decision: Option<CoderJudgement>,
}

/// How far some coders agree on some units.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementFigures {
    /// Pairs of element and theme that at least two of the coders judged.
    pub n_units: usize,
    /// What they said of those, each word counted.
    pub n_values: usize,
    /// How often two words on the same unit are the same, 0..1.
    pub observed_agreement: Option<f64>,
    /// Cohen's kappa.
    pub cohen_kappa: Result<f64, AgreementUnavailable>,
    /// Krippendorff's alpha for nominal values.
    pub krippendorff_alpha: Result<f64, AgreementUnavailable>,
}

/// What one pass says of elements and themes, by its judgements.
type Words = HashMap<(ElementId, ThemeId), usize>;

/// The codes of several coders, set side by side.
#[derive(Clone, Debug)]
pub struct CoderAgreement {
    coders: Vec<String>,
    plans: Vec<CodedPlan>,
    // For each plan, parallel to its passes.
    words: Vec<Vec<Words>>,
    themes: Vec<ThemeId>,
    unassigned: Vec<ThemeId>,
    // By plan, element and theme.
    units: Vec<Unit>,
    // The plans in which these coders judged the same element for a theme that nobody assigned.
    agreed_silences: BTreeSet<(usize, Vec<usize>)>,
}

impl CoderAgreement {
    /// Sets codes side by side, in the layers and themes asked for or in all.
    ///
    /// A coder's word on an element and a theme is that of the coder's last pass that says anything of it: a judgement
    /// wherever it stands, and inside the layers of the pass silence, which means absent. What only one coder judged is no
    /// unit. Themes that nobody assigned to any unit are left out: everybody would agree on them without a thought.
    pub fn of(
        plans: Vec<CodedPlan>,
        coders: Vec<String>,
        codebook: &Codebook,
        layers: Option<&[PlanLayer]>,
        themes: Option<&[ThemeId]>,
    ) -> Self {
        let themes = codebook
            .in_scheme(THEME_SCHEME)
            .map(|theme| theme.id)
            .filter(|theme| themes.is_none_or(|named| named.contains(theme)))
            .collect();
        let mut plans = plans;
        for plan in &mut plans {
            plan.passes.sort_by_key(|pass| (pass.coded_at, pass.id));
        }
        let words = plans.iter().map(|plan| plan.passes.iter().map(words_of).collect()).collect();
        let mut agreement = Self {
            coders,
            plans,
            words,
            themes,
            unassigned: Vec::new(),
            units: Vec::new(),
            agreed_silences: BTreeSet::new(),
        };
        agreement.find_units(layers);
        agreement
    }

    fn find_units(&mut self, layers: Option<&[PlanLayer]>) {
        let mut units = Vec::new();
        let mut agreed_silences = BTreeSet::new();
        let mentioned: BTreeSet<ThemeId> = self
            .passes()
            .filter(|(_, pass)| self.coder_of(pass).is_some())
            .flat_map(|(_, pass)| pass.judgements.iter().filter(|word| word.present).map(|word| word.theme))
            .collect();
        for (plan, coded) in self.plans.iter().enumerate() {
            let by_coder = self.passes_by_coder(plan);
            for (element, (_, layer)) in coded.elements.iter().enumerate() {
                if layers.is_some_and(|layers| !layers.contains(layer)) {
                    continue;
                }
                for (theme, id) in self.themes.iter().enumerate() {
                    let place = UnitPlace { plan, element, theme };
                    let values: Vec<(usize, bool)> = by_coder
                        .iter()
                        .filter_map(|(coder, passes)| Some((*coder, self.last_word(place, passes)?.present)))
                        .collect();
                    match values.len() {
                        0 | 1 => {}
                        _ if mentioned.contains(id) => units.push(Unit { place, values }),
                        _ => drop(agreed_silences.insert((plan, coders_of(&values)))),
                    }
                }
            }
        }
        let assigned: BTreeSet<usize> = units
            .iter()
            .filter(|unit| unit.values.iter().any(|(_, present)| *present))
            .map(|unit| unit.place.theme)
            .collect();
        units.retain(|unit| {
            let is_kept = assigned.contains(&unit.place.theme);
            if !is_kept {
                agreed_silences.insert((unit.place.plan, coders_of(&unit.values)));
            }
            is_kept
        });
        self.unassigned = (0..self.themes.len())
            .filter(|theme| !assigned.contains(theme))
            .filter_map(|theme| self.themes.get(theme).copied())
            .collect();
        self.units = units;
        self.agreed_silences = agreed_silences;
    }

    /// Every pass with the index of its plan.
    fn passes(&self) -> impl Iterator<Item = (usize, &CodingPass)> {
        self.plans.iter().enumerate().flat_map(|(plan, coded)| coded.passes.iter().map(move |pass| (plan, pass)))
    }

    /// The place of a pass's coder among the coders compared; adjudicators are none.
    fn coder_of(&self, pass: &CodingPass) -> Option<usize> {
        let is_coder = counts(pass.method, &pass.coder, Some(&self.coders));
        self.coders.iter().position(|coder| is_coder && *coder == pass.coder)
    }

    /// The passes of each coder over a plan, by coder; of one coder in order of time.
    fn passes_by_coder(&self, plan: usize) -> BTreeMap<usize, Vec<usize>> {
        let mut by_coder: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, pass) in self.plans.get(plan).into_iter().flat_map(|coded| coded.passes.iter().enumerate()) {
            if let Some(coder) = self.coder_of(pass) {
                by_coder.entry(coder).or_default().push(index);
            }
        }
        by_coder
    }

    /// What the last of some passes says of a unit that says anything of it.
    fn last_word(&self, place: UnitPlace, passes: &[usize]) -> Option<Word<'_>> {
        let coded = self.plans.get(place.plan)?;
        let (element, layer) = *coded.elements.get(place.element)?;
        let theme = *self.themes.get(place.theme)?;
        passes.iter().rev().find_map(|&index| {
            let pass = coded.passes.get(index)?;
            let word = self.words.get(place.plan)?.get(index)?.get(&(element, theme));
            match word {
                Some(&word) => {
                    let present = pass.judgements.get(word)?.present;
                    Some(Word { pass, judgement: Some(word), present })
                }
                None => pass.layers.contains(&layer).then_some(Word { pass, judgement: None, present: false }),
            }
        })
    }

    /// The plans, in the order given.
    pub fn plans(&self) -> &[CodedPlan] {
        &self.plans
    }

    /// The themes that some coder assigned to a unit, in codebook order, with the figures of each.
    pub fn by_theme(&self) -> Vec<(ThemeId, AgreementFigures)> {
        let mut by_theme: BTreeMap<usize, Vec<&Unit>> = BTreeMap::new();
        for unit in &self.units {
            by_theme.entry(unit.place.theme).or_default().push(unit);
        }
        by_theme
            .into_iter()
            .filter_map(|(theme, units)| {
                Some((*self.themes.get(theme)?, figures(units.into_iter().map(all_values), false)))
            })
            .collect()
    }

    /// The themes asked for that nobody assigned, in codebook order.
    pub fn unassigned_themes(&self) -> &[ThemeId] {
        &self.unassigned
    }

    /// The figures over all units.
    pub fn overall(&self) -> AgreementFigures {
        figures(self.units.iter().map(all_values), !self.agreed_silences.is_empty())
    }

    /// The figures of every two coders, by their places among the coders; over the units that both judged.
    pub fn by_pair(&self) -> Vec<(usize, usize, AgreementFigures)> {
        // How often each of the four pairs of words stands: with many coders the pairs themselves would fill the memory.
        let mut shared: BTreeMap<(usize, usize), BTreeMap<(bool, bool), usize>> = (0..self.coders.len())
            .flat_map(|a| (a + 1..self.coders.len()).map(move |b| ((a, b), BTreeMap::new())))
            .collect();
        for unit in &self.units {
            for (place, (a, of_a)) in unit.values.iter().enumerate() {
                for (b, of_b) in unit.values.iter().skip(place + 1) {
                    *shared.entry((*a, *b)).or_default().entry((*of_a, *of_b)).or_default() += 1;
                }
            }
        }
        let are_silent = |a: usize, b: usize| {
            self.agreed_silences.iter().any(|(_, coders)| coders.contains(&a) && coders.contains(&b))
        };
        shared
            .into_iter()
            .map(|((a, b), counts)| {
                let units =
                    counts.into_iter().flat_map(|((of_a, of_b), n)| std::iter::repeat_n(vec![(a, of_a), (b, of_b)], n));
                (a, b, figures(units, are_silent(a, b)))
            })
            .collect()
    }

    /// The figures over the units of one plan, by its place.
    pub fn of_plan(&self, plan: usize) -> AgreementFigures {
        let start = self.units.partition_point(|unit| unit.place.plan < plan);
        let of_plan = self.units.iter().skip(start).take_while(|unit| unit.place.plan == plan);
        figures(of_plan.map(all_values), self.agreed_silences.iter().any(|(silent, _)| *silent == plan))
    }

    /// The coders who went through a plan, by their places.
    pub fn coders_of_plan(&self, plan: usize) -> Vec<usize> {
        self.passes_by_coder(plan).into_keys().collect()
    }

    /// How much a coder judged in so many words, by the coder's place.
    pub fn n_judgements(&self, coder: usize) -> usize {
        let of_coder = self.passes().filter(|(_, pass)| self.coder_of(pass) == Some(coder));
        of_coder.map(|(_, pass)| pass.judgements.iter().filter(|word| self.themes.contains(&word.theme)).count()).sum()
    }

    /// The units on which words differ, by plan, element and theme; only those that have or have not been decided, if that is
    /// asked.
    pub fn disagreements(&self, is_adjudicated: Option<bool>) -> Vec<UnitPlace> {
        let differ = |unit: &&Unit| {
            let is_said = |wanted: bool| unit.values.iter().any(|(_, present)| *present == wanted);
            is_said(true) && is_said(false)
        };
        let places = self.units.iter().filter(differ).map(|unit| unit.place);
        places.filter(|place| is_adjudicated.is_none_or(|wanted| self.decision(*place).is_some() == wanted)).collect()
    }

    /// What is said of a unit.
    pub fn disagreement(&self, place: UnitPlace) -> Option<Disagreement> {
        let (element, _) = *self.plans.get(place.plan)?.elements.get(place.element)?;
        let by_coder = self.passes_by_coder(place.plan);
        let words = by_coder.values().filter_map(|passes| self.last_word(place, passes));
        Some(Disagreement {
            element,
            theme: *self.themes.get(place.theme)?,
            judgements: words.map(Word::told).collect(),
            decision: self.decision(place).map(Word::told),
        })
    }

    /// The latest adjudicated word on a unit.
    fn decision(&self, place: UnitPlace) -> Option<Word<'_>> {
        let passes = self.plans.get(place.plan)?.passes.iter().enumerate();
        let adjudicated = passes.filter(|(_, pass)| pass.method == PassMethod::Adjudicated);
        let adjudicated: Vec<usize> = adjudicated.map(|(index, _)| index).collect();
        self.last_word(place, &adjudicated)
    }
}

/// What a pass says of a unit, in so many words or by silence.
#[derive(Clone, Copy)]
struct Word<'a> {
    pass: &'a CodingPass,
    judgement: Option<usize>,
    present: bool,
}

impl Word<'_> {
    fn told(self) -> CoderJudgement {
        match self.judgement.and_then(|index| self.pass.judgements.get(index)) {
            Some(judgement) => CoderJudgement::word(self.pass, judgement),
            None => CoderJudgement::silence(self.pass),
        }
    }
}

/// The judgements of a pass by what they are about; a later one replaces an earlier one.
fn words_of(pass: &CodingPass) -> Words {
    let mut words = Words::new();
    for (index, judgement) in pass.judgements.iter().enumerate() {
        let time = |index: usize| pass.judgements.get(index).map(|word| (word.judged_at, word.present));
        let word = words.entry((judgement.element, judgement.theme)).or_insert(index);
        if time(*word) < time(index) {
            *word = index;
        }
    }
    words
}

fn all_values(unit: &Unit) -> Vec<(usize, bool)> {
    unit.values.clone()
}

fn coders_of(values: &[(usize, bool)]) -> Vec<usize> {
    values.iter().map(|(coder, _)| *coder).collect()
}

/// The figures over units, each as who says what. `were_silent`: whether the coders judged the same elements for themes that
/// nobody assigned; then there is an overlap without units.
fn figures(units: impl Iterator<Item = Vec<(usize, bool)>>, were_silent: bool) -> AgreementFigures {
    let mut coders: BTreeSet<usize> = BTreeSet::new();
    let mut values: Vec<Vec<u32>> = Vec::new();
    for unit in units {
        coders.extend(unit.iter().map(|(coder, _)| *coder));
        values.push(unit.into_iter().map(|(_, present)| u32::from(present)).collect());
    }
    let pairs = values.iter().filter_map(|unit| match unit.as_slice() {
        [a, b] => Some((*a, *b)),
        _ => None,
    });
    let why_not = if values.is_empty() && !were_silent {
        AgreementUnavailable::NoOverlap
    } else {
        AgreementUnavailable::NoVariation
    };
    let cohen_kappa = if coders.len() > 2 {
        Err(AgreementUnavailable::NotTwoCoders)
    } else {
        cohen_kappa(&pairs.collect::<Vec<_>>()).ok_or(why_not)
    };
    AgreementFigures {
        n_units: values.len(),
        n_values: values.iter().map(Vec::len).sum(),
        observed_agreement: observed_agreement(&values),
        cohen_kappa,
        krippendorff_alpha: krippendorff_alpha(&values, MeasurementLevel::Nominal).ok_or(why_not),
    }
}
