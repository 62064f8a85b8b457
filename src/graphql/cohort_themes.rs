//! Themes over cohorts: what the questions about them share.

use std::sync::Arc;

use tokio::sync::OnceCell;

use super::{
    cohort::LoadedCohort,
    error::{ApiError, ApiResult},
    plan_cache::Key,
    reference::ThemeRef,
    session::Session,
    theme::Theme,
};
use crate::{
    comparison,
    domain::{id::ThemeId, theme::THEME_SCHEME},
};

/// The themes of the codebook by place, and which of them an answer is about.
pub(super) struct Themes {
    pub(super) all: Vec<ThemeId>,
    // Ascending places among `all`.
    pub(super) asked: Vec<usize>,
}

impl Themes {
    /// All themes, and those that an argument names or else all of them.
    pub(super) async fn resolve(
        session: &Session,
        loaded: &LoadedCohort,
        themes: Option<Vec<ThemeRef>>,
    ) -> ApiResult<Self> {
        let all: Vec<ThemeId> = loaded.codebook.in_scheme(THEME_SCHEME).map(|theme| theme.id).collect();
        let asked = match session.resolve_some::<_, ThemeId>("themes", themes).await? {
            None => (0..all.len()).collect(),
            Some(ids) => {
                let mut places = Vec::with_capacity(ids.len());
                for id in ids {
                    places.push(all.iter().position(|known| *known == id).ok_or_else(|| {
                        ApiError::bad_input(format!(
                            "only concepts of the scheme `{THEME_SCHEME}` are counted, and `themes` names another: see `themes {{ slug }}`"
                        ))
                    })?);
                }
                places.sort_unstable();
                places.dedup();
                places
            }
        };
        Ok(Self { all, asked })
    }

    /// The theme at a place.
    pub(super) fn theme(&self, loaded: &LoadedCohort, place: usize) -> ApiResult<Theme> {
        let id = self.all.get(place).ok_or_else(|| ApiError::internal(&MissingTheme(place)))?;
        Ok(Theme::new(loaded.codebook.clone(), *id))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("there is no theme at place {0} of the codebook")]
pub(super) struct MissingTheme(pub(super) usize);

/// The coverage of every theme in groups of a cohort, and what goes together with the groups.
pub(super) struct Coverage {
    loaded: Arc<LoadedCohort>,
    dimensions: Arc<[comparison::CohortDimension]>,
    counted: Arc<CountedCoverage>,
}

/// What is counted for it. Requests that ask for the same share it.
pub(super) struct CountedCoverage {
    // Of the same length, group by group.
    cohort_groups: Arc<[comparison::CohortGroup]>,
    groups: Vec<comparison::CoverageGroup>,
    associations: OnceCell<Vec<comparison::ThemeAssociation>>,
}

impl CountedCoverage {
    /// The bytes that it takes at most, when associations were asked for, too; roughly.
    pub(super) fn bytes(&self) -> usize {
        // A key's value and labels; and the sentences of an association's caveats, with the slugs of some plans.
        const KEY: usize = 500;
        const CAVEATS: usize = 4_000;
        let plans = self.cohort_groups.iter().map(|group| group.plans.serialized_size()).sum::<usize>();
        let cells = self.groups.iter().map(|group| size_of_val(group.cells.as_slice())).sum::<usize>();
        let n_keys = self.groups.iter().map(|group| 1 + group.key.len()).sum::<usize>();
        let n_themes = self.groups.first().map_or(0, |group| group.cells.len());
        // Groups have their plans; caveats share two more sets of them. Keys stand with the plans and with the cells.
        size_of::<Self>()
            + 3 * plans
            + cells
            + 2 * n_keys * KEY
            + n_themes * (size_of::<comparison::ThemeAssociation>() + CAVEATS)
    }
}

impl Coverage {
    /// Counts every theme, unless it was counted at this revision before.
    pub(super) async fn of(
        session: &Session,
        loaded: &Arc<LoadedCohort>,
        themes: &Themes,
        dimensions: Vec<comparison::CohortDimension>,
    ) -> ApiResult<Self> {
        let dimensions: Arc<[comparison::CohortDimension]> = dimensions.into();
        let key = |at, cohort| Key::Coverage(at, cohort, dimensions.clone());
        let count = Box::pin(Self::count(session, loaded, themes, dimensions.clone()));
        let counted = loaded.kept_or(session, key, count).await?;
        Ok(Self { loaded: loaded.clone(), dimensions, counted })
    }

    async fn count(
        session: &Session,
        loaded: &Arc<LoadedCohort>,
        themes: &Themes,
        dimensions: Arc<[comparison::CohortDimension]>,
    ) -> ApiResult<CountedCoverage> {
        let summaries = loaded.summaries_to_count(session).await?;
        let n_themes = themes.all.len();
        let count = move |loaded: &LoadedCohort| {
            let cohort_groups = loaded.source.groups(&dimensions, &loaded.periods);
            let groups = loaded.source.coverage(&cohort_groups, &summaries, n_themes);
            CountedCoverage { cohort_groups: cohort_groups.into(), groups, associations: OnceCell::new() }
        };
        loaded.compute_counts(count).await
    }

    /// The groups, by their values.
    pub(super) fn groups(&self) -> &[comparison::CoverageGroup] {
        &self.counted.groups
    }

    /// For each theme whether it goes together with the groups; found when it is first asked for.
    pub(super) async fn associations(
        &self,
        session: &Session,
        themes: &Themes,
    ) -> ApiResult<&[comparison::ThemeAssociation]> {
        let find = async || {
            let summaries = self.loaded.summaries_to_count(session).await?;
            let n_themes = themes.all.len();
            let (groups, dimensions) = (self.counted.cohort_groups.clone(), self.dimensions.clone());
            self.loaded
                .compute_counts(move |loaded| loaded.source.associations(&groups, &dimensions, &summaries, n_themes))
                .await
        };
        Ok(self.counted.associations.get_or_try_init(find).await?)
    }
}
