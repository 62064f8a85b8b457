//! Results as data: `/export` and `plan-registry compare` give the numbers of the API.

use plan_registry::results::comparisons;
use poem::{
    Request,
    http::{StatusCode, header},
};
use serde_json::{Map, Value};

use crate::support::{
    TestResult,
    app::{TestApp, text},
    command::Shell,
};

/// A file of results: status, headers that matter, bytes.
struct File {
    status: StatusCode,
    content_type: String,
    disposition: Option<String>,
    bytes: Vec<u8>,
}

async fn get(app: &TestApp, address: &str) -> TestResult<File> {
    let response = app.http(Request::builder().uri_str(address).header("accept-language", "en").finish()).await;
    let value = |name: header::HeaderName| {
        response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    };
    let (status, content_type, disposition) =
        (response.status(), value(header::CONTENT_TYPE).unwrap_or_default(), value(header::CONTENT_DISPOSITION));
    Ok(File { status, content_type, disposition, bytes: response.into_body().into_bytes().await?.to_vec() })
}

/// A row by the names of its columns.
type Row = Map<String, Value>;

/// The README rows and the table of a CSV file, by column names.
fn table(bytes: &[u8]) -> TestResult<(Row, Vec<Row>)> {
    let text = std::str::from_utf8(bytes)?;
    let mut readme = Map::new();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut names: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        if record.get(0) == Some("# README") {
            readme.insert(record.get(1).unwrap_or_default().to_owned(), record.get(2).unwrap_or_default().into());
        } else if names.is_empty() {
            names = record.iter().map(str::to_owned).collect();
        } else {
            assert_eq!(record.len(), names.len(), "{record:?}");
            rows.push(names.iter().cloned().zip(record.iter().map(Value::from)).collect());
        }
    }
    Ok((readme, rows))
}

/// Two coders of one plan, who disagree.
const CODINGS: &str = "
format: annotations/1
codings:
  - plan: shenzhen-library-14fyp
    coder: synthetic coder A
    method: MANUAL
    layers: [GOAL]
    judgements:
      - { element: goal-collections, theme: collections, present: true }
      - { element: goal-smart-library, theme: smart-library, present: true }
  - plan: shenzhen-library-14fyp
    coder: synthetic coder B
    method: MANUAL
    layers: [GOAL]
    judgements:
      - { element: goal-smart-library, theme: smart-library, present: true }
";

const CASES: &str = "
format: catalogue/1
innovationCases:
  - slug: synthetic-case
    title: Synthetic case
    institution: synthetic-city-library
    year: 2025
    focuses: [innovation-focus-space]
    strategies: [innovation-strategy-user-demand]
";

/// Arguments that every comparison answers on the bundled catalogue, as an address has them.
fn arguments(comparison: &str) -> &'static str {
    match comparison {
        "compare-plans" => "plans=synthetic-city-library-14fyp,synthetic-city-library-15fyp",
        "compare-periods" => "institution=synthetic-city-library&from=cn-fyp-14&to=cn-fyp-15",
        "theme-coverage" => {
            "groupBy=PERIOD,INSTITUTION_KIND&cohort.includeSynthetic=true&cohort.statuses=ADOPTED,PROPOSAL"
        }
        "theme-trend" => {
            "periods=cn-fyp-14,cn-fyp-15&cohort={\"includeSynthetic\":true,\"statuses\":[\"ADOPTED\",\"PROPOSAL\"]}"
        }
        "theme-co-occurrence" => "cohort.includeSynthetic=true&minCount=2",
        "indicator-benchmark" => "indicator=branch-libraries&cohort.includeSynthetic=true",
        "compare-cohort-periods" => "from=cn-fyp-14&to=cn-fyp-15&cohort.includeSynthetic=true",
        "progress" => "plan=synthetic-city-library-14fyp",
        "similar-plans" => "plan=synthetic-city-library-15fyp&cohort.statuses=PROPOSAL",
        "lineage" => "plan=synthetic-city-library-15fyp",
        "impact-map" => "plan=synthetic-university-library-15fyp&parent=synthetic-university-15fyp",
        "framework-alignment" => "plan=shenzhen-library-14fyp&framework=ifla-strategy-2024-2029",
        "innovation-case-distribution" => "groupBy=FOCUS,YEAR",
        "coder-agreement" => "cohort.includeSynthetic=true",
        _ => "",
    }
}

fn address(comparison: &str, format: &str, more: &str) -> String {
    let query = format!("{}{more}", arguments(comparison))
        .replace('{', "%7B")
        .replace('}', "%7D")
        .replace('"', "%22")
        .replace('[', "%5B")
        .replace(']', "%5D");
    format!("/export/{comparison}.{format}?{query}")
}

/// Every number and text of an answer, by how often it stands there.
fn scalars(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| scalars(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| scalars(field, found)),
        Value::Null => {}
        value => found.push(text(value)),
    }
}

/// `docs/result-columns.md`, as the program's own tables make it.
fn columns_page() -> String {
    let mut page = "# Columns of result tables\n\nMade from the program: `UPDATE_COLUMNS=1 cargo test every_column` writes it anew. How to ask for the tables stands in\n[results.md](results.md). The last table of every comparison is `caveats`, with `code`, `message_en`, `message_zh_hans` and\n`n_plans`.\n".to_owned();
    for comparison in comparisons() {
        page.push_str(&format!("\n## {}\n\n{}\n", comparison.name, comparison.description));
        let arguments: Vec<String> = comparison
            .arguments()
            .into_iter()
            .map(|(name, is_required)| format!("`{name}`{}", if is_required { " (required)" } else { "" }))
            .collect();
        page.push_str(&format!("\nArguments: {}.\n", arguments.join(", ")));
        for table in comparison.tables {
            page.push_str(&format!("\n### {}\n\n{}\n\n| column | holds |\n|---|---|\n", table.name, table.description));
            for column in table.columns {
                page.push_str(&format!("| `{}` | {} |\n", column.name, column.description));
            }
        }
    }
    page
}

#[test]
fn every_column_is_documented() -> TestResult {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/result-columns.md");
    let page = columns_page();
    if std::env::var_os("UPDATE_COLUMNS").is_some() {
        std::fs::write(&path, &page)?;
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(known, page, "docs/result-columns.md is stale: run `UPDATE_COLUMNS=1 cargo test every_column`");
    Ok(())
}

on_both_databases! {
    async fn every_comparison_is_a_file(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.import(CODINGS).await?;
        app.import(CASES).await?;
        for comparison in comparisons() {
            let name = comparison.name;
            assert_ne!(arguments(name), "", "{name} has no arguments in this test");
            let as_json = get(&app, &address(name, "json", "")).await?;
            assert_eq!(as_json.status, StatusCode::OK, "{name}: {}", String::from_utf8_lossy(&as_json.bytes));
            let found: Value = serde_json::from_slice(&as_json.bytes)?;
            let readme = found["readme"].as_object().cloned().unwrap_or_default();
            for said in ["comparison", "revision", "revision_published", "codebook_version", "method_version", "date", "query", "variables", "again"] {
                assert!(readme.contains_key(said), "{name} does not say its {said}: {readme:?}");
            }
            assert_eq!(readme["revision"], "3");
            // The question of the README rows, put to the API, gives every number of every table.
            let variables: Value = serde_json::from_str(&text(&readme["variables"]))?;
            let answer = app.query(&text(&readme["query"]), variables).await?;
            let mut known = Vec::new();
            scalars(&answer, &mut known);
            let mut n_rows = 0;
            for given in found["tables"].as_array().into_iter().flatten() {
                let table_name = text(&given["name"]);
                let file = get(&app, &address(name, "csv", &format!("&table={table_name}"))).await?;
                assert_eq!((file.status, file.content_type.as_str()), (StatusCode::OK, "text/csv; charset=utf-8; header=present"));
                assert_eq!(file.disposition, Some(format!("attachment; filename=\"{name}-{table_name}.csv\"")));
                let (csv_readme, rows) = table(&file.bytes)?;
                assert_eq!(csv_readme["revision"], "3", "{name}");
                let json_rows = given["rows"].as_array().cloned().unwrap_or_default();
                // A column that may not be empty and always is leads nowhere.
                for column in given["columns"].as_array().into_iter().flatten() {
                    let (column, description) = (text(&column["name"]), text(&column["description"]));
                    let is_empty = json_rows.iter().all(|row| row[&column].is_null());
                    let may_be = description.contains("Empty:") || column.ends_with("_label") || column == "caveats" || description.contains("(empty:");
                    assert!(json_rows.is_empty() || !is_empty || may_be, "{name}/{table_name}/{column} is always empty");
                }
                assert_eq!(rows.len(), json_rows.len(), "{name}/{table_name}");
                n_rows += rows.len();
                for (row, json_row) in rows.iter().zip(&json_rows) {
                    for (column, value) in json_row.as_object().into_iter().flatten() {
                        let cell = text(&row[column]);
                        assert!(!cell.split("; ").any(|part| part == "null"), "{name}/{table_name}/{column}");
                        match value {
                            // Reading JSON may move the last digit, so numbers are held against the answer itself.
                            Value::Number(number) => {
                                let is_known = known.contains(&cell) || column.starts_with("n_");
                                assert!(is_known, "{name}/{table_name}/{column}: {cell} is no number of the answer");
                                let (found, given) = (number.as_f64().unwrap_or_default(), cell.parse::<f64>()?);
                                assert!((found - given).abs() <= 1e-15 * given.abs(), "{name}/{table_name}/{column}");
                            }
                            Value::Null => assert_eq!(cell, "", "{name}/{table_name}/{column}"),
                            value => assert_eq!(cell, text(value), "{name}/{table_name}/{column}"),
                        }
                    }
                }
            }
            assert!(n_rows > 0, "{name} has no rows");
        }
        Ok(())
    }

    async fn files_are_as_asked_for(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        let plain = get(&app, &address("theme-coverage", "csv", "")).await?;
        assert!(plain.bytes.starts_with(b"# README,comparison,"));
        let (_, rows) = table(&plain.bytes)?;
        assert_eq!(rows[0]["period"], "cn-fyp-14");
        assert_eq!(rows[0]["institution_kind"], "PUBLIC_LIBRARY");
        assert_eq!(rows[0]["period_label"], "14th Five-Year Plan period");
        let for_spreadsheets = get(&app, &address("theme-coverage", "csv", "&bom=true&readme=false")).await?;
        assert!(for_spreadsheets.bytes.starts_with("\u{feff}period,period_label,institution_kind,".as_bytes()));
        let in_chinese = get(&app, &address("theme-coverage", "csv", "&lang=zh-Hans&readme=false")).await?;
        assert!(String::from_utf8_lossy(&in_chinese.bytes).contains("公共图书馆"));

        let index: Value = serde_json::from_slice(&get(&app, "/export").await?.bytes)?;
        assert_eq!(index["comparisons"].as_array().map(Vec::len), Some(comparisons().len()));
        let (_, columns) = table(&get(&app, "/export/columns.csv").await?.bytes)?;
        assert!(columns.iter().all(|row| row["description"] != ""));
        let (readme, codebook) = table(&get(&app, "/export/codebook.csv?asOf=1").await?.bytes)?;
        assert_eq!(readme["codebook_version"], "2026.2");
        assert_eq!(codebook.iter().filter(|row| row["scheme"] == "library-themes").count(), 42);
        assert_eq!(codebook[0]["label_zh_hans"], "文献资源建设");

        // A table has its columns also without rows.
        let empty = get(&app, "/export/theme-coverage.csv?groupBy=PERIOD&cohort.countries=FR&readme=false").await?;
        assert!(empty.bytes.starts_with(b"period,period_label,plan_count,"));
        // What makes figures less comparable stands in the last table, wherever the answer says it.
        let (_, caveats) = table(&get(&app, &address("indicator-benchmark", "csv", "&table=caveats")).await?.bytes)?;
        assert!(caveats.iter().any(|row| row["code"] == "SYNTHETIC"), "{caveats:?}");

        // Whoever has it already need not fetch it again.
        let first = app.http(Request::builder().uri_str("/export/columns.csv").finish()).await;
        let tag = first.headers().get(header::ETAG).cloned().ok_or("no entity tag")?;
        let again = app.http(Request::builder().uri_str("/export/columns.csv").header(header::IF_NONE_MATCH, tag).finish()).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        Ok(())
    }

    async fn mistakes_are_explained(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        for (address, status, hint) in [
            ("/export/theme-coverage", 404, "ask for NAME.csv or NAME.json"),
            ("/export/theme-covrage.csv", 404, "did you mean `theme-coverage`?"),
            ("/export/theme-coverage.csv", 400, "needs the argument `groupBy`"),
            ("/export/theme-coverage.csv?groupBy=PERIOD&table=cells", 404, "there are coverage, association, cohort, caveats"),
            ("/export/theme-coverage.csv?groupBy=PERIODS", 400, "PERIODS"),
            ("/export/theme-coverage.csv?groupBy=PERIOD&cohrt=1", 400, "did you mean `cohort`?"),
            ("/export/theme-coverage.csv?groupBy=PERIOD&cohort.period=cn-fyp-14", 400, "did you mean `cohort.periods`?"),
            ("/export/theme-coverage.csv?groupBy=PERIOD&cohort.periods=cn-fyp-99", 404, "no planning period has the slug `cn-fyp-99`"),
            ("/export/theme-coverage.csv?groupBy=PERIOD&cohort=%7B", 400, "give JSON"),
            ("/export/theme-coverage.csv?groupBy=PERIOD&asOf=99", 400, "there is no revision 99"),
            ("/export/theme-coverage.csv?groupBy=PERIOD&asOf=1&asOf=1", 400, "given twice"),
            ("/export/theme-coverage.csv?groupBy=PERIOD&bom=yes", 400, "give true or false"),
            ("/export/theme-co-occurrence.csv?minCount=many", 400, "give a whole number"),
            ("/export/codebook.csv?asOf=0", 400, "codebook"),
            ("/export/progress.csv?plan=synthetic-city-library-14", 404, "did you mean `synthetic-city-library-14fyp`?"),
            ("/export/lineage.csv?plan=nothing-like-it-at-all", 404, "no plan has the slug"),
            ("/export/similar-plans.json?plan=shenzhen-library-14fyp&asOf=0", 404, "at the registry revision asked for"),
        ] {
            let file = get(&app, address).await?;
            let message = String::from_utf8_lossy(&file.bytes).into_owned();
            assert_eq!(file.status.as_u16(), status, "{address}: {message}");
            assert!(message.contains(hint), "{address}: {message}");
        }
        let posted = app.http(Request::builder().method(poem::http::Method::POST).uri_str("/export/columns.csv").finish()).await;
        assert_eq!(posted.status(), StatusCode::METHOD_NOT_ALLOWED);
        Ok(())
    }

    async fn the_command_line_prints_the_same_tables(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        let shell = Shell::new(&app.database.url)?;
        let asked = ["compare", "theme-coverage", "groupBy=PERIOD,INSTITUTION_KIND", "cohort.includeSynthetic=true", "cohort.statuses=ADOPTED,PROPOSAL", "--lang", "en", "--format"];
        let printed = shell.run(&[&asked[..], &["csv"]].concat())?;
        assert_eq!((printed.code, printed.stderr.as_str()), (Some(0), ""));
        let fetched = get(&app, &address("theme-coverage", "csv", "")).await?;
        assert_eq!(printed.stdout, String::from_utf8(fetched.bytes)?);
        let as_json = shell.run(&[&asked[..], &["json", "--out", "out.json"]].concat())?;
        assert_eq!((as_json.code, as_json.stdout.as_str()), (Some(0), ""));
        assert_eq!(shell.read("out.json")?, String::from_utf8(get(&app, &address("theme-coverage", "json", "")).await?.bytes)?);
        let shown = shell.run(&[&asked[..], &["text", "--table", "coverage", "--no-readme"]].concat())?;
        assert!(shown.stdout.contains("cn-fyp-14  14th Five-Year Plan period  PUBLIC_LIBRARY"), "{shown}");

        let listed = shell.run(&["compare"])?;
        assert!(comparisons().iter().all(|comparison| listed.stdout.contains(comparison.name)), "{listed}");
        let wrong = shell.run(&["compare", "theme-coverage", "groupBy"])?;
        assert_eq!((wrong.code, wrong.stderr.trim()), (Some(1), "error: `groupBy` is no argument: write NAME=VALUE, as in groupBy=PERIOD"));
        let unknown = shell.run(&["compare", "coverage"])?;
        assert_eq!(unknown.code, Some(1));
        assert!(unknown.stderr.contains("no comparison is called `coverage`"), "{unknown}");
        Ok(())
    }
}
