//! The bundled catalogue: whole, loaded once, and the same however many servers load it.

use plan_registry::{
    catalogue,
    clock::Clock,
    coding::count_frequencies,
    domain::{id::IdSource, publication::Frequencies, revision::RegistryRevision},
    import::{Prepared, import_bytes, publish_together},
    store::Published,
};

use crate::support::{TestResult, databases::TestDatabase};

on_both_databases! {
    async fn loading_twice_changes_nothing(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        let clock = Clock::System;
        let first = RegistryRevision(1);
        assert_eq!(catalogue::load(&store, &clock).await?, Published::Revision(first));
        assert_eq!(catalogue::load(&store, &clock).await?, Published::Unchanged);
        // A catalogue that only calls itself another one says nothing new either.
        let files = catalogue::prepare()?;
        let again = publish_together(&store, &clock, IdSource::FromName, "another catalogue", &files).await?;
        assert_eq!(again, Published::Unchanged);
        let summary = store.summary(store.current_revision().await?).await?;
        assert_eq!(summary.revision, first);
        assert_eq!(summary.n_plans, files.iter().filter_map(Prepared::plan).count() as u64);
        Ok(())
    }

    async fn what_people_change_stays(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        let clock = Clock::System;
        catalogue::load(&store, &clock).await?;
        let plan = catalogue::files().into_iter().find(|file| file.path == "plans/synthetic-city-library-15fyp.yaml");
        let text = std::str::from_utf8(plan.ok_or("no such plan")?.bytes)?;
        let changed = text.replacen("People first", "Readers first", 1);
        assert!(import_bytes(&store, &clock, "changed.yaml", changed.into_bytes()).await?.changed);
        let before = store.current_revision().await?;
        assert_eq!(catalogue::load(&store, &clock).await?, Published::Unchanged);
        assert_eq!(store.current_revision().await?, before);
        Ok(())
    }

    async fn two_servers_start_at_once(database: TestDatabase) -> TestResult {
        let start = |database: &TestDatabase| {
            let url = database.url.clone();
            tokio::spawn(async move {
                let database = TestDatabase::at(url);
                let store = database.store().await.map_err(|error| error.to_string())?;
                catalogue::load(&store, &Clock::System).await.map_err(|error| format!("{error:?}"))
            })
        };
        let (one, other) = tokio::try_join!(start(&database), start(&database))?;
        let outcomes = [one?, other?];
        assert!(outcomes.contains(&Published::Revision(RegistryRevision(1))), "{outcomes:?}");
        assert!(outcomes.contains(&Published::Unchanged), "{outcomes:?}");
        Ok(())
    }
}

#[test]
fn its_files_have_nothing_odd() -> TestResult {
    for file in catalogue::prepare()? {
        let findings: Vec<String> = file.findings().iter().map(ToString::to_string).collect();
        assert_eq!(findings, Vec::<String>::new());
    }
    Ok(())
}

/// What frequencies are frozen with the bundled codebook decides every published score.
#[tokio::test]
async fn frequencies_are_those_of_the_bundled_plans() -> TestResult {
    let database = TestDatabase::sqlite()?;
    let store = database.store().await?;
    catalogue::load(&store, &Clock::System).await?;
    let codebook = store.codebook(store.current_revision().await?).await?;
    let files = catalogue::prepare()?;
    let elements = files
        .iter()
        .filter_map(Prepared::plan)
        .filter(|plan| !plan.is_synthetic)
        .flat_map(|plan| plan.elements.iter().map(|element| (&element.title, &element.body)));
    let counted: Frequencies = count_frequencies(elements, &codebook);
    assert!(counted.n_elements > 0 && !counted.concepts.is_empty() && !counted.words.is_empty());
    if std::env::var_os("UPDATE_FREQUENCIES").is_some() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(catalogue::FREQUENCIES_FILE);
        std::fs::write(path, serde_json::to_string(&counted)? + "\n")?;
        return Ok(());
    }
    assert!(
        catalogue::frequencies()? == counted,
        "data/{} is stale: run `UPDATE_FREQUENCIES=1 cargo test frequencies`. If codebook {} was released, give it a new version first.",
        catalogue::FREQUENCIES_FILE,
        codebook.version()
    );
    Ok(())
}
