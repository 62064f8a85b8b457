//! The registry's rows: whole operations over the domain's values, batch first. One plan is a batch of one, so a list
//! costs no more statements than an item. Knows tables and SQL; never GraphQL, HTTP or documents.

mod error;
mod rows;

mod annotations;
mod announcements;
mod bulk;
mod changes;
mod codebook;
mod coding;
mod coding_history;
mod coding_rows;
mod coding_summaries;
mod cohorts;
mod connection;
mod database;
mod diagnosis;
mod document_content;
mod documents;
mod export;
mod indicator_uses;
mod indicators;
mod innovation_cases;
mod institutions;
mod leading_elements;
mod names;
mod paging;
mod periods;
mod plan_content;
mod plan_heads;
mod plan_indicator_uses;
mod plan_lists;
mod plan_rows;
mod plans;
mod publication;
mod publish_annotations;
mod publish_catalogue;
mod publish_codebook;
mod publish_elements;
mod publish_indicators;
mod publish_innovation_cases;
mod publish_institutions;
mod publish_observations;
mod publish_plan;
mod publish_plan_context;
mod publish_plan_indicators;
mod publish_study;
mod registry;
mod replicas;
mod search;
mod slugs;
mod stated_alone;
mod studies;

use std::{
    collections::HashMap,
    sync::{Arc, atomic::AtomicI64},
};

use tokio::sync::RwLock;

use database::Database;

pub use announcements::{Announcements, FileStamp};
pub use bulk::{BulkGroup, BulkProgress, BulkPublication, BulkPublished, BulkSource, BulkStep};
pub use changes::{ChangedSubject, Changes};
pub use connection::{ConnectOptions, MigrationStep, missing_file, shown_address};
pub use error::{PublishError, Refusal, StoreError};
pub use indicators::IndicatorFilter;
pub use innovation_cases::InnovationCaseFilter;
pub use institutions::{InstitutionFilter, InstitutionOrder};
pub use names::{KnownNames, PlanName};
pub use publication::{Publication, Published};
pub use publish_plan::PlanPublished;
pub use publish_plan_context::ContextPublished;
pub use publish_study::StudyPublished;
pub use search::{SEARCH_COUNT_CAP, Search, SearchFilter, SearchHit, SearchType};
pub use slugs::Named;

pub use crate::domain::listing::{Cursor, CursorValue, Page, PageRequest, PlanFilter, PlanOrder, Window};

/// The registry's rows, on SQLite or PostgreSQL. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    database: Database,
    // The file of an SQLite database.
    file: Option<Arc<std::path::Path>>,
    // The newest registry revision that this program has published.
    committed: Arc<AtomicI64>,
    // Codebooks never change once published, so they are made ready once.
    codebooks: Arc<RwLock<HashMap<uuid::Uuid, Arc<crate::coding::Codebook>>>>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Store").finish_non_exhaustive()
    }
}
