//! What the effective codes of a plan come to, small enough to be read for every plan of a large cohort.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{codebook::Codebook, effective::PlanCodes};
use crate::domain::{
    element::{ElementTree, PlanLayer},
    id::ThemeId,
    theme::THEME_SCHEME,
};

/// The themes of each topmost element of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodingSummary {
    /// The layers that some pass went through.
    pub coded_layers: BTreeSet<PlanLayer>,
    /// By layer that has elements: one list for each topmost element, in document order, of the themes that it addresses,
    /// by their place among the themes of the codebook that the plan was coded with, ascending.
    pub elements: BTreeMap<PlanLayer, Vec<Vec<u16>>>,
}

/// What of a plan can be counted in some layers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted<'a> {
    /// The plan has no element in the layers.
    NotApplicable,
    /// It has, but none of those layers is coded.
    NotCoded,
    /// The themes of each topmost element of the coded layers; never empty.
    Elements(Vec<&'a [u16]>),
}

impl CodingSummary {
    /// Sums up the codes of a plan.
    pub fn of(tree: &ElementTree, codes: &PlanCodes, codebook: &Codebook) -> Self {
        let places: HashMap<ThemeId, u16> =
            codebook.in_scheme(THEME_SCHEME).map(|theme| theme.id).zip(0_u16..).collect();
        let themes_of = |element: usize| -> Vec<u16> {
            let Some(codes) = codes.elements.get(element) else { return Vec::new() };
            let addressed = codes.assignments.iter().filter(|assignment| codes.addresses(assignment.theme));
            let addressed: BTreeSet<u16> =
                addressed.filter_map(|assignment| places.get(&assignment.theme).copied()).collect();
            addressed.into_iter().collect()
        };
        let elements = PlanLayer::ALL.iter().map(|&layer| {
            let topmost = tree.topmost(layer);
            (layer, topmost.into_iter().map(themes_of).collect::<Vec<_>>())
        });
        Self {
            coded_layers: codes.coded_layers.clone(),
            elements: elements.filter(|(_, elements)| !elements.is_empty()).collect(),
        }
    }

    /// The topmost elements of those of the layers that are coded: an uncoded layer says nothing, so it must not thin the
    /// shares of the others.
    pub fn counted(&self, layers: &[PlanLayer]) -> Counted<'_> {
        let asked = || self.elements.iter().filter(|(layer, _)| layers.contains(layer));
        if asked().next().is_none() {
            return Counted::NotApplicable;
        }
        let elements: Vec<&[u16]> = asked()
            .filter(|(layer, _)| self.coded_layers.contains(layer))
            .flat_map(|(_, elements)| elements.iter().map(Vec::as_slice))
            .collect();
        if elements.is_empty() { Counted::NotCoded } else { Counted::Elements(elements) }
    }
}
