//! What importing a file again does to a plan, and that a file is stored whole or not at all.

use plan_registry::{
    clock::Clock,
    domain::{id::ElementId, revision::RegistryRevision},
    import::{ImportError, Imported, ImportedFile, Prepared, Rehearsal, import_bytes},
    store::Store,
};

use crate::support::{TestResult, plan_file};

async fn import(store: &Store, file: &str) -> Result<Imported, ImportError> {
    import_bytes(store, &Clock::System, "plan.yaml", file.as_bytes().to_vec()).await
}

/// The plan's revision, and its elements by key.
async fn elements(store: &Store) -> TestResult<(i32, Vec<(String, ElementId)>)> {
    let at = store.current_revision().await?;
    let plan = store.plan_by_slug(plan_file::SLUG, at).await?.ok_or("the plan is not there")?;
    let content = store.plan_contents(&[&plan], at).await?.remove(&plan.id).ok_or("the plan has no content")?;
    let elements = content.tree.elements().iter().map(|element| (element.key.clone(), element.id)).collect();
    Ok((plan.revision.number, elements))
}

fn id_of(elements: &[(String, ElementId)], key: &str) -> Option<ElementId> {
    elements.iter().find(|(known, _)| known == key).map(|(_, id)| *id)
}

fn codes(imported: &Imported) -> Vec<&str> {
    imported.findings.iter().map(|finding| finding.code.as_str()).collect()
}

on_both_databases! {
    async fn importing_the_same_again_changes_nothing(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        let first = import(&store, plan_file::TEXT).await?;
        assert!(first.changed);
        assert_eq!(first.registry_revision, RegistryRevision(1));
        assert!(matches!(&first.what, ImportedFile::Plan { slug, revision: 1, .. } if slug == plan_file::SLUG));
        let again = import(&store, plan_file::TEXT).await?;
        assert_eq!(again, Imported { changed: false, ..first.clone() });
        let other_note = format!("{}note: Another reason\n", plan_file::TEXT);
        assert!(!import(&store, &other_note).await?.changed);
        assert_eq!(store.current_revision().await?, RegistryRevision(1));
        Ok(())
    }

    async fn a_changed_title_is_a_new_revision_of_the_same_elements(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        import(&store, plan_file::TEXT).await?;
        let (_, before) = elements(&store).await?;
        let imported = import(&store, &plan_file::TEXT.replace("Read together", "Read together every day")).await?;
        assert!(matches!(imported.what, ImportedFile::Plan { revision: 2, .. }), "{imported:?}");
        assert_eq!(imported.registry_revision, RegistryRevision(2));
        assert_eq!(elements(&store).await?, (2, before));
        Ok(())
    }

    async fn a_renamed_key_keeps_its_identity_if_the_text_is_nearly_the_same(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        import(&store, plan_file::TEXT).await?;
        let (_, before) = elements(&store).await?;
        let renamed = import(&store, &plan_file::TEXT.replace("key: goal-smart", "key: goal-one")).await?;
        assert_eq!(codes(&renamed), ["KEY_CARRIED_OVER"]);
        assert_eq!(renamed.findings.first().and_then(|finding| finding.line), Some(17));
        let (_, after) = elements(&store).await?;
        assert_eq!(id_of(&after, "goal-one"), id_of(&before, "goal-smart"));
        assert_eq!(id_of(&after, "goal-smart"), None);

        let reworded = plan_file::TEXT
            .replace("key: goal-smart", "key: goal-two")
            .replace("Build a smart library for all", "Build a smart library for everybody");
        let doubtful = import(&store, &reworded).await?;
        assert_eq!(codes(&doubtful), ["KEY_DOUBTFUL"]);
        let (_, last) = elements(&store).await?;
        assert_ne!(id_of(&last, "goal-two"), id_of(&after, "goal-one"));
        Ok(())
    }

    async fn the_registry_keeps_its_own_word_on_institutions_and_periods(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        import(&store, plan_file::TEXT).await?;
        let other = plan_file::TEXT.replace("name: Example Library", "name: Another Library").replace("2030", "2031");
        let imported = import(&store, &other).await?;
        assert_eq!(codes(&imported), ["INSTITUTION_DIFFERS", "PERIOD_DIFFERS"]);
        let record = store.catalogue_record(store.current_revision().await?).await?;
        assert!(format!("{:?}", record.institutions).contains("Example Library"));
        assert!(!format!("{record:?}").contains("Another Library"));
        Ok(())
    }

    async fn a_refused_file_leaves_nothing(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        let linked = plan_file::TEXT.replace("text: Branches", "text: Branches\n        indicator: no-such-indicator");
        let Err(ImportError::File(error)) = import(&store, &linked).await else {
            return Err("the file was not refused".into());
        };
        let problems = error.problems();
        assert_eq!(problems.len(), 1, "{error}");
        assert_eq!(problems.first().and_then(|problem| problem.line), Some(24), "{error}");
        // The institution that the file brings was published before the plan was refused.
        assert_eq!(store.current_revision().await?, RegistryRevision::EMPTY);
        let record = store.catalogue_record(RegistryRevision(1)).await?;
        assert!(record.institutions.is_empty() && record.periods.is_empty(), "{record:?}");
        Ok(())
    }

    async fn a_rehearsal_sees_what_went_before_and_leaves_nothing(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        let linked = plan_file::TEXT.replace("text: Branches", "text: Branches\n        indicator: no-such-indicator");
        let by_slug = plan_file::TEXT.replace(plan_file::INSTITUTION, "institution: example-library\n");
        let [linked, by_slug, whole] = [&linked, &by_slug, plan_file::TEXT]
            .map(|text| Prepared::read("plan.yaml", text.as_bytes()));
        let (linked, by_slug, whole) = (linked?, by_slug?, whole?);
        let rehearsal = Rehearsal::begin(&store, &Clock::System).await?;
        assert!(matches!(rehearsal.import(&linked).await, Err(ImportError::File(_))));
        // The institution that the refused file brought went with it.
        assert!(matches!(rehearsal.import(&by_slug).await, Err(ImportError::File(_))));
        assert!(rehearsal.import(&whole).await?.changed);
        assert!(!rehearsal.import(&by_slug).await?.changed);
        drop(rehearsal);
        assert_eq!(store.current_revision().await?, RegistryRevision::EMPTY);
        assert!(import(&store, plan_file::TEXT).await?.changed);
        Ok(())
    }

    async fn many_may_import_at_once(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        let imports = (1..=8).map(|number| {
            let store = store.clone();
            let file = plan_file::TEXT.replace("variant: main", &format!("variant: draft-{number}")).replace(
                plan_file::SLUG,
                &format!("{}-{number}", plan_file::SLUG),
            );
            tokio::spawn(async move { import(&store, &file).await.map(|imported| imported.registry_revision) })
        });
        let mut revisions = Vec::new();
        for outcome in imports.collect::<Vec<_>>() {
            revisions.push(outcome.await??);
        }
        revisions.sort();
        assert_eq!(revisions, (1..=8).map(RegistryRevision).collect::<Vec<_>>());
        Ok(())
    }
}
