//! Full text: the words of plans, elements and indicators, cut by the registry itself so that both databases find the same.

use sea_orm_migration::prelude::*;

use crate::sql;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLE).await?;
        sql::run(manager, if is_postgres(manager) { POSTGRES_INDEX } else { SQLITE_INDEX }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if !is_postgres(manager) {
            sql::run(manager, "DROP TABLE search_index;\n").await?;
        }
        sql::run(manager, "DROP TABLE search_text;\n").await
    }
}

fn is_postgres(manager: &SchemaManager<'_>) -> bool {
    manager.get_database_backend() == sea_orm::DatabaseBackend::Postgres
}

// One row for each thing and language. `tokens` are words joined by spaces; `n_tokens` orders hits: short texts that hold
// all the words come first.
const TABLE: &str = "
CREATE TABLE search_text (
    id {serial} PRIMARY KEY,
    owner_id {uuid} NOT NULL,
    lang {text_key} NOT NULL,
    owner_type text NOT NULL CHECK (owner_type IN ('PLAN', 'PLAN_ELEMENT', 'PLAN_INDICATOR', 'INDICATOR')),
    plan_id {uuid} REFERENCES plan (id),
    n_tokens integer NOT NULL,
    tokens text NOT NULL,
    UNIQUE (owner_id, lang)
);
CREATE INDEX search_text_plan ON search_text (plan_id);
";

const POSTGRES_INDEX: &str = "
CREATE INDEX search_text_tokens ON search_text USING gin (array_to_tsvector(string_to_array(tokens, ' ')));
";

// `id` ties the two; the index holds no second copy of the text.
const SQLITE_INDEX: &str = "
CREATE VIRTUAL TABLE search_index USING fts5 (tokens, content = 'search_text', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0');
CREATE TRIGGER search_text_inserted AFTER INSERT ON search_text BEGIN INSERT INTO search_index (rowid, tokens) VALUES (new.id, new.tokens); END;
CREATE TRIGGER search_text_deleted AFTER DELETE ON search_text BEGIN INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens); END;
";
