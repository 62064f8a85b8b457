//! A registry that is followed: what is published through this program and by others.

use std::time::Duration;

use plan_registry::{
    clock::Clock,
    domain::revision::RegistryRevision,
    import::import_bytes,
    live::{Behind, Live, LiveSettings},
    store::Store,
};

use sea_orm::{ConnectionTrait, Database};

use crate::support::{TestResult, databases::TestDatabase};

/// Longer than anything here takes on the slowest machine.
const LONG: Duration = Duration::from_secs(60);

/// No look at the database but those that are asked for.
fn never_by_itself() -> LiveSettings {
    LiveSettings { poll_every: LONG * 60, patience: LONG, ..LiveSettings::default() }
}

async fn publish(store: &Store, period: &str) -> TestResult<RegistryRevision> {
    let file = format!(
        "format: catalogue/1\nperiods:\n  - {{ slug: {period}, scheme: synthetic, ordinal: 1, name: Synthetic period, startYear: 2021, endYear: 2025 }}\n"
    );
    Ok(import_bytes(store, &Clock::System, "period.yaml", file.into_bytes()).await?.registry_revision)
}

on_both_databases! {
    /// Who publishes through a store and asks the registry served from it sees the publication in the next answer.
    async fn what_this_program_publishes_is_seen_at_once(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        let live = Live::start(store.clone(), never_by_itself()).await?;
        assert_eq!(live.snapshot().revision, RegistryRevision::EMPTY);
        for period in ["first", "second"] {
            let published = publish(&store.clone(), period).await?;
            let snapshot = live.current().await?;
            assert_eq!(snapshot.revision, published);
            assert_eq!(snapshot.published_at, store.published_at(published).await?);
        }
        live.stop().await;
        Ok(store.close().await?)
    }

    /// Whoever knows of a revision gets it, although the registry would not have been looked at for an hour.
    async fn a_revision_that_another_program_published_can_be_asked_for(database: TestDatabase) -> TestResult {
        let live = Live::start(database.store().await?, never_by_itself()).await?;
        let elsewhere = database.connect().await?;
        let published = publish(&elsewhere, "first").await?;
        let (one, other) = tokio::join!(live.at_least(published, LONG), live.at_least(published, LONG));
        assert_eq!((one?.revision, other?.revision), (published, published));

        let never = RegistryRevision(published.0 + 1);
        let refused = live.at_least(never, LONG).await.map(|snapshot| snapshot.revision);
        assert_eq!(refused, Err(Behind::NoSuchRevision { asked: never, newest: published }));
        live.stop().await;
        let refused = live.at_least(never, LONG).await.map(|snapshot| snapshot.revision);
        assert_eq!(refused, Err(Behind::NotYet { asked: never, newest: published }));
        Ok(elsewhere.close().await?)
    }

    /// A backup that was restored may hold something else at the same revisions.
    async fn a_registry_that_goes_back_is_noticed(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        let published = publish(&store, "first").await?;
        let live = Live::start(store, never_by_itself()).await?;
        let elsewhere = Database::connect(&database.url).await?;
        elsewhere.execute_unprepared("UPDATE registry SET revision = revision - 1").await?;
        let next = RegistryRevision(published.0 + 1);
        live.at_least(next, LONG).await.err().ok_or("there is no such revision")?;
        assert!(live.is_abandoned());
        assert_eq!(live.snapshot().revision, published);
        Ok(elsewhere.close().await?)
    }
}

/// Whoever asks after another program has written into the file is not answered from before, as a rule.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_sqlite_file_that_has_changed_is_looked_into() -> TestResult {
    let database = TestDatabase::sqlite()?;
    let live = Live::start(database.store().await?, never_by_itself()).await?;
    let elsewhere = database.connect().await?;
    let published = publish(&elsewhere, "first").await?;
    assert_eq!(live.current().await?.revision, published);
    Ok(elsewhere.close().await?)
}

/// Nobody asks, nobody looks: the publication is told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_tells_of_publications() -> TestResult {
    let Some(database) = TestDatabase::postgres().await? else { return Ok(()) };
    let live = Live::start(database.store().await?, never_by_itself()).await?;
    let elsewhere = database.connect().await?;
    // Listening begins beside everything else, and whatever was published before is seen when it does.
    for period in ["first", "second"] {
        let published = publish(&elsewhere, period).await?;
        let begun = std::time::Instant::now();
        while live.snapshot().revision < published {
            assert!(begun.elapsed() < LONG, "nobody was told of registry revision {published}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    Ok(elsewhere.close().await?)
}
