//! How well lexicon coding finds themes, held against elements labelled by hand.
//!
//! Of the sample one half was there to choose labels by, `tests/samples/themes-tuning.yaml`. The other,
//! `tests/samples/themes-frozen.yaml`, was put aside before: what it gives is published.

use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf};

use plan_registry::{
    catalogue,
    clock::Clock,
    coding::Codebook,
    domain::{
        language::LanguageTag,
        quality::{CodingQuality, ThemeQuality},
        text::{LocalizedText, TextOrigin, Texts},
        theme::THEME_SCHEME,
    },
};
use serde::Deserialize;

use crate::support::{TestResult, app::TestApp, databases::TestDatabase};

const TUNING: &str = "tests/samples/themes-tuning.yaml";
const FROZEN: &str = "tests/samples/themes-frozen.yaml";

/// The table of docs/codebook.md stands between these.
const TABLE_START: &str = "<!-- quality: written by UPDATE_DOCS=1 cargo test coding_sample -->\n";
const TABLE_END: &str = "<!-- end of quality -->\n";

#[derive(Deserialize)]
struct Labelled {
    text: String,
    language: String,
    themes: Vec<String>,
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn sample(name: &str) -> TestResult<Vec<Labelled>> {
    let text = std::fs::read_to_string(path(name)).map_err(|error| format!("{name}: {error}"))?;
    Ok(serde_saphyr::from_str(&text)?)
}

async fn codebook() -> TestResult<std::sync::Arc<Codebook>> {
    let database = TestDatabase::sqlite()?;
    let store = database.store().await?;
    catalogue::load(&store, &Clock::System).await?;
    Ok(store.codebook(store.current_revision().await?).await?)
}

/// Codes the sample and counts, for every theme of the codebook.
fn measured(codebook: &Codebook, sample: &[Labelled]) -> TestResult<CodingQuality> {
    let mut themes: BTreeMap<String, ThemeQuality> =
        codebook.in_scheme(THEME_SCHEME).map(|theme| (theme.slug.clone(), ThemeQuality::default())).collect();
    for Labelled { text, language, themes: labelled } in sample {
        let lang: LanguageTag = language.parse()?;
        let texts = Texts::new([LocalizedText { lang, text: text.clone(), origin: TextOrigin::Source }]);
        let hits = codebook.find(&[&texts]);
        let found: Vec<&str> =
            hits.iter().filter_map(|hit| codebook.theme(hit.theme)).map(|theme| theme.slug.as_str()).collect();
        for slug in labelled {
            let theme = themes.get_mut(slug).ok_or_else(|| format!("no theme `{slug}`: {text}"))?;
            theme.n_labelled += 1;
            theme.n_right += u32::from(found.contains(&slug.as_str()));
        }
        for slug in found {
            if let Some(theme) = themes.get_mut(slug) {
                theme.n_found += 1;
            }
        }
    }
    Ok(CodingQuality { n_elements: u32::try_from(sample.len())?, themes })
}

#[tokio::test]
async fn the_published_quality_is_that_of_the_frozen_half() -> TestResult {
    let measured = measured(&*codebook().await?, &sample(FROZEN)?)?;
    if std::env::var_os("UPDATE_QUALITY").is_some() {
        let file = path("data").join(catalogue::QUALITY_FILE);
        return Ok(std::fs::write(file, serde_json::to_string_pretty(&measured)? + "\n")?);
    }
    assert!(
        catalogue::quality()? == measured,
        "data/{} is stale: run `UPDATE_QUALITY=1 cargo test coding_sample`, then `UPDATE_DOCS=1 cargo test coding_sample`. If the codebook was released, give it a new version first.",
        catalogue::QUALITY_FILE
    );
    Ok(())
}

#[tokio::test]
async fn labels_find_what_they_were_chosen_by() -> TestResult {
    let total = measured(&*codebook().await?, &sample(TUNING)?)?.total();
    for (what, figure) in [("precision", total.precision()), ("recall", total.recall())] {
        assert!(figure.is_some_and(|figure| figure >= 0.85), "{what} of the tuning half is {figure:?}: {total:?}");
    }
    Ok(())
}

/// `0.86`, or a dash where there is none.
fn figure(figure: Option<f64>) -> String {
    figure.map_or_else(|| "–".to_owned(), |figure| format!("{figure:.2}"))
}

fn row(name: &str, counts: ThemeQuality) -> String {
    let ThemeQuality { n_labelled, n_found, n_right } = counts;
    let figures = [counts.precision(), counts.recall(), counts.f1()].map(figure).join(" | ");
    format!("| {name} | {n_labelled} | {n_found} | {n_right} | {figures} |\n")
}

fn table(quality: &CodingQuality, codebook: &Codebook) -> Result<String, std::fmt::Error> {
    let mut table = format!(
        "Version {}, {} elements.\n\n| theme | labelled | found | right | precision | recall | F1 |\n|---|--:|--:|--:|--:|--:|--:|\n",
        codebook.version(),
        quality.n_elements
    );
    for theme in codebook.in_scheme(THEME_SCHEME) {
        table += &row(&format!("`{}`", theme.slug), quality.themes.get(&theme.slug).copied().unwrap_or_default());
    }
    table += &row("all codes (micro)", quality.total());
    let means = [ThemeQuality::precision, ThemeQuality::recall, ThemeQuality::f1].map(|of| figure(quality.mean(of)));
    writeln!(table, "| mean of the themes (macro) | | | | {} |", means.join(" | "))?;
    Ok(table)
}

#[tokio::test]
async fn the_table_of_the_documents_is_current() -> TestResult {
    let document = path("docs/codebook.md");
    let text = std::fs::read_to_string(&document)?;
    let (before, rest) = text.split_once(TABLE_START).ok_or("docs/codebook.md has lost the start of its table")?;
    let (_, after) = rest.split_once(TABLE_END).ok_or("docs/codebook.md has lost the end of its table")?;
    let table = table(&catalogue::quality()?, &*codebook().await?)?;
    let expected = format!("{before}{TABLE_START}{table}{TABLE_END}{after}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        return Ok(std::fs::write(document, expected)?);
    }
    assert!(text == expected, "docs/codebook.md is stale: run `UPDATE_DOCS=1 cargo test coding_sample`");
    Ok(())
}

const QUALITY: &str = "query Quality($ref: ThemeRef!) {
  theme(ref: $ref) { codingQuality { sampleSize labelledCount foundCount rightCount precision recall f1 } }
}";

#[tokio::test]
async fn a_theme_shows_how_well_it_is_found() -> TestResult {
    let app = TestApp::catalogue(TestDatabase::sqlite()?).await?;
    let quality = catalogue::quality()?;
    let counts = *quality.themes.get("collections").ok_or("collections were not measured")?;
    let shown = app.query(QUALITY, serde_json::json!({ "ref": { "slug": "collections" } })).await?;
    assert_eq!(
        shown["theme"]["codingQuality"],
        serde_json::json!({
            "sampleSize": quality.n_elements,
            "labelledCount": counts.n_labelled,
            "foundCount": counts.n_found,
            "rightCount": counts.n_right,
            "precision": counts.precision(),
            "recall": counts.recall(),
            "f1": counts.f1(),
        })
    );
    // Terms code nothing.
    let shown = app.query(QUALITY, serde_json::json!({ "ref": { "slug": "big-data" } })).await?;
    assert!(shown["theme"].is_object() && shown["theme"]["codingQuality"].is_null(), "{shown}");
    Ok(())
}
