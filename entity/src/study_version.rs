//! What a study says, by registry revision.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "study_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub study_id: Uuid,
    pub number: i32,
    pub valid_from: i64,
    pub valid_to: i64,
    pub registry_revision: i64,
    pub codebook_version_id: Uuid,
    pub content: String,
    pub note: Option<String>,
    pub published_at: i64,
    pub sort_key: Vec<u8>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
