//! `themeCoverage`: how many plans of a cohort address each theme.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};

use super::{
    caveat::Caveat,
    cohort::{Cohort, CohortInput, GroupKey, LoadedCohort, dimensions},
    cohort_themes::{Coverage, Themes},
    error::{ApiResult, Nullable, nullable},
    registry::ComputedFrom,
    scalars::count,
    session::session,
    theme::Theme,
    vocabularies::{AssociationTest, CohortDimension},
};
use crate::comparison;

#[derive(Default)]
pub(super) struct ThemeCoverageQuery;

#[Object]
impl ThemeCoverageQuery {
    /// How many plans of a cohort address each theme, split into groups, with intervals and a test of association for each
    /// theme.
    ///
    /// Themes are counted over every layer but SITUATION. Errors: `NOT_FOUND` for a reference that leads nowhere,
    /// `BAD_USER_INPUT` for an empty list or a dimension named twice, `NOT_READY` while the registry has no codebook.
    /// Method: docs/cohorts.md.
    async fn theme_coverage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which plans; default: every adopted plan of a national, public or academic library.")]
        cohort: Option<CohortInput>,
        #[graphql(desc = "What groups are made by, one or several; an empty list makes one group of all.")]
        group_by: Vec<CohortDimension>,
        #[graphql(desc = "A registry revision: the answer as it was then. Default: now.")] as_of: Option<String>,
    ) -> Nullable<ThemeCoverage> {
        nullable(async {
            let session = session(ctx)?;
            let dimensions = dimensions(group_by)?;
            let loaded = LoadedCohort::load(session, cohort, as_of.as_deref()).await?;
            let themes = Themes::resolve(session, &loaded, None).await?;
            let answer = Coverage::of(session, &loaded, &themes, dimensions).await?;
            Ok(Some(ThemeCoverage { loaded, themes, answer }))
        })
        .await
    }
}

/// How many plans of a cohort address each theme.
#[derive(Description)]
struct ThemeCoverage {
    loaded: Arc<LoadedCohort>,
    themes: Themes,
    answer: Coverage,
}

#[Object(use_type_description)]
impl ThemeCoverage {
    /// What the answer was computed from.
    async fn computed_from(&self) -> ComputedFrom {
        self.loaded.computed_from()
    }

    /// The cohort as it was resolved.
    async fn cohort(&self, ctx: &Context<'_>) -> ApiResult<Cohort> {
        self.loaded.described(session(ctx)?, true).await
    }

    /// The groups, by their values, known ones first; every plan of the cohort is in exactly one. Empty for an empty cohort.
    async fn groups(&self) -> ApiResult<Vec<CoverageGroup>> {
        self.answer
            .groups()
            .iter()
            .map(|group| {
                let cells = group.cells.iter().enumerate().map(|(place, cell)| {
                    Ok(CoverageCell { theme: self.themes.theme(&self.loaded, place)?, numbers: (*cell).into() })
                });
                Ok(CoverageGroup {
                    key: group.key.iter().cloned().map(GroupKey::from).collect(),
                    plan_count: count(group.n_plans),
                    coded_plan_count: count(group.n_coded),
                    not_coded_plan_count: count(group.n_not_coded),
                    not_applicable_plan_count: count(group.n_not_applicable),
                    cells: cells.collect::<ApiResult<_>>()?,
                })
            })
            .collect()
    }

    /// For each theme, in the codebook's order, whether addressing it goes together with the group.
    async fn association(&self, ctx: &Context<'_>) -> ApiResult<Vec<ThemeAssociation>> {
        let found = self.answer.associations(session(ctx)?, &self.themes).await?;
        found
            .iter()
            .enumerate()
            .map(|(place, found)| {
                Ok(ThemeAssociation::new(self.themes.theme(&self.loaded, place)?, found.clone(), &self.loaded))
            })
            .collect()
    }
}

/// Plans of a cohort that share the values of all dimensions.
#[derive(SimpleObject)]
struct CoverageGroup {
    /// One value for each dimension, in the order asked for; empty where no dimension was.
    key: Vec<GroupKey>,
    /// Plans of the group.
    plan_count: i32,
    /// Plans that are coded in a layer that counts: what shares are of.
    coded_plan_count: i32,
    /// Plans with elements in the layers that count, none of them coded: what they leave out is not known.
    not_coded_plan_count: i32,
    /// Plans without elements in the layers that count.
    not_applicable_plan_count: i32,
    /// One cell for each theme of the codebook, in its order.
    cells: Vec<CoverageCell>,
}

/// One theme in one group.
#[derive(SimpleObject)]
struct CoverageCell {
    /// The theme.
    theme: Theme,
    #[graphql(flatten)]
    numbers: CoverageNumbers,
}

/// How many plans of a group address a theme, and how much of them it takes.
#[derive(SimpleObject)]
pub(super) struct CoverageNumbers {
    /// Coded plans of the group (in a trend: of the period) with at least one topmost element that addresses the theme.
    plan_count: i32,
    /// Presence: `planCount` ÷ coded plans of the group or period. Unit: share, 0..1. Null: none of them is coded.
    pub(super) share: Option<f64>,
    /// Lower end of Wilson's 95 % interval of `share`. Null: as `share`.
    low: Option<f64>,
    /// Upper end of Wilson's 95 % interval of `share`. Null: as `share`.
    high: Option<f64>,
    /// Topmost elements that address the theme, in all of those coded plans.
    element_count: i32,
    /// Intensity: the mean, over those coded plans, of the share of a plan's topmost elements that address the
    /// theme. Unit: share, 0..1. Null: as `share`.
    mean_share: Option<f64>,
}

impl From<comparison::CoverageCell> for CoverageNumbers {
    fn from(cell: comparison::CoverageCell) -> Self {
        let comparison::CoverageCell { n_plans, share, low, high, n_elements, mean_share } = cell;
        Self { plan_count: count(n_plans), share, low, high, element_count: count(n_elements), mean_share }
    }
}

/// Whether addressing a theme goes together with the group that a plan is in.
#[derive(SimpleObject)]
pub(super) struct ThemeAssociation {
    /// The theme.
    theme: Theme,
    /// How it was tested. NONE: there is nothing to test, because fewer than two groups have coded plans or all or none of
    /// them address the theme, or the caveat says why not.
    test: AssociationTest,
    /// Institutions that the test rests on, each counted once; 0 without a test. With groups by period those with a coded
    /// plan in every period, else those with a coded plan whose dimensions are known.
    institution_count: i32,
    /// The test's statistic. Null: without a test, and for exact ones.
    statistic: Option<f64>,
    /// Degrees of freedom of the statistic's chi-square distribution. Null: as `statistic`.
    degrees_of_freedom: Option<i32>,
    /// Whether the p-value is exact (Fisher's test; McNemar's with fewer than 25 discordant pairs) rather than from the
    /// statistic's chi-square distribution.
    is_exact: bool,
    /// The p-value, 0..1. Null: without a test.
    p_value: Option<f64>,
    /// The p-value adjusted for the number of themes tested in this answer (Benjamini and Hochberg's false discovery rate),
    /// 0..1. Null: without a test.
    adjusted_p_value: Option<f64>,
    /// How strong the association is, 0..1. Null: without a test, and for repeated measures.
    cramers_v: Option<f64>,
    /// What is to be kept in mind; empty when nothing is known to.
    caveats: Vec<Caveat>,
}

impl ThemeAssociation {
    pub(super) fn new(theme: Theme, found: comparison::ThemeAssociation, loaded: &Arc<LoadedCohort>) -> Self {
        let comparison::ThemeAssociation {
            test,
            n,
            statistic,
            degrees_of_freedom,
            is_exact,
            p_value,
            adjusted_p_value,
            cramers_v,
            caveats,
        } = found;
        Self {
            theme,
            test: test.into(),
            institution_count: count(n),
            statistic,
            degrees_of_freedom: degrees_of_freedom.map(|degrees| count(degrees as usize)),
            is_exact,
            p_value,
            adjusted_p_value,
            cramers_v,
            caveats: loaded.caveats(caveats),
        }
    }
}
