//! Plan elements in one revision of the plan, in document order.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_element_revision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub revision_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub ordinal: i32,
    pub element_id: Uuid,
    pub institution_id: Uuid,
    pub parent_ordinal: Option<i32>,
    pub position: i32,
    pub key: String,
    pub kind: String,
    pub number: Option<String>,
    pub source_term: Option<String>,
    pub evidence_document_id: Option<Uuid>,
    pub evidence: Option<String>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
