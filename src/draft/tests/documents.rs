//! What docs/ says of files is what the code does.

use std::{fmt::Write as _, fs, path::PathBuf};

use super::{super::schema, said_of};
use crate::domain::unit::BaseUnit;

fn document(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)
}

/// Compares a document with what it should be; `UPDATE_DOCS=1` writes it anew.
fn check(name: &str, expected: &str) -> Result<(), std::io::Error> {
    let path = document(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        return fs::write(path, expected);
    }
    let found = fs::read_to_string(path)?;
    assert!(
        found == expected,
        "docs/{name} is not current: run the tests once with UPDATE_DOCS=1 and look at the change"
    );
    Ok(())
}

#[test]
fn the_schemas_are_current() -> Result<(), Box<dyn std::error::Error>> {
    for (name, schema) in [
        ("plan-file.schema.json", schema::plan_file_schema()),
        ("catalogue-file.schema.json", schema::catalogue_file_schema()),
        ("annotation-file.schema.json", schema::annotation_file_schema()),
        ("study-file.schema.json", schema::study_file_schema()),
    ] {
        check(name, &format!("{}\n", serde_json::to_string_pretty(&schema)?))?;
    }
    Ok(())
}

#[test]
fn the_list_of_units_is_current() -> Result<(), std::io::Error> {
    check("units.md", &list_of_units())
}

fn list_of_units() -> String {
    let mut text = String::from(
        "# Units

A unit is written by its code or in one of the other ways. A power of ten may stand before it, as `10^4 visit` or with one
of 千 百万 千万 万 亿: `万册` is `10^4 volume`. Figures convert between units of one quantity, and between no others: visits
do not add to loans. `item` counts what has no unit of its own.

| code | English | 中文 | other ways of writing it | quantity |
|---|---|---|---|---|
",
    );
    for unit in BaseUnit::ALL {
        let aliases: Vec<String> = unit.aliases.iter().map(|alias| format!("`{alias}`")).collect();
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} | {} |",
            unit.code,
            unit.label_en,
            unit.label_zh_hans,
            aliases.join(" "),
            unit.quantity
        );
    }
    text
}

/// The first YAML block under a heading of docs/plan-file.md.
fn example(heading: &str) -> Result<String, Box<dyn std::error::Error>> {
    example_of("plan-file.md", heading)
}

fn example_of(page: &str, heading: &str) -> Result<String, Box<dyn std::error::Error>> {
    let text = fs::read_to_string(document(page))?;
    let section = text.split(&format!("\n## {heading}\n")).nth(1).ok_or("no such heading")?;
    let block = section.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).ok_or("no example")?;
    Ok(block.to_owned())
}

#[test]
fn the_examples_of_the_format_are_sound() -> Result<(), Box<dyn std::error::Error>> {
    assert_eq!(said_of("plan.yaml", &example("A plan")?), "");
    assert_eq!(said_of("annotations.yaml", &example("An annotation file")?), "");
    assert_eq!(said_of("study.yaml", &example_of("studies.md", "The file")?), "");
    // Where the catalogue's example leaves something to the reader, it says "…".
    let catalogue: String = example("A catalogue file")?
        .lines()
        .filter(|line| {
            !["isil:", "ror:", "wikidata:", "parent:", "broader:", "frequencies:"]
                .iter()
                .any(|name| line.trim_start().starts_with(name))
        })
        .map(|line| format!("{line}\n"))
        .collect::<String>()
        .replace("slug: …", "slug: a-case")
        .replace("institution: …", "institution: changchun-library");
    assert_eq!(said_of("catalogue.yaml", &catalogue), "");
    Ok(())
}
