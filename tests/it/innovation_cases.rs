//! Cases of service innovation: how they spread, and tables of them.

use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text},
    command::Shell,
    innovation_cases,
};

/// Further cases: of an association abroad, of an institution that nobody knows the place of, and with what the codebook
/// of the test leaves out.
const MORE: &str = "\
format: catalogue/1
institutions:
  - { slug: synthetic-association, kind: LIBRARY_ASSOCIATION, name: Synthetic Association, country: NL }
  - { slug: synthetic-nowhere, kind: SPECIAL_LIBRARY, name: Synthetic Library of Nowhere }
innovationCases:
  - { slug: synthetic-case-abroad, title: 'Synthetic case: abroad', institution: synthetic-association, year: 2021, focuses: [smart-library], strategies: [innovation-strategy-cross-sector] }
  - { slug: synthetic-case-nowhere, title: 'Synthetic case: nowhere', institution: synthetic-nowhere, year: 2024 }
";

const QUERY: &str = "query($filter: InnovationCaseFilter, $groupBy: [CaseDimension!]!, $asOf: String) {
    innovationCaseDistribution(filter: $filter, groupBy: $groupBy, asOf: $asOf) {
        computedFrom { revision codebookVersion methodVersion }
        caseCount
        groups { key { dimension value } caseCount share }
        margins { dimension isMultiValued overlappingCaseCount groups { key { value } caseCount } }
    }
}";

async fn ask(app: &TestApp, group_by: &[&str], filter: Value, as_of: Option<&str>) -> TestResult<Value> {
    let variables = json!({ "groupBy": group_by, "filter": filter, "asOf": as_of });
    Ok(app.query(QUERY, variables).await?["innovationCaseDistribution"].clone())
}

/// `cn-east/2023 2` for a group of two.
fn shown(groups: &Value) -> Vec<String> {
    let group = |group: &Value| {
        let values: Vec<String> = group["key"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|key| key["value"].as_str().unwrap_or("?").to_owned())
            .collect();
        format!("{} {}", values.join("/"), group["caseCount"])
    };
    groups.as_array().into_iter().flatten().map(group).collect()
}

async fn with_cases(database: crate::support::databases::TestDatabase) -> TestResult<TestApp> {
    let app = TestApp::catalogue(database).await?;
    app.import(innovation_cases::TEXT).await?;
    app.import(MORE).await?;
    Ok(app)
}

on_both_databases! {
    async fn cases_by_each_dimension(database: TestDatabase) -> TestResult {
        let app = with_cases(database).await?;
        for (dimension, expected, overlapping) in [
            ("REGION", &["cn-east 3", "? 2"][..], 0),
            ("COUNTRY", &["CN 3", "NL 1", "? 1"], 0),
            ("SUBDIVISION", &["CN-BJ 1", "CN-GD 2", "? 2"], 0),
            ("INSTITUTION_KIND", &["PUBLIC_LIBRARY 1", "ACADEMIC_LIBRARY 1", "NATIONAL_LIBRARY 1", "SPECIAL_LIBRARY 1", "LIBRARY_ASSOCIATION 1"], 0),
            ("FOCUS", &["smart-library 1", "innovation-focus-reading-promotion 1", "innovation-focus-teaching-support 1", "innovation-focus-research-support 1", "innovation-focus-space 1", "? 1"], 1),
            ("STRATEGY", &["innovation-strategy-national-needs 1", "innovation-strategy-user-demand 1", "innovation-strategy-advanced-technology 1", "innovation-strategy-cross-sector 2", "? 1"], 1),
            ("YEAR", &["2021 1", "2023 2", "2024 2"], 0),
        ] {
            let found = ask(&app, &[dimension], Value::Null, None).await?;
            assert_eq!(found["caseCount"], 5);
            assert_eq!(shown(&found["groups"]), expected, "{dimension}");
            for group in found["groups"].as_array().into_iter().flatten() {
                assert_eq!(group["key"][0]["dimension"], dimension);
                assert_eq!(group["share"].as_f64(), group["caseCount"].as_f64().map(|count| count / 5.0), "{group}");
            }
            let margin = &found["margins"][0];
            assert_eq!(shown(&margin["groups"]), expected, "{dimension}");
            assert_eq!(margin["isMultiValued"], ["FOCUS", "STRATEGY"].contains(&dimension), "{dimension}");
            assert_eq!(margin["overlappingCaseCount"], overlapping, "{dimension}");
        }
        Ok(())
    }

    async fn cases_by_two_dimensions(database: TestDatabase) -> TestResult {
        let app = with_cases(database).await?;
        let found = ask(&app, &["REGION", "YEAR"], Value::Null, None).await?;
        assert_eq!(shown(&found["groups"]), ["cn-east/2023 2", "cn-east/2024 1", "?/2021 1", "?/2024 1"]);
        assert_eq!(found["groups"][0]["share"], 0.4);
        assert_eq!(shown(&found["margins"][0]["groups"]), ["cn-east 3", "? 2"]);
        assert_eq!(shown(&found["margins"][1]["groups"]), ["2021 1", "2023 2", "2024 2"]);
        let found = ask(&app, &["YEAR", "FOCUS"], json!({ "years": [2024] }), None).await?;
        assert_eq!(shown(&found["groups"]), ["2024/innovation-focus-teaching-support 1", "2024/innovation-focus-space 1", "2024/? 1"]);
        assert_eq!((&found["caseCount"], &found["groups"][0]["share"]), (&json!(2), &json!(0.5)));
        Ok(())
    }

    async fn the_filter_is_that_of_the_list(database: TestDatabase) -> TestResult {
        let app = with_cases(database).await?;
        for (filter, expected) in [
            (json!({ "kinds": ["PUBLIC_LIBRARY", "SPECIAL_LIBRARY"] }), &["2023 1", "2024 1"][..]),
            (json!({ "regions": ["cn-east"] }), &["2023 2", "2024 1"]),
            (json!({ "focuses": [{ "slug": "innovation-focus-space" }, { "slug": "smart-library" }] }), &["2021 1", "2024 1"]),
            (json!({ "strategies": [{ "slug": "innovation-strategy-cross-sector" }], "years": [2023] }), &["2023 1"]),
            (json!({ "regions": ["cn-west"] }), &[]),
        ] {
            let found = ask(&app, &["YEAR"], filter.clone(), None).await?;
            assert_eq!(shown(&found["groups"]), expected, "{filter}");
            let list = "query($filter: InnovationCaseFilter) { innovationCases(filter: $filter) { totalCount } }";
            let listed = app.query(list, json!({ "filter": filter })).await?["innovationCases"]["totalCount"].clone();
            assert_eq!(found["caseCount"], listed, "{filter}");
        }
        // Of nothing there are no shares.
        let none = ask(&app, &["REGION", "FOCUS"], json!({ "years": [1999] }), None).await?;
        assert_eq!((&none["caseCount"], &none["groups"]), (&json!(0), &json!([])));
        assert_eq!(none["margins"], json!([
            { "dimension": "REGION", "isMultiValued": false, "overlappingCaseCount": 0, "groups": [] },
            { "dimension": "FOCUS", "isMultiValued": true, "overlappingCaseCount": 0, "groups": [] },
        ]));
        Ok(())
    }

    async fn groups_have_labels_in_the_readers_language(database: TestDatabase) -> TestResult {
        let app = with_cases(database).await?;
        let labels = "query($groupBy: [CaseDimension!]!) { innovationCaseDistribution(groupBy: $groupBy) { groups { key { value en: label(lang: [\"en\"]) { text } zh: label(lang: [\"zh-Hans\"]) { text } } } } }";
        for (dimension, place, expected) in [
            ("REGION", 0, json!({ "value": "cn-east", "en": { "text": "Eastern China" }, "zh": { "text": "东部地区" } })),
            ("REGION", 1, json!({ "value": null, "en": { "text": "Region unknown or none" }, "zh": { "text": "地区不详或不属于任何地区" } })),
            ("SUBDIVISION", 1, json!({ "value": "CN-GD", "en": { "text": "Guangdong" }, "zh": { "text": "广东" } })),
            ("COUNTRY", 1, json!({ "value": "NL", "en": { "text": "NL" }, "zh": { "text": "NL" } })),
            ("INSTITUTION_KIND", 1, json!({ "value": "ACADEMIC_LIBRARY", "en": { "text": "Academic libraries" }, "zh": { "text": "高校图书馆" } })),
            ("FOCUS", 4, json!({ "value": "innovation-focus-space", "en": { "text": "Space" }, "zh": { "text": "空间服务" } })),
            ("FOCUS", 5, json!({ "value": null, "en": { "text": "No focus recorded" }, "zh": { "text": "未记录创新重点" } })),
            ("YEAR", 0, json!({ "value": "2021", "en": { "text": "2021" }, "zh": { "text": "2021年" } })),
        ] {
            let found = app.query(labels, json!({ "groupBy": [dimension] })).await?;
            assert_eq!(found["innovationCaseDistribution"]["groups"][place]["key"][0], expected, "{dimension}");
        }
        Ok(())
    }

    /// Each publication changes the answer of now, and none the answer of then.
    async fn what_was_counted_is_counted_again(database: TestDatabase) -> TestResult {
        let app = with_cases(database).await?;
        let by_place = ask(&app, &["REGION", "FOCUS"], Value::Null, None).await?;
        let by_kind = ask(&app, &["INSTITUTION_KIND"], json!({ "regions": ["cn-east"] }), None).await?;
        let revision = text(&by_place["computedFrom"]["revision"]);
        let moved = "format: catalogue/1\ninstitutions:\n  - { slug: synthetic-association, kind: GOVERNMENT, name: Synthetic Association, country: CN, subdivision: CN-SH }\n";
        let less = "format: catalogue/1\ninnovationCases:\n  - slug: synthetic-case-space\n    title: { zh-Hans: 虚构案例：空间, en: 'Synthetic case: space' }\n    institution: sun-yat-sen-university-library\n    year: 2024\n    focuses: [innovation-focus-space]\n    strategies: [innovation-strategy-advanced-technology]\n";
        let codebook = "format: catalogue/1\ncodebook:\n  version: synthetic-1\n  themes:\n    - { slug: smart-library, scheme: library-themes, label: Smart library }\n    - { slug: innovation-focus-space, scheme: innovation-focus, label: Rooms }\n";
        let expected = [
            (moved, "cn-east/smart-library 1,cn-east/innovation-focus-reading-promotion 1,cn-east/innovation-focus-teaching-support 1,cn-east/innovation-focus-research-support 1,cn-east/innovation-focus-space 1,?/? 1"),
            // A focus that is taken out is gone.
            (less, "cn-east/smart-library 1,cn-east/innovation-focus-reading-promotion 1,cn-east/innovation-focus-research-support 1,cn-east/innovation-focus-space 1,?/? 1"),
            // What the codebook in force has not stands behind what it has.
            (codebook, "cn-east/smart-library 1,cn-east/innovation-focus-space 1,cn-east/innovation-focus-reading-promotion 1,cn-east/innovation-focus-research-support 1,?/? 1"),
        ];
        for (file, groups) in expected {
            assert!(app.import(file).await?.changed, "{file}");
            let now = ask(&app, &["REGION", "FOCUS"], Value::Null, None).await?;
            assert_eq!(shown(&now["groups"]).join(","), groups);
            assert_eq!(ask(&app, &["REGION", "FOCUS"], Value::Null, Some(&revision)).await?, by_place);
            assert_eq!(ask(&app, &["INSTITUTION_KIND"], json!({ "regions": ["cn-east"] }), Some(&revision)).await?, by_kind);
        }
        assert_ne!(ask(&app, &["INSTITUTION_KIND"], json!({ "regions": ["cn-east"] }), None).await?["groups"], by_kind["groups"]);
        let labels = "{ innovationCaseDistribution(groupBy: [FOCUS]) { groups { key { label(lang: [\"en\"]) { text } } } } }";
        let found = app.query(labels, Value::Null).await?["innovationCaseDistribution"]["groups"].clone();
        assert_eq!(found[1]["key"][0]["label"]["text"], "Rooms");
        assert_eq!(found[2]["key"][0]["label"]["text"], "innovation-focus-reading-promotion (not in the codebook in force)");
        Ok(())
    }

    async fn questions_that_make_no_sense_are_explained(database: TestDatabase) -> TestResult {
        let app = with_cases(database).await?;
        for (group_by, filter, as_of, expected, hint) in [
            (&[][..], Value::Null, None, "BAD_USER_INPUT", "`groupBy` is empty: name one dimension"),
            (&["YEAR", "YEAR"], Value::Null, None, "BAD_USER_INPUT", "names YEAR twice"),
            (&["YEAR", "REGION", "FOCUS"], Value::Null, None, "BAD_USER_INPUT", "names 3 dimensions: name one or two"),
            (&["YEAR"], json!({ "years": [] }), None, "BAD_USER_INPUT", "`years` is empty"),
            (&["YEAR"], json!({ "regions": ["cn-esat"] }), None, "BAD_USER_INPUT", "did you mean `cn-east`?"),
            (&["YEAR"], json!({ "focuses": [{ "slug": "innovation-focus-spaec" }] }), None, "NOT_FOUND", "did you mean `innovation-focus-space`?"),
            (&["YEAR"], Value::Null, Some("99"), "BAD_USER_INPUT", "there is no revision 99"),
        ] {
            let variables = json!({ "groupBy": group_by, "filter": filter, "asOf": as_of });
            let (code, message) = app.error(QUERY, variables.clone()).await?;
            assert_eq!(code, expected, "{message}");
            assert!(message.contains(hint), "{message}");
            // Only the field is null.
            let reply = app.reply(QUERY, variables).await?;
            assert_eq!(reply["data"], json!({ "innovationCaseDistribution": null }));
        }
        Ok(())
    }

    async fn without_a_codebook_the_registry_is_not_ready(database: TestDatabase) -> TestResult {
        let app = TestApp::empty(database).await?;
        let (code, _) = app.error("{ innovationCaseDistribution(groupBy: [YEAR]) { caseCount } }", Value::Null).await?;
        assert_eq!(code, "NOT_READY");
        Ok(())
    }

    /// The page's example, imported as the page says, answers as the page says.
    async fn the_example_of_the_documentation_is_what_happens(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        let shell = Shell::new(&app.database.url)?;
        let table = include_str!("../../docs/examples/innovation-cases.csv");
        shell.write("cases.csv", table)?;
        let tried = shell.run(&["import", "--dry-run", "cases.csv"])?;
        assert_eq!(tried.stdout, "cases.csv: would be stored: a table of 4 innovation cases\n1 file: 1 would be stored, 0 unchanged, 0 failed\n", "{tried}");
        assert_eq!(app.revision().await?, "1");
        let stored = shell.run(&["import", "cases.csv"])?;
        assert_eq!(stored.stdout, "cases.csv: stored: a table of 4 innovation cases (registry revision 2)\n1 file: 1 stored, 0 unchanged, 0 failed\nregistry revision 2\n", "{stored}");
        let again = shell.run(&["import", "cases.csv"])?;
        assert_eq!(again.stdout, "cases.csv: unchanged: a table of 4 innovation cases\n1 file: 0 stored, 1 unchanged, 0 failed\nregistry revision 2\n", "{again}");
        assert_eq!([tried.code, stored.code, again.code], [Some(0); 3]);

        let query = "{ innovationCases { totalCount nodes { slug year title(lang: [\"en\"]) { text } focuses { slug } strategies { slug } evidence { locator document { title publisher } } } } }";
        let cases = app.query(query, Value::Null).await?["innovationCases"].clone();
        assert_eq!(cases["totalCount"], 4);
        let bus = cases["nodes"].as_array().into_iter().flatten().find(|case| case["slug"] == "synthetic-book-bus-2024").ok_or("no bus")?;
        assert_eq!(bus, &json!({
            "slug": "synthetic-book-bus-2024",
            "year": 2024,
            "title": { "text": "Synthetic case: a book bus,\nwith a driver who reads aloud" },
            "focuses": [{ "slug": "innovation-focus-reading-promotion" }],
            "strategies": [{ "slug": "innovation-strategy-cross-sector" }],
            "evidence": { "locator": "case 3", "document": { "title": "Synthetic example", "publisher": "Made up for this documentation" } },
        }));

        let page = include_str!("../../docs/innovation-cases.md");
        let block = |language: &str| page.split_once(&format!("```{language}\n"))?.1.split_once("\n```").map(|(block, _)| block);
        let answer = app.query(block("graphql").ok_or("no query")?, Value::Null).await?;
        let promised: Value = serde_json::from_str(block("json").ok_or("no answer")?)?;
        assert_eq!(answer, promised, "docs/innovation-cases.md promises another answer:\n{answer:#}");

        // The same slugs again replace what was there, also by less; what is not named stays.
        shell.write("cases.csv", &table.replace("innovation-focus-space; innovation-focus-teaching-support", "innovation-focus-space").lines().take(3).collect::<Vec<_>>().join("\n"))?;
        let replaced = shell.run(&["import", "cases.csv"])?;
        assert_eq!(replaced.code, Some(0), "{replaced}");
        let found = ask(&app, &["FOCUS"], Value::Null, None).await?;
        assert_eq!(shown(&found["groups"]), ["innovation-focus-reading-promotion 2", "innovation-focus-space 1", "? 1"]);
        Ok(())
    }

    async fn what_the_registry_does_not_know_is_told_with_its_line(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        let shell = Shell::new(&app.database.url)?;
        let table = "\
slug;title:en;institution;year;focuses;strategies

synthetic-a;\"Synthetic
case\";capital-libary;2023;innovation-focus-spaces;
synthetic-b;Synthetic case;capital-library;2023;innovation-focus-space;innovation-strategy-user-demands|zzz
synthetic-c;Synthetic case;capital-libary;2023;;
";
        shell.write("tables/cases.csv", table)?;
        // A table about something else is left alone.
        shell.write("tables/figures.csv", "library,visits\nx,12\n")?;
        let outcome = shell.run(&["import", "tables"])?;
        insta::allow_duplicates! {
            insta::assert_snapshot!(outcome, @"
            exit code: 1
            --- output
            tables/cases.csv: failed
            1 file: 0 stored, 0 unchanged, 1 failed
            --- errors
            error: tables/cases.csv:4: institution: no institution has the slug `capital-libary`; did you mean `capital-library`? Import a catalogue file with the institution first if it is new.
            error: tables/cases.csv:4: focuses: no theme has the slug `innovation-focus-spaces`; did you mean `innovation-focus-space`? Name a concept of the codebook, which `themes` lists.
            error: tables/cases.csv:5: strategies: no theme has the slug `innovation-strategy-user-demands`; did you mean `innovation-strategy-user-demand`? Name a concept of the codebook, which `themes` lists.
            error: tables/cases.csv:5: strategies: no theme has the slug `zzz`. Name a concept of the codebook, which `themes` lists.
            error: tables/cases.csv:6: institution: no institution has the slug `capital-libary`; did you mean `capital-library`? Import a catalogue file with the institution first if it is new.
            ");
        }
        assert_eq!(app.query("{ innovationCases { totalCount } }", Value::Null).await?["innovationCases"]["totalCount"], 0);
        Ok(())
    }

    async fn tables_come_behind_the_files_that_bring_their_institutions(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        let shell = Shell::new(&app.database.url)?;
        shell.write("a.csv", "slug,title:en,institution,year\nsynthetic-a,Synthetic case,example-library,2024\n")?;
        shell.write("z.yaml", crate::support::plan_file::TEXT)?;
        let outcome = shell.run(&["import", "."])?;
        assert_eq!(outcome.code, Some(0), "{outcome}");
        // Without a name or in another character set, too.
        let chinese = "slug,title:zh-Hans,institution,year\nsynthetic-b,虚构案例：图书馆的全民阅读推广服务与空间建设,example-library,2024\n";
        let (encoded, _, _) = encoding_rs::GB18030.encode(chinese);
        std::fs::write(shell.folder().join("b.csv"), &encoded)?;
        shell.write("table", &chinese.replace("synthetic-b", "synthetic-c").replace(',', "\t"))?;
        let outcome = shell.run(&["import", "b.csv", "table"])?;
        assert_eq!(outcome.code, Some(0), "{outcome}");
        let found = app.query("{ innovationCases(filter: { years: [2024] }) { nodes { slug title { text } } } }", Value::Null).await?;
        let title = json!({ "text": "虚构案例：图书馆的全民阅读推广服务与空间建设" });
        let nodes = found["innovationCases"]["nodes"].as_array().cloned().unwrap_or_default();
        assert_eq!(nodes.iter().filter(|case| case["title"] == title).count(), 2, "{nodes:?}");
        Ok(())
    }
}

#[test]
fn what_is_no_table_is_refused() -> TestResult {
    use plan_registry::import::Prepared;
    for (bytes, said) in [
        (
            &b"PK\x03\x04xl/"[..],
            "this is an Excel workbook (.xlsx), not a table in plain text: save it from the spreadsheet as CSV (UTF-8)",
        ),
        (b"\0\x01\x02\x03", "this is binary data"),
        (b"", "the file is empty"),
    ] {
        let said_of_it = Prepared::read_case_table("cases.csv", bytes).map(|_| ()).map_err(|error| error.to_string());
        assert!(
            said_of_it.as_ref().is_err_and(|error| error.starts_with("cases.csv: ") && error.contains(said)),
            "{said_of_it:?}"
        );
    }
    Ok(())
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200), header: bool) {
        let header: &[u8] = if header { b"slug,title:en,institution,year,focuses\n" } else { b"" };
        let bytes = [header, &bytes].concat();
        if let Err(error) = plan_registry::import::Prepared::read_case_table("cases.csv", &bytes) {
            proptest::prop_assert!(!error.problems().is_empty());
        }
    }
}
