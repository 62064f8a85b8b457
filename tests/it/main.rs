//! What people can do with the registry, end to end: one binary, so that it links once.
// The resolvers of the whole schema are one nested future.
#![recursion_limit = "256"]
#![expect(unreachable_pub, reason = "nobody links against tests")]

#[macro_use]
mod support;

mod across_languages;
mod as_of;
mod bilingual_pairs;
mod boundaries;
mod catalogue;
mod catalogue_counts;
mod catalogue_records;
mod cli;
mod coder_agreement;
mod coding_sample;
mod cohort_periods;
mod compare_periods;
mod compare_plans;
mod corpus;
mod demo_data;
mod documents;
mod editions;
mod encodings;
mod errors;
mod export;
mod figure_sample;
mod framework;
mod http_caching;
mod impact_map;
mod import;
mod indicator_benchmark;
mod innovation_cases;
mod institutions;
mod languages;
mod limits;
mod lineage;
mod live;
mod load_queries;
mod migrations;
mod nodes;
mod paging;
mod peers;
mod plan_cache;
mod plans;
mod progress;
mod reading_documents_page;
mod reading_properties;
mod readme;
mod results;
mod sample_documents;
mod sample_expectations;
mod scaling;
mod schema;
mod search;
mod statements;
mod studies;
mod theme_coverage;
