//! The part of the registry's schema that the questions touch, over answers in memory.

use std::sync::Arc;

use async_graphql::{EmptyMutation, EmptySubscription, Enum, InputObject, Object, Value};

use crate::{
    Schema,
    answers::{PlanComparison, PlanPage, WholePlan},
    loaded::Loaded,
};

/// What can be asked.
pub(crate) struct Query(Arc<Loaded>);

/// Builds the schema.
pub(crate) fn build(loaded: Arc<Loaded>) -> Schema {
    Schema::build(Query(loaded), EmptyMutation, EmptySubscription).finish()
}

/// Kinds of institutions, as the registry names them.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
enum InstitutionKind {
    PublicLibrary,
    AcademicLibrary,
    NationalLibrary,
    SchoolLibrary,
    SpecialLibrary,
    LibraryAssociation,
    University,
    Government,
    Other,
}

#[derive(InputObject)]
struct PlanRef {
    slug: String,
}

#[derive(InputObject)]
struct PeriodRef {
    slug: String,
}

#[derive(InputObject)]
struct ThemeRef {
    slug: String,
}

#[derive(InputObject)]
struct PlanFilter {
    kinds: Vec<InstitutionKind>,
    periods: Vec<PeriodRef>,
    themes: Vec<ThemeRef>,
}

#[Object]
impl Query {
    async fn plan(&self, r#ref: PlanRef) -> Option<&WholePlan> {
        self.0.plan(&r#ref.slug)
    }

    async fn plans(&self, mut filter: PlanFilter, first: Option<i32>) -> Option<&PlanPage> {
        // Pages are held as long as they are asked for.
        let _ = first;
        let Value::Enum(kind) = async_graphql::resolver_utils::enum_value(filter.kinds.pop()?) else { return None };
        self.0.page(kind.to_string(), filter.periods.pop()?.slug, filter.themes.pop()?.slug)
    }

    async fn compare_plans(&self, plans: Vec<PlanRef>) -> Option<&PlanComparison> {
        let slugs: Vec<String> = plans.into_iter().map(|plan| plan.slug).collect();
        self.0.comparison(&slugs)
    }
}
