//! What the ceilings hold, loaded once from the registry's own answers.

use std::collections::HashMap;

use anyhow::{Context, Result, bail};
use async_graphql::{Executor, Request};
use load::{Question, sample::Variables};
use plan_registry::{
    graphql::{self, Session},
    store::Store,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    Answers,
    answers::{PlanComparison, PlanPage, WholePlan},
};

/// Answers by what is asked.
#[derive(Default)]
pub(crate) struct Loaded {
    plans: HashMap<String, WholePlan>,
    pages: HashMap<[String; 3], PlanPage>,
    comparisons: HashMap<Vec<String>, PlanComparison>,
}

/// An answer as it goes over the wire.
#[derive(Serialize)]
pub(crate) struct Body<T> {
    data: T,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Data<'a> {
    Plan(&'a WholePlan),
    Plans(&'a PlanPage),
    ComparePlans(&'a PlanComparison),
}

/// The registry's own answers to the questions of the ceilings.
pub(crate) async fn ask(store: &Store, variables: &Variables) -> Result<Answers> {
    let executor = graphql::executor();
    let mut answers = Answers::new();
    for question in Question::OF_CEILINGS {
        let mut answered = Vec::new();
        for variables in variables.get(&question).into_iter().flatten() {
            let request = Request::new(question.document())
                .variables(async_graphql::Variables::from_json(variables.clone()))
                .data(Session::new(store.clone(), Vec::new()));
            let response = executor.execute(request).await;
            if !response.errors.is_empty() {
                bail!("{} with {variables} is not answered: {:?}", question.name(), response.errors);
            }
            answered.push((variables.clone(), serde_json::to_value(&response.data)?));
        }
        answers.insert(question, answered);
    }
    Ok(answers)
}

impl Loaded {
    /// Makes values of the registry's answers.
    pub(crate) fn of(answers: &Answers) -> Result<Self> {
        let mut loaded = Self::default();
        for (question, answered) in answers {
            for (variables, data) in answered {
                match question {
                    Question::Q1 => {
                        loaded.plans.insert(slug(variables, "/plan/slug")?, part(data, "plan")?);
                    }
                    Question::Q2 => {
                        let key = [
                            slug(variables, "/kind")?,
                            slug(variables, "/period/slug")?,
                            slug(variables, "/theme/slug")?,
                        ];
                        loaded.pages.insert(key, part(data, "plans")?);
                    }
                    Question::Q3 => {
                        loaded.comparisons.insert(slugs(variables)?, part(data, "comparePlans")?);
                    }
                    _ => {}
                }
            }
        }
        Ok(loaded)
    }

    pub(crate) fn plan(&self, slug: &str) -> Option<&WholePlan> {
        self.plans.get(slug)
    }

    pub(crate) fn page(&self, kind: String, period: String, theme: String) -> Option<&PlanPage> {
        self.pages.get(&[kind, period, theme])
    }

    pub(crate) fn comparison(&self, plans: &[String]) -> Option<&PlanComparison> {
        self.comparisons.get(plans)
    }

    /// The answer to a question, ready to be written as JSON.
    pub(crate) fn answer(&self, question: Question, variables: &Value) -> Result<Body<Data<'_>>> {
        let data = match question {
            Question::Q1 => self.plan(&slug(variables, "/plan/slug")?).map(Data::Plan),
            Question::Q2 => {
                let (kind, period) = (slug(variables, "/kind")?, slug(variables, "/period/slug")?);
                self.page(kind, period, slug(variables, "/theme/slug")?).map(Data::Plans)
            }
            Question::Q3 => self.comparison(&slugs(variables)?).map(Data::ComparePlans),
            _ => None,
        };
        Ok(Body { data: data.with_context(|| format!("{} with {variables} is not in memory", question.name()))? })
    }
}

fn part<T: DeserializeOwned>(data: &Value, name: &str) -> Result<T> {
    let part = data.get(name).cloned().unwrap_or_default();
    serde_json::from_value(part).with_context(|| format!("`{name}` has another shape than the ceilings hold"))
}

/// A string at a place of the variables.
pub(crate) fn slug(variables: &Value, pointer: &str) -> Result<String> {
    let slug = variables.pointer(pointer).and_then(Value::as_str);
    Ok(slug.with_context(|| format!("{variables} has no {pointer}"))?.to_owned())
}

/// The plans that are to be compared.
pub(crate) fn slugs(variables: &Value) -> Result<Vec<String>> {
    let plans = variables["plans"].as_array().with_context(|| format!("{variables} names no plans"))?;
    plans.iter().map(|plan| slug(plan, "/slug")).collect()
}

/// A request that names its question.
#[derive(serde::Deserialize)]
pub(crate) struct NamedRequest {
    pub(crate) question: Question,
    pub(crate) variables: Value,
}
