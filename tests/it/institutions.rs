//! Institutions and planning periods, as clients ask for them.

use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, text, texts},
};

async fn slugs(app: &TestApp, arguments: &str) -> TestResult<Vec<String>> {
    let answer =
        app.query(&format!("{{ institutions({arguments}) {{ totalCount nodes {{ slug }} }} }}"), Value::Null).await?;
    let found = texts(&answer["institutions"]["nodes"], "/slug");
    assert_eq!(answer["institutions"]["totalCount"], json!(found.len()), "{arguments}");
    Ok(found)
}

on_both_catalogues! {
    async fn one_institution(app: TestApp) -> TestResult {
        let query = "{ institution(ref: { slug: \"sun-yat-sen-university-library\" }) {
            slug kind country subdivision region { code label { text } } isil ror wikidata
            name { text }
            parent { slug kind ror parent { slug } }
            statistics { measure year value source }
            plans { totalCount nodes { slug } }
        } }";
        assert_eq!(
            app.query(query, Value::Null).await?["institution"],
            json!({
                "slug": "sun-yat-sen-university-library",
                "kind": "ACADEMIC_LIBRARY",
                "country": "CN",
                "subdivision": "CN-GD",
                "region": { "code": "cn-east", "label": { "text": "Eastern China" } },
                "isil": null,
                "ror": null,
                "wikidata": null,
                "name": { "text": "Sun Yat-sen University Library" },
                "parent": { "slug": "sun-yat-sen-university", "kind": "UNIVERSITY", "ror": "0064kty71", "parent": null },
                "statistics": [],
                "plans": { "totalCount": 1, "nodes": [{ "slug": "sun-yat-sen-15fyp-view" }] },
            })
        );
        let statistics = "{ institution(ref: { slug: \"changchun-library\" }) { statistics { measure year value } } }";
        assert_eq!(
            app.query(statistics, Value::Null).await?["institution"]["statistics"],
            json!([{ "measure": "population", "year": 2020, "value": 9_066_906.0 }])
        );
        Ok(())
    }

    async fn filters(app: TestApp) -> TestResult {
        for (filter, expected) in [
            ("kinds: [UNIVERSITY]", &["central-china-normal-university", "chongqing-university", "sun-yat-sen-university", "synthetic-university"][..]),
            ("kinds: [NATIONAL_LIBRARY, UNIVERSITY], subdivisions: [\"CN-GD\"]", &["sun-yat-sen-university"]),
            ("countries: [\"NL\"]", &["ifla"]),
            ("subdivisions: [\"CN-JL\"]", &["changchun-library", "synthetic-city-library"]),
            ("regions: [\"cn-northeast\"]", &["changchun-library", "synthetic-city-library"]),
            ("regions: [\"cn-west\"], kinds: [PUBLIC_LIBRARY]", &["chongqing-library"]),
            ("regions: [\"cn-central\"], kinds: [ACADEMIC_LIBRARY]", &["central-china-normal-university-library"]),
            ("query: \"深圳图书\"", &["shenzhen-library"]),
            ("query: \"深圳圖書\"", &["shenzhen-library"]),
            ("query: \"  SHENZHEN lib \"", &["shenzhen-library"]),
            ("query: \"Tribune\", kinds: [PUBLIC_LIBRARY]", &[]),
            ("query: \"100%\"", &[]),
            ("query: \"_\"", &[]),
        ] {
            let mut found = slugs(&app, &format!("filter: {{ {filter} }}, first: 100")).await?;
            found.sort();
            assert_eq!(found, expected, "{filter}");
        }
        Ok(())
    }

    /// A character has one reading in the order, whatever it has in a name: 长春 (Changchun) stands under zhǎng, behind 首都.
    /// Book-title marks stand before all letters.
    async fn names_are_in_the_order_of_pinyin(app: TestApp) -> TestResult {
        let names = "{ institutions(first: 100) { nodes { slug name(lang: [\"zh-Hans\"]) { text } } } }";
        let answer = app.query(names, Value::Null).await?;
        let shown: Vec<String> = texts(&answer["institutions"]["nodes"], "/name/text");
        insta::assert_snapshot!("names", shown.join("\n"));
        let place = |name: &str| shown.iter().position(|known| known == name).ok_or(format!("{name} is not there"));
        // shang-hai, shen-zhen, shou-du, and every Chinese name before Latin letters.
        assert!(place("上海图书馆")? < place("深圳图书馆")? && place("深圳图书馆")? < place("首都图书馆")?);
        assert!(place("首都图书馆")? < place("ChinaXiv 预印本平台")?);
        let mut backwards = slugs(&app, "orderBy: NAME_DESC, first: 100").await?;
        backwards.reverse();
        assert_eq!(backwards, slugs(&app, "first: 100").await?);
        Ok(())
    }

    async fn an_institutions_plans_take_filters_and_orders(app: TestApp) -> TestResult {
        let query = "{ institution(ref: { slug: \"synthetic-city-library\" }) {
            later: plans(orderBy: PERIOD_DESC) { nodes { slug } }
            fourteenth: plans(filter: { periods: [{ slug: \"cn-fyp-14\" }] }) { totalCount nodes { slug } }
            elsewhere: plans(filter: { institutions: [{ slug: \"ifla\" }] }) { totalCount }
        } }";
        let answer = app.query(query, Value::Null).await?["institution"].clone();
        assert_eq!(texts(&answer["later"]["nodes"], "/slug"), ["synthetic-city-library-15fyp", "synthetic-city-library-14fyp"]);
        assert_eq!(texts(&answer["fourteenth"]["nodes"], "/slug"), ["synthetic-city-library-14fyp"]);
        assert_eq!(answer["elsewhere"]["totalCount"], 0, "a filter cannot lead to another institution's plans");
        Ok(())
    }

    async fn periods_are_a_chain(app: TestApp) -> TestResult {
        let query = "{ planningPeriods { slug scheme ordinal startYear endYear name { text } previous { slug } next { slug } } }";
        let periods = app.query(query, Value::Null).await?["planningPeriods"].clone();
        assert_eq!(
            texts(&periods, "/slug"),
            ["cn-fyp-12", "cn-fyp-13", "ifla-2019-2024", "cn-fyp-14", "ifla-2024-2029", "cn-fyp-15"],
            "by their first year"
        );
        assert_eq!(
            periods[3],
            json!({
                "slug": "cn-fyp-14",
                "scheme": "cn-fyp",
                "ordinal": 14,
                "startYear": 2021,
                "endYear": 2025,
                "name": { "text": "14th Five-Year Plan period" },
                "previous": { "slug": "cn-fyp-13" },
                "next": { "slug": "cn-fyp-15" },
            })
        );
        assert_eq!((&periods[0]["previous"], &periods[5]["next"]), (&Value::Null, &Value::Null));
        let one = app.query("{ planningPeriod(ref: { slug: \"ifla-2024-2029\" }) { id ordinal previous { slug next { slug } } } }", Value::Null).await?;
        assert_eq!(one["planningPeriod"]["previous"], json!({ "slug": "ifla-2019-2024", "next": { "slug": "ifla-2024-2029" } }));
        let by_id = "query($id: ID!) { planningPeriod(ref: { id: $id }) { slug } }";
        let found = app.query(by_id, json!({ "id": text(&one["planningPeriod"]["id"]) })).await?;
        assert_eq!(found["planningPeriod"]["slug"], "ifla-2024-2029");
        Ok(())
    }

    async fn the_registry_counts_what_it_holds(app: TestApp) -> TestResult {
        let answer = app.query("{ registry { revision updatedAt institutionCount planCount elementCount indicatorCount } }", Value::Null).await?;
        let lists = "{
            institutions(first: 0) { totalCount }
            indicators(first: 0) { totalCount }
            plans(first: 100) { totalCount nodes { outline { key } } }
        }";
        let lists = app.query(lists, Value::Null).await?;
        let plans = lists["plans"]["nodes"].as_array().ok_or("no plans")?;
        let n_elements: usize = plans.iter().map(|plan| plan["outline"].as_array().map_or(0, Vec::len)).sum();
        assert!(n_elements > 200, "{n_elements}");
        assert_eq!(
            answer["registry"],
            json!({
                "revision": "1",
                "updatedAt": "2026-01-02T03:04:05Z",
                "institutionCount": lists["institutions"]["totalCount"],
                "planCount": lists["plans"]["totalCount"],
                "elementCount": n_elements,
                "indicatorCount": lists["indicators"]["totalCount"],
            })
        );
        Ok(())
    }
}
