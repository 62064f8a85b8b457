//! Which parts of a framework a plan addresses, how strongly, and where: IFLA's areas in a city library's plan.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    ComparedPlan, ComparisonContext, ElementRef, Presence,
    caveat::{Caveat, CaveatCode, Named},
    caveats,
    caveats::languages_of,
    element_matches::MatchMethod,
    pairs::{layers_or_default, method, share_no_language},
    passages::Passages,
    score::billionths,
};
use crate::{
    coding::PROFILE_LAYERS,
    domain::{
        element::{ElementTree, PlanLayer},
        id::ThemeId,
        theme::THEME_SCHEME,
    },
};

/// A plan against a framework. Elements are named by their places in their plan's tree.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameworkAlignment {
    /// The framework's parts, in document order.
    pub parts: Vec<FrameworkPart>,
    /// Parts that the plan addresses; `None` where that is not known of every part, or there is none.
    pub n_addressed: Option<usize>,
    /// The plan's topmost goals and priorities that neither are nor hold a passage of any part, in document order; `None`
    /// as `n_addressed`.
    pub unaligned: Option<Vec<usize>>,
}

/// One part of the framework in the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameworkPart {
    /// The part's topmost element, in the framework's tree.
    pub part: usize,
    /// Whether the plan addresses the part, by itself or by anything under it.
    pub presence: Presence,
    /// The best score of any of the plan's elements with anything of the part, 0..1, also where it is too low to count;
    /// `None` where presence is not known.
    pub strength: Option<f64>,
    /// Topmost elements of the plan that are or hold a passage ÷ all of them, 0..1; `None` as `strength`.
    pub plan_share: Option<f64>,
    /// The plan's elements that address the part, each once, best first.
    pub passages: Vec<FrameworkPassage>,
    /// The part's themes in the plan; `None` where either is not coded.
    pub themes: Option<FrameworkThemes>,
}

/// The themes of a part, by whether the plan has them: those of its elements in the layers of [`PROFILE_LAYERS`], as of
/// the plan's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrameworkThemes {
    /// Those that the plan addresses too, in the codebook's order.
    pub addressed: Vec<ThemeId>,
    /// Those that it does not, in the codebook's order.
    pub missing: Vec<ThemeId>,
}

impl FrameworkThemes {
    /// Themes addressed ÷ themes of the part, 0..1; `None` for a part without themes.
    pub fn share(&self) -> Option<f64> {
        let n_themes = self.addressed.len() + self.missing.len();
        (n_themes > 0).then(|| self.addressed.len() as f64 / n_themes as f64)
    }
}

/// An element of the plan that addresses a part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrameworkPassage {
    /// The element, in the plan's tree.
    pub element: usize,
    /// What of the part it scores highest with, in the framework's tree; of equals the first in document order.
    pub framework_element: usize,
    /// The score of the two, 0..1.
    pub score: f64,
    /// Whether a person vouches for the link, or the texts do.
    pub method: MatchMethod,
}

/// Sets a plan against a framework.
///
/// The parts are the topmost elements of `part_layers`; unless asked, of GOAL, else of PRIORITY. Every element of the plan
/// in a layer of [`PROFILE_LAYERS`] is scored with every element of a part's subtree; what scores at least `min_score` and
/// above 0 is a passage.
///
/// Where a part has no passage, that means something only if the two could have met: in a language that both are in, or in
/// themes with which both were coded.
pub fn framework_alignment(
    plan: &ComparedPlan<'_>,
    framework: &ComparedPlan<'_>,
    context: &ComparisonContext<'_>,
    part_layers: Option<&[PlanLayer]>,
    min_score: f64,
) -> FrameworkAlignment {
    let (tree, framework_tree) = (&plan.content.tree, &framework.content.tree);
    let aims: Vec<usize> = in_layers(tree, PROFILE_LAYERS);
    let layers = layers_or_default(framework, part_layers);
    let parts = framework_tree.topmost_of(&layers);
    // Parts of different layers may stand inside each other: one element may belong to several.
    let mut parts_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, &part) in parts.iter().enumerate() {
        for element in part..framework_tree.subtree_end(part) {
            parts_of.entry(element).or_default().push(index);
        }
    }

    let found = best_scores(plan, framework, context, &aims, &parts_of, parts.len());
    let topmost = tree.topmost_of(PROFILE_LAYERS);
    let parts: Vec<FrameworkPart> = parts
        .into_iter()
        .zip(found)
        .map(|(part, mut best)| {
            let strength = best.iter().map(|passage| passage.score).fold(0.0, f64::max);
            best.retain(|found| billionths(found.score) > 0 && billionths(found.score) >= billionths(min_score));
            best.sort_by_key(|found| (Reverse(billionths(found.score)), found.element));
            let presence = if aims.is_empty() {
                Presence::NotApplicable
            } else if !best.is_empty() {
                Presence::Addressed
            } else if can_meet(plan, &aims, framework, part) {
                Presence::NotMentioned
            } else {
                Presence::NotCoded
            };
            let is_known = matches!(presence, Presence::Addressed | Presence::NotMentioned);
            let n_holding = holders(tree, &topmost, &best).len();
            FrameworkPart {
                part,
                presence,
                strength: is_known.then_some(strength),
                plan_share: (is_known && !topmost.is_empty()).then(|| n_holding as f64 / topmost.len() as f64),
                passages: best,
                themes: themes(plan, &aims, framework, part, context),
            }
        })
        .collect();

    let is_known = !parts.is_empty() && parts.iter().all(|part| part.strength.is_some());
    let passages: Vec<FrameworkPassage> = parts.iter().flat_map(|part| &part.passages).copied().collect();
    let unaligned = || {
        let ends = tree.topmost_of(&[PlanLayer::Goal, PlanLayer::Priority]);
        let aligned = holders(tree, &ends, &passages);
        ends.into_iter().filter(|end| !aligned.contains(end)).collect()
    };
    FrameworkAlignment {
        n_addressed: is_known.then(|| parts.iter().filter(|part| part.presence == Presence::Addressed).count()),
        unaligned: is_known.then(unaligned),
        parts,
    }
}

/// What makes the answer less certain than it looks; 0 is the plan, 1 the framework.
pub fn framework_caveats(plan: &ComparedPlan<'_>, framework: &ComparedPlan<'_>) -> Vec<Caveat> {
    let plans = [*plan, *framework];
    let mut found = caveats(&plans);
    let concerned = if share_no_language(plan, framework) { BTreeSet::from([0, 1]) } else { BTreeSet::new() };
    found.extend(Named::of_plans(&plans).caveat(CaveatCode::NoSharedLanguage, concerned));
    found.sort_by_key(|caveat| caveat.code);
    found
}

/// For each part, each of the plan's elements with what it scores highest with.
fn best_scores(
    plan: &ComparedPlan<'_>,
    framework: &ComparedPlan<'_>,
    context: &ComparisonContext<'_>,
    aims: &[usize],
    parts_of: &BTreeMap<usize, Vec<usize>>,
    n_parts: usize,
) -> Vec<Vec<FrameworkPassage>> {
    let elements = [aims.to_vec(), parts_of.keys().copied().collect()];
    let passages = Passages::of_elements(&[*plan, *framework], context, &elements);
    let mut places: BTreeMap<ElementRef, usize> = BTreeMap::new();
    for (index, passage) in passages.all().iter().enumerate() {
        places.insert(passage.place, index);
    }
    let side = |plan: usize| places.iter().filter(move |(place, _)| place.plan == plan);
    let mut found: Vec<Vec<FrameworkPassage>> = vec![Vec::new(); n_parts];
    for (own, &a) in side(0) {
        let mut best: Vec<Option<FrameworkPassage>> = vec![None; n_parts];
        for (other, &b) in side(1) {
            let score = passages.score(a, b);
            for &part in parts_of.get(&other.element).into_iter().flatten() {
                let slot = &mut best[part];
                if slot.is_none_or(|known| billionths(known.score) < billionths(score)) {
                    *slot = Some(FrameworkPassage {
                        element: own.element,
                        framework_element: other.element,
                        score,
                        method: method(&passages, a, b),
                    });
                }
            }
        }
        for (of_part, passage) in found.iter_mut().zip(best) {
            of_part.extend(passage);
        }
    }
    found
}

fn in_layers(tree: &ElementTree, layers: &[PlanLayer]) -> Vec<usize> {
    let elements = tree.elements().iter().enumerate();
    elements.filter(|(_, element)| layers.contains(&element.layer())).map(|(place, _)| place).collect()
}

/// Those of the elements that are or hold a passage.
fn holders(tree: &ElementTree, elements: &[usize], passages: &[FrameworkPassage]) -> BTreeSet<usize> {
    let mut holding: BTreeSet<usize> = BTreeSet::new();
    for passage in passages {
        // What is known to hold one, all above it hold one too.
        for place in std::iter::once(passage.element).chain(tree.ancestors(passage.element)) {
            if !holding.insert(place) {
                break;
            }
        }
    }
    elements.iter().copied().filter(|element| holding.contains(element)).collect()
}

/// The themes of a part, by whether any of the plan's elements carries them.
fn themes(
    plan: &ComparedPlan<'_>,
    aims: &[usize],
    framework: &ComparedPlan<'_>,
    part: usize,
    context: &ComparisonContext<'_>,
) -> Option<FrameworkThemes> {
    let end = framework.content.tree.subtree_end(part);
    let subtree: Vec<usize> = in_layers(&framework.content.tree, PROFILE_LAYERS)
        .into_iter()
        .filter(|place| (part..end).contains(place))
        .collect();
    if !is_coded(plan, aims) || !is_coded(framework, &subtree) {
        return None;
    }
    let carries = |plan: &ComparedPlan<'_>, elements: &[usize], theme: ThemeId| {
        elements.iter().any(|&element| plan.addresses(element, theme))
    };
    let of_part = context
        .codebook
        .in_scheme(THEME_SCHEME)
        .map(|theme| theme.id)
        .filter(|&theme| carries(framework, &subtree, theme));
    let (addressed, missing) = of_part.partition(|&theme| carries(plan, aims, theme));
    Some(FrameworkThemes { addressed, missing })
}

/// Whether a coding pass went through a layer of any of these elements.
fn is_coded(plan: &ComparedPlan<'_>, elements: &[usize]) -> bool {
    let elements = elements.iter().filter_map(|&place| plan.content.tree.get(place));
    elements.into_iter().any(|element| plan.codes.coded_layers.contains(&element.layer()))
}

/// Whether a plan and a part could have anything in common, if they said the same.
fn can_meet(plan: &ComparedPlan<'_>, aims: &[usize], framework: &ComparedPlan<'_>, part: usize) -> bool {
    let subtree: Vec<usize> = (part..framework.content.tree.subtree_end(part)).collect();
    !languages(plan, aims).is_disjoint(&languages(framework, &subtree))
        || (is_coded(plan, aims) && is_coded(framework, &subtree))
}

fn languages<'a>(plan: &ComparedPlan<'a>, elements: &[usize]) -> BTreeSet<&'a str> {
    let tree = &plan.content.tree;
    elements.iter().filter_map(|&place| tree.get(place)).flat_map(languages_of).collect()
}
