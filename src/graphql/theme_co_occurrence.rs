//! `themeCoOccurrence`: which themes stand together.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};

use super::{
    cohort::{Cohort, CohortInput, LoadedCohort},
    cohort_themes::Themes,
    error::{ApiError, ApiResult, Nullable, nullable},
    reference::ThemeRef,
    registry::ComputedFrom,
    scalars::count,
    session::session,
    theme::Theme,
    vocabularies::CoOccurrenceUnit,
};
use crate::comparison;

#[derive(Default)]
pub(super) struct ThemeCoOccurrenceQuery;

#[Object]
impl ThemeCoOccurrenceQuery {
    /// Which themes stand together in the plans of a cohort, or in single elements of them: counts, Jaccard's index and
    /// pointwise mutual information of every two themes.
    ///
    /// Errors: as `themeCoverage`; `BAD_USER_INPUT` for a `minCount` below 1.
    async fn theme_co_occurrence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which plans; default: every adopted plan of a national, public or academic library.")]
        cohort: Option<CohortInput>,
        #[graphql(default_with = "CoOccurrenceUnit::Element", desc = "What themes stand together in.")]
        unit: CoOccurrenceUnit,
        #[graphql(desc = "Only pairs of these themes; default: all.")] themes: Option<Vec<ThemeRef>>,
        #[graphql(default = 1, desc = "Only pairs that stand together at least so often.")] min_count: i32,
        #[graphql(desc = "A registry revision: the answer as it was then. Default: now.")] as_of: Option<String>,
    ) -> Nullable<ThemeCoOccurrence> {
        nullable(async {
            let session = session(ctx)?;
            let min_count = usize::try_from(min_count)
                .ok()
                .filter(|min_count| *min_count >= 1)
                .ok_or_else(|| ApiError::bad_input(format!("`minCount` is {min_count}: give 1 or more")))?;
            let loaded = LoadedCohort::load(session, cohort, as_of.as_deref()).await?;
            let themes = Themes::resolve(session, &loaded, themes).await?;
            let summaries = loaded.summaries(session).await?;
            let n_themes = themes.all.len();
            let answer = loaded
                .compute(move |loaded| {
                    comparison::co_occurrences(&loaded.cohort().plans, &summaries, n_themes, unit.into())
                })
                .await?;
            Ok(Some(ThemeCoOccurrence { loaded, themes, answer, unit, min_count }))
        })
        .await
    }
}

/// Which themes stand together.
#[derive(Description)]
struct ThemeCoOccurrence {
    loaded: Arc<LoadedCohort>,
    themes: Themes,
    answer: comparison::CoOccurrences,
    unit: CoOccurrenceUnit,
    min_count: usize,
}

#[Object(use_type_description)]
impl ThemeCoOccurrence {
    /// What the answer was computed from.
    async fn computed_from(&self) -> ComputedFrom {
        self.loaded.computed_from()
    }

    /// The cohort as it was resolved.
    async fn cohort(&self, ctx: &Context<'_>) -> ApiResult<Cohort> {
        self.loaded.described(session(ctx)?, true).await
    }

    /// What themes were looked for in.
    async fn unit(&self) -> CoOccurrenceUnit {
        self.unit
    }

    /// Units looked at: coded plans, or the topmost elements of their coded layers but SITUATION.
    async fn unit_count(&self) -> i32 {
        count(self.answer.n_units)
    }

    /// Every two themes that stand together at least `minCount` times, the most frequent pair first, ties in the codebook's
    /// order.
    async fn pairs(&self) -> ApiResult<Vec<ThemePair>> {
        let asked = |place: usize| self.themes.asked.binary_search(&place).is_ok();
        let addressing = |place: usize| count(self.answer.n_addressing.get(place).copied().unwrap_or(0));
        self.answer
            .pairs
            .iter()
            .filter(|pair| pair.n_both >= self.min_count && asked(pair.a) && asked(pair.b))
            .map(|pair| {
                Ok(ThemePair {
                    a: self.themes.theme(&self.loaded, pair.a)?,
                    b: self.themes.theme(&self.loaded, pair.b)?,
                    a_count: addressing(pair.a),
                    b_count: addressing(pair.b),
                    count: count(pair.n_both),
                    jaccard: pair.jaccard,
                    pmi: pair.pmi,
                    normalized_pmi: pair.normalized_pmi,
                })
            })
            .collect()
    }
}

/// Two themes that stand together.
#[derive(SimpleObject)]
struct ThemePair {
    /// The theme that comes first in the codebook.
    a: Theme,
    /// The other theme.
    b: Theme,
    /// Units that address `a`.
    a_count: i32,
    /// Units that address `b`.
    b_count: i32,
    /// Units that address both.
    count: i32,
    /// Jaccard's index: `count` ÷ units that address either, 0..1.
    jaccard: Option<f64>,
    /// Pointwise mutual information, log₂( units · `count` ÷ (`aCount` · `bCount`) ). Unit: bits. Above 0: together more
    /// often than by chance.
    pmi: Option<f64>,
    /// `pmi` ÷ −log₂(`count` ÷ units), −1..1. Null: every unit addresses both.
    normalized_pmi: Option<f64>,
}
