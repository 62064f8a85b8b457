//! What a search finds, in Chinese of either script and in English, on both databases alike.

use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, data, text},
};

const SEARCH: &str = include_str!("queries/search.graphql");

/// A hit in a line: its language, type, plan and name.
fn told(hit: &Value) -> String {
    let node = &hit["node"];
    let name = node.get("key").or(node.get("slug")).map(text).unwrap_or_default();
    let plan = node["plan"]["slug"].as_str().map(|slug| format!(" of {slug}")).unwrap_or_default();
    format!("{} {} {name}{plan}", text(&hit["lang"]), text(&node["__typename"]))
}

async fn page(app: &TestApp, variables: Value) -> TestResult<Value> {
    Ok(app.query(SEARCH, variables).await?["search"].clone())
}

async fn hits(app: &TestApp, query: &str) -> TestResult<Vec<String>> {
    let page = page(app, json!({ "query": query, "first": 100 })).await?;
    let hits: Vec<String> = page["nodes"].as_array().ok_or("no hits")?.iter().map(told).collect();
    assert_eq!(page["totalCount"], json!(hits.len()), "{query}");
    Ok(hits)
}

on_both_catalogues! {
    async fn smart_libraries_in_three_spellings(app: TestApp) -> TestResult {
        let simplified = hits(&app, "智慧图书馆").await?;
        let goal = "zh-Hans PlanElement goal-smart-library of shenzhen-library-14fyp".to_owned();
        let title = "zh-Hans PlanElement goal-smart-library of synthetic-city-library-15fyp".to_owned();
        let earlier = "zh-Hans PlanElement goal-smart-and-digital of synthetic-city-library-14fyp".to_owned();
        for expected in [&goal, &title, &earlier] {
            assert!(simplified.contains(expected), "{expected} is not among {simplified:#?}");
        }
        assert_eq!(hits(&app, "智慧圖書館").await?, simplified);
        let english = hits(&app, "smart library").await?;
        for key in ["goal-smart-library of synthetic-city-library-15fyp", "goal-smart-and-digital of synthetic-city-library-14fyp"] {
            assert!(english.contains(&format!("en PlanElement {key}")), "{key} is not among {english:#?}");
        }
        assert_eq!(hits(&app, "Smart LIBRARIES").await?, english, "words are found in every form");
        let all = format!("智慧图书馆\n{}\n\nsmart library\n{}", simplified.join("\n"), english.join("\n"));
        insta::assert_snapshot!("hits", all);
        Ok(())
    }

    async fn every_word_must_be_there(app: TestApp) -> TestResult {
        let one = hits(&app, "阅读推广").await?;
        let both = hits(&app, "阅读推广 志愿者").await?;
        assert!(!both.is_empty() && both.len() < one.len());
        assert!(both.iter().all(|hit| one.contains(hit)));
        assert!(both.contains(&"zh-Hans PlanElement goal-reading.volunteers of synthetic-city-library-15fyp".to_owned()), "{both:#?}");
        assert_eq!(hits(&app, "志愿者 阅读推广").await?, both, "in any order");
        assert_eq!(hits(&app, "阅读推广 zebra").await?, Vec::<String>::new());
        // Words of two languages stand in no one text.
        assert_eq!(hits(&app, "volunteers 志愿者").await?, Vec::<String>::new());
        Ok(())
    }

    async fn filters_narrow_it_down(app: TestApp) -> TestResult {
        let all = hits(&app, "数字资源").await?;
        for (filter, keep) in [
            (json!({ "types": ["PLAN_ELEMENT"] }), "PlanElement"),
            (json!({ "langs": ["zh-Hans"], "types": ["PLAN_INDICATOR"] }), "PlanIndicator"),
            (json!({ "types": ["INDICATOR"] }), "zh-Hans Indicator"),
        ] {
            let page = page(&app, json!({ "query": "数字资源", "filter": filter, "first": 100 })).await?;
            let found: Vec<String> = page["nodes"].as_array().ok_or("no hits")?.iter().map(told).collect();
            let expected: Vec<String> = all.iter().filter(|hit| hit.contains(keep)).cloned().collect();
            assert_eq!(found, expected, "{filter}");
            assert!(!found.is_empty(), "{filter} keeps nothing");
        }
        let of = |filter: Value| {
            let app = &app;
            async move {
                let page = page(app, json!({ "query": "partners", "filter": filter, "first": 100 })).await?;
                let nodes = page["nodes"].as_array().ok_or("no hits")?.clone();
                TestResult::Ok(nodes.iter().map(told).collect::<Vec<String>>())
            }
        };
        let later = of(json!({ "periods": [{ "slug": "cn-fyp-15" }] })).await?;
        assert!(!later.is_empty() && later.iter().all(|hit| hit.contains("15fyp")), "{later:#?}");
        let international = of(json!({ "levels": ["INTERNATIONAL"] })).await?;
        assert!(!international.is_empty() && international.iter().all(|hit| hit.contains("ifla")), "{international:#?}");
        assert_eq!(of(json!({ "langs": ["zh-Hant"] })).await?, Vec::<String>::new());
        Ok(())
    }

    async fn pages_go_on_where_the_last_one_ended(app: TestApp) -> TestResult {
        let whole = hits(&app, "阅读").await?;
        assert!(whole.len() > 20, "{}", whole.len());
        let mut walked = Vec::new();
        let mut after = Value::Null;
        loop {
            let page = page(&app, json!({ "query": "阅读", "first": 9, "after": after })).await?;
            assert_eq!(page["totalCount"], json!(whole.len()));
            walked.extend(page["nodes"].as_array().ok_or("no hits")?.iter().map(told));
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] != json!(true) {
                break;
            }
        }
        assert_eq!(walked, whole);
        let first = page(&app, json!({ "query": "阅读" })).await?;
        assert_eq!(first["nodes"].as_array().map(Vec::len), Some(20), "twenty unless asked");
        Ok(())
    }

    async fn what_holds_no_word_finds_nothing(app: TestApp) -> TestResult {
        for query in ["", " ", "。，、“”", "!!! ??? ---", "\"", "'", "💥"] {
            assert_eq!(hits(&app, query).await?, Vec::<String>::new(), "{query}");
        }
        Ok(())
    }

    /// Databases have query languages of their own, which must not shine through.
    async fn operators_are_words(app: TestApp) -> TestResult {
        let plain = hits(&app, "smart library").await?;
        for query in ["\"smart\" library", "smart* library", "-smart library", "(smart) & library", "smart:* | library", "smart ^ library", "+smart +library", "library' smart"] {
            assert_eq!(hits(&app, query).await?, plain, "{query}");
        }
        // These are words like any other: few texts hold them beside the rest.
        for query in ["smart OR library", "smart NOT library", "NEAR(smart library)", "tokens: smart", "'; DROP TABLE plan; --", "smart \\ ' library"] {
            let reply = app.reply(SEARCH, json!({ "query": query, "first": 100 })).await?;
            let found = data(reply)?["search"]["totalCount"].as_u64().ok_or("no count")?;
            assert!(found <= plain.len() as u64, "{query} found {found}");
        }
        assert!(hits(&app, "plan").await?.len() > 1, "the tables are still there");
        let (code, _) = app.error(SEARCH, json!({ "query": "smart\0library" })).await?;
        assert_eq!(code, "BAD_USER_INPUT");
        Ok(())
    }

    async fn one_character_is_a_word(app: TestApp) -> TestResult {
        let found = hits(&app, "书").await?;
        let elements = "{ plans(first: 100) { nodes { slug outline { key title(lang: [\"zh-Hans\"]) { text lang } } } } }";
        let plans = app.query(elements, Value::Null).await?;
        // A character by itself between other things is certainly a word of its own.
        let alone = plans["plans"]["nodes"].as_array().into_iter().flatten().flat_map(|plan| {
            plan["outline"].as_array().into_iter().flatten().map(move |element| (plan, element))
        });
        let expected: Vec<String> = alone
            .filter(|(_, element)| text(&element["title"]["text"]).split(|c: char| !c.is_alphanumeric()).any(|word| word == "书"))
            .map(|(plan, element)| format!("zh-Hans PlanElement {} of {}", text(&element["key"]), text(&plan["slug"])))
            .collect();
        for hit in &expected {
            assert!(found.contains(hit), "{hit} is not among {found:#?}");
        }
        insta::assert_snapshot!("one_character", found.join("\n"));
        Ok(())
    }

    async fn words_that_say_nothing_do_no_harm(app: TestApp) -> TestResult {
        let with = hits(&app, "the library for all").await?;
        assert!(with.iter().all(|hit| hit.starts_with("en ")), "{with:#?}");
        insta::assert_snapshot!("stop_words", with.join("\n"));
        Ok(())
    }
}

on_both_catalogues! {
    async fn what_is_read_alone_is_what_its_plan_says(app: TestApp) -> TestResult {
        // What stands around a hit is in its whole plan alone.
        let query = |of_element: &str, of_indicator: &str| format!(
            "query($query: String!) {{ search(query: $query, first: 100) {{ totalCount edges {{ node {{ lang node {{ __typename
                ... on Plan {{ slug }}
                ... on PlanElement {{ id key kind layer number sourceTerm position title {{ lang text }} body {{ text }} plan {{ slug }} evidence {{ locator quote document {{ title }} }} {of_element} }}
                ... on PlanIndicator {{ id key nature text {{ lang text }} indicator {{ slug }} plan {{ slug }} evidence {{ locator }} {of_indicator} }}
                ... on Indicator {{ slug definition {{ text }} }}
            }} }} }} }} }}"
        );
        let (alone, whole) = (query("", ""), query("depth children { key }", "element { key } targets { value }"));
        let (mut n_elements, mut n_indicators) = (0, 0);
        for words in ["library", "阅读", "service", "图书馆"] {
            let alone = app.query(&alone, json!({ "query": words })).await?;
            let mut whole = app.query(&whole, json!({ "query": words })).await?;
            for edge in whole["search"]["edges"].as_array_mut().ok_or("no edges")? {
                let node = edge["node"]["node"].as_object_mut().ok_or("no node")?;
                n_elements += usize::from(node.remove("depth").is_some());
                n_indicators += usize::from(node.remove("targets").is_some());
                node.remove("children");
                node.remove("element");
            }
            assert_eq!(alone, whole);
        }
        assert!(n_elements > 0 && n_indicators > 0, "{n_elements} elements, {n_indicators} indicators");
        Ok(())
    }
}
