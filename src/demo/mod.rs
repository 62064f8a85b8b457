//! A made-up registry of any size, for trying out and for measuring: a seed goes in, plan records come out, the same for
//! ever and everywhere. Nothing in it is real, and every name and title says so.
//!
//! Institutions come one by one, each from dice of its own, so that any of them can be made without those before it.

mod dice;
mod figures;
mod institutions;
mod outline;
mod words;

use self::{
    dice::Dice,
    figures::{Measures, Series, plan_indicators},
    institutions::{Place, place},
    outline::{ADOPTION, NEXT_PERIOD, Outline},
    words::{Tongue, Words},
};
use crate::{
    coding::Codebook,
    domain::{
        annotation::AlignmentRelation,
        element::PlanLayer,
        id::DocumentId,
        indicator::Indicator,
        period::PlanningPeriod,
        plan::{MAIN_VARIANT, PlanStatus},
        publication::{AlignmentRecord, ElementName, InstitutionRecord, PlanDocument, PlanRecord},
        source::SourceDocument,
    },
};

/// The planning periods that plans are made for, oldest first.
pub const PERIODS: [&str; 3] = ["cn-fyp-13", "cn-fyp-14", "cn-fyp-15"];

/// The most plans that are made: above it, names and memory of the database would want other measures.
pub const MAX_PLANS: usize = 200_000;

/// Who vouches for alignments of made-up plans.
const CODER: &str = "synthetic";

/// The variant of a draft beside the plan that was adopted.
const DRAFT: &str = "draft";

/// Which plans six institutions in turn have: periods by their place in [`PERIODS`], and whether each is a draft.
const PLANS: [&[(usize, bool)]; 6] = [
    &[(0, false), (1, false), (2, false)],
    &[(0, false), (1, false), (2, true), (2, false)],
    &[(1, false), (2, false)],
    &[(0, false), (1, true), (1, false), (2, true), (2, false)],
    &[(0, false), (1, false), (2, false)],
    &[(0, false), (1, false), (2, false)],
];

/// How many plans those six have together.
const PLANS_OF_SIX: usize = 20;

/// Why a made-up registry cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoDemo {
    /// No plans, or too many.
    #[error("{n_plans} plans cannot be made up: give a number from 1 to {MAX_PLANS}")]
    NumberOfPlans {
        /// The number given.
        n_plans: usize,
    },
    /// The registry lacks a planning period.
    #[error("the registry has no planning period `{slug}`, which the bundled catalogue brings: load that first")]
    Period {
        /// The period's slug.
        slug: &'static str,
    },
}

/// A made-up registry.
#[derive(Debug)]
pub struct Demo {
    seed: u64,
    n_plans: usize,
    words: Words,
    measures: Measures,
    periods: Vec<PlanningPeriod>,
}

/// One institution of it, with its plans.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoInstitution {
    /// The institution.
    pub record: InstitutionRecord,
    /// Its plans, oldest first.
    pub plans: Vec<PlanRecord>,
    /// What in them goes on from one period to the next.
    pub alignments: Vec<AlignmentRecord>,
}

impl Demo {
    /// A registry of so many plans out of the words of a codebook, the definitions and the periods of a catalogue.
    ///
    /// # Errors
    /// [`NoDemo`].
    pub fn new(
        n_plans: usize,
        seed: u64,
        codebook: &Codebook,
        indicators: &[Indicator],
        periods: &[PlanningPeriod],
    ) -> Result<Self, NoDemo> {
        if !(1..=MAX_PLANS).contains(&n_plans) {
            return Err(NoDemo::NumberOfPlans { n_plans });
        }
        let period = |slug| periods.iter().find(|period| period.slug == slug).cloned().ok_or(NoDemo::Period { slug });
        Ok(Self {
            seed,
            n_plans,
            words: Words::of(codebook),
            measures: Measures::of(indicators),
            periods: PERIODS.into_iter().map(period).collect::<Result<_, _>>()?,
        })
    }

    /// How many institutions there are.
    pub fn n_institutions(&self) -> usize {
        let mut n_left = self.n_plans % PLANS_OF_SIX;
        let whole = self.n_plans / PLANS_OF_SIX * PLANS.len();
        let rest = PLANS.iter().take_while(|plans| {
            let is_there = n_left > 0;
            n_left = n_left.saturating_sub(plans.len());
            is_there
        });
        whole + rest.count()
    }

    /// How many plans there are.
    pub fn n_plans(&self) -> usize {
        self.n_plans
    }

    /// The institution of a number below [`Self::n_institutions`].
    pub fn institution(&self, index: usize) -> DemoInstitution {
        let place = place(self.seed, index);
        let mut years: Vec<i32> =
            self.periods.iter().flat_map(|period| [period.years.start() - 1, period.years.end()]).collect();
        years.dedup();
        let mut dice = Dice::new(self.seed, 2 * index as u64 + 1);
        let series = self.measures.of_institution(&place, &mut dice);
        let mut made =
            DemoInstitution { record: place.record(self.seed, &years), plans: Vec::new(), alignments: Vec::new() };
        let vouches = dice.percent(50);
        let mut earlier: Option<(String, Outline)> = None;
        for &(period, is_draft) in self.schedule(index) {
            let Some(period) = self.periods.get(period) else { continue };
            let mut outline = match &earlier {
                Some((_, earlier)) => earlier.changed(NEXT_PERIOD, &self.words, &mut dice),
                None => Outline::new(&self.words, &mut dice),
            };
            if is_draft {
                outline = outline.changed(ADOPTION, &self.words, &mut dice);
            }
            let plan = self.plan(&place, period, is_draft, &outline, &series, &mut dice);
            if is_draft {
                made.plans.push(plan);
                continue;
            }
            if let Some((_, earlier_outline)) = earlier.as_ref().filter(|_| vouches)
                && let Some(earlier_plan) = made.plans.iter().rev().find(|plan| plan.variant == MAIN_VARIANT)
            {
                made.alignments.extend(alignments(&plan, &outline, earlier_plan, earlier_outline));
            }
            earlier = Some((plan.slug.clone(), outline));
            made.plans.push(plan);
        }
        made
    }

    /// The plans of an institution; of the last one as many as are left.
    fn schedule(&self, index: usize) -> &'static [(usize, bool)] {
        let before: usize = index / PLANS.len() * PLANS_OF_SIX
            + PLANS.iter().take(index % PLANS.len()).map(|plans| plans.len()).sum::<usize>();
        let plans = PLANS.get(index % PLANS.len()).copied().unwrap_or_default();
        plans.get(..plans.len().min(self.n_plans.saturating_sub(before))).unwrap_or_default()
    }

    fn plan(
        &self,
        place: &Place,
        period: &PlanningPeriod,
        is_draft: bool,
        outline: &Outline,
        series: &[Series],
        dice: &mut Dice,
    ) -> PlanRecord {
        let tongue = place.tongue;
        let (start, end) = (period.years.start(), period.years.end());
        let (chinese_draft, english_draft, suffix) =
            if is_draft { ("（征求意见稿）", ", draft for comments", "-draft") } else { ("", "", "") };
        let title = tongue.texts(
            || format!("{}{start}—{end}年发展规划{chinese_draft}（合成数据）", place.chinese_name),
            || format!("{}: plan for {start}–{end}{english_draft} (synthetic)", place.english_name),
        );
        let elements = outline.elements(&self.words, tongue);
        let is_measured = |layer| matches!(layer, PlanLayer::Goal | PlanLayer::Priority);
        let places: Vec<usize> = (0..)
            .zip(&elements)
            .filter(|(_, element)| is_measured(element.kind.layer()))
            .map(|(place, _)| place)
            .collect();
        let is_latest = self.periods.last().is_some_and(|last| last.id == period.id);
        let first_year = self.periods.first().map_or(start, |first| first.years.start()) - 1;
        let indicators = plan_indicators(series, tongue, (first_year, period.years, !is_latest), &places, dice);
        let status = match dice.below(100) {
            _ if is_draft => PlanStatus::Consultation,
            0..6 if is_latest => PlanStatus::Proposal,
            0..6 => PlanStatus::Superseded,
            _ => PlanStatus::Adopted,
        };
        let document_title =
            title.choose(&[tongue.of_document()], None).map_or(String::new(), |title| title.text.clone());
        PlanRecord {
            slug: format!("{}-{}fyp{suffix}", place.slug, period.ordinal.unwrap_or_default()),
            institution: place.slug.clone(),
            period: period.slug.clone(),
            variant: if is_draft { DRAFT } else { MAIN_VARIANT }.to_owned(),
            level: place.level,
            status,
            is_synthetic: true,
            title,
            language: tongue.of_document(),
            note: Some("Synthetic: made up for trying out and measuring".to_owned()),
            documents: vec![PlanDocument { key: "plan".to_owned(), document: document(document_title, place, tongue) }],
            source: Some(0),
            elements,
            indicators,
        }
    }
}

fn document(title: String, place: &Place, tongue: Tongue) -> SourceDocument {
    SourceDocument {
        id: DocumentId(uuid::Uuid::nil()),
        title,
        publisher: Some(place.name().to_owned()),
        url: None,
        media_type: None,
        sha256: None,
        language: tongue.of_document(),
        license: Some("CC0-1.0".to_owned()),
        retrieved_at: None,
        published_on: None,
    }
    .identified()
}

fn alignments<'a>(
    plan: &'a PlanRecord,
    outline: &Outline,
    earlier_plan: &'a PlanRecord,
    earlier: &Outline,
) -> impl Iterator<Item = AlignmentRecord> + use<'a> {
    let name = |plan: &PlanRecord, place: usize| {
        let element = plan.elements.get(place)?;
        Some(ElementName { plan: plan.slug.clone(), element: element.key.clone() })
    };
    outline.continued(earlier).into_iter().filter_map(move |(here, there)| {
        Some(AlignmentRecord {
            source: name(plan, here)?,
            target: name(earlier_plan, there)?,
            relation: AlignmentRelation::Continues,
            note: None,
            coder: CODER.to_owned(),
        })
    })
}
