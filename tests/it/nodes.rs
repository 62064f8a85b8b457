//! Global ids: what an answer names by id is found by that id.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::{
    app::{TestApp, text},
    innovation_cases,
};

/// One or more of every type that has an id.
const SOME: &str = "{
    plans(first: 5) { nodes { __typename id } }
    institutions(first: 3) { nodes { __typename id } }
    planningPeriods { __typename id }
    themes { __typename id }
    indicators(first: 3) { nodes { __typename id } }
    innovationCases { nodes { __typename id } }
    studies { nodes { __typename id } }
    plan(ref: { slug: \"synthetic-city-library-14fyp\" }) {
        source { __typename id }
        goals { __typename id alignments { __typename id } }
        planIndicators(first: 3) { nodes { __typename id baseline { __typename id } targets { __typename id } actuals { __typename id } } }
    }
}";

const NODES: &str = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";

/// Every pair of a type and an id in an answer.
fn named(value: &Value, found: &mut BTreeMap<String, String>) {
    if let (Some(typename), Some(id)) = (value.get("__typename"), value.get("id")) {
        found.insert(text(id), text(typename));
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| named(item, found)),
        Value::Object(members) => members.values().for_each(|member| named(member, found)),
        _ => {}
    }
}

on_both_databases! {
    async fn every_id_leads_back(database: TestDatabase) -> TestResult {
        let app = TestApp::catalogue(database).await?;
        app.import(innovation_cases::TEXT).await?;
        let mut found = BTreeMap::new();
        named(&app.query(SOME, Value::Null).await?, &mut found);
        let types: BTreeSet<&str> = found.values().map(String::as_str).collect();
        assert_eq!(
            types,
            [
                "Alignment", "Indicator", "InnovationCase", "Institution", "Observation", "Plan", "PlanElement", "PlanIndicator",
                "PlanningPeriod", "SourceDocument", "Study", "Theme",
            ]
            .into()
        );
        for (id, typename) in &found {
            let answer = app.query("query($id: ID!) { node(id: $id) { __typename id } }", json!({ "id": id })).await?;
            assert_eq!(answer["node"], json!({ "__typename": typename, "id": id }));
        }
        let ids: Vec<&String> = found.keys().take(100).collect();
        let expected: Vec<Value> = ids.iter().map(|id| json!({ "__typename": found[*id], "id": id })).collect();
        assert_eq!(app.query(NODES, json!({ "ids": ids })).await?["nodes"], json!(expected));
        Ok(())
    }
}

on_both_catalogues! {
    async fn ids_of_nothing_are_null_in_their_place(app: TestApp) -> TestResult {
        let plan = app.query("{ plan(ref: { slug: \"shenzhen-library-14fyp\" }) { id source { id } } }", Value::Null).await?["plan"].clone();
        let id = text(&plan["id"]);
        // The last letters of an id are the last bits of the thing's own number.
        let other = format!("{}{}", &id[..id.len() - 2], if id.ends_with("AA") { "BA" } else { "AA" });
        let answer = app.query(NODES, json!({ "ids": [other, id, other] })).await?;
        assert_eq!(answer["nodes"], json!([null, { "__typename": "Plan", "id": id }, null]));
        assert_eq!(app.query(NODES, json!({ "ids": [] })).await?["nodes"], json!([]));
        assert_eq!(app.query("query($id: ID!) { plan(ref: { id: $id }) { slug } }", json!({ "id": other })).await?["plan"], Value::Null);
        let (code, message) = app
            .error("query($plans: [PlanRef!]!) { comparePlans(plans: $plans) { plans { id } } }", json!({ "plans": [{ "id": id }, { "id": other }] }))
            .await?;
        assert_eq!(code, "NOT_FOUND");
        assert!(message.contains(&format!("no plan has the id `{other}`")), "{message}");
        Ok(())
    }

    async fn ids_of_the_catalogue_are_the_same_everywhere(app: TestApp) -> TestResult {
        let query = "{
            plan(ref: { slug: \"synthetic-city-library-15fyp\" }) { id goals(first: 1) { id } planIndicators(first: 1) { nodes { id actuals { id } } } }
            theme(ref: { slug: \"smart-library\" }) { id }
            institution(ref: { slug: \"shenzhen-library\" }) { id }
        }";
        insta::assert_yaml_snapshot!("ids", app.query(query, Value::Null).await?);
        Ok(())
    }
}
