//! What the effective codes of a plan come to, small enough to be read and held for every plan of a large registry.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{codebook::Codebook, effective::PlanCodes};
use crate::domain::{
    element::{ElementTree, PlanLayer},
    id::ThemeId,
    theme::THEME_SCHEME,
};

/// The themes of each topmost element of a plan.
///
/// Held as one list of numbers, because a registry holds millions of elements.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct CodingSummary {
    /// One bit for each layer, by its place in the vocabulary.
    coded_layers: u8,
    /// One bit for each layer that has elements.
    layers: u8,
    /// Layer by layer: for each element the number of its themes, then those themes. The list of a layer ends with
    /// [`END_OF_LAYER`].
    numbers: Box<[u16]>,
}

/// More themes than an element can have.
const END_OF_LAYER: u16 = u16::MAX;

/// A summary as the registry's rows hold it.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    coded_layers: BTreeSet<PlanLayer>,
    elements: BTreeMap<PlanLayer, Vec<Vec<u16>>>,
}

impl From<Written> for CodingSummary {
    fn from(Written { coded_layers, elements }: Written) -> Self {
        Self::new(&coded_layers, &elements)
    }
}

impl From<CodingSummary> for Written {
    fn from(summary: CodingSummary) -> Self {
        let layers = summary.of_layers();
        Self {
            coded_layers: summary.coded_layers().collect(),
            elements: layers.map(|(layer, elements)| (layer, elements.map(<[u16]>::to_vec).collect())).collect(),
        }
    }
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

fn bit(layer: PlanLayer) -> u8 {
    PlanLayer::ALL.iter().position(|known| *known == layer).map_or(0, |place| 1 << place)
}

impl CodingSummary {
    /// The summary of a plan: the layers that some pass went through, and by layer that has elements one list for each
    /// topmost element, in document order, of the themes that it addresses, by their place among the themes of the codebook
    /// that the plan was coded with, ascending.
    pub fn new(coded_layers: &BTreeSet<PlanLayer>, elements: &BTreeMap<PlanLayer, Vec<Vec<u16>>>) -> Self {
        let mut numbers = Vec::new();
        for elements in elements.values() {
            for themes in elements {
                let n_themes = themes.len().min(usize::from(END_OF_LAYER - 1));
                numbers.push(n_themes as u16);
                numbers.extend(&themes[..n_themes]);
            }
            numbers.push(END_OF_LAYER);
        }
        Self {
            coded_layers: coded_layers.iter().copied().map(bit).sum(),
            layers: elements.keys().copied().map(bit).sum(),
            numbers: numbers.into(),
        }
    }

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
        Self::new(&codes.coded_layers, &elements.filter(|(_, elements)| !elements.is_empty()).collect())
    }

    /// The layers that some pass went through.
    pub fn coded_layers(&self) -> impl Iterator<Item = PlanLayer> + '_ {
        PlanLayer::ALL.iter().copied().filter(|layer| self.coded_layers & bit(*layer) != 0)
    }

    /// The layers that have elements, with the themes of each topmost element.
    fn of_layers(&self) -> impl Iterator<Item = (PlanLayer, ElementThemes<'_>)> {
        let layers = PlanLayer::ALL.iter().copied().filter(|layer| self.layers & bit(*layer) != 0);
        let mut rest = &*self.numbers;
        layers.map(move |layer| {
            let elements = ElementThemes(rest);
            let mut passed = ElementThemes(rest);
            while passed.next().is_some() {}
            // Behind the end of the layer.
            rest = passed.0.get(1..).unwrap_or_default();
            (layer, elements)
        })
    }

    /// The topmost elements of those of the layers that are coded: an uncoded layer says nothing, so it must not thin the
    /// shares of the others.
    pub fn counted(&self, layers: &[PlanLayer]) -> Counted<'_> {
        let asked: u8 = layers.iter().copied().map(bit).fold(0, |all, bit| all | bit);
        if asked & self.layers == 0 {
            return Counted::NotApplicable;
        }
        let counted = asked & self.coded_layers;
        let elements: Vec<&[u16]> = self
            .of_layers()
            .filter(|(layer, _)| counted & bit(*layer) != 0)
            .flat_map(|(_, elements)| elements)
            .collect();
        if elements.is_empty() { Counted::NotCoded } else { Counted::Elements(elements) }
    }
}

/// The themes of one element of a layer after the other.
struct ElementThemes<'a>(&'a [u16]);

impl<'a> Iterator for ElementThemes<'a> {
    type Item = &'a [u16];

    fn next(&mut self) -> Option<Self::Item> {
        let (&n_themes, rest) = self.0.split_first().filter(|(n_themes, _)| **n_themes != END_OF_LAYER)?;
        let (themes, rest) = rest.split_at_checked(usize::from(n_themes))?;
        self.0 = rest;
        Some(themes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_written_and_read_as_it_was() {
        let goals = vec![vec![0, 7], Vec::new(), vec![u16::MAX - 1]];
        let elements = BTreeMap::from([
            (PlanLayer::Direction, vec![Vec::new()]),
            (PlanLayer::Goal, goals.clone()),
            (PlanLayer::Outcome, vec![vec![3]]),
        ]);
        let summary = CodingSummary::new(&BTreeSet::from([PlanLayer::Goal, PlanLayer::Outcome]), &elements);
        let json = serde_json::to_string(&summary).unwrap_or_default();
        assert_eq!(
            json,
            r#"{"coded_layers":["GOAL","OUTCOME"],"elements":{"DIRECTION":[[]],"GOAL":[[0,7],[],[65534]],"OUTCOME":[[3]]}}"#
        );
        assert_eq!(serde_json::from_str::<CodingSummary>(&json).ok(), Some(summary.clone()));
        assert!(serde_json::from_str::<CodingSummary>(r#"{"coded_layers":[],"elements":{},"more":1}"#).is_err());

        let counted: Vec<&[u16]> = goals.iter().map(Vec::as_slice).collect();
        assert_eq!(summary.counted(&[PlanLayer::Goal]), Counted::Elements(counted));
        assert_eq!(summary.counted(&[PlanLayer::Direction]), Counted::NotCoded);
        assert_eq!(summary.counted(&[PlanLayer::Action]), Counted::NotApplicable);
        assert_eq!(CodingSummary::default().counted(PlanLayer::ALL), Counted::NotApplicable);
    }
}
