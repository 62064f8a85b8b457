//! Themes over cohorts: what the questions about them share.

use std::sync::Arc;

use tokio::sync::OnceCell;

use super::{
    cohort::LoadedCohort,
    error::{ApiError, ApiResult},
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
    // Of the same length, group by group.
    cohort_groups: Arc<[comparison::CohortGroup]>,
    pub(super) groups: Vec<comparison::CoverageGroup>,
    associations: OnceCell<Vec<comparison::ThemeAssociation>>,
}

impl Coverage {
    /// Counts every theme.
    pub(super) async fn of(
        session: &Session,
        loaded: &Arc<LoadedCohort>,
        themes: &Themes,
        dimensions: Vec<comparison::CohortDimension>,
    ) -> ApiResult<Self> {
        let summaries = loaded.summaries_to_count(session).await?;
        let n_themes = themes.all.len();
        let dimensions: Arc<[comparison::CohortDimension]> = dimensions.into();
        let asked = dimensions.clone();
        let (cohort_groups, groups) = loaded
            .compute_counts(move |loaded| {
                let groups = loaded.source.groups(&asked, &loaded.periods);
                let coverage = loaded.source.coverage(&groups, &summaries, n_themes);
                (groups.into(), coverage)
            })
            .await?;
        Ok(Self { loaded: loaded.clone(), dimensions, cohort_groups, groups, associations: OnceCell::new() })
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
            let (groups, dimensions) = (self.cohort_groups.clone(), self.dimensions.clone());
            self.loaded
                .compute_counts(move |loaded| loaded.source.associations(&groups, &dimensions, &summaries, n_themes))
                .await
        };
        Ok(self.associations.get_or_try_init(find).await?)
    }
}
