//! What the program says to people, word for word.

use std::{
    io::{Read, Write},
    net::TcpListener,
    process::Stdio,
};

use insta::assert_snapshot;

use crate::support::{TestResult, command::Shell, databases::TestDatabase, plan_file, serving::Server};

fn shell() -> TestResult<(TestDatabase, Shell)> {
    let database = TestDatabase::sqlite()?;
    let shell = Shell::new(&database.url)?;
    Ok((database, shell))
}

#[test]
fn a_file_is_stored_then_unchanged_then_revised() -> TestResult {
    let (_database, shell) = shell()?;
    shell.write("plan.yaml", plan_file::TEXT)?;
    let first = shell.run(&["import", "--no-catalogue", "plan.yaml"])?;
    let second = shell.run(&["import", "--no-catalogue", "plan.yaml"])?;
    shell.write("plan.yaml", &plan_file::TEXT.replace("key: goal-smart", "key: goal-1"))?;
    let third = shell.run(&["import", "--no-catalogue", "plan.yaml"])?;
    assert_snapshot!(format!("{first}\n{second}\n{third}"));
    Ok(())
}

#[test]
fn bad_files_are_explained_and_do_not_stop_the_others() -> TestResult {
    let (_database, shell) = shell()?;
    shell.write("good.yaml", plan_file::TEXT)?;
    assert_eq!(shell.run(&["import", "--no-catalogue", "good.yaml"])?.code, Some(0));
    let files = [
        ("broken-yaml", plan_file::TEXT.replace("slug: example-library-15fyp", "slug: [example-library-15fyp")),
        ("duplicate-key", plan_file::TEXT.replace("key: goal-reading\n", "key: goal-smart\n")),
        ("misspelt-field", plan_file::TEXT.replace("    title: Read", "    titel: Read")),
        (
            "no-key",
            plan_file::TEXT
                .replace("  - key: goal-reading\n    kind", "  - kind")
                .replace("15fyp", "16fyp")
                .replace("variant: main", "variant: other"),
        ),
        ("unknown-institution", plan_file::TEXT.replace(plan_file::INSTITUTION, "institution: exmaple-library\n")),
        ("wrong-unit", plan_file::TEXT.replace("unit: branch", "unit: brnch")),
    ];
    for (name, text) in &files {
        assert_ne!(text, plan_file::TEXT, "{name}");
        shell.write(&format!("plans/{name}.yaml"), text)?;
    }
    assert_snapshot!(shell.run(&["import", "--no-catalogue", "plans", "good.yaml", "gone.yaml"])?);
    Ok(())
}

#[test]
fn files_are_taken_in_the_order_in_which_they_refer_to_each_other() -> TestResult {
    let (_database, shell) = shell()?;
    shell.write(
        "a/annotations.yaml",
        "format: annotations/1\nalignments:\n  - source: { plan: example-library-15fyp, element: goal-smart }\n    target: { plan: example-library-15fyp, element: goal-reading }\n    relation: SUPPORTS\n    coder: A. Coder\n",
    )?;
    let slug = "institution: another-library\n";
    shell.write("a/plan.yml", &plan_file::TEXT.replace(plan_file::INSTITUTION, slug))?;
    shell.write(
        "z/catalogue.json",
        r#"{ "format": "catalogue/1", "institutions": [{ "slug": "another-library", "kind": "PUBLIC_LIBRARY", "name": "Another Library" }] }"#,
    )?;
    shell.write("a/README.md", "not for the registry")?;
    let tried = shell.run(&["import", "--no-catalogue", "--dry-run", "."])?;
    let stored = shell.run(&["import", "--no-catalogue", "."])?;
    let tried_again = shell.run(&["import", "--no-catalogue", "--dry-run", "."])?;
    assert_snapshot!(format!("{tried}\n{stored}\n{tried_again}"));
    Ok(())
}

#[test]
fn a_plan_can_be_piped_in() -> TestResult {
    let (_database, shell) = shell()?;
    let mut program =
        shell.command(&["import", "--no-catalogue", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    program.stdin.take().ok_or("no input")?.write_all(plan_file::TEXT.as_bytes())?;
    let output = program.wait_with_output()?;
    assert_snapshot!(String::from_utf8(output.stdout)?, @"
    standard input: stored: plan `example-library-15fyp`, revision 1 (registry revision 1)
    1 file: 1 stored, 0 unchanged, 0 failed
    registry revision 1
    ");
    Ok(())
}

/// A plan file that names a period and an institution of the bundled catalogue.
fn plan_of_the_catalogue() -> TestResult<String> {
    let text = plan_file::TEXT.replace(plan_file::INSTITUTION, "institution: capital-library\n");
    let period = text.lines().find(|line| line.starts_with("period: ")).ok_or("no period")?;
    Ok(text.replace(period, "period: cn-fyp-15"))
}

#[test]
fn a_new_registry_gets_the_bundled_catalogue_before_the_first_plan() -> TestResult {
    let (_database, shell) = shell()?;
    shell.write("plan.yaml", &plan_of_the_catalogue()?)?;
    let without = shell.run(&["import", "--no-catalogue", "plan.yaml"])?;
    let tried = shell.run(&["import", "--dry-run", "plan.yaml"])?;
    let stored = shell.run(&["import", "plan.yaml"])?;
    let again = shell.run(&["import", "plan.yaml"])?;
    assert_snapshot!(format!("{without}\n{tried}\n{stored}\n{again}"));
    Ok(())
}

#[test]
fn a_rehearsal_makes_no_database() -> TestResult {
    let shell = Shell::new("sqlite://folder/registry.db")?;
    shell.write("plan.yaml", &plan_of_the_catalogue()?)?;
    let with = shell.run(&["import", "--dry-run", "plan.yaml"])?;
    assert_eq!(with.code, Some(0), "{with}");
    let without = shell.run(&["import", "--dry-run", "--no-catalogue", "plan.yaml"])?;
    assert_eq!(without.code, Some(1), "{without}");
    assert!(without.stderr.contains("no planning period has the slug `cn-fyp-15`"), "{without}");
    let names: Vec<_> = std::fs::read_dir(shell.folder())?.collect::<Result<_, _>>()?;
    assert_eq!(names.iter().map(|entry| entry.file_name()).collect::<Vec<_>>(), ["plan.yaml"]);
    Ok(())
}

#[test]
fn a_catalogue_that_does_not_fit_is_told_from_a_database_that_cannot_be_written() -> TestResult {
    let (database, shell) = shell()?;
    shell.write(
        "catalogue.yaml",
        "format: catalogue/1\ninstitutions:\n  - { slug: another-library, kind: NATIONAL_LIBRARY, name: Another Library, wikidata: Q732353 }\n",
    )?;
    let stored = shell.run(&["import", "--no-catalogue", "catalogue.yaml"])?;
    assert_eq!(stored.code, Some(0), "{stored}");
    let read_only = format!("{}?mode=ro", database.url);
    for (arguments, said) in [
        (
            &["import", "catalogue.yaml"][..],
            "does not fit what the registry holds; give `--no-catalogue` to leave it out",
        ),
        (&["import", "--dry-run", "catalogue.yaml"], "does not fit what the registry holds"),
        (
            &["serve", "--listen", "127.0.0.1:0", "--database-url", &read_only],
            "attempt to write a readonly database; may this user",
        ),
    ] {
        let outcome = shell.run(arguments)?;
        assert_eq!(outcome.code, Some(1), "{outcome}");
        assert!(outcome.stderr.contains(said), "{outcome}");
        assert_eq!(outcome.stderr.contains("--no-catalogue"), !arguments.contains(&"serve"), "{outcome}");
        assert_eq!(outcome.stderr.lines().last().map(|line| line.starts_with("error: ")), Some(true), "{outcome}");
    }
    Ok(())
}

#[test]
fn what_keeps_the_program_from_starting_is_one_line() -> TestResult {
    let (database, shell) = shell()?;
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let address = taken.local_addr()?;
    shell.write(
        "notes.txt",
        "This is a text, and no database, and it is longer than the head of one would be: 100 bytes.",
    )?;
    let mut said = String::new();
    for arguments in [
        &["serve", "--listen", &address.to_string()][..],
        &["serve", "--listen", "here"],
        &["serve", "--listen", "127.0.0.1:0", "--cors-origin", "library"],
        &["serve", "--listen", "127.0.0.1:0", "--database-url", "mysql://reader:secret@db.example/registry"],
        &["serve", "--listen", "127.0.0.1:0", "--database-url", "postgres://reader:secret@:::/registry"],
        &["serve", "--listen", "127.0.0.1:0", "--database-url", "sqlite://notes.txt"],
        &["health", "--url", "http://127.0.0.1:1/health/ready"],
        &["health", "--url", "library"],
    ] {
        let outcome = shell.run(arguments)?;
        assert_eq!(outcome.code, Some(1), "{outcome}");
        assert_eq!(outcome.stderr.lines().count(), 1, "{outcome}");
        said += &outcome.stderr.replace(&address.to_string(), "[address]");
    }
    drop(database);
    assert_snapshot!(said);
    Ok(())
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() -> TestResult {
    let (database, shell) = shell()?;
    assert_eq!(shell.run(&["migrate"])?.code, Some(0));
    tokio::runtime::Runtime::new()?.block_on(async {
        use sea_orm::ConnectionTrait;
        let connection = sea_orm::Database::connect(&database.url).await?;
        connection
            .execute_unprepared(
                "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_later', 0)",
            )
            .await?;
        connection.close().await
    })?;
    for command in [&["migrate", "status"][..], &["import", "plan.yaml"], &["serve", "--listen", "127.0.0.1:0"]] {
        let outcome = shell.run(command)?;
        assert_eq!(outcome.code, Some(1), "{outcome}");
        assert!(
            outcome.stderr.contains("m29990101_000001_later") && outcome.stderr.contains("newer version"),
            "{outcome}"
        );
    }
    Ok(())
}

#[test]
fn steps_of_the_tables_are_taken_and_taken_back() -> TestResult {
    let (_database, shell) = shell()?;
    let n_taken = |arguments: &[&str]| -> TestResult<(usize, usize)> {
        let outcome = shell.run(arguments)?;
        assert_eq!(outcome.code, Some(0), "{outcome}");
        let n_taken = outcome.stdout.lines().filter(|line| line.ends_with(": taken")).count();
        Ok((n_taken, outcome.stdout.lines().count()))
    };
    let (none, all) = n_taken(&["migrate", "status"])?;
    assert!(none == 0 && all > 2, "{none} {all}");
    assert_eq!(n_taken(&["migrate"])?, (all, all));
    assert_eq!(n_taken(&["migrate", "down"])?, (all - 1, all));
    assert_eq!(n_taken(&["migrate", "down", "--steps", "99"])?, (0, all));
    assert_eq!(n_taken(&["migrate", "up"])?, (all, all));
    Ok(())
}

#[test]
fn wrong_usage_is_told_from_failure() -> TestResult {
    let (_database, shell) = shell()?;
    for arguments in [
        &["import"][..],
        &["improt"],
        &["schema", "--plan-file", "--catalogue-file"],
        &["migrate", "down", "--steps", "x"],
    ] {
        let outcome = shell.run(arguments)?;
        assert_eq!(outcome.code, Some(2), "{outcome}");
    }
    Ok(())
}

#[test]
fn schemas_are_printed() -> TestResult {
    let (_database, shell) = shell()?;
    for (arguments, title) in [
        (&["schema", "--plan-file"], "Plan file"),
        (&["schema", "--catalogue-file"], "Catalogue file"),
        (&["schema", "--annotation-file"], "Annotation file"),
    ] {
        let schema: serde_json::Value = serde_json::from_str(&shell.run(arguments)?.stdout)?;
        assert_eq!(schema.get("title"), Some(&title.into()));
    }
    let api = shell.run(&["schema"])?.stdout;
    assert!(api.contains("\ntype Query ") || api.contains("\ntype Query{") || api.contains("type Query {"), "{api}");
    Ok(())
}

#[test]
fn the_first_question_that_the_server_prints_is_answered() -> TestResult {
    let (_database, shell) = shell()?;
    let Server { address, welcome, .. } = &Server::start(&shell, &[])?;
    let line = welcome.lines().find(|line| line.starts_with("curl -s ")).ok_or("no curl line")?;
    let body = line.split_once("-d '").ok_or("no body")?.1.trim_end_matches('\'');
    let mut connection = std::net::TcpStream::connect(address)?;
    write!(
        connection,
        "POST /graphql HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains(r#""comparePlans":{"#) && !answer.contains(r#""errors""#), "{answer}");
    let health = shell.run(&["health", "--url", &format!("http://{address}")])?;
    assert_eq!(health.code, Some(0), "{health}");
    Ok(())
}
