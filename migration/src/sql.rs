//! SQL that both databases read.

use sea_orm_migration::prelude::*;

/// A step that is the SQL of its module's `UP` and `DOWN`, the same on both databases. It is named after its file.
macro_rules! step {
    () => {
        #[derive(sea_orm_migration::prelude::DeriveMigrationName)]
        pub(crate) struct Migration;

        #[sea_orm_migration::async_trait::async_trait]
        impl sea_orm_migration::MigrationTrait for Migration {
            async fn up(
                &self,
                manager: &sea_orm_migration::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                crate::sql::run(manager, UP).await
            }

            async fn down(
                &self,
                manager: &sea_orm_migration::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                crate::sql::run(manager, DOWN).await
            }
        }
    };
}

pub(crate) use step;

/// Runs statements, one after another.
pub(crate) async fn run(manager: &SchemaManager<'_>, statements: &str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let statements = for_backend(statements, manager.get_database_backend());
    // Some drivers run only the first statement of several.
    for statement in statements.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()) {
        connection.execute_unprepared(statement).await?;
    }
    Ok(())
}

/// Puts the database's own word in for `{uuid}`, `{bytes}`, `{double}`, `{text_key}` (text compared byte by byte, for
/// slugs and codes), `{serial}` (a number of the
/// database's own) and `{open}` (the end of what is still valid).
pub(crate) fn for_backend(statements: &str, backend: sea_orm::DatabaseBackend) -> String {
    let postgres = backend == sea_orm::DatabaseBackend::Postgres;
    let word = |on_postgres: &'static str, on_sqlite: &'static str| if postgres { on_postgres } else { on_sqlite };
    statements
        .replace("{uuid}", word("uuid", "blob"))
        .replace("{bytes}", word("bytea", "blob"))
        .replace("{double}", word("double precision", "real"))
        .replace("{text_key}", word("text COLLATE \"C\"", "text"))
        .replace("{serial}", word("bigint GENERATED ALWAYS AS IDENTITY", "integer"))
        .replace("{open}", "9223372036854775807")
}
