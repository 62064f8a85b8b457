//! What is asked about: variables drawn from what a registry holds, the same for the same registry and seed.

mod draw;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Question, client::Connection, requests::Target};
use draw::Draw;
use vocabulary::{ListedPlan, Vocabulary};

/// Variables for each question.
pub type Variables = BTreeMap<Question, Vec<Value>>;

/// Size of a registry, by its own word.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Size {
    /// The newest registry revision.
    pub revision: String,
    /// Plans.
    #[serde(alias = "planCount")]
    pub plan_count: u64,
    /// Elements of plans.
    #[serde(alias = "elementCount")]
    pub element_count: u64,
    /// Institutions.
    #[serde(alias = "institutionCount")]
    pub institution_count: u64,
    /// Indicator definitions.
    #[serde(alias = "indicatorCount")]
    pub indicator_count: u64,
}

/// What a registry can be asked.
pub struct Sample {
    /// How much there is.
    pub size: Size,
    /// A large set of variables for each question.
    pub variables: Variables,
}

/// Lists with fewer plans than this are left out of Q2, if there are longer ones.
const PAGE: u64 = 50;

impl Sample {
    /// Asks a registry what it holds and draws up to `at_most` variables for each question.
    ///
    /// Where most plans are synthetic, only those are asked about: they are all alike in size.
    ///
    /// # Errors
    /// When the registry does not answer, or holds too little to ask about.
    pub async fn draw(target: &Target, seed: u64, at_most: usize) -> Result<Self> {
        let mut connection = Connection::open(target.address).await?;
        let (size, vocabulary) = Vocabulary::ask(&mut connection, target).await?;
        let mut plans = vocabulary::plans(&mut connection, target).await?;
        if plans.iter().filter(|plan| plan.is_synthetic).count() * 2 > plans.len() {
            plans.retain(|plan| plan.is_synthetic);
        }
        if plans.len() < 4 {
            bail!("the registry has {} plans, and four are to be compared: fill it first", plans.len());
        }
        let mut variables = Variables::new();
        for question in Question::ALL {
            let mut draw = Draw::new(seed ^ question as u64);
            let drawn = match question {
                Question::Q1 => {
                    draw.some(&plans, at_most).iter().map(|plan| json!({ "plan": slug(&plan.slug) })).collect()
                }
                Question::Q2 => {
                    let lists = lists(&plans, &vocabulary);
                    long_lists(&mut connection, target, &draw.some(&lists, at_most.min(300))).await?
                }
                Question::Q3 => fours(&mut draw, &plans, at_most),
                Question::Q4 | Question::Q4a | Question::Q4b => pairs_of_periods(&plans),
                Question::Q5 => {
                    let benchmarks = draw.some(&benchmarks(&plans, &vocabulary), at_most);
                    full_benchmarks(&mut connection, target, benchmarks).await?
                }
                Question::Q6 => vec![json!({})],
                Question::Q7 => phrases(&mut draw, &vocabulary, at_most),
                Question::Q8 => draw.some(&successive_plans(&plans), at_most),
            };
            variables.insert(question, drawn);
        }
        Ok(Self { size, variables })
    }
}

fn slug(slug: &str) -> Value {
    json!({ "slug": slug })
}

/// Every kind, period and theme.
fn lists(plans: &[ListedPlan], vocabulary: &Vocabulary) -> Vec<Value> {
    let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for plan in plans {
        *counts.entry((&plan.institution.kind, &plan.period.slug)).or_default() += 1;
    }
    let longest = counts.values().copied().max().unwrap_or_default();
    let long = counts.into_iter().filter(|(_, count)| *count >= longest.min(PAGE));
    long.flat_map(|((kind, period), _)| {
        vocabulary
            .themes
            .iter()
            .map(move |theme| json!({ "kind": kind, "period": slug(period), "theme": slug(&theme.slug) }))
    })
    .collect()
}

/// Those lists that fill a page; where none does, those that hold something.
async fn long_lists(connection: &mut Connection, target: &Target, lists: &[Value]) -> Result<Vec<Value>> {
    let mut counted = Vec::new();
    for list in lists {
        let data = vocabulary::ask(connection, target, Question::Q2.document(), list).await?;
        counted.push((data.pointer("/plans/totalCount").and_then(Value::as_u64).unwrap_or_default(), list));
    }
    let least = if counted.iter().any(|(count, _)| *count >= PAGE) { PAGE } else { 1 };
    Ok(counted.into_iter().filter(|(count, _)| *count >= least).map(|(_, list)| list.clone()).collect())
}

fn fours(draw: &mut Draw, plans: &[ListedPlan], at_most: usize) -> Vec<Value> {
    let four = |_| {
        let mut four: BTreeSet<&str> = BTreeSet::new();
        while four.len() < 4 {
            if let Some(plan) = draw.one(plans) {
                four.insert(&plan.slug);
            }
        }
        json!({ "plans": four.into_iter().map(slug).collect::<Vec<_>>() })
    };
    (0..at_most.min(plans.len())).map(four).collect()
}

/// Every two periods that have the most plans, by their years.
fn pairs_of_periods(plans: &[ListedPlan]) -> Vec<Value> {
    let mut counts: BTreeMap<(i64, &str), usize> = BTreeMap::new();
    for plan in plans {
        *counts.entry((plan.period.start_year, &plan.period.slug)).or_default() += 1;
    }
    let most = counts.values().copied().max().unwrap_or_default();
    let periods: Vec<&str> =
        counts.iter().filter(|(_, count)| **count * 10 >= most).map(|((_, period), _)| *period).collect();
    let pairs = periods.iter().enumerate().flat_map(|(index, first)| {
        periods.iter().skip(index + 1).map(move |second| json!({ "periods": [slug(first), slug(second)] }))
    });
    let pairs: Vec<Value> = pairs.collect();
    if pairs.is_empty() { vec![json!({ "periods": periods.into_iter().map(slug).collect::<Vec<_>>() })] } else { pairs }
}

/// Every public library's plan with an indicator that plans use.
fn benchmarks(plans: &[ListedPlan], vocabulary: &Vocabulary) -> Vec<Value> {
    let public = plans.iter().filter(|plan| plan.institution.kind == "PUBLIC_LIBRARY");
    public
        .zip(vocabulary.indicators.iter().cycle())
        .map(|(plan, indicator)| {
            json!({
                "indicator": slug(indicator),
                "period": slug(&plan.period.slug),
                "institution": slug(&plan.institution.slug),
            })
        })
        .collect()
}

/// Those benchmarks that are over many libraries: at least a tenth of what the fullest is over.
async fn full_benchmarks(connection: &mut Connection, target: &Target, benchmarks: Vec<Value>) -> Result<Vec<Value>> {
    let of = |benchmark: &Value| (benchmark["indicator"].to_string(), benchmark["period"].to_string());
    let mut counts: BTreeMap<(String, String), u64> = BTreeMap::new();
    for benchmark in &benchmarks {
        if let Entry::Vacant(unknown) = counts.entry(of(benchmark)) {
            let data = vocabulary::ask(connection, target, Question::Q5.document(), benchmark).await?;
            let count = data.pointer("/indicatorBenchmark/count").and_then(Value::as_u64);
            unknown.insert(count.unwrap_or_default());
        }
    }
    let most = counts.values().copied().max().unwrap_or_default();
    let is_full = |benchmark: &Value| counts.get(&of(benchmark)).is_some_and(|count| *count > 0 && *count * 10 >= most);
    Ok(benchmarks.into_iter().filter(is_full).collect())
}

/// Names of themes in Chinese with names of others in English.
fn phrases(draw: &mut Draw, vocabulary: &Vocabulary, at_most: usize) -> Vec<Value> {
    let themes = &vocabulary.themes;
    let pairs: Vec<Value> = themes
        .iter()
        .flat_map(|chinese| {
            themes.iter().map(|english| json!({ "chinese": chinese.chinese.text, "english": english.english.text }))
        })
        .collect();
    draw.some(&pairs, at_most)
}

/// Every two plans of one institution for periods that follow each other.
fn successive_plans(plans: &[ListedPlan]) -> Vec<Value> {
    let mut periods: BTreeMap<&str, BTreeSet<(i64, &str)>> = BTreeMap::new();
    for plan in plans {
        periods.entry(&plan.institution.slug).or_default().insert((plan.period.start_year, &plan.period.slug));
    }
    let pairs = |(institution, periods): (&str, BTreeSet<(i64, &str)>)| -> Vec<Value> {
        let periods: Vec<&str> = periods.into_iter().map(|(_, period)| period).collect();
        let pair = |pair: &[&str]| match pair {
            [from, to] => Some(json!({ "institution": slug(institution), "from": slug(from), "to": slug(to) })),
            _ => None,
        };
        periods.windows(2).filter_map(pair).collect()
    };
    periods.into_iter().flat_map(pairs).collect()
}
