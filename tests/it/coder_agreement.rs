//! `coderAgreement`, and what stays on record of codes that were replaced or decided on.

use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
    databases::TestDatabase,
};

const PAGE: &str = include_str!("../../docs/coder-agreement.md");
const SLUG: &str = "synthetic-practice-library-15fyp";

const AGREEMENT: &str = "query($cohort: CohortInput, $layers: [PlanLayer!], $themes: [ThemeRef!], $coders: [String!], $asOf: String) {
    coderAgreement(cohort: $cohort, layers: $layers, themes: $themes, coders: $coders, asOf: $asOf) {
        computedFrom { revision codebookVersion methodVersion }
        cohort { planCount plans { nodes { slug } } }
        coders { name planCount comparedPlanCount judgementCount }
        overall { ...figures }
        byTheme { theme { slug } figures { ...figures } }
        unassignedThemes { slug }
        byPair { a b figures { ...figures } }
        byPlan { totalCount nodes { plan { slug title { text } } coders figures { ...figures } } }
        disagreements { totalCount nodes {
            element { key title { text } plan { slug } }
            theme { slug }
            judgements { coder method present isSilence judgedAt }
            decision { coder method present isSilence judgedAt }
        } }
        caveats { code message { text } plans { slug } }
    }
}
fragment figures on AgreementFigures {
    unitCount valueCount observedAgreement cohenKappa cohenKappaUnavailable krippendorffAlpha krippendorffAlphaUnavailable
}";

/// The blocks of a kind on the page, in order.
fn blocks(kind: &str) -> Vec<&'static str> {
    let fence = format!("```{kind}\n");
    PAGE.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

/// One of the files on the page: the plan, coder A's, coder B's, the adjudicator's.
fn file(number: usize) -> TestResult<&'static str> {
    Ok(blocks("yaml").get(number).copied().ok_or("the page lacks a file")?)
}

/// A third coder, who went through the goals, and through actions that the plan does not have.
const CODER_C: &str = "
format: annotations/1
codings:
  - plan: synthetic-practice-library-15fyp
    coder: synthetic coder C
    method: MANUAL
    layers: [GOAL, ACTION]
    codedAt: 2026-05-02T10:00:00Z
    judgements:
      - { element: goal-1, theme: smart-library, present: true }
      - { element: goal-2, theme: reading-promotion, present: true }
      - { element: goal-3, theme: reading-promotion, present: false }
";

/// Coder B thinks again: silent on goal 4 now.
const CODER_B_AGAIN: &str = "
format: annotations/1
codings:
  - plan: synthetic-practice-library-15fyp
    coder: synthetic coder B
    method: MANUAL
    layers: [GOAL]
    codedAt: 2026-05-09T09:00:00Z
    judgements:
      - { element: goal-1, theme: smart-library, present: true }
      - { element: goal-2, theme: reading-promotion, present: true }
      - { element: goal-4, theme: staff-development, present: true }
";

/// The practice plan with these codings.
async fn coded(database: TestDatabase, codings: &[&str]) -> TestResult<TestApp> {
    let app = TestApp::catalogue(database).await?;
    app.import(file(0)?).await?;
    for coding in codings {
        assert!(app.import(coding).await?.changed);
    }
    Ok(app)
}

fn practice() -> Value {
    json!({ "cohort": { "plans": [{ "slug": SLUG }], "includeSynthetic": true } })
}

fn with(name: &str, value: Value) -> Value {
    let mut variables = practice();
    variables[name] = value;
    variables
}

async fn agreement(app: &TestApp, variables: Value) -> TestResult<Value> {
    Ok(app.query(AGREEMENT, variables).await?["coderAgreement"].clone())
}

/// Element, theme and method of every theme of the practice plan's elements.
async fn effective(app: &TestApp, revision: Option<&str>) -> TestResult<Vec<String>> {
    let query = "query($ref: PlanRef!, $asOf: String) {
        comparePlans(plans: [$ref, $ref], asOf: $asOf) { plans { outline { key themes { theme { slug } method judgements { coder method present isSilence } } } } }
    }";
    let answer = app.query(query, json!({ "ref": { "slug": SLUG }, "asOf": revision })).await?;
    let outline = answer["comparePlans"]["plans"][0]["outline"].as_array().cloned().unwrap_or_default();
    let mut told = Vec::new();
    for element in &outline {
        for theme in element["themes"].as_array().into_iter().flatten() {
            let coders = texts(&theme["judgements"], "/coder").join(", ");
            told.push(format!(
                "{} {} {}: {coders}",
                text(&element["key"]),
                text(&theme["theme"]["slug"]),
                text(&theme["method"])
            ));
        }
    }
    Ok(told)
}

on_both_databases! {
    async fn the_page_shows_what_is_answered(database: TestDatabase) -> TestResult {
        let app = coded(database, &[file(1)?, file(2)?]).await?;
        let query = blocks("graphql").first().copied().ok_or("the page lacks a query")?;
        let expected: Value = serde_json::from_str(blocks("json").first().copied().ok_or("the page lacks an answer")?)?;
        assert_eq!(app.query(query, Value::Null).await?["coderAgreement"], expected);
        // After the decision, as the page says.
        let before = agreement(&app, practice()).await?;
        let unresolved = effective(&app, None).await?;
        let is_unresolved = |told: &[String], what: &str| told.iter().any(|line| line.starts_with(&format!("{what} UNRESOLVED")));
        assert!(is_unresolved(&unresolved, "goal-3 reading-promotion") && is_unresolved(&unresolved, "goal-4 smart-library"), "{unresolved:#?}");
        assert!(app.import(file(3)?).await?.changed);
        assert_eq!(app.query(query, Value::Null).await?["coderAgreement"]["disagreements"]["totalCount"], 0);
        let after = agreement(&app, practice()).await?;
        for figures in ["overall", "byTheme", "byPair", "coders", "unassignedThemes"] {
            assert_eq!(after[figures], before[figures], "{figures}");
        }
        let told = effective(&app, None).await?;
        assert!(told.contains(&"goal-3 reading-promotion ADJUDICATED: synthetic coder A, synthetic coder B, synthetic adjudicator".to_owned()), "{told:#?}");
        assert!(!told.iter().any(|line| line.starts_with("goal-4 smart-library")), "{told:#?}");
        // It struck nothing else.
        for agreed in ["goal-1 smart-library MANUAL: synthetic coder A, synthetic coder B", "goal-4 staff-development MANUAL: synthetic coder A, synthetic coder B"] {
            assert!(told.iter().any(|line| line.starts_with(agreed)), "{told:#?}");
        }
        assert_eq!(effective(&app, Some(&text(&before["computedFrom"]["revision"]))).await?, unresolved);
        Ok(())
    }

    async fn three_coders_side_by_side(database: TestDatabase) -> TestResult {
        let app = coded(database, &[file(1)?, file(2)?, CODER_C]).await?;
        let answer = agreement(&app, practice()).await?;
        assert_eq!(answer["cohort"], json!({ "planCount": 1, "plans": { "nodes": [{ "slug": SLUG }] } }));
        assert_eq!(
            answer["coders"],
            json!([
                { "name": "synthetic coder A", "planCount": 1, "comparedPlanCount": 1, "judgementCount": 4 },
                { "name": "synthetic coder B", "planCount": 1, "comparedPlanCount": 1, "judgementCount": 4 },
                { "name": "synthetic coder C", "planCount": 1, "comparedPlanCount": 1, "judgementCount": 3 },
            ])
        );
        // By hand. Goals 1 to 4: smart-library A 1000, B 1001, C 1000; reading-promotion A 0110, B 0100, C 0100;
        // staff-development A 0001, B 0001, C 0000: 3 of 12 units differ, each in 2 of its 3 pairs, so 30 of 36 pairs agree.
        // 36 words, 10 of them present: D_o = 3 · 2 · 1 · 2 ÷ 2 ÷ 36 = 6/36, D_e = 2 · 10 · 26 ÷ (36 · 35) = 520/1260.
        let overall = &answer["overall"];
        assert_eq!((&overall["unitCount"], &overall["valueCount"]), (&json!(12), &json!(36)));
        assert_eq!(overall["observedAgreement"], json!(30.0 / 36.0));
        assert_eq!((&overall["cohenKappa"], &overall["cohenKappaUnavailable"]), (&Value::Null, &json!("NOT_TWO_CODERS")));
        let alpha = overall["krippendorffAlpha"].as_f64().ok_or("no alpha")?;
        assert!((alpha - (1.0 - (6.0 / 36.0) / (520.0 / 1260.0))).abs() < 1e-12, "{alpha}");
        assert_eq!(overall["krippendorffAlphaUnavailable"], Value::Null);
        assert_eq!(texts(&answer["byTheme"], "/theme/slug"), ["smart-library", "reading-promotion", "staff-development"]);
        assert_eq!(texts(&answer["byTheme"], "/figures/unitCount"), ["4", "4", "4"]);
        assert_eq!(answer["unassignedThemes"].as_array().map(Vec::len), Some(39), "42 themes but these three");
        let pairs: Vec<(String, String, f64)> = answer["byPair"].as_array().into_iter().flatten().map(|pair| {
            (text(&pair["a"]), text(&pair["b"]), pair["figures"]["cohenKappa"].as_f64().unwrap_or(f64::NAN))
        }).collect();
        // A and C: 10 of 12 alike; A says present 4 times, C twice: p_e = (8 + 80) ÷ 144.
        let of_a_and_c = (10.0 / 12.0 - 88.0 / 144.0) / (1.0 - 88.0 / 144.0);
        assert_eq!(pairs.len(), 3);
        assert_eq!((&pairs[0].0[..], &pairs[0].1[..], pairs[0].2), ("synthetic coder A", "synthetic coder B", 0.625));
        assert!((pairs[1].2 - of_a_and_c).abs() < 1e-12 && pairs[1].1 == "synthetic coder C", "{pairs:?}");
        assert_eq!(answer["byPlan"]["nodes"][0]["figures"], answer["overall"]);
        assert_eq!(texts(&answer["byPlan"]["nodes"][0]["coders"], ""), ["synthetic coder A", "synthetic coder B", "synthetic coder C"]);
        assert_eq!(
            answer["disagreements"]["nodes"].as_array().into_iter().flatten().map(|found| format!("{} {}", text(&found["element"]["key"]), text(&found["theme"]["slug"]))).collect::<Vec<_>>(),
            ["goal-3 reading-promotion", "goal-4 smart-library", "goal-4 staff-development"]
        );
        assert_eq!(
            answer["disagreements"]["nodes"][0]["judgements"][2],
            json!({ "coder": "synthetic coder C", "method": "MANUAL", "present": false, "isSilence": false, "judgedAt": "2026-05-02T10:00:00Z" })
        );
        assert_eq!(texts(&answer["caveats"], "/code"), ["SYNTHETIC"]);

        // Narrowed down.
        let narrow = |name: &'static str, value: Value| agreement(&app, with(name, value));
        let two = narrow("coders", json!(["synthetic coder B", "synthetic coder A"])).await?;
        assert_eq!((&two["overall"]["cohenKappa"], texts(&two["coders"], "/name").len()), (&json!(0.625), 2));
        assert_eq!(narrow("layers", json!(["GOAL"])).await?["overall"], answer["overall"]);
        let actions = narrow("layers", json!(["ACTION"])).await?;
        assert_eq!(actions["overall"], json!({
            "unitCount": 0, "valueCount": 0, "observedAgreement": null, "cohenKappa": null, "cohenKappaUnavailable": "NO_OVERLAP",
            "krippendorffAlpha": null, "krippendorffAlphaUnavailable": "NO_OVERLAP",
        }));
        let themes = narrow("themes", json!([{ "slug": "staff-development" }, { "slug": "digital-resources" }])).await?;
        assert_eq!(texts(&themes["byTheme"], "/theme/slug"), ["staff-development"]);
        assert_eq!(texts(&themes["unassignedThemes"], "/slug"), ["digital-resources"]);
        let nobody = narrow("themes", json!([{ "slug": "digital-resources" }])).await?;
        assert_eq!((&nobody["overall"]["unitCount"], &nobody["overall"]["krippendorffAlphaUnavailable"]), (&json!(0), &json!("NO_VARIATION")));

        // Pages.
        let page = "query($cohort: CohortInput, $first: Int, $after: String) { coderAgreement(cohort: $cohort) { disagreements(first: $first, after: $after) {
            totalCount pageInfo { hasNextPage endCursor } nodes { element { key } }
        } } }";
        let mut variables = with("first", json!(2));
        let first = app.query(page, variables.clone()).await?["coderAgreement"]["disagreements"].clone();
        assert_eq!((&first["totalCount"], &first["pageInfo"]["hasNextPage"]), (&json!(3), &json!(true)));
        variables["after"] = first["pageInfo"]["endCursor"].clone();
        let second = app.query(page, variables).await?["coderAgreement"]["disagreements"].clone();
        assert_eq!(second["pageInfo"]["hasNextPage"], json!(false));
        assert_eq!([texts(&first["nodes"], "/element/key"), texts(&second["nodes"], "/element/key")].concat(), ["goal-3", "goal-4", "goal-4"]);
        Ok(())
    }

    async fn the_lexicon_is_a_coder_when_named(database: TestDatabase) -> TestResult {
        let app = coded(database, &[file(1)?]).await?;
        let alone = agreement(&app, practice()).await?;
        assert_eq!(alone["coders"], json!([{ "name": "synthetic coder A", "planCount": 1, "comparedPlanCount": 0, "judgementCount": 0 }]));
        assert_eq!((&alone["overall"]["krippendorffAlphaUnavailable"], &alone["byPlan"]["totalCount"]), (&json!("NO_OVERLAP"), &json!(0)));
        let measured = agreement(&app, with("coders", json!(["lexicon", "synthetic coder A"]))).await?;
        assert_eq!(texts(&measured["coders"], "/name"), ["lexicon", "synthetic coder A"]);
        assert!(measured["overall"]["cohenKappa"].as_f64().is_some_and(|kappa| kappa > 0.0 && kappa < 1.0), "{:#}", measured["overall"]);
        // No label stands in the words of goal 3.
        let missed = measured["disagreements"]["nodes"].as_array().into_iter().flatten().find(|found| found["element"]["key"] == "goal-3");
        assert_eq!(
            missed.map(|found| texts(&found["judgements"], "/method")),
            Some(vec!["LEXICON".to_owned(), "MANUAL".to_owned()]),
            "{measured:#}"
        );
        // Nobody can take its name.
        let taken = app.import(&file(1)?.replace("synthetic coder A", "lexicon")).await;
        assert!(taken.is_err_and(|error| error.to_string().contains("`lexicon` is what the registry calls its own coding")));
        Ok(())
    }

    async fn what_was_said_stays_on_record(database: TestDatabase) -> TestResult {
        let app = coded(database, &[file(1)?, file(2)?]).await?;
        let before = agreement(&app, practice()).await?;
        let revision = text(&before["computedFrom"]["revision"]);
        assert_eq!(revision, "4");
        let codes = effective(&app, None).await?;
        app.import(file(3)?).await?;
        app.import(CODER_B_AGAIN).await?;
        let after = agreement(&app, practice()).await?;
        assert_eq!(after["disagreements"]["totalCount"], 1);
        assert_ne!(after["overall"], before["overall"]);
        assert_eq!(agreement(&app, with("asOf", json!(revision))).await?, before);
        assert_eq!(effective(&app, Some(&revision)).await?, codes);

        let query = "query($ref: PlanRef!, $all: Boolean!) { plan(ref: $ref) {
            codingPasses(includeReplaced: $all) { coder method layers codebookVersion codedAt judgementCount validFrom validTo }
            outline { key codingHistory(theme: { slug: \"smart-library\" }) { theme { slug } coder method present judgedAt validFrom validTo } }
        } }";
        let plan = app.query(query, json!({ "ref": { "slug": SLUG }, "all": true })).await?["plan"].clone();
        let passes = plan["codingPasses"].clone();
        let told: Vec<String> = passes.as_array().into_iter().flatten().map(|pass| {
            format!("{} {} {}-{}", text(&pass["coder"]), text(&pass["method"]), text(&pass["validFrom"]), text(&pass["validTo"]))
        }).collect();
        assert_eq!(told, [
            "lexicon LEXICON 2-null",
            "synthetic coder A MANUAL 3-null",
            "synthetic coder B MANUAL 4-6",
            "synthetic adjudicator ADJUDICATED 5-null",
            "synthetic coder B MANUAL 6-null",
        ]);
        assert_eq!(
            passes[2],
            json!({
                "coder": "synthetic coder B", "method": "MANUAL", "layers": ["GOAL"], "codebookVersion": "2026.2",
                "codedAt": "2026-05-02T09:00:00Z", "judgementCount": 4, "validFrom": "4", "validTo": "6",
            })
        );
        assert_eq!((&passes[3]["layers"], &passes[3]["judgementCount"]), (&json!([]), &json!(2)));
        let in_force = app.query(query, json!({ "ref": { "slug": SLUG }, "all": false })).await?["plan"]["codingPasses"].clone();
        assert_eq!(texts(&in_force, "/validFrom"), ["2", "3", "5", "6"]);
        // The word that B took back by silence is there, with its end; nothing is told of what nobody said.
        let goal = |key: &str| plan["outline"].as_array().into_iter().flatten().find(|element| element["key"] == key).map(|element| element["codingHistory"].clone());
        let history: Vec<String> = goal("goal-4").unwrap_or_default().as_array().into_iter().flatten().map(|entry| {
            format!("{} {} {} {}-{}", text(&entry["coder"]), text(&entry["method"]), entry["present"], text(&entry["validFrom"]), text(&entry["validTo"]))
        }).collect();
        // The lexicon coded when the plan came in; when that was on the clock, the test does not know.
        let of_people: Vec<&str> = history.iter().map(String::as_str).filter(|entry| !entry.starts_with("lexicon")).collect();
        assert_eq!(of_people, ["synthetic coder B MANUAL true 4-6", "synthetic adjudicator ADJUDICATED false 5-null"]);
        assert!(history.contains(&"lexicon LEXICON true 2-null".to_owned()), "{history:?}");
        assert_eq!(goal("goal-2"), Some(json!([])));

        // An earlier revision knows nothing of what came later.
        let as_of = "query($ref: PlanRef!, $asOf: String) { comparePlans(plans: [$ref, $ref], asOf: $asOf) { plans {
            codingPasses(includeReplaced: true) { coder validFrom validTo }
            outline { key codingHistory { theme { slug } coder present validTo } }
        } } }";
        let then = app.query(as_of, json!({ "ref": { "slug": SLUG }, "asOf": revision })).await?["comparePlans"]["plans"][0].clone();
        assert_eq!(texts(&then["codingPasses"], "/validTo"), ["null", "null", "null"]);
        let goal_4 = then["outline"][3]["codingHistory"].clone();
        assert_eq!(texts(&then["outline"], "/key")[3], "goal-4");
        let of_people: Vec<&Value> = goal_4.as_array().into_iter().flatten().filter(|entry| entry["coder"] != "lexicon").collect();
        assert_eq!(of_people, [
            &json!({ "theme": { "slug": "staff-development" }, "coder": "synthetic coder A", "present": true, "validTo": null }),
            &json!({ "theme": { "slug": "smart-library" }, "coder": "synthetic coder B", "present": true, "validTo": null }),
            &json!({ "theme": { "slug": "staff-development" }, "coder": "synthetic coder B", "present": true, "validTo": null }),
        ]);
        let unknown = "query($ref: PlanRef!) { plan(ref: $ref) { goals(first: 1) { codingHistory(theme: { slug: \"smart-libary\" }) { coder } } } }";
        let (code, message) = app.error(unknown, json!({ "ref": { "slug": SLUG } })).await?;
        assert_eq!((code.as_str(), message.contains("did you mean `smart-library`?")), ("NOT_FOUND", true), "{message}");
        Ok(())
    }

    async fn caveats_say_what_the_figures_rest_on(database: TestDatabase) -> TestResult {
        let app = coded(database, &[file(1)?, file(2)?]).await?;
        let plan = file(0)?;
        app.import(&format!("{plan}  - {{ key: goal-5, kind: GOAL, number: 5, title: Open every evening }}\n")).await?;
        let answer = agreement(&app, practice()).await?;
        assert_eq!(texts(&answer["caveats"], "/code"), ["REVISED_SINCE_CODED", "SYNTHETIC"]);
        assert_eq!(texts(&answer["caveats"][0]["plans"], "/slug"), [SLUG]);
        assert_eq!(answer["overall"]["unitCount"], 15);
        // A coder who goes through it anew with a later codebook.
        app.import("format: catalogue/1\ncodebook:\n  version: synthetic-1\n  themes:\n    - slug: smart-library\n      scheme: library-themes\n      label: { zh-Hans: 智慧图书馆, en: Smart library }\n").await?;
        let newer = "format: annotations/1\ncodings:\n  - { plan: synthetic-practice-library-15fyp, coder: synthetic coder B, method: MANUAL, layers: [GOAL], judgements: [{ element: goal-1, theme: smart-library, present: true }] }\n";
        app.import(newer).await?;
        let answer = agreement(&app, practice()).await?;
        assert_eq!(texts(&answer["caveats"], "/code"), ["REVISED_SINCE_CODED", "CODEBOOKS_DIFFER", "SYNTHETIC"]);
        // Only the one theme that the codebook still has.
        assert_eq!((texts(&answer["byTheme"], "/theme/slug"), &answer["overall"]["observedAgreement"]), (vec!["smart-library".to_owned()], &json!(1.0)));
        let gone = "query($ref: PlanRef!) { plan(ref: $ref) { outline { codingHistory { theme { slug } } } } }";
        let history = app.query(gone, json!({ "ref": { "slug": SLUG } })).await?["plan"]["outline"].to_string();
        assert!(history.contains("smart-library") && !history.contains("staff-development"), "{history}");
        let (code, message) = app.error(AGREEMENT, with("themes", json!([{ "slug": "staff-development" }]))).await?;
        assert_eq!((code.as_str(), message.contains("the codebook synthetic-1 does not have")), ("BAD_USER_INPUT", true), "{message}");
        Ok(())
    }

    async fn bad_questions_are_told_how_to_mend_them(database: TestDatabase) -> TestResult {
        let app = coded(database, &[file(1)?, file(2)?, file(3)?]).await?;
        for (name, value, code, hint) in [
            ("coders", json!([]), "BAD_USER_INPUT", "`coders` is empty"),
            ("coders", json!(["synthetic coder A"]), "BAD_USER_INPUT", "agreement takes two"),
            ("coders", json!(["synthetic coder A", "synthetic coder A"]), "BAD_USER_INPUT", "names `synthetic coder A` twice"),
            ("coders", json!(["synthetic coder A", "somebody else entirely"]), "BAD_USER_INPUT", "there are `synthetic coder A`, `synthetic coder B`"),
            ("coders", json!(["synthetic coder A", "lexicom"]), "BAD_USER_INPUT", "nobody called `lexicom` coded a plan of the cohort"),
            ("coders", json!(["synthetic coder A", "synthetic adjudicator"]), "BAD_USER_INPUT", "only decided between coders"),
            ("layers", json!([]), "BAD_USER_INPUT", "`layers` is empty"),
            ("themes", json!([]), "BAD_USER_INPUT", "`themes` is empty"),
            ("themes", json!([{ "slug": "smart-libary" }]), "NOT_FOUND", "did you mean `smart-library`?"),
            ("themes", json!([{ "slug": "innovation-focus-space" }]), "BAD_USER_INPUT", "is of the scheme `innovation-focus`"),
            ("cohort", json!({ "plans": [] }), "BAD_USER_INPUT", "`plans` is empty"),
            ("cohort", json!({ "plans": [{ "slug": "no-such-plan" }] }), "NOT_FOUND", "no-such-plan"),
            ("asOf", json!("99"), "BAD_USER_INPUT", "there is no revision 99"),
        ] {
            let variables = with(name, value.clone());
            let reply = app.reply(AGREEMENT, variables.clone()).await?;
            assert_eq!(reply["data"], json!({ "coderAgreement": null }), "{name} {value}");
            let (found, message) = app.error(AGREEMENT, variables).await?;
            assert_eq!((found.as_str(), message.contains(hint)), (code, true), "{name} {value}: {message}");
        }
        // Nobody had coded the plan then.
        let mut variables = with("asOf", json!("2"));
        assert_eq!(agreement(&app, variables.clone()).await?["coders"], json!([]));
        variables["coders"] = json!(["synthetic coder A", "synthetic coder B"]);
        let (code, message) = app.error(AGREEMENT, variables).await?;
        assert_eq!((code.as_str(), message.contains("no person did")), ("BAD_USER_INPUT", true), "{message}");
        // A cohort without plans is an answer, with the reason.
        let nothing = agreement(&app, json!({ "cohort": { "countries": ["IS"] }, "coders": ["synthetic coder A", "anybody"] })).await?;
        assert_eq!(texts(&nothing["caveats"], "/code"), ["EMPTY_COHORT"]);
        assert_eq!((&nothing["overall"]["unitCount"], &nothing["overall"]["cohenKappaUnavailable"]), (&json!(0), &json!("NO_OVERLAP")));
        // The default cohort has neither drafts nor made-up plans.
        let default = agreement(&app, json!({})).await?;
        assert!(!texts(&default["cohort"]["plans"]["nodes"], "/slug").contains(&SLUG.to_owned()));
        assert_eq!((&default["coders"], &default["byPlan"]["totalCount"]), (&json!([]), &json!(0)));
        // A made-up plan that is named without asking for made-up ones is left out aloud.
        let left_out = agreement(&app, json!({ "cohort": { "plans": [{ "slug": SLUG }] } })).await?;
        assert_eq!(texts(&left_out["caveats"], "/code"), ["EMPTY_COHORT", "SYNTHETIC_LEFT_OUT"]);
        Ok(())
    }
}
