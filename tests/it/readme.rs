//! What the README says of answers is so: of the first comparison, and of the study from question to table.

use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{text, texts},
    command::Shell,
};

/// The fenced block that follows a mark of the README.
fn block(mark: &str) -> TestResult<String> {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"))?;
    let (_, behind) =
        readme.split_once(&format!("<!-- ci: {mark} -->\n")).ok_or(format!("the README has no {mark}"))?;
    let (_, inside) = behind.split_once("```").ok_or("no block follows the mark")?;
    let (_, lines) = inside.split_once('\n').ok_or("the block has no lines")?;
    Ok(lines.split("```").next().unwrap_or_default().to_owned())
}

/// The rows of the README's table of themes: theme, mean share then and now.
fn rows() -> TestResult<Vec<(String, String, String)>> {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"))?;
    let (_, behind) = readme.split_once("<!-- study-rows -->\n").ok_or("the README has no table of the study")?;
    let lines = behind.lines().skip(2).take_while(|line| line.starts_with('|'));
    lines
        .map(|line| match line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>().as_slice() {
            [theme, then, now] => Ok(((*theme).to_owned(), (*then).to_owned(), (*now).to_owned())),
            _ => Err(format!("a row of other columns: {line}").into()),
        })
        .collect()
}

/// The program's arguments in a command of the README.
fn arguments(mark: &str) -> TestResult<Vec<String>> {
    let command = block(mark)?;
    let arguments = command.trim().strip_prefix("cargo run --release -- ").ok_or("a command of another kind")?;
    Ok(arguments.split_whitespace().map(str::to_owned).collect())
}

on_both_catalogues! {
    async fn what_the_first_answer_is_said_to_be_is_so(app: TestApp) -> TestResult {
        let compared = app.query(&block("first-query")?, Value::Null).await?["comparePlans"].clone();
        assert_eq!(compared["plans"].as_array().map(Vec::len), Some(2));
        let similarity = &compared["similarity"][0];
        let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"))?;
        let cosine = similarity["themeCosine"].as_f64().ok_or("no cosine")?;
        assert!(readme.contains(&format!("(`themeCosine` about {cosine:.2},")), "the cosine is {cosine}");
        let jaccard = similarity["themeJaccard"].as_f64().ok_or("no share of themes")?;
        assert!((0.45..0.55).contains(&jaccard), "about half of the themes are shared: {jaccard}");
        assert_eq!(similarity["matchedGoalShare"], 0.5);
        // Two pairs, and the two goals of each strategy that stand alone.
        assert_eq!(texts(&compared["matches"], "/method"), ["CURATED", "CURATED", "NONE", "NONE", "NONE", "NONE"]);
        let themes = compared["themes"].as_array().cloned().unwrap_or_default();
        assert_eq!(themes.len(), 42);
        let row: Value = serde_json::from_str(&block("first-row")?)?;
        assert!(themes.contains(&row), "{themes:?}");
        assert_eq!(texts(&compared["caveats"], "/code"), ["DIFFERENT_PERIODS"]);
        Ok(())
    }

    async fn what_the_study_says_is_so(app: TestApp) -> TestResult {
        let coverage = app.query(&block("study-coverage")?, Value::Null).await?["themeCoverage"].clone();
        assert_eq!((&coverage["cohort"]["planCount"], &coverage["cohort"]["institutionCount"]), (&json!(15), &json!(14)));
        assert_eq!(texts(&coverage["groups"], "/planCount"), ["3", "12"]);
        assert_eq!(texts(&coverage["groups"], "/codedPlanCount"), ["3", "12"]);
        let caveats = texts(&coverage["cohort"]["caveats"], "/code");
        assert!(["NOT_ADOPTED", "SYNTHETIC", "DIFFERENT_SIZES"].iter().all(|code| caveats.contains(&(*code).to_owned())), "{caveats:?}");
        let shares = |group: usize| coverage["groups"][group]["cells"].as_array().cloned().unwrap_or_default();
        let n_falling = shares(0).iter().zip(shares(1)).filter(|(then, now)| then["share"].as_f64() > now["share"].as_f64()).count();
        assert!(n_falling > 35, "the share of plans falls for {n_falling} of 42 themes");

        let trend = app.query(&block("study-trend")?, Value::Null).await?["themeTrend"]["rows"].clone();
        let trend = trend.as_array().cloned().unwrap_or_default();
        let mean_share = |row: &Value, point: usize| row["points"][point]["meanShare"].as_f64().unwrap_or_default();
        let told = rows()?;
        for (theme, then, now) in &told {
            let row = trend.iter().find(|row| row["theme"]["slug"] == json!(theme)).ok_or(format!("no theme {theme}"))?;
            assert_eq!((format!("{:.3}", mean_share(row, 0)), format!("{:.3}", mean_share(row, 1))), (then.clone(), now.clone()), "{theme}");
        }
        let mut by_growth: Vec<(f64, String)> = trend.iter().map(|row| (mean_share(row, 1) - mean_share(row, 0), text(&row["theme"]["slug"]))).collect();
        by_growth.sort_by(|a, b| a.0.total_cmp(&b.0));
        let most: Vec<&String> = by_growth.iter().rev().take(3).map(|(_, theme)| theme).collect();
        assert_eq!(told.iter().take(3).map(|(theme, ..)| theme).collect::<Vec<_>>(), most, "those that grew most");
        assert_eq!(told.last().map(|(theme, ..)| theme), by_growth.first().map(|(_, theme)| theme), "the one that fell most");
        let n_institutions: Vec<&Value> = trend.iter().map(|row| &row["association"]["institutionCount"]).collect();
        assert!(n_institutions.iter().all(|n| [&json!(0), &json!(1)].contains(n)), "{n_institutions:?}");

        let periods = app.query(&block("study-periods")?, Value::Null).await?["compareCohortPeriods"].clone();
        assert_eq!(periods["pairCount"], 1);
        let kinds: Vec<Value> = periods["changes"]["kinds"].as_array().into_iter().flatten().map(|kind| json!([kind["kind"], kind["changeCount"]])).collect();
        assert_eq!(json!(kinds), json!([["CONTINUED", 2], ["REVISED", 1], ["SPLIT", 1], ["MERGED", 1], ["NEW", 2], ["DROPPED", 1]]));

        let shell = Shell::new(&app.database.url)?;
        let table = shell.run(&arguments("study-table")?.iter().map(String::as_str).collect::<Vec<_>>())?;
        assert_eq!(table.code, Some(0), "{table}");
        let csv = shell.read("trend.csv")?;
        assert!(csv.starts_with("# README,comparison,") && csv.contains("main-branch-system"), "{csv}");
        let again = shell.run(&arguments("study-again")?.iter().map(String::as_str).collect::<Vec<_>>())?;
        assert_eq!(again.code, Some(0), "{again}");
        assert!(again.stdout.contains("what-moves-from-the-14th-to-the-15th-period") && again.stdout.contains("main-branch-system"), "{again}");
        Ok(())
    }
}
