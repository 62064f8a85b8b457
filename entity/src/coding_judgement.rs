//! Whether an element addresses a theme, by one coder.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "coding_judgement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub pass_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub element_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub theme_id: Uuid,
    pub institution_id: Uuid,
    pub present: bool,
    pub matched: String,
    pub judged_at: i64,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
