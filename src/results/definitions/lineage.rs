//! `PlanElement.lineage`, of every goal of a plan.

use super::{Comparison, Table, joined, value};

pub(super) const COMPARISON: Comparison = Comparison {
    name: "lineage",
    description: "What each goal of a plan was and became in the same institution's other periods.",
    document: include_str!("../queries/lineage.graphql"),
    caveats: &[&["/lineage/goals", "/lineage/caveats"]],
    tables: &[
        Table {
            name: "steps",
            description: "One period in the lineage of a goal.",
            rows: &["/lineage/goals", "/lineage/steps"],
            columns: &[
                value("of_plan", 0, "/lineage/slug", "The plan asked about."),
                value("goal", 1, "/key", "Key of its goal."),
                value("goal_title", 1, "/title/text", "The goal's title."),
                value("period", 2, "/period/slug", "The planning period's slug."),
                value("plan", 2, "/plan/slug", "The institution's plan for the period."),
                joined("elements", 2, "/elements", "/key", "Keys of the elements in that plan, joined by `; `."),
                joined("titles", 2, "/elements", "/title/text", "Their titles, joined by `; `."),
                joined(
                    "links",
                    2,
                    "/links",
                    "/kind",
                    "How they came from the step before, joined by `; `. Empty: the first step.",
                ),
                joined("scores", 2, "/links", "/score", "Scores of those links, 0..1, joined by `; `."),
                joined("methods", 2, "/links", "/method", "CURATED or TEXT, joined by `; `."),
            ],
        },
        Table {
            name: "gaps",
            description: "Years between the steps of a goal without a plan in the registry.",
            rows: &["/lineage/goals", "/lineage/gaps"],
            columns: &[
                value("goal", 1, "/key", "Key of the goal."),
                value("start_year", 2, "/startYear", "First year."),
                value("end_year", 2, "/endYear", "Last year."),
            ],
        },
    ],
};
