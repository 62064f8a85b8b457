//! What documents are recognised by: the names of what a registry or a set of files holds.

use std::collections::HashMap;

use super::prepared::{Content, Prepared};
use crate::{
    document::{Known, KnownIndicator, KnownInstitution, KnownPeriod, KnownPlan},
    domain::{
        publication::{IndicatorRecord, InstitutionRecord, PeriodRecord, PlanRecord},
        text::Texts,
    },
    store::{KnownNames, Store, StoreError},
};

/// What a registry knows now.
///
/// # Errors
/// [`StoreError::Database`], [`StoreError::Inconsistent`].
pub async fn known_to(store: &Store) -> Result<Known, StoreError> {
    let at = store.current_revision().await?;
    Ok(known(store.known_names(at).await?))
}

/// Names as the reader of documents wants them.
pub(super) fn known(KnownNames { institutions, periods, plans, indicators }: KnownNames) -> Known {
    let institution_slugs: HashMap<_, _> =
        institutions.iter().map(|institution| (institution.id, institution.slug.clone())).collect();
    let period_slugs: HashMap<_, _> = periods.iter().map(|period| (period.id, period.slug.clone())).collect();
    let plans = plans.into_iter().filter_map(|plan| {
        Some(KnownPlan {
            slug: plan.slug,
            institution: institution_slugs.get(&plan.institution)?.clone(),
            period: period_slugs.get(&plan.period)?.clone(),
            variant: plan.variant,
            is_from_document: plan.is_from_document,
        })
    });
    Known {
        plans: plans.collect(),
        institutions: institutions
            .iter()
            .map(|institution| KnownInstitution {
                slug: institution.slug.clone(),
                kind: institution.kind,
                names: every(&institution.names),
            })
            .collect(),
        periods: periods
            .iter()
            .map(|period| KnownPeriod { slug: period.slug.clone(), years: period.years, names: every(&period.names) })
            .collect(),
        indicators: indicators
            .iter()
            .map(|indicator| KnownIndicator {
                slug: indicator.slug.clone(),
                names: every(&indicator.names),
                unit: indicator.unit,
            })
            .collect(),
    }
}

/// What a registry would know that holds these files and nothing else.
pub fn known_from(files: &[Prepared]) -> Known {
    let mut known = Known::default();
    for file in files {
        match &file.content {
            Content::Catalogue(content) => {
                known.institutions.extend(content.catalogue.institutions.iter().map(known_institution));
                known.periods.extend(content.catalogue.periods.iter().map(known_period));
                known.indicators.extend(content.catalogue.indicators.iter().map(known_indicator));
            }
            Content::Plan(content) => {
                known.institutions.extend(content.institution.as_ref().map(known_institution));
                known.periods.extend(content.period.as_ref().map(known_period));
                known.plans.push(known_plan(&content.plan));
            }
            Content::Annotations(_) | Content::Study(_) => {}
        }
    }
    known
}

fn known_institution(record: &InstitutionRecord) -> KnownInstitution {
    KnownInstitution { slug: record.slug.clone(), kind: record.kind, names: every(&record.names) }
}

fn known_period(record: &PeriodRecord) -> KnownPeriod {
    KnownPeriod { slug: record.slug.clone(), years: record.years, names: every(&record.names) }
}

fn known_indicator(record: &IndicatorRecord) -> KnownIndicator {
    KnownIndicator { slug: record.slug.clone(), names: every(&record.names), unit: record.unit }
}

fn known_plan(record: &PlanRecord) -> KnownPlan {
    let PlanRecord { slug, institution, period, variant, .. } = record;
    KnownPlan {
        slug: slug.clone(),
        institution: institution.clone(),
        period: period.clone(),
        variant: variant.clone(),
        is_from_document: false,
    }
}

/// A name in every language.
fn every(names: &Texts) -> Vec<String> {
    names.iter().map(|name| name.text.clone()).collect()
}
