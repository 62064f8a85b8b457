//! Publishing what a plan file brings along.

use super::{
    error::PublishError,
    institutions, periods,
    publication::Publication,
    slugs::{Named, ids_by_slug},
};
use crate::domain::{
    id::InstitutionId,
    publication::{InstitutionRecord, PeriodRecord},
};

impl Publication {
    /// Publishes the institution and the period that a plan file brings along, unless the registry has them.
    ///
    /// # Errors
    /// As [`Publication::catalogue`].
    pub async fn plan_context(
        &mut self,
        institution: Option<&InstitutionRecord>,
        period: Option<&PeriodRecord>,
    ) -> Result<ContextPublished, PublishError> {
        let mut outcome = ContextPublished::default();
        if let Some(institution) = institution {
            let slug = [institution.slug.clone()];
            match ids_by_slug(&self.transaction, Named::Institution, &slug).await?.remove(&institution.slug) {
                None => self.institutions(std::slice::from_ref(institution)).await?,
                Some(id) => {
                    let id = InstitutionId(id);
                    let known = institutions::by_id(&self.transaction, &[id], self.revision).await?.remove(&id);
                    let same = known.is_some_and(|known| {
                        known.kind == institution.kind
                            && known.names == institution.names
                            && known.country == institution.country
                            && known.subdivision == institution.subdivision
                    });
                    outcome.institution_differs = !same;
                }
            }
        }
        if let Some(period) = period {
            let slug = [period.slug.clone()];
            match ids_by_slug(&self.transaction, Named::Period, &slug).await?.remove(&period.slug) {
                None => self.periods(std::slice::from_ref(period)).await?,
                Some(id) => {
                    let known = periods::all(&self.transaction, self.revision).await?;
                    outcome.period_differs = !known
                        .iter()
                        .any(|known| known.id.0 == id && known.years == period.years && known.names == period.names);
                }
            }
        }
        Ok(outcome)
    }
}

/// Where what a plan file says of its institution and period is not what the registry holds, the registry's word stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContextPublished {
    /// The registry knows the institution otherwise.
    pub institution_differs: bool,
    /// The registry knows the period otherwise.
    pub period_differs: bool,
}
