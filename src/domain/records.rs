//! The way back from what the registry holds to the records that were published: for exports, and for finding out whether
//! a record says anything new.

use std::collections::HashMap;

use super::{
    annotation::{Alignment, ElementOfPlan, ImpactRating},
    id::{DocumentId, ElementId, IndicatorId, InstitutionId, PlanId, ThemeId},
    indicator::Indicator,
    innovation_case::InnovationCase,
    institution::Institution,
    period::PlanningPeriod,
    plan::{Plan, PlanContent},
    publication::{
        AlignmentRecord, CodebookRecord, CodingRecord, ElementName, ElementRecord, Frequencies, ImpactRatingRecord,
        IndicatorRecord, InnovationCaseRecord, InstitutionRecord, JudgementRecord, PeriodRecord, PlanDocument,
        PlanIndicatorRecord, PlanRecord, ThemeRecord,
    },
    quality::CodingQuality,
    source::SourceDocument,
    theme::{CodingPass, Theme},
};

/// Slugs by id, of everything that a plan refers to.
#[derive(Clone, Debug, Default)]
pub struct PlanReferences {
    /// Slug of the institution.
    pub institution: String,
    /// Slug of the period.
    pub period: String,
    /// The documents of the revision, in the order of its file.
    pub documents: Vec<PlanDocument>,
    /// Slugs of indicator definitions.
    pub indicators: HashMap<IndicatorId, String>,
}

/// The record of a plan.
pub fn plan_record(plan: &Plan, content: &PlanContent, references: PlanReferences) -> PlanRecord {
    let PlanReferences { institution, period, documents, indicators } = references;
    let elements = content.tree.elements();
    PlanRecord {
        slug: plan.slug.clone(),
        institution,
        period,
        variant: plan.variant.clone(),
        level: plan.level,
        status: plan.status,
        is_synthetic: plan.is_synthetic,
        title: plan.title.clone(),
        language: plan.language.clone(),
        note: plan.revision.note.clone(),
        source: plan.source.and_then(|id| documents.iter().position(|document| document.document.id == id)),
        documents,
        elements: elements
            .iter()
            .map(|element| ElementRecord {
                key: element.key.clone(),
                kind: element.kind,
                number: element.number.clone(),
                source_term: element.source_term.clone(),
                title: element.title.clone(),
                body: element.body.clone(),
                parent: element.parent,
                evidence: element.evidence.clone(),
            })
            .collect(),
        indicators: content
            .indicators
            .iter()
            .map(|indicator| PlanIndicatorRecord {
                key: indicator.key.clone(),
                element: indicator.element.and_then(|id| content.tree.index_of(id)),
                text: indicator.text.clone(),
                indicator: indicator.indicator.and_then(|id| indicators.get(&id).cloned()),
                nature: indicator.nature,
                evidence: indicator.evidence.clone(),
                observations: indicator.observations.iter().map(|observation| observation.figure.clone()).collect(),
            })
            .collect(),
    }
}

/// The records of planning periods.
pub fn period_records(periods: &[PlanningPeriod]) -> Vec<PeriodRecord> {
    let slugs: HashMap<_, _> = periods.iter().map(|period| (period.id, &period.slug)).collect();
    periods
        .iter()
        .map(|period| PeriodRecord {
            slug: period.slug.clone(),
            scheme: period.scheme.clone(),
            ordinal: period.ordinal,
            names: period.names.clone(),
            years: period.years,
            previous: period.previous.and_then(|id| slugs.get(&id)).map(|slug| (*slug).clone()),
        })
        .collect()
}

/// The record of an institution.
pub fn institution_record(institution: &Institution, slugs: &HashMap<InstitutionId, String>) -> InstitutionRecord {
    InstitutionRecord {
        slug: institution.slug.clone(),
        kind: institution.kind,
        names: institution.names.clone(),
        country: institution.country.clone(),
        subdivision: institution.subdivision.clone(),
        isil: institution.isil.clone(),
        ror: institution.ror.clone(),
        wikidata: institution.wikidata.clone(),
        parent: institution.parent.and_then(|id| slugs.get(&id).cloned()),
        statistics: institution.statistics.clone(),
    }
}

/// The record of an indicator definition.
pub fn indicator_record(indicator: &Indicator) -> IndicatorRecord {
    IndicatorRecord {
        slug: indicator.slug.clone(),
        names: indicator.names.clone(),
        definition: indicator.definition.clone(),
        measure: indicator.measure,
        unit: indicator.unit,
        direction: indicator.direction,
        standard_codes: indicator.standard_codes.clone(),
    }
}

/// The record of a version of the codebook.
pub fn codebook_record(
    version: &str,
    themes: &[Theme],
    frequencies: &Frequencies,
    quality: Option<&CodingQuality>,
) -> CodebookRecord {
    let slugs: HashMap<ThemeId, &String> = themes.iter().map(|theme| (theme.id, &theme.slug)).collect();
    CodebookRecord {
        version: version.to_owned(),
        themes: themes
            .iter()
            .map(|theme| ThemeRecord {
                slug: theme.slug.clone(),
                scheme: theme.scheme.clone(),
                labels: theme.labels.clone(),
                definition: theme.definition.clone(),
                alt_labels: theme.alt_labels.clone(),
                broader: theme.broader.and_then(|id| slugs.get(&id)).map(|slug| (*slug).clone()),
            })
            .collect(),
        frequencies: frequencies.clone(),
        quality: quality.cloned(),
    }
}

/// The record of a case; `None` where its institution has no slug.
pub fn innovation_case_record(
    case: &InnovationCase,
    institutions: &HashMap<InstitutionId, String>,
    themes: &HashMap<ThemeId, String>,
    documents: &HashMap<DocumentId, SourceDocument>,
) -> Option<InnovationCaseRecord> {
    let slugs = |ids: &[ThemeId]| ids.iter().filter_map(|id| themes.get(id).cloned()).collect();
    Some(InnovationCaseRecord {
        slug: case.slug.clone(),
        title: case.title.clone(),
        institution: institutions.get(&case.institution)?.clone(),
        year: case.year,
        focuses: slugs(&case.focuses),
        strategies: slugs(&case.strategies),
        document: case.evidence.as_ref().and_then(|evidence| documents.get(&evidence.document)).cloned(),
        evidence: case.evidence.clone(),
    })
}

/// How people call the elements that annotations are about.
#[derive(Clone, Debug, Default)]
pub struct ElementNames {
    /// Slugs of plans.
    pub plans: HashMap<PlanId, String>,
    /// Keys of elements.
    pub elements: HashMap<ElementId, String>,
    /// Slugs of themes.
    pub themes: HashMap<ThemeId, String>,
}

impl ElementNames {
    fn name(&self, element: ElementOfPlan) -> Option<ElementName> {
        Some(ElementName {
            plan: self.plans.get(&element.plan)?.clone(),
            element: self.elements.get(&element.element)?.clone(),
        })
    }

    /// The record of a coding pass; judgements of elements that are gone are left out.
    pub fn coding(&self, pass: &CodingPass) -> Option<CodingRecord> {
        Some(CodingRecord {
            plan: self.plans.get(&pass.plan)?.clone(),
            coder: pass.coder.clone(),
            method: pass.method,
            codebook_version: Some(pass.codebook_version.clone()),
            layers: pass.layers.clone(),
            coded_at: Some(pass.coded_at),
            judgements: pass
                .judgements
                .iter()
                .filter_map(|judgement| {
                    Some(JudgementRecord {
                        element: self.elements.get(&judgement.element)?.clone(),
                        theme: self.themes.get(&judgement.theme)?.clone(),
                        present: judgement.present,
                        judged_at: Some(judgement.judged_at),
                    })
                })
                .collect(),
        })
    }

    /// The record of an alignment; `None` where one of its elements is gone.
    pub fn alignment(&self, alignment: &Alignment) -> Option<AlignmentRecord> {
        Some(AlignmentRecord {
            source: self.name(alignment.source)?,
            target: self.name(alignment.target)?,
            relation: alignment.relation,
            note: alignment.note.clone(),
            coder: alignment.coder.clone(),
        })
    }

    /// The record of an impact rating; `None` where one of its elements is gone.
    pub fn impact_rating(&self, rating: &ImpactRating) -> Option<ImpactRatingRecord> {
        Some(ImpactRatingRecord {
            focus: self.name(rating.focus)?,
            contribution: self.name(rating.contribution)?,
            level: rating.level,
            rater: rating.rater.clone(),
            note: rating.note.clone(),
            rated_at: Some(rating.rated_at),
        })
    }
}

impl InstitutionRecord {
    /// The same record with its lists in the registry's order.
    #[must_use]
    pub fn canonical(mut self) -> Self {
        self.statistics.sort_by(|a, b| (&a.measure, a.year).cmp(&(&b.measure, b.year)));
        self
    }
}

impl IndicatorRecord {
    /// The same record with its lists in the registry's order.
    #[must_use]
    pub fn canonical(mut self) -> Self {
        self.standard_codes.sort();
        self
    }
}

impl CodebookRecord {
    /// The same record with its lists in the registry's order.
    #[must_use]
    pub fn canonical(mut self) -> Self {
        for theme in &mut self.themes {
            theme.alt_labels.sort_by(|a, b| a.lang.cmp(&b.lang));
        }
        self
    }
}
