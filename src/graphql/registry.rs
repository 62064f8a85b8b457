//! What the registry holds, and what answers are computed from.

use async_graphql::{Context, Object, SimpleObject};

use super::{error::ApiResult, scalars::DateTime, session::session};
use crate::{comparison::METHOD_VERSION, domain::revision::RegistryRevision};

#[derive(Default)]
pub(super) struct RegistryQuery;

#[Object]
impl RegistryQuery {
    /// What this registry holds and as of when: the revision that every answer of this request is computed from.
    async fn registry(&self, ctx: &Context<'_>) -> ApiResult<Registry> {
        let session = session(ctx)?;
        let summary = session.store.summary(session.now().await?).await?;
        let count = |n: u64| i32::try_from(n).unwrap_or(i32::MAX);
        Ok(Registry {
            revision: summary.revision.to_string(),
            updated_at: DateTime(summary.updated_at),
            institution_count: count(summary.n_institutions),
            plan_count: count(summary.n_plans),
            element_count: count(summary.n_elements),
            indicator_count: count(summary.n_indicators),
        })
    }
}

/// What this registry holds.
#[derive(SimpleObject)]
struct Registry {
    /// The newest registry revision; comparisons take it as `asOf` to give the same numbers again.
    revision: String,
    /// When that revision was published; 1970 while the registry is empty.
    updated_at: DateTime,
    /// Institutions: libraries and the bodies they belong to.
    institution_count: i32,
    /// Plans, each counted once however many revisions it has.
    plan_count: i32,
    /// Elements of the current revisions of all plans.
    element_count: i32,
    /// Indicator definitions of the catalogue.
    indicator_count: i32,
}

/// What an answer was computed from; with `asOf: revision` the same method gives the same numbers again.
#[derive(SimpleObject, Clone)]
pub(super) struct ComputedFrom {
    /// The registry revision.
    revision: String,
    /// The version of the codebook in force at that revision.
    codebook_version: String,
    /// The version of the formulas; docs/comparisons.md says what they are.
    method_version: String,
}

impl ComputedFrom {
    pub(super) fn new(at: RegistryRevision, codebook_version: &str) -> Self {
        Self {
            revision: at.to_string(),
            codebook_version: codebook_version.to_owned(),
            method_version: METHOD_VERSION.to_owned(),
        }
    }
}
