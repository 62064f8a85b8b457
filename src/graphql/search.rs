//! Full-text search.

use async_graphql::{Context, Object, SimpleObject, Union};

use super::{
    element::PlanElement,
    error::{ApiError, ApiResult},
    filter::SearchFilter,
    indicator::{Indicator, PlanIndicator},
    paging::{self, Paged, Paging},
    plan::Plan,
    scalars::LanguageTag,
    session::{Session, session},
};
use crate::{
    domain::{
        id::{ElementId, IndicatorId, PlanId, PlanIndicatorId},
        revision::RegistryRevision,
    },
    store::{self, SearchType},
};

#[derive(Default)]
pub(super) struct SearchQuery;

#[Object]
impl SearchQuery {
    /// Full text over plans, elements and indicators, in Chinese (either script) and English. A hit holds every word of the
    /// query in one language; shorter texts come first. `totalCount` is exact up to 10,000 and stays there beyond.
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words to find, at most 200 characters: 智慧图书馆, 智慧圖書館, smart library.")]
        query: String,
        #[graphql(desc = "Where to search; default: everywhere.")] filter: Option<SearchFilter>,
        #[graphql(desc = "So many from the start, at most 100; default: 20.")] first: Option<i32>,
        #[graphql(desc = "Only what comes behind this cursor.")] after: Option<String>,
    ) -> ApiResult<Paged<SearchHit>> {
        const ORDER: &str = "search:nu:";
        const MAX_CHARACTERS: usize = 200;
        let n_characters = query.chars().count();
        if n_characters > MAX_CHARACTERS {
            return Err(ApiError::bad_input(format!(
                "`query` has {n_characters} characters, and at most {MAX_CHARACTERS} are searched for: shorten it"
            )));
        }
        let session = session(ctx)?;
        let at = session.now().await?;
        let request = Paging { first, after, last: None, before: None }.request(ctx, ORDER)?;
        let filter = filter.unwrap_or_default().checked(session).await?;
        let page = session.store.search(&query, &filter, &request).await?;
        let hits: Vec<store::SearchHit> = page.items.iter().map(|(_, hit)| hit.clone()).collect();
        let mut nodes = found(session, &hits, at).await?.into_iter();
        let page = page.filter_map(|hit| {
            let node = nodes.next().flatten()?;
            Some(SearchHit { node, lang: LanguageTag(hit.lang.clone()) })
        });
        Ok(paging::connection(page, ORDER))
    }
}

/// Something that holds the words searched for.
#[derive(SimpleObject)]
struct SearchHit {
    /// What was found.
    node: SearchResult,
    /// The language of the text that holds the words; of several the first by tag.
    lang: LanguageTag,
}

/// What a search can find.
#[derive(Union)]
enum SearchResult {
    Plan(Plan),
    PlanElement(PlanElement),
    PlanIndicator(PlanIndicator),
    Indicator(Indicator),
}

/// What hits stand for, in their order, in a fixed number of statements. A hit may be gone by the time it is read.
async fn found(
    session: &Session,
    hits: &[store::SearchHit],
    at: RegistryRevision,
) -> ApiResult<Vec<Option<SearchResult>>> {
    let of_kind = |kind: SearchType| hits.iter().filter(move |hit| hit.kind == kind).map(|hit| hit.id);
    let elements: Vec<ElementId> = of_kind(SearchType::PlanElement).map(ElementId).collect();
    let indicators: Vec<PlanIndicatorId> = of_kind(SearchType::PlanIndicator).map(PlanIndicatorId).collect();
    let plans_of_elements = session.store.plans_of_elements(&elements).await?;
    let plans_of_indicators = session.store.plans_of_plan_indicators(&indicators).await?;
    let plan_ids: Vec<PlanId> = of_kind(SearchType::Plan)
        .map(PlanId)
        .chain(plans_of_elements.values().copied())
        .chain(plans_of_indicators.values().copied())
        .collect();
    let plans = session.plans(&plan_ids, at).await?;
    let with_content: Vec<PlanId> = plans_of_elements.values().chain(plans_of_indicators.values()).copied().collect();
    let contents = session.contents(plans.values().filter(|plan| with_content.contains(&plan.id)), at).await?;
    let definitions = session.indicators(of_kind(SearchType::Indicator).map(IndicatorId), at).await?;
    let mut results = Vec::with_capacity(hits.len());
    for hit in hits {
        results.push(match hit.kind {
            SearchType::Plan => {
                plans.get(&PlanId(hit.id)).map(|plan| SearchResult::Plan(Plan { plan: plan.clone(), at }))
            }
            SearchType::PlanElement => {
                let id = ElementId(hit.id);
                let plan = plans_of_elements.get(&id).and_then(|plan| plans.get(plan));
                plan.and_then(|plan| {
                    let element = PlanElement::find(plan, contents.get(&plan.id)?, id, at)?;
                    Some(SearchResult::PlanElement(element))
                })
            }
            SearchType::PlanIndicator => {
                let id = PlanIndicatorId(hit.id);
                let plan = plans_of_indicators.get(&id).and_then(|plan| plans.get(plan));
                plan.and_then(|plan| {
                    let indicator = PlanIndicator::find(plan, contents.get(&plan.id)?, id, at)?;
                    Some(SearchResult::PlanIndicator(indicator))
                })
            }
            SearchType::Indicator => definitions
                .get(&IndicatorId(hit.id))
                .map(|indicator| SearchResult::Indicator(Indicator { indicator: indicator.clone(), at })),
        });
    }
    Ok(results)
}
