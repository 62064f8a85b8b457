//! The registry as GraphQL: wrappers around the domain's values that own nothing new. One noun a file; a doc comment on a
//! resolver is its description in `schema.graphql`.

mod error;
mod executor;
mod filter;
mod id;
mod loaders;
mod paging;
mod reference;
mod scalars;
mod session;
mod text;
mod vocabularies;

mod node;
mod registry;

mod institution;
mod period;

mod document_content;
mod element;
mod evidence;
mod plan;

mod indicator;
mod theme;

mod alignment;
mod innovation_case;
mod search;

mod caveat;
mod compare_periods;
mod compare_plans;
mod compared;
mod framework;
mod impact_map;

use async_graphql::{EmptyMutation, EmptySubscription, MergedObject};

pub use executor::SchemaExecutor;
pub use session::Session;

/// Everything that can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    node::NodeQuery,
    registry::RegistryQuery,
    institution::InstitutionQuery,
    period::PeriodQuery,
    plan::PlanQuery,
    theme::ThemeQuery,
    indicator::IndicatorQuery,
    innovation_case::InnovationCaseQuery,
    search::SearchQuery,
    compare_plans::ComparePlansQuery,
    compare_periods::ComparePeriodsQuery,
    impact_map::ImpactMapQuery,
    framework::FrameworkQuery,
);

/// The schema. Every request needs a [`Session`] among its data.
pub type Schema = async_graphql::Schema<Query, EmptyMutation, EmptySubscription>;

/// Builds the schema.
///
/// Limits on depth and size are the guard's ([`crate::guard`]): they must hold before async-graphql expands fragments.
pub fn schema() -> Schema {
    Schema::build(Query::default(), EmptyMutation, EmptySubscription).finish()
}

/// The schema as requests are executed on it.
pub fn executor() -> SchemaExecutor {
    SchemaExecutor::new(schema())
}

/// The schema's text, as committed in `schema.graphql`.
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new().include_specified_by();
    let mut sdl = schema().sdl_with_options(options);
    if !sdl.ends_with('\n') {
        sdl.push('\n');
    }
    sdl
}
