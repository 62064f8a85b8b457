//! The walls between modules, as words that a folder must not hold. Crude, fast, enough.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::support::TestResult;

/// A folder or file of `src/`, the modules of ours that it may know, other words that it must not hold, and why.
type Wall = (&'static str, &'static [&'static str], &'static [&'static str], &'static str);

const ROWS: [&str; 2] = ["sea_orm::", "entity::"];

/// Besides what is listed, every module may know itself.
const WALLS: &[Wall] = &[
    (
        "domain",
        &[],
        &["sea_orm::", "entity::", "async_graphql", "poem", "async "],
        "a plan is a plan without any machinery",
    ),
    (
        "linguistics",
        &["domain"],
        &["sea_orm::", "entity::", "async_graphql", "poem", "async "],
        "words are words everywhere",
    ),
    (
        "suggestion.rs",
        &[],
        &["sea_orm::", "entity::", "async_graphql", "poem", "async "],
        "likeness of words is arithmetic",
    ),
    (
        "identity.rs",
        &["domain", "linguistics"],
        &["sea_orm::", "entity::", "async_graphql", "poem", "async "],
        "identity is decided on values",
    ),
    (
        "coding",
        &["domain", "linguistics"],
        &["sea_orm::", "entity::", "async_graphql", "poem", "async "],
        "coding reads texts, wherever they are kept",
    ),
    ("statistics", &[], &["sea_orm::", "entity::", "async_graphql", "poem", "async "], "statistics know numbers alone"),
    (
        "comparison",
        &["domain", "linguistics", "coding", "statistics"],
        &["sea_orm::", "entity::", "async_graphql", "poem", "async "],
        "comparing is arithmetic",
    ),
    (
        "index",
        &["domain", "coding", "comparison", "statistics"],
        &["sea_orm::", "entity::", "async_graphql", "poem", "async "],
        "what is in memory asks nobody",
    ),
    (
        "questions",
        &["domain", "suggestion"],
        &["sea_orm::", "entity::", "poem", "async ", "std::fs"],
        "what can be asked is known before anybody asks",
    ),
    (
        "draft",
        &["domain", "questions", "suggestion"],
        &["sea_orm::", "entity::", "async_graphql", "poem", "async ", "std::fs"],
        "a draft is what a text says, before anybody stores it",
    ),
    (
        "document",
        &["domain", "draft", "linguistics"],
        &["sea_orm::", "entity::", "async_graphql", "poem", "async ", "std::fs"],
        "a document is read from bytes alone",
    ),
    (
        "store",
        &["domain", "linguistics", "coding", "identity", "suggestion"],
        &["async_graphql", "poem"],
        "rows know no protocol",
    ),
    (
        "import",
        &["domain", "document", "draft", "identity", "coding", "store", "clock"],
        &["sea_orm::", "entity::", "async_graphql", "poem"],
        "one story for every way in",
    ),
    (
        "catalogue.rs",
        &["domain", "draft", "import", "store", "clock"],
        &["sea_orm::", "entity::", "async_graphql", "poem"],
        "the catalogue comes in as any file does",
    ),
    (
        "export.rs",
        &["domain", "draft", "store"],
        &["sea_orm::", "entity::", "async_graphql", "poem"],
        "files are written from records",
    ),
    (
        "live",
        &["domain", "coding", "index", "store"],
        &["sea_orm::", "entity::", "async_graphql", "poem"],
        "what is followed is the registry, whoever asks it",
    ),
    (
        "demo",
        &["domain", "coding"],
        &["sea_orm::", "entity::", "async_graphql", "poem", "async ", "std::fs"],
        "a seed goes in and records come out",
    ),
    (
        "demo_data.rs",
        &["domain", "catalogue", "clock", "demo", "store"],
        &["sea_orm::", "entity::", "async_graphql", "poem"],
        "made-up plans come in as records do",
    ),
    ("guard", &[], &["sea_orm::", "entity::", "poem"], "the guard knows GraphQL and no schema"),
    (
        "graphql",
        &["domain", "linguistics", "coding", "comparison", "index", "questions", "suggestion", "store", "guard"],
        &["sea_orm::", "entity::", "poem"],
        "a resolver decodes, asks the store and wraps",
    ),
    (
        "results",
        &["domain", "coding", "graphql", "live", "questions", "store", "clock", "suggestion"],
        &["sea_orm::", "entity::", "poem"],
        "results are what the API answers, in rows",
    ),
    (
        "http",
        &["domain", "guard", "results", "telemetry"],
        &["sea_orm::", "entity::"],
        "HTTP hands on what it is given",
    ),
    ("cli", &[], &["sea_orm::", "entity::"], "commands use the library"),
    ("telemetry.rs", &[], &["sea_orm::", "entity::", "async_graphql"], "logs are about anything"),
    ("clock.rs", &[], &["sea_orm::", "entity::", "async_graphql", "poem"], "time is time"),
    ("config.rs", &[], &["sea_orm::", "entity::", "async_graphql", "poem"], "settings are values"),
    ("lib.rs", &[], &["sea_orm::", "entity::", "async_graphql", "poem"], "the tour has no code"),
    ("main.rs", &["cli"], &["sea_orm::", "entity::", "async_graphql", "poem"], "the program is its commands"),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files_below(path: &Path) -> TestResult<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path)? {
        files.extend(files_below(&entry?.path())?);
    }
    files.sort();
    Ok(files.into_iter().filter(|file| file.extension().is_some_and(|extension| extension == "rs")).collect())
}

/// The code of a file without its comments, which may speak of anything.
fn code(path: &Path) -> TestResult<String> {
    let text = fs::read_to_string(path)?;
    Ok(text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n"))
}

/// Whether a word stands in code by itself, not as the end of a longer one.
fn holds(code: &str, word: &str) -> bool {
    code.match_indices(word)
        .any(|(place, _)| !code[..place].ends_with(|before: char| before.is_alphanumeric() || before == '_'))
}

/// The modules of ours that code names: `crate::module` and the heads inside `crate::{…}`.
fn named_modules(code: &str) -> Vec<String> {
    let is_name = |character: char| character.is_alphanumeric() || character == '_';
    let mut found = Vec::new();
    for (place, _) in code.match_indices("crate::") {
        let rest = &code[place + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.push(rest.chars().take_while(|character| is_name(*character)).collect());
            continue;
        };
        let (mut depth, mut head) = (1, String::new());
        for character in group.chars() {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            match character {
                _ if depth == 0 => break,
                ',' if depth == 1 => found.push(std::mem::take(&mut head)),
                _ => head.push(character),
            }
        }
        found.push(head);
    }
    found
        .iter()
        .map(|name| name.trim().chars().take_while(|character| is_name(*character)).collect::<String>())
        .filter(|name| name.starts_with(|first: char| first.is_lowercase()))
        .collect()
}

/// The modules of the library.
fn modules() -> TestResult<Vec<String>> {
    let tour = fs::read_to_string(source().join("lib.rs"))?;
    Ok(tour.lines().filter_map(|line| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned())).collect())
}

#[test]
fn every_module_keeps_to_its_side_of_the_walls() -> TestResult {
    let modules = modules()?;
    let mut breaches = Vec::new();
    for (place, known, forbidden, reason) in WALLS {
        let itself = place.trim_end_matches(".rs");
        for file in files_below(&source().join(place))? {
            let code = code(&file)?;
            let shown = file.strip_prefix(source())?.display().to_string();
            for word in *forbidden {
                if holds(&code, word) {
                    breaches.push(format!("src/{shown} holds `{}`: {reason}", word.trim()));
                }
            }
            for module in named_modules(&code) {
                let is_allowed = module == itself || known.contains(&module.as_str()) || !modules.contains(&module);
                if !is_allowed {
                    breaches.push(format!("src/{shown} knows `{module}`: {reason}"));
                }
            }
        }
    }
    assert_eq!(breaches, Vec::<String>::new());
    Ok(())
}

/// A new module gets a wall before it gets neighbours.
#[test]
fn every_module_has_a_wall() -> TestResult {
    for entry in fs::read_dir(source())? {
        let name = entry?.file_name().into_string().map_err(|_| "a file name that is no text")?;
        assert!(
            WALLS.iter().any(|(place, ..)| *place == name),
            "src/{name} has no line in WALLS of tests/it/boundaries.rs"
        );
    }
    Ok(())
}

/// Only the store may name tables.
#[test]
fn only_the_store_names_rows() -> TestResult {
    for file in files_below(&source())? {
        let code = code(&file)?;
        let is_store = file.starts_with(source().join("store"));
        for word in ROWS {
            assert!(is_store || !holds(&code, word), "{} holds `{word}`: only the store knows rows", file.display());
        }
    }
    Ok(())
}

#[test]
fn files_are_short() -> TestResult {
    const MAX_LINES: usize = 500;
    for file in files_below(&source())? {
        let n_lines = fs::read_to_string(&file)?.lines().count();
        assert!(n_lines <= MAX_LINES, "{} has {n_lines} lines: split it by subject", file.display());
    }
    Ok(())
}

#[test]
fn the_walls_are_seen() {
    assert!(holds("use sea_orm::Set;", "sea_orm::"));
    assert!(holds("let row: entity::plan::Model", "entity::"));
    assert!(!holds("crate::identity::carry()", "entity::"));
    let code = "use crate::{store::{self, Page}, domain::id};\nlet x = crate::coding::Codebook;";
    assert_eq!(named_modules(code), ["store", "domain", "coding"]);
}
