//! What a case is, by registry revision.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "innovation_case_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub valid_from: i64,
    pub valid_to: i64,
    pub institution_id: Uuid,
    pub year: i32,
    pub evidence_document_id: Option<Uuid>,
    pub evidence: Option<String>,
    pub sort_key: Vec<u8>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
