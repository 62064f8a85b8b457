//! Immutable revisions of plans.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_revision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    pub institution_id: Uuid,
    pub number: i32,
    pub valid_from: i64,
    pub valid_to: i64,
    pub level: String,
    pub status: String,
    pub is_synthetic: bool,
    pub language: String,
    pub source_document_id: Option<Uuid>,
    pub published_at: i64,
    pub note: Option<String>,
    pub n_elements: i32,
    pub sort_key: Vec<u8>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
