//! Documents: read into drafts, kept with their plans, exported and shown.

use std::{fs, io::Write, process::Stdio};

use plan_registry::{
    catalogue,
    document::Known,
    domain::document_content::{DocumentContent, LinesOf, sha256},
    import::{known_from, known_to},
};
use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
    command::{Outcome, Shell},
    databases::TestDatabase,
    document, plan_file,
};

/// A shell in a folder with the document and its catalogue file.
fn shell(database: &TestDatabase) -> TestResult<Shell> {
    let shell = Shell::new(&database.url)?;
    shell.write("catalogue.yaml", document::CATALOGUE)?;
    shell.write("plan.txt", document::TEXT)?;
    Ok(shell)
}

fn import(shell: &Shell, more: &[&str]) -> TestResult<Outcome> {
    shell.run(&[&["import", "--no-catalogue"], more].concat())
}

/// Imports the document with all that can be said of it.
fn import_document(shell: &Shell, more: &[&str]) -> TestResult<Outcome> {
    import(shell, &[&["catalogue.yaml", "plan.txt"], &document::OPTIONS[..], more].concat())
}

/// The first line of the output that begins so.
fn line<'a>(text: &'a str, beginning: &str) -> &'a str {
    text.lines().find(|line| line.starts_with(beginning)).unwrap_or_default()
}

/// A plan file that names a file with the plan's document.
fn plan_file_with(sha256: &str, file: &str) -> String {
    let documents = format!(
        "source: plan\ndocuments:\n  - {{ key: plan, title: The plan, sha256: {sha256}, file: {file} }}\nelements:\n"
    );
    plan_file::TEXT.replacen("elements:\n", &documents, 1)
}

const PASSAGES: &str = "query($slug: String!) { plan(ref: { slug: $slug }) {
    source { sha256 content { byteSize lineCount lines(first: 2, from: 4) { number text } } }
    goals { evidence { startLine quote passage { number text } } }
} }";

on_both_databases! {
    async fn a_document_is_kept_and_shown(database: TestDatabase) -> TestResult {
        let shell = shell(&database)?;
        let imported = import_document(&shell, &[])?;
        assert_eq!(imported.code, Some(0), "{imported}");
        let outcome = line(&imported.stdout, "plan.txt: ");
        assert!(outcome.starts_with("plan.txt: stored: plan `example-library-plan`, revision 1 (registry revision 2); read "), "{imported}");
        assert!(import_document(&shell, &[])?.stdout.contains("plan.txt: unchanged: "));

        let app = TestApp::empty(database).await?;
        let answer = app.query(PASSAGES, json!({ "slug": document::SLUG })).await?;
        let lines: Vec<&str> = document::TEXT.lines().collect();
        assert_eq!(answer["plan"]["source"], json!({
            "sha256": sha256(document::TEXT.as_bytes()),
            "content": {
                "byteSize": document::TEXT.len(),
                "lineCount": lines.len(),
                "lines": [{ "number": 4, "text": lines[3] }, { "number": 5, "text": lines[4] }],
            }
        }));
        let goals = &answer["plan"]["goals"];
        let expected: Vec<String> = document::GOAL_LINES.iter().map(|line| lines[*line as usize - 1].to_owned()).collect();
        assert_eq!(texts(goals, "/evidence/passage/0/text"), expected);
        assert_eq!(texts(goals, "/evidence/passage/0/number"), document::GOAL_LINES.map(|line| line.to_string()));
        Ok(())
    }

    async fn what_is_not_kept_is_null(database: TestDatabase) -> TestResult {
        let app = TestApp::empty(database).await?;
        let file = plan_file_with(&sha256(b"another document"), "plan.txt")
            .replacen("    number: 1\n", "    number: 1\n    evidence: { startLine: 3, quote: smart }\n", 1);
        let imported = app.import(&file).await?;
        let said: Vec<String> = imported.findings.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["file.yaml:18: documents[0].file: `plan.txt` cannot be looked for, because this file came without a folder: the document itself is not kept"]);
        let answer = app.query(PASSAGES, json!({ "slug": plan_file::SLUG })).await?;
        assert_eq!(answer["plan"]["source"]["content"], Value::Null);
        assert_eq!(answer["plan"]["goals"][0]["evidence"]["passage"], Value::Null);
        Ok(())
    }

    async fn long_documents_are_read_in_parts(database: TestDatabase) -> TestResult {
        let app = TestApp::empty(database).await?;
        let long = "长".repeat(20_000);
        let text: String = (1..=1234).map(|number| if number == 60 { format!("{long}\r\n") } else { format!("line {number}\r\n") }).collect();
        let content = DocumentContent::new(text.clone().into_bytes(), text)?;
        let hash = content.sha256().to_owned();
        let mut publication = app.store.begin(time::OffsetDateTime::UNIX_EPOCH, plan_registry::domain::id::IdSource::New, None).await?;
        publication.keep_contents(std::slice::from_ref(&content)).await?;
        publication.commit().await?;
        let lines = |first, last| LinesOf { sha256: hash.clone(), first, last };
        let wanted = [lines(49, 52), lines(60, 60), lines(1230, 2000), lines(3000, 3001), lines(5, 4), lines(-3, 1)];
        let found = app.store.document_lines(&wanted).await?;
        let shown = |wanted: &LinesOf| found.get(wanted).map(|lines| lines.iter().map(|line| (line.number, line.text.clone())).collect::<Vec<_>>());
        let numbered = |numbers: std::ops::RangeInclusive<i32>| Some(numbers.map(|number| (number, format!("line {number}"))).collect::<Vec<_>>());
        assert_eq!(shown(&wanted[0]), numbered(49..=52));
        assert_eq!(shown(&wanted[1]), Some(vec![(60, "长".repeat(16_384))]));
        assert_eq!(shown(&wanted[2]), numbered(1230..=1234));
        assert_eq!((shown(&wanted[3]), shown(&wanted[4])), (None, None));
        assert_eq!(shown(&wanted[5]), numbered(1..=1));
        assert_eq!(app.store.document_bytes(&hash).await?.as_deref(), Some(content.bytes()));
        Ok(())
    }

    async fn as_many_lines_as_a_page_has_items(database: TestDatabase) -> TestResult {
        let shell = shell(&database)?;
        assert_eq!(import_document(&shell, &[])?.code, Some(0));
        let app = TestApp::empty(database).await?;
        let ask = |arguments: &str| format!("{{ plan(ref: {{ slug: \"{}\" }}) {{ source {{ content {{ lines({arguments}) {{ number }} }} }} }} }}", document::SLUG);
        for (arguments, n_lines) in [("first: 0", 0), ("first: 100", 7), ("first: 3, from: 6", 2), ("from: 8", 0)] {
            let answer = app.query(&ask(arguments), Value::Null).await?;
            assert_eq!(answer["plan"]["source"]["content"]["lines"].as_array().map(Vec::len), Some(n_lines), "{arguments}");
        }
        for (arguments, message) in [("first: 101", "an answer has 0 to 100 lines"), ("first: -1", "`first` is -1"), ("from: 0", "lines count from 1")] {
            let (code, said) = app.error(&ask(arguments), Value::Null).await?;
            assert!(code == "BAD_USER_INPUT" && said.contains(message), "{code}: {said}");
        }
        Ok(())
    }

    async fn exported_and_imported_the_documents_are_the_same(database: TestDatabase) -> TestResult {
        let shell = shell(&database)?;
        // Bytes that no text would come back as: a byte order mark, and line ends of two kinds.
        let bytes = format!("\u{feff}{}", document::TEXT.replacen('\n', "\r\n", 3));
        shell.write("plan.txt", &bytes)?;
        assert_eq!(import_document(&shell, &[])?.code, Some(0));
        let exported = shell.run(&["export", "--out", "everything"])?;
        assert_eq!(exported.code, Some(0), "{exported}");
        let name = format!("{}.txt", sha256(bytes.as_bytes()));
        assert_eq!(fs::read(shell.folder().join("everything/documents").join(&name))?, bytes.as_bytes());
        let plan = shell.read(&format!("everything/plans/{}.yaml", document::SLUG))?;
        assert!(plan.contains(&format!("file: ../documents/{name}\n")), "{plan}");
        assert!(!shell.read("everything/catalogue/catalogue.yaml")?.contains("file:"));

        let empty = database.another().await?;
        let imported = import(&shell, &["everything", "--database-url", &empty.url])?;
        assert!(imported.code == Some(0) && imported.stderr.is_empty(), "{imported}");
        let variables = json!({ "slug": document::SLUG });
        let before = TestApp::empty(database).await?.query(PASSAGES, variables.clone()).await?;
        let after = TestApp::empty(empty).await?;
        assert_eq!(after.query(PASSAGES, variables).await?, before);
        assert_eq!(text(&before["plan"]["source"]["content"]["byteSize"]), bytes.len().to_string());
        assert_eq!(after.store.document_bytes(&sha256(bytes.as_bytes())).await?.as_deref(), Some(bytes.as_bytes()));
        Ok(())
    }

    async fn a_document_that_no_plan_rests_on_any_more_is_exported_too(database: TestDatabase) -> TestResult {
        let shell = shell(&database)?;
        assert_eq!(import_document(&shell, &[])?.code, Some(0));
        shell.write("plan.txt", &document::TEXT.replace("every district", "all districts"))?;
        assert!(import_document(&shell, &[])?.stdout.contains("revision 2 "));
        assert_eq!(shell.run(&["export", "--out", "everything"])?.code, Some(0));
        assert!(shell.read("everything/catalogue/catalogue.yaml")?.contains("file: ../documents/"));
        let empty = database.another().await?;
        let imported = import(&shell, &["everything", "--database-url", &empty.url])?;
        assert!(imported.code == Some(0) && imported.stderr.is_empty(), "{imported}");
        let kept = empty.store().await?.document_bytes(&sha256(document::TEXT.as_bytes())).await?;
        assert_eq!(kept.as_deref(), Some(document::TEXT.as_bytes()));
        Ok(())
    }

    async fn a_rehearsal_keeps_nothing(database: TestDatabase) -> TestResult {
        let shell = shell(&database)?;
        // The institution that the document names comes with a file that is only tried out.
        let tried = import_document(&shell, &["--dry-run"])?;
        assert!(tried.code == Some(0) && tried.stdout.contains("plan.txt: would be stored: plan `example-library-plan`"), "{tried}");
        assert_eq!(database.store().await?.document_bytes(&sha256(document::TEXT.as_bytes())).await?, None);
        Ok(())
    }
}

#[test]
fn a_draft_is_parsed_corrected_and_imported() -> TestResult {
    let database = TestDatabase::sqlite()?;
    let shell = shell(&database)?;
    for format in ["yaml", "json"] {
        let parsed = shell.run(&[&["parse", "plan.txt", "--format", format], &document::OPTIONS[..]].concat())?;
        assert_eq!(parsed.code, Some(0), "{parsed}");
        let corrected = parsed.stdout.replace("Read together", "Read aloud together");
        assert_ne!(corrected, parsed.stdout);
        shell.write(&format!("drafts/{format}/plan.{format}"), &corrected)?;
        // The draft names its document from the folder that it was parsed in.
        shell.write(&format!("drafts/{format}/plan.txt"), document::TEXT)?;
    }
    let imported = import(&shell, &["catalogue.yaml", "drafts/yaml/plan.yaml"])?;
    assert_eq!((imported.code, imported.stderr.as_str()), (Some(0), ""), "{imported}");
    let again = import(&shell, &["drafts/json/plan.json"])?;
    assert!(again.stdout.contains("unchanged"), "{again}");
    assert_eq!(shell.run(&["export", document::SLUG, "--out", "out"])?.code, Some(0));
    let kept = fs::read(shell.folder().join(format!("out/documents/{}.txt", sha256(document::TEXT.as_bytes()))))?;
    assert_eq!(kept, document::TEXT.as_bytes());
    // A plan that is printed has no folder to name files in.
    assert!(!shell.run(&["export", document::SLUG])?.stdout.contains("file:"));
    Ok(())
}

#[test]
fn documents_can_be_piped() -> TestResult {
    let database = TestDatabase::sqlite()?;
    let shell = shell(&database)?;
    assert_eq!(import(&shell, &["catalogue.yaml"])?.code, Some(0));
    let piped = |arguments: &[&str]| -> TestResult<String> {
        let mut program = shell.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        program.stdin.take().ok_or("no input")?.write_all(document::TEXT.as_bytes())?;
        Ok(String::from_utf8(program.wait_with_output()?.stdout)?)
    };
    let parsed = piped(&[&["parse", "-"], &document::OPTIONS[..]].concat())?;
    assert!(parsed.starts_with("format: plan/1\n") && !parsed.contains("file:"), "{parsed}");
    let imported = piped(&[&["import", "--no-catalogue", "-"], &document::OPTIONS[..]].concat())?;
    assert!(imported.starts_with("standard input: stored: plan `example-library-plan`"), "{imported}");
    Ok(())
}

#[test]
fn a_plan_file_brings_the_document_that_its_hash_names() -> TestResult {
    let database = TestDatabase::sqlite()?;
    let shell = shell(&database)?;
    let hash = sha256(document::TEXT.as_bytes());
    let wrong = "0".repeat(64);
    for (name, file) in [
        ("plans/good.yaml", plan_file_with(&hash, "../plan.txt")),
        ("plans/gone.yaml", plan_file_with(&hash, "gone.txt")),
        ("plans/folder.yaml", plan_file_with(&hash, "..")),
        ("plans/other.yaml", plan_file_with(&wrong, "../plan.txt")),
        ("plans/picture.yaml", plan_file_with(&sha256(b"\x89PNG\r\n\x1a\n\0"), "picture.png")),
        ("plans/unsaid.yaml", plan_file_with(&hash, "../plan.txt").replace(&format!("sha256: {hash}, "), "")),
    ] {
        shell.write(name, &file)?;
    }
    fs::write(shell.folder().join("plans/picture.png"), b"\x89PNG\r\n\x1a\n\0")?;
    let without = import(&shell, &["plans/gone.yaml"])?;
    assert_eq!(
        without.stderr,
        "warning: plans/gone.yaml:18: documents[0].file: `gone.txt` is not there: the document itself is not kept\n"
    );
    // The plan says the same, and the document is new.
    let with = import(&shell, &["plans/good.yaml"])?;
    assert_eq!(
        line(&with.stdout, "plans"),
        "plans/good.yaml: stored: plan `example-library-15fyp`, revision 1 (registry revision 2)"
    );
    assert!(import(&shell, &["plans/good.yaml"])?.stdout.contains("unchanged"));
    for (name, code, said) in [
        ("folder", 0, "warning: plans/folder.yaml:18: documents[0].file: `..` is no file: the document itself is not kept\n".to_owned()),
        ("other", 1, format!("error: plans/other.yaml:18: documents[0].file: `../plan.txt` is another document: its SHA-256 is {hash}, and `sha256` says {wrong}; put the right file there, or correct `sha256` if the plan rests on this one\n")),
        ("picture", 0, "warning: plans/picture.yaml:18: documents[0].file: `picture.png` cannot be read as text: the document itself is not kept\n".to_owned()),
        ("unsaid", 0, "warning: plans/unsaid.yaml:18: documents[0].file: `../plan.txt` is left aside, and the document itself is not kept: `file` is read only where `sha256` says what is in it\n".to_owned()),
    ] {
        let outcome = import(&shell, &[&format!("plans/{name}.yaml")])?;
        assert_eq!((outcome.code, &outcome.stderr), (Some(code), &said), "{outcome}");
    }
    Ok(())
}

#[test]
fn options_are_for_documents() -> TestResult {
    let database = TestDatabase::sqlite()?;
    let shell = shell(&database)?;
    shell.write("plan.yaml", plan_file::TEXT)?;
    shell.write("other.md", document::TEXT)?;
    for (arguments, said) in [
        (
            &["import", "plan.yaml", "--period", "example-15"][..],
            "--period is for documents, and none of these files is one",
        ),
        (&["import", "plan.txt", "other.md", "--slug", "one-plan"], "--slug names one plan, and here are 2 documents"),
        (&["import", "plan.txt", "other.md", "--variant", "draft"], "--variant names one plan"),
        (&["import", "plan.txt", "--slug", "One Plan"], "`One Plan` is not a slug"),
        (&["parse", "plan.txt", "--status", "done"], "write one of PROPOSAL, CONSULTATION, ADOPTED, SUPERSEDED"),
        (&["parse"], "<FILE>"),
    ] {
        let outcome = shell.run(arguments)?;
        assert!(outcome.code == Some(2) && outcome.stderr.contains(said), "{outcome}");
    }
    Ok(())
}

#[test]
fn what_is_no_document_is_refused() -> TestResult {
    let database = TestDatabase::sqlite()?;
    let shell = shell(&database)?;
    shell.write("plan.yaml", plan_file::TEXT)?;
    shell.write("piped", plan_file::TEXT)?;
    shell.write("note.txt", "The library is closed on Monday.\n")?;
    for (name, said) in [
        (
            "plan.yaml",
            "error: plan.yaml: this is one of the registry's own files already: `plan-registry import` stores it\n",
        ),
        ("piped", "error: piped: this is one of the registry's own files already: `plan-registry import` stores it\n"),
        ("gone.txt", "error: gone.txt: No such file or directory\n"),
    ] {
        let outcome = shell.run(&["parse", name])?;
        assert_eq!((outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()), (Some(1), "", said), "{outcome}");
    }
    let note = shell.run(&["parse", "note.txt"])?;
    assert!(note.code == Some(1) && note.stdout.is_empty() && note.stderr.starts_with("error: note.txt"), "{note}");
    let imported = import(&shell, &["note.txt"])?;
    assert!(imported.code == Some(1) && imported.stdout.starts_with("note.txt: failed\n"), "{imported}");
    Ok(())
}

#[test]
fn folders_hold_plan_files_and_documents() -> TestResult {
    let database = TestDatabase::sqlite()?;
    let shell = shell(&database)?;
    shell.write("all/z.yaml", document::CATALOGUE)?;
    shell.write("all/a/plan.txt", document::TEXT)?;
    shell.write("all/a/other.yml", plan_file::TEXT)?;
    shell.write("all/README.md", "About this folder.\n")?;
    shell.write("all/documents/kept.txt", "Kept beside the plan files that name it.\n")?;
    shell.write("all/picture.svg", "<svg/>")?;
    let period = ["--period", "example-15", "--institution", "example-library"];
    let outcome = import(&shell, &[&["all"], &period[..]].concat())?;
    let names: Vec<&str> = outcome.stdout.lines().filter_map(|line| line.split(": ").next()).collect();
    assert_eq!(
        names,
        ["all/z.yaml", "all/a/other.yml", "all/a/plan.txt", "3 files", "registry revision 3"],
        "{outcome}"
    );
    shell.write("nothing/picture.svg", "<svg/>")?;
    let nothing = import(&shell, &["nothing"])?;
    assert!(nothing.code == Some(1) && nothing.stderr.contains("the folder holds no file to import"), "{nothing}");
    Ok(())
}

#[test]
fn strict_refuses_documents_in_which_something_is_lost() -> TestResult {
    let database = TestDatabase::sqlite()?;
    let shell = shell(&database)?;
    shell.write("damaged.txt", &document::TEXT.replace("Read together", "Read ???? together"))?;
    assert_eq!(import(&shell, &["catalogue.yaml"])?.code, Some(0));
    for name in ["plan.txt", "damaged.txt"] {
        let parsed = shell.run(&[&["parse", name], &document::OPTIONS[..]].concat())?;
        assert_eq!(parsed.code, Some(0), "{parsed}");
        let is_damaged = parsed.stderr.lines().any(|line| line.starts_with("error: "));
        let tried = [&[name, "--dry-run"], &document::OPTIONS[..]].concat();
        assert_eq!(import(&shell, &tried)?.code, Some(0));
        let strict = import(&shell, &[&tried[..], &["--strict"]].concat())?;
        assert_eq!(strict.code, Some(i32::from(is_damaged)), "{strict}");
        assert_eq!(strict.stderr.contains("refused because of --strict"), is_damaged, "{strict}");
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_once() -> TestResult {
    let database = TestDatabase::sqlite()?;
    let shell = shell(&database)?;
    assert_eq!(import(&shell, &["catalogue.yaml"])?.code, Some(0));
    let long = format!("{}\n{}", document::TEXT, "A line that says nothing.\n".repeat(1000));
    let pipe = shell.folder().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status()?.success());
    let writer = std::thread::spawn(move || fs::write(pipe, long));
    let imported = import(&shell, &[&["pipe"], &document::OPTIONS[..]].concat())?;
    assert!(imported.stdout.starts_with("pipe: stored: plan `example-library-plan`"), "{imported}");
    writer.join().map_err(|_| "the writer gave up")??;
    Ok(())
}

/// What documents are recognised by, in an order and without what differs from registry to registry.
fn told(known: Known) -> Vec<String> {
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    let Known { institutions, periods, plans, indicators } = known;
    let institutions =
        institutions.into_iter().map(|known| format!("{} {} {:?}", known.slug, known.kind, sorted(known.names)));
    let periods =
        periods.into_iter().map(|known| format!("{} {:?} {:?}", known.slug, known.years, sorted(known.names)));
    let plans = plans
        .into_iter()
        .map(|known| format!("{} {} {} {}", known.slug, known.institution, known.period, known.variant));
    let indicators =
        indicators.into_iter().map(|known| format!("{} {:?} {:?}", known.slug, known.unit, sorted(known.names)));
    sorted(institutions.chain(periods).chain(plans).chain(indicators).collect())
}

on_both_catalogues! {
    async fn documents_are_recognised_alike_with_and_without_a_database(app: TestApp) -> TestResult {
        let with = told(known_to(&app.store).await?);
        assert!(with.len() > 30, "{with:?}");
        assert_eq!(with, told(known_from(&catalogue::prepare_names()?)));
        Ok(())
    }
}
