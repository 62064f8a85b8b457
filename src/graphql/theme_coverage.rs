//! `themeCoverage`, `themeTrend` and `themeCoOccurrence`: themes over cohorts.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};

use super::{
    caveat::Caveat,
    cohort::{Cohort, CohortInput, GroupKey, LoadedCohort, count, dimensions},
    error::{ApiError, ApiResult, Nullable, nullable},
    period::PlanningPeriod,
    reference::{PeriodRef, ThemeRef},
    registry::ComputedFrom,
    session::{Session, session},
    theme::Theme,
    vocabularies::{AssociationTest, CoOccurrenceUnit, CohortDimension},
};
use crate::{
    comparison,
    domain::{
        id::{PeriodId, ThemeId},
        theme::THEME_SCHEME,
    },
};

#[derive(Default)]
pub(super) struct ThemeCoverageQuery;

/// The themes of the codebook by place, and which of them an answer is about.
struct Themes {
    all: Vec<ThemeId>,
    // Ascending places among `all`.
    asked: Vec<usize>,
}

impl Themes {
    async fn resolve(session: &Session, loaded: &LoadedCohort, themes: Option<Vec<ThemeRef>>) -> ApiResult<Self> {
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

    fn theme(&self, loaded: &LoadedCohort, place: usize) -> ApiResult<Theme> {
        let id = self.all.get(place).ok_or_else(|| ApiError::internal(&MissingTheme(place)))?;
        Ok(Theme::new(loaded.codebook.clone(), *id))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("there is no theme at place {0} of the codebook")]
struct MissingTheme(usize);

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
            let answer = coverage(session, &loaded, &themes, dimensions).await?;
            Ok(Some(ThemeCoverage { loaded, themes, answer }))
        })
        .await
    }

    /// How the share of plans that address each theme moved over any number of periods: "13th → 14th → 15th".
    ///
    /// Errors: as `themeCoverage`; `BAD_USER_INPUT` for fewer than two periods, for periods in the wrong order, and where the
    /// cohort names periods of its own.
    async fn theme_trend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which plans; default: every adopted plan of a national, public or academic library.")]
        cohort: Option<CohortInput>,
        #[graphql(desc = "Two or more periods, the earliest first.")] periods: Vec<PeriodRef>,
        #[graphql(desc = "Only these themes; default: all.")] themes: Option<Vec<ThemeRef>>,
        #[graphql(desc = "A registry revision: the answer as it was then. Default: now.")] as_of: Option<String>,
    ) -> Nullable<ThemeTrend> {
        nullable(async {
            let session = session(ctx)?;
            let mut cohort = cohort.unwrap_or_default();
            if cohort.names_periods() {
                return Err(ApiError::bad_input(
                    "`cohort.periods` and `periods` are both given: name the periods once",
                ));
            }
            if periods.len() < 2 {
                return Err(ApiError::bad_input("a trend takes two or more `periods`"));
            }
            let at = session.as_of(as_of.as_deref()).await?;
            let known = session.periods(at).await?;
            let mut in_order = Vec::with_capacity(periods.len());
            for reference in &periods {
                let id: PeriodId = session.resolve(reference).await?;
                match known.iter().find(|period| period.id == id) {
                    Some(period) => in_order.push(period.clone()),
                    None => return Err(session.missing(reference).await?),
                }
            }
            for pair in in_order.windows(2) {
                if let [earlier, later] = pair
                    && earlier.years.start() >= later.years.start()
                {
                    return Err(ApiError::bad_input(format!(
                        "`{}` does not begin before `{}`: give the earliest period first, each once",
                        earlier.slug, later.slug
                    )));
                }
            }
            cohort.set_periods(periods);
            let loaded = LoadedCohort::load(session, Some(cohort), as_of.as_deref()).await?;
            let themes = Themes::resolve(session, &loaded, themes).await?;
            let answer = coverage(session, &loaded, &themes, vec![comparison::CohortDimension::Period]).await?;
            let periods = in_order.into_iter().map(|period| PlanningPeriod { period, at }).collect();
            Ok(Some(ThemeTrend { loaded, themes, answer, periods }))
        })
        .await
    }

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
                    comparison::co_occurrences(&loaded.cohort.plans, &summaries, n_themes, unit.into())
                })
                .await?;
            Ok(Some(ThemeCoOccurrence { loaded, themes, answer, unit, min_count }))
        })
        .await
    }
}

async fn coverage(
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

/// How many plans of a cohort address each theme.
#[derive(Description)]
struct ThemeCoverage {
    loaded: Arc<LoadedCohort>,
    themes: Themes,
    answer: comparison::ThemeCoverage,
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
            .groups
            .iter()
            .map(|group| {
                let cells = group.cells.iter().enumerate().map(|(place, cell)| {
                    Ok(CoverageCell { theme: self.themes.theme(&self.loaded, place)?, numbers: (*cell).into() })
                });
                Ok(CoverageGroup {
                    key: group.group.key.iter().cloned().map(GroupKey::from).collect(),
                    plan_count: count(group.group.plans.len()),
                    coded_plan_count: count(group.n_coded),
                    not_coded_plan_count: count(group.n_not_coded),
                    not_applicable_plan_count: count(group.n_not_applicable),
                    cells: cells.collect::<ApiResult<_>>()?,
                })
            })
            .collect()
    }

    /// For each theme, in the codebook's order, whether addressing it goes together with the group.
    async fn association(&self) -> ApiResult<Vec<ThemeAssociation>> {
        self.answer
            .association
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
struct CoverageNumbers {
    /// Coded plans of the group with at least one topmost element that addresses the theme.
    plan_count: i32,
    /// Presence: `planCount` ÷ coded plans of the group. Unit: share, 0..1. Null: no plan of the group is coded.
    share: Option<f64>,
    /// Lower end of Wilson's 95 % interval of `share`. Null: as `share`.
    low: Option<f64>,
    /// Upper end of Wilson's 95 % interval of `share`. Null: as `share`.
    high: Option<f64>,
    /// Topmost elements that address the theme, in all coded plans of the group.
    element_count: i32,
    /// Intensity: the mean, over the coded plans of the group, of the share of a plan's topmost elements that address the
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
struct ThemeAssociation {
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
    fn new(theme: Theme, found: comparison::ThemeAssociation, loaded: &LoadedCohort) -> Self {
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

/// How the share of plans that address each theme moved over several periods.
#[derive(Description)]
struct ThemeTrend {
    loaded: Arc<LoadedCohort>,
    themes: Themes,
    answer: comparison::ThemeCoverage,
    periods: Vec<PlanningPeriod>,
}

#[Object(use_type_description)]
impl ThemeTrend {
    /// What the answer was computed from.
    async fn computed_from(&self) -> ComputedFrom {
        self.loaded.computed_from()
    }

    /// The cohort as it was resolved: plans for any of the periods.
    async fn cohort(&self, ctx: &Context<'_>) -> ApiResult<Cohort> {
        self.loaded.described(session(ctx)?, true).await
    }

    /// The periods, in the order asked for.
    async fn periods(&self) -> Vec<PlanningPeriod> {
        self.periods.clone()
    }

    /// One row for each theme asked for, in the codebook's order.
    async fn rows(&self) -> ApiResult<Vec<ThemeTrendRow>> {
        self.themes.asked.iter().map(|&place| self.row(place)).collect()
    }
}

impl ThemeTrend {
    fn row(&self, place: usize) -> ApiResult<ThemeTrendRow> {
        let points: Vec<ThemeTrendPoint> = self
            .periods
            .iter()
            .map(|period| {
                let slug = Some(period.period.slug.as_str());
                let group = self
                    .answer
                    .groups
                    .iter()
                    .find(|group| group.group.key.first().is_some_and(|key| key.value.as_deref() == slug));
                let cell = group.and_then(|group| group.cells.get(place));
                ThemeTrendPoint {
                    period: period.clone(),
                    period_plan_count: group.map_or(0, |group| count(group.group.plans.len())),
                    coded_plan_count: group.map_or(0, |group| count(group.n_coded)),
                    numbers: cell.copied().unwrap_or(comparison::CoverageCell::NOTHING).into(),
                }
            })
            .collect();
        let ends =
            points.first().and_then(|first| first.numbers.share).zip(points.last().and_then(|last| last.numbers.share));
        let found = self.answer.association.get(place).ok_or_else(|| ApiError::internal(&MissingTheme(place)))?;
        Ok(ThemeTrendRow {
            theme: self.themes.theme(&self.loaded, place)?,
            points,
            change: ends.map(|(first, last)| last - first),
            association: ThemeAssociation::new(self.themes.theme(&self.loaded, place)?, found.clone(), &self.loaded),
        })
    }
}

/// One theme over the periods.
#[derive(SimpleObject)]
struct ThemeTrendRow {
    /// The theme.
    theme: Theme,
    /// One point for each period, in the order asked for.
    points: Vec<ThemeTrendPoint>,
    /// Share in the last period − share in the first, −1..1. Null: no plan of one of them is coded.
    change: Option<f64>,
    /// Whether the share differs between the periods, among institutions with a coded plan in all of them; adjusted over all
    /// themes of the codebook.
    association: ThemeAssociation,
}

/// One theme in one period.
#[derive(SimpleObject)]
struct ThemeTrendPoint {
    /// The period.
    period: PlanningPeriod,
    /// Plans of the cohort for the period.
    period_plan_count: i32,
    /// Coded plans among them: n of `share`.
    coded_plan_count: i32,
    #[graphql(flatten)]
    numbers: CoverageNumbers,
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
