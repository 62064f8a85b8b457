//! What a registry says that there is.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Size;
use crate::{
    client::Connection,
    requests::{self, Target},
};

/// A plan of the list of all.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ListedPlan {
    pub(super) slug: String,
    pub(super) is_synthetic: bool,
    pub(super) institution: ListedInstitution,
    pub(super) period: ListedPeriod,
}

#[derive(Clone, Deserialize)]
pub(super) struct ListedInstitution {
    pub(super) slug: String,
    pub(super) kind: String,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ListedPeriod {
    pub(super) slug: String,
    pub(super) start_year: i64,
}

/// A theme with its names.
#[derive(Deserialize)]
pub(super) struct ListedTheme {
    pub(super) slug: String,
    pub(super) chinese: Text,
    pub(super) english: Text,
}

#[derive(Deserialize)]
pub(super) struct Text {
    pub(super) text: String,
}

/// What to ask with.
pub(super) struct Vocabulary {
    pub(super) themes: Vec<ListedTheme>,
    /// Those that plans use and that are measured in a unit.
    pub(super) indicators: Vec<String>,
}

impl Vocabulary {
    pub(super) async fn ask(connection: &mut Connection, target: &Target) -> Result<(Size, Self)> {
        let document = include_str!("../../queries/vocabulary.graphql");
        let mut data = ask(connection, target, document, &json!({})).await?;
        let size = serde_json::from_value(data["registry"].take())?;
        let themes = serde_json::from_value(data["themes"].take())?;
        let used = |indicator: &&Value| {
            let uses = indicator.pointer("/usedBy/totalCount").and_then(Value::as_u64).unwrap_or_default();
            uses > 0 && !indicator["unit"].is_null()
        };
        let indicators =
            data.pointer("/indicators/nodes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let most = indicators.iter().filter_map(|indicator| indicator.pointer("/usedBy/totalCount")?.as_u64()).max();
        // Indicators that hardly any plan uses would make a benchmark of nothing.
        let indicators = indicators
            .iter()
            .filter(used)
            .filter(|indicator| {
                indicator.pointer("/usedBy/totalCount").and_then(Value::as_u64).map(|uses| uses * 10) >= most
            })
            .filter_map(|indicator| Some(indicator["slug"].as_str()?.to_owned()))
            .collect();
        Ok((size, Self { themes, indicators }))
    }
}

/// Every plan.
pub(super) async fn plans(connection: &mut Connection, target: &Target) -> Result<Vec<ListedPlan>> {
    let document = include_str!("../../queries/plans-page.graphql");
    let mut plans = Vec::new();
    let mut after = Value::Null;
    loop {
        let mut page = ask(connection, target, document, &json!({ "after": after })).await?["plans"].take();
        plans.append(&mut serde_json::from_value::<Vec<ListedPlan>>(page["nodes"].take())?);
        if page.pointer("/pageInfo/hasNextPage") != Some(&Value::Bool(true)) {
            return Ok(plans);
        }
        after = page.pointer("/pageInfo/endCursor").cloned().unwrap_or_default();
    }
}

/// The data of an answer; an error if it has errors.
pub(super) async fn ask(
    connection: &mut Connection,
    target: &Target,
    document: &str,
    variables: &Value,
) -> Result<Value> {
    let answer = connection.send(&requests::post(target, document, variables)).await?;
    let body: Value = serde_json::from_slice(answer.body).context("the answer is no JSON")?;
    match body {
        Value::Object(mut body) if !body.contains_key("errors") => Ok(body.remove("data").unwrap_or_default()),
        body => bail!("the registry cannot say what it holds: {body}"),
    }
}
