//! `demo-data`: a made-up registry, written in bulk, is the one that publishing its plans one by one makes.

use std::collections::{BTreeMap, HashMap, HashSet};

use plan_registry::{
    clock::Clock,
    coding::lexicon_judgements,
    demo::Demo,
    demo_data::{self, DemoSettings, FillError},
    domain::{
        element::{Element, ElementTree},
        id::{IdSource, check_key, check_slug, id_from_name},
        indicator::Comparator,
        publication::{AnnotationRecord, CatalogueRecord, PlanRecord},
        theme::THEME_SCHEME,
    },
    store::{BulkPublished, BulkStep, Published, Store},
};
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, Statement};
use serde_json::json;
use time::macros::datetime;

use crate::support::{
    TestResult,
    app::{TestApp, text},
    command::Shell,
    databases::TestDatabase,
    plan_file,
};

/// One round of all kinds of schedules and a plan more; the last institution has only a part of its plans.
const SETTINGS: DemoSettings = DemoSettings { n_plans: 26, seed: 7 };

const CLOCK: Clock = Clock::Fixed(datetime!(2026-03-04 05:06:07 UTC));

/// Rows of every table, in the order in which they lie there.
type Rows = BTreeMap<String, Vec<String>>;

async fn strings(database: &DatabaseConnection, sql: &str) -> TestResult<Vec<String>> {
    let rows = database.query_all_raw(Statement::from_string(database.get_database_backend(), sql)).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}

/// What a database holds, its own tables and the parts of its index of words aside.
async fn rows(url: &str) -> TestResult<Rows> {
    let database = Database::connect(url).await?;
    let is_sqlite = database.get_database_backend() == DatabaseBackend::Sqlite;
    let tables = if is_sqlite {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search_index%'"
    } else {
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"
    };
    let mut held = Rows::new();
    for table in strings(&database, tables).await? {
        let row = if is_sqlite {
            let columns = strings(&database, &format!("SELECT name FROM pragma_table_info('{table}')")).await?;
            let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
            quoted.join(" || ', ' || ")
        } else {
            "CAST(the_row AS text)".to_owned()
        };
        let mut found = strings(&database, &format!("SELECT {row} FROM {table} AS the_row")).await?;
        found.sort();
        held.insert(table, found);
    }
    database.close().await?;
    Ok(held)
}

/// Tables, indexes, constraints and triggers, as the database describes them.
async fn objects(url: &str) -> TestResult<Vec<String>> {
    let database = Database::connect(url).await?;
    let questions: &[&str] = if database.get_database_backend() == DatabaseBackend::Sqlite {
        &[
            "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'",
        ]
    } else {
        &[
            "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated FROM pg_constraint",
            "SELECT pg_get_indexdef(indexrelid) || ' ' || indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relnamespace = 'public'::regnamespace",
            "SELECT tgrelid::regclass || ' ' || tgenabled::text || ' ' || tgfoid::regproc FROM pg_trigger",
            "SELECT attrelid::regclass || ' ' || attname || ' ' || atttypid::regtype || ' ' || attnotnull || ' ' || atthasdef FROM pg_attribute JOIN pg_class ON oid = attrelid WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0",
        ]
    };
    let mut found = Vec::new();
    for question in questions {
        found.extend(strings(&database, question).await?);
    }
    found.sort();
    database.close().await?;
    Ok(found)
}

async fn fill(database: &TestDatabase, settings: DemoSettings) -> TestResult<BulkPublished> {
    Ok(demo_data::fill(database.connect().await?, &CLOCK, settings, |_| {}).await?)
}

/// Publishes what `fill` would, the way in which people's files are published.
async fn publish_one_by_one(store: &Store, demo: &Demo, note: &str) -> TestResult {
    let institutions: Vec<_> = (0..demo.n_institutions()).map(|index| demo.institution(index)).collect();
    let mut publication = store.begin(CLOCK.now(), IdSource::FromName, Some(note)).await?;
    let records = institutions.iter().map(|institution| institution.record.clone()).collect();
    publication.catalogue(&CatalogueRecord { institutions: records, ..CatalogueRecord::default() }).await?;
    for plan in institutions.iter().flat_map(|institution| &institution.plans) {
        assert!(publication.plan(plan).await?.changed, "{}", plan.slug);
    }
    for institution in institutions {
        let annotations = AnnotationRecord { alignments: institution.alignments, ..AnnotationRecord::default() };
        publication.annotations(&annotations).await?;
    }
    assert!(matches!(publication.commit().await?, Published::Revision(_)));
    Ok(())
}

fn assert_same_rows(found: &Rows, expected: &Rows) {
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (table, expected) in expected {
        let found = &found[table];
        let other = found.iter().zip(expected).find(|(found, expected)| found != expected);
        assert_eq!(other, None, "{table}");
        assert_eq!(found.len(), expected.len(), "{table}");
    }
}

on_both_databases! {
    async fn it_writes_what_publishing_plan_by_plan_writes(database: TestDatabase) -> TestResult {
        let usual = TestApp::catalogue(database.another().await?).await?;
        let app = TestApp::catalogue(database).await?;
        app.store.close().await?;
        let objects_before = objects(&app.database.url).await?;

        let published = fill(&app.database, SETTINGS).await?;
        assert_eq!((published.n_institutions, published.n_plans), (8, 26));
        let demo = demo_data::prepare(&usual.store, SETTINGS).await?;
        publish_one_by_one(&usual.store, &demo, "demo data: 26 synthetic plans of seed 7").await?;
        usual.store.close().await?;

        let found = rows(&app.database.url).await?;
        assert_same_rows(&found, &rows(&usual.database.url).await?);
        for table in ["plan_element_text", "coding_judgement", "plan_coding_summary", "search_text", "observation", "alignment"] {
            assert!(found[table].len() > 20, "{table}");
        }
        assert_eq!(objects(&app.database.url).await?, objects_before);
        Ok(())
    }

    async fn a_filled_database_is_ready_to_serve(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.store.close().await?;
        fill(&app.database, SETTINGS).await?;

        let raw = Database::connect(&app.database.url).await?;
        if raw.get_database_backend() == DatabaseBackend::Sqlite {
            raw.execute_unprepared("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)").await?;
            assert_eq!(strings(&raw, "SELECT \"table\" FROM pragma_foreign_key_check").await?, Vec::<String>::new());
            assert_eq!(strings(&raw, "PRAGMA integrity_check").await?, ["ok"]);
            assert_eq!(strings(&raw, "PRAGMA journal_mode").await?, ["wal"]);
            let counted = strings(&raw, "SELECT tbl FROM sqlite_stat1").await?;
            assert!(counted.contains(&"plan_element_revision".to_owned()), "{counted:?}");
        } else {
            // Other tests commit without waiting, which may keep pages of ours from being marked for a moment: asked is
            // that VACUUM and ANALYZE were there.
            let unready = "SELECT relname::text FROM pg_stat_user_tables WHERE relname IN ('plan_element_text', 'coding_judgement', 'search_text') AND (last_vacuum IS NULL OR last_analyze IS NULL)";
            assert_eq!(strings(&raw, unready).await?, Vec::<String>::new());
        }
        raw.close().await?;

        let store = app.database.connect().await?;
        assert_eq!(store.refresh_coding_summaries().await?, 0);
        store.close().await?;
        let app = TestApp::at(app.database).await?;
        let query = "{ plan(ref: { slug: \"demo-academic-library-0002-15fyp\" }) { isSynthetic institution { slug parent { slug } } } }";
        let expected = json!({ "plan": { "isSynthetic": true, "institution": {
            "slug": "demo-academic-library-0002", "parent": { "slug": "demo-university-0001" },
        } } });
        assert_eq!(app.query(query, json!({})).await?, expected);
        Ok(())
    }

    async fn broken_off_it_leaves_the_database_as_it_was(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.store.close().await?;
        let (rows_before, objects_before) = (rows(&app.database.url).await?, objects(&app.database.url).await?);
        for step in [BulkStep::Rows, BulkStep::Indexes] {
            let (stop, stopped) = tokio::sync::oneshot::channel();
            let mut stop = Some(stop);
            let store = app.database.connect().await?;
            let filled = demo_data::fill(store, &CLOCK, SETTINGS, |progress| {
                if progress.step == step && let Some(stop) = stop.take() {
                    assert!(stop.send(()).is_ok());
                }
            });
            tokio::select! {
                biased;
                _ = stopped => {}
                filled = filled => return Err(format!("it was not broken off: {filled:?}").into()),
            }
            assert_same_rows(&rows(&app.database.url).await?, &rows_before);
            assert_eq!(objects(&app.database.url).await?, objects_before);
        }
        // Nothing stands in the way of another attempt.
        assert_eq!(fill(&app.database, SETTINGS).await?.n_plans, 26);
        Ok(())
    }

    async fn a_registry_of_somebody_s_is_left_alone(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.import(plan_file::TEXT).await?;
        app.store.close().await?;
        let before = rows(&app.database.url).await?;
        let filled = demo_data::fill(app.database.connect().await?, &CLOCK, SETTINGS, |_| {}).await;
        assert!(matches!(filled, Err(FillError::InUse { revision }) if revision.0 == 2), "{filled:?}");
        assert_same_rows(&rows(&app.database.url).await?, &before);
        Ok(())
    }

    async fn what_the_command_says(database: TestDatabase) -> TestResult {
        let shell = Shell::new(&database.url)?;
        let none = shell.run(&["demo-data", "--plans", "0"])?;
        assert_eq!((none.code, none.stderr.as_str()), (Some(1), "error: 0 plans cannot be made up: give a number from 1 to 200000\n"));
        let many = shell.run(&["demo-data", "--plans", "200001"])?;
        assert_eq!((many.code, many.stderr.as_str()), (Some(1), "error: 200001 plans cannot be made up: give a number from 1 to 200000\n"));
        let filled = shell.run(&["demo-data", "--plans", "3", "--seed", "9"])?;
        assert_eq!(filled.code, Some(0), "{filled}");
        assert!(filled.stdout.starts_with("stored: 1 institution, 3 plans, "), "{filled}");
        assert!(filled.stdout.contains("(registry revision 2) in "), "{filled}");
        let again = shell.run(&["demo-data", "--plans", "3", "--seed", "9"])?;
        let refusal = "error: the registry holds more than the bundled catalogue (revision 2), and made-up plans cannot be taken out again: give a database of their own\n";
        assert_eq!((again.code, again.stderr.as_str()), (Some(1), refusal));
        Ok(())
    }
}

#[test]
fn a_database_in_memory_is_not_filled() -> TestResult {
    let filled = Shell::new("sqlite::memory:")?.run(&["demo-data", "--plans", "3"])?;
    let refusal = "error: made-up plans were not stored: a database in memory is gone when this is done: give a file\n";
    assert_eq!((filled.code, filled.stderr.as_str()), (Some(1), refusal));
    Ok(())
}

/// As many plans as show every kind of institution.
const MANY: DemoSettings = DemoSettings { n_plans: 300, seed: 1 };

async fn demo() -> TestResult<(TestApp, Demo)> {
    let app = TestApp::sqlite_to_read().await?;
    let demo = demo_data::prepare(&app.store, MANY).await?;
    Ok((app, demo))
}

fn plans(demo: &Demo) -> Vec<PlanRecord> {
    (0..demo.n_institutions()).flat_map(|index| demo.institution(index).plans).collect()
}

fn tree(plan: &PlanRecord) -> TestResult<ElementTree> {
    let elements = plan.elements.iter().map(|element| Element {
        id: id_from_name("plan-element", &element.key),
        key: element.key.clone(),
        kind: element.kind,
        number: element.number.clone(),
        source_term: element.source_term.clone(),
        title: element.title.clone(),
        body: element.body.clone(),
        parent: element.parent,
        depth: 0,
        position: 0,
        evidence: None,
    });
    Ok(ElementTree::new(elements.collect())?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_seed_gives_the_same_plans_on_both_databases() -> TestResult {
    let (app, demo) = demo().await?;
    let again = demo_data::prepare(&app.store, MANY).await?;
    let other = demo_data::prepare(&app.store, DemoSettings { seed: 2, ..MANY }).await?;
    // In any order, since each is made by itself.
    for index in (0..demo.n_institutions()).rev() {
        assert_eq!(demo.institution(index), again.institution(index));
        assert_ne!(demo.institution(index), other.institution(index));
    }
    if let Some(postgres) = TestApp::postgres_to_read().await? {
        let there = demo_data::prepare(&postgres.store, MANY).await?;
        assert_eq!(demo.institution(3), there.institution(3));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_are_those_asked_for() -> TestResult {
    let app = TestApp::sqlite_to_read().await?;
    for (n_plans, n_institutions) in [(1, 1), (3, 1), (4, 2), (20, 6), (21, 7), (50, 16), (20_000, 6_000)] {
        let demo = demo_data::prepare(&app.store, DemoSettings { n_plans, seed: 3 }).await?;
        assert_eq!(demo.n_institutions(), n_institutions, "{n_plans}");
        if n_plans < 100 {
            assert_eq!(plans(&demo).len(), n_plans);
            assert!((0..n_institutions).all(|index| !demo.institution(index).plans.is_empty()));
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_name_says_that_it_is_made_up() -> TestResult {
    let (_app, demo) = demo().await?;
    let mut slugs = HashSet::new();
    for index in 0..demo.n_institutions() {
        let made = demo.institution(index);
        check_slug(&made.record.slug)?;
        assert!(slugs.insert(made.record.slug.clone()));
        for name in made.record.names.iter() {
            assert!(name.text.starts_with("Synthetic ") || name.text.starts_with("合成"), "{}", name.text);
        }
        for plan in made.plans {
            check_slug(&plan.slug)?;
            assert!(plan.is_synthetic && slugs.insert(plan.slug.clone()), "{}", plan.slug);
            for title in plan.title.iter() {
                assert!(title.text.contains("synthetic") || title.text.contains("合成数据"), "{}", title.text);
            }
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plans_are_plausible_trees() -> TestResult {
    let (app, demo) = demo().await?;
    let codebook = app.store.codebook(app.store.current_revision().await?).await?;
    let (mut n_elements, mut n_themes, mut kinds) = (0, 0, HashSet::new());
    let plans = plans(&demo);
    for plan in &plans {
        let keys: HashSet<&String> = plan.elements.iter().map(|element| &element.key).collect();
        assert_eq!(keys.len(), plan.elements.len(), "{}", plan.slug);
        for element in &plan.elements {
            check_key(&element.key)?;
            kinds.insert(element.kind);
            let parent = element.parent.and_then(|parent| plan.elements.get(parent));
            assert!(parent.is_none_or(|parent| parent.kind.may_hold(element.kind)), "{}", element.key);
        }
        let tree = tree(plan)?;
        let hits = lexicon_judgements(&tree, &codebook).ok_or("a plan in no language of the codebook")?;
        let is_theme = |id| codebook.theme(id).is_some_and(|theme| theme.scheme == THEME_SCHEME);
        n_themes += hits.iter().filter(|(_, hit)| is_theme(hit.theme)).count();
        n_elements += plan.elements.len();
    }
    let (per_plan, themes) = (n_elements / plans.len(), n_themes as f64 / n_elements as f64);
    assert!((95..=105).contains(&per_plan), "{per_plan} elements a plan");
    assert!((1.35..=1.65).contains(&themes), "{themes} themes an element");
    assert!(kinds.len() >= 12, "{kinds:?}");
    let in_language =
        |tag: &str| plans.iter().filter(|plan| plan.title.iter().any(|title| title.lang.as_str() == tag)).count();
    let (chinese, english) = (in_language("zh-Hans"), in_language("en"));
    assert!(chinese > 200 && english > 100 && chinese + english > plans.len(), "{chinese} Chinese, {english} English");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_are_in_the_units_of_their_definitions() -> TestResult {
    let (app, demo) = demo().await?;
    let definitions = app.store.all_indicators(app.store.current_revision().await?).await?;
    let units: HashMap<_, _> =
        definitions.iter().map(|definition| (definition.slug.as_str(), definition.unit)).collect();
    let (mut n_linked, mut n_unlinked, mut n_in_words) = (0, 0, 0);
    for plan in plans(&demo) {
        assert_eq!(plan.indicators.len(), 10, "{}", plan.slug);
        for indicator in &plan.indicators {
            assert!(!indicator.observations.is_empty());
            match &indicator.indicator {
                Some(slug) => {
                    n_linked += 1;
                    let unit = units.get(slug.as_str()).copied().flatten().ok_or("an indicator without a unit")?;
                    for figure in &indicator.observations {
                        let value = figure.value_in(unit).ok_or("a figure in another unit")?;
                        assert!(value > 0.0 && figure.upper.is_none_or(|upper| upper > 0.0), "{slug}: {value}");
                    }
                }
                None => n_unlinked += 1,
            }
            n_in_words +=
                usize::from(indicator.observations.iter().any(|figure| figure.comparator == Comparator::Qualitative));
        }
    }
    assert_eq!((n_linked, n_unlinked, n_in_words), (2_400, 600, 300));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn comparisons_find_what_they_are_for() -> TestResult {
    let app = TestApp::catalogue(TestDatabase::sqlite()?).await?;
    app.store.close().await?;
    fill(&app.database, MANY).await?;
    let app = TestApp::at(app.database).await?;
    let comparison = app.query(
        include_str!("queries/compare-periods.graphql"),
        json!({ "institution": { "slug": "demo-public-library-0003" }, "from": { "slug": "cn-fyp-14" }, "to": { "slug": "cn-fyp-15" } }),
    ).await?;
    let changes = comparison["comparePeriods"]["changes"].as_array().cloned().unwrap_or_default();
    let kinds: HashSet<String> = changes.iter().map(|change| text(&change["kind"])).collect();
    assert!(kinds.contains("CONTINUED") || kinds.contains("REVISED"), "{kinds:?}");
    assert!(kinds.len() > 1, "{kinds:?}");
    Ok(())
}
