//! Plans, codes and a codebook for tests: a test names only what it is about.

use std::collections::BTreeSet;

use time::OffsetDateTime;

use super::{ComparedPlan, ComparisonContext};
use crate::{
    coding::{Assignment, Codebook, CodingSummary, ElementCodes, PlanCodes},
    domain::{
        annotation::{Alignment, AlignmentRelation, ElementOfPlan, ImpactLevel, ImpactRating},
        cohort::CohortPlan,
        element::{Element, ElementKind, ElementTree, PlanLayer},
        id::{IndicatorId, PlanId, ThemeId, id_from_name},
        indicator::{
            Comparator, Figure, Indicator, IndicatorDirection, IndicatorMeasure, Observation, ObservationBasis,
            ObservationRole, PlanIndicator, TargetNature,
        },
        institution::{Institution, InstitutionKind},
        language::LanguageTag,
        period::{PlanningPeriod, YearSpan},
        plan::{MAIN_VARIANT, Plan, PlanContent, PlanLevel, PlanRevision, PlanStatus},
        publication::{Frequencies, WordFrequencies},
        revision::RegistryRevision,
        text::{LocalizedText, TextOrigin, Texts},
        theme::{CodingMethod, TERM_SCHEME, THEME_SCHEME, Theme},
    },
};

pub(super) fn lang(tag: &str) -> LanguageTag {
    tag.parse().unwrap_or_else(|_| LanguageTag::english())
}

/// `[("en", "Smart library")]`.
pub(super) fn texts(texts: &[(&str, &str)]) -> Texts {
    Texts::new(texts.iter().map(|(tag, text)| LocalizedText {
        lang: lang(tag),
        text: (*text).to_owned(),
        origin: TextOrigin::Source,
    }))
}

pub(super) fn theme(slug: &str) -> ThemeId {
    id_from_name("theme", slug)
}

/// Themes `smart`, `reading`, `cooperation`, `staff` in this order, and the term `cloud`.
///
/// Counts over 7 elements, so that with L = ln 2 the inverse document frequencies are: `smart` 1 + 3 L, `reading` 1 + 2 L,
/// `cooperation` 1 + L, `staff` 1, `cloud` 1 + 3 L; English words: `robot` 1 + 3 L, `garden` and `river` 1 + 2 L, `lamp`
/// 1 + L, `stone` and `bridge` 1, words not listed 1 + 3 L.
pub(super) fn codebook() -> Codebook {
    let concept = |(position, (slug, scheme)): (usize, (&str, &str))| Theme {
        id: theme(slug),
        slug: slug.to_owned(),
        scheme: scheme.to_owned(),
        position: position as u32,
        labels: texts(&[("en", slug), ("zh-Hans", "词")]),
        definition: Texts::default(),
        alt_labels: Vec::new(),
        broader: None,
    };
    let counts = |counts: &[(&str, u32)]| counts.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect();
    let concepts = [
        ("smart", THEME_SCHEME),
        ("reading", THEME_SCHEME),
        ("cooperation", THEME_SCHEME),
        ("staff", THEME_SCHEME),
        ("cloud", TERM_SCHEME),
    ];
    let english = WordFrequencies {
        n_elements: 7,
        counts: counts(&[("garden", 1), ("river", 1), ("lamp", 3), ("stone", 7), ("bridg", 7)]),
    };
    Codebook::new(
        "test".to_owned(),
        concepts.into_iter().enumerate().map(concept).collect(),
        Frequencies {
            n_elements: 7,
            concepts: counts(&[("reading", 1), ("cooperation", 3), ("staff", 7)]),
            words: [("en".to_owned(), english)].into(),
        },
    )
}

/// The catalogue's definition of visits.
pub(super) fn visits() -> Indicator {
    Indicator {
        id: id_from_name("indicator", "visits"),
        slug: "visits".to_owned(),
        names: texts(&[("en", "Visits")]),
        definition: Texts::default(),
        measure: IndicatorMeasure::Count,
        unit: "visit".parse().ok(),
        direction: IndicatorDirection::HigherIsBetter,
        standard_codes: Vec::new(),
    }
}

/// A plan with all that a comparison borrows of it. Coded in every layer.
#[derive(Clone, Debug)]
pub(super) struct SamplePlan {
    pub(super) plan: Plan,
    pub(super) institution: Institution,
    pub(super) period: PlanningPeriod,
    pub(super) content: PlanContent,
    pub(super) codes: PlanCodes,
}

/// A goal in English without themes is the shortest sample.
#[derive(Clone, Debug)]
pub(super) struct SampleElement {
    pub(super) key: String,
    pub(super) kind: ElementKind,
    pub(super) title: Texts,
    pub(super) body: Texts,
    pub(super) parent: Option<usize>,
    pub(super) concepts: Vec<String>,
}

pub(super) fn goal(key: &str, title: &str, concepts: &[&str]) -> SampleElement {
    SampleElement {
        key: key.to_owned(),
        kind: ElementKind::Goal,
        title: texts(&[("en", title)]),
        body: Texts::default(),
        parent: None,
        concepts: concepts.iter().map(|&concept| concept.to_owned()).collect(),
    }
}

pub(super) fn sample_plan(slug: &str, elements: &[SampleElement]) -> SamplePlan {
    let element = |sample: &SampleElement| Element {
        id: id_from_name("element", &format!("{slug}/{}", sample.key)),
        key: sample.key.clone(),
        kind: sample.kind,
        number: None,
        source_term: None,
        title: sample.title.clone(),
        body: sample.body.clone(),
        parent: sample.parent,
        depth: 0,
        position: 0,
        evidence: None,
    };
    let codes = |sample: &SampleElement| ElementCodes {
        assignments: sample
            .concepts
            .iter()
            .filter(|concept| *concept != "cloud")
            .map(|concept| Assignment {
                theme: theme(concept),
                method: CodingMethod::Lexicon,
                judgements: Vec::new(),
                matched: Vec::new(),
            })
            .collect(),
        concepts: sample.concepts.iter().map(|concept| theme(concept)).collect::<BTreeSet<_>>(),
    };
    let period = period("cn-fyp-14", 2021, 2025);
    let institution = institution("example-library");
    let tree = ElementTree::new(elements.iter().map(element).collect()).unwrap_or_default();
    assert_eq!(tree.elements().len(), elements.len(), "the samples are a tree");
    SamplePlan {
        plan: Plan {
            id: id_from_name("plan", slug),
            slug: slug.to_owned(),
            institution: institution.id,
            period: period.id,
            variant: MAIN_VARIANT.to_owned(),
            level: PlanLevel::Public,
            status: PlanStatus::Adopted,
            is_synthetic: false,
            title: texts(&[("en", slug)]),
            language: lang("en"),
            source: None,
            revision: PlanRevision {
                id: id_from_name("plan revision", slug),
                number: 1,
                published_at: OffsetDateTime::UNIX_EPOCH,
                registry_revision: RegistryRevision(1),
                note: None,
            },
        },
        institution,
        period,
        content: PlanContent { tree, indicators: Vec::new() },
        codes: PlanCodes {
            coded_layers: PlanLayer::ALL.iter().copied().collect(),
            elements: elements.iter().map(codes).collect(),
        },
    }
}

pub(super) fn institution(slug: &str) -> Institution {
    Institution {
        id: id_from_name("institution", slug),
        slug: slug.to_owned(),
        kind: InstitutionKind::PublicLibrary,
        names: texts(&[("en", slug)]),
        country: None,
        subdivision: None,
        isil: None,
        ror: None,
        wikidata: None,
        parent: None,
        statistics: Vec::new(),
    }
}

pub(super) fn period(slug: &str, start: i32, end: i32) -> PlanningPeriod {
    PlanningPeriod {
        id: id_from_name("period", slug),
        slug: slug.to_owned(),
        scheme: "cn-fyp".to_owned(),
        ordinal: None,
        names: texts(&[("en", slug)]),
        years: YearSpan::new(start, end).unwrap_or_else(|error| unreachable!("{error}")),
        previous: None,
    }
}

impl SamplePlan {
    pub(super) fn compared(&self) -> ComparedPlan<'_> {
        let Self { plan, institution, period, content, codes } = self;
        ComparedPlan { plan, institution, period, content, codes }
    }

    pub(super) fn for_period(mut self, slug: &str, start: i32, end: i32) -> Self {
        self.period = period(slug, start, end);
        self.plan.period = self.period.id;
        self
    }

    /// Adds an indicator; `linked` to the catalogue's visits or not.
    pub(super) fn with_indicator(mut self, text: &str, linked: bool, figures: Vec<Figure>) -> Self {
        let key = format!("{}/{}", self.plan.slug, self.content.indicators.len());
        let observations = figures
            .into_iter()
            .enumerate()
            .map(|(place, figure)| Observation { id: id_from_name("observation", &format!("{key}/{place}")), figure })
            .collect();
        self.content.indicators.push(PlanIndicator {
            id: id_from_name("plan indicator", &key),
            key,
            element: None,
            text: texts(&[("en", text)]),
            indicator: linked.then(|| id_from_name::<IndicatorId>("indicator", "visits")),
            nature: TargetNature::Unspecified,
            evidence: None,
            observations,
        });
        self
    }

    pub(super) fn of_institution(mut self, slug: &str) -> Self {
        self.institution = institution(slug);
        self.plan.institution = self.institution.id;
        self
    }

    /// As a cohort lists it.
    pub(super) fn in_cohort(&self) -> CohortPlan {
        let Self { plan, institution, period, .. } = self;
        CohortPlan {
            plan: plan.id,
            revision: plan.revision.id,
            published: plan.revision.registry_revision,
            slug: plan.slug.clone(),
            variant: plan.variant.clone(),
            institution: institution.id,
            kind: institution.kind,
            country: institution.country.clone(),
            subdivision: institution.subdivision.clone(),
            period: period.id,
            years: period.years,
            level: plan.level,
            status: plan.status,
            is_synthetic: plan.is_synthetic,
        }
    }

    /// What its codes come to.
    pub(super) fn summary(&self) -> CodingSummary {
        CodingSummary::of(&self.content.tree, &self.codes, &codebook())
    }

    fn element(&self, key: &str) -> ElementOfPlan {
        let plan: PlanId = self.plan.id;
        ElementOfPlan { plan, element: id_from_name("element", &format!("{}/{key}", self.plan.slug)) }
    }
}

/// A person's link from an element of one plan to an element of another.
pub(super) fn alignment(source: (&SamplePlan, &str), target: (&SamplePlan, &str)) -> Alignment {
    Alignment {
        id: id_from_name(
            "alignment",
            &format!("{}/{}-{}/{}", source.0.plan.slug, source.1, target.0.plan.slug, target.1),
        ),
        source: source.0.element(source.1),
        target: target.0.element(target.1),
        relation: AlignmentRelation::Corresponds,
        note: None,
        coder: "Example coder".to_owned(),
    }
}

/// One person's code for what an element of the library's plan does for one of its parent's.
pub(super) fn rating(
    contribution: (&SamplePlan, &str),
    focus: (&SamplePlan, &str),
    level: ImpactLevel,
    rater: &str,
) -> ImpactRating {
    ImpactRating {
        id: id_from_name("impact rating", &format!("{}/{}/{rater}", contribution.1, focus.1)),
        focus: focus.0.element(focus.1),
        contribution: contribution.0.element(contribution.1),
        level,
        rater: rater.to_owned(),
        note: None,
        rated_at: OffsetDateTime::UNIX_EPOCH,
    }
}

/// A headline figure of a point in time.
pub(super) fn figure(role: ObservationRole, value: f64, unit: &str, end_year: i32) -> Figure {
    Figure {
        role,
        comparator: Comparator::Equal,
        value: Some(value),
        upper: None,
        unit: unit.parse().ok(),
        basis: ObservationBasis::Point,
        start_year: None,
        end_year: Some(end_year),
        reference_year: None,
        dimensions: Vec::new(),
        text: None,
        evidence: None,
    }
}

pub(super) fn context<'a>(
    codebook: &'a Codebook,
    alignments: &'a [Alignment],
    indicators: &'a [Indicator],
) -> ComparisonContext<'a> {
    ComparisonContext { codebook, alignments, indicators }
}
