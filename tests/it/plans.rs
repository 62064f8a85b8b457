//! Plans: lists of them, and what one says.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
};

async fn slugs(app: &TestApp, arguments: &str) -> TestResult<Vec<String>> {
    let answer = app
        .query(&format!("{{ plans({arguments} first: 100) {{ totalCount nodes {{ slug }} }} }}"), Value::Null)
        .await?;
    let found = texts(&answer["plans"]["nodes"], "/slug");
    assert_eq!(answer["plans"]["totalCount"], json!(found.len()), "{arguments}");
    Ok(found)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

async fn plan(app: &TestApp, slug: &str, fields: &str) -> TestResult<Value> {
    let query = format!("query($slug: String!) {{ plan(ref: {{ slug: $slug }}) {{ {fields} }} }}");
    Ok(app.query(&query, json!({ "slug": slug })).await?["plan"].clone())
}

on_both_catalogues! {
    async fn filters(app: TestApp) -> TestResult {
        for (filter, expected) in [
            ("kinds: [LIBRARY_ASSOCIATION]", &["ifla-strategy-2019-2024", "ifla-strategy-2024-2029", "lsc-academic-committee-15fyp-view"][..]),
            ("levels: [NATIONAL]", &["national-library-of-china-15fyp-view"]),
            ("levels: [INTERNATIONAL], statuses: [ADOPTED]", &["ifla-strategy-2019-2024", "ifla-strategy-2024-2029"]),
            ("statuses: [CONSULTATION]", &["changchun-library-14fyp-draft"]),
            ("periods: [{ slug: \"cn-fyp-14\" }]", &["changchun-library-14fyp-draft", "shenzhen-library-14fyp", "synthetic-city-library-14fyp"]),
            ("periods: [{ slug: \"cn-fyp-12\" }]", &[]),
            ("institutions: [{ slug: \"ifla\" }, { slug: \"shenzhen-library\" }]", &["ifla-strategy-2019-2024", "ifla-strategy-2024-2029", "shenzhen-library-14fyp"]),
            ("regions: [\"cn-northeast\"], isSynthetic: false", &["changchun-library-14fyp-draft"]),
            ("isSynthetic: true", &["synthetic-city-library-14fyp", "synthetic-city-library-15fyp", "synthetic-university-15fyp", "synthetic-university-library-15fyp"]),
            ("query: \"深圳圖書館\"", &["shenzhen-library-14fyp"]),
            ("query: \"ifla strategy\"", &["ifla-strategy-2019-2024", "ifla-strategy-2024-2029"]),
            ("languages: [\"zh-Hant\"]", &["shenzhen-library-14fyp"]),
            ("themes: [{ slug: \"artificial-intelligence\" }], isSynthetic: true", &["synthetic-city-library-15fyp"]),
            // All fields must match; any value of a list.
            ("levels: [PUBLIC], periods: [{ slug: \"cn-fyp-14\" }], isSynthetic: false, statuses: [ADOPTED, PROPOSAL]", &["shenzhen-library-14fyp"]),
        ] {
            let mut found = slugs(&app, &format!("filter: {{ {filter} }}")).await?;
            found.sort();
            assert_eq!(found, expected, "{filter}");
        }
        Ok(())
    }

    async fn orders(app: TestApp) -> TestResult {
        let query = "query($order: PlanOrder) { plans(orderBy: $order, first: 100) { nodes { slug period { startYear } revision { publishedAt } } } }";
        let mut by_order: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for order in ["TITLE_ASC", "TITLE_DESC", "PERIOD_ASC", "PERIOD_DESC", "PUBLISHED_ASC", "PUBLISHED_DESC"] {
            let answer = app.query(query, json!({ "order": order })).await?;
            by_order.insert(order, list(&answer["plans"]["nodes"]).to_vec());
        }
        for (up, down) in [("TITLE_ASC", "TITLE_DESC"), ("PERIOD_ASC", "PERIOD_DESC"), ("PUBLISHED_ASC", "PUBLISHED_DESC")] {
            let backwards: Vec<&Value> = by_order[down].iter().rev().collect();
            assert_eq!(by_order[up].iter().collect::<Vec<_>>(), backwards, "{up}");
            assert_eq!(by_order[up].len(), 18);
        }
        let years: Vec<i64> = by_order["PERIOD_ASC"].iter().filter_map(|plan| plan["period"]["startYear"].as_i64()).collect();
        assert!(years.is_sorted() && years.first() == Some(&2019) && years.last() == Some(&2026), "{years:?}");
        let titles: Vec<String> = by_order["TITLE_ASC"].iter().map(|plan| text(&plan["slug"])).collect();
        assert_eq!(slugs(&app, "").await?, titles, "by title unless asked");
        insta::assert_snapshot!("by_title", titles.join("\n"));
        Ok(())
    }

    async fn a_plans_head(app: TestApp) -> TestResult {
        let head = plan(&app, "shenzhen-library-14fyp", "
            slug variant level status isSynthetic language title { lang text origin }
            institution { slug } period { slug }
            revision { number registryRevision publishedAt note } revisions { number }
            source { title publisher url mediaType sha256 language license retrievedAt publishedOn }
            previous { slug } next { slug }
        ").await?;
        insta::assert_yaml_snapshot!("head", head);
        let chained = plan(&app, "synthetic-city-library-15fyp", "previous { slug next { slug } previous { slug } } next { slug }").await?;
        assert_eq!(
            chained,
            json!({
                "previous": { "slug": "synthetic-city-library-14fyp", "next": { "slug": "synthetic-city-library-15fyp" }, "previous": null },
                "next": null,
            })
        );
        Ok(())
    }

    async fn the_outline_is_the_tree(app: TestApp) -> TestResult {
        let answer = plan(&app, "synthetic-city-library-14fyp", "outline {
            id key kind layer depth position parentId number sourceTerm parent { key } children { key } ancestors { key }
        }").await?;
        let outline = list(&answer["outline"]);
        assert!(outline.len() > 30);
        let by_id: BTreeMap<String, &Value> = outline.iter().map(|element| (text(&element["id"]), element)).collect();
        assert_eq!(by_id.len(), outline.len());
        for element in outline {
            let parent = element["parentId"].as_str().map(|id| by_id[id]);
            assert_eq!(element["parent"]["key"], parent.map_or(Value::Null, |parent| parent["key"].clone()));
            let depth = parent.map_or(0, |parent| parent["depth"].as_u64().unwrap_or_default() + 1);
            assert_eq!(element["depth"], json!(depth), "{element}");
            // Keys of this plan are paths.
            let path: Vec<String> = texts(&element["ancestors"], "/key");
            assert_eq!(path.len() as u64, depth);
            assert_eq!(path.last().map(String::as_str), parent.and_then(|parent| parent["key"].as_str()));
            let children = outline.iter().filter(|child| child["parentId"] == element["id"]);
            let children: Vec<String> = children.map(|child| text(&child["key"])).collect();
            assert_eq!(texts(&element["children"], "/key"), children, "in document order");
        }
        let told: Vec<String> = outline
            .iter()
            .map(|element| {
                let indent = "  ".repeat(element["depth"].as_u64().unwrap_or_default() as usize);
                format!("{indent}{} {} {} {}", text(&element["key"]), text(&element["kind"]), text(&element["layer"]), element["position"])
            })
            .collect();
        insta::assert_snapshot!("outline", told.join("\n"));
        Ok(())
    }

    async fn elements_by_layer_kind_and_theme(app: TestApp) -> TestResult {
        let whole = plan(&app, "synthetic-city-library-15fyp", "outline { key kind layer themes { theme { slug } method } }").await?;
        let fields = |arguments: &str| format!("elements({arguments} first: 100) {{ totalCount nodes {{ key }} }}");
        let addresses = |element: &Value, theme: &str| {
            list(&element["themes"]).iter().any(|found| found["theme"]["slug"] == theme && found["method"] != "UNRESOLVED")
        };
        type Keep<'a> = &'a dyn Fn(&Value) -> bool;
        let cases: [(&str, Keep<'_>); 5] = [
            ("layers: [GOAL, DIRECTION],", &|element| ["GOAL", "DIRECTION"].contains(&text(&element["layer"]).as_str())),
            ("kinds: [KEY_TASK],", &|element| element["kind"] == "KEY_TASK"),
            ("layers: [ACTION], kinds: [KEY_TASK],", &|_| false),
            ("themes: [{ slug: \"smart-library\" }],", &|element| addresses(element, "smart-library")),
            ("layers: [GOAL], themes: [{ slug: \"smart-library\" }, { slug: \"reading-promotion\" }],", &|element| {
                element["layer"] == "GOAL" && (addresses(element, "smart-library") || addresses(element, "reading-promotion"))
            }),
        ];
        for (arguments, keep) in cases {
            let found = plan(&app, "synthetic-city-library-15fyp", &fields(arguments)).await?["elements"].clone();
            let expected: Vec<String> = list(&whole["outline"]).iter().filter(|element| keep(element)).map(|element| text(&element["key"])).collect();
            assert_eq!(texts(&found["nodes"], "/key"), expected, "{arguments}");
            assert_eq!(found["totalCount"], json!(expected.len()));
            assert_eq!(expected.is_empty(), arguments.contains("layers: [ACTION]"), "{arguments}");
        }
        Ok(())
    }

    async fn goals_and_priorities_are_topmost(app: TestApp) -> TestResult {
        let answer = plan(&app, "synthetic-city-library-15fyp", "goals { key layer depth } three: goals(first: 3) { key } none: goals(first: 0) { key } priorities { key kind layer }").await?;
        let goals = texts(&answer["goals"], "/key");
        assert_eq!(
            goals,
            [
                "goal-network", "goal-reading", "goal-smart-library", "goal-digital-resources", "goal-inclusive-services",
                "goal-staff", "goal-artificial-intelligence", "goal-safety",
            ]
        );
        assert_eq!(texts(&answer["three"], "/key"), goals[..3]);
        assert_eq!(answer["none"], json!([]));
        assert!(list(&answer["priorities"]).iter().all(|element| element["layer"] == "PRIORITY" && element["kind"] == "KEY_TASK"));
        assert_eq!(list(&answer["priorities"]).len(), 14);
        let (code, message) = app.error("{ plan(ref: { slug: \"synthetic-city-library-15fyp\" }) { goals(first: -1) { key } } }", Value::Null).await?;
        assert_eq!((code.as_str(), message.contains("`first` is below 0")), ("BAD_USER_INPUT", true));
        Ok(())
    }

    async fn indicators_with_their_figures(app: TestApp) -> TestResult {
        let answer = plan(&app, "synthetic-city-library-14fyp", "planIndicators(first: 2) { totalCount nodes {
            key nature text { text } plan { slug } element { key planIndicators { key } }
            indicator { slug unit { code label { text } } }
            baseline { role value normalizedValue endYear }
            targets { role comparator value upper basis startYear endYear text normalizedValue unit { code label { text } } planIndicator { key } dimensions { name value } }
            actuals { endYear value normalizedValue evidence { document { title } } }
            evidence { locator quote quoteAbsence startLine document { title } repairs { kind } }
        } }").await?;
        insta::assert_yaml_snapshot!("plan_indicators", answer);
        // 260 万 visits in the plan are 2,600,000 in the catalogue's unit.
        assert_eq!(answer["planIndicators"]["nodes"][1]["targets"][0]["normalizedValue"], json!(2_600_000.0));
        let range = plan(&app, "synthetic-city-library-15fyp", "planIndicators(first: 100) { nodes { key targets { comparator value upper normalizedValue } } }").await?;
        let downloads = list(&range["planIndicators"]["nodes"]).iter().find(|found| found["key"] == "e-book-downloads").ok_or("no downloads")?;
        assert_eq!((&downloads["targets"][0]["value"], &downloads["targets"][0]["upper"]), (&json!(120.0), &json!(150.0)));
        let rules = list(&range["planIndicators"]["nodes"]).iter().find(|found| found["key"] == "ai-rules").ok_or("no rules")?;
        assert_eq!(rules["targets"][0], json!({ "comparator": "QUALITATIVE", "value": null, "upper": null, "normalizedValue": null }));
        Ok(())
    }

    /// The profile is counted here once more: topmost elements of each layer but SITUATION, by their effective themes.
    async fn the_theme_profile_is_the_outlines(app: TestApp) -> TestResult {
        for slug in ["synthetic-city-library-14fyp", "ifla-strategy-2024-2029", "changchun-library-14fyp-draft"] {
            let answer = plan(&app, slug, "
                themeProfile { theme { slug } elementCount share }
                outline { id layer ancestors { layer } themes { theme { slug scheme } method } }
            ").await?;
            let topmost: Vec<&Value> = list(&answer["outline"])
                .iter()
                .filter(|element| element["layer"] != "SITUATION")
                .filter(|element| list(&element["ancestors"]).iter().all(|ancestor| ancestor["layer"] != element["layer"]))
                .collect();
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for element in &topmost {
                for assignment in list(&element["themes"]).iter().filter(|found| found["method"] != "UNRESOLVED") {
                    if assignment["theme"]["scheme"] == "library-themes" {
                        *counts.entry(text(&assignment["theme"]["slug"])).or_default() += 1;
                    }
                }
            }
            let profile: BTreeMap<String, usize> = list(&answer["themeProfile"])
                .iter()
                .map(|weight| (text(&weight["theme"]["slug"]), weight["elementCount"].as_u64().unwrap_or_default() as usize))
                .collect();
            assert!(profile.len() > 5, "{slug}");
            assert_eq!(profile, counts, "{slug}");
            let weights: Vec<u64> = list(&answer["themeProfile"]).iter().filter_map(|weight| weight["elementCount"].as_u64()).collect();
            assert!(weights.is_sorted_by(|one, next| one >= next), "{slug}: the heaviest first");
            for weight in list(&answer["themeProfile"]) {
                let share = weight["elementCount"].as_f64().ok_or("no count")? / topmost.len() as f64;
                assert_eq!(weight["share"], json!(share), "{slug}");
            }
        }
        Ok(())
    }

    async fn who_coded_an_element_and_what_links_it(app: TestApp) -> TestResult {
        let answer = plan(&app, "synthetic-city-library-14fyp", "goals(first: 1) {
            key
            themes { theme { slug } method matched judgements { coder present judgedAt } element { key } }
            alignments { id coder relation note source { key plan { slug } } target { key plan { slug } } }
        }").await?;
        let goal = &answer["goals"][0];
        let manual: Vec<&Value> = list(&goal["themes"]).iter().filter(|found| found["method"] == "MANUAL").collect();
        let slugs: Vec<String> = manual.iter().map(|found| text(&found["theme"]["slug"])).collect();
        assert_eq!(slugs, ["main-branch-system", "equal-and-standard-services"]);
        for found in manual {
            assert_eq!(found["element"]["key"], "goal-network");
            let coders = list(&found["judgements"]).iter().filter(|judgement| judgement["present"] == json!(true)).map(|judgement| text(&judgement["coder"]));
            assert!(coders.collect::<Vec<_>>().contains(&"synthetic coder".to_owned()), "{found}");
        }
        let mut alignment = goal["alignments"][0].clone();
        let id = text(&alignment["id"]);
        if let Some(members) = alignment.as_object_mut() {
            members.remove("id");
        }
        assert_eq!(
            alignment,
            json!({
                "coder": "synthetic coder",
                "relation": "CONTINUES",
                "note": "The same system, one step further out, from townships to villages.",
                "source": { "key": "goal-network", "plan": { "slug": "synthetic-city-library-15fyp" } },
                "target": { "key": "goal-network", "plan": { "slug": "synthetic-city-library-14fyp" } },
            })
        );
        // Both ends know it.
        let other = plan(&app, "synthetic-city-library-15fyp", "goals(first: 1) { alignments { id } }").await?;
        assert_eq!(other["goals"][0]["alignments"], json!([{ "id": id }]));
        Ok(())
    }
}
