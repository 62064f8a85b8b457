//! Lists of plans.

use std::collections::HashMap;

use entity::{institution_version, plan, plan_revision, plan_text, plan_theme, planning_period_version};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, Select,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::{
    Store,
    error::StoreError,
    institutions::{InstitutionFilter, contains},
    paging::{self, Keys},
    plans, rows,
};
use crate::domain::{
    id::{InstitutionId, PlanId},
    language::LanguageTag,
    listing::{Cursor, Page, PageRequest, PlanFilter, PlanOrder, Window},
    plan::Plan,
    revision::RegistryRevision,
};

#[derive(FromQueryResult)]
struct ListedPlan {
    plan_id: Uuid,
    institution_id: Uuid,
    sort_key: Vec<u8>,
    published_at: i64,
    start_year: i32,
}

impl ListedPlan {
    fn place(&self, order: PlanOrder) -> Cursor {
        order.place(&self.sort_key, self.start_year, self.published_at, PlanId(self.plan_id))
    }
}

impl PlanOrder {
    fn keys(self) -> Keys {
        let title = Expr::col((plan_revision::Entity, plan_revision::Column::SortKey));
        let id = Expr::col((plan_revision::Entity, plan_revision::Column::PlanId));
        let columns = match self {
            Self::TitleAscending | Self::TitleDescending => vec![title, id],
            Self::PeriodAscending | Self::PeriodDescending => vec![
                Expr::col((planning_period_version::Entity, planning_period_version::Column::StartYear)),
                title,
                id,
            ],
            Self::PublishedAscending | Self::PublishedDescending => {
                vec![Expr::col((plan_revision::Entity, plan_revision::Column::PublishedAt)), id]
            }
        };
        Keys { columns, descending: self.is_descending() }
    }
}

impl PlanFilter {
    fn apply(&self, mut select: Select<plan_revision::Entity>, at: RegistryRevision) -> Select<plan_revision::Entity> {
        use plan_revision::Column;
        let Self { kinds, levels, statuses, periods, institutions, regions, themes, languages, query, is_synthetic } =
            self;
        if let Some(levels) = levels {
            select = select.filter(Column::Level.is_in(levels.iter().map(|level| level.code())));
        }
        if let Some(statuses) = statuses {
            select = select.filter(Column::Status.is_in(statuses.iter().map(|status| status.code())));
        }
        if let Some(is_synthetic) = is_synthetic {
            select = select.filter(Column::IsSynthetic.eq(*is_synthetic));
        }
        if let Some(periods) = periods {
            select = select.filter(plan::Column::PeriodId.is_in(periods.iter().map(|id| id.0)));
        }
        if let Some(institutions) = institutions {
            select = select.filter(Column::InstitutionId.is_in(institutions.iter().map(|id| id.0)));
        }
        if kinds.is_some() || regions.is_some() {
            let of =
                InstitutionFilter { kinds: kinds.clone(), regions: regions.clone(), ..InstitutionFilter::default() };
            let matching = Query::select()
                .column(institution_version::Column::InstitutionId)
                .from(institution_version::Entity)
                .cond_where(rows::valid_at(
                    institution_version::Column::ValidFrom,
                    institution_version::Column::ValidTo,
                    at,
                ))
                .cond_where(of.condition())
                .to_owned();
            select = select.filter(Column::InstitutionId.in_subquery(matching));
        }
        if let Some(themes) = themes {
            let addressing = Query::select()
                .column(plan_theme::Column::PlanId)
                .from(plan_theme::Entity)
                .and_where(plan_theme::Column::ThemeId.is_in(themes.iter().map(|theme| theme.0)))
                .cond_where(rows::valid_at(plan_theme::Column::ValidFrom, plan_theme::Column::ValidTo, at))
                .to_owned();
            select = select.filter(Column::PlanId.in_subquery(addressing));
        }
        if languages.is_some() || query.is_some() {
            let mut titled = Query::select();
            titled.column(plan_text::Column::RevisionId).from(plan_text::Entity);
            if let Some(languages) = languages {
                titled.and_where(plan_text::Column::Lang.is_in(languages.iter().map(LanguageTag::as_str)));
            }
            if let Some(query) = query {
                titled.and_where(contains(plan_text::Column::Normalized, query));
            }
            select = select.filter(Column::Id.in_subquery(titled));
        }
        select
    }
}

/// The plans that match, with what lists of them are ordered by.
fn listed(filter: &PlanFilter, at: RegistryRevision) -> Select<plan_revision::Entity> {
    use plan_revision::Column;
    let to_plan = plan_revision::Entity::belongs_to(plan::Entity).from(Column::PlanId).to(plan::Column::Id).into();
    let to_period = plan::Entity::belongs_to(planning_period_version::Entity)
        .from(plan::Column::PeriodId)
        .to(planning_period_version::Column::PeriodId)
        .into();
    let select = plan_revision::Entity::find()
        .join(JoinType::InnerJoin, to_plan)
        .join(JoinType::InnerJoin, to_period)
        .filter(rows::valid_at(Column::ValidFrom, Column::ValidTo, at))
        .filter(rows::valid_at(
            planning_period_version::Column::ValidFrom,
            planning_period_version::Column::ValidTo,
            at,
        ))
        .select_only()
        .columns([Column::PlanId, Column::InstitutionId, Column::SortKey, Column::PublishedAt])
        .column(planning_period_version::Column::StartYear);
    filter.apply(select, at)
}

impl Store {
    /// A page of the plans that match.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn plans(
        &self,
        filter: &PlanFilter,
        order: PlanOrder,
        request: &PageRequest,
        at: RegistryRevision,
    ) -> Result<Page<Plan>, StoreError> {
        let place = |plan: &ListedPlan| plan.place(order);
        let page =
            paging::fetch(&self.database, listed(filter, at), order.keys(), request, place, "list plans").await?;
        let ids: Vec<PlanId> = page.items.iter().map(|(_, plan)| PlanId(plan.plan_id)).collect();
        let mut plans = plans::by_id(&self.database, &ids, at).await?;
        paging::replaced(page, |plan| plans.remove(&PlanId(plan.plan_id)))
    }

    /// The first or last page of the plans of each institution that match, in a fixed number of statements; institutions
    /// without any are left out.
    ///
    /// # Errors
    /// [`StoreError::Database`], [`StoreError::Inconsistent`].
    pub async fn plans_of_each(
        &self,
        institutions: &[InstitutionId],
        filter: &PlanFilter,
        order: PlanOrder,
        window: Window,
        at: RegistryRevision,
    ) -> Result<HashMap<InstitutionId, Page<Plan>>, StoreError> {
        let mine = plan_revision::Column::InstitutionId.is_in(institutions.iter().map(|id| id.0));
        let pages = paging::fetch_each(
            &self.database,
            listed(filter, at).filter(mine),
            (plan_revision::Entity, plan_revision::Column::InstitutionId),
            order.keys(),
            window,
            (|plan: &ListedPlan| InstitutionId(plan.institution_id), |plan: &ListedPlan| plan.place(order)),
            "list the plans of institutions",
        )
        .await?;
        let ids: Vec<PlanId> =
            pages.values().flat_map(|page| &page.items).map(|(_, plan)| PlanId(plan.plan_id)).collect();
        let mut plans = plans::by_id(&self.database, &ids, at).await?;
        pages
            .into_iter()
            .map(|(institution, page)| {
                Ok((institution, paging::replaced(page, |plan| plans.remove(&PlanId(plan.plan_id)))?))
            })
            .collect()
    }
}
