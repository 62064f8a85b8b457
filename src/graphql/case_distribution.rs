//! `innovationCaseDistribution`: how cases of service innovation spread.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};

use super::{
    error::{ApiError, ApiResult, Nullable, nullable},
    filter::InnovationCaseFilter,
    registry::ComputedFrom,
    scalars::{LanguageTag, count},
    session::session,
    text::{self, LocalizedText},
    vocabularies::CaseDimension,
};
use crate::{
    coding::Codebook,
    comparison::{self, CaseValue, case_distribution, labels},
    domain::{revision::RegistryRevision, text::Texts},
};

/// By more dimensions than this a table is none that anybody reads.
const MAX_DIMENSIONS: usize = 2;

#[derive(Default)]
pub(super) struct CaseDistributionQuery;

#[Object]
impl CaseDistributionQuery {
    /// How cases of service innovation spread over regions, kinds of library, focuses, strategies and years: by one
    /// dimension, or by two crossed with each other. Counts what the registry holds, which is what somebody recorded: a
    /// large group may have been studied more, not have innovated more.
    ///
    /// Errors: `BAD_USER_INPUT` for no dimension, more than two or the same one twice, `NOT_FOUND` for a theme of the filter
    /// that there is not, `NOT_READY` while the registry has no codebook. Method: docs/innovation-cases.md.
    async fn innovation_case_distribution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which cases; default: all.")] filter: Option<InnovationCaseFilter>,
        #[graphql(
            desc = "One dimension, or two different ones for a table: the first makes rows, the second columns."
        )]
        group_by: Vec<CaseDimension>,
        #[graphql(desc = "A registry revision: the answer as it was then. Default: now.")] as_of: Option<String>,
    ) -> Nullable<CaseDistribution> {
        nullable(async {
            let dimensions = checked(&group_by)?;
            let session = session(ctx)?;
            let at = session.as_of(as_of.as_deref()).await?;
            let codebook = session.codebook(at).await?;
            let filter = filter.unwrap_or_default().checked(session).await?;
            let with_themes = dimensions.iter().any(|dimension| dimension.is_multi_valued());
            let cases = session.store.counted_innovation_cases(&filter, with_themes, at).await?;
            let (by, book) = (dimensions.clone(), codebook.clone());
            // There can be very many cases, and the workers of a server have others waiting.
            let found = tokio::task::spawn_blocking(move || case_distribution(&cases, &by, &book))
                .await
                .map_err(|error| ApiError::internal(&error))?;
            Ok(Some(CaseDistribution::new(found, &dimensions, codebook, at)))
        })
        .await
    }
}

/// One dimension, or two different ones.
fn checked(group_by: &[CaseDimension]) -> ApiResult<Vec<comparison::CaseDimension>> {
    let dimensions: Vec<comparison::CaseDimension> = group_by.iter().map(|dimension| (*dimension).into()).collect();
    match dimensions.as_slice() {
        [] => Err(ApiError::bad_input(
            "`groupBy` is empty: name one dimension, such as `[REGION]`, or two for a table, such as `[REGION, FOCUS]`",
        )),
        [first, second] if first == second => Err(ApiError::bad_input(format!(
            "`groupBy` names {first} twice: name it once, or cross it with another dimension"
        ))),
        more if more.len() > MAX_DIMENSIONS => Err(ApiError::bad_input(format!(
            "`groupBy` names {} dimensions: name one or two, and ask for further tables with aliases",
            more.len()
        ))),
        _ => Ok(dimensions),
    }
}

/// How cases of service innovation spread.
#[derive(SimpleObject)]
struct CaseDistribution {
    /// What the answer was computed from.
    computed_from: ComputedFrom,
    /// All cases that match the filter, each counted once: what shares are shares of.
    case_count: i32,
    /// Groups that at least one case stands in: by one dimension, or cells of a table by two. A combination that is not
    /// listed has no case; with no cases at all the list is empty.
    ///
    /// In the order of their values in the first dimension, then in the second: years as they come, vocabularies, regions
    /// and the codebook in their own order, countries and subdivisions by code, the unknown last.
    groups: Vec<CaseGroup>,
    /// The cases by each dimension of `groupBy` alone, in its order: the totals of rows and columns.
    margins: Vec<CaseMargin>,
}

/// The cases by one dimension alone.
#[derive(SimpleObject)]
struct CaseMargin {
    /// The dimension.
    dimension: CaseDimension,
    /// Whether a case can stand in several groups: then counts can add up to more than all cases, and shares to more
    /// than 1. True for FOCUS and STRATEGY.
    is_multi_valued: bool,
    /// How many cases stand in more than one group, such as cases with several focuses; 0 where none can.
    overlapping_case_count: i32,
    /// Its groups, each with every case that has the value, in the order of `CaseDistribution.groups`.
    groups: Vec<CaseGroup>,
}

/// Cases that have a value in common, or one in each of two dimensions.
#[derive(SimpleObject)]
struct CaseGroup {
    /// What they have in common: one value for each dimension, in the order of `groupBy`.
    key: Vec<CaseGroupKey>,
    /// How many cases stand in the group; at least 1.
    case_count: i32,
    /// `caseCount` ÷ all cases of the distribution, above 0 and at most 1.
    share: f64,
}

/// A value that the cases of a group have in common.
#[derive(Description)]
struct CaseGroupKey {
    dimension: comparison::CaseDimension,
    value: CaseValue,
    codebook: Arc<Codebook>,
}

impl CaseDistribution {
    fn new(
        found: comparison::CaseDistribution,
        dimensions: &[comparison::CaseDimension],
        codebook: Arc<Codebook>,
        at: RegistryRevision,
    ) -> Self {
        let comparison::CaseDistribution { n_cases, groups, margins } = found;
        let margins = margins.into_iter().map(|margin| {
            let comparison::CaseMargin { dimension, groups, n_in_several } = margin;
            CaseMargin {
                dimension: dimension.into(),
                is_multi_valued: dimension.is_multi_valued(),
                overlapping_case_count: count(n_in_several),
                groups: CaseGroup::list(groups, &[dimension], &codebook),
            }
        });
        Self {
            computed_from: ComputedFrom::new(at, codebook.version()),
            case_count: count(n_cases),
            margins: margins.collect(),
            groups: CaseGroup::list(groups, dimensions, &codebook),
        }
    }
}

impl CaseGroup {
    fn list(
        groups: Vec<comparison::CaseGroup>,
        dimensions: &[comparison::CaseDimension],
        codebook: &Arc<Codebook>,
    ) -> Vec<Self> {
        let key = |(dimension, value): (&comparison::CaseDimension, CaseValue)| CaseGroupKey {
            dimension: *dimension,
            value,
            codebook: codebook.clone(),
        };
        groups
            .into_iter()
            .map(|comparison::CaseGroup { values, n_cases, share }| Self {
                key: dimensions.iter().zip(values).map(key).collect(),
                case_count: count(n_cases),
                share,
            })
            .collect()
    }
}

#[Object(use_type_description)]
impl CaseGroupKey {
    /// The dimension.
    async fn dimension(&self) -> CaseDimension {
        self.dimension.into()
    }

    /// The value: a code of a region, country or subdivision, a word of `InstitutionKind`, the slug of a concept of the
    /// codebook, or a year. Null: not known, or the case names none.
    async fn value(&self) -> Option<String> {
        match &self.value {
            CaseValue::Region(region) => Some(region.code.to_owned()),
            CaseValue::InstitutionKind(kind) => Some(kind.code().to_owned()),
            CaseValue::Theme(slug) => Some(slug.clone()),
            CaseValue::Year(year) => Some(year.to_string()),
            CaseValue::Code(code) => Some(code.clone()),
            CaseValue::Unknown => None,
        }
    }

    /// The value in words, also where it is null. Of a country, and of a subdivision outside China, the code.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Wanted languages, best first; default: the reader's (Accept-Language), then any.")]
        lang: Option<Vec<LanguageTag>>,
    ) -> ApiResult<LocalizedText<'_>> {
        text::required(ctx, &self.texts(), &lang, None).map(text::owned)
    }
}

impl CaseGroupKey {
    fn texts(&self) -> Texts {
        match &self.value {
            CaseValue::Region(region) => labels::region(*region),
            CaseValue::InstitutionKind(kind) => labels::kind(*kind),
            CaseValue::Theme(slug) => match self.codebook.by_slug(slug) {
                Some(theme) => theme.labels.clone(),
                None => Texts::editorial(
                    format!("{slug} (not in the codebook in force)"),
                    format!("{slug}（现行编码表中没有）"),
                ),
            },
            CaseValue::Year(year) => Texts::editorial(year.to_string(), format!("{year}年")),
            CaseValue::Code(code) => labels::place(code),
            CaseValue::Unknown => match self.dimension {
                comparison::CaseDimension::Region => {
                    Texts::editorial("Region unknown or none", "地区不详或不属于任何地区")
                }
                comparison::CaseDimension::Country => Texts::editorial("Country unknown", "国家不详"),
                comparison::CaseDimension::Subdivision => Texts::editorial("Subdivision unknown", "省级行政区不详"),
                comparison::CaseDimension::Focus => Texts::editorial("No focus recorded", "未记录创新重点"),
                comparison::CaseDimension::Strategy => Texts::editorial("No strategy recorded", "未记录创新策略"),
                comparison::CaseDimension::InstitutionKind | comparison::CaseDimension::Year => {
                    Texts::editorial("Unknown", "不详")
                }
            },
        }
    }
}
