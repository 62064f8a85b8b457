//! Full-text search.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject, Union};

use super::{
    element::PlanElement,
    error::{ApiError, ApiResult},
    filter::SearchFilter,
    indicator::{Indicator, PlanIndicator},
    paging::{self, Paged, Paging},
    plan::Plan,
    plan_cache::Key,
    scalars::LanguageTag,
    session::{Session, session},
};
use crate::{
    domain::{
        id::{ElementId, IndicatorId, PlanId, PlanIndicatorId},
        revision::RegistryRevision,
    },
    store::{self, Page, Search, SearchType},
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
        let search = Arc::new(Search::new(&query, filter, request));
        let find = async { Ok(session.store.search(&search).await?) };
        let page = session.memory.kept_or(Key::Search(at, search.clone()), find).await?;
        let mut nodes = found(session, &page, is_asked_for_itself(ctx), at).await?.into_iter();
        let page = Page::clone(&page).filter_map(|hit| {
            let node = nodes.next().flatten()?;
            Some(SearchHit { node, lang: LanguageTag(hit.lang) })
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

/// Fields of elements and plan indicators that need no more of the plan, and common ones of the other things found.
fn names_of_themselves() -> impl Iterator<Item = &'static str> {
    const OF_OTHERS: [&str; 8] = ["slug", "institution", "period", "status", "level", "language", "name", "definition"];
    PlanElement::OF_ITSELF.into_iter().chain(PlanIndicator::OF_ITSELF).chain(OF_OTHERS)
}

/// Whether of elements and plan indicators only what each says by itself is asked for: then their plans need not be read.
///
/// A selection shows the fields of all members of the union. So a name counts that tells what an element or an indicator says by
/// itself, and one that neither of them has.
fn is_asked_for_itself(ctx: &Context<'_>) -> bool {
    let is_of_itself = |name: &str| names_of_themselves().any(|known| known == name);
    let page = ctx.look_ahead();
    [page.field("nodes").field("node"), page.field("edges").field("node").field("node")]
        .iter()
        .flat_map(|hits| hits.selection_fields())
        .flat_map(|node| node.selection_set().collect::<Vec<_>>())
        .all(|field| is_of_itself(field.name()))
}

/// What hits stand for, in their order, in a fixed number of statements. A hit may be gone by the time it is read.
async fn found(
    session: &Session,
    page: &Page<store::SearchHit>,
    alone: bool,
    at: RegistryRevision,
) -> ApiResult<Vec<Option<SearchResult>>> {
    let hits = || page.items.iter().map(|(_, hit)| hit);
    let plan_ids: Vec<PlanId> = hits().filter_map(|hit| hit.plan).collect();
    let plans = session.plans(&plan_ids, at).await?;
    let is_part = |hit: &&store::SearchHit| matches!(hit.kind, SearchType::PlanElement | SearchType::PlanIndicator);
    let parts = hits().filter(is_part).filter_map(|hit| Some((plans.get(&hit.plan?)?, hit)));
    let contents = if alone {
        session.stated_alone(parts, at).await?
    } else {
        let parts: Vec<_> = parts.collect();
        let contents = session.contents(parts.iter().map(|(plan, _)| *plan), at).await?;
        parts.iter().filter_map(|(plan, hit)| Some((hit.id, contents.get(&plan.id)?.clone()))).collect()
    };
    let definitions = hits().filter(|hit| hit.kind == SearchType::Indicator).map(|hit| IndicatorId(hit.id));
    let definitions = session.indicators(definitions, at).await?;
    let result = |hit: &store::SearchHit| {
        let plan = || plans.get(&hit.plan?);
        let content = || contents.get(&hit.id);
        Some(match hit.kind {
            SearchType::Plan => SearchResult::Plan(Plan { plan: plan()?.clone(), at }),
            SearchType::PlanElement => {
                SearchResult::PlanElement(PlanElement::find(plan()?, content()?, ElementId(hit.id), at)?)
            }
            SearchType::PlanIndicator => {
                SearchResult::PlanIndicator(PlanIndicator::find(plan()?, content()?, PlanIndicatorId(hit.id), at)?)
            }
            SearchType::Indicator => {
                let indicator = definitions.get(&IndicatorId(hit.id))?.clone();
                SearchResult::Indicator(Indicator { indicator, at })
            }
        })
    };
    Ok(hits().map(result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fields of a type, as the schema lists them.
    fn fields_of(sdl: &str, name: &str) -> Vec<String> {
        let head = format!("\ntype {name} ");
        let body = sdl.split_once(&head).and_then(|(_, rest)| rest.split_once("\n}")).map_or("", |(body, _)| body);
        let field = |line: &str| {
            let line = line.strip_prefix('\t')?;
            let end = line.find(['(', ':'])?;
            line.get(..end).filter(|name| name.chars().all(char::is_alphanumeric)).map(str::to_owned)
        };
        body.lines().filter_map(field).collect()
    }

    #[test]
    fn no_name_means_more_on_one_type_than_on_another() {
        let sdl = include_str!("../../schema.graphql");
        for (name, of_itself) in
            [("PlanElement", &PlanElement::OF_ITSELF[..]), ("PlanIndicator", &PlanIndicator::OF_ITSELF[..])]
        {
            let fields = fields_of(sdl, name);
            assert!(fields.len() > of_itself.len(), "{name}: {fields:?}");
            for field in names_of_themselves().filter(|known| fields.iter().any(|field| field == known)) {
                assert!(of_itself.contains(&field), "`{field}` of {name} needs its plan");
            }
        }
    }
}
