//! Finished answers in memory: what the questions select, and no more. One set of types serves GraphQL and JSON alike.

use async_graphql::{ComplexObject, ID, SimpleObject};
use serde::{Deserialize, Serialize};

/// A text in one language.
#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct LocalizedText {
    lang: String,
    text: String,
}

/// A text of which nobody asked the language.
#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct PlainText {
    text: String,
}

/// Something of which only the name is asked.
#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct Named {
    pub(crate) slug: String,
}

/// Something of which only the key is asked.
#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct Unit {
    code: String,
}

/// Q1: one plan whole.
#[derive(SimpleObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[graphql(complex)]
pub(crate) struct WholePlan {
    id: ID,
    pub(crate) slug: String,
    status: String,
    title: LocalizedText,
    institution: WholeInstitution,
    period: Named,
    outline: Vec<Element>,
    #[graphql(skip)]
    plan_indicators: PlanIndicators,
}

#[ComplexObject]
impl WholePlan {
    async fn plan_indicators(&self, first: Option<i32>) -> &PlanIndicators {
        // Every plan asked about has fewer.
        let _ = first;
        &self.plan_indicators
    }
}

#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct WholeInstitution {
    slug: String,
    name: PlainText,
}

#[derive(SimpleObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Element {
    id: ID,
    key: String,
    kind: String,
    layer: String,
    number: Option<String>,
    depth: u32,
    parent_id: Option<ID>,
    title: LocalizedText,
    body: Option<LocalizedText>,
    themes: Vec<Assignment>,
}

#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct Assignment {
    theme: Named,
}

#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct PlanIndicators {
    nodes: Vec<PlanIndicator>,
}

#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct PlanIndicator {
    id: ID,
    key: String,
    nature: String,
    text: LocalizedText,
    indicator: Option<Named>,
    baseline: Option<Observation>,
    targets: Vec<Observation>,
    actuals: Vec<Observation>,
}

#[derive(SimpleObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Observation {
    role: String,
    comparator: String,
    value: Option<f64>,
    upper: Option<f64>,
    unit: Option<Unit>,
    basis: String,
    start_year: Option<i32>,
    end_year: Option<i32>,
}

/// Q2: a page of plans.
#[derive(SimpleObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanPage {
    total_count: i32,
    nodes: Vec<ListedPlan>,
}

#[derive(SimpleObject, Serialize, Deserialize)]
#[graphql(complex)]
pub(crate) struct ListedPlan {
    id: ID,
    slug: String,
    status: String,
    title: LocalizedText,
    institution: ListedInstitution,
    period: Named,
    #[graphql(skip)]
    goals: Vec<Goal>,
}

#[ComplexObject]
impl ListedPlan {
    async fn goals(&self, first: Option<i32>) -> &[Goal] {
        let first = first.and_then(|first| usize::try_from(first).ok()).unwrap_or(usize::MAX);
        self.goals.get(..first).unwrap_or(&self.goals)
    }
}

#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct ListedInstitution {
    slug: String,
    kind: String,
    name: LocalizedText,
}

#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct Goal {
    key: String,
    number: Option<String>,
    title: LocalizedText,
}

/// Q3: a finished comparison.
#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct PlanComparison {
    plans: Vec<Named>,
    similarity: Vec<Similarity>,
    themes: Vec<ThemeRow>,
    matches: Vec<ElementMatch>,
    caveats: Vec<Caveat>,
}

#[derive(SimpleObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Similarity {
    a: Named,
    b: Named,
    theme_cosine: Option<f64>,
    theme_jaccard: Option<f64>,
    matched_goal_share: Option<f64>,
}

#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct ThemeRow {
    theme: Named,
    cells: Vec<ThemeCell>,
}

#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct ThemeCell {
    presence: String,
    share: Option<f64>,
}

#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct ElementMatch {
    elements: Vec<MatchedElement>,
    score: f64,
    method: String,
}

#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct MatchedElement {
    key: String,
    plan: Named,
}

#[derive(SimpleObject, Serialize, Deserialize)]
pub(crate) struct Caveat {
    code: String,
}
