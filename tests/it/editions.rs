//! A plan document that is imported again, whole or in another edition, and what keeps one out.

use plan_registry::{
    clock::Clock,
    document::Given,
    domain::{
        id::ElementId,
        plan::{Plan, PlanContent},
        revision::RegistryRevision,
    },
    import::{self, Imported, ImportedFile, ReadDocument, known_to},
    store::Store,
};

use crate::support::{TestResult, command::Shell, databases::TestDatabase, samples::Sample};

const NAME: &str = "01-city-library-14fyp.txt";
const SLUG: &str = "shili-library-14fyp";

/// A document with an item missing from a list.
const DAMAGED: &str = "13-city-library-15fyp-draft.txt";

/// What is another in the second edition: an approval in front, words, a figure, and an action more.
const CORRECTIONS: [(&str, &str); 4] = [
    ("（2021—2025年）\n", "（2021—2025年）\n（第二版）\n"),
    ("1．打造“示例读书月”品牌\n", "1．打造“示例读书季”品牌\n"),
    ("流动图书车每年出车200次以上", "流动图书车每年出车240次以上"),
    ("五年累计培训2万人次\n", "五年累计培训2万人次\n4．组织馆员进校园讲书\n"),
];

async fn import(store: &Store, text: &str) -> TestResult<Imported> {
    let given = Given { known: known_to(store).await?, ..Given::default() };
    let prepared = ReadDocument::read(NAME, text.as_bytes().to_vec(), &given)?.prepare()?;
    Ok(import::import(store, &Clock::System, &prepared).await?)
}

/// Keys and ids of the plan's elements, and the titles of some.
async fn elements(store: &Store) -> TestResult<(Plan, Vec<(String, ElementId)>)> {
    let at = store.current_revision().await?;
    let plan = store.plan_by_slug(SLUG, at).await?.ok_or("the plan is not there")?;
    let content: PlanContent =
        store.plan_contents(&[&plan], at).await?.remove(&plan.id).ok_or("the plan has no content")?;
    let elements = content.tree.elements().iter().map(|element| (element.key.clone(), element.id)).collect();
    Ok((plan, elements))
}

on_both_databases! {
    async fn a_document_imported_twice_is_there_once(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        let sample = Sample::named(NAME)?;
        let first = import(&store, sample.text()?).await?;
        assert!(first.changed && matches!(&first.what, ImportedFile::Plan { slug, revision: 1, .. } if slug == SLUG), "{first:?}");
        let again = import(&store, sample.text()?).await?;
        assert!(!again.changed, "{again:?}");
        assert_eq!((again.what, again.registry_revision), (first.what, RegistryRevision(1)));
        assert_eq!(elements(&store).await?.0.revision.number, 1);
        Ok(())
    }

    async fn elements_are_themselves_in_the_next_edition(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        let sample = Sample::named(NAME)?;
        import(&store, sample.text()?).await?;
        let (_, before) = elements(&store).await?;
        let corrected = CORRECTIONS.iter().fold(sample.text()?.to_owned(), |text, (old, new)| {
            assert!(text.contains(old), "{old}");
            text.replace(old, new)
        });
        let imported = import(&store, &corrected).await?;
        assert!(matches!(&imported.what, ImportedFile::Plan { slug, revision: 2, .. } if slug == SLUG), "{imported:?}");
        let (plan, after) = elements(&store).await?;
        assert_eq!(plan.revision.number, 2);
        let (kept, new): (Vec<_>, Vec<_>) = after.into_iter().partition(|element| before.contains(element));
        assert_eq!(kept, before);
        assert_eq!(new.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["key-task-3.action-4"]);
        assert!(!import(&store, &corrected).await?.changed);
        Ok(())
    }
}

#[test]
fn a_document_with_a_loss_is_stored_unless_strict() -> TestResult {
    let database = TestDatabase::sqlite()?;
    let shell = Shell::new(&database.url)?;
    let sample = Sample::named(DAMAGED)?;
    shell.write("plan.txt", sample.text()?)?;
    shell.write("sound.txt", Sample::named(NAME)?.text()?)?;
    let loss = "error: plan.txt:60: the number “5” is missing in front of “6”";

    let strict = shell.run(&["import", "--no-catalogue", "plan.txt", "sound.txt", "--strict"])?;
    assert!(strict.code == Some(1) && strict.stderr.contains(loss), "{strict}");
    assert!(strict.stderr.contains("refused because of --strict"), "{strict}");
    let slug = "fanli-library-15fyp-draft";
    let unknown = shell.run(&["export", slug])?;
    assert_eq!(unknown.code, Some(1), "{unknown}");
    assert_eq!(shell.run(&["export", SLUG])?.code, Some(0), "the sound one is stored");

    let stored = shell.run(&["import", "--no-catalogue", "plan.txt"])?;
    assert!(stored.code == Some(0) && stored.stderr.contains(loss), "{stored}");
    assert!(stored.stdout.starts_with(&format!("plan.txt: stored: plan `{slug}`, revision 1")), "{stored}");
    assert_eq!(shell.run(&["export", slug])?.code, Some(0));
    Ok(())
}
