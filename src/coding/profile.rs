//! The theme profile of a plan: which themes it addresses, and how much of it they take.

use crate::{
    coding::{Codebook, PlanCodes},
    domain::{
        element::{ElementTree, PlanLayer},
        id::ThemeId,
        theme::THEME_SCHEME,
    },
};

/// The layers that say what a plan aims at: all but the situation that it answers.
pub const PROFILE_LAYERS: &[PlanLayer] =
    &[PlanLayer::Direction, PlanLayer::Goal, PlanLayer::Priority, PlanLayer::Action, PlanLayer::Outcome];

/// How much of a plan one theme takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThemeWeight {
    /// The theme.
    pub theme: ThemeId,
    /// Topmost elements of the coded layers that address it; at least one.
    pub n_elements: u32,
    /// `n_elements` ÷ all topmost elements of the coded layers, 0..1.
    pub share: f64,
}

/// The themes that at least one topmost element of the asked layers addresses, in codebook order. Only layers that
/// somebody has coded count; `None` where there is no element in any coded layer asked for.
pub fn theme_weights(
    tree: &ElementTree,
    codes: &PlanCodes,
    codebook: &Codebook,
    layers: &[PlanLayer],
) -> Option<Vec<ThemeWeight>> {
    let coded: Vec<PlanLayer> = layers.iter().copied().filter(|layer| codes.coded_layers.contains(layer)).collect();
    let topmost = tree.topmost_of(&coded);
    if topmost.is_empty() {
        return None;
    }
    let weights = codebook.in_scheme(THEME_SCHEME).filter_map(|theme| {
        let n_elements = topmost
            .iter()
            .filter(|&&index| codes.elements.get(index).is_some_and(|element| element.addresses(theme.id)))
            .count();
        (n_elements > 0).then(|| ThemeWeight {
            theme: theme.id,
            n_elements: n_elements as u32,
            share: n_elements as f64 / topmost.len() as f64,
        })
    });
    Some(weights.collect())
}

/// The theme profile of a plan: the heaviest theme first, ties in codebook order; empty where nobody has coded the plan.
pub fn theme_profile(tree: &ElementTree, codes: &PlanCodes, codebook: &Codebook) -> Vec<ThemeWeight> {
    let mut weights = theme_weights(tree, codes, codebook, PROFILE_LAYERS).unwrap_or_default();
    weights.sort_by_key(|weight| std::cmp::Reverse(weight.n_elements));
    weights
}
