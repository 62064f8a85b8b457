//! The registry as GraphQL: wrappers around the domain's values that own nothing new. One noun a file; a doc comment on a
//! resolver is its description in `schema.graphql`.

mod direct;
mod error;
mod executor;
mod filter;
mod id;
mod loaders;
mod memory;
mod once;
mod paging;
mod plan_cache;
mod plan_loaders;
mod reference;
mod scalars;
mod session;
mod session_plans;
mod text;
mod vocabularies;

mod node;
mod registry;

mod institution;
mod period;

mod coding_history;
mod document_content;
mod element;
mod evidence;
mod plan;

mod indicator;
mod progress;
mod theme;

mod alignment;
mod innovation_case;
mod search;

mod study;

mod case_distribution;
mod caveat;
mod coder_agreement;
mod cohort;

mod cohort_changes;
/// Where the plans of a cohort come from.
mod cohort_source;
mod cohort_themes;
mod compare_cohort_periods;
mod compare_periods;
mod compare_plans;
mod compared;
mod framework;
mod impact_map;
mod indicator_benchmark;
mod lineage;
mod loaded_benchmark;
mod peers;
mod similar_plans;
mod theme_co_occurrence;
mod theme_coverage;
mod theme_trend;

use async_graphql::{EmptyMutation, EmptySubscription, MergedObject};

pub use executor::SchemaExecutor;
pub use plan_cache::{PlanCache, PlanState};
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
    theme_coverage::ThemeCoverageQuery,
    theme_trend::ThemeTrendQuery,
    theme_co_occurrence::ThemeCoOccurrenceQuery,
    case_distribution::CaseDistributionQuery,
    indicator_benchmark::IndicatorBenchmarkQuery,
    coder_agreement::CoderAgreementQuery,
    compare_cohort_periods::CompareCohortPeriodsQuery,
    study::StudyQuery,
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
