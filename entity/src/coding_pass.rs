//! Who coded which plan, by registry revision.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "coding_pass")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    pub institution_id: Uuid,
    pub codebook_version_id: Uuid,
    pub valid_from: i64,
    pub valid_to: i64,
    pub coder: String,
    pub method: String,
    pub layers: String,
    pub coded_at: i64,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
