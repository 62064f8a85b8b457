//! The tables: built, taken back and built again, by one server or by two at once.

use plan_registry::{
    catalogue,
    clock::Clock,
    store::{Published, StoreError},
};
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, Statement};

use crate::support::{TestResult, app::TestApp, databases::TestDatabase};

/// The tables of a database that are ours: neither the database's own nor the list of steps.
async fn tables(database: &TestDatabase) -> TestResult<Vec<String>> {
    let connection = Database::connect(&database.url).await?;
    let backend = connection.get_database_backend();
    let sql = match backend {
        DatabaseBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view', 'trigger', 'index') AND name NOT LIKE 'sqlite_%'"
        }
        _ => "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
    };
    let rows = connection.query_all_raw(Statement::from_string(backend, sql)).await?;
    let mut names = rows.iter().map(|row| row.try_get("", "name")).collect::<Result<Vec<String>, _>>()?;
    names.retain(|name| !name.contains("migration"));
    names.sort();
    connection.close().await?;
    Ok(names)
}

on_both_databases! {
    async fn up_down_to_nothing_and_up_again(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        let whole = tables(&database).await?;
        assert!(whole.iter().any(|name| name == "plan_revision") && whole.len() > 20, "{whole:?}");
        assert!(store.migration_steps().await?.iter().all(|step| step.is_taken));
        catalogue::load(&store, &Clock::System).await?;

        store.migrate_down(None).await?;
        assert_eq!(tables(&database).await?, Vec::<String>::new());
        assert!(store.migration_steps().await?.iter().all(|step| !step.is_taken));

        store.migrate().await?;
        assert_eq!(tables(&database).await?, whole);
        assert!(matches!(catalogue::load(&store, &Clock::System).await?, Published::Revision(_)));
        Ok(())
    }

    async fn step_by_step(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        let whole = tables(&database).await?;
        let n_steps = store.migration_steps().await?.len();
        for n_left in (0..n_steps).rev() {
            store.migrate_down(Some(1)).await?;
            let taken: Vec<bool> = store.migration_steps().await?.iter().map(|step| step.is_taken).collect();
            assert_eq!(taken, (0..n_steps).map(|step| step < n_left).collect::<Vec<_>>());
        }
        store.migrate().await?;
        // What is there already is left alone.
        store.migrate().await?;
        assert_eq!(tables(&database).await?, whole);
        Ok(())
    }

    async fn two_stores_migrate_at_once(database: TestDatabase) -> TestResult {
        let whole = {
            let store = database.store().await?;
            let whole = tables(&database).await?;
            store.migrate_down(None).await?;
            whole
        };
        let start = || {
            let url = database.url.clone();
            tokio::spawn(async move { TestDatabase::at(url).store().await.map(drop).map_err(|error| error.to_string()) })
        };
        let starts: Vec<_> = (0..4).map(|_| start()).collect();
        for start in starts {
            start.await??;
        }
        assert_eq!(tables(&database).await?, whole);
        Ok(())
    }

    async fn a_database_of_a_newer_version_is_left_alone(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        let connection = Database::connect(&database.url).await?;
        connection.execute_unprepared("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000001_telepathy', 4070908800)").await?;
        for outcome in [store.migrate().await, store.migrate_down(None).await, store.migration_steps().await.map(drop)] {
            let Err(error) = outcome else { return Err("the database was taken for ours".into()) };
            assert!(matches!(&error, StoreError::NewerDatabase { steps } if steps == "m20990101_000001_telepathy"), "{error:?}");
            assert!(error.to_string().contains("use the newer version that made it"), "{error}");
        }
        assert!(!tables(&database).await?.is_empty());
        Ok(connection.close().await?)
    }

    async fn the_database_refuses_what_makes_no_sense(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        // Through the store's own kind of connection: on SQLite, foreign keys are a setting of each connection.
        let connection = Database::connect(&app.database.url).await?;
        for (sql, what) in [
            ("UPDATE plan SET institution_id = period_id", "a plan of no institution"),
            ("DELETE FROM institution", "institutions whose plans stay"),
            ("UPDATE plan SET slug = 'same'", "two plans of one slug"),
            ("UPDATE plan_element SET plan_id = id", "an element of no plan"),
            ("UPDATE plan_revision SET valid_to = valid_from", "a revision that was never valid"),
            ("UPDATE registry SET id = 2", "a second registry"),
        ] {
            let outcome = connection.execute_unprepared(sql).await;
            let message = outcome.err().ok_or(format!("the database took {what}"))?.to_string().to_lowercase();
            assert!(message.contains("constraint"), "{what}: {message}");
        }
        Ok(connection.close().await?)
    }
}
