//! A document in one language meets a plan of the catalogue in the other: the same statements find each other by the
//! concepts that the codebook knows in both. Needs the documents that are no part of the project.

use std::{collections::BTreeMap, fs, path::PathBuf};

use plan_registry::{
    catalogue,
    clock::Clock,
    document::{Given, read},
    draft::{DraftTexts, ElementDraft, PlanDraft, Reference, RegistryFile, export::to_yaml},
    import::{import_bytes, known_to},
    store::Store,
};
use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text},
};

const COMPARE: &str = include_str!("queries/compare-plans.graphql");

/// The folder of plan documents; `None` where there is none, and then there is nothing to test.
fn corpus(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("PLAN_REGISTRY_CORPUS")?;
    Some(PathBuf::from(folder).join("plans").join(name)).filter(|path| path.is_file())
}

/// A document read into a plan under a slug of its own.
async fn import_document(store: &Store, path: &PathBuf, given: Given) -> TestResult {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let given = Given { known: known_to(store).await?, ..given };
    let reading = read(&name, &fs::read(path)?, &given)?;
    import_bytes(store, &Clock::System, "document.yaml", to_yaml(&reading.draft)?.into_bytes()).await?;
    Ok(())
}

/// A plan of the catalogue under another slug, without its texts in one language.
async fn import_without(store: &Store, slug: &str, primary_language: &str, new_slug: &str) -> TestResult {
    let file = catalogue::files()
        .into_iter()
        .find(|file| file.path.ends_with(&format!("/{slug}.yaml")))
        .ok_or("the catalogue has no such plan")?;
    let RegistryFile::Plan(mut draft) = plan_registry::draft::read(file.path, file.bytes)?.content else {
        return Err("this is no plan".into());
    };
    draft.slug = new_slug.to_owned();
    draft.variant = Some(new_slug.to_owned());
    without_language(&mut draft, primary_language);
    import_bytes(store, &Clock::System, "plan.yaml", to_yaml(&*draft)?.into_bytes()).await?;
    Ok(())
}

fn without_language(draft: &mut PlanDraft, primary_language: &str) {
    let mut waiting: Vec<&mut ElementDraft> = draft.elements.iter_mut().collect();
    let strip = |texts: &mut DraftTexts| {
        if let DraftTexts::ByLanguage(texts) = texts {
            texts.0.retain(|lang, _| lang.primary() != primary_language);
        }
    };
    strip(&mut draft.title);
    draft.plan_indicators.iter_mut().for_each(|indicator| strip(&mut indicator.text));
    while let Some(element) = waiting.pop() {
        strip(&mut element.title);
        strip(&mut element.body);
        element.plan_indicators.iter_mut().for_each(|indicator| strip(&mut indicator.text));
        waiting.extend(&mut element.children);
    }
    if let Reference::Inline(institution) = &mut draft.institution {
        strip(&mut institution.name);
    }
}

/// Keys of the elements of a layer, in document order.
async fn keys(app: &TestApp, slug: &str, layer: &str) -> TestResult<Vec<String>> {
    let query = "query ($slug: String!, $layer: PlanLayer!) { plan(ref: { slug: $slug }) { elements(layers: [$layer], first: 100) { nodes { key } } } }";
    let reply = app.query(query, json!({ "slug": slug, "layer": layer })).await?;
    let nodes = reply["plan"]["elements"]["nodes"].as_array().cloned().unwrap_or_default();
    Ok(nodes.iter().map(|node| text(&node["key"])).collect())
}

/// How many elements of the document are matched one to one with the element at the same place of the catalogue's plan.
async fn n_right(app: &TestApp, layer: &str, document: &str, entry: &str) -> TestResult<(usize, usize)> {
    let (ours, theirs) = (keys(app, document, layer).await?, keys(app, entry, layer).await?);
    assert_eq!(ours.len(), theirs.len(), "{layer}: {ours:?} {theirs:?}");
    let variables = json!({ "plans": [{ "slug": document }, { "slug": entry }], "layer": layer });
    let reply = app.query(COMPARE, variables).await?;
    let matches = reply["comparePlans"]["matches"].as_array().cloned().unwrap_or_default();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for group in &matches {
        let elements = group["elements"].as_array().cloned().unwrap_or_default();
        let of = |slug: &str| -> Vec<String> {
            let is_of = |element: &&Value| element["plan"]["slug"] == slug;
            elements.iter().filter(is_of).map(|element| text(&element["key"])).collect()
        };
        for key in of(document) {
            found.entry(key).or_default().extend(of(entry));
        }
    }
    let mut n_right = 0;
    for (own, other) in ours.iter().zip(&theirs) {
        let counterparts = found.get(own).cloned().unwrap_or_default();
        let is_right = counterparts.contains(other);
        n_right += usize::from(is_right);
        println!("{} {own} -> {other}: {counterparts:?}", if is_right { "right" } else { "WRONG" });
    }
    println!("{layer}: {n_right} of {} right", ours.len());
    Ok((n_right, ours.len()))
}

#[tokio::test]
async fn the_chinese_strategy_finds_its_english_entry() -> TestResult {
    let Some(path) = corpus("ifla-strategy-2024-2029.zh.txt") else { return Ok(()) };
    let app = TestApp::sqlite_to_read().await?;
    let given = Given {
        institution: Some("ifla".to_owned()),
        period: Some("ifla-2024-2029".to_owned()),
        slug: Some("ifla-strategy-document".to_owned()),
        variant: Some("document".to_owned()),
        ..Given::default()
    };
    import_document(&app.store, &path, given).await?;
    import_without(&app.store, "ifla-strategy-2024-2029", "zh", "ifla-strategy-english").await?;
    let (n_goals, _) = n_right(&app, "GOAL", "ifla-strategy-document", "ifla-strategy-english").await?;
    assert!(n_goals >= 3, "{n_goals} of 4 goals");
    // Success statements count in the layer, too.
    let (n_outcomes, n) = n_right(&app, "OUTCOME", "ifla-strategy-document", "ifla-strategy-english").await?;
    assert!(n_outcomes * 2 > n, "{n_outcomes} of {n} outcomes");
    Ok(())
}

#[tokio::test]
async fn the_english_draft_finds_its_chinese_entry() -> TestResult {
    let Some(path) = corpus("changchun-library-14fyp.machine-english.txt") else { return Ok(()) };
    let app = TestApp::sqlite_to_read().await?;
    let given = Given {
        institution: Some("changchun-library".to_owned()),
        period: Some("cn-fyp-14".to_owned()),
        slug: Some("changchun-document".to_owned()),
        variant: Some("document".to_owned()),
        ..Given::default()
    };
    import_document(&app.store, &path, given).await?;
    import_without(&app.store, "changchun-library-14fyp-draft", "en", "changchun-chinese").await?;
    let (n_strategies, n) = n_right(&app, "PRIORITY", "changchun-document", "changchun-chinese").await?;
    assert!(n_strategies * 2 > n, "{n_strategies} of {n} strategies");
    Ok(())
}
