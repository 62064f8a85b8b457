//! Studies: stored, cited, and asked again with the same numbers.

use plan_registry::{catalogue, clock::Clock};
use poem::{Request, http::StatusCode};
use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
    command::Shell,
};

const BUNDLED: &str = "what-moves-from-the-14th-to-the-15th-period";
const PLAN: &str = include_str!("../../data/plans/synthetic-city-library-15fyp.yaml");

/// Every kind of question, over the bundled plans.
const STUDY: &str = "
format: study/1
slug: example-study
title: { en: Example study, zh-Hans: 示例研究 }
cohort: { periods: [cn-fyp-14, cn-fyp-15], statuses: [ADOPTED, CONSULTATION, PROPOSAL], includeSynthetic: true }
questions:
  - key: kinds
    comparison: theme-coverage
    arguments: { groupBy: [INSTITUTION_KIND] }
  - key: trend
    comparison: theme-trend
    arguments: { periods: [cn-fyp-14, cn-fyp-15], themes: [smart-library, reading-promotion] }
  - key: city-alone
    comparison: theme-co-occurrence
    cohort: { institutions: synthetic-city-library, includeSynthetic: true }
    arguments: { unit: ELEMENT }
  - key: city
    comparison: compare-periods
    arguments: { institution: synthetic-city-library, from: cn-fyp-14, to: cn-fyp-15 }
  - key: side-by-side
    comparison: compare-plans
    arguments: { plans: [synthetic-city-library-14fyp, synthetic-city-library-15fyp] }
";

const INSTITUTION: &str = "
format: catalogue/1
institutions:
  - { slug: synthetic-city-library, kind: SPECIAL_LIBRARY, name: { en: Synthetic City Library }, country: CN, subdivision: CN-JL }
";

const ANNOTATIONS: &str = "
format: annotations/1
codings:
  - plan: synthetic-city-library-15fyp
    coder: another synthetic coder
    method: ADJUDICATED
    layers: [GOAL]
    judgements:
      - { element: goal-reading, theme: smart-library, present: true }
";

const CODEBOOK: &str = "
format: catalogue/1
codebook:
  version: synthetic-1
  themes:
    - { slug: smart-library, scheme: library-themes, label: { zh-Hans: 智慧图书馆, en: Smart library } }
    - { slug: reading-promotion, scheme: library-themes, label: { zh-Hans: 阅读推广, en: Reading promotion } }
";

const ALL: &str = "query($slug: String!, $revision: Int) { study(ref: { slug: $slug }, revision: $revision) {
    __typename id slug title { lang text origin } description(lang: [\"en\"]) { text }
    revision { number publishedAt note } revisions { number note } registryRevision codebookVersion
    cohort { planCount institutionCount caveats { code } } cohortDefinition
    questions { key title(lang: [\"zh\"]) { text } comparison document variables exportPath }
    citation { text } chinese: citation(lang: [\"zh-Hant\"]) { lang text }
} }";

/// A file of `/export`: the status, and what is in it.
async fn exported(app: &TestApp, path: &str) -> TestResult<(StatusCode, String)> {
    let response = app.http(Request::builder().uri_str(format!("/export/{path}")).finish()).await;
    Ok((response.status(), response.into_body().into_string().await?))
}

/// The questions of a study with their tables, without their README rows.
async fn tables(app: &TestApp, slug: &str) -> TestResult<Value> {
    let (status, text) = exported(app, &format!("studies/{slug}.json?readme=false")).await?;
    assert_eq!(status, StatusCode::OK, "{text}");
    Ok(serde_json::from_str::<Value>(&text)?["questions"].take())
}

async fn study(app: &TestApp, slug: &str, revision: Option<i32>) -> TestResult<Value> {
    Ok(app.query(ALL, json!({ "slug": slug, "revision": revision })).await?["study"].take())
}

/// What a refused import says.
async fn refused(app: &TestApp, file: &str) -> TestResult<String> {
    match app.import(file).await {
        Ok(imported) => Err(format!("it was taken: {imported:?}").into()),
        Err(error) => Ok(error.to_string()),
    }
}

on_both_catalogues! {
    async fn the_bundled_study_can_be_read_and_cited(app: TestApp) -> TestResult {
        let mut found = study(&app, BUNDLED, None).await?;
        for question in found["questions"].as_array_mut().ok_or("no questions")? {
            // The documents are those of the comparisons; they are asked below.
            assert!(text(&question["document"].take()).starts_with("query "));
        }
        insta::assert_yaml_snapshot!("bundled_study", found);
        let id = text(&study(&app, BUNDLED, None).await?["id"]);
        let node = app.query("query($id: ID!) { node(id: $id) { __typename id ... on Study { slug } } }", json!({ "id": id })).await?;
        assert_eq!(node["node"], json!({ "__typename": "Study", "id": id, "slug": BUNDLED }));
        assert_eq!(app.query("query($id: ID!) { study(ref: { id: $id }) { slug } }", json!({ "id": id })).await?["study"]["slug"], BUNDLED);
        Ok(())
    }

    async fn its_questions_are_ready_to_send(app: TestApp) -> TestResult {
        let found = study(&app, BUNDLED, None).await?;
        let questions = found["questions"].as_array().ok_or("no questions")?;
        assert_eq!(texts(&found["questions"], "/key"), ["coverage", "trend", "city"]);
        for question in questions {
            let variables: Value = serde_json::from_str(&text(&question["variables"]))?;
            let answer = app.query(&text(&question["document"]), variables).await?;
            let answer = answer.as_object().and_then(|answer| answer.values().next()).ok_or("no answer")?;
            assert_eq!(answer["computedFrom"]["revision"], found["registryRevision"], "{answer}");
            assert_eq!(answer["computedFrom"]["codebookVersion"], found["codebookVersion"]);
            let path = text(&question["exportPath"]);
            let (status, csv) = exported(&app, path.strip_prefix("/export/").ok_or("another path")?).await?;
            assert_eq!(status, StatusCode::OK, "{path}: {csv}");
            for row in [format!("# README,study,{BUNDLED}"), "# README,study_revision,1".to_owned(), format!("# README,question,{}", text(&question["key"])), "# README,revision,1".to_owned()] {
                assert!(csv.contains(&row), "{path} lacks {row}: {csv}");
            }
        }
        // The periods of the trend are its own, those of the cohort would be named twice.
        let trend: Value = serde_json::from_str(&text(&questions[1]["variables"]))?;
        assert_eq!(trend["cohort"]["periods"], Value::Null);
        assert_eq!(trend["cohort"]["includeSynthetic"], true);
        Ok(())
    }

    async fn files_of_a_study_are_named_after_it(app: TestApp) -> TestResult {
        let path = format!("/export/studies/{BUNDLED}/coverage.csv?table=cohort");
        let response = app.http(Request::builder().uri_str(&path).finish()).await;
        let name = response.header("content-disposition").unwrap_or_default().to_owned();
        assert_eq!(name, format!("attachment; filename=\"{BUNDLED}-coverage-cohort.csv\""));
        let csv = response.into_body().into_string().await?;
        assert!(csv.contains("synthetic-city-library-14fyp") && csv.contains("synthetic-city-library-15fyp"), "{csv}");
        Ok(())
    }

    async fn what_is_not_there_is_told_with_what_is(app: TestApp) -> TestResult {
        let unknown = "{ study(ref: { slug: \"no-such-study\" }) { slug } }";
        assert_eq!(app.query(unknown, Value::Null).await?["study"], Value::Null);
        for number in [0, 2, -1] {
            assert_eq!(study(&app, BUNDLED, Some(number)).await?, Value::Null);
        }
        for (path, status, said) in [
            (format!("studies/{}.json", &BUNDLED[1..]), 404, format!("did you mean `{BUNDLED}`?")),
            (format!("studies/{BUNDLED}.json?revision=2"), 404, "has no revision 2: it has revision 1".to_owned()),
            (format!("studies/{BUNDLED}.json?revision=first"), 400, "the number of a revision".to_owned()),
            (format!("studies/{BUNDLED}.csv"), 404, "one of coverage, trend, city".to_owned()),
            (format!("studies/{BUNDLED}/coverge.csv"), 404, "did you mean `coverage`?".to_owned()),
            (format!("studies/{BUNDLED}/coverage.csv?table=cell"), 404, "has no table `cell`".to_owned()),
            (format!("studies/{BUNDLED}/coverage.csv?asOf=1"), 400, "`asOf` cannot be given".to_owned()),
            (format!("studies/{BUNDLED}.json?table=cells"), 400, "is of one question".to_owned()),
            ("studies/.json".to_owned(), 404, "no study has the slug ``".to_owned()),
            (format!("studies/{BUNDLED}"), 404, "is no file of results".to_owned()),
        ] {
            let (found, text) = exported(&app, &path).await?;
            assert_eq!(found.as_u16(), status, "{path}: {text}");
            assert!(text.contains(&said), "{path}: {text}");
        }
        Ok(())
    }
}

on_both_databases! {
    async fn the_numbers_stay_whatever_is_published(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.import(STUDY).await?;
        let shell = Shell::new(&app.database.url)?;
        let told = |question: &str| -> TestResult<String> {
            let found = shell.run(&["compare", "--study", "example-study", question, "--format", "json", "--no-readme"])?;
            assert_eq!(found.code, Some(0), "{found}");
            Ok(found.stdout)
        };
        let (before, before_told) = (tables(&app, "example-study").await?, told("city")?);
        assert_eq!(before.as_array().map(Vec::len), Some(5));
        let csv_before = exported(&app, "studies/example-study/kinds.csv").await?;
        let before_study = study(&app, "example-study", None).await?;

        let changed_plan = PLAN
            .replacen("en: Build a smart library\n", "en: Quiet rooms for everybody\n", 1)
            .replacen("value: 80, unit: branch", "value: 90, unit: branch", 1);
        assert_ne!(changed_plan, PLAN);
        let mut last = before.clone();
        let publications = [(changed_plan.as_str(), "plan"), (INSTITUTION, "kind"), (ANNOTATIONS, "recoding"), (CODEBOOK, "codebook")];
        for (place, (file, what)) in publications.into_iter().enumerate() {
            assert!(app.import(file).await?.changed, "{what}");
            // A study of now, with the same questions, sees what has changed.
            let slug = format!("study-after-{place}");
            app.import(&STUDY.replacen("example-study", &slug, 1)).await?;
            let now = tables(&app, &slug).await?;
            assert_ne!(now, last, "the new {what} is not seen");
            last = now;
            assert_eq!(tables(&app, "example-study").await?, before, "after the new {what}");
            assert_eq!(told("city")?, before_told, "after the new {what}");
        }
        assert_eq!(study(&app, "example-study", None).await?, before_study);
        let undated = |csv: &str| csv.lines().filter(|line| !line.starts_with("# README,date,")).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(undated(&exported(&app, "studies/example-study/kinds.csv").await?.1), undated(&csv_before.1));
        assert_eq!(study(&app, "study-after-3", None).await?["codebookVersion"], "synthetic-1");
        assert_eq!(before_study["codebookVersion"], "2026.2");
        Ok(())
    }

    async fn a_changed_file_makes_a_new_revision_and_the_old_one_stays(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        assert!(app.import(STUDY).await?.changed);
        let first = study(&app, "example-study", None).await?;
        assert_eq!((&first["revision"]["number"], &first["registryRevision"]), (&json!(1), &json!("2")));
        let old_tables = tables(&app, "example-study").await?;

        // The registry goes on; the file says nothing new, so it stays pinned where it is.
        app.import(ANNOTATIONS).await?;
        assert!(!app.import(STUDY).await?.changed);
        assert!(!app.import(&format!("{STUDY}note: a note alone\n")).await?.changed);
        assert!(!app.import(&format!("{STUDY}registryRevision: 2\ncodebookVersion: '2026.2'\n")).await?.changed);
        assert_eq!(app.revision().await?, "3");

        let changed = format!("{}note: Adopted plans alone\n", STUDY.replacen("[ADOPTED, CONSULTATION, PROPOSAL]", "[ADOPTED]", 1));
        assert!(app.import(&changed).await?.changed);
        let second = study(&app, "example-study", None).await?;
        assert_eq!(second["revisions"], json!([{ "number": 1, "note": null }, { "number": 2, "note": "Adopted plans alone" }]));
        assert_eq!((&second["registryRevision"], &second["id"]), (&json!("4"), &first["id"]));
        let mut of_old = study(&app, "example-study", Some(1)).await?;
        assert_eq!(of_old["revisions"], second["revisions"]);
        of_old["revisions"] = first["revisions"].clone();
        assert_eq!(of_old, first);
        let (_, old) = exported(&app, "studies/example-study.json?revision=1&readme=false").await?;
        assert_eq!(serde_json::from_str::<Value>(&old)?["questions"], old_tables);
        assert_ne!(tables(&app, "example-study").await?, old_tables);

        // Pinned anew to an earlier revision of the registry, it is another revision of the study.
        assert!(app.import(&format!("{changed}registryRevision: 1\n")).await?.changed);
        let third = study(&app, "example-study", None).await?;
        assert_eq!((&third["revision"]["number"], &third["registryRevision"]), (&json!(3), &json!("1")));
        Ok(())
    }

    async fn what_does_not_fit_the_registry_is_refused_with_its_line(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.import(CODEBOOK).await?;
        for (part, replacement, said) in [
            ("from: cn-fyp-14", "from: cn-fyp-41", "file.yaml:19: questions[3].arguments.from: no planning period has the slug `cn-fyp-41`; did you mean `cn-fyp-14`?"),
            ("themes: [smart-library,", "themes: [smart-libary,", "file.yaml:12: questions[1].arguments.themes[0]: no theme has the slug `smart-libary`; did you mean `smart-library`?"),
            ("[synthetic-city-library-14fyp,", "[synthetic-city-libary-14fyp,", "questions[4].arguments.plans[0]: no plan has the slug"),
            ("periods: [cn-fyp-14, cn-fyp-15], statuses", "periods: [cn-fyp-99, cn-fyp-15], statuses", "file.yaml:5: cohort.periods[0]: no planning period has the slug `cn-fyp-99`"),
            ("format: study/1", "format: study/1\ncodebookVersion: '2026.2'", "file.yaml:3: codebookVersion: at registry revision 3 the codebook in force is `synthetic-1`, not `2026.2`: write `synthetic-1`, leave the field out, or name a `registryRevision` from 1 to 1, at which `2026.2` was in force"),
            ("format: study/1", "format: study/1\ncodebookVersion: '1999'", "this registry never had a version `1999`"),
            ("comparison: theme-coverage", "comparison: theme-covrage", "file.yaml:8: questions[0].comparison: no comparison is called `theme-covrage`; did you mean `theme-coverage`?"),
            ("groupBy: [INSTITUTION_KIND]", "groupBye: [INSTITUTION_KIND]", "`theme-coverage` has no argument `groupBye`; did you mean `groupBy`?"),
        ] {
            assert!(STUDY.contains(part), "{part}");
            let found = refused(&app, &STUDY.replacen(part, replacement, 1)).await?;
            assert!(found.contains(said), "{replacement}: {found}");
        }
        assert_eq!(app.revision().await?, "2");
        // What came later was not there at the revision that a study is pinned to, and a codebook knows its own themes alone.
        app.import(crate::support::plan_file::TEXT).await?;
        let with_later = STUDY.replacen("[synthetic-city-library-14fyp,", &format!("[{},", crate::support::plan_file::SLUG), 1);
        let found = refused(&app, &format!("{with_later}registryRevision: 1\n")).await?;
        let said = format!("questions[4].arguments.plans[0]: the plan `{}` was not there yet at registry revision 1", crate::support::plan_file::SLUG);
        assert!(found.contains(&said), "{found}");
        let found = refused(&app, &STUDY.replacen("smart-library, reading", "smart-library, staff-development, reading", 1)).await?;
        assert!(found.contains("version `synthetic-1` of the codebook has no theme `staff-development`"), "{found}");
        assert!(app.import(&format!("{STUDY}codebookVersion: '2026.2'\nregistryRevision: 1\n")).await?.changed);
        let empty = TestApp::empty(app.database.another().await?).await?;
        let alone = "format: study/1\nslug: s\ntitle: S\nquestions: [{ key: q, comparison: theme-coverage, arguments: { groupBy: [LEVEL] } }]\n";
        let found = refused(&empty, alone).await?;
        assert!(found.contains("no codebook was in force at registry revision 1: import a catalogue file with one first"), "{found}");
        Ok(())
    }

    async fn a_revision_of_another_registry_is_told_and_the_present_one_taken(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        for (slug, pin, told) in [
            ("later", "registryRevision: 12", "this registry has no revision 12, so the study is pinned to revision 2 of this one"),
            ("other", "registryRevision: 1\nregistryRevisionPublishedAt: 2025-01-02T03:04:05Z\ncodebookVersion: '2025.9'", "this registry has no revision 1 that was published at 2025-01-02T03:04:05Z, so the study is pinned to revision 3 of this one"),
        ] {
            let file = format!("{}{pin}\n", STUDY.replacen("example-study", slug, 1));
            let imported = app.import(&file).await?;
            let codes: Vec<&str> = imported.findings.iter().map(|finding| finding.code.as_str()).collect();
            assert_eq!(codes[0], "REVISION_NOT_HERE");
            assert_eq!(codes.get(1), (slug == "other").then_some(&"CODEBOOK_DIFFERS"));
            assert!(imported.findings[0].to_string().contains(told), "{}", imported.findings[0]);
            // Again, it says so again, and changes nothing.
            let again = app.import(&file).await?;
            assert!(!again.changed && again.findings == imported.findings, "{again:?}");
        }
        assert_eq!(study(&app, "later", None).await?["registryRevision"], "2");
        assert_eq!(study(&app, "other", None).await?["codebookVersion"], "2026.2");
        // The time of this registry's own revision is right.
        let own = "registryRevision: 1\nregistryRevisionPublishedAt: 2026-01-02T03:04:05Z\n";
        let imported = app.import(&format!("{}{own}", STUDY.replacen("example-study", "own", 1))).await?;
        assert_eq!(imported.findings, []);
        assert_eq!(study(&app, "own", None).await?["registryRevision"], "1");
        Ok(())
    }

    async fn studies_are_listed_by_slug(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        for slug in ["b-study", "a-study", "a"] {
            app.import(&STUDY.replacen("example-study", slug, 1)).await?;
        }
        let query = "query($first: Int, $after: String, $last: Int) { studies(first: $first, after: $after, last: $last) { totalCount nodes { slug } pageInfo { endCursor hasNextPage } } }";
        let all = app.query(query, json!({})).await?["studies"].clone();
        assert_eq!(texts(&all["nodes"], "/slug"), ["a", "a-study", "b-study", BUNDLED]);
        assert_eq!(all["totalCount"], 4);
        let page = app.query(query, json!({ "first": 2 })).await?["studies"].clone();
        assert_eq!((texts(&page["nodes"], "/slug"), &page["pageInfo"]["hasNextPage"]), (vec!["a".to_owned(), "a-study".to_owned()], &json!(true)));
        let rest = app.query(query, json!({ "first": 2, "after": page["pageInfo"]["endCursor"] })).await?["studies"].clone();
        assert_eq!(texts(&rest["nodes"], "/slug"), ["b-study", BUNDLED]);
        assert_eq!(texts(&app.query(query, json!({ "last": 1 })).await?["studies"]["nodes"], "/slug"), [BUNDLED]);
        let (code, message) = app.error(query, json!({ "after": "x" })).await?;
        assert!(code == "BAD_USER_INPUT" && message.contains("is not a cursor"), "{message}");
        Ok(())
    }

    async fn a_registry_and_its_copy_have_the_same_studies(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.import(STUDY).await?;
        let shell = Shell::new(&app.database.url)?;
        let copy = TestApp::empty(app.database.another().await?).await?;
        for format in ["yaml", "json"] {
            assert_eq!(shell.run(&["export", "--out", format, "--format", format])?.code, Some(0));
            let file = shell.read(&format!("{format}/studies/example-study.{format}"))?;
            assert!(file.contains("registryRevision") && file.contains("cn-fyp-14"), "{file}");
            // What is exported is known again where it comes from.
            assert!(!app.import(&file).await?.changed);
        }
        let imported = shell.run(&["import", "yaml", "--no-catalogue", "--database-url", &copy.database.url])?;
        assert_eq!(imported.code, Some(0), "{imported}");
        for slug in ["example-study", BUNDLED] {
            assert!(imported.stderr.contains(&format!("yaml/studies/{slug}.yaml")), "{imported}");
            assert!(imported.stderr.contains("so the study is pinned to revision"), "{imported}");
            let (here, there) = (study(&app, slug, None).await?, study(&copy, slug, None).await?);
            for field in ["slug", "title", "description", "cohort", "cohortDefinition", "codebookVersion"] {
                assert_eq!(here[field], there[field], "{slug}.{field}");
            }
            assert_eq!(texts(&here["questions"], "/key"), texts(&there["questions"], "/key"));
            // The copy holds the same plans, so the same questions have the same answers.
            assert_eq!(tables(&app, slug).await?, tables(&copy, slug).await?, "{slug}");
        }
        Ok(())
    }

    async fn a_study_can_be_asked_again_on_the_command_line(database: TestDatabase) -> TestResult {
        let store = database.store().await?;
        catalogue::load(&store, &Clock::System).await?;
        let shell = Shell::new(&database.url)?;
        let run = |arguments: &[&str]| shell.run(&[&["compare", "--study"], arguments].concat());
        let whole = run(&[BUNDLED])?;
        assert_eq!(whole.code, Some(0), "{whole}");
        for said in ["# coverage\n", "# trend\n", "# city\n", "study_revision: 1\n", &format!("study: {BUNDLED}\n")] {
            assert!(whole.stdout.contains(said), "{said}: {whole}");
        }
        let one = run(&[BUNDLED, "city", "--study-revision", "1", "--format", "csv", "--table", "changes"])?;
        assert!(one.code == Some(0) && one.stdout.contains("plan_from,plan_to,kind"), "{one}");
        let json: Value = serde_json::from_str(&run(&[BUNDLED, "--format", "json"])?.stdout)?;
        assert_eq!(texts(&json["questions"], "/key"), ["coverage", "trend", "city"]);
        for (arguments, said) in [
            (&["what-moves-from-the-14th"][..], "no study has the slug `what-moves-from-the-14th`; did you mean"),
            (&[BUNDLED, "--study-revision", "9"], "has no revision 9: it has revision 1"),
            (&[BUNDLED, "cities"], "did you mean `city`?"),
            (&[BUNDLED, "--format", "csv"], "name one question of the study for one table: coverage, trend, city"),
            (&[BUNDLED, "city", "layer=ACTION"], "cannot be used with"),
        ] {
            let found = run(arguments)?;
            assert!(found.code != Some(0) && found.stderr.contains(said), "{said}: {found}");
        }
        Ok(())
    }
}

#[test]
fn a_study_file_is_described_for_editors() -> TestResult {
    let shell = Shell::new("sqlite://unused.db")?;
    let schema = shell.run(&["schema", "--study-file"])?;
    assert_eq!(schema.stdout, include_str!("../../docs/study-file.schema.json"));
    Ok(())
}
