//! Experts' codes in the cells of Library Impact Maps, by registry revision.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "impact_rating")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub valid_from: i64,
    pub valid_to: i64,
    pub focus_plan_id: Uuid,
    pub focus_element_id: Uuid,
    pub contribution_plan_id: Uuid,
    pub contribution_element_id: Uuid,
    pub rater: String,
    pub level: String,
    pub note: Option<String>,
    pub rated_at: i64,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
