//! Themes: how many elements of a plan carry each of them.

use std::collections::HashMap;

use super::{ComparedPlan, ComparisonContext, ElementRef};
use crate::{
    coding::{PROFILE_LAYERS, theme_weights},
    domain::{
        element::PlanLayer,
        id::ThemeId,
        theme::{THEME_SCHEME, Theme},
        vocabulary::vocabulary,
    },
};

vocabulary! {
    /// Whether a plan addresses a theme, and if not, why nothing can be said.
    Presence {
        /// At least one element carries the theme.
        Addressed = "ADDRESSED",
        /// The plan is coded, and no element carries the theme.
        NotMentioned = "NOT_MENTIONED",
        /// None of the layers asked for is coded, so that absence means nothing.
        NotCoded = "NOT_CODED",
        /// The plan has no element in the layers asked for.
        NotApplicable = "NOT_APPLICABLE",
    }
}

/// One theme across the plans.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeRow {
    /// The theme.
    pub theme: ThemeId,
    /// One cell a plan, in the order of the plans.
    pub cells: Vec<ThemeCell>,
}

/// One theme in one plan.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeCell {
    /// Index of the plan.
    pub plan: usize,
    /// Whether the plan addresses the theme.
    pub presence: Presence,
    /// Topmost elements that carry the theme; `None` where the plan is not coded or the question does not apply.
    pub element_count: Option<usize>,
    /// `element_count` ÷ topmost elements of the coded layers asked for, 0..1; `None` as `element_count`.
    pub share: Option<f64>,
    /// The elements counted, in document order.
    pub elements: Vec<ElementRef>,
}

/// What of a plan can be counted in some layers.
enum Countable {
    /// The plan has no element in the layers.
    Nothing,
    /// It has, but none of those layers is coded.
    Uncoded,
    /// The topmost elements of the coded layers, in document order; never empty.
    Elements(Vec<usize>),
}

/// The topmost elements of those layers that are coded: an uncoded layer says nothing, so it must not thin the shares.
fn countable(plan: &ComparedPlan<'_>, layers: &[PlanLayer]) -> Countable {
    let tree = &plan.content.tree;
    if !tree.elements().iter().any(|element| layers.contains(&element.layer())) {
        return Countable::Nothing;
    }
    let coded: Vec<PlanLayer> =
        layers.iter().copied().filter(|layer| plan.codes.coded_layers.contains(layer)).collect();
    let elements = tree.topmost_of(&coded);
    if elements.is_empty() { Countable::Uncoded } else { Countable::Elements(elements) }
}

fn carriers(plan: &ComparedPlan<'_>, elements: &[usize], theme: ThemeId) -> Vec<usize> {
    elements.iter().copied().filter(|&element| plan.addresses(element, theme)).collect()
}

fn share(n_carriers: usize, n_elements: usize) -> f64 {
    n_carriers as f64 / n_elements as f64
}

/// Every theme of the codebook, in its order, with one cell a plan: also those that no plan mentions.
///
/// `layers` are those whose topmost elements count; `None` stands for [`PROFILE_LAYERS`].
pub fn theme_rows(
    plans: &[ComparedPlan<'_>],
    context: &ComparisonContext<'_>,
    layers: Option<&[PlanLayer]>,
) -> Vec<ThemeRow> {
    let layers = layers.unwrap_or(PROFILE_LAYERS);
    let countables: Vec<Countable> = plans.iter().map(|plan| countable(plan, layers)).collect();
    let cell = |plan: usize, compared: &ComparedPlan<'_>, countable: &Countable, theme: ThemeId| {
        let unknown = |presence| ThemeCell { plan, presence, element_count: None, share: None, elements: Vec::new() };
        match countable {
            Countable::Nothing => unknown(Presence::NotApplicable),
            Countable::Uncoded => unknown(Presence::NotCoded),
            Countable::Elements(elements) => {
                let carriers = carriers(compared, elements, theme);
                ThemeCell {
                    plan,
                    presence: if carriers.is_empty() { Presence::NotMentioned } else { Presence::Addressed },
                    element_count: Some(carriers.len()),
                    share: Some(share(carriers.len(), elements.len())),
                    elements: carriers.into_iter().map(|element| ElementRef { plan, element }).collect(),
                }
            }
        }
    };
    context
        .codebook
        .in_scheme(THEME_SCHEME)
        .map(|theme| ThemeRow {
            theme: theme.id,
            cells: plans
                .iter()
                .zip(&countables)
                .enumerate()
                .map(|(plan, (compared, countable))| cell(plan, compared, countable, theme.id))
                .collect(),
        })
        .collect()
}

/// The share of every theme in the codebook's order, over [`PROFILE_LAYERS`]; `None` where nothing can be counted.
pub(super) fn theme_shares(plan: &ComparedPlan<'_>, context: &ComparisonContext<'_>) -> Option<Vec<(ThemeId, f64)>> {
    let weights = theme_weights(&plan.content.tree, plan.codes, context.codebook, PROFILE_LAYERS)?;
    let shares: HashMap<ThemeId, f64> = weights.into_iter().map(|weight| (weight.theme, weight.share)).collect();
    let share_of = |theme: &Theme| (theme.id, shares.get(&theme.id).copied().unwrap_or(0.0));
    Some(context.codebook.in_scheme(THEME_SCHEME).map(share_of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        comparison::testing::{SampleElement, codebook, context, goal, sample_plan},
        domain::element::ElementKind,
    };

    #[test]
    fn the_four_kinds_of_presence_are_told_apart() {
        let codebook = codebook();
        let context = context(&codebook, &[], &[]);
        let task = SampleElement { kind: ElementKind::KeyTask, ..goal("t", "lamp", &["smart"]) };
        let mut plan = sample_plan("plan", &[goal("g", "robot", &["smart"]), task]);
        plan.codes.coded_layers = [PlanLayer::Goal].into();
        let cells = |layers: &[PlanLayer]| {
            let rows = theme_rows(&[plan.compared()], &context, Some(layers));
            [rows[0].cells[0].clone(), rows[1].cells[0].clone()]
                .map(|cell| (cell.presence, cell.element_count, cell.share))
        };
        let unknown = |presence| [(presence, None, None); 2];
        let coded = [(Presence::Addressed, Some(1), Some(1.0)), (Presence::NotMentioned, Some(0), Some(0.0))];
        assert_eq!(cells(&[PlanLayer::Goal]), coded);
        // Only the coded layer counts: the task is not an element without themes.
        assert_eq!(cells(&[PlanLayer::Goal, PlanLayer::Priority]), coded);
        assert_eq!(cells(&[PlanLayer::Priority]), unknown(Presence::NotCoded));
        assert_eq!(cells(&[PlanLayer::Outcome]), unknown(Presence::NotApplicable));
        assert_eq!(cells(&[]), unknown(Presence::NotApplicable));
    }
}
