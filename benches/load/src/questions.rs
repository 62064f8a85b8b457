//! What is asked.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One of the questions that are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Question {
    /// One plan whole.
    Q1,
    /// Fifty plans of a list.
    Q2,
    /// Four plans compared.
    Q3,
    /// Themes by kind, over two periods.
    Q4,
    /// The same with a test for each theme.
    Q4a,
    /// The same with groups by period, too.
    Q4b,
    /// A target among all public libraries.
    Q5,
    /// Nothing at all.
    Q6,
    /// A search in two languages.
    Q7,
    /// Two periods of one library.
    Q8,
}

impl Question {
    /// All of them.
    pub const ALL: [Self; 10] =
        [Self::Q1, Self::Q2, Self::Q3, Self::Q4, Self::Q4a, Self::Q4b, Self::Q5, Self::Q6, Self::Q7, Self::Q8];

    /// Those that the ceilings answer, too.
    pub const OF_CEILINGS: [Self; 3] = [Self::Q1, Self::Q2, Self::Q3];

    /// Its name in tables and files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Q1 => "q1",
            Self::Q2 => "q2",
            Self::Q3 => "q3",
            Self::Q4 => "q4",
            Self::Q4a => "q4a",
            Self::Q4b => "q4b",
            Self::Q5 => "q5",
            Self::Q6 => "q6",
            Self::Q7 => "q7",
            Self::Q8 => "q8",
        }
    }

    /// The GraphQL document.
    pub fn document(self) -> &'static str {
        match self {
            Self::Q1 => include_str!("../queries/q1-plan.graphql"),
            Self::Q2 => include_str!("../queries/q2-plans.graphql"),
            Self::Q3 => include_str!("../queries/q3-compare-plans.graphql"),
            Self::Q4 => include_str!("../queries/q4-theme-coverage.graphql"),
            Self::Q4a => include_str!("../queries/q4a-association.graphql"),
            Self::Q4b => include_str!("../queries/q4b-by-period-and-kind.graphql"),
            Self::Q5 => include_str!("../queries/q5-benchmark.graphql"),
            Self::Q6 => include_str!("../queries/q6-typename.graphql"),
            Self::Q7 => include_str!("../queries/q7-search.graphql"),
            Self::Q8 => include_str!("../queries/q8-compare-periods.graphql"),
        }
    }

    /// Whether an answer holds what was asked for, rather than a null or an empty list in its place.
    pub fn is_answered(self, data: &Value) -> bool {
        let filled = |pointer| data.pointer(pointer).and_then(Value::as_array).is_some_and(|list| !list.is_empty());
        match self {
            Self::Q1 => filled("/plan/outline"),
            Self::Q2 => filled("/plans/nodes"),
            Self::Q3 => filled("/comparePlans/themes"),
            Self::Q4 | Self::Q4a | Self::Q4b => filled("/themeCoverage/groups"),
            Self::Q5 => data.pointer("/indicatorBenchmark/count").and_then(Value::as_u64) > Some(0),
            Self::Q6 => data["__typename"] == "Query",
            Self::Q7 => filled("/chinese/nodes") || filled("/english/nodes"),
            Self::Q8 => {
                data.pointer("/comparePeriods/from/slug").is_some() && data.pointer("/comparePeriods/to/slug").is_some()
            }
        }
    }
}

impl std::str::FromStr for Question {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|question| question.name() == name).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|question| question.name()).collect();
            format!("no question is called `{name}`; there are {}", names.join(", "))
        })
    }
}
