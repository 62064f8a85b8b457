//! Themes over cohorts: what the questions about them share.

use std::sync::Arc;

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

/// The coverage of every theme.
pub(super) async fn coverage(
    session: &Session,
    loaded: &Arc<LoadedCohort>,
    themes: &Themes,
    dimensions: Vec<comparison::CohortDimension>,
) -> ApiResult<comparison::ThemeCoverage> {
    let summaries = loaded.summaries(session).await?;
    let n_themes = themes.all.len();
    loaded
        .compute(move |loaded| {
            comparison::theme_coverage(&loaded.cohort.plans, &summaries, n_themes, &dimensions, &loaded.periods)
        })
        .await
}
