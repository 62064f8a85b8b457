//! The registry revision: one counter, advanced by each publication in its transaction.

use sea_orm_migration::prelude::*;

use crate::sql;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, DOWN).await
    }
}

const UP: &str = "
CREATE TABLE registry (
    id integer PRIMARY KEY CHECK (id = 1),
    revision bigint NOT NULL CHECK (revision >= 0),
    tokenizer_version integer NOT NULL
);
INSERT INTO registry (id, revision, tokenizer_version) VALUES (1, 0, 0);
CREATE TABLE registry_revision (
    number bigint PRIMARY KEY CHECK (number >= 1),
    published_at bigint NOT NULL,
    note text
);
";

const DOWN: &str = "
DROP TABLE registry_revision;
DROP TABLE registry;
";
