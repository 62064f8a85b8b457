//! Filter arguments: checked, and turned into the store's.

use async_graphql::InputObject;

use super::{
    error::{ApiError, ApiResult},
    reference::{InstitutionRef, PeriodRef, ThemeRef},
    scalars::LanguageTag,
    session::Session,
    vocabularies::{IndicatorMeasure, InstitutionKind, PlanLayer, PlanLevel, PlanStatus, SearchType},
};
use crate::{
    domain::{
        each_once,
        institution::{Region, check_country, check_subdivision},
    },
    store, suggestion,
};

/// Which institutions. All fields given must match; inside a list, any of its values. A field left out matches all; an
/// empty list is an error.
#[derive(InputObject, Default)]
pub(super) struct InstitutionFilter {
    /// Of any of these kinds.
    kinds: Option<Vec<InstitutionKind>>,
    /// In any of these countries (ISO 3166-1 alpha-2).
    countries: Option<Vec<String>>,
    /// In any of these subdivisions (ISO 3166-2).
    subdivisions: Option<Vec<String>>,
    /// In any of these macro-regions, by code: `cn-east`, `cn-central`, `cn-west`, `cn-northeast`.
    regions: Option<Vec<String>>,
    /// A part of the name in any language, Chinese in either script.
    query: Option<String>,
}

/// Which plans. All fields given must match; inside a list, any of its values. A field left out matches all; an empty list
/// is an error.
#[derive(InputObject, Default)]
pub(super) struct PlanFilter {
    /// Of institutions of any of these kinds.
    kinds: Option<Vec<InstitutionKind>>,
    /// Of any of these levels.
    levels: Option<Vec<PlanLevel>>,
    /// Of any of these statuses.
    statuses: Option<Vec<PlanStatus>>,
    /// For any of these planning periods.
    periods: Option<Vec<PeriodRef>>,
    /// Of any of these institutions.
    institutions: Option<Vec<InstitutionRef>>,
    /// Of institutions in any of these macro-regions, by code.
    regions: Option<Vec<String>>,
    /// That address any of these themes, by their effective codes.
    themes: Option<Vec<ThemeRef>>,
    /// With a title in any of these languages.
    languages: Option<Vec<LanguageTag>>,
    /// A part of the title in any language, Chinese in either script.
    query: Option<String>,
    /// Only made-up plans, or only real ones.
    is_synthetic: Option<bool>,
}

/// Which indicator definitions. All fields given must match; a field left out matches all; an empty list is an error.
#[derive(InputObject, Default)]
pub(super) struct IndicatorFilter {
    /// Of any of these measures.
    measures: Option<Vec<IndicatorMeasure>>,
    /// Defined in a standard whose name begins so: `ISO 11620`, `ISO 11620:2014`.
    standards: Option<Vec<String>>,
    /// A part of the name in any language, Chinese in either script.
    query: Option<String>,
}

/// Where to search. All fields given must match; a field left out matches all; an empty list is an error.
#[derive(InputObject, Default)]
pub(super) struct SearchFilter {
    /// Only for things of these types.
    types: Option<Vec<SearchType>>,
    /// Only in plans of these levels.
    levels: Option<Vec<PlanLevel>>,
    /// Only in plans for these planning periods.
    periods: Option<Vec<PeriodRef>>,
    /// Only in texts of these languages.
    langs: Option<Vec<LanguageTag>>,
}

/// Which innovation cases. All fields given must match; a field left out matches all; an empty list is an error.
#[derive(InputObject, Default)]
pub(super) struct InnovationCaseFilter {
    /// Of institutions of any of these kinds.
    kinds: Option<Vec<InstitutionKind>>,
    /// Of institutions in any of these macro-regions, by code.
    regions: Option<Vec<String>>,
    /// About any of these focuses.
    focuses: Option<Vec<ThemeRef>>,
    /// Going any of these ways.
    strategies: Option<Vec<ThemeRef>>,
    /// Recorded in any of these years.
    years: Option<Vec<i32>>,
}

/// A list that is given must name something: an empty one matches nothing, which nobody means.
pub(super) fn filled<T, U: From<T>>(name: &str, list: Option<Vec<T>>) -> ApiResult<Option<Vec<U>>> {
    match list {
        Some(list) if list.is_empty() => Err(empty(name)),
        list => Ok(list.map(|list| list.into_iter().map(U::from).collect())),
    }
}

fn empty(name: &str) -> ApiError {
    ApiError::bad_input(format!("`{name}` is empty: name something, or leave it out"))
}

pub(super) fn regions(list: Option<Vec<String>>) -> ApiResult<Option<Vec<String>>> {
    let list: Option<Vec<String>> = filled("regions", list)?;
    for code in list.iter().flatten() {
        if Region::of_code(code).is_none() {
            let codes: Vec<&str> = Region::ALL.iter().map(|region| region.code).collect();
            let meant = suggestion::nearest(code, codes.iter().copied())
                .map(|meant| format!("did you mean `{meant}`?"))
                .unwrap_or_else(|| format!("there are {}", codes.join(", ")));
            return Err(ApiError::bad_input(format!("no region has the code `{code}`; {meant}")));
        }
    }
    Ok(list)
}

/// Country codes that could be right.
pub(super) fn checked_countries(list: Option<Vec<String>>) -> ApiResult<Option<Vec<String>>> {
    let list: Option<Vec<String>> = filled("countries", list)?;
    list.iter().flatten().try_for_each(|code| check_country(code))?;
    Ok(list)
}

/// Subdivision codes that could be right.
pub(super) fn checked_subdivisions(list: Option<Vec<String>>) -> ApiResult<Option<Vec<String>>> {
    let list: Option<Vec<String>> = filled("subdivisions", list)?;
    list.iter().flatten().try_for_each(|code| check_subdivision(code, None))?;
    Ok(list)
}

fn query(text: Option<String>) -> ApiResult<Option<String>> {
    match text {
        Some(text) if text.trim().is_empty() => Err(empty("query")),
        text => Ok(text.map(|text| text.trim().to_owned())),
    }
}

/// The layers asked for, if any are named.
pub(super) fn layers(list: Option<Vec<PlanLayer>>) -> ApiResult<Option<Vec<crate::domain::element::PlanLayer>>> {
    let mut layers = filled("layers", list)?;
    each_once(&mut layers);
    Ok(layers)
}

/// The layers that an argument names, where leaving it out means a choice of ours rather than all.
pub(super) fn layers_named(
    name: &str,
    list: Option<Vec<PlanLayer>>,
) -> ApiResult<Option<Vec<crate::domain::element::PlanLayer>>> {
    match list {
        Some(list) if list.is_empty() => Err(ApiError::bad_input(format!(
            "`{name}` is empty: name at least one layer, or leave it out for those that suit the plan"
        ))),
        list => Ok(list.map(|list| list.into_iter().map(Into::into).collect())),
    }
}

/// A list argument that must name something if it is given.
pub(super) fn named<T, U: From<T>>(name: &str, list: Option<Vec<T>>) -> ApiResult<Option<Vec<U>>> {
    filled(name, list)
}

fn languages(
    name: &str,
    list: Option<Vec<LanguageTag>>,
) -> ApiResult<Option<Vec<crate::domain::language::LanguageTag>>> {
    match list {
        Some(list) if list.is_empty() => Err(empty(name)),
        list => Ok(list.map(|list| list.into_iter().map(|tag| tag.0).collect())),
    }
}

impl InstitutionFilter {
    pub(super) fn checked(self) -> ApiResult<store::InstitutionFilter> {
        let Self { kinds, countries, subdivisions, regions: codes, query: part } = self;
        Ok(store::InstitutionFilter {
            kinds: filled("kinds", kinds)?,
            countries: checked_countries(countries)?,
            subdivisions: checked_subdivisions(subdivisions)?,
            regions: regions(codes)?,
            query: query(part)?,
        })
    }
}

impl Session {
    /// What the references of a list argument name, if it is given.
    pub(super) async fn resolve_some<R, T>(&self, name: &str, references: Option<Vec<R>>) -> ApiResult<Option<Vec<T>>>
    where
        R: super::reference::Reference,
        T: From<uuid::Uuid>,
    {
        match references {
            None => Ok(None),
            Some(references) if references.is_empty() => Err(empty(name)),
            Some(references) => Ok(Some(self.resolve_all(&references).await?)),
        }
    }
}

impl PlanFilter {
    pub(super) async fn checked(self, session: &Session) -> ApiResult<store::PlanFilter> {
        let Self {
            kinds,
            levels,
            statuses,
            periods,
            institutions,
            regions: codes,
            themes,
            languages: tags,
            query: part,
            is_synthetic,
        } = self;
        Ok(store::PlanFilter {
            kinds: filled("kinds", kinds)?,
            levels: filled("levels", levels)?,
            statuses: filled("statuses", statuses)?,
            periods: session.resolve_some("periods", periods).await?,
            institutions: session.resolve_some("institutions", institutions).await?,
            regions: regions(codes)?,
            themes: session.resolve_some("themes", themes).await?,
            languages: languages("languages", tags)?,
            query: query(part)?,
            is_synthetic,
        })
    }
}

impl IndicatorFilter {
    pub(super) fn checked(self) -> ApiResult<store::IndicatorFilter> {
        let Self { measures, standards, query: part } = self;
        Ok(store::IndicatorFilter {
            measures: filled("measures", measures)?,
            standards: filled("standards", standards)?,
            query: query(part)?,
        })
    }
}

impl SearchFilter {
    pub(super) async fn checked(self, session: &Session) -> ApiResult<store::SearchFilter> {
        let Self { types, levels, periods, langs } = self;
        Ok(store::SearchFilter {
            types: filled("types", types)?,
            levels: filled("levels", levels)?,
            periods: session.resolve_some("periods", periods).await?,
            langs: languages("langs", langs)?,
        })
    }
}

impl InnovationCaseFilter {
    pub(super) async fn checked(self, session: &Session) -> ApiResult<store::InnovationCaseFilter> {
        let Self { kinds, regions: codes, focuses, strategies, years } = self;
        Ok(store::InnovationCaseFilter {
            kinds: filled("kinds", kinds)?,
            regions: regions(codes)?,
            focuses: session.resolve_some("focuses", focuses).await?,
            strategies: session.resolve_some("strategies", strategies).await?,
            years: filled("years", years)?,
        })
    }
}
