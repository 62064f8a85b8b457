//! Full text over plans, elements, plan indicators and indicator definitions.
//!
//! Words are cut by the registry, not by the database, so that both databases find the same; see
//! [`crate::linguistics::search_tokens`]. A thing is found when one of its languages holds every word asked for. The
//! shortest text that does comes first, ties by id.

use std::collections::HashMap;

use entity::{plan, plan_revision, registry, search_text};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, DatabaseBackend, DatabaseTransaction, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Query, SimpleExpr},
};
use uuid::Uuid;

use super::{
    Store,
    error::{Doing, StoreError},
    indicators,
    paging::{Cursor, CursorValue, Page, PageRequest, Window},
    plan_content, plans, rows,
};
use crate::{
    domain::{
        each_once,
        element::ElementTree,
        id::{IndicatorId, PeriodId, PlanId, PlanIndicatorId},
        language::LanguageTag,
        plan::{Plan, PlanLevel},
        revision::RegistryRevision,
        text::Texts,
        vocabulary::vocabulary,
    },
    linguistics::{TOKENIZER_VERSION, search_tokens},
};

/// Hits are counted exactly up to this number.
pub const SEARCH_COUNT_CAP: u64 = 10_000;

vocabulary! {
    /// What a search can find.
    SearchType {
        /// Plans, by title.
        Plan = "PLAN",
        /// Plan elements, by title and body.
        PlanElement = "PLAN_ELEMENT",
        /// Plan indicators, by their words.
        PlanIndicator = "PLAN_INDICATOR",
        /// Indicator definitions, by name and definition.
        Indicator = "INDICATOR",
    }
}

/// Where to search: all that match every field given; a field left out matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SearchFilter {
    /// Only these types.
    pub types: Option<Vec<SearchType>>,
    /// Only in plans of these levels.
    pub levels: Option<Vec<PlanLevel>>,
    /// Only in plans for these periods.
    pub periods: Option<Vec<PeriodId>>,
    /// Only in texts of these languages.
    pub langs: Option<Vec<LanguageTag>>,
}

/// A page of what holds some words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Search {
    // Each once, in order, so that what finds the same is the same.
    words: Vec<String>,
    filter: SearchFilter,
    request: PageRequest,
}

impl Search {
    /// A search for every word of a query. A query without any word finds nothing.
    pub fn new(query: &str, mut filter: SearchFilter, request: PageRequest) -> Self {
        let mut words = search_tokens(query);
        words.sort();
        words.dedup();
        let SearchFilter { types, levels, periods, langs } = &mut filter;
        each_once(types);
        each_once(levels);
        each_once(periods);
        each_once(langs);
        Self { words, filter, request }
    }

    /// The words, and where they are searched for.
    pub fn words_and_filter(&self) -> (&[String], &SearchFilter) {
        (&self.words, &self.filter)
    }
}

/// Something found.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchHit {
    /// What it is.
    pub kind: SearchType,
    /// Its id, of the kind that the type has.
    pub id: Uuid,
    /// The plan that it is of; itself, if it is one.
    pub plan: Option<PlanId>,
    /// The language that it was found in; the first by tag of several.
    pub lang: LanguageTag,
}

#[derive(FromQueryResult)]
struct HitRow {
    owner_id: Uuid,
    owner_type: String,
    plan_id: Option<Uuid>,
    n: i32,
    lang: String,
    /// Things found, on the first page; else 0.
    total: i64,
}

/// Rows that hold all the words. Words are letters and digits only, so they need no escaping beyond quotation marks.
fn holds(backend: DatabaseBackend, tokens: &[String]) -> SimpleExpr {
    if backend == DatabaseBackend::Postgres {
        let words: Vec<String> = tokens.iter().map(|token| format!("'{token}'")).collect();
        Expr::cust_with_values(
            "array_to_tsvector(string_to_array(search_text.tokens, ' ')) @@ CAST($1 AS tsquery)",
            [words.join(" & ")],
        )
    } else {
        let words: Vec<String> = tokens.iter().map(|token| format!("\"{token}\"")).collect();
        Expr::cust_with_values(
            "search_text.id IN (SELECT rowid FROM search_index WHERE search_index MATCH ?)",
            [words.join(" ")],
        )
    }
}

impl SearchFilter {
    fn apply(&self, mut select: Select<search_text::Entity>) -> Select<search_text::Entity> {
        use search_text::Column;
        let Self { types, levels, periods, langs } = self;
        if let Some(types) = types {
            select = select.filter(Column::OwnerType.is_in(types.iter().map(|kind| kind.code())));
        }
        if let Some(levels) = levels {
            let plans = Query::select()
                .column(plan_revision::Column::PlanId)
                .from(plan_revision::Entity)
                .and_where(rows::still_valid(plan_revision::Column::ValidTo))
                .and_where(plan_revision::Column::Level.is_in(levels.iter().map(|level| level.code())))
                .to_owned();
            select = select.filter(Column::PlanId.in_subquery(plans));
        }
        if let Some(periods) = periods {
            let plans = Query::select()
                .column(plan::Column::Id)
                .from(plan::Entity)
                .and_where(plan::Column::PeriodId.is_in(periods.iter().map(|period| period.0)))
                .to_owned();
            select = select.filter(Column::PlanId.in_subquery(plans));
        }
        if let Some(langs) = langs {
            select = select.filter(Column::Lang.is_in(langs.iter().map(LanguageTag::as_str)));
        }
        select
    }
}

impl Store {
    /// The things that hold every word.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn search(&self, search: &Search) -> Result<Page<SearchHit>, StoreError> {
        const DOING: &str = "search";
        use search_text::Column;
        let Search { words, filter, request } = search;
        if words.is_empty() {
            let total = request.count.then_some(0);
            return Ok(Page { items: Vec::new(), has_previous: false, has_next: false, total });
        }
        let backend = sea_orm::ConnectionTrait::get_database_backend(&self.database);
        let matching = filter.apply(search_text::Entity::find().filter(holds(backend, words)));
        // The first page comes with the count: finding what matches is what costs. Behind a cursor it would be of the rest.
        let is_counted_beside = request.count && request.after.is_none();
        let mut total = if request.count && !is_counted_beside {
            let owners: Vec<Uuid> = matching
                .clone()
                .select_only()
                .column(Column::OwnerId)
                .distinct()
                .limit(SEARCH_COUNT_CAP)
                .into_tuple()
                .all(&self.database)
                .await
                .doing(DOING)?;
            Some(owners.len() as u64)
        } else {
            None
        };
        let n = match request.window {
            Window::First(n) | Window::Last(n) => n,
        };
        let length = Expr::col((search_text::Entity, Column::NTokens)).min();
        let owner = Expr::col((search_text::Entity, Column::OwnerId));
        let mut select = matching
            .select_only()
            .column(Column::OwnerId)
            .column(Column::OwnerType)
            .column(Column::PlanId)
            .column_as(length.clone(), "n")
            .column_as(Column::Lang.min(), "lang")
            .column_as(Expr::cust(if is_counted_beside { "COUNT(*) OVER ()" } else { "CAST(0 AS bigint)" }), "total")
            .group_by(Column::OwnerId)
            .group_by(Column::OwnerType)
            .group_by(Column::PlanId);
        if let Some(Cursor(place)) = &request.after
            && let [CursorValue::Integer(length_before), CursorValue::Id(id)] = place.as_slice()
        {
            let row = Expr::tuple([length.clone(), owner.clone()]);
            select = select.having(row.gt(Expr::tuple([Expr::value(*length_before), Expr::value(*id)])));
        }
        let mut found: Vec<HitRow> = select
            .order_by_asc(length)
            .order_by_asc(owner)
            .limit(u64::from(n) + 1)
            .into_model()
            .all(&self.database)
            .await
            .doing(DOING)?;
        if is_counted_beside {
            let n_found = found.first().map_or(0, |row| row.total.unsigned_abs());
            total = Some(Ord::min(n_found, SEARCH_COUNT_CAP));
        }
        let has_next = found.len() > n as usize;
        found.truncate(n as usize);
        let items = found
            .into_iter()
            .map(|row| {
                let hit = SearchHit {
                    kind: rows::value(&row.owner_type, "search_text", row.owner_id)?,
                    id: row.owner_id,
                    plan: row.plan_id.map(PlanId),
                    lang: rows::value(&row.lang, "search_text", row.owner_id)?,
                };
                Ok((Cursor(vec![CursorValue::Integer(row.n.into()), CursorValue::Id(row.owner_id)]), hit))
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        Ok(Page { items, has_previous: request.after.is_some(), has_next, total })
    }

    /// The version of the word cutting that the stored words were made with.
    async fn tokenizer_version(&self) -> Result<i32, StoreError> {
        let row =
            registry::Entity::find_by_id(1).one(&self.database).await.doing("read the version of the stored words")?;
        Ok(row.map_or(TOKENIZER_VERSION, |row| row.tokenizer_version))
    }
}

/// Texts of an element or indicator, one string a language.
fn joined_by_language(texts: &[&Texts]) -> HashMap<String, String> {
    let mut joined: HashMap<String, String> = HashMap::new();
    for text in texts.iter().flat_map(|texts| texts.iter()) {
        let entry = joined.entry(text.lang.to_string()).or_default();
        if !entry.is_empty() {
            entry.push('\n');
        }
        entry.push_str(&text.text);
    }
    joined
}

fn word_rows(owner: Uuid, kind: SearchType, plan: Option<Uuid>, texts: &[&Texts]) -> Vec<search_text::Model> {
    let joined: HashMap<String, String> = joined_by_language(texts);
    let mut languages: Vec<(String, String)> = joined.into_iter().collect();
    languages.sort();
    languages
        .into_iter()
        .filter_map(|(lang, text)| {
            let tokens = search_tokens(&text);
            (!tokens.is_empty()).then(|| search_text::Model {
                // The database's own number takes its place.
                id: 0,
                owner_id: owner,
                lang,
                owner_type: kind.code().to_owned(),
                plan_id: plan,
                n_tokens: tokens.len() as i32,
                tokens: tokens.join(" "),
            })
        })
        .collect()
}

/// The words of a plan, its elements and its indicators, without the numbers that the database gives them.
pub(super) fn plan_words<'a>(
    plan: &Plan,
    tree: &ElementTree,
    indicators: impl Iterator<Item = (PlanIndicatorId, &'a Texts)>,
) -> Vec<search_text::Model> {
    let of_plan = Some(plan.id.0);
    let mut words = word_rows(plan.id.0, SearchType::Plan, of_plan, &[&plan.title]);
    for element in tree.elements() {
        words.extend(word_rows(element.id.0, SearchType::PlanElement, of_plan, &[&element.title, &element.body]));
    }
    for (id, text) in indicators {
        words.extend(word_rows(id.0, SearchType::PlanIndicator, of_plan, &[text]));
    }
    words
}

async fn insert_words(
    transaction: &DatabaseTransaction,
    words: Vec<search_text::Model>,
    doing: &'static str,
) -> Result<(), StoreError> {
    let numbered_by_database =
        |row: search_text::Model| search_text::ActiveModel { id: NotSet, ..row.into_active_model() };
    rows::insert_all(transaction, words.into_iter().map(numbered_by_database).collect(), doing).await
}

/// Makes the current revision of a plan searchable, in place of the last one.
pub(super) async fn index_plan(
    transaction: &DatabaseTransaction,
    plan: &Plan,
    tree: &ElementTree,
    indicators: impl Iterator<Item = (PlanIndicatorId, &Texts)>,
) -> Result<(), StoreError> {
    const DOING: &str = "make a plan searchable";
    search_text::Entity::delete_many()
        .filter(search_text::Column::PlanId.eq(plan.id.0))
        .exec(transaction)
        .await
        .doing(DOING)?;
    insert_words(transaction, plan_words(plan, tree, indicators), DOING).await
}

/// Makes an indicator definition searchable.
pub(super) async fn index_indicator(
    transaction: &DatabaseTransaction,
    id: IndicatorId,
    names: &Texts,
    definition: &Texts,
) -> Result<(), StoreError> {
    const DOING: &str = "make an indicator definition searchable";
    search_text::Entity::delete_many()
        .filter(search_text::Column::OwnerId.eq(id.0))
        .exec(transaction)
        .await
        .doing(DOING)?;
    let words = word_rows(id.0, SearchType::Indicator, None, &[names, definition]);
    insert_words(transaction, words, DOING).await
}

impl Store {
    /// Cuts the words of every text anew if they were cut by another version of the cutting, so that queries and stored
    /// words are always cut alike. Says whether it had to.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn refresh_search(&self) -> Result<bool, StoreError> {
        const DOING: &str = "cut the words of all texts anew";
        if self.tokenizer_version().await? == TOKENIZER_VERSION {
            return Ok(false);
        }
        let transaction = self.database.begin_writing().await.doing(DOING)?;
        // The update locks the row, so that two servers that start at once do the work once, and no publication comes in
        // between.
        let stamped = registry::Entity::update_many()
            .col_expr(registry::Column::TokenizerVersion, Expr::value(TOKENIZER_VERSION))
            .filter(registry::Column::TokenizerVersion.ne(TOKENIZER_VERSION))
            .exec(&transaction)
            .await
            .doing(DOING)?;
        if stamped.rows_affected == 0 {
            return Ok(false);
        }
        let row = registry::Entity::find_by_id(1).one(&transaction).await.doing(DOING)?;
        let at = RegistryRevision(row.map_or(0, |row| row.revision));
        let revisions = plan_revision::Entity::find()
            .filter(rows::still_valid(plan_revision::Column::ValidTo))
            .all(&transaction)
            .await
            .doing(DOING)?;
        for some in revisions.chunks(100) {
            let heads = plans::assemble(&transaction, some.to_vec()).await?;
            let contents = plan_content::read(&transaction, &heads.iter().collect::<Vec<_>>(), at).await?;
            for plan in &heads {
                let Some(content) = contents.get(&plan.id) else { continue };
                let texts = content.indicators.iter().map(|indicator| (indicator.id, &indicator.text));
                index_plan(&transaction, plan, &content.tree, texts).await?;
            }
        }
        for indicator in indicators::all(&transaction, at).await? {
            index_indicator(&transaction, indicator.id, &indicator.names, &indicator.definition).await?;
        }
        transaction.commit().await.doing(DOING)?;
        Ok(true)
    }
}
