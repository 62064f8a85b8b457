//! Filling a registry with made-up plans: see [`crate::demo`] for what they are.

use std::sync::Arc;

use crate::{
    catalogue::{self, CatalogueError},
    clock::Clock,
    demo::{Demo, DemoInstitution, NoDemo},
    domain::revision::RegistryRevision,
    store::{
        BulkGroup, BulkProgress, BulkPublication, BulkPublished, BulkSource, PublishError, Refusal, Store, StoreError,
    },
};

/// Why a registry was not filled.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    /// What was asked for cannot be made.
    #[error(transparent)]
    Demo(#[from] NoDemo),
    /// The registry is somebody's.
    #[error(
        "the registry holds more than the bundled catalogue (revision {revision}), and made-up plans cannot be taken out again: give a database of their own"
    )]
    InUse {
        /// The first revision that something else made.
        revision: RegistryRevision,
    },
    /// The bundled catalogue could not be loaded.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The registry would not take the plans.
    #[error("made-up plans were not stored: {}", .0.iter().map(|refusal| refusal.message.as_str()).collect::<Vec<_>>().join("; "))]
    Refused(Vec<Refusal>),
    /// The store failed.
    #[error("made-up plans were not stored")]
    Store(#[from] StoreError),
}

impl From<PublishError> for FillError {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Refused(refusals) => Self::Refused(refusals),
            PublishError::Store(error) => Self::Store(error),
        }
    }
}

/// How much is made up, and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoSettings {
    /// Plans.
    pub n_plans: usize,
    /// Another seed gives other plans.
    pub seed: u64,
}

/// What a made-up registry is made of in this registry, which holds the bundled catalogue.
///
/// # Errors
/// [`FillError::Demo`], [`FillError::Store`].
pub async fn prepare(store: &Store, settings: DemoSettings) -> Result<Demo, FillError> {
    let at = store.current_revision().await?;
    let codebook = store.codebook(at).await?;
    let indicators = store.all_indicators(at).await?;
    let periods = store.periods(at).await?;
    Ok(Demo::new(settings.n_plans, settings.seed, &codebook, &indicators, &periods)?)
}

/// Fills a registry that holds nothing but the bundled catalogue, which is loaded first where it is missing. Everything made
/// up comes in one publication, or nothing does. The store is closed then.
///
/// # Errors
/// [`FillError`].
pub async fn fill(
    store: Store,
    clock: &Clock,
    settings: DemoSettings,
    progress: impl FnMut(BulkProgress),
) -> Result<BulkPublished, FillError> {
    if !(1..=crate::demo::MAX_PLANS).contains(&settings.n_plans) {
        return Err(NoDemo::NumberOfPlans { n_plans: settings.n_plans }.into());
    }
    if let Some(revision) = store.first_revision_without_note(catalogue::NOTE).await? {
        return Err(FillError::InUse { revision });
    }
    catalogue::load(&store, clock).await?;
    let after = store.current_revision().await?;
    let demo = prepare(&store, settings).await?;
    let DemoSettings { n_plans, seed } = settings;
    let note = format!("demo data: {n_plans} synthetic plans of seed {seed}");
    let publication = BulkPublication { source: Arc::new(demo), after, now: clock.now(), note };
    Ok(store.publish_in_bulk(publication, progress).await?)
}

impl BulkSource for Demo {
    fn n_groups(&self) -> usize {
        self.n_institutions()
    }

    fn group(&self, index: usize) -> BulkGroup {
        let DemoInstitution { record, plans, alignments } = self.institution(index);
        BulkGroup { institution: record, plans, alignments }
    }
}
