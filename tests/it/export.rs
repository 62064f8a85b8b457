//! What is exported fills an empty registry with the same content.

use std::fs;

use plan_registry::{
    catalogue,
    clock::Clock,
    domain::{
        publication::{AnnotationRecord, CatalogueRecord, PlanRecord},
        revision::RegistryRevision,
        study::StudyRecord,
    },
    store::Store,
};

use crate::support::{TestResult, command::Shell, databases::TestDatabase, plan_file};

/// Everything a registry holds.
#[derive(Debug, PartialEq)]
struct Holdings {
    catalogue: CatalogueRecord,
    plans: Vec<PlanRecord>,
    annotations: AnnotationRecord,
    studies: Vec<StudyRecord>,
}

async fn holdings(store: &Store) -> TestResult<Holdings> {
    let at = store.current_revision().await?;
    let mut plans = Vec::new();
    for (_, slug) in store.plan_slugs(at).await? {
        let plan = store.plan_by_slug(&slug, at).await?.ok_or(slug)?;
        plans.push(store.plan_record(&plan, at).await?);
    }
    Ok(Holdings {
        catalogue: store.catalogue_record(at).await?,
        plans,
        annotations: store.annotation_record(at).await?,
        studies: store
            .all_studies(at)
            .await?
            .iter()
            .map(|study| StudyRecord { registry_revision: None, ..study.record() })
            .collect(),
    })
}

async fn export_and_import(database: TestDatabase, empty: TestDatabase, format: &str) -> TestResult {
    let store = database.store().await?;
    catalogue::load(&store, &Clock::System).await?;
    let shell = Shell::new(&database.url)?;
    let exported = shell.run(&["export", "--out", "everything", "--format", format])?;
    assert_eq!(exported.code, Some(0), "{exported}");
    let import = ["import", "everything", "--no-catalogue", "--database-url", &empty.url];
    let imported = shell.run(&import)?;
    assert_eq!(imported.code, Some(0), "{imported}");
    // Revisions of one registry mean nothing in another, and studies are pinned to one.
    let remarks: Vec<&str> =
        imported.stderr.lines().filter(|line| !line.contains("so the study is pinned to")).collect();
    assert_eq!(remarks, Vec::<&str>::new(), "{imported}");

    let (before, after) = (holdings(&store).await?, holdings(&empty.store().await?).await?);
    assert!(!before.plans.is_empty() && before.annotations != AnnotationRecord::default());
    assert_eq!(after.catalogue, before.catalogue);
    assert_eq!(after.annotations, before.annotations);
    assert!(!before.studies.is_empty());
    assert_eq!(after.studies, before.studies);
    for (after, before) in after.plans.iter().zip(&before.plans) {
        assert_eq!(after, before);
    }
    assert_eq!(after.plans.len(), before.plans.len());

    let again = shell.run(&import)?;
    assert!(again.stdout.contains(" 0 stored,") && again.code == Some(0), "{again}");
    Ok(())
}

on_both_databases! {
    async fn exported_as_yaml_and_imported_it_is_the_same(database: TestDatabase) -> TestResult {
        let empty = database.another().await?;
        export_and_import(database, empty, "yaml").await
    }

    async fn exported_as_json_and_imported_it_is_the_same(database: TestDatabase) -> TestResult {
        let empty = database.another().await?;
        export_and_import(database, empty, "json").await
    }
}

/// A shell on an SQLite registry that holds two revisions of one plan.
fn two_revisions(database: &TestDatabase) -> TestResult<Shell> {
    let shell = Shell::new(&database.url)?;
    for text in [plan_file::TEXT.to_owned(), plan_file::TEXT.replace("Read together", "Read together every day")] {
        shell.write("plan.yaml", &text)?;
        let imported = shell.run(&["import", "--no-catalogue", "plan.yaml"])?;
        assert_eq!(imported.code, Some(0), "{imported}");
    }
    Ok(shell)
}

#[test]
fn one_plan_is_printed_as_of_any_revision() -> TestResult {
    let database = TestDatabase::sqlite()?;
    let shell = two_revisions(&database)?;
    let newest = shell.run(&["export", plan_file::SLUG])?;
    assert!(newest.stdout.contains("Read together every day"), "{newest}");
    let older = shell.run(&["export", plan_file::SLUG, "--as-of", "1", "--format", "json"])?;
    let older: serde_json::Value = serde_json::from_str(&older.stdout)?;
    assert_eq!(older.pointer("/elements/1/title"), Some(&"Read together".into()));
    Ok(())
}

#[test]
fn a_folder_of_named_plans_holds_them_alone() -> TestResult {
    let database = TestDatabase::sqlite()?;
    let shell = two_revisions(&database)?;
    let exported = shell.run(&["export", plan_file::SLUG, "--out", "some"])?;
    assert_eq!(exported.stdout, format!("some: 1 file of registry revision {}\n", RegistryRevision(2)));
    let names: Vec<_> = fs::read_dir(shell.folder().join("some"))?.collect::<Result<_, _>>()?;
    assert_eq!(names.iter().map(|entry| entry.file_name()).collect::<Vec<_>>(), ["plans"]);
    assert!(shell.read(&format!("some/plans/{}.yaml", plan_file::SLUG))?.starts_with("format: plan/1\n"));
    Ok(())
}

#[test]
fn what_cannot_be_exported_is_said() -> TestResult {
    let database = TestDatabase::sqlite()?;
    let shell = two_revisions(&database)?;
    for (arguments, code, message) in [
        (&["export", "exampel-library-15fyp"][..], 1, "did you mean `example-library-15fyp`?"),
        (&["export", plan_file::SLUG, "--as-of", "9"], 1, "the registry is at revision 2; there is no revision 9"),
        (&["export"], 2, "--out FOLDER"),
    ] {
        let outcome = shell.run(arguments)?;
        assert_eq!(outcome.code, Some(code), "{outcome}");
        assert!(outcome.stderr.starts_with("error: ") && outcome.stderr.contains(message), "{outcome}");
    }
    let usage = shell.run(&["export", "one-plan", "another-plan"])?.stderr;
    assert!(usage.contains("\nUsage: plan-registry export [OPTIONS] [PLAN-SLUG]...\n"), "{usage}");
    Ok(())
}

#[test]
fn an_export_makes_no_database() -> TestResult {
    let shell = Shell::new("sqlite://folder/registry.db")?;
    let outcome = shell.run(&["export", "--out", "everything"])?;
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert_eq!(
        outcome.stderr,
        "error: there is no database at folder/registry.db: give --database-url, or start the server or import once to make it\n"
    );
    assert_eq!(fs::read_dir(shell.folder())?.count(), 0);
    Ok(())
}
