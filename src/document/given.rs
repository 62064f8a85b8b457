//! What is known before a document is read: what the person who imports it says, and what the registry holds.

use crate::domain::{
    institution::InstitutionKind,
    period::YearSpan,
    plan::{MAIN_VARIANT, PlanStatus},
    unit::Unit,
};

/// What the person who imports a document says of it. What is said here is never guessed.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Slug of the institution.
    pub institution: Option<String>,
    /// Slug of the planning period.
    pub period: Option<String>,
    /// How far the plan has come.
    pub status: Option<PlanStatus>,
    /// Slug of the plan.
    pub slug: Option<String>,
    /// Tells a draft from the adopted plan, or two proposals apart.
    pub variant: Option<String>,
    /// What the registry holds.
    pub known: Known,
}

/// Records of the registry that names and years in a document are recognised by. Empty where no registry is at hand.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Institutions.
    pub institutions: Vec<KnownInstitution>,
    /// Planning periods.
    pub periods: Vec<KnownPeriod>,
    /// Plans.
    pub plans: Vec<KnownPlan>,
    /// Definitions of indicators.
    pub indicators: Vec<KnownIndicator>,
}

/// A definition of an indicator of the registry.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownIndicator {
    /// Names it.
    pub slug: String,
    /// Its names in every language known.
    pub names: Vec<String>,
    /// What its figures are told in.
    pub unit: Option<Unit>,
}

/// An institution of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownInstitution {
    /// Names it.
    pub slug: String,
    /// What kind of body it is.
    pub kind: InstitutionKind,
    /// Its names in every language known, as the registry writes them.
    pub names: Vec<String>,
}

/// A planning period of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPeriod {
    /// Names it.
    pub slug: String,
    /// The years it covers.
    pub years: YearSpan,
    /// Its names in every language known.
    pub names: Vec<String>,
}

/// A plan of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPlan {
    /// Names it.
    pub slug: String,
    /// Slug of its institution.
    pub institution: String,
    /// Slug of its planning period.
    pub period: String,
    /// Its variant.
    pub variant: String,
    /// Whether it was read from a document that the registry keeps, so that the next edition of the document revises it.
    pub is_from_document: bool,
}

impl Known {
    /// The institution with this slug.
    pub fn institution(&self, slug: &str) -> Option<&KnownInstitution> {
        self.institutions.iter().find(|institution| institution.slug == slug)
    }

    /// The period with this slug.
    pub fn period(&self, slug: &str) -> Option<&KnownPeriod> {
        self.periods.iter().find(|period| period.slug == slug)
    }

    /// The plan with this slug.
    pub fn plan(&self, slug: &str) -> Option<&KnownPlan> {
        self.plans.iter().find(|plan| plan.slug == slug)
    }

    /// The plan of an institution for a period in a variant (`None` is the main one).
    pub fn plan_of(&self, institution: &str, period: &str, variant: Option<&str>) -> Option<&KnownPlan> {
        let variant = variant.unwrap_or(MAIN_VARIANT);
        self.plans
            .iter()
            .find(|plan| plan.institution == institution && plan.period == period && plan.variant == variant)
    }
}
