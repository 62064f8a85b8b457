//! What plans say of the themes, one by one and as sets.

use super::plan_set::{PlanSet, place};
use crate::coding::{CodingSummary, Counted, PROFILE_LAYERS};

/// What one plan says of the themes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum PlanThemes {
    NotApplicable,
    NotCoded,
    Coded {
        /// Topmost elements that count; at least one.
        n_elements: usize,
        /// How many of them address each theme, by the theme's place.
        carriers: Vec<u32>,
    },
}

impl PlanThemes {
    pub(super) fn of(summary: Option<&CodingSummary>, n_themes: usize) -> Self {
        match summary.map(|summary| summary.counted(PROFILE_LAYERS)) {
            // Without a summary nothing is known of the plan, not even whether it has elements.
            None | Some(Counted::NotCoded) => Self::NotCoded,
            Some(Counted::NotApplicable) => Self::NotApplicable,
            Some(Counted::Elements(elements)) => {
                let mut carriers = vec![0_u32; n_themes];
                for theme in elements.iter().flat_map(|themes| themes.iter()) {
                    if let Some(n) = carriers.get_mut(usize::from(*theme)) {
                        *n += 1;
                    }
                }
                Self::Coded { n_elements: elements.len(), carriers }
            }
        }
    }

    /// The share of a coded plan's elements that address each theme, by the theme's place; `None` for others.
    pub(super) fn shares(&self) -> Option<Vec<f64>> {
        match self {
            Self::Coded { n_elements, carriers } => {
                Some(carriers.iter().map(|&n| f64::from(n) / *n_elements as f64).collect())
            }
            Self::NotApplicable | Self::NotCoded => None,
        }
    }
}

/// What each of a list of plans says of the themes.
#[derive(Clone, Debug, Default)]
pub struct ThemesOfPlans {
    n_themes: usize,
    coded: PlanSet,
    not_coded: PlanSet,
    not_applicable: PlanSet,
    addressing: Vec<PlanSet>,
    /// By place: topmost elements that count; 0 for plans that are not coded.
    n_elements: Vec<u32>,
    /// By place: where the plan's carriers end; those of the first plan begin at 0.
    ends: Vec<u32>,
    carriers: Vec<Carriers>,
}

/// How many elements of a plan address a theme.
#[derive(Clone, Copy, Debug)]
pub struct Carriers {
    /// The theme's place in the codebook.
    pub theme: u16,
    /// Elements that address it; at least one.
    pub n_elements: u32,
}

impl ThemesOfPlans {
    /// Of plans with these summaries, in the order of the plans.
    pub fn of<'a>(summaries: impl IntoIterator<Item = Option<&'a CodingSummary>>, n_themes: usize) -> Self {
        let mut themes = Self { n_themes, addressing: vec![PlanSet::new(); n_themes], ..Self::default() };
        for (index, summary) in summaries.into_iter().enumerate() {
            themes.push(place(index), &PlanThemes::of(summary, n_themes));
        }
        themes
    }

    fn push(&mut self, place: u32, plan: &PlanThemes) {
        let n_elements = match plan {
            PlanThemes::NotApplicable => {
                self.not_applicable.insert(place);
                0
            }
            PlanThemes::NotCoded => {
                self.not_coded.insert(place);
                0
            }
            PlanThemes::Coded { n_elements, carriers } => {
                self.coded.insert(place);
                for (theme, &n_elements) in (0_u16..).zip(carriers) {
                    if n_elements > 0 {
                        self.addressing[usize::from(theme)].insert(place);
                        self.carriers.push(Carriers { theme, n_elements });
                    }
                }
                u32::try_from(*n_elements).unwrap_or(u32::MAX)
            }
        };
        self.n_elements.push(n_elements);
        self.ends.push(u32::try_from(self.carriers.len()).unwrap_or(u32::MAX));
    }

    /// The number of themes.
    pub fn n_themes(&self) -> usize {
        self.n_themes
    }

    /// Plans that are coded in a layer that counts.
    pub fn coded(&self) -> &PlanSet {
        &self.coded
    }

    /// Plans with elements in the layers that count, none of which is coded, or of which nothing is known.
    pub fn not_coded(&self) -> &PlanSet {
        &self.not_coded
    }

    /// Plans without elements in the layers that count.
    pub fn not_applicable(&self) -> &PlanSet {
        &self.not_applicable
    }

    /// Coded plans that address each theme, by the theme's place.
    pub fn addressing(&self) -> &[PlanSet] {
        &self.addressing
    }

    /// A coded plan's topmost elements that count; 0 of others.
    pub fn n_elements(&self, place: u32) -> u32 {
        self.n_elements.get(place as usize).copied().unwrap_or(0)
    }

    /// The themes that a coded plan addresses, in the codebook's order; none of others.
    pub fn carriers(&self, place: u32) -> &[Carriers] {
        let end_of = |index: usize| self.ends.get(index).map_or(0, |&end| end as usize);
        let index = place as usize;
        let start = index.checked_sub(1).map_or(0, end_of);
        self.carriers.get(start..end_of(index)).unwrap_or_default()
    }
}
