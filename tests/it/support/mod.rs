//! What tests share.

#[macro_use]
pub mod app;
#[macro_use]
pub mod databases;
pub mod cohort_plans;
pub mod command;
pub mod document;
pub mod drafts;
pub mod innovation_cases;
pub mod libraries;
pub mod many_plans;
pub mod plan_file;
pub mod postgres;
pub mod progress_plan;
pub mod samples;
pub mod server;
pub mod serving;
pub mod streaming;

pub type TestResult<T = ()> = Result<T, Box<dyn std::error::Error>>;
