//! What an institution is, by registry revision.

use sea_orm::entity::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "institution_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub institution_id: Uuid,
    pub valid_from: i64,
    pub valid_to: i64,
    pub kind: String,
    pub country: Option<String>,
    pub subdivision: Option<String>,
    pub isil: Option<String>,
    pub ror: Option<String>,
    pub wikidata: Option<String>,
    pub parent_id: Option<Uuid>,
    pub sort_key: Vec<u8>,
}

/// Joins are written where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
