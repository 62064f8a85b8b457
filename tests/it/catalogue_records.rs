//! Indicators, themes and innovation cases, as clients ask for them.

use serde_json::{Value, json};

use crate::support::{
    app::{TestApp, text, texts},
    innovation_cases,
};

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

on_both_catalogues! {
    async fn one_indicator(app: TestApp) -> TestResult {
        let query = "{ indicator(ref: { slug: \"loans-per-capita\" }) {
            slug measure direction unit { code label { text } } standardCodes { standard code }
            name { text } definition { text }
        } }";
        assert_eq!(
            app.query(query, Value::Null).await?["indicator"],
            json!({
                "slug": "loans-per-capita",
                "measure": "RATIO",
                "direction": "HIGHER_IS_BETTER",
                "unit": { "code": "ratio", "label": { "text": "ratio" } },
                "standardCodes": [{ "standard": "ISO 11620:2014", "code": "B.2.1.2" }],
                "name": { "text": "Loans per capita" },
                "definition": { "text": "Loans in a year divided by the population served." },
            })
        );
        Ok(())
    }

    async fn indicators_by_measure_standard_and_name(app: TestApp) -> TestResult {
        for (filter, expected) in [
            ("standards: [\"ISO 11620:2014\"], measures: [RATIO]", &["collection-turnover", "loans-per-capita", "visits-per-capita"][..]),
            ("standards: [\"ISO 9999\"]", &[]),
            ("query: \"外借册次\"", &["loans", "loans-per-capita"]),
            ("query: \"外借冊次\"", &["loans", "loans-per-capita"]),
            ("query: \"DOWNLOADS\"", &["e-book-downloads", "resource-downloads", "standards-downloads"]),
        ] {
            let query = format!("{{ indicators(filter: {{ {filter} }}, first: 100) {{ totalCount nodes {{ slug }} }} }}");
            let answer = app.query(&query, Value::Null).await?;
            let mut found = texts(&answer["indicators"]["nodes"], "/slug");
            found.sort();
            assert_eq!(found, expected, "{filter}");
            assert_eq!(answer["indicators"]["totalCount"], json!(expected.len()));
        }
        Ok(())
    }

    /// Counted from the other side: every plan's own indicators.
    async fn who_uses_an_indicator(app: TestApp) -> TestResult {
        let query = "{
            indicator(ref: { slug: \"branch-libraries\" }) { usedBy(first: 100) { totalCount nodes { key plan { slug } indicator { slug } } } }
            plans(first: 20) { nodes { slug planIndicators(first: 100) { nodes { key indicator { slug } } } } }
        }";
        let answer = app.query(query, Value::Null).await?;
        let mut expected: Vec<(String, String)> = list(&answer["plans"]["nodes"])
            .iter()
            .flat_map(|plan| list(&plan["planIndicators"]["nodes"]).iter().map(move |used| (plan, used)))
            .filter(|(_, used)| used["indicator"]["slug"] == "branch-libraries")
            .map(|(plan, used)| (text(&plan["slug"]), text(&used["key"])))
            .collect();
        let used_by = &answer["indicator"]["usedBy"];
        let mut found: Vec<(String, String)> =
            list(&used_by["nodes"]).iter().map(|used| (text(&used["plan"]["slug"]), text(&used["key"]))).collect();
        expected.sort();
        found.sort();
        assert!(found.len() >= 3, "{found:?}");
        assert_eq!(found, expected);
        assert_eq!(used_by["totalCount"], json!(expected.len()));
        Ok(())
    }

    async fn themes_by_scheme(app: TestApp) -> TestResult {
        let answer = app.query("{ themes { slug scheme } focuses: themes(scheme: \"innovation-focus\") { slug } strategies: themes(scheme: \"innovation-strategy\") { slug } }", Value::Null).await?;
        let themes = texts(&answer["themes"], "/slug");
        assert_eq!(themes.len(), 42);
        assert_eq!(themes[..3], ["collections", "digital-resources", "special-and-local-collections"], "in the codebook's order");
        assert!(list(&answer["themes"]).iter().all(|theme| theme["scheme"] == "library-themes"));
        assert_eq!(
            texts(&answer["focuses"], "/slug"),
            ["innovation-focus-reading-promotion", "innovation-focus-teaching-support", "innovation-focus-research-support", "innovation-focus-space"]
        );
        assert_eq!(list(&answer["strategies"]).len(), 6);
        Ok(())
    }

    async fn one_theme(app: TestApp) -> TestResult {
        let answer = app.query("{ theme(ref: { slug: \"smart-library\" }) {
            slug label { text } chinese: label(lang: [\"zh-Hant\"]) { text lang origin } definition(lang: [\"en\"]) { lang }
            altLabels(lang: [\"en\"]) { lang text } all: altLabels { lang } broader { slug } narrower { slug }
        } }", Value::Null).await?["theme"].clone();
        assert_eq!(answer["label"]["text"], "Smart library");
        assert_eq!(answer["chinese"], json!({ "text": "智慧圖書館", "lang": "zh-Hant", "origin": "EDITORIAL" }));
        assert!(!list(&answer["altLabels"]).is_empty() && list(&answer["altLabels"]).iter().all(|label| label["lang"] == "en"));
        assert!(list(&answer["all"]).len() > list(&answer["altLabels"]).len());
        // Every narrower concept knows its broader one, wherever there are any.
        let terms = app.query("{ themes(scheme: \"library-terms\") { slug broader { slug narrower { slug } } } }", Value::Null).await?;
        for term in list(&terms["themes"]).iter().filter(|term| !term["broader"].is_null()) {
            assert!(texts(&term["broader"]["narrower"], "/slug").contains(&text(&term["slug"])), "{term}");
        }
        Ok(())
    }
}

on_both_databases! {
    async fn innovation_cases_by_what_they_are_about(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.import(innovation_cases::TEXT).await?;
        for (filter, expected) in [
            ("", &["synthetic-case-reading", "synthetic-case-research", "synthetic-case-space"][..]),
            ("years: [2023]", &["synthetic-case-reading", "synthetic-case-research"]),
            ("kinds: [ACADEMIC_LIBRARY]", &["synthetic-case-space"]),
            ("regions: [\"cn-east\"], years: [2023]", &["synthetic-case-reading", "synthetic-case-research"]),
            ("regions: [\"cn-west\"]", &[]),
            ("focuses: [{ slug: \"innovation-focus-space\" }, { slug: \"innovation-focus-research-support\" }]", &["synthetic-case-research", "synthetic-case-space"]),
            ("strategies: [{ slug: \"innovation-strategy-cross-sector\" }]", &["synthetic-case-reading"]),
            ("focuses: [{ slug: \"innovation-focus-space\" }], strategies: [{ slug: \"innovation-strategy-cross-sector\" }]", &[]),
        ] {
            let query = format!("{{ innovationCases(filter: {{ {filter} }}) {{ totalCount nodes {{ slug }} }} }}");
            let answer = app.query(&query, Value::Null).await?;
            let mut found = texts(&answer["innovationCases"]["nodes"], "/slug");
            found.sort();
            assert_eq!(found, expected, "{filter}");
            assert_eq!(answer["innovationCases"]["totalCount"], json!(expected.len()), "{filter}");
        }
        let one = "{ innovationCases(filter: { years: [2024] }) { nodes {
            slug year title { text } institution { slug } focuses { slug scheme } strategies { slug } evidence { locator }
        } } }";
        assert_eq!(
            app.query(one, Value::Null).await?["innovationCases"]["nodes"],
            json!([{
                "slug": "synthetic-case-space",
                "year": 2024,
                "title": { "text": "Synthetic case: space" },
                "institution": { "slug": "sun-yat-sen-university-library" },
                "focuses": [
                    { "slug": "innovation-focus-space", "scheme": "innovation-focus" },
                    { "slug": "innovation-focus-teaching-support", "scheme": "innovation-focus" },
                ],
                "strategies": [{ "slug": "innovation-strategy-advanced-technology" }],
                "evidence": null,
            }])
        );
        Ok(())
    }
}
