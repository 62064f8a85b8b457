//! What clients read of the API: the committed schema, and the words on every member of it.

use plan_registry::graphql;
use serde_json::{Value, json};

use crate::support::{
    TestResult,
    app::{TestApp, data, text},
};

/// Types that GraphQL itself describes.
const BUILT_IN: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

#[test]
fn schema_graphql_is_current() -> TestResult {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql");
    let current = graphql::sdl();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        return Ok(std::fs::write(path, current)?);
    }
    let committed = std::fs::read_to_string(path)?;
    let first_difference = committed.lines().zip(current.lines()).position(|(one, other)| one != other);
    assert!(
        committed == current,
        "schema.graphql is stale from line {}: run `UPDATE_SCHEMA=1 cargo test schema`, and read what changes for clients",
        first_difference.unwrap_or_else(|| committed.lines().count().min(current.lines().count())) + 1
    );
    Ok(())
}

const MEMBERS: &str = "{
    __schema {
        types {
            name
            description
            fields(includeDeprecated: true) { name description args { name description } }
            inputFields { name description }
            enumValues(includeDeprecated: true) { name description }
        }
    }
}";

/// The members of a type, by what they are called: `type`, `type.field`, `type.field(argument:)`.
fn members(of_type: &Value) -> Vec<(String, &Value)> {
    let name = text(&of_type["name"]);
    let mut found = vec![(name.clone(), &of_type["description"])];
    for list in ["fields", "inputFields", "enumValues"] {
        for member in of_type[list].as_array().into_iter().flatten() {
            let path = format!("{name}.{}", text(&member["name"]));
            for argument in member["args"].as_array().into_iter().flatten() {
                found.push((format!("{path}({}:)", text(&argument["name"])), &argument["description"]));
            }
            found.push((path, &member["description"]));
        }
    }
    found
}

#[tokio::test]
async fn every_member_of_the_schema_is_described() -> TestResult {
    let app = TestApp::empty(crate::support::databases::TestDatabase::sqlite()?).await?;
    let schema = app.query(MEMBERS, Value::Null).await?;
    let types = schema["__schema"]["types"].as_array().ok_or("no types")?;
    let ours = types.iter().filter(|of_type| {
        let name = text(&of_type["name"]);
        !name.starts_with("__") && !BUILT_IN.contains(&name.as_str())
    });
    let members: Vec<(String, &Value)> = ours.flat_map(members).collect();
    assert!(members.len() > 300, "only {} members were seen", members.len());
    let silent: Vec<&str> = members
        .iter()
        .filter(|(_, description)| description.as_str().is_none_or(|words| words.trim().is_empty()))
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(silent, Vec::<&str>::new(), "these have no description: put a doc comment on each");
    Ok(())
}

/// The text that people download is the one that is committed.
#[tokio::test]
async fn the_server_hands_out_the_schema() -> TestResult {
    let app = TestApp::empty(crate::support::databases::TestDatabase::sqlite()?).await?;
    let response = app.http(poem::Request::builder().uri_str("/schema.graphql").finish()).await;
    assert!(response.status().is_success(), "{:?}", response.status());
    assert_eq!(response.into_body().into_string().await?, graphql::sdl());
    // Whoever reads the schema by introspection meets the same types.
    let reply = app.reply("{ __type(name: \"Plan\") { kind interfaces { name } } }", Value::Null).await?;
    assert_eq!(data(reply)?, json!({ "__type": { "kind": "OBJECT", "interfaces": [{ "name": "Node" }] } }));
    Ok(())
}
