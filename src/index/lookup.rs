//! Looking things up: by id and by slug. Who asks for what is not here is told so, and may look into the rows, which know of
//! other revisions.

use std::sync::Arc;

use super::RegistryIndex;
use crate::{
    coding::{Codebook, CodingSummary},
    domain::{
        id::{IndicatorId, InstitutionId, PeriodId, PlanId, ThemeId},
        indicator::Indicator,
        institution::Institution,
        period::PlanningPeriod,
        plan::Plan,
        revision::RegistryRevision,
    },
};

impl RegistryIndex {
    /// The revision that it is the index of.
    pub fn revision(&self) -> RegistryRevision {
        self.revision
    }

    /// The codebook in force, if there is one.
    pub fn codebook(&self) -> Option<&Arc<Codebook>> {
        self.codebook.as_ref()
    }

    /// Every planning period, by first year, then slug.
    pub fn periods(&self) -> &Arc<Vec<Arc<PlanningPeriod>>> {
        &self.periods
    }

    /// An institution.
    pub fn institution(&self, id: InstitutionId) -> Option<&Arc<Institution>> {
        self.institutions.get(&id)
    }

    /// An indicator definition.
    pub fn indicator(&self, id: IndicatorId) -> Option<&Arc<Indicator>> {
        self.indicators.get(&id)
    }

    /// The head of a plan.
    pub fn plan(&self, id: PlanId) -> Option<&Arc<Plan>> {
        Some(&self.plans.get(self.place(id)?)?.head)
    }

    /// The revision at which anything of a plan was last seen to change: head, content, codes or links. What was decoded of
    /// the plan since is still right.
    pub fn changed(&self, id: PlanId) -> Option<RegistryRevision> {
        Some(self.plans.get(self.place(id)?)?.changed)
    }

    /// What the codes of a plan come to, if it was summed up.
    pub fn coding_summary(&self, id: PlanId) -> Option<&Arc<CodingSummary>> {
        self.plans.get(self.place(id)?)?.summary.as_ref()
    }

    /// Every plan of an institution, by slug.
    pub fn plans_of(&self, institution: InstitutionId) -> Vec<Arc<Plan>> {
        let places = self.of_institution.get(&institution).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|&place| self.plans.get(place as usize)).map(|plan| plan.head.clone()).collect()
    }

    pub(super) fn place(&self, id: PlanId) -> Option<usize> {
        self.places.get(&id).map(|&place| place as usize)
    }

    /// The plan with this slug.
    pub fn plan_of_slug(&self, slug: &str) -> Option<PlanId> {
        let place = self.plans.binary_search_by(|plan| plan.head.slug.as_str().cmp(slug)).ok()?;
        Some(self.plans.get(place)?.head.id)
    }

    /// The institution with this slug.
    pub fn institution_of_slug(&self, slug: &str) -> Option<InstitutionId> {
        self.institution_slugs.get(slug).copied()
    }

    /// The planning period with this slug.
    pub fn period_of_slug(&self, slug: &str) -> Option<PeriodId> {
        self.periods.iter().find(|period| period.slug == slug).map(|period| period.id)
    }

    /// The indicator definition with this slug.
    pub fn indicator_of_slug(&self, slug: &str) -> Option<IndicatorId> {
        self.indicator_slugs.get(slug).copied()
    }

    /// The concept of the codebook in force with this slug.
    pub fn theme_of_slug(&self, slug: &str) -> Option<ThemeId> {
        self.codebook.as_ref()?.by_slug(slug).map(|theme| theme.id)
    }
}
