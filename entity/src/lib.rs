//! The registry's tables as SeaORM entities: columns only, one file a table. What they mean is said in `plan_registry::domain`,
//! how they are written and read in `plan_registry::store`.

#![allow(missing_docs, reason = "columns are named as in the migrations, which say what they hold")]

/// `valid_to` of a row that is still valid.
pub const OPEN: i64 = i64::MAX;

pub mod alignment;
pub mod codebook_version;
pub mod coding_judgement;
pub mod coding_pass;
pub mod document_content;
pub mod document_text;
pub mod impact_rating;
pub mod indicator;
pub mod indicator_standard_code;
pub mod indicator_text;
pub mod indicator_version;
pub mod innovation_case;
pub mod innovation_case_text;
pub mod innovation_case_theme;
pub mod innovation_case_version;
pub mod institution;
pub mod institution_statistic;
pub mod institution_text;
pub mod institution_version;
pub mod observation;
pub mod plan;
pub mod plan_coding_summary;
pub mod plan_document;
pub mod plan_element;
pub mod plan_element_revision;
pub mod plan_element_text;
pub mod plan_indicator;
pub mod plan_indicator_revision;
pub mod plan_indicator_text;
pub mod plan_revision;
pub mod plan_text;
pub mod plan_theme;
pub mod planning_period;
pub mod planning_period_text;
pub mod planning_period_version;
pub mod registry;
pub mod registry_change;
pub mod registry_revision;
pub mod search_text;
pub mod source_document;
pub mod study;
pub mod study_version;
pub mod theme;
pub mod theme_text;
pub mod theme_version;
