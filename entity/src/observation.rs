//! Figures of plan indicators, by registry revision.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "observation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub valid_from: i64,
    pub valid_to: i64,
    pub plan_indicator_id: Uuid,
    pub plan_id: Uuid,
    pub institution_id: Uuid,
    pub position: i32,
    pub role: String,
    pub comparator: String,
    pub value: Option<f64>,
    pub upper: Option<f64>,
    pub unit: Option<String>,
    pub basis: String,
    pub start_year: Option<i32>,
    pub end_year: Option<i32>,
    pub reference_year: Option<i32>,
    pub dimensions: String,
    pub text: Option<String>,
    pub evidence_document_id: Option<Uuid>,
    pub evidence: Option<String>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
