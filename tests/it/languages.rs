//! In which language texts come, and what they say of themselves.

use poem::{Request, http::header};
use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text},
};

const NAME: &str = "query($lang: [LanguageTag!]) {
    institution(ref: { slug: \"shenzhen-library\" }) { name(lang: $lang) { lang text origin } }
}";

const TITLE: &str = "query($slug: String!, $lang: [LanguageTag!]) {
    plan(ref: { slug: $slug }) { language title(lang: $lang) { lang text origin } }
}";

/// An answer of the server to a reader with an `Accept-Language` header.
async fn over_http(app: &TestApp, query: &str, accept_language: &str) -> TestResult<Value> {
    let body = json!({ "query": query }).to_string();
    let request = Request::builder()
        .method(poem::http::Method::POST)
        .uri_str("/graphql")
        .content_type("application/json")
        .header(header::ACCEPT_LANGUAGE, accept_language)
        .body(body);
    let response = app.http(request).await;
    assert!(response.status().is_success(), "{}", response.status());
    Ok(serde_json::from_str(&response.into_body().into_string().await?)?)
}

on_both_catalogues! {
    async fn the_argument_says_which_language(app: TestApp) -> TestResult {
        for (lang, expected) in [
            (json!(["en"]), json!({ "lang": "en", "text": "Shenzhen Library", "origin": "EDITORIAL" })),
            (json!(["zh-Hans"]), json!({ "lang": "zh-Hans", "text": "深圳图书馆", "origin": "EDITORIAL" })),
            (json!(["zh-Hant", "en"]), json!({ "lang": "zh-Hant", "text": "深圳圖書館", "origin": "EDITORIAL" })),
            // Tags of places name the script that is read there.
            (json!(["zh-CN"]), json!({ "lang": "zh-Hans", "text": "深圳图书馆", "origin": "EDITORIAL" })),
            (json!(["zh-TW"]), json!({ "lang": "zh-Hant", "text": "深圳圖書館", "origin": "EDITORIAL" })),
            // The best of several that there is.
            (json!(["fr", "en"]), json!({ "lang": "en", "text": "Shenzhen Library", "origin": "EDITORIAL" })),
        ] {
            let answer = app.query(NAME, json!({ "lang": lang })).await?;
            assert_eq!(answer["institution"]["name"], expected, "{lang}");
        }
        Ok(())
    }

    async fn traditional_characters_come_by_conversion_and_say_so(app: TestApp) -> TestResult {
        let slug = "synthetic-city-library-15fyp";
        let answer = app.query(TITLE, json!({ "slug": slug, "lang": ["zh-Hant"] })).await?;
        assert_eq!(
            answer["plan"]["title"],
            json!({
                "lang": "zh-Hant",
                "text": "示例（虛構）：示例市圖書館“十五五”發展規劃",
                "origin": "SCRIPT_CONVERSION",
            })
        );
        Ok(())
    }

    async fn a_language_that_there_is_not_gives_way_to_the_plans_own(app: TestApp) -> TestResult {
        let slug = "national-library-of-china-15fyp-view";
        let answer = app.query(TITLE, json!({ "slug": slug, "lang": ["fr"] })).await?;
        assert_eq!(answer["plan"]["language"], "zh-Hans");
        assert_eq!(answer["plan"]["title"]["lang"], "zh-Hans");
        // An element without an English body gives what there is, and says in which language.
        let body = "{ plan(ref: { slug: \"shenzhen-library-14fyp\" }) { goals { body(lang: [\"de\"]) { lang } } } }";
        let answer = app.query(body, Value::Null).await?;
        let goals = answer["plan"]["goals"].as_array().ok_or("no goals")?;
        assert!(goals.iter().all(|goal| goal["body"].is_null() || goal["body"]["lang"] == "zh-Hans"), "{answer}");
        Ok(())
    }

    async fn the_reader_says_it_in_a_header(app: TestApp) -> TestResult {
        let query = "{ institution(ref: { slug: \"shenzhen-library\" }) { name { lang text } } }";
        for (header, expected) in [
            ("en-GB, en;q=0.9", json!({ "lang": "en", "text": "Shenzhen Library" })),
            ("zh-CN,zh;q=0.9,en;q=0.8", json!({ "lang": "zh-Hans", "text": "深圳图书馆" })),
            ("en;q=0.3, zh-HK", json!({ "lang": "zh-Hant", "text": "深圳圖書館" })),
        ] {
            let answer = over_http(&app, query, header).await?;
            assert_eq!(answer["data"]["institution"]["name"], expected, "{header}");
        }
        // The argument outdoes the header.
        let asked = "{ institution(ref: { slug: \"shenzhen-library\" }) { name(lang: [\"en\"]) { lang } } }";
        assert_eq!(over_http(&app, asked, "zh-CN").await?["data"]["institution"]["name"]["lang"], "en");
        Ok(())
    }

    async fn a_malformed_tag_is_an_error_that_names_it(app: TestApp) -> TestResult {
        let (code, message) = app.error(NAME, json!({ "lang": ["en_GB!"] })).await?;
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(message.contains("en_GB!"), "{message}");
        let (code, message) = app.error(NAME, json!({ "lang": [] })).await?;
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(message.contains("`lang` is empty"), "{message}");
        // One that the server cannot read in a header is passed over.
        let query = "{ institution(ref: { slug: \"shenzhen-library\" }) { name { text } } }";
        let answer = over_http(&app, query, "!!, en").await?;
        assert_eq!(text(&answer["data"]["institution"]["name"]["text"]), "Shenzhen Library");
        Ok(())
    }

    async fn every_name_says_its_language(app: TestApp) -> TestResult {
        let answer = app.query("{ institution(ref: { slug: \"shenzhen-library\" }) { names { lang text } } }", Value::Null).await?;
        assert_eq!(
            answer["institution"]["names"],
            json!([
                { "lang": "en", "text": "Shenzhen Library" },
                { "lang": "zh-Hans", "text": "深圳图书馆" },
                { "lang": "zh-Hant", "text": "深圳圖書館" },
            ])
        );
        Ok(())
    }
}
